"""Partial dates: ISO 8601 calendar dates as exact as the source, '2023', '2023-04', '2023-04-05'.

This is level 0 of the Extended Date/Time Format (EDTF, ISO 8601-2). A partial date stands for
the whole span it names: `earliest` is its first day, `latest` its last.
"""

from __future__ import annotations

import calendar
import os
import re
from datetime import UTC, date, datetime, timedelta

import numpy as np

from geo.errors import InvalidDate

Day = date | str | np.datetime64

# Whatever the language of the machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def _parts(text: str) -> tuple[int, int | None, int | None]:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise InvalidDate(f"{text!r} is not a date", "Expected YYYY, YYYY-MM or YYYY-MM-DD.")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # the pattern always holds a year
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError as error:
        raise InvalidDate(f"{text!r} is not a date: {error}", "No such day.") from None
    return year, month, day


def is_partial_date(text: str) -> bool:
    """Return True if `text` is a full or partial ISO date that exists in the calendar."""
    try:
        _parts(text)
    except InvalidDate:
        return False
    return True


def earliest(text: str) -> date:
    """Return first day of a partial date.

    Raises
    ------
    InvalidDate
        If `text` is no partial date.
    """
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1)


def latest(text: str) -> date:
    """Return last day of a partial date.

    Raises
    ------
    InvalidDate
        If `text` is no partial date.
    """
    year, month, day = _parts(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def in_words(text: str) -> str:
    """Return a partial date in English, as exact as it is.

    Examples
    --------
    >>> in_words("2020-11-10"), in_words("2020-11"), in_words("2020")
    ('10 November 2020', 'November 2020', '2020')
    """
    year, month, day_ = _parts(text)
    parts = [str(day_) if day_ else "", _MONTHS[month - 1] if month else "", str(year)]
    return " ".join(part for part in parts if part)


def day(value: Day) -> date:
    """Return one day, as a user gives it.

    A partial date is refused: whoever asks for '2023' may mean its first day or its last.

    Parameters
    ----------
    value : date, datetime64 or str
        A time of day, as pandas and numpy have it, is left out; a text is a full ISO date.

    Raises
    ------
    InvalidDate
        If it is none, or only a partial one.
    """
    text = str(value)[:10] if isinstance(value, date | np.datetime64) else value
    if isinstance(text, str) and is_partial_date(text) and earliest(text) == latest(text):
        return earliest(text)
    raise InvalidDate(f"{value!r} is not one day", "Expected YYYY-MM-DD, a day that exists.")


def day_after(day: date) -> date:
    """Return the next day: the open end of a half-open interval that includes `day`."""
    return day + timedelta(days=1) if day < date.max else day


def pinned_moment() -> datetime | None:
    """Return the moment that `SOURCE_DATE_EPOCH` pins (reproducible-builds.org), if it is one."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not (given.isascii() and given.isdigit()):
        return None
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (OverflowError, ValueError, OSError):  # beyond the year 9999
        return None
