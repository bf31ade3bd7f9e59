"""Styles that QGIS and other GIS apply by themselves (QML and SLD), so that a file opens readable.

What is drawn follows the support: a surveyed outline is filled, one that was reconstructed has dots
round it, and what is only 'somewhere in here' gets an outline, never a fill.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement, tostring

import pandas as pd

from geo.model import symbols
from geo.model.layers import DISTRICT_FIGURES
from geo.model.schema import Layer
from geo.model.terms import Classification, EventKind, Level, ReleaseProduct, Support, Term
from geo.store.choropleth import figure_rules
from geo.store.style_rules import Condition, Rule, Symbol

_RETIRED = "No longer delivered"


@dataclass(frozen=True)
class Style:
    """One layer's symbols; `by` names the column that chooses among several.

    `supported`: whether they are for outlines that were surveyed or reconstructed.
    """

    symbols: tuple[Symbol, ...]
    by: str = ""
    label: str = ""
    supported: bool = False


# Qt's brush styles for hatches, and QGIS's names of marks.
_BRUSHES = {"none": "solid", "diagonal": "b_diagonal", "cross": "diagonal_x", "dots": "dense5"}
_SHAPES = {
    "disc": "circle",
    "square": "square",
    "triangle": "triangle",
    "diamond": "diamond",
    "cross": "cross2",
}


def _areas(terms: Iterable[Term]) -> tuple[Symbol, ...]:
    """Make symbols of areas from the one table, without fill where the outline is dashed."""
    return tuple(
        Symbol(symbols.colour(one.code), line="dash", term=term)
        if one.dash
        else Symbol(symbols.colour(one.code), _BRUSHES[one.safe.hatch], term=term)
        for term, one in symbols.on_top_first(terms)
    )


def _marks(terms: Iterable[Term]) -> tuple[Symbol, ...]:
    """Make symbols of points from the one table."""
    return tuple(
        Symbol(
            symbols.colour(one.code),
            "" if one.mark == "cross" else "solid",
            shape=_SHAPES[one.mark],
            size=one.size_mm,
            width=0.6 if one.mark == "cross" else 0.4,
            term=term,
        )
        for term, one in symbols.on_top_first(terms)
    )


_STYLES = {
    "districts": Style((Symbol(symbols.BORDER, width=0.3),), label="district"),
    "clearance_zones": Style((Symbol(symbols.ZONE, line="dash"),)),
    "ordnance_finds": Style((Symbol(symbols.FIND, "solid"),)),
    "accidents": Style((Symbol(symbols.colour("accident"), shape="cross2", width=0.6),)),
    "district_figures": Style((Symbol(symbols.BORDER, width=0.3),)),
    "places": Style((Symbol(symbols.PLACE, "solid", size=1.4),), label="canonical_name"),
    "hazard_areas": Style(_areas(Classification), by="classification", supported=True),
    "land_release": Style(_areas(ReleaseProduct), by="product", supported=True),
    "events": Style(_marks(EventKind), by="kind"),
    "minefield_records": Style((Symbol(symbols.RECORD, line="dash", width=0.6, band="ce95_m"),)),
    "recorded_items": Style((Symbol(symbols.RECORD, size=1.4),)),
    "basemap": Style((Symbol(symbols.BORDER, width=0.2),)),
    "finding_points": Style(
        (
            Symbol(
                symbols.colour("confirmed"),
                shape="cross2",
                size=3.2,
                width=0.8,
                term=Level.ERROR,
            ),
            Symbol(
                symbols.colour("suspected"),
                "solid",
                shape="triangle",
                size=3.2,
                term=Level.WARNING,
            ),
            Symbol(symbols.FIND, size=2.6, term=Level.INFO),
        ),
        by="level",
    ),
    "finding_extents": Style(
        (
            Symbol(symbols.colour("confirmed"), width=0.7, term=Level.ERROR),
            Symbol(symbols.colour("suspected"), width=0.5, term=Level.WARNING),
            Symbol(symbols.FIND, line="dash", width=0.3, term=Level.INFO),
        ),
        by="level",
    ),
}
# What its source no longer delivers is not gone from the ground: it stays, without fill.
_NO_LONGER = Symbol(symbols.BORDER, line="dot", size=2.0)
# No outline of its own, but that of a district or the surroundings of a settlement.
_SOMEWHERE = Symbol(symbols.ZONE, line="dash")
_DASHES = {"dash": "6 4", "dot": "1 3"}  # px
# Names that Styled Layer Descriptors have for QGIS's marks.
_MARKS = {"cross2": "x", "diamond": "square"}
_TURNED = {"diamond": "45"}  # degrees


def layer_style(layer: Layer, frame: pd.DataFrame | None = None) -> tuple[str, str]:
    """Return QML and SLD of a layer.

    Parameters
    ----------
    layer : Layer
    frame : DataFrame, optional
        Its rows, of which figures of districts take their classes.

    Returns
    -------
    tuple of str
        QGIS style document and OGC Styled Layer Descriptor 1.0.
    """
    style = _STYLES[layer.name]
    if frame is not None and layer.name == DISTRICT_FIGURES.name:
        rules = figure_rules(frame)
    else:
        rules = _rules(layer, style)
    return _qml(layer, style, rules), _sld(layer, rules)


_AREAS = tuple(str(support) for support in Support if support.is_area)
_POSITION = Condition("support", (str(Support.POINT),))
_SPOT = Condition("support", tuple(map(str, (Support.POINT, Support.LINE, Support.SETTLEMENT))))


def _positions(layer: Layer) -> Condition | None:
    """Return the condition for marks, in a layer that has marks and outlines."""
    if layer.points:
        return _POSITION
    return _SPOT if layer.geometry == "GEOMETRY" and "support" in layer.names else None


def _rules(layer: Layer, style: Style) -> list[Rule]:
    """Return rules that draw each row once."""
    delivered = (Condition("retired"),) if "retired" in layer.names else ()
    point = layer.geometry == "POINT"
    marked = _positions(layer)
    rules = []
    for symbol in style.symbols:
        label = symbol.term.label if symbol.term else layer.title
        of_class = (Condition(style.by, (str(symbol.term),)),) if style.by else ()
        if not style.supported and marked is None:
            rules.append(Rule(label, symbol, of_class + delivered, point))
            continue
        if not style.supported and marked is not None:
            mark = replace(symbol, line="solid", size=3.4)
            rules.append(Rule(f"{label}, position only", mark, (marked, *delivered), point=True))
            rules.append(Rule(label, symbol, (replace(marked, negated=True), *delivered)))
            continue
        for support in _AREAS:
            conditions = (*of_class, Condition("support", (support,)), *delivered)
            if support == Support.RECONSTRUCTED_POLYGON:
                dots = replace(symbol, line="dot", width=2 * symbol.width)
                rules.append(Rule(f"{label}, reconstructed", dots, conditions))
            else:
                rules.append(Rule(label, symbol, conditions))
        if layer.points:
            mark = replace(symbol, fill="solid", line="solid", shape="diamond")
            conditions = (*of_class, _POSITION, *delivered)
            rules.append(Rule(f"{label}, position only", mark, conditions, point=True))
    if style.supported:
        vague = Condition("support", (*_AREAS, *_POSITION.values), negated=True)
        rules.append(Rule("Somewhere in here", _SOMEWHERE, (vague, *delivered)))
    if delivered:
        gone = Condition("retired", negated=True)
        if marked is not None:
            rules.append(Rule(f"{_RETIRED}, position only", _NO_LONGER, (marked, gone), point=True))
            rules.append(Rule(_RETIRED, _NO_LONGER, (replace(marked, negated=True), gone)))
        else:
            rules.append(Rule(_RETIRED, _NO_LONGER, (gone,), point))
    return rules


def _qml(layer: Layer, style: Style, rules: Sequence[Rule]) -> str:
    levels = _levels(style, rules)
    root = Element("qgis", version="3.22", styleCategories="Symbology|Labeling")
    renderer = SubElement(
        root,
        "renderer-v2",
        type="RuleRenderer" if style.by or len(rules) > 1 else "singleSymbol",
        enableorderby="0",
        forceraster="0",
        symbollevels="1" if levels else "0",
    )
    if style.by or len(rules) > 1:
        held = SubElement(renderer, "rules", key="all")
        for i, rule in enumerate(rules):
            SubElement(
                held,
                "rule",
                key=str(i),
                symbol=str(i),
                filter=" AND ".join(c.expression() for c in rule.conditions),
                label=rule.label,
            )
    symbols = SubElement(renderer, "symbols")
    for i, rule in enumerate(rules):
        _qml_symbol(symbols, str(i), rule.symbol, rule.point, level=levels.get(i, 0))
    if style.label:
        _qml_label(root, style.label)
    if _positions(layer) is None:  # one document for outlines and marks fits neither type alone
        SubElement(root, "layerGeometryType").text = "0" if layer.geometry == "POINT" else "2"
    return _document("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>", root)


def _levels(style: Style, rules: Sequence[Rule]) -> dict[int, int]:
    """Return the symbol level of each rule of a layer with classes: higher is drawn later.

    Else QGIS draws row by row, and a suspected area can hide a confirmed one.
    """
    if not style.by:
        return {}
    heights = {str(s.term): k for k, s in enumerate(reversed(style.symbols), start=1) if s.term}
    classes = [
        next(
            (
                heights[value]
                for c in rule.conditions
                if isinstance(c, Condition) and c.column == style.by
                for value in c.values
            ),
            0,
        )
        for rule in rules
    ]
    return dict(enumerate(classes))


def _qml_symbol(
    parent: Element, name: str, symbol: Symbol, points: bool, *, level: int = 0
) -> None:
    outer = SubElement(
        parent,
        "symbol",
        name=name,
        type="marker" if points else "fill",
        alpha="1",
        clip_to_extent="1",
        force_rhr="0",
    )
    inner = SubElement(
        outer,
        "layer",
        {"class": "SimpleMarker" if points else "SimpleFill"},
        enabled="1",
        locked="0",
        **{"pass": str(level)},
    )
    opaque, half, clear = (_rgb(symbol.color, alpha) for alpha in (255, 110, 0))
    options = {
        "color": (opaque if symbol.fill else clear) if points else half,
        "outline_color": opaque,
        "outline_style": symbol.line,
        "outline_width": f"{symbol.width:g}",
        "outline_width_unit": "MM",
    }
    if points:
        options |= {"name": symbol.shape, "size": f"{symbol.size:g}", "size_unit": "MM"}
    else:
        options |= {"style": symbol.fill or "no"}
    _qml_options(inner, options)
    if symbol.band:
        _qml_band(outer, name, symbol)


def _qml_options(parent: Element, options: dict[str, str]) -> None:
    holder = SubElement(parent, "Option", type="Map")
    for key, value in options.items():
        SubElement(holder, "Option", name=key, type="QString", value=value)


# The zone of UTM that a feature lies in, where a metre is one to four parts in ten thousand.
_ZONE = (
    "'EPSG:' || to_string(if(y(centroid($geometry)) < 0, 32700, 32600) + "
    "min(60, floor((x(centroid($geometry)) + 180) / 6) + 1))"
)


def _qml_band(outer: Element, name: str, symbol: Symbol) -> None:
    """Draw a dotted line as far round the outline as a column says; none where it is empty."""
    generator = SubElement(
        outer, "layer", {"class": "GeometryGenerator"}, enabled="1", locked="0", **{"pass": "0"}
    )
    grown = (
        f"with_variable('zone', {_ZONE}, transform(buffer(transform($geometry, 'EPSG:4326', @zone),"
        f" \"{symbol.band}\", 16), @zone, 'EPSG:4326'))"
    )
    options = {"SymbolType": "Fill", "geometryModifier": grown, "units": "MapUnit"}
    _qml_options(generator, options)
    line = replace(symbol, fill="", line="dot", width=symbol.width / 2, band="")
    _qml_symbol(generator, f"@{name}@1", line, points=False)


def _qml_label(root: Element, column: str) -> None:
    labeling = SubElement(root, "labeling", type="simple")
    settings = SubElement(labeling, "settings", calloutType="simple")
    text = SubElement(settings, "text-style", fieldName=column, fontSize="8", textColor="60,60,60")
    SubElement(text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255")


def _sld(layer: Layer, rules: Sequence[Rule]) -> str:
    root = Element(
        "StyledLayerDescriptor",
        {"xmlns:ogc": "http://www.opengis.net/ogc"},
        version="1.0.0",
        xmlns="http://www.opengis.net/sld",
    )
    named = SubElement(root, "NamedLayer")
    SubElement(named, "Name").text = layer.name
    feature = SubElement(SubElement(named, "UserStyle"), "FeatureTypeStyle")
    for rule in rules:
        element = SubElement(feature, "Rule")
        SubElement(element, "Title").text = rule.label
        _sld_filter(element, rule)
        _sld_symbol(element, rule.symbol, rule.point)
    return _document("", root)


def _sld_filter(element: Element, rule: Rule) -> None:
    if not rule.conditions:
        return
    within = SubElement(element, "ogc:Filter")
    if len(rule.conditions) > 1:
        within = SubElement(within, "ogc:And")
    for condition in rule.conditions:
        condition.filter_in(within)


def _sld_symbol(rule: Element, symbol: Symbol, points: bool) -> None:
    if points:
        graphic = SubElement(SubElement(rule, "PointSymbolizer"), "Graphic")
        target = SubElement(graphic, "Mark")
        SubElement(target, "WellKnownName").text = _MARKS.get(symbol.shape, symbol.shape)
    else:
        target = SubElement(rule, "PolygonSymbolizer")
    if symbol.fill:
        fill = SubElement(target, "Fill")
        SubElement(fill, "CssParameter", name="fill").text = symbol.color
        if not points:
            SubElement(fill, "CssParameter", name="fill-opacity").text = "0.43"
    stroke = SubElement(target, "Stroke")
    SubElement(stroke, "CssParameter", name="stroke").text = symbol.color
    SubElement(stroke, "CssParameter", name="stroke-width").text = f"{symbol.width * 3.8:g}"
    if symbol.line in _DASHES:
        SubElement(stroke, "CssParameter", name="stroke-dasharray").text = _DASHES[symbol.line]
    if points:
        SubElement(graphic, "Size").text = f"{symbol.size * 3.8:g}"
        if symbol.shape in _TURNED:
            SubElement(graphic, "Rotation").text = _TURNED[symbol.shape]


def _rgb(color: str, alpha: int) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"


def _document(prolog: str, root: Element) -> str:
    body = tostring(root, encoding="unicode")
    return f"{prolog}\n{body}" if prolog else body
