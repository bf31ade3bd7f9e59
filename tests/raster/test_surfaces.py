"""Surfaces: nothing is lost, nothing is placed where nobody said."""

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from rio_cogeo.cogeo import cog_validate
from shapely import box

from geo.errors import InputUnreadable
from geo.raster.density import Locations, density, locations
from geo.raster.layers import write_distance
from geo.raster.surfaces import coverage, distance, newest_year
from geo.raster.target import grid_around, grid_like
from geo.raster.windows import windows
from tests.cli.test_cli import atlas
from tests.conftest import ROOT
from tests.raster.made import dataset, layer, north_up, write

EXERCISE = ROOT / "layers" / "exercise.gpkg"


def whole(grid, parts):
    out = np.full((grid.rows, grid.columns), np.nan)
    for window, values in parts:
        out[window.slices] = values
    assert sum(w.rows * w.columns for w in windows(None, grid)) == out.size
    return out


def counted(grid, values):
    return (values * grid.area_m2(grid.whole)).sum() / 1e6


@settings(max_examples=15)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 700.0]))
def test_density_times_area_is_the_count(seed, bandwidth):
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(46, 46.3, 40), rng.uniform(39.8, 40, 40)
    places = Locations(lon, lat, rng.choice([0, 5, 120, 2500], 40).astype(float), {})
    grid = grid_around(shapely.points(lon, lat), 500, 2500 + 4 * bandwidth + 500)
    values = whole(grid, density(places, grid, bandwidth))
    assert (values >= 0).all()
    assert counted(grid, values) == pytest.approx(40, rel=1e-9)


def test_a_location_is_spread_over_its_circle():
    places = Locations(np.array([46.0]), np.array([40.0]), np.array([1000.0]), {})
    grid = grid_around(shapely.points([46.0], [40.0]), 100, 1500)
    values = whole(grid, density(places, grid))
    assert values.max() == pytest.approx(1 / (np.pi * 1.0**2), rel=3e-3)
    column, row = np.meshgrid(np.arange(grid.columns) + 0.5, np.arange(grid.rows) + 0.5)
    lon, lat = grid.degrees(column, row)
    away = Geod(ellps="WGS84").inv(*np.broadcast_arrays(46.0, 40.0, lon, lat))[2]
    assert (values[away > 1075] == 0).all()
    assert (values[away < 925] > 0.3).all()


def test_a_location_over_several_windows_counts_once():
    """Cells of 0.5 m: a circle of 900 m needs windows of 2,048 cells and more."""
    places = Locations(np.array([46.0]), np.array([40.0]), np.array([900.0]), {})
    grid = grid_around(shapely.points([46.0], [40.0]), 0.8, 950)
    assert len(list(windows(None, grid))) > 1
    total = sum((v * grid.area_m2(w)).sum() / 1e6 for w, v in density(places, grid))
    assert total == pytest.approx(1, rel=1e-6)  # each window has a plane of its own


def test_a_district_report_is_on_no_cell():
    rows = [
        {"find_id": "a", "name": "a", "support": "point", "horizontal_accuracy_m": 10},
        {"find_id": "b", "name": "b", "support": "settlement", "horizontal_accuracy_m": 900},
        {"find_id": "c", "name": "c", "support": "settlement"},
        {"find_id": "d", "name": "d", "support": "district", "horizontal_accuracy_m": 10},
        {"find_id": "e", "name": "e", "support": "point"},
    ]
    at = shapely.Point(47.05, 40.05)
    frame = layer("ordnance_finds", rows, [at, at, at, at, None])
    places = locations(frame)
    assert len(places) == 2
    assert places.left_out == {
        "known to a district": 1, "no position": 1, "settlement of unknown size": 1,
    }  # fmt: skip


def test_shares_of_cells_are_those_of_geos_and_overlaps_count_once():
    rng = np.random.default_rng(2)
    centre = rng.uniform([46.0, 40.0], [46.03, 40.02], (30, 2))
    shapes = shapely.buffer(shapely.points(centre), rng.uniform(0.001, 0.004, 30))
    grid = grid_around(np.append(shapes, box(45.99, 39.99, 46.04, 40.03)), 250)
    ours = whole(grid, coverage(shapes, grid))
    flat = shapely.segmentize(shapely.union_all(shapes), 0.0005)
    flat = gpd.GeoSeries([flat], crs=4326).to_crs(grid.crs.to_wkt()).iloc[0]
    left, top = grid.transform.c, grid.transform.f
    for row in range(grid.rows):
        x = left + 250 * np.arange(grid.columns)
        cells = shapely.box(x, top - 250 * (row + 1), x + 250, top - 250 * row)
        share = shapely.area(shapely.intersection(cells, flat)) / 250**2
        assert np.abs(ours[row] - share).max() < 1e-6
    assert 0 < ours.sum() < shapely.area(shapes).sum() * 111_000 * 85_000 / 250**2


def test_distances_by_geodesics():
    hazard = np.array([box(46.0, 40.0, 46.01, 40.01), box(46.3, 40.2, 46.31, 40.21)], dtype=object)
    grid = grid_around(np.append(hazard, box(45.9, 39.9, 46.5, 40.3)), 2000)
    ours = whole(grid, distance(hazard, grid))
    column, row = np.meshgrid(np.arange(grid.columns) + 0.5, np.arange(grid.rows) + 0.5)
    lon, lat = grid.degrees(column, row)
    edge = shapely.get_coordinates(shapely.segmentize(hazard, 0.0005))
    geod = Geod(ellps="WGS84")
    for r, c in [(0, 0), (5, 9), (12, 20), (3, 25), (20, 3)]:
        n = len(edge)
        away = geod.inv([lon[r, c]] * n, [lat[r, c]] * n, *edge.T)[2]
        assert ours[r, c] == pytest.approx(min(away), rel=2e-3, abs=2)
    inside = shapely.contains_xy(shapely.union_all(hazard), lon, lat)
    assert (ours[inside] == 0).all()


def test_no_hazard_is_no_distance():
    grid = grid_around(np.array([box(46, 40, 46.1, 40.1)], dtype=object), 1000)
    assert np.isnan(whole(grid, distance(np.zeros(0, dtype=object), grid))).all()


def test_the_newest_word_about_a_cell():
    grid = grid_around(np.array([box(46, 40, 46.1, 40.1)], dtype=object), 1000, 3000)
    shapes = np.array(
        [box(46, 40, 46.1, 40.1), box(46, 40, 46.03, 40.03), shapely.Point(46.06, 40.06)],
        dtype=object,
    )
    years = np.array([2019, 2015, 2023])
    ours = whole(grid, newest_year(shapes, np.array([0, 0, 300.0]), years, grid))
    assert set(np.unique(ours)) == {0, 2019, 2023}
    assert 1 <= (ours == 2023).sum() <= 4


@pytest.mark.parametrize("verb", ["density", "coverage", "distance", "age"])
def test_files_are_cloud_optimised_the_same_twice_and_say_what_they_are(verb, tmp_path):
    paths = [tmp_path / name / "s.tif" for name in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        said = atlas("raster", verb, EXERCISE, "-o", path, "--cell", 150)
        assert said.exit_code == 0, said.stderr
        assert [p.name for p in path.parent.iterdir()] == ["s.tif"]
    valid, errors, warnings = cog_validate(paths[0])
    assert valid, (errors, warnings)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with rasterio.open(paths[0]) as file:
        tags = file.tags()
        assert tags["SYNTHETIC"].startswith("yes")
        assert tags["DATE"] == "2023-12-31"
        assert tags["SOURCE_IDS"]
        assert "No record is not evidence" in tags["CAUTION"]
        assert file.units[0]
        assert file.nodata is not None
        values = file.read(1, masked=True)
        assert float(file.tags(1)["STATISTICS_MAXIMUM"]) == pytest.approx(values.max(), rel=1e-6)
    assert atlas("raster", verb, EXERCISE, "-o", paths[0]).exit_code == 3


def test_a_surface_on_the_cells_of_another(tmp_path):
    path = write(tmp_path / "like.tif", np.ones((60, 150)), north_up(-20, -34.94, 0.001))
    out = tmp_path / "share.tif"
    assert atlas("raster", "coverage", EXERCISE, "-o", out, "--like", path).exit_code == 0
    assert grid_like(out).transform == grid_like(path).transform
    with rasterio.open(out) as file:
        # Every outline of the exercise is made of these cells.
        assert set(np.unique(file.read(1).round(6))) <= {0, 1}
        assert file.read(1).sum() == pytest.approx(995)


def test_a_surface_without_hazard_is_refused(tmp_path):
    made = dataset([])
    with pytest.raises(InputUnreadable, match="no usable outline"):
        write_distance(made, tmp_path / "a.tif")
