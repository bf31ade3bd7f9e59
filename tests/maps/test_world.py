"""Longitudes that run on past ±180°, and what no map in Web Mercator shows."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPolygon, Point, box

from geo.maps.world import take_off_map, unroll
from tests.maps.rough import ACROSS, NOWHERE, POINTS, POLES, areas, rough


@pytest.fixture(scope="module")
def bare(exercise):
    """No ground but what a test adds."""
    tables = {
        name: frame.iloc[:0] if "geometry" in frame else frame
        for name, frame in exercise.tables.items()
    }
    return replace(exercise, tables=tables)


def shapes_of(dataset, layer="hazard_areas"):
    return dataset[layer]["geometry"].to_numpy()


def with_hazards(bare, exercise, shapes):
    tables = dict(bare.tables)
    tables["hazard_areas"] = areas(exercise["hazard_areas"], shapes)
    return replace(bare, tables=tables)


def moved(shape, degrees):
    return shapely.transform(shape, lambda xy: np.add(xy, (degrees, 0)))


def around(shape):
    """The ground as a set of places on the globe: three turns of it side by side, cut to one."""
    turns = [moved(shape, degrees) for degrees in (-360, 0, 360)]
    return shapely.intersection(shapely.union_all(turns), box(-180, -90, 180, 90))


def test_all_stand_side_by_side(bare, exercise):
    shapes = ACROSS | {f"point {lon}": box(lon, -16.7, lon + 0.1, -16.6) for lon in (-178, 177)}
    out = shapes_of(unroll(with_hazards(bare, exercise, shapes)))
    west, _, east, _ = shapely.total_bounds(out)
    assert east - west == pytest.approx(182.1 - 177)
    for was, now in zip(shapes.values(), out, strict=True):
        if was is not ACROSS["jumping"]:  # which says something else on a flat map
            assert shapely.area(around(was) ^ around(now)) < 1e-9
    jumping = out[list(shapes).index("jumping")]
    assert shapely.area(jumping) == pytest.approx(0.8 * 0.6)


def test_the_base_map_goes_along_part_by_part(bare, exercise):
    tables = dict(with_hazards(bare, exercise, ACROSS).tables)
    land = exercise["basemap"].iloc[:0].reindex([0]).assign(kind="land")
    parts = MultiPolygon([box(170, -20, 180, 0), box(-180, -20, -170, 0)])
    tables["basemap"] = land.set_geometry([parts], crs="EPSG:4326")
    west, _, east, _ = unroll(replace(bare, tables=tables))["basemap"].total_bounds
    assert east - west == pytest.approx(20)


def test_what_fits_on_the_flat_map_stays_as_it_is(exercise):
    assert unroll(exercise) is exercise
    assert take_off_map(exercise) == (exercise, [])


def test_all_around_the_globe_each_stays_but_in_one_piece(bare, exercise):
    shapes = {f"at {lon}": box(lon, 0, lon + 1, 1) for lon in range(-180, 180, 30)} | POLES | ACROSS
    out = dict(zip(shapes, shapes_of(unroll(with_hazards(bare, exercise, shapes))), strict=True))
    for name, was in shapes.items():
        if name not in ("jumping", "cut"):
            assert out[name].equals(was), name
    for name in ("jumping", "cut"):
        west, _, east, _ = out[name].bounds
        assert east - west == pytest.approx(0.8 if name == "jumping" else 1)


@settings(deadline=None, max_examples=50)
@given(
    st.lists(st.floats(-180, 179, allow_nan=False, width=32), min_size=1, max_size=6),
    st.floats(-180, 180, width=32),
)
def test_no_other_way_is_narrower(bare, exercise, wests, shift):
    """Against the brute force: every way of cutting the circle open between two of them."""
    shapes = {f"h{k}": box(west, 0, west + 1, 1) for k, west in enumerate(wests)}
    out = shapes_of(unroll(with_hazards(bare, exercise, shapes)))
    west, _, east, _ = shapely.total_bounds(out)
    starts = np.array(wests, dtype=float)
    ways = [np.ptp((starts - cut) % 360) + 1 for cut in starts]
    flat = np.ptp(starts) + 1
    best = min(ways)
    wanted = best if flat > 180 and best <= 180 else flat
    assert east - west == pytest.approx(wanted, abs=1e-6)
    assert -360 <= west <= east <= 360
    turns = (shapely.bounds(out)[:, 0] - starts) / 360
    assert turns == pytest.approx(np.round(turns), abs=1e-9)


def test_lines_points_and_holes_too(bare, exercise):
    ring = box(179, 0, 181, 2) - box(179.9, 0.9, 180.1, 1.1)
    halves = ring & box(179, 0, 180, 2), moved(ring & box(180, 0, 181, 2), -360)
    cut = shapely.union_all(halves)
    tables = dict(with_hazards(bare, exercise, {"ring": cut}).tables)
    zones = exercise["clearance_zones"].iloc[:0].reindex([0, 1]).assign(zone_id=["a", "b"])
    line = LineString([(179.5, 3), (-179.5, 4)])
    tables["clearance_zones"] = zones.set_geometry([line, Point(-179.9, 3)], crs="EPSG:4326")
    out = unroll(replace(bare, tables=tables))
    every = np.concatenate([shapes_of(out), shapes_of(out, "clearance_zones")])
    west, _, east, _ = shapely.total_bounds(every)
    assert east - west == pytest.approx(2)
    assert shapely.area(every[0]) == pytest.approx(4 - 0.04)
    assert shapely.length(every[1]) == pytest.approx(2**0.5)


def test_beyond_the_map_is_named(exercise):
    dataset, lost = take_off_map(rough(exercise, ACROSS | NOWHERE, POINTS))
    assert {(item["layer"], item["id"]) for item in lost} == {
        ("hazard_areas", "beyond the map"), ("hazard_areas", "at the pole"), ("events", "pole"),
    }  # fmt: skip
    there = ~shapely.is_missing(shapes_of(dataset)) & ~shapely.is_empty(shapes_of(dataset))
    assert there.sum() == len(ACROSS)
    assert list(dataset["hazard_areas"].columns) == list(exercise["hazard_areas"].columns)
    assert dataset["hazard_areas"].crs == exercise["hazard_areas"].crs
