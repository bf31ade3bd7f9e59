"""Readers meet garbage: a table or a clear error, never anything else.

A longer run: ``FUZZ_EXAMPLES=20000 pytest tests/test_fuzz_readers.py``.
"""

import os
import warnings
import zipfile

import geopandas as gpd
import openpyxl
import pytest
import shapely
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.readers import read
from tests.conftest import ROOT

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "15"))
FRAME = gpd.GeoDataFrame(
    {"ref": ["MF-1", "Ağdərə", None], "n": [1, 2, 3]},
    geometry=[shapely.box(46, 39, 46.1, 39.1), shapely.Point(47, 40).buffer(0.1), None],
    crs=4326,
)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    """One good file of each format."""
    folder = tmp_path_factory.mktemp("seeds")
    FRAME.to_file(folder / "a.gpkg", driver="GPKG", layer="a")
    FRAME.to_file(folder / "a.geojson", driver="GeoJSON")
    FRAME.to_file(folder / "a.fgb", driver="FlatGeobuf", SPATIAL_INDEX="NO")
    FRAME.to_file(folder / "a.shp")
    FRAME.to_file(folder / "a.kml", driver="LIBKML")
    FRAME.to_parquet(folder / "a.parquet")
    FRAME.drop(columns="geometry").to_csv(folder / "a.csv", index=False)
    book = openpyxl.Workbook()
    book.active.append(["ref", "n"])
    book.active.append(["MF-1", 1])
    book.save(folder / "a.xlsx")
    gpd.GeoDataFrame(FRAME.drop(columns="geometry")).to_file(folder / "a.ods", driver="ODS")
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in folder.glob("a.*"):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj"):
                archive.write(part, part.name)
    with zipfile.ZipFile(folder / "a.kmz", "w") as archive:
        archive.write(folder / "a.kml", "doc.kml")
    (folder / "a.maxml").write_bytes((ROOT / "tests/data/hazards.maxml").read_bytes())
    (folder / "a.gpx").write_text(
        '<?xml version="1.0"?><gpx version="1.1" creator="t" '
        'xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="39.9" lon="46.9"/></gpx>',
        encoding="utf-8",
    )
    return {p.suffix: p.read_bytes() for p in folder.glob("a.*")}


FORMATS = [".csv", ".fgb", ".geojson", ".gpkg", ".gpx", ".kml", ".kmz", ".maxml", ".ods"]
FORMATS += [".parquet", ".shp", ".xlsx", ".zip"]


@st.composite
def changes(draw):
    """Places (as a share of the file) and what is put there."""
    edit = st.tuples(st.floats(0, 1), st.sampled_from("=+-x"), st.binary(max_size=8))
    return draw(st.lists(edit, max_size=6))


def mutated(body, edits):
    data = bytearray(body)
    for share, how, new in edits:
        at = int(share * len(data))
        match how:
            case "=":
                data[at : at + len(new)] = new
            case "+":
                data[at:at] = new
            case "-":
                del data[at : at + len(new)]
            case _:
                del data[at:]
    return bytes(data)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_damaged_file_gives_a_table_or_a_clear_error(suffix, seeds, tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz")

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(changes() | st.binary(max_size=300))
    def check(edits):
        path = folder / f"a{suffix}"
        path.write_bytes(edits if isinstance(edits, bytes) else mutated(seeds[suffix], edits))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                table = read(path)
            except GeoError:
                return
        assert len(table.frame) == len(table.rows)
        assert table.geometry is None or len(table.geometry) == len(table.frame)

    check()
