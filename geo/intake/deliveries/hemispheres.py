"""Letters of hemispheres, and of east and north, that stand where a reader could miss them."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.geodesy.angles import hemisphere
from geo.intake.readers import RawTable
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.terms import Level

LETTERS_UNUSED = rule(
    "hemisphere-not-used",
    Level.ERROR,
    "A column beside that of a latitude or longitude holds nothing but letters of hemispheres, but "
    "is not taken for that; positions may lie on the wrong side of the globe.",
    "Say what it is: --column north_south=COLUMN or --column east_west=COLUMN; or that it is none: "
    "--column north_south= .",
)
_OPEN = ("O",)  # Oeste, Ouest or Ost
_NAMED = re.compile(r"hem", re.IGNORECASE)
_EASTING, _NORTHING = re.compile(r"[EВ]", re.IGNORECASE), re.compile(r"[NС]", re.IGNORECASE)


def find_unused_letters(raw: RawTable, how: Import) -> list[Finding]:
    """Find columns of hemispheres that nothing is made of.

    Parameters
    ----------
    raw : RawTable
        With columns of degrees.
    how : Import
        Which columns these are.
    """
    columns = list(raw.frame.columns)
    taken = {*how.columns.values()}
    found = []
    for axis, other in (("latitude", "north_south"), ("longitude", "east_west")):
        if other in how.columns or other in how.left_out:
            continue
        after = columns.index(how.columns[axis]) + 1
        for at, name in enumerate(columns):
            if name in taken or not (at in {after, after - 2} or _NAMED.search(str(name))):
                continue
            values = {str(v).strip() for v in raw.frame[name].dropna().unique()[:20]}
            letters = {hemisphere(v) or (v.upper() if v.upper() in _OPEN else "") for v in values}
            ours = {"N", "S"} if axis == "latitude" else {"E", "W", *_OPEN}
            if letters and letters <= ours:
                said = f"{name}: {', '.join(sorted(values))}"
                found.append(raw.finding(LETTERS_UNUSED, said, column=name, value=said))
    return found


def exchanged(east: pd.Series, north: pd.Series) -> npt.NDArray[np.bool_]:
    """Tell in which rows each of two columns of metres holds the other's, by their letters.

    Parameters
    ----------
    east, north : Series of object, shape (n,)
        As written: '4427890N', '578345 E'.
    """

    def has(values: pd.Series, letter: re.Pattern[str]) -> npt.NDArray[np.bool_]:
        return np.array([bool(letter.search(str(v))) for v in values.fillna("")], dtype=bool)

    return has(east, _NORTHING) & has(north, _EASTING)
