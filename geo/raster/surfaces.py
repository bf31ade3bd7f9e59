"""Share of each cell that is hazardous or released, distance to hazard, and age of information.

Each gives its surface in windows, so memory does not depend on the size of the grid.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.antimeridian import in_one_piece
from geo.geodesy.buffers import LocalPlane
from geo.geodesy.rings import Floats, Geometries, Integers
from geo.raster.fractions import cover_cells, share_of_cells
from geo.raster.grid import STEP, Grid, Window
from geo.raster.ground import Features, find_within, union_within
from geo.raster.windows import windows

NO_YEAR = 0
_RADIUS_M = 6_371_000.0
_FARTHEST_DEGREES = 20.0


def coverage(shapes: Geometries, grid: Grid) -> Iterator[tuple[Window, Floats]]:
    """Give the share of each cell that polygons cover; ground under several is there once.

    Parameters
    ----------
    shapes : ndarray of polygons, shape (n,)
        Valid, EPSG:4326.
    grid : Grid

    Yields
    ------
    window : Window
    values : ndarray of float, shape (rows, columns)
        0…1, exact.
    """
    features = Features(shapes)
    for window in windows(None, grid):
        out = np.zeros((window.rows, window.columns))
        _, near = features.near(grid.outline(window))
        if len(near):
            whole = union_within(near, 0, grid, window)
            if whole is not None:
                out = share_of_cells(np.array([whole], dtype=object), *out.shape)
        yield window, out.clip(0, 1)


def distance(shapes: Geometries, grid: Grid) -> Iterator[tuple[Window, Floats]]:
    """Give the distance from the middle of each cell to the nearest polygon.

    Measured to the outline itself, not to the middle of a cell of it, on a conformal plane around
    the window (`geo.geodesy.buffers`): right to 0.1 % up to 100 km.

    Parameters
    ----------
    shapes, grid
        See `coverage`.

    Yields
    ------
    window : Window
    values : ndarray of float, shape (rows, columns)
        Metres; 0 inside. NaN where there is no polygon within 20°.
    """
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    whole = shapely.segmentize(in_one_piece(shapely.force_2d(there)), STEP)
    for window in windows(None, grid):
        out = np.full((window.rows, window.columns), np.nan)
        west, south, east, north = grid.outline(window)
        middle = (west + east) / 2
        bounds = shapely.bounds(whole)
        away = ((bounds[:, 0] + bounds[:, 2]) / 2 - middle + 180) % 360 - 180
        near = (np.abs(away) < _FARTHEST_DEGREES) & (
            np.abs((bounds[:, 1] + bounds[:, 3] - south - north) / 2) < _FARTHEST_DEGREES
        )
        if near.any():
            plane = LocalPlane(middle, (south + north) / 2)
            tree = shapely.STRtree(plane.forward(whole[near]))
            column = window.column + np.arange(window.columns) + 0.5
            for line in range(window.rows):
                row = np.full(window.columns, window.row + line + 0.5)
                x, y = plane.forward_xy(*grid.degrees(column, row))
                points = np.asarray(shapely.points(x, y), dtype=object)
                (at, _), metres = tree.query_nearest(
                    points, return_distance=True, all_matches=False
                )
                out[line, at] = metres / (1 + x[at] ** 2 / (2 * _RADIUS_M**2))
        yield window, out


def newest_year(
    shapes: Geometries, metres: Floats, year: Integers, grid: Grid
) -> Iterator[tuple[Window, npt.NDArray[np.int16]]]:
    """Give the year of the last information about each cell.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        Polygons and points, EPSG:4326.
    metres : ndarray of float, shape (n,)
        How far around it each speaks of: the accuracy of points.
    year : ndarray of int, shape (n,)
    grid : Grid

    Yields
    ------
    window : Window
    values : ndarray of int16, shape (rows, columns)
        `NO_YEAR` where nothing was said of any part of the cell.
    """
    order = np.argsort(year, kind="stable")
    features, metres, year = Features(shapes[order]), metres[order], year[order]
    farthest = float(metres.max(initial=0.0))
    for window in windows(None, grid):
        out = np.full(window.rows * window.columns, NO_YEAR, np.int16)
        row, near = features.near(grid.outline(window), farthest)
        if len(row):
            turn = np.argsort(row, kind="stable")
            row, near = row[turn], near[turn]
            flat = metres[row] <= 0
            ground = np.empty(len(row), dtype=object)
            ground[flat] = find_within(near[flat], 0, grid, window)
            ground[~flat] = find_within(near[~flat], metres[row[~flat]], grid, window)
            for at, cells in cover_cells(ground, window.rows, window.columns):
                out[cells.number] = year[row[at]]  # newer ones come later
        yield window, out.reshape(window.rows, window.columns)
