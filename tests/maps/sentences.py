"""Every sentence the page says, read from the sources of the page."""

import ast
import re
from pathlib import Path

from geo import maps
from geo.maps.payload import _VOCABULARIES
from geo.model.layers import LAYERS
from geo.model.terms import CAUTIONS

_ROOT = Path(maps.__file__).parent
_SPEAKING = ("data", "map", "panel", "text", "time", "tools")  # the canvas layer has its own words
_TEXT = r"'((?:[^'\\\n]|\\.)*)'"
_SAY = re.compile(r"\bsay\(\s*" + _TEXT)
_ANY_SAY = re.compile(r"(?<![.\w])say\(\s*(.)")
# The noun after a number, with one level of brackets in the number: count(n, 'claim').
_NOUN = re.compile(r"\b(?:count|noun)\((?:[^()']|\((?:[^()]|\([^()]*\))*\))*,\s+'(\w+)'")


def _unquoted(text: str) -> str:
    return ast.literal_eval(f"'{text}'").strip()


def scripts() -> dict[str, str]:
    web = _ROOT / "web"
    modules = sorted(p for folder in (".", *_SPEAKING) for p in web.glob(f"{folder}/*.js"))
    return {str(p.relative_to(web)): p.read_text(encoding="utf-8") for p in modules}


def said() -> set[str]:
    """Sentences of scripts, shell, vocabularies, and Python texts marked as translatable."""
    found = {_unquoted(m[1]) for code in scripts().values() for m in _SAY.finditer(code)}
    shell = (_ROOT / "web" / "shell.html").read_text(encoding="utf-8")
    found |= {m[1] for m in re.finditer(r"data-say>([^<]*)<", shell)}
    found |= {m[1] for m in re.finditer(r'aria-label="([^"]*)"[^>]* data-say-label', shell)}
    found |= {text for v in _VOCABULARIES for t in v for text in (t.label, t.description) if text}
    found |= set(CAUTIONS) | {layer.title for layer in LAYERS.values()}
    for path in _ROOT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translatable":
                found.add(ast.literal_eval(node.args[0]))
    return found


def counted() -> set[str]:
    """Nouns that stand after a number."""
    code = "".join(scripts().values())
    singular = re.search(r"const SINGULAR = \{(.*?)\}", code, re.DOTALL)
    assert singular is not None
    return {m[1] for m in _NOUN.finditer(code)} | set(re.findall(r": '(\w+)'", singular[1]))


def unreadable() -> list[str]:
    """Calls whose sentence is not a plain text, so that no list of sentences could hold it."""
    return [
        f"{name}: {line.strip()}"
        for name, code in scripts().items()
        if name != "text/language.js"
        for line in code.splitlines()
        for m in _ANY_SAY.finditer(line)
        if m[1] != "'"
    ]
