"""SQLite databases, as GeoPackages are: opened to read, whatever other programs do with them.

Nothing is written, neither to the file nor beside it, and all that is read in one block is of one
state of the file. Where that cannot be had, the reason is told by its name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from geo.errors import InputUnreadable

_WAITS = 2.0  # seconds for another program
# What https://www.sqlite.org/fileformat.html says of a database's header, and of a journal's.
_VERSION, _LEGACY, _WRITE_AHEAD = 18, b"\1", b"\2"
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")


@contextmanager
def open_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to read, for the time of a block; all of the block sees the same state.

    A file in write-ahead mode that nobody has open is read as it is, without the two files that
    SQLite would make beside it; also on a disc, where they cannot be made.

    Raises
    ------
    InputUnreadable
        If another program is writing it, was stopped in the middle of that, or left changes
        beside it that cannot be read or are of another file.
    sqlite3.Error
        If it is no database or is damaged.
    """
    _check_beside(path)
    address = path.resolve().as_uri()
    if _is_unused(path):
        before = _state(path)
        with closing(sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)) as connection:
            yield connection
        if _state(path) != before or not _is_unused(path):
            raise InputUnreadable(
                f"{path}: another program changed it while it was read", "Try again."
            )
        return
    with closing(
        sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=_WAITS, isolation_level=None)
    ) as connection:
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            raise _named(path, error) from None
        yield connection


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether an error says that another program has the database."""
    return getattr(error, "sqlite_errorname", "").startswith(_BUSY)


def beside(path: Path, ending: str) -> Path:
    """Return the name of a file that SQLite keeps beside a database: ``-wal``, ``-journal``."""
    return path.with_name(f"{path.name}-{ending}")


def _check_beside(path: Path) -> None:
    """Refuse a file beside which changes lie that would be played into it, and are not its own."""
    changes = beside(path, "wal")
    if _version(path) == _LEGACY and _holds(changes):
        raise InputUnreadable(
            f"{path}: {changes.name} beside it holds changes of another file, which was in its "
            "place before; programs would play them into this one",
            f"Delete {changes.name} and {beside(path, 'shm').name}, if this is the file you mean.",
        )


def _is_unused(path: Path) -> bool:
    """Tell whether a file is in write-ahead mode and no program has it open or left changes."""
    return _version(path) == _WRITE_AHEAD and not (
        _holds(beside(path, "wal")) or beside(path, "shm").exists()
    )


def _version(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_VERSION + 1)[_VERSION:]
    except OSError as error:
        raise InputUnreadable(f"{path}: {error.strerror}", "Can you open the file?") from None


def _holds(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _state(path: Path) -> tuple[int, ...]:
    now = path.stat()
    return now.st_ino, now.st_size, now.st_mtime_ns


def _named(path: Path, error: sqlite3.OperationalError) -> Exception:
    """Return what an error of opening means, as far as it is known."""
    if is_busy(error):
        return InputUnreadable(
            f"{path}: is open in another program, which is writing it ({error})",
            "Wait until it has saved, or close it there (QGIS, a viewer), and try again.",
        )
    journal, changes = beside(path, "journal"), beside(path, "wal")
    if _holds(journal) and journal.read_bytes()[: len(_JOURNAL)] == _JOURNAL:
        return InputUnreadable(
            f"{path}: another program was stopped in the middle of writing it; {journal.name} "
            "holds what undoes the half of it",
            "Keep both files together and open it once in the program that wrote it (QGIS), which "
            "restores it; or, if this is another file than was in its place then, delete "
            f"{journal.name}.",
        )
    if _holds(changes):
        return InputUnreadable(
            f"{path}: another program left changes in {changes.name}, which can only be read where "
            "the folder can be written to",
            "Copy both files into a folder of your own.",
        )
    return error
