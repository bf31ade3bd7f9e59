"""The result of a reader: rows as they are in the file, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import InputUnreadable
from geo.intake.readers.limits import check_limit, check_table
from geo.model.findings import Finding, Rule, rule
from geo.model.terms import Level

TOO_MANY_COLUMNS = rule(
    "too-many-columns",
    Level.ERROR,
    "A row has more cells than the header names.",
    "Quote texts that contain the delimiter.",
)
TOO_FEW_COLUMNS = rule(
    "too-few-columns",
    Level.ERROR,
    "A row has fewer cells than the header names.",
    "Check for a line break inside an unquoted text.",
)
READER_NOTE = rule(
    "reader-note",
    Level.WARNING,
    "GDAL said something about the file while reading it.",
    "Open the file in QGIS and look at the features it names.",
)
UNREADABLE_GEOMETRY = rule(
    "unreadable-geometry",
    Level.ERROR,
    "A geometry cannot be built from what the file holds; the feature is unmapped.",
    "Open the file in QGIS and repair the feature.",
)
MERGED_CELLS = rule(
    "merged-cells",
    Level.WARNING,
    "Cells of several rows are merged: their value stands in the first row, the others have none.",
    "If it holds for all of them, undo the merging, fill the cells, and import again.",
)


@dataclass(frozen=True)
class Merge:
    """Cells that are merged down one column.

    Attributes
    ----------
    column : str
        Its name.
    first, last : int
        Positions of the rows, from 0; the value stands in the first.
    cells : str
        As a spreadsheet program shows them: 'F2:F4'.
    """

    column: str
    first: int
    last: int
    cells: str


@dataclass(frozen=True)
class RawTable:
    """Rows as found in a file.

    Attributes
    ----------
    file : str
        File name, for findings.
    frame : DataFrame, shape (n, columns)
        Values as read; missing is None.
    rows : ndarray of int, shape (n,)
        Line in a text file, position from 1 in others.
    geometry : ndarray of shapely geometry, shape (n,), optional
        None where the file has none or it could not be built.
    crs : str, optional
        Coordinate reference system as the file declares it.
    findings : tuple of Finding
        Rows that could not be read.
    tags : mapping of str to str
        HXL tag of each column, if the file has a tag row.
    outlined : bool
        Whether the geometry was put together from rows with one point each.
    merges : tuple of Merge
        Of a spreadsheet.
    """

    file: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    geometry: npt.NDArray[np.object_] | None = None
    crs: str | None = None
    findings: tuple[Finding, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    outlined: bool = False
    merges: tuple[Merge, ...] = ()

    def finding(
        self,
        found: Rule,
        message: str,
        at: int | None = None,
        *,
        column: str | None = None,
        value: object = None,
        layer: str | None = None,
        feature_id: object = None,
    ) -> Finding:
        """Make a finding about this table.

        Parameters
        ----------
        found : Rule
        message : str
        at : int, optional
            Position of the row, from 0; None for the whole file.
        column : str, optional
        value : optional
            As it is in the file.
        layer : str, optional
        feature_id : optional
        """
        return Finding(
            found,
            message,
            layer=layer,
            feature_id=None if feature_id is None else str(feature_id),
            file=self.file,
            row=None if at is None else int(self.rows[at]),
            column=column,
            value=None if value is None else str(value),
        )


@dataclass(frozen=True)
class Head:
    """Where the rows of a table begin, and what their columns are called.

    Attributes
    ----------
    names : list of str
        Of each column; empty where it has none.
    last : int
        Position of the last row of the heading; the next one is the first of the table.
    left_out : frozenset of int
        Positions of later rows that somebody stated to be none of the table.
    findings : tuple of Finding
    known : int
        Number of columns that are known to be of the wanted layer; 0 where none is wanted.
    """

    names: list[str]
    last: int = 0
    left_out: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()
    known: int = 0


Cells = Sequence[object]
Heading = Callable[[str, Sequence[tuple[int, Cells]]], Head]


def first_row(file: str, rows: Sequence[tuple[int, Cells]]) -> Head:  # noqa: ARG001 - a `Heading`
    """Take the first row for the heading.

    Parameters
    ----------
    file : str
        Its name.
    rows : sequence of (row number, cells)
        Rows with content.
    """
    return Head([text_of(cell) for cell in rows[0][1]] if rows else [])


def text_of(cell: object) -> str:
    """Return the text of a cell, without spaces around it; nothing for an empty one."""
    return "" if cell is None else str(cell).strip()


def parse_each(values: pd.Series, read: Callable[[Any], object]) -> pd.Series:
    """Tell what `read` makes of each value that is there, as objects; missing is None.

    `Series.map` looks at what comes out, and makes its texts Arrow's; rows that are still to be
    checked change between the two at each step.
    """
    pairs = zip(values.tolist(), values.isna().tolist(), strict=True)
    read_ones = [None if gone else read(value) for value, gone in pairs]
    return pd.Series(read_ones, index=values.index, dtype=object)


def check_size(path: Path) -> None:
    """Refuse a text or XML file that would not fit in memory.

    Raises
    ------
    InputUnreadable
        If the file is larger than the limit of bytes.
    """
    check_limit("bytes", path.stat().st_size, path)


def tabulate(
    file: str, header: list[str], cells: list[list[object]], rows: list[int]
) -> tuple[pd.DataFrame, npt.NDArray[np.int64], dict[str, str]]:
    """Return frame from cells; blank cells become None, a row of HXL tags is taken out.

    Parameters
    ----------
    file : str
        File name, for errors.
    header : list of str, shape (columns,)
        Column names. A column without a name must be empty and is left out.
    cells : list of list, shape (n, columns)
        Values.
    rows : list of int, shape (n,)
        Position of each row in the file.

    Returns
    -------
    frame : DataFrame, shape (n, named columns)
    rows : ndarray of int, shape (n,)
    tags : dict
        HXL tag by column name.

    Raises
    ------
    InputUnreadable
        If there is no header, or a name occurs twice in it.
    """
    tags: dict[str, str] = {}
    if cells and _is_tag_row(cells[0]):
        pairs = zip(header, cells[0], strict=True)
        tags = {name: str(tag).strip() for name, tag in pairs if tag not in (None, "")}
        cells, rows = cells[1:], rows[1:]
    check_table(file, len(cells), len(header))
    frame = pd.DataFrame(cells, columns=range(len(header)), dtype=object)
    blank = frame.map(lambda v: v is None or (isinstance(v, str) and not v.strip()))
    frame = frame.mask(blank.astype(bool), None)
    unnamed = [i for i, name in enumerate(header) if not name]
    frame = frame.drop(columns=[i for i in unnamed if frame[i].isna().all()])
    filled = (~blank.all(axis=1)).to_numpy(dtype=bool)
    if not filled.all():  # a row of blank cells holds nothing that could be lost
        frame = frame[filled].reset_index(drop=True)
        rows = [row for row, there in zip(rows, filled.tolist(), strict=True) if there]
    frame.columns = pd.Index([header[int(i)] for i in frame.columns.tolist()], dtype="str")
    check_header(file, list(frame.columns))
    return frame, np.asarray(rows, dtype=np.int64), tags


def check_header(file: str, header: list[str]) -> None:
    """Refuse a header that does not name each column once.

    Raises
    ------
    InputUnreadable
        With the names that occur twice.
    """
    if not any(header):
        raise InputUnreadable(f"{file}: no header row", "The first row must name the columns.")
    twice = sorted({name or "(no name)" for name in header if header.count(name) > 1})
    if twice:
        raise InputUnreadable(
            f"{file}: column names occur twice: {', '.join(map(repr, twice))}",
            "Each column needs a name of its own; take out titles and merged cells above them.",
        )


def _is_tag_row(cells: list[object]) -> bool:
    """Tell whether this is the row of tags that the HXL standard puts under the header.

    Errors of a spreadsheet ('#N/A', '#REF!', '#NAME?') are no tags.
    """
    texts = [str(c).strip() for c in cells if c is not None and str(c).strip()]
    return bool(texts) and all(
        t[0] == "#" and t[1:2].isalpha() and not set(t) & set("!?/") for t in texts
    )
