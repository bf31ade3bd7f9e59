"""Old information is visibly old, and no paler for it: clocks by marks, counts in the legend."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from shapely import Point

from tests.browser.waits import painted, still

LAST = "2024-04-19"  # the last day of the exercise


def older(day, then, years):
    """Whether a partial date, taken as late as may be, is more than some years before a day."""
    if not then:
        return False
    y, m, d = ([int(part) for part in then.split("-")] + [None, None])[:3]
    latest = (y, m or 12, d or 31)
    now = date.fromisoformat(day)
    return latest < (now.year - years, now.month, now.day)


def expected(table, day, steps=(10, 5)):
    """Ids of what is older than so many years on a day, from the dates of a layer."""
    found = {years: set() for years in steps}
    for row in table.to_dict("records"):
        dates = [str(row[c])[:10] for c in ("known_from", "valid_from") if isinstance(row[c], str)]
        in_force = row["valid_from"] <= day and not (
            isinstance(row.get("valid_to"), str) and row["valid_to"] <= day
        )
        age = next((s for s in steps if in_force and older(day, max(dates), s)), None)
        if age:
            found[age].add(row.get("release_id") or row["hazard_id"])
    return found


def row(page, age):
    return page.locator(f"label[for=mark-age-{age}] .count")


@pytest.mark.parametrize("size", ["small", "canvas"])
def test_areas_are_counted_by_age_on_the_day_of_the_slider(
    visit, exercise, exercise_page, exercise_on_canvas, size
):
    page = visit(exercise_page if size == "small" else exercise_on_canvas)
    expect(page.locator("#ages")).to_be_hidden()  # nothing is old on the newest day of the data
    page.evaluate(f"atlas.setTime('{LAST}')")
    tables = (exercise["hazard_areas"], exercise["land_release"])
    n = sum(len(expected(table, LAST)[5]) for table in tables)
    assert n > 0
    expect(row(page, 5)).to_have_text(str(n))
    expect(page.locator("label[for=mark-age-10]")).to_be_hidden()
    page.evaluate("atlas.setTime('2022-01-01')")
    expect(page.locator("#ages")).to_be_hidden()


def test_an_old_hazard_has_a_clock_and_the_same_colours(visit, exercise, exercise_page):
    page = visit(exercise_page)
    page.evaluate(f"atlas.setTime('{LAST}')")
    clocks = page.locator(".area-age .clock[data-age='5']")
    expect(clocks).to_have_count(1)
    (old,) = expected(exercise["hazard_areas"], LAST)[5]
    looks = page.evaluate(
        """(old) => {
          const { areas } = atlas.data;
          const status = areas.find((a) => a.id === old).status;
          const of = (a) => a.layer === 'hazard_areas' && a.status === status && !a.land_status;
          return atlas.layers.hazards.getLayers()
            .map((l) => [areas[l.feature.properties.i], l.getElement()])
            .filter(([a, node]) => of(a) && node.style.display !== 'none')
            .map(([a, node]) => ['fill', 'fill-opacity', 'stroke', 'stroke-opacity']
              .map((name) => node.getAttribute(name)).join() + getComputedStyle(node).opacity);
        }""",
        old,
    )
    assert len(looks) > 5
    assert len(set(looks)) == 1
    page.evaluate(f"atlas.select('area:{old}')")
    expect(page.locator(".age-note").first).to_contain_text("older than 5 years")
    page.uncheck("#mark-age-5")
    expect(clocks).to_have_count(0)
    expect(page.locator("label[for=mark-age-5]")).to_be_visible()  # still counted, can be had back
    page.check("#mark-age-5")
    expect(clocks).to_have_count(1)


def test_on_canvas_the_clock_stands_inside_the_area(visit, exercise, exercise_on_canvas):
    page = visit(exercise_on_canvas)
    page.evaluate(f"atlas.setTime('{LAST}')")
    (old,) = expected(exercise["hazard_areas"], LAST)[5]
    anchor = exercise["hazard_areas"].set_index("hazard_id").geometry[old].representative_point()
    page.evaluate(f"atlas.map.setView([{anchor.y}, {anchor.x}], 15, {{animate: false}})")
    still(page)
    painted(page, "atlas.large.hazards")
    centre = """() => {
      const layer = atlas.large.hazards;
      const i = layer.ages.of.findIndex((code, k) => code === 2 && layer.filter.shown[k]);
      const at = canvasTiles.toLatLng(...canvasTiles.inside(layer.data, i));
      const p = atlas.map.latLngToContainerPoint(at);
      const box = atlas.map.getContainer().getBoundingClientRect();
      for (const { el, current } of Object.values(layer._tiles)) {
        const own = el.getBoundingClientRect();
        const [x, y] = [p.x + box.x - own.x, p.y + box.y - own.y];
        if (!current || x < 0 || y < 0 || x >= own.width || y >= own.height) continue;
        const scale = el.width / own.width;
        const copy = document.createElement('canvas');
        copy.width = copy.height = 17;
        const pen = copy.getContext('2d', { willReadFrequently: true });
        pen.drawImage(el, 8 - Math.round(x * scale), 8 - Math.round(y * scale));
        const white = [[-3, 0], [0, 3], [-2, 2]]
          .map(([dx, dy]) => [...pen.getImageData(8 + dx, 8 + dy, 1, 1).data]);
        return { lat: at.lat, lng: at.lng, white };
      }
      return null;
    }"""
    found = page.evaluate(centre)
    shape = exercise["hazard_areas"].set_index("hazard_id").geometry[old]
    assert shape.contains(Point(found["lng"], found["lat"]))
    assert found["white"] == [[255] * 4] * 3  # the face of the clock
    page.uncheck("#mark-age-5")
    painted(page, "atlas.large.hazards")
    assert page.evaluate(centre)["white"] != [[255] * 4] * 3


def test_marks_of_old_claims_carry_clocks(visit, karabakh, karabakh_page):
    page = visit(karabakh_page)
    data = page.evaluate(
        """() => ({ day: atlas.data.meta.data_date, sites: atlas.data.sites.map((s) => s.marked),
          said: atlas.data.claims.map((c) => c.period_end ?? c.as_of ?? c.period_start ?? null),
          published: atlas.data.claims.map((c) => atlas.data.sources[c.source - 1].published) })"""
    )
    counts = {5: 0, 10: 0}
    for site in data["sites"]:
        if "find" not in site:
            continue
        dates = [data["said"][c] or data["published"][c] for c in site["find"]]
        assert all(dates)
        age = next((s for s in (10, 5) if all(older(data["day"], d, s) for d in dates)), None)
        counts[age] = counts.get(age, 0) + 1
    assert counts[5] > 0
    for age in (5, 10):
        expect(page.locator(f".mark-find .clock[data-age='{age}']")).to_have_count(counts[age])
    node = page.locator(".mark-find:has(.clock[data-age='5'])").first
    expect(node).to_have_attribute("aria-label", re.compile("older than 5 years"))
    expect(page.locator(".mark .clock").first).to_be_visible()
    page.evaluate("atlas.setTime('2005-06-01')")
    expect(page.locator(".mark-find:not(.not-then) .clock[data-age='5']")).to_have_count(0)
