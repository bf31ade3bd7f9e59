"""Positions. At 40.05° N 0.01° of longitude is 853.3 m, of latitude 1,110.4 m."""

import re

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.checks.positions import CROWD as CROWDED
from tests.checks.made import district, found, hazard, made, place, release, square

WEST = district("West", square(47.0, 40.0, 0.1))
EAST = district("East", square(47.1, 40.0, 0.1))
UNDRAWN = district("New", None)


def metres(message):
    return float(re.match(r"(?:in \w+, )?([\d,]+) m ", message)[1].replace(",", ""))


def test_outside_the_stated_district():
    tables = {
        "districts": [WEST, EAST, UNDRAWN],
        "places": [
            place("inside", 47.05, 40.05, district="West"),
            place("far", 47.13, 40.05, district="West"),  # 2,560 m into East
            place("near", 47.12, 40.05, district="West"),  # 1,707 m into East
            place("abroad", 46.95, 40.05, district="East"),
            place("undrawn", 46.0, 39.0, district="New"),
            place("unstated", 47.13, 40.05),
            {**place("unmapped", 0, 0, district="West"), "geometry": None},
        ],
    }
    messages = found("outside-stated-district", **tables)
    assert set(messages) == {"far", "abroad"}
    assert messages["far"] == "2,560 m outside West, in East"
    assert messages["abroad"].endswith("m outside East, in no district")
    assert metres(messages["abroad"]) == pytest.approx(15 * 853.3, rel=1e-3)


def test_near_a_border():
    tables = {
        "districts": [WEST, EAST, UNDRAWN],
        "places": [
            place("middle", 47.05, 40.05, district="West"),  # 4,267 m from East
            place("off", 47.12, 40.05, district="West"),
            place("close", 47.08, 40.05, district="West"),  # 1,707 m from East
            place("edge of all", 47.01, 40.05, district="West"),  # nothing lies west of it
            place("far", 47.13, 40.05, district="West"),
        ],
    }
    assert found("near-border", **tables) == {
        "off": "1,707 m outside West, in East; the border is exact to 2,000 m",
        "close": "in West, 1,707 m from East; the border is exact to 2,000 m",
    }


@pytest.mark.parametrize(("west", "east"), [(100.0, None), (50.0, 100.0)])
def test_a_border_is_as_exact_as_the_worse_of_its_districts(west, east):
    districts = [{**WEST, "uncertainty_m": west}, {**EAST, "uncertainty_m": east}]
    places = [
        place("off", 47.12, 40.05, district="West"),
        place("close", 47.08, 40.05, district="West"),
        place("a little off", 47.101, 40.05, district="West"),  # 85 m
        place("a little in", 47.099, 40.05, district="West"),
        # In no district: how exact that of the other one is does not matter.
        place("abroad", 46.99935, 40.05, district="West"),  # 55 m
    ]
    tables = {"districts": districts, "places": places}
    outside = found("outside-stated-district", **tables)
    assert set(outside) == {"off", "abroad"} - ({"abroad"} if west > 55 else set())
    abroad = {"abroad"} if west > 55 else set()
    assert set(found("near-border", **tables)) == {"a little off", "a little in"} | abroad


@pytest.mark.parametrize("lat", [-52.0, 0.0, 40.0, 69.0])
def test_the_distance_to_a_slanted_border_is_the_shortest_on_the_ground(lat):
    # In degrees another point of the border would be nearest, and farther on the ground.
    corner, end = (20.0, lat), (20.3, lat + 0.3)
    triangle = shapely.Polygon([corner, (20.3, lat), end])
    at = (20.05, lat + 0.15)
    border = np.linspace(corner, end, 60_001)
    lon, lats = np.full(len(border), at[0]), np.full(len(border), at[1])
    nearest = Geod(ellps="WGS84").inv(lon, lats, *border.T)[2].min()
    messages = found(
        "outside-stated-district",
        districts=[district("Slanted", triangle)],
        places=[place("p", *at, district="Slanted")],
    )
    assert metres(messages["p"]) == pytest.approx(nearest, abs=1.5)


def test_outside_all_districts():
    def tables(**findings):
        return {
            "districts": [WEST, EAST],
            "places": [
                place("in", 47.05, 40.05),
                place("just off", 47.21, 40.05),  # 853 m
                place("off", 47.23, 40.05),  # 2,560 m
                place("stated elsewhere", 47.23, 40.05, district="East"),
            ],
            "hazard_areas": [hazard("h in", square(47, 40)), hazard("h off", square(48, 40))],
            "land_release": [release("r across", square(47.19, 40, 0.1)), release("bare")],
            **findings,
        }

    assert found("outside-all-districts", **tables()) == {
        "off": "47.23000, 40.05000 is in no district",
        "h off": "48.00500, 40.00500 is in no district",
    }
    # What reading has said already is not said again.
    read = {"code": "outside-boundaries", "level": "warning", "message": "far"}
    findings = [{**read, "layer": "hazard_areas", "feature_id": "h off"}]
    assert set(found("outside-all-districts", **tables(findings=findings))) == {"off"}
    assert not found("outside-all-districts", **{**tables(), "districts": [UNDRAWN]})


def test_places_on_one_position():
    places = [
        place("b", 47.0, 40.0),
        place("a", 47.0000001, 40.0),  # 1 cm away
        place("c", 47.00001, 40.0),  # 0.9 m away
    ]
    assert found("shared-position", places=places) == {
        "a": "2 places are at 47.00000, 40.00000: a, b"
    }


def test_a_crowd_on_one_position():
    points = [place(f"p{i}", 47.0, 40.0, support="point") for i in range(CROWDED)]
    message = "10 points are at 47.00000, 40.00000: p0, p1, p2, p3 and 6 more"
    assert found("crowded-position", places=points) == {"p0": message}
    # One fewer, or ten accidents around one village: no crowd.
    assert not found("crowded-position", places=points[1:])
    village = [{**p, "support": "settlement"} for p in points]
    assert not found("crowded-position", places=village)
    # Each position is said once.
    assert not found("shared-position", places=points)
    assert found("shared-position", places=points[1:]).keys() == {"p1"}


def test_accidents_in_a_crowd():
    accidents = [
        {
            "event_id": f"e{i}",
            "name": "somewhere",
            "support": "point",
            "n_claims": 1,
            "n_sources": 1,
            "contested": False,
            "geometry": shapely.Point(47, 40),
        }
        for i in range(CROWDED)
    ]
    assert found("crowded-position", made(accidents=accidents)).keys() == {"e0"}


def event(event_id, lon=46.5, lat=39.5, **values):
    return {
        "event_id": event_id,
        "kind": "ordnance_found",
        "occurred": "2023-05-04",
        "support": "point",
        "source_id": "s",
        "ordnance": "anti_personnel",
        "geometry": shapely.Point(lon, lat),
        **values,
    }


def test_events_are_held_to_their_district_like_places():
    districts = [
        district("West", shapely.box(46, 39, 47, 40)),
        district("East", shapely.box(47, 39, 48, 40)),
    ]
    events = [
        event("in", district="West"),
        event("off", 47.5, 39.5, district="West"),
        event("near", 46.999, 39.5, district="West"),
        event("nowhere", 48.5, 39.5),
        event("unknown district", district="North"),
    ]
    tables = {"districts": districts, "events": events}
    off = found("outside-stated-district", **tables)
    assert set(off) == {"off"}
    assert off["off"].endswith("m outside West, in East")
    assert set(found("near-border", **tables)) == {"near"}
    assert set(found("outside-all-districts", **tables)) == {"nowhere"}


def test_an_event_delivered_twice():
    assert found("event-twice", events=[event("a"), event("b"), event("c")]) == {
        "b": "same as a",
        "c": "same as a",
    }


@pytest.mark.parametrize(
    "apart",
    [
        {"kind": "accident"},
        {"occurred": "2023-05-05"},
        {"ordnance": "anti_vehicle"},
        {"ordnance": None},
        {"killed": 1},
        {"source_id": "t"},
        {"lon": 46.500002},
        {"retired": "2024-01-01"},
    ],
)
def test_events_that_differ_in_anything_are_two(apart):
    assert not found("event-twice", events=[event("a"), event("b", **apart)])


def test_a_month_is_too_little_to_call_two_events_one():
    month = {"occurred": "2023-05"}
    assert not found("event-twice", events=[event("a", **month), event("b", **month)])
