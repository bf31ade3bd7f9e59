"""Ground of features, and within distances of it, in the cells of a window of a raster."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import OutOfRange
from geo.geodesy.antimeridian import in_one_piece, move
from geo.geodesy.buffers import LocalPlane
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.model.repair import make_valid
from geo.raster.grid import STEP, Grid, Window, bend

FARTHEST_M = 100_000.0
_METRES_PER_DEGREE = 110_574.0  # of latitude at the equator, where it is shortest
_LONGEST_M = 1000.0  # sides between corners on the plane, which bend on the raster's


class Features:
    """Features of a layer, to be found and moved to the cells of windows.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        Valid, EPSG:4326; None where there is none.
    """

    def __init__(self, shapes: Geometries) -> None:
        there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
        whole = in_one_piece(shapely.force_2d(shapes[there]))
        self.count = len(shapes)
        self._row: Integers = there
        self._shape = whole
        self._tree = shapely.STRtree(whole)

    def near(
        self, outline: tuple[float, float, float, float], metres: float = 0.0
    ) -> tuple[Integers, Geometries]:
        """Return the features whose boxes come within a distance of a box, cut to what can matter.

        Parameters
        ----------
        outline : tuple of float
            West, south, east, north in degrees; east may be beyond 180.
        metres : float

        Returns
        -------
        row : ndarray of int, shape (k,)
            Of the feature; one across the antimeridian may come in two turns, so in two rows.
        shape : ndarray of shapely geometry, shape (k,)
            In degrees, in the turn of the box.
        """
        west, south, east, north = outline
        up = metres / _METRES_PER_DEGREE * 1.05 + 10 * STEP
        highest = min(max(abs(south - up), abs(north + up)), 89.0)
        side = up / float(np.cos(np.radians(highest)))
        box = (west - side, max(south - up, -90.0), east + side, min(north + up, 90.0))
        rows, found = [], []
        for turn in (0.0, 360.0, -360.0):
            area = shapely.box(box[0] - turn, box[1], box[2] - turn, box[3])
            at = np.sort(self._tree.query(area))
            if not len(at):
                continue
            some = self._shape[at]
            bounds = shapely.bounds(some)
            inside = (bounds[:, :2] >= area.bounds[:2]).all(axis=1) & (
                bounds[:, 2:] <= area.bounds[2:]
            ).all(axis=1)
            if not inside.all():
                some = some.copy()
                some[~inside] = shapely.intersection(some[~inside], area)
            if turn:
                some = np.array([move(one, turn) for one in some], dtype=object)
            full = ~shapely.is_empty(some)
            rows.append(self._row[at[full]])
            found.append(some[full])
        if not rows:
            return np.zeros(0, np.int64), np.zeros(0, dtype=object)
        return np.concatenate(rows), np.concatenate(found)


def expect_distance(metres: Any) -> Floats:
    """Return distances as numbers.

    Raises
    ------
    OutOfRange
        If one is negative, not finite, or farther than 100 km.
    """
    given = np.atleast_1d(np.asarray(metres, dtype=np.float64))
    if not len(given) or not ((given >= 0) & (given <= FARTHEST_M)).all():
        raise OutOfRange(
            f"within {', '.join(f'{d:g}' for d in given) or 'nothing'} m",
            f"Expected 0 (inside) to {FARTHEST_M:,.0f} m.",
        )
    return given


def find_within(
    shapes: Geometries, metres: Any, grid: Grid, window: Window, *, clip: bool = True
) -> Geometries:
    """Return the ground within a distance of each of some features, in the cells of a window.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        In degrees, in the turn of the window.
    metres : array_like of float, shape (n,) or ()
        0 is the ground itself; negative distances take off its edge.
    grid, window : Grid, Window
    clip : bool
        Cut to the window.

    Returns
    -------
    ndarray of polygons, shape (n,)
        In cell coordinates, counted from the window's first cell; some may be empty.
    """
    west, south, east, north = grid.outline(window)
    middle = (west + east) / 2
    if np.any(np.asarray(metres) != 0):
        plane = LocalPlane(middle, (south + north) / 2)
        wide = plane.buffer(plane.forward(bend(shapes)), metres)
        bent = shapely.segmentize(wide, _LONGEST_M)
        out = shapely.transform(
            bent,
            lambda xy: np.column_stack(grid.cells(*plane.degrees(*xy.T), middle)),
        )
    else:
        out = grid.to_cells(shapes, middle)
    return _of_window(np.asarray(out, dtype=object), window, clip=clip)


def area_within_m2(shapes: Geometries, metres: float) -> Floats:
    """Return how much ground is within a distance of each of some features.

    Good to 1 % over a country: areas are measured on one plane and scaled.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        EPSG:4326.
    metres : float
    """
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    out = np.zeros(len(shapes))
    if there.any():
        west, south, east, north = shapely.bounds(in_one_piece(shapes[there])).T
        middle = float(np.median(west + east)) / 2, float(np.median(south + north)) / 2
        plane = LocalPlane(*middle)
        flat = plane.forward(shapes[there])
        wide = plane.buffer(flat, metres) if metres else flat
        out[there] = shapely.area(wide) / plane.scale(wide) ** 2
    return out


def union_within(
    shapes: Geometries, metres: Any, grid: Grid, window: Window
) -> BaseGeometry | None:
    """Return the ground within a distance of any of some features, in the cells of a window.

    Parameters are those of `find_within`. What several features reach is there once.

    Returns
    -------
    shapely geometry or None
        None where there is none in the window.
    """
    pieces = find_within(shapes, metres, grid, window)
    pieces = pieces[~shapely.is_empty(pieces)]
    if not len(pieces):
        return None
    whole = shapely.disjoint_subset_union_all(pieces)
    return None if shapely.is_empty(whole) else whole


def _of_window(shapes: Geometries, window: Window, *, clip: bool) -> Geometries:
    """Shift to the window's first cell, mend what rounding broke, and cut to the window."""
    shapes = np.asarray(
        shapely.transform(shapes, lambda xy: xy - (window.column, window.row)), dtype=object
    )
    broken = ~shapely.is_valid(shapes)
    if broken.any():
        shapes[broken] = make_valid(shapes[broken])
    if not clip:
        return shapes
    bounds = shapely.bounds(shapes)
    beyond = (bounds[:, :2] < 0).any(axis=1) | (bounds[:, 2:] > (window.columns, window.rows)).any(
        axis=1
    )
    if beyond.any():
        frame = shapely.box(0, 0, window.columns, window.rows)
        shapes[beyond] = shapely.intersection(shapes[beyond], frame)
    return keep_polygons(shapes)
