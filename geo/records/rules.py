"""Rules of findings about minefield records."""

from __future__ import annotations

from geo.model.findings import rule
from geo.model.terms import Level

POOREST = 20  # a perimeter over its closure error

OUTSIDE_SEARCHED = rule(
    "record-items-outside-searched",
    Level.INFO,
    "Recorded items lie outside searched ground, so nobody knows whether they are right.",
    "They are counted and not scored. Give all ground that was cleared or technically surveyed.",
)
FINDS_OUTSIDE = rule(
    "finds-outside-searched",
    Level.INFO,
    "Finds lie outside the ground that is said to have been searched.",
    "They are counted and not scored. Is the searched ground complete?",
)
NOTHING_TO_SCORE = rule(
    "records-nothing-to-score",
    Level.WARNING,
    "No recorded item, or no find, lies on searched ground.",
    "Does the searched ground lie where the records do? Check the CRS of each file.",
)
DUPLICATE_ITEMS = rule(
    "record-items-on-one-spot",
    Level.WARNING,
    "Several recorded items lie on the same spot; each counts, and only one can be matched there.",
    "Was a record entered twice?",
)
NO_POSITION = rule(
    "accuracy-without-position",
    Level.WARNING,
    "A row has no usable position and is left out.",
    "Give it coordinates, or take it out.",
)
NO_RECORD_IDS = rule(
    "record-ids-missing",
    Level.INFO,
    "No column says which record an item belongs to, so all items are taken as one record.",
    "Add a column record_id.",
)
MINES_PER_ROW = rule(
    "mines-per-row",
    Level.WARNING,
    "A record states another number of mines in a row than its length and spacing give.",
    "Look at the paper: a wrong spacing, length or number moves every expected position.",
)
MINES_IN_ALL = rule(
    "mines-in-all",
    Level.WARNING,
    "A record states another number of mines in all than its rows hold.",
    "Look at the paper: are rows missing, or is the number of another record?",
)
CLOSES_POORLY = rule(
    "record-closes-poorly",
    Level.WARNING,
    "A minefield record misses its own start by more than a twentieth of the way round, so no "
    "outline is drawn from it.",
    "Look for a mistyped bearing, unit or distance, or a leg that was left out.",
)
