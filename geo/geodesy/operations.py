"""Which operation takes a reference system to WGS 84, chosen once for a file and by name.

PROJ chooses point by point among candidates that lie metres apart. One file gets one operation,
its name goes into the findings, and for Soviet maps (Pulkovo 1942) it is pinned.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion, UTMConversion
from pyproj.exceptions import CRSError as ProjCrsError
from pyproj.transformer import TransformerGroup

from geo.errors import CrsError

WGS84 = "EPSG:4326"

# EPSG:15865, 4.5 m, made for the whole former Soviet Union. (14), 5.0 m, for Azerbaijan and
# Georgia, differs from it by about 4 m near Aghdam.
PINNED = {"EPSG:4284": "Pulkovo 1942 to WGS 84 (16)"}


@dataclass(frozen=True)
class Operation:
    """A coordinate operation to WGS 84.

    Attributes
    ----------
    crs : str
        Name of the reference system it starts from.
    name : str
        Name of the operation in the EPSG registry; empty if the coordinates are WGS 84 already.
    accuracy_m : float or None
        As the registry states it.
    apply : callable
        From an array of shape (n, 2), easting or longitude first, to degrees on WGS 84.
    """

    crs: str
    name: str
    accuracy_m: float | None
    apply: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]

    def __str__(self) -> str:
        within = "" if self.accuracy_m is None else f", ± {self.accuracy_m:g} m"
        return f"{self.crs} → WGS 84 by {self.name}{within}"


def operation(crs: str, geometry: npt.NDArray[np.object_], name: str | None = None) -> Operation:
    """Choose the operation for a file.

    Parameters
    ----------
    crs : str
        Anything PROJ understands: an EPSG code, WKT, PROJJSON.
    geometry : ndarray of shapely geometry, shape (n,)
        The file's; where it lies decides between regional operations.
    name : str, optional
        Part of the name of the wanted operation, such as 'Pulkovo 1942 to WGS 84 (14)'.

    Raises
    ------
    CrsError
        If the reference system or the operation is unknown.
    """
    try:
        declared = CRS.from_user_input(crs)
    except ProjCrsError:
        raise CrsError(
            f"unknown coordinate reference system {crs!r}",
            "Expected an EPSG code such as EPSG:4326.",
        ) from None
    # OGC:CRS84 and EPSG:4326 differ only in axis order, which the reader already settled.
    if declared.to_authority() in (("EPSG", "4326"), ("OGC", "CRS84")):
        return Operation(declared.name, "", None, lambda xy: xy)
    base = declared.geodetic_crs
    datum = ":".join(base.to_authority() or ()) if base is not None else ""
    wanted = name or PINNED.get(datum)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a better grid that is not installed
        found = TransformerGroup(
            declared, WGS84, always_xy=True, area_of_interest=_area(declared, geometry)
        ).transformers
        if wanted is not None and not any(wanted in t.description for t in found):
            found = TransformerGroup(declared, WGS84, always_xy=True).transformers
    chosen = [t for t in found if wanted is None or wanted in t.description]
    if not chosen:
        raise CrsError(
            f"no operation {wanted!r} from {declared.name} to WGS 84",
            f"There is: {'; '.join(_short(t.description) for t in found) or 'none'}",
        )
    move = chosen[0]
    accuracy = move.accuracy if move.accuracy is not None and move.accuracy >= 0 else None

    def apply(xy: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(move.transform(xy[:, 0], xy[:, 1]))

    return Operation(declared.name, _short(move.description), accuracy, apply)


def utm_of(crs: str) -> tuple[int, bool] | None:
    """Number of the UTM zone of a CRS and whether it is a northern one; None if it is none.

    Examples
    --------
    >>> utm_of("EPSG:32733"), utm_of("EPSG:4326")
    ((33, False), None)
    """
    declared = _known(crs)
    zone = declared.utm_zone if declared is not None else None
    return (int(zone[:-1]), zone[-1] == "N") if zone else None


def datum_of(crs: str, *, only_degrees: bool = False) -> str | None:
    """The CRS of degrees on the datum of a CRS; None if there is none, or it is not known.

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
    declared = _known(crs)
    if declared is None or (only_degrees and not declared.is_geographic):
        return None
    return declared.geodetic_crs.to_string() if declared.geodetic_crs is not None else None


def zone_to_degrees(
    datum: str, number: int, *, northern: bool
) -> Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], Any]:
    """How easting and northing of a UTM zone become longitude and latitude on the same datum.

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


def _known(crs: str) -> CRS | None:
    try:
        return CRS.from_user_input(crs)
    except ProjCrsError:  # refused with a hint where positions are moved
        return None


def _area(crs: CRS, geometry: npt.NDArray[np.object_]) -> Any:
    bounds = shapely.total_bounds(geometry)
    if not np.isfinite(bounds).all() or crs.geodetic_crs is None:
        return None
    corners = TransformerGroup(crs, crs.geodetic_crs, always_xy=True).transformers[0]
    left, bottom, right, top = bounds.tolist()
    west, south, east, north = corners.transform_bounds(left, bottom, right, top)
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return AreaOfInterest(west, south, east, north) if inside else None


def _short(description: str) -> str:
    parts = [p for p in description.split(" + ") if not p.startswith("axis order change")]
    return " + ".join(parts) or description


def transform(geometry: npt.NDArray[np.object_], by: Operation) -> Any:
    """Geometry moved to WGS 84; a position the operation does not reach becomes infinite."""
    if not by.name:
        return geometry
    return shapely.transform(geometry, by.apply)


def candidates(crs: str, longitude: float, latitude: float) -> tuple[list[Operation], list[str]]:
    """Return every operation to WGS 84 that is meant for a place, the most exact first.

    Parameters
    ----------
    crs : str
        A CRS of degrees, such as ``EPSG:4284``.
    longitude, latitude : float
        Degrees.

    Returns
    -------
    usable : list of Operation
    lacking : list of str
        Names of those that need a grid which is not installed.

    Raises
    ------
    CrsError
        If the reference system is unknown.
    """
    declared = _known(crs)
    if declared is None:
        raise CrsError(f"unknown coordinate reference system {crs!r}", "Such as EPSG:4284.")
    here: Any = AreaOfInterest(longitude, latitude, longitude, latitude)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # grids that are not installed: told instead
        group = TransformerGroup(declared, WGS84, always_xy=True, area_of_interest=here)
    found = []
    for move in group.transformers:
        known = move.accuracy is not None and move.accuracy >= 0
        if known and not move.description.startswith("Ballpark"):
            found.append((move.accuracy, _short(move.description), move))
    out = [
        Operation(declared.name, name, accuracy, _applied(move))
        for accuracy, name, move in sorted(found, key=lambda one: one[:2])
    ]
    return out, sorted(_short(lack.name) for lack in group.unavailable_operations)


def _applied(move: Any) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
    return lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1]))


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
