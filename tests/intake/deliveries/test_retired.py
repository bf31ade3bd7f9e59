"""What a later delivery no longer has: kept, marked, listed; not drawn and not summed."""

import json

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

from geo.cli.main import main
from geo.intake.deliveries.run import import_delivery
from geo.intake.folder import read_dataset
from geo.land.ledger import ledger
from geo.land.validity import select_known
from geo.maps import render_map
from geo.model.dataset import current
from geo.model.dates import earliest
from tests.maps.unpack import payload_of

NEW = {"title": "Register", "publisher": "Mine Action Office"}
IDS = ["a", "b", "c"]


def deliver(folder, path, ids, day, layer="hazard_areas"):
    shapes = [
        shapely.box(46 + IDS.index(i) / 10, 39, 46.05 + IDS.index(i) / 10, 39.05) for i in ids
    ]
    own = {"classification": "suspected"} if layer == "hazard_areas" else {}
    key = "hazard_id" if own else "district"
    frame = gpd.GeoDataFrame({key: ids, **own}, geometry=shapes, crs=4326)
    frame.to_file(path, driver="GeoJSON")
    import_delivery(folder, [path], layer=layer, source="office", new_source=NEW, day=day)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["init", "office"]).exit_code == 0
    folder = tmp_path / "layers" / "office"
    deliver(folder, tmp_path / "d.geojson", IDS, "2024-01-01", "districts")
    deliver(folder, tmp_path / "h.geojson", IDS, "2024-01-01")
    deliver(folder, tmp_path / "h.geojson", ["a", "c"], "2024-06-01")
    return folder


def group(page, reason):
    return next((g for g in page["undrawn"] if g["reason"] == reason), None)


def test_it_stays_in_the_dataset_and_in_exports_with_its_day(folder, tmp_path):
    rows = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert rows["retired"].dropna().to_dict() == {"b": "2024-06-01"}
    for options, ids in (([], IDS), (["--current"], ["a", "c"])):
        out = tmp_path / f"out{len(options)}"
        arguments = ["export", "geojson", str(folder), "-o", str(out), *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exit_code == 0, result.output
        assert "1 row retired" in result.stderr
        written = json.loads((out / "hazard_areas.geojson").read_text(encoding="utf-8"))
        marks = {f["properties"]["hazard_id"]: f["properties"]["retired"]
                 for f in written["features"]}  # fmt: skip
        assert sorted(marks) == ids
        assert marks.get("b") == ("2024-06-01" if "b" in ids else None)


def test_the_map_lists_it_and_does_not_draw_it(folder):
    dataset = read_dataset(folder)
    page = payload_of(render_map(dataset))
    assert [a["id"] for a in page["areas"]] == ["a", "c"]
    assert page["expected"]["hazards"] == 2
    assert [(r["id"], r["day"]) for r in group(page, "retired")["items"]] == [("b", "2024-06-01")]
    then = payload_of(render_map(dataset, as_known=earliest("2024-05-31")))
    assert [a["id"] for a in then["areas"]] == IDS
    assert group(then, "retired") is None
    now = payload_of(render_map(dataset, as_known=earliest("2024-06-01")))
    assert [a["id"] for a in now["areas"]] == ["a", "c"]


def test_it_is_not_summed_but_was_while_it_was_known(folder):
    dataset = read_dataset(folder)
    hazards, releases = dataset["hazard_areas"], dataset["land_release"]

    def areas(**known):
        table = ledger(hazards, releases, dataset["districts"], "2024-12-31", **known).table
        return dict(zip(table.iloc[:, 0], table["closing_m2"], strict=True))

    now, then = areas(), areas(known="2024-05-31")
    assert now["b"] == 0
    assert then["b"] > 20e6  # a square of 0.05° at 39° N is 4.3 km × 5.6 km
    assert (now["a"], now["c"]) == (then["a"], then["c"])
    assert select_known(hazards, "2024-06-01")["hazard_id"].tolist() == ["a", "c"]


def test_a_retired_district_keeps_its_name_and_loses_its_outline(folder, tmp_path):
    deliver(folder, tmp_path / "d.geojson", ["a", "c"], "2024-07-01", "districts")
    whole = read_dataset(folder)
    shown = current(whole)["districts"].set_index("district")
    assert shown.index.tolist() == IDS
    assert shapely.is_missing(shown["geometry"].to_numpy()).tolist() == [False, True, False]
    assert isinstance(shown, gpd.GeoDataFrame)
    assert not shapely.is_missing(whole["districts"]["geometry"].to_numpy()).any()
    page = payload_of(render_map(whole))
    assert [d["drawn"] for d in page["districts"]] == [True, False, True]


def test_nothing_retired_changes_nothing(folder):
    dataset = read_dataset(folder)
    before = current(dataset, earliest("2024-01-01"))
    for name, frame in before.tables.items():
        pd.testing.assert_frame_equal(frame, dataset[name])
