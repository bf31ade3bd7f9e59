"""Where on the one world of the map things stand: in one piece, and what is too near to a pole.

Where ground lies across ±180°, longitudes run on past there, in each shape
(`geo.geodesy.antimeridian`) and in all of them together, where that brings together what lies
together.
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

from geo.geodesy.antimeridian import WHOLE, Geometries, count_turns, in_one_piece, join_shapes, move
from geo.maps.canvas.shapes import Fault, faults
from geo.model.dataset import Dataset
from geo.model.layers import KEYED, LAYERS
from geo.model.schema import CRS

_HALF = 180.0
_BASEMAP = "basemap"


def unroll(dataset: Dataset) -> Dataset:
    """Return the dataset with longitudes that run on past ±180°, where its ground lies across.

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
    changed = set()
    for name, column in shapes.items():
        shapes[name] = in_one_piece(column)
        if shapes[name] is not column:
            changed.add(name)
    ground = {name: column for name, column in shapes.items() if name != _BASEMAP}
    bounds = {name: shapely.bounds(column)[:, [0, 2]] for name, column in ground.items()}
    every = np.concatenate([np.empty((0, 2)), *bounds.values()])
    every = every[np.isfinite(every).all(axis=1)]
    if len(every) and np.ptp(every) > _HALF:
        turn = count_turns(every)
        if turn is None:
            return _with(dataset, {name: shapes[name] for name in changed})
        west, east = (every + WHOLE * turn[:, None]).min(), (every + WHOLE * turn[:, None]).max()
        for name, column in shapes.items():
            shapes[name] = np.array(
                [_towards((west + east) / 2, shape, whole=name != _BASEMAP) for shape in column],
                dtype=object,
            )
        changed = set(shapes)
    return _with(dataset, {name: shapes[name] for name in changed})


def take_off_map(dataset: Dataset) -> tuple[Dataset, list[dict[str, Any]]]:
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
        key = KEYED[name].key
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


def _towards(middle: float, shape: BaseGeometry | None, *, whole: bool) -> BaseGeometry | None:
    """Move a shape by whole turns towards a longitude; or each of its parts by itself."""
    if shape is None or shapely.is_missing(shape) or shape.is_empty:
        return shape
    pieces = [shape] if whole else shapely.get_parts(shape).tolist()
    bounds = shapely.bounds(np.array(pieces, dtype=object))[:, [0, 2]]
    turn = np.round((middle - bounds.mean(axis=1)) / WHOLE)
    if not turn.any():
        return shape
    return join_shapes([move(p, WHOLE * t) for p, t in zip(pieces, turn.tolist(), strict=True)])
