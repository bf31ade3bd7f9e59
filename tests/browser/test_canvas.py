"""The canvas layer in a browser, offline, under the page's own security policy."""

import re
from pathlib import Path

import folium
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box
from xstatic.pkg import leaflet

from geo.maps.canvas import (
    COLOUR_BLIND,
    UN,
    CanvasLayer,
    ClassStyle,
    Outline,
    PlainLayer,
    Theme,
    layer_for,
)
from geo.maps.safety import content_security_policy, without_addresses
from tests.maps.canvas import STYLES, frame_of
from tests.maps.hostile import ADDRESSES, HOSTILE

OPTIONS = {"name": "Areas", "class_column": "status", "styles": STYLES, "label_column": "id"}
RED, AMBER, GREEN = [240, 0, 0], [240, 160, 0], [0, 160, 0]

START = Path(__file__).with_name("canvas.js").read_text(encoding="utf-8")


def page_of(*layers, location=(40.0, 47.0), zoom=12, control=False):
    """A self-contained page with folium's map, Leaflet inside, scripts allowed by hash only."""
    chart = folium.Map(list(location), zoom_start=zoom, tiles=None)
    chart.default_js, chart.default_css = [], []
    for layer in layers:
        layer.add_to(chart)
    if control:
        folium.LayerControl(collapsed=False).add_to(chart)
    html = chart.get_root().render()
    css = without_addresses(Path(leaflet.BASE_DIR, "leaflet.css").read_text(encoding="utf-8"))
    code = Path(leaflet.BASE_DIR, "leaflet.js").read_text(encoding="utf-8")
    html = html.replace("<head>", f"<head><style>{css}</style><script>{code}</script>", 1)
    names = ", ".join(layer.get_name() for layer in layers)
    start = START.replace("MAP", chart.get_name()).replace("LAYERS", names)
    html = html.replace("</html>", f"<script>{start}</script></html>")
    policy = content_security_policy(html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace("<head>", f"<head>{meta}", 1)


def canvas(frame, **options):
    return CanvasLayer(frame, **(OPTIONS | options))


def click(page, lat, lng):
    x, y = page.evaluate(
        """([lat, lng]) => {
          const p = map.latLngToContainerPoint([lat, lng]);
          const box = map.getContainer().getBoundingClientRect();
          return [box.left + p.x, box.top + p.y];
        }""",
        [lat, lng],
    )
    page.mouse.click(x, y)


def scattered(n, seed=4):
    """Small octagons over two degrees, with every class."""
    rng = np.random.default_rng(seed)
    centres = shapely.points(rng.uniform([46, 39], [48, 41], (n, 2)))
    shapes = shapely.buffer(centres, rng.uniform(0.0005, 0.004, n), quad_segs=2)
    return frame_of(*shapes, status=rng.choice(list(STYLES), n))


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
        total = page.locator(".canvas-total").inner_text()
        assert total == f"6,000 on the map · {wanted.sum():,} in view"
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
    assert "features in view were not drawn" in page.locator(".canvas-trouble").inner_text()


def test_damaged_data_is_reported(visit):
    html = page_of(canvas(scattered(50)))
    mark = re.search(r'(_shapes">)([A-Za-z0-9+/=]+)', html)
    other = page_of(canvas(scattered(60)))
    wrong = re.search(r'(_shapes">)([A-Za-z0-9+/=]+)', other)
    page = visit(html.replace(mark[2], wrong[2], 1))
    assert "its data is damaged" in page.locator(".canvas-trouble").inner_text()


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
            pixels = page.evaluate(
                """([west, south, east, north]) => {
                  const a = map.project([north, west]).floor().subtract([2, 2]);
                  const b = map.project([south, east]).floor().add([2, 2]);
                  const out = [];
                  for (let y = a.y; y <= b.y; y++) for (let x = a.x; x <= b.x; x++) {
                    out.push([x, y, pixelAt(x, y)[3] > 0]);
                  }
                  return out;
                }""",
                [west, south, east, north],
            )
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


def test_a_click_opens_a_popup_with_text_only(visit):
    for text in (HOSTILE["script"], HOSTILE["image"], HOSTILE["expression"]):
        frame = frame_of(box(46.9, 39.9, 47.1, 40.1), id=[text], **{text: [text]}, n=[1234.5])
        layer = canvas(frame, name=text)
        page = visit(page_of(layer, zoom=11, control=True))
        click(page, 40, 47)
        card = page.locator(".leaflet-popup .canvas-card")
        assert card.locator("h3").inner_text() == text
        assert card.locator("th").all_inner_texts() == ["status", text, "n"]
        assert card.locator("td").all_inner_texts() == ["suspected", text, "1,234.5"]
        assert page.locator(".canvas-legend h2").inner_text() == text
        assert page.locator(".leaflet-control-layers label").inner_text().strip() == text
        assert page.evaluate("window.pwned") is None
        assert page.locator("img, iframe").count() == 0


def test_only_web_addresses_become_links(visit):
    addresses = [*ADDRESSES, "https://example.org/a?b=c"]
    frame = frame_of(
        box(46.9, 39.9, 47.1, 40.1), **{f"link{k}": [a] for k, a in enumerate(addresses)}
    )
    page = visit(page_of(canvas(frame), zoom=11))
    click(page, 40, 47)
    page.locator(".canvas-card").wait_for()
    cells = page.locator(".canvas-card td")
    assert cells.all_inner_texts() == ["suspected", *(" ".join(a.split()) for a in addresses)]
    links = page.evaluate(
        "[...document.querySelectorAll('.canvas-card a')].map((a) => [a.protocol, a.rel])"
    )
    assert len(links) == 2
    assert all(link == ["https:", "noopener noreferrer"] for link in links)


def test_a_popup_lists_all_features_of_all_layers_at_the_place(visit):
    shape = box(46.9, 39.9, 47.1, 40.1)
    many = canvas(frame_of(*[shape] * 11, status=["confirmed"] + ["cleared"] * 10))
    other = canvas(frame_of(shape, id=["other"]), name="Other")
    page = visit(page_of(many, other, zoom=11))
    click(page, 40, 47)
    popup = page.locator(".leaflet-popup")
    assert popup.locator(".canvas-here").inner_text() == "12 features here"
    heads = popup.locator("h3").all_inner_texts()
    assert heads[:2] == ["other", "f0"]  # the layer added last, then the confirmed hazard
    popup.get_by_role("button", name="4 more").click()
    popup.locator("h3").nth(11).wait_for()
    assert set(popup.locator("h3").all_inner_texts()) == {"other", *(f"f{k}" for k in range(11))}


def test_as_of_a_day_counts_what_holds_then(visit):
    rng = np.random.default_rng(9)
    n = 3000
    frame = scattered(n)
    first = np.datetime64("2020-01-01") + rng.integers(0, 1500, n)
    end = first + rng.integers(1, 900, n)
    frame["first"] = pd.Series(first.astype(str), dtype=object).where(rng.random(n) < 0.9, None)
    frame["end"] = pd.Series(end.astype(str), dtype=object).where(rng.random(n) < 0.5, None)
    page = visit(page_of(canvas(frame, from_column="first", to_column="end"), zoom=9))
    edge = frame["first"].dropna().iloc[0]  # the first day of a feature: it counts
    for day in ("2019-12-31", "2021-06-15", edge, frame["end"].dropna().iloc[0], "2030-01-01"):
        holds = ~(frame["first"].fillna("0000") > day) & ~(frame["end"].fillna("9999") <= day)
        counts = page.evaluate("(d) => layer.setAsOf(d)", day)
        assert counts["shown"] == holds.sum(), day
        by_class = frame["status"][holds].value_counts().to_dict()
        assert {c["value"]: c["count"] for c in counts["classes"] if c["count"]} == by_class
        page.evaluate("settled()")
        drawn = page.evaluate("layer.drawn()")
        assert drawn["inView"] == drawn["painted"] <= holds.sum()
    assert page.evaluate("layer.setAsOf(null)")["shown"] == n
    assert page.evaluate("(() => { try { layer.setAsOf('soon') } catch (e) { return e.name } })()")


def test_a_day_changes_the_picture_at_once(visit):
    frame = frame_of(box(46.9, 39.9, 47.1, 40.1), first=["2020-01-02"], end=["2020-01-04"])
    page = visit(page_of(canvas(frame, from_column="first", to_column="end"), zoom=11))
    seen = page.evaluate(
        """['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-04'].map((day) => {
          layer.setAsOf(day);
          return pixel(40, 47)[3] > 0;
        })"""
    )
    assert seen == [False, True, True, False]


def test_classes_can_be_switched_off_and_keep_their_count(visit):
    frame = frame_of(*[box(46.9, 39.9, 47.1, 40.1)] * 2, status=["confirmed", "cleared"])
    page = visit(page_of(canvas(frame), zoom=11))
    page.get_by_label("Confirmed").uncheck()
    assert page.evaluate("pixel(40, 47)")[:3] == GREEN
    assert page.locator(".canvas-total").inner_text().startswith("1 of 2 on the map")
    assert page.locator(".canvas-count").all_inner_texts() == ["1", "1"]
    assert page.evaluate("layer.hit({lat: 40, lng: 47}).length") == 1


def test_the_reader_can_change_the_colours(visit):
    frame = frame_of(box(46.9, 39.9, 47.1, 40.1), status="confirmed", land="open")
    layer = canvas(frame, styles=[COLOUR_BLIND, UN], status_column="land")
    page = visit(page_of(layer, zoom=11))
    page.get_by_label("Colours").select_option("UN style")
    red, green, blue, alpha = page.evaluate("pixel(40, 47)")
    assert (red, green, blue) == (255, 0, 0)
    assert alpha == pytest.approx(128, abs=1)
    assert "Open" in page.locator(".canvas-legend").inner_text()


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


def test_the_keyboard_reaches_every_feature_in_view(visit):
    shapes = [box(x, 40, x + 0.005, 40.005) for x in np.arange(46.92, 47.09, 0.01)]
    page = visit(page_of(canvas(frame_of(*shapes)), zoom=12))
    box_ = page.get_by_role("listbox", name="Features of Areas in view")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('role')") == "listbox":
            break
    active = page.locator("[role=option][aria-selected=true]")
    active.wait_for()
    assert active.get_attribute("aria-setsize") == str(len(shapes))
    seen = set()
    for at in range(1, len(shapes) + 1):
        option = page.locator(f"[role=option][aria-selected=true][aria-posinset='{at}']")
        option.wait_for()
        assert box_.get_attribute("aria-activedescendant") == option.get_attribute("id")
        seen.add(option.inner_text())
        page.keyboard.press("ArrowDown")
    assert seen == {f"f{k} — Suspected" for k in range(len(shapes))}
    assert page.locator(".canvas-mark").count() > 0
    page.keyboard.press("Home")
    page.locator("[role=option][aria-selected=true][aria-posinset='1']").wait_for()
    name = active.inner_text().split(" — ")[0]
    page.keyboard.press("Enter")
    assert page.locator(".leaflet-popup h3").inner_text() == name
    page.keyboard.press("Escape")
    page.locator(".leaflet-popup").wait_for(state="detached")
    assert page.locator(".canvas-mark").count() == 0


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


def test_what_has_no_place_is_listed_with_the_reason(visit):
    frame = frame_of(Point(47, 40), None, Point(10, 89.9), Polygon([(0, 80), (10, 80), (5, 90)]))
    page = visit(page_of(canvas(frame)))
    page.get_by_text("2 not drawn").click()
    items = page.locator(".canvas-undrawn li")
    items.nth(1).wait_for()
    assert sorted(items.all_inner_texts()) == [
        "f1: no geometry",
        "f2: nearer to a pole than this map shows",
    ]
    assert page.locator(".canvas-total").inner_text().startswith("2 on the map")


def test_an_empty_layer_opens(visit):
    page = visit(page_of(canvas(frame_of())))
    assert page.locator(".canvas-total").inner_text() == "0 on the map · 0 in view"
    page.get_by_role("listbox").focus()
    page.get_by_text("Nothing of this layer is in view.").wait_for()


def test_layer_control_takes_the_layer_and_its_legend_away(visit):
    page = visit(page_of(canvas(scattered(100)), control=True))
    page.locator(".leaflet-control-layers-selector").uncheck()
    assert page.locator(".canvas-legend").count() == 0
    assert page.locator("canvas.leaflet-tile").count() == 0
    page.locator(".leaflet-control-layers-selector").check()
    assert page.locator(".canvas-legend").count() == 1
    page.evaluate("settled()")
    assert page.evaluate("layer.check()")


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


def test_the_plain_layer_does_the_same(visit):
    frame = scattered(80)
    frame["first"], frame["note"] = "2020-01-02", HOSTILE["image"]
    frame.loc[frame.index[:30], "first"] = "2022-01-01"
    frame.loc[frame.index[0], "geometry"] = None
    layer = layer_for(frame, **OPTIONS, from_column="first")
    assert isinstance(layer, PlainLayer)
    page = visit(page_of(layer, zoom=8, control=True))
    assert page.evaluate("layer.drawn()") == {"inView": 79, "painted": 79}
    assert page.locator("path.leaflet-interactive").count() == 79
    assert page.locator(".canvas-total").inner_text() == "79 on the map · 79 in view"
    fills = page.evaluate(
        "[...document.querySelectorAll('path.leaflet-interactive')]"
        ".map((p) => p.getAttribute('fill'))"
    )
    # Later in the document is on top.
    rank = {"#00A000": 0, "#F0A000": 1, "#F00000": 2}
    assert [rank[f] for f in fills] == sorted(rank[f] for f in fills)
    assert page.evaluate("layer.setAsOf('2021-01-01')")["shown"] == 50
    assert page.locator("path.leaflet-interactive").count() == 50
    page.evaluate("layer.setAsOf(null)")
    page.locator("path.leaflet-interactive").last.click(force=True)
    assert HOSTILE["image"] in page.locator(".leaflet-popup").inner_text()
    page.get_by_role("listbox").focus()
    page.locator("[role=option][aria-selected=true]").wait_for()
    assert page.evaluate("window.pwned") is None
    page.get_by_text("1 not drawn").click()
    page.get_by_text("f0: no geometry").wait_for()


def test_plain_points_have_symbols(visit):
    frame = frame_of(Point(47, 40), Point(47.02, 40), status=["accident", "find"])
    page = visit(page_of(layer_for(frame, **(OPTIONS | {"styles": COLOUR_BLIND})), zoom=12))
    pictures = page.locator("img.canvas-symbol")
    assert pictures.count() == 2
    assert pictures.nth(0).get_attribute("src") != pictures.nth(1).get_attribute("src")
