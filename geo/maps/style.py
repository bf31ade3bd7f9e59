"""Colours, symbols and classes of the page, in two themes that the reader switches between.

Colours of areas are those of the canvas layers (`geo.maps.canvas.style`), so that a layer looks the
same at any size: Okabe and Ito's palette with a hatch as second cue, or the UN style's red and
amber. The ramp for figures of districts is a single hue, violet or blue, so that it can be
mistaken neither for hazard (red, orange) nor for released land (green); it and its classes are in
`geo.model.classes`. Under outlines of hazard and release it is pale, so that these are read first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from geo.maps.canvas.style import COLOUR_BLIND, UN, Theme
from geo.model import symbols
from geo.model.classes import NO_FIGURE, RAMPS
from geo.model.terms import Classification, EventKind, ReleaseProduct

PALE_RAMPS = {  # lightness 95, 87, 79, 71, 63
    "safe": ("#f1f0f6", "#dcd8e9", "#c6c0dc", "#b1a9cf", "#9c93c0"),
    "un": ("#edf1f6", "#cfdbeb", "#b0c6df", "#91b1d3", "#729cc6"),
}
THEMES = {"safe": COLOUR_BLIND, "un": UN}  # the first is what a page opens with

SYMBOLS = {
    "zone": symbols.ZONE,
    "find": symbols.FIND,
    "record": symbols.RECORD,
    **{kind: symbols.colour(kind) for kind in ("accident", "suspicion", "other")},
}

# The classes of each drawn layer, in the order of legends: what is drawn last comes first.
CLASSES = {
    name: [str(term) for term, _ in symbols.on_top_first(terms)]
    for name, terms in (
        ("hazards", Classification),
        ("released", ReleaseProduct),
        ("events", EventKind),
    )
}

# Drawing order, from the bottom up: name of the pane and its z-index. Where both fall on the same
# pixels, confirmed is over suspected, and suspected over whatever says that land was released.
PANES = (
    ("atlas-land", 210),
    ("atlas-water", 330),
    ("atlas-districts", 300),
    ("atlas-boundaries", 340),
    ("atlas-pictures", 345),
    ("atlas-outlines", 350),
    ("atlas-released", 360),
    ("atlas-released-marks", 362),
    ("atlas-zones", 365),
    ("atlas-hazards", 370),
    ("atlas-hazards-marks", 371),
    ("atlas-confirmed", 372),
    ("atlas-confirmed-marks", 373),
    ("atlas-records", 374),  # lines only: they hide no hazard
    ("atlas-bands", 375),
    ("atlas-changes", 376),
    ("atlas-highlight", 380),
    ("atlas-labels", 390),
    ("atlas-other", 410),
    ("atlas-finds", 430),
    ("atlas-accidents", 440),
)


def themes(*, pale: bool = False) -> dict[str, Any]:
    """Return everything the page's scripts need to draw, by theme, as JSON-able values.

    Parameters
    ----------
    pale : bool
        Whether districts lie under outlines of hazard and release.
    """
    ramps = PALE_RAMPS if pale else RAMPS
    return {code: _page(code, theme, ramps[code]) for code, theme in THEMES.items()}


def _page(code: str, theme: Theme, ramp: Sequence[str]) -> dict[str, Any]:
    areas = {}
    for status in symbols.AREAS:
        style = theme.classes[status]
        areas[status] = {
            "colour": style.fill,
            "opacity": style.opacity,
            "hatch": style.hatch,
            "dash": " ".join(f"{part:g}" for part in style.dash),
        }
    return {
        "code": code,
        "name": theme.name,
        "ramp": list(ramp),
        "noFigure": NO_FIGURE,
        "areas": areas,
        "outlines": {status: asdict(outline) for status, outline in theme.outlines.items()},
        "symbols": SYMBOLS,
    }
