"""One import at a time in a folder: a lock file, which works on every system.

A lock that a dead program of this machine left stops nobody; of another machine's programs one
knows nothing, so theirs are respected.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import SoftFileLock, Timeout

from geo.errors import WriteFailed
from geo.model.manifest import read_manifest

LOCK = ".atlas-import"  # there while an import is at work


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold the folder, so that two imports cannot overwrite each other's rows."""
    if not folder.is_dir():
        read_manifest(folder)  # says what is missing
    path = folder / LOCK
    lock = SoftFileLock(path, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise WriteFailed(
            f"{folder}: another import is at work in this folder",
            f"Try again when it has ended. If none is at work, delete {path}",
        ) from None
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}", "Is the folder writable?") from error
    try:
        yield
    finally:
        lock.release()
