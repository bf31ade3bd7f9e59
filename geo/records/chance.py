"""Hits by chance: each record moved as a whole, by a random way, again and again.

The shape of a record and the pattern of the finds stay as they are; only that they fit each other
is lost. Each shift is drawn evenly from a disc around the record. Items that a shift takes out of
searched ground do not count, so the share that is compared is always that of items on searched
ground. Where a shift takes all of a record out, the record is left out of that shift.

What is counted, where records are drawn and where they are shifted to, is hits: items with at
least one find within the tolerance. Two items may hit the same find, so hits are no fewer than
matches one to one, and are compared with hits only. Every shift is worked out for every item.

Where numba is installed, a raster says of most places at once which tolerances the nearest find
lies within; only near the border of a tolerance is that find looked for. SciPy's tree gives the
same numbers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from scipy.spatial import cKDTree

from geo.geodesy.compiled import AVAILABLE, compiled
from geo.geodesy.rings import Floats
from geo.records.ground import are_on_ground, divide_ground
from geo.records.matching import Grid, Indices, Points, grid_of

_MOST_CELLS = 1 << 23
_Levels = npt.NDArray[np.uint8]


class Chance(NamedTuple):
    """Hits of shifted records.

    Attributes
    ----------
    hits : ndarray of int, shape (shifts, tolerances)
        Items on searched ground with a find within the tolerance.
    inside : ndarray of int, shape (shifts,)
        Items that lay on searched ground.
    """

    hits: Indices
    inside: Indices

    def shares(self) -> Floats:
        """Return the share of hits, shape (shifts with any item inside, tolerances)."""
        some = self.inside > 0
        return np.asarray(self.hits[some] / self.inside[some, None], dtype=np.float64)


def shift_ways(records: int, shifts: int, radius_m: Floats, seed: int) -> Floats:
    """Draw random ways, even in a disc around each record.

    Returns
    -------
    ndarray of float, shape (shifts, records, 2)
        Metres east and north.
    """
    rng = np.random.default_rng(seed)
    drawn = rng.random((shifts, records, 2))
    far = np.sqrt(drawn[..., 0]) * radius_m
    turn = 2 * np.pi * drawn[..., 1]
    return np.stack([far * np.sin(turn), far * np.cos(turn)], axis=-1)


def hit_by_chance(  # noqa: PLR0917
    items: Points,
    record: Indices,
    finds: Points,
    ground: shapely.Geometry,
    tolerances: Floats,
    ways: Floats,
    *,
    fast: bool = AVAILABLE,
) -> Chance:
    """Count the hits of shifted records.

    Parameters
    ----------
    items, finds : Points
        On one plane.
    record : ndarray of int, shape (items,)
        Number of each item's record, from 0.
    ground : polygon
        Searched ground on the plane, valid.
    tolerances : ndarray of float, shape (tolerances,)
        Metres, rising.
    ways : ndarray of float, shape (shifts, records, 2)
        Metres east and north on the ground.
    fast : bool
        Compiled, or by SciPy; both give the same.
    """
    shifts, steps = len(ways), len(tolerances)
    hits = np.zeros((shifts, steps), dtype=np.int64)
    inside = np.zeros(shifts, dtype=np.int64)
    if not len(items.x):
        return Chance(hits, inside)
    order = np.argsort(record, kind="stable")  # what is moved together is looked up together
    items, record = items.take(order), record[order]
    levels = _levels(items, finds, tolerances) if fast and len(finds.x) else None
    area = divide_ground(ground) if fast else None
    tree = cKDTree(np.column_stack([finds.x, finds.y]))
    shapely.prepare(ground)
    for shift in range(shifts):
        way = ways[shift]
        moved = Points(
            items.x + way[record, 0] / items.scale,
            items.y + way[record, 1] / items.scale,
            items.scale,
        )
        keep = are_on_ground(moved, area) if area else shapely.intersects_xy(ground, *moved[:2])
        inside[shift] = keep.sum()
        if levels is not None:
            hits[shift] = levels.count_hits(moved, keep, finds, tolerances)
        elif len(finds.x):
            there = moved.take(keep)
            away = _nearest_m(tree, there, finds, float(tolerances[-1]))
            hits[shift] = (away[:, None] <= tolerances).sum(axis=0)
    return Chance(hits, inside)


def _nearest_m(tree: cKDTree, items: Points, finds: Points, reach: float) -> Floats:
    """Return metres on the ground from each item to a find; inf beyond the reach."""
    if not len(items.x):
        return np.zeros(0)
    least = min(items.scale.min(), finds.scale.min())
    near, at = tree.query(
        np.column_stack([items.x, items.y]), distance_upper_bound=reach / least * (1 + 1e-9)
    )
    return np.asarray(near * (items.scale + np.append(finds.scale, 1.0)[at]) / 2)


class _Raster(NamedTuple):
    """Number of the least tolerance that a find surely, or maybe, lies within, by cell."""

    west: float
    south: float
    side: float
    surely: _Levels
    maybe: _Levels
    grid: Grid
    lowest: float  # metres of ground in a metre of the plane, at least

    def count_hits(
        self, items: Points, keep: npt.NDArray[np.bool_], finds: Points, tolerances: Floats
    ) -> Indices:
        """Count the items with a find within each tolerance."""
        g = self.grid
        found = _count(
            items.x, items.y, items.scale, keep, finds.x, finds.y, finds.scale, tolerances,
            self.west, self.south, self.side, self.surely, self.maybe,
            g.west, g.south, g.side, g.columns, g.rows, self.lowest, g.begin, g.order,
        )  # fmt: skip
        return np.cumsum(found)[: len(tolerances)]


def _levels(items: Points, finds: Points, tolerances: Floats) -> _Raster:
    scales = np.concatenate([items.scale, finds.scale])
    reach = tolerances / scales.min() * (1 + 1e-6)
    sure = tolerances / scales.max() * (1 - 1e-6)
    far = float(reach[-1])
    west, south = float(finds.x.min() - far), float(finds.y.min() - far)
    wide, high = float(finds.x.max() + far) - west, float(finds.y.max() + far) - south
    side = max(np.sqrt(wide * high / _MOST_CELLS), float(reach[0]) / 8)
    shape = (int(high / side) + 2, int(wide / side) + 2)
    surely = np.full(shape, len(tolerances), dtype=np.uint8)
    maybe = np.full(shape, len(tolerances), dtype=np.uint8)
    for level in range(len(tolerances) - 1, -1, -1):  # a nearer tolerance over a farther one
        _paint(finds.x, finds.y, west, south, side, sure[level], -1, level, surely)
        _paint(finds.x, finds.y, west, south, side, reach[level], 1, level, maybe)
    grid = grid_of(finds, _spacing(finds))
    return _Raster(west, south, float(side), surely, maybe, grid, float(scales.min()))


def _spacing(finds: Points) -> float:
    """Return the side of cells that hold about two finds each, were the finds spread evenly."""
    area = max(np.ptp(finds.x), 1.0) * max(np.ptp(finds.y), 1.0)
    return float(np.sqrt(2 * area / len(finds.x)))


@compiled
def _paint(  # noqa: PLR0917
    x: Floats, y: Floats, west: float, south: float, side: float, radius: float, grown: int,
    level: int, raster: _Levels,
) -> None:  # fmt: skip
    """Write a level into the cells that a circle around any point touches, or holds as a whole.

    Touched cells (grown 1) are those whose nearest, held ones (grown -1) those whose farthest
    corner lies within the radius: a row's span follows from its nearer or farther border.
    """
    rows, columns = raster.shape
    for p in range(len(x)):
        low = max(int((y[p] - radius - south) / side), 0)
        high = min(int((y[p] + radius - south) / side), rows - 1)
        for row in range(low, high + 1):
            below, above = y[p] - (south + row * side), (south + (row + 1) * side) - y[p]
            # Metres from the point to the row: to its nearer border, or to its farther one.
            off = max(-below, -above, 0.0) if grown > 0 else max(below, above)
            if off > radius:
                continue
            half = np.sqrt(radius * radius - off * off)
            first, last = (x[p] - half - west) / side, (x[p] + half - west) / side
            if grown > 0:
                begin, end = int(np.floor(first)), int(np.floor(last))
            else:
                begin, end = int(np.ceil(first)), int(np.floor(last)) - 1
            for column in range(max(begin, 0), min(end, columns - 1) + 1):
                raster[row, column] = level


@compiled
def _count(  # noqa: PLR0917
    x: Floats, y: Floats, scale: Floats, keep: npt.NDArray[np.bool_],
    find_x: Floats, find_y: Floats, find_scale: Floats, tolerances: Floats,
    west: float, south: float, side: float, surely: _Levels, maybe: _Levels,
    grid_west: float, grid_south: float, cell: float, columns: int, rows: int,
    lowest: float, begin: Indices, order: Indices,
) -> Indices:  # fmt: skip
    """Count items by the least tolerance that they have a find within."""
    out = np.zeros(len(tolerances) + 1, np.int64)
    high, wide = surely.shape
    for i in range(len(x)):
        if not keep[i]:
            continue
        column, row = int(np.floor((x[i] - west) / side)), int(np.floor((y[i] - south) / side))
        if column < 0 or row < 0 or column >= wide or row >= high:
            out[len(tolerances)] += 1
            continue
        level, least = int(surely[row, column]), int(maybe[row, column])
        if level > least:  # a find within the next smaller tolerance, or a smaller one yet?
            farthest = tolerances[level - 1]
            nearest = farthest * 2
            own_r = int(np.floor((y[i] - grid_south) / cell))
            own_c = int(np.floor((x[i] - grid_west) / cell))
            ring = 0
            # Ring by ring of cells, as far as the tolerance or the nearest find so far.
            while (ring - 1) * cell * lowest <= min(farthest, nearest):
                for r in range(max(own_r - ring, 0), min(own_r + ring, rows - 1) + 1):
                    whole = r in (own_r - ring, own_r + ring)
                    c = own_c - ring
                    while c <= own_c + ring:
                        if 0 <= c < columns:
                            for k in range(begin[r * columns + c], begin[r * columns + c + 1]):
                                f = order[k]
                                dx, dy = find_x[f] - x[i], find_y[f] - y[i]
                                metres = np.sqrt(dx * dx + dy * dy) * (scale[i] + find_scale[f]) / 2
                                nearest = min(nearest, metres)
                        c += 1 if whole else 2 * ring
                ring += 1
            while level > least and nearest <= tolerances[level - 1]:
                level -= 1
        out[level] += 1
    return out
