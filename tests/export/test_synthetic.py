"""What is invented says so in every row that leaves."""

import zipfile
from pathlib import Path

import pyogrio
import pytest

from geo.dataset import read_dataset
from geo.export.formats import FORMATS
from geo.schema import LAYERS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def exercise():
    return read_dataset(ROOT / "layers" / "exercise")


def _text(path):
    """All that a file says, packed or not."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return path.read_bytes()


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "pmtiles"])
def test_every_file_says_so(exercise, tmp_path, form):
    paths = FORMATS[form].write(exercise, tmp_path)
    assert paths
    for path in paths:
        if path.stem in LAYERS and not len(exercise[path.stem]):
            continue  # a file without rows
        assert b"synthetic" in _text(path).lower(), path


@pytest.mark.parametrize("form", ["geojson", "geojsonl", "fgb"])
def test_every_feature_says_so(exercise, tmp_path, form):
    for path in FORMATS[form].write(exercise, tmp_path):
        if not len(exercise[path.stem]):
            continue
        read = f"GeoJSONSeq:{path}" if form == "geojsonl" else path
        said = pyogrio.read_dataframe(read)["synthetic"]
        assert len(said)
        assert said.eq("synthetic: invented, not real").all()


def test_what_is_real_does_not(karabakh, tmp_path):
    for path in FORMATS["csv"].write(karabakh, tmp_path, layers=["accidents", "sources"]):
        assert "synthetic" not in path.read_text("utf-8").splitlines()[0]
