"""Eastings and northings of several UTM zones: each row is read in the zone that it names.

A letter after the number is a latitude band, as in MGRS ('38T'), and the northing must lie in it;
N is also written for 'north'. S is the band of 32–40° N, unless the CRS of the import is of the
south, or the import says so (`values`): then it is 'south'. What stays unclear is not guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import CrsError
from geo.geodesy.coordinates import UTM_EAST_M, UTM_NORTH_M, band_latitudes, in_band
from geo.geodesy.systems import datum_of, utm_of, zone_to_degrees
from geo.intake.deliveries.mapping import fold_heading
from geo.intake.readers import RawTable
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.terms import Level
from geo.model.wording import counted

READ_IN_ZONES = rule(
    "read-in-utm-zones",
    Level.INFO,
    "Eastings and northings were read each in the UTM zone that its row names.",
    "Nothing to do, if these are the zones, and the datum is that of the maps or receivers.",
)
ZONE_UNCLEAR = rule(
    "utm-zone-unclear",
    Level.ERROR,
    "The UTM zone of a row is missing, no zone, or contradicts its easting or northing; the "
    "feature is unmapped.",
    "Correct it in the file, or say what is meant: --value 'zone.18S=18 south'. A number alone is "
    "in the hemisphere of --crs, if that is a UTM zone.",
)
ZONE_CONTRADICTS = rule(
    "zone-contradicts-crs",
    Level.WARNING,
    "A column names another UTM zone than the CRS by which eastings and northings were read; "
    "such a feature lies 6° or more off.",
    "If it names UTM zones, say so, and each row is read in its own: --column zone=COLUMN.",
)

_NAMES = ("zone", "utmzone", "utmz", "gridzone", "zona", "zonautm", "зона", "fuseau", "huso")
_ZONE = re.compile(r"(?:utm|zone)?\s*(\d{1,2})(?:\.0)?\s*([c-hj-np-x]|north|south)?", re.IGNORECASE)
_ZONES = 60
_MOST = 0.5  # of the values that are there
_SHOWN = 5
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Zone:
    number: int
    northern: bool | None  # None: not said
    band: str = ""

    def __str__(self) -> str:
        return f"{self.number}{'N' if self.northern else 'S'}"


def zone_column(raw: RawTable, how: Import, taken: set[str]) -> str | None:
    """Find the column that names UTM zones by its name and values; None if it may be another.

    Districts are also called zones: where the CRS is a UTM zone, that one must be among them.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    how : Import
        With the CRS.
    taken : set of str
        Columns that hold something else.
    """
    name = _named(raw, taken)
    if name is None:
        return None
    values = raw.frame[name].dropna().map(_text)
    zones = [_zone(text) for text in values.unique()]
    known = {zone.number for zone in zones if zone}
    formed = values.map({t: bool(z) for t, z in zip(values.unique(), zones, strict=True)})
    if how.crs is not None:
        stated = utm_of(how.crs)
        if stated is None and not datum_of(how.crs, only_degrees=True):
            return None
        if stated is not None and stated[0] not in known:
            return None
    return name if len(formed) and formed.mean() > _MOST else None


def to_degrees(
    east: Floats, north: Floats, raw: RawTable, how: Import
) -> tuple[Floats, Floats, str, list[Finding]]:
    """Return degrees of eastings and northings, each in the zone of its row.

    Parameters
    ----------
    east, north : ndarray of float, shape (n,)
        Metres; NaN where there are none.
    raw : RawTable, shape (n, …)
        Rows as read, with the column of the zone.
    how : Import
        Its CRS is one of the zones, or degrees; it states the datum for all of them.

    Returns
    -------
    longitude, latitude : ndarray of float, shape (n,)
        On that datum; NaN where the zone is unclear.
    crs : str
        Degrees on that datum.
    findings : list of Finding

    Raises
    ------
    CrsError
        If the CRS is neither a UTM zone nor degrees.
    """
    assert how.crs is not None  # as_written asks
    stated = utm_of(how.crs)
    datum = datum_of(how.crs, only_degrees=stated is None)
    column = how.columns["zone"]
    if datum is None:
        raise CrsError(
            f"{raw.file}: column {column!r} names UTM zones, but {how.crs} is neither a UTM zone "
            "nor degrees",
            "Expected one of the zones, such as EPSG:32638 (38N) or EPSG:32733 (33S), for the "
            "datum of all.",
        )
    there = np.isfinite(east) & np.isfinite(north)
    codes, texts = pd.factorize(raw.frame[column].map(_text, na_action="ignore").fillna(""))
    zones, faults = _meant([str(t) for t in texts], how, stated)
    lon, lat = np.full(len(east), np.nan), np.full(len(east), np.nan)
    for number, northern in dict.fromkeys((z.number, z.northern) for z in zones if z):
        same = [z is not None and (z.number, z.northern) == (number, northern) for z in zones]
        rows = np.flatnonzero(np.array(same)[codes] & there)
        move = zone_to_degrees(datum, number, northern=bool(northern))
        lon[rows], lat[rows] = move(east[rows], north[rows])
    findings = []
    grid = _inside(east, UTM_EAST_M) & _inside(north, UTM_NORTH_M)
    off = there & ~grid
    for code, (zone, fault) in enumerate(zip(zones, faults, strict=True)):
        ours, text = there & (codes == code), str(texts[code])
        if zone is None:
            findings += _unclear(raw, column, text, ours, fault)
            continue
        wrong = "expected an easting of 100–900 km and a northing below 10,000 km"
        findings += _unclear(raw, column, text, ours & off, wrong)
        if zone.band:
            beyond = ours & grid & ~in_band(zone.band, lat)
            findings += _unclear(raw, column, text, beyond, _beyond(zone.band, lat[beyond]))
            off |= beyond
    lon[off], lat[off] = np.nan, np.nan
    return lon, lat, datum, [*_counts(zones, codes, np.isfinite(lat), raw, column), *findings]


def list_other_zones(raw: RawTable, how: Import) -> list[Finding]:
    """Return zones that rows name, other than that of the CRS they were read in."""
    name = _named(raw, {*how.columns.values()})
    stated = utm_of(how.crs) if how.crs and name is not None else None
    if stated is None or name is None:
        return []
    said: dict[str, list[int]] = {}
    for at, value in enumerate(raw.frame[name].map(_text, na_action="ignore")):
        zone = None if value is None else _zone(value)
        if zone and zone.number != stated[0]:
            said.setdefault(value, []).append(at)
    return [
        raw.finding(
            ZONE_CONTRADICTS,
            f"{len(rows):,} rows are of zone {zone}, but were read in zone {stated[0]}",
            rows[0],
            column=name,
            value=zone,
        )
        for zone, rows in said.items()
    ]


def _named(raw: RawTable, taken: set[str]) -> str | None:
    free = (c for c in raw.frame.columns if c not in taken)
    return next((c for c in free if fold_heading(c) in _NAMES), None)


def _text(value: object) -> str:
    return str(value).strip()


def _zone(text: str) -> _Zone | None:
    """Return the zone that is written; None if it is none."""
    match = _ZONE.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= _ZONES:
        return None
    letter = (match[2] or "").upper()
    if letter in ("", "NORTH", "SOUTH"):
        return _Zone(int(match[1]), letter == "NORTH" if letter else None)
    return _Zone(int(match[1]), letter >= "N", letter)


def _meant(
    texts: list[str], how: Import, stated: tuple[int, bool] | None
) -> tuple[list[_Zone | None], list[str]]:
    """Return the zone that each text means; or None, and why."""
    values = how.values.get("zone", {})
    written = [_zone(values.get(text, text)) for text in texts]
    others = {z.number for z in written if z} - ({stated[0]} if stated else set())
    pairs = [
        _resolved(text, zone, stated, several=bool(others))
        for text, zone in zip(texts, written, strict=True)
    ]
    return [zone for zone, _ in pairs], [fault for _, fault in pairs]


def _resolved(
    text: str, zone: _Zone | None, stated: tuple[int, bool] | None, *, several: bool
) -> tuple[_Zone | None, str]:
    if zone is None and not text and stated and not several:
        return _Zone(*stated), ""  # the CRS is said of what the file does not say
    if zone is None:
        blank = "no zone, and rows are of several" if stated else "no zone"
        return None, "not a UTM zone" if text else blank
    if zone.northern is None:
        return (_Zone(zone.number, stated[1]), "") if stated else (None, "north or south?")
    if zone.band == "S" and stated and not stated[1]:
        return _Zone(zone.number, northern=False), ""
    return zone, ""


def _inside(values: Floats, limits: tuple[float, float]) -> npt.NDArray[np.bool_]:
    return (limits[0] <= values) & (values <= limits[1])


def _beyond(band: str, lat: Floats) -> str:
    """Return why rows do not lie in the band that they name."""
    if not len(lat):
        return ""
    south, north = band_latitudes(band)
    meant = "; is S meant as 'south'?" if band == "S" else ""
    return f"band {band} reaches from {south}° to {north}°, not to latitude {lat[0]:.1f}°{meant}"


def _unclear(
    raw: RawTable, column: str, text: str, some: npt.NDArray[np.bool_], fault: str
) -> list[Finding]:
    at = np.flatnonzero(some)
    rows = raw.rows[at].tolist()
    if not rows:
        return []
    listed = ", ".join(map(str, rows[:_SHOWN])) + " …" * (len(rows) > _SHOWN)
    several = f", {counted(len(rows), 'row')} ({listed})" * (len(rows) > 1)
    said = f"{text[:40]!r}{several}: {fault}"
    return [raw.finding(ZONE_UNCLEAR, said, int(at[0]), column=column, value=text)]


def _counts(
    zones: list[_Zone | None],
    codes: npt.NDArray[np.int64],
    read: npt.NDArray[np.bool_],
    raw: RawTable,
    column: str,
) -> list[Finding]:
    """Tell how many rows were read in which zone."""
    rows: dict[str, int] = {}
    for code, count in enumerate(np.bincount(codes[read], minlength=len(zones)).tolist()):
        if zone := zones[code]:
            rows[str(zone)] = rows.get(str(zone), 0) + count
    said = ", ".join(
        f"{counted(count, 'row')} in zone {zone}" for zone, count in sorted(rows.items()) if count
    )
    return [raw.finding(READ_IN_ZONES, said, column=column)] if said else []
