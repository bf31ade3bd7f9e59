"""Geometry of a delivery: outlines beside centres, in collections, among points."""

import geopandas as gpd
import shapely

from geo.intake.folder import read_dataset
from tests.intake.deliveries.made import deliver


def test_an_outline_counts_more_than_the_centre_beside_it(folder, tmp_path):
    box = shapely.box(46, 39, 46.1, 39.1)
    path = tmp_path / "h.csv"
    rows = [f'{n};SHA;46,05;39,05;"{text}"' for n, text in ((1, box.wkt), (2, box.wkb_hex))]
    path.write_text("\n".join(["id;type;lon;lat;geom", *rows]))
    deliver(folder, path, given={"crs": "EPSG:4326"})
    shapes = read_dataset(folder)["hazard_areas"]["geometry"]
    assert [s.equals(box) for s in shapes] == [True, True]


def test_polygons_in_a_collection_are_outlines(folder, tmp_path):
    box, line = shapely.box(46, 39, 46.1, 39.1), shapely.LineString([(46, 39), (47, 39)])
    far = shapely.box(48, 39, 48.1, 39.1)
    frame = gpd.GeoDataFrame(
        {"ID": ["alone", "beside", "nested", "without"], "Type": ["SHA"] * 4},
        geometry=[
            shapely.GeometryCollection([box]),
            shapely.GeometryCollection([line, box]),
            shapely.GeometryCollection([far, shapely.GeometryCollection([box])]),
            shapely.GeometryCollection([line]),
        ],
        crs=4326,
    )
    frame.to_file(tmp_path / "h.geojson", driver="GeoJSON")
    deliver(folder, tmp_path / "h.geojson")
    dataset = read_dataset(folder)
    shapes = dataset["hazard_areas"].set_index("hazard_id")["geometry"]
    assert shapes["alone"].equals(box)
    assert shapes["beside"].equals(box)
    assert shapes["nested"].equals(shapely.union(box, far))
    assert shapes["without"] is None
    found = dataset["findings"].dropna(subset="feature_id").set_index("feature_id")["code"]
    assert found.to_dict() == {
        "beside": "parts-left-out",
        "without": "wrong-geometry-type",
    }


def test_points_among_outlines_are_said_at_once(folder, tmp_path):
    square = shapely.box(46, 40, 46.01, 40.01)
    shapes = [
        square,
        shapely.Point(46, 40),
        shapely.Point(46.1, 40),
        shapely.GeometryCollection([square, shapely.Point(46, 40)]),
        shapely.GeometryCollection([shapely.Point(46, 40)]),
        None,
    ]
    file = tmp_path / "mixed.geojson"
    columns = {"hazard_id": list("abcdef"), "classification": ["suspected"] * 6}
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(file)
    report = deliver(folder, file)
    said = [f.message for f in report.findings if f.rule.code == "wrong-geometry-type"]
    assert said == [
        "1 GeometryCollection: kept without a place, hazard_areas has MULTIPOLYGON or POINT",
    ]
    known = [f.message for f in report.findings if f.rule.code == "known-by-position"]
    assert known == ["2 rows with a position and no outline"]
    frame = read_dataset(folder)["hazard_areas"].set_index("hazard_id")
    assert frame["geometry"].notna().sum() == 4
    assert frame["support"].to_dict() == {
        "a": "reconstructed_polygon",
        "b": "point",
        "c": "point",
        "d": "reconstructed_polygon",
        "e": "reconstructed_polygon",
        "f": "none",
    }
