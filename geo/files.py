"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import platform
import re
import secrets
import shutil
import stat
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geo.errors import WriteFailed

_MARK = r"([0-9a-f]{8})-(\d+)-\w{8}"  # as `_mark` makes it
_ABANDONED = 24 * 3600  # seconds without a write, where one cannot ask for the program


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside `path`; move it there when the block ends well.

    What a program that was killed left of its own write of `path` is removed first. A new file
    may be read by whom the system lets (umask); one that replaces another, by whom that let.

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
        _clear(path.parent, rf"\.{re.escape(path.stem)}-{_MARK}{re.escape(path.suffix)}")
        temporary = path.with_name(f".{path.stem}-{_mark()}{path.suffix}")
        # As the system has new files (umask), unless an old one says who may read it.
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode) & 0o777)
        mode = stat.S_IMODE(temporary.stat().st_mode)
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror}", "Is the folder writable?") from error
    try:
        yield temporary
        temporary.chmod(mode)  # of a library that made the file anew
        sync(temporary)
        temporary.replace(path)
        sync(path.parent)
    except OSError as error:
        raise WriteFailed(f"{path}: {error}", "The old file, if any, is untouched.") from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def working_folder(beside: Path | None = None) -> Iterator[Path]:
    """Give a folder for files on the way, which goes when the block ends.

    Those that killed programs left there go first.

    Parameters
    ----------
    beside : Path, optional
        A file that is made from them, to have them on the same disk; else they are where the
        system keeps such files.
    """
    parent = Path(tempfile.gettempdir()) if beside is None else beside.parent
    begin = "atlas-" if beside is None else ".atlas-"  # hidden among somebody's files
    with suppress(OSError):
        _clear(parent, re.escape(begin) + _MARK)
    folder = parent / f"{begin}{_mark()}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def _mark() -> str:
    """Return what tells whose a file on the way is: the machine, the program, and which of its."""
    return f"{_machine()}-{os.getpid()}-{secrets.token_hex(4)}"


def _clear(folder: Path, pattern: str) -> None:
    """Remove files and folders on the way whose writers are at work no more."""
    name = re.compile(pattern)
    for other in folder.iterdir():
        match = name.fullmatch(other.name)
        if match is None:
            continue
        alive = is_running(int(match[2])) if match[1] == _machine() else None
        with suppress(OSError):  # another writer was faster, or holds it (Windows)
            if alive is None:
                alive = time.time() - other.stat().st_mtime < _ABANDONED
            if alive:
                continue
            if other.is_dir() and not other.is_symlink():
                shutil.rmtree(other)
            else:
                other.unlink()
