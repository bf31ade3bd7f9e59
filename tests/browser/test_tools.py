"""Coordinates, measuring and the small map, against PROJ and NGA's own MGRS code."""

import itertools
import re

import mgrs
import numpy as np
import pytest
from playwright.sync_api import expect
from pyproj import Geod, Transformer

from tests.browser.waits import still

WGS84 = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def sums(browser, karabakh_page):
    """The page's own functions, without its view."""
    page = browser.new_page()
    page.goto(karabakh_page.as_uri())
    page.wait_for_selector("html[data-ready]")
    yield lambda script, values: page.evaluate(f"(values) => values.map({script})", values)
    page.close()


def on_the_globe(n, seed, lowest=-80.0, highest=84.0):
    rng = np.random.default_rng(seed)
    return np.column_stack([rng.uniform(lowest, highest, n), rng.uniform(-180, 180, n)]).tolist()


def edges_of_zones():
    """Points on both sides of borders of zones and bands, in Norway and Svalbard too."""
    near = (-1e-6, 1e-6)
    out = [
        (lat + dy, lon + dx)
        for lat in (-72, -8, 0, 8, 40, 48, 56, 64, 72)
        for lon in (-180, -177, -6, 0, 3, 6, 9, 12, 21, 33, 42, 45, 48, 174)
        for dy, dx in itertools.product(near, near)
    ]
    out += [(60.0, lon) for lon in (2.999999, 3.0, 5.5, 6.0, 11.999999, 12.0)]
    out += [(78.0, lon) for lon in (0.0, 8.999999, 9.0, 20.999999, 21.0, 32.999999, 33.0, 41.9)]
    out += [(-80.0, 10.0), (83.999999, 20.0), (84.0, 10.0), (-0.0000001, 3.0), (39.99, 46.93)]
    return [[lat, max(lon, -180.0)] for lat, lon in out]


def test_mgrs_is_what_nga_says(sums):
    points = edges_of_zones() + on_the_globe(3000, seed=1)
    ours = sums("([lat, lon]) => atlas.mgrs(lat, lon)", points)
    judge = mgrs.MGRS()
    for (lat, lon), found in zip(points, ours, strict=True):
        expected = judge.toMGRS(lat, lon, MGRSPrecision=5).lstrip("0")
        square, east, north = expected[:-10], int(expected[-10:-5]), int(expected[-5:])
        written = found.replace(" ", "")
        assert written[:-10] == square, (lat, lon)
        # One metre apart where the last digit is cut at a rounding of the ninth decimal.
        assert abs(int(written[-10:-5]) - east) <= 1, (lat, lon)
        assert abs(int(written[-5:]) - north) <= 1, (lat, lon)


def test_beyond_its_reach_mgrs_says_so(sums):
    beyond = [[84.000001, 0], [90, 0], [-80.000001, 5], [-90, 0]]
    assert sums("([lat, lon]) => atlas.mgrs(lat, lon)", beyond) == [None] * 4
    texts = sums("([lat, lon]) => atlas.formats.MGRS(lat, lon, 1)", beyond)
    assert all(text.startswith("outside MGRS") for text in texts)


def test_utm_is_that_of_proj(sums):
    points = on_the_globe(500, seed=2, lowest=-79, highest=71)
    ours = sums("([lat, lon]) => atlas.utm(lat, lon)", points)
    for (lat, lon), found in zip(points, ours, strict=True):
        code = (32700 if lat < 0 else 32600) + found["zone"]
        to_utm = Transformer.from_crs(4326, code, always_xy=True)
        assert (found["easting"], found["northing"]) == pytest.approx(
            to_utm.transform(lon, lat), abs=1e-4
        )


def test_degrees_are_no_more_exact_than_the_view(sums):
    for metres, dd, dms, grid in (
        (3000, "40.0°", "39° 59′ 24″", "38S QK 1 3"),
        (0.1, "39.990000°", "39° 59′ 24.00″", None),
    ):
        point = [[39.99, 47.4, metres]]
        assert dd in sums("([a, o, m]) => atlas.formats.DD(a, o, m)", point)[0]
        assert dms in sums("([a, o, m]) => atlas.formats.DMS(a, o, m)", point)[0]
        if grid:
            found = sums("([a, o, m]) => atlas.formats.MGRS(a, o, m)", point)[0]
            assert len(found.split()[-1]) == 1
    carried = sums("([a, o]) => atlas.formats.DMS(a, o, 100)", [[39.9999999, -0.99999999]])[0]
    assert carried == "40° 00′ 00″ N, 1° 00′ 00″ W"


def test_distances_are_those_of_karney(sums):
    rng = np.random.default_rng(3)
    pairs = []
    for reach in (1e-6, 1e-3, 0.1, 5, 60):
        start = on_the_globe(100, seed=int(reach * 1e6), lowest=-70, highest=70)
        for lat, lon in start:
            dy, dx = rng.uniform(-reach, reach, 2)
            pairs.append([[lat, lon], [float(np.clip(lat + dy, -85, 85)), lon + dx]])
    ours = sums("(line) => atlas.geodesicLength(line)", pairs)
    (la, oa), (lb, ob) = np.array(pairs).transpose(1, 2, 0)
    _, _, expected = WGS84.inv(oa, la, ob, lb)
    assert np.abs(np.array(ours, float) - expected).max() < 1e-3


def test_where_no_distance_can_be_told_none_is_given(sums):
    assert sums("(line) => atlas.geodesicLength(line)", [[[0, 0], [0.1, 179.9]]]) == [None]
    assert sums("(line) => atlas.geodesicLength(line)", [[[5, 5], [5, 5]]]) == [0]


def test_areas_are_those_of_karney(sums):
    rng = np.random.default_rng(4)
    rings = [[[39.9, 46.5], [40.4, 46.9], [39.6, 47.1]]]
    for size in (0.0005, 0.05, 2.0, 6.0):
        for lat, lon in on_the_globe(12, seed=int(size * 1e4), lowest=-65, highest=65):
            turns = np.sort(rng.uniform(0, 2 * np.pi, 6))
            far = size * rng.uniform(0.4, 1, 6)
            rings.append(
                [
                    [lat + r * np.sin(t), lon + r * np.cos(t)]
                    for t, r in zip(turns, far, strict=True)
                ]
            )
    # Edges along a meridian and along the equator, and across the antimeridian.
    rings += [[[0, 0], [0, 1], [1, 1], [1, 0]], [[-1, 179], [-1, 181], [1, 181], [1, 179]]]
    ours = sums("(ring) => atlas.geodesicArea(ring)", rings)
    for ring, found in zip(rings, ours, strict=True):
        lats, lons = np.array(ring).T
        expected, _ = WGS84.polygon_area_perimeter(lons, lats)
        assert found == pytest.approx(abs(expected), rel=1e-6, abs=0.5)


def test_measuring_on_the_map_selects_nothing(visit, karabakh_page):
    page = visit(karabakh_page)
    page.get_by_role("button", name="Measure distance and area").click()
    box = page.locator(".folium-map").bounding_box()
    for x, y in ((500, 300), (650, 300), (650, 420)):
        page.mouse.click(box["x"] + x, box["y"] + y)
    ends = page.evaluate(
        """() => [[500, 300], [650, 300], [650, 420]].map((p) => {
          const at = atlas.map.containerPointToLatLng(p);
          return [at.lat, at.lng];
        })"""
    )
    expect(page.locator("#measured")).to_contain_text("area")  # the third point is taken
    text = page.locator("#measured").inner_text()
    lats, lons = np.array(ends).T
    length = WGS84.line_length(lons, lats) / 1000
    area = abs(WGS84.polygon_area_perimeter(lons, lats)[0]) / 1e6
    shown = [float(part.split()[1].replace(",", "")) for part in text.split(", ", 1)]
    assert shown == pytest.approx([length, area], rel=2e-2)
    assert page.locator(".leaflet-popup").count() == 0
    assert page.evaluate("atlas.selected") is None
    page.keyboard.press("Escape")
    page.locator(".folium-map").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#measured")).to_have_count(0)


def test_measuring_by_keyboard(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.measure(true)")
    page.keyboard.press("Enter")
    start = page.evaluate("atlas.map.getCenter().lng")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("start => atlas.map.getCenter().lng > start", arg=start)
    still(page)  # Leaflet moves the map step by step
    page.keyboard.press("Enter")
    expect(page.locator("#measured")).to_contain_text("Distance")
    page.keyboard.press("Escape")
    page.wait_for_function("() => !atlas.measuring")


def test_coordinates_follow_the_pointer_in_three_ways(visit, karabakh_page):
    page = visit(karabakh_page, view="#map=12/39.99/46.93")
    box = page.locator(".folium-map").bounding_box()
    x, y = box["width"] / 2, box["height"] / 2
    page.mouse.move(box["x"] + x, box["y"] + y)
    expect(page.locator("#coordinates")).to_have_text(re.compile("^39.990°"))
    button = page.locator(".coordinates button")
    button.click()
    expect(page.locator("#coordinates")).to_contain_text("39° 59′")
    button.click()
    expect(page.locator("#coordinates")).to_have_text(re.compile("^(centre )?38S"))
    page.mouse.click(box["x"] + x, box["y"] + y, button="right")
    rows = page.locator(".position-popup tr")
    expect(rows).to_have_count(3)
    page.evaluate(
        """() => { navigator.clipboard.writeText = (text) => {
          window.copied = text;
          return Promise.resolve();
        }; }"""
    )
    page.get_by_role("button", name="Copy MGRS").click()
    grid = rows.nth(2).locator("td").first.inner_text()
    page.wait_for_function("grid => window.copied === grid", arg=grid)
    expected = mgrs.MGRS().toMGRS(39.99, 46.93, MGRSPrecision=3)
    assert grid.replace(" ", "")[:5] == expected[:5]


def test_the_small_map_shows_where_the_view_is_and_moves_it(visit, karabakh_page):
    page = visit(karabakh_page)
    rect = page.locator("#minimap rect")
    before = [float(rect.get_attribute(k)) for k in ("x", "y", "width", "height")]
    page.evaluate("atlas.map.setView([39.2, 46.6], 11, {animate: false})")
    still(page)
    after = [float(rect.get_attribute(k)) for k in ("x", "y", "width", "height")]
    assert after[2] < before[2]
    frame = page.locator("#minimap svg").bounding_box()
    page.mouse.click(frame["x"] + 60, frame["y"] + 30)
    still(page)
    moved = [float(rect.get_attribute(k)) for k in ("x", "y", "width", "height")]
    assert moved[0] + moved[2] / 2 == pytest.approx(60, abs=1.5)
    assert moved[1] + moved[3] / 2 == pytest.approx(30, abs=1.5)
