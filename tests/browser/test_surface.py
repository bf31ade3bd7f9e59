"""A raster under the features, in the browser: where its cells are, its legend, its source."""

import numpy as np
import pytest
from playwright.sync_api import expect
from shapely import box

from geo.maps import render_map
from geo.maps.overlays import Surface
from geo.raster.band import band_of
from tests.browser.waits import still
from tests.raster.made import dataset, north_up, write

SIDE, CELLS = 0.01, 24
# What colour the page shows where a point of the ground is: of the image, by the place of its box.
SEEN = """([west, north, side, cells]) => {
  const img = document.querySelector('.leaflet-atlas-pictures-pane img');
  const canvas = document.createElement('canvas');
  canvas.width = img.naturalWidth; canvas.height = img.naturalHeight;
  const pen = canvas.getContext('2d', { willReadFrequently: true }); pen.drawImage(img, 0, 0);
  const frame = img.getBoundingClientRect();
  const chart = document.querySelector('.leaflet-container').getBoundingClientRect();
  const out = [];
  for (let r = 0; r < cells; r++) for (let c = 0; c < cells; c++) {
    const at = atlas.map.latLngToContainerPoint([north - (r + .5) * side, west + (c + .5) * side]);
    const x = (at.x + chart.x - frame.x) / frame.width * canvas.width;
    const y = (at.y + chart.y - frame.y) / frame.height * canvas.height;
    out.push([...pen.getImageData(Math.floor(x), Math.floor(y), 1, 1).data]);
  }
  return out;
}"""


@pytest.mark.parametrize("south", [40.0, 60.0])
def test_a_checkerboard_lies_where_it_should(visit, tmp_path, south):
    """The middle of each cell shows its own class, so none is off by half a cell."""
    row, column = np.indices((CELLS, CELLS))
    codes = (1 + (row + column) % 2).astype("uint8")
    codes[5:8, 10:14] = 0  # no data
    west, north = 20.0, south + SIDE * CELLS
    path = write(
        tmp_path / "board.tif", codes, north_up(west, north, SIDE), nodata=0,
        tags={"KIND": "class", "CLASS_1": "<b>field", "SOURCE": "Maker <i>", "DATE": "2021"},
    )  # fmt: skip
    zone = box(west, south, west + SIDE * CELLS, north)
    made = dataset([box(west, south, west + 0.01, south + 0.01)], districts={"z": zone})
    page = visit(render_map(made, overlays=[Surface(path)]))
    still(page)
    seen = np.array(page.evaluate(SEEN, [west, north, SIDE, CELLS])).reshape(CELLS, CELLS, 4)
    opaque = seen[..., 3] > 0
    assert (opaque == (codes > 0)).all()
    first, second = (np.unique(seen[codes == code], axis=0) for code in (1, 2))
    assert len(first) == len(second) == 1  # classes as they are, none between two others
    assert (first != second).any()
    legend = page.locator(".raster-legend")
    expect(legend).to_contain_text("<b>field")
    expect(legend).to_contain_text("no data")
    expect(page.locator("label[for=mark-overlay-0]")).to_contain_text("Maker <i>, 2021")
    samples = legend.locator(".raster-sample")
    expect(samples).to_have_count(2)
    red, green, blue, _ = first[0].tolist()
    expect(samples.first).to_have_css("background-color", f"rgb({red}, {green}, {blue})")
    picture = page.locator(".leaflet-atlas-pictures-pane img")
    expect(picture).to_have_css("image-rendering", "pixelated")


def test_amounts_have_a_unit_and_zero_is_a_class(visit, tmp_path):
    people = np.round(np.random.default_rng(1).gamma(0.4, 30, (20, 30)))
    path = write(tmp_path / "p.tif", people, north_up(47, 40.1, 0.004), unit="people")
    made = dataset([box(47, 40, 47.01, 40.01)])
    page = visit(render_map(made, overlays=[Surface(band_of(path), title="People")]))
    legend = page.locator(".raster-legend")
    expect(legend).to_contain_text("Unit: people")
    expect(legend.locator("div").first).to_have_text("0")
    page.uncheck("#mark-overlay-0")
    expect(page.locator(".leaflet-atlas-pictures-pane img")).to_have_count(0)
