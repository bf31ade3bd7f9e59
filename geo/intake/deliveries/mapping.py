"""Columns of a delivery taken for columns of the schema."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from geo.model.manifest import CLAIM_PARTS, OUTLINE_POINT, POSITION
from geo.model.schema import Column, KeyedLayer, Kind

# Filled by the import itself; of a file that is not ours, never from a column.
_OWN = {"source_values", "delivery", "retired"}
# Which layers name the source row by row; elsewhere it is stated for the delivery.
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")  # 'Latitude (DD)', 'Date [dd.mm.yyyy]'
_CITING = ("sources", "claims")
_SIGN = re.compile(r"(?<![\w.)])[-\u2010-\u2015\u2212\ufe63\uff0d]\s*(?=\d)")  # before a number
_SIGNS = "+<>=≤≥?~\N{MINUS SIGN}"


def fold_heading(text: str) -> str:
    """Return text without case, accents, spaces and punctuation, to compare names by.

    Marks of scripts in which they are letters (Lao, Khmer, Thai, those of India) stay.

    Examples
    --------
    >>> fold_heading("Año (local)"), fold_heading("Площадь, га")
    ('anolocal', 'площадьга')
    >>> fold_heading("ກີ") == fold_heading("ກູ")
    False
    """
    parts = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(c for c in parts if c.isalnum() or _is_vowel(c))


def fold_value(text: str) -> str:
    """Fold as `fold_heading`, but keep signs of numbers and doubt: −1 is not 1, 'SHA?' no SHA.

    Examples
    --------
    >>> fold_value("-1"), fold_value("Non-technical survey"), fold_value("SHA ?")
    ('-1', 'nontechnicalsurvey', 'sha?')
    """
    plain = _SIGN.sub("\N{MINUS SIGN}", text)
    parts = unicodedata.normalize("NFKD", plain.casefold()).casefold()
    kept = (c for c in parts if c.isalnum() or _is_vowel(c) or c in _SIGNS)
    return "".join(kept).replace("\N{MINUS SIGN}", "-")


def fold_stated(text: str) -> str:
    """Text as stated values are compared where none is the same: all but case and spaces counts.

    Examples
    --------
    >>> fold_stated(" Zona  4"), fold_stated("-1"), fold_stated("Año")
    ('zona 4', '-1', 'año')
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_vowel(letter: str) -> bool:
    """Tell a mark that is a letter of its own: those from Devanagari to Khmer and Tai Tham are."""
    return "\u0900" <= letter < "\u1ab0" and unicodedata.category(letter)[0] == "M"


@cache
def _names() -> Mapping[str, Any]:
    text = files("geo.intake.deliveries").joinpath("names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def synonyms(enumeration: str) -> Mapping[str, str]:
    """Return terms of an enumeration by the names that deliveries give them, see `fold_value`."""
    known = _names()["terms"].get(enumeration, {})
    return {fold_value(name): term for term, names in known.items() for name in (term, *names)}


def tables(name: str) -> Mapping[str, Any]:
    """Return a table of `names.toml`."""
    found: Mapping[str, Any] = _names()[name]
    return found


@cache
def listed_words(table: str, name: str) -> frozenset[str]:
    """Return words that `names.toml` lists, in lower case."""
    return frozenset(w.casefold() for w in _names()[table][name])


@cache
def words_for(table: str) -> frozenset[str]:
    """Return all words of a table of `names.toml`, folded."""
    return frozenset(fold_heading(w) for words in _names()[table].values() for w in words)


def part_of_date(part: str, columns: Sequence[str]) -> str | None:
    """Return the column whose name says that it holds the year, month or day of a date."""
    names = [fold_heading(w) for w in _names()["parts_of_dates"][part]]
    return next((c for name in names for c in columns if fold_heading(c) == name), None)


@cache
def _months() -> Mapping[str, int]:
    return {fold_heading(w): int(n) for n, words in _names()["months"].items() for w in words}


def month_number(word: str) -> int:
    """Number of a month, 1 to 12; 0 if the word names none."""
    return _months().get(fold_heading(word), 0)


def find_personal(columns: Sequence[str]) -> list[str]:
    """Return those columns that may name or locate persons, by their names."""
    known = {fold_heading(name) for name in _names()["persons"]["names"]}
    return [c for c in columns if fold_heading(c) in known]


def is_exported(columns: Collection[str]) -> bool:
    """Tell a file that `atlas export` wrote, by columns that nobody else has together.

    Examples
    --------
    >>> is_exported(["hazard_id", "source_values", "delivery", "retired", "wkt"])
    True
    >>> is_exported(["hazard_id", "retired", "wkt"])
    False
    """
    # A Shapefile has no room for the name 'source_values', a table no column 'source_ids'.
    return {"delivery", "retired"} <= {*columns} and not {"source_values", "source_ids"}.isdisjoint(
        columns
    )


@cache
def _areas() -> Mapping[str, str]:
    """Return units of area by their folded names."""
    named = _names()["units"]
    return {
        fold_heading(word): unit for unit in ("ha", "km2", "m2", "acres") for word in named[unit]
    }


def area_unit(column: str) -> tuple[str | None, str]:
    """Return unit of area that stands in the name of a column, and the name without it, folded.

    Examples
    --------
    >>> area_unit("Area Size (sq km)"), area_unit("area_ha"), area_unit("Площадь, кв. м")
    (('km2', 'areasize'), ('ha', 'area'), ('m2', 'площадь'))
    """
    words = [w for w in re.split(r"[^\w²]+|_", column) if w]
    for length in (3, 2, 1):
        for start in range(len(words) - length, -1, -1):
            unit = _areas().get(fold_heading("".join(words[start : start + length])))
            if unit is not None:
                before = words[:start]
                if before and before[-1].casefold() in ("in", "en", "em", "в", "u"):
                    before.pop()
                return unit, fold_heading("".join([*before, *words[start + length :]]))
    return None, fold_heading(column)


def guess_columns(
    columns: Sequence[str],
    layer: KeyedLayer,
    tags: Mapping[str, str] | None = None,
    unwanted: Collection[str] = (),
) -> dict[str, str]:
    """Guess which column of a file holds what.

    A column is taken for its schema name, its title, its HXL tag, or one of the names in
    `names.toml`, in this order; each column of the file at most once. What stands in brackets in
    a name does not matter, nor, of areas, the unit.

    Parameters
    ----------
    columns : sequence of str
        Columns of the file.
    layer : KeyedLayer
        What is to be imported.
    tags : mapping of str to str, optional
        HXL tag by column of the file.
    unwanted : collection of str
        Schema columns, or parts of a position, that are not to be guessed. What would be taken
        for one of them is not taken for another instead.

    Returns
    -------
    dict of str to str
        Schema column, or part of a position, to column of the file.
    """
    by_name = {fold_heading(c): c for c in reversed(columns)}
    by_plain = {fold_heading(_IN_BRACKETS.sub("", c)): c for c in reversed(columns)}
    by_bare = {name: c for c in reversed(columns) if (name := area_unit(c)[1]) != fold_heading(c)}
    by_tag = {tag.replace(" ", ""): c for c, tag in reversed(list((tags or {}).items()))}
    free = dict.fromkeys(columns)
    out: dict[str, str] = {}
    own = _OWN if layer.name in _CITING else {*_OWN, "source_id"}
    if is_exported(columns):
        own = own - {"retired"}
    wanted = [c for c in layer.columns if not c.derived and c.name not in own]
    parts: tuple[str, ...] = POSITION if layer.geometry else ()
    if layer.name == "claims":
        parts = CLAIM_PARTS
    if layer.geometry == "MULTIPOLYGON":
        parts = (*POSITION, *OUTLINE_POINT)
    # Two passes: what is named exactly must not be lost to a looser name.
    for exact in (True, False):
        for column in wanted:
            names = _exact(column) if exact else _loose(column, layer)
            found = by_tag.get(column.hxl) if exact and column.hxl else None
            found = found or next((by_name[n] for n in names if by_name.get(n) in free), None)
            if found is None and not exact:
                found = next((by_plain[n] for n in names if by_plain.get(n) in free), None)
            if found is None and not exact and column.unit == "m2":
                found = next((by_bare[n] for n in names if by_bare.get(n) in free), None)
            if found in free and column.name not in out:
                out[column.name] = found
                free.pop(found)
        for part in parts:
            if part == "zone":  # by its values too: `geo.intake.deliveries.zones.zone_column`
                continue
            names = [fold_heading(part)] if exact else _listed(part)
            found = next((by_name[n] for n in names if by_name.get(n) in free), None)
            if found is None and not exact:
                found = next((by_plain[n] for n in names if by_plain.get(n) in free), None)
            if found is not None and part not in out:
                out[part] = found
                free.pop(found)
    return {name: file for name, file in out.items() if name not in unwanted}


def find_named_like(columns: Sequence[str], column: Column, layer: KeyedLayer) -> list[str]:
    """Return columns of a file that may be meant by their name, the likeliest first."""
    names = dict.fromkeys([*_exact(column), *_loose(column, layer)])
    return [c for name in names for c in columns if fold_heading(c) == name]


def _exact(column: Column) -> list[str]:
    return [fold_heading(column.name), fold_heading(column.title)]


def _loose(column: Column, layer: KeyedLayer) -> list[str]:
    if column.kind is not Kind.KEY:
        return _listed(column.name)
    own = _names().get(layer.name, {}).get("key")
    return [fold_heading(n) for n in own] if own else _listed("key")


def _listed(name: str) -> list[str]:
    return [fold_heading(n) for n in _names()["columns"].get(name, ())]
