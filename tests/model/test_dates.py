from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidDate
from geo.model.dates import day, day_after, earliest, is_partial_date, latest


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),  # a leap year
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),  # a century that is none
        ("2023-04-05", date(2023, 4, 5), date(2023, 4, 5)),
    ],
)
def test_a_partial_date_spans_what_it_names(text, first, last):
    assert (earliest(text), latest(text)) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-02-29", "2023-00", "2023-4", "0000", "05.04.2023", "2023 "]
)
def test_what_is_no_date_is_named_in_the_error(text):
    assert not is_partial_date(text)
    with pytest.raises(InvalidDate) as error:
        earliest(text)
    assert repr(text) in str(error.value)


@pytest.mark.parametrize(
    "given",
    [
        "2023-04-05",
        date(2023, 4, 5),
        datetime(2023, 4, 5, 23, 59),
        pd.Timestamp("2023-04-05T23:59"),
        np.datetime64("2023-04-05"),
        np.datetime64("2023-04-05T23:59:59.999999999"),
    ],
)
def test_a_day_comes_in_the_types_that_frames_hold(given):
    assert day(given) == date(2023, 4, 5)
    assert type(day(given)) is date


@pytest.mark.parametrize(
    "given",
    [
        *("2023", "2023-02", "2023-02-30", "today", "05.04.2023", "", 2023, 20230405, None),
        *(pd.NaT, np.datetime64("NaT"), np.datetime64("2023"), float("nan")),
    ],
)
def test_what_is_not_one_day_is_refused(given):
    """numpy reads '2023' as its first day, and 'today' as the day the code runs."""
    with pytest.raises(InvalidDate) as error:
        day(given)
    assert repr(given) in str(error.value)


@given(st.dates())
def test_a_full_date_is_its_own_span(day):
    text = day.isoformat()
    assert earliest(text) == latest(text) == day
    assert day_after(day) > day or day == date.max
