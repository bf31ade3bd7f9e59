"""The pages of the documentation that are made from the code: functions, layers, words.

Sphinx calls `write` before it reads the other pages; what is written is not committed.
"""

import re
import shutil
from inspect import getdoc, isclass
from pathlib import Path

import geo
from geo.model import terms
from geo.model.layers import LAYERS
from geo.model.schema import Kind

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"


def write(folder: Path) -> None:
    """Write all generated pages and copies of the notebooks into a folder, anew."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in (
        ("python", python()),
        ("layers", layers()),
        ("glossary", glossary()),
    ):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        shutil.copy(path, folder)


def python() -> str:
    """Return the reference of `geo`, in the order and by the headings of its docstring."""
    lines = ["# Python", "", getdoc(geo).split("\n\n")[0], ""]
    for heading, names in re.findall(r"^(\S.*)\n((?:    .*\n?)+)", getdoc(geo), re.MULTILINE):
        lines += [f"## {heading}", ""]
        for name in re.findall(r"`(\w+)`", names):
            what = "autoclass" if isclass(getattr(geo, name)) else "autofunction"
            options = [":members:"] if what == "autoclass" else []
            lines += ["```{eval-rst}", f".. {what}:: geo.{name}", *(f"   {o}" for o in options)]
            lines += ["```", ""]
    return "\n".join(lines)


def layers() -> str:
    """Return the data dictionary."""
    lines = [
        "# Layers and columns",
        "",
        "What a dataset may hold. *Key* names a row; *required* has to",
        "be there.",
        "",
    ]
    for layer in LAYERS.values():
        lines += [f"## `{layer.name}`", "", layer.description, ""]
        if layer.geometry:
            lines += [
                f"Geometry: {layer.geometry.title().replace('Multi', 'multi')}, EPSG:4326.",
                "",
            ]
        lines += ["| column | kind | unit | what it holds |", "| --- | --- | --- | --- |"]
        for c in layer.columns:
            kind = "key" if c.kind is Kind.KEY else f"{c.kind}{', required' if c.required else ''}"
            said = c.description or c.title
            if c.domain:
                said += f" One of [{c.domain.__name__}](glossary.md#{c.domain.__name__.lower()})."
            lines.append(f"| `{c.name}` | {kind} | {c.unit} | {_cell(said)} |")
        lines.append("")
    return "\n".join(lines)


def glossary() -> str:
    """Return every enumeration of the schema with each of its members."""
    lines = ["# Glossary", "", *_paragraph(getdoc(terms)), ""]
    for name, found in vars(terms).items():
        if not (isclass(found) and issubclass(found, terms.Term)) or found is terms.Term:
            continue
        lines += [f"({name.lower()})=", f"## {name}", "", getdoc(found), ""]
        lines += ["| code | word | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{m}` | {_cell(m.label)} | {_cell(m.description)} |" for m in found]
        lines.append("")
    return "\n".join(lines)


def _paragraph(text: str) -> list[str]:
    return text.split("\n\n", 1)[-1].splitlines()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
