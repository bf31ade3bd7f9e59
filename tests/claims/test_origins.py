"""Reprints have one origin: no second witness, and no second dispute."""

import pandas as pd
import pytest

from geo.claims.contradictions import ContradictionRule, contradictions
from geo.claims.origins import origins
from tests.claims.made import claims, sources

SINCE = {"period_start": "2020-11-10"}
REGION = {"place": "Karabakh", "place_level": "region", "districts": None}


def test_a_reprint_is_no_second_witness_and_no_second_dispute():
    eo = {"subject": "eo_found", "ordnance": "unspecified", "unit": "devices", **SINCE}
    said = claims(
        {"quantity": 19000, "as_of": "2021-01-04", "claimant": "Ministry", **eo},
        {"quantity": 19000, "as_of": "2021-01-04", "claimant": "Ministry (spokesman)", **eo},
        {"quantity": 16000, "as_of": "2021-01-04", "claimant": "Agency", **eo},
    )
    assert origins(said).tolist() == [0, 0, 1]
    rows = contradictions(said, sources("2021-01-06", "2021-01-07", "2021-01-05"))
    assert rows["rule"].tolist() == [ContradictionRule.SAME]
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
    assert once["rule"].tolist() == twice["rule"].tolist() == [ContradictionRule.PARTS]
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
    assert rows["rule"].tolist() == [ContradictionRule.COUNTER]
    assert rows["claims"].tolist() == ["c0;c1;c2;c3"]
