"""No room left, and files too large to hold: an error that says so, and the old files whole."""

import resource
import signal
from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from geo.cli.main import main
from geo.errors import InputUnreadable
from geo.intake.readers import read
from tests.conftest import ROOT

EXERCISE = ROOT / "layers" / "exercise"
FORMATS = ("csv", "fgb", "geojson", "geojsonl", "gpkg", "kml", "kmz", "maxml", "parquet")
FORMATS += ("pmtiles", "shp", "xlsx")
_OUT = ("-o", "{out}.html", "--overwrite")
COMMANDS = {
    "build": ["build", str(EXERCISE), "-o", "{out}.gpkg", "--overwrite"],
    "map": ["map", "{dataset}", "-o", "{out}.html", "--overwrite"],
    "compare": ["compare", "{dataset}", "--from", "2021-01-01", "--to", "2022-01-01", *_OUT],
    "check": ["check", "{dataset}", "-o", "{out}.gpkg", "--overwrite"],
    "release": ["release", "{dataset}", "-o", "{out}", "--overwrite"],
    **{form: ["export", form, "{dataset}", "-o", "{out}", "--overwrite"] for form in FORMATS},
}


@contextmanager
def no_room(size):
    """The system fails the write of any file beyond `size` bytes, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    path = tmp_path_factory.mktemp("full") / "exercise.gpkg"
    assert CliRunner().invoke(main, ["build", str(EXERCISE), "-o", str(path)]).exit_code == 0
    return path


def files(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_writes(name, built, tmp_path):
    arguments = [part.format(dataset=built, out=tmp_path / "out") for part in COMMANDS[name]]
    fine = CliRunner().invoke(main, arguments)
    assert fine.exit_code == (1 if name == "check" else 0), fine.output  # 1: findings
    before = files(tmp_path)
    assert max(map(len, before.values())) > 1500
    # Hardly any room, and room for all but the last byte.
    for size in (1000, max(map(len, before.values())) - 1):
        with no_room(size):
            run = CliRunner().invoke(main, arguments)
        assert run.exit_code == 3, (size, run.output, run.exception)
        assert "error: " in run.output
        assert files(tmp_path) == before


MAGIC = {
    "csv": b"hazard_id,name\n",
    "geojson": b'{"type": "FeatureCollection", "features": [',
    "geojsonl": b'{"type": "Feature"}\n',
    "kml": b"<?xml version='1.0'?><kml>",
    "gpx": b"<?xml version='1.0'?><gpx>",
    "maxml": b"<?xml version='1.0'?><maXML>",
    "gpkg": b"SQLite format 3\0",
    "fgb": b"fgb\x03fgb\x00",
    "shp": b"\0\0\x27\x0a",
    "parquet": b"PAR1",
    "xlsx": b"PK\x03\x04",
    "ods": b"PK\x03\x04",
    "kmz": b"PK\x03\x04",
    "zip": b"PK\x03\x04",
}


@pytest.mark.parametrize("suffix", MAGIC)
def test_two_gigabytes_of_nothing(suffix, tmp_path):
    path = tmp_path / f"large.{suffix}"
    with path.open("wb") as file:
        file.write(MAGIC[suffix])
        file.truncate(2**31)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputUnreadable, match=path.name) as error:
        read(path)
    assert error.value.hint
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB
