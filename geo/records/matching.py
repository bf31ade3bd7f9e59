"""Match recorded items with finds, one to one: as many pairs as can be, then the shortest.

A pair is an item and a find no further apart than a tolerance. The largest matching is found by
`scipy.sparse.csgraph.maximum_bipartite_matching` (Hopcroft and Karp 1973). Many matchings are
equally large. To find the shortest of them, the pairs are parted after Dulmage and Mendelsohn
(1958): what an unmatched item can be exchanged with, what an unmatched find can be exchanged with,
and the rest. No largest matching has a pair that crosses from one part to another, and in each part
one side is matched as a whole in every largest matching; so the shortest full matching of that side
(`min_weight_full_bipartite_matching`, Jonker and Volgenant 1987) is the one wanted.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import (
    breadth_first_order,
    connected_components,
    maximum_bipartite_matching,
    min_weight_full_bipartite_matching,
)
from scipy.spatial import cKDTree

from geo.errors import OutOfRange
from geo.geodesy.compiled import AVAILABLE, compiled
from geo.geodesy.rings import Floats
from geo.records.assignment import assign, reach_by_exchange, sort_rows, turn_about

Indices = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
_BATCH = 4000  # pairs
_MOST_CELLS = 1 << 23
MOST_PAIRS = 60_000_000  # about 1.5 GB


class Points(NamedTuple):
    """Positions on a plane (`geo.geodesy.conformal`): metres, and metres of ground in a metre."""

    x: Floats
    y: Floats
    scale: Floats

    def take(self, at: npt.NDArray[np.bool_] | Indices) -> Points:
        """Return some of them."""
        return Points(self.x[at], self.y[at], self.scale[at])


class Pairs(NamedTuple):
    """Items and finds within a distance of each other, by item, nearest first."""

    item: Numbers
    find: Numbers
    metres: Floats

    def within(self, tolerance: float) -> Pairs:
        """Return those no further apart than a tolerance."""
        near = self.metres <= tolerance
        if near.all():
            return self
        return Pairs(self.item[near], self.find[near], self.metres[near])

    def nearest_m(self, items: int) -> Floats:
        """Return metres from each item to its nearest find, shape (items,); inf where none is."""
        out = np.full(items, np.inf)
        if len(self.item):
            first = np.flatnonzero(np.diff(self.item, prepend=-1))
            out[self.item[first]] = np.minimum.reduceat(self.metres, first)
        return out


def pairs_within(items: Points, finds: Points, tolerance: float) -> Pairs:
    """Return all pairs no further apart than a tolerance.

    Parameters
    ----------
    items, finds : Points
        On the same plane.
    tolerance : float
        Metres on the ground.

    Raises
    ------
    OutOfRange
        If there are more than fit in memory.
    """
    if not len(items.x) or not len(finds.x):
        none = np.zeros(0, dtype=np.int32)
        return Pairs(none, none, np.zeros(0))
    reach = tolerance / min(items.scale.min(), finds.scale.min()) * (1 + 1e-9)
    if AVAILABLE:
        return _pairs_by_cells(items, finds, tolerance, reach)
    one = cKDTree(np.column_stack([items.x, items.y]))
    other = cKDTree(np.column_stack([finds.x, finds.y]))
    _refuse_too_many(int(one.count_neighbors(other, reach)), tolerance)
    near = one.sparse_distance_matrix(other, reach, output_type="ndarray")
    item, find = near["i"].astype(np.int32), near["j"].astype(np.int32)
    metres = near["v"] * (items.scale[item] + finds.scale[find]) / 2
    order = np.lexsort((find, metres, item))
    order = order[metres[order] <= tolerance]
    return Pairs(item[order], find[order], metres[order])


def _refuse_too_many(count: int, tolerance: float) -> None:
    if count > MOST_PAIRS:
        raise OutOfRange(
            f"{count:,} pairs of an item and a find within {tolerance:g} m, "
            f"expected at most {MOST_PAIRS:,}",
            "Take a smaller tolerance, or score one region after another.",
        )


class Grid(NamedTuple):
    """Points by square cell: `order` lists them, `begin` says where each cell's begin."""

    west: float
    south: float
    side: float
    columns: int
    rows: int
    begin: Indices
    order: Indices


def grid_of(points: Points, side: float) -> Grid:
    """Sort points into cells of a side, or a wider one where that would be too many."""
    west, south = float(points.x.min()), float(points.y.min())
    width, height = float(points.x.max()) - west, float(points.y.max()) - south
    while (width / side + 1) * (height / side + 1) > _MOST_CELLS:
        side *= 1.25
    columns, rows = int(width / side) + 1, int(height / side) + 1
    column = ((points.x - west) / side).astype(np.int64)
    cell = ((points.y - south) / side).astype(np.int64) * columns + column
    begin = np.zeros(columns * rows + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell, minlength=columns * rows), out=begin[1:])
    return Grid(west, south, side, columns, rows, begin, np.argsort(cell, kind="stable"))


def _pairs_by_cells(items: Points, finds: Points, tolerance: float, reach: float) -> Pairs:
    grid = grid_of(finds, reach / 2)
    counts = np.zeros(len(items.x), dtype=np.int64)
    none = np.zeros(0, dtype=np.int32)
    given = (*items, *finds, tolerance, reach, *grid)
    _list_pairs(*given, counts, none, none, np.zeros(0), False)
    begin = np.cumsum(counts) - counts
    total = int(counts.sum())
    _refuse_too_many(total, tolerance)
    item, find = np.empty(total, dtype=np.int32), np.empty(total, dtype=np.int32)
    metres = np.empty(total)
    _list_pairs(*given, begin, item, find, metres, True)
    sort_rows(np.append(0, np.cumsum(counts)), find, metres)
    return Pairs(item, find, metres)


@compiled
def _list_pairs(  # noqa: PLR0917
    x: Floats, y: Floats, scale: Floats, find_x: Floats, find_y: Floats, find_scale: Floats,
    tolerance: float, reach: float,
    west: float, south: float, side: float, columns: int, rows: int, begin: Indices, order: Indices,
    at: Indices, item: Numbers, find: Numbers, metres: Floats, listing: bool,
) -> None:  # fmt: skip
    """Count, or list, the finds around each item."""
    for i in range(len(x)):
        low = max(int((y[i] - reach - south) / side), 0)
        high = min(int((y[i] + reach - south) / side), rows - 1)
        left = max(int((x[i] - reach - west) / side), 0)
        right = min(int((x[i] + reach - west) / side), columns - 1)
        for row in range(low, high + 1):
            if right < left:
                break
            for k in range(begin[row * columns + left], begin[row * columns + right + 1]):
                f = order[k]
                dx, dy = find_x[f] - x[i], find_y[f] - y[i]
                away = np.sqrt(dx * dx + dy * dy) * (scale[i] + find_scale[f]) / 2
                if away <= tolerance:
                    if listing:
                        item[at[i]], find[at[i]], metres[at[i]] = i, f, away
                    at[i] += 1


def match(pairs: Pairs, items: int, finds: int) -> Indices:
    """Return the find that each item is matched with.

    Parameters
    ----------
    pairs : Pairs
        Which may be matched.
    items, finds : int
        How many there are.

    Returns
    -------
    ndarray of int, shape (items,)
        Index of a find, or -1. As many as possible are matched, and of all such matchings the sum
        of distances is the least.
    """
    any_one = match_largest(pairs, items, finds)
    if not len(pairs.item):
        return any_one
    if AVAILABLE:
        return _match_compiled(pairs, any_one, finds)
    spare_item = _exchangeable(pairs, any_one, items, finds, from_items=True)
    spare_find = _exchangeable(pairs, any_one, items, finds, from_items=False)
    # Part 0: more items than finds; 1: more finds than items; 2: as many of both.
    part_item = np.where(spare_item[:items], 0, np.where(spare_find[:items], 1, 2))
    part_find = np.where(spare_item[items:], 0, np.where(spare_find[items:], 1, 2))
    out = any_one
    out[:] = -1
    for spare in (True, False):  # more items than finds, or not: then all finds, or all items
        kept = (part_item[pairs.item] == 0) == spare
        kept &= part_item[pairs.item] == part_find[pairs.find]
        some = Pairs(pairs.item[kept], pairs.find[kept], pairs.metres[kept])
        for batch in _batches(some, items, finds):
            rows, row = np.unique(some.item[batch], return_inverse=True)
            columns, column = np.unique(some.find[batch], return_inverse=True)
            weight = csr_array(
                (some.metres[batch] + 1.0, (row.ravel(), column.ravel())),  # 0 would be no pair
                shape=(len(rows), len(columns)),
            )
            chosen, of = min_weight_full_bipartite_matching(weight)
            out[rows[chosen]] = columns[of]
    return out


def _match_compiled(pairs: Pairs, any_one: Indices, finds: int) -> Indices:
    begin = np.searchsorted(pairs.item, np.arange(len(any_one) + 1, dtype=np.int32))
    spare_item, spare_find = reach_by_exchange(begin, pairs.find, any_one, finds)
    out = assign(begin, pairs.find, pairs.metres, ~spare_item, ~spare_find)
    if spare_find.any():  # here all finds are matched, but not all items
        turned = turn_about(begin, pairs.find, pairs.metres, finds)
        item = assign(*turned, spare_find, spare_item)
        at = np.flatnonzero(item >= 0)
        out[item[at]] = at
    return out


def _batches(pairs: Pairs, items: int, finds: int) -> Iterator[Indices]:
    """Return pairs by neighbourhood: what no chain of pairs connects is matched by itself.

    Small neighbourhoods go together, as one call for each would take longer.
    """
    if not len(pairs.item):
        return
    shape = (items + finds, items + finds)
    joined = csr_array(
        (np.ones(len(pairs.item), dtype=np.int8), (pairs.item, items + pairs.find)), shape=shape
    )
    part = connected_components(joined, directed=False)[1][pairs.item]
    order = np.argsort(part, kind="stable")
    begin = np.flatnonzero(np.diff(part[order], prepend=-1))
    size = np.diff(begin, append=len(order))
    # A new batch where the pairs so far, or those of the next neighbourhood, are many.
    number = np.cumsum(size) // _BATCH
    first = np.flatnonzero(np.diff(number, prepend=-1))
    ends = np.append(begin[first[1:]], len(order))
    for low, high in zip(begin[first], ends, strict=True):
        yield order[low:high]


def match_largest(pairs: Pairs, items: int, finds: int) -> Indices:
    """Return a largest matching, whatever its distances: the find of each item, or -1."""
    if not len(pairs.item):
        return np.full(items, -1, dtype=np.int64)
    if AVAILABLE:
        begin = np.searchsorted(pairs.item, np.arange(items + 1, dtype=np.int32))
        return np.asarray(_largest(begin, pairs.find, finds), dtype=np.int64)
    found = maximum_bipartite_matching(_graph(pairs, items, finds), perm_type="column")
    return np.asarray(found, dtype=np.int64)


@compiled
def _largest(begin: Indices, find: Numbers, finds: int) -> Indices:
    """Match by exchanges along chains, a round at a time (Pothen and Fan 1990).

    In a round each find is walked over once, so it takes time in proportion to the pairs. SciPy's
    way takes the square of that where neighbourhoods are large.
    """
    items = len(begin) - 1
    of_item, of_find = np.full(items, -1, np.int64), np.full(finds, -1, np.int64)
    free, step = begin[:-1].copy(), begin[:-1].copy()
    seen, chain = np.zeros(finds, np.int64), np.empty(items + 1, np.int64)
    turn, grown = 0, 1
    while grown:
        turn += 1
        grown = 0
        step[:] = begin[:-1]
        for root in range(items):
            if of_item[root] >= 0:
                continue
            depth = 0
            chain[0] = root
            while depth >= 0:
                item = chain[depth]
                got = -1
                while got < 0 and free[item] < begin[item + 1]:
                    if of_find[find[free[item]]] < 0:
                        got = find[free[item]]
                    free[item] += 1
                if got >= 0:  # each item of the chain takes the find of the next one
                    for at in range(depth, -1, -1):
                        before = of_item[chain[at]]
                        of_item[chain[at]], of_find[got] = got, chain[at]
                        got = before
                    grown += 1
                    break
                deeper = False
                while not deeper and step[item] < begin[item + 1]:
                    taken = find[step[item]]
                    step[item] += 1
                    if seen[taken] != turn:
                        seen[taken] = turn
                        depth += 1
                        chain[depth] = of_find[taken]
                        deeper = True
                if not deeper:
                    depth -= 1
    return of_item


def _graph(pairs: Pairs, items: int, finds: int) -> csr_array:
    begin = np.searchsorted(pairs.item, np.arange(items + 1)).astype(np.int32)
    one = np.ones(len(pairs.item), dtype=np.int8)
    return csr_array((one, pairs.find.astype(np.int32), begin), shape=(items, finds))


def _exchangeable(
    pairs: Pairs, matching: Indices, items: int, finds: int, *, from_items: bool
) -> npt.NDArray[np.bool_]:
    """Return which vertices (items, then finds) an alternating path from an unmatched one reaches.

    From an unmatched item any pair leads to a find, and the matched pair back to an item; from an
    unmatched find the other way round.
    """
    vertices = items + finds
    matched = np.flatnonzero(matching >= 0)
    source = vertices
    if from_items:
        begins = np.flatnonzero(matching < 0)
        tail: list[npt.NDArray[Any]] = [
            pairs.item,
            items + matching[matched],
            np.full(len(begins), source),
        ]
        head: list[npt.NDArray[Any]] = [items + pairs.find, matched, begins]
    else:
        taken = np.zeros(finds, dtype=bool)
        taken[matching[matched]] = True
        begins = items + np.flatnonzero(~taken)
        tail = [items + pairs.find, matched, np.full(len(begins), source)]
        head = [pairs.item, items + matching[matched], begins]
    tails, heads = np.concatenate(tail), np.concatenate(head)
    ones = np.ones(len(tails), dtype=np.int8)
    graph = csr_array((ones, (tails, heads)), shape=(vertices + 1, vertices + 1))
    reached = breadth_first_order(graph, source, directed=True, return_predecessors=False)
    out = np.zeros(vertices + 1, dtype=bool)
    out[reached] = True
    return out[:vertices]
