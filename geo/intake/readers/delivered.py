"""GeoJSON as `atlas import` writes it, one feature a line: read several times faster than by GDAL.

Whoever edits such a file by hand may lay it out differently. Then this module does not know it,
and GDAL reads it like any other.
"""

from __future__ import annotations

import json
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.intake.readers.limits import is_too_deep
from geo.intake.readers.raw import RawTable, check_size

HEAD = '{"type": "FeatureCollection", "features": ['
FOOT = "]}"
FEATURE = '{"type": "Feature", "properties": '
GEOMETRY = ', "geometry": '
_AT_ONCE = 4_000  # lines
# Numbers as exact as Python reads them; from pandas 3.1 on that is so unasked, and asking warns.
_ASKED = tuple(map(int, pd.__version__.split(".")[:2])) < (3, 1)
_EXACTLY: dict[str, Any] = {"float_precision": "round_trip"} if _ASKED else {}
_NESTED = {"Polygon": 3, "MultiPolygon": 4}  # brackets


def read_delivered(path: Path) -> RawTable | None:
    """Return rows of a file that `atlas import` wrote; None if it is laid out otherwise.

    Parameters
    ----------
    path : Path
        The file.

    Raises
    ------
    InputUnreadable
        If it would not fit in memory.
    """
    records: list[Any] = []
    shapes = [np.empty(0, dtype=object)]
    try:
        with path.open("rb") as file:
            if file.readline(len(HEAD) + 1) != f"{HEAD}\n".encode():
                return None
            check_size(path)
            while lines := list(islice(file, _AT_ONCE)):
                last = lines[-1] == f"{FOOT}\n".encode()
                found = _features(lines[:-1] if last else lines)
                records += found[0]
                shapes.append(found[1])
    except (ValueError, shapely.errors.ShapelyError):
        return None
    if not last:
        return None
    names = dict.fromkeys(chain.from_iterable(records))
    columns = {name: [record.get(name) for record in records] for name in names}
    frame = pd.DataFrame(columns, index=range(len(records)), dtype=object)
    frame = frame.where(frame.notna(), None)
    rows = np.arange(1, len(frame) + 1, dtype=np.int64)
    return RawTable(path.name, frame, rows, np.concatenate(shapes), "EPSG:4326")


def _features(lines: list[bytes]) -> tuple[list[Any], npt.NDArray[np.object_]]:
    """Return properties and geometry of some lines; `ValueError` if they are laid out otherwise."""
    before, between = FEATURE.encode(), GEOMETRY.encode()
    parts = [line.rstrip(b",\n").partition(between) for line in lines]
    properties = b",".join([p[0].removeprefix(before) for p in parts])
    records = json.loads(f"[{properties.decode()}]")
    if len(records) != len(lines) or not all(isinstance(r, dict) for r in records):
        raise ValueError("not one feature a line")
    return records, _geometry([p[2].removesuffix(b"}") for p in parts])


def _geometry(texts: list[bytes]) -> npt.NDArray[np.object_]:
    out = np.full(len(texts), None, dtype=object)
    others = np.ones(len(texts), dtype=bool)
    for kind, depth in _NESTED.items():
        start = f'{{"type":"{kind}","coordinates":'.encode()
        opened = start + b"[" * depth
        rows = [at for at, text in enumerate(texts) if text.startswith(opened)]
        if rows:
            nested = b",".join([texts[at][len(start) : -1] for at in rows])
            out[rows] = _polygons(nested, kind, depth, len(rows))
            others[rows] = False
    rest = [texts[at] for at in np.flatnonzero(others).tolist()]
    if any(is_too_deep(text.decode("utf-8", "replace")) for text in rest):
        raise ValueError("shapes in shapes in shapes")
    out[others] = shapely.from_geojson([None if t == b"null" else t.decode() for t in rest])
    return out


def _polygons(text: bytes, kind: str, depth: int, count: int) -> npt.NDArray[np.object_]:
    """Polygons from their nested positions, '[[[x,y],…]],…': the brackets say where each ends."""
    marks = np.frombuffer(text, dtype=np.uint8)
    opened, closed = (_runs(np.flatnonzero(marks == ord(mark))) for mark in "[]")
    between = np.concatenate([[depth], closed])
    if not np.array_equal(np.concatenate([opened, [depth]]), between) or closed.max() > depth:
        raise ValueError("brackets that do not match")
    # pandas reads numbers twice as fast as GEOS does, and as exactly.
    lines = BytesIO(text.replace(b"],", b"\n").translate(None, b"[]"))
    table = pd.read_csv(lines, header=None, dtype=np.float64, **_EXACTLY)
    positions = np.ascontiguousarray(table.to_numpy())
    if positions.shape != (len(closed), 2) or not np.isfinite(positions).all():
        raise ValueError("positions that are not two numbers")
    offsets = []
    for level in range(2, depth + 1):  # a position that ends a ring, a polygon, a multipolygon
        offsets.append(np.flatnonzero(np.concatenate([[level], closed]) >= level))
        closed = closed[closed >= level]
    first, last = offsets[0][:-1], offsets[0][1:] - 1
    if len(closed) != count or (positions[first] != positions[last]).any():
        raise ValueError("a ring that is not closed")
    kind_of = shapely.GeometryType[kind.upper()]
    built: npt.NDArray[np.object_] = shapely.from_ragged_array(kind_of, positions, tuple(offsets))
    return built


def _runs(at: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Tell how many follow one another without a gap, for each such run."""
    starts = np.flatnonzero(np.diff(at, prepend=-2) != 1)
    return np.diff(starts, append=len(at))
