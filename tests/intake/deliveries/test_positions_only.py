"""Hazards known as points, with a radius or a stated area: kept, counted, never made an area."""

import json
import sqlite3
import zipfile
from xml.etree import ElementTree

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from geo.export.geojson import export_geojson
from geo.export.kml import export_kml
from geo.export.maxml import export_maxml
from geo.export.pmtiles import export_pmtiles
from geo.export.public import public
from geo.export.tables import export_csv
from geo.export.vector import export_shapefile
from geo.intake.folder import read_dataset
from geo.intake.readers.maxml import read_maxml
from geo.land.ledger import ledger
from geo.maps.drawing import draw
from geo.maps.undrawn import undrawn
from geo.places.recorded import recorded
from geo.store.geopackage import write_dataset
from tests.intake.deliveries.made import deliver

ROWS = (
    "id;type;lon;lat;area ha;radius m",
    "H-1;confirmed;46.25;39.25;1.5;",
    "H-2;suspected;46.75;39.25;;60",
    "H-3;suspected;46.76;39.26;;",
)
SQUARE = shapely.box(46.1, 39.1, 46.11, 39.11)
ZONES = gpd.GeoDataFrame(
    {"district": ["west", "east"]},
    geometry=[shapely.box(46, 39, 46.5, 39.5), shapely.box(46.5, 39, 47, 39.5)],
    crs=4326,
)


@pytest.fixture
def report(folder, tmp_path):
    path = tmp_path / "hazards.csv"
    path.write_text("\n".join(ROWS))
    return deliver(folder, path, given={"crs": "EPSG:4326"})


@pytest.fixture
def dataset(folder, report):
    made = read_dataset(folder)
    outline = gpd.GeoDataFrame(
        made["hazard_areas"].iloc[[0]].assign(hazard_id="H-4", support="surveyed_polygon"),
        geometry=[shapely.MultiPolygon([SQUARE])],
        crs=4326,
    )
    frame = gpd.GeoDataFrame(
        pd.concat([made["hazard_areas"], outline], ignore_index=True), crs=4326
    )
    made.tables["hazard_areas"] = frame
    return made


def test_they_come_in_as_points_with_what_was_stated(folder, report):
    frame = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert frame["support"].tolist() == ["point"] * 3
    assert [(p.x, p.y) for p in frame.geometry] == [(46.25, 39.25), (46.75, 39.25), (46.76, 39.26)]
    assert frame["stated_area_m2"]["H-1"] == 15_000
    assert frame["stated_radius_m"]["H-2"] == 60
    codes = [f.rule.code for f in report.findings]
    assert "wrong-geometry-type" not in codes
    assert codes.count("known-by-position") == 1
    assert "support-assumed" not in codes  # which is about outlines


def test_a_stated_outline_is_not_said_of_a_point(folder, tmp_path):
    path = tmp_path / "hazards.csv"
    path.write_text("\n".join(ROWS))
    deliver(folder, path, given={"crs": "EPSG:4326", "defaults": {"support": "surveyed_polygon"}})
    assert read_dataset(folder)["hazard_areas"]["support"].tolist() == ["point"] * 3


def test_a_row_that_calls_a_point_an_outline_is_told(folder, report):
    path = folder / "hazard_areas.geojson"
    path.write_text(path.read_text().replace('"point"', '"surveyed_polygon"'))
    dataset = read_dataset(folder)
    assert dataset["hazard_areas"]["support"].tolist() == ["point"] * 3
    assert dataset["findings"]["code"].tolist().count("point-as-outline") == 3


def test_the_ledger_counts_them_in_their_district_and_adds_no_ground(dataset):
    frames = dataset["hazard_areas"], dataset["land_release"], ZONES
    out = ledger(*frames, "2030-01-01")
    table = out.table.set_index(out.table["zone"].fillna(out.table["row"]))
    assert table["unmapped"].to_dict() == {"west": 1, "east": 2, "outside": 0, "total": 3}
    assert table["unmapped_stated_m2"].to_dict() == {
        "west": 15_000,
        "east": 0,
        "outside": 0,
        "total": 15_000,
    }
    without = ledger(frames[0][frames[0].hazard_id == "H-4"], *frames[1:], "2030-01-01").table
    columns = [c for c in without if c.endswith("_m2") and c != "unmapped_stated_m2"]
    assert out.table[columns].equals(without[columns])
    assert out.table["closing_m2"].iloc[-1] > 0
    told = out.findings[out.findings["code"] == "position-no-area"]
    assert told["feature_id"].tolist() == ["H-1", "H-2", "H-3"]
    assert set(told["level"]) == {"info"}


def test_the_geopackage_holds_both_with_a_style_for_each(dataset, tmp_path):
    path = write_dataset(dataset, tmp_path / "d.gpkg")
    frame = pyogrio.read_dataframe(path, layer="hazard_areas")
    assert frame.geometry.geom_type.tolist() == ["Point"] * 3 + ["MultiPolygon"]
    with sqlite3.connect(path) as connection:
        ((qml, sld),) = connection.execute(
            "SELECT styleQML, styleSLD FROM layer_styles WHERE f_table_name = 'hazard_areas'"
        )
        kind = connection.execute(
            "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name='hazard_areas'"
        ).fetchone()
    assert kind == ("GEOMETRY",)
    root = ElementTree.fromstring(qml.split("\n", 1)[1])
    symbols = {s.get("name"): s.get("type") for s in root.iter("symbol")}
    rules = {r.get("label"): r for r in root.iter("rule")}
    assert symbols[rules["Confirmed hazardous area, position only"].get("symbol")] == "marker"
    assert symbols[rules["Confirmed hazardous area"].get("symbol")] == "fill"
    # A type would have QGIS refuse the document for the other one.
    assert root.find("layerGeometryType") is None
    assert sld.count("<PointSymbolizer>") == 3  # of two classes, and what is no longer delivered


def test_exports_keep_points_as_points(dataset, tmp_path):
    only = {"layers": ["hazard_areas"]}
    (path,) = export_geojson(dataset, tmp_path, **only)
    features = json.loads(path.read_text())["features"]
    kinds = {f["properties"]["hazard_id"]: f["geometry"]["type"] for f in features}
    assert kinds == {"H-1": "Point", "H-2": "Point", "H-3": "Point", "H-4": "MultiPolygon"}

    (path,) = export_csv(dataset, tmp_path, **only)
    assert path.read_text().count("POINT (") == 3

    (path,) = export_shapefile(dataset, tmp_path, **only)
    with zipfile.ZipFile(path) as archive:
        names = {n for n in archive.namelist() if n.endswith(".shp")}
    assert names == {"hazard_areas_points.shp", "hazard_areas_polygons.shp"}

    (path,) = export_kml(dataset, tmp_path, **only)
    text = path.read_text()
    assert text.count("<Point>") == 3
    assert text.count("<Polygon>") == 1
    assert text.count("<styleUrl>#suspected</styleUrl>") == 2  # in the colour of the class

    (path,) = export_maxml(dataset, tmp_path, **only)
    assert path.read_text().count("<shapeenum>Point</shapeenum>") == 3

    (path,) = export_pmtiles(dataset, tmp_path, **only)
    tiles = pyogrio.read_dataframe(path)
    kind = tiles.set_index("hazard_id").geometry.geom_type
    assert set(kind[["H-1", "H-2", "H-3"]]) <= {"Point", "MultiPoint"}
    assert kind["H-4"].endswith("Polygon")


def test_maxml_brings_them_back(dataset, tmp_path):
    (path,) = export_maxml(dataset, tmp_path, layers=["hazard_areas"])
    raw = read_maxml(path, layer="Hazard")
    assert raw.geometry[1].equals(shapely.Point(46.75, 39.25))
    assert raw.geometry[3].equals(SQUARE)


def test_the_public_version_makes_no_area_of_a_point(dataset):
    published, notes = public(dataset)
    kinds = published["hazard_areas"].geometry.geom_type.tolist()
    assert kinds == ["Point"] * 3 + ["MultiPolygon"]
    assert "3 positions of hazard_areas are given as they are" in notes


def test_the_page_draws_marks_and_lists_none_of_them_as_undrawn(dataset):
    drawing = draw(dataset, dataset["claims"])
    shapes = [f["geometry"]["type"] for f in drawing.layers["hazards"]["features"]]
    assert sorted(shapes) == ["MultiPolygon", "Point", "Point", "Point"]
    items = [i for g in undrawn(dataset, dataset["claims"], drawing) for i in g.get("items", ())]
    assert items == []


def test_somebody_within_the_stated_radius_may_be_in_it(dataset):
    # A degree of latitude is 111.0 km here: 0.0005 are 55.5 m, and 0.0006 are 66.6 m.
    places = gpd.GeoDataFrame(
        {"name": ["in", "out"]},
        geometry=[shapely.Point(46.75, 39.2505), shapely.Point(46.75, 39.2506)],
        crs=4326,
    )
    found = recorded(dataset, places, 10)
    assert list(zip(found.records["place"], found.records["relation"], strict=True)) == [
        (0, "perhaps"),
        (1, "near"),
    ]
    assert found.records["distance_m"].round(1).tolist() == pytest.approx([55.5, 66.6], abs=0.1)
    here = recorded(dataset, places.set_geometry([shapely.Point(46.25, 39.25)] * 2), 10)
    told = here.gaps[here.gaps["gap"] == "unknown-extent"]
    assert told["count"].tolist() == [1, 1]
