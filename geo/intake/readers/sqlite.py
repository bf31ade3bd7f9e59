"""SQLite databases, as GeoPackages are: opened to read, also where nothing can be written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from geo.errors import InputUnreadable

_WAITS = 2.0  # seconds for another program


@contextmanager
def open_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database to read, for the time of a block.

    A file in write-ahead mode needs a second one beside it, even to be read. Where that cannot be
    made, on a disc or for want of rights, it is read as it is, unless changes that another
    program made lie beside it.

    Raises
    ------
    InputUnreadable
        If such changes cannot be read.
    sqlite3.Error
        If it is no database, is damaged or locked.
    """
    address = path.resolve().as_uri()
    with closing(sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=_WAITS)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            if "unable to open" not in str(error) and "readonly" not in str(error):
                raise
        else:
            yield connection
            return
    changes = path.with_name(f"{path.name}-wal")
    if changes.exists() and changes.stat().st_size:
        raise InputUnreadable(
            f"{path}: another program left changes in {changes.name}, which can only be read where "
            "the folder can be written to",
            "Copy both files into a folder of your own.",
        )
    with closing(sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)) as connection:
        yield connection
