"""An image under the features, in the browser: its place, its source, its opacity."""

import numpy as np
import pytest
import rasterio
from playwright.sync_api import expect
from rasterio import Affine

from geo.maps import render_map
from geo.maps.overlays import Overlay
from tests.browser.waits import still

WEST, SOUTH, EAST, NORTH = 46.0, 39.0, 47.0, 40.0


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "<img src=x onerror=alert(1)>.tif"
    image = np.full((3, 100, 100), 200, np.uint8)
    transform = Affine((EAST - WEST) / 100, 0, WEST, 0, (SOUTH - NORTH) / 100, NORTH)
    with rasterio.open(
        path, "w", driver="GTiff", height=100, width=100, count=3, dtype="uint8",
        crs="EPSG:4326", transform=transform,
    ) as file:  # fmt: skip
        file.write(image)
    return path


def test_an_image_lies_under_the_features_with_its_source(visit, karabakh, scan):
    source = karabakh["sources"]["source_id"].iloc[0]
    page = visit(render_map(karabakh, overlays=[Overlay(scan, source)]))
    picture = page.locator(".leaflet-atlas-pictures-pane img")
    still(page)
    box = picture.bounding_box()
    chart = page.locator(".leaflet-container").first.bounding_box()
    corners = page.evaluate(
        f"[[{NORTH}, {WEST}], [{SOUTH}, {EAST}]].map((p) => atlas.map.latLngToContainerPoint(p))"
    )
    (left, top), (right, bottom) = ((p["x"] + chart["x"], p["y"] + chart["y"]) for p in corners)
    assert box["x"] == pytest.approx(left, abs=1.5)
    assert box["y"] == pytest.approx(top, abs=1.5)
    assert box["x"] + box["width"] == pytest.approx(right, abs=1.5)
    assert box["y"] + box["height"] == pytest.approx(bottom, abs=1.5)
    row = page.locator("label[for=mark-overlay-0]")
    assert "<img src=x onerror=alert(1)>" in row.inner_text()
    assert "[" in row.inner_text()  # the number of its source
    slider = page.locator(".opacity")
    slider.focus()
    page.keyboard.press("Home")
    expect(picture).to_have_css("opacity", "0")
    page.uncheck("#mark-overlay-0")
    expect(picture).to_have_count(0)
