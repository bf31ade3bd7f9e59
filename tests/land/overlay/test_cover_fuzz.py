"""The edge-integral kernel against GEOS overlays and against counted cells, on degenerate input."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.geodesy.planar_edges import straight_area_m2
from geo.land.overlay.ground import ground

CELL = 1e-4
SIDE = 8


def polygons_of_cells(cells: np.ndarray, spread: float = CELL, origin=(46.0, 39.5)) -> list:
    """Union of unit squares: a polygon whose borders repeat those of others again and again."""
    rows, columns = np.nonzero(cells)
    squares = shapely.box(columns, rows, columns + 1, rows + 1)
    union = shapely.union_all(squares)
    return [shapely.transform(union, lambda xy: np.asarray(origin) + xy * spread)]


@st.composite
def cell_layers(draw):
    n = draw(st.integers(1, 6))
    layers = []
    for _ in range(n):
        x0, y0 = draw(st.integers(0, SIDE - 1)), draw(st.integers(0, SIDE - 1))
        x1, y1 = draw(st.integers(x0 + 1, SIDE)), draw(st.integers(y0 + 1, SIDE))
        cells = np.zeros((SIDE, SIDE), bool)
        cells[y0:y1, x0:x1] = True
        if draw(st.booleans()):  # corners that touch, holes, several parts
            noise = draw(st.integers(0, 2**16 - 1))
            cells &= np.random.default_rng(noise).random(cells.shape) < 0.7
        layers.append(cells)
    return layers


@given(cell_layers(), cell_layers(), st.lists(st.integers(1, 7), min_size=6, max_size=6))
@settings(max_examples=50, deadline=None)
def test_counted_cells(layers, zones, codes):
    """Every polygon is made of cells, so each mask's area is a count of cells."""
    layers = [c for c in layers if c.any()]
    zones = [c for c in zones if c.any()]
    if not layers:
        return
    codes = np.array(codes[: len(layers)])
    mask = np.zeros((SIDE, SIDE), int)
    zone = np.full((SIDE, SIDE), len(zones))
    for cells, code in zip(layers, codes, strict=True):
        mask[cells] |= code
    for index in range(len(zones) - 1, -1, -1):
        zone[zones[index]] = index
    # A cell's area depends on its row alone.
    row_area = straight_area_m2(
        shapely.box(
            46, 39.5 + np.arange(SIDE) * CELL, 46 + CELL, 39.5 + np.arange(1, SIDE + 1) * CELL
        )
    )
    expected = np.zeros((len(zones) + 1, 8))
    np.add.at(expected, (zone, mask), np.broadcast_to(row_area[:, None], mask.shape))
    made = ground(
        [polygons_of_cells(c)[0] for c in layers], [polygons_of_cells(c)[0] for c in zones]
    )
    for engine in ("kernel", "geos"):
        net = made.cover(codes, 3, engine=engine).net
        np.testing.assert_allclose(net[:, 1:], expected[:, 1:], rtol=1e-9, atol=1e-6)


@st.composite
def lattice_polygons(draw):
    """Valid polygons with vertices on a small lattice: near and exact coincidences of all kinds."""
    n = draw(st.integers(1, 7))
    seed = draw(st.integers(0, 2**32 - 1))
    size = draw(st.sampled_from([4, 7, 12]))
    unit = draw(st.sampled_from([1e-7, 1e-4, 0.37]))
    rng = np.random.default_rng(seed)
    out = []
    while len(out) < n:
        ring = rng.integers(0, size, (int(rng.integers(3, 8)), 2))
        shape = shapely.make_valid(shapely.Polygon(ring), method="structure", keep_collapsed=False)
        if shape.geom_type in ("Polygon", "MultiPolygon") and shape.area > 0:
            out.append(shapely.transform(shape, lambda xy, u=unit: [46.1, 39.7] + xy * u))
    out = np.array(out)
    return out[shapely.is_valid(out)], seed


def check_same(polygons, zones, codes):
    made = ground(polygons, zones)
    kernel, geos = (made.cover(codes, 3, engine=engine) for engine in ("kernel", "geos"))
    # Where three borders meet in a point but for rounding (1e-9 m), the order of their crossings
    # is not decided; that may leave 1e-9 m times the distance to the zone's middle: a few square
    # centimetres.
    tolerance = 1e-9 * max(geos.gross.max(initial=0), 0) + 2e-4
    np.testing.assert_allclose(kernel.net, geos.net, rtol=1e-9, atol=tolerance)
    np.testing.assert_allclose(kernel.gross, geos.gross, rtol=1e-9, atol=tolerance)


@given(lattice_polygons(), lattice_polygons())
@settings(max_examples=80, deadline=None)
def test_lattice(left, right):
    polygons, seed = left
    codes = np.random.default_rng(seed).integers(1, 8, len(polygons))
    check_same(polygons, right[0], codes)


@given(st.integers(0, 2**32 - 1), st.integers(2, 40))
@settings(max_examples=20, deadline=None)
def test_pieces_of_each_other(seed, n):
    """Polygons cut out of one another by GEOS: vertices that lie on edges only up to rounding."""
    rng = np.random.default_rng(seed)
    centres = rng.random((n, 2)) * 0.01 + [46.93, 39.99]
    discs = shapely.buffer(shapely.points(centres), rng.random(n) * 0.004 + 0.0005, quad_segs=3)
    cut = shapely.intersection(discs, np.roll(discs, 1))
    cut = np.concatenate([discs, cut, shapely.difference(discs, np.roll(discs, 1))])
    cut = cut[np.isin(shapely.get_type_id(cut), (3, 6)) & (shapely.area(cut) > 0)]
    zones = shapely.box(46.93, 39.99, [46.935, 46.94], [40.0, 39.995])
    check_same(cut, zones, rng.integers(1, 8, len(cut)))


@pytest.mark.parametrize("engine", ["kernel", "geos"])
def test_hand_worked(engine):
    """Two 2 × 2 squares that share a 1 × 2 strip, in two zones that split them at x = 1."""
    square = shapely.box(0, 0, 2, 2)
    polygons = [square, shapely.transform(square, lambda xy: xy + np.array([1, 0]))]
    zones = [shapely.box(0, 0, 1, 2)]
    unit = straight_area_m2([shapely.box(0, 0, 1, 2)])[0]
    cover = ground(polygons, zones).cover([1, 2], 2, engine=engine)
    np.testing.assert_allclose(cover.net[:, 1:] / unit, [[1, 0, 0], [0, 1, 1]], atol=1e-12)
    np.testing.assert_allclose(cover.gross[:, 1:] / unit, [[1, 0, 0], [1, 2, 0]], atol=1e-12)


@pytest.mark.parametrize("engine", ["kernel", "geos"])
def test_nothing(engine):
    assert ground([], []).cover([], 2, engine=engine).net.sum() == 0
    assert ground([None, shapely.Polygon()], [None]).cover([1, 1], 2, engine=engine).net.sum() == 0
    lone = ground([shapely.box(0, 0, 1, 1)], [shapely.Polygon()]).cover([1], 1, engine=engine)
    assert lone.net[0].sum() == 0
    assert lone.net[1, 1] == pytest.approx(straight_area_m2([shapely.box(0, 0, 1, 1)])[0])


@given(st.integers(0, 2**32 - 1))
@example(0)
@example(11677396)
@settings(max_examples=25, deadline=None)
def test_figures_do_not_depend_on_winding_order_or_threads(seed):
    rng = np.random.default_rng(seed)
    polygons = shapely.buffer(
        shapely.points(rng.random((30, 2)) * 0.1 + [46, 39]), 0.01, quad_segs=4
    )
    codes = rng.integers(1, 4, 30)
    zones = shapely.box(46, 39, [46.05, 46.08], 39.1)
    base = ground(polygons, zones).cover(codes, 2, engine="kernel")
    order = rng.permutation(30)
    other = ground(shapely.reverse(polygons)[order], shapely.reverse(zones)).cover(
        codes[order], 2, engine="kernel", threads=2
    )
    rounding = 1e-12 * base.gross.sum()  # sums of edges may leave it where there is no ground
    np.testing.assert_allclose(base.net, other.net, rtol=1e-11, atol=rounding)
    np.testing.assert_allclose(base.gross, other.gross, rtol=1e-11, atol=rounding)


def test_long_borders_with_many_crossings_along_one_edge():
    """Borders are followed in stretches; zones of 3,000 vertices cut 500 strips twice each."""
    turn = np.linspace(0, 2 * np.pi, 3000, endpoint=False)
    round_ = np.stack([np.cos(turn), np.sin(turn)], axis=1) * 0.01 + np.array([46.0, 39.5])
    zones = [shapely.Polygon(round_), shapely.Polygon(round_ + np.array([0.005, 0.001]))]
    south = np.linspace(39.485, 39.515, 500)
    strips = shapely.box(45.98, south, 46.02, south + 0.0001)
    check_same(strips, zones, np.arange(500) % 7 + 1)
