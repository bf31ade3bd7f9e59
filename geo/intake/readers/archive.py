"""Zip archives from strangers: unpacked into a temporary folder, within limits, or not at all."""

from __future__ import annotations

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from geo.errors import InputUnreadable

MAX_UNPACKED = 2**31  # bytes
MAX_RATIO = 200  # of unpacked to packed; deflated outlines reach about 10
MAX_MEMBERS = 10_000

# UnicodeDecodeError: a member's name differs from the one in the archive's list, and is no text.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    OSError,
    UnicodeDecodeError,
)


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Unpack an archive for the time of a block.

    Parameters
    ----------
    path : Path
        A zip archive (also KMZ).

    Yields
    ------
    Path
        A temporary folder with its files.

    Raises
    ------
    InputUnreadable
        As for `checked_archive`, or if a member is damaged.
    """
    with tempfile.TemporaryDirectory(prefix="atlas-") as folder:
        with checked_archive(path) as archive:
            try:
                archive.extractall(folder)  # names and sizes were checked
            except _DAMAGED as error:
                raise InputUnreadable(
                    f"{path}: damaged archive: {error}", "Ask for the file again."
                ) from None
        yield Path(folder)


@contextmanager
def checked_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip archive whose members are harmless by name and size.

    The sizes are those the archive declares; `zipfile` reads no more than that of any member.

    Raises
    ------
    InputUnreadable
        If it is no zip archive, or a member is encrypted, lies outside the archive's folder, is
        a link, or all together are too many or too large.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputUnreadable(
            f"{path}: not a zip archive: {error}", "Is it complete? Ask for the file again."
        ) from None
    with archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise InputUnreadable(
                f"{path}: {len(members)} members, expected at most {MAX_MEMBERS}", "Unpack it."
            )
        for member in members:
            _check_member(path, member)
        total = sum(m.file_size for m in members)
        packed = max(path.stat().st_size, 1)
        if total > MAX_UNPACKED or (total > 2**24 and total / packed > MAX_RATIO):
            raise InputUnreadable(
                f"{path}: {packed:,} bytes would unpack to {total:,}",
                "That is what a zip bomb looks like; it was not unpacked.",
            )
        yield archive


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    name = PurePosixPath(member.filename.replace("\\", "/"))
    outside = (
        not member.filename or name.is_absolute() or ".." in name.parts or ":" in member.filename
    )
    link = stat.S_ISLNK(member.external_attr >> 16)
    if outside or link:
        raise InputUnreadable(
            f"{path}: member {member.filename!r} points outside the archive",
            "Nothing was unpacked; ask who sent it.",
        )
    if member.flag_bits & 1:
        raise InputUnreadable(
            f"{path}: member {member.filename!r} is encrypted", "Unpack it with its password."
        )
