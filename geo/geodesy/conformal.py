"""A plane on which nearby points have the distances they have on the ground.

Mercator's projection of the ellipsoid is conformal: around a point it only enlarges, by the same
factor in all directions (Snyder 1987, *Map Projections: A Working Manual*, USGS Professional Paper
1395, eq. 7-7 and 7-8). The coordinates here are scaled to metres at a middle latitude, and each
point carries its own factor. Within 1 km of each other, two points are as far apart as the plane
says times the mean of their factors, to a millimetre.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from geo.geodesy.planar_edges import FLATTENING, SEMI_MAJOR_M
from geo.geodesy.rings import Floats

_E2 = FLATTENING * (2 - FLATTENING)
_E = float(np.sqrt(_E2))


class Plane(NamedTuple):
    """Where a plane touches the ground: the middle longitude and latitude, in degrees."""

    longitude: float
    latitude: float

    @property
    def radius_m(self) -> float:
        """Metres on the plane that a radian of longitude is."""
        return float(_parallel_m(np.array(self.latitude)))

    def project(self, longitude: Floats, latitude: Floats) -> tuple[Floats, Floats, Floats]:
        """Bring positions to the plane.

        Parameters
        ----------
        longitude, latitude : ndarray of float, shape (n,)
            Degrees; latitudes within ±89.

        Returns
        -------
        x, y : ndarray of float, shape (n,)
            Metres at the plane's own latitude, east and north.
        scale : ndarray of float, shape (n,)
            Metres on the ground in a metre of the plane.
        """
        around = (np.asarray(longitude) - self.longitude + 180) % 360 - 180
        sine = np.sin(np.radians(np.clip(latitude, -89.0, 89.0)))
        isometric = np.arctanh(sine) - _E * np.arctanh(_E * sine)
        radius = self.radius_m
        scale = _parallel_m(np.asarray(latitude, dtype=np.float64)) / radius
        return np.radians(around) * radius, isometric * radius, scale

    def degrees(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return longitude and latitude of positions on the plane (Snyder, eq. 7-9)."""
        radius = self.radius_m
        isometric = np.asarray(y) / radius
        sine = np.tanh(isometric)
        for _ in range(6):  # each step gains more than two digits
            sine = np.tanh(isometric + _E * np.arctanh(_E * sine))
        longitude = np.degrees(np.asarray(x) / radius) + self.longitude
        return (longitude + 180) % 360 - 180, np.degrees(np.arcsin(sine))


def plane_around(longitude: Floats, latitude: Floats) -> Plane:
    """Return the plane that touches the ground in the middle of some positions."""
    angle = np.radians(longitude)
    middle = np.degrees(np.arctan2(np.sin(angle).sum(), np.cos(angle).sum()))
    return Plane(float(middle), float((np.min(latitude) + np.max(latitude)) / 2))


def _parallel_m(latitude: Floats) -> Floats:
    """Return radius of a circle of latitude in metres."""
    angle = np.radians(latitude)
    sine = np.sin(angle)
    return np.asarray(SEMI_MAJOR_M * np.cos(angle) / np.sqrt(1 - _E2 * sine * sine))
