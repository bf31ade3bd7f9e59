"""The bar of time below the map: within reach on any screen, by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from tests.browser.waits import still


@pytest.mark.parametrize("size", [(360, 640), (1024, 600)], ids=["phone", "laptop"])
def test_all_of_the_bar_is_in_reach_on_a_small_screen(visit, karabakh_page, size):
    page = visit(karabakh_page, size={"width": size[0], "height": size[1]})
    page.evaluate("atlas.setFilter({sub: 'casualties'})")
    page.locator("#filter-note button").click(trial=True)
    page.click("#time-open")
    if size[0] < 600:  # a strip: counts and choices unfold
        expect(page.locator("#swipe-on")).to_be_hidden()
        page.click("#time-more")
        expect(page.locator("#time-more")).to_have_attribute("aria-expanded", "true")
    page.check("#swipe-on")
    for control in ("time-play", "time-range", "time-close", "swipe-day", "time-undated"):
        page.locator(f"#{control}").click(trial=True)  # something over it would take the click
    line = page.locator("#swipe").bounding_box()
    share = float(page.locator("#swipe").input_value()) / 100
    middle = [line["x"] + 17 + share * (line["width"] - 34), line["y"] + line["height"] / 2]
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).id", middle) == "swipe"
    page.click("#time-close")
    expect(page.locator("#timeline")).to_be_hidden()


def test_a_day_is_typed_key_by_key(visit, karabakh_page):
    page = visit(karabakh_page)
    page.click("#time-open")
    expect(page.locator("#time-range")).to_be_focused()
    page.focus("#time-date")
    page.keyboard.type("06152015")  # the year passes through 2, 20 and 201
    expect(page.locator("#time-date")).to_have_value("2015-06-15")
    assert page.evaluate("atlas.time().day") == "2015-06-15"
    first, last = page.evaluate(
        "['min', 'max'].map((end) => document.getElementById('time-date')[end])"
    )
    page.keyboard.type("1900")
    page.keyboard.press("Enter")
    expect(page.locator("#time-date")).to_have_value(first)
    page.focus("#time-date")
    page.keyboard.type("06152199")
    page.focus("#time-mode")
    expect(page.locator("#time-date")).to_have_value(last)
    assert page.evaluate("atlas.time().day") == last
    page.focus("#time-date")
    page.keyboard.press("Backspace")
    expect(page.locator("#time-date")).to_have_value("")
    page.focus("#time-mode")
    expect(page.locator("#time-date")).to_have_value(last)


def test_it_fits_a_narrow_screen(visit, karabakh_page):
    page = visit(karabakh_page, size=NARROW)
    page.click("#time-open")
    page.locator("#timeline").wait_for()
    still(page)
    box = page.locator("#timeline").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    assert box["height"] <= 96


def test_what_stands_below_makes_room_for_the_bar_however_high_it_is(visit, exercise_page):
    page = visit(exercise_page, view="#t=2022-12-01&tm=on")
    bar, scale = page.locator("#timeline"), page.locator(".leaflet-control-scale")
    bar.wait_for()
    height = bar.bounding_box()["height"]
    page.check("#swipe-on")
    page.locator("#swipe-day").wait_for()
    page.evaluate("document.getElementById('swipe-day').style.height = '90px'")
    page.wait_for_function(
        """() => {
          const box = (css) => document.querySelector(css).getBoundingClientRect();
          return box('.leaflet-control-scale').bottom < box('#timeline').top;
        }"""
    )
    assert bar.bounding_box()["height"] > height + 40
    assert scale.is_visible()


def test_an_open_popup_tells_of_the_day(visit, karabakh_page):
    page = visit(karabakh_page)
    key = page.evaluate("atlas.data.sites.find((site) => site.claims.length > 2).key")
    page.evaluate("key => atlas.select(key)", key)
    card = page.locator(".claims-popup .card")
    expect(card.locator(".hidden-note")).to_have_count(0)
    page.evaluate("atlas.setTime('2010-06-15')")
    expect(card.locator(".hidden-note").first).to_contain_text("idden by the day chosen")
    assert page.evaluate("key => atlas.card(key).textContent", key) == card.text_content()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (768, 1024), (390, 844)], ids=str)
def test_it_is_a_strip_with_years_and_a_histogram(visit, karabakh_page, size):
    page = visit(karabakh_page, size={"width": size[0], "height": size[1]})
    page.click("#time-open")
    still(page)
    years = [int(year) for year in page.locator(".time-years span").all_inner_texts()]
    first, last = (int(page.locator("#time-date").get_attribute(end)[:4]) for end in ("min", "max"))
    assert years == sorted(years)
    assert 1 < len(years) <= 7
    assert first <= years[0] <= years[-1] <= last
    bars = page.evaluate(
        """() => [...document.querySelectorAll('.time-claims rect')]
          .map((bar) => Number(bar.getAttribute('height')))"""
    )
    assert max(bars) == pytest.approx(20)
    box = page.locator("#timeline").bounding_box()
    assert box["height"] <= (96 if size[0] < 600 else 0.2 * size[1])
    drawn = page.locator(".time-claims").bounding_box()
    assert drawn["height"] >= 20
    assert drawn["width"] > (0.8 if size[0] < 600 else 0.3) * box["width"]
