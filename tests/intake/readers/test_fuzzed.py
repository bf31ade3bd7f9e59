"""What fuzzing found once, made by hand: each stays a clear error."""

import struct
import zipfile

import geopandas as gpd
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from geo.errors import InputUnreadable, ManifestError
from geo.intake.readers import read
from geo.model.manifest import read_manifest
from tests.conftest import MANIFEST, ROOT

MADE = MANIFEST.format(name="made", title='"Made"')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("synthetic = true", f"synthetic = {'9' * 5000}"),
        ("synthetic = true", f"synthetic = {'[' * 3000}{']' * 3000}"),
        ("sources.csv", "a" * 70_000),
        ("sources.csv", r"\u0000"),
    ],
)
def test_a_manifest_of_absurd_values(tmp_path, old, new):
    (tmp_path / "dataset.toml").write_text(MADE.replace(old, new), encoding="utf-8")
    with pytest.raises(ManifestError):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    "about",
    ["{}", "[]", '{"primary_column": "geometry", "columns": {"geometry": []}}', "[" * 3000],
)
def test_a_geoparquet_file_that_describes_itself_wrongly(tmp_path, about):
    path = tmp_path / "a.parquet"
    gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(1, 2)], crs=4326).to_parquet(path)
    table = pq.read_table(path)
    pq.write_table(table.replace_schema_metadata({"geo": about}), path)
    if about in ("{}", "[]"):  # a Parquet file without geometry
        assert read(path).geometry is None
        return
    with pytest.raises(InputUnreadable):
        read(path)


def test_a_crs_that_is_no_text(tmp_path):
    path = tmp_path / "a.shp"
    gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(1, 2)], crs=4326).to_file(path)
    projection = path.with_suffix(".prj")
    body = projection.read_bytes()
    projection.write_bytes(body.replace(b"PRIMEM[", b"PRIMEM[.\xa3\xb3\x81"))
    path.with_suffix(".cpg").write_bytes(b"UTF-8")
    with pytest.raises(InputUnreadable):
        read(path)


def test_a_row_of_a_workbook_far_beyond_the_last(tmp_path):
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append(["b"])
    book.save(good)
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body.replace(b'r="2"', b'r="2147483647"').replace(b'"A2"', b'""'))
    with pytest.raises(InputUnreadable, match="1,048,576"):
        read(bad)


@pytest.mark.parametrize("deep", ["elements", "points"])
def test_a_report_nested_without_end(tmp_path, deep):
    body = (ROOT / "tests/data/hazards.maxml").read_text(encoding="utf-8")
    if deep == "elements":
        body = body.replace("Old field road", "<a>" * 3000 + "</a>" * 3000)
    else:
        chain = "".join(
            f"<GeoPoint><guid>p{i}</guid><bearing>90</bearing><distance>1</distance>"
            f"<frompoint_guid>p{i + 1}</frompoint_guid></GeoPoint>"
            for i in range(1500)
        )
        body = body.replace("<GeospatialInfo>", f"<GeospatialInfo>{chain}", 1)
    (tmp_path / "a.maxml").write_text(body, encoding="utf-8")
    with pytest.raises(InputUnreadable, match="nested"):
        read(tmp_path / "a.maxml")


def test_coordinates_that_are_no_number_in_geoparquet(tmp_path):
    path = tmp_path / "a.parquet"
    whole = shapely.to_wkb(shapely.LineString([(1, 2), (3, 4)]))
    shape = whole.replace(struct.pack("<d", 3), struct.pack("<Q", 0x7FF0_0000_0000_0001))
    gpd.GeoDataFrame({"n": [1]}, geometry=[shapely.Point(1, 2)], crs=4326).to_parquet(path)
    table = pq.read_table(path)
    pq.write_table(table.set_column(1, "geometry", pa.array([shape], pa.binary())), path)
    assert len(read(path).geometry) == 1  # and no warning, which would be an error here


@pytest.mark.parametrize("body", ["<kml/>", '<kml xmlns="http://www.opengis.net/kml/2.2"/>'])
def test_a_kml_file_without_any_layer(tmp_path, body):
    (tmp_path / "a.kml").write_text(body, encoding="utf-8")
    with pytest.raises(InputUnreadable):
        read(tmp_path / "a.kml")
