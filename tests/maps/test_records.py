"""Minefield records on the page: what is drawn of a paper, and what was found of what it states."""

import pytest

from geo.maps.page import render_map
from geo.store import open_dataset
from tests.conftest import ROOT
from tests.maps.unpack import payload_of


@pytest.fixture(scope="module")
def data():
    return payload_of(render_map(open_dataset(ROOT / "layers" / "exercise.gpkg")))


def records(data):
    return {a["id"]: a for a in data["areas"] if a["layer"] == "minefield_records"}


def test_each_record_is_drawn_once_with_its_legs_items_and_band(data):
    found = records(data)
    assert data["expected"]["records"] == len(found) == 6
    first = found["EX-M01"]
    assert [leg["to"] for leg in first["legs"]] == [
        "start_point", *["turning_point"] * 3, "start_point"
    ]  # fmt: skip
    assert first["legs"][0]["bearing"] == 50.991
    assert len(first["items"]) == first["mines_stated"] == 88
    assert first["ce50_m"] < first["ce95_m"]
    assert found["EX-M06"]["closure_m"] == pytest.approx(6, abs=0.2)


def test_found_of_recorded_counts_searched_ground_only(data):
    """28 of the 34 mines on searched ground are matched: Wilson's interval by hand."""
    scored = records(data)["EX-M01"]["scored"]
    n, k, z = 34, scored["found"], 1.959964
    middle, half = k / n + z * z / (2 * n), z * ((k / n * (1 - k / n) + z * z / (4 * n)) / n) ** 0.5
    assert (scored["recorded"], scored["recorded_anywhere"]) == (34, 88)
    assert scored["low"] == pytest.approx((middle - half) / (1 + z * z / n), abs=1e-6)
    assert scored["high"] == pytest.approx((middle + half) / (1 + z * z / n), abs=1e-6)
    unsearched = records(data)["EX-M05"]["scored"]
    assert unsearched["recorded"] == 0
    assert "low" not in unsearched  # no percentage of nothing


def test_items_that_are_not_drawn_are_told(data):
    """5,001 items of drawn records, and 7 of a record that no outline is drawn of."""
    from dataclasses import replace

    import pandas as pd

    from geo.maps.records import MOST_ITEMS
    from geo.maps.undrawn import _recorded_items

    assert not [group for group in data["undrawn"] if group["reason"] == "recorded_items"]
    script = (ROOT / "geo/maps/web/map/records.js").read_text("utf-8")
    assert f"const MOST = {MOST_ITEMS};" in script
    exercise = open_dataset(ROOT / "layers" / "exercise.gpkg")
    one = exercise["recorded_items"].iloc[:1]
    items = pd.concat([one.assign(record_id="EX-M01")] * 5001 + [one.assign(record_id="EX-X")] * 7)
    (group,) = _recorded_items(
        replace(exercise, tables={**exercise.tables, "recorded_items": items})
    )
    assert group["n"] == 1001 + 7
    assert [(item["name"], item["id"]) for item in group["items"]] == [("EX-X", "7")]


def test_a_claim_about_records_gets_no_place_from_them(data):
    about = {data["claims"][c]["claim_id"] for c in records(data)["EX-M01"]["claims"]}
    assert about == {"s-handover", "s-accuracy", "n-accuracy"}
    undrawn = {data["claims"][c]["claim_id"] for part in data["undrawn"] for c in part["claims"]}
    assert about <= undrawn
