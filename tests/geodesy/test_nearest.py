"""The plane for nearest points, against PROJ; distances against a slow search."""

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

from geo.geodesy.nearest import apart_m, outlines_to_plane, reach, to_plane


def test_the_plane_is_the_mercator_projection_of_wgs_84():
    places = np.random.default_rng(1).uniform([-180, -85], [180, 85], (500, 2))
    there = shapely.get_coordinates(to_plane(shapely.points(places)))
    east, north = Transformer.from_crs(4326, 3395, always_xy=True).transform(*places.T)
    np.testing.assert_allclose(there * 6378137, np.column_stack([east, north]), atol=1e-6)


@pytest.mark.parametrize("lat", [-60, 0, 40, 70])
def test_distances_to_a_slanted_border_are_the_shortest_on_the_ground(lat):
    border = shapely.Polygon([(46, lat), (48, lat + 1.3), (48, lat + 3), (46, lat + 3)])
    points = shapely.points([(47, lat + 0.6), (47.3, lat + 0.8), (47, lat + 1)])
    metres = apart_m(to_plane(points), np.repeat(outlines_to_plane(np.array([border])), 3))
    # Straight in degrees, as borders are.
    dense = shapely.get_coordinates(shapely.segmentize(border.exterior, 1e-4))
    for point, found in zip(points, metres, strict=True):
        if border.contains(point):
            assert found == 0
            continue
        lon, lat_ = np.full((2, len(dense)), [[point.x], [point.y]])
        slow = Geod(ellps="WGS84").inv(lon, lat_, *dense.T)[2].min()
        assert found == pytest.approx(slow, abs=1.5)


def test_nothing_on_the_ground_is_farther_than_its_reach_on_the_plane():
    geod = Geod(ellps="WGS84")
    for lat in (0, 35, 60, 80):
        start = shapely.points(np.full((36, 2), [46.0, lat]))
        lon, north, _ = geod.fwd(
            np.full(36, 46.0), np.full(36, lat), np.arange(0, 360, 10), np.full(36, 2e4)
        )
        end = shapely.points(np.column_stack([lon, north]))
        distance = shapely.distance(to_plane(start), to_plane(end))
        assert (distance <= reach(np.asarray(2e4), start)).all()
