"""GeoJSON as `atlas import` writes it, one feature a line: read several times faster than by GDAL.

Whoever edits such a file by hand may lay it out differently. Then this module does not know it,
and GDAL reads it like any other.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.readers.raw import RawTable, check_size

HEAD = '{"type": "FeatureCollection", "features": ['
FOOT = "]}"
FEATURE = '{"type": "Feature", "properties": '
GEOMETRY = ', "geometry": '
_COORDINATES = '","coordinates":'
# GeoJSON's brackets as WKT's, for which GEOS has the faster parser. Inner separators first: each
# stands in for a mark until commas inside positions have become spaces.
_AS_WKT = (
    ("]]],[[[", "!"),
    ("]],[[", ";"),
    ("],[", ":"),
    (",", " "),
    (":", ","),
    (";", "),("),
    ("!", ")),(("),
)
_AT_ONCE = 10_000  # lines
_NESTED = {"Polygon": 3, "MultiPolygon": 4}


def read_delivered(path: Path) -> RawTable | None:
    """Rows of a file that `atlas import` wrote; None if it is laid out otherwise.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    InputUnreadable
        If it would not fit in memory.
    """
    with path.open("rb") as opened:
        if opened.read(len(HEAD) + 1) != f"{HEAD}\n".encode():
            return None
    check_size(path)
    records: list[Any] = []
    shapes = [np.empty(0, dtype=object)]
    try:
        with path.open(encoding="utf-8") as file:
            file.readline()
            while lines := list(islice(file, _AT_ONCE)):
                last = lines[-1] == f"{FOOT}\n"
                found = _features(lines[:-1] if last else lines)
                records += found[0]
                shapes.append(found[1])
    except (ValueError, shapely.errors.ShapelyError):
        return None
    if not last:
        return None
    frame = pd.DataFrame(records, index=range(len(records)), dtype=object)
    frame = frame.where(frame.notna(), None)
    rows = np.arange(1, len(frame) + 1, dtype=np.int64)
    return RawTable(path.name, frame, rows, np.concatenate(shapes), "EPSG:4326")


def _features(lines: list[str]) -> tuple[list[Any], np.ndarray]:
    """Properties and geometry of some lines; `ValueError` if they are laid out otherwise."""
    parts = [line.rstrip(",\n").rpartition(GEOMETRY) for line in lines]
    records = json.loads(f"[{','.join([p[0].removeprefix(FEATURE) for p in parts])}]")
    if len(records) != len(lines) or not all(isinstance(r, dict) for r in records):
        raise ValueError("not one feature a line")
    return records, _geometry([p[2].removesuffix("}") for p in parts])


def _geometry(texts: list[str]) -> np.ndarray:
    out = np.full(len(texts), None, dtype=object)
    start = len('{"type":"')
    kinds = np.array(["" if "[]" in t else t[start : t.find('"', start)] for t in texts])
    for kind in set(kinds.tolist()):
        rows = np.flatnonzero(kinds == kind)
        chosen = [texts[at] for at in rows.tolist()]
        if kind in _NESTED:
            out[rows] = shapely.from_wkt(_wkt(kind, chosen, _NESTED[kind]))
        else:
            given = [None if t == "null" else t for t in chosen]
            out[rows] = shapely.from_geojson(np.array(given, dtype=object))
    return out


def _wkt(kind: str, texts: list[str], depth: int) -> np.ndarray:
    start = len(f'{{"type":"{kind}{_COORDINATES}') + depth
    joined = "\n".join([t[start : -depth - 1] for t in texts])
    for old, new in _AS_WKT:
        joined = joined.replace(old, new)
    before, after = f"{kind} {'(' * (depth - 1)}", ")" * (depth - 1)
    return np.array([f"{before}{t}{after}" for t in joined.split("\n")], dtype=object)
