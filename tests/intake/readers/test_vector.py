"""Vector files written by GDAL itself, and archives nobody should unpack."""

import datetime
import sqlite3
import subprocess
import zipfile
from contextlib import closing

import geopandas as gpd
import pyarrow
import pyogrio
import pytest
import shapely

from geo.errors import InputUnreadable
from geo.intake.readers import read
from tests.conftest import needs_program

POLYGONS = gpd.GeoDataFrame(
    {
        "ref": ["MF-1", "MF-2", None],
        "n": [1, 2, 3],
        "place": ["Ağdərə", "Агдам", "x"],
        "day": ["2023-04-05", None, "2024-01-01"],
    },
    geometry=[shapely.box(46, 39, 46.1, 39.1), shapely.box(47, 40, 47.1, 40.1), None],
    crs=4326,
)
DRIVERS = {
    "gpkg": "GPKG",
    "geojson": "GeoJSON",
    "geojsonl": "GeoJSONSeq",
    "fgb": "FlatGeobuf",
    "shp": "ESRI Shapefile",
    "gdb": "OpenFileGDB",
    "kml": "LIBKML",
}


def write(path, frame=POLYGONS):
    suffix = path.suffix[1:]
    options = {
        "fgb": {"SPATIAL_INDEX": "NO"},
        "gdb": {"TARGET_ARCGIS_VERSION": "ARCGIS_PRO_3_2_OR_LATER"},
    }.get(suffix, {})
    kind = {"gdb": "MultiPolygon", "shp": "Polygon"}.get(suffix, "Unknown")
    data = frame
    if suffix == "gdb":
        data = frame.set_geometry(
            [None if g is None else shapely.MultiPolygon([g]) for g in frame.geometry], crs=4326
        )
    pyogrio.write_dataframe(data, path, driver=DRIVERS[suffix], geometry_type=kind, **options)
    return path


@pytest.mark.parametrize("suffix", DRIVERS)
def test_every_format_gives_the_same_rows(tmp_path, suffix):
    table = read(write(tmp_path / f"a.{suffix}"))
    frame = table.frame
    assert [v for v in frame["ref"] if v] == ["MF-1", "MF-2"]
    assert frame["place"].tolist() == ["Ağdərə", "Агдам", "x"]
    assert [str(v) for v in frame["n"]] == ["1", "2", "3"]
    assert frame["day"].tolist()[::2] == ["2023-04-05", "2024-01-01"]
    assert frame["day"].tolist()[1] in (None, "")
    assert table.geometry[2] is None
    for got, expected in zip(table.geometry[:2], POLYGONS.geometry[:2], strict=True):
        # A file geodatabase keeps coordinates on a grid of about 1e-9 degrees.
        assert shapely.hausdorff_distance(got, expected) < 1e-8
        assert got.area == pytest.approx(expected.area)
    assert "4326" in table.crs
    assert table.rows.tolist() == [1, 2, 3]


def test_whole_numbers_stay_whole_where_others_are_missing(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":['
        '{"type":"Feature","properties":{"id":7},"geometry":null},'
        '{"type":"Feature","properties":{"id":null},"geometry":null}]}',
        encoding="utf-8",
    )
    assert read(path).frame["id"].tolist() == [7, None]


def test_a_file_with_several_layers_wants_a_name(tmp_path):
    path = tmp_path / "a.gpkg"
    pyogrio.write_dataframe(POLYGONS, path, layer="hazards")
    pyogrio.write_dataframe(POLYGONS.iloc[:1], path, layer="released", append=False)
    with pytest.raises(InputUnreadable, match="2 layers") as error:
        read(path)
    assert "hazards" in error.value.hint
    assert len(read(path, layer="released").frame) == 1
    with pytest.raises(InputUnreadable, match="nowhere"):
        read(path, layer="nowhere")


def test_gpx_gives_waypoints_and_tracks(tmp_path):
    path = tmp_path / "a.gpx"
    path.write_text(
        '<?xml version="1.0"?><gpx version="1.1" creator="t" '
        'xmlns="http://www.topografix.com/GPX/1/1">'
        '<wpt lat="39.9" lon="46.9"><time>2023-04-05T10:00:00Z</time><name>RP</name></wpt>'
        '<trk><name>road</name><trkseg><trkpt lat="39.9" lon="46.9"/>'
        '<trkpt lat="39.8" lon="46.8"/></trkseg></trk></gpx>',
        encoding="utf-8",
    )
    table = read(path)
    assert table.frame["name"].tolist() == ["RP", "road"]
    assert [g.geom_type for g in table.geometry] == ["Point", "MultiLineString"]


def zipped(path, *files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, file.name)
    return path


@pytest.mark.parametrize("said", [10**6, 2**28, 2**45])
def test_a_file_that_announces_more_features_than_it_has_bytes(tmp_path, said):
    """Found by fuzzing: GDAL believes the number in the header, and makes room for them all."""
    frame = POLYGONS.iloc[[0] * 1234].reset_index(drop=True)
    path = write(tmp_path / "a.fgb", frame)
    body = path.read_bytes()
    at = body.index((1234).to_bytes(8, "little"))
    path.write_bytes(body[:at] + said.to_bytes(8, "little") + body[at + 8 :])
    with pytest.raises(InputUnreadable) as raised:
        read(path)
    if said < 2**31:  # else GDAL refuses it by itself
        assert f"announces {said:,} features" in str(raised.value)


def test_member_whose_own_name_is_no_text(tmp_path):
    """Found by fuzzing: the list says ``ä.csv``; the member itself has other bytes there."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ä.csv", "a\n1\n")
    damaged = path.read_bytes().replace("ä".encode(), b"\xff\xfe", 1)
    path.write_bytes(damaged)
    with pytest.raises(InputUnreadable, match="damaged"):
        read(path)


def test_zipped_shapefile_and_kmz(tmp_path):
    write(tmp_path / "a.shp")
    parts = sorted(tmp_path.glob("a.*"))
    table = read(zipped(tmp_path / "b.zip", *parts))
    assert len(table.frame) == 3
    assert table.file == "b.zip"
    kml = write(tmp_path / "doc.kml")
    assert len(read(zipped(tmp_path / "c.kmz", kml)).frame) == 3
    both = zipped(tmp_path / "d.zip", *parts, kml)
    with pytest.raises(InputUnreadable, match="expected one"):
        read(both)
    assert len(read(both, layer="a").frame) == 3


@pytest.mark.parametrize(
    "name", ["../evil.geojson", "/etc/evil.geojson", "..\\evil.geojson", "C:/evil.geojson"]
)
def test_a_path_out_of_the_archive_is_refused(tmp_path, name):
    path = tmp_path / "inner" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "{}")
    with pytest.raises(InputUnreadable, match="outside"):
        read(path)
    assert not list(tmp_path.rglob("evil*"))


def test_a_link_in_an_archive_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    member = zipfile.ZipInfo("a.geojson")
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    with pytest.raises(InputUnreadable, match="outside"):
        read(path)


@pytest.mark.parametrize("suffix", ["zip", "kmz", "xlsx", "ods"])
def test_a_zip_bomb_is_not_unpacked(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b"\0" * (64 * 2**20))
    assert path.stat().st_size < 100_000
    with pytest.raises(InputUnreadable, match="would unpack"):
        read(path)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 2**22)
    body = path.read_bytes().replace((2**22).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(body)
    with pytest.raises(InputUnreadable, match="damaged"):
        read(path)


BOMB = '<!DOCTYPE k [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE k [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prolog", [BOMB, OUTSIDE, '<!DOCTYPE k SYSTEM "http://example.org/x">'])
@pytest.mark.parametrize(
    ("name", "root"), [("a.kml", "kml"), ("a.gpx", "gpx"), ("a.xml", "MineActionFieldReport")]
)
def test_entities_and_document_types_are_refused(tmp_path, prolog, name, root):
    path = tmp_path / name
    path.write_text(f'<?xml version="1.0"?>{prolog}<{root}>&a;</{root}>', encoding="utf-8")
    with pytest.raises(InputUnreadable, match="document type"):
        read(path)


def test_a_file_that_is_something_else_never_reaches_gdal(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", encoding="utf-8")
    vrt = f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>'
    for name in ("a.kml", "a.gpx", "a.geojson", "a.json", "a.gpkg", "a.shp", "a.fgb"):
        path = tmp_path / name
        path.write_text(vrt + "</OGRVRTLayer></OGRVRTDataSource>", encoding="utf-8")
        with pytest.raises(InputUnreadable):
            read(path)


@pytest.mark.parametrize("suffix", ["gpkg", "geojson", "fgb", "shp", "kml"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_file_is_refused(tmp_path, suffix, share):
    many = gpd.GeoDataFrame(
        {"n": range(200)},
        geometry=[shapely.Point(46 + i / 1000, 39).buffer(0.01) for i in range(200)],
        crs=4326,
    )
    path = write(tmp_path / f"a.{suffix}", many)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(InputUnreadable) as error:
        read(path)
    assert error.value.hint


def test_a_geopackage_that_another_program_writes_is_refused(tmp_path):
    path = write(tmp_path / "a.gpkg")
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InputUnreadable, match="is open in another program") as error:
            read(path)
        assert "close it" in error.value.hint
    finally:
        other.close()
    assert len(read(path).frame) == 3


def test_a_curve_that_cannot_be_built_is_named(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"i":1},"geometry":'
        '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}}]}',
        encoding="utf-8",
    )
    table = read(path)
    assert len(table.frame) == 1
    assert table.geometry[0] is None
    assert table.findings


@needs_program("ogr2ogr", "gdal-bin")
def test_a_file_of_another_gdal(tmp_path):
    source = write(tmp_path / "a.geojson")
    for suffix, driver in (("kml", "KML"), ("gpkg", "GPKG"), ("shp", "ESRI Shapefile")):
        out = tmp_path / f"o.{suffix}"
        subprocess.run(["ogr2ogr", "-f", driver, out, source], check=True, capture_output=True)
        assert len(read(out).frame) == 3


def test_a_kml_of_many_folders_is_opened_once(tmp_path, monkeypatch):
    names = ['a "b"', "a\\b", "it's", "place", *(f"f{i}" for i in range(60))]
    folders = "".join(
        f"<Folder><name>{name}</name><Placemark><name>p{i}</name><ExtendedData>"
        f'<Data name="k{i % 3}"><value>v{i}</value></Data></ExtendedData>'
        f"<Point><coordinates>46.{i:02d},39</coordinates></Point></Placemark></Folder>"
        for i, name in enumerate(names)
    )
    space = "http://www.opengis.net/kml/2.2"
    (tmp_path / "a.kml").write_text(f'<kml xmlns="{space}"><Document>{folders}</Document></kml>')
    opened = []
    one = pyogrio.raw.read
    monkeypatch.setattr(pyogrio.raw, "read", lambda *a, **k: opened.append(a) or one(*a, **k))
    table = read(tmp_path / "a.kml")
    assert len(opened) == 1
    assert table.frame["name"].tolist() == [f"p{i}" for i in range(64)]
    assert table.frame["k1"].dropna().tolist() == [f"v{i}" for i in range(1, 64, 3)]
    assert [g.x for g in table.geometry] == pytest.approx([46 + i / 100 for i in range(64)])
    assert table.crs == "EPSG:4326"
    assert table.rows.tolist() == list(range(1, 65))


@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_a_day_that_does_not_exist_costs_its_row_and_not_the_file(tmp_path, suffix):
    path = tmp_path / f"a.{suffix}"
    name = 'a "\\b"' if suffix == "gpkg" else "a b"
    days = [datetime.date(2021, 2, 1), datetime.date(2021, 2, 28), None]
    table = pyarrow.table(
        {
            name: ["x", "y", "z"],
            "n": [1, None, 3],
            "day": days,
            "g": shapely.to_wkb(shapely.points([46, 47, 48], 40)).tolist(),
        }
    )
    pyogrio.raw.write_arrow(
        table, path, driver=DRIVERS[suffix], geometry_name="g", geometry_type="Point",
        crs="EPSG:4326",
    )  # fmt: skip
    whole = read(path)
    assert whole.frame["day"].tolist()[:2] == ["2021-02-01", "2021-02-28"]
    if suffix == "gpkg":
        with closing(sqlite3.connect(path)) as file:
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                file.execute(f'DROP TRIGGER "{name}"')
            file.execute("UPDATE a SET day = '2021-02-30' WHERE n IS NULL")
            file.commit()
    else:
        dbf = path.with_suffix(".dbf")
        dbf.write_bytes(dbf.read_bytes().replace(b"20210228", b"20210230"))
    broken = read(path)
    assert broken.frame["day"].tolist() == ["2021-02-01", "2021-02-30", None]
    assert broken.frame.drop(columns="day").equals(whole.frame.drop(columns="day"))
    assert [g.x for g in broken.geometry] == [46, 47, 48]
    assert broken.crs == whole.crs


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1251", "Минное поле"), ("cp1252", "Zone é"), ("utf-8", "Ağ")],
)
def test_a_shapefile_that_names_no_encoding(tmp_path, encoding, text):
    path = tmp_path / "mines [1].shp"
    frame = gpd.GeoDataFrame({"name": [text]}, geometry=[shapely.box(1, 1, 2, 2)], crs=4326)
    pyogrio.write_dataframe(frame, path, encoding=encoding)
    path.with_suffix(".cpg").unlink()
    body = bytearray(path.with_suffix(".dbf").read_bytes())
    body[29] = 0  # no language driver either
    path.with_suffix(".dbf").write_bytes(body)
    table = read(path)
    assert table.frame["name"].tolist() == [text]
    assert [f.rule.code for f in table.findings] == ["encoding-assumed"]
    stated = read(path, encoding=encoding)
    assert stated.frame["name"].tolist() == [text]
    assert not stated.findings
    with pytest.raises(InputUnreadable, match="unknown encoding"):
        read(path, encoding="klingon")


def test_the_folder_of_a_kml_feature_is_kept(tmp_path):
    path = tmp_path / "phone.kml"
    mark = "<Placemark><name>{}</name><Point><coordinates>46,39</coordinates></Point></Placemark>"
    names = ("Confirmed", "it's &quot;x\\y&quot;")
    folders = [f"<Folder><name>{n}</name>{mark.format(i)}</Folder>" for i, n in enumerate(names)]
    path.write_text(
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        + "".join(folders)
        + "</Document></kml>"
    )
    frame = read(path).frame
    assert frame["folder"].tolist() == ["Confirmed", 'it\'s "x\\y"']
    assert frame["name"].tolist() == ["0", "1"]


@pytest.mark.parametrize("name", ["a #2", "what?", "50%41", 'it\'s "x" № 1'])
@pytest.mark.parametrize("ending", ["gpkg", "geojson", "shp"])
def test_a_file_may_have_any_name(tmp_path, name, ending):
    path = tmp_path / f"{name}.{ending}"
    pyogrio.write_dataframe(POLYGONS, path, driver=DRIVERS[ending])
    assert len(read(path).frame) == len(POLYGONS)


@pytest.mark.parametrize("name", ["hey!", "a;b", "tab\t"])
def test_but_not_one_that_the_reader_takes_for_an_address(tmp_path, name):
    path = tmp_path / f"{name}.geojson"
    POLYGONS.to_file(tmp_path / "x.geojson", driver="GeoJSON")
    (tmp_path / "x.geojson").rename(path)
    with pytest.raises(InputUnreadable, match="taken for something else"):
        read(path)


def test_a_folder_and_an_empty_file_are_called_so(tmp_path):
    (tmp_path / "x.gpkg").mkdir()
    with pytest.raises(InputUnreadable, match="is a folder"):
        read(tmp_path / "x.gpkg")
    (tmp_path / "y.gpkg").touch()
    with pytest.raises(InputUnreadable, match="is empty"):
        read(tmp_path / "y.gpkg")
