"""Files, manifests and commands that call a column as an earlier version did."""

import sqlite3

import geopandas as gpd
import pytest
import shapely

import geo
from geo.intake.folder import read_dataset
from geo.store import open_dataset, write_dataset
from tests.conftest import ROOT
from tests.intake.deliveries.made import deliver, polygons, run

EXERCISE = ROOT / "layers" / "exercise"


@pytest.fixture
def folder(tmp_path):
    run("init", "t", "--in", tmp_path)
    return tmp_path / "t"


def test_a_file_with_the_former_name_is_read_and_told(tmp_path):
    for file in EXERCISE.iterdir():
        if file.is_file():
            text = file.read_bytes()
            if file.name == "hazard_areas.geojson":
                text = text.replace(b'"classification"', b'"status"')
            (tmp_path / file.name).write_bytes(text)
    old, new = read_dataset(tmp_path), read_dataset(EXERCISE)
    assert (old["hazard_areas"]["classification"] == new["hazard_areas"]["classification"]).all()
    assert "former-name" in set(old["findings"]["code"])
    assert "former-name" not in set(new["findings"]["code"])


def test_a_geopackage_with_the_former_name_opens_with_a_note(tmp_path):
    path = write_dataset(read_dataset(EXERCISE), tmp_path / "old.gpkg")
    expected = open_dataset(path)["hazard_areas"]["classification"].tolist()
    with sqlite3.connect(path) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'hazard_areas'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("ALTER TABLE hazard_areas RENAME COLUMN classification TO status")
    opened = open_dataset(path)
    assert opened["hazard_areas"]["classification"].tolist() == expected
    assert "former-name" in set(opened["findings"]["code"])


def test_a_command_may_use_the_former_name(folder, tmp_path):
    path = polygons(tmp_path / "h.geojson", [1, 2])
    given = {"columns": {"status": ""}, "defaults": {"status": "confirmed"}}
    how = deliver(folder, path, given=given).how
    assert how.defaults["classification"] == "confirmed"
    assert read_dataset(folder)["hazard_areas"]["classification"].tolist() == ["confirmed"] * 2


def test_a_frame_with_the_former_name_is_combined():
    square = shapely.box(46, 39, 46.1, 39.1)
    hazard = {"hazard_id": ["h"], "geometry": [square]}
    zones = gpd.GeoDataFrame({"district": ["d"]}, geometry=[square], crs=4326)
    releases = gpd.GeoDataFrame({"release_id": [], "product": []}, geometry=[], crs=4326)
    both = [
        geo.ledger(gpd.GeoDataFrame({name: ["confirmed"], **hazard}, crs=4326), releases, zones,
                   "2024-01-01").table["confirmed_m2"].iloc[0]
        for name in ("classification", "status")
    ]  # fmt: skip
    assert both[0] == both[1] > 0
