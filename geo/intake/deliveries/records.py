"""Rows of a delivery that are no records: totals, headings that are repeated, notes."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import shapely

from geo.intake.deliveries.mapping import fold_heading, words_for
from geo.intake.readers import RawTable
from geo.intake.readers.raw import text_of
from geo.model.findings import Finding, Rule, rule
from geo.model.terms import Level

TOTAL_ROW = rule(
    "total-row-left-out",
    Level.WARNING,
    "A row gives a total of others, not a record; it was left out.",
    "Nothing to do, if it is a total. If it is a record, give it a name of its own.",
)
HEADING_AGAIN = rule(
    "heading-repeated",
    Level.INFO,
    "The heading is repeated among the rows, as on printed pages; it was left out.",
    "Nothing to do.",
)
NOTE_ROW = rule(
    "note-left-out",
    Level.WARNING,
    "A row of a table has one text in it and nothing else: a note or the title of a part. It was "
    "left out.",
    "Nothing to do, unless it is a record: then fill in its id.",
)

_FEW = 0.6  # of the cells that a usual row has
_WIDTH = 4  # cells of a usual row, from which on a row of one cell is none
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def keep_records(raw: RawTable) -> RawTable:
    """Leave out rows that are no records, each with a finding.

    Parameters
    ----------
    raw : RawTable
        Rows as read. One with a geometry is a record, whatever it is called.
    """
    frame = raw.frame
    placed = np.zeros(len(frame), dtype=bool)
    if raw.geometry is not None:
        placed = ~shapely.is_missing(raw.geometry)
    if placed.all():
        return raw
    there = frame.notna().to_numpy()
    filled = there.sum(axis=1)
    usual = float(np.percentile(filled, 75))
    names = [text_of(name) for name in frame.columns]
    few = np.flatnonzero(~placed & (filled <= max(_FEW * usual, 1)))
    found = {at: rule for at in few.tolist() if (rule := _kind(raw, there[at], at, usual))}
    for at in _repeated(raw, names, placed):
        found[at] = HEADING_AGAIN
    if not found:
        return raw
    findings = [
        raw.finding(what, _shown(raw, at), at, value=_shown(raw, at))
        for at, what in sorted(found.items())
    ]
    return _without(raw, sorted(found), findings)


def _kind(raw: RawTable, there: np.ndarray, at: int, usual: float) -> Rule | None:
    """Tell what a row with few cells is; None where it may be a record."""
    cells = [text_of(raw.frame.iat[at, n]) for n in np.flatnonzero(there).tolist()]
    if not cells:
        return None
    if is_total(cells[0]) and len(cells) < max(usual, 2):
        return TOTAL_ROW
    text = cells[0]
    if len(cells) == 1 and usual >= _WIDTH and (" " in text or not re.search(r"\d", text)):
        return NOTE_ROW
    return None


def is_total(text: str) -> bool:
    """Return True if a cell says that its row is a total.

    Examples
    --------
    >>> is_total("UKUPNO:"), is_total("Total 2023"), is_total("Totalville"), is_total("7")
    (True, True, False, False)
    """
    known = words_for("totals")
    first = _FIRST_WORD.search(text)
    return fold_heading(text) in known or bool(first and fold_heading(first[0]) in known)


def _repeated(raw: RawTable, names: list[str], placed: np.ndarray) -> list[int]:
    """Return rows that say the names of the columns again."""
    if not names:
        return []
    first = raw.frame.iloc[:, 0].map(text_of).to_numpy() == names[0]
    out = []
    for at in np.flatnonzero(first & ~placed).tolist():
        cells = [text_of(cell) for cell in raw.frame.iloc[at]]
        same = sum(a == b for a, b in zip(cells, names, strict=True) if a)
        if same > 1 and same >= _FEW * sum(map(bool, cells)):
            out.append(at)
    return out


def _shown(raw: RawTable, at: int) -> str:
    return ", ".join(text for cell in raw.frame.iloc[at] if (text := text_of(cell)))[:200]


def _without(raw: RawTable, gone: list[int], findings: list[Finding]) -> RawTable:
    kept = np.ones(len(raw.frame), dtype=bool)
    kept[gone] = False
    place = np.cumsum(kept) - 1
    merges = [
        replace(m, first=int(place[m.first]), last=int(place[m.last]))
        for m in raw.merges
        if kept[m.first] and place[m.last] > place[m.first]
    ]
    return replace(
        raw,
        frame=raw.frame[kept].reset_index(drop=True),
        rows=raw.rows[kept],
        geometry=None if raw.geometry is None else raw.geometry[kept],
        findings=(*raw.findings, *findings),
        merges=tuple(merges),
    )
