"""Do the records speak of the ground where things were found? Shares within outlines, and lift."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.conformal import Plane
from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats
from geo.records.matching import Indices, Points

_QUARTER = 32  # segments of a quarter circle: the area is 0.04 % too small at most


def outlines_of(items: Points, record: Indices, records: int) -> npt.NDArray[np.object_]:
    """Return the convex hull of each record's items, shape (records,), on their plane."""
    order = np.argsort(record, kind="stable")
    xy = np.column_stack([items.x, items.y])[order]
    ends = np.searchsorted(record[order], np.arange(records + 1))
    groups = [shapely.multipoints(xy[a:b]) for a, b in pairwise(ends)]
    return np.asarray(shapely.convex_hull(np.asarray(groups, dtype=object)), dtype=object)


def measure_cover(  # noqa: PLR0917
    outlines: npt.NDArray[np.object_],
    finds: Points,
    accidents: Points,
    ground: shapely.Geometry,
    tolerances: list[float],
    plane: Plane,
) -> list[dict[str, Any]]:
    """Return how much of what was found lies within outlines grown by each tolerance.

    Parameters
    ----------
    outlines : ndarray of shapely geometry, shape (records,)
        On the plane.
    finds, accidents : Points
        On the plane, on searched ground.
    ground : polygon
        Searched ground on the plane.
    tolerances : list of float
        Metres.
    plane : Plane
        For areas on the ground.

    Returns
    -------
    list of dict
        By tolerance: `finds`, `finds_within`, `share`; `accidents`, `accidents_within`,
        `accidents_share`; `ground_share`, of searched ground that lies within; `lift` and
        `accidents_lift`, the shares over that. None where there is nothing to take a share of.
    """
    whole = area_m2(ground, plane)
    scale = _scale(outlines, plane)
    away = {name: _away_m(outlines, scale, points) for name, points in
            (("finds", finds), ("accidents", accidents))}  # fmt: skip
    out = []
    for tolerance in tolerances:
        grown = shapely.union_all(shapely.buffer(outlines, tolerance / scale, quad_segs=_QUARTER))
        part = area_m2(shapely.intersection(grown, ground), plane) / whole if whole else None
        row: dict[str, Any] = {"tolerance_m": tolerance, "ground_share": part}
        for name, points in (("finds", finds), ("accidents", accidents)):
            within = int((away[name] <= tolerance).sum())
            share = within / len(points.x) if len(points.x) else None
            prefix = "" if name == "finds" else "accidents_"
            row[name] = len(points.x)
            row[f"{name}_within"] = within
            row[f"{prefix}share"] = share
            row[f"{prefix}lift"] = share / part if share is not None and part else None
        out.append(row)
    return out


def _scale(shapes: npt.NDArray[np.object_], plane: Plane) -> Floats:
    centres = shapely.centroid(shapes)
    lon, lat = plane.degrees(shapely.get_x(centres), shapely.get_y(centres))
    return plane.project(lon, lat)[2]


def _away_m(outlines: npt.NDArray[np.object_], scale: Floats, points: Points) -> Floats:
    """Return metres from each point to the nearest outline."""
    if not len(points.x) or not len(outlines):
        return np.full(len(points.x), np.inf)
    spots = shapely.points(points.x, points.y)
    (at, near), metres = shapely.STRtree(outlines).query_nearest(
        spots, return_distance=True, all_matches=False
    )
    out = np.full(len(points.x), np.inf)
    out[at] = metres * (scale[near] + points.scale[at]) / 2
    return out


def area_m2(shape: shapely.Geometry, plane: Plane) -> float:
    """Return area on the ground of a shape on the plane."""
    flat = shapely.get_parts([shape])
    flat = flat[shapely.get_dimensions(flat) == 2]

    def back(xy: Floats) -> Floats:
        return np.column_stack(plane.degrees(xy[:, 0], xy[:, 1]))

    return float(straight_area_m2(shapely.transform(flat, back)).sum())


def to_plane(frame: gpd.GeoDataFrame, plane: Plane) -> npt.NDArray[np.object_]:
    """Return the shapes of a frame in EPSG:4326 on the plane."""

    def there(xy: Floats) -> Floats:
        return np.column_stack(plane.project(xy[:, 0], xy[:, 1])[:2])

    shapes = shapely.force_2d(frame.geometry.to_numpy())
    return np.asarray(shapely.transform(shapes, there), dtype=object)
