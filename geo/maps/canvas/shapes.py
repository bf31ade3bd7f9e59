"""Features that a map in Web Mercator can draw, and why not the others."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.antimeridian import Geometries


class Fault(IntEnum):
    """Why a feature is not on the map."""

    NONE = 0
    NO_GEOMETRY = 1
    NOT_FINITE = 2
    OUT_OF_RANGE = 3
    BEYOND_MAP = 4  # nearer to a pole than Web Mercator shows; kept, with its geometry


# Where Web Mercator's square world ends: atan(sinh(pi)).
MAP_LATITUDE = 85.05112877980659
# Longitudes past 180 occur where a shape crosses the antimeridian in one piece.
_MOST_LONGITUDE = 540.0

_WITH_POINTS = (0, 4, 7)  # point, multipoint, collection


def faults(geometries: Geometries) -> npt.NDArray[np.uint8]:
    """Return why each feature cannot be drawn (`Fault`), 0 where it can.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of uint8, shape (n,)
    """
    out = np.zeros(len(geometries), np.uint8)
    missing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    # Bounds would skip a NaN in the middle of a ring; its length does not, and needs no copy of it.
    with np.errstate(invalid="ignore", over="ignore"):
        wild = ~np.isfinite(shapely.length(geometries)) & ~missing
    some = np.flatnonzero(np.isin(shapely.get_type_id(geometries), _WITH_POINTS) & ~missing)
    xy, owner = shapely.get_coordinates(geometries[some], return_index=True)
    wild[some[owner[~np.isfinite(xy).all(axis=1)]]] = True
    west, south, east, north = np.where(
        (missing | wild)[:, None], 0.0, shapely.bounds(geometries)
    ).T
    out[(south > MAP_LATITUDE) | (north < -MAP_LATITUDE)] = Fault.BEYOND_MAP
    far = (west < -_MOST_LONGITUDE) | (east > _MOST_LONGITUDE) | (south < -90) | (north > 90)
    out[far] = Fault.OUT_OF_RANGE
    out[wild] = Fault.NOT_FINITE
    out[missing] = Fault.NO_GEOMETRY
    return out
