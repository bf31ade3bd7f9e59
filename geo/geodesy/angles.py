"""Written latitudes and longitudes, each with the axis that its letter names.

Hemispheres are read before and after the number, as letters and words of the languages below.
'O' is east in German and west in French and Spanish, so it is not read. A lone 'S' is south, as
in English; beside I, Z or J it is 'sjever' or 'sever', north in the South Slavic languages.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from geo.errors import InvalidCoordinate

Axis = Literal["latitude", "longitude"]

_SIGNS = {"N": 1, "S": -1, "E": 1, "W": -1}
_AXES: dict[str, Axis] = {
    "N": "latitude",
    "S": "latitude",
    "Φ": "latitude",
    "E": "longitude",
    "W": "longitude",
    "Λ": "longitude",
}
# Words and abbreviations, in lower case without points, spaces and apostrophes.
_WORDS = {
    "N": "n north northern norte nord с север северная северной північна північної "
    "شمالا شمال شمالاً sjever sjeverno",
    "S": "south southern sur sul sud ю юг южная южной південна південної cənub "
    "جنوبا جنوب جنوباً jug južno",
    "E": "e east eastern este est leste ost в восток восточная восточной східна східної şərq "
    "شرقا شرق شرقاً istok istočno",
    "W": "w west western oeste ouest вест з запад западная западной західна західної qərb "
    "غربا غرب غرباً zapad zapadno",
    "Φ": "lat latitude latitud широта φ enlik",
    "Λ": "lon long lng longitude longitud долгота λ uzunluq",
}
_LETTERS = {word: letter for letter, words in _WORDS.items() for word in words.split()}
_SLAVIC = {"S": "N", "J": "S", "I": "E", "Z": "W"}
_TURKISH = {"K": "N", "G": "S", "D": "E", "B": "W"}  # kuzey, güney, doğu, batı

# What keyboards and word processors put for °, ′ and ″; marks of direction and odd spaces.
_MARKS = str.maketrans(
    {
        **dict.fromkeys("ºº˚*", "°"),
        **dict.fromkeys("'’‘´`ʹˈ", "′"),
        **dict.fromkeys('"”“„ʺ', "″"),
        **dict.fromkeys("−–—", "-"),
        **dict.fromkeys("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\ufeff", ""),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\t", " "),
        "٫": ".",
        "،": ",",
    }
)
_COLONS = re.compile(r"(?<=\d)\s*:\s*(?=\d)")  # 44:12:30
_NUMBER = r"\d+(?:[.,]\d+)?"
# 39d59m37s, 39 deg 59 min 37 sec; the s of seconds follows at once, an S apart from it is south.
_UNITS = re.compile(
    rf"({_NUMBER})\s*(?:degrees?|deg|d)(?![^\W\d_])\.?\s*(?:({_NUMBER})\s*(?:minutes?|min|m)(?![^\W\d_])\.?\s*"
    rf"(?:({_NUMBER})(?:\s*(?:seconds?|sec)(?![^\W\d_])\.?|s(?![^\W\d_]))?)?)?",
    re.IGNORECASE,
)
_PHRASES = (
    (re.compile(r"\bс\.?\s*ш\b\.?", re.IGNORECASE), " N "),
    (re.compile(r"\bю\.?\s*ш\b\.?", re.IGNORECASE), " S "),
    (re.compile(r"\bв\.?\s*д\b\.?", re.IGNORECASE), " E "),
    (re.compile(r"\bз\.?\s*д\b\.?", re.IGNORECASE), " W "),
    (re.compile(r"\bпн\.?\s*ш\b\.?", re.IGNORECASE), " N "),
    (re.compile(r"\bпд\.?\s*ш\b\.?", re.IGNORECASE), " S "),
    (re.compile(r"\bсх\.?\s*д\b\.?", re.IGNORECASE), " E "),
    (re.compile(r"\bзх\.?\s*д\b\.?", re.IGNORECASE), " W "),
    (re.compile(r"\bş\.?m?\.?\s*e\b\.?", re.IGNORECASE), " N "),
    (re.compile(r"\bş\.?\s*u\b\.?", re.IGNORECASE), " E "),
    (
        re.compile(
            r"\b(?:широты?|долготы?|шир|долг|latitude|longitude)\b\.?(?=\s*$|\s*[,;/])", re.I
        ),
        "",
    ),
)
_WORD = re.compile(r"[^\W\d_]+\.?")
_ANGLE = re.compile(
    rf"(?P<label>[ΦΛ])?[\s:=]*(?P<before>[NSEW])?[\s:=]*(?P<sign>[+-])?\s*(?P<degrees>{_NUMBER})\s*°?"
    rf"(?:\s*(?P<minutes>{_NUMBER})\s*′?(?:\s*(?P<seconds>{_NUMBER})\s*(?:″|′′)?)?)?"
    r"\s*(?P<after>[NSEW])?"
)
_SIMPLE = re.compile(r"[\d\s.,;/+°′″-]+(?:[NSEW][\d\s.,;/+°′″-]*)*")
# 395937N, 0465548.5E, 3959.617N: degrees, minutes and seconds without anything between.
_PACKED = re.compile(r"(\d{1,3})(\d\d)(\d\d(?:[.,]\d+)?)|(\d{1,3})(\d\d(?:[.,]\d+)?)")


@dataclass(frozen=True)
class Angle:
    """A written angle.

    Attributes
    ----------
    degrees : float
        Negative in the south and west.
    axis : {'latitude', 'longitude'} or None
        Which of the two its hemisphere says that it is; None where it names none.
    """

    degrees: float
    axis: Axis | None


def read_angle(text: str) -> Angle:
    """Read a written latitude or longitude.

    Parameters
    ----------
    text : str
        '39.9936', '39,9936', '39°59′37″N', 'N 39 59.617', '15 30 20 S', '39:59:37', '-75.5',
        '39d59m37s', '395937N', '39°59′37″ с.ш.', digits of any script.

    Raises
    ------
    InvalidCoordinate
        If it is none of these, minutes or seconds reach 60, or it is beyond 90° of latitude or
        180° of longitude.
    """
    plain = text.strip().translate(_MARKS)
    # What holds no other letters than these need not be looked up.
    return _angle(_ANGLE.fullmatch(plain) or _ANGLE.fullmatch(canonicalise(text)), text)


def parse_angle(text: str) -> float:
    """Return the degrees of a written latitude or longitude; see `read_angle`."""
    return read_angle(text).degrees


def parse_pair(latitude: str, longitude: str) -> tuple[float, float, bool]:
    """Read latitude and longitude from two texts, exchanged where their hemispheres say so.

    Returns
    -------
    longitude, latitude : float
    exchanged : bool
        Whether the first text says that it is a longitude, and the second does not.

    Raises
    ------
    InvalidCoordinate
        If one of them is no angle, or says to be of the other's axis and the other does not.
    """
    first, second = read_angle(latitude), read_angle(longitude)
    if first.axis == "longitude" and second.axis == "latitude":
        return first.degrees, second.degrees, True
    for text, angle, axis in ((latitude, first, "latitude"), (longitude, second, "longitude")):
        if angle.axis not in (None, axis):
            raise InvalidCoordinate(
                f"{text[:100]!r} is a {angle.axis}, where a {axis} should be",
                "Correct the letter, or exchange the two.",
            )
    return second.degrees, first.degrees, False


def parse_angles(text: str) -> tuple[float, float, bool]:
    """Read latitude and longitude from one text.

    Parameters
    ----------
    text : str
        With hemispheres in any order, or without any.

    Returns
    -------
    first, second : float
        Longitude and latitude where a hemisphere tells which is which; else as they are.
    told : bool
        Whether one does.

    Raises
    ------
    InvalidCoordinate
        If there are not two angles in it, or both are of one axis.
    """
    plain = text.strip().translate(_MARKS)
    if not _SIMPLE.fullmatch(plain):
        plain = canonicalise(text)
    for one, other in _halves(plain):
        try:
            a, b = (_angle(_ANGLE.fullmatch(half), text) for half in (one, other))
        except InvalidCoordinate:
            continue
        axes = {a.axis, b.axis} - {None}
        if not axes:
            return a.degrees, b.degrees, False
        if a.axis == b.axis:
            break
        lat, lon = (b, a) if a.axis == "longitude" or b.axis == "latitude" else (a, b)
        if abs(lat.degrees) <= 90:
            return lon.degrees, lat.degrees, True
    raise InvalidCoordinate(
        f"{text[:100]!r} is not a latitude and a longitude",
        "Expected such as 39.99N 46.93E or 39°59'37\"N, 46°55'48\"E.",
    )


def word_position(longitude: float, latitude: float) -> str:
    """Return a position in words that can be read in one way only.

    Examples
    --------
    >>> word_position(35.168056, -15.505556)
    '15.505556° S, 35.168056° E'
    """
    south, west = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.6f}° {south}, {abs(longitude):.6f}° {west}"


@lru_cache(maxsize=1024)
def hemisphere(text: str) -> str:
    """Return N, S, E or W for a written hemisphere; an empty text if it names none.

    Examples
    --------
    >>> hemisphere("South"), hemisphere("с. ш."), hemisphere("O")
    ('S', 'N', '')
    """
    letters = canonicalise(text).strip()
    return letters if letters in _SIGNS else ""


def canonicalise(text: str) -> str:
    """Return a text with ASCII digits, the marks ° ′ ″, and hemispheres as N, S, E and W."""
    plain = text.strip().translate(_MARKS)
    if not plain.isascii():
        plain = "".join(_ascii_digit(c) for c in plain)
    plain = _COLONS.sub(" ", plain)
    if not any(c.isalpha() for c in plain):
        return plain
    plain = _UNITS.sub(_with_marks, plain)
    if not plain.isascii():
        for pattern, meant in _PHRASES:
            plain = pattern.sub(meant, plain)
    words = [w.rstrip(".") for w in _WORD.findall(plain)]
    single = {w.upper() for w in words if len(w) == 1}
    foreign: dict[str, str] = {}
    if single & {"I", "Z", "J"} and single <= {*_SLAVIC}:
        foreign = _SLAVIC
    elif single & {"K", "G"} and single & {"D", "B"} and single <= {*_TURKISH}:
        foreign = _TURKISH

    def letter(match: re.Match[str]) -> str:
        word = match[0].rstrip(".")
        if len(word) == 1 and word.upper() in foreign:
            return foreign[word.upper()]
        if word in ("S", "s"):
            return "S"
        return _LETTERS.get(word.casefold(), match[0])

    return _WORD.sub(letter, plain).strip()


def _ascii_digit(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _with_marks(match: re.Match[str]) -> str:
    marks = zip(match.groups(), "°′″", strict=True)
    return "".join(f"{number}{mark}" for number, mark in marks if number is not None) + " "


def _angle(match: re.Match[str] | None, text: str) -> Angle:
    if match is None:
        raise InvalidCoordinate(
            f"{text[:100]!r} is not a latitude or longitude", "Expected 39.9936 or 39°59'37\"N."
        )
    letters = [x for x in (match["before"], match["after"]) if x]
    axis = _AXES[letters[0]] if letters else None
    label = _AXES[match["label"]] if match["label"] else None
    degrees, minutes, seconds = _parts(match, axis)
    negative = match["sign"] == "-"
    fault = ""
    if len(letters) > 1 or (axis and label and axis != label):
        fault = "One hemisphere."
    elif letters and match["sign"] and (negative != (_SIGNS[letters[0]] < 0)):
        fault = "A hemisphere or a sign."
    elif max(minutes, seconds) >= 60 or (match["minutes"] is not None and degrees % 1):
        fault = "Minutes and seconds below 60."
    value = degrees + minutes / 60 + seconds / 3600
    most = 90 if "latitude" in (axis, label) else 180
    if not fault and value > most and (letters or label or match["minutes"] is not None):
        fault = f"At most {most}°."
    if fault:
        raise InvalidCoordinate(f"{text[:100]!r} is not a latitude or longitude", fault)
    if negative or (letters and _SIGNS[letters[0]] < 0):
        value = -value
    return Angle(value, axis or label)


def _parts(match: re.Match[str], axis: Axis | None) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds, also those written without anything between."""
    whole = match["degrees"]
    digits = len(re.split("[.,]", whole)[0])
    if axis and match["minutes"] is None and digits >= 4:
        packed = _PACKED.fullmatch(whole)
        seconds = digits >= 6
        if packed and digits - (4 if seconds else 2) <= (2 if axis == "latitude" else 3):
            groups = [g for g in packed.groups() if g]
            if seconds == (len(groups) == 3):
                numbers = [*map(_number, groups), 0.0]
                return numbers[0], numbers[1], numbers[2]
    one, two, three = (_number(match[n] or "0") for n in ("degrees", "minutes", "seconds"))
    return one, two, three


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _halves(text: str) -> list[tuple[str, str]]:
    """Return ways to part a text in two angles: at a separator, at a hemisphere, in the middle."""
    if "\n" in text or len(text) > 100:
        return []
    out: list[tuple[str, str]] = []
    for separator in (";", "/", "|", ", ", " ,", ","):
        if text.count(separator) == 1:
            one, _, other = text.partition(separator)
            out.append((one, other))
    if text.count(",") == 3 and "." not in text:  # 39,99,46,93
        at = [i for i, c in enumerate(text) if c == ","][1]
        out.append((text[:at], text[at + 1 :]))
    if match := re.fullmatch(r"(.*?\d.*?[NSEW])[\s,;/]*(.*\d.*)", text):
        out.append((match[1], match[2]))
    if match := re.fullmatch(r"([NSEWΦΛ].*?\d.*?)[\s,;/]*([NSEWΦΛ].*\d.*)", text):
        out.append((match[1], match[2]))
    words = text.split()
    if len(words) % 2 == 0:
        middle = len(words) // 2
        out.append((" ".join(words[:middle]), " ".join(words[middle:])))
    return [(a.strip(" ()[]"), b.strip(" ()[]")) for a, b in out]
