"""The page on paper: A4 landscape, map, legend, cautions and sources of what is shown."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.waits import still

PAPER = (1046, 718)  # A4 landscape without margins of 10 mm, in CSS pixels


def on_paper(page):
    page.emulate_media(media="print")
    page.wait_for_selector("html.printing")
    still(page)


def sheets(page):
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert boxes
    # A4 landscape: 297 × 210 mm in points.
    for width, height in boxes:
        assert (float(width), float(height)) == pytest.approx((841.9, 595.3), abs=0.7)
    return len(boxes)


@pytest.mark.parametrize("dataset", ["karabakh", "exercise"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_first_sheet_holds_map_legend_cautions_scale_and_dates(visit, request, dataset, size):
    page = visit(request.getfixturevalue(f"{dataset}_page"), size=size)
    on_paper(page)
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.wait_for_function("width => window.innerWidth === width", arg=PAPER[0])
    still(page)
    for part in (".folium-map", "#legend .legend-card", "#cautions", "#print-facts", "#title"):
        box = page.locator(part).bounding_box()
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= PAPER[0] + 1, part
        assert box["y"] + box["height"] <= PAPER[1] + 1, part
    # Folded on a narrow screen or not: what colours and marks mean is on the paper.
    expect(page.locator("#legend-figure .classes").first).to_be_visible()
    expect(page.locator("#legend .marks:not(#ages)")).to_be_visible()
    facts = page.locator("#print-facts").inner_text()
    assert re.search(r"Printed \d+ \w+ \d{4}", facts)
    assert "Data to" in facts
    assert page.locator(".leaflet-control-scale-line").is_visible()
    for control in (".tabs", ".leaflet-control-zoom", ".coordinates", "#search"):
        assert page.locator(control).is_hidden(), control
    assert "No record is not evidence" in page.locator("#cautions").inner_text()


@pytest.mark.parametrize("opened", [True, False])
def test_a_legend_is_folded_on_the_screen_after_printing_as_it_was_before(
    visit, karabakh_page, opened
):
    page = visit(karabakh_page)
    card = page.locator(".legend-card")
    card.evaluate("(node, opened) => { node.open = opened; }", opened)
    on_paper(page)
    expect(page.locator("#legend .marks:not(#ages)")).to_be_visible()
    page.emulate_media(media="screen")
    page.wait_for_selector("html:not(.printing)")
    assert card.evaluate("(node) => node.open") is opened


def test_the_scale_on_paper_is_the_scale_of_the_map(visit, karabakh_page):
    page = visit(karabakh_page)
    on_paper(page)
    written = int(
        re.search(r"1:([\d,]+)", page.locator("#print-facts").inner_text())[1].replace(",", "")
    )
    # The scale bar is drawn by Leaflet itself: its length on paper against what it says.
    bar = page.locator(".leaflet-control-scale-line")
    kilometres = float(bar.inner_text().split()[0])
    paper = bar.evaluate("(e) => parseFloat(e.style.width)") * 0.0254 / 96
    assert kilometres * 1000 / paper == pytest.approx(written, rel=0.04)


def test_sources_on_paper_are_those_of_what_is_shown(visit, karabakh_page):
    page = visit(karabakh_page, view="#map=11/39.99/46.93")
    on_paper(page)
    listed = {
        int(n) for n in re.findall(r"^\[(\d+)\]", page.locator("#print-sources").inner_text(), re.M)
    }
    expected = page.evaluate(
        """() => {
          const b = atlas.map.getBounds();
          const { data, figure } = atlas;
          const at = (box) => box[0][0] <= b.getNorth() && box[1][0] >= b.getSouth()
            && box[0][1] <= b.getEast() && box[1][1] >= b.getWest();
          const out = [];
          for (const s of data.sites) if (b.contains(s.at)) out.push(...s.claims);
          data.districts.forEach((d, i) => {
            if (d.drawn && at(d.box) && figure.cells[i]) out.push(...figure.cells[i].claims);
          });
          return out.map((c) => data.claims[c].source);
        }"""
    )
    assert listed == set(expected)
    assert 5 < len(listed) < page.evaluate("atlas.data.sources.length")


def test_what_is_read_is_printed_and_the_screen_comes_back(visit, karabakh_page):
    page = visit(karabakh_page)
    view = page.evaluate("[atlas.map.getZoom(), atlas.map.getCenter()]")
    on_paper(page)
    alone = sheets(page)
    page.emulate_media(media="screen")
    page.wait_for_selector("html:not(.printing)")
    still(page)
    back = page.evaluate("[atlas.map.getZoom(), atlas.map.getCenter()]")
    assert back[0] == view[0]
    assert back[1]["lat"] == pytest.approx(view[1]["lat"], abs=1e-3)
    page.evaluate("atlas.select('district:Fuzuli', {fly: true})")
    on_paper(page)
    expect(page.locator("#view-place .card-name")).to_be_visible()
    assert sheets(page) > 1
    assert alone >= 2


def test_map_on_paper_shows_all_that_was_in_view(visit, karabakh_page):
    page = visit(karabakh_page)
    seen = page.evaluate(
        """() => {
          const left = document.querySelector('.legend-card').getBoundingClientRect().right;
          return atlas.data.sites.filter((s) => {
            const p = atlas.map.latLngToContainerPoint(s.at);
            const size = atlas.map.getSize();
            return p.x > left && p.x < size.x && p.y > 0 && p.y < size.y;
          }).map((s) => s.at);
        }"""
    )
    on_paper(page)
    assert len(seen) > 50
    assert page.evaluate("(seen) => seen.every((at) => atlas.map.getBounds().contains(at))", seen)


def test_the_day_and_the_line_on_paper_are_those_of_the_map(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.setTime('2023-06-01')")
    page.evaluate("atlas.swipe('2022-01-01', 0.6)")
    on_paper(page)
    page.set_viewport_size({"width": PAPER[0], "height": PAPER[1]})
    page.wait_for_function("width => window.innerWidth === width", arg=PAPER[0])
    still(page)
    area = page.locator(".folium-map").bounding_box()
    for part in ("#timeline", ".swipe-line"):
        box = page.locator(part).bounding_box()
        assert area["x"] <= box["x"], part
        assert box["x"] + box["width"] <= area["x"] + area["width"], part
        assert box["y"] + box["height"] <= area["y"] + area["height"] + 1, part
    line = page.locator(".swipe-line").bounding_box()
    assert line["x"] + 1.5 == pytest.approx(area["x"] + 0.6 * area["width"], abs=2)
    expect(page.locator("#swipe")).to_be_hidden()
