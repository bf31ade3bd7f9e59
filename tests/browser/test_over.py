"""Where both fall on the same pixels: confirmed over suspected over released, at every zoom."""

import pytest

from geo.maps import drawing, render_map
from tests.browser.waits import painted, still
from tests.maps.halves import CENTRES, SIZE, STATUS, halves

SIZES = [(1366, 768), (1024, 768), (768, 1024), (390, 844)]

# What is on top at a place: the status of the first area, or of the first mark of one.
TOP = """([lat, lng]) => {
  const { x, y } = atlas.map.latLngToContainerPoint([lat, lng]);
  const frame = atlas.map.getContainer().getBoundingClientRect();
  const of = new Map();
  for (const name of ['hazards', 'released']) atlas.layers[name].eachLayer((layer) =>
    of.set(layer.getElement(), atlas.data.areas[layer.feature.properties.i].status));
  const rank = { released: 0, hazards: 1, confirmed: 2 };
  for (const node of document.elementsFromPoint(frame.left + x, frame.top + y)) {
    if (of.has(node)) return of.get(node);
    const mark = node.closest('.speck')?.parentElement.className
      .match(/atlas-(released|hazards|confirmed)-marks/);
    if (mark) return { released: 'cleared', hazards: 'suspected', confirmed: 'confirmed' }[mark[1]];
  }
  return null;
}"""


@pytest.fixture(scope="module")
def page_of_halves(tmp_path_factory):
    path = tmp_path_factory.mktemp("halves") / "halves.html"
    path.write_text(render_map(halves()), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_released_covers_a_hazard(visit, page_of_halves, size):
    page = visit(page_of_halves, size={"width": size[0], "height": size[1]})
    page.evaluate("document.querySelector('.legend-card').open = false")
    for zoom in (9, 11, 12, 13, 15):
        for (x, y), status in zip(CENTRES, STATUS, strict=True):
            page.evaluate(
                "([at, zoom]) => atlas.map.setView(at, zoom, {animate: false})", [[y, x], zoom]
            )
            # In the middle, and in the half that the release covers too.
            for across in (0, SIZE / 4):
                assert page.evaluate(TOP, [y, x + across]) == status, (zoom, x, across)
            # Beside it, where only the release is.
            if zoom > 12:
                assert page.evaluate(TOP, [y, x + 0.8 * SIZE]) == "cleared"


def test_switching_a_class_off_and_on_changes_no_order(visit, page_of_halves):
    page = visit(page_of_halves)
    (x, y), both = CENTRES[0], [CENTRES[0][1] + SIZE / 4, CENTRES[0][0]]
    for zoom in (12, 15):
        page.evaluate(
            "([at, zoom]) => atlas.map.setView(at, zoom, {animate: false})", [[y, x], zoom]
        )
        for status in ("hazards-suspected", "released-cleared"):
            page.locator(f"#mark-{status}").uncheck()
            page.locator(f"#mark-{status}").check()
        assert page.evaluate(TOP, both) == "confirmed"


def test_marks_that_claim_clearance_are_under_hazards(visit, page_of_halves):
    page = visit(page_of_halves)
    height = page.evaluate(
        """() => Object.fromEntries(['released', 'released-marks', 'zones', 'hazards', 'confirmed']
          .map((name) => [name, atlas.map.getPane(`atlas-${name}`)])
          .map(([name, pane]) => [name, Number(getComputedStyle(pane).zIndex)]))"""
    )
    assert list(height.values()) == sorted(set(height.values()))


def test_so_it_is_on_canvas_tiles(visit, monkeypatch):
    monkeypatch.setattr(drawing, "LARGE", 1)
    page = visit(render_map(halves()))
    for zoom in (9, 12, 15):
        (x, y) = CENTRES[2]
        page.evaluate(
            "([at, zoom]) => atlas.map.setView(at, zoom, {animate: false})", [[y, x], zoom]
        )
        for name in ("hazards", "released"):
            painted(page, f"atlas.large.{name}")
        still(page)
        order = page.evaluate(
            """() => ['released', 'hazards'].map((name) => getComputedStyle(
              atlas.map.getPane(atlas.large[name].options.pane)).zIndex)"""
        )
        assert order == sorted(order)
        hit = page.evaluate("at => atlas.large.hazards.hit(L.latLng(at)).length", [y, x])
        assert hit == 1
