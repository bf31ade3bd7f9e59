"""Points in districts, and near their borders."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geo.errors import CrsError, InvalidGeometry
from geo.intake.derived.assignment import assign_districts

WEST, EAST = shapely.box(47.0, 40.0, 47.1, 40.1), shapely.box(47.1, 40.0, 47.2, 40.1)
GEOD = Geod(ellps="WGS84")


def layer(bands=(2000, 2000), crs="EPSG:4326", **polygons):
    frame = pd.DataFrame(
        {"district": list(polygons), "uncertainty_m": list(bands)[: len(polygons)]}
    )
    return gpd.GeoDataFrame(frame, geometry=list(polygons.values()), crs=crs)


def points(*xy, crs="EPSG:4326"):
    return gpd.GeoDataFrame(geometry=[p if p is None else shapely.Point(p) for p in xy], crs=crs)


def east_of(lon, lat, metres):
    x, y, _ = GEOD.fwd(lon, lat, 90, metres)
    return x, y


def assigned(places, districts, **options):
    frame = assign_districts(places, districts, **options)
    return frame.astype("object").where(frame.notna(), None)


def test_a_point_is_in_the_district_around_it():
    found = assigned(points((47.05, 40.05), (47.15, 40.05)), layer(West=WEST, East=EAST))
    assert found["district"].tolist() == ["West", "East"]
    assert found["nearest_other"].tolist() == ["East", "West"]
    # 0.05 degrees of longitude at 40.05 N
    metres = GEOD.inv(47.05, 40.05, 47.1, 40.05)[2]
    assert found["distance_m"][0] == pytest.approx(metres, abs=0.5)
    assert found["uncertain"].tolist() == [False, False]


def test_the_band_is_measured_in_metres():
    near = [east_of(47.1, 40.05, -metres) for metres in (1990, 2010)]
    found = assigned(points(*near), layer(West=WEST, East=EAST))
    assert found["distance_m"].tolist() == pytest.approx([1990, 2010], abs=0.5)
    assert found["uncertain"].tolist() == [True, False]


def test_the_wider_band_of_two_districts_counts():
    inside = points(east_of(47.1, 40.05, -1500), east_of(47.1, 40.05, 1500))
    assert assigned(inside, layer((2000, 0), West=WEST, East=EAST))["uncertain"].all()
    assert not assigned(inside, layer((0, 0), West=WEST, East=EAST))["uncertain"].any()
    assert not assigned(inside, layer((np.nan, 1000), West=WEST, East=EAST))["uncertain"].any()


def test_a_wide_band_reaches_past_a_nearer_district():
    strip = shapely.box(47.1, 40.0, 47.11, 40.1)  # some 850 m wide
    far = shapely.box(47.11, 40.0, 47.2, 40.1)
    at = points(east_of(47.1, 40.05, -500))
    sharp = layer((100, 100, 100), West=WEST, Strip=strip, Far=far)
    assert not assigned(at, sharp)["uncertain"][0]
    vague = layer((100, 100, 2000), West=WEST, Strip=strip, Far=far)
    assert assigned(at, vague)["uncertain"][0]
    assert assigned(at, vague)["nearest_other"][0] == "Strip"


def test_outside_all_districts_nothing_is_certain():
    found = assigned(points((47.05, 40.2), (37.6, 55.7)), layer(West=WEST, East=EAST))
    assert found["district"].tolist() == [None, None]
    assert found["uncertain"].tolist() == [True, True]
    assert found["nearest_other"].tolist() == ["West", "West"]
    metres = GEOD.inv(47.05, 40.2, 47.05, 40.1)[2]
    assert found["distance_m"][0] == pytest.approx(metres, abs=1)


def test_a_point_on_the_border_is_uncertain_however_exact_the_border():
    found = assigned(points((47.1, 40.05)), layer((0, 0), West=WEST, East=EAST))
    assert found.iloc[0].tolist() == ["East", True, "West", 0.0]


def test_of_overlapping_districts_the_first_by_name_and_the_others_near():
    found = assigned(points((47.05, 40.05)), layer(West=WEST, Another=WEST))
    assert found.iloc[0].tolist() == ["Another", True, "West", 0.0]


def test_holes_are_not_inside():
    ring = shapely.difference(WEST, shapely.box(47.04, 40.04, 47.06, 40.06))
    found = assigned(points((47.05, 40.05)), layer(Ring=ring, East=EAST))
    assert found["district"][0] is None
    assert found["nearest_other"][0] == "Ring"
    assert found["distance_m"][0] == pytest.approx(GEOD.inv(47.05, 40.05, 47.06, 40.05)[2], abs=2)


def test_names_without_polygon_take_no_part():
    districts = layer(
        (2000, 2000, 2000, 2000), West=WEST, East=EAST, Aghdara=None, Empty=shapely.Polygon()
    )
    found = assigned(points((47.05, 40.05)), districts)
    assert found["district"][0] == "West"
    assert found["nearest_other"][0] == "East"


def test_without_position_nothing_is_said():
    frame = points(None, (47.05, 40.05)).set_axis(["a", "b"])
    found = assigned(frame, layer(West=WEST, East=EAST))
    assert found.index.tolist() == ["a", "b"]
    assert found.loc["a"].tolist() == [None] * 4


def test_a_single_district_has_no_other():
    found = assigned(points((47.05, 40.05)), layer(West=WEST))
    assert found.iloc[0].tolist() == ["West", False, None, None]


def test_no_points_and_no_districts():
    assert assign_districts(points(), layer(West=WEST, East=EAST)).empty
    lost = assigned(points((47.05, 40.05)), layer())
    assert lost.iloc[0].tolist() == [None, True, None, None]


def test_any_crs_will_do():
    districts, places = layer(West=WEST, East=EAST), points((47.05, 40.05), (47.099, 40.05))
    same = assign_districts(places.to_crs(32638), districts.to_crs(3857))
    pd.testing.assert_frame_equal(same, assign_districts(places, districts), atol=0.01, rtol=0)


def test_a_missing_crs_is_an_error():
    with pytest.raises(CrsError, match="points have no CRS"):
        assign_districts(points((47, 40), crs=None), layer(West=WEST))
    with pytest.raises(CrsError, match="districts have no CRS"):
        assign_districts(points((47, 40)), layer(West=WEST, crs=None))


def test_only_points_are_assigned():
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(47, 40), WEST], crs=4326)
    with pytest.raises(InvalidGeometry, match="geometry 1 is a Polygon"):
        assign_districts(frame, layer(West=WEST))


@pytest.fixture(scope="module")
def places(karabakh):
    frame = karabakh["places"].set_index("place_id")[["geometry"]]
    return frame.join(assign_districts(frame, karabakh["districts"]))


def test_known_facts_of_the_real_places(places):
    # A village of Jabrayil that both open layers draw 4.5 km inside Fuzuli: the polygon is wrong.
    village = places.loc["jojug-marjanli-cemetery-jabrayil"]
    assert village["district"] == "Fuzuli"
    assert village["nearest_other"] == "Jabrayil"
    assert village["distance_m"] == pytest.approx(4500, abs=100)
    # 0.4 km outside Tartar, says the note of whoever found the coordinate
    assert places.loc["borsunlu-tartar", "distance_m"] == pytest.approx(400, abs=50)
    assert places.loc["borsunlu-tartar", "uncertain"]
    assert pd.isna(places.loc["moscow", "district"])


def test_every_real_place_is_assigned_as_a_slow_search_finds_it(places, karabakh):
    drawn = karabakh["districts"].dropna(subset=["geometry"]).set_index("district")["geometry"]
    exact = karabakh["districts"].set_index("district")["uncertainty_m"].fillna(2000)
    assert places["geometry"].notna().sum() == 119
    for place in places[places["geometry"].notna()].drop("moscow").itertuples():
        degrees = shapely.distance(drawn.to_numpy(), place.geometry)
        inside = sorted(drawn.index[degrees == 0])
        assert (inside or [None])[0] == (place.district if inside else None)
        near = shapely.boundary(drawn[(degrees > 0) & (degrees < 0.3)].to_numpy())
        lon, lat = shapely.get_coordinates(shapely.segmentize(near, 0.001)).T
        here = np.full((2, len(lon)), [[place.geometry.x], [place.geometry.y]])
        nearest = GEOD.inv(*here, lon, lat)[2].min()
        # The slow search looks at border points up to 56 m from the nearest one.
        assert nearest - 57 <= place.distance_m <= nearest + 1
        band = max([exact[place.nearest_other], *(exact[name] for name in inside)])
        certain = inside and place.distance_m > band
        assert place.uncertain == (not certain)
