"""Vector files that GDAL reads: GeoJSON, GeoPackage, FlatGeobuf, Shapefile, FileGDB, KML, GPX.

Each is opened here only, after `geo.intake.readers.content` has looked at it.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from glob import escape
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyogrio
import shapely

from geo.errors import GeoError, InputUnreadable
from geo.intake.readers.content import (
    DRIVERS,
    PARSED,
    XML,
    check_content,
    check_driver,
    name_for_gdal,
    offline,
)
from geo.intake.readers.delimited import ENCODING_ASSUMED, single_byte
from geo.intake.readers.limits import check_limit
from geo.intake.readers.misread import drop_misread
from geo.intake.readers.raw import READER_NOTE, RawTable, parse_each
from geo.intake.readers.whole import check_whole, cut_texts, lost_outlines
from geo.intake.readers.wkb import build_geometries
from geo.model.findings import Finding, rule
from geo.model.layers import KEYED
from geo.model.terms import Level

TABLE_MISSING = rule(
    "dbf-missing",
    Level.ERROR,
    "A Shapefile came without its .dbf, which holds all values of its features.",
    "Ask for all parts of it: .shp, .shx, .dbf, .prj and .cpg, best in one zip archive.",
)

# What pyogrio raises on damaged files was met by fuzzing: its UnboundLocalError hides a CRS
# that is no text.
_DAMAGED = (
    MemoryError,  # GDAL believes a file that announces two milliards of features
    OverflowError,
    LookupError,  # an encoding that nobody knows
    RuntimeError,
    UnboundLocalError,
    ValueError,
    shapely.errors.ShapelyError,
)
_SEVERAL = "More than one layer found"  # pyogrio's warning, when none was named
# What KML's and GPX's drivers add to every feature, and the points of GPX lines.
_ADDED = {"tessellate", "extrude", "visibility", "drawOrder", "icon", "altitudeMode"}
# Columns that together only an export of this program has.
_OURS = {"source_ids", "citations"}
FEATURE_ID = "feature id"  # column with the numbers that a GeoJSON gives its features
_HEAD = 1 << 20  # bytes, in which the first feature ends
FOLDER = "folder"  # column with the name of a feature's folder, where a KML has several
_REPEATED = {"route_points", "track_points"}


def read_vector(path: Path, *, layer: str | None = None, encoding: str | None = None) -> RawTable:
    """Read one layer of a vector file; of KML and GPX all, as they are sorted by folder and type.

    A geometry that cannot be built (an unclosed ring, a coordinate that is no number) becomes
    None, and what GDAL says about it becomes a finding; the feature itself is kept. Dates stay
    text, also those that do not exist: what reads the rows lists them.

    Parameters
    ----------
    path : Path
        The file; for FileGDB the folder.
    layer : str, optional
        Name of the layer, if the file has several.
    encoding : str, optional
        Of the texts of a Shapefile, where it is known better. One that does not say its own is
        read as delimited text would be.

    Raises
    ------
    InputUnreadable
        If the file is not what its name says, is damaged, locked, or has several layers and
        none was named.
    """
    suffix = path.suffix.lower()
    path = check_content(path)
    check_whole(path)
    assumed: list[Finding] = []
    if suffix != ".shp":
        encoding = None
    elif encoding is None:
        encoding, assumed = _encoding(path)
    with warnings.catch_warnings(record=True) as caught, offline():
        warnings.simplefilter("always")
        try:
            if layer is None and suffix in PARSED:
                parts = [_read(path, None)]
                if any(_SEVERAL in str(w.message) for w in caught):
                    _wanted(path, suffix, None)
            else:
                if suffix in XML and "OGR_VRT" in pyogrio.list_drivers():  # not in the command
                    check_driver(path, pyogrio.read_info(path)["driver"])
                names = _wanted(path, suffix, layer)
                if suffix == ".kml" and len(names) > 1:
                    parts = [_read(path, None, sql=_all(names))]
                else:
                    parts = [_read(path, name, encoding=encoding) for name in names]
        except GeoError:
            raise
        except _DAMAGED as error:
            raise InputUnreadable(
                f"{path}: {error}", "Is it a complete file of the format its name says?"
            ) from None
    notes = tuple(
        Finding(READER_NOTE, text, file=path.name)
        for text in dict.fromkeys(str(w.message) for w in caught)
    )
    table = _together(parts) if len(parts) > 1 else parts[0]
    if suffix in XML:
        table = replace(table, frame=_without_empty(table.frame))
    table = drop_misread(path, table)
    assumed += cut_texts(path, table, layer or _only(path))
    if suffix == ".shp":
        assumed += lost_outlines(path, table)
        assumed += _without_table(path)
    return replace(table, findings=(*assumed, *notes, *table.findings))


def _only(path: Path) -> str | None:
    """Return the layer that is read of a GeoPackage if none is named."""
    return _wanted(path, ".gpkg", None)[0] if path.suffix.lower() == ".gpkg" else None


def _without_empty(frame: pd.DataFrame) -> pd.DataFrame:
    """Return columns of KML and GPX without those that the driver adds to every feature."""
    frame = frame.drop(columns=_ADDED & set(frame))
    frame = frame.drop(columns=frame.columns[frame.isna().all()])
    if set(frame) >= _OURS:
        frame = _without_labels(frame)
    return frame if "name" in frame else frame.rename(columns={"Name": "name"})


def _without_table(path: Path) -> list[Finding]:
    if any(p.suffix.lower() == ".dbf" for p in path.parent.glob(f"{escape(path.stem)}.*")):
        return []
    message = f"no {path.stem}.dbf beside it: outlines without ids, names or any value"
    return [Finding(TABLE_MISSING, message, file=path.name)]


def _wanted(path: Path, suffix: str, layer: str | None) -> list[str]:
    geometry = {str(name): kind for name, kind in pyogrio.list_layers(name_for_gdal(path))}
    names = list(geometry)
    if layer is not None:
        if layer not in names:
            raise InputUnreadable(f"{path}: no layer {layer!r}", f"It has: {', '.join(names)}")
        return [layer]
    if suffix in XML and (choice := [n for n in names if n not in _REPEATED]):
        return choice
    spatial = [n for n in names if geometry[n] is not None]
    choice = spatial or [n for n in names if n != "layer_styles"]
    if len(choice) != 1:
        raise InputUnreadable(
            f"{path}: {len(choice)} layers, expected one",
            f"Name one of: {', '.join(choice) or 'none'} (import --from-layer).",
        )
    return choice


def _without_labels(frame: pd.DataFrame) -> pd.DataFrame:
    """Without what an export makes for viewers: HTML, times, and the key where there is no name.

    Of layers with a column `name`, GDAL makes one column of that and the label.
    """
    frame = frame.drop(columns=["description", "timestamp", "begin", "end"], errors="ignore")
    first = next(iter(frame.columns.drop(["Name", FOLDER], errors="ignore")))
    nameless = {layer.key for layer in KEYED.values() if "name" not in layer.names}
    return frame.drop(columns="Name", errors="ignore") if first in nameless else frame


def _all(layers: Sequence[str]) -> str:
    """Return rows of all layers, one after another, by one opening of the file.

    GDAL reads a whole KML again whenever it is opened, so that one opening for each of hundreds
    of folders takes the square of their number.
    """
    # No user's query: GDAL reads one file with it, and the names are quoted. What a folder holds
    # may stand in its name only.
    texts = ("'" + name.replace("'", "''") + "'" for name in layers)
    return " UNION ALL ".join(
        f"SELECT {text} AS {FOLDER}, * FROM {_quoted(name)}"  # noqa: S608
        for text, name in zip(texts, layers, strict=True)
    )


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _dates_as_text(path: Path, layer: str | None) -> tuple[str, list[str]] | None:
    """A query that gives days as text, and the types of the fields; None if there are no days."""
    info = pyogrio.read_info(name_for_gdal(path), layer=layer)
    kinds = list(info["ogr_types"])
    if "OFTDate" not in kinds:
        return None
    fields = (
        f"CAST({_quoted(f)} AS CHARACTER) AS {_quoted(f)}" if kind == "OFTDate" else _quoted(f)
        for f, kind in zip(info["fields"], kinds, strict=True)
    )
    # As above: one file, quoted names.
    return f"SELECT {', '.join(fields)} FROM {_quoted(info['layer_name'])}", kinds  # noqa: S608


def _encoding(path: Path) -> tuple[str | None, list[Finding]]:
    """Encoding of a Shapefile's texts where it does not say; None where it does, or all is ASCII.

    It says so in a .cpg file, or by byte 29 of the .dbf, the language driver.
    """
    parts = {p.suffix.lower(): p for p in path.parent.glob(f"{escape(path.stem)}.*")}
    if ".cpg" in parts or ".dbf" not in parts:
        return None, []
    data = parts[".dbf"].read_bytes()
    body = data[int.from_bytes(data[8:10], "little") :]
    if len(data) < 32 or data[29] or body.isascii():
        return None, []
    try:
        body.decode("utf-8")
        assumed = "UTF-8"
    except UnicodeDecodeError:
        assumed = single_byte(body)
    message = f"neither .cpg nor .dbf names its encoding; read as {assumed}"
    return assumed, [Finding(ENCODING_ASSUMED, message, file=path.name)]


def _read(
    path: Path, layer: str | None, *, sql: str | None = None, encoding: str | None = None
) -> RawTable:
    options: dict[str, Any] = {} if encoding is None else {"encoding": encoding}
    if sql is not None:
        options |= {"sql": sql, "sql_dialect": "OGRSQL"}
    if path.suffix.lower() in (".json", ".geojson"):
        options["DATE_AS_STRING"] = "YES"
    said = _announced(path, layer)
    try:
        meta, fids, wkb, columns = pyogrio.raw.read(
            name_for_gdal(path),
            layer=layer,
            datetime_as_string=True,
            force_2d=True,
            return_fids=path.suffix.lower() in PARSED,
            **options,
        )
        kinds = meta["ogr_types"]
    except ValueError:
        # pyogrio makes a Python date of each day, and stops at one that does not exist.
        fids = None
        query = None if sql is not None else _dates_as_text(path, layer)
        if query is None:
            raise
        options |= {"sql": query[0], "sql_dialect": "OGRSQL"}
        meta, _, wkb, columns = pyogrio.raw.read(
            name_for_gdal(path), datetime_as_string=True, force_2d=True, **options
        )
        kinds = query[1]
    check_limit("columns", len(meta["fields"]), path)
    frame = pd.DataFrame(
        {
            name: _values(values, kind)
            for name, values, kind in zip(meta["fields"], columns, kinds, strict=True)
        },
        dtype=object,
    )
    if fids is not None and FEATURE_ID not in frame and "id" not in frame and _identified(path):
        frame[FEATURE_ID] = pd.Series(fids.tolist(), dtype=object)
    if wkb is not None and not len(frame.columns):
        frame = pd.DataFrame(index=range(len(wkb)))
    geometry, findings = (None, []) if wkb is None else build_geometries(wkb, path.name)
    if said > len(frame):
        raise _cut_off(path, said, f"{len(frame):,}")
    rows = np.arange(1, len(frame) + 1, dtype=np.int64)
    return RawTable(path.name, frame, rows, geometry, meta["crs"], tuple(findings))


def _json(values: Any) -> str | None:
    """Return a list of values as the JSON that it came from, whole."""
    return None if values is None else json.dumps(np.asarray(values).tolist(), ensure_ascii=False)


def _identified(path: Path) -> bool:
    """Tell whether the first feature of a GeoJSON has an id: numbers become GDAL's rows."""
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8", "ignore")
    start = re.search(r'\{\s*(?:"id"\s*:[^,{]*,\s*)?"type"\s*:\s*"Feature"\s*[,}]', head)
    if start is None:
        return False
    try:
        first, _ = json.JSONDecoder().raw_decode(head, start.start())
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "id" in first


def _values(values: npt.NDArray[Any], kind: str) -> pd.Series:
    """Return values as objects; a whole number stays one where others in its column are missing."""
    if "List" in kind:
        values = np.array([_json(v) for v in values], dtype=object)
    column = pd.Series(values, dtype=object)
    if kind.startswith("OFTInteger") and values.dtype.kind == "f":
        column = parse_each(column, int)  # `map` would make floats of them again
    if "Date" in kind:
        column = column.map(lambda t: str(t).replace("/", "-"), na_action="ignore")
    return column.astype(object).where(column.notna(), None)


def _announced(path: Path, layer: str | None) -> int:
    """Tell how many features a file says it holds, where its format says so; else 0.

    Refused are more than it has bytes: room for them would be made before the first is read.
    """
    if path.suffix.lower() not in DRIVERS:
        return 0
    info = pyogrio.read_info(name_for_gdal(path), layer=layer)
    check_driver(path, info["driver"])
    said = int(info["features"])
    beside = path.iterdir() if path.is_dir() else path.parent.glob(f"{escape(path.stem)}.*")
    held = sum(part.stat().st_size for part in beside if part.is_file())
    if said > held:
        raise _cut_off(path, said, f"{held:,} bytes")
    return said


def _cut_off(path: Path, said: int, held: str) -> InputUnreadable:
    return InputUnreadable(
        f"{path}: announces {said:,} features, but holds {held}",
        "The file was cut off; ask for it again.",
    )


def _together(parts: Sequence[RawTable]) -> RawTable:
    """Return all layers of one file, in order."""
    frame = pd.concat([p.frame for p in parts], ignore_index=True).astype(object)
    shapes = [
        np.full(len(p.frame), None, dtype=object) if p.geometry is None else p.geometry
        for p in parts
    ]
    return RawTable(
        parts[0].file,
        frame.where(frame.notna(), None),
        np.arange(1, len(frame) + 1, dtype=np.int64),
        np.concatenate(shapes),
        parts[0].crs,
        tuple(finding for p in parts for finding in p.findings),
    )
