"""One table of symbols: complete, hazard over release, and what every renderer draws by."""

import re
from itertools import product
from pathlib import Path

import pytest

from geo.export import kml
from geo.maps.canvas import COLOUR_BLIND, UN
from geo.maps.style import themes
from geo.model import symbols
from geo.model.layers import EVENTS, HAZARD_AREAS, LAND_RELEASE
from geo.model.terms import Classification, EventKind, LandStatus, ReleaseProduct
from geo.report import marks
from geo.store.styles import layer_style

AREAS = [*Classification, *ReleaseProduct]


@pytest.mark.parametrize("term", [*AREAS, *EventKind])
def test_every_class_has_a_symbol_in_every_renderer(term):
    symbol = symbols.SYMBOLS[term]
    assert re.fullmatch("#[0-9A-F]{6}", symbol.safe.colour)
    assert COLOUR_BLIND.classes[term].fill == symbol.safe.colour
    assert UN.classes[term].fill == symbol.un.colour
    layer = next(
        layer
        for layer, domain in ((HAZARD_AREAS, Classification), (LAND_RELEASE, ReleaseProduct),
                              (EVENTS, EventKind))
        if term in list(domain)
    )  # fmt: skip
    qml, sld = layer_style(layer)
    red, green, blue = bytes.fromhex(symbol.safe.colour[1:])
    assert f"{red},{green},{blue},255" in qml
    assert f"'{term}'" in qml
    assert symbol.safe.colour in sld
    if term in AREAS:
        assert kml._STYLES[term][0] == symbol.safe.colour
        assert themes()["safe"]["areas"][term]["colour"] == symbol.safe.colour
        assert term in marks.AREAS


def test_hazard_is_over_release_and_confirmed_over_suspected():
    order = {code: symbol.order for code, symbol in symbols.SYMBOLS.items()}
    assert all(order[h] > order[r] for h, r in product(Classification, ReleaseProduct))
    assert order["confirmed"] > order["suspected"]
    for theme in (COLOUR_BLIND, UN):
        assert {code: style.draw_order for code, style in theme.classes.items()} == order


def test_no_two_areas_look_alike_without_colour():
    looks = [(s.safe.hatch, s.dash) for s in map(symbols.SYMBOLS.get, AREAS)]
    assert len(set(looks)) == len(looks)


def test_land_statuses_have_outlines():
    for status, code in product(LandStatus, ("safe", "un")):
        assert re.fullmatch("#[0-9A-F]{6}", getattr(symbols.EDGES[status], code))


def test_a_colour_that_means_a_class_is_written_once():
    """In Python; the page, QGIS, KML, curves, charts and print take it from the table."""
    root = Path(symbols.__file__).parents[1]
    looks = [look for s in symbols.SYMBOLS.values() for look in (s.safe.colour, s.un.colour)]
    own = {*looks, *(c for e in symbols.EDGES.values() for c in (e.safe, e.un) if c)}
    own |= {symbols.FIND, symbols.ZONE, symbols.GONE, symbols.PURPLE, symbols.YELLOW}
    own -= {symbols.BLACK, "#444444", "#999999"}  # ink and greys mean nothing by themselves
    means = re.compile("|".join(own), re.IGNORECASE)
    assert len(own) > 10
    assert [
        f"{path.relative_to(root)}:{n}: {line.strip()}"
        for path in sorted(root.rglob("*.py"))
        if path != Path(symbols.__file__)
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if means.search(line)
    ] == []
