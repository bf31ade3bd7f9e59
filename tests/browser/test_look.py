"""Themes, scale and cautions, as a reader meets them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.browser.waits import address

CAUTIONS = (
    "No record is not evidence of no contamination.",
    "Not for navigation or for judging that land is safe.",
)


def test_a_theme_changes_areas_and_is_kept_in_the_link(visit, exercise_page):
    page = visit(exercise_page)
    outline = """(() => { const l = atlas.layers.hazards.getLayers()
      .find((one) => atlas.data.areas[one.feature.properties.i].status === 'confirmed');
      return l.options.color; })()"""
    assert page.evaluate(outline) == "#D55E00"
    page.select_option("#look", "un")
    page.wait_for_selector("html[data-look=un][data-ready]")
    assert "look=un" in address(page)
    assert page.evaluate(outline) == "#FF0000"
    assert page.evaluate("document.querySelector('#hatch-confirmed path')") is None
    page.select_option("#look", "safe")
    page.wait_for_selector("html[data-look=safe][data-ready]")
    assert page.evaluate(outline) == "#D55E00"
    assert page.evaluate("document.querySelector('#hatch-confirmed path') !== null")


def test_a_theme_changes_the_districts(visit, karabakh_page):
    fills = """[...new Set(atlas.layers.districts.getLayers().map((l) => l.options.fillColor))]"""
    safe = set(visit(karabakh_page).evaluate(fills))
    un = set(visit(karabakh_page, view="#look=un").evaluate(fills))
    assert "#4b3f80" in safe
    assert "#2c6592" in un
    assert all(fill.startswith("url(") for fill in safe & un)


def test_an_unknown_theme_is_the_safe_one(visit, exercise_page):
    page = visit(exercise_page, view="#look=__proto__")
    assert page.evaluate("document.documentElement.dataset.look") == "safe"


def test_symbols_far_out_outlines_nearer_vertices_when_near(visit, exercise_page):
    page = visit(exercise_page)
    count = "document.querySelectorAll('{}').length".format
    centre = "atlas.layers.hazards.getLayers()[0].getBounds().getCenter()"

    def at(zoom):
        page.evaluate(f"atlas.map.setView({centre}, {zoom}, {{animate: false}})")
        return page.evaluate(count(".speck")), page.evaluate(count(".vertex"))

    specks, vertices = at(7)
    assert specks >= page.evaluate("atlas.drawn.hazards + atlas.drawn.released") * 0.9
    assert vertices == 0
    assert at(13.75) == (0, 0)
    specks, vertices = at(15)
    assert specks == 0
    assert vertices >= 4


def test_the_border_of_a_district_is_a_band_as_wide_as_its_uncertainty(visit, karabakh_page):
    page = visit(karabakh_page, view="#map=10/39.99/46.93&sel=district:Aghdam")
    band = page.locator(".uncertainty-band")
    expect(band).to_have_count(1)
    # 2 km on both sides at the scale of the page's own scale bar.
    width = float(band.get_attribute("stroke-width"))
    pixel = page.evaluate(
        """(() => { const { map } = atlas; const y = map.getSize().y / 2;
        const at = (x) => map.containerPointToLatLng([x, y]);
        return at(0).distanceTo(at(1)); })()"""
    )
    assert width == pytest.approx(4000 / pixel, rel=0.01)


@pytest.mark.parametrize("size", [None, NARROW])
def test_no_switch_hides_the_cautions(visit, exercise_page, size):
    page = visit(exercise_page, **({"size": size} if size else {}))
    page.evaluate(
        """document.querySelectorAll('input[type=checkbox]:not([id^=mark-online])')
        .forEach((box) => box.offsetParent && box.click())"""
    )
    page.keyboard.press("Escape")
    for look in ("screen", "print"):
        page.emulate_media(media=look)
        page.wait_for_function("on => matchMedia('print').matches === on", arg=look == "print")
        text = page.locator("#cautions")
        expect(text).to_be_visible()
        for caution in CAUTIONS:
            expect(text).to_contain_text(caution)
    assert page.locator("#cautions button, #cautions input, #cautions details").count() == 0


def test_so_near_that_outlines_are_read_districts_are_not_coloured(visit, exercise_page):
    page = visit(exercise_page)
    fill = """() => [...document.querySelectorAll('.leaflet-atlas-districts-pane path')]
      .map((path) => getComputedStyle(path).fill)"""
    assert len(set(page.evaluate(fill))) == 3  # two classes, and stripes of both
    expect(page.locator(".close-note")).to_be_hidden()
    page.evaluate("atlas.map.setView([-34.97, -19.96], 14, {animate: false})")
    assert len(set(page.evaluate(fill))) == 1
    expect(page.locator(".close-note")).to_be_visible()
    page.evaluate("atlas.map.setView([-34.97, -19.96], 11, {animate: false})")
    assert len(set(page.evaluate(fill))) == 3


def test_where_there_are_no_outlines_districts_keep_their_colour_at_any_scale(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.map.setView([39.99, 46.93], 15, {animate: false})")
    expect(page.locator(".close-note")).to_be_hidden()


def test_colours_that_mean_something_stay_in_high_contrast(visit, exercise_page):
    page = visit(exercise_page)
    seen = """() => {
      const all = document.querySelectorAll('#legend .swatch, .bar-low, .bar-high');
      return [...all].map(getComputedStyle).map((one) => one.backgroundColor + one.backgroundImage);
    }"""
    before = page.evaluate(seen)
    page.emulate_media(forced_colors="active")
    page.wait_for_function("() => matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(seen) == before
    assert len(set(before)) > 3
    # Which tab is open is told by its line alone.
    lines = page.locator(".tabs button").evaluate_all(
        "tabs => tabs.map((tab) => [tab.ariaSelected, getComputedStyle(tab).borderBottomColor])"
    )
    assert len({colour for _, colour in lines}) == 2
    assert len({tuple(line) for line in lines}) == 2
