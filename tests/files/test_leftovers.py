"""What a killed program left of a write goes with the next write; what others write stays."""

import os
import platform
import signal
import stat
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from geo.files import replacing, working_folder

HANG = """
import sys, time
from pathlib import Path
from geo.files import replacing, working_folder
with replacing(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half")
    print(temporary.name, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def writer(tmp_path):
    """Another program in the middle of its write, and the name of its temporary file."""
    path = tmp_path / "karabakh.gpkg"
    command = [sys.executable, "-c", HANG, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        yield path, run, run.stdout.readline().strip()
        run.kill()


def write(path, content=b"new"):
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_what_a_killed_program_left_goes_with_the_next_write_of_that_file(writer):
    path, run, left = writer
    run.send_signal(signal.SIGKILL)
    run.wait()
    write(path.with_name("other.gpkg"))
    write(path.with_suffix(".html"))
    assert left in names(path.parent)
    write(path)
    assert names(path.parent) == ["karabakh.gpkg", "karabakh.html", "other.gpkg"]
    assert path.read_bytes() == b"new"


def test_what_a_running_program_writes_stays(writer):
    path, _, other = writer
    os.utime(path.parent / other, (0, 0))  # however long ago it last wrote
    write(path)
    assert names(path.parent) == sorted([other, "karabakh.gpkg"])


def test_two_writes_of_one_program_do_not_disturb_each_other(tmp_path):
    path = tmp_path / "a.csv"
    with replacing(path) as first:
        first.write_bytes(b"first")
        write(path, b"second")
        assert path.read_bytes() == b"second"
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == ["a.csv"]


def test_of_another_machine_only_what_is_long_abandoned_goes(tmp_path):
    theirs = f"{zlib.crc32(b'not ' + platform.node().encode()):08x}"
    new, old = (tmp_path / f".a-{theirs}-1-abcdefg{n}.csv" for n in "12")
    people = [tmp_path / ".a-original.csv", tmp_path / f".a-b-{theirs}-1-abcdefgh.csv"]
    for path in (new, old, *people):
        path.write_bytes(b"")
    for path in (old, *people):
        os.utime(path, (0, 0))
    write(tmp_path / "a.csv")
    assert names(tmp_path) == sorted(["a.csv", new.name, *(p.name for p in people)])


FOLDERS = """
import sys, time
from pathlib import Path
from geo.files import working_folder
with working_folder() as one, working_folder(Path(sys.argv[1])) as other:
    for folder in (one, other):
        (folder / "half").write_bytes(b"half")
        print(folder, flush=True)
    time.sleep(600)
"""


def test_folders_of_a_killed_program_go_with_the_next_one(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp" / "atlas-somebody").mkdir(parents=True)
    path = tmp_path / "a.tif"
    command = [sys.executable, "-c", FOLDERS, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        left = [Path(run.stdout.readline().strip()) for _ in range(2)]
        assert [f.parent for f in left] == [tmp_path / "tmp", tmp_path]
        assert [stat.S_IMODE(f.stat().st_mode) for f in left] == [0o700, 0o700]
        with working_folder(), working_folder(path):
            assert all(f.is_dir() for f in left)  # that program is at work
        run.kill()
    outside = tmp_path / "outside"
    outside.mkdir()
    name = left[0].name
    link = left[0].with_name(f"{name[:-8]}abcdefgh")
    link.symlink_to(outside)
    with working_folder() as one, working_folder(path) as other:
        assert not any(f.exists() for f in left)
        assert names(tmp_path / "tmp") == sorted(["atlas-somebody", one.name])
        assert other.name in names(tmp_path)
    assert names(tmp_path) == ["outside", "tmp"]
    assert not link.is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_a_new_file_may_be_read_by_whom_the_system_lets(tmp_path, mask):
    path = tmp_path / "a.csv"
    before = os.umask(mask)
    try:
        write(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
        # One that is replaced says itself who may.
        path.chmod(0o640)
        write(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    finally:
        os.umask(before)
