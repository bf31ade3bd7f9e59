"""Coordinate reference systems: whether one is known, what it is made for, zones and datums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion, UTMConversion
from pyproj.exceptions import CRSError as ProjCrsError
from pyproj.transformer import TransformerGroup

from geo.errors import CrsError

WGS84 = "EPSG:4326"


_AROUND = 1.5  # degrees beyond its area of use that a projection is still used in


def find_outside_use(
    crs: str, geometry: npt.NDArray[np.object_]
) -> tuple[npt.NDArray[np.bool_], str]:
    """Find positions far outside the area that a reference system is made for.

    Parameters
    ----------
    crs : str
        One that is known.
    geometry : ndarray of shapely geometry, shape (n,)
        In it; missing ones are not outside.

    Returns
    -------
    outside : ndarray of bool, shape (n,)
        More than 1.5° outside.
    area : str
        Its name and bounds; empty if the system states none, or is for the whole world.
    """
    declared = horizontal_crs(crs)
    outside = np.zeros(len(geometry), dtype=bool)
    area, base = declared.area_of_use, declared.geodetic_crs
    if area is None or base is None:
        return outside, ""
    west, south, east, north = area.bounds
    width = (east - west) % 360 or 360.0
    if width + 2 * _AROUND >= 360:
        return outside, ""
    bounds = shapely.bounds(geometry)
    there = np.isfinite(bounds).all(axis=1)
    degrees = to_degrees(declared, base)
    for x, y in ((0, 1), (2, 3)):
        lon, lat = degrees.transform(bounds[there, x], bounds[there, y])
        inside = (lat <= north + _AROUND) & (lat >= south - _AROUND)
        inside &= (lon - west + _AROUND) % 360 <= width + 2 * _AROUND
        outside[there] |= ~inside
    name = area.name.rstrip(".")
    return outside, f"{name} ({west:g}…{east:g}° E, {south:g}…{north:g}° N)"


def is_projected(crs: str) -> bool:
    """Tell whether the coordinates of a reference system are metres (or feet), not degrees."""
    declared = known_crs(crs)
    return declared is not None and declared.is_projected


def utm_of(crs: str) -> tuple[int, bool] | None:
    """Number of the UTM zone of a CRS and whether it is a northern one; None if it is none.

    Examples
    --------
    >>> utm_of("EPSG:32733"), utm_of("EPSG:4326")
    ((33, False), None)
    """
    declared = known_crs(crs)
    zone = declared.utm_zone if declared is not None else None
    return (int(zone[:-1]), zone[-1] == "N") if zone else None


def datum_of(crs: str, *, only_degrees: bool = False) -> str | None:
    """Return the CRS of degrees on the datum of a CRS; None if there is none, or it is not known.

    Parameters
    ----------
    crs : str
        Anything PROJ understands.
    only_degrees : bool
        None for what is not in degrees itself.

    Examples
    --------
    >>> datum_of("EPSG:32733"), datum_of("EPSG:32733", only_degrees=True)
    ('EPSG:4326', None)
    """
    declared = known_crs(crs)
    if declared is None or (only_degrees and not declared.is_geographic):
        return None
    return declared.geodetic_crs.to_string() if declared.geodetic_crs is not None else None


def zone_to_degrees(
    datum: str, number: int, *, northern: bool
) -> Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], Any]:
    """Tell how easting and northing of a UTM zone become longitude and latitude on the same datum.

    Parameters
    ----------
    datum : str
        A CRS of degrees, as `datum_of` gives it.
    number : int
        1 to 60.
    northern : bool
    """
    degrees = CRS.from_user_input(datum)
    zone = ProjectedCRS(UTMConversion(str(number), "N" if northern else "S"), geodetic_crs=degrees)
    return Transformer.from_crs(zone, degrees, always_xy=True).transform


def known_crs(crs: str) -> CRS | None:
    """Return a reference system; None where PROJ does not know it."""
    try:
        return CRS.from_user_input(crs)
    except ProjCrsError:  # refused with a hint where positions are moved
        return None


def horizontal_crs(crs: Any) -> CRS:
    """Return the horizontal_crs part of a reference system."""
    try:
        declared = CRS.from_user_input(crs)
    except ProjCrsError:
        raise CrsError(
            f"unknown coordinate reference system {crs!r}",
            "Expected an EPSG code such as EPSG:4326.",
        ) from None
    if declared.is_compound:
        declared = declared.sub_crs_list[0]
    return declared if len(declared.axis_info) < 3 else declared.to_2d()


def to_degrees(declared: CRS, base: CRS) -> Transformer:
    """Return how coordinates become degrees on their own datum."""
    return TransformerGroup(declared, base, always_xy=True).transformers[0]


def gauss_krueger(zone: int, width: int, datum: str = "EPSG:4284") -> CRS:
    """Return the CRS of a Gauss-Krüger zone, with the zone's number before its eastings.

    Parameters
    ----------
    zone : int
        Its number.
    width : int
        In degrees: 6 (central meridian 6·zone − 3) or 3 (3·zone).
    datum : str
        A CRS of degrees.
    """
    middle = 6 * zone - 3 if width == 6 else 3 * zone
    return ProjectedCRS(
        TransverseMercatorConversion(
            latitude_natural_origin=0,
            longitude_natural_origin=middle if middle <= 180 else middle - 360,
            false_easting=zone * 1e6 + 5e5,
            false_northing=0,
            scale_factor_natural_origin=1,
        ),
        geodetic_crs=CRS.from_user_input(datum),
        name=f"Gauss-Krüger {width}° zone {zone}",
    )


def bounds_of(geometry: npt.NDArray[np.object_]) -> npt.NDArray[np.float64]:
    """Return the box of all geometry; of none NaN, where shapely raises."""
    if not len(geometry):
        return np.full(4, np.nan)
    return np.asarray(shapely.total_bounds(geometry), dtype=np.float64)
