"""Points and shares against GEOS predicates and counted shares."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.land.overlay.zone_grid import zone_grid
from geo.land.points import zone_of_points
from geo.land.shares import zone_shares


def voronoi(rng, n):
    cells = shapely.voronoi_polygons(shapely.multipoints(rng.random((n, 2))))
    return shapely.intersection(shapely.get_parts(cells), shapely.box(0, 0, 1, 1))


@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.sampled_from([16, 400, 10_000]))
@settings(max_examples=30, deadline=None)
def test_points_as_geos_has_them(seed, n, cells):
    rng = np.random.default_rng(seed)
    zones = voronoi(rng, n + 1)
    if seed % 3 == 0:  # overlaps, gaps and an island
        zones = np.append(
            zones[1:],
            [
                shapely.box(0.5, 0.5, 0.6, 1.1),
                shapely.box(0.2, 0.2, 0.7, 0.4),
                shapely.box(3, 3, 3.1, 3.1),
                None,
            ],
        )
    vertices = shapely.get_coordinates(zones)
    points = np.concatenate([rng.random((500, 2)) * 1.4 - 0.2, vertices, [[3.05, 3.05]]])
    grid = zone_grid(zones, cells)
    got = grid.of_points(*points.T.copy())
    zones = np.asarray(zones, dtype=object)
    hits = shapely.intersects_xy(zones[:, None], points[:, 0], points[:, 1])
    expected = np.where(hits.any(axis=0), hits.argmax(axis=0), len(zones))
    np.testing.assert_array_equal(got, expected)
    boxes = np.sort(rng.random((200, 2, 2)) * 1.4 - 0.2, axis=1).reshape(200, 4)
    home = grid.of_boxes(boxes)
    shapes = shapely.box(*boxes.T)
    for box, zone in zip(shapes[home >= 0], home[home >= 0], strict=True):
        assert zone == len(zones) or shapely.contains_properly(zones[zone], box)
        assert not any(shapely.intersects(box, z) for z in zones[:zone] if z is not None)


def test_points_that_are_nowhere():
    zone = shapely.box(0, 0, 1, 1)
    got = zone_of_points([0.5, np.nan, np.inf, 5, 1], [0.5, 0, 0, 5, 1], [zone])
    assert got.tolist() == [0, -1, -1, -1, 0]
    assert zone_of_points([0.5], [0.5], []).tolist() == [-1]


def test_shares_and_uncertainty():
    zones = gpd.GeoDataFrame(
        {"district": ["west", "east"], "uncertainty_m": [2000.0, 2000.0]},
        geometry=[shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
        crs=4326,
    )
    features = gpd.GeoDataFrame(
        {"hazard_id": ["across", "clear", "near", "out", "none"]},
        geometry=[
            shapely.box(0.9, 0.5, 1.3, 0.6),
            shapely.box(0.4, 0.4, 0.5, 0.5),
            shapely.box(0.97, 0.4, 0.985, 0.5),
            shapely.box(5, 5, 6, 6),
            None,
        ],
        crs=4326,
    )
    out = zone_shares(features, zones, key="hazard_id")
    assert out["hazard_id"].tolist() == ["across", "across", "clear", "near", "out"]
    assert out["share"].tolist() == pytest.approx([0.75, 0.25, 1, 1, 1])
    assert out["uncertain"].tolist() == [True, True, False, True, False]
    assert out["zone"][:4].tolist() == ["east", "west", "west", "west"]
    assert out["zone"].isna().tolist() == [False] * 4 + [True]
