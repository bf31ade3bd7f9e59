"""Parts that exceed their total, and a total that is not the sum of its parts."""

import pandas as pd
import pytest

from geo.claims.contradictions import ContradictionRule, contradictions
from tests.claims.made import claims, one_source, sources

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


def found(quantity, ordnance, unit="mines", **other):
    return {
        "subject": "eo_found",
        "unit": unit,
        "quantity": quantity,
        "ordnance": ordnance,
        "place": "liberated territories",
        "place_level": "region",
        "districts": None,
        "period_start": "2024-10-21",
        "period_end": "2024-10-27",
        **other,
    }


def of(rule, said, book=None):
    rows = contradictions(said, book)
    return rows[rows["rule"] == rule]


def test_65_dead_and_278_injured_are_not_345():
    said = one_source(
        persons(345, "killed_or_injured"), persons(65, "killed"), persons(278, "injured")
    )
    rows = of(ContradictionRule.PARTS, said, sources("2024-02-12", publisher="Turan"))
    row = rows.iloc[0]
    assert len(rows) == 1
    assert row["claim_a"] == "c0"
    assert pd.isna(row["claim_b"])
    assert row["claims"] == "c0;c1;c2"
    assert (row["value_a_low"], row["value_b_low"], row["difference"]) == (345, 343, 2)
    assert row["period"] == "2020-11-10/2024-02-12"
    assert "Parts sum to 343, total stated 345 persons" in row["message"]
    assert "killed 65 + injured 278" in row["message"]
    assert "ANAMA (Turan 0, 2024-02-12)" in row["message"]


def test_162_and_43_mines_are_not_225():
    said = one_source(found(225, "mines"), found(162, "anti_personnel"), found(43, "anti_vehicle"))
    row = of(ContradictionRule.PARTS, said).iloc[0]
    assert (row["value_a_low"], row["value_b_low"], row["difference"]) == (225, 205, 20)


def test_parts_that_sum_are_no_contradiction():
    said = one_source(
        persons(345, "killed_or_injured"), persons(65, "killed"), persons(280, "injured")
    )
    assert contradictions(said).empty


@pytest.mark.parametrize("total", [3202, 3182])
def test_all_ordnance_is_mines_and_unexploded_ordnance(total):
    parts = [
        found(162, "anti_personnel"),
        found(43, "anti_vehicle"),
        found(2977, "unexploded_ordnance", "devices"),
    ]
    rows = of(ContradictionRule.PARTS, one_source(found(total, "all", "devices"), *parts))
    assert len(rows) == (total != 3182)
    both = [found(205, "mines"), found(2977, "unexploded_ordnance", "devices")]
    assert len(of(ContradictionRule.PARTS, one_source(found(total, "all", "devices"), *both))) == (
        total != 3182
    )


def test_what_may_be_counted_inside_a_part_or_beside_it_explains_the_total():
    # 5 deminers may be civilians already, or not: 40 and 45 both fit, 46 does not.
    for total, expected in ((40, 0), (45, 0), (43, 0), (46, 1), (39, 1)):
        said = one_source(
            persons(total, "killed"),
            persons(30, "killed", "civilian"),
            persons(10, "killed", "military"),
            persons(5, "killed", "deminer"),
        )
        assert len(of(ContradictionRule.PARTS, said)) == expected, total


def test_a_missing_part_is_no_contradiction():
    said = one_source(persons(345, "killed_or_injured"), persons(65, "killed"))
    assert contradictions(said).empty
    said = one_source(persons(65, "killed"), persons(40, "killed", "civilian"))
    assert contradictions(said).empty


def test_parts_of_another_source_place_or_period_are_not_added():
    whole, dead, hurt = (
        persons(345, "killed_or_injured"),
        persons(65, "killed"),
        persons(278, "injured"),
    )
    assert contradictions(claims(whole, dead, hurt)).empty
    assert contradictions(one_source(whole, dead, {**hurt, "place": "Karabakh"})).empty
    assert contradictions(one_source(whole, dead, {**hurt, "as_of": "2024-02-13"})).empty
    assert contradictions(one_source(whole, dead, {**hurt, "victims": "civilian"})).empty
    assert contradictions(one_source(whole, dead, {**hurt, "withheld": "a slip"})).empty


def test_open_bounds_leave_room():
    whole = persons(None, "killed_or_injured", quantity_min=340)
    assert contradictions(one_source(whole, persons(65, "killed"), persons(278, "injured"))).empty
    whole = persons(None, "killed_or_injured", quantity_min=344)
    rows = of(
        ContradictionRule.PARTS, one_source(whole, persons(65, "killed"), persons(278, "injured"))
    )
    assert rows["difference"].tolist() == [1]
    assert pd.isna(rows["value_a_high"]).all()
    assert "total stated at least 344 persons" in rows["message"].iloc[0]


def operators(*rows, total):
    names = ["ANAMA", "Ministry of Defence", "State Border Service"]
    parts = [{"quantity": q, "operator": n, **YEAR} for q, n in zip(rows, names, strict=False)]
    return one_source({"quantity": total, "operator": "all operators", **YEAR}, *parts)


def test_operators_sum_to_all_operators():
    assert of(ContradictionRule.PARTS, operators(100.5, 50.5, 10.5, total=161.5)).empty
    assert of(ContradictionRule.PARTS, operators(100.5, 50.5, 10.5, total=151.5))[
        "difference"
    ].tolist() == [10]
    assert of(ContradictionRule.PARTS, operators(100.5, 50.5, 10.5, total=181.5))[
        "difference"
    ].tolist() == [20]


def test_two_operators_may_not_be_all_but_cannot_exceed_all():
    assert of(ContradictionRule.PARTS, operators(100.5, 50.5, total=181.5)).empty
    assert len(of(ContradictionRule.PARTS, operators(100.5, 50.5, total=121.5))) == 1


def region(quantity, place="liberated territories", **other):
    return {
        "quantity": quantity,
        "place": place,
        "place_level": "region",
        "districts": None,
        **YEAR,
        **other,
    }


def table(*quantities):
    names = ("Aghdam", "Fuzuli", "Tartar")
    return [
        {"quantity": q, "districts": d, **YEAR} for q, d in zip(quantities, names, strict=False)
    ]


def test_districts_cannot_exceed_the_region():
    rows = of(ContradictionRule.PARTS, one_source(region(200.5), *table(100.5, 90.5, 30.5)))
    assert rows["difference"].tolist() == [pytest.approx(21.0)]
    assert "Aghdam 100.5 + Fuzuli 90.5 + Tartar 30.5" in rows["message"].iloc[0]


def test_a_table_may_leave_districts_out_unless_it_has_a_row_for_the_rest():
    assert of(ContradictionRule.PARTS, one_source(region(900.5), *table(100.5, 90.5))).empty
    rest = region(9.5, place="other districts")
    assert (
        len(of(ContradictionRule.PARTS, one_source(region(900.5), *table(100.5, 90.5), rest))) == 1
    )
    assert of(ContradictionRule.PARTS, one_source(region(200.5), *table(100.5, 90.5), rest)).empty


def test_the_total_may_stand_in_another_source_and_is_named_with_it():
    said = one_source(*table(100.5, 90.5), region(50.5))
    said.loc[2, ["source_id", "claimant"]] = ["s1", "Prime minister"]
    row = of(ContradictionRule.PARTS, said, sources("2024-03-05", "2024-03-06")).iloc[0]
    assert "the parts according to ANAMA (Paper 0, 2024-03-05)" in row["message"]
    assert "the total according to Prime minister (Paper 1, 2024-03-06)" in row["message"]


def test_a_total_that_agrees_clears_the_parts():
    said = one_source(*table(100.5, 90.5), region(191), region(50.5, claimant="X"))
    assert of(ContradictionRule.PARTS, said).empty


def test_a_total_of_exactly_these_districts_must_agree():
    group = {"quantity": 500.5, "districts": "Fuzuli;Aghdam", "place_level": "region", **YEAR}
    assert of(ContradictionRule.PARTS, one_source(group, *table(100.5, 90.5)))[
        "difference"
    ].tolist() == [309.5]
    wider = {**group, "districts": "Fuzuli;Aghdam;Tartar"}
    assert of(ContradictionRule.PARTS, one_source(wider, *table(100.5, 90.5))).empty


def test_rounding_of_printed_hectares_is_no_contradiction():
    rest = region(9.5, place="other districts")
    assert of(ContradictionRule.PARTS, one_source(region(53081), *table(53000.8, 71.5), rest)).empty
    # the rows round to 38,727, the total stated is 38,726
    group = {"quantity": 38726, "districts": "Aghdam;Fuzuli", "place_level": "region", **YEAR}
    assert of(ContradictionRule.PARTS, one_source(group, *table(27122, 11605))).empty


def test_shares_do_not_add_up():
    said = one_source(
        region(30, unit="percent"), *[{**r, "unit": "percent"} for r in table(25, 60)]
    )
    assert contradictions(said).empty
