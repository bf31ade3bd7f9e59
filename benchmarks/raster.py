"""Measure rasters against what a user would otherwise write, in one run, as ratios.

``python benchmarks/raster.py exposure coverage zonal density --hazards 2000 --side 2000``

Each contestant runs once in turn, in this process, on the same data; given are wall seconds, their
ratio to the project's and the largest difference of the figures. The issue's own sizes:
``exposure --hazards 100000 --side 30000``, ``coverage zonal --hazards 100000 --side 10000`` and
``density --points 5000000``.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import rasterio
import shapely
from affine import Affine
from exactextract import exact_extract
from rasterio.features import rasterize

from geo.raster.band import band_of
from geo.raster.density import Locations, density
from geo.raster.exposure import measure
from geo.raster.surfaces import coverage
from geo.raster.target import grid_around, grid_like
from geo.raster.zonal import zonal

WEST, NORTH, DEGREES = 46.0, 41.0, 3.0
DISTANCES = (0, 100, 500, 1000)


def data(folder, hazards, side):
    """Write a raster of people; return polygons about 200 m across, and 36 zones."""
    rng = np.random.default_rng(1)
    path = Path(folder) / "people.tif"
    cell = DEGREES / side
    with rasterio.open(
        path, "w", driver="GTiff", width=side, height=side, count=1, dtype="float32", nodata=-1,
        crs="EPSG:4326", transform=Affine(cell, 0, WEST, 0, -cell, NORTH), tiled=True,
        compress="deflate",
    ) as file:  # fmt: skip
        for row in range(0, side, 256):
            rows = min(256, side - row)
            block = rng.poisson(0.5, (rows, side)).astype("float32")
            file.write(block, 1, window=rasterio.windows.Window(0, row, side, rows))
    centre = rng.uniform(
        [WEST + 0.05, NORTH - DEGREES + 0.05], [WEST + DEGREES - 0.05, NORTH - 0.05], (hazards, 2)
    )
    angle = np.sort(rng.uniform(0, 2 * np.pi, (hazards, 23)), axis=1)
    reach = rng.uniform(0.0005, 0.0015, (hazards, 23))
    ring = centre[:, None] + np.stack([np.cos(angle), np.sin(angle)], -1) * reach[..., None]
    shapes = shapely.make_valid(shapely.polygons(ring), method="structure")
    frame = gpd.GeoDataFrame(
        {"hazard_id": np.arange(hazards).astype(str)}, geometry=shapes, crs=4326
    )
    step = DEGREES / 6
    west, south = np.meshgrid(WEST + step * np.arange(6), NORTH - DEGREES + step * np.arange(6))
    boxes = shapely.box(west, south, west + step, south + step).ravel()
    zones = gpd.GeoDataFrame({"district": [str(k) for k in range(36)]}, geometry=boxes, crs=4326)
    return path, frame, zones


def exposure_here(path, hazards, zones):
    """Figures by zone and distance."""
    table = measure(hazards, zones, band_of(path, kind="count"), DISTANCES).table
    return table[table["row"] == "zone"].sort_values(["within_m", "zone"])["exposed"].to_numpy()


def exposure_geopandas(path, hazards, zones):
    """Buffer, dissolve, cut by zone, exactextract: as a user of geopandas would."""
    out = []
    for metres in DISTANCES:
        near = hazards.to_crs("EPSG:32638")
        near["geometry"] = near.buffer(metres)
        near = near.dissolve().to_crs("EPSG:4326")
        cut = zones.overlay(near, keep_geom_type=True)[["district", "geometry"]]
        sums = exact_extract(str(path), cut, ["sum"], include_cols=["district"], output="pandas")
        both = zones[["district"]].merge(sums, how="left").fillna(0.0)
        out.append(both.sort_values("district")["sum"].to_numpy())
    return np.concatenate(out)


def coverage_here(path, hazards, _):
    """Share of each cell."""
    grid = grid_like(path)
    out = np.zeros((grid.rows, grid.columns), np.float32)
    for window, values in coverage(hazards.geometry.to_numpy(), grid):
        out[window.slices] = values
    return out.ravel()


def coverage_supersampled(path, hazards, _):
    """Rasterise ten times finer, and average."""
    grid = grid_like(path)
    a, _, c, _, e, f, *_ = grid.transform
    out = np.zeros((grid.rows, grid.columns), np.float32)
    step = 500
    for row in range(0, grid.rows, step):
        rows = min(step, grid.rows - row)
        fine = rasterize(
            hazards.geometry, (rows * 10, grid.columns * 10),
            transform=Affine(a / 10, 0, c, 0, e / 10, f + row * e), dtype="uint8",
        )  # fmt: skip
        out[row : row + rows] = fine.reshape(rows, 10, grid.columns, 10).mean(axis=(1, 3))
    return out.ravel()


def coverage_exactextract(path, hazards, _):
    """exactextract by itself; where polygons overlap its shares are added up."""
    grid = grid_like(path)
    found = exact_extract(str(path), hazards, ["cell_id", "coverage"], output="pandas")
    out = np.zeros(grid.rows * grid.columns, np.float32)
    np.add.at(out, np.concatenate(found["cell_id"]), np.concatenate(found["coverage"]))
    return out.clip(0, 1)


def zonal_here(path, hazards, _):
    """Means by hazard area."""
    return zonal(hazards, path, zone="hazard_id")["mean"].to_numpy()


def zonal_exactextract(path, hazards, _):
    """exactextract by itself."""
    return exact_extract(str(path), hazards, ["mean"], output="pandas")["mean"].to_numpy()


def density_here(points):
    """Points to a density, in windows."""
    places = Locations(points[:, 0], points[:, 1], np.zeros(len(points)), {})
    grid = grid_around(shapely.points(points[[0, -1]]), 1000, 200_000)
    return sum(float(v.sum()) for _, v in density(places, grid))


TASKS = {
    "exposure": (exposure_here, exposure_geopandas),
    "coverage": (coverage_here, coverage_supersampled, coverage_exactextract),
    "zonal": (zonal_here, zonal_exactextract),
}


def main():
    """Run the tasks and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tasks", nargs="+", choices=[*TASKS, "density"])
    parser.add_argument("--hazards", type=int, default=2000)
    parser.add_argument("--side", type=int, default=2000)
    parser.add_argument("--points", type=int, default=500_000)
    options = parser.parse_args()
    print("| task | contestant | seconds | ratio | differs by |")
    print("| --- | --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        given = data(folder, options.hazards, options.side)
        for task in options.tasks:
            if task == "density":
                points = np.random.default_rng(2).uniform([46, 38], [49, 41], (options.points, 2))
                begin = time.perf_counter()
                density_here(points)
                print(f"| density | here | {time.perf_counter() - begin:.2f} | 1.0 | |", flush=True)
                continue
            first = figures = None
            for contestant in TASKS[task]:
                begin = time.perf_counter()
                found = contestant(*given)
                took = time.perf_counter() - begin
                if first is None:
                    first, figures = took, found
                apart = float(np.nanmax(np.abs(found - figures)))
                name = contestant.__name__.partition("_")[2]
                print(
                    f"| {task} | {name} | {took:.2f} | {took / first:.1f} | {apart:.3g} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
