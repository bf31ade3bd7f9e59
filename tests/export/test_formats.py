"""Each file judged by a reader that is not ours, and what it cannot carry said."""

import csv
import hashlib
import json
import os
import subprocess
import zipfile
from datetime import date
from html import unescape
from itertools import islice
from xml.etree import ElementTree

import click
import openpyxl
import pyogrio
import pytest
import shapely
from click.testing import CliRunner

from geo.cli.export import export
from geo.cli.release import release
from geo.errors import OutputExists, UnknownName
from geo.export.formats import FORMATS
from geo.export.selection import everywhere, select
from geo.intake.readers import read
from geo.model.formulas import escape_formula
from geo.model.layers import LAYERS
from geo.store import open_dataset
from tests.checks.made import district, hazard, made, square
from tests.conftest import ROOT, needs_program
from tests.export.test_round_trip import dataset

atlas = click.Group("atlas", {"export": export, "release": release})
SPATIAL = {
    *("districts", "clearance_zones", "ordnance_finds", "accidents", "district_figures", "places")
}
EVIL = '=HYPERLINK("http://x")<script>alert(1)</script>]]>&amp; {{7*7}}'


def run(*arguments):
    return CliRunner().invoke(atlas, [str(a) for a in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def written(karabakh, tmp_path_factory):
    folder = tmp_path_factory.mktemp("export")
    return {name: f.write(karabakh, folder / name) for name, f in FORMATS.items()}


@pytest.mark.parametrize("form", ["xlsx", "kml"])
def test_cautions_and_licence_travel_with_the_file(karabakh, tmp_path, form):
    (path,) = FORMATS[form].write(karabakh, tmp_path, layers=["places"])
    if form == "kml":
        said = unescape(unescape(path.read_text(encoding="utf-8")))  # HTML within XML
    else:
        said = "\n".join(str(c.value) for row in openpyxl.load_workbook(path)["about"] for c in row)
    assert "No record is not evidence of no contamination." in said
    assert karabakh.meta.title in said
    assert karabakh.meta.licence in said


@needs_program("ogrinfo", "gdal-bin")
@pytest.mark.parametrize("form", ["geojson", "geojsonl", "gpkg", "kml", "kmz", "fgb", "shp"])
def test_ogrinfo_reads_it(written, form, karabakh):
    for path in written[form]:
        target = f"/vsizip/{path}" if form == "shp" else str(path)
        prefix = "GeoJSONSeq:" if form == "geojsonl" else ""
        done = subprocess.run(
            ["ogrinfo", "-ro", "-so", "-al", prefix + target],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "Feature Count" in done.stdout


def test_no_feature_is_lost(written, karabakh):
    for form in ("geojson", "geojsonl", "fgb", "parquet", "csv"):
        for path in written[form]:
            if form == "csv":
                count = (
                    len(
                        list(csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True)))
                    )
                    - 2
                )
            elif form == "parquet":
                import pyarrow.parquet

                count = pyarrow.parquet.read_metadata(path).num_rows
            else:
                count = pyogrio.read_info(path, force_feature_count=True)["features"]
            assert count == len(karabakh[path.stem]), path
    tree = ElementTree.parse(written["kml"][0])
    marks = tree.findall(".//{http://www.opengis.net/kml/2.2}Placemark")
    assert len(marks) == sum(len(karabakh[name]) for name in SPATIAL)


def test_hxl_tags_are_those_of_the_schema(written):
    path = next(p for p in written["csv"] if p.stem == "accidents")
    header, tags = list(csv.reader(path.read_text(encoding="utf-8").splitlines(keepends=True)))[:2]
    assert dict(zip(header, tags, strict=True))["occurred"] == "#date+occurred"
    assert dict(zip(header, tags, strict=True))["longitude"] == "#geo+lon"
    assert all(tag == "" or tag.startswith("#") for tag in tags)


def test_the_core_of_hazards_and_released_land_is_tagged(tmp_path):
    """Tags of the HXL 1.1 core schema; each once, else a reader cannot tell them apart."""
    core = {"loc", "status", "date", "geo", "meta", "activity", "output"}
    exercise = open_dataset(ROOT / "layers" / "exercise.gpkg")
    for path in FORMATS["csv"].write(exercise, tmp_path, layers=["hazard_areas", "land_release"]):
        with path.open(encoding="utf-8", newline="") as file:
            header, tags = islice(csv.reader(file), 2)
        given = [tag for tag in tags if tag]
        assert {tag[1:].partition("+")[0] for tag in given} <= core
        assert len(set(given)) == len(given)
        assert {"valid_from", "stated_area_m2", "known_from"} <= {
            column for column, tag in zip(header, tags, strict=True) if tag
        }


def test_tiles_are_a_pmtiles_archive_with_the_layer(written):
    for path in written["pmtiles"]:
        assert path.read_bytes()[:8] == b"PMTiles\x03"
        assert pyogrio.read_info(path)["features"] != 0


def test_a_formula_stays_a_text_everywhere(tmp_path):
    data = dataset("events", [{
        "event_id": "a", "kind": "other", "support": "none", "name": EVIL, "geometry": None,
    }])  # fmt: skip
    (path,) = FORMATS["csv"].write(data, tmp_path, layers=["events"])
    row = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))[1]
    assert row["name"] == "'" + EVIL
    (path,) = FORMATS["xlsx"].write(data, tmp_path, layers=["events"])
    cells = [c for r in openpyxl.load_workbook(path)["events"].iter_rows() for c in r]
    assert [c.data_type for c in cells if c.value == EVIL] == ["s"]
    assert not [c for c in cells if c.data_type == "f"]
    (path,) = FORMATS["kml"].write(data, tmp_path, layers=["events"])
    tree = ElementTree.parse(path)
    # A viewer shows a description as HTML: the value must be escaped inside it.
    for element in tree.iter("{http://www.opengis.net/kml/2.2}description"):
        assert "<script" not in (element.text or "")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_starts_like_a_formula_is_made_harmless(text):
    assert escape_formula(text).startswith("'")
    assert escape_formula(text).replace("'", "") == text
    assert [escape_formula(v) for v in ("a=1 - x@y", -1.5)] == ["a=1 - x@y", -1.5]


def test_a_shapefile_has_a_legend_and_says_what_was_cut(written):
    path = next(p for p in written["shp"] if p.name.startswith("clearance_zones"))
    with zipfile.ZipFile(path) as archive:
        legend = list(csv.DictReader(archive.read("legend.csv").decode().splitlines()))
        names = archive.namelist()
    assert {"clearance_zones_points.shp", "clearance_zones_polygons.shp"} <= set(names)
    assert len({r["column"] for r in legend}) == len(legend)
    assert all(len(r["column"]) <= 10 for r in legend)
    assert {r["name"] for r in legend} >= set(LAYERS["clearance_zones"].names)
    assert int(next(r for r in legend if r["name"] == "source_ids")["texts_cut"]) > 0


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"pmtiles"}))
def test_the_same_dataset_gives_the_same_bytes(form, karabakh, written, tmp_path):
    # GDAL's tiles depend on the order its threads end in; all else is fixed.
    again = FORMATS[form].write(karabakh, tmp_path)
    assert [p.read_bytes() for p in again] == [p.read_bytes() for p in written[form]]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_replaced_unasked(form, karabakh, written):
    before = [p.stat().st_mtime_ns for p in written[form]]
    with pytest.raises(OutputExists):
        FORMATS[form].write(karabakh, written[form][0].parent)
    assert [p.stat().st_mtime_ns for p in written[form]] == before


def test_the_command_says_what_is_lost(karabakh_gpkg, tmp_path):
    result = run("export", "shp", karabakh_gpkg, "-o", tmp_path, "--layer", "places")
    assert result.exit_code == 0
    assert "not carried: names have 10 characters" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["places.shp.zip"]


@pytest.mark.parametrize(
    ("form", "name"), [("gpkg", "out.gpkg"), ("csv", "a.CSV"), ("kml", "a.zip")]
)
def test_a_file_name_does_not_become_a_folder(form, name, karabakh_gpkg, tmp_path):
    result = run("export", form, karabakh_gpkg, "-o", tmp_path / name, "--layer", "places")
    assert result.exit_code == 2
    assert "looks like a file, expected a folder" in result.stderr
    assert not list(tmp_path.iterdir())
    result = run("export", form, karabakh_gpkg, "-o", tmp_path / "of.2024", "--layer", "places")
    assert result.exit_code == 0
    assert (tmp_path / "of.2024").is_dir()


def test_it_is_said_when_there_is_nothing_to_draw(karabakh_gpkg, tmp_path):
    asked = ("export", "pmtiles", karabakh_gpkg, "-o", tmp_path, "--layer", "hazard_areas")
    result = run(*asked)
    assert result.exit_code == 0
    assert "no file is written" in result.stderr
    assert not list(tmp_path.iterdir())


def test_selection_by_district_time_and_status(karabakh):
    part, left = select(
        karabakh,
        districts=["Aghdam"],
        since="2023",
        until="2023-12",
        layers=["claims", "accidents"],
    )
    claims = part["claims"]
    assert 0 < len(claims) < len(karabakh["claims"])
    assert claims["districts"].map(lambda t: "Aghdam" in t.split(";")).all()
    dates = claims["period_end"].fillna(claims["as_of"])
    assert (dates.str[:4] >= "2023").all()
    assert (claims["period_start"].fillna(claims["as_of"]).str[:4] <= "2023").all()
    assert left["claims"] == len(karabakh["claims"]) - len(claims)
    assert set(part["sources"]["source_id"]) >= set(claims["source_id"])
    assert len(part["sources"]) < len(karabakh["sources"])
    assert len(part["places"]) == 0
    only, _ = select(karabakh, layers=["claims"], status=["casualties"])
    assert set(only["claims"]["subject"]) == {"casualties"}
    for wrong in ({"layers": ["x"]}, {"districts": ["Atlantis"]}, {"status": ["fine"]}):
        with pytest.raises(UnknownName):
            select(karabakh, **wrong)


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_or_a_layer_without_rows_is_written_or_refused_in_words(form, tmp_path):
    whole = made(hazard_areas=[hazard("a", square(47.01, 40.01))])
    for layer in ("sources", "citations", "findings"):
        if form in ("csv", "xlsx", "gpkg", "maxml"):
            FORMATS[form].write(whole, tmp_path / layer, layers=[layer])
        else:
            with pytest.raises(UnknownName, match="csv, xlsx, gpkg"):
                FORMATS[form].write(whole, tmp_path / layer, layers=[layer])
    assert all(p.exists() for p in FORMATS[form].write(whole, tmp_path, layers=["places"]))


def test_a_district_is_selected_by_any_of_its_names_and_by_ground():
    east, west = square(47.1, 40.0, 0.1), square(47.0, 40.0, 0.1)
    whole = made(
        districts=[district("Aghdam", west, aliases="Agdam"), district("Fuzuli", east)],
        events=[
            {"event_id": str(n), "kind": "other", "district": name}
            for n, name in enumerate(["Aghdam", "AGDAM", "Fuzuli", None, "Atlantis"])
        ],
        hazard_areas=[
            hazard("inside", square(47.01, 40.01)),
            hazard("across", square(47.095, 40.01)),
            hazard("outside", square(47.15, 40.01)),
            hazard("somewhere", None),
        ],
    )
    part, left = select(whole, districts=["Aghdam"])
    assert part["events"]["event_id"].tolist() == ["0", "1"]
    assert part["hazard_areas"]["hazard_id"].tolist() == ["inside", "across", "somewhere"]
    assert left == {"districts": 1, "events": 3, "hazard_areas": 1}
    (said,) = everywhere(part)
    assert said.startswith("1 row of hazard_areas without position")


def test_a_release_is_complete_checked_and_stable(karabakh_gpkg, tmp_path):
    for name in ("one", "two"):
        result = run("release", karabakh_gpkg, "-o", tmp_path / name, "--day", "2024-05-06")
        assert result.exit_code == 0, result.output
    path = tmp_path / "one" / "karabakh-2024-05-06.zip"
    assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    with zipfile.ZipFile(path) as archive:
        members = {
            n.removeprefix("karabakh-2024-05-06/"): archive.read(n) for n in archive.namelist()
        }
    wanted = {"README.md", "DATA_DICTIONARY.csv", "LICENCE.txt", "CITATION.cff", "SHA256SUMS"}
    assert wanted | {"karabakh.gpkg", "geojson/claims.geojson", "csv/sources.csv"} <= set(members)
    sums = dict(line.split("  ")[::-1] for line in members["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(members) - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256(members[name]).hexdigest() == digest
    columns = list(csv.DictReader(members["DATA_DICTIONARY.csv"].decode().splitlines()))
    assert {(r["layer"], r["column"]) for r in columns} >= {
        (layer.name, c.name) for layer in LAYERS.values() for c in layer.columns
    }
    described = {(r["layer"], r["column"]) for r in columns}
    for name, body in members.items():
        if name.startswith("csv/"):
            header = next(csv.reader(body.decode().splitlines()))
            assert {(name[4:-4], column) for column in header} <= described
    assert b"No record is not evidence of no contamination" in members["README.md"]
    assert b"date-released: 2024-05-06" in members["CITATION.cff"]
    assert b"GeoNames" in members["LICENCE.txt"]


def test_a_public_release_says_so(karabakh_gpkg, tmp_path):
    result = run("release", karabakh_gpkg, "-o", tmp_path, "--day", "2024-05-06", "--public")
    assert result.exit_code == 0
    assert "findings left out" in result.stderr
    with zipfile.ZipFile(next(tmp_path.iterdir())) as archive:
        text = archive.read("karabakh-2024-05-06/README.md").decode()
    assert "Public version" in text


def test_a_kill_in_the_middle_of_a_write_leaves_the_old_file(karabakh, tmp_path, monkeypatch):
    (path,) = FORMATS["xlsx"].write(karabakh, tmp_path, layers=["places"])
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        FORMATS["xlsx"].write(karabakh, tmp_path, layers=["places"], overwrite=True)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_kml_outlines_of_no_area_have_no_fill(written):
    tree = ElementTree.parse(written["kml"][0])
    space = "{http://www.opengis.net/kml/2.2}"
    styles = {
        s.get("id"): s.find(f"{space}PolyStyle/{space}fill").text
        for s in tree.iter(f"{space}Style")
    }
    assert styles["clearance_zones"] == styles["districts"] == styles["cancelled"] == "0"
    assert styles["confirmed"] == "1"
    used = {e.text.removeprefix("#") for e in tree.iter(f"{space}styleUrl")}
    assert used <= set(styles)


def test_parquet_metadata(written):
    import pyarrow.parquet

    path = next(p for p in written["parquet"] if p.stem == "districts")
    geo = json.loads(pyarrow.parquet.read_metadata(path).metadata[b"geo"])
    assert geo["version"].startswith("1.")
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert shapely.from_wkb(pyarrow.parquet.read_table(path)["geometry"][0].as_py()) is not None


@pytest.mark.parametrize("name", ["hazard_areas", "land_release"])
def test_land_does_not_grow_over_its_holes_in_maxml(name, tmp_path):
    """What is left out of a release may be mined."""
    whole = shapely.from_wkt(
        "MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 2, 2 2, 2 1, 1 1), "
        "(1 5, 1 8, 8 8, 1 5)), ((20 0, 21 0, 21 1, 20 0)))"
    )
    row = {
        "hazard_areas": {"hazard_id": "h", "classification": "confirmed"},
        "land_release": {"release_id": "r", "product": "cleared"},
    }[name]
    made = dataset(name, [{**row, "support": "surveyed_polygon", "geometry": whole}])
    (path,) = FORMATS["maxml"].write(made, tmp_path, layers=[name])
    parts = []
    for info in ElementTree.parse(path).iter("GeospatialInfo"):
        corners = [
            (float(p.findtext("longitude", "")), float(p.findtext("latitude", "")))
            for p in info.iter("GeoPoint")
        ]
        parts.append(shapely.Polygon(corners))
    assert len(parts) > 2
    assert all(part.is_valid for part in parts)
    assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-12)
    assert shapely.union_all(parts).symmetric_difference(whole).area < 1e-12
    shape = read(path).geometry[0]
    assert shape.is_valid
    assert shape.symmetric_difference(whole).area < 1e-12


def test_days_are_days_where_the_format_knows_them(tmp_path):
    row = {"hazard_id": "h", "classification": "confirmed", "support": "point", "geometry": None}
    made = dataset("hazard_areas", [{**row, "valid_from": "1987-01-02"}])
    import pyarrow.parquet

    (path,) = FORMATS["parquet"].write(made, tmp_path)
    table = pyarrow.parquet.read_table(path)
    assert table["valid_from"].to_pylist() == [date(1987, 1, 2)]
    assert table["valid_to"].type == pyarrow.date32()
    (path,) = FORMATS["shp"].write(made, tmp_path)
    with zipfile.ZipFile(path) as archive:
        body = archive.read("hazard_areas_without_position.dbf")
    fields = {body[n : n + 11].rstrip(b"\0"): body[n + 11 : n + 12] for n in range(32, 400, 32)}
    assert fields[b"valid_from"] == fields[b"known_from"] == b"D"
    assert b"19870102" in body


def test_flatgeobuf_names_the_type_of_its_geometry(written):
    types = {p.stem: pyogrio.read_info(p)["geometry_type"] for p in written["fgb"]}
    assert (types["districts"], types["accidents"]) == ("MultiPolygon", "Point")
    assert types["clearance_zones"] == "Unknown"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_table_has_the_position_of_a_place_that_came_with_geometry_only(form, tmp_path):
    row = {"name": "n", "support": "settlement", "geometry": shapely.Point(46.5, 39.25)}
    stated = {"longitude": 46.4, "latitude": 39.1, "geometry": shapely.Point(46.4, 39.1)}
    rows = [{**row, "place_id": "a"}, {**row, "place_id": "b", **stated}]
    (path,) = FORMATS[form].write(dataset("places", rows), tmp_path, layers=["places"])
    frame = read(path, layer="places" if form == "xlsx" else None).frame
    found = frame[["longitude", "latitude"]].astype(float).to_numpy().tolist()
    assert found == [[46.5, 39.25], [46.4, 39.1]]
