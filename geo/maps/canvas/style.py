"""How the classes of a canvas layer look: fill by classification, outline by land status.

The two ready-made themes are those of `geo.model.symbols`. Hazard is drawn over released land and
generalised outward only; released land inward only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

from geo.errors import GeoError
from geo.model import symbols
from geo.model.symbols import Hatch, Mark

Generalise = Literal["outward", "inward"]

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class StyleError(GeoError, ValueError):
    """A style has a value that cannot be drawn."""


def _colour_faults(colour: str, where: str) -> Iterator[str]:
    if not isinstance(colour, str) or not _COLOUR.fullmatch(colour):
        yield f"{where} {colour!r} is not a colour ('#RRGGBB')"


@dataclass(frozen=True)
class ClassStyle:
    """How the features of one class are drawn.

    Parameters
    ----------
    label : str
        What the legend calls the class.
    fill : str
        Colour of the class, '#RRGGBB'.
    opacity : float
        Of the fill of areas, 0…1.
    hatch : {'none', 'diagonal', 'cross', 'dots'}
        Second cue beside the colour.
    outline : str, optional
        Colour of the outline; that of the fill if not given. A land status overrides it.
    width : float
        Of outlines and lines, in pixels.
    dash : tuple of float
        Dashes of the outline, in pixels; empty for a continuous one.
    symbol : {'disc', 'square', 'triangle', 'cross'}
        For points.
    draw_order : int
        Higher is drawn later, that is, on top.
    generalise : {'outward', 'inward'}
        What happens to areas that are too small to be drawn exactly: 'outward' covers all of
        their ground (hazards), 'inward' never more than it (released land).
    """

    label: str
    fill: str
    opacity: float = 0.5
    hatch: Hatch = "none"
    outline: str = ""
    width: float = 1.5
    dash: tuple[float, ...] = ()
    symbol: Mark = "disc"
    draw_order: int = 0
    generalise: Generalise = "outward"

    def __post_init__(self) -> None:
        faults = list(_colour_faults(self.fill, "fill"))
        if self.outline:
            faults += _colour_faults(self.outline, "outline")
        if not isinstance(self.opacity, int | float) or not 0 <= self.opacity <= 1:
            faults.append(f"opacity {self.opacity!r} is not 0…1")
        for name, allowed in (("hatch", Hatch), ("symbol", Mark), ("generalise", Generalise)):
            if getattr(self, name) not in get_args(allowed):
                known = ", ".join(get_args(allowed))
                faults.append(f"{name} {getattr(self, name)!r} is none of {known}")
        if faults:
            raise StyleError(f"style of {self.label!r}: {'; '.join(faults)}")


@dataclass(frozen=True)
class Outline:
    """How the outline shows a land status, or what the outline is; '' is the class's colour."""

    label: str
    colour: str = ""
    width: float = 2.0
    dash: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.colour and (faults := list(_colour_faults(self.colour, "colour"))):
            raise StyleError(f"outline of {self.label!r}: {faults[0]}")


@dataclass(frozen=True)
class Theme:
    """Styles by value of the class column, and outlines by value of the status column."""

    name: str
    classes: Mapping[str, ClassStyle]
    outlines: Mapping[str, Outline] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = [
            f"{value!r} is {style!r}; expected {kind.__name__}(…)"
            for styles, kind in ((self.classes, ClassStyle), (self.outlines, Outline))
            for value, style in styles.items()
            if not isinstance(style, kind)
        ]
        if faults:
            raise StyleError("; ".join(faults))


# A feature without a class: it may be a hazard, so it is drawn like one, in grey.
UNSTATED = ClassStyle("Class not stated", "#555555", 0.35, "diagonal", draw_order=40)


def to_json(style: ClassStyle | Outline) -> dict[str, Any]:
    """Return a style as JSON-able values."""
    return asdict(style)


def _theme(name: str, code: Literal["safe", "un"]) -> Theme:
    """Make a theme of the one table of symbols."""
    classes = {}
    for value, symbol in symbols.SYMBOLS.items():
        look: symbols.Look = getattr(symbol, code)
        classes[value] = ClassStyle(
            symbol.label, look.colour, look.opacity, look.hatch, dash=symbol.dash,
            symbol=symbol.mark, draw_order=symbol.order,
            generalise="inward" if symbol.inward else "outward",
        )  # fmt: skip
    outlines = {
        value: Outline(edge.term.label, getattr(edge, code), edge.width, edge.dash)
        for value, edge in symbols.EDGES.items()
    }
    return Theme(name, classes, outlines)


COLOUR_BLIND = _theme("Colour-blind safe", "safe")
UN = _theme("UN style", "un")
