"""Office Open XML workbooks (XLSX): values as stored, formulas by their last result."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import numpy as np
from defusedxml import DefusedXmlException
from python_calamine import CalamineError, CalamineSheet, load_workbook

from geo.errors import InputUnreadable
from geo.files import working_folder
from geo.intake.readers.archive import open_archive
from geo.intake.readers.office import SheetPart, cell_name, copy_workbook
from geo.intake.readers.raw import MERGED_CELLS, Heading, Merge, RawTable, first_row, tabulate
from geo.model.findings import Finding, rule
from geo.model.terms import Level

# What damaged parts raise is not documented; these were met by fuzzing.
DAMAGED = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    CalamineError,
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

_TELLING = 2  # columns with known names: fewer may be chance
_WHOLE = 2**53  # whole numbers up to here are exact as floating-point numbers

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
Area = tuple[int, int, int, int]  # left, top, right, bottom: columns from 0, rows from 1


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
    sheets: dict[str, Sheet] = {}
    formulas: dict[str, list[Formula]] = {}
    merged: dict[str, list[Area]] = {}
    with open_archive(path) as archive, working_folder() as folder:
        try:
            parts = copy_workbook(path, archive, copy := folder / "book.xlsx")
            with _panics_caught(), load_workbook(copy) as book:
                for part in parts:
                    sheet = book.get_sheet_by_name(part.title)
                    sheets[part.title] = rows = _cells(sheet, part)
                    formulas[part.title] = _formulas(part, rows)
                    merged[part.title] = [
                        (left, top + 1, right, bottom + 1)
                        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
                        if top != bottom
                    ]
        except InputUnreadable:
            raise
        except DAMAGED as error:
            raise InputUnreadable(f"{path}: damaged workbook: {error}", "Save it again.") from None
    hidden = {part.title for part in parts if part.hidden}
    table, title, header = choose_sheet(path, sheets, formulas, layer, hidden, heading)
    return with_merges(table, header, merged[title])


def with_merges(table: RawTable, header: Sequence[object], merged: Sequence[Area]) -> RawTable:
    """Say of a table which cells are merged over several rows.

    Parameters
    ----------
    table : RawTable
        As read from a sheet.
    header : sequence
        Cells of the header, from the first column of the sheet.
    merged : sequence of (left, top, right, bottom)
        Columns from 0, rows from 1.
    """
    found, merges = [], []
    for left, top, right, bottom in merged:
        if not len(table.rows) or bottom < table.rows[0]:
            continue  # of the heading, or above it
        cells = f"{cell_name(left + 1, top)}:{cell_name(right + 1, bottom)}"
        message = f"cells {cells} are merged: only the first row has their value"
        found.append(Finding(MERGED_CELLS, message, file=table.file, row=top, value=cells))
        name = str(header[left] or "").strip() if left < len(header) else ""
        first, end = np.searchsorted(table.rows, (top, bottom + 1)).tolist()
        # Else it is merged with the header or another column.
        if left == right and name in table.frame and top in table.rows[first:end][:1]:
            merges.append(Merge(name, first, end - 1, cells))
    return replace(table, findings=(*table.findings, *found), merges=tuple(merges))


def choose_sheet(  # noqa: PLR0917 - two readers call it
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
        The wanted sheet. If not given, of those that are not hidden the one with most columns that
        `heading` knows; where it knows none, the first with content.
    hidden : collection of str
        Sheets that a spreadsheet program does not show.
    heading : callable, default `first_row`
        Says which row names the columns.

    Raises
    ------
    InputUnreadable
        If there is no such sheet, none has content, or several look like what is wanted.
    """
    filled = [title for title, cells in sheets.items() if cells]
    shown = [t for t in filled if t not in hidden] or filled
    wanted = name or _fitting(path, {t: sheets[t] for t in shown}, heading)
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
    frame, rows, tags = tabulate(str(path), header, cells, [number for number, _ in rest])
    notes = [*head.findings, *_formula_findings(path.name, header, formulas.get(wanted, []))]
    others = [f"{t!r}{' (hidden)' * (t in hidden)}" for t in filled if t != wanted]
    if others and name is None:
        message = f"sheet {wanted!r} was read, not {', '.join(others)}"
        notes.append(Finding(OTHER_SHEETS, message, file=path.name))
    return RawTable(path.name, frame, rows, tags=tags, findings=tuple(notes)), wanted, header


def _fitting(path: Path, sheets: dict[str, Sheet], heading: Heading) -> str | None:
    """Return the sheet that is likeliest to be meant; the first where nothing tells."""
    known: dict[str, int] = {}
    for title, cells in sheets.items() if len(sheets) > 1 else ():
        try:
            head = heading(path.name, cells)
        except InputUnreadable:  # it is told once the sheet is read
            continue
        if len(cells) > head.last + 1:
            known[title] = head.known
    most = max(known.values(), default=0)
    alike = [title for title, number in known.items() if number == most]
    if most < _TELLING:
        return next(iter(sheets), None)
    if len(alike) > 1:
        raise InputUnreadable(
            f"{path}: sheets {', '.join(map(repr, alike))} look alike: which one is meant?",
            "Name it: --from-layer SHEET; the others are imports of their own (--name).",
        )
    return alike[0]


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


@contextmanager
def _panics_caught() -> Iterator[None]:
    """Turn a panic of calamine, which Python's usual errors do not include, into a `ValueError`."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from None


def _formulas(part: SheetPart, rows: Sheet) -> list[Formula]:
    """Return calculated cells of a sheet, and for each if its result is stored."""
    if not part.formulas:
        return []
    stored = dict(rows)
    return [
        (row, column, text, column <= len(cells) and cells[column - 1] is not None)
        for row, column, text in part.formulas
        for cells in (stored.get(row, []),)
    ]


def _cells(sheet: CalamineSheet, part: SheetPart) -> Sheet:
    """Return rows with content; what calamine does not hand on is put in its place."""
    table: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    for (row, column), value in part.exact.items():
        if row > len(table) or column > len(table[row - 1]):
            raise ValueError(f"cell {cell_name(column, row)} was not read: {value}")
        table[row - 1][column - 1] = value
    rows = []
    for number, row_of in enumerate(table, start=1):
        cells = [_value(v) for v in row_of]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            rows.append((number, cells))
    return rows


def _value(value: object) -> object:
    """Return a cell's value; dates as ISO text, a time of midnight left out."""
    match value:
        case str():
            return value if value and not value.isspace() else None
        case bool():
            return "true" if value else "false"
        case float():
            return int(value) if value.is_integer() and abs(value) < _WHOLE else value
        case datetime():
            day = value.time() == time(0)
            return value.date().isoformat() if day else value.isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return value
