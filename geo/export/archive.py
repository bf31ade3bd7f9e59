"""Zip archives whose bytes depend on nothing but their members."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from geo.errors import WriteFailed

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that the format knows


def write_zip(path: Path, members: Mapping[str, bytes | Iterable[bytes]]) -> None:
    """Write members in the given order, all with one date.

    Parameters
    ----------
    path : Path
        Destination; replaced.
    members : mapping of str to bytes, or to iterable of bytes
        Content by name, whole or in pieces; pieces may be 2 GB together.

    Raises
    ------
    WriteFailed
        If they are more.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            if isinstance(content, bytes):
                archive.writestr(member, content)
                continue
            try:
                # Not as ZIP64, which some readers of KMZ refuse.
                with archive.open(member, "w") as file:
                    file.writelines(content)
            except RuntimeError as error:  # how zipfile says it
                raise WriteFailed(
                    f"{name}: too large for an archive ({error})", "Export it as plain KML."
                ) from None
