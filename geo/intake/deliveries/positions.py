"""Geometry of a delivery: its own, or made from the columns that give a position."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import CrsError, InvalidCoordinate
from geo.geodesy.coordinates import parse_angle, parse_position
from geo.geodesy.operations import Operation, operation, transform
from geo.intake.deliveries.mapping import exported
from geo.intake.deliveries.quantities import comma_marks, number
from geo.intake.deliveries.zones import in_own_zones, other_zones
from geo.intake.geometry import flat
from geo.intake.readers import RawTable
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.rules import OUT_OF_RANGE, REPROJECTED
from geo.model.terms import Level

UNREADABLE_COORDINATE = rule(
    "unreadable-coordinate",
    Level.ERROR,
    "A written coordinate could not be read; the feature is unmapped.",
    "Decimal degrees, degrees-minutes-seconds, MGRS, or UTM with its zone.",
)

_HEX = re.compile(r"0[01](?:[0-9A-Fa-f]{2}){8,}")
# An easting or northing as people write it: '712 345 m E', 'N 4.867.890'.
_METRES = re.compile(r"[ENВС]?\s*([+-]?\d[\d.,]*)\s*[mм]?\.?\s*[ENВС]?", re.IGNORECASE)
_GROUPS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")  # two points cannot both mark decimals
DECIMALS = 9  # a tenth of a millimetre: what is stored comes back as it was
Geometries = npt.NDArray[np.object_]


def positions(raw: RawTable, how: Import) -> tuple[Geometries, str | None, list[Finding]]:
    """Geometry in WGS 84.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    how : Import
        Columns of the position, CRS and operation as the manifest states them.

    Returns
    -------
    geometry : ndarray of shapely geometry, shape (n,)
        EPSG:4326, rounded to `DECIMALS`; None where there is none.
    operation : str or None
        Name of the coordinate operation, to be kept in the manifest.
    findings : list of Finding

    Raises
    ------
    CrsError
        If the coordinates are not WGS 84 for all one knows.
    """
    if raw.outlined and raw.geometry is not None:  # from the columns of a position already
        geometry, crs, findings = raw.geometry.copy(), raw.crs, list[Finding]()
    else:
        geometry, crs, findings = as_written(raw, how)
    there = ~shapely.is_missing(geometry)
    if not there.any():
        return geometry, None, findings
    if not crs:
        raise CrsError(
            f"{raw.file}: no coordinate reference system",
            "State it: import --crs EPSG:4326 for degrees (WGS 84), EPSG:32633 for UTM zone 33 in "
            "the north, EPSG:32733 in the south."
            + " Of rows in several zones, that of one."
            * ("zone" in how.columns),
        )
    try:
        move: Operation = operation(crs, geometry, how.operation)
    except CrsError as error:
        raise CrsError(f"{raw.file}: {error.message}", error.hint) from None
    out = np.asarray(transform(geometry, move), dtype=object)
    if move.name:
        findings.append(raw.finding(REPROJECTED, str(move), value=crs))
    finite = np.isfinite(shapely.bounds(out)).all(axis=1)
    for at in np.flatnonzero(there & ~shapely.is_empty(geometry) & ~finite).tolist():
        findings.append(
            raw.finding(UNREADABLE_COORDINATE, "not a finite position", at, value=geometry[at].wkt)
        )
        out[at] = None
    findings += _beyond(raw, out)
    rounded = shapely.transform(out, lambda xy: np.round(xy, DECIMALS))
    return np.asarray(rounded, dtype=object), move.name or None, findings


def as_written(raw: RawTable, how: Import) -> tuple[Geometries, str | None, list[Finding]]:
    """Geometry in the CRS of the delivery, that CRS, and what could not be read."""
    columns = how.columns
    if {"easting", "northing"} <= set(columns):
        return _gridded(raw, how)
    if {"longitude", "latitude"} <= set(columns):
        lon, lost = _angles(raw, columns["longitude"])
        lat, more = _angles(raw, columns["latitude"])
        points = _points(raw, lon, lat)
        return points, how.crs or "EPSG:4326", [*lost, *more]
    if "position" in columns:
        return _parsed(raw, columns["position"], _position, "EPSG:4326")
    if "wkt" in columns and raw.geometry is None:
        ours = "EPSG:4326" if exported(raw.frame.columns) else None
        return _parsed(raw, columns["wkt"], _wkt, how.crs or ours)
    if raw.geometry is not None:
        return flat(raw.geometry), how.crs or raw.crs, []
    return np.full(len(raw.frame), None, dtype=object), None, []


def _gridded(raw: RawTable, how: Import) -> tuple[Geometries, str | None, list[Finding]]:
    east, north, lost = _metres(raw, how)
    if "zone" not in how.columns or not how.crs:
        return _points(raw, east, north), how.crs, [*lost, *other_zones(raw, how)]
    lon, lat, degrees, unclear = in_own_zones(east, north, raw, how)
    return _points(raw, lon, lat), degrees, [*lost, *unclear]


def _parsed(
    raw: RawTable, column: str, parse: Callable[[str], Any], crs: str | None
) -> tuple[Geometries, str | None, list[Finding]]:
    out = np.full(len(raw.frame), None, dtype=object)
    findings = []
    for at, value in enumerate(raw.frame[column]):
        if value is None:
            continue
        try:
            out[at] = parse(str(value))
        except (InvalidCoordinate, shapely.errors.GEOSException) as error:
            findings.append(
                raw.finding(
                    UNREADABLE_COORDINATE,
                    str(error).splitlines()[0],
                    at,
                    column=column,
                    value=value,
                )
            )
    return out, crs, findings


def _position(text: str) -> shapely.Geometry:
    return shapely.Point(parse_position(text))


def _wkt(text: str) -> shapely.Geometry:
    if _HEX.fullmatch(text):  # as PostGIS writes a geometry into CSV
        return shapely.force_2d(shapely.from_wkb(text))
    code, _, body = text.partition(";")
    return shapely.force_2d(shapely.from_wkt(body if code.upper().startswith("SRID=") else text))


def _angles(raw: RawTable, column: str) -> tuple[npt.NDArray[np.float64], list[Finding]]:
    values = raw.frame[column]
    out = _floats(values)
    findings = []
    for at in np.flatnonzero(np.isnan(out) & values.notna().to_numpy()).tolist():
        try:
            out[at] = parse_angle(str(values.iloc[at]))
        except InvalidCoordinate as error:
            given = values.iloc[at]
            findings.append(
                raw.finding(UNREADABLE_COORDINATE, error.message, at, column=column, value=given)
            )
    return out, findings


def _metres(
    raw: RawTable, how: Import
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], list[Finding]]:
    """Eastings and northings; what cannot be read is NaN and listed.

    What commas and points mark is told from both columns together: that '712,345' are thousands
    can be seen by the northing '4,867,890' beside it.
    """
    names = [how.columns[n] for n in ("easting", "northing")]
    plain = [raw.frame[n].map(_digits, na_action="ignore") for n in names]
    mark = how.decimals or _mark([t for texts in plain for t in texts.dropna()])
    out, findings = [], []
    for name, texts in zip(names, plain, strict=True):
        read = [None if pd.isna(t) else number(t, mark) for t in texts]
        out.append(np.array([np.nan if n is None else n for n in read], dtype="float64"))
        for at in np.flatnonzero(~np.isfinite(out[-1]) & texts.notna().to_numpy()).tolist():
            given = raw.frame[name].iloc[at]
            unclear = mark is None and "," in texts.iloc[at]
            fault = "decimals or thousands? State --decimals" if unclear else "no number of metres"
            message = f"{str(given)[:100]!r}: {fault}"
            findings.append(
                raw.finding(UNREADABLE_COORDINATE, message, at, column=name, value=given)
            )
    return out[0], out[1], findings


def _mark(numbers: Sequence[str]) -> str | None:
    """The decimal mark of written metres; None where a comma may be either."""
    commas = comma_marks(numbers)
    if commas == "decimals" or any(map(_DOTTED.fullmatch, numbers)):
        return ","
    return None if commas == "either" else "."


def _digits(value: object) -> str:
    """The number in a written easting or northing; the text itself if there is none."""
    text = _GROUPS.sub("", str(value).strip())
    match = _METRES.fullmatch(text)
    return match[1] if match else text


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


def _floats(values: pd.Series) -> npt.NDArray[np.float64]:
    texts = values.map(lambda v: v.replace(",", ".") if isinstance(v, str) else v)
    return pd.to_numeric(texts, errors="coerce").to_numpy(dtype="float64", copy=True)


def _points(raw: RawTable, x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Geometries:
    out = np.full(len(raw.frame), None, dtype=object)
    there = np.isfinite(x) & np.isfinite(y)
    out[there] = shapely.points(x[there], y[there])
    return out
