"""The rules and facts of the field: each fact that is known, worked by hand, and what is near it.

The facts are those that the rules were made for: Turan on 12 February 2024; the Russian Ministry of
Defence from December 2020 to February 2021; two papers on one day; the accuracy of the maps.
"""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.claims.comparison import comparable
from geo.claims.contradictions import Rule, contradictions
from geo.claims.cumulative import exceeded
from geo.claims.origins import origins
from geo.claims.rates import BREAK
from tests.claims.made import claims, sources

SINCE = {"period_start": "2020-11-10"}
REGION = {"place": "Karabakh", "place_level": "region", "districts": None}
PEACEKEEPERS = {
    "period_start": "2020-11-23",
    "claimant": "Russian Ministry of Defence",
    "operator": "Russian peacekeepers",
    **REGION,
}


def one_source(*rows):
    said = claims(*rows)
    said["source_id"] = "s0"
    return said


def rules(said, book=None):
    return contradictions(said, book)["rule"].tolist()


def month(start, end, quantity, **other):
    return {"period_start": start, "period_end": end, "quantity": quantity, **other}


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
    assert rows["rule"].tolist() == [Rule.SAME]
    row = rows.iloc[0]
    assert (row["unit"], row["value_a_low"], row["value_b_low"]) == ("km2", 1.5, 1.63)
    assert row["difference"] == pytest.approx(0.13)
    assert "1.5 km2" in row["message"]
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
    assert rules(fall) == [Rule.FALL]
    year = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
    table = one_source(
        {"quantity": 2.5, "unit": "km2", **REGION, **year},
        {"quantity": 200.5, "districts": "Aghdam", **year},
        {"quantity": 90.5, "districts": "Fuzuli", **year},
    )
    rows = contradictions(table)
    assert rows["rule"].tolist() == [Rule.PARTS]
    row = rows.iloc[0]
    assert (row["unit"], row["value_b_low"]) == ("km2", 2.91)
    assert "Parts sum to 2.91 km2, total stated 2.5 km2" in row["message"]
    assert "Aghdam 200.5 ha + Fuzuli 90.5 ha" in row["message"]


@given(st.floats(0.001, 1e6), st.sampled_from(["m2", "ha", "km2", "acres", "square miles"]))
@settings(max_examples=10, deadline=None)
def test_a_figure_never_contradicts_itself_in_another_unit(value, unit):
    figure = comparable(claims({"quantity": value, "unit": unit}))
    low, high = figure["low"].iloc[0], figure["high"].iloc[0]
    in_m2 = claims(
        {"quantity": value, "unit": unit, **SINCE, "as_of": "2023-01-01"},
        {"quantity_min": low, "quantity_max": high, "unit": "m2", **SINCE, "as_of": "2023-01-01"},
    )
    assert contradictions(in_m2).empty


# (e) reprints have one origin


def test_a_reprint_is_no_second_witness_and_no_second_dispute():
    eo = {"subject": "eo_found", "ordnance": "unspecified", "unit": "devices", **SINCE}
    said = claims(
        {"quantity": 19000, "as_of": "2021-01-04", "claimant": "Ministry", **eo},
        {"quantity": 19000, "as_of": "2021-01-04", "claimant": "Ministry (spokesman)", **eo},
        {"quantity": 16000, "as_of": "2021-01-04", "claimant": "Agency", **eo},
    )
    assert origins(said).tolist() == [0, 0, 1]
    rows = contradictions(said, sources("2021-01-06", "2021-01-07", "2021-01-05"))
    assert rows["rule"].tolist() == [Rule.SAME]
    assert rows["claims"].tolist() == ["c0;c1;c2"]
    assert (
        "Ministry (Paper 0, 2021-01-06; also in 1 other source) gives 19,000" in rows["message"][0]
    )
    assert "Agency (Paper 2, 2021-01-05) gives 16,000" in rows["message"][0]


@pytest.mark.parametrize(
    "other",
    [
        {"claimant": "B"},  # who else says so may have counted
        {"quantity": 101},
        {"as_of": "2021-01-05"},
        {"districts": "Fuzuli"},
        {"operator": "ANAMA"},
        {"stance": "plans"},
        {"unit": "km"},
    ],
)
def test_what_says_something_else_is_no_reprint(other):
    first = {"quantity": 100, "as_of": "2021-01-04", "claimant": "A"}
    assert origins(claims(first, {**first, **other})).nunique() == 2 - (
        other == {"quantity": 100, "quantity_max": 100}
    )


def test_a_reprint_may_convert_units():
    first = {"as_of": "2021-01-04"}
    said = claims({"quantity": 150, **first}, {"quantity": 1.5, "unit": "km2", **first})
    assert origins(said).nunique() == 1


def test_statements_without_a_figure_are_not_taken_for_reprints():
    said = claims({"unit": None, "paraphrase": "a"}, {"unit": None, "paraphrase": "b"})
    assert origins(said).nunique() == 2


def test_sources_that_share_a_misprint_have_one_origin():
    wrong = {"quantity": 453900, "as_of": "2023", "withheld": "decimal comma lost"}
    right = {"quantity": 12, "subject": "eo_found", "unit": "mines", "as_of": "2023"}
    said = claims(
        {**wrong, "claimant": "Paper"},
        {**wrong, "claimant": "Gazette"},
        {**right, "claimant": "Paper"},
        {**right, "claimant": "Gazette"},
        {**right, "claimant": "Ministry"},
    )
    said["source_id"] = ["s0", "s1", "s0", "s1", "s2"]
    assert origins(said).tolist() == [0, 0, 1, 1, 2]
    said["withheld"] = None  # agreement on a figure that nobody calls wrong proves nothing
    assert origins(said).nunique() == 5


def test_copies_of_copies_are_one():
    slip = {"as_of": "2023", "withheld": "slip"}
    one = {"quantity": 453900, "claimant": "A", **slip}
    two = {"quantity": 77, "subject": "eo_found", "unit": "mines", **slip}
    said = claims(one, {**one, "claimant": "B"}, {**two, "claimant": "B"}, {**two, "claimant": "C"})
    said["source_id"] = ["s0", "s1", "s1", "s2"]
    same = {"quantity": 5, "subject": "funding", "unit": "USD", "as_of": "2023"}
    more = claims({**same, "claimant": "A"}, {**same, "claimant": "C"})
    more["source_id"] = ["s0", "s2"]
    more["claim_id"] = ["x", "y"]
    assert origins(pd.concat([said, more], ignore_index=True)).tolist() == [0, 0, 1, 1, 2, 2]


def test_a_broken_sum_that_is_reprinted_is_found_once():
    def told(source):
        person = {"subject": "casualties", "unit": "persons", "victims": "all"}
        rows = [
            {**person, "quantity": q, "outcome": o, "as_of": "2024-02-12", **SINCE, **REGION}
            for q, o in ((345, "killed_or_injured"), (65, "killed"), (278, "injured"))
        ]
        return [{**row, "source_id": source} for row in rows]

    once = contradictions(claims(*told("s0")))
    twice = contradictions(claims(*told("s0"), *told("s1")), sources("2024-02-12", "2024-02-13"))
    assert once["rule"].tolist() == twice["rule"].tolist() == [Rule.PARTS]
    assert twice["claims"].tolist() == ["c0;c1;c2;c3;c4;c5"]
    assert twice["claim_a"].tolist() == ["c0"]  # the first published speaks for both


def test_a_counter_claim_to_a_reprint_is_one_to_its_origin():
    first = {"quantity": 100, "as_of": "2021-01-04", "claimant": "A"}
    said = claims(
        first,
        first,
        {"quantity": 5, "claimant": "B", "counterclaim_of": "c0"},
        {"quantity": 5, "claimant": "B", "counterclaim_of": "c1"},
    )
    rows = contradictions(said)
    assert rows["rule"].tolist() == [Rule.COUNTER]
    assert rows["claims"].tolist() == ["c0;c1;c2;c3"]


# (f) the figures of periods, and of the period around them


def test_months_that_exceed_their_half_year():
    said = claims(
        month("2023-01-01", "2023-06-30", 500),
        month("2023-01-01", "2023-01-31", 200.5),
        month("2023-02-01", "2023-02-28", 200.5),
        month("2023-04-01", "2023-04-30", 200.5),
    )
    rows = contradictions(said)
    assert rows["rule"].tolist() == [Rule.PERIODS]
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
    assert rules(claims(whole, month(*spring, None, quantity_min=640))) == [Rule.PERIODS]
    assert rules(claims(whole, month(*spring, None, quantity_max=640))) == []
    part = month(*spring, 640)
    assert rules(claims(month(*half, None, quantity_max=500), part)) == [Rule.PERIODS]
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
    assert rows["rule"].tolist() == [Rule.PERIODS]
    assert rows["claims"].tolist() == ["c0;c1"]


def test_a_cumulative_series_that_falls_is_told_once():
    said = claims(
        {"quantity": 500, "as_of": "2021-02-01", **SINCE},
        {"quantity": 99, "as_of": "2021-03-01", **SINCE},
    )
    assert rules(said) == [Rule.FALL]


MINES = {"subject": "eo_found", "unit": "mines", "ordnance": "mines", "operator": None}
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
    found = exceeded(comparable(said))
    assert set(found["total"]) <= broken
    # What is left out holds one that is found, or is a falling series.
    for w in broken - set(found["total"]):
        a, b = periods[w][:2]
        inner = [periods[t] for t in found["total"]]
        falls = any(p[0] == a and p[1] < b and p[2] > periods[w][2] for p in periods)
        assert falls or any(a <= p[0] and p[1] <= b for p in inner)


# (b) and (h): a series that holds, and its break in rate


ITEMS = {"subject": "eo_found", "unit": "devices", "ordnance": "unspecified"}


def series(days, hectares, items, **other):
    area = [
        {**PEACEKEEPERS, "as_of": day, **figure, **other}
        for day, figure in zip(days, hectares, strict=True)
    ]
    found = [
        {
            **PEACEKEEPERS,
            "as_of": day,
            "quantity": q,
            "subject": "eo_found",
            "unit": "devices",
            "ordnance": "unspecified",
            **other,
        }
        for day, q in zip(days, items, strict=True)
    ]
    return claims(*area, *found)


MOD_DAYS = ("2020-12-21", "2020-12-25", "2021-01-04", "2021-01-11", "2021-02-28")
MOD_HA = (
    {"quantity": 238},
    {"quantity": 280},
    {"quantity": 414},
    {"quantity": 479.2},
    {"quantity_min": 1500, "quantity": None},
)
MOD_EO = (8300, 9000, 19000, 23000, 24962)


def test_the_russian_series_holds_and_its_rate_breaks_after_11_january():
    rows = contradictions(series(MOD_DAYS, MOD_HA, MOD_EO))
    assert rows["rule"].tolist() == [Rule.RATE]
    row = rows.iloc[0]
    # c0-c4 are the areas, c5-c9 the items: 11 January and 28 February.
    assert (row["claim_a"], row["claim_b"], row["claims"]) == ("c8", "c9", "c3;c4;c8;c9")
    assert row["unit"] == "items per ha"
    # By hand: 23,000 ± 1,000 items on 479.2 ± 0.1 ha; then 962 to 2,962 more on 1,020.7 ha or more.
    assert row["value_a_low"] == pytest.approx(22000 / 479.3)
    assert row["value_a_high"] == pytest.approx(24000 / 479.1)
    assert row["value_b_low"] == 0
    assert row["value_b_high"] == pytest.approx((24962 - 22000) / (1500 - 479.3))
    assert row["value_a_low"] > BREAK * row["value_b_high"]
    assert "Worth a look; no error in itself." in row["message"]
    assert (
        "45.9 to 50.1 items per ha up to 2021-01-11 according to Russian Ministry of Defence (s8)"
        in row["message"]
    )
    assert "then 0 to 2.9 up to 2021-02-28 according to Russian Ministry" in row["message"]
    assert "479.2 ha to 2021-01-11; at least 1,500 ha to 2021-02-28" in row["message"]


def test_without_the_last_day_nothing_breaks():
    assert contradictions(series(MOD_DAYS[:4], MOD_HA[:4], MOD_EO[:4])).empty


def test_a_rate_may_break_upwards_and_goes_on_from_there():
    days = [f"2021-0{m}-01" for m in range(1, 7)]
    hectares = [{"quantity": q} for q in (101.5, 201.5, 301.5, 401.5, 501.5, 601.5)]
    rows = contradictions(series(days, hectares, (101, 201, 1201, 2201, 3201, 3211)))
    assert rows["rule"].tolist() == [Rule.RATE] * 2
    assert rows["claim_a"].tolist() == ["c7", "c10"]  # 1 February, 1 May
    assert rows["value_a_low"].gt(rows["value_b_high"]).tolist() == [False, True]


@pytest.mark.parametrize(
    "items",
    [
        (8300, 9000, 19000, 23000, 23000 * 2),  # as before
        (3, 9, 19, 23, 24),  # too few to say
        (8300, 9000, 19000, 23000, 9000),  # that is a falling series
    ],
)
def test_what_is_no_break(items):
    assert Rule.RATE not in rules(series(MOD_DAYS, MOD_HA, items))


def test_rates_of_other_ground_claimants_or_days_do_not_mix():
    said = series(MOD_DAYS, MOD_HA, MOD_EO)
    assert contradictions(said.assign(claimant=["A"] * 5 + ["B"] * 5)).empty
    late = said.copy()
    late.loc[9, ["as_of", "period_end"]] = ["2021-03-01", None]
    assert contradictions(late).empty


# (c) intervals and qualifiers


def test_over_1500_after_1400_is_no_fall_but_the_other_way_round_is():
    first, later = {"as_of": "2021-02-01", **SINCE}, {"as_of": "2021-03-01", **SINCE}
    over = {"quantity": None, "quantity_min": 1500}
    assert rules(claims({"quantity": 1400, **first}, {**over, **later})) == []
    assert rules(claims({**over, **first}, {"quantity": 1390, **later})) == [Rule.FALL]
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
    assert rules(said) == [Rule.SAME] * conflict
    assert rules(said.iloc[::-1]) == [Rule.SAME] * conflict


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
