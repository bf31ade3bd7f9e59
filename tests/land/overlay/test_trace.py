"""What is left of polygons, traced along their borders, against GEOS and against counted cells."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geodesy.planar_edges import straight_area_m2
from geo.land.overlay import trace
from geo.land.overlay.ground import ground
from geo.land.overlay.pieces import subtract
from tests.land.overlay.test_cover_fuzz import (
    CELL,
    cell_layers,
    lattice_polygons,
    polygons_of_cells,
)

pytest.importorskip("numba")


def every_pair(n):
    """Each polygon loses all that come after it."""
    first, taken = np.triu_indices(n, k=1)
    return np.arange(n), first, taken


def both(polygons, threads=1):
    whole, first, taken = every_pair(len(polygons))
    traced = trace.trace_difference(ground(polygons), whole, first, taken, threads)
    return traced, subtract(polygons, polygons, first, taken)


def check_same(polygons):
    traced, expected = both(polygons)
    assert shapely.is_valid(traced).all()
    assert np.isin(shapely.get_type_id(traced), (3, 6)).all()
    area = straight_area_m2(traced)
    # A crossing of nearly parallel borders is 1e-9 m from where GEOS puts it, times their length.
    tolerance = 1e-9 * straight_area_m2(polygons).max(initial=0) + 2e-4
    np.testing.assert_allclose(area, straight_area_m2(expected), rtol=1e-9, atol=tolerance)
    other = straight_area_m2(shapely.symmetric_difference(traced, expected, grid_size=1e-13))
    assert (other <= 2 * tolerance).all()


@given(cell_layers())
@settings(max_examples=60, deadline=None)
def test_counted_cells(layers):
    layers = [c for c in layers if c.any()]
    polygons = np.array([polygons_of_cells(c)[0] for c in layers])
    traced, _ = both(polygons)
    for k, cells in enumerate(layers):
        left = cells & ~np.any(layers[k + 1 :], axis=0)
        expected = polygons_of_cells(left)[0] if left.any() else shapely.Polygon()
        assert shapely.is_valid(traced[k])
        gone = shapely.symmetric_difference(traced[k], expected, grid_size=1e-13)
        assert gone.area <= 1e-9 * CELL**2


@given(lattice_polygons())
@settings(max_examples=120, deadline=None)
def test_lattice(drawn):
    if len(drawn[0]):
        check_same(drawn[0])


@given(st.integers(0, 2**32 - 1), st.integers(2, 30))
@settings(max_examples=30, deadline=None)
def test_pieces_of_each_other(seed, n):
    rng = np.random.default_rng(seed)
    centres = rng.random((n, 2)) * 0.01 + [46.93, 39.99]
    discs = shapely.buffer(shapely.points(centres), rng.random(n) * 0.004 + 0.0005, quad_segs=3)
    cut = shapely.intersection(discs, np.roll(discs, 1))
    cut = np.concatenate([discs, cut, shapely.difference(discs, np.roll(discs, 1))])
    check_same(cut[np.isin(shapely.get_type_id(cut), (3, 6)) & (shapely.area(cut) > 0)])


def test_hand_worked():
    """A square without one in its middle has a hole; without a bar across it, two parts."""
    square, middle, bar = shapely.box(0, 0, 4, 4), shapely.box(1, 1, 2, 3), shapely.box(1, -1, 2, 5)
    made = ground([square, middle, bar])
    alone, pierced, parted, gone, whole = (
        trace.trace_difference(
            made, np.array([0]), np.zeros(len(taken), int), np.array(taken, int)
        )[0]
        for taken in ([], [1], [1, 2], [0], [])
    )
    assert alone.equals(square)
    assert whole.equals(square)
    assert pierced.equals(shapely.Polygon(square.exterior, [middle.exterior]))
    assert parted.equals(shapely.MultiPolygon([shapely.box(0, 0, 1, 4), shapely.box(2, 0, 4, 4)]))
    assert gone.is_empty


def test_most_of_what_overlaps_needs_no_second_look(monkeypatch):
    """GEOS is for coincidences; were it asked for everything, tracing would only cost time."""
    rng = np.random.default_rng(5)
    polygons = shapely.buffer(shapely.points(rng.random((300, 2)) * 0.2), 0.01, quad_segs=5)
    asked = []
    monkeypatch.setattr(trace, "subtract", lambda g, *a: asked.append(len(g)) or subtract(g, *a))
    traced, expected = both(polygons, threads=2)
    assert sum(asked) < 10
    np.testing.assert_allclose(straight_area_m2(traced), straight_area_m2(expected), rtol=1e-9)


def test_long_borders_with_many_crossings_along_one_edge():
    """Borders are followed in stretches; each long edge of a bar crosses 700 teeth of a comb."""
    teeth = np.arange(700) * 2.0
    outline = [(0, 0), (1400, 0)]
    for left in teeth[::-1]:
        outline += [(left + 1, 1), (left + 1, 9), (left, 9), (left, 1)]
    degrees = 1e-5
    comb, bar = shapely.Polygon(outline), shapely.box(-1, 3, 1401, 5)
    wave = np.linspace(0, 20 * np.pi, 4000)
    arc = np.stack([wave / wave[-1] * 1398 + 1, 0.5 + 0.2 * np.sin(wave)], axis=1)
    ribbon = shapely.Polygon([*arc, *(arc[::-1] + np.array([0, 6]))])
    polygons = [shapely.transform(p, lambda xy: xy * degrees + 40) for p in (comb, bar, ribbon)]
    check_same(np.array(polygons))
    pieces = trace.trace_difference(ground(polygons), np.array([0]), np.array([0]), np.array([1]))[
        0
    ]
    assert shapely.get_num_geometries(pieces) == 701  # the spine and the teeth's upper ends
