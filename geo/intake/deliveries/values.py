"""Values of a delivery in the terms of the schema. What is not understood stays as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pandas as pd

from geo.errors import GeoError
from geo.intake.deliveries.dates import ascii_digits, read_dates
from geo.intake.deliveries.mapping import fold_stated, fold_value, synonyms
from geo.intake.deliveries.quantities import judge_comma, parse_unit, strip_about
from geo.intake.readers.raw import parse_each
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.schema import Column, Kind
from geo.model.terms import Level

AMBIGUOUS_NUMBERS = rule(
    "ambiguous-numbers",
    Level.WARNING,
    "Numbers of a delivery have a comma or point that can mark decimals or thousands; they were "
    "not read.",
    'State it: decimals = "." or "," (--decimals).',
)

_SQUARE_METRES = {"m2": 1.0, "ha": 10_000.0, "km2": 1_000_000.0, "acres": 4046.8564224}
_DOTS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")  # 15.000: of fifteen, or fifteen thousand?
_CONTINENTAL = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+,\d+")  # 1.234,5
_WITH_UNIT = re.compile(r"([+-]?\d[\d.,]*)\s*(\D.*)", re.DOTALL)
_WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_SPACES = re.compile(r"(?<=\d)[\u00a0\u202f\u2009\u066c\u2019' ](?=\d{3}\b)")


def convert(
    given: pd.Series, column: Column, how: Import, file: str
) -> tuple[pd.Series, list[Finding]]:
    """Convert one column.

    Parameters
    ----------
    given : Series of object, shape (n,)
        Values as delivered; None where missing.
    column : Column
        What they should become.
    how : Import
        Terms, units and order of dates as the manifest states them.
    file : str
        For findings.

    Returns
    -------
    values : Series of object, shape (n,)
        Converted where understood, else as delivered: validation then names them.
    findings : list of Finding
    """
    findings: list[Finding] = []
    if column.domain is not None or column.name in how.values:
        values = _terms(given, column, how.values.get(column.name, {}))
    elif column.kind in (Kind.REAL, Kind.INTEGER):
        values = parse_each(given, lambda v: ascii_digits(v.strip()) if isinstance(v, str) else v)
        values, unit = _units(values.astype(object), column, how.units.get(column.name, "m2"))
        values, findings = _numbers(values, column, how.decimals, file)
        factor = unit.map(_SQUARE_METRES)
        if (factor != 1).any():
            number = values.map(lambda v: isinstance(v, int | float)).astype(bool)
            values = values.where(~number, values.where(number) * factor)
    elif column.kind in (Kind.DATE, Kind.PARTIAL_DATE):
        values, findings = read_dates(given, column, how, file)
    else:
        values = parse_each(given, _text)
    return values.astype(object).where(values.notna(), None), findings


def _text(value: object) -> str:
    """Return a value as text without spaces around it; a whole number without decimals."""
    if isinstance(value, str):
        return _listed(value.strip()) if value.startswith("[") else value.strip()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _listed(text: str) -> str:
    """Return the values of a JSON list, in one line; the text itself if it is none."""
    try:
        values = json.loads(text)
    except ValueError:
        return text
    plain = isinstance(values, list) and not any(isinstance(v, list | dict) for v in values)
    return ", ".join(str(v) for v in values if v is not None) if plain else text


class TermsCollide(GeoError, ValueError):
    """A value of a file fits several stated ones that mean different terms."""


def _terms(values: pd.Series, column: Column, stated: Mapping[str, str]) -> pd.Series:
    """Return terms of values: those that are stated for them, else those known by these names."""
    exact = {k.strip(): v for k, v in stated.items()}
    alike: dict[str, set[str]] = {}
    for key, meant in exact.items():
        alike.setdefault(fold_stated(key), set()).add(meant)
    domain = column.domain
    general = synonyms(domain.__name__) if domain is not None else {}
    members = {fold_value(n): str(m) for m in domain or () for n in (m.label, m)}

    def term(value: object) -> str | None:
        text = _text(value)
        if text in exact:
            return exact[text] or None
        if found := alike.get(fold_stated(text)):
            if len(found) > 1:
                same = [k for k in exact if fold_stated(k) == fold_stated(text)]
                raise TermsCollide(
                    f"{column.name}: {text!r} may be {' or '.join(map(repr, same))}, which are "
                    f"stated to mean {', '.join(map(repr, sorted(found)))}",
                    f"State it as it is written: --value '{column.name}.{text}=TERM'.",
                )
            return min(found) or None
        name = fold_value(text)
        return members.get(name, general.get(name, text)) or None

    read = {v: term(v) for v in values.dropna().unique()}
    return parse_each(values, read.__getitem__)


def _units(values: pd.Series, column: Column, usual: str) -> tuple[pd.Series, pd.Series]:
    """Return areas without the unit that is written behind some of them, and the unit of each."""
    unit = pd.Series(usual, index=values.index, dtype=object)
    if column.unit != "m2":
        return values, unit
    read = {}
    for text in {v for v in values.dropna().unique() if isinstance(v, str)}:
        match = _WITH_UNIT.fullmatch(_SPACES.sub("", text))
        if match and (name := parse_unit(match[2].strip(" ."))) in _SQUARE_METRES:
            read[text] = (match[1], name)
    if read:
        known = values.isin(list(read))
        unit[known] = values[known].map(lambda t: read[t][1])
        values = values.where(~known, values.map(lambda t: read.get(t, (t, ""))[0]))
    return values, unit


def _numbers(
    values: pd.Series, column: Column, decimals: str | None, file: str
) -> tuple[pd.Series, list[Finding]]:
    texts = values[[isinstance(v, str) for v in values.tolist()]]
    if texts.empty:
        return values, []
    plain = parse_each(texts, lambda t: strip_about(_SPACES.sub("", t)))
    if decimals is None and plain.map(_CONTINENTAL.fullmatch).notna().any():
        decimals = ","
    stated = {None: None, ",": "decimals", ".": "thousands"}[decimals]
    findings = []
    if stated == "decimals":
        grouped = plain.map(lambda t: bool(_DOTS.fullmatch(t) or _CONTINENTAL.fullmatch(t)))
        plain = plain.where(~grouped.astype(bool), plain.str.replace(".", "", regex=False))
    elif stated is None and column.unit == "m2":
        dotted = plain[plain.str.contains(".", regex=False)]
        if len(dotted) and dotted.map(_DOTS.fullmatch).notna().all():
            message = f"{dotted.iloc[0]!r}: decimals or thousands?"
            findings.append(Finding(AMBIGUOUS_NUMBERS, message, file=file, column=column.name))
            values, plain = values.mask(values.index.isin(dotted.index)), plain.drop(dotted.index)
    match stated or judge_comma(plain):
        case "either":
            message = f"{next(t for t in plain if ',' in t)!r}: decimals or thousands?"
            findings.append(Finding(AMBIGUOUS_NUMBERS, message, file=file, column=column.name))
        case "thousands":
            plain = plain.str.replace(",", "", regex=False)
        case "decimals":
            plain = plain.str.replace(",", ".", regex=False)
    numbers = pd.to_numeric(plain, errors="coerce")
    out = values.copy()
    good = numbers.index[numbers.notna()]
    # One that is no number makes floats of all others: 3 would be 3.0, as nobody wrote it.
    whole = {t: int(t) for t in plain[good].unique() if _WHOLE.fullmatch(t)}
    out[good] = [whole.get(t, n) for t, n in zip(plain[good], numbers[good].tolist(), strict=True)]
    return out, findings
