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


def test_a_datum_without_a_known_way_is_refused_and_one_operation_stated_is_taken():
    # Balkans zone 6 near Sarajevo, on the datum of Austria's MGI, for which the registry has no
    # operation there; 'MGI 1901 to WGS 84 (13)' (EPSG:8823) is Bosnia and Herzegovina's.
    place = np.array([shapely.Point(6_533_000, 4_857_000)])
    with pytest.raises(CrsError, match="MGI") as error:
        operation("EPSG:31276", place)
    assert "MGI 1901 to WGS 84 (13) (EPSG:8823), ± 1 m, moves 40" in error.value.hint
    chosen = operation("EPSG:31276", place, "EPSG:8823")
    by_datum = operation("EPSG:3908", place, "MGI 1901 to WGS 84 (13)")
    assert transform(place, chosen)[0].equals_exact(transform(place, by_datum)[0], 1e-12)
    assert chosen.shift.code == "EPSG:8823"


def test_a_better_operation_that_is_not_installed_is_not_replaced_in_silence():
    london = np.array([shapely.Point(530_000, 180_000)])
    with pytest.raises(CrsError, match="not installed") as error:
        operation("EPSG:27700", london)
    assert "OSGB36 to WGS 84 (6) (EPSG:1314), ± 2 m" in error.value.hint
    assert operation("EPSG:27700", london, "EPSG:1314").accuracy_m == 2


def test_the_ellipsoid_of_wgs_84_is_not_its_datum():
    with pytest.raises(CrsError, match="known"):
        operation("+proj=utm +zone=38 +ellps=WGS84", np.array([shapely.Point(5e5, 44e5)]))


def test_what_is_as_good_is_named_with_how_far_apart_it_is():
    chosen = operation("EPSG:4284", NEAR_AGHDAM)
    other = operation("EPSG:4284", NEAR_AGHDAM, "EPSG:1808")
    one, two = (transform(NEAR_AGHDAM, o)[0] for o in (chosen, other))
    apart = measure.distance_m(one.x, one.y, two.x, two.y)[0]
    assert chosen.spread_m == pytest.approx(apart, abs=0.01)
    assert [c.code for c in chosen.others] == ["EPSG:1808"]
    assert chosen.within_m == 4.5  # farther than the two are apart
    assert operation("EPSG:32638", np.array([shapely.Point(5e5, 44e5)])).shift is None


def test_frames_of_an_unknown_datum_are_refused_too():
    import geopandas as gpd

    from geo.geodesy.operations import to_wgs84

    frame = gpd.GeoSeries([shapely.Point(6_533_000, 4_857_000)], crs=31276)
    with pytest.raises(CrsError, match="MGI"):
        to_wgs84(frame.to_numpy(), frame.crs)
