"""What other programs leave beside a GeoPackage: never played into a new one."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

from geo.errors import InputUnreadable, WriteFailed
from geo.intake.folder import read_dataset
from geo.intake.readers import read
from geo.intake.readers.sqlite import open_database
from geo.store import open_dataset, write_dataset
from tests.conftest import ROOT, needs_program


@pytest.fixture
def dataset(small):
    return read_dataset(small())


@pytest.fixture
def file(dataset, tmp_path):
    (tmp_path / "out").mkdir()
    return write_dataset(dataset, tmp_path / "out" / "d.gpkg")


def in_wal(path):
    """Have another program open that changed a source and did not yet close the file."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("UPDATE sources SET title = 'XX ' || title")
    connection.commit()
    return connection


def abandoned(path):
    """The same, of a program that died."""
    other = path.with_name("other.gpkg")
    other.write_bytes(path.read_bytes())
    with closing(in_wal(other)):
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).write_bytes(
                (other.parent / f"other.gpkg{end}").read_bytes()
            )


def test_changes_of_a_dead_program_are_not_played_into_a_new_file(dataset, file):
    abandoned(file)
    assert open_dataset(file)["sources"]["title"].str.startswith("XX ").all()
    write_dataset(dataset, file, overwrite=True)
    assert [p.name for p in file.parent.glob("d.gpkg*")] == ["d.gpkg"]
    assert open_dataset(file)["sources"]["title"].tolist() == dataset["sources"]["title"].tolist()
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_file_that_another_program_has_open_is_not_replaced(dataset, file):
    with closing(in_wal(file)):
        with pytest.raises(WriteFailed, match="another program"):
            write_dataset(dataset, file, overwrite=True)
        assert open_dataset(file)["sources"]["title"].str.startswith("XX ").all()
    write_dataset(dataset, file, overwrite=True)


def test_a_damaged_file_is_replaced_with_all_that_lies_beside(dataset, file):
    file.write_bytes(b"no database")
    for end in ("-wal", "-shm", "-journal"):
        file.with_name(file.name + end).write_bytes(b"no journal")
    write_dataset(dataset, file, overwrite=True)
    assert [p.name for p in file.parent.glob("d.gpkg*")] == ["d.gpkg"]
    assert len(open_dataset(file)["sources"]) == len(dataset["sources"])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_file_in_wal_mode_is_read_where_nothing_can_be_written(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    file.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert len(open_dataset(file)["sources"])
    finally:
        file.parent.chmod(stat.S_IRWXU)


@needs_program("unshare", "util-linux")
@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("left", [False, True])
def test_a_read_only_disc(file, mode, left):
    """The folder mounted so that nothing can be written, for the time of a process."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA journal_mode = {mode}")
    if left:
        file.with_name("d.gpkg-wal").write_bytes(b"changes")
    mount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && ! touch "$1/x" 2>/dev/null'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", f'{mount} || exit 99; "$2" -m geo.cli.main layers list "$3"',
         "sh", file.parent, sys.executable, file],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == 99:
        pytest.skip("this machine lets nobody mount")
    assert done.returncode == (3 if left else 0), done.stderr
    if left:
        assert "d.gpkg-wal" in done.stderr
        assert "not a GeoPackage" not in done.stderr
    else:
        assert "sources" in done.stdout


def folder_of(file):
    return {p.name: p.read_bytes() for p in file.parent.iterdir()}


def both(file):
    """Open as a dataset, and read as a delivery; return what each of them says."""
    said = []
    for door in (open_dataset, lambda path: read(path, layer="districts")):
        with pytest.raises(InputUnreadable) as error:
            door(file)
        said.append(str(error.value))
        assert error.value.hint
        assert "not a GeoPackage" not in said[-1]
    return said


@pytest.mark.parametrize("how", ["BEGIN EXCLUSIVE", "WAL"])
def test_a_file_that_another_program_is_writing_is_called_so(dataset, file, how, monkeypatch):
    monkeypatch.setattr("geo.intake.readers.sqlite._WAITS", 0.05)
    before = file.read_bytes()
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        if how == "WAL":
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("PRAGMA journal_mode = WAL")
            other.execute("UPDATE sources SET title = 'x'")
        else:
            other.execute(how)
        for said in both(file):
            assert "is open in another program" in said
            assert "close it there (QGIS" in said
        with pytest.raises(WriteFailed, match="is open in another program"):
            write_dataset(dataset, file, overwrite=True)
    assert how == "WAL" or file.read_bytes() == before


def test_a_file_with_a_write_begun_elsewhere_is_read_as_it_was_and_not_replaced(dataset, file):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE sources SET title = 'half'")
        assert "half" not in set(open_dataset(file)["sources"]["title"])
        assert len(read(file, layer="districts").frame) == 2
        with pytest.raises(WriteFailed, match="is open in another program"):
            write_dataset(dataset, file, overwrite=True)
        other.execute("COMMIT")
    assert set(open_dataset(file)["sources"]["title"]) == {"half"}
    write_dataset(dataset, file, overwrite=True)


def test_all_of_a_file_is_read_in_one_state(file):
    with open_database(file) as connection:
        (first,) = connection.execute("SELECT title FROM sources").fetchone()
        with closing(sqlite3.connect(file, timeout=0.05, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("UPDATE sources SET title = 'later'")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("COMMIT")
            assert connection.execute("SELECT title FROM sources").fetchone() == (first,)
            other.execute("ROLLBACK")


def test_nothing_is_left_beside_a_file_in_wal_mode(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    before = folder_of(file)
    assert list(before) == ["d.gpkg"]
    assert len(open_dataset(file)["sources"])
    assert len(read(file, layer="districts").frame) == 2
    assert folder_of(file) == before


def test_a_file_in_wal_mode_that_changes_while_it_is_read_is_not_believed(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")

    def read_while_another_writes():
        with open_database(file), closing(sqlite3.connect(file)) as other:
            other.execute("UPDATE sources SET title = 'later'")
            other.commit()

    with pytest.raises(InputUnreadable, match="while it was read"):
        read_while_another_writes()


HALF = """
import os, sqlite3, sys
other = sqlite3.connect(sys.argv[1], isolation_level=None)
other.execute("PRAGMA cache_size = 1")
other.execute("BEGIN")
other.execute("CREATE TABLE large (a)")
other.execute(
    "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
    "INSERT INTO large SELECT randomblob(500) FROM n"
)
other.execute("UPDATE sources SET title = 'half'")
other.execute("UPDATE claims SET paraphrase = 'half'")
os.kill(os.getpid(), 9)
"""


def test_a_journal_of_a_program_that_was_killed_is_called_so(dataset, file):
    whole = file.read_bytes()
    subprocess.run([sys.executable, "-c", HALF, file], check=False)
    half = folder_of(file)
    assert set(half) == {"d.gpkg", "d.gpkg-journal"}
    assert half["d.gpkg"] != whole
    for said in both(file):
        assert "was stopped in the middle of writing it; d.gpkg-journal" in said
    assert folder_of(file) == half
    with closing(sqlite3.connect(file)) as other:  # as the hint says
        other.execute("SELECT * FROM sources").fetchone()
    assert file.read_bytes() == whole
    assert len(open_dataset(file)["sources"])


def test_changes_beside_a_file_that_took_anothers_place_are_called_so(dataset, file):
    whole = file.read_bytes()
    abandoned(file)
    file.write_bytes(whole)  # a copy of a new build, put over the old one
    before = folder_of(file)
    for said in both(file):
        assert "d.gpkg-wal beside it holds changes of another file" in said
        assert "Delete d.gpkg-wal and d.gpkg-shm" in said
    assert folder_of(file) == before
    # By SQLite alone they are played in.
    with closing(sqlite3.connect(file)) as other:
        (title,) = other.execute("SELECT title FROM sources").fetchone()
    assert title.startswith("XX ")


def test_a_journal_that_a_program_keeps_for_later_disturbs_nobody(file):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = PERSIST")
        other.execute("UPDATE sources SET title = 'kept'")
        assert file.with_name("d.gpkg-journal").exists()
    assert set(open_dataset(file)["sources"]["title"]) == {"kept"}


def test_a_file_that_may_not_be_read_is_called_so(file, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(file), "open", refuse)
    with pytest.raises(InputUnreadable, match="Permission denied"), open_database(file):
        pass
