"""The real kind of a file, where its name says something else."""

from __future__ import annotations

import re
from pathlib import Path

from geo.errors import InputUnreadable

# What files begin with, what that is, and the endings that such files may have.
_KINDS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (rb"PK\x03\x04", "a zip archive or a workbook (XLSX, ODS)",
     (".zip", ".xlsx", ".xlsm", ".ods", ".kmz")),
    (rb"%PDF", "a PDF document", ()),
    (rb"\{\\rtf", "a text of a word processor (RTF)", ()),
    (rb"\xd0\xcf\x11\xe0", "a file of an old office program (XLS, DOC)", ()),
    (rb"SQLite format 3\x00", "an SQLite database", (".gpkg",)),
    (rb"PAR1", "a Parquet file", (".parquet", ".geoparquet")),
    (rb"fgb", "a FlatGeobuf file", (".fgb",)),
    (rb"\x00\x00\x27\x0a", "a Shapefile", (".shp",)),
    (rb"\s*<!doctype html|\s*<html", "a web page (HTML), perhaps the message of a server", ()),
    (rb"\s*<(?:\?xml|kml|gpx|[\w:]*MineAction)", "XML", (".xml", ".maxml", ".kml", ".gpx")),
    (rb'\s*[\[{]\s*[\[{"]', "JSON",
     (".json", ".geojson", ".geojsonl", ".geojsons", ".ndjson", ".jsonl")),
)  # fmt: skip
_TEXT = (".csv", ".tsv", ".txt")


def check_kind(path: Path) -> None:
    """Refuse a text file that is something else.

    Raises
    ------
    InputUnreadable
        Naming what it is, and the ending such a file has.
    """
    suffix = path.suffix.lower()
    textual = (*_TEXT, ".json", ".geojson", ".ndjson", ".jsonl", ".kml", ".gpx", ".xml", ".maxml")
    if suffix not in textual or not path.is_file():
        return
    with path.open("rb") as file:
        head = file.read(1024).removeprefix(b"\xef\xbb\xbf")
    for start, what, endings in _KINDS:
        if re.match(start, head, re.IGNORECASE) is None:
            continue
        if suffix not in endings:
            hint = f"Name it so ({endings[0]}) and import it again." if endings else _OTHERWISE
            raise InputUnreadable(f"{path}: is {what}, whatever its name says", hint)
        return


_OTHERWISE = "Save the table as XLSX or CSV in the program that made it, or ask for the file again."
