"""What is recorded at a place: worked by hand, and against another projection and brute force."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon, box

from geo.errors import CrsError, InvalidGeometry, OutOfRange, TableInvalid
from geo.intake.folder import derive
from geo.maps.world import unroll
from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.schema import CRS, give_types
from geo.places.recorded import recorded

# On the equator a degree of longitude is 6,378,137 m × π / 180 = 111,319.4908 m, exactly.
DEGREE = 6_378_137 * np.pi / 180


def holding(exercise, **layers):
    """The exercise with these rows, `id: (shape, columns)`, and no other record or claim.

    Layers that are derived from others are empty: `derive` fills them.
    """
    tables = {name: frame.iloc[:0].copy() for name, frame in exercise.tables.items()}
    tables["sources"] = exercise["sources"]
    for name, rows in layers.items():
        layer = LAYERS[name]
        usual = {"classification": "confirmed", "product": "cleared", "kind": "other", "name": None}
        given = [
            {**usual, "support": "surveyed_polygon", layer.key: key, **columns}
            for key, (_, columns) in rows.items()
        ]
        frame = give_types(pd.DataFrame(given), layer)
        if layer.geometry:
            shapes = gpd.GeoSeries([shape for shape, _ in rows.values()], crs=CRS)
            frame = gpd.GeoDataFrame(frame, geometry=shapes)
        tables[name] = frame
    return Dataset(exercise.meta, tables)


def at(*shapes, **columns):
    return gpd.GeoDataFrame({**columns}, geometry=list(shapes), crs=CRS)


def relations(found):
    rows = found.records
    return dict(zip(rows["feature_id"], rows["relation"], strict=True))


def test_a_point_in_an_outline_beside_it_and_far_off(exercise):
    dataset = holding(
        exercise,
        hazard_areas={
            "in": (box(9.99, -0.01, 10.01, 0.01), {}),
            "900 m east": (box(10 + 900 / DEGREE, -0.01, 10.1, 0.01), {}),
            "1,100 m east": (box(10 + 1100 / DEGREE, -0.01, 10.1, 0.01), {}),
        },
    )
    found = recorded(dataset, at(Point(10, 0)), 1000)
    assert relations(found) == {"in": "here", "900 m east": "near"}
    away = found.records.set_index("feature_id").loc["900 m east"]
    assert away["distance_m"] == pytest.approx(900, abs=0.01)
    assert away["bearing_deg"] == pytest.approx(90, abs=1e-6)
    assert np.isnan(found.records["bearing_deg"].iloc[0])


def test_accuracy_makes_a_position_one_that_may_be_here(exercise):
    east = {metres: Point(10 + metres / DEGREE, 0) for metres in (0, 400, 600, 1400, 1600)}
    said = {"support": "point", "horizontal_accuracy_m": 500, "occurred": "2020"}
    dataset = holding(exercise, events={str(m): (shape, said) for m, shape in east.items()})
    found = recorded(dataset, at(Point(10, 0)), 1000)
    wanted = {"0": "here", "400": "perhaps", "600": "near", "1400": "near"}
    assert relations(found) == wanted
    # A place that is exact to 200 m itself.
    found = recorded(dataset, at(Point(10, 0), horizontal_accuracy_m=[200.0]), 1000)
    assert relations(found) == wanted | {"600": "perhaps", "1600": "near"}


def test_a_settlement_is_around_its_point_and_never_exactly_here(exercise):
    said = {"support": "settlement", "horizontal_accuracy_m": 1000, "kind": "accident"}
    dataset = derive(holding(exercise, events={"mill": (Point(10, 0), said)}), [])
    found = recorded(dataset, at(Point(10, 0), Point(10 + 1500 / DEGREE, 0)), 100)
    assert found.records[["place", "layer", "feature_id", "relation"]].values.tolist() == [
        [0, "accidents", "event:mill", "perhaps"]  # once, not also as an event
    ]
    found = recorded(dataset, at(Point(10 + 1500 / DEGREE, 0)), 600)
    assert relations(found) == {"event:mill": "near"}


def test_how_much_of_a_route_and_of_a_parcel_lies_in_an_outline(exercise):
    dataset = holding(exercise, hazard_areas={"h": (box(10, -0.01, 10.02, 0.01), {})})
    route = LineString([(9.99, 0), (10.005, 0)])  # 0.005 degrees of the equator in it
    parcel = box(9.99, -0.001, 10.001, 0.001)
    found = recorded(dataset, at(route, parcel, Point(10.01, 0)), 0).records
    assert found["shared_m"].iloc[0] == pytest.approx(0.005 * DEGREE, rel=1e-9)
    # A ten-thousandth of a degree of latitude at the equator is 11.0574 m (WGS 84).
    assert found["shared_m2"].iloc[1] == pytest.approx(0.001 * DEGREE * 20 * 11.0574, rel=1e-4)
    assert found[["shared_m", "shared_m2"]].isna().to_numpy().tolist() == [
        [False, True],
        [True, False],
        [True, True],
    ]


def test_just_beyond_180_is_near(exercise):
    dataset = holding(
        exercise,
        hazard_areas={
            "west of it": (box(179.99, -0.01, 179.999, 0.01), {}),
            "east of it": (box(-179.999, -0.01, -179.99, 0.01), {}),
        },
    )
    metres = 0.002 * DEGREE
    for x in (179.9995, -179.9995):
        found = recorded(dataset, at(Point(x, 0)), 500).records
        assert sorted(found["distance_m"]) == pytest.approx([metres / 4, 3 * metres / 4], abs=0.01)


def jumping(west, south, east, north):
    """A box across ±180° as files have it: one ring, its eastern corners in the west."""
    corners = [(west, south), (east - 360, south), (east - 360, north), (west, north)]
    return Polygon(corners)


def test_an_outline_that_jumps_across_180_is_the_ground_there(exercise):
    dataset = holding(exercise, hazard_areas={"h": (jumping(179.99, -0.01, 180.01, 0.01), {})})
    places = at(
        Point(179.995, 0), Point(-179.995, 0), Point(180, 0), Point(0, 0), Point(-179.988, 0)
    )
    found = recorded(dataset, places, 500).records
    # Not at the meridian of Greenwich, which the corners as they are written go around.
    assert found["place"].tolist() == [0, 1, 2, 4]
    assert found["relation"].tolist() == ["here", "here", "here", "near"]
    assert found["distance_m"].tolist() == pytest.approx([0, 0, 0, 0.002 * DEGREE], abs=0.01)
    assert found["bearing_deg"].iloc[3] == pytest.approx(270)
    # What is handed on is the outline as the dataset has it.
    assert found.geometry.iloc[0].bounds == (-179.99, -0.01, 179.99, 0.01)


def test_an_outline_that_reaches_far_beyond_180(exercise):
    dataset = holding(exercise, hazard_areas={"h": (jumping(170, -1, 200, 1), {})})
    found = recorded(dataset, at(*(Point(x, 0) for x in (165, 171, -179, -161, -159))), 0).records
    assert found["place"].tolist() == [1, 2, 3]


def test_a_route_and_a_parcel_that_jump_across_180(exercise):
    both_sides = {
        "w": (box(179.99, -0.01, 180, 0.01), {}),
        "e": (box(-180, -0.01, -179.99, 0.01), {}),
        "elsewhere": (box(0, -0.01, 1, 0.01), {}),
    }
    route = LineString([(179.98, 0), (-179.995, 0)])
    places = at(route, jumping(179.995, -0.001, 180.005, 0.001))
    found = recorded(holding(exercise, hazard_areas=both_sides), places, 0).records
    shared = found.set_index(["place", "feature_id"])
    assert sorted(shared.index) == [(0, "e"), (0, "w"), (1, "e"), (1, "w")]
    assert shared.loc[(0, "w"), "shared_m"] == pytest.approx(0.01 * DEGREE, rel=1e-9)
    assert shared.loc[(0, "e"), "shared_m"] == pytest.approx(0.005 * DEGREE, rel=1e-9)
    # A thousandth of a degree of latitude at the equator is 110.574 m (WGS 84).
    for side in "ew":
        square = 0.005 * DEGREE * 2 * 110.574
        assert shared.loc[(1, side), "shared_m2"] == pytest.approx(square, rel=1e-4)


def test_across_180_the_answer_is_that_of_the_map(exercise):
    shapes = {"h": (jumping(179, 10, 181.5, 11), {}), "line": (box(178, 10, 179.5, 11), {})}
    dataset = holding(exercise, hazard_areas=shapes)
    drawn = unroll(dataset)["hazard_areas"].set_index("hazard_id").geometry
    rng = np.random.default_rng(4)
    x, y = rng.uniform(177, 183, 60), rng.uniform(9.5, 11.5, 60)
    points, west = shapely.points(x, y), shapely.points((x + 180) % 360 - 180, y)
    found = recorded(dataset, at(*west), 0).records
    got = set(zip(found["place"], found["feature_id"], strict=True))
    turned = shapely.transform(points, lambda xy: xy - (360, 0))
    expected = {
        (n, name)
        for name, shape in drawn.items()
        for n in np.flatnonzero(shape.intersects(points) | shape.intersects(turned)).tolist()
    }
    assert got == expected
    assert len(expected) > 20


def test_what_is_retired_or_over_is_still_told(exercise):
    dataset = holding(
        exercise,
        hazard_areas={
            "over": (
                box(10, 0, 10.01, 0.01),
                {"valid_from": "2001-01-01", "valid_to": "2002-01-01"},
            ),
            "gone": (box(10, 0, 10.01, 0.01), {"retired": "2024-05-06"}),
        },
    )
    found = recorded(dataset, at(Point(10.005, 0.005)), 0)
    rows = found.records.set_index("feature_id")
    assert rows.loc["over", ["date", "until"]].tolist() == ["2001-01-01", "2002-01-01"]
    assert rows.loc["gone", "retired"] == "2024-05-06"
    gaps = found.gaps.set_index("gap")["count"]
    assert gaps["undated"] == 1


def test_what_has_no_position_is_said_where_it_may_be(exercise):
    square = box(10, 0, 11, 1)
    dataset = holding(
        exercise,
        districts={
            "A": (square, {"uncertainty_m": 2000}),
            "B": (box(11, 0, 12, 1), {"uncertainty_m": 500}),
            "C": (None, {}),
        },
        events={
            "in A": (None, {"district": "A", "support": "district"}),
            "anywhere": (None, {"support": "none"}),
        },
    )
    places = at(
        Point(10.5, 0.5),
        Point(11 - 1500 / DEGREE, 0.5),
        Point(11 + 600 / DEGREE, 0.5),
        Point(20, 0),
    )
    found = recorded(dataset, places, 0)
    assert found.districts[["place", "relation", "district", "n_unmapped"]].values.tolist() == [
        [0, "here", "A", 1],
        [1, "here", "A", 1],  # B is 1,500 m away, and its border exact to 500 m
        [2, "here", "B", 0],
        [2, "perhaps", "A", 1],
    ]
    gaps = found.gaps.set_index("gap")
    assert gaps.loc["no-district", "place"] == 3
    assert gaps.loc["nowhere", "count"] == 1
    assert "C" in gaps.loc["undrawn-districts", "text"]
    assert gaps.loc[["nowhere", "undrawn-districts"], "place"].isna().all()
    assert set(found.gaps.loc[found.gaps["gap"] == "no-outlines", "text"]) == {
        "no outlines of hazardous areas in this dataset",
        "no outlines of released land in this dataset",
    }


def test_every_claim_of_the_exercise_near_a_place_is_told_once(exercise):
    found = recorded(exercise, at(box(-20.1, -35.1, -19.8, -34.8)), 20_000)
    # A claim about several records is told with each of them.
    placed = found.records[found.records["layer"] != "minefield_records"]
    told = placed["claims"].dropna().str.split(";").explode()
    assert told.is_unique
    places = set(exercise["claim_places"]["place"])
    named = exercise["claims"][exercise["claims"]["place"].isin(places)]
    assert set(told) == set(named["claim_id"])
    with_position = exercise["events"][~exercise["events"]["geometry"].isna()]
    finds = found.records["feature_id"].str.removeprefix("event:")
    assert set(with_position["event_id"]) <= set(finds)
    for layer in ("hazard_areas", "land_release"):
        drawn = exercise[layer][~exercise[layer]["geometry"].isna()]
        assert (found.records["layer"] == layer).sum() == len(drawn)


def test_figures_of_a_district_are_counted_and_never_drawn(karabakh):
    found = recorded(karabakh, at(Point(46.93, 39.99)), 5000)
    assert "district" not in set(found.records["support"])
    claims = karabakh["claims"]
    alone = claims[(claims["place_level"] == "district") & (claims["districts"] == "Aghdam")]
    row = found.districts.set_index("district").loc["Aghdam"]
    assert row["n_claims"] >= len(alone) > 0
    # Places may be written as settlements of which nobody knows the position.
    assert found.records["sources"].notna().all()


def test_faults_of_places_are_named_together(exercise):
    bad = at(Point(10, 0), None, Point(), Point(200, 0))
    with pytest.raises(InvalidGeometry, match=r"3 of 4 places .*: 1, 2, 3"):
        recorded(exercise, bad)
    with pytest.raises(CrsError, match="no CRS"):
        recorded(exercise, gpd.GeoDataFrame(geometry=[Point(10, 0)]))
    for wrong in (-1, float("nan"), float("inf"), 1e9):
        with pytest.raises(OutOfRange, match="within"):
            recorded(exercise, at(Point(10, 0)), wrong)
    for wrong in (-1, float("inf"), "10 m"):
        odd = at(*[Point(10, 0)] * 3).assign(horizontal_accuracy_m=[None, wrong, 5])
        with pytest.raises(OutOfRange, match=rf"(?m){wrong}(\.0)? of places: 1$"):
            recorded(exercise, odd)
    two = at(Point(10, 0), Point(10, 1))
    with pytest.raises(TableInvalid, match="0 stands for several places"):
        recorded(exercise, pd.concat([two, two.iloc[:1]]))
    with pytest.raises(TableInvalid, match="places has no geometry"):
        recorded(exercise, pd.DataFrame({"x": [10], "y": [0]}))


def test_places_may_be_in_any_crs_and_none_at_all(exercise):
    here = at(Point(-19.96, -34.97), MultiPoint([(-19.9, -34.98), (-19.95, -34.97)]))
    one = recorded(exercise, here, 300).records
    other = recorded(exercise, here.to_crs("EPSG:32727"), 300).records
    pd.testing.assert_frame_equal(
        pd.DataFrame(one.drop(columns="geometry")),
        pd.DataFrame(other.drop(columns="geometry")),
        rtol=1e-6,
    )
    nothing = recorded(exercise, here.iloc[:0], 300)
    assert len(nothing.records) == len(nothing.districts) == 0


_points = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))


@st.composite
def _shapes(draw):
    kind = draw(st.sampled_from([Point, LineString, Polygon]))
    if kind is Point:
        return Point(draw(_points))
    x, y = draw(_points)
    size = draw(st.floats(1e-5, 0.01))
    if kind is LineString:
        return LineString([(x, y), (x + size, y + size / 2), (x + size, y - size)])
    return Polygon([(x, y), (x + size, y), (x + size / 3, y + size), (x, y + size / 2)])


@settings(max_examples=20)
@given(st.data(), st.floats(-70, 70), st.floats(0, 2000))
def test_distances_and_relations_agree_with_another_projection(exercise, data, lat, within):
    """The oracle: an azimuthal equidistant plane round the place; true to 1e-5 within 10 km."""

    def moved(shape):
        return shapely.transform(shape, lambda xy: xy + np.array([46.9, lat]))

    place = moved(data.draw(_shapes()))
    shapes = [moved(data.draw(_shapes())) for _ in range(8)]
    accuracy = [data.draw(st.sampled_from([0.0, 30.0, 500.0])) for _ in shapes]
    dataset = holding(
        exercise,
        events={
            str(k): (shape, {"support": "point", "horizontal_accuracy_m": metres})
            for k, (shape, metres) in enumerate(zip(shapes, accuracy, strict=True))
        },
    )
    found = recorded(dataset, at(place), within).records.set_index("feature_id")
    middle = place.centroid
    plane = pyproj.CRS.from_proj4(f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +datum=WGS84")
    flat = gpd.GeoSeries([place, *shapes], crs=CRS).to_crs(plane)
    wanted = flat.iloc[1:].distance(flat.iloc[0]).to_numpy()
    for key, (metres, exact) in enumerate(zip(wanted, accuracy, strict=True)):
        slack = 0.05 + 1e-4 * metres  # straight in degrees and straight on a plane differ a little
        if str(key) not in found.index:
            assert metres > within + exact - slack
            continue
        row = found.loc[str(key)]
        assert row["distance_m"] == pytest.approx(metres, abs=slack)
        assert metres <= within + exact + slack
        # On the plane, a point on an edge may be a hair off it, and one a hair off it on it.
        hair = 0 < place.distance(shapes[key]) < 1e-9
        if abs(metres - exact) > slack and not hair:
            touching = metres < slack and place.intersects(shapes[key])
            assert row["relation"] == (
                "near" if metres > exact else "here" if touching else "perhaps"
            )
