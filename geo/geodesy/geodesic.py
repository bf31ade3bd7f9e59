"""The only ellipsoidal measures: area, length and distance on WGS 84.

Geodesics are those of Karney (2013), 'Algorithms for geodesics', J. Geodesy 87, 43–55,
doi:10.1007/s00190-012-0578-z, through ``pyproj.Geod``. Inputs are longitude/latitude in degrees
(EPSG:4326); areas are square metres, lengths metres.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from geo.errors import InvalidGeometry

_WGS84 = Geod(ellps="WGS84")

Geometries = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]


def _checked(geometries: Any) -> Geometries:
    array = np.atleast_1d(np.asarray(geometries, dtype=object))
    bounds = shapely.bounds(array)
    if np.isinf(bounds).any():
        row = int(np.flatnonzero(np.isinf(bounds).any(axis=1))[0])
        raise InvalidGeometry(
            f"geometry {row} has an infinite coordinate", "Check it with `atlas check`."
        )
    return array


def _floats(*values: Any) -> tuple[Floats, ...]:
    return np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, dtype=np.float64)) for v in values))


def area_m2(geometries: Any) -> Floats:
    """Return geodesic area of polygons.

    `pyproj.Geod` signs areas by winding, so rings are oriented first: shells count, holes
    are taken off. Points and lines have area 0; missing and empty geometry too.

    Parameters
    ----------
    geometries : array_like of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of float, shape (n,)
        Square metres, never negative.
    """
    array = _checked(geometries)
    oriented = shapely.orient_polygons(array)
    areas = [
        0.0 if g is None or g.is_empty else abs(_WGS84.geometry_area_perimeter(g)[0])
        for g in oriented
    ]
    return np.asarray(areas, dtype=np.float64)


def length_m(geometries: Any) -> Floats:
    """Return geodesic length of lines, perimeter of polygons.

    Parameters
    ----------
    geometries : array_like of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of float, shape (n,)
        Metres.
    """
    array = _checked(geometries)
    lengths = [0.0 if g is None or g.is_empty else _WGS84.geometry_length(g) for g in array]
    return np.asarray(lengths, dtype=np.float64)


def distance_m(lon_a: Any, lat_a: Any, lon_b: Any, lat_b: Any) -> Floats:
    """Return geodesic distance between points, element by element.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : array_like of float, shape (n,)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n,)
        Metres.
    """
    x1, y1, x2, y2 = _floats(lon_a, lat_a, lon_b, lat_b)
    return np.asarray(_WGS84.inv(x1, y1, x2, y2)[2], dtype=np.float64)


def bearing_deg(lon_a: Any, lat_a: Any, lon_b: Any, lat_b: Any) -> Floats:
    """Return true bearing at the first point of the geodesic to the second, element by element.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : array_like of float, shape (n,)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n,)
        Degrees clockwise from north, 0 to 360.
    """
    x1, y1, x2, y2 = _floats(lon_a, lat_a, lon_b, lat_b)
    return np.asarray(_WGS84.inv(x1, y1, x2, y2)[0], dtype=np.float64) % 360


def destination(lon: Any, lat: Any, bearing: Any, distance: Any) -> tuple[Floats, Floats]:
    """Return point reached along a geodesic.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        Start, degrees.
    bearing : array_like of float, shape (n,)
        True bearing, degrees clockwise from north.
    distance : array_like of float, shape (n,)
        Metres.

    Returns
    -------
    tuple of ndarray of float, shape (n,)
        Longitude and latitude, degrees.
    """
    x, y, azimuth, metres = _floats(lon, lat, bearing, distance)
    east, north, _ = _WGS84.fwd(x, y, azimuth, metres)
    return np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)
