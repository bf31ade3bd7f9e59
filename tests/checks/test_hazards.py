"""Hazardous areas and released land."""

import shapely

from tests.checks.made import district, found, hazard, release, square


def test_overlap_is_a_share_of_the_smaller_area():
    # Squares of 0.01°: moved by 0.0099° they share 1 %, by 0.00992° only 0.8 %.
    hazards = [
        hazard("a", square(47, 40)),
        hazard("b", square(47.0099, 40)),
        hazard("c", square(47, 40.00992)),
        hazard("touching", square(46.99, 40)),
    ]
    messages = found("overlapping-hazards", hazard_areas=hazards)
    assert messages == {"a": "1.0% lies in b"}


def test_each_pair_stands_once_at_the_smaller_area():
    hazards = [
        hazard("large", square(47, 40, 0.1)),
        hazard("inside", square(47.05, 40.05)),
        hazard("half", square(46.995, 40.05)),
        # A quarter of it lies in 'inside', all of it in 'large'.
        hazard("both", square(47.0575, 40.0575, 0.005)),
    ]
    messages = found("overlapping-hazards", hazard_areas=hazards)
    assert messages == {
        "inside": "100.0% lies in large",
        "half": "50.0% lies in large",
        "both": "100.0% lies in large; overlaps 1 more",
    }


def test_areas_of_different_times_share_no_ground():
    hazards = [
        hazard("old", square(47, 40), valid_to="2015-01-01"),
        hazard("new", square(47.005, 40), valid_from="2015-01-01"),
    ]
    assert not found("overlapping-hazards", hazard_areas=hazards)
    hazards[0]["valid_to"] = "2016-01-01"
    assert found("overlapping-hazards", hazard_areas=hazards)


def test_released_land_without_outline_or_area():
    releases = [
        release("bare"),
        release("zero", stated_area_m2=0),
        release("stated", stated_area_m2=10),
        release("drawn", square(47, 40)),
        release("broken", shapely.Polygon([(47, 40), (47.1, 40.1), (47.1, 40), (47, 40.1)])),
    ]
    messages = found("release-without-area", land_release=releases)
    assert set(messages) == {"bare", "zero", "broken"}
    assert messages["bare"] == "cleared land without outline and without stated area"


def test_released_land_outside_hazards():
    tables = {
        "hazard_areas": [hazard("h1", square(47, 40)), hazard("h2", square(48, 40))],
        "land_release": [
            release("in", square(47.002, 40.002, 0.001)),
            release("off", square(47.5, 40)),
            release("own", square(48.002, 40.002, 0.001), hazard_id="h2"),
            release("other", square(48.002, 40.002, 0.001), hazard_id="h1"),
            release("unknown", square(47.002, 40.002, 0.001), hazard_id="h9"),
            release("undrawn", stated_area_m2=5),
        ],
    }
    assert found("release-outside-hazard", **tables) == {
        "off": "outside any hazardous area",
        "other": "outside its hazardous area h1",
    }


def test_releases_without_any_drawn_hazard_are_one_finding():
    releases = [release("r1", square(47, 40)), release("r2", square(48, 40))]
    messages = found("release-outside-hazard", land_release=releases)
    assert messages == {None: "no hazardous area has an outline to compare 2 releases with"}


def test_an_outline_that_the_report_does_not_support():
    zone = {"name": "z", "n_claims": 1, "n_sources": 1, "contested": False}
    tables = {
        "hazard_areas": [
            hazard("village", square(47, 40), support="settlement"),
            hazard("whole district", square(47, 40), support="district"),
            hazard("sketch", square(47, 40), support="reconstructed_polygon"),
            hazard("known only as village", None, support="settlement"),
        ],
        "clearance_zones": [
            {**zone, "zone_id": "a", "support": "settlement", "geometry": square(47, 40)},
            {**zone, "zone_id": "b", "support": "district", "geometry": square(47, 40)},
            {**zone, "zone_id": "c", "support": "settlement", "geometry": shapely.Point(47, 40)},
        ],
    }
    assert set(found("drawn-as-area", **tables)) == {"village", "whole district", "a"}


def test_areas_without_source():
    hazards = [hazard("a", None, source_id=None), hazard("b", None)]
    assert found("area-without-source", hazard_areas=hazards) == {"a": "no source"}
    hazards[1]["source_id"] = None
    assert found("area-without-source", hazard_areas=hazards) == {None: "none of 2 has a source"}


def test_no_districts_and_no_hazards_are_no_fault():
    assert not found("area-without-source")
    assert not found("release-outside-hazard", districts=[district("West", square(47, 40))])


def test_what_is_no_longer_delivered_is_accused_of_nothing():
    hazards = [
        hazard("old", square(47, 40), retired="2024-01-01"),
        hazard("new", square(47.005, 40)),
    ]
    assert found("overlapping-hazards", hazard_areas=hazards) == {}
    hazards[0]["retired"] = None
    assert len(found("overlapping-hazards", hazard_areas=hazards)) == 1
