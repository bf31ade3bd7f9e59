"""Operations to WGS 84: pinned, named, and right to the figures of the EPSG registry."""

import numpy as np
import pytest
import shapely

from geo.errors import CrsError
from geo.geodesy import geodesic as measure
from geo.geodesy.operations import operation, transform

NEAR_AGHDAM = np.array([shapely.Point(46.93, 39.99)])


# Figures computed outside this project by PROJ's cs2cs for the two named operations.
@pytest.mark.parametrize(
    ("name", "expected", "accuracy"),
    [
        (None, (46.9288040, 39.9899132), 4.5),
        ("Pulkovo 1942 to WGS 84 (16)", (46.9288040, 39.9899132), 4.5),
        ("Pulkovo 1942 to WGS 84 (14)", (46.9288206, 39.9899435), 5.0),
    ],
)
def test_pulkovo_1942_by_the_named_operation(name, expected, accuracy):
    chosen = operation("EPSG:4284", NEAR_AGHDAM, name)
    assert chosen.accuracy_m == accuracy
    assert (name or "Pulkovo 1942 to WGS 84 (16)") in str(chosen)
    moved = transform(NEAR_AGHDAM, chosen)[0]
    assert (moved.x, moved.y) == pytest.approx(expected, abs=6e-8)


def test_gauss_krueger_sheets_use_the_same_operation():
    # The same ground in zone 8 (central meridian 45° E), by PROJ's tmerc on Krassowsky's ellipsoid.
    from pyproj import Transformer

    to_grid = Transformer.from_crs("EPSG:4284", "EPSG:28408", always_xy=True)
    east, north = to_grid.transform(46.93, 39.99)
    assert 8_500_000 < east < 9_000_000
    point = np.array([shapely.Point(east, north)])
    chosen = operation("EPSG:28408", point)
    assert "Pulkovo 1942 to WGS 84 (16)" in chosen.name
    moved = transform(point, chosen)[0]
    assert (moved.x, moved.y) == pytest.approx((46.9288040, 39.9899132), abs=1e-7)


def test_reading_a_soviet_map_as_wgs_84_would_be_about_100_m_off():
    moved = transform(NEAR_AGHDAM, operation("EPSG:4284", NEAR_AGHDAM))[0]
    assert 95 < measure.distance_m(46.93, 39.99, moved.x, moved.y) < 110


def test_wgs_84_stays_as_it_is():
    for crs in ("EPSG:4326", "OGC:CRS84"):
        assert transform(NEAR_AGHDAM, operation(crs, NEAR_AGHDAM)) is NEAR_AGHDAM


def test_unknown_systems_and_operations_are_named():
    with pytest.raises(CrsError, match="EPSG:1"):
        operation("EPSG:1", NEAR_AGHDAM)
    with pytest.raises(CrsError, match="to WGS 84") as error:
        operation("EPSG:4284", NEAR_AGHDAM, "by magic")
    assert "(16)" in error.value.hint
