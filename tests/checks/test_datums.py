"""A change of datum that is not clear stays a finding, delivery by delivery."""

from tests.checks.made import found, hazard, square

UNCLEAR = "X by A to WGS 84 (1) (EPSG:1), ± 4 m; as good there: EPSG:2, up to 3.0 m apart"
CLEAR = "X by A to WGS 84 (1) (EPSG:1), ± 4 m"


def test_one_finding_for_each_delivery_and_operation():
    rows = [
        hazard("a", square(46, 39), delivery="one", coordinate_operation=UNCLEAR),
        hazard("b", square(47, 39), delivery="one", coordinate_operation=UNCLEAR),
        hazard("c", square(48, 39), delivery="two", coordinate_operation=UNCLEAR),
        hazard("d", square(49, 39), delivery="two", coordinate_operation=CLEAR),
        hazard("e", square(50, 39), delivery="two"),
        hazard("f", square(51, 39), coordinate_operation="Y by B, accuracy unknown"),
    ]
    assert found("uncertain-datum-shift", hazard_areas=rows) == {
        "a": f"2 features of import one: {UNCLEAR}",
        "c": f"1 feature of import two: {UNCLEAR}",
        "f": "1 feature: Y by B, accuracy unknown",
    }


def test_nothing_is_said_of_what_is_clear():
    assert found("uncertain-datum-shift", hazard_areas=[hazard("a", square(46, 39))]) == {}
