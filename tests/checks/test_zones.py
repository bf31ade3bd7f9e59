"""Districts that overlap, and ground between districts that belongs to none."""

import shapely

from tests.checks.made import found, square


def district(name, geometry):
    return {"district": name, "boundary_set": "made", "geometry": geometry}


def test_districts_that_share_ground():
    # 0.001° × 0.01° at 40° N: 85.4 m × 1,110 m = 9.48 ha.
    tables = {
        "districts": [
            district("A", square(46.0, 40.0)),
            district("B", square(46.009, 40.0)),
            district("C", square(46.019, 40.0)),  # touches B only
        ]
    }
    assert found("overlapping-districts", **tables) == {"A": "shares 9.5 ha with B"}


def test_borders_that_are_the_same_but_for_rounding_are_no_overlap():
    tables = {
        "districts": [
            district("A", square(46.0, 40.0)),
            district("B", shapely.box(46.0099999, 40, 46.02, 40.01)),
        ]
    }
    assert found("overlapping-districts", **tables) == {}


def test_ground_between_districts():
    ring = shapely.box(46, 40, 46.03, 40.03) - shapely.box(46.01, 40.01, 46.02, 40.02)
    west, east = shapely.box(45, 39, 46.015, 41), shapely.box(46.015, 39, 47, 41)
    tables = {
        "districts": [
            district("W", ring.intersection(west)),
            district("E", ring.intersection(east)),
        ]
    }
    # 0.01° square: 853.9 m × 1,110.4 m.
    assert found("gap-between-districts", **tables) == {
        None: "94.8 ha in no district at 40.0150, 46.0150"
    }
    filled = {"districts": [*tables["districts"], district("M", square(46.01, 40.01))]}
    assert found("gap-between-districts", **filled) == {}


def test_no_districts():
    assert found("overlapping-districts") == found("gap-between-districts") == {}
