"""Content of a vector file checked before GDAL may open it; GDAL kept to this machine.

GDAL chooses its driver by content, and some drivers follow references to other files or
addresses, or run what is written in the file. So a file is only handed on if it is what its name
says, holds nothing by which another driver would know it, and refers to nothing.
"""

from __future__ import annotations

import itertools
import json
import mmap
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

import pyogrio
from pyogrio.util import vsi_path

from geo.errors import InputUnreadable
from geo.intake.readers.limits import check_limit
from geo.intake.readers.raw import check_size
from geo.intake.readers.sqlite import open_database
from geo.intake.readers.xml import parse_xml

XML = {".kml": "kml", ".gpx": "gpx"}
# One layer, but to list it GDAL parses the whole file.
PARSED = (".geojson", ".geojsonl", ".geojsons", ".json")
# Formats of which GDAL tells the driver at little cost, and that driver.
DRIVERS = {
    ".fgb": "FlatGeobuf",
    ".gdb": "OpenFileGDB",
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
}
_XML_DRIVERS = {".kml": ("LIBKML", "KML"), ".gpx": ("GPX",)}
_MAGIC = {
    ".fgb": rb"fgb.fgb",
    ".geojson": rb"\{",
    ".geojsonl": rb"\x1e?\s*\{",
    ".geojsons": rb"\x1e?\s*\{",
    ".gpkg": rb"SQLite format 3\0.{52}(?:GPKG|GP10|GP11)",
    ".json": rb"\{",
    ".shp": rb"\0\0\x27\x0a.{24}\xe8\x03\0\0",
}
_HEAD = 1 << 16  # bytes; drivers look at fewer to know their files
# By these, anywhere near the beginning, GDAL takes a file for one that refers to others.
_FOREIGN = re.compile(
    rb"<\s*(?:OGR\w+DataSource|VRTDataset|GDAL_\w+|(?:\w+:)?(?:WFS|WMS|WMT|CSW)_\w+)"
    rb"|gdal_(?:streamed_alg|[a-z]+_pipeline)",
    re.IGNORECASE,
)
_FOREIGN_XML = re.compile(rb"opengis\.net/(?:gml|wfs|csw)|<OGCAPI\w+", re.IGNORECASE)
_TOKEN = re.compile(rb'"((?:[^"\\]|\\.)*)"|[{}\[\]:,]', re.DOTALL)
_TYPES = {
    b"Feature", b"FeatureCollection", b"Topology", b"GeometryCollection", b"Point", b"LineString",
    b"Polygon", b"MultiPoint", b"MultiLineString", b"MultiPolygon",
}  # fmt: skip
# Keys that GDAL takes for the reference system, in whatever case, also with escaped letters.
_CRS = [bytes(c) for c in itertools.product(b"cC", b"rR", b"sS")]
_ESCAPED = re.compile(rb"\\u00[4-7][0-9a-fA-F]")
_ANY_CRS = re.compile(rb'"(?:c|\\u00[46]3)(?:r|\\u00[57]2)(?:s|\\u00[57]3)"\s*:\s*', re.IGNORECASE)
_MEMBER = re.compile(rb'"([^"\\]{1,200})"\s*:')
_SEEN, _SAMPLE, _SAMPLES = 1 << 21, 1 << 15, 64  # bytes, bytes of a sample, and how many
_CRS_BYTES = 1 << 16  # of one that is described, at most
# What GDAL is told that a JSON is, so that it looks for no other driver.
_RECORD_SEPARATOR = b"\x1e"
_ESRI = re.compile(rb'"(?:geometryType|spatialReference|fieldAliases)"\s*:')
_NEXT_OBJECT = re.compile(rb"\}[\s\x1e]*\{")
# Tables and functions by which a database reaches other files or a network.
_REACHING = re.compile(
    r"create\s+virtual\s+table\b.*?\busing\s+(?!rtree|fts\d)\w+"
    r"|\b(?:load_extension|readfile|writefile|ogr_\w+|gdal_\w+)\s*\(",
    re.IGNORECASE | re.DOTALL,
)
# No scheme of a proxy that anybody knows: a request ends before it is sent.
NO_NETWORK = {"GDAL_HTTP_PROXY": "off://", "GDAL_HTTPS_PROXY": "off://"}
BYPASSES = ("no_proxy", "NO_PROXY")  # hosts that are asked without a proxy


@contextmanager
def offline() -> Iterator[None]:
    """Let GDAL send no request for the time of a block, whatever a file asks for."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in NO_NETWORK}
    passed = {name: os.environ.pop(name) for name in BYPASSES if name in os.environ}
    pyogrio.set_gdal_config_options(NO_NETWORK)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
        os.environ.update(passed)


def check_content(path: Path) -> Path:
    """Check that a file is what its name says, and return the name by which GDAL may open it.

    Parameters
    ----------
    path : Path
        The file; for FileGDB the folder.

    Returns
    -------
    Path
        Absolute, so that no part of it is taken for a scheme or a driver.

    Raises
    ------
    InputUnreadable
        If it is not, or refers to other files or addresses.
    """
    suffix, full = path.suffix.lower(), path.absolute()
    if vsi_path(path) != str(path) or str(full).startswith("/vsi"):
        raise InputUnreadable(
            f"{path}: a '!', ';', tab or line break in a path is taken for something else",
            "Give the file or folder another name.",
        )
    if suffix == ".gdb":
        if not (path.is_dir() and (path / "a00000001.gdbtable").is_file()):
            raise InputUnreadable(
                f"{path}: not a file geodatabase", "Expected a folder with a00000001.gdbtable."
            )
        return full
    with path.open("rb") as file:
        whole = file.read(_HEAD)
    if (foreign := _foreign(whole, suffix)) is not None:
        raise InputUnreadable(
            f"{path}: holds {foreign.decode('ascii', 'replace')!r}, by which it would be opened as "
            "a description of other files or of commands",
            f"Expected {suffix[1:]} with features of its own. Do not open it in other programs "
            "either before you know who made it.",
        )
    if suffix in XML:
        parse_xml(path, XML[suffix])
        return full
    head = whole.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if not head:
        raise InputUnreadable(f"{path}: is empty", "Ask for the file again.")
    if re.match(_MAGIC[suffix], head, re.DOTALL) is None:
        raise InputUnreadable(
            f"{path}: starts with {head[:12]!r}, which is not {suffix[1:]}",
            "Does the name say what the file is?",
        )
    if suffix in PARSED:
        check_size(path)
        _check_json(path, head)
    if suffix == ".shp":
        _check_parts(path)
    if suffix == ".gpkg":
        _check_database(path)
    return full


def _check_parts(path: Path) -> None:
    """Refuse a Shapefile one part of which is a link to another folder."""
    folders = {path.parent.resolve(), path.resolve().parent}
    for part in sorted(path.parent.glob(f"{escape(path.stem)}.*")):
        if part.is_symlink() and part.resolve().parent not in folders:
            raise InputUnreadable(
                f"{part}: is a link to a file of another folder, and not followed",
                "Put the parts of a Shapefile (.shp, .shx, .dbf, .prj, .cpg) into one folder.",
            )


def check_driver(path: Path, driver: str) -> None:
    """Refuse a file that GDAL opened as something else than its name says.

    Raises
    ------
    InputUnreadable
        Naming both.
    """
    suffix = path.suffix.lower()
    expected = _XML_DRIVERS.get(suffix) or (DRIVERS[suffix],)
    if driver not in expected:
        raise InputUnreadable(
            f"{path}: was opened as {driver}, expected {' or '.join(expected)}",
            "Does the name say what the file is?",
        )


def _foreign(head: bytes, suffix: str) -> bytes | None:
    found = _FOREIGN.search(head) or (_FOREIGN_XML.search(head) if suffix in XML else None)
    return None if found is None else found[0]


def _check_json(path: Path, head: bytes) -> None:
    """Refuse JSON that is no GeoJSON, or whose coordinate reference system is behind a link."""
    kind = _type(head)
    if kind is not None and kind not in _TYPES:
        raise InputUnreadable(
            f"{path}: JSON of type {kind.decode('utf-8', 'replace')[:40]!r}",
            "Expected GeoJSON: FeatureCollection, Feature or a geometry.",
        )
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if _ESCAPED.search(data):
            starts = [found.end() for found in _ANY_CRS.finditer(data)]
        else:
            starts = [at for key in _CRS for at in _values_of(data, key)]
        _check_members(path, data)
        linked = any(_is_linked(data[at : at + _CRS_BYTES]) for at in starts)
    if linked:
        raise InputUnreadable(
            f"{path}: its coordinate reference system is behind a link, which is not followed",
            "Ask which one it is, and for the file with its name, as EPSG:4326.",
        )


def _check_members(path: Path, data: mmap.mmap) -> None:
    """Refuse features with so many differently called members that GDAL would never end.

    Of a large file the beginning is looked at, and samples all through it.
    """
    windows = [data[:_SEEN]]
    step = max((len(data) - _SEEN) // _SAMPLES, _SAMPLE)
    windows += [data[at : at + _SAMPLE] for at in range(_SEEN, len(data), step)]
    names = {name for window in windows for name in _MEMBER.findall(window)}
    check_limit("columns", len(names), path)


def _values_of(data: mmap.mmap, key: bytes) -> Iterator[int]:
    """Tell where the values of a key begin."""
    name = b'"' + key + b'"'
    at = data.find(name)
    while at >= 0:
        if found := _ANY_CRS.match(data, at):
            yield found.end()
        at = data.find(name, at + len(name))


def _is_linked(text: bytes) -> bool:
    """Tell whether a reference system is a link, or so long that nobody can tell."""
    try:
        said, _ = json.JSONDecoder().raw_decode(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return len(text) == _CRS_BYTES
    if not isinstance(said, dict):
        return False
    inner = [v for k, v in said.items() if k.lower() == "properties" and isinstance(v, dict)]
    kinds = [v for k, v in said.items() if k.lower() == "type"]
    return any(str(kind).lower() in ("link", "url") for kind in kinds) or any(
        key.lower() in ("href", "url") for one in inner for key in one
    )


def name_for_gdal(path: Path) -> str | Path:
    """Return the name by which GDAL opens a file as what it is, whoever loaded it with what.

    Of JSON the name of the driver stands before that of the file; `check_driver` looks at others.
    """
    if path.suffix.lower() not in PARSED:
        return path
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
        kind = _type(head)
        several = kind != b"FeatureCollection" and _NEXT_OBJECT.search(data) is not None
        if kind == b"Topology":
            driver = "TopoJSON"
        elif kind is None and _ESRI.search(head):
            driver = "ESRIJSON"
        elif head.startswith(_RECORD_SEPARATOR) or several:
            driver = "GeoJSONSeq"
        else:
            driver = "GeoJSON"
    return f"{driver}:{path}"


def _type(head: bytes) -> bytes | None:
    """Return the `type` of the outermost object of a JSON, if it is told near the beginning."""
    depth, key, last = 0, b"", b""
    for token in _TOKEN.finditer(head):
        text = token[0]
        if text in (b"{", b"["):
            depth, key = depth + 1, b""
        elif text in (b"}", b"]"):
            depth -= 1
        elif text == b":":
            key = last if depth == 1 else b""
        elif text == b",":
            key = b""
        elif depth == 1:
            last = token[1]
            if key == b"type":
                return last
        if depth == 0:
            break
    return None


def _check_database(path: Path) -> None:
    """Refuse a GeoPackage that is damaged or reaches beyond itself."""
    try:
        with open_database(path) as connection:
            connection.execute("SELECT count(*) FROM gpkg_contents").fetchone()
            schema = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql NOT NULL")
            reaching = [f"{name}: {said[0]}" for name, sql in schema
                        if (said := _REACHING.search(str(sql)))]  # fmt: skip
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise InputUnreadable(
            f"{path}: {error}", "Is it a complete GeoPackage? Ask for the file again."
        ) from None
    if reaching:
        raise InputUnreadable(
            f"{path}: holds tables or views that reach beyond the file ({'; '.join(reaching)})",
            "Expected tables of features. Do not open it in other programs either before you know "
            "who made it.",
        )
