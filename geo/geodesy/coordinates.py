"""Written coordinates: decimal degrees, degrees-minutes-seconds, MGRS and UTM, to degrees.

How exactly a position is written is not how exactly it was measured; only of an MGRS reference
is the width of its square known.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import numpy as np
from pyproj import Transformer

from geo.errors import InvalidCoordinate

# Hemispheres in English, Spanish and Russian (С, Ю, В, З). 'O' is east in German and west in
# French and Spanish, so it is not read.
_SIGNS = {"N": 1, "S": -1, "E": 1, "W": -1, "С": 1, "Ю": -1, "В": 1, "З": -1}
_LATITUDE = "NSСЮ"
_NUMBER = r"\d+(?:[.,]\d+)?"
# What keyboards and word processors put for °, ′ and ″ (U+02DA, U+00B4, U+02B9, U+02BA, quotes).
_LOOKALIKES = str.maketrans(
    {"˚": "°", "´": "′", "`": "′", "ʹ": "′", "‘": "′", "ʺ": "″", "“": "″", "„": "″"}
)
_ANGLE = re.compile(
    rf"(?P<before>[NSEWСЮВЗ])?\s*(?P<sign>[+\-−])?\s*(?P<degrees>{_NUMBER})\s*(?:[°ºd*]|deg)?"
    rf"(?:\s*(?P<minutes>{_NUMBER})\s*(?:['′’m]|min)?)?"
    rf"(?:\s*(?P<seconds>{_NUMBER})\s*(?:\"|″|”|''|′′|’’|s|sec)?)?"
    r"\s*(?P<after>[NSEWСЮВЗ])?",
    re.IGNORECASE,
)
_COLONS = re.compile(r"(?<=\d):(?=\d)")  # 44:12:30
_UTM = re.compile(
    rf"(?P<zone>\d{{1,2}})\s*(?P<band>[C-HJ-NP-X])\s+(?P<east>{_NUMBER})\s*m?\s*E?[\s,;]+"
    rf"(?P<north>{_NUMBER})\s*m?\s*N?",
    re.IGNORECASE,
)
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


def parse_angle(text: str) -> float:
    """Degrees of a written latitude or longitude.

    Parameters
    ----------
    text : str
        '39.9936', '39,9936', '39°59′37″N', 'N 39 59.617', '39:59:37', '-75.5'.

    Returns
    -------
    float
        Degrees, negative in the south and west.

    Raises
    ------
    InvalidCoordinate
        If it is none of these, or minutes or seconds reach 60.
    """
    match = _ANGLE.fullmatch(_COLONS.sub(" ", text.strip().translate(_LOOKALIKES)))
    if match is None:
        raise InvalidCoordinate(
            f"{text!r} is not a latitude or longitude", "Expected 39.9936 or 39°59'37\"N."
        )
    degrees, minutes, seconds = (
        _number(match[name] or "0") for name in ("degrees", "minutes", "seconds")
    )
    letters = [x.upper() for x in (match["before"], match["after"]) if x]
    whole = match["minutes"] is None or degrees == int(degrees)
    if len(letters) > 1 or (letters and match["sign"]) or not whole or max(minutes, seconds) >= 60:
        raise InvalidCoordinate(
            f"{text!r} is not a latitude or longitude",
            "One hemisphere or sign; minutes and seconds below 60.",
        )
    value = degrees + minutes / 60 + seconds / 3600
    negative = match["sign"] in ("-", "−") or (letters and _SIGNS[letters[0]] < 0)
    return -value if negative else value


def parse_position(text: str) -> tuple[float, float]:
    """Longitude and latitude of a written position.

    Parameters
    ----------
    text : str
        MGRS ('38TQK0011222333'), UTM with zone and band ('38T 720000 4430000'), or latitude and
        longitude in one cell, with hemispheres or latitude first.

    Returns
    -------
    tuple of float
        Degrees on WGS 84; for MGRS the middle of the square.

    Raises
    ------
    InvalidCoordinate
        If it is none of these.
    """
    if is_mgrs(text):
        return from_mgrs(text)
    if match := _UTM.fullmatch(text.strip()):
        return from_utm(
            int(match["zone"]), match["band"], _number(match["east"]), _number(match["north"])
        )
    for parts in _halves(text.strip()):
        try:
            first, second = (parse_angle(part) for part in parts)
        except InvalidCoordinate:
            continue
        hemisphere = {c for c in parts[1].upper() if c in _SIGNS}
        lat, lon = (second, first) if hemisphere & set(_LATITUDE) else (first, second)
        if abs(lat) <= 90 and abs(lon) <= 180:
            return lon, lat
    raise InvalidCoordinate(
        f"{text!r} is not a position", "Expected latitude and longitude, MGRS, or UTM with zone."
    )


def from_mgrs(text: str) -> tuple[float, float]:
    """Longitude and latitude of the middle of an MGRS square (NGA.STND.0037).

    The place is somewhere in the square, so within side / √2 of its middle: `mgrs_square_m`.

    Raises
    ------
    InvalidCoordinate
        If the letters or digits do not make a square. Polar zones (A, B, Y, Z) are not read.
    """
    match = _MGRS.fullmatch(re.sub(r"\s", "", text).upper())
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
    """Side of the square that an MGRS reference names, in metres."""
    digits = re.sub(r"\s", "", text)[-10:]
    count = len(digits) - len(digits.rstrip("0123456789"))
    return float(10 ** (5 - count // 2))


def is_mgrs(text: str) -> bool:
    """Whether a written position is an MGRS reference: not UTM, not angles."""
    compact = re.sub(r"\s", "", text)
    return _MGRS.fullmatch(compact) is not None and _UTM.fullmatch(text.strip()) is None


def from_utm(zone: int, band: str, east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude of UTM coordinates on WGS 84.

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
    """Latitudes from which to which a band reaches: 'S' from 32° to 40°."""
    south = 8 * _BANDS.index(band) - 80
    return south, south + (12 if band == "X" else 8)


def in_band(band: str, lat: Any) -> Any:
    """Whether latitudes lie in a band, or 1° beyond it: the middle of a square may lie there.

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


def _halves(text: str) -> list[tuple[str, str]]:
    """Ways to part a text in two angles: at a separator, after a hemisphere, in the middle."""
    if "\n" in text or len(text) > 100:
        return []
    out = []
    for separator in (";", "/", ", ", ","):
        if text.count(separator) == 1:
            out.append(text.split(separator))
    if match := re.fullmatch(r"(.*\d.*?[NSEWСЮВЗ])[\s,;]*(.*\d.*)", text, re.IGNORECASE):
        out.append(list(match.groups()))
    if match := re.fullmatch(r"([NSEWСЮВЗ].*\d\D*?)[\s,;]*([NSEWСЮВЗ].*\d.*)", text, re.IGNORECASE):
        out.append(list(match.groups()))
    words = text.split()
    if len(words) % 2 == 0:
        middle = len(words) // 2
        out.append([" ".join(words[:middle]), " ".join(words[middle:])])
    return [(a.strip(), b.strip()) for a, b in out]
