"""The GeoPackage of findings: valid, each finding once, at the feature it is about."""

import subprocess
import sys

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.checks import check
from geo.errors import OutputExists
from geo.model.findings import RULES, Finding, findings_frame
from geo.store import write_findings
from tests.checks.made import hazard, made, place

BOWTIE = shapely.Polygon([(47, 40), (47.1, 40.1), (47.1, 40), (47, 40.1)])
LAYERS = ["finding_points", "finding_extents", "findings_without_place"]


@pytest.fixture
def dataset():
    bent = shapely.Polygon([(0, 0), (1, 0), (1, 1), (0.9, 1), (0.9, 0.1), (0, 0.1)])
    return made(
        hazard_areas=[hazard("h1", bent), hazard("h2", BOWTIE), hazard("h3", None)],
        places=[place("p1", 46, 39)],
    )


def written(findings, dataset, path):
    write_findings(findings, dataset, path)
    run = subprocess.run(
        [sys.executable, "-m", "osgeo_utils.samples.validate_gpkg", "--extra", "-k", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout + run.stderr) == (0, "")
    return {name: pyogrio.read_dataframe(path, layer=name) for name in LAYERS}


def about(layer, *ids):
    rule = RULES["area-differs"]
    return [Finding(rule, f"about {i}", layer, i, column="geometry") for i in ids]


def test_points_lie_on_the_features_and_boxes_round_them(dataset, tmp_path):
    found = [*about("hazard_areas", "h1", "h2", "h3", "gone"), *about("places", "p1")]
    found += [*about("claims", "c1"), *about(None, None), *about("no such layer", "x")]
    tables = written(findings_frame(found), dataset, tmp_path / "f.gpkg")
    points = tables["finding_points"].set_index("feature_id")
    boxes = tables["finding_extents"].set_index("feature_id")
    assert set(points.index) == {"h1", "h2", "p1"}
    assert set(boxes.index) == {"h1", "h2"}
    shape = dataset["hazard_areas"].set_index("hazard_id").geometry
    assert shape["h1"].contains(points.geometry["h1"])  # the middle of its box is outside
    assert boxes.geometry["h2"].equals(shapely.box(47, 40, 47.1, 40.1))
    assert points.geometry["p1"].equals(shapely.Point(46, 39))
    # Every finding is a point or a row, and keeps its number.
    numbers = pd.concat([tables[n]["number"] for n in (LAYERS[0], LAYERS[2])])
    assert sorted(numbers) == list(range(1, len(found) + 1))
    assert (boxes["number"] == points.loc[boxes.index, "number"]).all()


def test_nothing_found_is_a_file_too(dataset, tmp_path):
    tables = written(findings_frame([]), dataset, tmp_path / "f.gpkg")
    assert [len(t) for t in tables.values()] == [0, 0, 0]


def test_no_file_is_replaced_unasked_and_the_bytes_are_the_same(karabakh, tmp_path):
    findings = check(karabakh)
    one, two = tmp_path / "1.gpkg", tmp_path / "2.gpkg"
    write_findings(findings, karabakh, one)
    write_findings(findings, karabakh, two)
    assert one.read_bytes() == two.read_bytes()
    with pytest.raises(OutputExists):
        write_findings(findings, karabakh, one)
    layer = gpd.read_file(one, layer="finding_points")
    located = 0
    for name, key in (("places", "place_id"), ("districts", "district")):
        there = karabakh[name].set_index(key)["geometry"].notna()
        located += findings[findings["layer"] == name]["feature_id"].map(there).sum()
    assert len(layer) == located > 0


def test_each_level_has_a_style_of_its_own(dataset, tmp_path):
    write_findings(findings_frame([]), dataset, tmp_path / "f.gpkg")
    styles = pyogrio.read_dataframe(tmp_path / "f.gpkg", layer="layer_styles")
    assert styles["f_table_name"].tolist() == LAYERS[:2]
    for qml in styles["styleQML"]:
        for level in ("error", "warning", "info"):
            assert f"&quot;level&quot; = '{level}'" in qml
