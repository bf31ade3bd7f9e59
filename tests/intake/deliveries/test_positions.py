"""Positions of deliveries: signs, axes and datums, so that nothing stands on other ground."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geo.checks import check
from geo.errors import CrsError
from geo.intake.folder import read_dataset
from geo.intake.readers import read
from geo.model.manifest import read_manifest
from tests.intake.deliveries.made import deliver

SK42 = (
    'PROJCS["SK42_zone_8",GEOGCS["GCS_Krassowsky",DATUM["D_unknown",SPHEROID["Krassowsky_1940",'
    '6378245,298.3]],PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",8500000],'
    'PARAMETER["False_Northing",0],PARAMETER["Central_Meridian",45],PARAMETER["Scale_Factor",1],'
    'PARAMETER["Latitude_Of_Origin",0],UNIT["Meter",1]]'
)


def events(folder, tmp_path, text, **given):
    """Import events of a CSV; stored rows by id, codes of findings and the report."""
    path = tmp_path / "e.csv"
    path.write_text(text, encoding="utf-8")
    given.setdefault("defaults", {"kind": "suspicion"})
    report = deliver(folder, path, layer="events", given=given)
    stored = read(folder / "events.geojson")
    rows = stored.frame.assign(geometry=stored.geometry).set_index("event_id")
    return rows, [f.rule.code for f in report.findings], report


def places(rows):
    return {i: None if g is None else (g.x, g.y) for i, g in rows["geometry"].items()}


def test_south_is_south_in_all_ways_to_write_it(folder, tmp_path):
    rows, codes, _ = events(
        folder,
        tmp_path,
        "id,lat,lon\n1,15 30 20 S,35 10 05 E\n2,15°31'20S,35°11'05E\n3,15:32:20S,35:12:05E\n"
        '4,"15°33\'20""S","35°13\'05""E"\n',
    )
    south = [-15.505556, -15.522222, -15.538889, -15.555556]
    assert [g.y for g in rows["geometry"]] == pytest.approx(south, abs=1e-6)
    assert "unreadable-coordinate" not in codes


def test_letters_of_the_other_axis_exchange_the_two_or_leave_the_row_out(folder, tmp_path):
    text = (
        'id,lat,lon\n1,"46°55\'48""E","39°59\'37""N"\n2,46.93E,39.99N\n3,39.99N,46.93E\n'
        "4,46.93E,39.99\n5,39.99N,46.93N\n"
    )
    rows, codes, _ = events(folder, tmp_path, text)
    at = places(rows)
    assert at["1"] == pytest.approx((46.93, 39.993611), abs=1e-6)
    assert at["2"] == at["3"] == (46.93, 39.99)
    assert at["4"] is at["5"] is None
    assert codes.count("axes-exchanged") == 1
    assert codes.count("unreadable-coordinate") == 2


@pytest.mark.parametrize(
    "text",
    [
        "id,latitude,NS,longitude,EW\n1,15.5,S,35.25,E\n",
        "id,latitude,Lat Dir,longitude,Lon Dir\n1,15.5,South,35.25,East\n",
        "id,lat_deg,lat_min,NS,lon_deg,lon_min,EW\n1,15,30,S,35,15,E\n",
        "id,lat deg,lat minutes,lat seconds,lat hem,lon deg,lon minutes,lon seconds,lon hem\n"
        "1,15,29,59.99999,S,35,15,0,E\n",
    ],
)
def test_degrees_minutes_and_hemispheres_in_columns_of_their_own(folder, tmp_path, text):
    rows, _, _ = events(folder, tmp_path, text)
    assert places(rows)["1"] == pytest.approx((35.25, -15.5), abs=1e-6)


def test_an_unknown_hemisphere_is_not_dropped(folder, tmp_path):
    rows, codes, _ = events(folder, tmp_path, "id,latitude,NS,longitude,EW\n1,15.5,?,35.2,E\n")
    assert places(rows)["1"] is None
    assert "unreadable-coordinate" in codes


@pytest.mark.parametrize("head", ["X,Y", "x,y"])
def test_x_is_north_in_the_systems_of_gauss_and_krueger(folder, tmp_path, head):
    # 44.8988, 39.9147 by PROJ's cs2cs, with the operation (16).
    text = f"id,{head}\n1,4420150.5,8491453.2\n"
    rows, codes, _ = events(folder, tmp_path, text, crs="EPSG:28408")
    assert places(rows)["1"] == pytest.approx((44.898812, 39.914673), abs=1e-6)
    assert "axes-exchanged" in codes
    text = f"id,{head}\n1,8491453.2,4420150.5\n"  # as a GIS writes them
    rows, codes, _ = events(folder, tmp_path, text, crs="EPSG:28408")
    assert places(rows)["1"] == pytest.approx((44.898812, 39.914673), abs=1e-6)
    assert "axes-exchanged" not in codes


def test_what_is_called_easting_is_not_exchanged_but_told(folder, tmp_path):
    text = "id,easting,northing\n1,4400000,500000\n"
    _, codes, _ = events(folder, tmp_path, text, crs="EPSG:32638")
    assert "outside-area-of-use" in codes


def test_a_number_that_is_only_about_right_is_read_and_told(folder, tmp_path):
    text = "id,easting,northing\n1,oko 357660,4857000\n2,357660,cca 4857000\n3,~357660,4857000\n"
    rows, codes, _ = events(folder, tmp_path, text, crs="EPSG:32634")
    assert len({g.wkt for g in rows["geometry"]}) == 1
    assert codes.count("position-approximate") == 1
    assert '"easting": "oko 357660"' in rows["source_values"]["1"]


def test_two_numbers_in_one_cell_are_read_in_one_order_or_not_at_all(folder, tmp_path):
    text = 'id,coordinates\n1,"46.93, 39.99"\n2,"69.2, 34.5"\n3,"120.5, 15.2"\n4,39.99N 46.93E\n'
    rows, codes, _ = events(folder, tmp_path, text)
    assert places(rows) == {"1": None, "2": None, "3": None, "4": (46.93, 39.99)}
    assert codes.count("position-order-unclear") == 3
    rows, codes, _ = events(folder, tmp_path, text, order="lon-lat")
    assert places(rows)["1"] == (46.93, 39.99)
    assert places(rows)["3"] == (120.5, 15.2)
    assert "position-order-unclear" not in codes


def test_grid_references_and_receivers_say_how_exact_they_are(folder, tmp_path):
    text = "id,MGRS\n1,38TQK2030\n2,38TQK\n3,MGRS 38T QK 20000 30000\n4,39.9 46.9 812.0 4.5\n"
    rows, _, _ = events(folder, tmp_path, text)
    # Half the diagonal of squares of 1 km, 100 km and 1 m; the fourth is ODK's.
    assert rows["horizontal_accuracy_m"].astype(float).tolist() == [707.1, 70710.7, 0.7, 4.5]
    assert places(rows)["4"] == (46.9, 39.9)


def test_a_datum_stated_for_written_degrees_counts_and_grids_are_not_of_it(folder, tmp_path):
    text = "id,position\n1,39.99N 46.93E\n2,38TQK2030\n"
    rows, codes, _ = events(folder, tmp_path, text, crs="EPSG:4284")
    # FIELD: (46.93, 39.99) of Pulkovo 1942 lies at (46.9288040, 39.9899132).
    assert places(rows)["1"] == pytest.approx((46.9288040, 39.9899132), abs=1e-7)
    assert places(rows)["2"] is None
    assert "unreadable-coordinate" in codes


def outlines(folder, tmp_path, text, **given):
    path = tmp_path / "h.csv"
    path.write_text(text, encoding="utf-8")
    given.setdefault("defaults", {"status": "suspected"})
    report = deliver(folder, path, given=given)
    stored = read(folder / "hazard_areas.geojson")
    return stored.frame.assign(geometry=stored.geometry).set_index("hazard_id"), report


RING = "((46.81 39.8, 46.81 39.81, 46.8 39.81, 46.81 39.8))"


def test_the_reference_system_that_an_outline_names_is_its_own(folder, tmp_path):
    named = [f'{k},"SRID={code};POLYGON {RING}"' for k, code in (("a", 4326), ("b", 4284))]
    text = "\n".join(["id,wkt", *named, f'c,"POLYGON {RING}"'])
    rows, _ = outlines(folder, tmp_path, text, crs="EPSG:4326")
    first = {k: g.geoms[0].exterior.coords[0] for k, g in rows["geometry"].items()}
    assert first["a"] == first["c"] == (46.81, 39.8)
    moved = Transformer.from_pipeline("EPSG:15865").transform(39.8, 46.81)  # latitude first
    assert first["b"] == pytest.approx(moved[::-1], abs=1e-8)
    assert rows["coordinate_operation"].isna().tolist() == [True, False, True]


def test_an_outline_that_names_its_system_needs_no_other(folder, tmp_path):
    ring = "((491453 4416700,492300 4416700,492300 4417800,491453 4416700))"
    rows, _ = outlines(folder, tmp_path, f'id,wkt\na,"SRID=32638;POLYGON{ring}"\n')
    expected = Transformer.from_crs(32638, 4326, always_xy=True).transform(491453, 4416700)
    found = rows["geometry"]["a"].geoms[0].exterior.coords[0]
    assert found == pytest.approx(expected, abs=1e-8)


def test_traces_of_receivers_are_outlines(folder, tmp_path):
    points = ("39.9 46.9", "39.9 46.91", "39.91 46.91", "39.9 46.9")
    text = "id,geoshape\na," + ";".join(f"{p} 812 4.5" for p in points)
    rows, _ = outlines(folder, tmp_path, text)
    assert rows["geometry"]["a"].equals(
        shapely.MultiPolygon([shapely.Polygon([(46.9, 39.9), (46.91, 39.9), (46.91, 39.91)])])
    )


def shapefile(path, wkt, east, north):
    box = shapely.box(east, north, east + 100, north + 100)
    gpd.GeoDataFrame({"ID": ["H1"]}, geometry=[box], crs=32638).to_file(path)
    path.with_suffix(".prj").write_text(wkt, encoding="ascii")
    return path


def test_a_file_of_an_unknown_datum_is_refused_with_the_operations_that_may_be_meant(
    folder, tmp_path
):
    path = shapefile(tmp_path / "h.shp", SK42, 8500000, 4400000)
    given = {"defaults": {"status": "suspected"}}
    with pytest.raises(CrsError, match="unknown") as error:
        deliver(folder, path, given=given)
    assert "Pulkovo 1942 to WGS 84 (16) (EPSG:15865), ± 4.5 m, moves 10" in error.value.hint
    assert "--operation" in error.value.hint
    assert not (folder / "hazard_areas.geojson").exists()
    deliver(folder, path, given={**given, "operation": "EPSG:15865"})
    stored = read(folder / "hazard_areas.geojson")
    west, south, _, _ = stored.geometry[0].bounds
    to_degrees = Transformer.from_crs("EPSG:28408", "EPSG:4284", always_xy=True)
    lon, lat = to_degrees.transform(8500000, 4400000)
    expected = Transformer.from_pipeline("EPSG:15865").transform(lat, lon)
    assert (south, west) == pytest.approx(expected, abs=2e-8)


def test_what_was_not_clear_stays_with_the_rows_and_in_check(folder, tmp_path):
    path = shapefile(tmp_path / "h.shp", SK42, 8500000, 4400000)
    given = {"defaults": {"status": "suspected"}, "operation": "EPSG:15865"}
    report = deliver(folder, path, given=given)
    assert "several-operations" in [f.rule.code for f in report.findings]
    dataset = read_dataset(folder)
    (row,) = dataset["hazard_areas"].to_dict("records")
    assert (
        "(16) (EPSG:15865), ± 4.5 m; as good there: EPSG:1808, up to 5."
        in (row["coordinate_operation"])
    )
    assert 5 < row["horizontal_accuracy_m"] < 7  # the two operations lie so far apart
    (finding,) = [
        f for f in check(dataset).to_dict("records") if f["code"] == "uncertain-datum-shift"
    ]
    assert finding["message"].startswith("1 feature of import office-hazard_areas: ")
    # The next delivery needs only the file, and is moved by the same operation.
    assert deliver(folder, path, day="2024-02-01").merged.unchanged == ["H1"]


def test_accuracy_of_the_delivery_and_of_the_datum_add_up(folder, tmp_path):
    text = "id,lat,lon,accuracy\n1,39.99,46.93,3\n2,39.99,46.94,\n"
    rows, _, _ = events(folder, tmp_path, text, crs="EPSG:4284")
    # √(3² + 4.5²) and 4.5, rounded to 0.1 m.
    assert rows["horizontal_accuracy_m"].astype(float).tolist() == [5.4, 4.5]
    assert '"accuracy": "3"' in rows["source_values"]["1"]


@pytest.mark.parametrize(
    ("crs", "east", "north"),
    [
        ("EPSG:31276", 6515000, 4840000),
        ("EPSG:31277", 7540000, 4840000),
        ("EPSG:3148", 520000, 1270000),
        ("EPSG:22033", 450000, 9060000),
    ],
)
def test_codes_that_lead_only_to_a_ballpark_are_refused(folder, tmp_path, crs, east, north):
    text = f"id,easting,northing\n1,{east},{north}\n"
    with pytest.raises(CrsError) as error:
        events(folder, tmp_path, text, crs=crs)
    assert "moves " in error.value.hint
    name = error.value.hint.partition("Candidates: ")[2].partition(" (EPSG")[0]
    rows, _, _ = events(folder, tmp_path, text, crs=crs, operation=name)
    assert name in rows["coordinate_operation"]["1"]
    degrees = Transformer.from_crs(crs, 4326, always_xy=True)
    ballpark = degrees.transform(east, north)
    assert np.abs(np.subtract(places(rows)["1"], ballpark)).max() > 5e-4  # 50 m and more


def test_the_next_delivery_in_another_system_goes_by_its_own(folder, tmp_path):
    lon, lat = 46.74, 39.76
    for code, day in ((3857, "2024-01-01"), (32638, "2024-02-01"), (28408, "2024-03-01")):
        path = tmp_path / f"{code}.geojson"
        frame = gpd.GeoDataFrame({"id": ["p"]}, geometry=[shapely.Point(lon, lat)], crs=4326)
        frame.to_crs(code).to_file(path)
        given = {"defaults": {"kind": "other"}}
        deliver(folder, path, layer="events", given=given, day=day)
        found = read(folder / "events.geojson").geometry[0]
        assert (found.x, found.y) == pytest.approx((lon, lat), abs=1e-4)
    kept = read_manifest(folder).imports["office-events"]
    assert kept.operation is None
    assert list(kept.operations) == ["Pulkovo 1942"]


def test_an_operation_stated_in_a_manifest_is_used_at_each_build(folder):
    path = shapefile(folder / "h.shp", SK42, 8500000, 4400000)
    manifest = folder / "dataset.toml"
    text = manifest.read_text(encoding="utf-8")
    layer = (
        f'\n[layers.hazard_areas]\nfile = "{path.name}"\ncolumns = {{ hazard_id = "ID" }}\n'
        'defaults = { status = "suspected", support = "surveyed_polygon" }\n'
    )
    manifest.write_text(text + layer, encoding="utf-8")
    with pytest.raises(CrsError, match="SK42"):
        read_dataset(folder)
    manifest.write_text(text + layer + 'operation = "EPSG:15865"\n', encoding="utf-8")
    (row,) = read_dataset(folder)["hazard_areas"].to_dict("records")
    assert "(EPSG:15865)" in row["coordinate_operation"]
    assert row["horizontal_accuracy_m"] > 5


def test_letters_say_which_column_is_the_easting(folder, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("id,kind,easting,northing\n1,suspicion,4427890N,578345E\n", encoding="utf-8")
    report = deliver(folder, file, layer="events", given={"crs": "EPSG:32638"})
    assert "axes-exchanged" in {f.rule.code for f in report.findings}
    [place] = read_dataset(folder)["events"].geometry
    to_degrees = Transformer.from_crs("EPSG:32638", "EPSG:4326", always_xy=True)
    assert (place.x, place.y) == pytest.approx(to_degrees.transform(578345, 4427890), abs=1e-8)


@pytest.mark.parametrize(
    ("heading", "row", "latitude"),
    [
        ("latitude,hemisferio,longitude", "3.5,S,70.1", -3.5),
        ("latitude,X,longitude", "3.5,S,70.1", None),
    ],
)
def test_letters_of_hemispheres_are_used_or_told(folder, tmp_path, heading, row, latitude):
    file = tmp_path / "a.csv"
    file.write_text(f"id,kind,{heading}\n1,suspicion,{row}\n", encoding="utf-8")
    report = deliver(folder, file, layer="events")
    told = "hemisphere-not-used" in {f.rule.code for f in report.findings}
    assert told is (latitude is None)
    assert report.understood is not told
    if latitude is not None:
        assert read_dataset(folder)["events"].geometry[0].y == latitude


def test_an_outline_without_points_is_no_position(folder, tmp_path):
    empty = {"type": "Polygon", "coordinates": []}
    rows = [{"type": "Feature", "properties": {"id": "1", "status": "SHA"}, "geometry": empty}]
    file = tmp_path / "a.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": rows}), encoding="utf-8")
    report = deliver(folder, file)
    assert "no-geometry" in {f.rule.code for f in report.findings}
    assert read_dataset(folder)["hazard_areas"]["support"].tolist() == ["none"]
