"""Matchings and hits by chance: SciPy's answers, every distance by itself, and a closed form."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from geo.records import matching
from geo.records.chance import hit_by_chance, shift_ways
from geo.records.ground import are_on_ground, divide_ground
from geo.records.matching import Points, match, match_largest, pairs_within

spots = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=12)


@given(spots, spots, st.floats(1, 25))
@settings(max_examples=150, deadline=None)
def test_matching_equals_linear_sum_assignment(one, other, tolerance):
    items, finds = (Points(*np.array(xy, float).T, np.ones(len(xy))) for xy in (one, other))
    pairs = pairs_within(items, finds, tolerance)
    found = match(pairs, len(one), len(other))
    apart = np.hypot(items.x[:, None] - finds.x, items.y[:, None] - finds.y)
    rows, columns = linear_sum_assignment(np.where(apart <= tolerance, apart, 1e4))
    near = apart[rows, columns] <= tolerance
    at = np.flatnonzero(found >= 0)
    assert (
        len(set(found[at]))
        == len(at)
        == near.sum()
        == (match_largest(pairs, len(one), len(other)) >= 0).sum()
    )
    assert apart[at, found[at]].sum() == pytest.approx(apart[rows, columns][near].sum())
    assert (apart[at, found[at]] <= tolerance).all()


def test_the_shortest_matching_is_the_same_compiled_or_not(monkeypatch):
    """A displaced belt: nearly all items and finds are one neighbourhood, with long exchanges."""
    rng = np.random.default_rng(1)
    x, y = rng.uniform(0, 300, (2, 150))
    items = Points(x, y, np.ones(150))
    for kept, spare in ((120, 60), (150, 30), (90, 20)):  # fewer finds than items, more, far fewer
        finds = Points(
            np.append(x[:kept] - 60, rng.uniform(0, 300, spare)),
            np.append(y[:kept] + rng.normal(0, 3, kept), rng.uniform(0, 300, spare)),
            np.ones(kept + spare),
        )
        apart = np.hypot(items.x[:, None] - finds.x, items.y[:, None] - finds.y)
        for tolerance in (20, 80, 250):
            sums = []
            for fast in (True, False):
                monkeypatch.setattr(matching, "AVAILABLE", fast and matching.AVAILABLE)
                pairs = pairs_within(items, finds, tolerance)
                found = match(pairs, 150, kept + spare)
                at = np.flatnonzero(found >= 0)
                sums.append((len(at), apart[at, found[at]].sum()))
                monkeypatch.undo()
            rows, columns = linear_sum_assignment(np.where(apart <= tolerance, apart, 1e4))
            near = apart[rows, columns] <= tolerance
            truth = (near.sum(), pytest.approx(apart[rows, columns][near].sum()))
            assert sums == [truth, truth]


def test_chance_is_the_same_compiled_or_not():
    rng = np.random.default_rng(0)
    n = 240
    record = np.repeat(np.arange(6), 40)
    x, y = rng.uniform(0, 600, (2, n))
    items = Points(x, y, rng.uniform(0.99, 1.01, n))
    finds = Points(x + rng.normal(0, 6, n), y + rng.normal(0, 6, n), np.ones(n))
    area = shapely.box(-100, -100, 650, 700).difference(shapely.Point(300, 300).buffer(80))
    steps = np.array([5.0, 10, 25, 50, 100, 250])
    ways = shift_ways(6, 40, np.full(6, 300.0), 1)
    fast, slow = (
        hit_by_chance(items, record, finds, area, steps, ways, fast=f) for f in (True, False)
    )
    assert (fast.hits == slow.hits).all()
    assert (fast.inside == slow.inside).all()
    # Every distance, for one shift: no raster, no tree, no cells.
    moved = items.x + ways[3, record, 0] / items.scale, items.y + ways[3, record, 1] / items.scale
    there = shapely.intersects_xy(area, *moved)
    apart = np.hypot(moved[0][:, None] - finds.x, moved[1][:, None] - finds.y)
    near = (apart * (items.scale[:, None] + 1) / 2).min(axis=1)[there]
    assert fast.hits[3].tolist() == [(near <= step).sum() for step in steps]


def test_chance_on_finds_without_a_pattern_is_that_of_a_poisson_process():
    """Of finds spread evenly, λ to the square metre, 1 − exp(−λπτ²) of all places lie within τ."""
    rng = np.random.default_rng(5)
    x, y, fx, fy = rng.uniform(-4000, 4000, (4, 4000))
    items, finds = Points(x, y, np.ones(4000)), Points(fx, fy, np.ones(4000))
    record = rng.integers(0, 40, 4000)
    steps = np.array([5.0, 25, 50, 100])
    ways = shift_ways(40, 60, np.full(40, 500.0), 2)
    inner = shapely.box(-3500, -3500, 3500, 3500)  # away from the border of the finds
    shares = hit_by_chance(items, record, finds, inner, steps, ways).shares().mean(axis=0)
    expected = 1 - np.exp(-4000 / 8000**2 * np.pi * steps**2)
    assert shares == pytest.approx(expected, rel=0.05)


def test_points_on_searched_ground_as_geos_says():
    rng = np.random.default_rng(3)
    discs = [
        shapely.Point(*rng.uniform(0, 1000, 2)).buffer(rng.uniform(20, 200)) for _ in range(12)
    ]
    area = shapely.union_all(discs).difference(shapely.box(300, 300, 420, 420))
    x, y = rng.uniform(-100, 1100, (2, 20_000))
    found = are_on_ground(Points(x, y, np.ones(20_000)), divide_ground(area))
    assert (found == shapely.intersects_xy(area, x, y)).all()
