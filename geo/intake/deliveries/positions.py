"""Positions of a delivery, moved to WGS 84: by which operation, and how exactly."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import CrsError
from geo.geodesy.operations import operation, transform
from geo.geodesy.systems import find_outside_use
from geo.intake.deliveries.written import (
    AXES_EXCHANGED,
    UNREADABLE_COORDINATE,
    Written,
    read_as_written,
)
from geo.intake.readers import RawTable
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.rules import OUT_OF_RANGE, REPROJECTED
from geo.model.terms import Level
from geo.model.wording import counted

OUTSIDE_USE = rule(
    "outside-area-of-use",
    Level.WARNING,
    "Positions lie far outside the area that their reference system is made for.",
    "Is it the right system and zone (--crs)? Are easting and northing exchanged? In the systems "
    "of Gauss and Krüger X points north: --column northing=X --column easting=Y.",
)
SEVERAL_OPERATIONS = rule(
    "several-operations",
    Level.WARNING,
    "The registry has several operations to WGS 84 for where a delivery lies, and none is clearly "
    "best; the first was taken, and positions are only as exact as they are apart.",
    "Ask which one the office uses; if it is another one, state it: --operation NAME.",
)
DECIMALS = 9  # a tenth of a millimetre: what is stored comes back as it was
Geometries = npt.NDArray[np.object_]


@dataclass
class Placed:
    """Positions of a delivery on WGS 84.

    Attributes
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        EPSG:4326, rounded to `DECIMALS`; None where there is none.
    accuracy_m : ndarray of float, shape (n,)
        Radius within which each lies by the way it is written; NaN where that is not known.
    shift_m : ndarray of float, shape (n,)
        How exact the change of datum is; 0 where there is none, NaN where it is not known.
    words : ndarray of object, shape (n,)
        Reference system and operation; None where the coordinates are of WGS 84.
    operations : dict of str to str
        Name of the operation by the name of the datum, to be kept in the manifest.
    findings : list of Finding
    """

    geometry: Geometries
    accuracy_m: npt.NDArray[np.float64]
    shift_m: npt.NDArray[np.float64]
    words: Geometries
    operations: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def positions(raw: RawTable, how: Import) -> Placed:
    """Bring the positions of a delivery to WGS 84.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    how : Import
        Columns of the position, CRS and operation as the manifest states them.

    Raises
    ------
    CrsError
        If the coordinates are not WGS 84 for all one knows, or the way there is not known.
    """
    if raw.outlined and raw.geometry is not None:  # from the columns of a position already
        written = Written(raw.geometry.copy(), raw.crs)
    else:
        written = read_as_written(raw, how)
    n = len(written.geometry)
    none = np.full(n, None, dtype=object)
    out = Placed(none.copy(), written.accuracy_m, np.zeros(n), none, findings=written.findings)
    written.geometry[shapely.is_empty(written.geometry)] = None
    there = ~shapely.is_missing(written.geometry)
    if not there.any():
        return out
    rest = there.copy()
    for rows in written.own_crs.values():
        rest &= ~rows
    if rest.any() and not written.crs:
        raise CrsError(
            f"{raw.file}: no coordinate reference system"
            + f" of {counted(int(rest.sum()), 'row')}" * bool(written.own_crs),
            "State it: import --crs EPSG:4326 for degrees (WGS 84), EPSG:32633 for UTM zone 33 in "
            "the north, EPSG:32733 in the south."
            + " Of rows in several zones, that of one."
            * ("zone" in how.columns),
        )
    parts: dict[str, npt.NDArray[np.bool_]] = {
        code: r & there for code, r in written.own_crs.items()
    }
    if rest.any() and written.crs:
        parts[written.crs] = rest
    for crs, rows in parts.items():
        _move(raw, how, written, crs, rows, out)
    finite = np.isfinite(shapely.bounds(out.geometry)).all(axis=1)
    lost = there & ~finite
    for at in np.flatnonzero(lost).tolist():
        out.findings.append(
            raw.finding(
                UNREADABLE_COORDINATE,
                "not a finite position",
                at,
                value=written.geometry[at].wkt,
            )
        )
        out.geometry[at] = None
    out.findings += _beyond(raw, out.geometry)
    rounded = shapely.transform(out.geometry, lambda xy: np.round(xy, DECIMALS))
    out.geometry = np.asarray(rounded, dtype=object)
    return out


def _move(  # noqa: PLR0917 - all of one delivery
    raw: RawTable,
    how: Import,
    written: Written,
    crs: str,
    rows: npt.NDArray[np.bool_],
    out: Placed,
) -> None:
    """Move the rows of one reference system, and say how."""
    given = written.geometry[rows]
    try:
        outside, area = find_outside_use(crs, given)
        if outside.any() and written.either_way and outside.all():
            turned = np.asarray(shapely.transform(given, lambda xy: xy[:, ::-1]), dtype=object)
            if not (inside := find_outside_use(crs, turned)[0]).any():
                given, outside = turned, inside
                said = f"only with the first number as northing do they lie in {area}"
                out.findings.append(raw.finding(AXES_EXCHANGED, said))
        move = operation(crs, given, how.operation, how.operations)
    except CrsError as error:
        raise CrsError(f"{raw.file}: {error.message}", error.hint) from None
    out.geometry[rows] = transform(given, move)
    if outside.any():
        first = int(np.flatnonzero(rows)[np.flatnonzero(outside)[0]])
        number = f"{int(outside.sum()):,} of {counted(len(outside), 'position')}"
        said = f"{number} far outside the area of {move.crs}: {area}"
        out.findings.append(raw.finding(OUTSIDE_USE, said, first, value=crs))
    if not move.name:
        return
    out.findings.append(raw.finding(REPROJECTED, str(move), value=crs))
    if move.shift is None:
        return
    out.words[rows] = move.words
    out.shift_m[rows] = np.nan if move.within_m is None else move.within_m
    out.operations[move.datum] = move.shift.name
    if move.others:
        out.findings.append(raw.finding(SEVERAL_OPERATIONS, move.words, value=crs))


def _beyond(raw: RawTable, geometry: Geometries) -> list[Finding]:
    """Positions that are no degrees: a build leaves these features unmapped, so it is said now."""
    west, south, east, north = shapely.bounds(geometry).T
    beyond = (west < -180) | (east > 180) | (south < -90) | (north > 90)
    return [
        raw.finding(
            OUT_OF_RANGE,
            "expected longitude -180…180, latitude -90…90",
            at,
            value=geometry[at].wkt,
        )
        for at in np.flatnonzero(beyond).tolist()
    ]
