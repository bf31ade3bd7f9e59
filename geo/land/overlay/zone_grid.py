"""A grid that knows, for most places, which zone they lie in.

A cell that no zone boundary comes near lies wholly in the same zones. Boundaries are sampled at
least once per cell width, and each sample marks its cell and the eight around it: every cell that
a boundary passes through is marked then, because no point of it is more than half a cell from a
sample. What lies in unmarked cells needs no exact test; the rest gets one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.rings import Floats, Integers, Rings, flatten

UNKNOWN = -1
_CELLS = 1_000_000
_MARKED = -2


@dataclass(frozen=True)
class ZoneGrid:
    """Zones of a plane by cell.

    Attributes
    ----------
    zones : ndarray of shapely geometry, shape (z,)
        Valid polygons, prepared. Where they overlap the first one counts.
    label : ndarray of int, shape (rows, columns)
        Zone of each cell, z outside all zones, −2 near a boundary.
    west, south, cell : float
        Corner of cell (0, 0) and width of the cells, degrees.
    """

    zones: npt.NDArray[np.object_]
    label: Integers
    west: float
    south: float
    cell: float

    @cached_property
    def _marked_before(self) -> Integers:
        """How many cells are marked south-west of each corner: sums over any rectangle."""
        sums = np.zeros((self.label.shape[0] + 1, self.label.shape[1] + 1), np.int64)
        np.cumsum(np.cumsum(self.label == _MARKED, axis=0), axis=1, out=sums[1:, 1:])
        return sums

    def _cell_of(self, x: Floats, y: Floats) -> tuple[Integers, Integers]:
        # The outermost cells are outside all zones, as is all that lies beyond them.
        rows, columns = self.label.shape
        row = np.clip(np.floor((y - self.south) / self.cell), 0, rows - 1)
        column = np.clip(np.floor((x - self.west) / self.cell), 0, columns - 1)
        return row.astype(np.int64), column.astype(np.int64)

    def of_points(self, x: Floats, y: Floats) -> Integers:
        """Return zone of each point: the first that contains it or has it on its boundary.

        Parameters
        ----------
        x, y : ndarray of float, shape (n,)
            Finite.

        Returns
        -------
        ndarray of int, shape (n,)
            z for points outside all zones.
        """
        out = self.label[self._cell_of(x, y)]
        near = np.flatnonzero(out == _MARKED)
        if len(near):
            out[near] = first_zone(self.zones, x[near], y[near])
        return out

    def of_boxes(self, boxes: Floats) -> Integers:
        """Return zone of each box, where no boundary comes near it.

        Parameters
        ----------
        boxes : ndarray of float, shape (n, 4)
            min x, min y, max x, max y.

        Returns
        -------
        ndarray of int, shape (n,)
            z for boxes outside all zones, −1 where a boundary may cross the box.
        """
        boxes = np.nan_to_num(boxes)
        row0, column0 = self._cell_of(boxes[:, 0], boxes[:, 1])
        row1, column1 = self._cell_of(boxes[:, 2], boxes[:, 3])
        before = self._marked_before
        marked = (
            before[row1 + 1, column1 + 1]
            - before[row0, column1 + 1]
            - before[row1 + 1, column0]
            + before[row0, column0]
        )
        return np.where(marked == 0, self.label[row0, column0], UNKNOWN)


def first_zone(zones: npt.NDArray[np.object_], x: Floats, y: Floats) -> Integers:
    """Zone of each point by exact tests: the first that contains it or has it on its boundary."""
    out = np.full(len(x), len(zones), np.int64)
    boxes = shapely.bounds(zones)
    order = np.argsort(x, kind="stable")
    sorted_x = x[order]
    for zone in range(len(zones) - 1, -1, -1):
        west, south, east, north = boxes[zone]
        if np.isnan(west):
            continue
        column = order[np.searchsorted(sorted_x, west) : np.searchsorted(sorted_x, east, "right")]
        column = column[(y[column] >= south) & (y[column] <= north)]
        out[column[shapely.intersects_xy(zones[zone], x[column], y[column])]] = zone
    return out


def _samples(rings: Rings, cell: float) -> tuple[Floats, Floats]:
    dx, dy = np.diff(rings.x), np.diff(rings.y)
    joins = rings.start[1:-1] - 1
    dx[joins] = dy[joins] = 0.0  # from the end of one ring to the start of the next
    steps = (np.maximum(np.abs(dx), np.abs(dy)) / cell).astype(np.int64) + 1
    edge = np.repeat(np.arange(len(steps)), steps)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(steps) - steps, steps)
    share = step / steps[edge]
    return rings.x[edge] + share * dx[edge], rings.y[edge] + share * dy[edge]


def zone_grid(zones: Any, cells: int = _CELLS) -> ZoneGrid:
    """Lay a grid over zones.

    Parameters
    ----------
    zones : array_like of shapely geometry, shape (z,)
        Valid polygons; missing and empty ones contain nothing.
    cells : int
        About how many cells the grid may have.

    Returns
    -------
    ZoneGrid
    """
    array = np.array(np.asarray(zones, dtype=object), copy=True)
    shapely.prepare(array)
    rings = flatten(array)
    if not len(rings.x):
        return ZoneGrid(array, np.full((1, 1), len(array), np.int64), 0.0, 0.0, 1.0)
    west, east = float(rings.x.min()), float(rings.x.max())
    south, north = float(rings.y.min()), float(rings.y.max())
    cell = max(float(np.sqrt((east - west) * (north - south) / cells)), 1e-9)
    cell = max(cell, (east - west) / cells, (north - south) / cells)
    # Two cells all round: boundaries mark at most one beyond the outermost sample.
    west, south = west - 2 * cell, south - 2 * cell
    shape = (int((north - south) / cell) + 4, int((east - west) / cell) + 4)
    grid = ZoneGrid(array, np.zeros(shape, np.int64), west, south, cell)

    x, y = _samples(rings, cell)
    row, column = grid._cell_of(x, y)
    marked = np.zeros(shape, bool)
    for up in (-1, 0, 1):
        for right in (-1, 0, 1):
            marked[row + up, column + right] = True

    # Unmarked neighbours in a row lie in the same zone: one exact test per run of them.
    runs = ~marked
    runs[:, 1:] &= marked[:, :-1]
    first_row, first_column = np.nonzero(runs)
    middle_x = np.asarray(west + (first_column + 0.5) * cell, dtype=np.float64)
    middle_y = np.asarray(south + (first_row + 0.5) * cell, dtype=np.float64)
    zone = first_zone(array, middle_x, middle_y)
    run_of_cell = np.cumsum(runs.ravel()).reshape(shape) - 1
    grid.label[:] = np.where(marked, _MARKED, zone[run_of_cell])
    return grid
