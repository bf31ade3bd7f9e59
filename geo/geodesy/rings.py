"""Polygons as flat arrays of vertices and rings: what loops over edges read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]  # of shapely; None where there is none

_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7


def keep_polygons(geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Replace collections by their polygons.

    An overlay returns a collection where two polygons share both ground and a stretch of border;
    most other operations refuse collections.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        A multipolygon in place of each collection, empty if it holds no polygon; the rest as it
        was.
    """
    at = np.flatnonzero(shapely.get_type_id(geometries) == _COLLECTION)
    if not len(at):
        return geometries
    out = geometries.copy()
    for i in at:
        parts = shapely.get_parts([out[i]])
        while (shapely.get_type_id(parts) > _POLYGON).any():
            parts = shapely.get_parts(parts)
        out[i] = shapely.multipolygons(parts[shapely.get_type_id(parts) == _POLYGON])
    return out


@dataclass(frozen=True)
class Rings:
    """The rings of n geometries, in the order of the geometries.

    Attributes
    ----------
    x, y : ndarray of float, shape (vertices,)
        Longitude and latitude, degrees; each ring repeats its first vertex at its end.
    start : ndarray of int, shape (rings + 1,)
        Ring r holds the vertices ``start[r]`` to ``start[r + 1]``.
    first : ndarray of int, shape (n + 1,)
        Geometry i holds the rings ``first[i]`` to ``first[i + 1]``; none where it is missing,
        empty or no polygon.
    hole : ndarray of bool, shape (rings,)
        True for the inner rings.
    """

    x: Floats
    y: Floats
    start: Integers
    first: Integers
    hole: npt.NDArray[np.bool_]

    @property
    def owner(self) -> Integers:
        """Geometry of each ring."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))


def _offsets(counts: npt.NDArray[Any]) -> Integers:
    out = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=out[1:])
    return out


def flatten(geometries: Any) -> Rings:
    """Take polygons, multipolygons and the polygons of collections apart into rings.

    Parameters
    ----------
    geometries : array_like of shapely geometry, shape (n,)
        Points, lines and missing geometry contribute no ring.

    Returns
    -------
    Rings
    """
    array = keep_polygons(np.atleast_1d(np.asarray(geometries, dtype=object)))
    kind = shapely.get_type_id(array)
    polygonal = (kind == _POLYGON) | (kind == _MULTIPOLYGON)
    if (kind == _POLYGON).all():
        parts, of_geometry = array, np.arange(len(array))
    else:
        masked = array.copy()
        masked[~polygonal] = None
        parts, of_geometry = shapely.get_parts(masked, return_index=True)
    full = ~shapely.is_empty(parts)
    if not full.all():
        parts, of_geometry = parts[full], of_geometry[full]

    # The vertices of a polygon are those of its shell, then those of its holes: only polygons
    # with holes need their rings as objects, to learn where one ring ends.
    n_rings = shapely.get_num_interior_rings(parts) + 1
    ring_of_part = _offsets(n_rings)
    length = np.empty(ring_of_part[-1], np.int64)
    pierced = n_rings > 1
    length[ring_of_part[:-1][~pierced]] = shapely.get_num_coordinates(parts[~pierced])
    hole = np.ones(len(length), bool)
    hole[ring_of_part[:-1]] = False
    if pierced.any():
        length[np.repeat(pierced, n_rings)] = shapely.get_num_coordinates(
            shapely.get_rings(parts[pierced])
        )
    vertices = shapely.get_coordinates(parts)
    return Rings(
        x=np.ascontiguousarray(vertices[:, 0]),
        y=np.ascontiguousarray(vertices[:, 1]),
        start=_offsets(length),
        first=_offsets(np.bincount(of_geometry, weights=n_rings, minlength=len(array))),
        hole=hole,
    )


def join_rings(parts: Sequence[Rings]) -> Rings:
    """Return rings of several lists of geometries, as if flattened in one.

    Parameters
    ----------
    parts : sequence of Rings

    Returns
    -------
    Rings
    """
    return Rings(
        x=np.concatenate([part.x for part in parts]),
        y=np.concatenate([part.y for part in parts]),
        start=_offsets(np.concatenate([np.diff(part.start) for part in parts])),
        first=_offsets(np.concatenate([np.diff(part.first) for part in parts])),
        hole=np.concatenate([part.hole for part in parts]),
    )
