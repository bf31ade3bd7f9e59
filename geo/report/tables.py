"""Treaty tables and other tables to hand in, as XLSX, CSV, DOCX or PDF."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import InputUnreadable, NeedsExtra, OutputExists
from geo.files import replacing
from geo.model.dataset import Dataset
from geo.model.formulas import escape_formula
from geo.model.lists import join, split
from geo.model.version import version
from geo.report.blocks import NOT_RECORDED, Sheet, bullets, cut, footer, heading, table
from geo.report.treaty import Treaty
from geo.report.typeset import typeset

# openpyxl writes with lxml where that is installed, whose errors on a full disk are its own.
os.environ.setdefault("OPENPYXL_LXML", "False")

FORMS = (".xlsx", ".csv", ".docx", ".pdf")
_EPOCH = datetime(2000, 1, 1)


def write_tables(
    dataset: Dataset,
    title: str,
    tables: Mapping[str, tuple[str, pd.DataFrame]],
    path: Path | str,
    *,
    notes: Iterable[str] = (),
    overwrite: bool = False,
) -> Path:
    """Write tables to one file; missing cells are 'not recorded'.

    Parameters
    ----------
    dataset : Dataset
        Named at the foot, with its date and version.
    title : str
    tables : mapping of str to (str, DataFrame)
        Title and rows by short name; a column ``evidence`` holds ids joined by ';'.
    path : Path or str
        .xlsx (a sheet a table, and one with every line of evidence), .csv (one cell a line),
        .docx or .pdf.
    notes : iterable of str
    overwrite : bool

    Raises
    ------
    InputUnreadable
        If the ending is none of these.
    OutputExists
    NeedsExtra
        For .docx and .pdf, without the extra ``report``.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMS:
        raise InputUnreadable(
            f"{path}: unknown ending {path.suffix!r}", f"Expected {', '.join(FORMS)}."
        )
    if path.exists() and not overwrite:
        raise OutputExists(path)
    foot = footer(dataset, version(dataset))
    said = [*notes, *foot]
    make = {".xlsx": _xlsx, ".csv": _csv, ".docx": _docx, ".pdf": _pdf}[path.suffix.lower()]
    content = make(title, tables, said)
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    return path


def write_treaty(
    dataset: Dataset, treaty: Treaty, path: Path | str, *, overwrite: bool = False
) -> Path:
    """Write the tables of a year; see `write_tables`."""
    named = {name: (treaty.titles[name], frame) for name, frame in treaty.tables.items()}
    title = f"{dataset.meta.title}: {treaty.year}"
    return write_tables(dataset, title, named, path, notes=treaty.notes, overwrite=overwrite)


def _missing(value: Any) -> bool:
    return value is None or value == "" or bool(pd.isna(value))


def _text(name: str, value: Any) -> str:
    if name == "evidence":
        return "" if _missing(value) else str(value)
    if _missing(value):
        return NOT_RECORDED
    if isinstance(value, float):
        return f"{round(value):,}" if name.endswith("_m2") else f"{value:,g}"
    return str(value)


def _cell(name: str, value: Any) -> Any:
    """Return a value for a spreadsheet: numbers as numbers, no text that starts like a formula."""
    if isinstance(value, int | float) and not _missing(value):
        return value
    return escape_formula(_text(name, value))


def _evidence(tables: Mapping[str, tuple[str, pd.DataFrame]]) -> list[tuple[str, int, str]]:
    return [
        (name, number, one)
        for name, (_, frame) in tables.items()
        if "evidence" in frame
        for number, ids in enumerate(frame["evidence"], 1)
        for one in split(ids)
    ]


def _xlsx(title: str, tables: Mapping[str, tuple[str, pd.DataFrame]], said: list[str]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook()
    about = book.active
    assert about is not None
    about.title = "about"
    for line in (title, *said):
        about.append([_cell("", line)])
    for name, (heading_, frame) in tables.items():
        sheet = book.create_sheet(name)
        sheet.append([heading_])
        sheet.append([str(column) for column in frame.columns])
        for row in (1, 2):
            for cell in sheet[row]:
                cell.font = Font(bold=True)
        for values in frame.itertuples(index=False, name=None):
            pairs = zip(frame.columns, values, strict=True)
            # A cell of a workbook holds 32,767 letters; the ids are all in the sheet of evidence.
            sheet.append([
                cell[:30_000] if isinstance(cell, str) else cell
                for cell in (_cell(str(c), v) for c, v in pairs)
            ])  # fmt: skip
    sheet = book.create_sheet("evidence")
    sheet.append(["table", "line", "id"])
    for found in _evidence(tables):
        sheet.append(list(found))
    book.properties.creator = "Clearance Atlas"
    book.properties.created = book.properties.modified = _EPOCH
    file = io.BytesIO()
    book.save(file)
    return _same_time(file.getvalue())


def _same_time(content: bytes) -> bytes:
    """Return a zip archive with the same entries and no time of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            data = old.read(name)
            if name == "docProps/core.xml":  # openpyxl writes the time of saving
                stamp = _EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
                head, tag, rest = data.partition(b"<dcterms:modified")
                start, end = rest.find(b">") + 1, rest.find(b"</dcterms:modified>")
                data = head + tag + rest[:start] + stamp + rest[end:] if tag else data
            new.writestr(entry, data)
    return out.getvalue()


def _csv(title: str, tables: Mapping[str, tuple[str, pd.DataFrame]], said: list[str]) -> bytes:
    """One cell a line, so that tables of different columns are one file; with a BOM for Excel."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["table", "line", "column", "value", "evidence"])
    for name, (_, frame) in tables.items():
        for number, row in enumerate(frame.to_dict("records"), 1):
            evidence = _text("evidence", row.get("evidence"))
            for column, value in row.items():
                if column != "evidence":
                    cell = _cell(str(column), value)
                    writer.writerow([name, number, column, cell, _cell("evidence", evidence)])
    for number, line in enumerate((title, *said), 1):
        writer.writerow(["about", number, "text", _cell("", line), ""])
    return text.getvalue().encode("utf-8-sig")


def _short(name: str, value: Any) -> str:
    """Return a cell for paper; long lists of ids are counted, they are whole in the workbook."""
    text = _text(name, value)
    if name == "evidence" and len(ids := split(text)) > 3:
        return f"{len(ids)} rows: {join(ids[:2])}; …"
    return cut(text, 200)


def _docx(title: str, tables: Mapping[str, tuple[str, pd.DataFrame]], said: list[str]) -> bytes:
    try:
        from docx import Document  # noqa: PLC0415
        from docx.shared import Pt  # noqa: PLC0415
    except ImportError:
        raise NeedsExtra("writing DOCX", "python-docx", "report") from None
    document = Document()
    core = document.core_properties
    core.created = core.modified = _EPOCH
    core.author, core.title = "Clearance Atlas", title
    document.add_heading(title, 1)
    for heading_, frame in tables.values():
        document.add_heading(heading_, 2)
        grid = document.add_table(rows=1, cols=len(frame.columns), style="Table Grid")
        for cell, column in zip(grid.rows[0].cells, frame.columns, strict=True):
            cell.text = str(column)
        for values in frame.itertuples(index=False, name=None):
            cells = grid.add_row().cells
            for cell, column, value in zip(cells, frame.columns, values, strict=True):
                cell.text = _short(str(column), value)
        for row in grid.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    for run in paragraph.runs:
                        run.font.size = Pt(7)
    for line in said:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return _same_time(file.getvalue())


def _pdf(title: str, tables: Mapping[str, tuple[str, pd.DataFrame]], said: list[str]) -> bytes:
    sheet = Sheet(title, said[-3:], landscape=True)
    sheet.add(heading(title, 1))
    for heading_, frame in tables.values():
        numbers = [i for i, c in enumerate(frame.columns) if str(c).endswith(("_m2", "_areas"))]
        rows = [
            [_short(str(c), v) or {"text": ""} for c, v in zip(frame.columns, values, strict=True)]
            for values in frame.itertuples(index=False, name=None)
        ]
        head = [str(c).replace("_m2", ", m²").replace("_", " ") for c in frame.columns]
        sheet.add(heading(heading_))
        sheet.add(table(head, rows, widths=[1] * len(head), right=numbers, size=6))
    if notes := said[:-3]:
        sheet.add(heading("Notes"), bullets(notes))
    return typeset(sheet)[0]
