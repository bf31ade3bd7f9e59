"""Ellipsoidal area of polygons whose edges are straight in longitude and latitude (WGS 84).

A ledger cuts polygons and adds up the pieces. GEOS cuts an edge on the straight line in
longitude/latitude, so only areas bounded by such lines add up to the area of the whole; geodesic
areas (`geo.geodesy.geodesic`) do not (they differ by up to 1e-6 of the area after a cut). The two
differ little for short edges; both can be shown.

Mathematics
-----------
The ground between the equator and latitude φ, per radian of longitude, is on an ellipsoid with
semi-minor axis b and eccentricity e (Snyder 1987, *Map Projections: A Working Manual*, USGS
Professional Paper 1395, eq. 3-12, with s = sin φ)::

    Q(φ) = b²/2 · ( s/(1 − e²s²) + artanh(es)/e )  =  b² Σₖ (k+1)/(2k+1) · e²ᵏ · s²ᵏ⁺¹

By Green's theorem the area of a ring is −∮ Q dλ, anticlockwise positive. Along an edge straight in
(λ, φ) the integral is Δλ times the mean of Q over the edge's latitudes, taken here by three-point
Gauss–Legendre quadrature on stretches of at most one degree of latitude. On edges shorter than
0.05° of latitude the mean is that of the parabola that touches Q in the middle, at one sine instead
of three: Q + h²/24 · Q″ for an edge of height h, with W = 1 − e²s² and::

    Q″(φ) = −b² s (W − 4e² cos²φ) / W³

Both errors are below 3e-16 of Q. Ten terms of the series leave out less than 1e-21.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from geo.errors import InvalidGeometry
from geo.geodesy.compiled import AVAILABLE, compiled, inlined
from geo.geodesy.rings import Floats, Integers, Rings, flatten

SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257223563
_E2 = FLATTENING * (2 - FLATTENING)
_B2 = (SEMI_MAJOR_M * (1 - FLATTENING)) ** 2

_SERIES = tuple(_B2 * (k + 1) / (2 * k + 1) * _E2**k for k in range(10))
_C0, _C1, _C2, _C3, _C4, _C5, _C6, _C7, _C8, _C9 = _SERIES
_GAUSS = float(np.sqrt(0.6))  # nodes at −√0.6, 0, √0.6; weights 5/18, 8/18, 5/18
_SHORT = 0.05  # degrees
_DEGREE = float(np.pi / 180)
_BLOCK = 1 << 15  # edges worked on at a time by the numpy path: they stay in the cache


@inlined
def _ground_below_sine(s: Any) -> Any:
    z = s * s
    return s * (
        _C0
        + z
        * (
            _C1
            + z
            * (
                _C2
                + z * (_C3 + z * (_C4 + z * (_C5 + z * (_C6 + z * (_C7 + z * (_C8 + z * _C9))))))
            )
        )
    )


@inlined
def ground_below(latitude: Any) -> Any:
    """Q: square metres per radian of longitude from the equator to a latitude in degrees."""
    return _ground_below_sine(np.sin(latitude * _DEGREE))


@inlined
def _mean_ground_below(south: Any, north: Any) -> Any:
    middle = 0.5 * (south + north)
    reach = 0.5 * (north - south) * _GAUSS
    outer = ground_below(middle - reach) + ground_below(middle + reach)
    return (5.0 * outer + 8.0 * ground_below(middle)) / 18.0


@compiled
def edge_area(x0: float, y0: float, x1: float, y1: float, base: float) -> float:
    """−∫ (Q − base) dλ along the straight edge from (x0, y0) to (x1, y1).

    Any `base` gives the same sum round a closed ring; Q at a latitude near by keeps
    the numbers small, and so the rounding.

    Parameters
    ----------
    x0, y0, x1, y1 : float
        Degrees.
    base : float
        Square metres per radian, see `ground_below`.

    Returns
    -------
    float
        Square metres.
    """
    if abs(y1 - y0) < _SHORT:
        sine, height = np.sin(0.5 * (y0 + y1) * _DEGREE), (y1 - y0) * _DEGREE
        w = 1.0 - _E2 * sine * sine
        bend = -_B2 * sine * (w - 4.0 * _E2 * (1.0 - sine * sine)) / (w * w * w)
        mean = _ground_below_sine(sine) + height * height / 24.0 * bend
        return float(-(mean - base) * (x1 - x0) * _DEGREE)
    stretches = int(abs(y1 - y0)) + 1
    total = 0.0
    for k in range(stretches):
        south = y0 + (y1 - y0) * k / stretches
        north = y0 + (y1 - y0) * (k + 1) / stretches
        total += _mean_ground_below(south, north) - base
    return float(-total / stretches * (x1 - x0) * _DEGREE)


@compiled
def _ring_areas(x: Floats, y: Floats, start: Integers) -> Floats:
    out = np.zeros(len(start) - 1)
    for ring in range(len(start) - 1):
        base = ground_below(y[start[ring]])
        for k in range(start[ring], start[ring + 1] - 1):
            out[ring] += edge_area(x[k], y[k], x[k + 1], y[k + 1], base)
    return out


def _ring_areas_numpy(x: Floats, y: Floats, start: Integers) -> Floats:
    length = np.diff(start)
    ring = np.repeat(np.arange(len(length)), length)
    base = ground_below(y[start[:-1]]) if len(length) else np.zeros(0)
    out = np.zeros(len(length))
    long_edges = np.abs(np.diff(y)) > 1.0
    for begin in range(0, max(len(x) - 1, 0), _BLOCK):
        k = slice(begin, min(begin + _BLOCK, len(x) - 1))
        next_ = slice(k.start + 1, k.stop + 1)
        of_ring = ring[k]
        area = -(_mean_ground_below(y[k], y[next_]) - base[of_ring]) * (x[next_] - x[k]) * _DEGREE
        for edge in np.flatnonzero(long_edges[k]):
            at = begin + int(edge)
            area[edge] = edge_area(x[at], y[at], x[at + 1], y[at + 1], base[of_ring[edge]])
        area[of_ring != ring[next_]] = 0.0  # from the end of one ring to the start of the next
        low = of_ring[0]
        sums = np.bincount(of_ring - low, area)
        out[low : low + len(sums)] += sums
    return out


def signed_ring_areas(rings: Rings, *, fast: bool = AVAILABLE) -> Floats:
    """Return area of each ring, anticlockwise positive.

    Parameters
    ----------
    rings : Rings
    fast : bool
        Use the compiled loop, which gives the same figures as numpy (to rounding).

    Returns
    -------
    ndarray of float, shape (rings,)
        Square metres.
    """
    loop = _ring_areas if fast else _ring_areas_numpy
    return loop(rings.x, rings.y, rings.start)


def straight_area_m2(geometries: Any, *, fast: bool = AVAILABLE) -> Floats:
    """Return ellipsoidal area of polygons with edges straight in longitude/latitude.

    Additive: the areas of the pieces of a polygon sum to the area of the polygon. Winding does
    not matter: shells count, holes are taken off.

    Parameters
    ----------
    geometries : array_like of shapely geometry, shape (n,)
        EPSG:4326. Points, lines, empty and missing geometry have area 0.
    fast : bool
        Use the compiled loop, which gives the same figures as numpy (to rounding).

    Returns
    -------
    ndarray of float, shape (n,)
        Square metres.

    Raises
    ------
    InvalidGeometry
        If a coordinate is not a finite number.
    """
    rings = flatten(geometries)
    area = np.abs(signed_ring_areas(rings, fast=fast))
    if not np.isfinite(area).all():
        row = int(rings.owner[np.flatnonzero(~np.isfinite(area))[0]])
        raise InvalidGeometry(
            f"geometry {row} has a coordinate that is not a finite number",
            "Repair the geometries first (geo.model.repair).",
        )
    area[rings.hole] *= -1
    return np.bincount(rings.owner, area, minlength=len(rings.first) - 1).astype(np.float64)
