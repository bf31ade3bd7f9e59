"""Points on searched ground, found by cells: many points, moved a thousand times."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.compiled import compiled
from geo.geodesy.rings import Floats
from geo.records.matching import Points

_GROUND_CELLS = 1 << 22


def are_on_ground(points: Points, area: GroundCells) -> npt.NDArray[np.bool_]:
    """Tell which points lie on the ground."""
    a = area
    return _inside(
        points.x, points.y, a.west, a.south, a.side, a.columns, a.rows, a.centre, a.begin, a.edge,
        a.ends,
    )  # fmt: skip


class GroundCells(NamedTuple):
    """Ground by cell: what a cell's centre is, and the edges that pass through it."""

    west: float
    south: float
    side: float
    columns: int
    rows: int
    centre: npt.NDArray[np.bool_]
    begin: npt.NDArray[np.int64]
    edge: npt.NDArray[np.int64]
    ends: Floats


def divide_ground(ground: shapely.Geometry) -> GroundCells:
    """Divide ground (polygons on a plane, metres) into cells."""
    edges = _edges(ground)
    west, south, east, north = shapely.bounds(ground)
    side = max(np.sqrt((east - west) * (north - south) / _GROUND_CELLS), 1.0)
    columns, rows = int((east - west) / side) + 1, int((north - south) / side) + 1
    flips = np.zeros((rows, columns + 1), dtype=np.bool_)
    counts = np.zeros(rows * columns + 1, dtype=np.int64)
    _flip(edges, west, south, side, flips)
    _through(edges, west, south, side, columns, rows, counts, np.zeros(0, dtype=np.int64), False)
    begin = np.zeros(rows * columns + 1, dtype=np.int64)
    np.cumsum(counts[:-1], out=begin[1:])
    edge = np.empty(int(begin[-1]), dtype=np.int64)
    _through(edges, west, south, side, columns, rows, begin[:-1].copy(), edge, True)
    centre = np.logical_xor.accumulate(flips, axis=1)[:, :columns].ravel()
    return GroundCells(
        float(west), float(south), float(side), columns, rows, centre, begin, edge, edges
    )


def _edges(ground: shapely.Geometry) -> Floats:
    """Return edges of all rings, shape (n, 4)."""
    rings = shapely.get_rings(shapely.get_parts([ground]))
    xy, of = shapely.get_coordinates(rings, return_index=True)
    same = of[1:] == of[:-1]
    return np.ascontiguousarray(np.column_stack([xy[:-1], xy[1:]])[same])


@compiled
def _flip(
    edges: Floats, west: float, south: float, side: float, flips: npt.NDArray[np.bool_]
) -> None:
    """Note in each row of cells behind which centre an edge is crossed."""
    rows, columns = flips.shape
    for e in range(len(edges)):
        x0, y0, x1, y1 = edges[e]
        low, high = min(y0, y1), max(y0, y1)
        row = max(int(np.ceil((low - south) / side - 0.5)), 0)
        while row < rows:
            middle = south + (row + 0.5) * side
            if middle >= high:
                break
            if middle >= low:
                x = x0 + (middle - y0) / (y1 - y0) * (x1 - x0)
                column = int(np.ceil((x - west) / side - 0.5))
                column = min(max(column, 0), columns - 1)
                flips[row, column] = not flips[row, column]
            row += 1


@compiled
def _through(  # noqa: PLR0917
    edges: Floats, west: float, south: float, side: float, columns: int, rows: int,
    at: npt.NDArray[np.int64], edge: npt.NDArray[np.int64], listing: bool,
) -> None:  # fmt: skip
    """Count, or list, the edges of each cell, by the part of an edge in each row of cells."""
    for e in range(len(edges)):
        x0, y0, x1, y1 = edges[e]
        low = max(int((min(y0, y1) - south) / side) - 1, 0)
        high = min(int((max(y0, y1) - south) / side) + 1, rows - 1)
        for row in range(low, high + 1):
            bottom, top = south + (row - 1e-6) * side, south + (row + 1 + 1e-6) * side
            from_t, to_t = 0.0, 1.0
            if y1 == y0:
                if y0 < bottom or y0 > top:
                    continue
            else:
                a, b = (bottom - y0) / (y1 - y0), (top - y0) / (y1 - y0)
                from_t, to_t = max(from_t, min(a, b)), min(to_t, max(a, b))
                if from_t > to_t:
                    continue
            xa, xb = x0 + from_t * (x1 - x0), x0 + to_t * (x1 - x0)
            left = min(max(int((min(xa, xb) - west) / side - 1e-6), 0), columns - 1)
            right = min(max(int((max(xa, xb) - west) / side + 1e-6), 0), columns - 1)
            for column in range(left, right + 1):
                c = row * columns + column
                if listing:
                    edge[at[c]] = e
                at[c] += 1


@compiled
def _inside(  # noqa: PLR0917
    x: Floats, y: Floats,
    west: float, south: float, side: float, columns: int, rows: int,
    centre: npt.NDArray[np.bool_], begin: npt.NDArray[np.int64], edge: npt.NDArray[np.int64],
    ends: Floats,
) -> npt.NDArray[np.bool_]:  # fmt: skip
    """Tell which points lie on the ground: as their cell's centre, and across how many edges."""
    out = np.zeros(len(x), np.bool_)
    for i in range(len(x)):
        column = int(np.floor((x[i] - west) / side))
        row = int(np.floor((y[i] - south) / side))
        if column < 0 or row < 0 or column >= columns or row >= rows:
            continue
        c = row * columns + column
        there = centre[c]
        cx, cy = west + (column + 0.5) * side, south + (row + 0.5) * side
        for k in range(begin[c], begin[c + 1]):
            x0, y0, x1, y1 = ends[edge[k]]
            one = (x1 - x0) * (cy - y0) - (y1 - y0) * (cx - x0) > 0
            other = (x1 - x0) * (y[i] - y0) - (y1 - y0) * (x[i] - x0) > 0
            if one != other:
                a = (x[i] - cx) * (y0 - cy) - (y[i] - cy) * (x0 - cx) > 0
                b = (x[i] - cx) * (y1 - cy) - (y[i] - cy) * (x1 - cx) > 0
                if a != b:
                    there = not there
        out[i] = there
    return out
