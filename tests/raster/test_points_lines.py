"""Schools and roads in place of a raster: by hand, by geopandas, and by what must always hold."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, MultiLineString, Point, box

import geo
from geo.errors import CrsError, InputUnreadable
from geo.store import write_dataset
from tests.cli.test_cli import atlas
from tests.conftest import ROOT
from tests.raster.made import dataset

EXERCISE = ROOT / "layers" / "exercise.gpkg"
GEOD = Geod(ellps="WGS84")
HALVES = {"West": box(47, 40, 47.05, 40.1), "East": box(47.05, 40, 47.1, 40.1)}


def frame(*shapes):
    return gpd.GeoDataFrame(geometry=list(shapes), crs=4326)


def figures(found, within=0):
    table = found.table[found.table["within_m"] == within]
    names = table["zone"].where(table["row"] == "zone", "(" + table["row"] + ")")
    return dict(zip(names, zip(table["exposed"], table["not_exposed"], strict=True), strict=True))


def test_points_are_counted_by_hand():
    made = dataset([box(47.02, 40.02, 47.06, 40.06), box(47.03, 40.03, 47.07, 40.07)], (), HALVES)
    schools = frame(
        Point(47.035, 40.035),  # in both hazards, West
        Point(47.05, 40.05),  # on the border: the first zone's
        Point(47.08, 40.08),
        Point(47.2, 40.2),  # in no zone
        Point(47.025, 40.09),
    )
    found = geo.exposure(made, schools, of="hazard_areas", by_feature=True)
    assert figures(found) == {
        "West": (2, 1),
        "East": (0, 1),
        "(outside)": (0, 1),
        "(total)": (2, 3),
    }
    assert found.by_feature["exposed"].tolist() == [2, 2]
    assert found.unit == "points"


@pytest.mark.parametrize("latitude", [0.0, 40.0, -60.0])
def test_metres_are_of_the_ground(latitude):
    """A ring of wells by geodesics, just inside and just outside of 900 m."""
    hazard = box(12.3 - 1e-6, latitude - 1e-6, 12.3 + 1e-6, latitude + 1e-6)
    zone = {"all": box(11, latitude - 2, 13, latitude + 2)}
    at = [
        GEOD.fwd(12.3, latitude, azimuth, 900 * factor)[:2]
        for azimuth in range(0, 360, 7)
        for factor in (0.997, 1.001)
    ]
    found = geo.exposure(
        dataset([hazard], (), zone), frame(*map(Point, at)), of="hazard_areas", within=[900]
    )
    assert figures(found, 900)["all"] == (52, 52)


def test_roads_are_measured_by_hand():
    made = dataset([box(47.02, 40.02, 47.06, 40.06)], (), HALVES)
    roads = frame(
        LineString([(47.04, 39.95), (47.04, 40.05)]),  # into the hazard, from outside
        LineString([(47.05, 40.0), (47.05, 40.1)]),  # along the border of two zones
        MultiLineString([[(47.09, 40.01), (47.09, 40.02)], [(47.09, 40.03), (47.09, 40.04)]]),
    )

    def km(south, north):
        return GEOD.inv(47, south, 47, north)[2] / 1000

    found = geo.exposure(made, roads, of="hazard_areas")
    expected = {
        "West": (km(40.02, 40.05) + km(40.02, 40.06), km(40, 40.02) * 2 + km(40.06, 40.1)),
        "East": (0, km(40.01, 40.02) + km(40.03, 40.04)),
        "(outside)": (0, km(39.95, 40)),
    }
    ours = figures(found)
    for name, pair in expected.items():
        assert ours[name] == pytest.approx(pair, rel=1e-7), name
    assert sum(ours["(total)"]) == pytest.approx(found.raster_total, rel=1e-12)
    assert found.unit == "km"


def test_across_the_antimeridian():
    hazard = shapely.MultiPolygon([box(179.99, -17, 180, -16.99), box(-180, -17, -179.99, -16.99)])
    zone = shapely.MultiPolygon([box(179, -18, 180, -16), box(-180, -18, -179, -16)])
    made = dataset([hazard], (), {"Fiji": zone})
    for road in (
        LineString([(179.98, -16.995), (-179.98, -16.995)]),  # jumps, as many files have it
        LineString([(179.98, -16.995), (180.02, -16.995)]),
    ):
        found = geo.exposure(made, frame(road), of="hazard_areas", within=[0, 500])
        half = GEOD.inv(179.99, -16.995, -179.99, -16.995)[2] / 1000
        assert figures(found)["Fiji"] == pytest.approx((half, half), rel=1e-7)
        assert figures(found, 500)["Fiji"][0] == pytest.approx(half + 1, rel=2e-3)


def test_the_exercise_against_geopandas():
    """Buffers in UTM with fine arcs, clip, and lengths of its own."""
    rng = np.random.default_rng(8)
    start = rng.uniform([-20.02, -35.01], [-19.84, -34.93], (60, 2))
    turns = start[:, None] + np.cumsum(rng.normal(0, 0.006, (60, 8, 2)), axis=1)
    roads = frame(*shapely.linestrings(turns))
    wells = frame(*shapely.points(rng.uniform([-20.02, -35.01], [-19.84, -34.93], (3000, 2))))
    opened = geo.open_dataset(EXERCISE)
    hazards = opened["hazard_areas"]
    hazards = hazards[hazards["valid_to"].isna()].to_crs("EPSG:32727")
    zones = opened["districts"][["district", "geometry"]]
    reach = [0, 250, 1000]
    by_road = geo.exposure(opened, roads, of="hazard_areas", within=reach)
    by_well = geo.exposure(opened, wells, of="hazard_areas", within=reach)
    for metres in reach:
        near = hazards.buffer(metres * 0.9999, quad_segs=16).to_crs(4326).union_all()
        for zone in zones.itertuples():
            ground = shapely.intersection(near, zone.geometry)
            inside = roads.intersection(ground).to_crs("EPSG:32727").length.sum() / 999.6 / 1.0009
            ours = figures(by_road, metres)[zone.district][0]
            assert ours == pytest.approx(inside, rel=3e-3), (zone.district, metres)
            counted = wells.within(ground).sum()
            assert abs(figures(by_well, metres)[zone.district][0] - counted) <= 1


@settings(max_examples=6)
@given(st.integers(0, 2**32 - 1))
def test_zones_and_outside_make_the_total(seed):
    """On a coarse lattice, so that roads run along sides of zones and hazards."""
    rng = np.random.default_rng(seed)

    def boxes(n):
        corner = rng.integers(0, 8, (n, 2)) / 100 + (47, 40)
        return shapely.box(*corner.T, *(corner + rng.integers(1, 5, (n, 2)) / 100).T)

    ways = rng.integers(0, 10, (12, 2, 2)) / 100 + (47, 40)
    roads = frame(*(LineString(way) for way in ways if (way[0] != way[1]).any()))
    zones = dict(zip("abcd", boxes(4), strict=True))
    found = geo.exposure(
        dataset(boxes(5), (), zones),
        roads,
        of="hazard_areas",
        within=[0, 300, 900],
        by_feature=True,
    )
    true = sum(GEOD.geometry_length(shapely.segmentize(r, 0.001)) for r in roads.geometry) / 1000
    assert found.raster_total == pytest.approx(true, rel=1e-6)
    by = found.table.groupby(["row", "within_m"])[["exposed", "not_exposed"]].sum()
    assert np.allclose(by.loc["zone"] + by.loc["outside"], by.loc["total"], rtol=1e-9, atol=1e-9)
    assert np.allclose(by.loc["total"].sum(axis=1), true, rtol=1e-6)
    assert (found.table[["exposed", "not_exposed"]] >= 0).all(axis=None)
    assert (by.loc["total"]["exposed"].diff().dropna() >= -1e-9).all()
    most = found.by_feature.groupby("within_m")["exposed"].sum()
    assert (most - by.loc["total"]["exposed"] >= -1e-9).all()


def test_what_is_neither_is_refused():
    made = dataset([box(47, 40, 47.1, 40.1)])
    mixed = frame(Point(47, 40), LineString([(47, 40), (47, 41)]))
    for wrong in (mixed, frame(box(47, 40, 48, 41)), frame(None)):
        with pytest.raises(InputUnreadable, match="only points, or only lines"):
            geo.exposure(made, wrong, of="hazard_areas")
    with pytest.raises(CrsError):
        geo.exposure(made, mixed.set_crs(None, allow_override=True), of="hazard_areas")


def test_the_command_with_own_zones(tmp_path):
    made = dataset([box(47.02, 40.02, 47.06, 40.06)], (), HALVES)
    target = write_dataset(made, tmp_path / "made.gpkg")
    schools = frame(Point(47.03, 40.03), Point(47.08, 40.08), None).assign(name=["a", "b", "c"])
    schools.to_file(tmp_path / "schools.geojson")
    plots = frame(box(47.0, 40.0, 47.04, 40.1), box(47.07, 40.0, 47.1, 40.1))
    plots.assign(plot=["=p", "q"]).to_file(tmp_path / "plots.geojson")
    words = ("raster", "exposure", target, tmp_path / "schools.geojson", "--of", "hazard_areas")
    own = ("--by", tmp_path / "plots.geojson", "--name", "plot")
    said = atlas(*words, *own, "--source", "ministry", "--format", "json", "--within", 0)
    assert said.exit_code == 1, said.stderr  # one school has no position
    assert "1 of 3 rows have no position" in said.stderr
    answer = json.loads(said.stdout)
    assert answer["raster_total"] == 2
    assert answer["raster"]["source"] == "ministry"
    rows = pd.DataFrame(answer["rows"])
    assert [one["zone"] for one in answer["rows"]] == ["=p", "q", None, None]
    assert rows["exposed"].tolist() == [1, 0, 0, 1]
    assert rows["not_exposed"].tolist() == [0, 1, 0, 1]
    text = atlas(*words, *own).output
    assert "2 rows of points, counted" in text
    assert "The file's total, points: 2." in text
    for ending in ("csv", "json", "geojson"):
        assert atlas(*words, *own, "-o", tmp_path / f"out.{ending}").exit_code == 1
    drawn = gpd.read_file(tmp_path / "out.geojson").set_index("zone")
    assert drawn.geometry["q"].equals(plots.geometry[1])
    assert drawn["exposed_within_0_m"].to_dict() == {"=p": 1, "q": 0}
    assert "'=p" in (tmp_path / "out.csv").read_text("utf-8")
    by_hazard = json.loads(atlas(*words, "--by", "hazard_areas", "--format", "json").stdout)
    assert by_hazard["rows"][0] | {"zone": "h0", "exposed": 1} == by_hazard["rows"][0]
    assert atlas(*words, "--kind", "count").exit_code == 2
    assert atlas(*words, "--by", "claims").exit_code == 3
