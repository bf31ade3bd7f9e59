"""Readers: one file format a module. Each returns a `RawTable` and never writes."""

from __future__ import annotations

from geo.readers.delimited import read_delimited
from geo.readers.raw import RawTable
from geo.readers.vector import read_vector

__all__ = ["RawTable", "read", "read_delimited", "read_vector"]

from pathlib import Path

from geo.errors import InputMissing, InputUnreadable

_BY_SUFFIX = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".geojson": read_vector,
    ".json": read_vector,
}


def read(path: Path) -> RawTable:
    """Read a file by its suffix.

    Raises
    ------
    InputMissing
        If there is no such file.
    InputUnreadable
        If the format is not known or the file is damaged.
    """
    if not path.is_file():
        raise InputMissing(path)
    try:
        reader = _BY_SUFFIX[path.suffix.lower()]
    except KeyError:
        raise InputUnreadable(
            f"{path}: unknown format {path.suffix!r}", f"Known: {', '.join(sorted(_BY_SUFFIX))}"
        ) from None
    return reader(path)
