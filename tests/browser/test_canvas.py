"""What the canvas layer draws, in a browser, offline, under a security policy."""

import re
from dataclasses import replace

import numpy as np
import pytest
import shapely
from playwright.sync_api import expect
from shapely import LineString, MultiPolygon, Point, Polygon, box

from geo.maps.canvas import COLOUR_BLIND, ClassStyle, Outline, Theme, payload
from tests.browser.canvas import AMBER, GREEN, RED, canvas, page_of, scattered
from tests.browser.waits import painted
from tests.maps.canvas import STYLES, frame_of


def test_every_feature_in_view_is_painted_and_counted(visit):
    frame = scattered(6000)
    page = visit(page_of(canvas(frame)))
    for view in ([40, 47, 12], [40.3, 46.5, 9], [39.5, 47.5, 14]):
        page.evaluate("(v) => go(...v)", view)
        drawn = page.evaluate("layer.drawn()")
        west, south, east, north = map(
            float, page.evaluate("map.getBounds().toBBoxString()").split(",")
        )
        left, low, right, high = shapely.bounds(frame.geometry.to_numpy()).T
        wanted = (left <= east) & (right >= west) & (low <= north) & (high >= south)
        assert drawn == {"inView": wanted.sum(), "painted": wanted.sum()}
        total = f"6,000 on the map · {wanted.sum():,} in view"
        expect(page.locator(".canvas-total")).to_have_text(total)
    counts = page.evaluate("layer.counts()")
    assert counts["features"] == counts["shown"] == 6000
    expected = frame["status"].value_counts().to_dict()
    assert {c["value"]: c["count"] for c in counts["classes"]} == expected
    rows = page.locator(".canvas-legend li").all_inner_texts()
    assert [re.sub(r"\s+", " ", row).strip() for row in rows] == [
        f"{STYLES[s].label} {expected[s]:,}" for s in ("confirmed", "suspected", "cleared")
    ]


def test_a_layer_that_lost_something_says_so(visit):
    page = visit(page_of(canvas(scattered(500))))
    assert page.locator(".canvas-trouble").count() == 0
    assert page.evaluate("layer.check()")
    page.evaluate("layer.painted = new WeakMap()")
    assert not page.evaluate("layer.check()")
    expect(page.locator(".canvas-trouble")).to_contain_text("features in view were not drawn")


def test_a_map_that_moves_is_not_said_to_have_lost_something(visit):
    """Asked at every step of a flight, when tiles of the new view are not there yet."""
    page = visit(page_of(canvas(scattered(500))))
    answers = page.evaluate(
        """() => new Promise((done) => {
          const answers = [];
          map.on('move', () => answers.push(layer.check()));
          map.once('moveend', () => done(answers));
          map.flyTo([39.5, 46.2], 9, { duration: 0.6 });
        })"""
    )
    assert None in answers
    assert False not in answers
    assert painted(page, "layer")["inView"] > 0
    assert page.evaluate("layer.check()") is True
    assert page.locator(".canvas-trouble").count() == 0


@pytest.fixture(params=[300, payload.PART])
def in_parts(request, monkeypatch):
    """Shapes in many parts, or in one."""
    monkeypatch.setattr(payload, "PART", request.param)


def test_shapes_are_the_same_in_many_parts(visit, in_parts):
    frame = scattered(400)
    page = visit(page_of(canvas(frame), zoom=8))
    there = page.evaluate(
        """[...Array(layer.data.n).keys()].map((i) => {
          const [x, y] = [0, 1].map((k) => layer.data.box[4 * i + k]);
          const { lat, lng } = canvasTiles.toLatLng(x, y);
          return [lng, lat];
        })"""
    )
    wanted = frame.bounds[["minx", "maxy"]].to_numpy()
    # Every north-west corner, whatever the order; 1e-6 degrees are 0.1 m.
    apart = np.abs(np.array(there)[None] - wanted[:, None]).max(axis=2).min(axis=1)
    assert len(there) == len(frame)
    assert apart.max() < 1e-6


def test_damaged_data_is_reported(visit, in_parts):
    html = page_of(canvas(scattered(150)))
    mark = re.search(r'(_shapes_1?0">)([A-Za-z0-9+/=]+)', html)
    other = page_of(canvas(scattered(160)))
    wrong = re.search(r'(_shapes_1?0">)([A-Za-z0-9+/=]+)', other)
    page = visit(html.replace(mark[2], wrong[2], 1))
    expect(page.locator(".canvas-trouble")).to_contain_text("its data is damaged")


def test_hits_are_exact_with_holes_and_parts(visit):
    ring = box(46.9, 39.9, 47.1, 40.1)
    holed = ring.difference(box(46.95, 39.95, 47.05, 40.05))
    island = box(46.98, 39.98, 47.02, 40.02)
    star = Polygon([(47.11, 39.9), (47.2, 40.1), (47.15, 39.95), (47.12, 40.1)])
    shapes = [MultiPolygon([holed, island]), star, box(47.14, 39.94, 47.19, 39.99)]
    frame = frame_of(*shapes, status=["confirmed", "suspected", "cleared"])
    page = visit(page_of(canvas(frame), zoom=11))
    points = np.random.default_rng(8).uniform([46.85, 39.85], [47.25, 40.15], (600, 2))
    edges = shapely.union_all(shapely.boundary(np.array(shapes, dtype=object)))
    points = points[shapely.distance(shapely.points(points), edges) > 2e-6]
    found = page.evaluate(
        """async (points) => {
          const labels = await Promise.all([0, 1, 2].map((i) => layer.attributes.label(i)));
          return points.map(([x, y]) => layer.hit({ lat: y, lng: x }, 0).map((i) => labels[i]));
        }""",
        points.tolist(),
    )
    # Topmost first: confirmed, suspected, cleared.
    wanted = [
        [f"f{i}" for i, shape in enumerate(shapes) if shape.contains(Point(p))] for p in points
    ]
    assert found == wanted
    assert {len(w) for w in wanted} == {0, 1, 2}
    # What is clicked is what is seen: the hole is empty on the screen too.
    assert page.evaluate("pixel(40.03, 47.03)")[3] == 0
    assert page.evaluate("pixel(40, 47)")[:3] == RED
    assert page.evaluate("pixel(40.08, 47.0)")[:3] == RED


def test_lines_and_points_are_hit_by_their_distance_in_pixels(visit):
    frame = frame_of(LineString([(46.9, 40), (47.1, 40)]), Point(47, 40.05))
    page = visit(page_of(canvas(frame), zoom=12))
    hits = page.evaluate(
        """() => {
          const near = (lat, lng, dx, dy) => {
            const at = map.latLngToContainerPoint([lat, lng]).add([dx, dy]);
            return layer.hit(map.containerPointToLatLng(at)).length;
          };
          return [near(40, 46.95, 0, 3), near(40, 46.95, 0, 6), near(40, 46.9, -3, 0),
            near(40, 46.9, -6, 0), near(40.05, 47, 2, 2), near(40.05, 47, 4, 4)];
        }"""
    )
    assert hits == [1, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 2, 0]])
def test_hazard_is_drawn_over_released_land_at_any_scale(visit, order):
    names = ["cleared", "suspected", "confirmed"]
    shapes = [box(46.99, 39.99, 47.01, 40.01), box(46.993, 39.993, 47.01, 40.01),
              box(46.996, 39.996, 47.01, 40.01)]  # fmt: skip
    frame = frame_of(*[shapes[k] for k in order], status=[names[k] for k in order])
    page = visit(page_of(canvas(frame), zoom=14))
    assert page.evaluate("pixel(39.9915, 46.9915)")[:3] == GREEN
    assert page.evaluate("pixel(39.9945, 46.9945)")[:3] == AMBER
    assert page.evaluate("pixel(40.0, 47.0)")[:3] == RED
    for zoom in (5, 7, 9, 10, 11):  # specks first, then paths
        page.evaluate("(z) => go(40, 47, z)", zoom)
        assert page.evaluate("pixel(40.003, 47.003)")[:3] == RED, zoom
    # A large area of released land does not cover a speck of hazard either.
    frame = frame_of(box(46, 39, 48, 41), box(47, 40, 47.0001, 40.0001), status=names[:2])
    page = visit(page_of(canvas(frame), zoom=9))
    assert page.evaluate("pixel(40.00005, 47.00005)")[:3] == AMBER
    assert page.evaluate("pixel(40.1, 47.1)")[:3] == GREEN


def test_overlapping_and_twisted_areas_leave_no_gap(visit):
    bow_tie = Polygon([(46.9, 39.9), (47.1, 40.1), (47.1, 39.9), (46.9, 40.1)])
    doubled = MultiPolygon([box(47.2, 39.9, 47.3, 40.1), box(47.25, 39.9, 47.35, 40.1)])
    frame = frame_of(bow_tie, doubled, box(46.88, 39.95, 47.12, 40.05), status="confirmed")
    page = visit(page_of(canvas(frame), zoom=10))
    for lat, lng in ((40, 46.92), (40, 47.08), (40, 47.27), (40, 47.22), (40, 47.33), (40, 47)):
        assert page.evaluate(f"pixel({lat}, {lng})")[:3] == RED
        assert page.evaluate(f"layer.hit({{lat: {lat}, lng: {lng}}}, 0).length") > 0


# Pixels of the world in a box and two around it: column, row, whether anything is painted.
AROUND = """([west, south, east, north]) => {
  const a = map.project([north, west]).floor().subtract([2, 2]);
  const b = map.project([south, east]).floor().add([2, 2]);
  const out = [];
  for (let y = a.y; y <= b.y; y++) for (let x = a.x; x <= b.x; x++) {
    out.push([x, y, pixelAt(x, y)[3] > 0]);
  }
  return out;
}"""


def square_of(x, y, zoom):
    """Ground of a pixel, counted from the north-west corner of the world."""
    size = 256 * 2**zoom
    west, east = (np.array([x, x + 1]) / size - 0.5) * 360
    north, south = np.degrees(np.arctan(np.sinh((0.5 - np.array([y, y + 1]) / size) * 2 * np.pi)))
    return box(west, south, east, north)


def test_small_hazards_grow_and_small_released_land_shrinks(visit):
    """Hazard covers every pixel it touches, released land none that is not wholly its own."""
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    star = np.column_stack([np.cos(turn), np.sin(turn)])
    star *= np.where(np.arange(12) % 2, 1, 0.6)[:, None]
    shapes, statuses = [], []
    for k, status in enumerate(["confirmed", "cleared"] * 8):
        hole = [star[::-1] * 0.0015 + (46.8 + 0.03 * k, 40.0011)] if k % 4 > 1 else []
        shapes.append(Polygon(star * (0.004 + 0.0002 * k) + (46.8 + 0.03 * k, 40.0011), hole))
        statuses.append(status)
    page = visit(page_of(canvas(frame_of(*shapes, status=statuses)), zoom=9))
    more_than_a_mark = 0
    for zoom in (8, 9):  # up to eight pixels
        page.evaluate("(z) => go(40, 47, z)", zoom)
        for shape, status in zip(shapes, statuses, strict=True):
            west, south, east, north = shape.bounds
            pixels = page.evaluate(AROUND, [west, south, east, north])
            squares = np.array([square_of(x, y, zoom) for x, y, _ in pixels])
            painted = np.array([p for _, _, p in pixels])
            share = shapely.area(shapely.intersection(squares, shape)) / shapely.area(squares)
            if status == "confirmed":
                assert painted[share > 1e-6].all()
                assert not painted[shapely.distance(squares, shape) > 0.006].any()
            elif painted.sum() > 1:
                assert (share[painted] > 1 - 1e-6).all()
                more_than_a_mark += 1
            else:
                assert painted.sum() == 1
    assert more_than_a_mark >= 4


@pytest.mark.parametrize("status", ["open", "worked_on"])
def test_nothing_of_a_hazard_is_lost_and_nothing_added_to_released_land(visit, status):
    """As paths, larger than specks: decided pixel by pixel against the shape as it was given."""
    theme = Theme(
        "t",
        {name: replace(style, opacity=0.5) for name, style in STYLES.items()},
        {"open": Outline("Open", "#0000F0", 2), "worked_on": Outline("On", "#F000F0", 2, (6, 4))},
    )
    # A rough outline with far more vertices than pixels, and a hole.
    turn = np.linspace(0, 2 * np.pi, 900, endpoint=False)
    wave = 1 + 0.15 * np.sin(9 * turn) + 0.02 * np.sin(211 * turn)
    rough = np.column_stack([np.cos(turn), np.sin(turn)]) * wave[:, None]
    shapes, names = [], []
    for k, name in enumerate(["confirmed", "cleared"] * 3):
        middle = (46.8 + 0.08 * k, 40.0007)
        radius = 0.008 + 0.005 * k
        shapes.append(Polygon(rough * radius + middle, [rough[::-1] * 0.4 * radius + middle]))
        names.append(name)
    frame = frame_of(*shapes, status=names, land=status)
    page = visit(page_of(canvas(frame, styles=theme, status_column="land"), zoom=10))
    sizes = set()
    for zoom in (9, 10, 11):
        page.evaluate("(z) => go(40, 47, z)", zoom)
        for shape, name in zip(shapes, names, strict=True):
            west, _, east, _ = shape.bounds
            sizes.add(round((east - west) / 360 * 256 * 2**zoom))
            pixels = page.evaluate(AROUND, list(shape.bounds))
            squares = np.array([square_of(x, y, zoom) for x, y, _ in pixels])
            painted = np.array([p for _, _, p in pixels])
            pixel = 360 / 256 / 2**zoom
            if name == "confirmed":
                touched = shapely.area(shapely.intersection(squares, shape)) > 0.001 * pixel**2
                assert painted[touched].all(), zoom
                assert not painted[shapely.distance(squares, shape) > 2 * pixel].any(), zoom
            else:
                assert not painted[shapely.distance(squares, shape) > 0.01 * pixel].any(), zoom
                inside = shapely.area(shapely.intersection(squares, shape)) > 0.6 * pixel**2
                assert painted[inside].all(), zoom
    assert min(sizes) < 20  # with a hairline only
    assert max(sizes) > 60


def test_outline_shows_the_status_and_fill_the_class(visit):
    theme = Theme(
        "t",
        STYLES,
        {"open": Outline("Open", "#0000F0", 6), "closed": Outline("Closed", "#F000F0", 6)},
    )
    shapes = [box(46.9, 39.9, 46.98, 40.1), box(47.02, 39.9, 47.1, 40.1)]
    frame = frame_of(*shapes, status="confirmed", land=["open", "closed"])
    page = visit(page_of(canvas(frame, styles=theme, status_column="land"), zoom=12))
    assert page.evaluate("pixel(40, 46.98)")[:3] == [0, 0, 240]
    assert page.evaluate("pixel(40, 47.02)")[:3] == [240, 0, 240]
    assert page.evaluate("pixel(40, 46.94)")[:3] == RED


def test_hatches_meet_across_tiles(visit):
    style = {"suspected": ClassStyle("S", "#000000", 0, "diagonal")}
    page = visit(page_of(canvas(frame_of(box(46, 39, 48, 41)), styles=style), zoom=11))
    rows = page.evaluate(
        """[...document.querySelectorAll('canvas.leaflet-tile')].slice(0, 2)
          .map((tile) => [0, 248].map((y) => strip(tile, y)))"""
    )
    assert len({cell for tile in rows for cell in tile}) == 1


def test_across_the_antimeridian_it_shows_on_both_sides(visit):
    shape = Polygon([(179, -1), (-179, -1), (-179, 1), (179, 1)])
    page = visit(page_of(canvas(frame_of(shape, status="confirmed")), location=(0, 179.5), zoom=7))
    for lng in (179.5, 180.5, -179.5 + 360):
        assert page.evaluate(f"pixel(0, {lng})")[:3] == RED
        assert page.evaluate(f"layer.hit({{lat: 0, lng: {lng}}}, 0).length") == 1
    page.evaluate("go(0, -179.5, 7)")
    for lng in (-179.5, -180.5):
        assert page.evaluate(f"pixel(0, {lng})")[:3] == RED
        assert page.evaluate(f"layer.hit({{lat: 0, lng: {lng}}}, 0).length") == 1
    assert page.evaluate("pixel(0, -178)")[3] == 0
    assert page.evaluate("layer.drawn()") == {"inView": 1, "painted": 1}


def test_points_have_symbols_that_differ(visit):
    page = visit(
        page_of(
            canvas(
                frame_of(*[Point(46.95 + 0.03 * k, 40) for k in range(4)],
                         status=["accident", "find", "benchmark", "reference"]),
                styles=COLOUR_BLIND,
            ),
            zoom=13,
        )
    )  # fmt: skip
    pictures = page.evaluate(
        "[...document.querySelectorAll('.canvas-legend canvas')].map((c) => c.toDataURL())"
    )
    assert len(set(pictures)) == 4
    for k in range(4):
        assert page.evaluate(f"pixel(40, {46.95 + 0.03 * k})")[3] > 200
