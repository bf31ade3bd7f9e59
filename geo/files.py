"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import platform
import re
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import WriteFailed

_ABANDONED = 24 * 3600  # seconds without a write, where one cannot ask for the program


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path`; move it there when the block ends well.

    What a program that was killed left of its own write of `path` is removed first.

    Raises
    ------
    WriteFailed
        If the folder cannot be written to or the disk is full, or `path` is a folder, a device or
        a link that leads nowhere.
    """
    if os.path.lexists(path) and not path.is_file():
        raise WriteFailed(
            f"{path}: is no regular file, and is not replaced", "Expected the name of a file."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path)
        prefix = f".{path.stem}-{_machine()}-{os.getpid()}-"
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=path.suffix, dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}", "Is the folder writable?") from error
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        sync(temporary)
        temporary.replace(path)
        sync(path.parent)
    except OSError as error:
        raise WriteFailed(f"{path}: {error}", "The old file, if any, is untouched.") from error
    finally:
        temporary.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Have the system write a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_running(pid: int) -> bool | None:
    """Tell whether a program of this machine is at work; None where one cannot ask."""
    if os.name == "nt":  # signal 0 would end it
        return None
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _machine() -> str:
    """Return eight digits for this machine, as host names are long and hold any character."""
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _clear(path: Path) -> None:
    """Remove temporary files for `path` whose writers are at work no more."""
    name = re.compile(
        rf"\.{re.escape(path.stem)}-([0-9a-f]{{8}})-(\d+)-\w{{8}}{re.escape(path.suffix)}"
    )
    for other in path.parent.iterdir():
        match = name.fullmatch(other.name)
        if match is None:
            continue
        alive = is_running(int(match[2])) if match[1] == _machine() else None
        with suppress(OSError):  # another writer was faster, or holds it (Windows)
            if alive is None:
                alive = time.time() - other.stat().st_mtime < _ABANDONED
            if not alive:
                other.unlink()
