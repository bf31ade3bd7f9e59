"""Office Open XML workbooks (XLSX): values as stored, formulas by their last result."""

from __future__ import annotations

import re
import warnings
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import numpy as np
from defusedxml import DefusedXmlException

from geo.errors import InputUnreadable
from geo.intake.readers.archive import checked_archive
from geo.intake.readers.raw import MERGED_CELLS, Heading, Merge, RawTable, first_row, tabular
from geo.model.findings import Finding, rule
from geo.model.terms import Level

# What openpyxl raises on damaged parts is not documented; these were met by fuzzing.
DAMAGED = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    DefusedXmlException,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    TypeError,
    ValueError,
    zlib.error,
)

_MAX_ROWS = 2**20
_MERGED = re.compile(
    rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+(\d+):[A-Z]+(\d+))["']"""
)
# Start tags of rows and cells, with their place.
_PLACED = re.compile(
    rb"""<(?:[\w.-]+:)?(row|c)(?=[\s/>])(?:[^>]*?\sr\s*=\s*["']\$?([A-Z]*)\$?(\d*)["'])?"""
)
_SAVE_AGAIN = (
    "Rows or cells out of order would be lost in reading. Open the workbook in a spreadsheet "
    "program and save it again."
)

FORMULAS = rule(
    "formulas-read-by-result",
    Level.INFO,
    "Cells hold formulas; the results stored in the file were read, nothing was worked out.",
    "Check that the workbook was saved by the program that calculated it.",
)
FORMULA_WITHOUT_RESULT = rule(
    "formula-without-result",
    Level.WARNING,
    "A cell holds a formula, but the file has no result of it: it was read as empty.",
    "Open the workbook in a spreadsheet program and save it again.",
)
OTHER_SHEETS = rule(
    "sheets-not-read",
    Level.WARNING,
    "A workbook has several sheets with content; one of them was read.",
    "Import the others as well, each by its name: --from-layer SHEET (and a --name of its own).",
)
Sheet = list[tuple[int, list[object]]]
Formula = tuple[int, int, str, bool]  # row, column (both from 1), text, whether a result is stored


def read_xlsx(path: Path, *, layer: str | None = None, heading: Heading = first_row) -> RawTable:
    """Read one sheet of a workbook.

    Parameters
    ----------
    path : Path
        The file.
    layer : str, optional
        Name of the sheet; the first one with content if not given.
    heading : callable, default `first_row`
        Says which row names the columns.

    Raises
    ------
    InputUnreadable
        If the file is damaged or a bomb, has no such sheet or no header.
    """
    import openpyxl  # noqa: PLC0415 - a quarter of a second that most commands need not wait

    try:
        with checked_archive(path) as archive:
            parts = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
            # Reading a workbook twice takes as long again: only where there are formulas.
            calculates = any(_calculates(archive, part) for part in parts)
            for part in parts:
                _check_order(path, archive, part)
            merged = {part: _merged(archive, part) for part in parts}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that openpyxl does not keep: charts, styles
            # read-only: sheets are streamed, and a declared size of a million rows costs nothing
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            sheets = {sheet.title: _cells(sheet) for sheet in book.worksheets}
            hidden = {s.title for s in book.worksheets if s.sheet_state != "visible"}
            pages: list[Any] = book.worksheets
            paths = {s.title: str(s._worksheet_path).lstrip("/") for s in pages}
            book.close()
            formulas: dict[str, list[Formula]] = {}
            if calculates:
                book = openpyxl.load_workbook(path, read_only=True, keep_links=False)
                formulas = {s.title: _formulas(s, sheets[s.title]) for s in book.worksheets}
                book.close()
    except InputUnreadable:
        raise
    except DAMAGED as error:
        raise InputUnreadable(f"{path}: damaged workbook: {error}", "Save it again.") from None
    table, title, header = from_sheets(path, sheets, formulas, layer, hidden, heading)
    return with_merges(table, header, merged.get(paths[title], ()))


def _merged(archive: ZipFile, part: str) -> list[str]:
    """Return cells of a sheet that are merged over several rows: 'F2:F4'."""
    out, tail = [], b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            text = tail + chunk
            cut = text.rfind(b"<")
            text, tail = text[:cut], text[cut:]
            out += [m[1].decode() for m in _MERGED.finditer(text) if m[2] != m[3]]
    return out


def with_merges(table: RawTable, header: Sequence[object], merged: Sequence[str]) -> RawTable:
    """Say of a table which cells are merged over several rows.

    Parameters
    ----------
    table : RawTable
        As read from a sheet.
    header : sequence
        Cells of the header, from the first column of the sheet.
    merged : sequence of str
        'F2:F4'.
    """
    found, merges = [], []
    for cells in merged:
        left, top, right, bottom = _edges(cells)
        if not len(table.rows) or bottom < table.rows[0]:
            continue  # of the heading, or above it
        message = f"cells {cells} are merged: only the first row has their value"
        found.append(Finding(MERGED_CELLS, message, file=table.file, row=top, value=cells))
        name = str(header[left] or "").strip() if left < len(header) else ""
        first, end = np.searchsorted(table.rows, (top, bottom + 1)).tolist()
        # Else it is merged with the header or another column.
        if left == right and name in table.frame and top in table.rows[first:end][:1]:
            merges.append(Merge(name, first, end - 1, cells))
    return replace(table, findings=(*table.findings, *found), merges=tuple(merges))


def _edges(cells: str) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of 'F2:G4': columns from 0, rows from 1."""
    (left, top), (right, bottom) = re.findall(r"([A-Z]+)(\d+)", cells)
    first, last = (
        sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(name))) for name in (left, right)
    )
    return first - 1, int(top), last - 1, int(bottom)


def _check_order(path: Path, archive: ZipFile, part: str) -> None:
    """Refuse a sheet whose rows or cells do not ascend: openpyxl would drop some in silence.

    Row and cell numbers must ascend (ECMA-376, part 1, 18.3.1.73 and 18.3.1.4), and spreadsheet
    programs write them so; either may lack its number, and then follows the one before.
    """
    row, column, tail = 0, (0, b""), b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            text = tail + chunk
            cut = text.rfind(b"<")
            text, tail = text[:cut], text[cut:]
            for tag in _PLACED.finditer(text):
                kind, letters, digits = tag.groups()
                if kind == b"row":
                    number, column = int(digits) if digits else row + 1, (0, b"")
                    if number <= row:
                        message = f"row {number} stands after row {row}"
                        raise InputUnreadable(f"{path}: {part}: {message}", _SAVE_AGAIN)
                    row = number
                    continue
                place = (len(letters), letters) if letters else _next(column)
                if place <= column:
                    cell, last = (f"{c[1].decode()}{row}" for c in (place, column))
                    message = f"cell {cell} stands after cell {last}"
                    raise InputUnreadable(f"{path}: {part}: {message}", _SAVE_AGAIN)
                column = place


def _next(column: tuple[int, bytes]) -> tuple[int, bytes]:
    """Return the column after one, as (number of letters, letters)."""
    letters = bytearray(column[1])
    for at in reversed(range(len(letters))):
        if letters[at] < ord("Z"):
            letters[at] += 1
            return len(letters), bytes(letters)
        letters[at] = ord("A")
    return len(letters) + 1, b"A" + bytes(letters)


def _calculates(archive: ZipFile, part: str) -> bool:
    """Tell whether a sheet has an element whose name starts with f: formulas, among few others."""
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(1 << 20):
            if b"<f" in before + chunk:
                return True
            before = chunk[-1:]
    return False


def from_sheets(  # noqa: PLR0917 - two readers call it
    path: Path,
    sheets: dict[str, Sheet],
    formulas: dict[str, list[Formula]],
    name: str | None,
    hidden: Collection[str] = (),
    heading: Heading = first_row,
) -> tuple[RawTable, str, list[str]]:
    """Return table from a workbook's sheets, the name of the one that was read, and its heading.

    Parameters
    ----------
    path : Path
        The file.
    sheets : dict of str to list of (row number, cells)
        Rows with content, by sheet.
    formulas : dict of str to list of (row number, column number, text, has a result)
        Cells that are calculated, by sheet.
    name : str, optional
        The wanted sheet; the first with content that is not hidden if not given.
    hidden : collection of str
        Sheets that a spreadsheet program does not show.
    heading : callable, default `first_row`
        Says which row names the columns.

    Raises
    ------
    InputUnreadable
        If there is no such sheet, or none has content.
    """
    filled = [title for title, cells in sheets.items() if cells]
    wanted = name or next((t for t in filled if t not in hidden), next(iter(filled), None))
    if wanted is None or not sheets.get(wanted):
        raise InputUnreadable(
            f"{path}: no sheet {name!r} with content" if name else f"{path}: all sheets are empty",
            f"It has: {', '.join(filled) or 'none'}",
        )
    head = heading(path.name, sheets[wanted])
    rest = [
        row for at, row in enumerate(sheets[wanted]) if at > head.last and at not in head.left_out
    ]
    width = max([len(head.names), *(len(cells) for _, cells in rest)])
    header = head.names + [""] * (width - len(head.names))
    cells = [row + [None] * (width - len(row)) for _, row in rest]
    frame, rows, tags = tabular(str(path), header, cells, [number for number, _ in rest])
    notes = [*head.findings, *_formula_findings(path.name, header, formulas.get(wanted, []))]
    others = [f"{t!r}{' (hidden)' * (t in hidden)}" for t in filled if t != wanted]
    if others and name is None:
        message = f"sheet {wanted!r} was read, not {', '.join(others)}"
        notes.append(Finding(OTHER_SHEETS, message, file=path.name))
    return RawTable(path.name, frame, rows, tags=tags, findings=tuple(notes)), wanted, header


def _formula_findings(file: str, header: list[str], formulas: list[Formula]) -> Iterator[Finding]:
    with_result = sum(there for *_, there in formulas)
    if with_result:
        yield Finding(FORMULAS, f"calculated cells: {with_result}", file=file)
    for row, column, text, there in formulas:
        if not there:
            name = header[column - 1] if column <= len(header) else None
            message = "a formula without a stored result, read as empty"
            yield Finding(
                FORMULA_WITHOUT_RESULT, message, file=file, row=row, column=name, value=text
            )


def _formulas(sheet: Any, cells: Sheet) -> list[Formula]:
    """Return calculated cells of a sheet that was opened with its formulas."""
    sheet.reset_dimensions()
    stored = dict(cells)
    out = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                values = stored.get(cell.row, [])
                there = cell.column <= len(values) and values[cell.column - 1] is not None
                out.append((cell.row, cell.column, str(cell.value), there))
    return out


def _cells(sheet: Any) -> Sheet:
    sheet.reset_dimensions()
    rows = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MAX_ROWS:  # openpyxl would fill all rows up to a damaged number
            raise ValueError(f"a row beyond {_MAX_ROWS:,}, the most that a sheet can have")
        cells = [_value(v) for v in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows.append((number, cells))
    return rows


def _value(value: object) -> object:
    """Return a cell's value; dates as ISO text, a time of midnight left out."""
    match value:
        case datetime():
            day = value.time() == time(0)
            return value.date().isoformat() if day else value.isoformat()
        case date() | time():
            return value.isoformat()
        case bool():
            return "true" if value else "false"
        case str() if not value.strip():
            return None
        case _:
            return value
