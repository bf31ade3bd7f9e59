"""How far features are from districts: the one way in which this package measures it.

Nearest points are looked for on the Mercator plane of the WGS 84 ellipsoid, in radians. It is
conformal: what is nearest there is nearest on the ground, which in degrees it is not (nor, on the
sphere's Mercator plane, to better than 0.1 %). How far apart they are is then measured on the
ellipsoid.

Northing is the isometric latitude, artanh(sin φ) − e·artanh(e·sin φ) (Snyder 1987, *Map
Projections: A Working Manual*, USGS Professional Paper 1395, eq. 7-7), inverted as in eq. 7-9.
"""

from __future__ import annotations

import numpy as np
import shapely

from geo.geodesy import geodesic as measure
from geo.geodesy.rings import Floats, Geometries

_EARTH_M = 6_356_752.0  # the shortest radius: lengths on the plane come out rather too long
_E = np.sqrt(0.0066943799901413165)  # first eccentricity of WGS 84
# A side that is straight in degrees is not straight on the plane: 1 m apart at 60° N in sides of
# this length in degrees, 100 m in sides ten times as long.
_STEP = 0.05


def to_plane(shapes: Geometries) -> Geometries:
    """Put geometry on the plane.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        Without height.
    """

    def project(xy: Floats) -> Floats:
        x, y = np.radians(xy).T
        sine = np.sin(np.clip(y, -1.57, 1.57))
        return np.column_stack([x, np.arctanh(sine) - _E * np.arctanh(_E * sine)])

    flat = shapely.force_2d(shapes)
    return np.asarray(shapely.transform(flat, project), dtype=object)


def outlines_to_plane(districts: Geometries) -> Geometries:
    """Put district outlines on the plane, with vertices added where they bend there.

    Parameters
    ----------
    districts : ndarray of polygons, shape (n,)
        EPSG:4326.
    """
    return to_plane(shapely.segmentize(districts, _STEP))


def reach(metres: Floats, shapes: Geometries) -> Floats:
    """Return the length on the plane that no distance on the ground exceeds near some features.

    The plane stretches towards the poles, so a length is taken as at each feature's far edge.

    Parameters
    ----------
    metres : ndarray of float, shape (n,) or ()
        Lengths on the ground.
    shapes : ndarray of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of float, shape (n,)
        Radians; good up to 1 degree (111 km) from the features.
    """
    edge = np.abs(shapely.bounds(shapes)[:, [1, 3]]).max(axis=1, initial=0) + 1
    stretch = 1.01 / np.cos(np.radians(np.minimum(edge, 89.0)))
    return np.asarray(metres / _EARTH_M * stretch, dtype=np.float64)


def apart_m(one: Geometries, other: Geometries) -> Floats:
    """Measure how far the features of each pair are apart.

    Parameters
    ----------
    one, other : ndarray of shapely geometry, shape (n,)
        On the plane.

    Returns
    -------
    ndarray of float, shape (n,)
        Metres between their nearest points, geodesic; 0 where they touch.
    """
    metres = np.zeros(len(one))
    away = np.flatnonzero(~shapely.intersects(other, one))
    if len(away):
        metres[away] = measure.distance_m(*nearest_points(other[away], one[away]).T)
    return metres


def nearest_points(one: Geometries, other: Geometries) -> Floats:
    """Find where the features of each pair are nearest to each other.

    Parameters
    ----------
    one, other : ndarray of shapely geometry, shape (n,)
        On the plane.

    Returns
    -------
    ndarray of float, shape (n, 4)
        Longitude and latitude in degrees of a point of the one, then of the other.
    """
    lines = shapely.shortest_line(one, other)
    return _geographic(shapely.get_coordinates(lines)).reshape(-1, 4)


def _geographic(xy: Floats) -> Floats:
    """Return longitude and latitude in degrees of points on the plane, shape (n, 2)."""
    x, y = xy.T
    sine = np.tanh(y)
    for _ in range(6):  # each step gains more than two digits
        sine = np.tanh(y + _E * np.arctanh(_E * sine))
    return np.asarray(np.degrees(np.column_stack([x, np.arcsin(sine)])), dtype=np.float64)
