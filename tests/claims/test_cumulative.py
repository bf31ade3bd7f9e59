"""The figures of periods, and of the period around them."""

import itertools

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.claims.comparison import comparable
from geo.claims.contradictions import ContradictionRule, contradictions
from geo.claims.cumulative import find_exceeded
from tests.claims.made import claims

SINCE = {"period_start": "2020-11-10"}


def rules(said, book=None):
    return contradictions(said, book)["rule"].tolist()


def month(start, end, quantity, **other):
    return {"period_start": start, "period_end": end, "quantity": quantity, **other}


def test_months_that_exceed_their_half_year():
    said = claims(
        month("2023-01-01", "2023-06-30", 500),
        month("2023-01-01", "2023-01-31", 200.5),
        month("2023-02-01", "2023-02-28", 200.5),
        month("2023-04-01", "2023-04-30", 200.5),
    )
    rows = contradictions(said)
    assert rows["rule"].tolist() == [ContradictionRule.PERIODS]
    row = rows.iloc[0]
    assert row["claim_a"] == "c0"
    assert pd.isna(row["claim_b"])
    assert row["claims"] == "c0;c1;c2;c3"
    assert (row["value_a_low"], row["value_b_low"], row["difference"]) == (500, 601.5, 101.5)
    assert "Parts sum to 601.5, total stated 500 ha" in row["message"]
    assert "2023-01-01 to 2023-01-31: 200.5 + 2023-02-01 to 2023-02-28: 200.5 +" in row["message"]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        # months that are not all of them may sum to less
        (month("2023-01-01", "2023-06-30", 500), [("2023-01-01", "2023-01-31", 200.5)]),
        # weeks that share a day may share finds
        (
            month("2023-01-01", "2023-06-30", 300),
            [("2023-01-01", "2023-01-08", 200.5), ("2023-01-08", "2023-01-15", 200.5)],
        ),
        # one that reaches over the edge
        (
            month("2023-01-02", "2023-06-30", 300),
            [("2023-01-01", "2023-01-31", 200.5), ("2023-02-01", "2023-02-28", 200.5)],
        ),
        # the whole may start late in 2022, and end early in 2023
        (month("2022", "2023-06-30", 100), [("2022-02-01", "2022-02-28", 200.5)]),
        (month("2022-01-01", "2023", 100), [("2023-02-01", "2023-02-28", 200.5)]),
        # a part may be all that there is, and rounding is no excess
        (month("2023-01-01", "2023-06-30", 400), [("2023-02-01", "2023-02-28", 400.4)]),
    ],
)
def test_what_may_be_so_is_no_excess(whole, parts):
    assert contradictions(claims(whole, *[month(*part) for part in parts])).empty


def test_qualifiers_of_periods_are_respected():
    half, spring = ("2023-01-01", "2023-06-30"), ("2023-04-01", "2023-05-31")
    whole = month(*half, 500)
    assert rules(claims(whole, month(*spring, None, quantity_min=640))) == [
        ContradictionRule.PERIODS
    ]
    assert rules(claims(whole, month(*spring, None, quantity_max=640))) == []
    part = month(*spring, 640)
    assert rules(claims(month(*half, None, quantity_max=500), part)) == [ContradictionRule.PERIODS]
    assert rules(claims(month(*half, None, quantity_min=500), part)) == []


@pytest.mark.parametrize(
    "other",
    [
        {"claimant": "Ministry"},
        {"districts": "Fuzuli"},
        {"operator": "ANAMA"},
        {"unit": "km"},
        {"subject": "contaminated_area"},
        {"withheld": "a slip"},
        {"scope": "farmland"},
    ],
)
def test_periods_of_something_else_are_not_added(other):
    part = month("2023-04-01", "2023-05-31", 640, **other)
    assert contradictions(claims(month("2023-01-01", "2023-06-30", 500), part)).empty


def test_one_excess_is_not_told_of_every_period_around_it():
    said = claims(
        month("2023-04-03", "2023-04-09", 900.5),
        month("2023-04-01", "2023-04-30", 300.5),
        month("2023-01-01", "2023-06-30", 400.5),
        month("2020-11-10", "2023-06-30", 500.5),
    )
    rows = contradictions(said)
    assert rows["rule"].tolist() == [ContradictionRule.PERIODS]
    assert rows["claims"].tolist() == ["c0;c1"]


def test_a_cumulative_series_that_falls_is_told_once():
    said = claims(
        {"quantity": 500, "as_of": "2021-02-01", **SINCE},
        {"quantity": 99, "as_of": "2021-03-01", **SINCE},
    )
    assert rules(said) == [ContradictionRule.FALL]


DAYS = st.integers(0, 11)
PERIODS = st.lists(
    st.tuples(DAYS, DAYS, st.integers(1, 90)).map(lambda t: (min(t[:2]), max(t[:2]), t[2])),
    min_size=2,
    max_size=7,
    unique_by=lambda t: t[:2],
)


@given(PERIODS)
@settings(max_examples=8, deadline=None)
@example([(0, 2, 1), (1, 3, 1), (2, 2, 2)])
def test_an_excess_is_found_exactly_where_some_choice_exceeds(periods):
    """Against every choice of periods, tried one by one."""
    said = claims(
        *[
            month(
                f"2023-03-{a + 1:02}",
                f"2023-03-{b + 1:02}",
                q,
                subject="eo_found",
                unit="mines",
                ordnance="mines",
                operator=None,
            )
            for a, b, q in periods
        ]
    )
    broken = set()
    for w, (start, end, whole) in enumerate(periods):
        inside = [p for p in periods if start <= p[0] and p[1] <= end and p[:2] != (start, end)]
        for mask in range(1, 2 ** len(inside)):
            chosen = [p for bit, p in enumerate(inside) if mask >> bit & 1]
            apart = all(a[1] < b[0] for a, b in itertools.pairwise(sorted(chosen)))
            if apart and sum(p[2] for p in chosen) > whole:
                broken.add(w)
    found = find_exceeded(comparable(said))
    assert set(found["total"]) <= broken
    # What is left out holds one that is found, or is a falling series.
    for w in broken - set(found["total"]):
        a, b = periods[w][:2]
        inner = [periods[t] for t in found["total"]]
        falls = any(p[0] == a and p[1] < b and p[2] > periods[w][2] for p in periods)
        assert falls or any(a <= p[0] and p[1] <= b for p in inner)
