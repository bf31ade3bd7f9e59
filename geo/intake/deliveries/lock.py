"""One import at a time in a folder: a lock file, which works on every system."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import WriteFailed
from geo.files import running
from geo.model.manifest import read_manifest

LOCK = ".atlas-import"  # there while an import is at work


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder, so that two imports cannot overwrite each other's rows."""
    if not folder.is_dir():
        read_manifest(folder)  # says what is missing
    lock = folder / LOCK
    _take(lock)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _take(lock: Path) -> None:
    """Make the lock file, which no two programs can; one that a dead program left is removed."""
    for _ in range(2):
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            if _held(lock):
                break
            lock.unlink(missing_ok=True)
            continue
        except OSError as error:
            raise WriteFailed(f"{lock}: {error.strerror}", "Is the folder writable?") from error
        with os.fdopen(handle, "w") as file:
            file.write(f"{os.getpid()} {platform.node()}")
        return
    raise WriteFailed(
        f"{lock.parent}: another import is at work in this folder",
        f"Try again when it has ended. If none is at work, delete {lock}",
    )


def _held(lock: Path) -> bool:
    """Whether the program that made the lock may still be at work."""
    try:
        pid, _, host = lock.read_text(encoding="utf-8").partition(" ")
    except FileNotFoundError:
        return False
    # Of another machine's programs one knows nothing.
    if host != platform.node() or not pid.isdigit():
        return True
    return running(int(pid)) is not False
