"""Dates of a delivery as ISO dates: orders, names of months, calendars, counts of days and seconds.

What is not understood stays as it is; validation then names it. A year before 1900 or after 2100
is not believed (`geo.intake.validation`): it is a slip, or of a calendar that nobody stated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd

from geo.intake.deliveries.mapping import fold_heading, month_number, words_for
from geo.intake.readers.raw import parse_each, text_of
from geo.model.dates import is_partial_date
from geo.model.findings import Finding, rule
from geo.model.manifest import Import
from geo.model.schema import Column, Kind
from geo.model.terms import Level
from geo.model.wording import counted

AMBIGUOUS_DATES = rule(
    "ambiguous-dates",
    Level.WARNING,
    "Dates of a delivery can be read as day/month or as month/day, so they were not read.",
    'State the order in the manifest: dates = "dmy" or "mdy".',
)
SPREADSHEET_DAYS = rule(
    "spreadsheet-days",
    Level.WARNING,
    "Dates of a delivery are numbers, days as spreadsheet programs count them. From which day on "
    "depends on the workbook, so they were not read.",
    "State it: --serial-days 1900, or 1904 for old workbooks of Macintosh; or format the column as "
    "a date in the spreadsheet program.",
)
SECONDS = rule(
    "times-in-seconds",
    Level.INFO,
    "Dates of a delivery are counts of seconds or milliseconds since 1970; they were read in UTC.",
    "Nothing to do, if the days are right; else state the time zone: --utc-offset +04:00.",
)
IN_UTC = rule(
    "day-in-utc",
    Level.WARNING,
    "A date comes with a time that says UTC and is not midnight; the day where it happened may be "
    "another. The day of UTC was taken.",
    "State how far local time is from UTC: --utc-offset +04:00; or +00:00 if the day of UTC is "
    "meant.",
)
DATES_BESIDE = rule(
    "dates-beside",
    Level.WARNING,
    "A column holds dates, but is taken for no column of the layer; it was kept beside.",
    "If the date matters, map it to the column it is for: --column occurred=COLUMN, valid_from=…",
)
RECORD_TIMES = rule(
    "record-times-beside",
    Level.INFO,
    "A column holds when rows of a database were made or changed; it was kept beside.",
    "Nothing to do, unless it is a date of what the row tells of: --column known_from=COLUMN.",
)
# Of a row in somebody's database, by their names in letters only.
_OF_RECORDS = re.compile(
    r"(date)?(row|record)?(created|creation|updated|update|edited|edit|modified|lastedited|"
    r"lastupdate|lastmodified|lastupdated|lastchange)(on|at|date|time|timestamp)?"
)

_TIME = (
    r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?(?: ?(?:Z|UTC|GMT)?[+-]?[\d:]*)?.*)?"
)
_DOTTED = re.compile(rf"(\d{{1,2}})\. ?(\d{{1,2}})\. ?(\d{{4}})\.?{_TIME}", re.IGNORECASE)
_SLASHED = re.compile(rf"(\d{{1,2}})[/\-](\d{{1,2}})[/\-](\d{{4}}){_TIME}", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_MONTH = re.compile(r"(\d{1,2})[/.\-](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[/.](\d{1,2})")
_WORD = r"([^\W\d_]{3,})\.?"
_NAMED = re.compile(
    rf"(?:(\d{{1,2}})(?:st|nd|rd|th|\.)?[ \-/]*(?:de )?)?{_WORD}[ ,\-/]*(?:de )?(\d{{4}})\.?"
)
_NAMED_FIRST = re.compile(
    rf"{_WORD} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?: .*)?"
)  # May 5, 2020
_WEEKDAY = re.compile(r"[^\W\d_]{2,}\.?,? (?=\S)")
_DAYS = re.compile(r"[2-5]\d{4}(?:\.\d+)?")  # 1954 to 2064
_SECONDS = re.compile(r"-?\d{9,10}(?:\.\d+)?")
_MILLISECONDS = re.compile(r"-?\d{11,13}(?:\.0+)?")
_YEAR = re.compile(r"([12])[,. \u00a0\u202f](\d{3})|(\d{4})\.0+")  # 2,006 or 2006.0
_UTC = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(?:Z|UTC|[+-]00(?::?00)?)"
)
_FIRST_DAYS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
_BUDDHIST = 543  # years before those of Gregory
_GREGORIAN = range(1900, 2101)  # years that are of no other calendar
_SAMPLED = 2_000  # rows
_LOOKED_AT = 200  # values
_MOST = 0.8


def ascii_digits(text: str) -> str:
    """Return a text with Arabic, Persian and other decimal digits as 0 to 9.

    Examples
    --------
    >>> ascii_digits("٢٠٢٣-٠٥-٠٤"), ascii_digits("१५"), ascii_digits("½")
    ('2023-05-04', '15', '½')
    """
    if text.isascii():
        return text
    plain = (str(unicodedata.decimal(c, c)) for c in text)
    return "".join(plain).replace("\N{ARABIC DECIMAL SEPARATOR}", ".")


def read_dates(
    values: pd.Series, column: Column, how: Import, file: str
) -> tuple[pd.Series, list[Finding]]:
    """Read one column of dates.

    Parameters
    ----------
    values : Series of object, shape (n,)
        Values as delivered; None where missing.
    column : Column
        What they should become: days, or dates as exact as they are written.
    how : Import
        Order, calendar, first day of counts and distance from UTC, as far as they are stated.
    file : str
        For findings.

    Returns
    -------
    values : Series of object, shape (n,)
        ISO dates where understood, else as delivered.
    findings : list of Finding
    """
    texts = parse_each(values, _plain)
    distinct = [str(t) for t in texts.dropna().unique()]
    reader = _Reader(column, how, file)
    reader.settle_order(distinct)
    read: dict[Any, str] = {t: reader.iso(t) for t in distinct}
    reader.tell(texts)
    if all(a == b for a, b in read.items()):
        return texts, reader.findings
    return parse_each(texts, read.__getitem__), reader.findings


def find_untaken_dates(frame: pd.DataFrame, beside: Sequence[str], file: str) -> list[Finding]:
    """Return columns that are taken for nothing, although they hold dates.

    Parameters
    ----------
    frame : DataFrame
        Rows as read.
    beside : sequence of str
        Columns that are kept as delivered only.
    file : str
        For findings.
    """
    return [
        Finding(
            RECORD_TIMES
            if _OF_RECORDS.fullmatch(re.sub(r"[\W_]", "", name).lower())
            else DATES_BESIDE,
            f"{name}: {shown}",
            file=file,
            column=name,
            value=shown,
        )
        for name in beside
        if (shown := _date_in(frame[name]))
    ]


def from_parts(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.Series:
    """Return dates from columns with the year, the month and the day, as exact as they are filled.

    Parameters
    ----------
    frame : DataFrame, shape (n, …)
        Rows as read.
    columns : mapping of str to str
        Column of the file by 'year', 'month' and 'day'; the last two may be missing.
    """
    none = [None] * len(frame)
    parts = [frame[columns[p]].tolist() if p in columns else none for p in ("year", "month", "day")]
    cells = ([_plain_part(v) for v in part] for part in parts)
    texts = [_together(*row) for row in zip(*cells, strict=True)]
    return pd.Series(texts, index=frame.index, dtype=object)


def _together(year: str, month: str, day: str) -> str | None:
    if not year:
        return None
    number = month_number(month) or (int(month) if month.isdecimal() else 0)
    if not number:
        return f"{year} {month}".strip() if month not in ("", "0", "00") else year
    known = day.isdecimal() and int(day)
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if known else "")


def _plain_part(value: Any) -> str:
    text = "" if value is None or pd.isna(value) else _plain(value)
    match = _YEAR.fullmatch(text)
    return "".join(filter(None, match.groups())) if match else text.removesuffix(".0")


def _plain(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return ascii_digits(text_of(value))


def _date_in(values: pd.Series) -> str:
    """Return a date of a column in which most values are dates; nothing if they are not."""
    first = values.iloc[:_SAMPLED].dropna().tolist() or values.dropna().iloc[:_SAMPLED].tolist()
    sample = list(dict.fromkeys(map(_plain, first)))[:_LOOKED_AT]
    forms = (_ISO, _DOTTED, _SLASHED, _MILLISECONDS)
    dated = [t for t in sample if any(form.fullmatch(t) for form in forms) or _is_named(t)]
    return dated[0] if sample and len(dated) > _MOST * len(sample) else ""


def _is_named(text: str) -> bool:
    match = _NAMED.fullmatch(text)
    return bool(match and month_number(match[2]))


class _Reader:
    """Reads the dates of one column; collects findings."""

    def __init__(self, column: Column, how: Import, file: str) -> None:
        self.column = column
        self.how = how
        self.order = how.dates
        self.file = file
        self.findings: list[Finding] = []
        self.seconds: list[str] = []
        self.utc: list[str] = []

    def _find(self, found: Any, message: str, value: str | None = None) -> None:
        name = self.column.name
        self.findings.append(Finding(found, message, file=self.file, column=name, value=value))

    def settle_order(self, texts: Sequence[str]) -> None:
        """Tell from all dates together which of day and month is written first."""
        slashed = [m for t in texts if not is_partial_date(t) and (m := _SLASHED.fullmatch(t))]
        if not slashed or self.order is not None:
            return
        day_first = any(int(m[1]) > 12 for m in slashed)
        month_first = any(int(m[2]) > 12 for m in slashed)
        if day_first != month_first:
            self.order = "dmy" if day_first else "mdy"
        else:
            self._find(AMBIGUOUS_DATES, f"{slashed[0][0]!r}: day/month or month/day?")

    def tell(self, texts: pd.Series) -> None:
        """Say what was taken in another way than it is written."""
        counts = texts.value_counts()
        for found, these in ((SECONDS, self.seconds), (IN_UTC, self.utc)):
            if these:
                rows = counted(int(counts.reindex(these).sum()), "row")
                self._find(found, f"{these[0]!r} and others: {rows}", these[0])

    def iso(self, text: str) -> str:
        """Return the date as ISO text; as it is, where it is not understood."""
        if match := _UTC.fullmatch(text):
            return self._day_at(text, f"{match[1]} {match[2]}")
        if _DAYS.fullmatch(text):
            return self._counted(text)
        if _MILLISECONDS.fullmatch(text) or _SECONDS.fullmatch(text):
            return self._since_1970(text)
        return self._in_calendar(self._ordered(text), text)

    def _ordered(self, text: str) -> str:
        """Return year, month and day as far as they are written, in this order."""
        if match := _YEAR.fullmatch(text):
            return "".join(filter(None, match.groups()))
        if is_partial_date(text):
            return text
        if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            year, month, day = match.groups()
        elif match := _DOTTED.fullmatch(text):
            day, month, year = match.groups()
        elif self.order and (match := _SLASHED.fullmatch(text)):
            first, second, year = match.groups()
            day, month = (first, second) if self.order == "dmy" else (second, first)
        else:
            return _with_month(text, self.column)
        return f"{year}-{int(month):02d}-{int(day):02d}"

    def _in_calendar(self, date_: str, text: str) -> str:
        """Return a date of the stated calendar in that of Gregory; the text where there is none."""
        year, *rest = (int(part) if part.isdecimal() else 0 for part in date_.split("-"))
        calendar = self.how.calendar
        if calendar in (None, "gregorian") or (year in _GREGORIAN and calendar == "persian"):
            return date_ if is_partial_date(date_) else text
        if calendar == "buddhist":
            moved = "-".join([f"{year - _BUDDHIST * (year > 2100):04d}", *date_.split("-")[1:]])
            return moved if is_partial_date(moved) else text
        return _from_persian(year, rest) or text

    def _counted(self, text: str) -> str:
        number = int(float(text))
        if self.how.serial_days is not None:
            return (_FIRST_DAYS[self.how.serial_days] + timedelta(number)).isoformat()
        if all(f.rule is not SPREADSHEET_DAYS for f in self.findings):
            day = _FIRST_DAYS["1900"] + timedelta(number)
            self._find(SPREADSHEET_DAYS, f"{text!r} may be {day.isoformat()}", text)
        return text

    def _since_1970(self, text: str) -> str:
        number = float(text) / (1000 if _MILLISECONDS.fullmatch(text) else 1)
        at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        self.seconds.append(text)
        return self._day_at(text, at.strftime("%Y-%m-%d %H:%M:%S"))

    def _day_at(self, text: str, utc: str) -> str:
        """Return the local day of a time in UTC, 'YYYY-MM-DD HH:MM'."""
        if self.how.utc_offset is None:
            if not re.fullmatch(r"00:00(?::00)?", utc[11:]):
                self.utc.append(text)
            return utc[:10] if is_partial_date(utc[:10]) else text
        sign, hours, minutes = self.how.utc_offset[0], *self.how.utc_offset[1:].split(":")
        ahead = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
        try:
            return (datetime.fromisoformat(utc) + ahead).date().isoformat()
        except ValueError:
            return text


def _from_persian(year: int, rest: Sequence[int]) -> str | None:
    """Return a day of the Solar Hijri calendar; a month or a year of it is none of Gregory's."""
    import jdatetime  # noqa: PLC0415 - few deliveries need it

    if len(rest) < 2:
        return None
    try:
        found: date = jdatetime.date(year, *rest).togregorian()
    except ValueError:
        return None
    return found.isoformat()


def _with_month(text: str, column: Column) -> str:
    """Return a date whose month is clear without the order of its parts: 06/2020, 5 May 2020.

    A month alone stays as it is written where the column needs a day.
    """
    day: str | None = None
    if match := _MONTH.fullmatch(text):
        number, year = int(match[1]), match[2]
    elif match := _YEAR_MONTH.fullmatch(text):
        year, number = match[1], int(match[2])
    elif match := _NAMED.fullmatch(text):
        day, number, year = match[1], month_number(match[2]), match[3]
    elif match := _NAMED_FIRST.fullmatch(text):
        number, day, year = month_number(match[1]), match[2], match[3]
    elif (match := _WEEKDAY.match(text)) and fold_heading(match[0]) in words_for("weekdays"):
        return _with_month(text[match.end() :], column)
    else:
        return text
    if day is None and column.kind is Kind.DATE:
        return text
    out = f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")
    return out if is_partial_date(out) else text
