"""Shares of cells within distances: by fine buffers of GEOS, and the same sums by either way."""

import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from affine import Affine
from shapely import box

from geo.geodesy.buffers import LocalPlane
from geo.raster import sums
from geo.raster.divided import divide, outline_cells
from geo.raster.exposure import measure
from geo.raster.fractions import share_of_cells
from geo.raster.grid import Grid
from geo.raster.within import shares_within
from tests.raster.made import north_up, write


def stars(seed, n, extent, size):
    """Outlines of 23 corners, some over others, with holes."""
    rng = np.random.default_rng(seed)
    middle = rng.uniform([47, 40.1 - extent], [47 + extent, 40.1], (n, 2))
    angle = np.sort(rng.uniform(0, 2 * np.pi, (n, 23)), axis=1)
    reach = rng.uniform(0.5, 1.5, (n, 23)) * size
    ring = np.stack([np.cos(angle), np.sin(angle)], -1) * reach[..., None]
    made = shapely.make_valid(shapely.polygons(middle[:, None] + ring), method="structure")
    made[: n // 3] = shapely.difference(
        made[: n // 3], shapely.buffer(shapely.centroid(made[: n // 3]), 0.4 * size)
    )
    return made[shapely.area(made) > 0]


@pytest.mark.parametrize(
    ("side", "size", "metres"),
    [(0.0001, 0.001, (40, 150, 400)), (0.001, 0.004, (30, 250, 900)), (0.01, 0.02, (90, 700, 4e3))],
)
def test_against_fine_buffers(side, size, metres):
    grid = Grid(pyproj.CRS.from_epsg(4326), Affine(side, 0, 47, 0, -side, 40.1), 75, 90)
    shapes = stars(3, 12, 75 * side, size)
    shapes[0] = box(47.02 * (side > 0.0005) + 40, 30, 60, 40.1 - 70 * side)  # far over the edge
    ours = shares_within(shapes, np.array(metres, float), grid, grid.whole)
    west, south, east, north = grid.outline(grid.whole)
    plane = LocalPlane((west + east) / 2, (south + north) / 2)
    cut = shapely.intersection(shapes, box(west - 1, south - 1, east + 1, north + 1))
    flat = plane.forward(shapely.segmentize(cut, 0.01))
    for share, d in zip(ours, metres, strict=True):
        wide = shapely.segmentize(shapely.union_all(flat).buffer(d, quad_segs=200), 500)
        cells = shapely.transform(
            wide, lambda xy: np.column_stack(grid.cells(*plane.degrees(*xy.T), 47))
        )
        cells = shapely.intersection(cells, box(0, 0, grid.columns, grid.rows))
        theirs = share_of_cells(np.array([cells], dtype=object), grid.rows, grid.columns)
        assert np.abs(share - theirs).max() < 0.03, d
        assert share.sum() == pytest.approx(theirs.sum(), rel=1e-4), d


def test_nothing_near_is_nothing_and_far_inside_is_all():
    grid = Grid(pyproj.CRS.from_epsg(4326), Affine(1e-4, 0, 47, 0, -1e-4, 40.1), 70, 200)
    for shape, expected in ((box(40, 30, 60, 50), 1), (box(47.1, 40.2, 47.2, 40.3), 0)):
        ours = shares_within(np.array([shape]), np.array([50.0, 500.0]), grid, grid.whole)
        assert (ours == expected).all()


def test_zones_get_the_same_by_either_way(tmp_path, monkeypatch):
    """With zones that cut cells, so that both are cut in the same cells."""
    rng = np.random.default_rng(2)
    people = rng.gamma(0.5, 20, (150, 160)).astype("float32")
    path = write(tmp_path / "people.tif", people, north_up(47, 40.1, 0.001), nodata=-1)
    hazards = gpd.GeoDataFrame(geometry=stars(5, 30, 0.15, 0.003), crs=4326)
    slanted = shapely.Polygon([(47.03, 40.11), (47.09, 40.11), (47.05, 39.9), (46.9, 39.9)])
    shapes = [slanted, box(46.9, 40.0333, 47.2, 40.07), box(47.0, 39.9, 47.1, 40.0)]
    zones = gpd.GeoDataFrame({"district": list("abc")}, geometry=shapes, crs=4326)
    found = []
    for many in (1, 10**9):
        monkeypatch.setattr(sums, "MANY", many)
        found.append(measure(hazards, zones, path, [0, 60, 400], kind="count"))
    quick, plain = (one.table for one in found)
    assert quick["exposed"].to_numpy() == pytest.approx(plain["exposed"].to_numpy(), rel=2e-3)
    inside = quick["within_m"] == 0
    assert quick[inside].equals(plain[inside])
    by = quick.groupby(["row", "within_m"])[["exposed", "not_exposed"]].sum()
    assert np.allclose(by.loc["zone"] + by.loc["outside"], by.loc["total"], rtol=1e-9)


def test_cells_of_zones_by_shapely():
    """Zones over many tiles: shares against intersections cell by cell."""
    zones = np.array(
        [shapely.Polygon([(0, 0), (290, 0), (3.3, 299)]), box(291, 100.5, 300, 260.25)],
        dtype=object,
    )
    rows, columns = 300, 301
    split = divide(zones, rows, columns)
    share = np.zeros((2, rows * columns))
    for zone in (0, 1):
        share[zone, split.label == zone] = 1
    share[split.zone, split.parts.number] += split.parts.share
    number = np.arange(0, rows * columns, 7)
    cells = shapely.box(
        number % columns, number // columns, number % columns + 1, number // columns + 1
    )
    for zone, shape in enumerate(zones):
        true = shapely.area(shapely.intersection(cells, shape))
        assert np.abs(share[zone, number] - true).max() < 1e-6
    values = np.random.default_rng(1).random(rows * columns)
    assert split.sum(values)[:, 0] == pytest.approx(share @ values, rel=1e-9)
    code = (values * 3).astype(np.int64)
    by_code = np.stack([(share * values * (code == k)).sum(axis=1) for k in range(3)], axis=1)
    assert split.sum(values, code, 3) == pytest.approx(by_code, rel=1e-9)


def test_ground_of_cells():
    ground = outline_cells(np.array([3, 4, 5, 11]), 5)  # two rows of five cells, and the next
    assert ground.area == 4
    assert ground.equals(shapely.union_all([box(3, 0, 5, 1), box(0, 1, 1, 2), box(1, 2, 2, 3)]))
