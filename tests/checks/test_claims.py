"""Figures of claims."""

import pytest

from tests.checks.made import claim, found

FIGURE = {"quantity": 12, "unit": "mines", "category": "PMN-2"}


def test_the_same_device_row_twice_in_a_report():
    claims = [claim("b", **FIGURE), claim("a", **{**FIGURE, "category": "pmn-2"})]
    assert found("duplicate-figure", claims=claims) == {"b": "same figure as a"}


@pytest.mark.parametrize(
    "apart",
    [
        {"quantity": 13},
        {"category": "TM-57"},
        {"unit": "devices"},
        {"period_start": "2022-01-01"},
        {"source_id": "other"},
        {"claimant": "Ministry"},
        {"place": "East district"},
        {"stance": "disputes"},
        {"event_id": "e1"},
        {"quantity_min": 10},
        {"quantity": None},
    ],
)
def test_a_figure_that_differs_in_anything_is_no_duplicate(apart):
    claims = [claim("a", **FIGURE), claim("b", **{**FIGURE, **apart})]
    assert not found("duplicate-figure", claims=claims)


def test_without_period_the_day_tells_figures_apart():
    undated = {**FIGURE, "period_start": None, "period_end": None}
    claims = [claim("a", **undated, as_of="2023-01-01"), claim("b", **undated, as_of="2023-02-01")]
    assert not found("duplicate-figure", claims=claims)
    claims[1]["as_of"] = "2023-01-01"
    assert set(found("duplicate-figure", claims=claims)) == {"b"}


def test_claims_without_figure_are_no_duplicates():
    claims = [claim("a", unit="mines"), claim("b", unit="mines")]
    assert not found("duplicate-figure", claims=claims)


def accident(event_id, **values):
    return {
        "event_id": event_id,
        "name": "x",
        "support": "district",
        "occurred": "2023-05-01",
        "districts": "West",
        "killed_min": 1,
        "killed_max": 1,
        "injured_min": None,
        "injured_max": None,
        "n_claims": 1,
        "n_sources": 1,
        "contested": False,
        **values,
    }


def test_one_accident_under_two_ids():
    accidents = [
        accident("b"),
        accident("a"),
        accident("other toll", killed_max=2),
        accident("other day", occurred="2023-05-02"),
        accident("other district", districts="East"),
        accident("month", occurred="2023-05"),
        accident("same month", occurred="2023-05"),
        accident("nowhere", districts=None),
        accident("nowhere too", districts=None),
    ]
    assert found("accident-twice", accidents=accidents) == {"b": "same as a"}


def test_a_unit_without_number_and_a_number_without_unit():
    claims = [
        claim("many", unit="mines"),
        claim("bound", unit="mines", quantity_min=5),
        claim("bare", quantity=1234567.5),
        claim("bare bound", quantity_max=3),
        claim("statement"),
    ]
    assert found("unit-without-number", claims=claims) == {"many": "no number of mines"}
    assert found("number-without-unit", claims=claims) == {
        "bare": "1234567.5 of what?",
        "bare bound": "3 of what?",
    }


def test_a_figure_outside_its_own_bounds():
    ha = {"unit": "ha"}
    claims = [
        claim("in", quantity=5, quantity_min=5, quantity_max=5, **ha),
        claim("below", quantity=4.9, quantity_min=5, **ha),
        claim("above", quantity=50, quantity_max=5, **ha),
        claim("open", quantity=5, **ha),
    ]
    assert found("outside-own-bounds", claims=claims) == {
        "below": "4.9 is below its own bound 5",
        "above": "50 is above its own bound 5",
    }


def test_more_than_the_whole():
    claims = [
        claim("all", quantity=100, unit="percent"),
        claim("more", quantity_max=101, unit="percent"),
        claim("mines", quantity=101, unit="mines"),
    ]
    assert found("share-over-100", claims=claims) == {"more": "101 percent"}


def test_a_fraction_of_a_mine():
    claims = [
        claim("whole", quantity=2345, unit="mines"),
        claim("thousands mark", quantity=2.345, unit="mines"),
        claim("bound", quantity_min=1.5, quantity=3, unit="persons"),
        claim("land", quantity=2.345, unit="ha"),
    ]
    assert found("fraction-of-a-thing", claims=claims) == {
        "thousands mark": "2.345 mines",
        "bound": "1.5 persons",
    }


def test_a_dispute_with_one_side():
    claims = [
        claim("a"),
        claim("b", stance="disputes", counterclaim_of="a"),
        claim("c", stance="denies"),
        claim("d", stance="disputes", counterclaim_of="d"),
        claim("e", stance="alleges"),
    ]
    assert found("dispute-without-claim", claims=claims) == {
        "c": "contradicts no claim here",
        "d": "contradicts itself",
    }
