"""The types of `geo.maps.contract` and the modules beside it as the page's scripts read them.

``python -m geo.maps.typescript`` writes ``geo/maps/web/payload.d.ts``; with ``--check`` it only
tells, by its exit code, whether the file is what it should be.
"""

from __future__ import annotations

import inspect
import sys
import types
from pathlib import Path
from typing import Annotated, Any, NotRequired, Union, get_args, get_origin

from typing_extensions import get_type_hints, is_typeddict

from geo.maps import contract, contract_answers, contract_areas, contract_changes

TARGET = Path(__file__).with_name("web") / "payload.d.ts"
_HEAD = "// Made from geo/maps/contract.py by `make bundle`. Do not edit.\n"
_NOT_REQUIRED: Any = NotRequired  # which mypy takes for a form, not for an object
_PLAIN = {
    Any: "any",
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


def declarations() -> str:
    """Return TypeScript for all types of the contract, in its order."""
    found = [
        shape
        for module in (contract, contract_answers, contract_areas, contract_changes)
        for shape in vars(module).values()
        if is_typeddict(shape) and shape.__module__ == module.__name__
    ]
    return "\n".join([_HEAD, *map(_interface, found)])


def _interface(shape: type) -> str:
    lines = [f"/** {inspect.getdoc(shape)} */", f"export interface {shape.__name__} {{"]
    for name, hint in get_type_hints(shape, include_extras=True).items():
        optional = get_origin(hint) is _NOT_REQUIRED
        kind = _type(get_args(hint)[0] if optional else hint)
        lines.append(f"  {name}{'?' if optional else ''}: {kind};")
    return "\n".join([*lines, "}", ""])


def _type(hint: Any) -> str:
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return str(hint.__metadata__[0])
    if origin is list:
        item = _type(parts[0])
        return f"({item})[]" if "|" in item else f"{item}[]"
    if origin is dict:
        return "Record<{}, {}>".format(*map(_type, parts))
    if origin in (Union, types.UnionType):
        return " | ".join(map(_type, parts))
    return str(hint.__name__) if is_typeddict(hint) else _PLAIN[hint]


def main() -> int:
    """Write the declarations, or check them."""
    made = declarations()
    if "--check" not in sys.argv:
        TARGET.write_text(made, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == made:
        return 0
    print(f"Stale: {TARGET.name}. Run: make bundle", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
