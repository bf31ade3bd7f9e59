"""Files that are something else than their names say, at every door: nothing follows or runs them.

All attacks are harmless: a marker in the test's own folder, and a listener on this machine.
"""

import json
import os
import resource
import socket
import sqlite3
import struct
import subprocess
import sys
import threading

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
from rasterio import Affine
from shapely.geometry import Point

from geo.errors import CrsError, GeoError, InputUnreadable, OutOfRange
from geo.export.georeference import _opened as opened_scan
from geo.intake.readers import _READERS, read
from geo.intake.readers.content import check_driver, forced, offline
from geo.intake.readers.picture import read_picture
from geo.raster.opening import opened

pytestmark = pytest.mark.enable_socket  # the listener's

SECRET = "7f3c-secret"
VECTOR = [".fgb", ".geojson", ".geojsonl", ".geojsons", ".gpkg", ".gpx", ".json", ".kml", ".shp"]
POINT = {"type": "Point", "coordinates": [46, 40]}
FEATURE = {"type": "Feature", "properties": {"a": 1}, "geometry": POINT}


@pytest.fixture
def listener():
    """An address on this machine, and what was sent there."""
    heard = []
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def answer():
            while True:
                try:
                    asking, _ = server.accept()
                except OSError:
                    return
                with asking:
                    heard.append(asking.recv(200))

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)


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


def image(path, value=200, width=20, height=20, crs="EPSG:4326", **more):
    profile = {"driver": "GTiff", "height": height, "width": width, "count": 1, "dtype": "uint8"}
    with rasterio.open(
        path, "w", crs=crs, transform=Affine(0.001, 0, 46, 0, -0.001, 40), **profile | more
    ) as file:
        file.write(np.full((1, height, width), value, "uint8"))


def description(of, width=20, height=20, crs="EPSG:4326"):
    return (
        f'<VRTDataset rasterXSize="{width}" rasterYSize="{height}"><SRS>{crs}</SRS>'
        "<GeoTransform>46, 0.001, 0, 40, 0, -0.001</GeoTransform>"
        '<VRTRasterBand dataType="Byte" band="1"><SimpleSource>'
        f"<SourceFilename>{of}</SourceFilename><SourceBand>1</SourceBand></SimpleSource>"
        "</VRTRasterBand></VRTDataset>"
    )


def scan(path):
    with opened_scan(path, 1) as source:
        return source.read()


def raster(path):
    with opened(path) as source:
        return source.read()


@pytest.mark.parametrize("door", [read_picture, scan, raster])
def test_a_picture_that_describes_another_is_refused(tmp_path, listener, door):
    address, heard = listener
    image(tmp_path / "secret.tif", 7)
    raw = description("/etc/hostname").replace("SimpleSource", "RawRasterBand")
    for text in (
        description(tmp_path / "secret.tif"),
        description(f"/vsicurl/{address}/a.tif"),
        f"<GDAL_WMS><Service name='TMS'><ServerUrl>{address}</ServerUrl></Service></GDAL_WMS>",
        raw,
    ):
        path = tmp_path / "scan.tif"
        path.write_text(text)
        with pytest.raises(InputUnreadable, match=r"scan\.tif"):
            door(path)
    assert heard == []


def test_what_lies_beside_a_picture_is_not_opened(tmp_path, listener):
    address, heard = listener
    path = tmp_path / "scan.tif"
    image(path, 200, width=8200, height=8)
    expected = read_picture(path)
    image(tmp_path / "secret.tif", 7, width=4100, height=4)
    (tmp_path / "scan.tif.ovr").write_text(description(tmp_path / "secret.tif", 4100, 4))
    (tmp_path / "scan.tif.msk").write_text(description(f"/vsicurl/{address}/a.tif", 8200, 8))
    (tmp_path / "scan.tif.aux.xml").write_text("<PAMDataset><SRS>EPSG:28408</SRS></PAMDataset>")
    with rasterio.open(path) as source:  # GDAL by itself takes the smaller copy
        assert source.read(1, out_shape=(4, 4096)).max() == 7
    heard.clear()
    rgba, transform, crs = read_picture(path)
    assert np.array_equal(rgba, expected[0])
    assert (transform, crs) == expected[1:]
    assert rgba[:3].min() == 200
    assert rgba[3].min() == 255
    assert heard == []


def test_a_world_file_says_where_a_picture_is(tmp_path):
    path = tmp_path / "scan.tif"
    image(path)
    placed = read_picture(path)[1]
    with (
        pytest.warns(rasterio.errors.NotGeoreferencedWarning),
        rasterio.open(
            path, "w", driver="GTiff", height=20, width=20, count=1, dtype="uint8", crs="EPSG:4326"
        ) as file,
    ):
        file.write(np.full((1, 20, 20), 200, "uint8"))
    with pytest.raises(CrsError, match="world file"):
        read_picture(path)
    (tmp_path / "scan.tfw").write_text("0.001\n0\n0\n-0.001\n46.0005\n39.9995\n")
    assert read_picture(path)[1].almost_equals(placed, 1e-12)
    (tmp_path / "scan.tfw").write_text("0.001\nhttp://x\n")
    with pytest.raises(CrsError, match="six numbers"):
        read_picture(path)


def test_a_small_picture_that_says_it_is_vast_is_refused(tmp_path):
    path = tmp_path / "scan.tif"
    profile = {"driver": "GTiff", "height": 200_000, "width": 200_000, "count": 1, "dtype": "uint8"}
    with rasterio.open(
        path, "w", crs="EPSG:4326", transform=Affine(1e-5, 0, 46, 0, -1e-5, 40), sparse_ok=True,
        tiled=True, blockxsize=4096, blockysize=4096, **profile,
    ):  # fmt: skip
        pass
    assert path.stat().st_size < 100_000
    with pytest.raises(OutOfRange, match="200,000 × 200,000"):
        read_picture(path)


def tiff(width, height, rows_per_strip, tiled=False):
    """Return a TIFF of a few hundred bytes that announces what it does not hold."""
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1),
            (262, 3, 1, 1), (277, 3, 1, 1)]  # fmt: skip
    if tiled:
        tags += [(322, 4, 1, rows_per_strip), (323, 4, 1, rows_per_strip), (324, 4, 1, 8),
                 (325, 4, 1, 8)]  # fmt: skip
    else:
        tags += [(273, 4, 1, 8), (278, 4, 1, rows_per_strip), (279, 4, 1, 8)]
    body = b"".join(struct.pack("<HHII", *tag) for tag in sorted(tags))
    return struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + body + bytes(4)


@pytest.mark.parametrize("door", [read_picture, scan, raster])
@pytest.mark.parametrize("made", [
    tiff(60_000, 60_000, 2**31 - 1), tiff(40_000, 40_000, 40_000), tiff(2**31 - 1, 2**31 - 1, 1),
    tiff(2_000, 1_000_000, 1), tiff(40_000, 40_000, 39_984, tiled=True),
])  # fmt: skip
def test_a_tiff_of_few_bytes_takes_no_memory(tmp_path, door, made):
    path = tmp_path / "scan.tif"
    path.write_bytes(made)
    assert len(made) < 375
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((InputUnreadable, OutOfRange, CrsError)):
        door(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB


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
    assert str(forced(path)) == f"{driver}:{path}"
    assert len(read(path).frame) == count


def test_a_scan_is_warped_where_gdal_knows_no_descriptions(tmp_path):
    """In the command, VRT is off."""
    image(tmp_path / "scan.tif", width=40, height=30)
    points = "pixel_x,pixel_y,map_x,map_y\n" + "".join(
        f"{x},{y},{500000 + 10 * x},{4400000 - 10 * y}\n"
        for x, y in ((1, 1), (39, 2), (38, 29), (2, 28), (20, 15), (10, 22), (30, 7))
    )
    (tmp_path / "points.csv").write_text(points)
    for model in ("affine", "second_order"):
        out = tmp_path / f"{model}.tif"
        done = subprocess.run(
            [sys.executable, "-m", "geo.cli.main", "records", "georeference",
             str(tmp_path / "scan.tif"), str(tmp_path / "points.csv"), "-o", str(out),
             "--crs", "EPSG:32638", "--model", model],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        with rasterio.open(out) as made:
            assert made.crs == "EPSG:32638"
            assert made.read(1).max() == 200
            assert made.bounds.left == pytest.approx(500_000, abs=15)
