"""No request is made: every reader, every command and every export, before a kernel that watches.

The attacks are harmless: where one came through, the process would end, and nothing was sent.
"""

import json
import os
import re
import signal
import subprocess
import sys

import pytest

from geo.export.formats import FORMATS
from geo.intake.readers import _READERS
from tests.conftest import ROOT
from tests.hostile import tricky
from tests.hostile.guard import can_guard
from tests.hostile.verbs import EXPORTS, NETWORK, VERBS, leaves, words_of

pytestmark = pytest.mark.skipif(not can_guard(), reason="only Linux ends who asks for a network")
# Nobody listens there: what is asked for never leaves this machine.
ADDRESS = "http://127.0.0.1:9"
SERVER = "postgresql://nobody:secret@127.0.0.1:9/nothing"


def follow(jobs, folder):
    """Do jobs in guarded processes; return how each ended, and what was asked and started."""
    ends, told = {}, {}
    left = [[name, [str(w) for w in words]] for name, words in jobs]
    log = folder / "log"
    # A command that ran in this process has confined GDAL in its environment.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GDAL_", "CPL_", "OGR_"))}
    while left:
        log.unlink(missing_ok=True)
        (folder / "jobs.json").write_text(json.dumps(left))
        run = subprocess.run(
            [sys.executable, "-m", "tests.hostile.guard", log, folder / "jobs.json"],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=1200,
        )  # fmt: skip
        for line in log.read_text().splitlines():
            kind, _, text = line.partition(" ")
            if kind == "begin":
                name = text
            elif kind == "end":
                ends[name] = text.removeprefix(f"{name} ")
            else:
                told.setdefault(name, []).append(line)
        if run.returncode:
            assert run.returncode == -signal.SIGSYS, run.stderr[-2000:]
            ends[name] = "asked the kernel for a network"
        left = left[[n for n, _ in left].index(name) + 1 :]
    return ends, told


def test_every_command_has_a_row():
    assert {name for name, _ in leaves()} == set(VERBS)
    assert set(EXPORTS) == set(FORMATS)
    assert set(NETWORK) < set(VERBS)


def test_the_guard_ends_who_asks(tmp_path):
    linked = {"type": "link", "properties": {"href": f"{ADDRESS}/crs", "type": "proj4"}}
    path = tmp_path / "linked.geojson"
    path.write_text(json.dumps(tricky.collection(tricky.POINT, ADDRESS, crs=linked)))
    jobs = [
        ("a name by Python", ["ask", "python", "nowhere.invalid"]),
        ("an address by GDAL", ["ask", "gdal", path]),
        ("a harmless command", ["layers", "describe", "hazard_areas"]),
    ]
    ends, told = follow(jobs, tmp_path)
    assert list(ends.values()) == ["asked the kernel for a network"] * 2 + ["0"]
    assert [line.split()[1] for line in told["a name by Python"]] == ["socket.getaddrinfo"]
    assert list(told) == ["a name by Python"]


@pytest.mark.filterwarnings("ignore:Dataset has no geotransform")
def test_no_reader_command_or_export_asks_for_a_network(tmp_path):
    read, names = tricky.everything(tmp_path, ADDRESS)
    assert {p.suffix for p in read} >= set(_READERS) - {
        ".gdb", ".geojsonl", ".geojsons", ".geoparquet", ".jsonl", ".ndjson", ".tsv", ".xlsm",
        ".xml", ".zip",
    }  # fmt: skip
    jobs = [(f"read {path.name}", ["read", path]) for path in read]
    jobs.append(("build before", ["build", names["folder"], "-o", names["dataset"]]))
    for verb in VERBS:
        out = tmp_path / "out" / verb.replace(" ", "-")
        jobs.append((verb, words_of(verb, out=out, address=SERVER, **names)))
    # Control points whose reference system is an address; and what was written, read again.
    words = words_of("records georeference", out=tmp_path / "other", **names)
    jobs.append(("a CRS by address", [w for w in words if w not in ("--crs", "EPSG:32638")]))
    for file in (
        "csv/hazard_areas.csv", "fgb/hazard_areas.fgb", "geojson/hazard_areas.geojson",
        "kml/exercise.kml", "kmz/exercise.kmz", "maxml/exercise.maxml",
        "parquet/hazard_areas.parquet", "shp/hazard_areas.shp.zip",
    ):  # fmt: skip
        jobs.append((f"read {file}", ["read", tmp_path / "out" / f"export-{file}"]))
    ends, told = follow(jobs, tmp_path)
    asked = {name for name, end in ends.items() if "asked the kernel" in end}
    # Those three need one, and so show that the guard would have ended any other.
    assert asked <= set(NETWORK), asked
    assert set(told) <= set(NETWORK), told
    assert {"sources check", "export postgis"} <= {*asked, *told}
    ended = {name: end for name, end in ends.items() if name not in NETWORK}
    assert ended.pop("a CRS by address") == "3"
    good = re.compile(r"0|1|rows [1-9]\d*")  # 1: there are findings
    refused = {name for name, end in ended.items() if good.fullmatch(end) is None}
    assert refused == {"read linked.geojson", "read entity.maxml", "read parameter.maxml"}, ended
