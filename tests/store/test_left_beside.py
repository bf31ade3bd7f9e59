"""What other programs leave beside a GeoPackage: never played into a new one."""

import os
import sqlite3
import stat
from contextlib import closing

import pytest

from geo.errors import InputUnreadable, WriteFailed
from geo.intake.folder import read_dataset
from geo.intake.readers.sqlite import open_database
from geo.store import open_dataset, write_dataset


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


def test_a_read_only_disc(file, monkeypatch):
    """The same by a `connect` that fails as SQLite does there, unless asked to take it as fixed."""
    real = sqlite3.connect

    class OnDisc(sqlite3.Connection):
        def execute(self, *_):
            raise sqlite3.OperationalError("unable to open database file")

    def connect(address, **options):
        options |= {} if "immutable=1" in address else {"factory": OnDisc}
        return real(address, **options)

    monkeypatch.setattr(sqlite3, "connect", connect)
    assert len(open_dataset(file)["sources"])
    file.with_name("d.gpkg-wal").write_bytes(b"changes")
    with pytest.raises(InputUnreadable, match="gpkg-wal"), open_database(file):
        pass
