"""Statistics by zone, against exactextract's own."""

import json

import geopandas as gpd
import numpy as np
import pytest
from exactextract import exact_extract
from shapely import box

from geo.geodesy.planar_edges import straight_area_m2
from geo.raster.zonal import zonal
from tests.cli.test_cli import atlas
from tests.conftest import ROOT
from tests.raster.made import north_up, write

EXERCISE = ROOT / "layers" / "exercise.gpkg"


@pytest.fixture
def heights(tmp_path):
    values = np.random.default_rng(3).normal(-5, 40, (40, 60)).astype("float32")
    values[5:9, 10:30] = -32768
    return write(tmp_path / "dem.tif", values, north_up(47, 40.4, 0.01), nodata=-32768, unit="m")


def test_against_exactextract(heights):
    shapes = [box(47.013, 40.017, 47.2, 40.33), box(47.1, 40.2, 47.15, 40.38), box(46, 39, 48, 41)]
    zones = gpd.GeoDataFrame({"name": ["a", "b", "all"]}, geometry=shapes, crs=4326)
    ours = zonal(zones, heights, zone="name")
    theirs = exact_extract(
        str(heights), zones, ["count", "mean", "stdev", "min", "max"], output="pandas"
    )
    for mine, other in (
        ("cells", "count"),
        ("mean",) * 2,
        ("stdev",) * 2,
        ("min",) * 2,
        ("max",) * 2,
    ):
        assert ours[mine].to_numpy() == pytest.approx(theirs[other].to_numpy(), rel=1e-6), mine
    assert ours["sum"].isna().all()  # heights do not add up
    whole = straight_area_m2(np.array([shapes[2]]))[0]
    assert ours["area_m2"][2] == pytest.approx(whole)
    assert ours["valid_share"][2] < 0.13


def test_no_valid_cell_is_not_a_mean_of_zero(heights):
    zones = gpd.GeoDataFrame(
        {"name": ["hole", "away", "lost"]},
        geometry=[box(47.15, 40.33, 47.25, 40.34), box(10, 10, 11, 11), None],
        crs=4326,
    )
    ours = zonal(zones, heights, zone="name")
    assert ours[["mean", "stdev", "min", "max", "sum"]].isna().all(axis=None)
    assert ours["valid_share"].tolist() == [0, 0, 0]


def test_areas_of_classes(tmp_path):
    codes = np.repeat(np.uint8([[1, 2, 2, 255]]), 4, axis=0)
    path = write(
        tmp_path / "c.tif", codes, north_up(47, 40.04, 0.01), nodata=255,
        tags={"KIND": "class", "CLASS_2": "cropland"},
    )  # fmt: skip
    zones = gpd.GeoDataFrame({"name": ["z"]}, geometry=[box(47.005, 40, 47.04, 40.02)], crs=4326)
    ours = zonal(zones, path, zone="name")
    assert ours["class"].tolist() == [1, 2]
    assert ours["label"].isna().tolist() == [True, False]
    assert ours["label"][1] == "cropland"
    assert ours["share"].tolist() == pytest.approx([0.2, 0.8])
    assert ours["valid_share"].tolist() == pytest.approx([2.5 / 3.5] * 2, rel=1e-6)


def test_the_command(tmp_path):
    people = write(
        tmp_path / "p.tif", np.ones((80, 170), "float32"), north_up(-20.01, -34.93, 0.001),
        tags={"KIND": "count", "SOURCE": "invented"},
    )  # fmt: skip
    said = atlas("raster", "zonal", EXERCISE, people, "--format", "json")
    assert said.exit_code == 0, said.stderr
    answer = json.loads(said.stdout)
    assert {one["zone"]: round(one["sum"]) for one in answer["rows"]} == {
        "Aldmoor": 3000, "Brenwick": 2700, "Corvale": 2880,
    }  # fmt: skip
    assert answer["raster"]["source"] == "invented"
    assert "EX-H001" in atlas("raster", "zonal", EXERCISE, people, "--by", "hazard_areas").output
    plots = gpd.GeoDataFrame({"plot": ["=a"]}, geometry=[box(-20, -35, -19.99, -34.99)], crs=4326)
    plots.to_file(tmp_path / "plots.geojson")
    words = ("raster", "zonal", EXERCISE, people, "--by", tmp_path / "plots.geojson")
    said = atlas(*words, "--name", "plot", "--format", "csv")
    assert said.output.splitlines()[1].startswith("'=a,")
    assert atlas(*words, "--name", "plots").exit_code == 3
    assert atlas("raster", "zonal", EXERCISE, people, "--by", "claims").exit_code == 3
