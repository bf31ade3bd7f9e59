"""The page at the sizes that people have: what is shown, where names lie, what a finger can hit."""

from dataclasses import replace
from itertools import combinations, product

import pytest
from playwright.sync_api import expect
from shapely import box as rectangle
from shapely.affinity import translate
from shapely.geometry import LineString, MultiPolygon, Point

from geo.maps import render_map
from tests.browser.waits import still
from tests.maps.halves import halves

SIZES = [(1366, 768), (1024, 768), (768, 1024), (390, 844)]
WIDTHS = [(320, 640), (820, 1180), (2560, 1440), *SIZES]

# Of each district: its name, whether a claim speaks of it, the rings of its outline, and of its
# name, where it is in sight, the rectangle, and of its line the dot and the end, all in pixels.
NAMES = """() => {
  const frame = atlas.map.getContainer().getBoundingClientRect();
  const inFrame = ({ left, right, top, bottom }) =>
    [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top];
  const found = [];
  atlas.layers.districts.eachLayer((outline) => {
    const district = atlas.data.districts[outline.feature.properties.i];
    const name = atlas.districtName(district.district);
    const node = [...document.querySelectorAll('.label-district:not([hidden]) > span')]
      .find((one) => one.firstChild.textContent === name);
    const px = (ring) => ring.map(([lng, lat]) => {
      const { x, y } = atlas.map.latLngToContainerPoint([lat, lng]);
      return [x, y];
    });
    const { type, coordinates } = outline.feature.geometry;
    const leader = node?.parentElement.querySelector('.leader');
    const line = leader?.querySelector('line');
    const end = line && ((to) => [to.x - frame.left, to.y - frame.top])(
      new DOMPoint(line.x2.baseVal.value, line.y2.baseVal.value)
        .matrixTransform(leader.getScreenCTM()));
    found.push({
      name,
      told: district.claims.length + district.groups.length > 0,
      parts: (type === 'Polygon' ? [coordinates] : coordinates).map((part) => part.map(px)),
      text: node && inFrame(node.getBoundingClientRect()),
      dot: leader && inFrame(leader.querySelector('circle').getBoundingClientRect()),
      end,
    });
  });
  return found;
}"""


@pytest.fixture(scope="module")
def pages(karabakh_page, exercise_page, tmp_path_factory):
    path = tmp_path_factory.mktemp("halves") / "halves.html"
    path.write_text(render_map(halves()), encoding="utf-8")
    return {"karabakh": karabakh_page, "exercise": exercise_page, "halves": path}


def opened(visit, pages, name, size, view=""):
    return visit(pages[name], size={"width": size[0], "height": size[1]}, view=view)


@pytest.mark.parametrize(
    ("name", "language", "size"),
    [
        *(("karabakh", "en", size) for size in SIZES),
        ("karabakh", "hy", SIZES[0]),
        ("exercise", "en", SIZES[1]),
        ("halves", "ru", SIZES[3]),
    ],
)
def test_names_of_districts_lie_inside_or_beside_all(visit, pages, name, language, size):
    page = opened(visit, pages, name, size, f"#lang={language}")
    seen = set()
    for zoom in (None, 10):
        if zoom:
            page.evaluate("zoom => atlas.map.setZoom(zoom, {animate: false})", zoom)
        still(page)
        found = page.evaluate(NAMES)
        outlines = [
            MultiPolygon([(part[0], part[1:]) for part in one["parts"]]).buffer(0) for one in found
        ]
        lines = []
        for one in found:
            if not one["text"]:
                continue
            # Two may share a name: a city, and the district round it.
            own = [
                ground
                for ground, other in zip(outlines, found, strict=True)
                if other["name"] == one["name"]
            ]
            text = rectangle(*one["text"])
            if one["dot"]:  # beside all districts, with a line into its own
                dot, end = rectangle(*one["dot"]).centroid, Point(one["end"])
                assert not any(ground.buffer(-1).intersects(text) for ground in outlines), one
                assert any(ground.contains(dot) for ground in own), (one["name"], zoom)
                assert text.distance(end) < 3, (one["name"], zoom)
                lines.append((one["name"], LineString([dot, end])))
            else:
                assert any(ground.buffer(1).contains(text) for ground in own), (one["name"], zoom)
            seen.add(one["name"])
        for (_, line), (_, other) in combinations(lines, 2):
            assert not line.crosses(other)
        for (name_of, line), one in product(lines, found):
            if one["text"] and one["name"] != name_of:
                assert not rectangle(*one["text"]).buffer(-2).intersects(line), one["name"]
    assert len(seen) >= (10 if name == "karabakh" else 2)


@pytest.mark.parametrize("language", ["en", "hy"])
@pytest.mark.parametrize("size", SIZES[:2], ids=str)
def test_districts_that_claims_speak_of_are_named_in_the_first_view(visit, pages, size, language):
    page = opened(visit, pages, "karabakh", size, f"#lang={language}")
    still(page)
    told = [one for one in page.evaluate(NAMES) if one["told"]]
    unnamed = {one["name"] for one in told if not one["text"]}
    names = dict(
        page.evaluate(
            "atlas.data.districts.map(({district}) => [district, atlas.districtName(district)])"
        )
    )
    if (language, size) != ("hy", SIZES[1]):  # long names on a narrow map: some of these wait
        for name in ("Aghdam", "Fuzuli", "Jabrayil", "Khojavend", "Lachin", "Kalbajar"):
            assert names[name] not in unnamed
    # A town of eight pixels, and what would need a line across half the map wait for a nearer zoom.
    assert len(told) > 20
    assert len(unnamed) <= (3 if language == "en" else 8), unnamed


@pytest.mark.parametrize(
    ("name", "size"),
    [("karabakh", size) for size in WIDTHS]
    + [(name, size) for name in ("exercise", "halves") for size in (SIZES[1], SIZES[3])],
)
def test_the_first_view_shows_all_that_is_in_use(visit, pages, name, size):
    page = opened(visit, pages, name, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    frame = page.evaluate(
        """() => {
          const box = atlas.map.getContainer().getBoundingClientRect();
          const card = document.querySelector('.legend-card');
          const panel = document.getElementById('panel').getBoundingClientRect();
          const left = card.open ? card.getBoundingClientRect().right - box.left : 0;
          const bottom = panel.left < box.right ? panel.top - box.top : box.height;
          return [left, 0, box.width, Math.min(bottom, box.height)];
        }"""
    )
    used = page.evaluate(
        """() => {
          const box = atlas.extent();
          return [box.getNorthWest(), box.getSouthEast()]
            .map((corner) => atlas.map.latLngToContainerPoint(corner))
            .flatMap(({ x, y }) => [x, y]);
        }"""
    )
    assert rectangle(*frame).buffer(1).contains(rectangle(*used)), (frame, used)
    # It is not a speck in a corner either.
    assert (used[2] - used[0]) > 0.4 * (frame[2] - frame[0]) or (used[3] - used[1]) > 0.4 * (
        frame[3] - frame[1]
    )
    title = page.locator("#title").bounding_box()
    assert title["width"] > 0.4 * min(size[0], 800)


@pytest.mark.parametrize("size", [(320, 640), (390, 844), (768, 1024)], ids=str)
def test_a_finger_can_hit_what_can_be_hit(visit, pages, size):
    page = opened(visit, pages, "karabakh", size)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, summary, input, a[role=button]')]
          .filter((node) => node.checkVisibility() && !node.matches('.cite, .action'))
          .map((node) => (node.type === 'checkbox' ? node.closest('label') : node))
          .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
          .filter(([, { width, height }]) => width < 24 || height < 24)
          .map(([text, { width, height }]) => `${text} ${width}x${height}`)"""
    )
    assert small == []


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (390, 844)], ids=str)
def test_all_tabs_stand_in_one_row(visit, pages, size):
    page = opened(visit, pages, "karabakh", size)
    still(page)
    boxes = [tab.bounding_box() for tab in page.get_by_role("tab").all()]
    assert len(boxes) == 7
    assert len({box["y"] for box in boxes}) == 1
    assert max(box["x"] + box["width"] for box in boxes) <= size[0]
    assert page.locator(".tabs[data-more]").count() == 0


def test_on_the_narrowest_screen_an_arrow_tells_of_more_tabs(visit, pages):
    page = opened(visit, pages, "karabakh", (320, 568))
    still(page)
    expect(page.locator(".tabs[data-more]")).to_have_count(1)
    page.evaluate("document.querySelector('.tabs').scrollLeft = 999")
    expect(page.locator(".tabs[data-more]")).to_have_count(0)
    last = page.get_by_role("tab").last
    box = last.bounding_box()
    assert box["x"] + box["width"] <= 320
    last.click()
    expect(page.locator("#view-undrawn")).to_be_visible()


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768), (768, 1024)], ids=str)
def test_a_district_speaks_in_one_place(visit, pages, size):
    page = opened(visit, pages, "karabakh", size)
    page.evaluate("atlas.select('district:Aghdam', {at: L.latLng(40, 46.9)})")
    expect(page.locator("#view-place .card-name")).to_have_text("Aghdam")
    assert page.locator(".leaflet-popup").count() == 0


def test_no_world_is_drawn_twice(visit, pages):
    page = opened(visit, pages, "karabakh", (2560, 1440))
    made = page.evaluate(
        """() => {
          const made = [];
          const { tileLayer } = L;
          L.tileLayer = (url, options) => { made.push(options); return tileLayer('', options); };
          document.getElementById('mark-online-map').click();
          return made;
        }"""
    )
    assert [one["noWrap"] for one in made] == [True]


def test_data_far_from_the_districts_is_in_the_first_view(visit):
    there = halves()
    frame = there["hazard_areas"].copy()
    frame["geometry"] = [translate(one, 5, 5) for one in frame.geometry]
    tables = {**there.tables, "hazard_areas": frame}
    page = visit(render_map(replace(there, tables=tables)))
    for area in frame.geometry:
        x, y = area.centroid.x, area.centroid.y
        assert page.evaluate("at => atlas.map.getBounds().contains(at)", [y, x])


def test_there_is_no_empty_box_in_the_legend(visit, pages):
    for name in pages:
        page = opened(visit, pages, name, (1366, 768))
        empty = page.evaluate(
            """() => [...document.querySelectorAll('.legend-card fieldset, #legend-figure')]
              .filter((node) => node.checkVisibility() && !node.querySelector('li, label, div'))
              .map((node) => node.outerHTML)"""
        )
        assert empty == []
