"""Cells of a spreadsheet that are merged down the key: one hazard over the rows of its points.

What a merge says is that its value holds for all its rows. It is taken at its word only where the
rows are points of outlines: of other tables, all but one row of a key would be lost in a build.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geo.intake.deliveries.outlines import is_list_of_points
from geo.intake.readers import RawTable
from geo.intake.readers.raw import MERGED_CELLS
from geo.model.findings import rule
from geo.model.manifest import Import
from geo.model.schema import KeyedLayer
from geo.model.terms import Level
from geo.model.wording import counted

FILLED = rule(
    "merged-keys-filled",
    Level.INFO,
    "The key of outlines is merged over the rows of their points; it was read for all of them, as "
    "was what else is merged there.",
    "Nothing to do, if the rows of a merge are points of one outline.",
)


def fill_merged(raw: RawTable, layer: KeyedLayer, how: Import) -> RawTable:
    """Put the value of cells that are merged down a column into all rows that they cover.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    layer : KeyedLayer
        Theirs.
    how : Import
        Columns of key and position.

    Returns
    -------
    RawTable
        As it was, if the key is not merged or the rows are no points of outlines.
    """
    key = how.columns.get(layer.key)
    keys = [merge for merge in raw.merges if merge.column == key]
    of = {row: n for n, merge in enumerate(keys) for row in range(merge.first, merge.last + 1)}
    inside = [m for m in raw.merges if m.first in of and of[m.first] == of.get(m.last)]
    if key is None or not inside:
        return raw
    frame = raw.frame.copy()
    for name in {merge.column for merge in inside}:
        values = frame[name].tolist()
        for merge in (m for m in inside if m.column == name):
            for row in range(merge.first + 1, merge.last + 1):
                values[row] = values[merge.first] if values[row] is None else values[row]
        frame[name] = pd.Series(values, dtype=object)
    full = replace(raw, frame=frame)
    if not is_list_of_points(full, layer, how):
        return raw
    filled = int((frame[key].notna() & raw.frame[key].isna()).sum())
    said = f"{key}: the value of {counted(len(keys), 'merge')} was read for {filled:,} more rows"
    taken = {merge.cells for merge in inside}
    kept = [f for f in raw.findings if f.rule is not MERGED_CELLS or f.value not in taken]
    found = raw.finding(FILLED, said, column=key)
    return replace(full, findings=(*kept, found))
