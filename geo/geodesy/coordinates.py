"""Written coordinates: decimal degrees, degrees-minutes-seconds, MGRS and UTM, to degrees.

How exactly a position is written is not how exactly it was measured; only of an MGRS reference
is the width of its square known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from pyproj import Transformer

from geo.errors import InvalidCoordinate
from geo.geodesy.angles import parse_angles

_NUMBER = r"\d{5,8}(?:[.,]\d+)?"  # of metres
_ZONE = r"(?P<zone>\d{1,2})\s*(?P<band>[C-HJ-NP-X])"
_METRES = rf"E?\s*(?P<east>{_NUMBER})\s*m?\s*E?[\s,;/]+N?\s*(?P<north>{_NUMBER})\s*m?\s*N?"
_UTM = tuple(
    re.compile(rf"(?:utm[\s:]*)?(?:(?:zone|zona)[\s:]*)?{form}", re.IGNORECASE)
    for form in (rf"{_ZONE}[\s,;:]+{_METRES}", rf"{_METRES}[\s,;]+(?:zone|zona)?\s*{_ZONE}")
)
_GRID = re.compile(r"(?:mgrs|usng|utm)[\s:]*|[\s,;/-]+", re.IGNORECASE)  # words before, and gaps
# ODK and KoBo: latitude, longitude, height and accuracy of a receiver, in this order.
_SIGNED = r"[+-]?\d+(?:\.\d+)?"
_GEOPOINT = re.compile(rf"([+-]?\d+\.\d+) ([+-]?\d+\.\d+) ({_SIGNED}) (\d+(?:\.\d+)?)")
_MGRS = re.compile(
    r"(?P<zone>\d{1,2})(?P<band>[C-HJ-NP-X])(?P<column>[A-HJ-NP-Z])(?P<row>[A-HJ-NP-V])"
    r"(?P<digits>\d{0,10})",
    re.IGNORECASE,
)
_BANDS = "CDEFGHJKLMNPQRSTUVWX"
# Lowest northing of each latitude band, rounded down to 100 km (NGA.STND.0037).
_LOWEST = dict(
    zip(
        _BANDS,
        (11, 20, 28, 37, 46, 55, 64, 73, 82, 91, 0, 8, 17, 26, 35, 44, 53, 62, 70, 79),
        strict=True,
    )
)
UTM_EAST_M, UTM_NORTH_M = (1e5, 9e5), (0.0, 1e7)  # what a zone's grid spans
_COLUMNS = ("ABCDEFGH", "JKLMNPQR", "STUVWXYZ")
_ROWS = "ABCDEFGHJKLMNPQRSTUV"


@dataclass(frozen=True)
class Position:
    """A written position.

    Attributes
    ----------
    longitude, latitude : float
        Degrees on WGS 84.
    accuracy_m : float
        Radius within which it lies, where the text says so; else 0.
    told : bool
        Whether the text says which is which; else the latitude was taken to come first.
    """

    longitude: float
    latitude: float
    accuracy_m: float = 0.0
    told: bool = True


def read_position(text: str) -> Position:
    """Read a written position.

    Parameters
    ----------
    text : str
        MGRS ('38TQK0011222333': the middle of the square, which is as exact as it is wide), UTM
        with zone and band ('38T 720000 4430000'), a geopoint of ODK, or latitude and longitude in
        one cell, with hemispheres or latitude first.

    Raises
    ------
    InvalidCoordinate
        If it is none of these.
    """
    if is_mgrs(text):
        return Position(*from_mgrs(text), accuracy_m=mgrs_square_m(text) / 2**0.5)
    if match := _utm_in(text):
        band, metres = match["band"], (_number(match["east"]), _number(match["north"]))
        return Position(*from_utm(int(match["zone"]), band, *metres))
    if match := _GEOPOINT.fullmatch(text.strip()):
        lat, lon, _, accuracy = map(float, match.groups())
        return Position(lon, lat, accuracy)
    try:
        lon, lat, told = parse_angles(text)
    except InvalidCoordinate as error:
        raise InvalidCoordinate(
            f"{text[:100]!r} is not a position", f"{error.hint} MGRS, or UTM with its zone."
        ) from None
    return Position(lon, lat) if told else Position(lat, lon, told=False)


def parse_position(text: str) -> tuple[float, float]:
    """Return longitude and latitude of a written position on the globe; see `read_position`.

    Raises
    ------
    InvalidCoordinate
        If it is none, or beyond 90° of latitude or 180° of longitude.
    """
    read = read_position(text)
    if abs(read.latitude) > 90 or abs(read.longitude) > 180:
        raise InvalidCoordinate(f"{text[:100]!r} is not a position", "Latitude comes first.")
    return read.longitude, read.latitude


def geopoints(text: str) -> list[tuple[float, float]] | None:
    """Return longitudes and latitudes of a geotrace or geoshape of ODK; None if it is none.

    Examples
    --------
    >>> geopoints("39.9 46.9 812 4.5;39.9 46.91 812 4.5")
    [(46.9, 39.9), (46.91, 39.9)]
    """
    parts = [p.strip() for p in text.strip().rstrip(";").split(";")]
    points = [_GEOPOINT.fullmatch(part) for part in parts]
    if len(points) < 2 or None in points:
        return None
    return [(float(p[2]), float(p[1])) for p in points if p]


def from_mgrs(text: str) -> tuple[float, float]:
    """Return longitude and latitude of the middle of an MGRS square (NGA.STND.0037).

    The place is somewhere in the square, so within side / √2 of its middle: `mgrs_square_m`.

    Raises
    ------
    InvalidCoordinate
        If the letters or digits do not make a square. Polar zones (A, B, Y, Z) are not read.
    """
    match = _MGRS.fullmatch(_GRID.sub("", text).upper())
    if match is None or len(match["digits"]) % 2 or not 1 <= int(match["zone"]) <= 60:
        raise InvalidCoordinate(
            f"{text!r} is not an MGRS reference", "Expected zone, band, square, even digits."
        )
    zone, band, digits = int(match["zone"]), match["band"], match["digits"]
    columns = _COLUMNS[(zone - 1) % 3]
    if match["column"] not in columns:
        raise InvalidCoordinate(
            f"{text!r}: no square {match['column']} in zone {zone}", f"Expected one of {columns}."
        )
    half = len(digits) // 2
    middle = 10 ** (5 - half) / 2
    east = (columns.index(match["column"]) + 1) * 100_000 + _metres(digits[:half]) + middle
    row = (_ROWS.index(match["row"]) - (5 if zone % 2 == 0 else 0)) % 20
    lowest = _LOWEST[band] * 100_000
    north = row * 100_000 + _metres(digits[half:]) + middle
    # Rows repeat every 2,000 km; the band tells which turn it is.
    north += int(np.ceil(max(lowest - row * 100_000, 0) / 2_000_000)) * 2_000_000
    return from_utm(zone, band, east, north)


def mgrs_square_m(text: str) -> float:
    """Return side of the square that an MGRS reference names, in metres."""
    digits = _GRID.sub("", text)[-10:]
    count = len(digits) - len(digits.rstrip("0123456789"))
    return float(10 ** (5 - count // 2))


def is_mgrs(text: str) -> bool:
    """Tell whether a written position is an MGRS reference: not UTM, not angles."""
    return _MGRS.fullmatch(_GRID.sub("", text)) is not None and _utm_in(text) is None


def is_grid(text: str) -> bool:
    """Tell whether a written position is an MGRS reference, or UTM with its zone."""
    return is_mgrs(text) or _utm_in(text) is not None


def _utm_in(text: str) -> re.Match[str] | None:
    return next((m for form in _UTM if (m := form.fullmatch(text.strip()))), None)


def from_utm(zone: int, band: str, east: float, north: float) -> tuple[float, float]:
    """Return longitude and latitude of UTM coordinates on WGS 84.

    Parameters
    ----------
    zone : int
        1 to 60.
    band : str
        Latitude band C–X. N and later letters are north of the equator; an S is the band of
        32–40° N, not 'south'.
    east, north : float
        Metres.

    Raises
    ------
    InvalidCoordinate
        If there is no such zone or band, the coordinates are outside the zone's grid, or lie in
        another band: then one of the two is mistyped, or S was meant as 'south'.
    """
    inside = UTM_EAST_M[0] <= east <= UTM_EAST_M[1] and north < UTM_NORTH_M[1]
    if not (1 <= zone <= 60 and band.upper() in _BANDS and inside):
        raise InvalidCoordinate(
            f"zone {zone}{band}, {east:g} E {north:g} N is not a UTM position",
            "Expected zone 1–60, band C–X, easting 100–900 km.",
        )
    lon, lat = _utm(zone, band.upper() >= "N").transform(east, north)
    letter = band.upper()
    if not in_band(letter, lat):
        south, north_end = band_latitudes(letter)
        meant = "Is S meant as 'south'? " if letter == "S" else ""
        raise InvalidCoordinate(
            f"zone {zone}{letter}, {east:.0f} E {north:.0f} N: latitude {lat:.1f}°, not in band "
            f"{letter}",
            f"{meant}Band {letter} reaches from {south}° to {north_end}°.",
        )
    return float(lon), float(lat)


def band_latitudes(band: str) -> tuple[int, int]:
    """Return latitudes from which to which a band reaches: 'S' from 32° to 40°."""
    south = 8 * _BANDS.index(band) - 80
    return south, south + (12 if band == "X" else 8)


def in_band(band: str, lat: Any) -> Any:
    """Tell whether latitudes lie in a band, or 1° beyond it: the middle of a square may lie there.

    N is also written for 'north', so it holds anywhere.
    """
    south, north = band_latitudes(band)
    return (band == "N") | ((south - 1 <= lat) & (lat <= north + 1))


@cache
def _utm(zone: int, northern: bool) -> Transformer:
    code = (32600 if northern else 32700) + zone
    return Transformer.from_crs(f"EPSG:{code}", "EPSG:4326", always_xy=True)


def _metres(digits: str) -> int:
    return int(digits.ljust(5, "0")) if digits else 0


def _number(text: str) -> float:
    return float(text.replace(",", "."))
