"""Who speaks: counted by side."""

import pandas as pd

from geo.claims.parties import balance, claimant_ids, claimant_parties, silent_sides
from geo.model.layers import CLAIMANTS
from geo.model.schema import give_types
from tests.claims.made import KARABAKH, claims, sources

REGISTER = give_types(
    pd.DataFrame(
        [
            {"claimant_id": "a", "name": "Agency", "party": "North", "aliases": "The agency;AGN"},
            {"claimant_id": "b", "name": "Service", "party": "South"},
            {"claimant_id": "c", "name": "Monitor", "party": "none"},
            {"claimant_id": "d", "name": "Unknown body"},
        ]
    ),
    CLAIMANTS,
)


def test_persons_case_and_aliases_lead_to_the_register():
    said = claims(*[{"claimant": n} for n in ("Agency (A. B.)", "agn", "SERVICE", "Nobody", None)])
    assert claimant_ids(said, REGISTER).tolist()[:3] == ["a", "a", "b"]
    assert claimant_ids(said, REGISTER).isna().tolist() == [False, False, False, True, True]
    assert claimant_parties(said, REGISTER).tolist()[:3] == ["North", "North", "South"]


def counted(*rows, party=("North",)):
    said = claims(*rows)
    book = sources(*["2024"] * len(rows)).assign(party=[party[0]] * len(rows), origin="primary")
    return balance(said, book, REGISTER, KARABAKH)


def test_claims_are_counted_by_side_in_all_and_in_each_district():
    found = counted(
        {"claimant": "Agency"},
        {"claimant": "Agency", "districts": "Aghdam;Fuzuli"},
        {"claimant": "Service", "districts": "Fuzuli"},
        {"claimant": "Monitor", "districts": None},
        {"claimant": "Nobody", "districts": None},
    )
    by = found[found["by"] == "claimant"].set_index(["district", "value"])["n"].to_dict()
    assert by[("", "North")] == 2
    assert by[("", "South")] == 1
    assert by[("", "none")] == 1
    assert by[("Aghdam", "North")] == 2
    assert by[("Fuzuli", "North")] == 1
    assert by[("Fuzuli", "South")] == 1
    assert found.loc[(found["district"] == "") & (found["by"] == "publisher"), "n"].tolist() == [5]


def test_origins_count_sources_once():
    said = claims(*[{"claimant": "Agency"}] * 3)
    said["source_id"] = "s0"
    book = sources("2024").assign(origin="reprint")
    found = balance(said, book, REGISTER, KARABAKH)
    origin = found[found["by"] == "origin"]
    assert origin["n"].tolist() == [1, 1]  # in all, and in Aghdam
    assert set(origin["value"]) == {"reprint"}


def test_a_side_that_says_nothing_of_a_district_is_a_gap():
    found = silent_sides(
        counted(
            {"claimant": "Agency"},
            {"claimant": "Agency", "districts": "Fuzuli"},
            {"claimant": "Service"},
            {"claimant": "Monitor"},
        )
    )
    assert found.to_dict("records") == [{"party": "South", "districts": "Fuzuli", "n": 1, "of": 2}]


def test_a_dataset_without_register_and_sides_has_no_balance():
    said = claims({"claimant": "Agency"})
    found = balance(said, sources("2024"), REGISTER.head(0), KARABAKH)
    assert found.empty
    assert silent_sides(found).empty


def test_every_claimant_of_the_first_dataset_is_registered(karabakh):
    assert claimant_ids(karabakh["claims"], karabakh["claimants"]).notna().all()


def test_the_counts_of_the_first_dataset_add_up(karabakh):
    said, book = karabakh["claims"], karabakh["sources"]
    found = balance(said, book, karabakh["claimants"], karabakh["districts"])
    whole = found[found["district"] == ""].groupby("by")["n"].sum()
    assert whole["claimant"] == whole["publisher"] == len(said)
    assert whole["origin"] == said["source_id"].nunique()
