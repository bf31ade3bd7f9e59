"""From blocks to pages: PDF, PNG or SVG, the same bytes for the same sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from geo.errors import InputUnreadable, NeedsExtra, OutputExists
from geo.files import replacing
from geo.report import lettering
from geo.report.blocks import Sheet

Form = Literal["pdf", "png", "svg"]


def typeset(sheet: Sheet, form: Form = "pdf", *, dpi: float = 150) -> list[bytes]:
    """Set a sheet.

    Parameters
    ----------
    sheet : Sheet
    form : {'pdf', 'png', 'svg'}
    dpi : float
        Of PNG.

    Returns
    -------
    list of bytes
        One document (PDF), or one picture a page.

    Raises
    ------
    NeedsExtra
        Without typst or matplotlib.

    Notes
    -----
    Letters that the embedded fonts lack are looked for in the fonts of the machine. Those that none
    holds are said at the foot of every page.
    """
    data = asdict(sheet)
    lacking = lettering.missing_letters(_texts(data))
    fallbacks = lettering.fallbacks(lacking)
    if none := lettering.letters_without_font(lacking):
        names = ", ".join(lettering.scripts(none))
        data["footer"][-1] += (
            f" {len(none)} letters ({names}) are in no font here and show as boxes; text that is "
            "copied from the file holds them."
        )
    data["fonts"] = [lettering.FAMILY, *dict.fromkeys(name for name, _ in fallbacks), _LAST]
    folders = (str(lettering.font_folder()), *sorted({str(p.parent) for _, p in fallbacks}))
    inputs = {"sheet": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    made = _compiler(folders).compile(
        input=_template(), format=form, ppi=dpi, sys_inputs=inputs, timestamp=0
    )
    return list(made) if isinstance(made, list) else [made]


def write(sheet: Sheet, path: Path | str, *, overwrite: bool = False) -> list[Path]:
    """Set a sheet and write it.

    Parameters
    ----------
    sheet : Sheet
    path : Path or str
        Its ending says the form: .pdf, or .png or .svg, one file a page (name-2.png, …).
    overwrite : bool
        Replace existing files.

    Returns
    -------
    list of Path

    Raises
    ------
    InputUnreadable
        If the ending is none of these.
    OutputExists
    NeedsExtra
    """
    path = Path(path)
    form = path.suffix.lower().removeprefix(".")
    if form not in ("pdf", "png", "svg"):
        raise InputUnreadable(
            f"{path}: unknown ending {path.suffix!r}", "Expected .pdf, .png, .svg."
        )
    made = typeset(sheet, form)  # type: ignore[arg-type]
    paths = [
        path if not i else path.with_name(f"{path.stem}-{i + 1}{path.suffix}")
        for i in range(len(made))
    ]
    for target in paths:
        if target.exists() and not overwrite:
            raise OutputExists(target)
    for target, content in zip(paths, made, strict=True):
        with replacing(target) as temporary:
            temporary.write_bytes(content)
    return paths


_LAST = "Libertinus Serif"  # comes with Typst


def _texts(value: Any) -> Iterator[str]:
    """Yield every text of nested data; drawings bring their own."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


@cache
def _template() -> bytes:
    return (files("geo.report") / "assets" / "sheet.typ").read_bytes()


@cache
def _compiler(folders: tuple[str, ...]) -> Any:
    try:
        import typst  # noqa: PLC0415
    except ImportError:
        raise NeedsExtra("a printed sheet", "typst", "report") from None
    made: Any = typst.Compiler
    return made(_template(), font_paths=list(folders), ignore_system_fonts=True)
