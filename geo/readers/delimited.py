"""Delimited text (CSV, TSV), UTF-8 with or without byte order mark."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from geo.errors import InputUnreadable
from geo.findings import Finding
from geo.readers.raw import TOO_FEW_COLUMNS, TOO_MANY_COLUMNS, RawTable


def read_delimited(path: Path) -> RawTable:
    """Read a delimited text file; every value stays text, an empty cell becomes None.

    A row with too many or too few cells is rejected with its line number.

    Raises
    ------
    InputUnreadable
        If the file is not UTF-8, has no header, or a column name stands twice in it.
    """
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    kept: list[list[str]] = []
    lines: list[int] = []
    findings: list[Finding] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=delimiter, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check_header(path, header)
            first = reader.line_num + 1
            for cells in reader:
                line, first = first, reader.line_num + 1
                if not cells:
                    continue
                if len(cells) != len(header):
                    found = TOO_MANY_COLUMNS if len(cells) > len(header) else TOO_FEW_COLUMNS
                    findings.append(
                        Finding(
                            found,
                            f"{len(cells)} cells where the header has {len(header)}",
                            file=path.name,
                            row=line,
                            value=delimiter.join(cells)[:200],
                        )
                    )
                    continue
                kept.append(cells)
                lines.append(line)
    except UnicodeDecodeError as error:
        raise InputUnreadable(
            f"{path}: not UTF-8 at byte {error.start}", "Save it as UTF-8 (CSV UTF-8 in Excel)."
        ) from None
    except csv.Error as error:
        raise InputUnreadable(
            f"{path}: line {reader.line_num}: {error}", "Check the quotes around texts."
        ) from None
    frame = pd.DataFrame(kept, columns=header, dtype=object)
    frame = frame.mask(frame.apply(lambda column: column.str.strip() == ""), None)
    return RawTable(path.name, frame, np.asarray(lines, dtype=np.int64), findings=tuple(findings))


def _check_header(path: Path, header: list[str]) -> None:
    if not any(header):
        raise InputUnreadable(f"{path}: no header row", "The first row must name the columns.")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise InputUnreadable(
            f"{path}: column names stand twice: {', '.join(map(repr, twice))}",
            "Each column needs a name of its own.",
        )
