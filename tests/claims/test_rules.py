"""The rules and facts of the field: each fact that is known, worked by hand, and what is near it.

The facts are those that the rules were made for: Turan on 12 February 2024; the Russian Ministry of
Defence from December 2020 to February 2021; two papers on one day; the accuracy of the maps.
"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims.comparison import comparable
from geo.claims.contradictions import ContradictionRule, contradictions
from geo.claims.origins import origins
from tests.claims.made import claims, one_source

SINCE = {"period_start": "2020-11-10"}
REGION = {"place": "Karabakh", "place_level": "region", "districts": None}


def rules(said, book=None):
    return contradictions(said, book)["rule"].tolist()


# (d) units are converted exactly


@pytest.mark.parametrize(
    ("quantity", "unit", "same"),
    [
        (1.5, "km2", 150),
        (1_500_000, "m2", 150),
        (0.07, "km2", 7),
        (100, "acres", 40.468564224),  # 1 acre = 4,840 square yards of 0.9144 m
        (1, "square miles", 258.9988110336),
        (150, "hectares", 150),
        (150, "Hectares ", 150),
    ],
)
def test_areas_compare_in_square_metres(quantity, unit, same):
    figures = comparable(claims({"quantity": quantity, "unit": unit}, {"quantity": same}))
    assert figures["unit"].tolist() == ["m2", "m2"]
    assert figures["stated_low"].iloc[0] == figures["stated_low"].iloc[1]  # to the last bit
    assert figures["stated_unit"].tolist() == [unit, "ha"]


def test_lengths_and_weights_have_units_of_their_own():
    figures = comparable(
        claims(
            {"quantity": 93, "unit": "km"},
            {"quantity": 2.5, "unit": "t"},
            {"quantity": 7, "unit": "mines"},
            {"quantity": 7, "unit": "devices"},
        )
    )
    assert figures["unit"].tolist() == ["m", "kg", "mines", "devices"]
    assert figures["stated_low"].tolist() == [93_000, 2_500, 7, 7]


def test_a_rounded_figure_is_as_exact_as_it_was_printed():
    # 1.5 km² stands for 1.4 to 1.6 km², not for 149 to 151 ha.
    day = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    assert contradictions(
        claims({"quantity": 1.5, "unit": "km2", **day}, {"quantity": 158, **day})
    ).empty
    rows = contradictions(claims({"quantity": 1.5, "unit": "km2", **day}, {"quantity": 163, **day}))
    assert rows["rule"].tolist() == [ContradictionRule.SAME]
    row = rows.iloc[0]
    assert (row["unit"], row["value_a_low"], row["value_b_low"]) == ("km2", 1.5, 1.63)
    assert row["difference"] == pytest.approx(0.13)
    assert "1.5 km²" in row["message"]
    assert "163 ha" in row["message"]


def test_bounds_that_touch_do_not_conflict_in_any_unit():
    day = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    least = {"quantity_min": 0.07, "unit": "km2", **day}
    assert contradictions(claims(least, {"quantity_max": 7, **day})).empty
    # In binary floats 0.07 * 10**6 is more than 70,000, and 53,081.8 - 0.1 more than 53,081.7.
    assert contradictions(
        claims({"quantity": 53081.8, **day}, {"quantity_max": 53081.7, **day})
    ).empty


def test_a_series_and_a_sum_go_on_in_another_unit():
    fall = claims(
        {"quantity": 414, "as_of": "2021-01-04", **SINCE},
        {"quantity": 2.2, "unit": "km2", "as_of": "2021-03-04", **SINCE},
    )
    assert rules(fall) == [ContradictionRule.FALL]
    year = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    table = one_source(
        {"quantity": 2.5, "unit": "km2", **REGION, **year},
        {"quantity": 200.5, "districts": "Aghdam", **year},
        {"quantity": 90.5, "districts": "Fuzuli", **year},
    )
    rows = contradictions(table)
    assert rows["rule"].tolist() == [ContradictionRule.PARTS]
    row = rows.iloc[0]
    assert (row["unit"], row["value_b_low"]) == ("km2", 2.91)
    assert "Parts sum to 2.91 km², total stated 2.5 km²" in row["message"]
    assert "Aghdam 200.5 ha + Fuzuli 90.5 ha" in row["message"]


@given(st.floats(0.001, 1e6), st.sampled_from(["m2", "ha", "km2", "acres", "square miles"]))
@settings(max_examples=6, deadline=None)
def test_a_figure_never_contradicts_itself_in_another_unit(value, unit):
    figure = comparable(claims({"quantity": value, "unit": unit}))
    low, high = figure["low"].iloc[0], figure["high"].iloc[0]
    in_m2 = claims(
        {"quantity": value, "unit": unit, **SINCE, "as_of": "2023-01-01"},
        {"quantity_min": low, "quantity_max": high, "unit": "m2", **SINCE, "as_of": "2023-01-01"},
    )
    assert contradictions(in_m2).empty


# (c) intervals and qualifiers


def test_over_1500_after_1400_is_no_fall_but_the_other_way_round_is():
    first, later = {"as_of": "2021-02-01", **SINCE}, {"as_of": "2021-03-01", **SINCE}
    over = {"quantity": None, "quantity_min": 1500}
    assert rules(claims({"quantity": 1400, **first}, {**over, **later})) == []
    assert rules(claims({**over, **first}, {"quantity": 1390, **later})) == [ContradictionRule.FALL]
    # 1,400 ha may be 1,499 cut off.
    assert rules(claims({**over, **first}, {"quantity": 1400, **later})) == []
    assert rules(claims({**over, **first}, {"quantity": 1500, **later})) == []


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        ({"quantity_max": 5}, {"quantity": 7}, True),  # up to 5, and 7
        ({"quantity_max": 5}, {"quantity": 5}, False),
        ({"quantity_max": 5}, {"quantity": 0}, False),
        ({"quantity_min": 5}, {"quantity": 4}, True),  # at least 5, and 4
        ({"quantity_min": 5}, {"quantity": 5}, False),
        ({"quantity_min": 5}, {"quantity_max": 5}, False),
        ({"quantity_min": 5}, {"quantity_max": 4}, True),
        ({"quantity_min": 5}, {"quantity_min": 500}, False),
        ({"quantity_min": 2, "quantity_max": 5}, {"quantity": 6}, True),
        ({"quantity_min": 2, "quantity_max": 5}, {"quantity_min": 5, "quantity_max": 9}, False),
        ({"quantity": 65}, {"quantity": 66}, True),
        ({"quantity": 65, "quantity_max": 65}, {"quantity": 64}, True),  # nearly 65 persons
    ],
)
def test_bounds_of_counts(one, other, conflict):
    base = {
        "subject": "casualties",
        "unit": "persons",
        "outcome": "killed",
        "victims": "all",
        **SINCE,
        "as_of": "2024-02-12",
    }
    said = claims({**base, **one}, {**base, **other, "claimant": "B"})
    assert rules(said) == [ContradictionRule.SAME] * conflict
    assert rules(said.iloc[::-1]) == [ContradictionRule.SAME] * conflict


def test_25_percent_of_different_things_is_no_contradiction():
    share = {
        "subject": "record_accuracy",
        "unit": "percent",
        "as_of": "2021-07-03",
        "operator": None,
    }
    four = ("Aghdam", "Fuzuli", "Jabrayil", "Zangilan")
    said = claims(
        {**share, "quantity": 25, "scope": "accuracy of the maps", "districts": ";".join(four)},
        {**share, "quantity_max": 25, "scope": "accuracy", "claimant": "Spokesman"},
        {**share, "quantity": 25, "scope": "usefulness", "claimant": "Adviser"},
        {**share, "quantity_min": 20, "quantity_max": 25, "scope": "accuracy of a part"},
    )
    assert contradictions(said).empty
    assert origins(said).nunique() == 4


# all rules at once


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "quantity": st.sampled_from([1.5, 40.5, 300.0, 5000.0, None]),
            "quantity_min": st.sampled_from([None, None, 2.0]),
            "quantity_max": st.sampled_from([None, None, 50.0]),
            "unit": st.sampled_from(["ha", "km2", "acres", "devices", None]),
            "subject": st.sampled_from(["area_cleared", "eo_found"]),
            "period_start": st.sampled_from(["2021-01-01", "2021", "2020-11-10", None]),
            "as_of": st.sampled_from(["2021-01-31", "2021-02", "2021", "2020-01-01", None]),
            "claimant": st.sampled_from(["A", "A (spokesman)", "B"]),
            "source_id": st.sampled_from(["s0", "s1"]),
        }
    ),
    max_size=9,
)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_any_claims_give_findings_that_stand_in_any_order(rows, random):
    said = claims(*rows)
    found = contradictions(said)
    order = list(range(len(said)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(found, contradictions(said.iloc[order]))
    ids = set(said["claim_id"])
    for row in found.itertuples():
        concerned = set(row.claims.split(";"))
        assert row.claim_a in concerned <= ids
        assert len(concerned) > 1  # every side is there
        assert row.message
    apart = found["difference"].dropna()
    assert (apart >= 0).all()
    assert np.isfinite(apart).all()
