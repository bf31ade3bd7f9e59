"""Publishing: a public hazard never shows less than is known, released land never more."""

import numpy as np
import pandas as pd
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.export.generalise import inward, outward
from geo.export.public import public
from geo.geodesy import geodesic as measure
from tests.export.test_round_trip import dataset


@st.composite
def ragged(draw):
    """A star: thin spikes, as bad as outlines get, at any latitude."""
    x, y = draw(st.floats(-170, 170)), draw(st.floats(-70, 70))
    radii = draw(st.lists(st.floats(1e-5, 0.05), min_size=3, max_size=24))
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    shape = shapely.Polygon(
        np.column_stack([x + np.cos(angles) * radii, y + np.sin(angles) * radii])
    )
    return shapely.MultiPolygon([shape]) if shape.is_valid and shape.area > 0 else None


@settings(deadline=None)
@given(st.lists(ragged(), min_size=1, max_size=4), st.floats(1, 500))
def test_hazards_grow_and_released_land_shrinks(shapes, margin):
    geometry = np.full(len(shapes), None, dtype=object)
    geometry[:] = shapes
    grown, shrunk = outward(geometry, margin), inward(geometry, margin)
    for before, out, into in zip(geometry, grown, shrunk, strict=True):
        if before is None:
            assert out is None
            assert into is None
            continue
        assert out.covers(before)
        assert out.difference(before).area > 0
        assert into is None or before.covers(into)
        assert into is None or measure.area_m2(into)[0] < measure.area_m2(before)[0]


def test_the_margin_is_about_what_was_asked_for():
    """Sides move the right way, by some of the margin and never by more than 2.5 of it."""
    for metres in (50, 200):
        for shift in np.linspace(0, metres / 85_000, 7):
            box = shapely.box(46.0 + shift, 40.0, 46.05, 40.05)
            square = np.array([shapely.MultiPolygon([box])])
            west = outward(square, metres)[0].bounds[0]
            assert west < 46.0 + shift
            assert measure.distance_m(west, 40.02, 46.0 + shift, 40.02)[0] < 2.5 * metres
            west = inward(square, metres)[0].bounds[0]
            assert west > 46.0 + shift
            assert measure.distance_m(west, 40.02, 46.0 + shift, 40.02)[0] < 2.5 * metres


def test_what_grows_at_the_antimeridian_stays_on_the_globe():
    both = shapely.MultiPolygon(
        [shapely.box(179.9, -16, 180, -15), shapely.box(-180, -16, -179, -15)]
    )
    (grown,) = outward(np.array([both]), 50)
    assert grown.covers(both)
    assert grown.geom_type == "MultiPolygon"
    assert np.abs(grown.bounds).max() == 180
    assert grown.bounds[1] < -16


def test_an_accident_near_the_antimeridian_stays_on_the_globe():
    for x in (179.9999, -179.9999):
        shown, _ = public(events(geometry=shapely.Point(x, 30)))
        (row,) = shown["events"].to_dict("records")
        assert abs(row["geometry"].x) <= 180
        away = measure.distance_m(row["geometry"].x, row["geometry"].y, x, 30)[0]
        assert away <= row["horizontal_accuracy_m"]


def events(**changes):
    row = {
        "event_id": "e", "kind": "accident", "support": "point", "horizontal_accuracy_m": 5.0,
        "source_values": '{"phone": "1"}', "killed": 1, "geometry": shapely.Point(46.9345, 39.9921),
    }  # fmt: skip
    return dataset("events", [{**row, **changes}])


def test_an_accident_is_given_to_a_kilometre_and_the_radius_holds_the_place():
    for place in (shapely.Point(46.9345, 39.9921), shapely.Point(-0.001, -79.3)):
        got, notes = public(events(geometry=place))
        row = got["events"].iloc[0]
        away = measure.distance_m(row["geometry"].x, row["geometry"].y, place.x, place.y)[0]
        assert 1000 <= row["horizontal_accuracy_m"] <= 3000
        assert away <= row["horizontal_accuracy_m"]
        assert row["support"] == "point"
        assert notes


def test_neighbours_share_a_cell_so_nothing_can_be_averaged_back():
    one, _ = public(events(geometry=shapely.Point(46.93451, 39.99212)))
    two, _ = public(events(geometry=shapely.Point(46.93460, 39.99220)))
    assert one["events"]["geometry"][0].equals(two["events"]["geometry"][0])


def test_what_is_coarse_already_or_no_accident_stays():
    settlement = events(support="settlement", horizontal_accuracy_m=None)
    coarse = events(horizontal_accuracy_m=1500.0)
    find = events(kind="ordnance_found")
    for given_ in (settlement, coarse, find):
        got, _ = public(given_)
        assert got["events"]["geometry"][0].equals(given_["events"]["geometry"][0])


def test_delivered_values_and_small_figures():
    got, _ = public(events())
    assert got["events"]["source_values"].isna().all()
    assert got["events"]["killed"].tolist() == [1]
    got, notes = public(events(), suppress=True)
    assert got["events"]["killed"].isna().all()
    assert "suppressed" in " ".join(notes)
    for figure, kept in ((0, True), (4, False), (5, True)):
        got, _ = public(events(killed=figure), suppress=True)
        assert bool(got["events"]["killed"].notna().all()) is kept


def test_the_real_dataset(karabakh):
    got, _ = public(karabakh, suppress=True)
    exact = got["accidents"]
    there = exact[~shapely.is_missing(exact["geometry"].to_numpy())]
    fine = (there["support"] != "settlement") & ~(there["horizontal_accuracy_m"] >= 1000)
    assert not fine.any()
    claims = got["claims"]
    casualties = claims[claims["subject"] == "casualties"]["quantity"]
    assert not casualties.between(1, 4).any()
    pd.testing.assert_frame_equal(got["sources"], karabakh["sources"])
    assert "Public version" in got.meta.description
    assert len(got["findings"]) == 0
