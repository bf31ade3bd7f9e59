"""Colours, symbols and classes of the map: the one place that decides how things look.

Colours of land and of symbols follow Okabe and Ito's palette, which people with colour vision
deficiency can tell apart; each also has a second cue (hatch, outline or shape). The ramp for
figures of districts is a single violet hue, so that it can be mistaken neither for hazard (red,
orange) nor for released land (green). Colours shared with GIS styles come from `geo.palette`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from geo import palette

RAMP = ("#e6e2f0", "#c7c0de", "#a096c6", "#766aa8", "#4b3f80")
NO_FIGURE = {"paper": "#f7f6f3", "line": "#dedbd4"}

# Areas with an outline of their own (FIELD: classification = fill, second cue = hatch).
AREAS: dict[str, dict[str, str]] = {
    "suspected": {"colour": palette.SUSPECTED, "hatch": "diagonal", "outline": "solid"},
    "confirmed": {"colour": palette.CONFIRMED, "hatch": "cross", "outline": "solid"},
    "cleared": {"colour": palette.CLEARED, "hatch": "none", "outline": "solid"},
    "reduced": {"colour": palette.REDUCED, "hatch": "dots", "outline": "solid"},
    "cancelled": {"colour": palette.CANCELLED, "hatch": "none", "outline": "dashed"},
}

SYMBOLS = {
    "zone": palette.ZONE,
    "find": palette.FIND,
    "accident": palette.ACCIDENT,
    "suspicion": palette.SUSPECTED,
    "other": palette.PLACE,
}

# Drawing order, from the bottom up: name of the pane and its z-index.
PANES = (
    ("atlas-land", 210),
    ("atlas-water", 330),
    ("atlas-districts", 300),
    ("atlas-boundaries", 340),
    ("atlas-outlines", 350),
    ("atlas-released", 360),
    ("atlas-hazards", 370),
    ("atlas-highlight", 380),
    ("atlas-labels", 390),
    ("atlas-other", 410),
    ("atlas-zones", 420),
    ("atlas-finds", 430),
    ("atlas-accidents", 440),
)


def theme() -> dict[str, Any]:
    """Everything the page's scripts need to draw, as JSON-able values."""
    return {
        "ramp": list(RAMP),
        "noFigure": NO_FIGURE,
        "areas": AREAS,
        "symbols": SYMBOLS,
    }


def class_breaks(values: Sequence[float], most: int = len(RAMP)) -> list[float]:
    """Bounds between the classes of a set of figures, in steps of 1, 2, 5, 10.

    Round bounds read easily and keep their meaning when a figure is added; each class is about
    twice as wide as the one below, as figures of this kind are spread.

    Parameters
    ----------
    values : sequence of float
        Finite figures, in any order.
    most : int
        Most classes wanted.

    Returns
    -------
    list of float
        Ascending bounds; each starts a class, so there are ``len(...) + 1`` classes. The
        largest ones inside the range of the figures are kept.
    """
    if not values:
        return []
    low, high = min(values), max(values)
    if high <= 0:
        return []
    top = math.floor(math.log10(high))
    series = [m * 10.0**k for k in range(top - 4, top + 1) for m in (1, 2, 5)]
    if all(float(value).is_integer() for value in values):
        series = [bound for bound in series if bound >= 1]  # counts have no halves
    return [round(bound, 6) for bound in series if low < bound <= high][-(most - 1) :]
