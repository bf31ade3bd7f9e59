"""The one file of a zip archive or KMZ that is meant: a vector file, or else a table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from geo.errors import InputUnreadable
from geo.readers.archive import unpacked
from geo.readers.delimited import read_delimited
from geo.readers.opendocument import read_ods
from geo.readers.raw import RawTable
from geo.readers.spreadsheet import read_xlsx
from geo.readers.vector import read_vector

_VECTOR = (".shp", ".gdb", ".gpkg", ".geojson", ".fgb", ".kml")
_WORKBOOKS: dict[str, Callable[..., RawTable]] = {
    ".ods": read_ods,
    ".xlsm": read_xlsx,
    ".xlsx": read_xlsx,
}
_TEXT = (".csv", ".tsv")
_SHOWN = 12
# Databases and formats of old programs, which are not read, in an archive or by themselves.
OF_PROGRAMS = (".accdb", ".doc", ".docx", ".mdb", ".xls", ".xlsb")
SAVE_AS = "Open it in the program that made it, save the table as XLSX or CSV, and import that."


def read_archive(path: Path, *, layer: str | None = None, encoding: str | None = None) -> RawTable:
    """Read the one vector file in a zip archive or KMZ; without any, the one table in it.

    Parameters
    ----------
    path : Path
        The archive.
    layer : str, optional
        Name of the layer or sheet; or of the file, with or without ending, if there are several.
    encoding : str, optional
        As for `read_vector` and `read_delimited`.

    Raises
    ------
    InputUnreadable
        If the archive is dangerous or damaged, or does not hold exactly one such file.
    """
    with unpacked(path) as folder:
        files = [
            p
            for p in sorted(folder.rglob("*"))
            if not any(parent.suffix.lower() == ".gdb" for parent in p.parents)
            and "__MACOSX" not in p.parts
            and not p.name.startswith("~$")  # what a spreadsheet program leaves while it is open
        ]
        found = _of(files, *_VECTOR)
        if path.suffix.lower() == ".kmz":
            # The main document is doc.kml, or else the first (OGC KML 2.3, annex C).
            kml = _of(found, ".kml")
            found = [p for p in kml if p.name.lower() == "doc.kml"][:1] or kml[:1]
        else:
            found = found or _of(files, *_TEXT, *_WORKBOOKS)
        if len(found) > 1 and layer is not None:
            named = [p for p in found if layer in (p.stem, p.name, _within(p, folder))]
            found, layer = (named, None) if named else (found, layer)
        if len(found) != 1:
            raise _unclear(path, folder, found, files)
        table = _reader(found[0], encoding)(layer=layer)
        legend = found[0].parent / "legend.csv"
        if found[0].suffix.lower() == ".shp" and legend.is_file():
            table = _named_in_full(table, legend)
    return replace(
        table,
        file=path.name,
        findings=tuple(replace(f, file=path.name) for f in table.findings),
    )


def _named_in_full(table: RawTable, legend: Path) -> RawTable:
    """Columns by the names that our own legend gives for those of ten characters."""
    try:
        with legend.open(encoding="utf-8", newline="") as file:
            lines = [(line.get("column"), line.get("name")) for line in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error):
        return table  # a legend of somebody else's
    columns = list(table.frame.columns)
    names = {short: name for short, name in lines if short in columns and name}
    renamed = [names.get(c, c) for c in columns]
    if len({*renamed}) < len(columns):
        return table
    return replace(table, frame=table.frame.set_axis(renamed, axis=1))


def _of(files: list[Path], *suffixes: str) -> list[Path]:
    return [p for p in files if p.suffix.lower() in suffixes]


def _within(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix()


def _reader(file: Path, encoding: str | None) -> Callable[..., RawTable]:
    suffix = file.suffix.lower()
    if suffix in _TEXT:
        return lambda layer: read_delimited(file, encoding=encoding)  # noqa: ARG005 - has none
    if suffix in _WORKBOOKS:
        return partial(_WORKBOOKS[suffix], file)
    return partial(read_vector, file, encoding=encoding)


def _unclear(path: Path, folder: Path, found: list[Path], files: list[Path]) -> InputUnreadable:
    """Which files there are, and what to say or do next."""
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
