"""The ground a claim speaks of: a district, a place, or a named scope with its members.

A *named scope* is a region by the words of a source: 'liberated territories', 'five districts'. Its
members are the districts that the source lists with it, or they are not defined. Scopes of the same
name with other members are other ground, and so is one without: they are never mixed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from geo.claims.names import DistrictNames, fold
from geo.errors import AmbiguousName, UnknownName
from geo.model.dates import earliest
from geo.model.footprints import Ground, parse_all
from geo.model.lists import union

UNDEFINED = "not defined"
_QUOTES = str.maketrans(dict.fromkeys('“”„«»"'))
_LISTED = re.compile(r"\s*\([^()]*\)\s*$")


def scope_name(written: str) -> str:
    """Return the name of a scope without what stands behind it in brackets.

    Examples
    --------
    >>> scope_name("liberated territories (7 districts listed)")
    'liberated territories'
    """
    return _LISTED.sub("", written.translate(_QUOTES)).strip() or written


def find_ground(seen: pd.DataFrame) -> pd.DataFrame:
    """Return the ground each claim speaks of, as a key, a name and its members.

    Parameters
    ----------
    seen : DataFrame
        Result of `geo.claims.figures.sort_out`.

    Returns
    -------
    DataFrame, same index
        ``where``: equal for the same ground. ``place``: name to show. ``members``: canonical
        districts, ';'-joined, or 'not defined'.
    """
    group, spot = seen["group"].fillna(""), seen["place"].fillna("")
    whole = spot == ""
    place = spot.mask(whole & (seen["n_districts"] == 1), group)
    several = whole & (seen["n_districts"] > 1)
    written = seen["written"].fillna("").map(scope_name)
    place = place.mask(several, written)
    place = place.mask(place == "", "place not named").map(lambda name: name.translate(_QUOTES))
    # A spot keeps its own name; what one source calls it decides nothing about another's.
    key = group + "|" + spot.map(lambda name: name.translate(_QUOTES).casefold())
    members = group.mask(group == "", UNDEFINED)
    return pd.DataFrame({"where": key, "place": place, "members": members}, index=seen.index)


def match_ground(
    seen: pd.DataFrame,
    ground: pd.DataFrame,
    place: str,
    districts: pd.DataFrame,
    places: pd.DataFrame,
) -> pd.Series[bool]:
    """Tell which claims speak of the ground that a name stands for.

    Parameters
    ----------
    seen, ground : DataFrame
        Results of `geo.claims.figures.sort_out` and `find_ground`.
    place : str
        A district by any of its names, a named scope, the name or id of a settlement or point.
    districts, places : DataFrame
        Layers; geometry is not needed.

    Raises
    ------
    AmbiguousName
        If several places have that name.
    UnknownName
        If none has.
    """
    names = DistrictNames(districts)
    if (district := names.canonical(place)) is not None:
        return ground["where"] == f"{district}|"
    wanted = fold(scope_name(place))
    scopes = seen["written"].fillna("").map(lambda text: fold(scope_name(text)) == wanted)
    if scopes.any():
        named = ground.loc[scopes, "where"].unique()
        return ground["where"].isin(named)
    ids = _places_called(place, places)
    if ids:
        feet = parse_all(seen["footprint_id"])
        named = feet["names"].map(lambda found: ids[0] in found)
        return named & (feet["ground"] == Ground.PLACE)
    known = [
        *districts["district"],
        *sorted({scope_name(text) for text in seen["written"].dropna()}),
        *places["name"].dropna(),
    ]
    raise UnknownName("place", place, [str(name) for name in dict.fromkeys(known)])


def _places_called(text: str, places: pd.DataFrame) -> list[str]:
    """Return the one place of that id or name; none if there is no such name."""
    if (places["place_id"] == text).any():
        return [text]
    wanted, found = fold(text), {}
    columns = ("name", "canonical_name", "name_az", "other_names")
    for row in places.to_dict("records"):
        if wanted in {fold(name) for name in union(row[c] for c in columns)}:
            found[str(row["place_id"])] = f"{row['name']} ({row['district']})"
    if len(found) > 1:
        raise AmbiguousName("place", text, [f"{key}: {name}" for key, name in found.items()])
    return list(found)


def boundary_changes(districts: pd.DataFrame) -> list[tuple[str, str, frozenset[str]]]:
    """Return the days on which districts became other ground under the same name.

    A district with a `valid_from` was formed then, from the districts that its note names.

    Returns
    -------
    list of (str, str, frozenset of str)
        First day; what happened; the districts whose ground it changed.
    """
    return sorted(_changes(districts), key=lambda change: change[:2])


def _changes(districts: pd.DataFrame) -> Iterator[tuple[str, str, frozenset[str]]]:
    all_names = [str(name) for name in districts["district"]]
    for row in districts.to_dict("records"):
        for edge, word in (("valid_from", "formed"), ("valid_to", "dissolved")):
            since = row[edge]
            if pd.isna(since):
                continue
            note = "" if pd.isna(row["note"]) else str(row["note"])
            # Whole words: Khojaly is not in 'Khojalyn'.
            of = {n for n in all_names if re.search(rf"\b{re.escape(n)}\b", note)}
            named = of - {row["district"]}
            text = f"{row['district']} {word}" + (
                f", with {', '.join(sorted(named))}" if named else ""
            )
            yield (
                earliest(str(since)).isoformat(),
                f"{since}: {text}",
                frozenset(of | {row["district"]}),
            )
