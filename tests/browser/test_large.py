"""Large layers on the page: on canvas tiles, and for the reader the same as the small ones."""

from collections import Counter

import numpy as np
import shapely
from playwright.sync_api import expect

from geo.maps import drawing, render_map
from geo.maps.canvas import COLOUR_BLIND
from geo.maps.drawing import LARGE
from tests.browser.test_reading import click_on_map
from tests.browser.waits import painted
from tests.maps.hostile import HOSTILE
from tests.maps.unpack import payload_of

CARD = ".leaflet-popup .card"
# Pixels of exactly a colour on all tiles of the hazards.
PIXELS = """(colour) => {
  const wanted = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join();
  const pen = new OffscreenCanvas(512, 512).getContext('2d', { willReadFrequently: true });
  let n = 0;
  for (const { el } of Object.values(atlas.large.hazards._tiles)) {
    pen.clearRect(0, 0, 512, 512);
    pen.drawImage(el, 0, 0);
    const { data } = pen.getImageData(0, 0, el.width, el.height);
    for (let p = 0; p < data.length; p += 4) {
      n += data[p + 3] === 255 && [data[p], data[p + 1], data[p + 2]].join() === wanted;
    }
  }
  return n;
}"""


def lone_point(frame, k, others):
    """Latitude and longitude of a point of area `k` that no other area holds."""
    shape = frame.geometry.iloc[k]
    for other in others:
        if other is not shape:
            shape = shapely.difference(shape, other)
    if shape.is_empty:
        return None
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(shape))[0]
    return float(middle[1]), float(middle[0])


def legend(page):
    rows = page.locator("[data-count^=hazards-], [data-count^=released-]")
    return {
        rows.nth(k).get_attribute("data-count"): rows.nth(k).inner_text()
        for k in range(rows.count())
    }


def test_the_size_alone_decides(exercise, exercise_page, exercise_on_canvas):
    assert LARGE == 5000
    small = payload_of(exercise_page.read_text(encoding="utf-8"))
    large = payload_of(exercise_on_canvas.read_text(encoding="utf-8"))
    assert small["large"] == {}
    assert set(large["large"]) == {"hazards", "released", "events"}
    assert small["expected"] == large["expected"]
    layers = ("hazard_areas", "land_release", "events", "minefield_records")
    assert len(small["areas"]) == sum(len(exercise[layer]) for layer in layers)
    # Records are few, whatever else there is.
    assert {area["layer"] for area in large["areas"]} == {"minefield_records"}


def test_counts_are_the_same_as_of_small_layers_and_everything_in_view_is_painted(
    visit, exercise, exercise_page, exercise_on_canvas
):
    small, large = visit(exercise_page), visit(exercise_on_canvas)
    assert legend(large) == legend(small)
    assert large.evaluate("atlas.drawn") == small.evaluate("atlas.drawn")
    for name, layer in (("hazards", "hazard_areas"), ("released", "land_release")):
        drawn = painted(large, f"atlas.large.{name}")
        assert drawn["painted"] == drawn["inView"] == len(exercise[layer])
    assert large.locator("#trouble").is_hidden()


def test_a_click_opens_the_same_card(visit, exercise, exercise_page, exercise_on_canvas):
    pages = visit(exercise_page), visit(exercise_on_canvas)
    frame = exercise["hazard_areas"]
    every = [*frame.geometry, *exercise["land_release"].geometry]
    point = next(p for k in range(len(frame)) if (p := lone_point(frame, k, every)))
    texts = []
    for page in pages:
        page.evaluate("([lat, lng]) => atlas.map.setView([lat, lng], 15, {animate: false})", point)
        click_on_map(page, *point)
        page.locator(".leaflet-popup .card").wait_for()
        texts.append(page.locator(".leaflet-popup .card").inner_text())
    assert texts[0] == texts[1]
    assert "[3]" in texts[0]  # the mark of its source, the register


def test_hazard_lies_over_released_land_and_names_what_lies_below(
    visit, exercise, exercise_on_canvas
):
    page = visit(exercise_on_canvas)
    hazards, releases = exercise["hazard_areas"], exercise["land_release"]
    both = shapely.intersection_all(
        [hazards.geometry.iloc[0], shapely.union_all(releases.geometry.to_numpy())]
    )
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(both))[0]
    page.evaluate("([x, y]) => atlas.map.setView([y, x], 15, {animate: false})", list(middle))
    click_on_map(page, float(middle[1]), float(middle[0]))
    card = page.locator(".leaflet-popup .card")
    card.wait_for()
    inside = hazards[shapely.contains_xy(hazards.geometry.to_numpy(), *middle)]
    assert any(f"area:{h}" == card.get_attribute("data-key") for h in inside["hazard_id"])
    below = releases[shapely.contains_xy(releases.geometry.to_numpy(), *middle)]
    for release in below["release_id"]:
        expect(card.locator("ul.plain")).to_contain_text(release)


def test_a_link_and_the_search_find_a_feature(visit, exercise, exercise_on_canvas):
    wanted = exercise["hazard_areas"]["hazard_id"].iloc[7]
    page = visit(exercise_on_canvas, view=f"#sel=area:{wanted}")
    page.locator(CARD).wait_for()
    expect(page.locator(CARD)).to_have_attribute("data-key", f"area:{wanted}")
    other = exercise["land_release"]["release_id"].iloc[3]
    page.fill("#search-input", other)
    page.locator("#search-list [aria-selected=true] b", has_text=other).wait_for()
    page.press("#search-input", "Enter")
    page.wait_for_function("k => atlas.selected === k", arg=f"area:{other}")


def test_a_class_can_be_switched_off(visit, exercise_on_canvas):
    page = visit(exercise_on_canvas)
    page.uncheck("#mark-hazards-confirmed")
    page.wait_for_function(
        "() => (({shown, features}) => shown < features)(atlas.large.hazards.counts())"
    )
    counts = page.evaluate("atlas.large.hazards.counts()")
    confirmed = next(c for c in counts["classes"] if c["value"] == "confirmed")
    assert confirmed["count"] > 0
    assert counts["shown"] == counts["features"] - confirmed["count"]


def test_the_outline_shows_the_land_status_at_any_size(visit, exercise, monkeypatch):
    frame = exercise["hazard_areas"].copy()
    statuses = ["open", "worked_on", "closed", None]
    frame["land_status"] = [statuses[k % 4] for k in range(len(frame))]
    dataset = type(exercise)(exercise.meta, dict(exercise.tables) | {"hazard_areas": frame})
    small = visit(render_map(dataset))
    monkeypatch.setattr(drawing, "LARGE", 2)
    large = visit(render_map(dataset))
    legends = [page.locator("#legend .outline-sample") for page in (small, large)]
    for rows in legends:
        expect(rows).to_have_text(
            ["Land status: open", "Land status: worked on", "Land status: closed"]
        )
    drawn = small.evaluate(
        """() => Object.fromEntries(atlas.layers.hazards.getLayers().map((layer) => {
          const { id, land_status } = atlas.data.areas[layer.feature.properties.i];
          const { color, dashArray } = layer.options;
          return [id, [land_status ?? null, color, dashArray ?? '']];
        }))"""
    )
    outlines = COLOUR_BLIND.outlines
    for status, colour, dash in drawn.values():
        if status:
            assert colour == outlines[status].colour
            assert bool(dash) == (status == "worked_on")
    # Whose area fills much of the screen has many pixels of its outline's colour there.
    painted(large, "atlas.large.hazards")
    for status in statuses[:3]:
        of = frame[frame["land_status"] == status].set_index("hazard_id").geometry
        largest = int(shapely.area(of.to_numpy()).argmax())
        x, y = shapely.get_coordinates(of.iloc[largest].centroid)[0]
        large.evaluate(f"atlas.map.setView([{y}, {x}], 15, {{animate: false}})")
        painted(large, "atlas.large.hazards")
        seen = large.evaluate(PIXELS, outlines[status].colour)
        assert seen > 100, status


def test_what_was_reconstructed_is_dotted_at_any_size(visit, exercise, monkeypatch):
    tables = dict(exercise.tables)
    for name in ("hazard_areas", "land_release"):
        frame = tables[name].copy()
        frame["support"] = np.where(
            np.arange(len(frame)) % 3 == 0, "reconstructed_polygon", frame["support"]
        )
        tables[name] = frame.assign(land_status="open") if name == "hazard_areas" else frame
    dataset = type(exercise)(exercise.meta, tables)
    small = visit(render_map(dataset))
    monkeypatch.setattr(drawing, "LARGE", 2)
    large = visit(render_map(dataset))
    painted(large, "atlas.large.hazards")
    for page in (small, large):
        expect(page.locator("#legend .outline-sample")).to_have_text(
            ["Land status: open", "Reconstructed polygon"]
        )
    drawn = small.evaluate(
        """() => ['hazards', 'released'].flatMap((n) => atlas.layers[n].getLayers()).map((l) => {
          const { support, status } = atlas.data.areas[l.feature.properties.i];
          return [support, status, l.options.color, l.options.dashArray ?? ''];
        })"""
    )
    dotted = " ".join(f"{part:g}" for part in COLOUR_BLIND.outlines["reconstructed_polygon"].dash)
    assert dotted
    for support, status, colour, dash in drawn:
        assert (dash == dotted) == (support == "reconstructed_polygon")
        if dash == dotted:
            assert colour == COLOUR_BLIND.classes[status].fill
    expected = Counter(support for support, *_ in drawn)["reconstructed_polygon"]
    dotted_there = large.evaluate(
        """() => ['hazards', 'released'].flatMap((name) => {
          const { data, look } = atlas.large[name];
          return [...data.statusOf].filter((status) => look.outlines[status]?.dash[0] === 2);
        }).length"""
    )
    assert dotted_there == expected == 21 + 30


def test_features_are_reached_by_keyboard(visit, exercise_on_canvas):
    page = visit(exercise_on_canvas)
    page.locator(".canvas-walk [role=listbox]").first.focus()
    page.locator(".canvas-walk [role=option]").first.wait_for()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup .card").wait_for()


def test_hostile_text_stays_text(visit, exercise, monkeypatch):
    monkeypatch.setattr(drawing, "LARGE", 2)
    frame = exercise["hazard_areas"].copy()
    texts = list(HOSTILE.values())
    frame["name"] = [texts[k % len(texts)] for k in range(len(frame))]
    frame["hazard_id"] = [f"{k} {texts[k % len(texts)]}" for k in range(len(frame))]
    tables = dict(exercise.tables) | {"hazard_areas": frame}
    page = visit(render_map(type(exercise)(exercise.meta, tables)))
    page.evaluate("atlas.findLarge('', 400).then((all) => all.forEach((a) => atlas.select(a.key)))")
    page.locator(CARD).first.wait_for()


def test_all_that_is_on_canvas_is_on_paper(visit, exercise_on_canvas):
    page = visit(exercise_on_canvas)
    painted(page, "atlas.large.hazards")
    # The browser takes the page as it is when the last listener returns.
    page.evaluate(
        """() => window.addEventListener('beforeprint', () => {
          window.onPaper = Object.values(atlas.large).map((one) => [one.settled(), one.drawn()]);
        })"""
    )
    page.pdf(prefer_css_page_size=True, print_background=True)
    layers = page.evaluate("window.onPaper")
    assert len(layers) == 3
    for settled, drawn in layers:
        assert settled
        assert drawn["painted"] == drawn["inView"] > 0


def test_the_last_click_and_the_last_search_count(visit, exercise_on_canvas, exercise):
    page = visit(exercise_on_canvas)
    painted(page, "atlas.large.hazards")
    ids = exercise["hazard_areas"]["hazard_id"]
    # The texts of the first come later than those of the second.
    page.evaluate(
        """() => {
          const { attributes } = atlas.large.hazards;
          const of = attributes.of.bind(attributes);
          const held = new Promise((go) => { window.go = go; });
          let first = true;
          attributes.of = async (i) => {
            const wait = first;
            first = false;
            if (wait) await held;
            return of(i);
          };
          const at = (i) => atlas.large.hazards.anchor(i);
          atlas.selectLargeAt(at(0));
          atlas.selectLargeAt(at(20));
        }"""
    )
    card = page.locator(CARD)
    expect(card).to_have_count(1)
    second = card.get_attribute("data-key")
    page.evaluate("window.go()")
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert card.get_attribute("data-key") == second
    assert page.evaluate("atlas.findLarge('ex-', 0)") == []
    page.evaluate("atlas.map.closePopup()")
    # Chosen while the search in the large layers still goes on: the list stays closed.
    page.locator("#search-input").fill(str(ids.iloc[0]))
    expect(page.locator("#search-list li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#view-place .card-name")).to_be_visible()
    expect(page.locator("#search-list")).to_be_hidden()
