"""Outlines. Figures are worked by hand: at 40° N one degree is 111,035 m north, 85,394 m east."""

import pytest
import shapely

from tests.checks.made import district, found, hazard, place, release, square

GOOD = square(47, 40)


def test_a_bow_tie_and_an_empty_polygon_are_invalid():
    hazards = [
        hazard("bow", shapely.Polygon([(47, 40), (47.1, 40.1), (47.1, 40), (47, 40.1)])),
        hazard("empty", shapely.Polygon()),
        hazard("good", GOOD),
        hazard("unmapped", None),
    ]
    messages = found("invalid-geometry", hazard_areas=hazards)
    assert set(messages) == {"bow", "empty"}
    assert "Self-intersection" in messages["bow"]
    assert messages["empty"] == "empty"
    # Nothing else is reckoned from them, and nothing stops.
    assert not found("overlapping-hazards", hazard_areas=hazards)


def test_an_infinite_coordinate_is_invalid_and_stops_nothing():
    ring = [(47, 40), (47.1, 40), (float("inf"), 40.1)]
    assert set(found("invalid-geometry", hazard_areas=[hazard("inf", shapely.Polygon(ring))])) == {
        "inf"
    }
    places = [place("nowhere", float("inf"), 40), place("good", 47, 40)]
    assert set(found("invalid-geometry", places=places)) == {"nowhere"}


def test_two_distinct_vertices_make_no_polygon():
    there_and_back = [(47, 40), (47.01, 40.01), (47, 40), (47.01, 40.01), (47, 40)]
    hole = [(47.001, 40.001), (47.002, 40.002), (47.001, 40.001), (47.001, 40.001)]
    hazards = [
        hazard("line", shapely.Polygon(there_and_back)),
        hazard("hole", shapely.Polygon(GOOD.exterior, [hole])),
        hazard("triangle", shapely.Polygon([(47, 40), (47.01, 40), (47, 40.01)])),
    ]
    assert set(found("too-few-vertices", hazard_areas=hazards)) == {"line", "hole"}
    assert not found("invalid-geometry", hazard_areas=hazards)


@pytest.mark.parametrize(
    "again",
    [
        GOOD,
        GOOD.reverse(),
        shapely.MultiPolygon([GOOD]),
        shapely.Polygon([*GOOD.exterior.coords[2:-1], *GOOD.exterior.coords[:3]]),
        shapely.affinity.translate(GOOD, 2e-9, -2e-9),
    ],
)
def test_the_same_outline_twice_however_it_is_written(again):
    hazards = [hazard("b", again), hazard("a", GOOD), hazard("c", square(47.0001, 40))]
    assert found("duplicate-geometry", hazard_areas=hazards) == {"b": "same outline as a"}
    # It is said once, not as an overlap too.
    assert not found("overlapping-hazards", hazard_areas=hazards[:2])


def test_the_same_outline_at_another_time_is_no_duplicate():
    def hazards(until):
        return [
            hazard("suspected", GOOD, valid_from="2010-01-01", valid_to=until),
            hazard("confirmed", GOOD, valid_from="2015-01-01", classification="confirmed"),
        ]

    assert not found("duplicate-geometry", hazard_areas=hazards("2015-01-01"))
    assert found("duplicate-geometry", hazard_areas=hazards("2015-01-02")) == {
        "confirmed": "same outline as suspected"
    }


def test_a_long_time_covers_all_that_follow():
    hazards = [
        hazard("a", GOOD, valid_from="2000-01-01", valid_to="2020-01-01"),
        hazard("b", GOOD, valid_from="2005-01-01", valid_to="2006-01-01"),
        hazard("c", GOOD, valid_from="2010-01-01", valid_to="2011-01-01"),
        hazard("d", GOOD, valid_from="2020-01-01"),
    ]
    assert set(found("duplicate-geometry", hazard_areas=hazards)) == {"b", "c"}


def test_clearing_again_another_day_is_an_event_of_its_own():
    def releases(day):
        return [release("r1", GOOD, valid_from="2020-05-01"), release("r2", GOOD, valid_from=day)]

    assert not found("duplicate-geometry", land_release=releases("2021-05-01"))
    assert set(found("duplicate-geometry", land_release=releases("2020-05-01"))) == {"r2"}


def test_two_districts_of_one_outline():
    districts = [district("West", GOOD), district("West again", GOOD)]
    assert set(found("duplicate-geometry", districts=districts)) == {"West again"}


def test_a_side_over_5_km():
    # 0.045° north is 4,997 m, 0.046° is 5,108 m.
    hazards = [
        hazard("short", shapely.box(47, 40, 47.001, 40.045)),
        hazard("long", shapely.box(47, 40, 47.001, 40.046)),
        # Two parts 11 km apart: from one part to the next there is no side.
        hazard("parts", shapely.MultiPolygon([square(47, 40), square(47, 40.1)])),
    ]
    messages = found("long-edge", hazard_areas=hazards)
    assert messages == {"long": "a side is 5,108 m long"}


def test_a_strip_half_a_metre_wide_is_a_sliver():
    # 1e-5° east is 0.854 m, 5e-5° is 4.27 m; 0.01° north is 1,110 m.
    hazards = [
        hazard("sliver", shapely.box(47, 40, 47.00001, 40.01)),
        hazard("path", shapely.box(47, 40, 47.00005, 40.01)),
        # A spot task of 4.3 m × 5.6 m: small, but ground.
        hazard("spot", shapely.box(47, 40, 47.00005, 40.00005)),
        # 0.4 m × 5.6 m.
        hazard("crumb", shapely.box(47, 40, 47.000005, 40.00005)),
    ]
    messages = found("sliver-polygon", hazard_areas=hazards)
    assert set(messages) == {"sliver", "crumb"}
    assert messages["sliver"] == "0.85 m wide on average, 948 m²"


def test_stated_and_computed_area():
    # 0.01° × 0.01° at 40.005° N: 853.9 m × 1,110.4 m = 948,100 m², on the WGS 84 ellipsoid.
    hazards = [
        hazard("near", GOOD, stated_area_m2=990_000),  # +4.4 %
        hazard("more", GOOD, stated_area_m2=1_000_000),  # +5.5 %
        hazard("less", GOOD, stated_area_m2=895_000),  # -5.6 %
        hazard("nearly", GOOD, stated_area_m2=905_000),  # -4.5 %
        hazard("hectares", GOOD, stated_area_m2=94.8),
        hazard("km2", GOOD, stated_area_m2=0.95),
        hazard("none", GOOD, stated_area_m2=0),
        hazard("silent", GOOD),
    ]
    messages = found("area-differs", hazard_areas=hazards)
    assert set(messages) == {"more", "less", "hectares", "km2", "none"}
    assert messages["hectares"].endswith("stated in hectares?")
    assert messages["km2"].endswith("stated in square kilometres?")
    stated, outline = messages["more"].removesuffix(" m²").split(" m², outline ")
    assert stated == "stated 1,000,000"
    assert int(outline.replace(",", "")) == pytest.approx(948_100, rel=2e-4)
