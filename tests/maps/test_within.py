"""What is recorded inside a district, against geopandas on the GeoPackage."""

from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.maps import within
from geo.maps.drawing import draw
from geo.maps.large import SOURCE
from tests.conftest import ROOT

EQUAL_AREA = 6933


def described(dataset):
    return {d["district"]: d["within"] for d in draw(dataset, dataset["claims"]).districts}


def by_geopandas(layer, column):
    """Features with ground inside each district and class, and the union of that ground in m²."""
    file = ROOT / "layers" / "exercise.gpkg"
    rows = gpd.read_file(file, layer=layer)
    found = {}
    for district, outline in gpd.read_file(file, layer="districts")[
        ["district", "geometry"]
    ].values:
        inside = rows[rows.intersects(outline)]
        inside = inside.assign(geometry=inside.intersection(outline))
        if layer != "events":
            inside = inside[shapely.area(inside.geometry) > 0]
        for status, part in inside.groupby(column):
            ground = gpd.GeoSeries([part.union_all()], crs=4326).to_crs(EQUAL_AREA).area[0]
            found[district, str(status)] = (len(part), ground)
    return found


@pytest.mark.parametrize(
    "least", [1, within._FEW], ids=["compiled", "overlays"]
)  # of features from which the compiled engine is used
def test_numbers_and_areas_are_those_that_geopandas_finds(exercise, monkeypatch, least):
    monkeypatch.setattr(within, "_FEW", least)
    given = described(exercise)
    for name, (layer, column) in SOURCE.items():
        wanted = by_geopandas(layer, column)
        rows = {
            (district, row["status"]): row
            for district, found in given.items()
            for row in found
            if row["layer"] == name
        }
        assert {key: row["n"] for key, row in rows.items()} == {
            k: n for k, (n, _) in wanted.items()
        }
        if layer != "events":
            for key, (_, m2) in wanted.items():
                assert rows[key]["m2"] == pytest.approx(m2, rel=1e-5, abs=1)


def test_a_neighbour_across_the_border_is_not_inside(exercise):
    districts = exercise["districts"]
    west, south, _, north = districts.geometry.iloc[0].bounds
    hazards = exercise["hazard_areas"].iloc[:2].copy()
    # One shares an edge with the district from outside, one lies on both sides of that edge.
    hazards["geometry"] = [
        shapely.box(west - 0.01, south, west, north),
        shapely.box(west - 0.01, south, west + 0.01, north),
    ]
    hazards["classification"] = "confirmed"
    there = replace(exercise, tables={**exercise.tables, "hazard_areas": hazards})
    found = [r for r in described(there)[districts["district"].iloc[0]] if r["layer"] == "hazards"]
    assert [(row["status"], row["n"]) for row in found] == [("confirmed", 1)]


def test_a_position_counts_and_is_no_ground(exercise):
    hazards = exercise["hazard_areas"].iloc[:2].copy()
    district = exercise["districts"].iloc[0]
    middle = district.geometry.representative_point()
    hazards["geometry"] = [middle, middle.buffer(0.001)]
    hazards["support"] = ["point", "surveyed_polygon"]
    hazards["stated_area_m2"] = 1e6
    hazards["classification"] = "suspected"
    there = replace(exercise, tables={**exercise.tables, "hazard_areas": hazards})
    (row,) = [r for r in described(there)[district["district"]] if r["layer"] == "hazards"]
    ground = hazards.geometry.iloc[[1]].to_crs(EQUAL_AREA).area.sum()
    assert (row["n"], row["points"]) == (2, 1)
    assert row["m2"] == pytest.approx(ground, rel=1e-3)


def test_ground_of_two_districts_is_inside_both(exercise):
    districts = exercise["districts"].iloc[:2].copy()
    districts["geometry"] = [districts.geometry.iloc[0]] * 2
    there = replace(exercise, tables={**exercise.tables, "districts": districts})
    first, second = described(there).values()
    assert first == second
    assert first


def test_a_district_without_outline_holds_nothing(exercise):
    districts = exercise["districts"].copy()
    districts["geometry"] = np.array([None] * len(districts), dtype=object)
    there = replace(exercise, tables={**exercise.tables, "districts": districts})
    assert set(map(len, described(there).values())) == {0}
