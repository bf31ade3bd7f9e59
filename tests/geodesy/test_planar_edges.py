"""Areas against geodesics along densified edges, and exact additivity."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import InvalidGeometry
from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import flatten


def by_geodesics(polygon, step):
    """Geodesics follow a straight line in longitude/latitude if it is cut finely enough."""
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.segmentize(polygon, step))[0])


@pytest.mark.parametrize("fast", [True, False])
@pytest.mark.parametrize(
    ("polygon", "step"),
    [
        (shapely.box(46, 39, 47, 40), 1e-3),
        (shapely.Polygon([(0, 0), (30, 50), (10, 70)]), 1e-3),
        (shapely.Polygon([(46, 39), (46.3, 39.2), (46.1, 39.5)]), 2e-5),
        (shapely.Point(-75, 4).buffer(0.3).difference(shapely.Point(-75, 4).buffer(0.1)), 1e-5),
    ],
)
def test_against_geodesics(polygon, step, fast):
    assert straight_area_m2([polygon], fast=fast)[0] == pytest.approx(
        by_geodesics(polygon, step), rel=1e-9
    )


def test_the_whole_earth():
    # 510,065,621.724 km²: the surface of the WGS 84 ellipsoid as the literature has it.
    assert straight_area_m2([shapely.box(-180, -90, 180, 90)])[0] == pytest.approx(
        5.10065621724e14, rel=1e-12
    )


@given(st.floats(-80, 80), st.floats(1e-5, 5), st.floats(1e-5, 5), st.floats(0.01, 0.99))
@settings(deadline=None)
def test_pieces_sum_to_the_whole(south, width, height, cut):
    whole = shapely.Polygon([(10, south), (10 + width, south), (10 + width / 3, south + height)])
    knife = shapely.box(9, south - 1, 10 + cut * width, south + 20)
    pieces = [shapely.intersection(whole, knife), shapely.difference(whole, knife)]
    total = straight_area_m2([whole])[0]
    assert straight_area_m2(pieces).sum() == pytest.approx(total, rel=1e-8, abs=1e-4)


def test_paths_agree_and_winding_does_not_matter():
    rng = np.random.default_rng(4)
    polygons = shapely.buffer(shapely.points(rng.random((200, 2)) * 90), rng.random(200))
    fast = straight_area_m2(polygons, fast=True)
    np.testing.assert_allclose(straight_area_m2(polygons, fast=False), fast, rtol=1e-11)
    np.testing.assert_allclose(straight_area_m2(shapely.reverse(polygons)), fast, rtol=1e-11)


def test_what_has_no_area():
    line, box = shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)
    both = shapely.GeometryCollection([line, box])
    areas = straight_area_m2([None, shapely.Polygon(), shapely.Point(0, 0), line, both, box])
    assert areas[:4].tolist() == [0, 0, 0, 0]
    assert areas[4] == areas[5] > 1e10
    assert straight_area_m2([]).shape == (0,)


def test_not_finite():
    with pytest.raises(InvalidGeometry, match="geometry 1"):
        straight_area_m2([shapely.box(0, 0, 1, 1), shapely.Polygon([(0, 0), (1, 0), (np.inf, 1)])])


def test_rings_of_mixed_geometry():
    pierced = shapely.box(0, 0, 9, 9).difference(shapely.box(1, 1, 2, 2))
    two = shapely.MultiPolygon([shapely.box(20, 0, 21, 1), pierced])
    rings = flatten([None, pierced, two, shapely.Point(1, 1)])
    assert rings.first.tolist() == [0, 0, 2, 5, 5]
    assert rings.hole.tolist() == [False, True, False, False, True]
    assert np.diff(rings.start).tolist() == [5, 5, 5, 5, 5]
    assert rings.owner.tolist() == [1, 1, 2, 2, 2]
