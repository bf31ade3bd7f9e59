"""Finds and accidents per km²: each location spread over the ground where it may be.

A location known to r metres weighs 1 in all, evenly over its circle of r metres, by the exact share
of each cell. A report of a settlement is spread over the settlement's circle and never placed on a
point; a report of a district or a region is not on the surface, and is counted beside it. Then

    Σ density · area of the cells + beyond the edge + not on the surface = number of reports.

With a bandwidth, the counts are smoothed by a Gaussian kernel of that standard deviation, cut at
four of them and made to sum to 1, so that it moves counts and loses none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geodesy.rings import Floats
from geo.model.frames import expect, expect_geometry
from geo.model.terms import Support
from geo.raster.fractions import cover_cells
from geo.raster.grid import Grid, Window
from geo.raster.ground import FARTHEST_M, Features, find_within
from geo.raster.windows import windows

_CUT = 4  # standard deviations
_M2_PER_KM2 = 1e6
_PLACED = (str(Support.POINT), str(Support.LINE), str(Support.SETTLEMENT))


@dataclass(frozen=True)
class Locations:
    """Locations to spread, and what is left beside the surface.

    Attributes
    ----------
    lon, lat, radius_m : ndarray of float, shape (n,)
    left_out : mapping of str to int
        How many rows are not on the surface, by reason.
    """

    lon: Floats
    lat: Floats
    radius_m: Floats
    left_out: dict[str, int]

    def __len__(self) -> int:
        return len(self.lon)


def locations(frame: gpd.GeoDataFrame) -> Locations:
    """Sort the rows of a layer of points into those that have a place on a surface and others.

    Parameters
    ----------
    frame : GeoDataFrame
        Points (EPSG:4326) with `support` and `horizontal_accuracy_m`.

    Returns
    -------
    Locations
        A point of unknown accuracy has radius 0; a settlement of unknown size is left out.
    """
    expect(frame=(frame, ("support", "horizontal_accuracy_m")))
    expect_geometry("frame", frame)
    shapes = frame.geometry.to_numpy()
    radius = pd.to_numeric(frame["horizontal_accuracy_m"], errors="coerce").to_numpy(np.float64)
    support = frame["support"].astype("str").to_numpy()
    point = shapely.get_type_id(shapes) == 0
    reason = np.full(len(frame), "", dtype=object)
    reason[np.isnan(radius) & (support == Support.SETTLEMENT)] = "settlement of unknown size"
    reason[radius > FARTHEST_M] = "less exact than 100 km"
    for one in np.unique(support[~np.isin(support, _PLACED)]).tolist():
        reason[support == one] = f"known to a {one}" if one != Support.NONE else "no place"
    reason[(reason == "") & ~point] = "no position"
    keep = reason == ""
    x, y = shapely.get_coordinates(shapes[keep]).T
    counts = Counter(reason[~keep].tolist())
    return Locations(x, y, np.nan_to_num(radius[keep]), dict(sorted(counts.items())))


def density(
    places: Locations, grid: Grid, bandwidth_m: float = 0.0
) -> Iterator[tuple[Window, Floats]]:
    """Give the density of locations in windows.

    Parameters
    ----------
    places : Locations
    grid : Grid
    bandwidth_m : float
        Standard deviation of the kernel, m; 0 gives counts as they are.

    Yields
    ------
    window : Window
    values : ndarray of float, shape (rows, columns)
        Per km² of ground.
    """
    spread = _Spread(places, grid)
    for window in windows(None, grid):
        reach = _taps(grid, window, bandwidth_m) if bandwidth_m > 0 else (np.ones(1), np.ones(1))
        down, across = (len(taps) // 2 for taps in reach)
        wide = Window(
            window.row - down,
            window.column - across,
            window.rows + 2 * down,
            window.columns + 2 * across,
        )
        counts = spread.counts(wide)
        if counts.any():
            counts = _convolved(_convolved(counts, reach[0], 0), reach[1], 1)
        else:
            counts = np.zeros((window.rows, window.columns))
        yield window, counts / (grid.area_m2(window) / _M2_PER_KM2)


class _Spread:
    """Counts of any window of a grid, also beyond its edge."""

    def __init__(self, places: Locations, grid: Grid) -> None:
        self.grid = grid
        middle = float(np.median(places.lon)) if len(places) else 0.0
        column, row = grid.cells(places.lon, places.lat, middle)
        side = self._side_m(places, column, row)
        # Circles that lie within one cell, and points, need no cutting.
        edge = np.minimum(np.abs(column - np.rint(column)), np.abs(row - np.rint(row)))
        single = (places.radius_m <= 0) | (edge * side > places.radius_m * 1.01)
        cell = np.floor(np.stack([row[single], column[single]])).astype(np.int64)
        order = np.argsort(cell[0], kind="stable")
        self._row, self._column = cell[:, order]
        self._radius = places.radius_m[~single]
        points = shapely.points(places.lon[~single], places.lat[~single])
        self._circles = Features(np.asarray(points, dtype=object))

    def _side_m(self, places: Locations, column: Floats, row: Floats) -> float:
        """Return the shorter side of the cell at each location, a little less than it is."""
        if not len(places):
            return 1.0
        some = np.linspace(0, len(places) - 1, min(len(places), 64)).astype(int)
        sides = []
        for at in some.tolist():
            window = Window(int(row[at] // 1), int(column[at] // 1), 1, 1)
            west, south, east, north = self.grid.outline(window)
            wide = (east - west) * 111_320 * np.cos(np.radians((south + north) / 2))
            sides.append(min(wide, (north - south) * 110_574))
        return float(min(sides)) * 0.5  # turned cells are narrower than their boxes

    def counts(self, window: Window) -> Floats:
        """Return how many locations each cell of a window has."""
        first, last = np.searchsorted(self._row, [window.row, window.row + window.rows])
        column = self._column[first:last] - window.column
        inside = (column >= 0) & (column < window.columns)
        number = (self._row[first:last] - window.row)[inside] * window.columns + column[inside]
        size = window.rows * window.columns
        out = np.bincount(number, minlength=size).astype(np.float64)
        if self._circles.count:
            farthest = float(self._radius.max())
            at, points = self._circles.near(self.grid.outline(window), farthest)
            if len(at):
                self._add_circles(out, points, self._radius[at], window)
        return out.reshape(window.rows, window.columns)

    def _add_circles(self, out: Floats, points: Any, radius: Floats, window: Window) -> None:
        circles = find_within(points, radius, self.grid, window, clip=False)
        whole = shapely.area(circles)
        cut = shapely.intersection(circles, shapely.box(0, 0, window.columns, window.rows))
        inside = shapely.area(cut) / whole
        for at, cells in cover_cells(np.asarray(cut, dtype=object), window.rows, window.columns):
            out[cells.number] += cells.share * (inside[at] / cells.share.sum())


def _taps(grid: Grid, window: Window, bandwidth_m: float) -> tuple[Floats, Floats]:
    """Return the kernel down and across, in cells as large as in the middle of a window."""
    middle = Window(window.row + window.rows // 2, window.column + window.columns // 2, 1, 1)
    west, south, east, north = grid.outline(middle)
    high = (north - south) * 110_574 if grid.crs.is_geographic else _plane_side(grid, 0)
    wide = (
        (east - west) * 111_320 * np.cos(np.radians((south + north) / 2))
        if grid.crs.is_geographic
        else _plane_side(grid, 1)
    )
    return tuple(_gauss(bandwidth_m / side) for side in (high, wide))  # type: ignore[return-value]


def _plane_side(grid: Grid, axis: int) -> float:
    a, b, _, d, e, *_ = grid.transform
    unit = grid.crs.axis_info[0].unit_conversion_factor if grid.crs.axis_info else 1.0
    return float((np.hypot(b, e), np.hypot(a, d))[axis] * unit)


def _gauss(sigma: float) -> Floats:
    reach = max(int(np.ceil(_CUT * sigma)), 1)
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    return np.asarray(taps / taps.sum(), dtype=np.float64)


def _convolved(values: Floats, taps: Floats, axis: int) -> Floats:
    """Return a convolution along an axis, without the edge that the taps reach over."""
    if len(taps) == 1:
        return values
    length = values.shape[axis] - len(taps) + 1
    moved = np.moveaxis(values, axis, 0)
    out = np.zeros((length, *moved.shape[1:]))
    for k, tap in enumerate(taps):
        out += tap * moved[k : k + length]
    return np.moveaxis(out, 0, axis)
