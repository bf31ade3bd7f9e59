"""Written coordinates, judged by the packages mgrs and lat-lon-parser, and by hand."""

import lat_lon_parser
import mgrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Transformer

from geo.errors import InvalidCoordinate
from geo.geodesy.angles import parse_angle
from geo.geodesy.coordinates import from_mgrs, from_utm, mgrs_square_m, parse_position

ORACLE = mgrs.MGRS()
lats = st.floats(-79.99, 83.99)
lons = st.floats(-179.99, 179.99)


@given(lats, lons, st.integers(1, 5))
def test_mgrs_agrees_with_the_package_of_that_name(lat, lon, precision):
    assume(not -1e-7 < lat < 0)  # a centimetre south of the equator it cannot read what it wrote
    reference = ORACLE.toMGRS(lat, lon, MGRSPrecision=precision)
    expected_lat, expected_lon = ORACLE.toLatLon(reference)
    got_lon, got_lat = from_mgrs(reference)
    assert got_lat == pytest.approx(expected_lat, abs=1e-6)
    assert got_lon == pytest.approx(expected_lon, abs=1e-5)


@given(lats, lons)
def test_angles_agree_with_lat_lon_parser(lat, lon):
    for value, hemispheres in ((lat, "NS"), (lon, "EW")):
        letter = hemispheres[value < 0]
        size = abs(value)
        degrees, minutes = int(size), int(size % 1 * 60)
        seconds = round((size * 60 % 1) * 60, 3)
        if seconds >= 60:
            continue
        text = f"{degrees}°{minutes}'{seconds}\"{letter}"
        assert parse_angle(text) == pytest.approx(lat_lon_parser.parse(text), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "degrees"),
    [
        ("39.9936", 39.9936),
        ("39,9936", 39.9936),
        ("-75.5", -75.5),
        ("−75,5", -75.5),
        ("39°59′37″N", 39 + 59 / 60 + 37 / 3600),
        ("N 39 59.617", 39 + 59.617 / 60),
        ("46°55'40''W", -(46 + 55 / 60 + 40 / 3600)),
        ("39°59'37\" С", 39 + 59 / 60 + 37 / 3600),
        ("46 55 40 З", -(46 + 55 / 60 + 40 / 3600)),
        ("44˚12ʹ30ʺN", 44 + 12 / 60 + 30 / 3600),
        ("44° 12´ 30´´ N", 44 + 12 / 60 + 30 / 3600),
        ("44º 12‘ 30“ S", -(44 + 12 / 60 + 30 / 3600)),
        ("44:12:30", 44 + 12 / 60 + 30 / 3600),
    ],
)
def test_angles(text, degrees):
    assert parse_angle(text) == pytest.approx(degrees, abs=1e-12)


@pytest.mark.parametrize(
    "text", ["", "north", "39°61'N", "39.5°30'N", "-39 N", "N39S", "39 O", "1e5", "nan", "39 59 60"]
)
def test_what_is_no_angle_is_refused(text):
    with pytest.raises(InvalidCoordinate) as error:
        parse_angle(text)
    assert error.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "39.99, 46.93",
        "39.99 46.93",
        "39,99; 46,93",
        "39.99N 46.93E",
        "46.93E 39.99N",
        "N39.99 E46.93",
        "39°59'24\"N, 46°55'48\"E",
        "39 59 24 N / 46 55 48 E",
    ],
)
def test_positions_in_one_cell(text):
    assert parse_position(text) == pytest.approx((46.93, 39.99), abs=1e-9)


def test_utm_is_what_pyproj_says():
    east, north = Transformer.from_crs(4326, 32638, always_xy=True).transform(46.93, 39.99)
    assert parse_position(f"38T {east:.3f} {north:.3f}") == pytest.approx((46.93, 39.99), abs=1e-7)
    assert from_utm(38, "S", 500_000, 4_000_000)[1] > 0  # band S is north of the equator


@pytest.mark.parametrize(
    "text", ["38TAA00", "61TQK0011", "38TQK001", "38IQK0011", "38TQK001100220033", "95, 200", "?"]
)
def test_what_is_no_position_is_refused(text):
    with pytest.raises(InvalidCoordinate):
        parse_position(text)


@pytest.mark.parametrize("text", ["33S 712345 8867890", "33T 712345 1867890", "33C 712345 4867890"])
def test_utm_whose_northing_lies_in_another_band_is_refused(text):
    with pytest.raises(InvalidCoordinate, match="latitude"):
        parse_position(text)


def test_n_for_north_is_read_as_such():
    east, north = Transformer.from_crs(4326, 32633, always_xy=True).transform(17.6, 43.9)
    assert parse_position(f"33N {east:.3f} {north:.3f}") == pytest.approx((17.6, 43.9), abs=1e-7)


def test_a_short_reference_is_a_large_square():
    assert mgrs_square_m("38TQK0011") == 1000
    assert mgrs_square_m("38T QK 00110 22003") == 1
