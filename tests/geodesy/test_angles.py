"""Angles as people write them, in the scripts and languages of the files this reads."""

import pytest

from geo.errors import InvalidCoordinate
from geo.geodesy.angles import hemisphere, parse_angles, parse_pair, read_angle, word_position

# Worked by hand: 15°30′20″ = 15.505556, 39°59′37″ = 39.993611, 46°55′48″ = 46.93.
SOUTH, NORTH = -15.5055556, 39.9936111
EAST = 46.93


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        ("15 30 20 S", SOUTH, "latitude"),  # S is the hemisphere, not the unit
        ("15°30'20S", SOUTH, "latitude"),
        ("15:30:20S", SOUTH, "latitude"),
        ("15°30'20\"S", SOUTH, "latitude"),
        ("S 15 30 20", SOUTH, "latitude"),
        ("15d30m20s", -SOUTH, None),  # here s is the unit
        ("15d 30m 20s S", SOUTH, "latitude"),
        ("15 deg 30 min 20 sec South", SOUTH, "latitude"),
        ("153020S", SOUTH, "latitude"),
        ("1530.3333S", SOUTH, "latitude"),
        ("0465548E", EAST, "longitude"),
        ("465548E", EAST, "longitude"),
        ("39°59′37″ с.ш.", NORTH, "latitude"),
        ("39°59′37″ с. ш.", NORTH, "latitude"),
        ("с.ш. 39°59′37″", NORTH, "latitude"),
        ("С 39°59′37″", NORTH, "latitude"),
        ("46°55′48″ в.д.", EAST, "longitude"),
        ("В 46°55′48″", EAST, "longitude"),
        ("15°30′20″ ю.ш.", SOUTH, "latitude"),
        ("39°59′37″ пн.ш.", NORTH, "latitude"),
        ("46°55′48″ сх. д.", EAST, "longitude"),
        ("15 30 20 Sur", SOUTH, "latitude"),
        ("46 55 48 Este", EAST, "longitude"),
        ("٣٩٫٩٩", 39.99, None),
        ("۱۵°۳۰′۲۰″ S", SOUTH, "latitude"),
        ("39.99 شمالا", 39.99, "latitude"),
        ("lat 39.99", 39.99, "latitude"),
        ("\u200e39.99\u00a0N", 39.99, "latitude"),
        ("-15.5 S", -15.5, "latitude"),
    ],
)
def test_angles_and_their_axes(text, degrees, axis):
    read = read_angle(text)
    assert read.degrees == pytest.approx(degrees, abs=1e-6)
    assert read.axis == axis


@pytest.mark.parametrize(
    "text",
    ["-15.5 N", "95N", "N 15 S", "15 30 60 S", "15 O", "181E", "39°59'37\" К", "961234N"],
)
def test_what_may_mean_two_things_or_none_is_refused(text):
    with pytest.raises(InvalidCoordinate):
        read_angle(text)


@pytest.mark.parametrize(
    "text",
    [
        "39°59′37″ с.ш. 46°55′48″ в.д.",
        "39°59′37″ с. ш., 46°55′48″ в. д.",
        "С 39°59′37″ В 46°55′48″",
        "с.ш. 39°59′37″, в.д. 46°55′48″",
        "39°59′37″ северной широты, 46°55′48″ восточной долготы",
        "46°55'48\"E 39°59'37\"N",
        "46 55 48 E, 39 59 37 N",
        "E 46 55 48 N 39 59 37",
        "395937N 0465548E",
        "N395937 E0465548",
        "Lat: 39.9936111, Long: 46.93",
        "39d59m37s N, 46d55m48s E",
        "39°59'37\" K 46°55'48\" D",  # Turkish: kuzey, doğu
        "39 59 37 S 46 55 48 I",  # South Slavic: sjever, istok
        "46.93 E 39.9936111",
    ],
)
def test_two_angles_in_one_text(text):
    lon, lat, told = parse_angles(text)
    assert told
    assert (lon, lat) == pytest.approx((EAST, NORTH), abs=1e-6)


def test_south_and_east_in_one_text():
    assert parse_angles("15 30 20 S 35 10 5 E")[:2] == pytest.approx((35.168056, SOUTH), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    ["39.99N 46.93N", "46.93E 39.99E", "39°59'37\" К 46°55'48\" Д", "40°12'N 44°30'O", "39.99"],
)
def test_two_of_one_axis_or_of_none_are_refused(text):
    with pytest.raises(InvalidCoordinate):
        parse_angles(text)


@pytest.mark.parametrize("text", ["39.99, 46.93", "39,99 46,93", "39,99; 46,93", "39,99,46,93"])
def test_without_letters_nothing_is_told(text):
    assert parse_angles(text) == (39.99, 46.93, False)


def test_columns_that_hold_each_others_values():
    assert parse_pair("46°55'48\"E", "39°59'37\"N") == (
        pytest.approx(EAST),
        pytest.approx(NORTH, abs=1e-6),
        True,
    )
    assert parse_pair("39.99N", "46.93E") == (46.93, 39.99, False)
    with pytest.raises(InvalidCoordinate, match="longitude"):
        parse_pair("46.93E", "39.99")  # one letter says so, the other nothing
    with pytest.raises(InvalidCoordinate, match="latitude"):
        parse_pair("39.99N", "46.93N")


def test_hemispheres_alone_and_positions_in_words():
    assert [hemisphere(t) for t in ("S", "south", "с.ш.", "Oeste", "O", "yes")] == [
        "S", "S", "N", "W", "", ""
    ]  # fmt: skip
    assert word_position(35.1680556, -15.5055556) == "15.505556° S, 35.168056° E"
