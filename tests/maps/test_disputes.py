"""What differs, for the page: each once, with all its rules; the same number as everywhere."""

from pathlib import Path

import pandas as pd
import pytest

from geo.claims.contradictions import ContradictionRule, contradictions
from geo.claims.differences import Difference
from geo.claims.questions import questions
from geo.maps.disputes import disputes, find_competing

LAYERS = Path(__file__).parents[2] / "layers"


@pytest.fixture(scope="module")
def claims(karabakh):
    return karabakh["claims"].reset_index(drop=True)


@pytest.fixture(scope="module")
def found(karabakh, claims):
    return contradictions(claims, karabakh["sources"])


def test_a_pair_is_shown_once_with_every_rule_that_finds_it(found, claims):
    shown = disputes(found, claims)
    pairs = [frozenset((d["a"], d["b"])) for d in shown if "a" in d]
    assert len(pairs) == len(set(pairs))
    # The oracle counts on the frame of contradictions itself.
    rules = {}
    for row in found[
        found["claim_b"].notna() & (found["rule"] != ContradictionRule.RATE)
    ].itertuples():
        rules.setdefault(frozenset((row.claim_a, row.claim_b)), set()).add(row.rule)
    ids = claims["claim_id"]
    by_pair = {frozenset((ids[d["a"]], ids[d["b"]])): set(d["rules"]) for d in shown if "a" in d}
    assert by_pair == rules
    assert sum(len(d["rules"]) > 1 for d in shown) == sum(len(r) > 1 for r in rules.values()) > 0


@pytest.mark.parametrize("name", ["karabakh", "exercise"])
def test_the_page_counts_what_questions_count(request, name):
    dataset = request.getfixturevalue(name)
    claims = dataset["claims"].reset_index(drop=True)
    shown = disputes(contradictions(claims, dataset["sources"]), claims)
    counted = questions(dataset)
    assert sum(d["dispute"] for d in shown) == int(counted.disputes["dispute"].sum()) > 0
    kinds = pd.Series([d["kind"] for d in shown]).value_counts()
    assert kinds.to_dict() == {k: n for k, n in counted.counts.items() if n}
    for d in shown:
        assert d["dispute"] == (d["kind"] in ("contested", "excluding"))


def test_who_states_the_same_stands_with_the_pair(found, claims):
    ids = claims["claim_id"]
    shown = {frozenset((ids[d["a"]], ids[d["b"]])): d for d in disputes(found, claims) if "a" in d}
    treaty = shown[
        frozenset(("commonspace-2020-11-10-text-term", "rigthnews-2024-withdrawal-timeframe"))
    ]
    assert [ids[i] for i in treaty["also"]] == ["primeministeram-2020-11-10-term"]  # a reprint
    every = {frozenset(row.split(";")) for row in found["claims"]}
    for pair, d in shown.items():
        assert pair | {ids[i] for i in d.get("also", [])} in every


def test_a_break_in_rate_shows_its_four_claims_and_calls_nothing_an_error(found, claims):
    review = [d for d in disputes(found, claims) if d["kind"] == Difference.REVIEW]
    assert len(review) == (found["rule"] == ContradictionRule.RATE).sum() > 0
    for d in review:
        assert "a" not in d
        subjects = sorted(claims["subject"][d["claims"]])
        assert subjects == ["area_cleared", "area_cleared", "eo_found", "eo_found"]
        assert d["messages"][0].endswith("Worth a look; no error in itself.")


def test_nothing_found_is_lost_and_kinds_stay_together(found, claims):
    shown = disputes(found, claims)
    assert sum(len(d["rules"]) for d in shown) == len(found)
    kinds = [d["kind"] for d in shown]
    assert kinds == sorted(kinds, key=[str(k) for k in Difference].index)


def test_a_total_of_two_claims_is_not_mistaken_for_a_pair():
    claims = pd.DataFrame({"claim_id": ["x", "y"], "claimant": ["A", "B"]})
    both = {"kind": "excluding", "subject": "casualties", "message": "m"}
    rows = pd.DataFrame(
        [
            {"rule": "same-thing", "claim_a": "x", "claim_b": "y", "claims": "x;y", **both},
            {"rule": "parts-and-total", "claim_a": "x", "claim_b": None, "claims": "x;y", **both},
        ]
    )
    assert sorted("a" in d for d in disputes(rows, claims)) == [False, True]


def test_competing_figures_share_subject_unit_and_place_and_differ(claims):
    things = find_competing(claims)
    assert len(things) > 10
    for thing in things:
        group = claims.loc[thing]
        assert len(group) > 1
        assert group["subject"].nunique() == group["unit"].nunique() == 1
        figures = group[["quantity", "quantity_min", "quantity_max"]].drop_duplicates()
        assert len(figures) > 1
