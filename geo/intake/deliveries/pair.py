"""Hazards on one sheet, the turning points of their outlines on another: one table of both.

Each point gets the values of its hazard beside it, as if the office had delivered them so; from
there on it is a table with one row for each turning point (`geo.intake.deliveries.outlines`).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from geo.errors import InputUnreadable
from geo.intake.deliveries.mapping import guess_columns
from geo.intake.readers import RawTable
from geo.model.findings import rule
from geo.model.manifest import OUTLINE_POINT, POSITION, Import
from geo.model.schema import KeyedLayer
from geo.model.terms import Level
from geo.model.wording import counted

POINTS_OF_NONE = rule(
    "points-of-no-row",
    Level.WARNING,
    "Turning points name a key that no row of the other table has; their outline has no other "
    "values.",
    "Complete the other table, or correct the key.",
)

_SHOWN = 5
_BY, _ROW, _POINT = "\0key", "\0row", "\0point"  # no column of a file is called so


def with_points(raw: RawTable, points: RawTable, layer: KeyedLayer, how: Import) -> RawTable:
    """Put the turning points of one table beside the rows of another, by their key.

    Parameters
    ----------
    raw : RawTable
        Rows with the key and all values but the position.
    points : RawTable
        Rows with the same key and the position.
    layer : KeyedLayer
        Theirs.
    how : Import
        Columns, as far as they are stated.

    Returns
    -------
    RawTable
        One row for each point, by the order of the rows they belong to, and one for each row
        without points. The numbers of rows are those of the points, where there are any.

    Raises
    ------
    InputUnreadable
        If the key of either is not found, or one has geometry of its own.
    """
    if raw.geometry is not None or points.geometry is not None:
        raise InputUnreadable(
            f"{raw.file}: has geometry of its own", "Points are put beside rows of plain tables."
        )
    key = _key(raw, layer, how.columns.get(layer.key))
    theirs = _key(points, layer, key if key in points.frame else None)
    # A centre of the hazard is no point of its outline, and a remark on a point none on the hazard.
    guess = guess_columns([c for c in raw.frame.columns if c != key], layer)
    centre = [file for part, file in guess.items() if part in (*POSITION, *OUTLINE_POINT)]
    left = raw.frame.rename(columns={c: f"{c} ({how.from_layer})" for c in centre})
    right = points.frame.rename(columns={theirs: key})
    clash = {c: f"{c} ({how.points})" for c in right.columns if c != key and c in left}
    right = right.rename(columns=clash)
    left[_BY], left[_ROW] = _plain(raw.frame[key]), raw.rows
    again = left[_BY].duplicated() & left[_BY].notna()
    left.loc[again, _BY] = None  # the first has the points
    right[_BY], right[_POINT] = _plain(right[key]), points.rows
    lost = right[~right[_BY].isin(set(left[_BY].dropna()))]
    none = left[_BY].isna()
    both = left[~none].merge(right.drop(columns=key), on=_BY, how="left", sort=False)
    frame = pd.concat([both, left[none], lost], ignore_index=True)
    rows = frame[_POINT].fillna(frame[_ROW]).to_numpy(dtype=np.int64)
    frame = frame.drop(columns=[_BY, _ROW, _POINT]).astype(object)
    findings = [*raw.findings, *points.findings]
    keyed = lost[_BY].dropna()
    if names := list(dict.fromkeys(keyed)):
        shown = ", ".join(map(repr, names[:_SHOWN])) + " …" * (len(names) > _SHOWN)
        said = f"{counted(len(keyed), 'point')} of {counted(len(names), 'key')}: {shown}"
        findings.append(raw.finding(POINTS_OF_NONE, said, column=theirs))
    return replace(
        raw,
        frame=frame.where(frame.notna(), None),
        rows=rows,
        geometry=None,
        crs=None,
        findings=tuple(findings),
        tags={**points.tags, **raw.tags},
        merges=(),
    )


def _key(table: RawTable, layer: KeyedLayer, stated: str | None) -> str:
    columns = list(table.frame.columns)
    name = stated or guess_columns(columns, layer).get(layer.key)
    if name not in columns:
        raise InputUnreadable(
            f"{table.file}: no column with the {layer.key}, found {', '.join(columns)}",
            f"Call it {layer.key} in both tables, or state it: --column {layer.key}=COLUMN.",
        )
    return name


def _plain(keys: pd.Series) -> pd.Series:
    return keys.map(lambda v: str(v).strip(), na_action="ignore").astype(object)
