"""Opening a GeoPackage that `geo.store.geopackage` wrote.

Rows are read as they are in the file. GDAL parses a DATE before anybody sees it and stops at
one that does not exist; here such a row is listed, and the others are read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import InputMissing, InputUnreadable
from geo.intake.folder import read_dataset
from geo.intake.layer import FORMER_NAME, empty_layer, with_names_of_today
from geo.intake.readers import RawTable
from geo.intake.readers.sqlite import open_database
from geo.intake.readers.wkb import build_geometries
from geo.model.dataset import Dataset
from geo.model.findings import Finding, findings_frame, join_findings, make_findings, rule
from geo.model.layers import FINDINGS, LAYERS
from geo.model.manifest import Meta, is_held
from geo.model.schema import CRS, Layer, give_types
from geo.model.terms import Level
from geo.store.checksums import GEOMETRY, checksum
from geo.store.edited import edited_layers, recheck
from geo.store.geopackage import CHECKSUMS, METADATA_URI
from geo.store.sql import wkb_of

EARLIER_VERSION = rule(
    "written-by-earlier-version",
    Level.INFO,
    "A GeoPackage was written by a version of this tool that did not have all columns; they are "
    "empty.",
    "Build the dataset again from its folder, to have them filled.",
)

DAMAGED = rule(
    "damaged-layer",
    Level.ERROR,
    "Rows of a layer differ from those that were written, and no program left word of an edit: the "
    "file was damaged, or edited in a way that leaves no trace. Its rows were checked again; what "
    "is wrong with a value that is possible cannot be told.",
    "Get the file again, or build it anew from the dataset's folder. Do not use the map before.",
)

_AT_ONCE = 2_000  # rows


def open_dataset(path: Path | str) -> Dataset:
    """Open a GeoPackage written by `write_dataset`, or the folder of a dataset.

    Parameters
    ----------
    path : path
        The file, or a folder for `geo.intake.folder.read_dataset`.

    Returns
    -------
    Dataset
        With an empty frame for a layer that the file does not have. Layers that were edited since
        they were built are checked again (see `geo.store.edited`).

    Raises
    ------
    InputMissing, InputUnreadable
        If there is no such file, or it is no GeoPackage of this kind; of a folder, see
        `read_dataset`.
    """
    path = Path(path)
    if path.is_dir():
        return read_dataset(path)
    if not path.is_file():
        raise InputMissing(path, "Build it first: atlas build FOLDER.")
    try:
        with open_database(path) as connection:
            told = connection.execute(
                "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = ?", (METADATA_URI,)
            ).fetchone()
            about = json.loads(told[0])
            meta = Meta.model_validate(about["clearanceAtlas"])
            there = {row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents")}
            changed = edited_layers(connection)
            sums = {n: s for n, s in about.get(CHECKSUMS, {}).items() if n not in changed}
            raw, damaged = {}, [n for n in sums if n in LAYERS and n not in there]
            for name in [n for n in LAYERS if n in there]:
                raw[name], sum_ = _read(connection, LAYERS[name], path)
                unread = name not in changed and raw[name].findings
                if sums.get(name, sum_) != sum_ or unread:
                    damaged.append(name)
    except (sqlite3.DatabaseError, TypeError, LookupError, ValueError, AttributeError) as error:
        if isinstance(error, InputUnreadable):
            raise
        raise InputUnreadable(
            f"{path}: not a GeoPackage built by atlas ({error})", "Build it: atlas build FOLDER."
        ) from error
    _check_within(meta, path)
    earlier = _earlier(raw)
    raw = {name: with_names_of_today(table, LAYERS[name])[0] for name, table in raw.items()}
    # What is damaged is checked as what somebody edited is; what was found cannot be.
    again = [n for n in (*changed, *damaged) if n in raw and n != FINDINGS.name]
    tables = {
        name: _frame(raw[name], layer) if name in raw and name not in again else empty_layer(layer)
        for name, layer in LAYERS.items()
    }
    told = findings_frame(
        Finding(DAMAGED, f"{LAYERS[name].title} ({name})", layer=name, file=path.name)
        for name in damaged
    )
    tables[FINDINGS.name] = join_findings([told, earlier, tables[FINDINGS.name]])
    dataset = Dataset(meta, tables, path.with_suffix(""))
    return recheck(dataset, {n: raw[n] for n in again}, edited=changed) if again else dataset


def _check_within(meta: Meta, path: Path) -> None:
    """Refuse a file that has images or rasters come from anywhere but the dataset's folder."""
    named = [*(one.file for one in meta.overlays), *(one.file for one in meta.rasters)]
    outside = [file for file in named if not is_held(path.with_suffix(""), file)]
    if outside:
        raise InputUnreadable(
            f"{path}: names files outside the dataset's folder: {', '.join(map(repr, outside))}",
            "Ask who made it what they are for; nothing of them was read.",
        )


def _earlier(raw: Mapping[str, RawTable]) -> pd.DataFrame:
    """List the columns that the version that wrote the file did not have, or called otherwise."""
    notes = []
    for name, table in raw.items():
        former = LAYERS[name].renamed(table.frame)
        for old, new in former.items():
            text = f"column {old!r} is called {new!r} now"
            notes.append(FORMER_NAME.label(make_findings(name, None, text)))
        lacking = sorted({*LAYERS[name].names} - {*table.frame, *former.values()})
        if lacking:
            notes.append(
                EARLIER_VERSION.label(make_findings(name, None, f"without {', '.join(lacking)}"))
            )
    return join_findings(notes)


def _read(connection: sqlite3.Connection, layer: Layer, path: Path) -> tuple[RawTable, str]:
    """Return the rows of a layer, and their checksum."""
    cursor = connection.execute(f'SELECT * FROM "{layer.name}" ORDER BY fid')  # noqa: S608 - schema
    names = [column[0] for column in cursor.description]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    # Turned a block at a time, while its values are in the processor's cache.
    while block := cursor.fetchmany(_AT_ONCE):
        for values, some in zip(columns.values(), zip(*block, strict=True), strict=True):
            values.extend(some)
    rows = np.array(columns.pop("fid"), dtype=np.int64)
    sum_ = checksum(columns)
    shapes, lost = None, list[Finding]()
    if layer.geometry:
        shapes, lost = build_geometries(wkb_of(columns.pop(GEOMETRY)), path.name)
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)), dtype=object)
    told = tuple(replace(one, layer=layer.name) for one in lost)
    return RawTable(path.name, frame, rows, shapes, CRS, told), sum_


def _frame(raw: RawTable, layer: Layer) -> pd.DataFrame:
    frame = give_types(raw.frame, layer)
    if raw.geometry is None:
        return frame
    located: pd.DataFrame = gpd.GeoDataFrame(frame, geometry=raw.geometry, crs=CRS)
    return located
