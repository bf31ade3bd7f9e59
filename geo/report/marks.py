"""Signs of the printed map, as SVG: fills and hatches, marks, keys of the legend, texts."""

from __future__ import annotations

from html import escape

from geo.model import symbols
from geo.model.terms import Classification, ReleaseProduct

Box = tuple[float, float, float, float]  # west, north, east, south; mm


UNIT = 100  # of the drawing, per millimetre


FONT = 'font-family="DejaVu Sans"'


POINTS_TO_MM = 25.4 / 72


# Side of a hatch's tile, how much its ground is tinted, and what is drawn on it.
_HATCHES = {
    "diagonal": (170, 0.22, "M-20 190L190 -20M-20 20L20 -20M150 190L190 150", 32),
    "cross": (150, 0.28, "M-20 170L170 -20M-20 -20L170 170", 34),
    "dots": (120, 0.15, "", 22),
}


def _paint(symbol: symbols.Symbol) -> tuple[str, str, str]:
    """Return fill, outline and its dashes; each class differs without colour, too."""
    if symbol.dash:
        return 'fill="none"', "#666666", "150 90"  # darker than on a screen
    colour = symbol.safe.colour
    if symbol.safe.hatch == "none":
        return f'fill="{colour}" fill-opacity="0.45"', colour, ""
    return f'fill="url(#{symbol.code})"', colour, ""


def _pattern(symbol: symbols.Symbol) -> str:
    side, tint, lines, thick = _HATCHES[symbol.safe.hatch]
    colour, middle = symbol.safe.colour, side // 2
    mark = (
        f'<path d="{lines}" stroke="{colour}" stroke-width="{thick}"/>'
        if lines
        else f'<circle cx="{middle}" cy="{middle}" r="{thick}" fill="{colour}"/>'
    )
    return (
        f'<pattern id="{symbol.code}" width="{side}" height="{side}" '
        f'patternUnits="userSpaceOnUse"><rect width="{side}" height="{side}" fill="{colour}" '
        f'fill-opacity="{tint}"/>{mark}</pattern>'
    )


AREAS = {code: _paint(symbols.SYMBOLS[code]) for code in symbols.AREAS}


LABELS = {
    **{str(term): f"{term.label} land" for term in ReleaseProduct},
    **{str(term): term.label for term in Classification},
    "find": "Ordnance found (place)",
    "accident": "Accident (place)",
    "zone": "Clearance claimed somewhere here",
    "focus": "Subject of this sheet",
    "spot": "Position asked about",
}


def draw_mark(mark: str, x: float, y: float) -> str:
    """Return the SVG of a mark around a point (mm)."""
    a, b = round(x * UNIT), round(y * UNIT)
    if mark == "find":
        edge = 'stroke="#ffffff" stroke-width="15"'
        return f'<circle cx="{a}" cy="{b}" r="75" fill="{symbols.FIND}" {edge}/>'
    if mark == "zone":
        return (
            f'<circle cx="{a}" cy="{b}" r="130" fill="none" stroke="{symbols.ZONE}" '
            'stroke-width="28" stroke-dasharray="60 45"/>'
        )
    if mark == "spot":
        plus = f"M{a - 260} {b}H{a + 260}M{a} {b - 260}V{b + 260}"
        return (
            f'<path d="{plus}" stroke="#ffffff" stroke-width="80"/>'
            f'<path d="{plus}" stroke="#000000" stroke-width="40"/>'
        )
    cross = f"M{a - 85} {b - 85}L{a + 85} {b + 85}M{a - 85} {b + 85}L{a + 85} {b - 85}"
    return (
        f'<path d="{cross}" stroke="#ffffff" stroke-width="70"/>'
        f'<path d="{cross}" stroke="{symbols.colour("accident")}" stroke-width="36"/>'
    )


PATTERNS = "".join(
    ["<defs>"]
    + [_pattern(s) for n in symbols.AREAS if (s := symbols.SYMBOLS[n]).safe.hatch in _HATCHES]
    + ["</defs>"]
)


def draw_text(x: float, y: float, text: str, size: float, anchor: str = "start") -> str:
    """Return the SVG of a text at a point (mm), its size in points."""
    units = size * POINTS_TO_MM * UNIT
    return (
        f'<text x="{x * UNIT:.0f}" y="{y * UNIT:.0f}" {FONT} font-size="{units:.0f}" '
        f'text-anchor="{anchor}" fill="#000000">{escape(text)}</text>'
    )


def draw_key(name: str, x: float, y: float) -> str:
    """Return the SVG of a class or mark as the legend shows it."""
    a, b = x * UNIT, (y - 1) * UNIT
    if name in AREAS or name == "focus":
        fill, line, dash = AREAS.get(name, ('fill="#ffffff"', "#000000", ""))
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        return (
            f'<rect x="{a:.0f}" y="{b:.0f}" width="500" height="210" {fill} stroke="{line}" '
            f'stroke-width="25"{dashed}/>'
        )
    return draw_mark(name, x + 2.5, y)
