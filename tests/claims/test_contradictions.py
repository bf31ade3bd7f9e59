"""Claims that cannot all be right, by rule."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims.contradictions import ContradictionRule, contradictions
from tests.claims.made import claims, sources

COUNTRY = {"districts": None, "place": "Azerbaijan", "place_level": "country"}
YEAR = {"period_start": "2023-01-01", "period_end": "2023-12-31"}
SINCE = {"period_start": "2020-11-10"}


def persons(quantity, outcome, victims="all", **other):
    return {
        "subject": "casualties",
        "unit": "persons",
        "quantity": quantity,
        "outcome": outcome,
        "victims": victims,
        "as_of": "2024-02-12",
        **SINCE,
        **COUNTRY,
        **other,
    }


def of(rule, said, book=None):
    rows = contradictions(said, book)
    return rows[rows["rule"] == rule]


# falling series


def series(*figures, **other):
    return claims(*[{"as_of": day, "quantity": q, **SINCE, **other} for day, q in figures])


def test_the_russian_ministry_of_defence_series_holds():
    place = {"districts": "Khankendi;Khojaly", "place_level": "region"}
    dates = ("2020-12-21", "2020-12-25", "2021-01-04", "2021-01-11")
    hectares = series(*zip(dates, (238, 280, 414, 479.2), strict=True), **place)
    assert contradictions(hectares).empty
    over = claims({"as_of": "2021-02-28", "quantity_min": 1500, **SINCE, **place})
    over["claim_id"] = "late"
    assert contradictions(pd.concat([hectares, over], ignore_index=True)).empty
    items = zip((*dates, "2021-02-28"), (8300, 9000, 19000, 23000, 24962), strict=True)
    eo = {"subject": "eo_found", "ordnance": "unspecified", "unit": "devices"}
    assert contradictions(series(*items, **place, **eo)).empty


def test_a_fall_is_found_once():
    said = series(
        ("2021-01-01", 100), ("2021-02-01", 500), ("2021-03-01", 200), ("2021-04-01", 300),
        ("2021-05-01", 600),
    )  # fmt: skip
    rows = of(ContradictionRule.FALL, said)
    assert rows[["claim_a", "claim_b"]].to_numpy().tolist() == [["c1", "c2"]]
    assert rows["difference"].tolist() == [300]
    message = rows["message"].iloc[0]
    assert "500 ha to 2021-02-01" in message
    assert "200 ha to 2021-03-01; both counted from 2020-11-10" in message


def test_a_further_fall_is_another_one():
    said = series(
        ("2021-01-01", 500), ("2021-02-01", 300), ("2021-03-01", 100), ("2021-04-01", 600)
    )
    rows = of(ContradictionRule.FALL, said)
    assert rows[["claim_a", "claim_b"]].to_numpy().tolist() == [["c0", "c1"], ["c1", "c2"]]


def test_an_upper_bound_between_does_not_hide_a_fall():
    said = series(("2021-01-01", 500), ("2021-03-01", 100))
    between = claims({"as_of": "2021-02-01", "quantity_max": 700, **SINCE})
    between["claim_id"] = "between"
    rows = of(ContradictionRule.FALL, pd.concat([said, between], ignore_index=True))
    assert rows[["claim_a", "claim_b"]].to_numpy().tolist() == [["c0", "c1"]]


@pytest.mark.parametrize(
    "later",
    [
        {"claimant": "Ministry of Defence"},
        {"period_start": "2021-01-01"},
        {"operator": "ANAMA"},
        {"scope": "farmland"},
        {"unit": "km"},
        {"districts": "Fuzuli"},
        {"as_of": "2021"},  # not surely later
        {"as_of": None},
        {"withheld": "a slip"},
        {"quantity": 499},  # 500 may be a rounded 499
        {"subject": "contaminated_area"},
    ],
)
def test_what_may_be_something_else_is_no_fall(later):
    first = {"as_of": "2021-02-01", "quantity": 500, **SINCE}
    assert of(
        ContradictionRule.FALL,
        claims(first, {**first, "as_of": "2021-03-01", "quantity": 99, **later}),
    ).empty


def test_a_person_speaks_for_the_organisation():
    first = {"as_of": "2021-02-01", "quantity": 500, **SINCE}
    later = {**first, "as_of": "2021-03-01", "quantity": 99, "claimant": "ANAMA (chairman)"}
    assert len(of(ContradictionRule.FALL, claims(first, later))) == 1


# the same thing


def test_16_000_and_19_000_on_one_day():
    eo = {"subject": "eo_found", "ordnance": "unspecified", "unit": "devices", **SINCE}
    said = claims(
        {"quantity": 19000, "as_of": "2021-01-04", "claimant": "Ministry", **eo},
        {"quantity": 16000, "as_of": "2021-01-04", "claimant": "Agency", **eo},
    )
    row = of(ContradictionRule.SAME, said, sources("2021-01-06", "2021-01-05")).iloc[0]
    assert (row["claim_a"], row["claim_b"]) == ("c1", "c0")  # by day of publication, nothing else
    assert (row["value_a_low"], row["value_b_low"], row["difference"]) == (16000, 19000, 3000)
    assert row["message"].startswith(
        "Agency (Paper 1, 2021-01-05) gives 16,000 devices; "
        "Ministry (Paper 0, 2021-01-06) gives 19,000 devices: "
    )


def same(*rows):
    return of(ContradictionRule.SAME, claims(*[{**YEAR, **row} for row in rows]))


def test_intervals_that_overlap_do_not_contradict():
    assert same({"quantity": 53081.8}, {"quantity": 53081}).empty
    assert same({"quantity": 53081.8}, {"quantity": 53000}).empty
    assert same({"quantity_min": 16000}, {"quantity": 19000}).empty
    assert same({"quantity_max": 640}, {"quantity": 630}).empty
    assert same({"quantity_min": 100}, {"quantity_max": 100}).empty


def test_open_bounds_can_be_contradicted():
    rows = same({"quantity_min": 16000}, {"quantity": 14000})
    assert rows["difference"].tolist() == [2000]
    rows = same({"quantity_max": 640}, {"quantity": 700})
    assert rows["difference"].tolist() == [60]
    rows = same({"quantity_min": 20, "quantity_max": 25}, {"quantity": 27})
    assert rows["difference"].tolist() == [2]


def test_many_different_figures_make_a_chain_not_all_pairs():
    rows = same(*[{"quantity": 100.5 * (i + 1)} for i in range(6)])
    assert len(rows) == 5
    assert rows["difference"].tolist() == pytest.approx([100.5] * 5)


def test_who_states_the_same_figure_is_of_the_same_party():
    rows = same({"quantity": 1.5}, {"quantity": 9.5}, {"quantity": 1.5}, {"quantity": 9.5})
    assert rows["claims"].tolist() == ["c0;c1;c2;c3"]


def test_two_figures_side_by_side_in_one_source_count_two_things():
    bridge, road = {"quantity": 2.4, "source_id": "s0"}, {"quantity": 3.9, "source_id": "s0"}
    assert same(bridge, road).empty
    # unless two claimants give them
    assert len(same(bridge, {**road, "claimant": "Campaign to Ban Landmines"})) == 1


def test_an_end_that_is_not_exact_is_not_the_same_period():
    since = {"period_start": "2020-11-10", "period_end": "2025"}
    assert same({"quantity": 1.5, **since}, {"quantity": 9.5, **since}).empty
    whole = {"period_start": "2025", "period_end": "2025"}
    assert len(same({"quantity": 1.5, **whole}, {"quantity": 9.5, **whole})) == 1


def test_accounts_of_one_accident_are_about_the_same_thing():
    hurt = persons(
        2, "injured", "civilian", event_id="mill", as_of="2023-05-06", districts="Aghdam"
    )
    other = {**hurt, "quantity": 3, "as_of": "2023-05-07", "place": "Mill"}
    rows = of(ContradictionRule.SAME, claims(hurt, other))
    assert rows["place"].tolist() == ["accident:mill"]
    assert of(ContradictionRule.SAME, claims(hurt, {**other, "event_id": "bridge"})).empty


# counter-claims


def test_a_counter_claim_names_both_sides_alike():
    said = claims(
        {"claimant": "A", "paraphrase": "maps are accurate", "quantity": None},
        {"claimant": "B", "paraphrase": "a quarter is", "quantity": 25, "unit": "percent",
         "counterclaim_of": "c0"},
    )  # fmt: skip
    rows = of(ContradictionRule.COUNTER, said, sources("2021-06-12", "2024-02-12"))
    assert rows[["claim_a", "claim_b"]].to_numpy().tolist() == [["c0", "c1"]]
    assert rows["message"].tolist() == [
        "A (Paper 0, 2021-06-12): “maps are accurate”; "
        "B (Paper 1, 2024-02-12): 25 percent, “a quarter is”."
    ]
    assert rows["difference"].isna().all()


def test_two_that_counter_each_other_are_one_pair():
    said = claims({"counterclaim_of": "c1"}, {"counterclaim_of": "c0"})
    assert len(of(ContradictionRule.COUNTER, said)) == 1


def test_withheld_claims_take_part_only_here():
    said = claims(
        {"quantity": 5.5, **YEAR},
        {"quantity": 99.5, "withheld": "x", "counterclaim_of": "c0", **YEAR},
    )
    rows = contradictions(said)
    assert rows["rule"].tolist() == [ContradictionRule.COUNTER]
    assert rows["difference"].tolist() == [94]


def test_a_counter_claim_of_nothing_is_left_to_the_checks():
    assert contradictions(claims({"counterclaim_of": "gone"}, {"counterclaim_of": "c1"})).empty


def test_the_result_has_its_columns_even_when_empty():
    empty, full = contradictions(claims()), contradictions(claims({"counterclaim_of": "c1"}, {}))
    assert empty.empty
    assert len(full) == 1
    assert empty.dtypes.equals(full.dtypes)


# properties


FIGURES = st.lists(
    st.tuples(
        st.sampled_from([1.5, 2.5, 40.5, 300.0, None]),
        st.sampled_from([None, None, 2.0, 50.0]),
        st.sampled_from(["2021-01-01", "2021-02-01", "2021", "2021-03-01"]),
        st.sampled_from(["A", "B"]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=10, deadline=None)
@given(FIGURES, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(figures, random):
    said = claims(
        *[
            {"quantity": q, "quantity_min": least, "as_of": day, "claimant": who, **SINCE}
            for q, least, day, who in figures
        ]
    )
    order = list(range(len(said)))
    random.shuffle(order)
    pd.testing.assert_frame_equal(contradictions(said), contradictions(said.iloc[order]))


# the real data


@pytest.fixture(scope="module")
def real(karabakh):
    return contradictions(karabakh["claims"], karabakh["sources"])


def test_what_the_compilers_noted_about_sums_is_found(real):
    parts = real[real["rule"] == ContradictionRule.PARTS].set_index("claim_a")
    known = {
        "turan-2024-02-12-maps-victims": (345, 343),  # 65 + 278
        "trend-2024-04-12-aliaghali-v": (351, 353),  # 65 + 288
        "azernews-2025-09-25-cluster-cm-total": (662, 665),  # five districts
    }
    assert parts[["value_a_low", "value_b_low"]].to_dict("index") == {
        claim: {"value_a_low": total, "value_b_low": sum_} for claim, (total, sum_) in known.items()
    }


def test_the_yearly_tables_of_the_cabinet_hold(real):
    tables = real[
        real["claims"].str.contains("cabinet") & (real["rule"] != ContradictionRule.COUNTER)
    ]
    assert tables.empty


def test_one_misprinted_operator_would_be_found(karabakh):
    said = karabakh["claims"].copy()
    slip = said["claim_id"] == "trend-2024-03-05-cabinet-op-mod"
    said.loc[slip, "quantity"] = 9638.7  # printed: 6,938.7
    rows = of(ContradictionRule.PARTS, said)
    row = rows[rows["claim_a"] == "trend-2024-03-05-cabinet-total-2023"].iloc[0]
    assert row["difference"] == pytest.approx(32823.9 + 11807.6 + 669.7 + 9638.7 + 841.9 - 53081)


def test_one_misprinted_district_would_be_found(karabakh):
    said = karabakh["claims"].copy()
    said.loc[said["claim_id"] == "trend-2024-03-05-cabinet-d-lachin", "quantity"] = 14542
    assert (
        "trend-2024-03-05-cabinet-total-2023"
        in of(ContradictionRule.PARTS, said)["claim_a"].tolist()
    )


def test_a_stale_figure_is_found_as_a_fall(real):
    falls = real[real["rule"] == ContradictionRule.FALL]
    assert falls[["claim_a", "claim_b"]].to_numpy().tolist() == [
        ["azernews-2021-03-17-yusifjanli-civinj21", "azemedia-2021-03-29-injured-8-civ"]
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("monitor-2014-az-cas-anama13", "monitor-2014-az-cas-y13"),
        ("report-2023-12-27-hajiyev-v", "sia-2023-12-hajiyev-v"),
        ("newsaz-2023-09-19-hajiyev-tot308", "trend-2023-09-20-mfa-v"),
    ],
)
def test_known_pairs_are_found(real, one, other):
    pairs = real.loc[real["rule"] == ContradictionRule.SAME, ["claim_a", "claim_b"]]
    assert {one, other} in [set(pair) for pair in pairs.to_numpy().tolist()]


def test_every_recorded_counter_claim_is_there_once(real, karabakh):
    said = karabakh["claims"].set_index("claim_id")["counterclaim_of"].dropna()
    recorded = {frozenset(pair) for pair in said.items()}
    rows = real.loc[real["rule"] == ContradictionRule.COUNTER, ["claim_a", "claim_b"]]
    assert len(rows) == len(recorded)
    assert {frozenset(pair) for pair in rows.to_numpy().tolist()} == recorded


def test_every_message_names_both_claimants_and_sources(real, karabakh):
    said = karabakh["claims"].set_index("claim_id")
    publisher = karabakh["sources"].set_index("source_id")["publisher"]
    for row in real.itertuples():
        for claim in [row.claim_a, row.claim_b]:
            if isinstance(claim, str):
                assert said.loc[claim, "claimant"] in row.message
                assert publisher[said.loc[claim, "source_id"]] in row.message


def test_order_of_rows_does_not_matter(real, karabakh):
    again = contradictions(
        karabakh["claims"].sample(frac=1, random_state=3),
        karabakh["sources"].sample(frac=1, random_state=4),
    )
    pd.testing.assert_frame_equal(again, real)
