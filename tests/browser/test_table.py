"""The table of what is in view, and the marks by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.waits import still


def rows(page):
    return page.locator(".in-view tbody tr")


def keys_in_view(page):
    """Counted from the payload and the bounds of the map, without the table's own code."""
    return page.evaluate(
        """() => {
          const b = atlas.map.getBounds();
          const [s, w, n, e] = [b.getSouth(), b.getWest(), b.getNorth(), b.getEast()];
          const inside = ([lat, lng]) => lat >= s && lat <= n && lng >= w && lng <= e;
          const touches = ([[ls, lw], [hn, he]]) => ls <= n && hn >= s && lw <= e && he >= w;
          const { districts, sites, areas } = atlas.data;
          return [...districts.filter((d) => d.drawn && touches(d.box)),
            ...sites.filter((s) => inside(s.at)), ...areas.filter((a) => touches(a.box))]
            .map((x) => x.key).sort();
        }"""
    )


def move_nearer(page, steps):
    page.evaluate(f"atlas.map.setZoom(atlas.map.getZoom() + {steps}, {{animate: false}})")


def keys_in_table(page):
    return sorted(
        page.evaluate(
            "[...document.querySelectorAll('.in-view tbody tr')].map((r) => r.dataset.key)"
        )
    )


def table_of_the_view(page):
    """Keys in the table once it has as many rows as there are things in view: it follows."""
    wanted = keys_in_view(page)
    expect(rows(page)).to_have_count(len(wanted))
    return keys_in_table(page), wanted


@pytest.mark.parametrize("dataset", ["karabakh", "exercise"])
def test_the_table_follows_the_map(visit, request, dataset):
    page = visit(request.getfixturevalue(f"{dataset}_page"))
    page.get_by_role("tab", name="In view").click()
    if dataset == "exercise":
        move_nearer(page, 1)  # the table has at most 300 rows
    everything, wanted = table_of_the_view(page)
    assert everything == wanted
    move_nearer(page, 2)
    closer, wanted = table_of_the_view(page)
    assert closer == wanted
    assert 0 < len(closer) < len(everything)


def test_rows_by_arrow_keys_outline_on_the_map(visit, karabakh_page):
    page = visit(karabakh_page)
    page.get_by_role("tab", name="In view").click()
    expect(page.get_by_role("grid", name="Features in view")).to_have_count(1)
    expect(page.locator(".in-view tbody tr[tabindex='0']")).to_have_count(1)
    rows(page).first.focus()
    for key, at in (("ArrowDown", 1), ("ArrowDown", 2), ("ArrowUp", 1), ("End", -1), ("Home", 0)):
        page.keyboard.press(key)
        expected = rows(page).nth(at if at >= 0 else rows(page).count() - 1)
        expect(expected).to_be_focused()
    outlines = page.locator(".leaflet-atlas-highlight-pane path")
    expect(outlines).to_have_count(2)  # white below black
    page.keyboard.press("End")  # a site
    expect(rows(page).last).to_be_focused()
    outlines.nth(1).wait_for(state="attached")
    page.keyboard.press(" ")
    expect(rows(page).last).to_have_attribute("aria-selected", "true")
    key = rows(page).last.get_attribute("data-key")
    assert page.evaluate("atlas.selected") == key
    page.keyboard.press("Enter")
    name = page.evaluate("(key) => atlas.find(key).item.name", key)
    expect(page.locator("#view-place .card-name")).to_have_text(name)


def test_an_outline_of_a_row_is_that_of_the_area(visit, exercise_page):
    page = visit(exercise_page)
    page.get_by_role("tab", name="In view").click()
    row = page.locator(".in-view tr[data-key='area:EX-R002']")
    row.click()
    expect(row).to_have_attribute("aria-selected", "true")
    still(page)
    drawn = page.locator(".leaflet-atlas-highlight-pane path").first.bounding_box()
    own = page.evaluate(
        """() => {
          const i = atlas.data.areas.findIndex((a) => a.key === 'area:EX-R002');
          const layer = atlas.layers.released.getLayers().find((l) => l.feature.properties.i === i);
          const box = layer.getElement().getBoundingClientRect();
          return [box.x + box.width / 2, box.y + box.height / 2];
        }"""
    )
    middle = [drawn["x"] + drawn["width"] / 2, drawn["y"] + drawn["height"] / 2]
    assert middle == pytest.approx(own, abs=1)


def test_columns_sort_both_ways(visit, karabakh_page):
    page = visit(karabakh_page)
    page.get_by_role("tab", name="In view").click()
    header = page.locator(".in-view th[data-column=claims]")
    for direction, turned in (("descending", True), ("ascending", False)):
        header.get_by_role("button").click()
        expect(header).to_have_attribute("aria-sort", direction)
        still(page)  # the rows follow in a moment
        counts = page.evaluate(
            """() => [...document.querySelectorAll('.in-view tbody tr')]
              .map((r) => +r.cells[2].textContent)"""
        )
        assert counts == sorted(counts, reverse=turned)
    newest = page.locator(".in-view th[data-column=newest]")
    newest.get_by_role("button").click()
    expect(newest).to_have_attribute("aria-sort", "descending")
    still(page)
    days = page.evaluate(
        """() => [...document.querySelectorAll('.in-view tbody tr')]
          .map((r) => Date.parse(r.cells[3].textContent) || -1e15)"""
    )
    exact = [day for day in days if day != -1e15]
    assert exact[:5] == sorted(exact[:5], reverse=True)
    assert days[-1] == -1e15


def focused_at(page):
    return page.evaluate(
        """() => {
          const box = document.activeElement.getBoundingClientRect();
          return [box.x, box.y];
        }"""
    )


def test_marks_by_keyboard(visit, karabakh_page):
    page = visit(karabakh_page)
    stops = page.locator(".mark[tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    seen = set()
    for key in ["ArrowDown"] * 6 + ["ArrowRight"] * 3 + ["ArrowLeft"] * 3 + ["ArrowUp"] * 2:
        before = focused_at(page)
        view = page.evaluate("atlas.map.getCenter()")
        page.keyboard.press(key)
        still(page)
        after = focused_at(page)
        assert page.evaluate("atlas.map.getCenter()") == view  # the map itself does not move
        if after != before:
            dx, dy = after[0] - before[0], after[1] - before[1]
            ahead = {"ArrowDown": dy, "ArrowUp": -dy, "ArrowRight": dx, "ArrowLeft": -dx}[key]
            assert ahead > 0
        seen.add(tuple(after))
    assert len(seen) > 6
    mark = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")
    popup = page.locator(".claims-popup .card-name").inner_text()
    assert mark.startswith(popup)
    expect(page.locator(".claims-popup :focus")).to_have_count(1)
    still(page)  # the map moves until the popup is whole
    page.keyboard.press("Escape")
    page.locator(".claims-popup").wait_for(state="detached")
    expect(page.locator(":focus")).to_have_attribute("aria-label", mark)
    expect(page.locator(".mark[tabindex='0']")).to_have_count(1)


def test_features_on_canvas_tiles_are_in_the_table_too(visit, exercise_page, exercise_on_canvas):
    page = visit(exercise_page)
    page.get_by_role("tab", name="In view").click()
    move_nearer(page, 1)  # the table has at most 300 rows
    small, wanted = table_of_the_view(page)
    assert small == wanted
    page = visit(exercise_on_canvas)
    page.get_by_role("tab", name="In view").click()
    move_nearer(page, 1)
    expect(rows(page)).to_have_count(len(small))
    on_paper = page.evaluate("atlas.data.areas.map((area) => area.layer)")
    assert on_paper == ["minefield_records"] * 6  # few, so drawn as shapes
    assert keys_in_table(page) == small
    page.locator(".in-view tr[data-key='area:EX-R002']").click()
    page.wait_for_function("() => atlas.selected === 'area:EX-R002'")
    page.locator(".leaflet-atlas-highlight-pane path").nth(1).wait_for(state="attached")


@pytest.mark.parametrize("size", ["small", "canvas"])
def test_rows_follow_the_day(visit, exercise, exercise_page, exercise_on_canvas, size):
    dataset = exercise
    day = "2021-06-01"
    there = set()
    n = 0
    for layer, key in (("hazard_areas", "area"), ("land_release", "area")):
        for row in dataset[layer].to_dict("records"):
            n += 1
            ends = isinstance(row.get("valid_to"), str) and row["valid_to"] <= day
            if row["valid_from"] <= day and not ends:
                there.add(f"{key}:{row.get('release_id') or row['hazard_id']}")
    records = dataset["minefield_records"]["record_id"]  # whatever the day: they are paper
    there |= {f"area:{key}" for key in records}
    n += len(records)
    page = visit(exercise_page if size == "small" else exercise_on_canvas)
    page.get_by_role("tab", name="In view").click()
    page.evaluate("atlas.map.setZoom(9, {animate: false})")
    page.evaluate(f"atlas.setTime('{day}')")
    areas = page.locator(".in-view tr[data-key^='area:']")
    expect(areas).to_have_count(len(there))
    assert {key for key in keys_in_table(page) if key.startswith("area:")} == there
    events = page.locator(".in-view tr[data-key^='event:']").count()
    later = 1  # the claim of work at Aldmoor Cross, as of November 2023
    away = n - len(there) + len(dataset["events"]) - events + later
    expect(page.locator("#in-view")).to_contain_text(f"{away} not on this day")
    page.evaluate("atlas.setTime(null)")
    expect(areas).to_have_count(n)
    expect(page.locator("#in-view")).not_to_contain_text("not on this day")
