"""The canvas layer as a reader uses it: popups, filters, legend, keyboard."""

import re

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect
from shapely import Point, Polygon, box

from geo.maps.canvas import COLOUR_BLIND, UN
from tests.browser.canvas import GREEN, canvas, click, page_of, scattered
from tests.browser.waits import still
from tests.maps.canvas import frame_of
from tests.maps.hostile import ADDRESSES, HOSTILE


def test_a_click_opens_a_popup_with_text_only(visit):
    for text in (HOSTILE["script"], HOSTILE["image"], HOSTILE["expression"]):
        frame = frame_of(box(46.9, 39.9, 47.1, 40.1), id=[text], **{text: [text]}, n=[1234.5])
        layer = canvas(frame, name=text)
        page = visit(page_of(layer, zoom=11, control=True))
        click(page, 40, 47)
        card = page.locator(".leaflet-popup .canvas-card")
        card.wait_for()
        assert card.locator("h3").inner_text() == text
        assert card.locator("th").all_inner_texts() == ["status", text, "n"]
        assert card.locator("td").all_inner_texts() == ["suspected", text, "1,234.5"]
        assert page.locator(".canvas-legend h2").inner_text() == text
        assert page.locator(".leaflet-control-layers label").inner_text().strip() == text
        assert page.evaluate("window.pwned") is None
        assert page.locator("img, iframe").count() == 0


def test_only_web_addresses_become_links(visit):
    addresses = [*ADDRESSES, "https://example.org/a?b=c"]
    frame = frame_of(
        box(46.9, 39.9, 47.1, 40.1), **{f"link{k}": [a] for k, a in enumerate(addresses)}
    )
    page = visit(page_of(canvas(frame), zoom=11))
    click(page, 40, 47)
    page.locator(".canvas-card").wait_for()
    cells = page.locator(".canvas-card td")
    assert cells.all_inner_texts() == ["suspected", *(" ".join(a.split()) for a in addresses)]
    links = page.evaluate(
        "[...document.querySelectorAll('.canvas-card a')].map((a) => [a.protocol, a.rel])"
    )
    assert len(links) == 2
    assert all(link == ["https:", "noopener noreferrer"] for link in links)


def test_a_popup_lists_all_features_of_all_layers_at_the_place(visit):
    shape = box(46.9, 39.9, 47.1, 40.1)
    many = canvas(frame_of(*[shape] * 11, status=["confirmed"] + ["cleared"] * 10))
    other = canvas(frame_of(shape, id=["other"]), name="Other")
    page = visit(page_of(many, other, zoom=11))
    click(page, 40, 47)
    popup = page.locator(".leaflet-popup")
    expect(popup.locator(".canvas-here")).to_have_text("12 features here")
    heads = popup.locator("h3").all_inner_texts()
    assert heads[:2] == ["other", "f0"]  # the layer added last, then the confirmed hazard
    popup.get_by_role("button", name="4 more").click()
    expect(popup.locator("h3")).to_have_count(12)
    still(page)
    expect(popup).to_have_count(1)  # the click was none on the map
    assert set(popup.locator("h3").all_inner_texts()) == {"other", *(f"f{k}" for k in range(11))}


def test_as_of_a_day_counts_what_holds_then(visit):
    rng = np.random.default_rng(9)
    n = 3000
    frame = scattered(n)
    first = np.datetime64("2020-01-01") + rng.integers(0, 1500, n)
    end = first + rng.integers(1, 900, n)
    frame["first"] = pd.Series(first.astype(str), dtype=object).where(rng.random(n) < 0.9, None)
    frame["end"] = pd.Series(end.astype(str), dtype=object).where(rng.random(n) < 0.5, None)
    page = visit(page_of(canvas(frame, from_column="first", to_column="end"), zoom=9))
    edge = frame["first"].dropna().iloc[0]  # the first day of a feature: it counts
    for day in ("2019-12-31", "2021-06-15", edge, frame["end"].dropna().iloc[0], "2030-01-01"):
        holds = ~(frame["first"].fillna("0000") > day) & ~(frame["end"].fillna("9999") <= day)
        counts = page.evaluate("(d) => layer.setAsOf(d)", day)
        assert counts["shown"] == holds.sum(), day
        by_class = frame["status"][holds].value_counts().to_dict()
        assert {c["value"]: c["count"] for c in counts["classes"] if c["count"]} == by_class
        page.evaluate("settled()")
        drawn = page.evaluate("layer.drawn()")
        assert drawn["inView"] == drawn["painted"] <= holds.sum()
    assert page.evaluate("layer.setAsOf(null)")["shown"] == n
    assert page.evaluate("(() => { try { layer.setAsOf('soon') } catch (e) { return e.name } })()")


def test_a_day_changes_the_picture_at_once(visit):
    frame = frame_of(box(46.9, 39.9, 47.1, 40.1), first=["2020-01-02"], end=["2020-01-04"])
    page = visit(page_of(canvas(frame, from_column="first", to_column="end"), zoom=11))
    seen = page.evaluate(
        """['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04'].map((day) => {
          layer.setAsOf(day);
          return pixel(40, 47)[3] > 0;
        })"""
    )
    assert seen == [False, True, True, False]


def test_classes_can_be_switched_off_and_keep_their_count(visit):
    frame = frame_of(*[box(46.9, 39.9, 47.1, 40.1)] * 2, status=["confirmed", "cleared"])
    page = visit(page_of(canvas(frame), zoom=11))
    page.get_by_label("Confirmed").uncheck()
    expect(page.locator(".canvas-total")).to_have_text(re.compile("^1 of 2 on the map"))
    page.evaluate("settled()")
    assert page.evaluate("pixel(40, 47)")[:3] == GREEN
    assert page.locator(".canvas-count").all_inner_texts() == ["1", "1"]
    assert page.evaluate("layer.hit({lat: 40, lng: 47}).length") == 1


def test_the_reader_can_change_the_colours(visit):
    frame = frame_of(box(46.9, 39.9, 47.1, 40.1), status="confirmed", land="open")
    layer = canvas(frame, styles=[COLOUR_BLIND, UN], status_column="land")
    page = visit(page_of(layer, zoom=11))
    page.get_by_label("Colours").select_option("UN style")
    expect(page.locator(".canvas-legend")).to_contain_text("Open")
    page.evaluate("settled()")
    red, green, blue, alpha = page.evaluate("pixel(40, 47)")
    assert (red, green, blue) == (255, 0, 0)
    assert alpha == pytest.approx(128, abs=1)


def test_the_keyboard_reaches_every_feature_in_view(visit):
    shapes = [box(x, 40, x + 0.005, 40.005) for x in np.arange(46.92, 47.09, 0.01)]
    page = visit(page_of(canvas(frame_of(*shapes)), zoom=12))
    box_ = page.get_by_role("listbox", name="Features of Areas in view")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "listbox":
            break
    active = page.locator("[role=option][aria-selected=true]")
    active.wait_for()
    assert active.get_attribute("aria-setsize") == str(len(shapes))
    seen = set()
    for at in range(1, len(shapes) + 1):
        option = page.locator(f"[role=option][aria-selected=true][aria-posinset='{at}']")
        option.wait_for()
        expect(box_).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
        seen.add(option.inner_text())
        page.keyboard.press("ArrowDown")
    assert seen == {f"f{k} — Suspected" for k in range(len(shapes))}
    page.locator(".canvas-mark").first.wait_for(state="attached")
    page.keyboard.press("Home")
    page.locator("[role=option][aria-selected=true][aria-posinset='1']").wait_for()
    name = active.inner_text().split(" — ")[0]
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup h3")).to_have_text(name)
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    expect(page.locator(".canvas-mark")).to_have_count(0)


def test_what_has_no_place_is_listed_with_the_reason(visit):
    frame = frame_of(Point(47, 40), None, Point(10, 89.9), Polygon([(0, 80), (10, 80), (5, 90)]))
    page = visit(page_of(canvas(frame)))
    page.get_by_text("2 not drawn").click()
    items = page.locator(".canvas-undrawn li")
    items.nth(1).wait_for()
    assert sorted(items.all_inner_texts()) == [
        "f1: no geometry",
        "f2: nearer to a pole than this map shows",
    ]
    assert page.locator(".canvas-total").inner_text().startswith("2 on the map")


def test_an_empty_layer_opens(visit):
    page = visit(page_of(canvas(frame_of())))
    assert page.locator(".canvas-total").inner_text() == "0 on the map · 0 in view"
    page.get_by_role("listbox").focus()
    page.get_by_text("Nothing of this layer is in view.").wait_for()


def test_layer_control_takes_the_layer_and_its_legend_away(visit):
    page = visit(page_of(canvas(scattered(100)), control=True))
    page.locator(".leaflet-control-layers-selector").uncheck()
    expect(page.locator(".canvas-legend")).to_have_count(0)
    expect(page.locator("canvas.leaflet-tile")).to_have_count(0)
    page.locator(".leaflet-control-layers-selector").check()
    expect(page.locator(".canvas-legend")).to_have_count(1)
    page.evaluate("settled()")
    assert page.evaluate("layer.check()")
