"""Shares of cells, by GEOS and by hand."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from geo.raster.fractions import cover_cells, share_of_cells


def by_geos(shape, rows, columns):
    row, column = np.divmod(np.arange(rows * columns), columns)
    cells = shapely.box(column, row, column + 1, row + 1)
    return shapely.area(shapely.intersection(cells, shape)).reshape(rows, columns)


@given(st.integers(0, 2**32 - 1))
def test_shares_are_those_of_geos(seed):
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, 12))
    reach = rng.uniform(0.01, 6, 12)
    shape = shapely.Polygon(np.c_[np.cos(angle), np.sin(angle)] * reach[:, None] + (7.3, 6.1))
    shape = shapely.intersection(shapely.make_valid(shape, method="structure"), box(0, 0, 15, 12))
    found = share_of_cells(np.array([shape, None], dtype=object), 12, 15)
    assert np.abs(found - by_geos(shape, 12, 15)).max() < 1e-6


def test_by_hand():
    shapes = np.array(
        [box(0.5, 0.25, 2, 1), None, shapely.Polygon(), box(2, 2, 4, 3)], dtype=object
    )
    found = dict(cover_cells(np.array(shapes, dtype=object), 3, 4))
    assert sorted(found) == [0, 3]
    assert found[0].number.tolist() == [0, 1]
    assert found[0].share.tolist() == [0.375, 0.75]
    assert found[3].number.tolist() == [10, 11]


@given(st.integers(0, 2**32 - 1))
def test_no_cell_is_lost_along_sides_that_are_off_by_rounding(seed):
    """Blocks of cells whose corners are off by less than a billionth, as after a projection."""
    rng = np.random.default_rng(seed)
    whole = shapely.union_all([box(x, y, x + 3, y + 2) for x, y in rng.integers(1, 17, (8, 2))])
    turn = rng.uniform(0, 1e4)
    noisy = shapely.transform(whole, lambda xy: xy + 1e-11 * np.sin(turn * (xy @ [[1, 3], [7, 2]])))
    noisy = shapely.make_valid(noisy, method="structure")
    found = share_of_cells(np.array([noisy], dtype=object), 20, 20)
    assert np.abs(found - by_geos(whole, 20, 20)).max() < 1e-6


def test_holes_and_parts():
    ring = box(1, 1, 9, 9) - box(2.5, 2.5, 7.5, 7.5)
    shape = shapely.MultiPolygon([ring, box(4, 4, 5, 6)])
    found = share_of_cells(np.array([shape], dtype=object), 10, 10)
    assert found.sum() == pytest.approx(64 - 25 + 2)
    assert found[2, 2] == pytest.approx(0.75)
    assert found[4, 4] == found[5, 4] == pytest.approx(1)
