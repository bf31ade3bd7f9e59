"""Zip archives from strangers: unpacked into a temporary folder, within limits, or not at all."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from geo.errors import InputUnreadable
from geo.files import working_folder
from geo.intake.readers.limits import check_limit

MAX_RATIO = 200  # of unpacked to packed; deflated outlines reach about 10
_MAX_TEXT = 2**24  # bytes; a cell holds 32,767 characters

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_ENCODING = re.compile(
    rb"""(?:\xef\xbb\xbf)?\s*<(?:\?xml\s(?:[^>]*?\sencoding\s*=\s*["']([^"']*)["'])?|[^\x00?])"""
)

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
def unpack(path: Path) -> Iterator[Path]:
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
        As for `open_archive`, or if a member is damaged.
    """
    with working_folder() as folder:
        with open_archive(path) as archive:
            try:
                archive.extractall(folder)  # names and sizes were checked
            except _DAMAGED as error:
                raise InputUnreadable(
                    f"{path}: damaged archive: {error}", "Ask for the file again."
                ) from None
        yield folder


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
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
        check_limit("members", len(members), path)
        for member in members:
            _check_member(path, member)
        total = sum(m.file_size for m in members)
        packed = max(path.stat().st_size, 1)
        check_limit("unpacked", total, path)
        if total > 2**24 and total / packed > MAX_RATIO:
            raise InputUnreadable(
                f"{path}: {packed:,} bytes would unpack to {total:,}",
                "That is what a zip bomb looks like; it was not unpacked.",
            )
        yield archive


def read_xml_text(path: Path, archive: zipfile.ZipFile, part: str) -> Generator[bytes, None, None]:
    """Read an XML part of an office file in pieces, each of which ends before a tag.

    Parameters
    ----------
    path : Path
        The file, for errors.
    archive : ZipFile
        Its checked archive.
    part : str
        Name of the part.

    Yields
    ------
    bytes
        UTF-8; a tag and the text after it are always in one piece.

    Raises
    ------
    InputUnreadable
        If the part declares a document type or entities, whatever the library that parses it
        later would make of them; or is in another encoding, which would hide them.
    """
    tail, start = b"", True
    with archive.open(part) as stream:
        while chunk := stream.read(2**20):
            text = tail + chunk
            if start:
                _check_encoding(path, part, text)
                start = False
            if _DECLARATION.search(text):
                raise InputUnreadable(
                    f"{path}: {part}: declares a document type or entities",
                    "They can read other files or fill the memory, so they are not read. "
                    "Open the workbook in a spreadsheet program and save it again.",
                )
            cut = max(text.rfind(b"<"), 0)
            piece, tail = text[:cut], text[cut:]
            if len(tail) > _MAX_TEXT:
                raise InputUnreadable(
                    f"{path}: {part}: a text of over {_MAX_TEXT:,} bytes", "Save it again."
                )
            yield piece
    yield tail


def _check_encoding(path: Path, part: str, head: bytes) -> None:
    """Refuse a part that is no UTF-8, as its first bytes have it."""
    declared = _ENCODING.match(head)
    if declared is None or (declared[1] or b"utf-8").lower() not in (b"utf-8", b"us-ascii"):
        encoding = declared[1].decode("ascii", "replace") if declared else repr(head[:8])
        raise InputUnreadable(
            f"{path}: {part}: not XML in UTF-8 ({encoding})",
            "Open the workbook in a spreadsheet program and save it again.",
        )


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
