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
from geo.intake.readers.kinds import check_kind
from geo.intake.readers.kml import read_kml
from geo.intake.readers.maxml import read_maxml
from geo.intake.readers.opendocument import read_ods
from geo.intake.readers.postgis import is_postgis, read_postgis
from geo.intake.readers.raw import Heading, RawTable, first_row
from geo.intake.readers.records import read_json
from geo.intake.readers.spreadsheet import read_xlsx
from geo.intake.readers.vector import read_vector

__all__ = ["RawTable", "is_postgis", "read", "read_postgis"]

# Formats that hold one table or several, and what of the options each reader knows.
_READERS: dict[str, tuple[Callable[..., RawTable], tuple[str, ...]]] = {
    ".csv": (read_delimited, ("encoding", "heading")),
    ".fgb": (read_vector, ("layer",)),
    ".gdb": (read_vector, ("layer",)),
    ".geojson": (read_vector, ("layer",)),
    ".geojsonl": (read_vector, ("layer",)),
    ".geojsons": (read_vector, ("layer",)),
    ".geoparquet": (read_geoparquet, ()),
    ".gpkg": (read_vector, ("layer",)),
    ".gpx": (read_vector, ("layer",)),
    ".json": (read_json, ("layer",)),
    ".jsonl": (read_json, ("layer",)),
    ".kml": (read_kml, ("layer",)),
    ".kmz": (read_archive, ("layer", "encoding", "heading")),
    ".maxml": (read_maxml, ("layer",)),
    ".ndjson": (read_json, ("layer",)),
    ".ods": (read_ods, ("layer", "heading")),
    ".parquet": (read_geoparquet, ()),
    ".shp": (read_vector, ("layer", "encoding")),
    ".tsv": (read_delimited, ("encoding", "heading")),
    ".txt": (read_delimited, ("encoding", "heading")),
    ".xlsm": (read_xlsx, ("layer", "heading")),  # its macros are neither read nor run
    ".xlsx": (read_xlsx, ("layer", "heading")),
    ".xml": (read_maxml, ("layer",)),
    ".zip": (read_archive, ("layer", "encoding", "heading")),
}


def read(
    path: Path,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    heading: Heading = first_row,
) -> RawTable:
    """Read a file by its suffix.

    Parameters
    ----------
    path : Path
        The file; for FileGDB the folder.
    layer : str, optional
        Layer, sheet or kind of record, where a file has several.
    encoding : str, optional
        Of delimited text or a Shapefile, where it is known better.
    heading : callable, default `first_row`
        Says which row of a table names the columns.

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
    if suffix not in _READERS:
        if suffix in OF_PROGRAMS:
            raise InputUnreadable(f"{path}: {suffix} is not read", SAVE_AS)
        raise InputUnreadable(
            f"{path}: unknown format {suffix!r}", f"Known: {', '.join(sorted(_READERS))}"
        )
    check_kind(path)
    reader, known = _READERS[suffix]
    given = {"layer": layer, "encoding": encoding, "heading": heading}
    try:
        if suffix == ".geojson" and layer is None and (table := read_delivered(path)) is not None:
            return table
        return reader(path, **{name: given[name] for name in known})
    except OSError as error:
        if isinstance(error, InputMissing):
            raise
        raise InputUnreadable(f"{path}: {error}", "Can you open the file?") from None


def _known_encoding(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError:
        raise InputUnreadable(
            f"unknown encoding {name!r}", "Known are utf-8, cp1251, cp1250, cp1252, cp1256, …"
        ) from None
