"""What first: criteria from the ground, and nothing assessed that nobody looked at."""

import csv
import io
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import Point, box

import geo
from geo.errors import GeoError
from tests.cli.test_cli import atlas
from tests.conftest import ROOT
from tests.raster.made import dataset, layer, north_up, write

EXERCISE = ROOT / "layers" / "exercise.gpkg"


@pytest.fixture
def three():
    """Three sites in a row, an accident at the first; a road by the third."""
    hazards = [box(x, 40.02, x + 0.002, 40.022) for x in (47.01, 47.05, 47.09)]
    accidents = layer(
        "accidents",
        [
            {"event_id": "a", "name": "a", "occurred": "2020-05-01", "support": "point",
             "valid_from": "2020-05-01"},
            {"event_id": "b", "name": "b", "occurred": "2021", "support": "district",
             "valid_from": "2021-01-01"},
        ],
        [Point(47.011, 40.023), Point(47.051, 40.021)],
    )  # fmt: skip
    return dataset(hazards, accidents=accidents)


def test_criteria_are_of_the_ground_near(three, tmp_path):
    people = np.zeros((100, 100), "float32")
    people[78:80, 10:12] = 25  # on the first site
    people[:, 80:] = -1
    path = write(tmp_path / "p.tif", people, north_up(47, 40.1, 0.001), nodata=-1)
    road = gpd.GeoDataFrame(geometry=[box(47.095, 40.0, 47.0951, 40.1)], crs=4326)
    band = geo.raster.band_of(path, kind="count")
    found = geo.priorities(three, people=band, near={"road": road}, within_m=400)
    sites = found.sites.set_index("hazard_id")
    assert sites["people_near"].fillna(-1).tolist() == pytest.approx([100, 0, -1], abs=1e-6)
    assert sites["accidents_near"].tolist() == [1, 0, 0]  # that of a district is at no site
    assert sites["years_since_accident"].tolist() == [2, 3, 3]
    assert sites["road_m"]["h2"] == pytest.approx(0.003 * 85_390, rel=2e-3)
    table = found.order.table.set_index("hazard_id")
    assert table["assessed"].to_dict() == {"h0": True, "h1": True, "h2": False}
    assert "people_near" in table["missing"]["h2"]
    assert table["additive_rank"]["h0"] == 1


def test_a_criterion_of_the_file_that_nobody_brought_is_missing(three, tmp_path):
    path = tmp_path / "w.toml"
    path.write_text("[area_m2]\nweight = 1\n[access]\nweight = 2\n", "utf-8")
    criteria = geo.ranking.criteria.read_criteria(path)
    found = geo.priorities(three, criteria=criteria)
    assert found.order.table["missing"].tolist() == ["access"] * 3
    assert not found.order.table["assessed"].any()
    own = pd.DataFrame({"hazard_id": ["h0", "h1"], "access": [1, 3]})
    ranked = geo.priorities(three, criteria=criteria, table=own).order.table
    assert ranked["assessed"].tolist() == [True, True, False]


def test_the_command(tmp_path):
    people = write(
        tmp_path / "p.tif", np.ones((80, 170), "float32"), north_up(-20.01, -34.93, 0.001),
        tags={"KIND": "count"},
    )  # fmt: skip
    weights = tmp_path / "w.toml"
    said = atlas("priorities", EXERCISE, "--people", people, "--write-weights", weights)
    assert said.exit_code == 0, said.stderr
    assert "orders work, not land" in said.output
    assert "SYNTHETIC" in said.output
    words = ("priorities", EXERCISE, "--people", people, "--weights", weights, "--samples", 200)
    answer = json.loads(atlas(*words, "--format", "json").stdout)
    assert len(answer["sites"]) == 53
    one = answer["sites"][0]
    assert one["additive_rank_best"] <= one["additive_rank"] <= one["additive_rank_worst"]
    for ending in ("html", "csv", "json", "txt"):
        path = tmp_path / f"first.{ending}"
        assert atlas(*words, "-o", path).exit_code == 0
        text = path.read_text("utf-8")
        assert "EX-H053" in text
        for word in ("low risk", "low-risk", "green", "safe to"):
            assert word not in text.lower()
    assert len(list(csv.DictReader(io.StringIO((tmp_path / "first.csv").read_text("utf-8"))))) == 53
    table = tmp_path / "own.csv"
    table.write_text("hazard_id,<b>access\nEX-H001,2\n", "utf-8")
    page = tmp_path / "own.html"
    said = atlas("priorities", EXERCISE, "--table", table, "--samples", 50, "-o", page)
    assert said.exit_code == 0
    assert "<b>access" not in page.read_text("utf-8")
    for bad in (("--near", "school"), ("--weights", tmp_path / "none.toml"), ("--samples", 0)):
        assert atlas("priorities", EXERCISE, *bad).exit_code in (2, 3)


def test_a_dataset_without_outlines_has_no_sites(karabakh):
    with pytest.raises(GeoError, match="no usable outline"):
        geo.priorities(karabakh)
