"""Readers: one file format a module. Each returns a `RawTable` and never writes."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from pathlib import Path

from geo.errors import InputMissing, InputUnreadable
from geo.intake.readers.archived import OF_PROGRAMS, SAVE_AS, read_archive
from geo.intake.readers.delimited import read_delimited
from geo.intake.readers.delivered import read_delivered
from geo.intake.readers.geoparquet import read_geoparquet
from geo.intake.readers.maxml import read_maxml
from geo.intake.readers.opendocument import read_ods
from geo.intake.readers.postgis import is_postgis, read_postgis
from geo.intake.readers.raw import RawTable
from geo.intake.readers.spreadsheet import read_xlsx
from geo.intake.readers.vector import read_vector

__all__ = ["RawTable", "is_postgis", "read", "read_postgis"]

# Formats that hold one table, and formats that may hold several layers.
_SINGLE: dict[str, Callable[[Path], RawTable]] = {
    ".geoparquet": read_geoparquet,
    ".parquet": read_geoparquet,
}
_LAYERED: dict[str, Callable[..., RawTable]] = {
    ".fgb": read_vector,
    ".gdb": read_vector,
    ".geojson": read_vector,
    ".geojsonl": read_vector,
    ".geojsons": read_vector,
    ".gpkg": read_vector,
    ".gpx": read_vector,
    ".json": read_vector,
    ".kml": read_vector,
    ".kmz": read_archive,
    ".maxml": read_maxml,
    ".ods": read_ods,
    ".shp": read_vector,
    ".xlsm": read_xlsx,  # its macros are neither read nor run
    ".xlsx": read_xlsx,
    ".xml": read_maxml,
    ".zip": read_archive,
}
_DELIMITED = (".csv", ".tsv", ".txt")


def read(path: Path, *, layer: str | None = None, encoding: str | None = None) -> RawTable:
    """Read a file by its suffix.

    Parameters
    ----------
    path : Path
        The file; for FileGDB the folder.
    layer : str, optional
        Layer, sheet or kind of record, where a file has several.
    encoding : str, optional
        Of delimited text or a Shapefile, where it is known better.

    Raises
    ------
    InputMissing
        If there is no such file.
    InputUnreadable
        If the format is not known or the file is damaged.
    """
    suffix = path.suffix.lower()
    if path.is_dir() and suffix != ".gdb":
        raise InputUnreadable(f"{path}: is a folder", "Name the files in it.")
    if not path.is_file() and not (suffix == ".gdb" and path.is_dir()):
        raise InputMissing(path)
    if encoding is not None:
        _known_encoding(encoding)
    try:
        if suffix in _DELIMITED:
            return read_delimited(path, encoding=encoding)
        if suffix == ".geojson" and layer is None and (table := read_delivered(path)) is not None:
            return table
        if suffix in _SINGLE:
            return _SINGLE[suffix](path)
        if suffix in (".shp", ".zip"):
            return _LAYERED[suffix](path, layer=layer, encoding=encoding)
        if suffix in _LAYERED:
            return _LAYERED[suffix](path, layer=layer)
    except OSError as error:
        if isinstance(error, InputMissing):
            raise
        raise InputUnreadable(f"{path}: {error}", "Can you open the file?") from None
    if suffix in OF_PROGRAMS:
        raise InputUnreadable(f"{path}: {suffix} is not read", SAVE_AS)
    known = sorted([*_DELIMITED, *_SINGLE, *_LAYERED])
    raise InputUnreadable(f"{path}: unknown format {suffix!r}", f"Known: {', '.join(known)}")


def _known_encoding(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError:
        raise InputUnreadable(
            f"unknown encoding {name!r}", "Known are utf-8, cp1251, cp1250, cp1252, cp1256, …"
        ) from None
