"""Hazards known by position only: a mark of one size in the colour of the class, never an area."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.maps import drawing, render_map
from geo.model.symbols import colour
from tests.browser.waits import painted, still
from tests.maps.halves import halves

AT = (-34.95, -20.05)


def dataset():
    made = halves()
    tables = {}
    for layer, key in (("hazard_areas", "hazard_id"), ("land_release", "release_id")):
        frame = made[layer]
        point = frame.iloc[[0]].assign(
            **{key: f"P-{layer}"},
            support="point",
            stated_area_m2=12_000.0,
            stated_radius_m=60.0,
            horizontal_accuracy_m=25.0,
            coordinate_operation="from MGI 1901, within 2 m",
        )
        if layer == "hazard_areas":
            point = point.assign(classification="confirmed")
        point = point.set_geometry([shapely.Point(AT[1], AT[0])])
        tables[layer] = gpd.GeoDataFrame(pd.concat([frame, point], ignore_index=True), crs=4326)
    made.tables.update(tables)
    return made


DIAMOND = """() => {
  let found;
  atlas.layers.hazards.eachLayer((layer) => {
    if (atlas.data.areas[layer.feature.properties.i].id === 'P-hazard_areas') found = layer;
  });
  const box = found.getElement().getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return { width: box.width, fill: found.getElement().getAttribute('fill'), x, y,
    top: document.elementFromPoint(x, y) === found.getElement() };
}"""


def test_a_point_is_a_mark_of_one_size_over_the_release(visit):
    page = visit(render_map(dataset()))
    page.evaluate("document.querySelector('.legend-card').open = false")
    widths = set()
    for zoom in (10, 13, 16):
        page.evaluate("([at, z]) => atlas.map.setView(at, z, {animate: false})", [AT, zoom])
        drawn = page.evaluate(DIAMOND)
        widths.add(round(drawn["width"]))
        assert drawn["top"]  # the release is at the same position
        assert drawn["fill"] == colour("confirmed")
    assert len(widths) == 1
    assert widths.pop() < 20
    page.mouse.click(drawn["x"], drawn["y"])
    card = page.locator('.card[data-key="area:P-hazard_areas"]').first
    for text in ("no area is drawn", "1.2 ha", "60 m", "within about 25 m", "from MGI 1901"):
        assert text in card.inner_text()
    page.evaluate("document.querySelector('.legend-card').open = true")
    assert page.locator('[data-land-status="position"]').count() == 1


@pytest.mark.parametrize("size", [1366, 390])
def test_it_is_found_on_canvas_tiles(visit, monkeypatch, size):
    monkeypatch.setattr(drawing, "LARGE", 1)
    page = visit(render_map(dataset()), size={"width": size, "height": 800})
    page.evaluate("at => atlas.map.setView(at, 14, {animate: false})", AT)
    painted(page, "atlas.large.hazards")
    still(page)
    assert page.evaluate("at => atlas.large.hazards.hit(L.latLng(at)).length", AT) == 1
