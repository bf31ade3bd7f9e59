"""Zip archives whose bytes depend on nothing but their members."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first date that the format knows


def write_zip(path: Path, members: Mapping[str, bytes]) -> None:
    """Write members in the given order, all with one date.

    Parameters
    ----------
    path : Path
        Destination; replaced.
    members : mapping of str to bytes
        Content by name.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, content)
