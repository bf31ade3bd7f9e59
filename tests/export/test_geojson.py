"""RFC 7946, judged by a validator and a reader that are not ours."""

import json
import re
import subprocess
from dataclasses import replace

import geojson_validator
import pytest
import shapely

from geo.errors import OutputExists, UnknownName
from geo.export.geojson import export_geojson, export_geojson_lines
from geo.intake.folder import read_dataset
from tests.conftest import CLAIMS, SOURCES, needs_program


@pytest.fixture(scope="module")
def files(karabakh, tmp_path_factory):
    folder = tmp_path_factory.mktemp("geojson")
    paths = export_geojson(karabakh, folder)
    return {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in paths}, folder


def test_every_file_is_valid(files):
    for name, collection in files[0].items():
        assert geojson_validator.validate_structure(collection) == {}, name
        located = {
            **collection,
            "features": [f for f in collection["features"] if f["geometry"]],
        }
        result = geojson_validator.validate_geometries(located)
        assert result["invalid"] == {}, name
        assert "crs" not in collection
        assert collection["xy_coordinate_resolution"] == 1e-6  # what the digits say, no more


def test_nothing_is_left_out(files, karabakh):
    for name, collection in files[0].items():
        assert len(collection["features"]) == len(karabakh[name])
    assert set(files[0]) == {
        "districts",
        "clearance_zones",
        "district_figures",
        "ordnance_finds",
        "accidents",
        "places",
        "claims",
    }


def test_every_feature_made_from_claims_names_its_sources(files):
    for name in ("clearance_zones", "ordnance_finds", "accidents", "claims"):
        for feature in files[0][name]["features"]:
            assert feature["properties"]["source_ids"], (name, feature["properties"])
            assert feature["properties"]["citations"]


def test_the_figure_of_a_district_is_no_area_in_the_claims_file(files):
    for feature in files[0]["claims"]["features"]:
        kind = feature["geometry"] and feature["geometry"]["type"]
        assert kind in (None, "Point")
        if feature["properties"]["support"] in ("district", "multi_district", "region"):
            assert kind is None


@pytest.mark.parametrize("export", [export_geojson, export_geojson_lines])
def test_claims_of_which_none_has_a_place_are_written(export, karabakh, tmp_path):
    claims = karabakh["claims"]
    of_districts = claims[claims["support"] == "district"]
    some = replace(karabakh, tables={**karabakh.tables, "claims": of_districts})
    (path,) = export(some, tmp_path, layers=["claims"])
    text = path.read_text(encoding="utf-8")
    features = (
        json.loads(text)["features"]
        if export is export_geojson
        else [json.loads(line) for line in text.splitlines()]
    )
    assert len(features) == len(of_districts) > 0
    assert {f["geometry"] for f in features} == {None}


@needs_program("ogrinfo", "gdal-bin")
def test_ogrinfo_counts_the_same(files, karabakh):
    collections, folder = files
    for name in collections:
        run = subprocess.run(
            ["ogrinfo", "-so", "-al", str(folder / f"{name}.geojson")],
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"Feature Count: {len(karabakh[name])}" in run.stdout


def test_a_text_that_looks_like_json_stays_a_text(small, tmp_path):
    text = '{"type": "Point"}'
    claims = [{**CLAIMS[0], "paraphrase": text, "place": "[1, 2]"}]
    export_geojson(read_dataset(small(claims=claims)), tmp_path / "out")
    written = json.loads((tmp_path / "out" / "claims.geojson").read_text(encoding="utf-8"))
    properties = written["features"][0]["properties"]
    assert (properties["paraphrase"], properties["place"]) == (text, "[1, 2]")


def test_hostile_text_comes_out_letter_by_letter(small, tmp_path):
    title = '</script>\u2028"\\{{ 7 }}\t\n\x7f'
    sources = [{**SOURCES[0], "title": title}, SOURCES[1]]
    dataset = read_dataset(small(sources=sources))
    export_geojson(dataset, tmp_path / "out")
    written = json.loads((tmp_path / "out" / "claims.geojson").read_text(encoding="utf-8"))
    assert title.strip() in written["features"][0]["properties"]["citations"]


def test_no_file_is_replaced_unless_asked(small, tmp_path):
    dataset = read_dataset(small())
    (tmp_path / "places.geojson").write_text("precious")
    with pytest.raises(OutputExists):
        export_geojson(dataset, tmp_path)
    assert [p.name for p in tmp_path.glob("*.geojson")] == ["places.geojson"]
    export_geojson(dataset, tmp_path, layers=["places"], overwrite=True)
    with pytest.raises(UnknownName, match="places"):
        export_geojson(dataset, tmp_path, layers=["place"])


def test_digits_near_a_round_number_stay(karabakh, tmp_path):
    """GDAL takes 48.999991 for a badly rounded 49 when it is asked for six decimals."""
    near = [(48.999991, 39.000009), (46.100001, 40.099999), (-178.999999, -0.000001)]
    places = karabakh["places"].iloc[:3].assign(geometry=shapely.points(near))
    one = replace(karabakh, tables={**karabakh.tables, "places": places})
    for export in (export_geojson, export_geojson_lines):
        (path,) = export(one, tmp_path, layers=["places"])
        text = path.read_text(encoding="utf-8")
        found = re.findall(r'"coordinates": *\[ *([-0-9.e]+), *([-0-9.e]+) *\]', text)
        assert [tuple(map(float, pair)) for pair in found] == near
