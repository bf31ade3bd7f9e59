"""Edits to `dataset.toml` and `sources.csv` that keep what people wrote, comments included."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import tomlkit
from tomlkit.items import Table

from geo.errors import InputMissing, InputUnreadable, ManifestError
from geo.files import replacing
from geo.intake.deliveries.mapping import fold_heading
from geo.intake.readers import read
from geo.model.layers import SOURCES, find_layer
from geo.model.lists import split
from geo.model.manifest import FILE_NAME, Import, LayerInput, Manifest

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


def layer_file(manifest: Manifest, layer: str) -> LayerInput:
    """Tell where a delivered layer is kept, relative to the dataset's folder.

    A layer with geometry has a file of its own. Tables go into the CSV file that is there, beside
    the rows that people wrote.

    Raises
    ------
    ManifestError
        If the layer comes from a file that somebody made by hand and is no CSV table.
    """
    table = not find_layer(layer).geometry
    own = LayerInput(file=f"{layer}.csv" if table else f"{layer}.geojson")
    given = manifest.layers.get(layer)
    if given is None:
        return own
    imported = any(i.layer == layer for i in manifest.imports.values())
    if (table and given.file.lower().endswith(".csv")) or (imported and given == own):
        return given
    raise ManifestError(
        Path(FILE_NAME),
        [
            f"layers.{layer} comes from {given.file}, which `atlas import` did not write; "
            "import into a dataset of its own, or take the entry out"
        ],
    )


def register(folder: Path, manifest: Manifest) -> pd.DataFrame:
    """The source register: ids, titles and what else is said of sources; no rows if none is."""
    given = manifest.layers.get("sources")
    frame = pd.DataFrame() if given is None else read(folder / given.file).frame
    names = ("source_id", "title", "url", "publisher", "published", "grade")
    files = {n: n if given is None else given.columns.get(n, n) for n in names}
    out = pd.DataFrame({n: frame.get(f, pd.Series(dtype=object)) for n, f in files.items()})
    return out.astype(object).where(out.notna(), None).dropna(subset=["source_id"])


def district_names(folder: Path, manifest: Manifest) -> dict[str, str]:
    """Return canonical name of each district by its folded name and by those of its other names.

    A name that two districts share stands for neither, unless it is the canonical one of one.
    """
    given = manifest.layers.get("districts")
    if given is None:
        return {}
    frame = read(folder / given.file).frame
    names = ("district", "aliases", "name_local", "name_az", "name_hy", "name_ru")
    columns = [(n, given.columns.get(n, n)) for n in names]
    key = dict(columns)["district"]
    own: dict[str, set[str]] = {}
    other: dict[str, set[str]] = {}
    for name, file in columns:
        if file not in frame or key not in frame:
            continue
        owners = own if name == "district" else other
        for district, texts in zip(frame[key], frame[file], strict=True):
            if district is not None and texts is not None:
                for text in split(texts):
                    owners.setdefault(fold_heading(text), set()).add(str(district))
    return {name: min(d) for name, d in (other | own).items() if len(d) == 1}


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
