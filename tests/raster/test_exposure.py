"""Who is near: by hand, by another path, and by what must always hold."""

import json
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely
from affine import Affine
from exactextract import exact_extract
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from rasterio.warp import Resampling, reproject
from shapely import box

import geo
from geo.errors import GeoError
from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import keep_polygons
from geo.raster.band import band_of
from geo.raster.exposure import measure
from geo.store import write_dataset
from tests.cli.test_cli import atlas
from tests.conftest import ROOT
from tests.raster.made import dataset, north_up, write

EXERCISE = ROOT / "layers" / "exercise.gpkg"


def of(found, row="total", within=0, zone=None):
    table = found.table
    some = table[(table["row"] == row) & (table["within_m"] == within)]
    some = some if zone is None else some[some["zone"] == zone]
    assert len(some) == 1
    return some.iloc[0]["exposed"], some.iloc[0]["not_exposed"]


@pytest.fixture
def ten(tmp_path):
    """A grid of 10 × 10 cells of 0.01° over the district West; cell (r, c) holds 10 r + c."""
    return write(tmp_path / "ten.tif", np.arange(100.0).reshape(10, 10), north_up(47, 40.1, 0.01))


def test_shares_of_cells_by_hand(ten):
    # Half of cell (0, 0), all of (0, 1), a quarter of (1, 1).
    hazards = [box(47.005, 40.09, 47.02, 40.1), box(47.01, 40.085, 47.015, 40.09)]
    found = geo.exposure(dataset(hazards), ten, of="hazard_areas", kind="count")
    assert of(found) == pytest.approx((0 / 2 + 1 + 11 / 4, 4950 - 1 - 11 / 4))
    assert of(found, "zone") == pytest.approx(of(found))
    assert of(found, "outside") == (0, 0)
    assert found.raster_total == pytest.approx(4950)


def test_hazards_that_overlap_count_once(ten):
    twice = [box(47.0, 40.09, 47.02, 40.1), box(47.01, 40.09, 47.03, 40.1)]
    found = geo.exposure(dataset(twice), ten, of="hazard_areas", kind="count", by_feature=True)
    assert of(found)[0] == pytest.approx(0 + 1 + 2)
    # By themselves they have more together than there is.
    assert found.by_feature["exposed"].tolist() == pytest.approx([0 + 1, 1 + 2])


def test_released_ground_is_not_in_what_remains(ten):
    made = dataset([box(47, 40.09, 47.04, 40.1)], [box(47.02, 40.09, 47.04, 40.1)])
    for which, people in (("hazard_areas", 6), ("remaining", 1), ("land_release", 5)):
        assert of(geo.exposure(made, ten, of=which, kind="count"))[0] == pytest.approx(people)
    before = geo.exposure(made, ten, of="remaining", kind="count", as_on="2020-06-01")
    assert of(before)[0] == pytest.approx(6)


def test_zones_and_outside_make_the_total(ten):
    halves = {"North": box(46.9, 40.053, 47.2, 40.2), "Mid": box(47.023, 40.02, 47.06, 40.053)}
    hazards = [box(47.01, 40.01, 47.055, 40.077)]
    found = geo.exposure(
        dataset(hazards, districts=halves), ten, of="hazard_areas", within=[0, 700], kind="count"
    )
    for metres in (0, 700):
        some = found.table[found.table["within_m"] == metres].set_index("row")
        for figure in ("exposed", "not_exposed"):
            parts = some.loc[["zone", "outside"], figure].sum()
            assert parts == pytest.approx(some.loc["total", figure], rel=1e-12)
        total = some.loc["total"]
        assert total["exposed"] + total["not_exposed"] == pytest.approx(4950, rel=1e-12)
    assert found.zones["valid_share"].between(0.02, 1).all()


def test_the_first_of_two_zones_counts(ten):
    zones = {"A": box(47, 40, 47.06, 40.1), "B": box(47.04, 40, 47.1, 40.1)}
    found = geo.exposure(
        dataset([box(47, 40, 47.1, 40.1)], districts=zones), ten, of="hazard_areas", kind="count"
    )
    columns = np.arange(100.0).reshape(10, 10).sum(axis=0)
    assert of(found, "zone", zone="A")[0] == pytest.approx(columns[:6].sum())
    assert of(found, "zone", zone="B")[0] == pytest.approx(columns[6:].sum())
    assert "zones-overlap" in set(found.findings["code"])


@pytest.mark.parametrize("latitude", [0.05, 40.05, -60.05])
def test_distances_are_metres_of_the_ground(tmp_path, latitude):
    """A ring of people by geodesics, just inside and just outside of d."""
    side = 0.0001
    lon, metres = 12.3, 900.0
    hazard = box(lon - 1e-6, latitude - 1e-6, lon + 1e-6, latitude + 1e-6)
    rows, columns = 200, int(200 / np.cos(np.radians(latitude)))
    west, north = lon - columns / 2 * side, latitude + rows / 2 * side
    geod = Geod(ellps="WGS84")
    for factor, inside in ((0.97, True), (1.03, False)):
        people = np.zeros((rows, columns))
        for azimuth in range(0, 360, 15):
            x, y, _ = geod.fwd(lon, latitude, azimuth, metres * factor)
            people[int((north - y) / side), int((x - west) / side)] += 1
        path = write(tmp_path / "ring.tif", people, north_up(west, north, side))
        made = dataset(
            [hazard], districts={"all": box(lon - 1, latitude - 1, lon + 1, latitude + 1)}
        )
        found = geo.exposure(made, path, of="hazard_areas", within=[metres], kind="count")
        assert of(found, within=metres)[0] == pytest.approx(24 if inside else 0)


def test_a_density_is_people_per_square_kilometre(tmp_path):
    side, people = 100.0, 250.0
    path = write(
        tmp_path / "density.tif", np.full((40, 40), people, "float32"),
        north_up(500_000, 4_430_000, side), "EPSG:32638", unit="people/km2",
    )  # fmt: skip
    corners = gpd.GeoSeries([box(500_500, 4_427_000, 502_500, 4_429_000)], crs=32638).to_crs(4326)
    found = geo.exposure(
        dataset(list(corners), districts={"z": corners[0]}), path, of="hazard_areas"
    )
    assert found.band.kind == "density"
    assert of(found)[0] == pytest.approx(
        people * straight_area_m2(corners.to_numpy())[0] / 1e6, 1e-6
    )
    assert of(found)[0] == pytest.approx(people * 4 / 0.9996**2, rel=1e-4)  # the zone's scale


def test_classes_are_areas(tmp_path):
    codes = np.repeat(np.uint8([[10, 10, 40, 40]]), 4, axis=0)
    path = write(tmp_path / "cover.tif", codes, north_up(47, 40.04, 0.01), nodata=0)
    made = dataset([box(47.01, 40, 47.03, 40.04)])
    found = geo.exposure(made, path, of="hazard_areas", kind="class")
    total = found.table[found.table["row"] == "total"].set_index("class")
    strip = straight_area_m2(np.array([box(47.01, 40, 47.02, 40.04)]))[0]
    assert total["exposed"].tolist() == pytest.approx([strip, strip])
    assert total["not_exposed"].tolist() == pytest.approx([strip, strip])
    assert found.raster_total == pytest.approx(4 * strip)
    assert found.unit == "m²"


@pytest.mark.parametrize(
    ("transform", "turned"),
    [
        (north_up(47, 40.1, 0.01), lambda a: a),
        (Affine(0.01, 0, 47, 0, 0.01, 40), lambda a: a[::-1]),  # south up
        (Affine(-0.01, 0, 47.1, 0, -0.01, 40.1), lambda a: a[:, ::-1]),
        (Affine(0, 0.01, 47, -0.01, 0, 40.1), lambda a: a.T),  # turned by 90°
    ],
)
def test_cells_lie_in_any_order(tmp_path, transform, turned):
    people = np.arange(100.0).reshape(10, 10)
    path = write(tmp_path / "r.tif", turned(people), transform)
    made = dataset([box(47.013, 40.036, 47.048, 40.071)])
    found = geo.exposure(made, path, of="hazard_areas", within=[0, 400], kind="count")
    straight = write(tmp_path / "s.tif", people, north_up(47, 40.1, 0.01))
    other = geo.exposure(made, straight, of="hazard_areas", within=[0, 400], kind="count")
    assert found.table["exposed"].to_numpy() == pytest.approx(other.table["exposed"].to_numpy())


def test_a_rotated_grid_by_shapely(tmp_path):
    transform = Affine(180, 60, 500_000, 70, -140, 4_430_000)
    people = np.arange(20.0 * 15).reshape(20, 15)
    path = write(tmp_path / "turned.tif", people, transform, "EPSG:32638")
    flat = shapely.Polygon([(500_700, 4_428_300), (502_900, 4_429_100), (501_200, 4_430_500)])
    bent = shapely.segmentize(flat, 100)
    hazard = gpd.GeoSeries([bent], crs=32638).to_crs(4326)
    found = measure(gpd.GeoDataFrame(geometry=hazard), zones_around(hazard), path, kind="count")
    a, b, x, d, e, y = transform[:6]
    cells = shapely.transform(
        [box(c, r, c + 1, r + 1) for r in range(20) for c in range(15)],
        lambda at: at @ np.array([[a, d], [b, e]]) + (x, y),
    )
    share = shapely.area(shapely.intersection(cells, flat)) / shapely.area(cells)
    assert of(found)[0] == pytest.approx(share @ people.ravel(), rel=1e-6)


def zones_around(shapes):
    west, south, east, north = shapes.total_bounds
    zone = box(west - 1, south - 1, east + 1, north + 1)
    return gpd.GeoDataFrame({"district": ["z"]}, geometry=[zone], crs=4326)


@settings(max_examples=10)
@given(st.integers(0, 2**32 - 1))
def test_figures_add_up_and_grow_with_distance(tmp_path_factory, seed):
    rng = np.random.default_rng(seed)
    folder = tmp_path_factory.mktemp("r")
    people = rng.gamma(0.5, 20, (30, 40)).astype("float32")
    people[rng.random(people.shape) < 0.2] = -99999
    path = write(folder / "r.tif", people, north_up(47, 40.1, 0.002), nodata=-99999)
    corner = rng.uniform([46.99, 40.03], [47.08, 40.1], (6, 2))
    far = corner + rng.uniform(1e-4, 0.01, (6, 2))
    hazards = [box(*ends) for ends in np.hstack([corner, far])]
    cut = np.sort(rng.uniform(46.99, 47.09, 3))
    zones = {f"z{i}": box(a, 40.05, b, 40.2) for i, (a, b) in enumerate(pairwise(cut))}
    found = geo.exposure(
        dataset(hazards, districts=zones),
        path,
        of="hazard_areas",
        within=[0, 80, 300],
        kind="count",
    )
    true = people[people >= 0].astype("float64").sum()
    assert found.raster_total == pytest.approx(true, rel=1e-9)
    by = found.table.groupby(["row", "within_m"])[["exposed", "not_exposed"]].sum()
    parts = by.loc["zone"] + by.loc["outside"]
    assert np.allclose(parts, by.loc["total"], rtol=1e-9, atol=1e-9 * true)
    assert np.allclose(by.loc["total"].sum(axis=1), true, rtol=1e-9)
    assert (found.table[["exposed", "not_exposed"]] >= -1e-9 * true).all(axis=None)
    for _, some in found.table.groupby(["row", "zone"], dropna=False):
        assert (some["exposed"].diff().dropna() >= -1e-9 * true).all()


def test_against_buffers_in_utm_and_exactextract(tmp_path):
    """The exercise, by a path of its own: another projection, dissolve, exactextract's sums."""
    rng = np.random.default_rng(5)
    people = rng.gamma(0.3, 30, (90, 180)).astype("float32")
    path = write(tmp_path / "people.tif", people, north_up(-20.01, -34.93, 0.001))
    opened = geo.open_dataset(EXERCISE)
    found = geo.exposure(opened, path, of="hazard_areas", within=[0, 250, 1000], kind="count")
    hazards = opened["hazard_areas"]
    hazards = hazards[hazards["valid_to"].isna()]
    zones = opened["districts"][["district", "geometry"]]
    for metres in (0, 250, 1000):
        near = hazards.to_crs("EPSG:32727").buffer(metres * 0.9999, quad_segs=64)
        whole = near.to_crs(4326).union_all()
        # exactextract loses cells whose sides an outline follows but for rounding.
        parts = shapely.set_precision(zones.intersection(whole).to_numpy(), 1e-9)
        parts = keep_polygons(parts)
        cut = gpd.GeoDataFrame(zones, geometry=parts, crs=4326)
        sums = exact_extract(str(path), cut, ["sum"], output="pandas")["sum"].to_numpy()
        ours = found.table[(found.table["row"] == "zone") & (found.table["within_m"] == metres)]
        assert ours["exposed"].to_numpy() == pytest.approx(sums, rel=2e-3 if metres else 1e-6)


def test_resampling_counts_loses_people_and_this_does_not(tmp_path):
    people = np.zeros((60, 60), "float32")
    people[::7, ::5] = 100  # settlements of one cell
    path = write(tmp_path / "people.tif", people, north_up(47, 40.06, 0.001), nodata=-1)
    made = dataset([box(46.9, 39.9, 47.2, 40.2)])
    found = geo.exposure(made, path, of="hazard_areas", kind="count")
    assert of(found)[0] == pytest.approx(people.sum())
    with rasterio.open(path) as source:
        coarse = np.zeros((21, 21), "float32")
        reproject(
            rasterio.band(source, 1), coarse, dst_crs="EPSG:4326", resampling=Resampling.nearest,
            dst_transform=north_up(47, 40.06, 0.06 / 21),
        )  # fmt: skip
    assert abs(coarse.sum() / people.sum() - 1) > 0.4


def test_nobody_is_lost_across_the_antimeridian(tmp_path):
    hazard = shapely.MultiPolygon([box(179.99, -17, 180, -16.99), box(-180, -17, -179.99, -16.99)])
    zone = shapely.MultiPolygon([box(179, -18, 180, -16), box(-180, -18, -179, -16)])
    for west, name in ((179.95, "east.tif"), (-180.05, "west.tif")):
        path = write(tmp_path / name, np.ones((10, 10)), north_up(west, -16.95, 0.01))
        made = dataset([hazard], districts={"Fiji": zone})
        found = geo.exposure(made, path, of="hazard_areas", within=[0, 1000], kind="count")
        assert of(found)[0] == pytest.approx(2)
        assert of(found, "zone", 1000)[0] == pytest.approx(of(found, "total", 1000)[0])
        # Two cells, and strips of 1 km around them: no gap at 180°.
        side = 1000 / np.array([106_600, 110_650]) / 0.01
        around = 2 + 2 * 2 * side[1] + 2 * 1 * side[0] + np.pi * side[0] * side[1]
        assert of(found, within=1000)[0] == pytest.approx(around, rel=5e-3)


def test_a_zone_smaller_than_a_cell(tmp_path):
    path = write(tmp_path / "one.tif", np.full((1, 1), 1000.0), north_up(47, 41, 1.0))
    small = box(47.2, 40.3, 47.21, 40.32)
    found = geo.exposure(
        dataset([small], districts={"plot": small}), path, of="hazard_areas", kind="count"
    )
    assert of(found, "zone")[0] == pytest.approx(1000 * 0.01 * 0.02)


def test_bounds_are_of_what_is_stated(ten):
    made = dataset([box(47.03, 40.03, 47.06, 40.06)])
    plain = geo.exposure(made, ten, of="hazard_areas", kind="count")
    assert plain.table["exposed_min"].isna().all()
    band = band_of(ten, kind="count", error=0.2)
    found = geo.exposure(made, band, of="hazard_areas", within=[500], accuracy_m=100)
    near, far = (
        of(geo.exposure(made, ten, of="hazard_areas", within=[d], kind="count"), within=d)[0]
        for d in (400, 600)
    )
    total = found.table[found.table["row"] == "total"].iloc[0]
    assert total["exposed_min"] == pytest.approx(near * 0.8, rel=1e-3)
    assert total["exposed_max"] == pytest.approx(far * 1.2, rel=1e-3)


def test_half_a_zone_without_data_is_told(tmp_path):
    path = write(tmp_path / "half.tif", np.ones((10, 5)), north_up(47, 40.1, 0.01))
    found = geo.exposure(dataset([box(47, 40, 47.1, 40.1)]), path, of="hazard_areas", kind="count")
    assert found.zones["valid_share"].tolist() == pytest.approx([0.5])
    assert "zone-not-covered" in set(found.findings["code"])


def test_large_whole_numbers_do_not_overflow(tmp_path):
    people = np.full((300, 300), 60_000, "uint16")
    path = write(tmp_path / "u16.tif", people, north_up(47, 40.3, 0.001))
    found = geo.exposure(dataset([box(47, 40, 47.3, 40.3)]), path, of="hazard_areas", kind="count")
    assert of(found)[0] == pytest.approx(60_000 * 90_000)


def test_scale_and_offset(tmp_path, ten):
    path = tmp_path / "scaled.tif"
    with rasterio.open(ten) as source:
        profile = source.profile | {"dtype": "int16", "nodata": -1}
    with rasterio.open(path, "w", **profile) as file:
        file.write(np.arange(100, dtype="int16").reshape(1, 10, 10))
        file.scales, file.offsets = (0.5,), (3.0,)
    found = geo.exposure(dataset([box(47, 40, 47.1, 40.1)]), path, of="hazard_areas", kind="count")
    assert of(found)[0] == pytest.approx(4950 * 0.5 + 300)


def test_the_command_and_its_json(tmp_path, ten):
    made = dataset(
        [box(47, 40.09, 47.04, 40.1)], [box(47.02, 40.09, 47.04, 40.1)],
        {"West": box(47, 40, 47.05, 40.1)},
    )  # fmt: skip
    target = write_dataset(made, tmp_path / "made.gpkg")
    words = ("raster", "exposure", target, ten, "--of", "remaining", "--kind", "count")
    said = atlas(*words, "--within", 0, "--within", 250, "--format", "json")
    assert said.exit_code == 0, said.stderr
    answer = json.loads(said.stdout)
    assert answer["raster_total"] == pytest.approx(4950)
    table = pd.DataFrame(answer["rows"])
    assert [(one["row"], one["zone"], one["within_m"]) for one in answer["rows"]] == [
        (row, zone, d)
        for row, zone in (("zone", "West"), ("outside", None), ("total", None))
        for d in (0, 250)
    ]
    assert table["exposed"][0] == pytest.approx(1)
    assert table["exposed"][1] > 1
    text = atlas(*words)
    assert "SYNTHETIC" in text.output
    assert "(outside)" in text.output
    for ending in ("csv", "json", "geojson"):
        path = tmp_path / f"out.{ending}"
        assert atlas(*words, "-o", path).exit_code == 0
        assert atlas(*words, "-o", path).exit_code == 3
        assert "ten.tif" in path.read_text("utf-8")


def test_nobody_near_is_not_said_of_a_dataset_without_outlines(ten, karabakh):
    with pytest.raises(GeoError, match="no usable outline"):
        geo.exposure(karabakh, ten, of="hazard_areas", kind="count")
