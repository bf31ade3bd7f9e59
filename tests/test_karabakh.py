"""The first dataset: nothing of the compiled files is lost on the way.

The oracle is the compiled CSV itself, read here with the csv module alone.
"""

import csv
import sqlite3
from collections import Counter
from contextlib import closing

import pytest

from tests.conftest import KARABAKH


def table(name):
    with (KARABAKH / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def stored(karabakh_gpkg):
    with closing(sqlite3.connect(karabakh_gpkg)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def test_every_claim_is_in_the_geopackage_word_for_word(stored):
    rows = {r["claim_id"]: r for r in stored.execute("SELECT * FROM claims")}
    claims = table("claims.csv")
    assert len(claims) == len(rows)
    same = (
        "source_id",
        "claimant",
        "subject",
        "place",
        "place_level",
        "period_start",
        "period_end",
        "as_of",
        "qualifier",
        "unit",
        "category",
        "stance",
        "counterclaim_of",
        "paraphrase",
        "locator",
        "confidence_note",
        "districts",
    )
    for claim in claims:
        row = rows[claim["id"]]
        for name in same:
            assert (row[name] or "") == claim[name].strip(), (claim["id"], name)
        for name in ("quantity", "quantity_min", "quantity_max"):
            given = float(claim[name]) if claim[name] else None
            assert row[name] == given, (claim["id"], name)


def test_every_source_place_and_district_is_there(stored):
    assert stored.execute("SELECT count(*) FROM sources").fetchone()[0] == len(table("sources.csv"))
    assert stored.execute("SELECT count(*) FROM places").fetchone()[0] == len(table("places.csv"))
    assert stored.execute("SELECT count(*) FROM districts WHERE geom NOTNULL").fetchone()[0] == 89
    names = [r[0] for r in stored.execute("SELECT district FROM districts WHERE geom IS NULL")]
    assert names == ["Aghdara"]


def test_no_row_was_rejected(stored):
    levels = Counter(r[0] for r in stored.execute("SELECT level FROM findings"))
    assert levels["error"] == 0
    assert levels["warning"] == 13  # 11 places and Aghdara without position, one place in Moscow


def test_every_claim_about_cleared_land_or_finds_has_its_ground(stored):
    for layer, key, subject in (
        ("clearance_zones", "zone_id", "area_cleared"),
        ("ordnance_finds", "find_id", "eo_found"),
    ):
        about = sum(1 for c in table("claims.csv") if c["subject"] == subject)
        lost = stored.execute(
            f"SELECT count(*) FROM claims WHERE subject = '{subject}' AND footprint_id IS NULL"
        ).fetchone()[0]
        counted = stored.execute(f"SELECT sum(n_claims) FROM {layer}").fetchone()[0]
        assert counted + lost == about
        assert (
            stored.execute(
                f"SELECT count(*) FROM claims c LEFT JOIN {layer} z ON c.footprint_id = z.{key} "
                f"WHERE c.subject = '{subject}' AND c.footprint_id NOTNULL AND z.fid IS NULL"
            ).fetchone()[0]
            == 0
        )


def test_aghdam_2023_with_its_source(stored):
    found = stored.execute(
        "SELECT c.quantity, c.unit, c.claimant, s.publisher FROM claims c "
        "JOIN sources s USING (source_id) WHERE c.districts = 'Aghdam' "
        "AND c.subject = 'area_cleared' "
        "AND c.period_start = '2023-01-01' AND c.period_end = '2023-12-31'"
    ).fetchall()
    claimant = "Cabinet of Ministers of Azerbaijan"
    assert [tuple(r) for r in found] == [(7956.1, "ha", claimant, "Trend News Agency")]


def test_a_multi_district_figure_is_no_figure_of_one_district(stored):
    wrong = stored.execute(
        "SELECT count(*) FROM claims WHERE districts LIKE '%;%' AND support = 'district'"
    ).fetchone()[0]
    assert wrong == 0


def test_one_accident_told_by_several_sources_is_one_feature(stored):
    row = stored.execute(
        "SELECT * FROM accidents WHERE event_id = '2021-06-04-susuzlug'"
    ).fetchone()
    assert row["n_sources"] >= 3
    assert (row["killed_min"], row["killed_max"]) == (3, 3)
    assert (row["injured_min"], row["injured_max"]) == (3, 4)  # two sources differ
    assert row["contested"] == 1


def test_every_event_and_withheld_claim_exists():
    ids = {c["id"] for c in table("claims.csv")}
    assert {e["claim_id"] for e in table("events.csv")} <= ids
    withheld = {w["claim_id"] for w in table("withheld.csv")}
    assert withheld <= ids
    assert {
        "today-2023-08-22-week-ha-error",
        "today-2023-09-12-week-ha-error",
        "trend-2023-09-11-week-ha",
    } <= withheld


def test_every_category_is_mapped():
    pairs = {(c["subject"], c["category"]) for c in table("claims.csv") if c["category"]}
    assert pairs == {(c["subject"], c["category"]) for c in table("categories.csv")}


def test_places_near_a_border_or_in_another_district_are_marked(stored):
    marked = dict(stored.execute("SELECT place_id, district_uncertain FROM places").fetchall())
    # The polygon is wrong, not the point: 4.5 km inside Fuzuli in both open layers.
    assert marked["jojug-marjanli-cemetery-jabrayil"] == 1  # its note and 5 km say so
    assert marked["borsunlu-tartar"] == 1  # 0.4 km outside Tartar, says its own note
    assert marked["martakert-aghdara"] == 1  # a district without polygon
    assert marked["goyarkh-tartar"] == 0
    assert marked["third-state-farm-area-tartar"] is None  # no position


def test_handed_over_minefield_records_are_claims_and_nowhere_drawn(karabakh):
    """No report prints where a record's minefield lies: who gave how many, and when, is all."""
    claims = karabakh["claims"].set_index("claim_id")
    about = claims[claims["subject"].isin(["map_handover", "mines_mapped", "record_accuracy"])]
    said = " ".join(about["paraphrase"].dropna())
    for day in ("2021-06-12", "2021-07-03", "2021-10-19", "2021-11-01", "2021-11-29"):
        assert day in said
    records = about[(about["subject"] == "map_handover") & (about["unit"] == "maps")]
    assert {972.0, 8.0} <= set(records["quantity"])
    assert about["source_id"].isin(karabakh["sources"]["source_id"]).all()
    # Of districts and regions, never of a place that could be taken for an outline.
    assert set(about["support"]) <= {"district", "multi_district", "region"}
    assert len(karabakh["hazard_areas"]) == 0
