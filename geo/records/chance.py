"""Matches by chance: each record moved as a whole, by a random way, again and again.

The shape of a record and the pattern of the finds stay as they are; only that they fit each other
is lost. Each shift is drawn evenly from a disc around the record. Items that a shift takes out of
searched ground do not count, so the share that is compared is always that of items on searched
ground. Where a shift takes all of a record out, the record is left out of that shift.

The largest matching is worked out anew for each shift and tolerance, from the smallest tolerance to
the largest: pairs that may be matched at one may be matched at the next, so each begins where the
one before ended. Unmatched items look for a free find first, then for a chain of exchanges (Pothen
and Fan 1990); a find that was looked at once is not looked at again in the same round, so a round
takes time in proportion to the number of items and finds. Finds lie in cells as wide as the
tolerance. Where numba is not installed, `geo.records.matching.match_largest` gives the
same numbers.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.compiled import AVAILABLE, compiled, inlined
from geo.geodesy.rings import Floats
from geo.records.ground import are_on_ground, divide_ground
from geo.records.matching import Indices, Points, match_largest, pairs_within

_MOST_CELLS = 1 << 23
_MOST_MOVES = 5_000_000  # items times shifts


class Chance(NamedTuple):
    """Matches of shifted records.

    Attributes
    ----------
    matched : ndarray of int, shape (shifts, tolerances, records)
        Items of each record in the largest matching.
    inside : ndarray of int, shape (shifts, records)
        Items of each record that lay on searched ground.
    """

    matched: npt.NDArray[np.int32]
    inside: npt.NDArray[np.int32]

    def shares(self, shifts: int, seed: int) -> Floats:
        """Return the share of items matched in each shift.

        Parameters
        ----------
        shifts : int
            How many. Where fewer were worked out, each takes for every record one of those, drawn
            at random: records are shifted independently of each other.
        seed : int
            Of the draw.

        Returns
        -------
        ndarray of float, shape (shifts with any item inside, tolerances)
        """
        worked, tolerances, records = self.matched.shape
        if worked >= shifts:
            matched, inside = self.matched.sum(axis=2), self.inside.sum(axis=1)
        else:
            drawn = np.random.default_rng(seed).integers(worked, size=(shifts, records))
            every = np.arange(records)
            inside = self.inside[drawn, every].sum(axis=1)
            matched = np.stack(
                [self.matched[drawn, at, every].sum(axis=1) for at in range(tolerances)], axis=1
            )
        some = inside > 0
        return np.asarray(matched[some] / inside[some, None], dtype=np.float64)


def shifts_to_work(items: int, records: int, shifts: int) -> int:
    """Return how many shifts to work out: all, or of a large set enough to draw from."""
    least = 49 if records >= 20 else 99
    return min(shifts, max(least, _MOST_MOVES // max(items, 1)))


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


def match_by_chance(  # noqa: PLR0917
    items: Points,
    record: Indices,
    finds: Points,
    ground: shapely.Geometry,
    tolerances: Floats,
    ways: Floats,
    *,
    fast: bool = AVAILABLE,
) -> Chance:
    """Match shifted records with finds.

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
    shifts, records = ways.shape[:2]
    matched = np.zeros((shifts, len(tolerances), records), dtype=np.int32)
    inside = np.zeros((shifts, records), dtype=np.int32)
    if not len(items.x):
        return Chance(matched, inside)
    grids = [_grid(finds, tolerance, items) for tolerance in tolerances.tolist()] if fast else []
    area = divide_ground(ground) if fast else None
    shapely.prepare(ground)
    for shift in range(shifts):
        moved = _moved(items, record, ways[shift])
        keep = are_on_ground(moved, area) if area else shapely.intersects_xy(ground, *moved[:2])
        inside[shift] = np.bincount(record[keep], minlength=records)
        of_item = np.full(len(moved.x), -1, dtype=np.int64)
        of_find = np.full(len(finds.x), -1, dtype=np.int64)
        for at, tolerance in enumerate(tolerances.tolist()):
            if fast:
                _grow(moved, keep, finds, of_item, of_find, grids[at])
                there = of_item >= 0
            else:
                pairs = pairs_within(moved.take(keep), finds, tolerance)
                there = np.zeros(len(moved.x), dtype=bool)
                there[keep] = match_largest(pairs, int(keep.sum()), len(finds.x)) >= 0
            matched[shift, at] = np.bincount(record[there], minlength=records)
    return Chance(matched, inside)


def _grow(  # noqa: PLR0917
    items: Points,
    keep: npt.NDArray[np.bool_],
    finds: Points,
    of_item: Indices,
    of_find: Indices,
    grid: _Grid,
) -> int:
    g = grid
    return _extend(
        items.x, items.y, items.scale, keep, finds.x, finds.y, finds.scale, of_item, of_find,
        g.tolerance, g.reach, g.west, g.south, g.side, g.columns, g.rows,
        g.begin, g.order, g.slot, g.cell, g.free, g.alive,
    )  # fmt: skip


def _moved(items: Points, record: Indices, way: Floats) -> Points:
    return Points(
        items.x + way[record, 0] / items.scale, items.y + way[record, 1] / items.scale, items.scale
    )


class _Grid(NamedTuple):
    """Finds by cell: `order` lists them, `begin` says where each cell's begin."""

    tolerance: float
    reach: float  # the tolerance on the plane, at most
    west: float
    south: float
    side: float
    columns: int
    rows: int
    begin: npt.NDArray[np.int32]
    order: npt.NDArray[np.int32]
    slot: npt.NDArray[np.int32]
    cell: npt.NDArray[np.int32]
    free: npt.NDArray[np.int32]
    alive: npt.NDArray[np.int32]


def _grid(finds: Points, tolerance: float, items: Points) -> _Grid:
    lowest = min(finds.scale.min(initial=1.0), items.scale.min(initial=1.0))
    reach = tolerance / lowest * (1 + 1e-6)
    west, south = finds.x.min(initial=0.0), finds.y.min(initial=0.0)
    width, height = finds.x.max(initial=0.0) - west, finds.y.max(initial=0.0) - south
    side = reach / min(max(np.sqrt(_crowd(finds, reach) / 8), 1.0), 4.0)
    # Finds along a road, say, make a narrow grid: its cells may stay small.
    while (width / side + 1) * (height / side + 1) > _MOST_CELLS:
        side *= 1.25
    columns, rows = int(width / side) + 1, int(height / side) + 1
    column = ((finds.x - west) / side).astype(np.int32)
    cell = ((finds.y - south) / side).astype(np.int32) * columns + column
    order = np.argsort(cell, kind="stable").astype(np.int32)
    counts = np.bincount(cell, minlength=columns * rows).astype(np.int32)
    begin = np.zeros(columns * rows + 1, dtype=np.int32)
    np.cumsum(counts, out=begin[1:])
    slot = np.empty_like(order)
    slot[order] = np.arange(len(order), dtype=np.int32)
    return _Grid(
        float(tolerance), float(reach), float(west), float(south), float(side), columns, rows,
        begin, order, slot, cell.astype(np.int32), counts.copy(), counts.copy(),
    )  # fmt: skip


def _crowd(finds: Points, reach: float) -> float:
    """Tell how many finds share a square as wide as the reach, as a find sees it."""
    cell = np.stack([np.floor(finds.x / reach), np.floor(finds.y / reach)])
    counts = np.unique(cell, axis=1, return_counts=True)[1]
    return float((counts**2).sum() / max(len(finds.x), 1))


@inlined
def _columns(  # noqa: PLR0917
    x: float, y: float, row: int, west: float, south: float, side: float, reach: float, columns: int
) -> tuple[int, int]:
    """Return first and last cell of a row that a circle touches."""
    below, above = south + row * side, south + (row + 1) * side
    off = max(below - y, y - above, 0.0)
    half = np.sqrt(max(reach * reach - off * off, 0.0))
    return (
        max(int(np.floor((x - half - west) / side)), 0),
        min(int(np.floor((x + half - west) / side)), columns - 1),
    )


@inlined
def _swap(order: Any, slot: Any, a: int, b: int) -> None:
    one, other = order[a], order[b]
    order[a], order[b] = other, one
    slot[other], slot[one] = a, b


@compiled
def _extend(  # noqa: PLR0912, PLR0915, PLR0917 - one loop, compiled
    x: Floats, y: Floats, scale: Floats, keep: npt.NDArray[np.bool_],
    find_x: Floats, find_y: Floats, find_scale: Floats,
    of_item: Indices, of_find: Indices,
    tolerance: float, reach: float, west: float, south: float, side: float, columns: int, rows: int,
    begin: npt.NDArray[np.int32], order: npt.NDArray[np.int32], slot: npt.NDArray[np.int32],
    cell: npt.NDArray[np.int32], free: npt.NDArray[np.int32], alive: npt.NDArray[np.int32],
) -> int:  # fmt: skip
    """Make a matching as large as it can be at a tolerance; return its size.

    The finds of a cell lie in `order` as: free, matched, and those from which no chain of exchanges
    leads to a free find.
    """
    items, finds = len(x), len(find_x)
    for f in range(finds):
        c = cell[f]
        free[c] = begin[c + 1] - begin[c]
    for f in range(finds):
        if of_find[f] >= 0:
            c = cell[f]
            free[c] -= 1
            _swap(order, slot, slot[f], begin[c] + free[c])
    size = 0
    waiting = np.empty(items, np.int64)
    number = 0
    for i in range(items):
        if of_item[i] >= 0:
            size += 1
        elif keep[i]:
            waiting[number] = i
            number += 1
    queue = np.empty(items, np.int64)
    seen = np.empty(items, np.int64)  # cells of the finds looked at
    parent = np.empty(items, np.int64)  # the item through whose find an item was reached
    for f in range(finds):
        c = cell[f]
        alive[c] = begin[c + 1] - begin[c]
    for chains in range(2):  # free finds first, then chains of exchanges
        left = 0
        for w in range(number):
            root = waiting[w]
            head, tail = 0, 1
            queue[0] = root
            parent[root] = -1
            found = -1
            while head < tail:
                i = queue[head]
                head += 1
                low = max(int(np.floor((y[i] - reach - south) / side)), 0)
                high = min(int(np.floor((y[i] + reach - south) / side)), rows - 1)
                for r in range(low, high + 1):
                    first, last = _columns(x[i], y[i], r, west, south, side, reach, columns)
                    for c in range(r * columns + first, r * columns + last + 1):
                        for at in range(begin[c], begin[c] + free[c]):
                            f = order[at]
                            dx, dy = find_x[f] - x[i], find_y[f] - y[i]
                            metres = np.sqrt(dx * dx + dy * dy) * (scale[i] + find_scale[f]) / 2
                            if metres <= tolerance:
                                found = f
                                break
                        if found >= 0:
                            break
                    if found >= 0:
                        break
                if found >= 0:
                    c = cell[found]
                    free[c] -= 1  # it moves behind the last free one
                    _swap(order, slot, slot[found], begin[c] + free[c])
                    size += 1
                    f = found
                    while i >= 0:
                        before = of_item[i]
                        of_item[i] = f
                        of_find[f] = i
                        i, f = parent[i], before
                    break
                if chains == 0:
                    break
                for r in range(low, high + 1):
                    first, last = _columns(x[i], y[i], r, west, south, side, reach, columns)
                    for c in range(r * columns + first, r * columns + last + 1):
                        at = begin[c] + free[c]
                        while at < begin[c] + alive[c]:
                            f = order[at]
                            dx, dy = find_x[f] - x[i], find_y[f] - y[i]
                            metres = np.sqrt(dx * dx + dy * dy) * (scale[i] + find_scale[f]) / 2
                            if metres > tolerance:
                                at += 1
                                continue
                            alive[c] -= 1
                            _swap(order, slot, at, begin[c] + alive[c])
                            seen[tail] = c
                            queue[tail] = of_find[f]
                            parent[of_find[f]] = i
                            tail += 1
            if found < 0:
                waiting[left] = root
                left += 1
            else:  # without success there will never be any; with it, others may come this way
                for k in range(1, tail):
                    alive[seen[k]] += 1
        number = left
    return size
