"""Oracles: closed formulas and figures published elsewhere, not the library under test."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import InvalidGeometry
from geo.geodesy.geodesic import area_m2, destination, distance_m, length_m

A, F = 6378137.0, 1 / 298.257223563  # WGS 84
E2 = F * (2 - F)


def zone_area(south: float, north: float, width: float) -> float:
    """Area between two parallels (Snyder 1987, p. 16, eq. 3-12), width in degrees."""

    def q(lat: float) -> float:
        s, e = math.sin(math.radians(lat)), math.sqrt(E2)
        return (1 - E2) * (s / (1 - E2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))

    return A * A * math.radians(width) / 2 * (q(north) - q(south))


def test_a_small_cell_has_the_area_of_its_zone():
    cell = shapely.box(46.9, 39.99, 46.901, 39.991)
    assert area_m2(cell)[0] == pytest.approx(zone_area(39.99, 39.991, 0.001), rel=1e-6)


def test_one_minute_at_the_equator_is_a_geographical_mile():
    # 1' of longitude on the equator is a·π/10800 by definition.
    assert distance_m(0, 0, 1 / 60, 0)[0] == pytest.approx(A * math.pi / 10800, rel=1e-12)


def test_winding_and_holes():
    shell = [(47, 40), (47.1, 40), (47.1, 40.1), (47, 40.1)]
    hole = [(47.02, 40.02), (47.04, 40.02), (47.04, 40.04), (47.02, 40.04)]
    whole, cut = area_m2([shapely.Polygon(shell), shapely.Polygon(hole)])
    for ring in (shell, shell[::-1]):
        for inner in (hole, hole[::-1]):
            assert area_m2(shapely.Polygon(ring, [inner]))[0] == pytest.approx(whole - cut)


def test_what_has_no_area_has_area_zero():
    given_ = [None, shapely.Polygon(), shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)])]
    assert area_m2(given_).tolist() == [0, 0, 0, 0]


def test_an_infinite_coordinate_is_refused_with_its_position():
    with pytest.raises(InvalidGeometry, match="geometry 1"):
        area_m2([shapely.Point(1, 1), shapely.LineString([(0, 0), (math.inf, 1)])])


def test_perimeter_of_a_traverse():
    # FIELD §4: a forward geodesic of 450 m on true bearing 60° from the reference point.
    lon, lat = destination(46.93, 39.99, 60, 450)
    assert (lon[0], lat[0]) == (
        pytest.approx(46.9345632, abs=1e-7),
        pytest.approx(39.9920263, abs=1e-7),
    )
    assert length_m(shapely.LineString([(46.93, 39.99), (lon[0], lat[0])]))[0] == pytest.approx(450)


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(0, 360), st.floats(1, 1e6))
def test_going_and_measuring_agree(lon, lat, bearing, metres):
    x, y = destination(lon, lat, bearing, metres)
    assert distance_m(lon, lat, x, y)[0] == pytest.approx(metres, abs=1e-6)
    assert np.isfinite([x, y]).all()
