"""The map saved as a picture: read back, it says what the page shows, of which data, and alone."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from geo.model.terms import CAUTIONS
from geo.model.version import version
from tests.browser.conftest import NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"


def saved(page, form):
    with page.expect_download() as waiting:
        page.evaluate(
            "(form) => document.querySelector(`[aria-label='Save the map as ${form}']`).click()",
            form,
        )
    return waiting.value.path()


def texts(root):
    return " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_an_svg_of_the_map_says_what_it_is(visit, karabakh_page, karabakh, size):
    page = visit(karabakh_page, size=size)
    raw = saved(page, "SVG").read_text(encoding="utf-8")
    root = ET.fromstring(raw)
    text = texts(root)
    for caution in CAUTIONS:
        assert caution in text
    assert version(karabakh) in text
    assert "22 Feb 2026" in text
    told = json.loads(root.findtext(f"{SVG}desc"))
    assert told["data_date"] == karabakh.meta.data_date
    # Every source of what is shown is in it, each with its number; none else is.
    shown = page.evaluate("atlas.sourcesShown()")
    assert [int(n) for n in re.findall(r"\[(\d+)\] ", text)] == shown
    # Each district of the page is drawn, in the colour that it has there.
    fills = page.evaluate(
        "atlas.layers.districts.getLayers().map((l) => l.options.fillColor)"
        ".filter((c) => c.startsWith('#'))"
    )
    assert len(fills) > 10

    def rgb(colour):
        return f"rgb({', '.join(str(int(colour[k : k + 2], 16)) for k in (1, 3, 5))})"

    drawn = [path.get("fill") for path in root.iter(f"{SVG}path")]
    for colour in set(fills):
        assert drawn.count(rgb(colour)) == fills.count(colour)


def test_an_svg_stands_alone(visit, exercise_page):
    root = ET.fromstring(saved(visit(exercise_page), "SVG").read_text(encoding="utf-8"))
    known = {node.get("id") for node in root.iter() if node.get("id")}
    asked = set()
    for node in root.iter():
        for name, value in node.attrib.items():
            asked |= set(re.findall(r"url\(#([^)]+)\)", value))
            if name.endswith("href"):
                assert value.startswith("data:")
            assert "url(file" not in value
    assert asked
    assert asked <= known
    assert "SYNTHETIC" in texts(root)
    assert not list(root.iter(f"{SVG}script"))


def test_a_png_is_as_large_and_says_the_same(visit, exercise, exercise_page):
    dataset = exercise
    page = visit(exercise_page)
    root = ET.fromstring(saved(page, "SVG").read_text(encoding="utf-8"))
    with Image.open(saved(page, "PNG")) as image:
        image.load()
        about = image.text["Description"]
        assert image.size[0] / image.size[1] == pytest.approx(
            float(root.get("width")) / float(root.get("height")), rel=1e-3
        )
        colours = image.convert("RGB").getcolors(maxcolors=1 << 24)
    assert len(colours) > 100  # a map, not a blank sheet
    assert version(dataset) in about
    assert all(caution in about for caution in CAUTIONS)
    assert "Synthetic data" in about
    for line in re.findall(r"^\[\d+\] .+$", about, re.MULTILINE):
        assert line.split("] ", 1)[1].split(",")[0] in texts(root)


def test_what_is_switched_off_is_no_row_of_the_legend(visit, exercise_page):
    page = visit(exercise_page)
    whole = texts(ET.fromstring(saved(page, "SVG").read_text(encoding="utf-8")))
    row = page.locator(".legend-card label:has(input[type=checkbox]:checked)").first
    words = next(t for t in row.locator("span").all_inner_texts() if len(t) > 5)
    row.locator("input").uncheck()
    text = texts(ET.fromstring(saved(page, "SVG").read_text(encoding="utf-8")))
    squeezed = words.replace("\n", " ").replace(" ", "")
    assert squeezed in whole.replace(" ", "")
    assert squeezed not in text.replace(" ", "")
    assert row.is_visible()  # on the page it stays, to be switched on again


def test_towns_have_the_ring_that_they_have_on_the_page(visit, karabakh_page):
    page = visit(karabakh_page)
    shown = page.locator(".label-town:not([hidden]) i").count()
    assert shown > 2
    root = ET.fromstring(saved(page, "SVG").read_text(encoding="utf-8"))
    rings = [
        node
        for node in root.iter(f"{SVG}rect")
        if node.get("stroke") == "rgb(85, 85, 85)" and float(node.get("width")) < 6
    ]
    assert len(rings) == shown
    for ring in rings:
        radius, width = float(ring.get("rx")), float(ring.get("width"))
        assert radius == pytest.approx(width / 2, abs=0.7)
