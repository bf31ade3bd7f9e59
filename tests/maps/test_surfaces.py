"""Rasters in classes: none made up, and nothing drawn where there is no data."""

import base64
import subprocess
import sys

import numpy as np
import pytest
import rasterio
from rasterio.io import MemoryFile

from geo.errors import GeoError, InputUnreadable
from geo.intake.folder import read_dataset
from geo.maps import render_map
from geo.maps.overlays import Surface, embed
from geo.model.sources import number_sources
from geo.raster.band import band_of
from geo.raster.classed import NOTHING, classify
from tests.cli.test_cli import atlas
from tests.conftest import ROOT
from tests.raster.made import north_up, write

HERE = north_up(47, 40.1, 0.005)


def test_no_class_is_made_up(tmp_path):
    codes = np.random.default_rng(3).choice([10, 20, 90], (20, 20)).astype("uint8")
    codes[0] = 255
    path = write(tmp_path / "c.tif", codes, HERE, nodata=255, tags={"KIND": "class"})
    made = classify(band_of(path))
    assert made.labels == ["10", "20", "90"]
    assert set(np.unique(made.codes)) == {0, 1, 2, NOTHING}
    share = [(made.codes == k).sum() / (made.codes != NOTHING).sum() for k in range(3)]
    true = [(codes == k).sum() / (codes != 255).sum() for k in (10, 20, 90)]
    assert share == pytest.approx(true, abs=0.03)


def test_amounts_are_in_the_class_that_the_legend_says(tmp_path):
    people = np.round(np.random.default_rng(4).gamma(0.4, 300, (30, 30)))
    made = classify(band_of(write(tmp_path / "p.tif", people, HERE)))
    assert made.labels[0] == "0"
    assert len(made.labels) == len(made.colours) == len(set(made.colours)) <= 7
    for colour in made.colours:  # neither green nor red
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        assert green <= max(red, blue) + 1
        assert not (red > 180 and green < 100 and blue < 100)
    assert not made.reduced
    assert made.cell_m == pytest.approx(0.005 * (111_035 * 85_300) ** 0.5, rel=2e-3)
    one = np.full((5, 5), 7.0)
    assert classify(band_of(write(tmp_path / "one.tif", one, HERE))).labels == ["7 – 7"]
    none = np.zeros((5, 5))
    assert classify(band_of(write(tmp_path / "none.tif", none, HERE))).labels[0] == "0"


def test_a_large_raster_is_drawn_in_larger_cells_and_says_so(tmp_path):
    codes = np.ones((3, 9000), "uint8")
    path = write(tmp_path / "wide.tif", codes, north_up(47, 40, 0.0001), tags={"KIND": "class"})
    made = classify(band_of(path))
    assert made.reduced
    assert max(made.codes.shape) <= 2048
    # Every third cell in both directions, of 11.1 m by 8.5 m.
    assert made.cell_m == pytest.approx(3 * (11.1 * 8.53) ** 0.5, rel=0.5)
    assert made.cell_m > 25


@pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")
def test_the_picture_has_a_palette_and_is_clear_without_data(tmp_path, karabakh):
    codes = np.uint8([[1, 2], [2, 255]])
    path = write(tmp_path / "c.tif", codes, HERE, nodata=255, tags={"KIND": "class"})
    row = embed(Surface(path), number_sources(karabakh["sources"]))
    data = base64.b64decode(row["png"].partition(",")[2])
    assert data[25] == 3  # a palette (PNG, colour type)
    with MemoryFile(data) as file, file.open() as picture:
        assert picture.colormap(1)[NOTHING][3] == 0
        assert picture.colormap(1)[0][3] == 255
    assert row["source"] is None
    assert row["credit"] == "source not stated, date not stated"


def test_what_cannot_be_drawn_is_refused(tmp_path, karabakh):
    numbers = number_sources(karabakh["sources"])
    empty = write(tmp_path / "e.tif", np.full((4, 4), -1.0), HERE, nodata=-1)
    with pytest.raises(InputUnreadable, match="no cell has data"):
        embed(Surface(empty), numbers)
    many = write(tmp_path / "m.tif", np.arange(36.0).reshape(6, 6), HERE, tags={"KIND": "class"})
    with pytest.raises(InputUnreadable, match="36 classes"):
        embed(Surface(many), numbers)
    with pytest.raises(GeoError):
        Surface(many, opacity=7)
    with pytest.raises(GeoError):
        embed(Surface(many, "nobody"), numbers)


def test_a_raster_of_the_manifest(small, tmp_path):
    folder = small()
    write(folder / "people.tif", np.arange(25.0).reshape(5, 5), HERE, unit="people")
    manifest = folder / "dataset.toml"
    text = manifest.read_text("utf-8")
    manifest.write_text(
        text + "\n[[rasters]]\nfile = 'people.tif'\nsource = 's1'\ntitle = 'Who lives here'\n"
        "[[rasters]]\nfile = 'people.tif'\nsource = 'nobody'\n",
        "utf-8",
    )
    read = read_dataset(folder)
    assert [one.title for one in read.meta.rasters] == ["Who lives here"]
    assert "unusable-overlay" in set(read["findings"]["code"])
    assert render_map(read) == render_map(read)
    assert atlas("build", folder).exit_code == 0
    page = tmp_path / "map.html"
    assert atlas("map", folder.with_suffix(".gpkg"), "-o", page).exit_code == 0
    (folder / "people.tif").unlink()
    said = atlas("map", folder.with_suffix(".gpkg"), "-o", page, "--overwrite")
    assert said.exit_code == 3
    assert "keep its folder" in said.stderr
    manifest.write_text(text + "\n[[rasters]]\nfile = 'gone.tif'\nsource = 's1'\n", "utf-8")
    with pytest.raises(GeoError, match=r"gone\.tif"):
        read_dataset(folder)


def test_the_option(small, tmp_path):
    path = write(tmp_path / "p.tif", np.ones((5, 5)), HERE, tags={"SOURCE": "Invented"})
    page = tmp_path / "map.html"
    assert atlas("map", small(), "-o", page, "--raster", path).exit_code == 0
    assert atlas("map", small(), "-o", page, "--overwrite", "--raster", tmp_path).exit_code == 3
    # In a process of its own, in which GDAL has only the formats that the command needs.
    words = ["map", small(), "-o", page, "--overwrite", "--raster", path]
    run = subprocess.run(
        [sys.executable, "-m", "geo.cli.main", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert run.returncode == 0, run.stderr
    with rasterio.open(path) as file:
        assert file.count == 1
