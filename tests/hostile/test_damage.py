"""Damaged files: what is lost is told, as an error or as a finding, in every format."""

import json
import shutil
import sqlite3

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import GeoError, InputUnreadable
from geo.intake.readers import read
from geo.store import open_dataset, write_dataset
from geo.store.opening import DAMAGED
from tests.export.test_round_trip import dataset

COUNT = 40
BOXES = [shapely.box(46 + n / 1000, 40, 46.0005 + n / 1000, 40.001) for n in range(COUNT)]
FRAME = gpd.GeoDataFrame(
    {"name": [f"ab{n}" for n in range(COUNT)], "n": range(COUNT)}, geometry=BOXES, crs=4326
)
FORMATS = ("fgb", "gdb", "geojson", "gpkg", "kml", "parquet", "shp", "xlsx")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    for name in ("fgb", "geojson", "gpkg", "kml"):
        FRAME.to_file(folder / f"a.{name}")
    with pytest.warns(RuntimeWarning, match="Integer64"):
        FRAME.to_file(folder / "a.gdb", driver="OpenFileGDB")
    FRAME.to_parquet(folder / "a.parquet")
    FRAME.drop(columns="geometry").to_excel(folder / "a.xlsx", index=False)
    (folder / "shapefile").mkdir()
    FRAME.to_file(folder / "shapefile" / "a.shp")
    return folder


def damaged(whole, folder, name, draw):
    """Copy a file, cut off one of its parts or change a byte of it; return its path and what."""
    source = whole / "shapefile" if name == "shp" else whole / f"a.{name}"
    target = folder / source.name
    if target.is_dir():
        shutil.rmtree(target)
    (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
    parts = sorted(p for p in target.iterdir() if p.stat().st_size) if target.is_dir() else [target]
    part = parts[int(draw.integers(len(parts)))]
    data = bytearray(part.read_bytes())
    at = int(draw.integers(len(data)))
    if draw.random() < 0.4:
        del data[at:]
        what = f"{part.name} cut at {at}"
    else:
        data[at] ^= int(draw.integers(1, 256))
        what = f"{part.name} changed at {at}"
    part.write_bytes(data)
    return (target / "a.shp" if name == "shp" else target), what


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.filterwarnings("ignore")
def test_rows_and_outlines_are_there_or_their_loss_is_told(files, tmp_path, name):
    """A changed letter or digit cannot be told; a row or an outline that is gone has to be."""
    draw = np.random.default_rng(11)
    errors = 0
    for _ in range(40):
        path, what = damaged(files, tmp_path, name, draw)
        try:
            table = read(path)
        except GeoError:
            errors += 1
            continue
        if table.findings:
            continue
        assert len(table.frame) == COUNT, what
        if table.geometry is not None:
            # An outline that is gone, without a word by GDAL, is listed when rows are checked.
            assert len(table.geometry) == COUNT, what
            if name in ("geojson", "shp"):
                assert not shapely.is_missing(table.geometry).any(), what
    assert errors > 3


def test_a_shapefile_whose_index_is_short_is_refused(files, tmp_path):
    """Both its index and its table may be cut at a row, and say so: then they agree."""
    shutil.copytree(files / "shapefile", tmp_path / "s")
    index = bytearray((tmp_path / "s" / "a.shx").read_bytes())
    half = 100 + 8 * (COUNT // 2)
    index[24:28] = (half // 2).to_bytes(4, "big")
    (tmp_path / "s" / "a.shx").write_bytes(index[:half])
    with pytest.raises(InputUnreadable, match=f"lists {COUNT // 2} outlines.*holds {COUNT} rows"):
        read(tmp_path / "s" / "a.shp")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_geodatabase_whose_parts_are_short_is_refused(files, tmp_path, share):
    whole = files / "a.gdb"
    for part in sorted(whole.glob("*.gdbtabl*")):
        target = tmp_path / "a.gdb"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(whole, target)
        data = part.read_bytes()
        (target / part.name).write_bytes(data[: int(len(data) * share)])
        with pytest.raises(InputUnreadable, match=part.name):
            read(target)


def test_text_that_is_cut_is_told(tmp_path):
    feature = {"type": "Feature", "properties": {"name": "mines\0 removed"},
               "geometry": {"type": "Point", "coordinates": [46, 40]}}  # fmt: skip
    plain = feature | {"properties": {"name": r"a path\u0000 in words"}}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature, plain]}))
    table = read(path)
    assert table.frame["name"][0] == "mines"  # GDAL's doing
    assert [(f.rule.code, f.message) for f in table.findings] == [
        ("text-cut", "1 time(s) U+0000 in texts")
    ]
    path = tmp_path / "a.gpkg"
    FRAME.to_file(path)
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE a SET name = 'mines' || char(0) || ' removed' WHERE n = 3")
    connection.close()
    assert [(f.rule.code, f.column) for f in read(path).findings] == [("text-cut", "name")]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    rows = [
        {"hazard_id": f"H{n}", "classification": "confirmed", "support": "surveyed_polygon",
         "geometry": shapely.MultiPolygon([box])}
        for n, box in enumerate(BOXES)
    ]  # fmt: skip
    return write_dataset(dataset("hazard_areas", rows), tmp_path_factory.mktemp("b") / "d.gpkg")


def coordinate(data, number):
    """Return where the first latitude of a hazard lies in the file."""
    return data.index(shapely.get_coordinates(BOXES[number])[0].tobytes()) + 8


@pytest.mark.parametrize("byte", [0, 3, 6, 7])
def test_a_changed_byte_of_a_hazard_is_told(built, tmp_path, byte):
    """Before, it moved the hazard by metres or away from the globe, without a word."""
    path = tmp_path / "d.gpkg"
    data = bytearray(built.read_bytes())
    data[coordinate(data, 7) + byte] ^= 0x55
    path.write_bytes(data)
    findings = open_dataset(path)["findings"]
    (told,) = findings[findings["code"] == DAMAGED.code].to_dict("records")
    assert (told["layer"], told["level"]) == ("hazard_areas", "error")
    done = CliRunner().invoke(main, ["layers", "list", str(path)])
    assert done.exit_code == 1
    assert "damaged" in done.stderr
    done = CliRunner().invoke(main, ["check", str(path)])
    assert done.exit_code == 1
    assert DAMAGED.code in done.output


def test_a_hazard_that_is_no_geometry_any_more_is_listed(built, tmp_path):
    path = tmp_path / "d.gpkg"
    shutil.copy(built, path)
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE hazard_areas SET geom = substr(geom, 1, 60) WHERE fid = 3")
        # As versions did that wrote no checksums.
        (text,) = connection.execute("SELECT metadata FROM gpkg_metadata").fetchone()
        about = json.loads(text)
        del about["clearanceAtlasChecksums"]
        connection.execute("UPDATE gpkg_metadata SET metadata = ?", (json.dumps(about),))
    connection.close()
    opened = open_dataset(path)
    assert {"unreadable-geometry", DAMAGED.code} <= set(opened["findings"]["code"])
    assert len(opened["hazard_areas"]) == COUNT


def test_any_changed_byte_of_a_row_is_told(built, tmp_path):
    whole = open_dataset(built)
    draw = np.random.default_rng(5)
    path = tmp_path / "d.gpkg"
    data = built.read_bytes()
    # Most of the file is styles and descriptions: every third byte is of an outline.
    outlines = [coordinate(data, n) + draw.integers(0, 70) for n in range(COUNT - 1)]
    told = 0
    for at in [*draw.integers(100, len(data), 40), *draw.choice(outlines, 20)]:
        changed = bytearray(data)
        changed[at] ^= int(draw.integers(1, 256))
        path.write_bytes(changed)
        try:
            opened = open_dataset(path)
        except GeoError:
            told += 1
            continue
        if {DAMAGED.code, "edited-layer"} & set(opened["findings"]["code"]):
            told += 1
            continue
        for name, frame in whole.tables.items():
            assert frame.equals(opened[name]), (name, at)
    assert told > 5
