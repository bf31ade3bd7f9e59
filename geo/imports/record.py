"""Edits to `dataset.toml` and `sources.csv` that keep what people wrote, comments included."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table

from geo.errors import InputMissing, InputUnreadable, ManifestError
from geo.files import replacing
from geo.manifest import FILE_NAME, Import, LayerInput, Manifest
from geo.readers import read
from geo.schema import SOURCES

_COMMENT = (
    "How `atlas import` reads this delivery. Correct it here and import again: `columns` maps the",
    "schema's names to the file's, `values` the file's words to terms ('' leaves a value out).",
)


def record_import(folder: Path, name: str, how: Import, file: str) -> None:
    """Write how a delivery was imported, and which file its layer now comes from.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    name : str
        Name of the import.
    how : Import
        Columns, values and so on.
    file : str
        File of the layer, relative to the folder.
    """
    path = folder / FILE_NAME
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    layers = document.setdefault("layers", tomlkit.table(is_super_table=True))
    if how.layer not in layers:
        entry = tomlkit.table()
        entry["file"] = file
        layers[how.layer] = entry
    imports = document.setdefault("imports", tomlkit.table(is_super_table=True))
    wanted = how.model_dump(exclude_defaults=True)
    if name not in imports:
        table = tomlkit.table()
        for line in _COMMENT:
            table.add(tomlkit.comment(line))
        imports[name] = table
    _update(imports[name], wanted)
    _replace(path, tomlkit.dumps(document))


def _update(table: Any, wanted: Mapping[str, Any]) -> None:
    """Set what differs; leave the rest, and its comments, as it is."""
    for key in [k for k in table if k not in wanted]:
        table.remove(key)
    for key, value in wanted.items():
        if isinstance(value, Mapping):
            if key not in table:
                table[key] = tomlkit.table()
            _update(table[key], value)
        elif table.get(key) != value:
            table[key] = value
    assert isinstance(table, Table | dict)  # tomlkit's containers


def layer_file(manifest: Manifest, layer: str) -> str:
    """File that holds a delivered layer, relative to the dataset's folder.

    Raises
    ------
    ManifestError
        If the layer comes from a file that somebody made by hand.
    """
    file = f"{layer}.geojson"
    given = manifest.layers.get(layer)
    imported = any(i.layer == layer for i in manifest.imports.values())
    if given is not None and not (imported and given == LayerInput(file=file)):
        raise ManifestError(
            Path(FILE_NAME),
            [
                f"layers.{layer} comes from {given.file}, which `atlas import` did not write; "
                "import into a dataset of its own, or take the entry out"
            ],
        )
    return file


def known_sources(folder: Path, manifest: Manifest) -> list[str]:
    """Ids in the source register."""
    given = manifest.layers.get("sources")
    if given is None:
        return []
    frame = read(folder / given.file).frame
    key = given.columns.get("source_id", "source_id")
    return [str(v) for v in frame.get(key, ()) if v is not None]


def add_source(folder: Path, manifest: Manifest, source: Mapping[str, str]) -> None:
    """Add a line to the source register.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    manifest : Manifest
        Its manifest.
    source : mapping of str to str
        Values by schema column; `source_id`, `title` and `publisher` at least.

    Raises
    ------
    InputMissing, InputUnreadable
        If the dataset has no register, or it is no CSV file.
    """
    given = manifest.layers.get("sources")
    if given is None:
        raise InputMissing(folder / "sources.csv", "The manifest names no [layers.sources].")
    path = folder / given.file
    text = path.read_text(encoding="utf-8-sig")
    header = next(csv.reader(io.StringIO(text)), [])
    row = {given.columns.get(name, name): value for name, value in source.items()}
    if path.suffix.lower() != ".csv" or (unknown := sorted(set(row) - set(header))):
        raise InputUnreadable(
            f"{path}: cannot add a source to it" + (f": no column {unknown}" if header else ""),
            f"Add it by hand; columns: {', '.join(SOURCES.names)}",
        )
    line = io.StringIO()
    csv.DictWriter(line, header, lineterminator="\n").writerow(row)
    end = "" if not text or text.endswith("\n") else "\n"
    _replace(path, f"{text}{end}{line.getvalue()}")


def _replace(path: Path, text: str) -> None:
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")
