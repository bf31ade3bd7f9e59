"""What ground a claim speaks of, and what may be drawn of it."""

import pytest

from geo.intake.folder import read_dataset
from tests.conftest import CLAIMS, PLACES


def claim(claim_id, level, place, districts="", **more):
    base = {**CLAIMS[0], "counterclaim_of": "", "claim_id": claim_id}
    return {**base, "place_level": level, "place": place, "districts": districts, **more}


@pytest.fixture
def grounds(small):
    claims = [
        claim("settlement", "settlement", "Mill village", "East"),
        claim("unlocated", "settlement", "Nowhere village", "East"),
        claim("district", "district", "West district", "West"),
        claim("pair", "region", "West and East", "West;East"),
        claim("pair-swapped", "region", "East and West", "East;West"),
        claim("ridge", "region", "West ridge", "West"),
        claim("country", "country", "Country"),
        claim("nowhere", "region", ""),
    ]
    return read_dataset(small(claims=claims))


def test_support_follows_what_the_claim_names(grounds):
    claims = grounds["claims"].set_index("claim_id")
    assert claims["support"].to_dict() == {
        "settlement": "settlement",
        "unlocated": "district",
        "district": "district",
        "pair": "multi_district",
        "pair-swapped": "multi_district",
        "ridge": "region",
        "country": "region",
        "nowhere": "none",
    }
    assert claims.loc["pair", "footprint_id"] == claims.loc["pair-swapped", "footprint_id"]
    assert claims.loc["ridge", "footprint_id"] == "region:West ridge"


def test_a_group_of_districts_is_one_zone_and_never_split(grounds):
    zones = grounds["clearance_zones"].set_index("zone_id")
    pair = zones.loc["districts:East;West"]
    assert pair["n_claims"] == 2
    # Two 0.1-degree squares side by side.
    assert pair["geometry"].bounds == pytest.approx((47.0, 40.0, 47.2, 40.1))
    assert pair["geometry"].area == pytest.approx(0.02)


def test_a_settlement_is_a_point_with_its_accuracy_not_an_area(grounds):
    zone = grounds["clearance_zones"].set_index("zone_id").loc["place:mill"]
    assert zone["geometry"].geom_type == "Point"
    assert zone["horizontal_accuracy_m"] == 1000


def test_a_region_has_no_outline(grounds):
    zones = grounds["clearance_zones"].set_index("zone_id")
    assert zones.loc["region:Country", "geometry"] is None
    assert zones.loc["region:West ridge", "geometry"] is None


def test_spans_are_half_open(grounds):
    zone = grounds["clearance_zones"].set_index("zone_id").loc["district:West"]
    assert (zone["valid_from"], zone["valid_to"]) == ("2023-01-01", "2024-01-01")


def test_finds_of_a_district_have_no_point(small):
    found = {"subject": "eo_found", "unit": "mines", "ordnance": "anti_personnel"}
    claims = [
        claim("a", "district", "West district", "West", **found),
        claim("b", "settlement", "Mill village", "East", **found),
    ]
    finds = read_dataset(small(claims=claims))["ordnance_finds"].set_index("find_id")
    assert finds.loc["district:West", "geometry"] is None
    assert finds.loc["place:mill", "geometry"].coords[0] == (47.15, 40.05)


def casualty(claim_id, source, outcome, victims, quantity, **more):
    return {
        **CLAIMS[2],
        "claim_id": claim_id,
        "source_id": source,
        "outcome": outcome,
        "victims": victims,
        "quantity": quantity,
        **more,
    }


def test_an_accident_shows_the_range_of_what_sources_say(small):
    claims = [
        # s1: two civilians and one deminer injured: 3; s2: five injured, of them four civilian
        casualty("a", "s1", "injured", "civilian", "2"),
        casualty("b", "s1", "injured", "deminer", "1"),
        casualty("c", "s2", "injured", "all", "5"),
        casualty("d", "s2", "injured", "civilian", "4"),
        casualty("e", "s2", "killed", "all", "0"),
        casualty("f", "s2", "injured", "all", "900", withheld="a misprint"),
    ]
    event = read_dataset(small(claims=claims))["accidents"].iloc[0]
    assert (event["injured_min"], event["injured_max"]) == (3, 5)
    # Nobody but s2 counts the dead, and s2 says none: 0 is said, not assumed.
    assert (event["killed_min"], event["killed_max"]) == (0, 0)
    assert (event["n_claims"], event["n_sources"], event["contested"]) == (6, 2, True)


@pytest.mark.parametrize(
    ("stance", "contested"), [("disputes", True), ("denies", True), ("differs", False)]
)
def test_only_a_party_contests_not_the_compiler(small, stance, contested):
    claims = [
        casualty("a", "s1", "killed", "all", "1"),
        casualty("b", "s2", "killed", "all", "1", counterclaim_of="a", stance=stance),
    ]
    read = read_dataset(small(claims=claims))
    assert read["accidents"]["contested"].tolist() == [contested]
    finds = [{**c, "subject": "eo_found", "outcome": "", "event_id": ""} for c in claims]
    zones = read_dataset(small(claims=finds))["ordnance_finds"]
    assert zones["contested"].tolist() == [contested]


def test_what_no_source_counts_is_missing_not_zero(small):
    event = read_dataset(small())["accidents"].iloc[0]
    assert event["killed_min"] is not event["injured_min"]
    assert str(event["killed_min"]) == "<NA>"


def test_the_most_exact_place_and_date_are_taken(small):
    places = [
        *PLACES,
        {
            **PLACES[0],
            "place_id": "well",
            "name": "Well",
            "support": "point",
            "horizontal_accuracy_m": "200",
            "latitude": "40.06",
        },
    ]
    claims = [
        casualty(
            "a", "s1", "injured", "civilian", "1", period_start="2023-05", period_end="2023-05"
        ),
        casualty("b", "s2", "injured", "civilian", "1", place="Well", place_level="point"),
    ]
    links = [{"place": "Mill village", "place_id": "mill"}, {"place": "Well", "place_id": "well"}]
    event = read_dataset(small(places=places, claims=claims, claim_places=links))["accidents"].iloc[
        0
    ]
    assert event["geometry"].y == 40.06
    assert event["horizontal_accuracy_m"] == 200
    assert event["occurred"] == "2023-05-06"
