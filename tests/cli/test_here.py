"""`atlas here` as a user types it, and what it writes as other programs read it."""

import csv
import io
import json

import geopandas as gpd
import pytest
from shapely import LineString, Point, box

from geo.model.terms import CAUTIONS
from tests.cli.test_cli import atlas
from tests.conftest import ROOT

EXERCISE = ROOT / "layers" / "exercise.gpkg"


@pytest.fixture
def schools(tmp_path):
    """Three places by hand: in EX-H055, a way through it, and one in the open sea."""
    shapes = [
        Point(-19.96, -34.971),
        LineString([(-19.964, -34.973), (-19.955, -34.973)]),
        Point(10, -30),
    ]
    frame = gpd.GeoDataFrame({"name": ["=school", "road", "ship"]}, geometry=shapes, crs=4326)
    path = tmp_path / "schools.gpkg"
    frame.to_crs("EPSG:32727").to_file(path)
    return path


def test_a_position_is_answered_with_sources_gaps_and_cautions():
    said = atlas("here", EXERCISE, "34.97S 19.96W", "--within", 300)
    assert said.exit_code == 0
    lines = said.output.splitlines()
    assert lines[1] == "SYNTHETIC DATA: nothing here is about a real place."
    assert "34.97S 19.96W: in Aldmoor" in lines
    assert any("Confirmed hazardous area EX-H055" in li and li.endswith("[3]") for li in lines)
    assert any("EX-H040" in li and "E, from" in li for li in lines)  # its west side is to the east
    assert "  Not known:" in lines
    assert any(li.startswith("[3] ") for li in lines)
    assert lines[-2:] == list(CAUTIONS)


@pytest.mark.parametrize(
    "where", ["34.97S 19.96W", "34°58'12\"S 19°57'36\"W", "-34.97, -19.96", "27H WB 94938 29790"]
)
def test_ways_to_write_one_position(where):
    said = atlas("here", "--format", "json", "--", EXERCISE, where)
    assert said.exit_code == 0, said.stderr
    (place,) = json.loads(said.stdout)["places"]
    assert "EX-H055" in {row["feature_id"] for row in place["records"]}


def test_who_says_what_stands_beside_each_record(karabakh_gpkg):
    lines = atlas("here", karabakh_gpkg, "39.99N 46.93E").output.splitlines()
    assert any("Aghdam city fully cleared of mines [" in li for li in lines)
    assert any("780 ha cleared in Aghdam city [" in li for li in lines)
    # Aghdam's shares of June 2023 are of other days or rounded: the compiler's remark, no dispute.
    assert not any("contested" in li for li in lines)
    lines = atlas("here", karabakh_gpkg, "40.2438N 46.169E").output.splitlines()  # 3 or 4 injured
    assert any(", contested [" in li for li in lines)


def test_each_feature_of_a_file_is_answered_by_itself(schools):
    said = atlas("here", EXERCISE, schools, "--within", 0, "--format", "json")
    road, ship = json.loads(said.stdout)["places"][1:]
    inside = {row["feature_id"]: row["shared_m"] for row in road["records"]}
    # EX-H055 reaches from 19.962° W to 19.957° W: 0.005° of the parallel of 34.973° S. A degree of
    # it is 91,318 m (111,412.84 cos φ − 93.5 cos 3φ + 0.118 cos 5φ).
    assert inside["EX-H055"] == pytest.approx(0.005 * 91_318, rel=1e-3)
    assert ship["records"] == []
    assert [gap["gap"] for gap in ship["gaps"]] == ["no-district"]


def test_csv_has_a_row_for_a_place_without_records_and_no_formula(schools, tmp_path):
    target = tmp_path / "answer.csv"
    said = atlas("here", EXERCISE, schools, "--within", 0, "-o", target)
    assert said.exit_code == 0
    assert "3 places" in said.output
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8"))))
    assert {row["place_name"] for row in rows} == {"'=school", "road", "ship"}
    (ship,) = [row for row in rows if row["place_name"] == "ship"]
    assert ship["feature_id"] == ""
    assert atlas("here", EXERCISE, schools, "-o", target).exit_code == 3
    assert atlas("here", EXERCISE, schools, "-o", target, "--overwrite").exit_code == 0


def test_geojson_opens_elsewhere(schools, tmp_path):
    target = tmp_path / "answer.geojson"
    assert atlas("here", EXERCISE, schools, "--within", 0, "-o", target).exit_code == 0
    read = gpd.read_file(target)
    assert set(read.loc[read["place_name"] == "=school", "feature_id"]) >= {"EX-H055"}
    (shape,) = read.loc[read["feature_id"] == "EX-H055", "geometry"].unique()
    assert shape.equals(box(-19.962, -34.976, -19.957, -34.97))


def test_rows_without_position_are_told(tmp_path):
    path = tmp_path / "wells.csv"
    path.write_text("name;latitude;longitude\nfirst;-34,971;-19,96\nsecond;;\n", "utf-8")
    said = atlas("here", EXERCISE, path)
    assert said.exit_code == 0
    assert "no position in row 3: left out" in said.stderr
    assert "first: in Aldmoor" in said.output
    path.write_text("name\nfirst\n", "utf-8")
    refused = atlas("here", EXERCISE, path)
    assert refused.exit_code == 3
    assert "none of 1 row has a position" in refused.stderr


@pytest.mark.parametrize("where", ["somewhere", "91N 10E", "missing.gpx", "", "."])
def test_what_is_neither_position_nor_file_is_an_error_with_a_hint(where):
    said = atlas("here", EXERCISE, where)
    assert said.exit_code == 3
    assert "hint:" in said.stderr


def test_another_ending_and_another_distance_are_errors(tmp_path):
    assert atlas("here", EXERCISE, "34.97S 19.96W", "-o", tmp_path / "a.docx").exit_code == 3
    said = atlas("here", EXERCISE, "34.97S 19.96W", "--within", "-5")
    assert said.exit_code == 3
    assert "Expected 0 to 100,000 m" in said.stderr


@pytest.mark.parametrize(
    ("where", "more", "understood"),
    [
        ("15 30 20 S 35 10 5 E", (), "15.505556° S, 35.168056° E"),
        ("39°59′37″ с.ш. 46°55′48″ в.д.", (), "39.993611° N, 46.930000° E"),
        ("46.93, 39.99", (), "46.930000° N, 39.990000° E"),
        ("46.93, 39.99", ("--order", "lon-lat"), "39.990000° N, 46.930000° E"),
        ("39.99N 46.93E", ("--crs", "EPSG:4284"), "39.989913° N, 46.928804° E, exact to 4 m"),
        ("38TQK2030", (), "39.995920° N, 47.582879° E, exact to 707 m"),
    ],
)
def test_the_position_that_was_understood_is_printed(where, more, understood):
    said = atlas("here", EXERCISE, where, *more)
    assert said.exit_code == 0, said.stderr
    assert f"  Understood as {understood}" in said.output.splitlines()
    said = atlas("here", EXERCISE, where, *more, "--format", "json")
    (place,) = json.loads(said.stdout)["places"]
    assert f"{abs(place['latitude']):.6f}" in understood


def test_a_position_in_a_datum_without_a_known_way_is_refused():
    said = atlas("here", EXERCISE, "43.8N 18.4E", "--crs", "EPSG:4312")
    assert said.exit_code == 3
    assert "MGI 1901 to WGS 84" in said.stderr


@pytest.mark.parametrize(
    ("longitude", "heading"),
    [("19.8850W", "Recorded at this place: 3"), ("19.8872W", "Perhaps at this place")],
)
def test_a_minefield_record_is_told_inside_its_outline_and_within_its_error_band(
    longitude, heading
):
    """The outline of EX-M01 ends at 19.8869° W; its band reaches 52 m further."""
    told = atlas("here", EXERCISE, f"34.9868S {longitude}")
    after = told.output.split(heading)[1].split("Within 1")[0]
    assert (
        "Minefield record (a paper: what was meant to be laid, not what was found) EX-M01" in after
    )


def test_a_minefield_record_beyond_its_error_band_is_near_only():
    """19.8876° W is 64 m west of the outline."""
    told = atlas("here", EXERCISE, "34.9868S 19.8876W")
    here, near = told.output.split("  Within 1")
    assert "EX-M01" not in here
    assert "EX-M01, 64 m E" in near
