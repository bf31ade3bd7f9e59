"""Files that are something else than their names say, at every door: nothing follows or runs them.

All attacks are harmless: a marker in the test's own folder, and a listener on this machine.
"""

import json
import os
import sqlite3
import subprocess
import sys

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import Point

from geo.errors import GeoError, InputUnreadable
from geo.intake.readers import _READERS, read
from geo.intake.readers.content import check_driver, name_for_gdal, offline

pytestmark = pytest.mark.enable_socket  # the listener's

SECRET = "7f3c-secret"
VECTOR = [".fgb", ".geojson", ".geojsonl", ".geojsons", ".gpkg", ".gpx", ".json", ".kml", ".shp"]
POINT = {"type": "Point", "coordinates": [46, 40]}
FEATURE = {"type": "Feature", "properties": {"a": 1}, "geometry": POINT}


@pytest.fixture
def secret(tmp_path):
    """A file that no other file may bring in."""
    path = tmp_path / "elsewhere" / "secret.geojson"
    path.parent.mkdir()
    feature = {"type": "Feature", "properties": {"word": SECRET}, "geometry": POINT}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def payloads(secret, address):
    """What would open another file, run a pipeline that writes, or ask the listener."""
    vrt = (
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{secret}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    ).encode()
    remote = vrt.replace(str(secret).encode(), f"/vsicurl/{address}/a.geojson".encode())
    marker = secret.with_name("written.geojson")
    run = f"gdal vector pipeline ! read {secret} ! write {marker}"
    linked = {"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
    kml = (
        '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="http://www.opengis.net/kml/2.2 {address}/kml.xsd"><Document>'
        f"<NetworkLink><name>n</name><Link><href>{address}/more.kml</href></Link></NetworkLink>"
        f"<Placemark><name>p</name><styleUrl>{address}/s.kml#a</styleUrl><Point><coordinates>46,40"
        "</coordinates></Point></Placemark></Document></kml>"
    )
    return {
        "vrt": vrt,
        "vrt after a brace": b"{" + vrt,
        "vrt after a record separator": b"\x1e" + vrt,
        "vrt after a record separator and a brace": b"\x1e{" + vrt,
        "vrt after fgb": b"fgb" + vrt,
        "vrt after all of the magic": b"fgb\x03fgb\x01" + vrt,
        "vrt after a BOM": b"\xef\xbb\xbf{" + vrt,
        "vrt after blanks": b" \n" * 500 + b"{" + vrt,
        "vrt in JSON": b'{"type":"FeatureCollection","a":"' + vrt.replace(b'"', b"'") + b'"}',
        "vrt in a comment of KML": kml.replace("<kml ", f"<!-- {vrt.decode()} --><kml ").encode(),
        "vrt of an address": b"{" + remote,
        "pipeline": json.dumps({"type": "gdal_streamed_alg", "command_line": run}).encode(),
        "pipeline, type last": json.dumps(
            {"command_line": run, "type": "gdal_streamed_alg", "features": []}
        ).encode(),
        "service": f"{{<OGRWFSDataSource><URL>{address}</URL></OGRWFSDataSource>".encode(),
        "capabilities": f'<WFS_Capabilities a="{address}"></WFS_Capabilities>'.encode(),
        "crs by link": json.dumps(
            {"type": "FeatureCollection", "crs": linked, "features": [FEATURE]}
        ).encode(),
        "crs by link, last": json.dumps(
            {"type": "FeatureCollection", "features": [FEATURE] * 99, "crs": linked}
        ).encode(),
        "crs by link in a geometry": json.dumps(
            {"type": "FeatureCollection",
             "features": [FEATURE | {"geometry": POINT | {"crs": linked}}]}
        ).encode(),
        "crs by link, escaped": json.dumps(
            {"type": "FeatureCollection", "crs": linked, "features": [FEATURE]}
        ).replace('"crs"', '"\\u0063rs"').encode(),
        "crs by link, in other case": json.dumps(
            {"type": "FeatureCollection", "features": [FEATURE],
             "Crs": {"Properties": {"HREF": f"{address}/crs"}, "Type": "Link"}}
        ).encode(),
        "crs by link, escaped within": json.dumps(
            {"type": "FeatureCollection", "crs": linked, "features": [FEATURE]}
        ).replace('"link"', '"lin\\u006b"').replace('"href"', '"\\u0068ref"').encode(),
        "crs too long to tell": json.dumps(
            {"type": "FeatureCollection", "crs": {"pad": "x" * 70_000} | linked,
             "features": [FEATURE]}
        ).encode(),
        "links of KML": kml.encode(),
        "gml with a schema": (
            '<kml><a xmlns:gml="http://www.opengis.net/gml" '
            f'schemaLocation="x {address}/a.xsd"/></kml>'
        ).encode(),
    }  # fmt: skip


# These hold features of their own; they are read, and nothing is followed.
HARMLESS = {("links of KML", ".kml")}
NAMES = list(payloads(type("", (), {"with_name": lambda _, n: n})(), "http://x"))


@pytest.mark.parametrize("suffix", sorted({*_READERS, *VECTOR} - {".gdb"}))
def test_every_reader_refuses_or_reads_and_follows_nothing(tmp_path, secret, listener, suffix):
    address, heard = listener
    for number, (name, data) in enumerate(payloads(secret, address).items()):
        path = tmp_path / f"f{number}{suffix}"
        path.write_bytes(data)
        try:
            table = read(path)
        except GeoError:
            pass
        else:
            if suffix in VECTOR and suffix != ".json":
                assert (name, suffix) in HARMLESS
            assert SECRET not in table.frame.to_string(), name
        assert not secret.with_name("written.geojson").exists(), name
        assert heard == [], name


def test_the_attacks_are_real(tmp_path, secret, listener, monkeypatch):
    """By GDAL alone they come through."""
    address, heard = listener
    for name in ("GDAL_HTTP_PROXY", "GDAL_HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = payloads(secret, address)
    for name, file in (("vrt after a brace", "a.geojson"), ("vrt after fgb", "a.fgb")):
        (tmp_path / file).write_bytes(made[name])
        assert pyogrio.read_info(tmp_path / file)["driver"] == "OGR_VRT"
        assert SECRET in pyogrio.read_dataframe(tmp_path / file).to_string()
    (tmp_path / "b.geojson").write_bytes(made["crs by link"])
    # In a process of its own: what other tests switched off stays off in this one.
    kept = {k: v for k, v in os.environ.items() if "proxy" not in k.lower() and k[:4] != "GDAL"}
    code = "import sys, pyogrio; pyogrio.read_info(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "b.geojson")],
        env=kept, check=False, capture_output=True,
    )  # fmt: skip
    assert heard
    heard.clear()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with offline():
        pyogrio.read_info(tmp_path / "b.geojson")
    assert heard == []
    assert os.environ["no_proxy"] == "127.0.0.1"


def test_a_driver_that_nobody_expected_is_refused(tmp_path):
    with pytest.raises(InputUnreadable, match="opened as OGR_VRT, expected FlatGeobuf"):
        check_driver(tmp_path / "a.fgb", "OGR_VRT")


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIRTUAL TABLE other USING VirtualOGR('{secret}')",
        "CREATE VIEW other AS SELECT ogr_geocode('x') AS a",
        "CREATE VIEW other AS SELECT load_extension('{secret}') AS a",
    ],
)
def test_a_database_that_reaches_beyond_itself_is_refused(tmp_path, secret, sql):
    path = tmp_path / "a.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[Point(46, 40)], crs=4326).to_file(path, layer="a")
    assert len(read(path).frame) == 1
    sql = sql.format(secret=secret)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) "
            "VALUES (?, 'other', 'other', 0, ?)",
            ("table" if "TABLE" in sql else "view", sql),
        )
    connection.close()
    with pytest.raises(InputUnreadable, match="beyond the file"):
        read(path)


def test_a_database_that_is_no_geopackage_is_refused(tmp_path):
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE gpkg_contents (a)")
    connection.close()
    with pytest.raises(InputUnreadable, match="not gpkg"):
        read(path)


def test_a_name_is_no_scheme(tmp_path, listener, monkeypatch):
    address, heard = listener
    monkeypatch.chdir(tmp_path)
    for scheme in (f"WFS:{address}", f"OAPIF:{address}", "ES:http:", "GPSBABEL:nmea:"):
        path = tmp_path / f"{scheme}/a.geojson"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(FEATURE))
        assert len(read(path.relative_to(tmp_path)).frame) == 1
    assert heard == []


def test_the_command_leaves_gdal_nothing_else(tmp_path, secret, listener):
    """Also where a file is opened without a look at it; and nobody is told of missing drivers."""
    address, heard = listener
    for name, data in payloads(secret, address).items():
        (tmp_path / f"{name}.geojson").write_bytes(data)
    script = """
import sys, warnings
from pathlib import Path
from geo.cli.gdal import WANTED, confine
confine()
import pyogrio, rasterio
assert set(pyogrio.list_drivers()) <= WANTED, set(pyogrio.list_drivers()) - WANTED
with rasterio.Env() as gdal:
    assert set(gdal.drivers()) <= WANTED, set(gdal.drivers()) - WANTED
warnings.simplefilter("ignore")
for path in sorted(Path(sys.argv[1]).glob("*.geojson")):
    try:
        print(pyogrio.read_dataframe(path).to_string())
    except Exception as error:
        print(error)
try:
    pyogrio.read_info("/vsicurl/" + sys.argv[2] + "/a.geojson")
except Exception as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), address],
        capture_output=True,
        text=True,
        env=os.environ | {"no_proxy": "127.0.0.1", "GDAL_SKIP": "GPKG"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert SECRET not in done.stdout
    assert not secret.with_name("written.geojson").exists()
    assert heard == []


def test_a_part_of_a_shapefile_that_is_a_link_is_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        frame = gpd.GeoDataFrame({"word": [SECRET]}, geometry=[Point(46, 40)], crs=4326)
        frame.to_file(tmp_path / name / "x.shp")
    for part in ("dbf", "shx", "prj"):
        beside = tmp_path / "a" / f"x.{part}"
        kept = beside.read_bytes()
        beside.unlink()
        beside.symlink_to(tmp_path / "b" / f"x.{part}")
        with pytest.raises(InputUnreadable, match="another folder"):
            read(tmp_path / "a" / "x.shp")
        beside.unlink()
        beside.write_bytes(kept)
    assert len(read(tmp_path / "a" / "x.shp").frame) == 1


@pytest.mark.parametrize(
    ("text", "driver", "count"),
    [
        (json.dumps(FEATURE), "GeoJSON", 1),
        (json.dumps({"type": "FeatureCollection", "features": [FEATURE] * 3}), "GeoJSON", 3),
        (json.dumps({"features": [FEATURE] * 3, "type": "FeatureCollection"}), "GeoJSON", 3),
        ("\n".join([json.dumps(FEATURE)] * 4), "GeoJSONSeq", 4),
        ("\n".join([json.dumps(FEATURE | {"pad": "x" * 70_000})] * 4), "GeoJSONSeq", 4),
        (json.dumps({"type": "Topology", "arcs": [], "objects": {
            "c": {"type": "GeometryCollection", "geometries": [POINT]}}}), "TopoJSON", 1),
        (json.dumps({"geometryType": "esriGeometryPoint", "features": [
            {"attributes": {"a": 1}, "geometry": {"x": 46, "y": 40}}]}), "ESRIJSON", 1),
    ],
)  # fmt: skip
def test_gdal_is_told_which_json_it_is(tmp_path, text, driver, count):
    path = tmp_path / "a.geojson"
    path.write_text(text)
    assert str(name_for_gdal(path)) == f"{driver}:{path}"
    assert len(read(path).frame) == count
