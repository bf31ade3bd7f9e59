"""CSV with HXL tags and XLSX: tables for people, positions in columns.

A text that a spreadsheet would take for a formula is made harmless (OWASP, 'CSV injection').
"""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import shapely

from geo.export.archive import write_zip
from geo.export.features import (
    add_citations,
    check_free,
    cite_in_full,
    column_of,
    describe,
    mark_synthetic,
    plain,
    points_only,
    shapes,
    with_claims,
)
from geo.files import replacing
from geo.model.dataset import Dataset
from geo.model.formulas import escape_formula, is_formula
from geo.model.layers import LAYERS
from geo.model.schema import Kind

# openpyxl writes with lxml where that is installed, whose errors on a full disk are its own.
os.environ.setdefault("OPENPYXL_LXML", "False")

_EPOCH = datetime(2000, 1, 1)  # workbooks know no time zone
_LONGEST = 32_767  # characters in a cell of a workbook
_NUMBERS = (Kind.REAL, Kind.INTEGER, Kind.BOOLEAN)


def export_csv(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one CSV file (UTF-8) for each layer, with a row of HXL tags under the header.

    Points have `longitude` and `latitude`, other geometry `wkt` (EPSG:4326). A text that starts
    like a formula gets an apostrophe before it. Parameters, returns and raises as
    `export_geojson`; `layers` may name any layer or table.
    """
    frames = _tables(dataset, layers)
    paths = {name: Path(folder) / f"{name}.csv" for name in frames}
    check_free(paths.values(), overwrite)
    for name, frame in frames.items():
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(frame.columns)
        described = {c: column_of(name, c) for c in frame.columns}
        tags = [column.hxl for column in described.values()]
        # A tag row of nothing but blanks would read as data.
        if any(tags):
            writer.writerow(tags)
        texts = {c for c, column in described.items() if column.kind not in _NUMBERS}
        columns = [
            [escape_formula(v) if c in texts else _number(v) for v in plain(frame[c])]
            for c in frame.columns
        ]
        writer.writerows(zip(*columns, strict=True))
        with replacing(paths[name]) as temporary:
            temporary.write_text(text.getvalue(), encoding="utf-8", newline="")
    return list(paths.values())


def export_xlsx(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one workbook: a sheet for each layer, one of the columns, one about the dataset.

    Texts are stored as texts, so none is a formula. A text longer than a cell holds is cut, and
    ends in '…'. Parameters, returns and raises as `export_geojson`; `layers` may name any layer
    or table.
    """
    frames = _tables(dataset, layers)
    path = Path(folder) / f"{dataset.meta.name}.xlsx"
    check_free([path], overwrite)
    import openpyxl  # noqa: PLC0415 - a quarter of a second that other formats need not wait

    # From the first row on: openpyxl keeps sheets in files of its own.
    with replacing(path) as temporary:
        book = openpyxl.Workbook(write_only=True)
        book.properties.created = _EPOCH
        book.properties.creator = "clearance-atlas"
        try:
            _fill(book, frames)
            sheet = book.create_sheet("about")
            for text in (dataset.meta.title, *describe(dataset)):
                sheet.append([_cell(sheet, text)])
            saved = io.BytesIO()
            book.save(saved)
        except OSError:
            for sheet in book.worksheets:  # else each complains when it is thrown away
                with suppress(OSError, ValueError):
                    sheet.close()
            raise
        write_zip(temporary, _without_times(saved))
    return [path]


def _fill(book: Any, frames: Mapping[str, pd.DataFrame]) -> None:
    """Return a sheet for each table, and one that describes their columns."""
    for name, frame in frames.items():
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        sheet.append([_cell(sheet, c, bold=True) for c in frame.columns])
        for row in zip(*(plain(frame[c]) for c in frame.columns), strict=True):
            sheet.append([_cell(sheet, v) for v in row])
    described = book.create_sheet("columns")
    names = ("layer", "column", "title", "description", "unit", "values")
    described.append([_cell(described, n, bold=True) for n in names])
    for name, frame in frames.items():
        for column in (column_of(name, c) for c in frame.columns):
            terms = ", ".join(column.domain) if column.domain else ""
            row = (name, column.name, column.title, column.description, column.unit, terms)
            described.append([_cell(described, v or None) for v in row])


def count_formulas(dataset: Dataset, layers: list[str] | None = None) -> int:
    """Tell how many texts start like a formula."""
    count = 0
    for name, frame in _tables(dataset, layers).items():
        for column in frame.columns:
            if column_of(name, column).kind not in _NUMBERS:
                count += int(frame[column].map(is_formula).sum())
    return count


def _tables(dataset: Dataset, layers: list[str] | None) -> dict[str, pd.DataFrame]:
    names = layers or [*with_claims(dataset), "sources", "citations"]
    return {name: _table(dataset, name) for name in names}


def _table(dataset: Dataset, name: str) -> pd.DataFrame:
    if name == "citations":
        return cite_in_full(dataset)
    if not LAYERS[name].geometry:
        return mark_synthetic(dataset, name)
    frame = add_citations(dataset, name) if name != "basemap" else mark_synthetic(dataset, name)
    geometry = shapes(frame)
    frame = pd.DataFrame(frame.drop(columns="geometry"))
    if points_only(geometry):
        position = {"longitude": shapely.get_x(geometry), "latitude": shapely.get_y(geometry)}
        if "longitude" in frame:  # where the layer has its own, they may be empty
            position = {c: frame[c].fillna(pd.Series(v, frame.index)) for c, v in position.items()}
        return frame.assign(**position)
    return frame.assign(wkt=shapely.to_wkt(geometry, rounding_precision=-1))


def _number(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        # Control characters are not allowed in XML at all.
        value = "".join(c for c in value if c >= " " or c in "\t\n")
        if len(value) > _LONGEST:
            value = value[: _LONGEST - 1] + "…"
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415

    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # else '=…' becomes a formula
    if bold:
        cell.font = Font(bold=True)
    return cell


def _without_times(book: io.BytesIO) -> dict[str, bytes]:
    """Return members of a workbook, without the times at which it and its parts were written."""
    with zipfile.ZipFile(book) as archive:
        members = {name: archive.read(name) for name in sorted(archive.namelist())}
    about = members["docProps/core.xml"]
    members["docProps/core.xml"] = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", about
    )
    return members
