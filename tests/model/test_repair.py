"""One policy of repair: decided once, kept in the row, the same however a layer is read."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.intake.folder import read_dataset
from geo.land.ledger import ledger
from geo.model.repair import repair
from geo.places.recorded import recorded
from geo.store import open_dataset, write_dataset

BOW_TIE = shapely.Polygon([(46, 39), (46.01, 39.01), (46.01, 39), (46, 39.01)])
SQUARE = shapely.box(46, 39, 46.01, 39.01)
# A square with a loop at a corner, 0.0001 × 0.0001 degrees: a hundred-thousandth of its area.
LOOP = shapely.Polygon(
    [(46, 39), (46.01, 39), (46.01, 39.01), (46.0001, 39.01), (45.9999, 39.0101), (46, 39.0101)]
)
HAZARDS = "hazard_id,status,support,stated_area_m2\n"
MANIFEST = """
[dataset]
name = "small"
title = "Small (synthetic)"
description = "Synthetic."
licence = "CC0-1.0"
boundaries_note = "Synthetic."
[layers.districts]
file = "districts.geojson"
[layers.hazard_areas]
file = "hazards.geojson"
[layers.land_release]
file = "release.geojson"
"""


def features(path, rows):
    """Write rows as they are: GeoPandas would not write an invalid geometry otherwise either."""
    path.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "properties": row, "geometry": shape.__geo_interface__}
                    for shape, row in rows
                ],
            }
        )
    )


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "dataset.toml").write_text(MANIFEST)
    features(
        folder / "districts.geojson", [(shapely.box(45.9, 38.9, 46.1, 39.1), {"district": "D"})]
    )
    area = {"support": "surveyed_polygon", "stated_area_m2": 1000}
    features(
        folder / "hazards.geojson",
        [(BOW_TIE, {"hazard_id": "bow", "status": "confirmed", **area}),
         (LOOP, {"hazard_id": "loop", "status": "suspected", **area})],
    )  # fmt: skip
    features(
        folder / "release.geojson",
        [(shapely.transform(BOW_TIE, lambda xy: xy + np.array([0, 0.05])),
          {"release_id": "bow", "product": "cleared", "valid_from": "2020-01-01", **area})],
    )  # fmt: skip
    return folder


def closing(dataset):
    out = ledger(*(dataset[n] for n in ("hazard_areas", "land_release", "districts")), "2021-01-01")
    return out.table[["closing_m2", "unmapped"]].iloc[-1].tolist()


def test_a_hazard_closes_at_the_same_area_through_a_build_and_read_directly(folder):
    dataset = read_dataset(folder)
    raw = gpd.read_file(folder / "hazards.geojson")
    assert not raw.geometry.iloc[0].is_valid
    nothing = dataset["land_release"].iloc[:0]
    direct = ledger(raw, nothing, dataset["districts"], "2021-01-01").table.iloc[-1]
    assert closing(dataset) == [pytest.approx(direct["closing_m2"]), 2]  # the release, too
    assert direct["unmapped"] == 1
    # Only the square counts, by the figure of another program (GEOS, straight edges).
    whole = straight_area_m2([LOOP.buffer(0)])[0]
    assert direct["closing_m2"] == pytest.approx(whole, rel=1e-3)


def test_the_decision_stays_in_the_row(folder, tmp_path):
    dataset = read_dataset(folder)
    opened = open_dataset(write_dataset(dataset, tmp_path / "small.gpkg"))
    for read in (dataset, opened):
        hazards = read["hazard_areas"].set_index("hazard_id")
        assert hazards["repair"].to_dict() == {"bow": "quarantined", "loop": "repaired"}
        # The rings of the bow-tie cancel each other; it became two triangles, half of the square.
        half = straight_area_m2([SQUARE])[0] / 2
        assert hazards["repair_m2"]["bow"] == pytest.approx(half, rel=1e-4)
        assert 0 < abs(hazards["repair_m2"]["loop"]) < 1e-3 * 2 * half
        assert shapely.is_valid(hazards.geometry.to_numpy()).all()
        assert closing(read) == closing(dataset)
    found = dataset["findings"].set_index(["layer", "feature_id"])["code"]
    assert found["hazard_areas", "bow"] == "geometry-quarantined"
    assert found["hazard_areas", "loop"] == "geometry-repaired"


def test_a_hazard_in_doubt_is_drawn_and_a_release_in_doubt_is_not(folder):
    dataset = read_dataset(folder)
    release = dataset["land_release"].iloc[0]
    assert release["repair"] == "quarantined"
    assert release["geometry"] is None
    assert dataset["hazard_areas"]["geometry"].notna().all()
    told = dataset["findings"].set_index("layer").loc["land_release", "message"]
    assert told.endswith("m² after: not on the map")


def test_no_figure_is_made_of_an_outline_in_doubt(folder):
    dataset = read_dataset(folder)
    places = gpd.GeoDataFrame(geometry=[SQUARE, BOW_TIE], crs=4326)
    found = recorded(dataset, places).records.set_index(["place", "feature_id"])
    assert found["relation"].eq("here").all()
    assert found["shared_m2"].notna().to_dict() == {
        (0, "bow"): False, (0, "loop"): True, (1, "bow"): False, (1, "loop"): False,
    }  # fmt: skip
    gaps = recorded(dataset, places).gaps
    assert gaps.loc[gaps["gap"] == "doubtful-outline", "place"].tolist() == [1]
    assert gaps.loc[gaps["gap"] == "doubtful-record", "place"].tolist() == [0, 1]


def test_points_and_lines_are_none_of_its_business():
    shapes = [shapely.Point(46, 39), shapely.LineString([(46, 39), (47, 39)]), None]
    out = repair(shapes, "")
    assert list(out.geometry[:2]) == shapes[:2]
    assert out.changes["rule"].tolist() == ["no-geometry"]


def test_valid_outlines_are_left_alone():
    out = repair([SQUARE, shapely.MultiPolygon([SQUARE])])
    assert list(out.geometry) == [SQUARE, shapely.MultiPolygon([SQUARE])]
    assert out.changes.empty
    assert not out.quarantined.any()
    assert list(out.columns()["repair"]) == [None, None]
    assert np.isnan(out.columns()["repair_m2"]).all()
