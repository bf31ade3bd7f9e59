"""Office Open XML workbooks (XLSX): values as stored, formulas by their last result."""

from __future__ import annotations

import warnings
import zlib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from defusedxml import DefusedXmlException

from geo.errors import InputUnreadable
from geo.readers.archive import checked_archive
from geo.readers.raw import RawTable, tabular

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


def read_xlsx(path: Path, *, layer: str | None = None) -> RawTable:
    """Read one sheet of a workbook. The first row with content is the header.

    Parameters
    ----------
    path : Path
        The file.
    layer : str, optional
        Name of the sheet; the first one with content if not given.

    Raises
    ------
    InputUnreadable
        If the file is damaged or a bomb, has no such sheet or no header.
    """
    import openpyxl  # noqa: PLC0415 - a quarter of a second that most commands need not wait

    with checked_archive(path):
        pass
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # parts that openpyxl does not keep: charts, styles
            # read-only: sheets are streamed, and a declared size of a million rows costs nothing
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            sheets = {sheet.title: _cells(sheet) for sheet in book.worksheets}
            book.close()
    except DAMAGED as error:
        raise InputUnreadable(f"{path}: damaged workbook: {error}", "Save it again.") from None
    return from_sheets(path, sheets, layer)


def from_sheets(
    path: Path, sheets: dict[str, list[tuple[int, list[object]]]], name: str | None
) -> RawTable:
    """Table from a workbook's sheets.

    Parameters
    ----------
    path : Path
        The file.
    sheets : dict of str to list of (row number, cells)
        Rows with content, by sheet.
    name : str, optional
        The wanted sheet; the first with content if not given.

    Raises
    ------
    InputUnreadable
        If there is no such sheet, or none has content.
    """
    filled = [title for title, cells in sheets.items() if cells]
    wanted = name or next(iter(filled), None)
    if wanted is None or not sheets.get(wanted):
        raise InputUnreadable(
            f"{path}: no sheet {name!r} with content" if name else f"{path}: all sheets are empty",
            f"It has: {', '.join(filled) or 'none'}",
        )
    (_, first), *rest = sheets[wanted]
    width = max(len(cells) for _, cells in sheets[wanted])
    header = ["" if c is None else str(c).strip() for c in first]
    header += [""] * (width - len(header))
    cells = [row + [None] * (width - len(row)) for _, row in rest]
    frame, rows, tags = tabular(str(path), header, cells, [number for number, _ in rest])
    return RawTable(path.name, frame, rows, tags=tags)


def _cells(sheet: Any) -> list[tuple[int, list[object]]]:
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
    """A cell's value; dates as ISO text, a time of midnight left out."""
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
