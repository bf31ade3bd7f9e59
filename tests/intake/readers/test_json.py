"""JSON of many kinds: records, lines, GeoJSON with ids and lists, Esri JSON, TopoJSON."""

import json

import pytest
import shapely

from geo.errors import InputUnreadable
from geo.intake.folder import read_dataset
from geo.intake.readers import read
from tests.intake.deliveries.made import deliver, run

RECORDS = [
    {"id": "A1", "date": "02/24/2022", "latitude": "49.2", "longitude": "38.9"},
    {"id": "A2", "date": "02/25/2022", "latitude": "48.0", "longitude": "37.7"},
]
SQUARE = [[46.9, 39.9], [46.91, 39.9], [46.91, 39.91], [46.9, 39.9]]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run("init", "office")
    return tmp_path / "layers" / "office"


def dumped(path, what):
    path.write_text(what if isinstance(what, str) else json.dumps(what), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "what",
    [
        RECORDS,
        {"results": RECORDS, "count": 2},
        {"d": {"results": RECORDS}, "next": None},
        [list(RECORDS[0]), *(list(r.values()) for r in RECORDS)],
        "\n".join(map(json.dumps, RECORDS)),
    ],
    ids=["list", "in an answer", "deeper", "rows under a heading", "lines"],
)
@pytest.mark.parametrize("suffix", [".json"])
def test_records_are_rows(folder, tmp_path, what, suffix):
    file = dumped(tmp_path / f"r{suffix}", what)
    deliver(folder, file, layer="events", given={"defaults": {"kind": "accident"}})
    events = read_dataset(folder)["events"].set_index("event_id")
    assert events["occurred"].to_dict() == {"A1": "2022-02-24", "A2": "2022-02-25"}
    assert (events.geometry["A1"].x, events.geometry["A1"].y) == (38.9, 49.2)


def test_what_is_nested_is_named_by_its_last_name_where_that_is_one(tmp_path):
    row = {"id": 1, "place": {"lat": 39, "lon": 46, "in": {"name": "x"}}, "of": {"name": "y"},
           "tags": ["a", "b"], "ok": True, "none": None}  # fmt: skip
    frame = read(dumped(tmp_path / "a.json", [row])).frame
    assert frame.iloc[0].to_dict() == {
        "id": 1, "lat": 39, "lon": 46, "place.in.name": "x", "of.name": "y", "tags": '["a", "b"]',
        "ok": "true", "none": None,
    }  # fmt: skip


def test_a_geometry_in_a_record_is_one(tmp_path):
    rows = [
        {"id": 1, "location": {"type": "Point", "coordinates": [46, 39]}},
        {"id": 2, "location": {"type": "Point", "coordinates": ["x"]}},
        {"id": 3},
    ]
    table = read(dumped(tmp_path / "a.json", rows))
    assert table.geometry.tolist() == [shapely.Point(46, 39), None, None]
    assert [(f.rule.code, f.row) for f in table.findings] == [("unreadable-geometry", 2)]
    assert table.crs == "EPSG:4326"


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ({"a": 1}, "without a list of records"),
        ({"a": RECORDS, "b": RECORDS}, "a, b"),
        ("[1, 2]", "without a list"),
        ('[{"id": 1}', "not JSON"),
        ('{"id": 1}\n{"id": 2}\n[3]', "line 3"),
        ("", "empty"),
    ],
)
def test_other_json_says_what_it_is(tmp_path, what, says):
    with pytest.raises(InputUnreadable, match=says):
        read(dumped(tmp_path / "a.json", what))
    assert (
        len(read(dumped(tmp_path / "b.json", {"a": RECORDS, "b": RECORDS}), layer="b").frame) == 2
    )


@pytest.mark.parametrize("suffix", [".ndjson", ".jsonl", ".geojsonl", ".json"])
def test_features_by_lines(tmp_path, suffix):
    one = {"type": "Feature", "id": 7, "properties": {"name": "a"},
           "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}  # fmt: skip
    lines = "\n".join(json.dumps({**one, "id": n}) for n in (7, 9))
    table = read(dumped(tmp_path / f"a{suffix}", lines))
    assert table.geometry[1].equals(shapely.Polygon(SQUARE))
    assert table.frame["feature id"].tolist() == [7, 9]


def features(ids, **members):
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", **({} if i is None else {"id": i}),
             "properties": {"name": f"n{n}", "status": "SHA", **members},
             "geometry": {"type": "Polygon", "coordinates": [[*SQUARE]]}}
            for n, i in enumerate(ids)
        ],
    }  # fmt: skip


@pytest.mark.parametrize("ids", [(101, 102), (0, 1), (5, 3)])
def test_numbers_of_features_are_their_keys(folder, tmp_path, ids):
    file = dumped(tmp_path / "a.geojson", features(ids))
    report = deliver(folder, file)
    assert sorted(report.merged.added) == sorted(map(str, ids))
    moved = features(ids)
    moved["features"][0]["geometry"]["coordinates"][0][1] = [46.915, 39.9]
    merged = deliver(folder, dumped(tmp_path / "b.geojson", moved)).merged
    assert (len(merged.updated), len(merged.unchanged), merged.added, merged.retired) == (
        1, 1, [], [],
    )  # fmt: skip


def test_features_without_ids_get_none_of_gdals(tmp_path):
    assert "feature id" not in read(dumped(tmp_path / "a.geojson", features((None, None)))).frame
    table = read(dumped(tmp_path / "b.geojson", features((1, 2), id="own")))
    assert table.frame["id"].tolist() == ["own", "own"]


def test_an_id_of_its_own_comes_before_the_number_of_a_feature(folder, tmp_path):
    file = dumped(tmp_path / "a.geojson", features((1,), GlobalID="{7A-1}"))
    assert deliver(folder, file).merged.added == ["{7A-1}"]


def test_lists_stay_whole(folder, tmp_path):
    numbers = list(range(1500))
    body = features((1,), codes=numbers, tags=["a", "b"])
    body["features"][0]["properties"]["name"] = ["Alpha", "Beta"]
    deliver(folder, dumped(tmp_path / "a.geojson", body))
    row = read_dataset(folder)["hazard_areas"].iloc[0]
    assert row["name"] == "Alpha, Beta"
    beside = json.loads(row["source_values"])
    assert json.loads(beside["codes"]) == numbers
    assert json.loads(beside["tags"]) == ["a", "b"]


def test_esri_json(tmp_path):
    body = {
        "geometryType": "esriGeometryPolygon", "spatialReference": {"wkid": 4326},
        "fields": [
            {"name": "OBJECTID", "type": "esriFieldTypeOID"},
            {"name": "reported", "type": "esriFieldTypeDate"},
        ],
        "features": [
            {
                "attributes": {"OBJECTID": 4, "reported": 1683158400000},
                "geometry": {"rings": [SQUARE]},
            }
        ],
    }  # fmt: skip
    table = read(dumped(tmp_path / "a.json", body))
    assert table.frame["OBJECTID"].tolist() == [4]
    assert str(table.frame["reported"][0]).startswith("2023-05-04")
    assert table.geometry[0].equals(shapely.Polygon(SQUARE))


def test_topojson(tmp_path):
    body = {
        "type": "Topology", "arcs": [SQUARE],
        "objects": {"h": {"type": "GeometryCollection", "geometries": [
            {"type": "Polygon", "arcs": [[0]], "properties": {"name": "a"}}]}},
    }  # fmt: skip
    table = read(dumped(tmp_path / "a.json", body))
    assert table.frame["name"].tolist() == ["a"]
    assert table.geometry[0].equals(shapely.Polygon(SQUARE))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", b"PK\x03\x04rest", "workbook"), ("a.csv", b"%PDF-1.4", "PDF"),
        ("a.csv", b"<!DOCTYPE html><html>", "web page"), ("a.csv", b"{\\rtf1", "RTF"),
        ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "old office"), ("a.txt", b'{"type": 1}', "JSON"),
        ("a.csv", b'<?xml version="1.0"?><kml/>', "XML"),
        ("a.csv", b"SQLite format 3\x00", "SQLite"),
        ("a.json", b"<html><body>404", "web page"), ("a.geojson", b"PK\x03\x04", "workbook"),
        ("a.kml", b'{"type": "Feature"}', "JSON"), ("a.kml", b"PK\x03\x04", "zip archive"),
    ],
)  # fmt: skip
def test_a_file_of_another_kind_says_what_it_is(tmp_path, name, content, says):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputUnreadable, match=says) as error:
        read(tmp_path / name)
    assert error.value.hint
