"""The page without a mouse, and for who does not see it."""

import re
from importlib.resources import files

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.waits import still

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TABS = ("overview", "place", "table", "disputes", "sources", "undrawn")


def serious(page):
    """What axe-core finds serious or critical: rule, how many, and the first element.

    Only once nothing moves: text that is half faded out has no contrast, and nobody reads it.
    """
    still(page)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200], v["nodes"][0]["failureSummary"])
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


def told_in_a_popup(page):
    """The key of a site of several claims: unlike a district, it opens a popup at its symbol."""
    return page.evaluate("atlas.data.sites.find((site) => site.claims.length > 2).key")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("dataset", ["karabakh", "exercise"])
def test_axe_finds_nothing_serious(visit, request, dataset, size):
    page = visit(request.getfixturevalue(f"{dataset}_page"), size=size)
    page.evaluate(AXE)  # by the debugger: the page's own policy lets no other script in
    page.evaluate("atlas.select((atlas.data.areas[0] ?? atlas.data.districts[4]).key, {fly: true})")
    for tab in TABS:
        page.evaluate("(tab) => atlas.show(tab, {by: 'hand'})", tab)
        assert serious(page) == [], tab


def test_axe_finds_nothing_serious_in_what_opens(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate(AXE)
    page.evaluate("atlas.setFilter({sub: 'casualties', from: '2023-01-01'})")
    page.evaluate("document.querySelector('#filter details').open = true")
    page.evaluate("atlas.measure(true)")
    page.evaluate("key => atlas.select(key)", told_in_a_popup(page))
    expect(page.locator(".claims-popup .card")).to_have_count(1)
    assert serious(page) == []
    page.evaluate("atlas.measure(false)")
    page.locator(".folium-map").focus()
    page.keyboard.press("c")
    expect(page.locator(".position-popup table")).to_have_count(1)
    expect(page.locator(".claims-popup")).to_have_count(0)  # it fades out
    assert serious(page) == []
    page.evaluate("atlas.select('district:Aghdam')")
    expect(page.locator("#view-place .card-name")).to_have_text("Aghdam")
    expect(page.locator(".claims-popup")).to_have_count(0)  # a district speaks in the panel only
    assert serious(page) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_nothing_serious_in_what_is_recorded_here(visit, exercise_page, size):
    page = visit(exercise_page, size=size)
    page.evaluate(AXE)
    page.evaluate("atlas.map.setView([-34.97, -19.96], 14, {animate: false})")
    page.evaluate("atlas.measure(true)")
    page.evaluate("atlas.measureAt({lat: -34.97, lng: -19.96})")
    assert serious(page) == []
    page.locator("[data-ask=at]").click()
    expect(page.locator("#view-place [data-relation]")).to_have_count(3)
    assert serious(page) == []


def test_axe_would_find_a_button_without_name(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate(AXE)
    page.evaluate("document.querySelector('.coordinates').append(document.createElement('button'))")
    assert [rule for rule, *_ in serious(page)] == ["button-name"]


def focused(page):
    return page.locator(":focus")


def test_the_district_list_is_reached_by_tab(visit, karabakh_page):
    page = visit(karabakh_page)
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Skip the map, go to the text")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#ranking') !== null"):
            break
    expect(focused(page)).to_have_text("Jabrayil")
    page.keyboard.press("Enter")
    expect(page.locator("#view-place .card-name")).to_have_text("Jabrayil")
    expect(page.locator("#announcer")).to_have_text(re.compile("^Jabrayil: "))


def test_search_by_keyboard_and_by_other_names(visit, karabakh_page):
    page = visit(karabakh_page)
    for typed, expected in (
        ("Агдам", "Aghdam"),
        ("Ağdərə", "Aghdara"),
        ("Martakert", "Aghdara"),
        ("fuz", "Fuzuli"),
    ):
        page.locator("#search-input").fill(typed)
        expect(page.locator("#search-list [aria-selected=true] b")).to_have_text(expected)
        page.keyboard.press("Enter")
        expect(page.locator("#view-place .card-name")).to_have_text(expected)
    page.locator("#search-input").fill("no such place")
    expect(page.locator("#search-list")).to_contain_text("Nothing by that name")


def test_tabs_follow_the_arrow_keys(visit, karabakh_page):
    page = visit(karabakh_page)
    page.get_by_role("tab", name="Overview").focus()
    tabs = ("Place", "In view", "Claims", "Disputes", "Sources", "Not drawn", "Overview")
    for expected in tabs:
        page.keyboard.press("ArrowRight")
        tab = page.locator("[role=tab][aria-selected=true]")
        expect(tab).to_have_text(re.compile(f"^{expected}"))
        expect(page.locator("[role=tabpanel]:visible")).to_have_count(1)


def test_every_control_has_a_name(visit, karabakh_page):
    page = visit(karabakh_page)
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, a, input, select, [role=button]')]
          .filter((e) => e.offsetParent !== null)
          .filter((e) => !e.textContent.trim() && !e.getAttribute('aria-label'))
          .filter((e) => !e.labels?.length)
          .map((e) => e.outerHTML)"""
    )
    assert nameless == []


def test_text_has_contrast(visit, karabakh_page):
    page = visit(karabakh_page)
    for tab in ("Overview", "Disputes", "Sources"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel")).to_have_attribute("id", f"view-{tab.lower()}")
        still(page)
        poor = page.evaluate(
            """() => {
              // Relative luminance and contrast as WCAG 2 defines them.
              const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
              const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255)
                + 0.0722 * linear(b / 255);
              const parse = (c) => c.match(/[\\d.]+/g).map(Number);
              const ground = (e) => {
                for (; e; e = e.parentElement) {
                  const c = parse(getComputedStyle(e).backgroundColor);
                  if (c.length === 3 || c[3] > 0.9) return c;
                }
                return [255, 255, 255];
              };
              return [...document.querySelectorAll('.panel *, .cautions *, .masthead *, .legend *')]
                .filter((e) => e.offsetParent)
                .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
                .map((e) => {
                  const ink = light(parse(getComputedStyle(e).color));
                  const [a, b] = [ink, light(ground(e))].sort((x, y) => y - x);
                  return [e.className || e.tagName, (a + 0.05) / (b + 0.05)];
                })
                .filter(([, ratio]) => ratio < 4.5);
            }"""
        )
        assert poor == []


def test_one_main_heading_and_landmarks(visit, karabakh_page):
    page = visit(karabakh_page)
    assert page.locator("h1").count() == 1
    for role in ("banner", "main", "contentinfo", "tablist"):
        assert page.get_by_role(role).count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"


def test_focus_is_never_lost_with_what_is_taken_away(visit, karabakh_page):
    page = visit(karabakh_page)

    def press(locator):
        locator.focus()
        page.keyboard.press("Enter")

    press(page.locator("#ranking button").first)
    expect(page.locator("#view-place")).to_be_focused()
    page.get_by_role("tab", name="In view").click()
    press(page.locator(".in-view tbody tr", has_text="Fuzuli").first)
    expect(page.locator("#view-place")).to_be_focused()
    page.get_by_role("tab", name="Disputes").click()
    known = page.locator("#view-disputes .dispute").count()
    press(page.locator("#view-disputes .more"))
    expect(page.locator("#view-disputes .dispute").nth(known)).to_be_focused()
    page.evaluate("atlas.setFilter({sub: 'casualties'})")
    press(page.locator("#filter-clear"))
    expect(page.locator("#filter > details > summary")).to_be_focused()
    page.evaluate("atlas.setFilter({sub: 'casualties'})")
    press(page.locator("#filter-note button"))
    expect(page.locator("#filter > details > summary")).to_be_focused()
    page.evaluate("atlas.measure(true)")
    press(page.get_by_role("button", name="Stop measuring"))
    expect(page.locator(".folium-map")).to_be_focused()
    page.evaluate("key => atlas.select(key)", told_in_a_popup(page))
    press(page.get_by_role("button", name="Read in the panel"))
    expect(page.locator("#view-place")).to_be_focused()


@pytest.mark.parametrize("dataset", ["karabakh", "exercise"])
def test_each_stop_of_the_tab_key_can_be_seen_and_has_a_name(visit, request, dataset):
    page = visit(request.getfixturevalue(f"{dataset}_page"))
    stops = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
              const node = document.activeElement;
              const named = node.labels?.length || (node.ariaLabel ?? node.textContent).trim();
              return node === document.body ? null
                : [node.tagName, Boolean(named), getComputedStyle(node).outlineStyle,
                   node.closest('#ranking, .curve-table, .curves') !== null];
            }"""
        )
        if stop is None:
            break
        stops.append(stop)
    # One for each row of a list, and of the rest no more than a hand has patience for.
    listed = sum(in_list for *_, in_list in stops)
    assert listed >= page.locator("#ranking button:visible").count()
    assert len(stops) > 30
    assert len(stops) - listed < 50
    # Not a shape of the map, of which there may be thousands.
    assert {tag for tag, *_ in stops} <= {"A", "BUTTON", "DIV", "INPUT", "SELECT", "SUMMARY"}
    assert all(named and outline != "none" for _, named, outline, _ in stops)
