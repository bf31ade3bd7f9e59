"""Validity of polygons: no ring crosses or touches itself, and holes lie inside."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.compiled import AVAILABLE, compiled
from geo.geodesy.orientation import orientation
from geo.geodesy.rings import Floats, Geometries, Integers, Rings

_LONG_RING = 64  # pairs of edges grow with the square: GEOS is better at long rings


@compiled
def _simple(x: Floats, y: Floats, begin: int, end: int) -> bool:
    """Tell whether no edge of a ring touches another but its neighbours at their common vertex."""
    edges = end - begin - 1
    if edges < 3 or x[begin] != x[end - 1] or y[begin] != y[end - 1]:
        return False
    for i in range(begin, end - 1):
        px, py, qx, qy = x[i], y[i], x[i + 1], y[i + 1]
        after = i + 2 if i + 2 < end else begin + 1
        if orientation(px, py, qx, qy, x[after], y[after]) == 0:
            return False  # straight on, back, or no length: let GEOS tell
        west, east, south, north = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
        for j in range(i + 2, end - 1):
            if i == begin and j == end - 2:
                continue
            rx, ry, sx, sy = x[j], y[j], x[j + 1], y[j + 1]
            if (
                ((rx < west) & (sx < west))
                | ((rx > east) & (sx > east))
                | ((ry < south) & (sy < south))
                | ((ry > north) & (sy > north))
            ):
                continue
            if (
                orientation(px, py, qx, qy, rx, ry) * orientation(px, py, qx, qy, sx, sy) <= 0
                and orientation(rx, ry, sx, sy, px, py) * orientation(rx, ry, sx, sy, qx, qy) <= 0
            ):
                return False
    return True


@compiled
def _simple_rings(x: Floats, y: Floats, start: Integers, longest: int) -> npt.NDArray[np.bool_]:
    out = np.zeros(len(start) - 1, np.bool_)
    for ring in range(len(start) - 1):
        if start[ring + 1] - start[ring] <= longest:
            out[ring] = _simple(x, y, start[ring], start[ring + 1])
    return out


def valid_polygons(geometries: Geometries, rings: Rings) -> npt.NDArray[np.bool_]:
    """Tell which polygons are valid, as GEOS has it.

    Most polygons are one short ring, of which that is seen at once.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        Missing ones are not valid.
    rings : Rings
        Of the geometries.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    if not AVAILABLE:
        return np.asarray(shapely.is_valid(geometries), dtype=np.bool_)
    valid = np.zeros(len(geometries), bool)
    single = np.diff(rings.first) == 1
    simple = _simple_rings(rings.x, rings.y, rings.start, _LONG_RING)
    valid[single] = simple[rings.first[:-1][single]]
    doubtful = ~valid
    valid[doubtful] = shapely.is_valid(geometries[doubtful])
    return valid
