"""Small files that would fill the memory or never end: each is refused, soon and in words.

Each is read in a process of its own, as a crash of a library would end the tests too.
"""

import json
import shutil
import sqlite3
import struct
import subprocess
import sys
import zipfile

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import InputUnreadable, UnknownName
from geo.intake.deliveries.written import _shape as shape_of_text
from geo.intake.readers import read
from geo.intake.readers.limits import is_too_deep, limits, raised
from geo.store import open_dataset, write_dataset
from tests.conftest import ROOT
from tests.export.test_round_trip import dataset
from tests.hostile.tricky import image

MOST = 3_000_000  # kilobytes
SECONDS = 60  # of the processor; far more than any needs on a busy machine
NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)
OF_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OF_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def packed(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def ods(path, rows):
    sheet = f'<table:table table:name="a">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    packed(path, {
        "content.xml": f"<office:document-content {NAMES}>{body}</office:document-content>"
    })  # fmt: skip


def wide_ods(path):
    ods(path, '<table:table-row table:number-rows-repeated="10000"><table:table-cell '
        'table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        "</table:table-row>")  # fmt: skip
    assert path.stat().st_size < 523


def long_ods(path):
    ods(path, '<table:table-row table:number-rows-repeated="10000"><table:table-cell '
        'office:value-type="float" office:value="1"/></table:table-row>' * 2000)  # fmt: skip


def xlsx(path):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="XFD{n}"><v>1</v></c></row>'
        for n in range(1, 4097)
    )
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    packed(path, {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'{links}<Relationship Id="rId1" Type="{OF_OFFICE}/officeDocument" '
                       'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{OF_SHEETS}" xmlns:r="{OF_OFFICE}"><sheets>'
                           '<sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{links}<Relationship Id="rId1" '
                                      f'Type="{OF_OFFICE}/worksheet" Target="worksheets/s.xml"/>'
                                      "</Relationships>",
        "xl/worksheets/s.xml": f'<worksheet xmlns="{OF_SHEETS}"><sheetData>{rows}</sheetData>'
                               "</worksheet>",
    })  # fmt: skip


def gpkg(change):
    def make(path):
        frame = gpd.GeoDataFrame({"name": ["x"]}, geometry=[shapely.Point(46, 40)], crs=4326)
        frame.to_file(path, layer="a")
        with sqlite3.connect(path) as connection:
            connection.create_function("ST_IsEmpty", 1, lambda _: 0)
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("DELETE FROM sqlite_master WHERE type = 'trigger'")
        connection.close()
        with sqlite3.connect(path) as connection:
            change(connection)
        connection.close()

    return make


def view(select):
    def change(connection):
        connection.execute("ALTER TABLE a RENAME TO other")
        connection.execute(f"CREATE VIEW a AS {select}")

    return gpkg(change)


ENDLESS = (
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i fid, geom, name FROM other, n"
)
LARGE = "SELECT fid, geom, zeroblob(900000000) name FROM other"
LARGE_TEXT = "SELECT fid, geom, hex(zeroblob(100000000)) name FROM other"


def parquet(table):
    return lambda path: pq.write_table(table(), path, compression="zstd")


def many_texts():
    texts = pa.DictionaryArray.from_arrays(np.zeros(300_000, np.int32), ["x" * 20_000])
    return pa.table({"a": texts})


def text(body):
    return lambda path: path.write_text(body() if callable(body) else body)


def nested(inner, count=100_000):
    start, end = '{"type":"GeometryCollection","geometries":[', "]}"
    return f"{start * count}{inner}{end * count}"


def feature(shape, properties):
    return ('{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
            f'{json.dumps(properties)},"geometry":{shape}}}]}}')  # fmt: skip


def members(count, first=0):
    return {f"c{n}": 1 for n in range(first, first + count)}


def wide_features():
    rows = [{"type": "Feature", "properties": members(20, 20 * n), "geometry": None}
            for n in range(2000)]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": rows})


def maxml(body):
    return text(
        f"<MineActionFieldReports><FieldReport>{body}</FieldReport></MineActionFieldReports>"
    )


POINT = '{"type":"Point","coordinates":[46,40]}'
REFUSED = {
    "wide.ods": wide_ods,
    "long.ods": long_ods,
    "far.xlsx": xlsx,
    "endless.gpkg": view(ENDLESS),
    "large.gpkg": view(LARGE),
    "largetext.gpkg": view(LARGE_TEXT),
    "nulls.parquet": parquet(lambda: pa.table({"a": pa.nulls(100_000_000, pa.int8())})),
    "texts.parquet": parquet(many_texts),
    "wide.csv": text(",".join(members(100_000)) + "\n" + ",".join("1" * 100_000) + "\n"),
    "wide.json": text(lambda: json.dumps([members(100_000)])),
    "widely.json": text(lambda: json.dumps([members(30, 30 * n) for n in range(3000)])),
    "wide.geojson": text(lambda: feature(POINT, members(100_000))),
    "widely.geojson": text(wide_features),
    "nested.geojson": text(lambda: feature(nested(POINT), {})),
    "nested.json": text("[" * 100_000 + "]" * 100_000),
    "nested.maxml": maxml(f"<Hazard>{'<n>' * 100_000}{'</n>' * 100_000}</Hazard>"),
    "shared.maxml": maxml(
        "".join(f"<x{n}>a</x{n}>" for n in range(1000)) + "<Hazard><id>1</id></Hazard>" * 20_000
    ),
}
READ = {
    "same.maxml": maxml(f"<Hazard>{'<n>aaaa</n>' * 450_000}</Hazard>"),
    "many.maxml": maxml("<Hazard><id>1</id></Hazard>" * 20_000),
    "nested.gpkg": gpkg(lambda c: c.execute("UPDATE a SET geom = ?", (blob(100_000),))),
}
CHILD = """
import resource, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
from geo.cli.gdal import confine
confine()
from geo.errors import InputUnreadable
from geo.intake.readers import read
try:
    print("read", len(read(Path(sys.argv[1])).frame))
except InputUnreadable as error:
    print("refused", error.message)
(most,) = [n for n in Path("/proc/self/status").read_text().splitlines() if n.startswith("VmHWM")]
print(most.split()[1])
"""


def wkb(count):
    head = b"\x01" + struct.pack("<II", 7, 1)
    return head * count + b"\x01" + struct.pack("<Idd", 1, 46, 40)


def blob(count):
    return b"GP\0\x01" + struct.pack("<i", 4326) + wkb(count)


@pytest.mark.parametrize("name", [*REFUSED, *READ])
def test_a_small_file_takes_neither_memory_nor_time(tmp_path, name):
    path = tmp_path / name
    (REFUSED | READ)[name](path)
    assert path.stat().st_size < 10_000_000
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(SECONDS)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.split()[0] == ("refused" if name in REFUSED else "read"), done.stdout
    assert int(done.stdout.split()[-1]) < MOST


def test_shapes_in_shapes_are_listed_where_geos_would_break_down(tmp_path):
    rows = [{"hazard_id": "H1", "classification": "confirmed", "support": "surveyed_polygon",
             "geometry": shapely.MultiPolygon([shapely.box(46, 40, 46.1, 40.1)])}]  # fmt: skip
    path = write_dataset(dataset("hazard_areas", rows), tmp_path / "d.gpkg")
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE hazard_areas SET geom = ?", (blob(100_000),))
    connection.close()
    findings = open_dataset(path)["findings"]
    assert "unreadable-geometry" in set(findings["code"])


@pytest.mark.parametrize(
    "shape",
    ["GEOMETRYCOLLECTION(" * 100_000 + "POINT(46 40)" + ")" * 100_000, wkb(100_000).hex()],
)
def test_shapes_in_shapes_as_text_are_no_shape(shape):
    """GEOS would end the whole program."""
    with pytest.raises(ValueError, match="deeper"):
        shape_of_text(shape)


def test_what_nests_a_little_is_read():
    deep, flat = wkb(5), shapely.to_wkb(shapely.from_wkt("GEOMETRYCOLLECTION(POINT(1 2))"))
    assert not is_too_deep(deep)
    assert not is_too_deep(flat)
    assert not is_too_deep(None)
    assert is_too_deep(wkb(40))
    assert is_too_deep(nested(POINT, 40))
    for order in ("<", ">"):
        head = (b"\x01" if order == "<" else b"\0") + struct.pack(order + "II", 0xA0000007, 1)
        assert is_too_deep(head * 40)


def test_a_limit_is_raised_by_who_asks(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(",".join(members(6_000)) + "\n" + ",".join("1" * 6_000) + "\n")
    with pytest.raises(InputUnreadable, match="6,000 columns, expected at most 5,000"):
        read(path)
    with raised({"columns": 6_000}):
        assert read(path).frame.shape == (1, 6_000)
        assert limits().rows == 5_000_000
    assert limits().columns == 5_000
    with pytest.raises(UnknownName, match="colums"), raised({"colums": 1}):
        pass
    done = CliRunner().invoke(main, ["--limit", "columns=many", "import", str(path)])
    assert done.exit_code == 2


def test_every_command_that_opens_files_has_the_limits_and_the_refusal_says_how(tmp_path):
    file = tmp_path / "areas.geojson"
    frame = gpd.GeoDataFrame(
        {"name": ["a", "b"]}, geometry=[shapely.box(-20, -35, -19.9, -34.9)] * 2, crs=4326
    )
    frame.to_file(file)
    picture = tmp_path / "people.tif"
    image(picture, "https://example.org")
    folder, built = tmp_path / "exercise", tmp_path / "exercise.gpkg"
    shutil.copytree(ROOT / "layers" / "exercise", folder)
    control = tmp_path / "points.csv"
    control.write_text("pixel_x,pixel_y,map_x,map_y\n1,1,100,900\n9,1,900,900\n1,9,100,100\n")
    assert CliRunner().invoke(main, ["build", str(folder), "-o", str(built)]).exit_code == 0
    assert CliRunner().invoke(main, ["init", "made", "--in", str(tmp_path)]).exit_code == 0
    out = tmp_path / "out"
    for words, limit in (
        (["build", folder, "-o", f"{out}.gpkg"], "bytes"),
        (["check", folder], "bytes"),
        (["map", folder, "-o", f"{out}.html"], "bytes"),
        (["import", file, "--into", tmp_path / "made", "--layer", "hazard_areas", "--source", "s1",
          "--title", "t", "--publisher", "p"], "bytes"),
        (["boundaries", "--outlines", file, "--into", folder], "bytes"),
        (["here", built, file], "bytes"),
        (["records", "where", file], "bytes"),
        (["records", "traverse", file, "-o", f"{out}.geojson"], "bytes"),
        (["records", "accuracy", "--items", file, "--finds", file, "--searched", file], "bytes"),
        (["raster", "zonal", built, picture, "--by", file], "bytes"),
        (["priorities", built, "--near", f"road={file}"], "bytes"),
        (["report", "extract", built, file, "-o", f"{out}.pdf"], "bytes"),
        (["map", built, "--overlay", picture, "exercise-north", "-o", f"{out}.html"], "pixels"),
        (["map", built, "--raster", picture, "-o", f"{out}.html"], "pixels"),
        (["raster", "exposure", built, picture], "pixels"),
        (["priorities", built, "--people", picture], "pixels"),
        (["raster", "density", built, "--like", picture, "-o", f"{out}.tif"], "pixels"),
        (["records", "georeference", picture, control, "-o", f"{out}.tif", "--crs", "EPSG:32638"],
         "pixels"),
    ):  # fmt: skip
        command = [str(word) for word in words]
        done = CliRunner().invoke(main, ["--limit", f"{limit}=10", *command])
        assert done.exit_code == 3, (words, done.output, done.exception)
        assert f"atlas --limit {limit}=" in done.stderr, (words, done.stderr)
        by_environment = CliRunner().invoke(main, command, env={"ATLAS_LIMIT": f"{limit}=10"})
        assert by_environment.stderr == done.stderr
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("out")) == []
