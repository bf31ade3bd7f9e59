"""Where on the one world of the map things stand: in one piece, and what is too near to a pole.

Files cut outlines at the antimeridian or let them jump across it. A map from 180° W to 180° E
would show such ground at both its ends, or draw it once around the globe. So longitudes run on past
±180° where that brings together what lies together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.dataset import Dataset
from geo.maps.canvas.shapes import Fault, Floats, Geometries, RingKind, faults, rings
from geo.schema import CRS, LAYERS

_HALF, _WHOLE = 180.0, 360.0
_BASEMAP = "basemap"
_MULTI: dict[int, Any] = {
    0: shapely.multipoints,
    1: shapely.multilinestrings,
    2: shapely.multipolygons,
}


def unrolled(dataset: Dataset) -> Dataset:
    """The dataset with longitudes that run on past ±180°, where its ground lies across.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326, longitudes -180…180.

    Returns
    -------
    Dataset
        Every shape in one piece. If all of them, however far apart, fit into half the globe only
        by counting across the antimeridian, they stand side by side there, the base map too.
        The same dataset if nothing lies across.
    """
    shapes = {
        name: frame["geometry"].to_numpy(copy=True)
        for name, frame in dataset.tables.items()
        if "geometry" in frame
    }
    moved = set()
    for name, column in shapes.items():
        west, _, east, _ = shapely.bounds(column).T
        for at in np.flatnonzero(east - west > _HALF).tolist():
            column[at] = _in_one_piece(column[at])
            moved.add(name)
    ground = {name: column for name, column in shapes.items() if name != _BASEMAP}
    bounds = {name: shapely.bounds(column)[:, [0, 2]] for name, column in ground.items()}
    every = np.concatenate([np.empty((0, 2)), *bounds.values()])
    every = every[np.isfinite(every).all(axis=1)]
    if len(every) and np.ptp(every) > _HALF:
        turn = _turns(every)
        if turn is None:
            return _with(dataset, {name: shapes[name] for name in moved})
        west, east = (every + _WHOLE * turn[:, None]).min(), (every + _WHOLE * turn[:, None]).max()
        for name, column in shapes.items():
            shapes[name] = np.array(
                [_towards((west + east) / 2, shape, whole=name != _BASEMAP) for shape in column],
                dtype=object,
            )
        moved = set(shapes)
    return _with(dataset, {name: shapes[name] for name in moved})


def beyond_map(dataset: Dataset) -> tuple[Dataset, list[dict[str, Any]]]:
    """Take off the map what Web Mercator cannot show.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.

    Returns
    -------
    Dataset
        Without the geometry of what lies nearer to a pole than 85.05°, or nowhere.
    list of dict
        ``layer``, ``id`` and ``name`` of those that are not derived from others.
    """
    shapes, lost = {}, []
    for name, frame in dataset.tables.items():
        if "geometry" not in frame:
            continue
        column = frame["geometry"].to_numpy(copy=True)
        off = faults(column) > Fault.NO_GEOMETRY
        if not off.any():
            continue
        column[off] = None
        shapes[name] = column
        key = LAYERS[name].key
        if key is not None and not LAYERS[name].derived:
            names = frame["name"] if "name" in frame else frame[key]
            lost += [
                {"layer": name, "id": str(i), "name": str(text)}
                for i, text in zip(frame[key][off], names[off], strict=True)
            ]
    return _with(dataset, shapes), lost


def _with(dataset: Dataset, shapes: Mapping[str, Geometries]) -> Dataset:
    if not shapes:
        return dataset
    tables = dict(dataset.tables)
    for name, column in shapes.items():
        rest = pd.DataFrame(tables[name]).drop(columns="geometry")
        frame = gpd.GeoDataFrame(rest, geometry=gpd.GeoSeries(column, index=rest.index, crs=CRS))
        tables[name] = frame[list(tables[name].columns)]
    return replace(dataset, tables=tables)


def _in_one_piece(shape: BaseGeometry) -> BaseGeometry:
    """The same ground with its parts side by side, unless they reach around half the globe."""
    pieces = _pieces(shape)
    bounds = shapely.bounds(np.array(pieces, dtype=object))[:, [0, 2]]
    turn = _turns(bounds) if np.ptp(bounds) > _HALF else np.zeros(len(pieces))
    if turn is None:
        turn = np.zeros(len(pieces))
    return _joined([_moved(p, _WHOLE * t) for p, t in zip(pieces, turn.tolist(), strict=True)])


def _pieces(shape: BaseGeometry) -> list[BaseGeometry]:
    """Points, lines and polygons of a shape; what jumps across the antimeridian goes on past it."""
    found = rings(np.array([shape], dtype=object))
    runs = np.split(found.xy, np.cumsum(found.size)[:-1])
    pieces: list[tuple[int, list[Floats]]] = []
    for run, kind in zip(runs, found.kind.tolist(), strict=True):
        if kind == RingKind.HOLE:
            pieces[-1][1].append(run)
        else:
            pieces.append((kind, [run]))
    return [
        shapely.Point(runs[0][0])
        if kind == RingKind.POINT
        else shapely.LineString(runs[0])
        if kind == RingKind.LINE
        else shapely.Polygon(runs[0], runs[1:])
        for kind, runs in pieces
    ]


def _joined(pieces: list[BaseGeometry]) -> BaseGeometry:
    if len(pieces) == 1:
        return pieces[0]
    kinds = {int(shapely.get_dimensions(piece)) for piece in pieces}
    join = _MULTI[kinds.pop()] if len(kinds) == 1 else shapely.geometrycollections
    joined: BaseGeometry = join(pieces)
    return joined


def _turns(bounds: Floats) -> Floats | None:
    """How many times round each stretch of longitude goes to lie with the others.

    They begin after the widest gap that none of them covers.

    Parameters
    ----------
    bounds : ndarray of float, shape (n, 2)
        West and east in degrees.

    Returns
    -------
    ndarray of float, shape (n,), or None
        None if they do not fit into half the globe.
    """
    west = (bounds[:, 0] + _HALF) % _WHOLE - _HALF
    east = west + bounds[:, 1] - bounds[:, 0]
    order = np.argsort(west, kind="stable")
    reach = np.maximum.accumulate(east[order])
    gaps = np.append(west[order][1:], west[order][0] + _WHOLE) - reach
    widest = int(gaps.argmax())
    if gaps[widest] < _HALF:
        return None
    first = west[order][(widest + 1) % len(order)]
    turn = np.where(west < first, 1.0, 0.0)
    middle = (first + (east + _WHOLE * turn).max()) / 2
    turn -= middle > _HALF
    return np.asarray(turn + np.round((west - bounds[:, 0]) / _WHOLE), dtype=np.float64)


def _towards(middle: float, shape: BaseGeometry | None, *, whole: bool) -> BaseGeometry | None:
    """Move a shape by whole turns towards a longitude; or each of its parts by itself."""
    if shape is None or shapely.is_missing(shape) or shape.is_empty:
        return shape
    pieces = [shape] if whole else shapely.get_parts(shape).tolist()
    bounds = shapely.bounds(np.array(pieces, dtype=object))[:, [0, 2]]
    turn = np.round((middle - bounds.mean(axis=1)) / _WHOLE)
    if not turn.any():
        return shape
    return _joined([_moved(p, _WHOLE * t) for p, t in zip(pieces, turn.tolist(), strict=True)])


def _moved(shape: BaseGeometry, degrees: float) -> BaseGeometry:
    if not degrees:
        return shape
    return shapely.transform(shape, lambda xy: np.add(xy, (degrees, 0.0)))
