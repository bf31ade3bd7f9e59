"""Positions of a delivery as they are written: its own geometry, or made from its columns.

They stay in the coordinate reference system of the delivery; `geo.intake.deliveries.positions`
moves them to WGS 84. What cannot be read, or can be read in two ways, is listed and left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import InvalidCoordinate
from geo.geodesy.angles import hemisphere, parse_pair
from geo.geodesy.coordinates import Position, geopoints, is_grid, read_position
from geo.geodesy.systems import datum_of, is_projected
from geo.intake.deliveries.hemispheres import exchanged, find_unused_letters
from geo.intake.deliveries.mapping import is_exported
from geo.intake.deliveries.quantities import judge_comma, number, strip_about
from geo.intake.deliveries.zones import list_other_zones, to_degrees
from geo.intake.geometry import drop_heights
from geo.intake.readers import RawTable
from geo.intake.readers.limits import is_too_deep
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.terms import Level
from geo.model.wording import counted

UNREADABLE_COORDINATE = rule(
    "unreadable-coordinate",
    Level.ERROR,
    "A written coordinate could not be read; the feature is unmapped.",
    "Positions: decimal degrees, degrees-minutes-seconds, MGRS, or UTM with its zone. Outlines: "
    "well-known text or hexadecimal binary without curves.",
)
ORDER_UNCLEAR = rule(
    "position-order-unclear",
    Level.ERROR,
    "Positions in one cell do not say which number is the latitude, and some of the column fit "
    "only with the longitude first; none of them was taken.",
    "State the order: --order lon-lat or --order lat-lon (order in the manifest).",
)
APPROXIMATE = rule(
    "position-approximate",
    Level.WARNING,
    "Eastings or northings are written as being only about right; how exact they are is not said.",
    "State it where it is known: --set horizontal_accuracy_m=METRES.",
)
AXES_EXCHANGED = rule(
    "axes-exchanged",
    Level.WARNING,
    "Columns of latitude and longitude, or of easting and northing, hold each the other's values, "
    "as their letters or the area of the reference system show; they were exchanged.",
    "Nothing to do, if the positions are right; else correct the names of the columns.",
)

_HEX = re.compile(r"0[01](?:[0-9A-Fa-f]{2}){8,}")
_SRID = re.compile(r"\s*SRID\s*=\s*(\d+)\s*;(.*)", re.IGNORECASE | re.DOTALL)
# An easting or northing as people write it: '712 345 m E', 'N 4.867.890'.
_METRES = re.compile(r"[ENВС]?\s*([+-]?\d[\d.,]*)\s*[mм]?\.?\s*[ENВС]?", re.IGNORECASE)
_TWO_METRES = re.compile(r"[EN]?\s*(\d[\d.,]*)\s*m?\s*[EN]?[\s;/]+[EN]?\s*(\d[\d.,]*)\s*m?\s*[EN]?")
_GROUPS = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")  # two points cannot both mark decimals
Geometries = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]


@dataclass
class Written:
    """Positions as written.

    Attributes
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        None where there is none.
    crs : str or None
        Of the coordinates.
    findings : list of Finding
        What could not be read.
    accuracy_m : ndarray of float, shape (n,)
        Radius within which a position lies, where its text says so; else NaN.
    own_crs : dict of str to ndarray of bool, shape (n,)
        Rows that name another reference system than `crs`, by it.
    either_way : bool
        Whether nothing says which of two numbers is the northing.
    """

    geometry: Geometries
    crs: str | None
    findings: list[Finding] = field(default_factory=list)
    accuracy_m: Floats = field(default_factory=lambda: np.zeros(0))
    own_crs: dict[str, npt.NDArray[np.bool_]] = field(default_factory=dict)
    either_way: bool = False

    def __post_init__(self) -> None:
        if not len(self.accuracy_m):
            self.accuracy_m = np.full(len(self.geometry), np.nan)


def read_as_written(raw: RawTable, how: Import) -> Written:
    """Read the positions of a delivery in its own coordinate reference system.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    how : Import
        Columns of the position, CRS and order as the manifest states them.
    """
    columns = how.columns
    if {"easting", "northing"} <= set(columns):
        return _gridded(raw, how)
    if {"longitude", "latitude"} <= set(columns):
        # In a projected system these are X and Y.
        return (_plane if how.crs and is_projected(how.crs) else _degrees)(raw, how)
    if "position" in columns:
        return _texts(raw, how)
    if "wkt" in columns and raw.geometry is None:
        return _outlines(raw, how)
    if raw.geometry is not None:
        flat, stated = drop_heights(raw.geometry), how.crs or raw.crs
        own = _systems_of(flat, stated)
        return Written(shapely.set_srid(flat, 0) if own else flat, stated, own_crs=own)
    return Written(np.full(len(raw.frame), None, dtype=object), None)


def _systems_of(geometry: Geometries, stated: str | None) -> dict[str, npt.NDArray[np.bool_]]:
    """Return rows by the reference system that their geometry names, but for the stated one."""
    srids = shapely.get_srid(geometry)
    own = {f"EPSG:{n}": srids == n for n in np.unique(srids[srids > 0]).tolist()}
    return {crs: rows for crs, rows in own.items() if crs != stated}


def _gridded(raw: RawTable, how: Import) -> Written:
    names = how.columns["easting"], how.columns["northing"]
    east, north, lost = _metres(raw, how, names)
    if "zone" not in how.columns or not how.crs:
        return Written(_points(east, north), how.crs, [*lost, *list_other_zones(raw, how)])
    lon, lat, degrees, unclear = to_degrees(east, north, raw, how)
    return Written(_points(lon, lat), degrees, [*lost, *unclear])


def _plane(raw: RawTable, how: Import) -> Written:
    """Return x and Y in a projected system; which of them points north shows where they lie."""
    x, y, lost = _metres(raw, how, (how.columns["longitude"], how.columns["latitude"]))
    return Written(_points(x, y), how.crs, lost, either_way=True)


def _degrees(raw: RawTable, how: Import) -> Written:
    names = how.columns["longitude"], how.columns["latitude"]
    parted = {"north_south", "east_west", "latitude_minutes", "longitude_minutes"} & {*how.columns}
    lon_of, lat_of = _whole(raw, how, "longitude"), _whole(raw, how, "latitude")
    lon, lat = (_floats(v) if not parted else _nothing(v) for v in (lon_of, lat_of))
    findings = find_unused_letters(raw, how)
    swapped: list[int] = []
    read = np.isnan(lon) | np.isnan(lat)
    for at in np.flatnonzero(read & (lon_of.notna() | lat_of.notna()).to_numpy()).tolist():
        one, other = lat_of.iloc[at], lon_of.iloc[at]
        lon[at] = lat[at] = np.nan
        if pd.isna(one) or pd.isna(other):
            name = names[1] if pd.isna(one) else names[0]
            findings.append(_unread(raw, at, name, other if pd.isna(one) else one, f"no {name}"))
            continue
        try:
            lon[at], lat[at], exchanged = parse_pair(str(one), str(other))
        except InvalidCoordinate as error:
            column = names[1] if repr(str(one)[:20])[:-1] in error.message else names[0]
            findings.append(_unread(raw, at, column, f"{one} / {other}", error.message))
            continue
        if exchanged:
            swapped.append(at)
    if swapped:
        rows = ", ".join(str(raw.rows[at]) for at in swapped[:5]) + " …" * (len(swapped) > 5)
        said = f"{names[1]} holds longitudes and {names[0]} latitudes by their letters: row {rows}"
        findings.append(Finding(AXES_EXCHANGED, said, file=raw.file, row=int(raw.rows[swapped[0]])))
    return Written(_points(lon, lat), how.crs or "EPSG:4326", findings)


def _whole(raw: RawTable, how: Import, axis: str) -> pd.Series:
    """Return values of one axis, with minutes, seconds and hemisphere from columns of their own."""
    values = raw.frame[how.columns[axis]]
    other = "north_south" if axis == "latitude" else "east_west"
    parts = [how.columns.get(n) for n in (f"{axis}_minutes", f"{axis}_seconds", other)]
    if not any(parts):
        return values
    letters = raw.frame[parts[2]] if parts[2] else pd.Series(None, values.index, dtype=object)
    told = letters.map(lambda v: hemisphere(str(v)) or str(v), na_action="ignore")
    columns = [values, *(raw.frame[n] for n in parts[:2] if n), told]
    rows = zip(*(c.map(_plain, na_action="ignore").tolist() for c in columns), strict=True)
    joined = [
        None if pd.isna(row[0]) else " ".join(str(v) for v in row if not pd.isna(v)) for row in rows
    ]
    return pd.Series(joined, index=values.index, dtype=object)


def _plain(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def _nothing(values: pd.Series) -> Floats:
    return np.full(len(values), np.nan)


def _texts(raw: RawTable, how: Import) -> Written:
    """Return positions in one cell each."""
    column = how.columns["position"]
    values = raw.frame[column]
    if how.crs and is_projected(how.crs):
        return _two_metres(raw, how, column)
    out = np.full(len(values), None, dtype=object)
    accuracy = np.full(len(values), np.nan)
    findings: list[Finding] = []
    open_: dict[int, Position] = {}
    other_datum = how.crs is not None and datum_of(how.crs) not in ("EPSG:4326", "OGC:CRS84")
    for at, value in enumerate(values):
        if value is None:
            continue
        try:
            read = read_position(str(value))
        except InvalidCoordinate as error:
            findings.append(_unread(raw, at, column, value, str(error).splitlines()[0]))
            continue
        if other_datum and is_grid(str(value)):
            message = f"{str(value)[:100]!r}: UTM and MGRS are read on WGS 84, not in {how.crs}"
            findings.append(_unread(raw, at, column, value, message))
        elif read.told:
            out[at] = shapely.Point(read.longitude, read.latitude)
        else:
            open_[at] = read
        if read.accuracy_m:
            accuracy[at] = round(read.accuracy_m, 1)
    findings += _ordered(raw, how, column, open_, out)
    return Written(out, how.crs or "EPSG:4326", findings, accuracy)


def _ordered(
    raw: RawTable, how: Import, column: str, open_: dict[int, Position], out: Geometries
) -> list[Finding]:
    """Place positions that do not say which number is the latitude: all in one order, or none."""
    order = how.order
    if order is None and any(abs(p.latitude) > 90 for p in open_.values()):
        return [
            raw.finding(
                ORDER_UNCLEAR,
                f"{str(raw.frame[column].iloc[at])[:100]!r}: which number is the latitude?",
                at,
                column=column,
                value=raw.frame[column].iloc[at],
            )
            for at in open_
        ]
    for at, read in open_.items():
        first, second = read.latitude, read.longitude
        out[at] = shapely.Point(*((first, second) if order == "lon-lat" else (second, first)))
    return []


def _two_metres(raw: RawTable, how: Import, column: str) -> Written:
    """Return easting and northing in one cell, in a projected system that was stated."""
    texts = raw.frame[column].map(lambda v: _GROUPS.sub("", str(v).strip()), na_action="ignore")
    pairs = [None if pd.isna(t) else _TWO_METRES.fullmatch(t) for t in texts]
    mark = how.decimals or _mark([n for p in pairs if p for n in p.groups()])
    read = [[number(n, mark) for n in p.groups()] if p else [None, None] for p in pairs]
    x, y = np.array(read, dtype="float64").reshape(-1, 2).T
    lost = np.flatnonzero(~(np.isfinite(x) & np.isfinite(y)) & texts.notna().to_numpy())
    findings = [
        _unread(raw, at, column, texts.iloc[at], f"{texts.iloc[at][:100]!r}: no easting, northing")
        for at in lost.tolist()
    ]
    return Written(_points(x, y), how.crs, findings, either_way=True)


def _outlines(raw: RawTable, how: Import) -> Written:
    """Well-known text and binary, with the reference system that a row names; ODK's traces."""
    column = how.columns["wkt"]
    values = raw.frame[column]
    out = np.full(len(values), None, dtype=object)
    findings: list[Finding] = []
    codes: dict[str, list[int]] = {}
    ours = "EPSG:4326" if is_exported(raw.frame.columns) else None
    stated = how.crs or ours
    degrees = 0
    for at, value in enumerate(values):
        if value is None:
            continue
        try:
            out[at], code = _shape(str(value))
        except (InvalidCoordinate, NotImplementedError, shapely.errors.GEOSException) as error:
            findings.append(_unread(raw, at, column, value, str(error).splitlines()[0]))
            continue
        degrees += code == "ODK"
        if code and code != "ODK":
            codes.setdefault(f"EPSG:{code}", []).append(at)
    there = int((~shapely.is_missing(out)).sum())
    if stated is None and degrees and degrees == there:
        stated = "EPSG:4326"  # receivers of satellites, as ODK has it
    if stated is None and codes and sum(map(len, codes.values())) == there:
        stated = next(iter(codes))
    own: dict[str, npt.NDArray[np.bool_]] = {}
    for code, rows in codes.items():
        if code == stated:
            continue
        own[code] = np.zeros(len(values), dtype=bool)
        own[code][rows] = True
    return Written(out, stated, findings, own_crs=own)


def _shape(text: str) -> tuple[shapely.Geometry, str]:
    """Return a geometry without heights, and its SRID if it names one."""
    if _HEX.fullmatch(text):  # as PostGIS writes a geometry into CSV
        _check_depth(bytes.fromhex(text))
        shape = shapely.from_wkb(text)
        srid = int(shapely.get_srid(shape))
        return shapely.force_2d(shape), str(srid) if srid > 0 else ""
    if points := geopoints(text):
        closed = len(points) > 3 and points[0] == points[-1]
        return (shapely.Polygon if closed else shapely.LineString)(points), "ODK"
    _check_depth(text)
    match = _SRID.fullmatch(text)
    code = match[1] if match and int(match[1]) else ""
    return shapely.force_2d(shapely.from_wkt(match[2] if match else text)), code or ""


def _check_depth(shape: bytes | str) -> None:
    if is_too_deep(shape):
        raise ValueError("shapes in shapes in shapes, deeper than anybody draws them")


def _metres(
    raw: RawTable, how: Import, names: Sequence[str]
) -> tuple[Floats, Floats, list[Finding]]:
    """Return eastings and northings; what cannot be read is NaN and listed.

    What commas and points mark is told from both columns together: that '712,345' are thousands
    can be seen by the northing '4,867,890' beside it.
    """
    given = [raw.frame[n].map(lambda v: str(v).strip(), na_action="ignore") for n in names]
    turned = exchanged(*given)
    if turned.any():
        given = [a.where(~turned, b) for a, b in (given, given[::-1])]
    bare = [texts.map(strip_about, na_action="ignore") for texts in given]
    plain = [texts.map(_digits, na_action="ignore") for texts in bare]
    mark = how.decimals or _mark([t for texts in plain for t in texts.dropna()])
    out, findings = [], []
    for name, texts in zip(names, plain, strict=True):
        read = [None if pd.isna(t) else number(t, mark) for t in texts]
        out.append(np.array([np.nan if n is None else n for n in read], dtype="float64"))
        for at in np.flatnonzero(~np.isfinite(out[-1]) & texts.notna().to_numpy()).tolist():
            value = raw.frame[name].iloc[at]
            unclear = mark is None and "," in texts.iloc[at]
            fault = "decimals or thousands? State --decimals" if unclear else "no number of metres"
            findings.append(_unread(raw, at, name, value, f"{str(value)[:100]!r}: {fault}"))
    pairs = zip(given, bare, strict=True)
    if turned.any():
        said = f"{names[0]} holds northings and {names[1]} eastings by their letters"
        findings.append(raw.finding(AXES_EXCHANGED, said, int(np.flatnonzero(turned)[0])))
    about = np.flatnonzero(np.any([a.notna() & (a != b) for a, b in pairs], axis=0))
    if len(about):
        said = f"{counted(len(about), 'row')}: {given[0].iloc[about[0]]}, {given[1].iloc[about[0]]}"
        findings.append(raw.finding(APPROXIMATE, said, int(about[0])))
    return out[0], out[1], findings


def _mark(numbers: Sequence[str]) -> str | None:
    """Return the decimal mark of written metres; None where a comma may be either."""
    commas = judge_comma(numbers)
    if commas == "decimals" or any(map(_DOTTED.fullmatch, numbers)):
        return ","
    return None if commas == "either" else "."


def _digits(value: object) -> str:
    """Return the number in a written easting or northing; the text itself if there is none."""
    text = _GROUPS.sub("", str(value).strip())
    match = _METRES.fullmatch(text)
    return match[1] if match else text


def _floats(values: pd.Series) -> Floats:
    texts = values.map(lambda v: v.replace(",", ".") if isinstance(v, str) else v)
    return pd.to_numeric(texts, errors="coerce").to_numpy(dtype="float64", copy=True)


def _points(x: Floats, y: Floats) -> Geometries:
    out = np.full(len(x), None, dtype=object)
    there = np.isfinite(x) & np.isfinite(y)
    out[there] = shapely.points(x[there], y[there])
    return out


def _unread(raw: RawTable, at: int, column: str, value: object, message: str) -> Finding:
    return raw.finding(UNREADABLE_COORDINATE, message, at, column=column, value=value)
