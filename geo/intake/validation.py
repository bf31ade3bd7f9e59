"""From raw rows to typed rows: every value is checked against the schema.

A row with an error is rejected and listed; all faults of all rows are found in one run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.intake.readers.raw import RawTable, parse_each
from geo.model.dates import is_partial_date
from geo.model.findings import Finding, Rule, rule
from geo.model.lists import join, split
from geo.model.rules import END_BEFORE_START, INVALID_DATE, UNKNOWN_VALUE
from geo.model.schema import Column, Kind, Layer, give_types, key_of
from geo.model.sources import web_address
from geo.model.terms import Level

MISSING_COLUMN = rule(
    "missing-column",
    Level.ERROR,
    "A column that every row needs is not in the file.",
    'Map it in the manifest: columns = { name = "name in the file" }.',
)
UNKNOWN_COLUMN = rule(
    "unknown-column",
    Level.INFO,
    "A column of the file is not in the schema and is not used.",
    "Map it in the manifest, or leave it.",
)
MISSING_VALUE = rule(
    "missing-value", Level.ERROR, "A value that every row needs is missing.", "Fill it in."
)
DUPLICATE_KEY = rule(
    "duplicate-key",
    Level.ERROR,
    "The same key occurs twice, as it is or after trimming and case folding; the first is kept.",
    "Give each row a key of its own.",
)
INVALID_NUMBER = rule(
    "invalid-number",
    Level.ERROR,
    "A value is not a finite number, or outside its bounds.",
    "Use digits and a decimal point, without units or thousands marks.",
)
INVALID_BOOLEAN = rule(
    "invalid-boolean", Level.ERROR, "A value is neither true nor false.", "Use true or false."
)
INVALID_ADDRESS = rule(
    "invalid-address",
    Level.WARNING,
    "A value is not an http(s) address; it is left out.",
    "Give the full address, starting with https://.",
)

BOUNDS_SWAPPED = rule(
    "bounds-swapped",
    Level.ERROR,
    "A lower bound is above its upper bound.",
    "Swap or correct them.",
)

UNREAD_VALUE = rule(
    "delivered-value-unread",
    Level.WARNING,
    "A value of an imported row was not understood; the row is kept without it, and the value "
    "stays in its source_values.",
    "State how to read it and import again: --value, --unit, --dates, --calendar (of years such as "
    "1402 or 2566), --decimals or --column.",
)
# An office's outline counts although its date is not understood: without it the map shows less.
_KEPT_WITHOUT = (UNKNOWN_VALUE, INVALID_NUMBER, INVALID_DATE, INVALID_BOOLEAN)
# But land released on a day that nobody can read would count as released at all times.
NEVER_WITHOUT = (("land_release", "valid_from"),)

_YEARS = [str(year) for year in range(1900, 2101)]
# In English, French, Spanish, Portuguese, Russian, Bosnian, Azerbaijani and Arabic.
_BOOLEANS = {
    **dict.fromkeys(
        ("true", "1", "yes", "oui", "sí", "si", "sim", "да", "da", "bəli", "نعم"), True
    ),
    **dict.fromkeys(("false", "0", "no", "non", "não", "нет", "ne", "xeyr", "لا"), False),
}
_SPANS = (
    ("period_start", "period_end", END_BEFORE_START),
    ("valid_from", "valid_to", END_BEFORE_START),
    ("quantity_min", "quantity_max", BOUNDS_SWAPPED),
)


@dataclass(frozen=True)
class Checked:
    """Typed rows, the position each has in the raw table, and what was found."""

    frame: pd.DataFrame
    kept: np.ndarray
    findings: tuple[Finding, ...]


def validate(raw: RawTable, layer: Layer) -> Checked:
    """Check raw rows against a layer's columns.

    Parameters
    ----------
    raw : RawTable
        Rows as read, columns already carrying the schema's names.
    layer : Layer
        What they should be.

    Returns
    -------
    Checked
        Rows without an error, typed and with exactly the layer's columns; `kept` holds their
        positions in `raw`.
    """
    return _Validation(raw, layer).run()


class _Validation:
    """One pass over a table; collects findings and the rows to reject."""

    def __init__(self, raw: RawTable, layer: Layer) -> None:
        self.raw = raw
        self.layer = layer
        self.findings: list[Finding] = list(raw.findings)
        self.rejected = np.zeros(len(raw.frame), dtype=bool)
        none = pd.Series(None, index=raw.frame.index, dtype=object)
        self.delivered = raw.frame.get("delivery", none).notna().to_numpy()
        self.key = key_of(layer)
        self.keys = raw.frame.get(self.key)

    def run(self) -> Checked:
        self._columns()
        values = {c.name: self._values(c) for c in self.layer.columns if not c.derived}
        frame = pd.DataFrame(values, index=self.raw.frame.index)
        self._duplicates(frame)
        self._spans(frame)
        kept = np.flatnonzero(~self.rejected)
        return Checked(
            give_types(frame.iloc[kept].reset_index(drop=True), self.layer),
            kept,
            tuple(self.findings),
        )

    def _find(self, found: Rule, message: str, at: int, column: str, value: object) -> None:
        key = None if self.keys is None else self.keys.iloc[at]
        if (
            self.delivered[at]
            and found in _KEPT_WITHOUT
            and _spared(self.layer, self.layer.column(column))
        ):
            found = UNREAD_VALUE
        self.findings.append(
            self.raw.finding(
                found,
                message,
                at,
                column=column,
                value=value,
                layer=self.layer.name,
                feature_id=key,
            )
        )
        if found.level is Level.ERROR:
            self.rejected[at] = True

    def _find_of_file(self, found: Rule, message: str, column: str) -> None:
        self.findings.append(self.raw.finding(found, message, column=column, layer=self.layer.name))

    def _columns(self) -> None:
        have = set(self.raw.frame.columns)
        for column in self.layer.columns:
            if _needed(column) and column.name not in have:
                message = f"no column {column.name!r}; the file has {', '.join(sorted(have))}"
                self._find_of_file(MISSING_COLUMN, message, column.name)
                self.rejected[:] = True
        for name in sorted(have - set(self.layer.names)):
            self._find_of_file(UNKNOWN_COLUMN, f"column {name!r} is not used", name)

    def _values(self, column: Column) -> pd.Series:
        """Return the column's values, typed; faulty ones are found and left out."""
        if column.name not in self.raw.frame:
            return pd.Series(None, index=self.raw.frame.index, dtype=object)
        given = self.raw.frame[column.name]
        values = _trimmed(given)
        present = values.notna()
        if column.required or column.kind is Kind.KEY:
            for at in np.flatnonzero(~present).tolist():
                self._find(MISSING_VALUE, f"no {column.title.lower()}", at, column.name, None)
        values = self._converted(values, column)
        if column.domain is not None:
            bad = values.notna() & ~values.isin(set(column.domain))
            for at in np.flatnonzero(bad).tolist():
                self._find(
                    UNKNOWN_VALUE,
                    f"{values.iloc[at]!r}: expected one of {', '.join(column.domain)}",
                    at,
                    column.name,
                    given.iloc[at],
                )
            values = values.where(~bad, None)
        return values

    def _converted(self, values: pd.Series, column: Column) -> pd.Series:
        match column.kind:
            case Kind.REAL | Kind.INTEGER:
                return self._numbers(values, column)
            case Kind.DATE | Kind.PARTIAL_DATE:
                return self._dates(values, column)
            case Kind.BOOLEAN:
                return self._booleans(values, column)
            case Kind.URL:
                return self._addresses(values, column)
            case Kind.LIST:
                return parse_each(values, _list_text)
            case _:
                return _texts(values)

    def _numbers(self, values: pd.Series, column: Column) -> pd.Series:
        numbers = pd.to_numeric(values, errors="coerce").astype("float64")
        low = -np.inf if column.minimum is None else column.minimum
        high = np.inf if column.maximum is None else column.maximum
        good = np.isfinite(numbers) & numbers.between(low, high)
        if column.kind is Kind.INTEGER:
            good &= numbers == numbers.round()
        for at in np.flatnonzero(values.notna() & ~good).tolist():
            bounds = f" from {low:g} to {high:g}" if np.isfinite([low, high]).any() else ""
            self._find(
                INVALID_NUMBER,
                f"{values.iloc[at]!r}: expected {_article(column.kind)}{bounds}",
                at,
                column.name,
                values.iloc[at],
            )
        return numbers.where(good)

    def _dates(self, values: pd.Series, column: Column) -> pd.Series:
        texts = _texts(values)
        good = texts.isin([t for t in texts.dropna().unique() if is_partial_date(t)])
        if column.kind is Kind.DATE:
            good &= texts.str.len() == 10
        # An office's year of another century is a slip, or of a calendar that nobody stated.
        strange = good & self.delivered & ~texts.str[:4].isin(_YEARS)
        for at in np.flatnonzero(strange).tolist():
            message = f"{texts.iloc[at]!r}: expected a year from {_YEARS[0]} to {_YEARS[-1]}"
            self._find(INVALID_DATE, message, at, column.name, values.iloc[at])
        good &= ~strange
        for at in np.flatnonzero(texts.notna() & ~good & ~strange).tolist():
            expected = "YYYY-MM-DD" if column.kind is Kind.DATE else "YYYY, YYYY-MM or YYYY-MM-DD"
            self._find(
                INVALID_DATE,
                f"{texts.iloc[at]!r}: expected {expected}",
                at,
                column.name,
                values.iloc[at],
            )
        return texts.where(good, None)

    def _booleans(self, values: pd.Series, column: Column) -> pd.Series:
        read = parse_each(values, lambda v: _BOOLEANS.get(str(v).casefold()))
        for at in np.flatnonzero(values.notna() & read.isna()).tolist():
            self._find(
                INVALID_BOOLEAN,
                f"{values.iloc[at]!r}: expected true or false",
                at,
                column.name,
                values.iloc[at],
            )
        return read

    def _addresses(self, values: pd.Series, column: Column) -> pd.Series:
        good = values.isin([v for v in values.dropna().unique() if web_address(v)])
        for at in np.flatnonzero(values.notna() & ~good).tolist():
            self._find(
                INVALID_ADDRESS,
                f"{values.iloc[at]!r}: expected http:// or https://",
                at,
                column.name,
                values.iloc[at],
            )
        return values.where(good, None)

    def _duplicates(self, frame: pd.DataFrame) -> None:
        key = self.key
        if key is None or key not in self.raw.frame:
            return
        for at, original in find_repeated(frame[key]).items():
            self._find(
                DUPLICATE_KEY,
                f"{frame[key].iloc[at]!r} is already in row {self.raw.rows[original]}",
                at,
                key,
                self.raw.frame[key].iloc[at],
            )

    def _spans(self, frame: pd.DataFrame) -> None:
        for start, end, broken in _SPANS:
            if start not in frame or end not in frame:
                continue
            both = np.flatnonzero(frame[start].notna() & frame[end].notna())
            spans = (frame[name].iloc[both].tolist() for name in (start, end))
            for at, first, last in zip(both.tolist(), *spans, strict=True):
                # Of two partial dates '2023-04' and '2023', neither is before the other.
                comparable = first[: len(last)] if isinstance(first, str) else first
                if last < comparable:
                    self._find(broken, f"{start} {first} is after {end} {last}", at, end, last)


def find_unread(values: pd.Series, layer: Layer, column: Column) -> dict[int, str]:
    """Tell which values of an optional column of an import `validate` will leave out, or reject.

    Parameters
    ----------
    values : Series of object, shape (n,)
        None where missing.
    layer : Layer
        Theirs.
    column : Column
        Theirs.

    Returns
    -------
    dict of int to str
        By position: the value, and what was expected.
    """
    any_text = column.kind in (Kind.TEXT, Kind.LIST, Kind.URL) and column.domain is None
    if any_text or _needed(column):
        return {}
    frame = pd.DataFrame({column.name: values, "delivery": "an import"})
    raw = RawTable("", frame, np.arange(len(values)))
    check = _Validation(raw, Layer(layer.name, "", "", (column,)))
    check._values(column)
    return {f.row: f.message for f in check.findings if f.row is not None}


def find_repeated(keys: pd.Series) -> dict[int, int]:
    """Tell which keys occur twice, as they are or after trimming and case folding.

    Parameters
    ----------
    keys : Series, shape (n,)
        Missing ones are not equal to each other.

    Returns
    -------
    dict of int to int
        Position of each key that came before → that of the first.
    """
    plain = fold_key(keys).reset_index(drop=True)
    twice = plain.notna() & plain.duplicated()
    if not twice.any():
        return {}
    first = plain.dropna().drop_duplicates()
    position = dict(zip(first, first.index, strict=True))
    return {at: int(position[plain.iloc[at]]) for at in np.flatnonzero(twice).tolist()}


def fold_key(keys: pd.Series) -> pd.Series:
    """Return keys as they are compared: after trimming and case folding."""
    return parse_each(keys, lambda key: str(key).strip().casefold())


def _spared(layer: Layer, column: Column) -> bool:
    return not _needed(column) and (layer.name, column.name) not in NEVER_WITHOUT


def _needed(column: Column) -> bool:
    return (column.required or column.kind is Kind.KEY) and not column.derived


def _trimmed(values: pd.Series) -> pd.Series:
    """Return values without spaces around them, as objects; None where there is none."""
    cells = [(v.strip() or None) if isinstance(v, str) else v for v in values.tolist()]
    trimmed = pd.Series(cells, index=values.index, dtype=object)
    return trimmed.where(trimmed.notna(), None)


def _texts(values: pd.Series) -> pd.Series:
    plain = set(map(type, values.tolist())) <= {str, type(None)}
    return values if plain else parse_each(values, str)


def _list_text(value: object) -> str:
    return join(split(str(value)))


def _article(kind: Kind) -> str:
    return "a whole number" if kind is Kind.INTEGER else "a number"
