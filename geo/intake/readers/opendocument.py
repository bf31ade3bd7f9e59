"""OpenDocument spreadsheets (ODS, ISO/IEC 26300): typed values of the cells.

Read here and not by calamine (0.9), which refuses what GDAL writes: line breaks between the cells
of a row ('Expecting table-cell, found Text').
"""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from geo.errors import InputUnreadable
from geo.files import working_folder
from geo.intake.readers.archive import open_archive
from geo.intake.readers.limits import check_limit
from geo.intake.readers.office import MAX_ROWS
from geo.intake.readers.raw import Heading, RawTable, first_row
from geo.intake.readers.spreadsheet import (
    DAMAGED,
    Area,
    Formula,
    Sheet,
    choose_sheet,
    with_merges,
)
from geo.intake.readers.xml import local_name, parse_xml

_MAX_COLUMNS = 16_384
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read_ods(path: Path, *, layer: str | None = None, heading: Heading = first_row) -> RawTable:
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
    with open_archive(path) as archive, working_folder() as folder:
        try:
            content = Path(archive.extract("content.xml", folder))
        except (*DAMAGED, RuntimeError) as error:
            raise InputUnreadable(
                f"{path}: not an OpenDocument file: {error}", "Save it again."
            ) from None
        root = parse_xml(content, "document-content")
    sheets: dict[str, Sheet] = {}
    formulas: dict[str, list[Formula]] = {}
    merged: dict[str, list[Area]] = {}
    hidden = set()
    styles = _hiding(root)
    for table in root.iter(f"{_TABLE}table"):
        title = table.get(f"{_TABLE}name", "")
        sheets[title], formulas[title], merged[title] = _cells(path, table)
        if table.get(f"{_TABLE}style-name") in styles:
            hidden.add(title)
    read, title, header = choose_sheet(path, sheets, formulas, layer, hidden, heading)
    return with_merges(read, header, merged[title])


def _hiding(root: Element) -> set[str]:
    """Return names of the styles of tables that are not shown."""
    return {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        if any(p.get(f"{_TABLE}display") == "false" for p in style)
    }


def _cells(path: Path, table: Element) -> tuple[Sheet, list[Formula], list[Area]]:
    """Return rows with content, calculated cells, and cells merged over several rows."""
    rows: Sheet = []
    held = 0
    formulas: list[Formula] = []
    merged: list[Area] = []
    number = 0
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = _count(row, "number-rows-repeated")
        cells: list[object] = []
        for cell in row:
            if local_name(cell) not in ("table-cell", "covered-table-cell"):
                continue
            value = _value(cell)
            times = _count(cell, "number-columns-repeated")
            if (text := cell.get(f"{_TABLE}formula")) is not None:
                formulas.append((number + 1, len(cells) + 1, text, value is not None))
            if value is not None and (down := _count(cell, "number-rows-spanned")) > 1:
                across = _count(cell, "number-columns-spanned")
                left, top = len(cells), number + 1
                merged.append((left, top, left + across - 1, top + down - 1))
            # Blank cells are repeated to the edge of the sheet; they matter only in between.
            if value is not None and len(cells) + times > _MAX_COLUMNS:
                raise InputUnreadable(
                    f"{path}: row {number + 1} has {len(cells) + times} cells",
                    f"Expected at most {_MAX_COLUMNS}.",
                )
            cells.extend([value] * min(times, _MAX_COLUMNS))
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            if repeated > 10_000:
                raise InputUnreadable(
                    f"{path}: row {number + 1} is repeated {repeated} times", "Save it again."
                )
            held += len(cells) * repeated
            if number + repeated > MAX_ROWS:
                raise InputUnreadable(
                    f"{path}: a row beyond {MAX_ROWS:,}, the most that a sheet can have",
                    "Save it again.",
                )
            check_limit("cells", held, path)
            rows += [(number + 1 + i, list(cells)) for i in range(repeated)]
        number += repeated
    return rows, formulas, merged


def _count(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(int(text), 1) if text.isdigit() and len(text) < 10 else 1


def _value(cell: Element) -> object:
    match cell.get(f"{_OFFICE}value-type"):
        case "float" | "percentage" | "currency":
            text = cell.get(f"{_OFFICE}value", "")
            try:
                return int(text) if text.lstrip("-").isdigit() else float(text)
            except ValueError:
                return text or None
        case "date":
            return cell.get(f"{_OFFICE}date-value", "").removesuffix("T00:00:00") or None
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value")
        case _:
            paragraphs = [p for p in cell if local_name(p) == "p"]
            text = "\n".join("".join(p.itertext()) for p in paragraphs)
            return text if text.strip() else None
