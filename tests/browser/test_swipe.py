"""Two datasets with a line between them, and the line in the link; counts against pandas."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import shapely
from playwright.sync_api import expect

from geo.maps import drawing, render_map
from geo.maps.page import render_comparison
from tests.browser.waits import address, still

SOURCES = {"hazards": ("hazard_areas", "classification"), "released": ("land_release", "product")}


@pytest.fixture(scope="module")
def later(exercise):
    """A later delivery: two areas gone, one confirmed that was suspected, one moved, two new."""
    hazards = exercise["hazard_areas"].copy()
    suspected = hazards.index[hazards["classification"] == "suspected"]
    hazards.loc[suspected[0], "classification"] = "confirmed"
    moved = hazards["geometry"].iloc[-1]
    hazards.loc[hazards.index[-1], "geometry"] = shapely.transform(moved, lambda xy: xy + 0.01)
    hazards = hazards.drop(index=suspected[1:3])
    new = hazards.iloc[:2].copy()
    new["hazard_id"] = ["NEW-1", "NEW-2"]
    new["geometry"] = [shapely.transform(g, lambda xy: xy + 0.02) for g in new["geometry"]]
    hazards = pd.concat([hazards, new], ignore_index=True)
    releases = exercise["land_release"].iloc[3:].reset_index(drop=True)
    tables = {**exercise.tables, "hazard_areas": hazards, "land_release": releases}
    return replace(exercise, tables=tables)


@pytest.fixture(scope="module")
def pages(exercise, later):
    out = {"small": render_comparison(exercise, later)[0]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "LARGE", 2)
        out["large"] = render_comparison(exercise, later)[0]
    return out


LEFT = """async () => {
  const out = { hazards: {}, released: {} };
  const add = (name, status, n) => {
    if (out[name]) out[name][status] = (out[name][status] ?? 0) + n;
  };
  for (const { name, layer, area } of atlas.swiped()) {
    if (layer.getElement()?.isConnected) add(name, area.status, 1);
  }
  const sheets = [];
  atlas.map.eachLayer((one) => { if (one.options.of) sheets.push(one); });
  for (const sheet of sheets) {
    const name = /atlas-(.*)-was/.exec(sheet.options.pane)[1];
    for (let i = 0; i < sheet.data.n; i++) {
      if (sheet.filter.shown[i]) add(name, sheet.head.classes[sheet.data.classOf[i]], 1);
    }
  }
  return out;
}"""


def swiped(page):
    """Wait until the left side is drawn."""
    page.locator(".swipe[data-drawn]").wait_for()


def redrawn(page, act):
    """Do something that draws the left side again, and wait for it."""
    was = page.locator(".swipe").get_attribute("data-drawn")
    act()
    page.wait_for_function(
        "was => ![undefined, was].includes(document.querySelector('.swipe').dataset.drawn)", arg=was
    )


def counted(dataset):
    return {name: dataset[t][c].value_counts().to_dict() for name, (t, c) in SOURCES.items()}


@pytest.mark.parametrize("size", ["small", "large"])
def test_each_side_draws_its_own_dataset(visit, exercise, later, pages, size):
    page = visit(pages[size])
    page.check("#swipe-states")
    swiped(page)
    assert page.evaluate(LEFT) == counted(exercise)
    legend = {
        name: {
            status: int(page.locator(f"#legend [data-count={name}-{status}]").inner_text())
            for status in counts
        }
        for name, counts in counted(later).items()
    }
    assert legend == counted(later) != counted(exercise)
    titles = page.evaluate("atlas.data.changes.names")
    assert titles[0] != titles[1]
    expect(page.locator(".swipe-was")).to_have_text(titles[0])
    expect(page.locator(".swipe-now")).to_have_text(titles[1])
    # What differs is not drawn over them, and again when the line is gone.
    assert not page.evaluate("atlas.map.hasLayer(atlas.changeLayer)")
    expect(page.locator("#change-gone")).to_be_disabled()
    page.uncheck("#swipe-states")
    expect(page.locator(".swipe")).to_have_count(0)
    assert page.evaluate("atlas.map.hasLayer(atlas.changeLayer)")
    assert page.evaluate(
        "[...document.querySelectorAll('.leaflet-pane')].every((p) => !p.style.clip)"
    )


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_switch_of_the_legend_acts_on_both_sides(visit, exercise, pages, size):
    page = visit(pages[size])
    page.check("#swipe-states")
    swiped(page)
    redrawn(page, lambda: page.uncheck("#mark-hazards-suspected"))
    wanted = counted(exercise)
    del wanted["hazards"]["suspected"]
    assert page.evaluate(LEFT) == wanted
    redrawn(page, lambda: page.check("#mark-hazards-suspected"))
    assert page.evaluate(LEFT) == counted(exercise)


@pytest.mark.parametrize("size", ["small", "large"])
def test_what_both_have_is_stored_once(visit, exercise, later, pages, size):
    page = visit(pages[size])
    old, new = exercise["hazard_areas"], later["hazard_areas"]
    both = old.merge(new, on="hazard_id")
    same = (both["classification_x"] == both["classification_y"]) & (
        both["geometry_x"] == both["geometry_y"]
    )
    stored = (
        "atlas.data.changes.was.layers.hazards.features.length"
        if size == "small"
        else "atlas.wasLarge.hazards.data.n"
    )
    assert page.evaluate(stored) == len(old) - same.sum() == 4
    own = "own.hazards" if size == "small" else "ownLarge.hazards"
    assert page.evaluate(f"atlas.data.changes.was.{own}.length") == len(new) - same.sum() == 4


def test_the_line_moves_by_keyboard_and_says_what_it_shows(visit, pages):
    page = visit(pages["small"])
    page.check("#swipe-states")
    swiped(page)
    line = page.get_by_role("slider", name="Line between the two sides")
    share = int(line.input_value())
    line.focus()
    page.keyboard.press("ArrowRight")
    expect(line).to_have_value(str(share + 1))
    before, after = page.evaluate("atlas.data.changes.names")
    expect(line).to_have_attribute(
        "aria-valuetext", f"{share + 1} % {before}, {99 - share} % {after}"
    )
    page.keyboard.press("End")
    expect(line).to_have_value("100")
    # A day takes the place of the other dataset, and back.
    page.click("#time-open")
    page.press("#time-range", "ArrowLeft")
    expect(page.locator(".swipe")).to_have_count(0)
    page.check("#swipe-states")
    expect(page.locator("#timeline")).to_be_hidden()
    swiped(page)


def test_a_click_to_the_left_opens_what_is_there(visit, exercise, pages):
    page = visit(pages["small"])
    page.check("#swipe-states")
    swiped(page)
    gone = exercise["hazard_areas"]
    gone = gone[gone["classification"] == "suspected"].iloc[1]
    page.evaluate(
        """id => {
          const found = atlas.swiped().find(({ area }) => area.id === id);
          atlas.map.setView(found.layer.getBounds().getCenter(), 15, { animate: false });
          document.getElementById('swipe').value = 90;
          document.getElementById('swipe').dispatchEvent(new Event('input'));
          found.layer.fire('click', { latlng: found.layer.getBounds().getCenter() });
        }""",
        gone["hazard_id"],
    )
    hint = page.locator(".leaflet-tooltip", has_text=str(gone.get("name") or gone["hazard_id"]))
    hint.wait_for()
    expect(hint).to_contain_text(page.evaluate("atlas.data.changes.names[0]"))


def test_the_marks_of_two_days_are_those_of_the_maps_made_for_them(visit, karabakh):
    days = date(2021, 6, 30), date(2023, 6, 30)
    html, _ = render_comparison(karabakh, karabakh, first=days[0], second=days[1])
    page = visit(html)
    page.check("#swipe-states")
    swiped(page)
    marks = """(was) => ['zone', 'find', 'accident', 'other'].flatMap((kind) => {
      const pane = atlas.layers[kind].options.pane + (was ? '-was' : '');
      return [...atlas.map.getPane(pane).querySelectorAll(`.mark-${kind}`)].map((node) => {
        const { x, y } = L.DomUtil.getPosition(node);
          return [kind, Math.round(x), Math.round(y)].join(' ');
      });
    }).sort()"""
    made = visit(render_map(karabakh, as_on=days[0]))
    views = "[atlas.map.getZoom(), atlas.map.getCenter()]"
    zoom, centre = page.evaluate(views)
    for one in (page, made):
        one.evaluate("([z, c]) => atlas.map.setView(c, z, {animate: false})", [zoom, centre])
    left = page.evaluate(marks, True)
    assert left == made.evaluate(marks, False)
    assert 0 < len(left) < len(page.evaluate(marks, False))


def test_the_link_holds_the_line_and_a_spoilt_one_is_ignored(visit, pages):
    page = visit(pages["small"])
    page.check("#swipe-states")
    swiped(page)
    share = int(page.input_value("#swipe")) - 1
    page.focus("#swipe")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("share => location.hash.includes(`sp=${share}`)", arg=share)
    again = visit(pages["small"], view=address(page))
    swiped(again)
    expect(again.locator("#swipe")).to_have_value(str(share))
    assert again.is_checked("#swipe-states")
    again.uncheck("#swipe-states")
    again.wait_for_function("() => !location.hash.includes('sw=')")
    for spoilt in ("sw=after", "sw=2020-06-01", "sw=%00", "sp=30"):
        expect(visit(pages["small"], view=f"#{spoilt}").locator(".swipe")).to_have_count(0)
    far = visit(pages["small"], view="#sw=before&sp=-7e9")
    expect(far.locator("#swipe")).to_have_value(str(share + 1))


def test_the_link_holds_the_earlier_day(visit, exercise_page):
    page = visit(exercise_page, view="#t=2022-12-01&tm=on&sw=2020-06-01&sp=30")
    swiped(page)
    expect(page.locator(".swipe-was")).to_have_text("1 June 2020")
    expect(page.locator("#swipe")).to_have_value("30")
    expect(page.locator("#swipe-day")).to_have_value("2020-06-01")
    assert page.is_checked("#swipe-on")
    page.click("#time-close")
    page.wait_for_function("() => !location.hash.includes('sw=')")
    for spoilt in ("sw=2020-02-31", "sw=before", "sw=2020-6-1", "sw=9999-99-99"):
        again = visit(exercise_page, view=f"#t=2022-12-01&tm=on&{spoilt}")
        expect(again.locator("#timeline")).to_be_visible()
        expect(again.locator(".swipe")).to_have_count(0)


def test_the_line_lies_under_what_is_to_be_read(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.setTime('2023-06-01')")
    page.evaluate("atlas.swipe('2022-01-01', 0.7)")
    line = page.locator(".swipe-line")
    expect(line).to_be_visible()
    box, width = line.bounding_box(), page.evaluate("atlas.map.getSize().x")
    assert box["x"] + box["width"] / 2 == pytest.approx(0.7 * width, abs=1)
    page.evaluate("atlas.select(atlas.data.sites[0].key, {at: L.latLng(39.6, 46.6)})")
    popup = page.locator(".claims-popup .leaflet-popup-content-wrapper")
    expect(popup).to_be_visible()
    still(page)
    page.evaluate("() => atlas.swipe('2022-01-01', 0.6)")
    line.evaluate("(node) => { node.style.pointerEvents = 'auto'; }")
    inside, across = popup.bounding_box(), line.bounding_box()["x"] + 1
    assert inside["x"] < across < inside["x"] + inside["width"]
    assert page.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.claims-popup'))",
        [across, inside["y"] + 60],
    )


COLOURS = """() => {
  const of = (pane) => Object.fromEntries(
    [...document.querySelectorAll(`.leaflet-${pane}-pane path`)].map((path) => [
      path.getAttribute('d'), path.getAttribute('fill')]));
  const left = of('atlas-districts-was');
  const right = {};
  const shapes = {};
  atlas.layers.districts.eachLayer((layer) => {
    const { district } = atlas.data.districts[layer.feature.properties.i];
    const path = layer.getElement();
    right[district] = path.getAttribute('fill');
    shapes[district] = left[path.getAttribute('d')];
  });
  const legend = [...document.querySelectorAll('#legend .classes .swatch')]
    .map((one) => one.style.background).filter(Boolean);
  return { right, left: shapes, legend };
}"""


def rgb(colour):
    value = colour.removeprefix("#")
    return f"rgb({', '.join(str(int(value[k : k + 2], 16)) for k in (0, 2, 4))})"


def class_of(breaks, value):
    return sum(value >= bound for bound in breaks)


def test_a_day_and_an_earlier_one_colour_districts_in_the_same_classes(visit, karabakh_page):
    page = visit(karabakh_page, view="#t=2026-01-01&tm=on&fig=claims")
    page.evaluate("atlas.swipe('2021-06-30', 0.5)")
    swiped(page)
    found = page.evaluate(COLOURS)
    assert len(found["left"]) == len(found["right"]) > 50
    coloured = {k: v for k, v in found["left"].items() if v.startswith("#")}
    assert len(coloured) > 5
    assert {rgb(v) for v in coloured.values()} <= set(found["legend"])
    assert found["left"] != found["right"]
    # Fewer claims were made by then: no district is darker to the left than to the right.
    ramp = [rgb(one) for one in page.evaluate("atlas.theme.ramp")]
    for district, colour in coloured.items():
        assert ramp.index(rgb(colour)) <= ramp.index(rgb(found["right"][district])), district
    # The very colours that the page has on that day alone.
    page.evaluate("atlas.swipe(null)")
    page.evaluate("atlas.setTime('2021-06-30', 'on')")
    alone = page.evaluate(COLOURS)["right"]
    assert alone == found["left"]


def test_two_datasets_colour_districts_in_the_same_classes(visit, exercise):
    claims = exercise["claims"].copy()
    cleared = claims["unit"].isin(["ha", "m2"])
    for column in ("quantity", "quantity_min", "quantity_max"):
        claims.loc[cleared, column] = claims.loc[cleared, column] * 20
    more = replace(exercise, tables={**exercise.tables, "claims": claims})
    page = visit(render_comparison(exercise, more)[0])
    page.evaluate("atlas.chooseFigure(atlas.data.figures.find((f) => f.unit === 'ha').id)")
    page.check("#swipe-states")
    swiped(page)
    found = page.evaluate(COLOURS)
    figure = page.evaluate(
        """() => {
          const { id, breaks, cells } = atlas.figure;
          return { breaks, after: cells, before: atlas.data.changes.was.cells[id],
            names: atlas.data.districts.map(({ district }) => district) };
        }"""
    )
    compared = 0
    for i, name in enumerate(figure["names"]):
        before, after = figure["before"].get(str(i)), figure["after"].get(str(i))
        if not before or before.get("high", before["at"]) != before["at"]:
            continue
        assert after["at"] == pytest.approx(20 * before["at"])
        low, high = (class_of(figure["breaks"], cell["at"]) for cell in (before, after))
        assert low < high
        assert found["left"][name] != found["right"][name]
        for side in (found["left"], found["right"]):
            assert rgb(side[name]) in found["legend"]
        compared += 1
    assert compared >= 1
