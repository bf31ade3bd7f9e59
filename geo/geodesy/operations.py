"""The operation that takes a reference system to WGS 84, chosen once for a file and by name.

PROJ chooses point by point among candidates that lie metres apart, and where it knows none it
lets the datum be WGS 84's without a word: its 'ballpark offset', 100–500 m off. Here one file gets
one operation, with its accuracy and what the other candidates would do; a datum without one is
refused, with the operations that may be meant.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer
from pyproj.aoi import AreaOfInterest
from pyproj.crs import ProjectedCRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType
from pyproj.exceptions import ProjError
from pyproj.transformer import TransformerGroup

from geo.errors import CrsError
from geo.geodesy.geodesic import distance_m
from geo.geodesy.shifts import (
    Candidate,
    changes_datum,
    is_ballpark,
    shift_of,
    short_name,
    stated_accuracy,
)
from geo.geodesy.systems import WGS84, bounds_of, horizontal_crs, known_crs, to_degrees

# EPSG:15865, 4.5 m, made for the whole former Soviet Union. (14), 5.0 m, for Azerbaijan and
# Georgia, differs from it by about 4 m near Aghdam.
PINNED = {"EPSG:4284": "Pulkovo 1942 to WGS 84 (16)"}

# What lies on these is near WGS 84 or a mistake; some forty realisations of them tell nobody which.
_MODERN = ("WGS 84", "GRS 1980", "WGS_1984", "GRS_1980")
# How `Operation.words` says that a choice was not clear.
AS_GOOD, UNKNOWN = "; as good there: ", "accuracy unknown"
_SHOWN = 12
_AS_GOOD = 2.0  # times the accuracy of the best: so near, neither is clearly the better
_SAME_M = 0.1


@dataclass(frozen=True)
class Operation:
    """A coordinate operation to WGS 84.

    Attributes
    ----------
    crs : str
        Name of the reference system it starts from.
    name : str
        All its steps; empty if the coordinates are WGS 84 already.
    accuracy_m : float or None
        As the registry states it.
    apply, undo : callable
        From an array of shape (n, 2), easting or longitude first, to degrees on WGS 84; and back.
    datum : str
        Name of the reference system of degrees below the projection.
    shift : Candidate or None
        The step from there to WGS 84; None where the datum is that of WGS 84.
    others : tuple of Candidate
        Those that are about as good there.
    spread_m : float
        How far apart the results of these and of the chosen one lie; 0 where it is clearly best.
    """

    crs: str
    name: str
    accuracy_m: float | None
    apply: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]
    datum: str = ""
    shift: Candidate | None = None
    others: tuple[Candidate, ...] = ()
    spread_m: float = 0.0
    undo: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]] = lambda xy: xy

    def __str__(self) -> str:
        within = "" if self.accuracy_m is None else f", ± {self.accuracy_m:g} m"
        return f"{self.crs} → WGS 84 by {self.name}{within}"

    @property
    def within_m(self) -> float | None:
        """How far off positions may be by the change of datum; None where that is not known."""
        if self.shift is None:
            return 0.0
        known = [m for m in (self.accuracy_m, self.spread_m or None) if m is not None]
        return max(known) if known else None

    @property
    def words(self) -> str:
        """Words to be kept with the positions; empty where the datum is that of WGS 84."""
        if self.shift is None:
            return ""
        within = UNKNOWN
        if self.shift.accuracy_m is not None:
            within = f"± {self.shift.accuracy_m:g} m"
        code = f" ({self.shift.code})" if self.shift.code else ""
        text = f"{self.datum} by {self.shift.name}{code}, {within}"
        if self.others:
            names = "; ".join(c.code or c.name for c in self.others)
            text += f"{AS_GOOD}{names}, up to {self.spread_m:.1f} m apart"
        return text


def operation(
    crs: Any,
    geometry: npt.NDArray[np.object_],
    name: str | None = None,
    before: Mapping[str, str] | None = None,
) -> Operation:
    """Choose the operation for a file.

    Parameters
    ----------
    crs : str
        Anything PROJ understands: an EPSG code, WKT, PROJJSON.
    geometry : ndarray of shapely geometry, shape (n,)
        The file's; where it lies decides between regional operations.
    name : str, optional
        Name (or part of it) or code of the wanted operation, such as 'Pulkovo 1942 to WGS 84
        (14)' or 'EPSG:15865'; also one of another datum, where that of `crs` is not known.
    before : mapping of str to str, optional
        Operations by name of the datum that brought earlier files there; they are kept to.

    Raises
    ------
    CrsError
        If the reference system or the operation is unknown, the way to WGS 84 is not known, or
        its best operation is not installed. The hint lists the operations that may be meant.
    """
    declared = horizontal_crs(crs)
    # OGC:CRS84 and EPSG:4326 differ only in axis order, which the reader already settled.
    if declared.to_authority() in (("EPSG", "4326"), ("OGC", "CRS84")):
        return Operation(declared.name, "", None, lambda xy: xy, "WGS 84")
    base = declared.geodetic_crs
    if base is None:
        raise CrsError(
            f"{declared.name} is a local system without a way to WGS 84",
            "State the coordinate reference system of the coordinates: --crs EPSG:….",
        )
    place = _middle(declared, base, geometry)
    area = _area(declared, base, geometry)
    found = _operations(declared, area)
    if wanted := _wanted(name) or (before or {}).get(base.name, ""):
        fits = _chosen(found, wanted) or _chosen(_operations(declared, None), wanted)
        if not fits:
            found = _of_other_datums(declared, area)
            fits = _chosen(found, wanted)
        if not fits:
            raise CrsError(
                f"no operation {wanted!r} from {declared.name} to WGS 84",
                f"There is: {_listed(declared, area, place)}",
            )
        move = fits[0]
    else:
        pinned = PINNED.get(":".join(base.to_authority() or ()))
        fits = _chosen(found, pinned) if pinned else []
        move = fits[0] if fits else _best(declared, area, place, found)
    return _described(declared, base, move, found, place)


def transform(geometry: npt.NDArray[np.object_], by: Operation) -> Any:
    """Return geometry moved to WGS 84; a position the operation does not reach becomes infinite."""
    if not by.name:
        return geometry
    return shapely.transform(geometry, by.apply)


def to_wgs84(geometry: npt.NDArray[np.object_], crs: Any) -> npt.NDArray[np.object_]:
    """Return the geometry of a frame on WGS 84.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
    crs : pyproj.CRS or text
        Theirs.

    Raises
    ------
    CrsError
        As `operation`: a frame in a datum without a known way to WGS 84 is refused.
    """
    move = operation(crs, geometry)
    return np.asarray(transform(geometry, move), dtype=object)


def from_wgs84(
    geometry: npt.NDArray[np.object_], crs: Any
) -> tuple[npt.NDArray[np.object_], Operation]:
    """Return geometry of WGS 84 in another system, by the operation that would bring it back.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        EPSG:4326.
    crs : pyproj.CRS or text
        The system that is wanted.

    Raises
    ------
    CrsError
        As `operation`.
    """
    declared = horizontal_crs(crs)
    near = geometry
    if declared.geodetic_crs is not None:  # some hundred metres off, which is near enough to choose
        move = to_degrees(declared, declared.geodetic_crs)
        near = shapely.transform(geometry, _applied(move, "INVERSE"))
    chosen = operation(crs, near)
    return np.asarray(shapely.transform(geometry, chosen.undo), dtype=object), chosen


def _wanted(name: str | None) -> str:
    """Return the name of an operation without the steps that undo a projection."""
    steps = (name or "").split(" + ")
    return " + ".join(s.strip() for s in steps if not s.startswith("Inverse of "))


def _group(crs: CRS, area: Any) -> TransformerGroup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a better grid that is not installed
        return TransformerGroup(crs, WGS84, always_xy=True, area_of_interest=area)


def _operations(crs: CRS, area: Any) -> list[Transformer]:
    try:
        group = _group(crs, area)
    except ProjError:
        return []
    return [t for t in group.transformers if not is_ballpark(t)]


def _chosen(found: list[Transformer], wanted: str) -> list[Transformer]:
    exact = [t for t in found if wanted in (shift_of(t).name, shift_of(t).code)]
    return exact or [t for t in found if wanted.casefold() in t.description.casefold()]


def _best(declared: CRS, area: Any, place: Any, found: list[Transformer]) -> Transformer:
    best_is_here = _group(declared, area).best_available
    if found and (best_is_here or not changes_datum(found[0])):
        return found[0]
    if found:
        what = f"the best operation from {declared.name} to WGS 84 is not installed"
    else:
        datum = declared.datum.name if declared.datum is not None else "unknown"
        what = (
            f"no operation from {declared.name} (datum: {datum}) to WGS 84 is known for where it "
            "lies; taken as WGS 84 it may be hundreds of metres off"
        )
    raise CrsError(
        what,
        'Say which is meant: --operation NAME (in a manifest: operation = "NAME"), or --crs with '
        f"the right system. Candidates: {_listed(declared, area, place)}",
    )


def _described(
    declared: CRS, base: CRS, move: Transformer, found: list[Transformer], place: Any
) -> Operation:
    shift = shift_of(move, place)
    others: list[Candidate] = []
    spread = 0.0
    for other in found if shift.name else []:
        candidate = shift_of(other, place)
        best, said = shift.accuracy_m, candidate.accuracy_m
        if candidate.name == shift.name or best is None or said is None or said > _AS_GOOD * best:
            continue
        apart = _distance_between(move, other, place)
        if apart > _SAME_M:
            others.append(candidate)
            spread = max(spread, apart)

    return Operation(
        declared.name,
        short_name(move.description),
        stated_accuracy(move.accuracy),
        _applied(move),
        base.name,
        shift if shift.name else None,
        tuple(others),
        spread,
        _applied(move, "INVERSE"),
    )


def _listed(declared: CRS, area: Any, place: Any) -> str:
    """Return the operations that may be meant, the likeliest first."""
    moves = _operations(declared, area)
    missing = [
        Candidate(_wanted(step.name), "", stated_accuracy(step.accuracy))
        for step in _group(declared, area).unavailable_operations
    ]
    if not moves:
        moves = [*_of_other_datums(declared, area), *_operations(declared, None)]
    candidates = {c.name: c for t in moves if (c := shift_of(t, place)).name}
    shown = [*map(str, candidates.values()), *(str(c) for c in missing if c.name not in candidates)]
    more = f" … and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return "; ".join(shown[:_SHOWN]) + more or (
        "none in the registry. Where its datum is that of WGS 84, state a system that says so, "
        "such as --crs EPSG:4326"
    )


def _of_other_datums(declared: CRS, area: Any) -> list[Transformer]:
    """Operations of other datums on the same ellipsoid in use there, as if they were declared."""
    base, spheroid = declared.geodetic_crs, declared.ellipsoid
    if base is None or spheroid is None or area is None or spheroid.name in _MODERN:
        return []
    moves = []
    for info in query_crs_info("EPSG", PJType.GEOGRAPHIC_2D_CRS, area, contains=False):
        other = CRS.from_authority("EPSG", info.code)
        same = other.ellipsoid is not None and np.allclose(
            [spheroid.semi_major_metre, spheroid.inverse_flattening],
            [other.ellipsoid.semi_major_metre, other.ellipsoid.inverse_flattening],
            rtol=0,
            atol=1e-3,
        )
        if not same or other == base or other.prime_meridian != base.prime_meridian:
            continue
        if declared.is_projected:
            other = ProjectedCRS(declared.coordinate_operation, "", geodetic_crs=other)
        moves += _operations(other, area)
    return moves


def _middle(declared: CRS, base: CRS, geometry: npt.NDArray[np.object_]) -> Any:
    """Return the middle of a file: in its coordinates, and in degrees on its own datum."""
    west, south, east, north = bounds_of(geometry)
    if not np.isfinite([west, south, east, north]).all():
        return None
    xy = ((west + east) / 2, (south + north) / 2)
    lonlat = to_degrees(declared, base).transform(*xy)
    return (xy, lonlat) if np.isfinite(lonlat).all() else None


def _distance_between(move: Transformer, other: Transformer, place: Any) -> float:
    """Tell how far apart two operations put the middle of a file, in metres."""
    if place is None:
        return 0.0
    one, two = move.transform(*place[0]), other.transform(*place[0])
    return float(distance_m(*one, *two)[0]) if np.isfinite([*one, *two]).all() else 0.0


def _area(declared: CRS, base: CRS, geometry: npt.NDArray[np.object_]) -> Any:
    bounds = bounds_of(geometry)
    if not np.isfinite(bounds).all():
        return None
    left, bottom, right, top = bounds.tolist()
    west, south, east, north = to_degrees(declared, base).transform_bounds(left, bottom, right, top)
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return AreaOfInterest(west, south, east, north) if inside else None


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
    declared = known_crs(crs)
    if declared is None:
        raise CrsError(f"unknown coordinate reference system {crs!r}", "Such as EPSG:4284.")
    here: Any = AreaOfInterest(longitude, latitude, longitude, latitude)
    moves = [t for t in _operations(declared, here) if stated_accuracy(t.accuracy) is not None]
    out = [
        Operation(declared.name, short_name(move.description), move.accuracy, _applied(move))
        for move in sorted(moves, key=lambda t: (t.accuracy, short_name(t.description)))
    ]
    lacking = _group(declared, here).unavailable_operations
    return out, sorted(short_name(lack.name) for lack in lacking)


def _applied(
    move: Any, direction: str = "FORWARD"
) -> Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]:
    return lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1], direction=direction))
