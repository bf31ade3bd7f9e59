"""Minefield records: what cannot be right on paper, and what does not follow from it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.checks.registry import Case, finds
from geo.model.findings import make_findings
from geo.model.terms import Level
from geo.records.rules import POOREST


@finds(
    "record-closure-poor",
    Level.WARNING,
    "A minefield record misses its own start by more than a twentieth of the way round.",
    "Look for a mistyped bearing, unit or distance, or a leg that was left out.",
)
def record_closure_poor(case: Case) -> pd.DataFrame:
    """Find records that close worse than 1 in 20.

    Nothing that carelessly written leads to an outline; if there is one, somebody drew it.
    """
    frame = pd.DataFrame(case["minefield_records"])
    poor = frame["closure_m"] * POOREST > frame["perimeter_m"]
    rows = frame[poor.fillna(False).to_numpy(dtype=bool)]
    message = [
        f"misses its start by {gap:,.1f} m on {way:,.1f} m"
        for gap, way in zip(rows["closure_m"], rows["perimeter_m"], strict=True)
    ]
    return make_findings("minefield_records", rows["record_id"], message, "closure_m")


@finds(
    "record-items-differ",
    Level.WARNING,
    "A minefield record states another number of mines than there are recorded items of it.",
    "Are rows missing, or were some entered twice?",
)
def record_items_differ(case: Case) -> pd.DataFrame:
    """Find records with other numbers of items than stated, where they have any."""
    frame = pd.DataFrame(case["minefield_records"])
    items = pd.DataFrame(case["recorded_items"])["record_id"].value_counts()
    counts = frame["record_id"].map(items)
    differ = counts.notna() & frame["mines_stated"].notna() & (counts != frame["mines_stated"])
    rows = frame[differ.fillna(False).to_numpy(dtype=bool)]
    message = [
        f"states {int(stated):,} mines and has {int(there):,} items"
        for stated, there in zip(rows["mines_stated"], counts[rows.index], strict=True)
    ]
    return make_findings("minefield_records", rows["record_id"], message, "mines_stated")


@finds(
    "record-without-band",
    Level.INFO,
    "A minefield record has an outline and no error band, so nobody can tell how exact it is.",
    "`atlas records traverse` works one out from the errors of compass, tape and landmark.",
)
def record_without_band(case: Case) -> pd.DataFrame:
    """Find outlines of records without CE95."""
    frame = case.outlines("minefield_records")
    rows = frame[np.isnan(frame["ce95_m"].to_numpy(np.float64))]
    return make_findings("minefield_records", rows["id"], "no error band", "ce95_m")
