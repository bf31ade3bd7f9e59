"""Points to zones, for millions of rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.geodesy.rings import Floats, Integers
from geo.land.overlay.zone_grid import zone_grid

_BATCH = 1 << 18  # points worked on at a time: they stay in the cache


def zone_of_points(longitude: Any, latitude: Any, zones: Any) -> Integers:
    """Number of the zone that each point lies in.

    A grid answers for the points that no boundary comes near (`geo.land.overlay.zone_grid`), an
    exact test for the others.

    Parameters
    ----------
    longitude, latitude : array_like of float, shape (n,)
        Degrees.
    zones : array_like of shapely geometry, shape (z,)
        Valid polygons.

    Returns
    -------
    ndarray of int, shape (n,)
        The first zone that contains the point or has it on its boundary; −1 outside all zones and
        where a coordinate is not finite.
    """
    x: Floats = np.asarray(longitude, dtype=np.float64)
    y: Floats = np.asarray(latitude, dtype=np.float64)
    grid = zone_grid(zones)
    out = np.full(len(x), -1, np.int64)
    outside = len(grid.zones)
    for begin in range(0, len(x), _BATCH):
        batch = slice(begin, begin + _BATCH)
        finite = np.isfinite(x[batch]) & np.isfinite(y[batch])
        if finite.all():
            zone = grid.of_points(x[batch], y[batch])
        else:
            zone = np.full(len(finite), outside)
            zone[finite] = grid.of_points(x[batch][finite], y[batch][finite])
        zone[zone == outside] = -1
        out[batch] = zone
    return out
