"""FlatGeobuf and Shapefile, through GDAL."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import WriteFailed
from geo.export.archive import write_zip
from geo.export.features import (
    add_citations,
    check_free,
    column_of,
    shapes,
    spatial_layers,
    write_vector,
)
from geo.files import replacing, working_folder
from geo.model.dataset import Dataset
from geo.model.layers import LAYERS

_TEXT_BYTES = 254  # longest text of a dBASE field
_KINDS = {"points": (0, 4), "lines": (1, 5), "polygons": (3, 6)}
_TYPES = {"points": "MultiPoint", "lines": "MultiLineString", "polygons": "MultiPolygon"}
_MULTI: dict[int, Any] = {
    0: shapely.MultiPoint,
    1: shapely.MultiLineString,
    3: shapely.MultiPolygon,
}


def export_flatgeobuf(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one FlatGeobuf file for each layer with features.

    The spatial index cannot hold features without geometry, so a layer that has any is written
    without index rather than without them. Parameters, returns and raises as `export_geojson`.
    """
    names = layers or spatial_layers(dataset)
    paths = {name: Path(folder) / f"{name}.fgb" for name in names}
    frames = {name: add_citations(dataset, name) for name in names}
    check_free(paths.values(), overwrite)
    for name, frame in frames.items():
        index = "NO" if shapely.is_missing(shapes(frame)).any() else "YES"
        with replacing(paths[name]) as temporary:
            write_vector(
                frame,
                temporary,
                name,
                "FlatGeobuf",
                name=name,
                geometry_type=_type_of(frame),
                options={"SPATIAL_INDEX": index, "TITLE": LAYERS[name].title},
            )
    return list(paths.values())


def _type_of(frame: pd.DataFrame) -> str:
    """The type of all geometry, if there is one: a GIS need not read the file to style it."""
    there = {g.geom_type for g in shapes(frame) if g is not None}
    return there.pop() if len(there) == 1 else "Unknown"


def export_shapefile(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one zip archive for each layer: shapefiles by kind of geometry, and a legend.

    Names have ten characters, texts 254 bytes, and not every program knows that a number is
    missing: `legend.csv` gives the full names and says how many texts were cut. Parameters,
    returns and raises as `export_geojson`.
    """
    names = layers or spatial_layers(dataset)
    paths = {name: Path(folder) / f"{name}.shp.zip" for name in names}
    frames = {name: add_citations(dataset, name) for name in names}
    check_free(paths.values(), overwrite)
    for name, frame in frames.items():
        with working_folder() as work:
            members = _shapefiles(frame, name, work)
            with replacing(paths[name]) as temporary:
                write_zip(temporary, members)
    return list(paths.values())


def _expect_whole(stem: Path, features: int) -> None:
    """Raise if parts of a Shapefile are shorter than they say: on a full disk GDAL is silent."""
    table = stem.with_suffix(".dbf").read_bytes()
    rows, header, row = struct.unpack("<IHH", table[4:12])  # dBASE III
    wrong = rows != features or header < 32 or len(table) < header + rows * row
    for suffix in (".shp", ".shx"):
        path = stem.with_suffix(suffix)
        if path.exists():  # length in 16-bit words (ESRI, 1998)
            held = path.read_bytes()
            wrong |= len(held) < 100 or len(held) < 2 * int.from_bytes(held[24:28], "big")
    index = stem.with_suffix(".shx")
    if index.exists():
        wrong |= index.stat().st_size < 100 + 8 * features
    if wrong:
        raise WriteFailed(
            f"{stem.name}.shp: cut short while it was written", "Is there room on the disk?"
        )


def _shapefiles(frame: pd.DataFrame, name: str, work: Path) -> dict[str, bytes]:
    fields = [c for c in frame.columns if c != "geometry"]
    short = short_names(fields)
    cut: dict[str, int] = {}
    frame = frame.copy()
    for field in fields:
        if frame[field].map(lambda v: isinstance(v, str)).any():
            frame[field], cut[field] = _cut(frame[field])
    geometry = shapes(frame)
    types = shapely.get_type_id(geometry)
    parts = {kind: np.isin(types, ids) for kind, ids in _KINDS.items()}
    parts["without_position"] = ~np.logical_or.reduce(list(parts.values()))
    parts = {kind: mask for kind, mask in parts.items() if mask.any()}
    for kind, mask in parts.items():
        rows = frame[mask].copy()
        there, form = geometry[mask], _TYPES.get(kind, "Point")
        if kind == "without_position":
            there = np.full(len(there), None, dtype=object)
        elif kind == "points" and (types[mask] == 0).all():
            form = "Point"  # more programs know what to do with it than with MultiPoint
        else:
            there = [
                _MULTI[t]([g]) if t in _MULTI else g
                for g, t in zip(there, types[mask], strict=True)
            ]
        rows["geometry"] = there
        write_vector(
            rows,
            work / f"{name}_{kind}.shp",
            name,
            "ESRI Shapefile",
            renamed=short,
            geometry_type=form,
            options={"DBF_DATE_LAST_UPDATE": "2000-01-01"},
        )
        _expect_whole(work / f"{name}_{kind}", len(rows))
    legend = io.StringIO()
    writer = csv.writer(legend, lineterminator="\n")
    writer.writerow(["column", "name", "title", "description", "unit", "texts_cut"])
    for field in fields:
        about = column_of(name, field)
        row = (about.title, about.description, about.unit)
        writer.writerow([short[field], field, *row, cut.get(field, 0)])
    members = {p.name: p.read_bytes() for p in sorted(work.iterdir())}
    return {"legend.csv": legend.getvalue().encode(), **members}


def short_names(names: list[str]) -> dict[str, str]:
    """Return names of ten characters at most, each once.

    Examples
    --------
    >>> list(short_names(["source_id", "stated_area_m2", "stated_area_ha"]).values())
    ['source_id', 'sttd_ar_m2', 'statd_ar_h']
    """
    out: dict[str, str] = {}
    for name in names:
        short = name
        at = len(short) - 1
        while len(short) > 10 and at > 0:  # vowels go first, from the middle on
            if short[at] in "aeiou" and short[at - 1] != "_":
                short = short[:at] + short[at + 1 :]
            at -= 1
        short = short[:10]
        number = 2
        while short in out.values():
            short = f"{short[: 10 - len(str(number))]}{number}"
            number += 1
        out[name] = short
    return out


def _cut(column: pd.Series) -> tuple[pd.Series, int]:
    """Return texts of at most 254 bytes, and how many were longer."""
    long = column.map(lambda v: isinstance(v, str) and len(v.encode()) > _TEXT_BYTES)
    cut = column.map(
        lambda v: v.encode()[:_TEXT_BYTES].decode(errors="ignore") if isinstance(v, str) else v
    )
    return column.where(~long.astype(bool), cut), int(long.sum())
