"""From bearings and distances to positions: against figures worked by hand and by others."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo.errors import TableInvalid
from geo.geodesy.geodesic import distance_m
from geo.records.traverse import convergence_deg, traverse

START = (46.93, 39.99)
FIELD = [  # to, magnetic bearing, metres: a record of a field 300 m by 60 m, declination 6° east
    ("start_point", 54, 450),
    ("turning_point", 84, 60),
    ("turning_point", 354, 300),
    ("turning_point", 264, 60),
    ("start_point", 174, 298.5),
]


def legs_of(legs, record="R1", start=START, **other):
    rows = [
        {"record_id": record, "leg": number, "to": to, "bearing": bearing, "distance_m": metres}
        for number, (to, bearing, metres) in enumerate(legs, start=1)
    ]
    frame = pd.DataFrame(rows).assign(**other)
    frame.loc[0, ["longitude", "latitude"]] = start
    return frame


def reached(legs, **options):
    points = traverse(legs, **options).points.geometry
    return np.stack([points.x, points.y], axis=1)


def test_a_worked_record():
    """Positions worked out with another program; 1.5 m were left out of the last leg."""
    legs = legs_of(FIELD, north="magnetic", declination_deg=6)
    expected = [
        (46.9345632, 39.9920263),
        (46.9352657, 39.9920263),
        (46.9352657, 39.9947282),
        (46.9345631, 39.9947282),
        (46.9345631, 39.9920398),
    ]
    np.testing.assert_allclose(reached(legs), expected, atol=6e-8)
    (record,) = traverse(legs).records.to_dict("records")
    assert record["perimeter_m"] == pytest.approx(718.5)
    assert record["closure_m"] == pytest.approx(1.499, abs=1e-3)
    assert round(record["one_in"]) == 479
    assert record["area_m2"] == pytest.approx(300 * 60, rel=2e-3)
    assert record["support"] == "reconstructed_polygon"


def test_the_correction_closes_and_moves_by_the_way_walked():
    legs = legs_of(FIELD, north="magnetic", declination_deg=6)
    done, plain = traverse(legs, correct=True), traverse(legs)
    moved = done.points["moved_m"].to_numpy()
    shares = np.array([0, 60, 360, 420, 718.5]) / 718.5
    np.testing.assert_allclose(moved, 1.4995 * shares, atol=1e-3)
    first, last = done.points.geometry.iloc[[0, 4]]
    assert distance_m(first.x, first.y, last.x, last.y)[0] < 1e-6
    apart = distance_m(*reached(legs).T, *reached(legs, correct=True).T)
    np.testing.assert_allclose(apart, moved, atol=1e-6)
    assert done.records["closure_m"].equals(plain.records["closure_m"])


def test_what_is_mistaken_at_500_m():
    """6° of declination move a point by 52 m, the wrong circle of mils at 1,500 by 49 m."""

    def apart(one, other):
        ends = [reached(legs_of([("start_point", b, 500)], **how))[0] for b, how in (one, other)]
        return distance_m(*ends[0], *ends[1])[0]

    magnetic = {"north": "magnetic", "declination_deg": 6}
    assert apart((54, {}), (54, magnetic)) == pytest.approx(1000 * math.sin(math.radians(3)), 1e-6)
    assert apart((54, {}), (54, magnetic)) == pytest.approx(52, abs=0.5)
    soviet, nato = {"unit": "mils_6000"}, {"unit": "mils_6400"}
    assert apart((1500, soviet), (1500, nato)) == pytest.approx(49, abs=0.5)
    assert apart((1500, soviet), (90, {})) == 0
    assert apart((1600, nato), (90, {})) == 0


def test_convergence_is_the_angle_of_a_grid_line():
    """East of the central meridian grid north lies east of true north: γ ≈ atan(tan Δλ · sin φ)."""
    found = convergence_deg(np.array([46.93]), np.array([39.99]), "EPSG:28408")[0]
    by_hand = math.degrees(math.atan(math.tan(math.radians(1.93)) * math.sin(math.radians(39.99))))
    assert found == pytest.approx(by_hand, abs=1e-3)
    assert found == pytest.approx(1.24, abs=5e-3)
    # A grid bearing of 0 follows the line of a constant easting.
    grid = Transformer.from_crs("EPSG:4326", "EPSG:32638", always_xy=True)
    (end,) = reached(legs_of([("start_point", 0, 500)], north="grid", grid="EPSG:32638"))
    assert grid.transform(*end)[0] == pytest.approx(grid.transform(*START)[0], abs=0.01)


@given(
    st.lists(
        st.tuples(st.floats(-300, 300), st.floats(-300, 300)), min_size=3, max_size=12, unique=True
    ),
    st.sampled_from([("degrees", 360), ("mils_6000", 6000), ("mils_6400", 6400)]),
    st.floats(-30, 30),
)
@settings(max_examples=25, deadline=None)
def test_whoever_walks_round_comes_back(corners, unit, declination):
    """Bearings and distances between points of a plane, walked on the ground, close within 2 cm."""
    name, circle = unit
    legs = [("start_point", 0.0, 10.0)]
    for k in range(len(corners)):
        (x0, y0), (x1, y1) = corners[k], corners[(k + 1) % len(corners)]
        if math.hypot(x1 - x0, y1 - y0) < 1e-6:
            return
        bearing = (math.degrees(math.atan2(x1 - x0, y1 - y0)) - declination) % 360
        to = "start_point" if k == len(corners) - 1 else "turning_point"
        legs.append((to, bearing / 360 * circle, math.hypot(x1 - x0, y1 - y0)))
    frame = legs_of(legs, unit=name, north="magnetic", declination_deg=declination)
    (record,) = traverse(frame).records.to_dict("records")
    assert record["closure_m"] < 0.02 * len(corners)
    assert record["geometry"].exterior.coords[0] == record["geometry"].exterior.coords[-1]


def test_a_record_over_a_benchmark_that_does_not_close():
    legs = legs_of(
        [
            ("benchmark", 0, 100),
            ("start_point", 0, 20),
            ("turning_point", 90, 50),
            ("intermediate_point", 180, 10),
            ("end_point", 270, 50),
        ]
    )
    done = traverse(legs)
    (record,) = done.records.to_dict("records")
    assert np.isnan(record["closure_m"])
    assert np.isnan(record["one_in"])
    assert record["perimeter_m"] == 110
    assert record["area_m2"] == pytest.approx(500, rel=1e-3)
    assert len(record["geometry"].exterior.coords) == 5
    assert traverse(legs, correct=True).points.geometry.equals(done.points.geometry)


def test_several_records_in_any_order_and_other_columns_are_kept():
    one = legs_of(FIELD, "B", mines_stated=120)
    two = legs_of(FIELD[:2], "A", start=(47.5, 40.1), mines_stated=7)
    together = pd.concat([one, two]).sample(frac=1, random_state=3)
    done = traverse(together)
    assert done.records["record_id"].tolist() == ["A", "B"]
    assert done.records.geometry.iloc[0] is None  # two points are no outline
    assert done.points["mines_stated"].tolist() == [7, 7] + [120] * 5
    np.testing.assert_array_equal(reached(together)[2:], reached(one))
    alone = traverse(one).records.iloc[0]
    assert done.records["closure_m"].isna().tolist() == [True, False]
    assert done.records.iloc[1].drop("geometry").equals(alone.drop("geometry"))
    assert done.records.geometry.iloc[1].equals(alone.geometry)
    assert done.points.crs == done.records.crs == "EPSG:4326"


def test_faults_are_told_together():
    bad = legs_of(FIELD, unit=["gon", "degrees", None, "degrees", "degrees"], north="magnetic")
    bad["bearing"] = ["54", 361, None, 264, 174]
    bad["distance_m"] = [450, -60, "far", 60, float("inf")]
    bad["leg"] = [1, 2, 2, 4, 5]
    bad.loc[0, "latitude"] = 95
    with pytest.raises(TableInvalid) as raised:
        traverse(bad)
    said = str(raised.value)
    for part in (
        "unit is 'gon'",
        "bearing is 361",
        "distance_m is -60",
        "distance_m is 'far'",
        "distance_m is inf",
        "leg is 2",
        "latitude is 95",
        "declination_deg is missing, expected degrees, because its north is magnetic",
    ):
        assert part in said, part


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"north": "grid"}, "grid is missing"),
        ({"north": "grid", "grid": "EPSG:4326"}, "grid is 'EPSG:4326'"),
        ({"to": "turning_point"}, "0 legs lead to a start_point"),
        ({"to": "start_point"}, "5 legs lead to a start_point"),
        ({"record_id": None}, "record_id is missing"),
    ],
)
def test_what_a_record_cannot_be(change, said):
    with pytest.raises(TableInvalid, match="record legs") as raised:
        traverse(legs_of(FIELD).assign(**change))
    assert said in str(raised.value)


def test_no_legs_and_no_columns():
    assert len(traverse(legs_of(FIELD)[:0]).records) == 0
    with pytest.raises(TableInvalid, match="no column 'bearing'"):
        traverse(pd.DataFrame({"record_id": []}))
