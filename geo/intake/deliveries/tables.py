"""The CSV file of a delivered table: rows that people wrote stay as they are, in their order."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pandas as pd

from geo.errors import InputUnreadable
from geo.files import replacing
from geo.intake.readers import RawTable, read
from geo.model.manifest import LayerInput
from geo.model.schema import KeyedLayer, Kind
from geo.model.wording import counted


def read_table(folder: Path, given: LayerInput, layer: KeyedLayer) -> pd.DataFrame:
    """Return rows of a table's file, with exactly the layer's columns; numbers as numbers.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    given : LayerInput
        File, and its names for the schema's columns; no rows if the file is not there.
    layer : KeyedLayer
        Whose rows they are.

    Raises
    ------
    InputUnreadable
        If rows of the file cannot be read: writing it again would lose them.
    """
    raw = _raw(folder / given.file)
    if raw is None:
        return pd.DataFrame(columns=layer.names, dtype=object)
    names = {given.columns.get(n, n): n for n in layer.names}
    frame = raw.frame.rename(columns=names).reindex(columns=layer.names).astype(object)
    for column in layer.columns:
        if column.kind in (Kind.REAL, Kind.INTEGER):
            frame[column.name] = frame[column.name].map(_number, na_action="ignore")
    return frame.where(frame.notna(), None)


def write_table(
    frame: pd.DataFrame, folder: Path, given: LayerInput, layer: KeyedLayer, delivery: str
) -> None:
    """Write the rows of one delivery into a table's file, after all others.

    Parameters
    ----------
    frame : DataFrame
        Rows of the layer; those of other deliveries, and those that people wrote, are taken from
        the file, cell by cell as they are there.
    folder : Path
        The dataset's folder.
    given : LayerInput
        File, and its names for the schema's columns.
    layer : KeyedLayer
        Whose rows they are.
    delivery : str
        Name of the import.

    Raises
    ------
    WriteFailed
        If the folder cannot be written to or the disk is full; the old file stays whole.
    """
    path = folder / given.file
    raw = _raw(path)
    names = [c.name for c in layer.columns if not c.derived]
    files = [given.columns.get(n, n) for n in names]
    header = [] if raw is None else list(raw.frame.columns)
    header += [f for f in files if f not in header]
    lines: list[list[object]] = []
    if raw is not None:
        if raw.tags:
            lines.append([raw.tags.get(name, "") for name in header])
        others = raw.frame.reindex(columns=header)
        if (mark := given.columns.get("delivery", "delivery")) in raw.frame:
            others = others[(others[mark] != delivery).to_numpy()]
        lines += others.astype(object).where(others.notna(), "").to_numpy().tolist()
    ours = frame[(frame["delivery"] == delivery).to_numpy()]
    at = dict(zip(files, names, strict=True))
    columns = [ours[at[f]].map(_text).tolist() if f in at else [""] * len(ours) for f in header]
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([*lines, *zip(*columns, strict=True)])


def _raw(path: Path) -> RawTable | None:
    if not path.exists():
        return None
    raw = read(path)
    bad = [f for f in raw.findings if f.row is not None and f.rule.code.startswith("too-")]
    if bad:
        raise InputUnreadable(
            f"{path}: {counted(len(bad), 'row')} cannot be read, the first in line {bad[0].row}",
            "Correct them first: an import writes the file again, and would lose them.",
        )
    return raw


def _number(text: object) -> object:
    try:
        return float(str(text))
    except ValueError:
        return text


def _text(value: Any) -> str:
    """Return a cell; a whole number without decimals."""
    if value is None or pd.isna(value):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
