"""How each class looks, on every map: label, colours, hatch, dash, mark, and what is over what.

The page, the canvas, QGIS, KML, print and all legends are made from `SYMBOLS`. A new class of
hazard or release is a term in `geo.model.terms` and a row here. Colours come in two themes:
``safe`` is colour-blind safe (Okabe and Ito 2008), with a hatch or mark as second cue; ``un`` is
the UN style's red and amber. Order: hazard is over release, always, and confirmed over suspected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from geo.model.terms import (
    Classification,
    EventKind,
    LandStatus,
    ReleaseProduct,
    Support,
    Term,
)

Hatch = Literal["none", "diagonal", "cross", "dots"]
Mark = Literal["disc", "square", "triangle", "diamond", "cross"]

# Okabe and Ito's colours; curves and charts take theirs from here, too.
BLUE, ORANGE, SKY, GREEN = "#0072B2", "#E69F00", "#56B4E9", "#009E73"
VERMILION, PURPLE, YELLOW, BLACK = "#D55E00", "#CC79A7", "#F0E442", "#000000"
FIND = BLUE  # disc
ZONE = BLUE  # dashed outline, no fill: 'somewhere in here'
GONE = "#4b3f80"  # what is no longer reported, released or not
RECORD = "#AA3377"  # what a paper draws, neither hazard nor find: dashes and rings, no fill
BORDER = "#6B6B6B"
PLACE = "#444444"


@dataclass(frozen=True)
class Look:
    """Colour of a class in one theme.

    Attributes
    ----------
    colour : str
        '#RRGGBB'.
    opacity : float
        Of the fill of areas, 0…1.
    hatch : {'none', 'diagonal', 'cross', 'dots'}
        Second cue beside the colour.
    """

    colour: str
    opacity: float = 0.5
    hatch: Hatch = "none"


@dataclass(frozen=True)
class Symbol:
    """How the features of one class are drawn.

    Attributes
    ----------
    code : str
        Of the class: mostly a term of `geo.model.terms`.
    label : str
        What legends call it.
    safe, un : Look
        In the two themes.
    order : int
        Higher is over lower.
    dash : tuple of float
        Dashes of the outline in pixels; an area with a dashed outline has next to no fill.
    mark : {'disc', 'square', 'triangle', 'diamond', 'cross'}
        For points; of areas, where only a position is known.
    size_mm : float
        Of the mark, on paper and in a GIS.
    inward : bool
        Whether areas too small to be drawn exactly are drawn smaller (released land) instead of
        larger (hazard).
    """

    code: str
    label: str
    safe: Look
    un: Look
    order: int
    dash: tuple[float, ...] = ()
    mark: Mark = "disc"
    size_mm: float = 2.6
    inward: bool = False


def _area(
    term: Term, order: int, safe: Look, un: Look | None = None, *, dash: tuple[float, ...] = ()
) -> Symbol:
    inward = isinstance(term, ReleaseProduct)
    return Symbol(str(term), term.label, safe, un or safe, order, dash, "diamond", inward=inward)


def _point(
    code: str, label: str, order: int, colour: str, mark: Mark = "disc", *, size_mm: float = 2.6
) -> Symbol:
    look = Look(colour, 1)
    return Symbol(str(code), label, look, look, order, mark=mark, size_mm=size_mm)


# From the bottom up.
SYMBOLS: Mapping[str, Symbol] = {
    symbol.code: symbol
    for symbol in (
        _area(ReleaseProduct.CANCELLED, 10, Look("#999999", 0.15), dash=(5, 4)),
        _area(ReleaseProduct.REDUCED, 20, Look(SKY, 0.35, "dots")),
        _area(ReleaseProduct.CLEARED, 30, Look(GREEN)),
        _area(Classification.SUSPECTED, 40, Look(ORANGE, 0.35, "diagonal"), Look("#F4A718")),
        _area(Classification.CONFIRMED, 50, Look(VERMILION, 0.35, "cross"), Look("#FF0000")),
        Symbol(
            "minefield_record",
            "Minefield record",
            Look(RECORD, 0),
            Look(RECORD, 0),
            55,
            (7, 3, 2, 3),
        ),
        _point("recorded_item", "Recorded item", 56, RECORD, size_mm=1.4),
        _point("reference", "Reference point", 60, BLACK, "square"),
        _point("benchmark", "Benchmark", 61, BLACK, "triangle"),
        _point(EventKind.OTHER, "Other event", 65, PLACE, size_mm=1.4),
        _point(EventKind.SEIZURE, "Seizure", 66, PLACE, "square", size_mm=1.4),
        _point(EventKind.SUSPICION, "Suspicion", 67, ORANGE, "triangle"),
        _point(EventKind.ORDNANCE_FOUND, "Ordnance found", 70, FIND),
        _point("find", "Ordnance found", 70, FIND),
        _point(EventKind.ACCIDENT, "Accident", 80, BLACK, "cross"),
    )
}
AREAS = tuple(str(term) for term in (*Classification, *ReleaseProduct))


@dataclass(frozen=True)
class Edge:
    """How an outline shows a land status, or what the outline is.

    Attributes
    ----------
    term : Term
    safe, un : str
        Colour in the two themes; '' is that of the class.
    width : float
        Pixels.
    dash : tuple of float
        Pixels.
    """

    term: Term
    safe: str = ""
    un: str = ""
    width: float = 2.0
    dash: tuple[float, ...] = ()


EDGES: Mapping[str, Edge] = {
    str(edge.term): edge
    for edge in (
        Edge(LandStatus.OPEN, BLACK, "#FF0000"),
        Edge(LandStatus.WORKED_ON, FIND, "#F4A718", dash=(6, 4)),
        Edge(LandStatus.CLOSED, GREEN, "#00A651"),
        # From a traverse or a sketch, not measured on the ground: dots, whatever the class.
        Edge(Support.RECONSTRUCTED_POLYGON, width=3.2, dash=(2, 5)),
    )
}


def colour(code: str) -> str:
    """Return the colour of a class where there is no choice of themes."""
    return SYMBOLS[code].safe.colour


def on_top_first(terms: Iterable[Term]) -> list[tuple[Term, Symbol]]:
    """Pair terms with their symbols, in the order of legends: what is drawn last comes first."""
    pairs = [(term, SYMBOLS[str(term)]) for term in terms]
    return sorted(pairs, key=lambda pair: -pair[1].order)
