"""The filter of claims, bars with bounds, and the list of disagreements."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from geo.maps import render_map
from tests.browser.conftest import NARROW
from tests.browser.waits import address
from tests.maps.unpack import payload_of


def choose(page, **wanted):
    page.locator("#filter > details > summary").click()
    page.locator("#filter > details[open]").wait_for()
    for field, value in wanted.items():
        control = page.locator(f"#filter-{field}")
        if field in ("from", "to"):
            control.fill(value)
        else:
            control.locator("summary").click()
            for one in [value] if isinstance(value, str) else value:
                control.locator(f"input[value='{one}']").check()
        expect(page.locator("#filter")).to_have_class(re.compile(r"\bon\b"))


def test_the_cells_the_page_works_out_are_those_python_did(visit, karabakh_page):
    page = visit(karabakh_page)
    again = page.evaluate(
        """() => Object.fromEntries(atlas.data.figures.map((f) =>
          [f.id, [f.whole, atlas.cellsAgain(f)]]))"""
    )
    assert len(again) == 6
    for figure, (python, script) in again.items():
        assert python.keys() == script.keys(), figure
        for district, cell in python.items():
            for end in ("at", "low", "high"):
                # A day is a day: the page counts them in UTC, Python in whole days.
                assert script[district].get(end) == pytest.approx(cell.get(end)), figure


def test_a_filter_gives_the_figures_of_a_dataset_with_those_claims_only(
    visit, karabakh, karabakh_page
):
    page = visit(karabakh_page)
    choose(page, who="Cabinet of Ministers of Azerbaijan")
    claims = karabakh["claims"]
    only = claims[claims["claimant"].str.startswith("Cabinet of Ministers of Azerbaijan")]
    expect(page.locator("#filter-state")).to_have_text(
        f"claims shown: {len(only)} of {len(claims):,}"
    )
    shown = page.evaluate("atlas.data.figures.find((f) => f.id === 'cleared_ha_2023').cells")
    tables = {**karabakh.tables, "claims": only.reset_index(drop=True)}
    alone = payload_of(render_map(replace(karabakh, tables=tables)))
    expected = next(f for f in alone["figures"] if f["id"] == "cleared_ha_2023")["cells"]
    assert {k: v["at"] for k, v in shown.items()} == {k: v["at"] for k, v in expected.items()}


def test_a_filter_never_makes_a_place_look_empty(visit, karabakh_page):
    page = visit(karabakh_page)
    marks = page.locator(".mark").count()
    choose(page, sub="area_cleared", **{"from": "2024-01-01"})
    page.locator(".mark.filtered").first.wait_for()
    expect(page.locator(".mark")).to_have_count(marks)  # grey, not gone
    assert 0 < page.locator(".mark.filtered").count() < marks
    fills = page.evaluate(
        """() => atlas.layers.districts.getLayers().map((l) => [
          atlas.figure.whole[l.feature.properties.i] !== undefined,
          l.getElement().getAttribute('fill')])"""
    )
    assert {fill for known, fill in fills if known} == {"url(#hatch-hidden)"}
    assert {fill for known, fill in fills if not known} == {"url(#hatch-none)"}
    expect(page.locator("#legend .classes")).to_contain_text("hidden by the filter")
    note = page.locator("#filter-note").inner_text()
    shown, all_claims = re.search(r"shown: ([\d,]+) of ([\d,]+)", note).groups()
    hidden = re.search(r"Hidden by the filter: ([\d,]+) claims", note)[1]
    number = [int(n.replace(",", "")) for n in (shown, all_claims, hidden)]
    assert number[0] + number[2] == number[1]
    page.evaluate("atlas.select('district:Aghdam', {fly: true})")
    card = page.locator("#view-place")
    expect(card).to_contain_text("Hidden by the filter: ")
    expect(card).to_contain_text("hidden by the filter: 1 claim")  # at the figure of the map
    page.locator("#filter-note").get_by_role("button", name="Clear the filter").click()
    expect(page.locator(".mark.filtered")).to_have_count(0)
    expect(card).not_to_contain_text("hidden by", ignore_case=True)
    expect(page.locator("#filter-note")).to_be_hidden()


def test_every_list_keeps_to_the_filter(visit, karabakh_page):
    page = visit(karabakh_page)
    choose(page, who="Agenzia Nova")
    listed = page.evaluate(
        """() => {
          const who = new Set();
          for (const tab of ['undrawn', 'sources']) {
            const view = atlas.show(tab);
            for (let closed; (closed = [...view.querySelectorAll('details:not([open])')]).length;) {
              closed.forEach((d) => { d.fill?.(); d.open = true; });
            }
            view.querySelectorAll('.claim .claimant').forEach((c) => who.add(c.textContent));
          }
          return [...who];
        }"""
    )
    assert {who.split(" (")[0] for who in listed} == {"Agenzia Nova"}
    expect(page.locator("#source-status")).to_contain_text("Hidden by the filter")
    # A disagreement stays whole: the other side is of another claimant.
    page.get_by_role("tab", name="Disputes").click()
    page.locator("#view-disputes .side .claimant").first.wait_for()
    sides = page.locator("#view-disputes .side .claimant").all_inner_texts()
    assert "Agenzia Nova" in sides
    assert set(sides) != {"Agenzia Nova"}


def test_the_filter_is_kept_in_the_link(visit, karabakh_page):
    page = visit(karabakh_page)
    choose(page, sub="casualties", aff="Armenian media outlet", to="2022-12-31")
    state = page.locator("#filter-state").inner_text()
    again = visit(karabakh_page, view=address(page))
    expect(again.locator("#filter-state")).to_have_text(state)
    expect(again.locator("#filter-to")).to_have_value("2022-12-31")
    assert not state.startswith("all")


def test_a_filter_in_a_link_that_fits_nothing_is_left_out(visit, karabakh_page):
    page = visit(karabakh_page, view="#sub=__proto__&who=%3Cb%3E&from=2024-13-99x&src=nobody")
    assert page.locator("#filter-state").inner_text().startswith("claims shown: all ")


def test_bars_have_one_scale_and_the_order_of_time(visit, karabakh_page):
    page = visit(karabakh_page)
    bars = page.evaluate(
        """() => atlas.data.competing.map((thing) => {
          const table = atlas.bars(thing, ['x']);
          document.getElementById('view-overview').prepend(table);
          const rows = [...table.querySelectorAll('tr')].map((tr) => {
            const claim = atlas.data.claims.find((c) => c.claim_id === tr.dataset.of);
            const cell = tr.querySelector('.bounds-bar').getBoundingClientRect();
            const parts = [...tr.querySelectorAll('.bounds-bar span')].map((s) => {
              const box = s.getBoundingClientRect();
              const paint = getComputedStyle(s).backgroundColor;
              return [s.className, box.left - cell.left, box.width, paint];
            });
            return [claim.quantity ?? null, claim.quantity_min ?? null, claim.quantity_max ?? null,
              atlas.words.sortKey(claim), parts];
          });
          table.remove();
          return rows;
        })"""
    )
    assert len(bars) > 10
    for rows in bars:
        assert [r[3] for r in rows] == sorted(r[3] for r in rows)
        exact = [
            (value, parts[0][2])
            for value, low, high, _, parts in rows
            if value and low is None and high is None
        ]
        for value, width in exact:  # lengths are as the figures
            assert width / exact[0][1] == pytest.approx(value / exact[0][0], abs=0.02)
        for value, low, high, _, parts in rows:
            kinds = [p[0] for p in parts]
            if value is None and high is None:
                assert kinds == ["bar-least", "bar-open"]
            if value is None and low is None:
                assert kinds == ["bar-between"]
        assert len({p[3] for r in rows for p in r[4] if p[0] == "bar-least"}) <= 1


def test_later_figures_are_listed_apart_from_disputes(visit, karabakh_page):
    page = visit(karabakh_page)
    page.get_by_role("tab", name="Disputes").click()
    page.select_option("#dispute-kind", "later")
    expect(page.locator("#view-disputes h3")).to_have_text(
        [re.compile("^Of another day or period")]
    )
    kinds = page.evaluate(
        "[...document.querySelectorAll('#view-disputes .dispute')].map((d) => d.dataset.kind)"
    )
    assert set(kinds) == {"later"}


def test_the_filter_fits_a_narrow_screen(visit, karabakh_page):
    page = visit(karabakh_page, size=NARROW)
    page.evaluate("atlas.show('overview', {by: 'hand'})")
    choose(page, sub="area_cleared")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.locator("#cautions").is_visible()


def test_several_values_of_a_field(visit, karabakh, karabakh_page):
    wanted = ["casualties", "area_cleared"]
    n = int(karabakh["claims"]["subject"].isin(wanted).sum())
    page = visit(karabakh_page)
    choose(page, sub=wanted)
    state = f"claims shown: {n:,} of {len(karabakh['claims']):,}"
    expect(page.locator("#filter-state")).to_have_text(state)
    expect(page.locator("#filter-sub .choices-said")).to_have_text(re.compile("^2 of "))
    expect(page.locator("#filter-note .filter-what")).to_contain_text(" or ")
    page.wait_for_function("() => location.hash.split('&sub=').length === 3")
    again = visit(karabakh_page, view=address(page))
    expect(again.locator("#filter-state")).to_have_text(state)
    expect(again.locator("#filter-sub input:checked")).to_have_count(2)
    again.locator("#filter > details > summary").click()
    again.locator("#filter-sub summary").click()
    again.get_by_role("button", name="All of them").click()
    expect(again.locator("#filter-state")).to_contain_text("all")


def test_values_that_the_data_does_not_have_are_left_out(visit, karabakh_page):
    view = "#sub=casualties&sub=%3Cimg%20src%3Dx%3E&sub=casualties&who=nobody&from=soon"
    page = visit(karabakh_page, view=view)
    expect(page.locator("#filter-sub input:checked")).to_have_count(1)
    expect(page.locator("#filter-who input:checked")).to_have_count(0)
    assert page.evaluate("atlas.filterChosen()") == {"sub": ["casualties"]}


@pytest.mark.parametrize("size", [NARROW, {"width": 1400, "height": 900}])
def test_choices_by_keyboard_alone(visit, karabakh_page, size):
    page = visit(karabakh_page, size=size)
    if size is NARROW:
        page.locator(".sheet-handle").click()
        page.locator(".sheet-handle").click()
    page.locator("#filter > details > summary").focus()
    page.keyboard.press("Enter")
    field = page.locator("#filter-who")
    field.locator("summary").focus()
    page.keyboard.press("Enter")
    page.locator("#filter-who[open]").wait_for()
    page.keyboard.press("Tab")
    search = field.get_by_role("searchbox")
    expect(search).to_be_focused()
    page.keyboard.type("anama")
    rows = field.locator("li:visible")
    expect(rows.first).to_contain_text("ANAMA")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(field.locator("input:checked")).to_have_count(1)
    expect(page.locator("#filter")).to_have_class(re.compile(r"\bon\b"))
    for row in rows.all():
        box = row.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
    page.keyboard.press("Escape")
    expect(field).not_to_have_attribute("open", "")
    expect(field.locator("summary")).to_be_focused()
