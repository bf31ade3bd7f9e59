"""The one file of a zip archive or KMZ that is meant: a vector file, or else a table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from geo.errors import InputUnreadable
from geo.intake.readers.archive import unpack
from geo.intake.readers.delimited import read_delimited
from geo.intake.readers.kml import has_placemarks, links_of, read_kml
from geo.intake.readers.opendocument import read_ods
from geo.intake.readers.raw import Heading, RawTable, first_row
from geo.intake.readers.spreadsheet import read_xlsx
from geo.intake.readers.vector import read_vector
from geo.intake.readers.xml import parse_xml
from geo.model.findings import Finding, rule
from geo.model.terms import Level

_VECTOR = (".shp", ".gdb", ".gpkg", ".geojson", ".fgb", ".kml")
_WORKBOOKS: dict[str, Callable[..., RawTable]] = {
    ".ods": read_ods,
    ".xlsm": read_xlsx,
    ".xlsx": read_xlsx,
}
_TEXT = (".csv", ".tsv")
_SHOWN = 12
# calamine reads XLS and XLSB, but makes room for each whole sheet before anything can be checked:
# an XLS of 5,632 bytes with six sheets, each with one cell in its last corner, took 3.2 GB.
_OLD_TABLES = (".accdb", ".mdb", ".xls", ".xlsb")
# Databases and formats of old programs, which are not read, in an archive or by themselves.
OF_PROGRAMS = (*_OLD_TABLES, ".doc", ".docx")
SAVE_AS = "Open it in the program that made it, save the table as XLSX or CSV, and import that."

OTHER_TABLES = rule(
    "tables-not-read",
    Level.WARNING,
    "An archive holds tables beside the file that was read.",
    "Import them as well, each by its name: --from-layer FILE.csv (and a --name of its own).",
)


def read_archive(
    path: Path,
    *,
    layer: str | None = None,
    encoding: str | None = None,
    heading: Heading = first_row,
) -> RawTable:
    """Read the one vector file in a zip archive or KMZ; without any, the one table in it.

    Parameters
    ----------
    path : Path
        The archive.
    layer : str, optional
        Name of the layer or sheet; or of the file, with or without ending, if there are several.
        A table beside a vector file only with its ending.
    encoding : str, optional
        As for `read_vector` and `read_delimited`.
    heading : callable, default `first_row`
        Says which row of a table names the columns.

    Raises
    ------
    InputUnreadable
        If the archive is dangerous or damaged, or does not hold exactly one such file.
    """
    with unpack(path) as folder:
        files = [
            p
            for p in sorted(folder.rglob("*"))
            if not any(parent.suffix.lower() == ".gdb" for parent in p.parents)
            and "__MACOSX" not in p.parts
            and not p.name.startswith("~$")  # what a spreadsheet program leaves while it is open
        ]
        found, tables = _of(files, *_VECTOR), _of(files, *_TEXT, *_WORKBOOKS, *_OLD_TABLES)
        if path.suffix.lower() == ".kmz":
            # The main document is doc.kml, or else the first (OGC KML 2.3, annex C).
            kml = _of(found, ".kml")
            found = [p for p in kml if p.name.lower() == "doc.kml"][:1] or kml[:1]
            found = (_linked(found[0], folder) if found else []) or found
        else:
            found = found or _of(files, *_TEXT, *_WORKBOOKS)
        # Among several by its name; a table beside a vector file with its ending, so that it is
        # no layer of that file.
        several = found if len(found) > 1 else []
        named = [p for p in several if layer in (p.stem, p.name, _within(p, folder))]
        named = named or [p for p in tables if layer in (p.name, _within(p, folder))]
        beside = [_within(p, folder) for p in tables if p not in found and not named]
        found, layer = (named, None) if named else (found, layer)
        if named and named[0].suffix.lower() in _OLD_TABLES:
            suffix = named[0].suffix.lower()
            raise InputUnreadable(f"{path}: {named[0].name}: {suffix} is not read", SAVE_AS)
        if len(found) != 1:
            raise _unclear(path, folder, found, files)
        table = _reader(found[0], encoding, heading)(layer=layer)
        legend = found[0].parent / "legend.csv"
        if found[0].suffix.lower() == ".shp" and legend.is_file():
            full = _named_in_full(table, legend)
            if full is not table:
                beside = [name for name in beside if name != _within(legend, folder)]
            table = full
        findings = [*table.findings, *_not_read(_within(found[0], folder), beside)]
    return replace(
        table, file=path.name, findings=tuple(replace(f, file=path.name) for f in findings)
    )


def _linked(document: Path, folder: Path) -> list[Path]:
    """Files of a KMZ that its main document only links to; none if it has features of its own."""
    root = parse_xml(document, "kml")
    if has_placemarks(root):
        return []
    inside = [(document.parent / href).resolve() for href in links_of(root)]
    return [p for p in inside if p.is_relative_to(folder.resolve()) and p.is_file()]


def _not_read(read: str, tables: list[str]) -> list[Finding]:
    """Tell what is said of tables that were not read."""
    if not tables:
        return []
    more = [f"{len(tables) - _SHOWN} more"] if len(tables) > _SHOWN else []
    listed = ", ".join([*map(repr, tables[:_SHOWN]), *more])
    return [Finding(OTHER_TABLES, f"{read!r} was read, not {listed}")]


def _named_in_full(table: RawTable, legend: Path) -> RawTable:
    """Return columns by the names that our own legend gives for those of ten characters."""
    try:
        with legend.open(encoding="utf-8", newline="") as file:
            lines = [(line.get("column"), line.get("name")) for line in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error):
        return table  # a legend of somebody else's
    columns = list(table.frame.columns)
    names = {short: name for short, name in lines if short in columns and name}
    renamed = [names.get(c, c) for c in columns]
    if not names or len({*renamed}) < len(columns):
        return table
    return replace(table, frame=table.frame.set_axis(renamed, axis=1))


def _of(files: list[Path], *suffixes: str) -> list[Path]:
    return [p for p in files if p.suffix.lower() in suffixes]


def _within(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _reader(file: Path, encoding: str | None, heading: Heading) -> Callable[..., RawTable]:
    suffix = file.suffix.lower()
    if suffix in _TEXT:
        return lambda layer: read_delimited(file, encoding=encoding, heading=heading)  # noqa: ARG005 - has none
    if suffix in _WORKBOOKS:
        return partial(_WORKBOOKS[suffix], file, heading=heading)
    if suffix == ".kml":
        return partial(read_kml, file)
    return partial(read_vector, file, encoding=encoding)


def _unclear(path: Path, folder: Path, found: list[Path], files: list[Path]) -> InputUnreadable:
    """Tell which files there are, and what to say or do next."""
    if found:
        stems = [p.stem for p in found]
        names = [p.stem if stems.count(p.stem) == 1 else _within(p, folder) for p in found]
        options = [f'--from-layer "{n}"' if " " in n else f"--from-layer {n}" for n in names]
        more = [f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        listed = ", ".join([*(_within(p, folder) for p in found[:_SHOWN]), *more])
        return InputUnreadable(
            f"{path}: expected one file to read inside, found {listed}",
            f"Say which: {' or '.join(options[:_SHOWN])}.",
        )
    inside = [_within(p, folder) for p in files if p.is_file()]
    expected = f"{', '.join(_VECTOR)}; or a table: {', '.join([*_TEXT, *_WORKBOOKS])}"
    return InputUnreadable(
        f"{path}: nothing to read inside, found {', '.join(inside[:_SHOWN]) or 'no files'}",
        SAVE_AS if _of(files, *OF_PROGRAMS) else f"Expected one of {expected}.",
    )
