"""Two imports at once, a killed one, a full disk: the old files stay whole."""

import subprocess
import sys

import pytest

from geo.errors import (
    WriteFailed,
)
from geo.intake.deliveries.lock import LOCK
from geo.intake.folder import read_dataset
from tests.conftest import ROOT
from tests.intake.deliveries.made import deliver, polygons

_HOLDING = """
import os, sys
from pathlib import Path
from geo.intake.deliveries import lock

with lock.lock_folder(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_imports_at_once(folder, tmp_path):
    file = polygons(tmp_path / "h.geojson", ["a"])
    before = {p.name for p in folder.iterdir() if p.is_file()}
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(WriteFailed, match="another import"):
            deliver(folder, file)
        (lock,) = {p.name for p in folder.iterdir() if p.is_file()} - before
    finally:
        holder.kill()
        holder.communicate()
    # The dead program left its lock behind; that stops nobody.
    assert (folder / lock).is_file()
    assert len(deliver(folder, file).merged.added) == 1
    assert not (folder / lock).exists()


def test_a_lock_of_another_machine_is_respected(folder, tmp_path):
    (folder / LOCK).write_text("1 another-machine", encoding="utf-8")
    with pytest.raises(WriteFailed, match="another import") as error:
        deliver(folder, polygons(tmp_path / "h.geojson", ["a"]))
    assert LOCK in error.value.hint


_CUT_SHORT = """
import os, resource, signal, sys
from geo.intake.deliveries import stored
from geo.intake.deliveries.lock import LOCK
from geo.intake.deliveries.run import import_delivery

def written(*_):
    if sys.argv[3] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return iter(["{}"] * 2)

if sys.argv[3] == "killed":
    stored.json_objects = written
else:  # a file may not grow beyond this: the system fails the write as a full disk does
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
try:
    import_delivery(sys.argv[1], [sys.argv[2]], day="2024-02-01")
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.parametrize("how", ["killed", "full"])
def test_an_import_cut_short_by_the_system_leaves_the_old_files_whole(folder, tmp_path, how):
    deliver(folder, polygons(tmp_path / "h.geojson", ["a", "b"]))
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    file = polygons(tmp_path / "h.geojson", ["a", "c"])
    run = subprocess.run(
        [sys.executable, "-c", _CUT_SHORT, str(folder), str(file), how],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert run.returncode == (-9 if how == "killed" else 0)
    assert run.stdout.startswith("WriteFailed") is (how == "full"), run.stdout + run.stderr
    assert {n: (folder / n).read_bytes() for n in before} == before
    assert deliver(folder, file).merged.retired == ["b"]


@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_full_disk_leaves_the_old_files_whole(folder, tmp_path, monkeypatch, write):
    deliver(folder, polygons(tmp_path / "h.geojson", ["a", "b"]))
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    calls = []
    import geo.files

    real = geo.files.sync

    def full(path):
        calls.append(path)
        if len(calls) == 2 * write - 1:  # each file is synced, then its folder
            raise OSError(28, "No space left on device")
        real(path)

    monkeypatch.setattr(geo.files, "sync", full)
    polygons(tmp_path / "p.geojson", ["p"])
    with pytest.raises(WriteFailed, match="No space"):
        deliver(folder, tmp_path / "p.geojson", source="partner")
    monkeypatch.undo()
    after = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    assert not [name for name in after if name.startswith(".")]
    # Whatever was written is whole, and importing again completes it.
    assert after["dataset.toml"] == before["dataset.toml"]
    read_dataset(folder)
    deliver(folder, tmp_path / "p.geojson", source="partner")
    rows = read_dataset(folder)["hazard_areas"]
    assert rows["hazard_id"].tolist() == ["a", "b", "p"]
    assert rows["retired"].isna().all()
    assert len(read_dataset(folder)["sources"]) == 2
