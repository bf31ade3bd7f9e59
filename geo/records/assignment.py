"""The shortest matching of rows with columns that matches every row: a sparse assignment, compiled.

After Jonker and Volgenant (1987). Each column has a price, never more than 0. First rows bid for
the column that costs them least, as long as that is quick; a row that is outbid bids again. Each
row left is then matched along the shortest chain of exchanges (Dijkstra) that ends at a column
which nobody has. Both keep every matched row at its cheapest column by the prices, which is why the
whole is the shortest.
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from geo.geodesy.compiled import compiled
from geo.geodesy.rings import Floats

_Flags = npt.NDArray[np.bool_]
_BIDS = 2  # for each row, on the whole


@compiled
def reach_by_exchange(
    begin: npt.NDArray[np.int64], column: npt.NDArray[np.int32], of_row: npt.NDArray[np.int64],
    columns: int,
) -> tuple[_Flags, _Flags]:  # fmt: skip
    """Return the rows and columns that chains of exchanges from unmatched rows lead to.

    Parameters
    ----------
    begin : ndarray of int, shape (rows + 1,)
        Where the entries of each row begin in `column`.
    column : ndarray of int, shape (entries,)
        What each entry pairs its row with.
    of_row : ndarray of int, shape (rows,)
        A largest matching: the column of each row, or -1.
    columns : int
        How many there are.
    """
    rows = len(begin) - 1
    of_column = np.full(columns, -1, np.int64)
    row_there, column_there = np.zeros(rows, np.bool_), np.zeros(columns, np.bool_)
    queue, tail = np.empty(rows, np.int64), 0
    for row in range(rows):
        if of_row[row] >= 0:
            of_column[of_row[row]] = row
        else:
            queue[tail] = row
            row_there[row] = True
            tail += 1
    head = 0
    while head < tail:
        row = queue[head]
        head += 1
        for k in range(begin[row], begin[row + 1]):
            taken = column[k]
            if not column_there[taken]:
                column_there[taken] = True
                other = of_column[taken]
                if other >= 0 and not row_there[other]:
                    row_there[other] = True
                    queue[tail] = other
                    tail += 1
    return row_there, column_there


@compiled
def turn_about(
    begin: npt.NDArray[np.int64], column: npt.NDArray[np.int32], cost: Floats, columns: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Floats]:
    """Return entries by column: where each column's begin, their rows and their costs."""
    begins = np.zeros(columns + 1, np.int64)
    for k in range(len(column)):
        begins[column[k] + 1] += 1
    for at in range(columns):
        begins[at + 1] += begins[at]
    to = begins.copy()
    row, costs = np.empty(len(column), np.int32), np.empty(len(column))
    for one in range(len(begin) - 1):
        for k in range(begin[one], begin[one + 1]):
            at = to[column[k]]
            row[at], costs[at] = one, cost[k]
            to[column[k]] += 1
    sort_rows(begins, row, costs)
    return begins, row, costs


@compiled
def sort_rows(begin: npt.NDArray[np.int64], column: npt.NDArray[np.int32], cost: Floats) -> None:
    """Sort the entries of each row by cost, in place."""
    for row in range(len(begin) - 1):
        low, high = begin[row], begin[row + 1]
        if high - low > 1:
            order = np.argsort(cost[low:high])
            column[low:high], cost[low:high] = column[low:high][order], cost[low:high][order]


@compiled
def assign(  # noqa: PLR0912, PLR0915 - one algorithm, compiled
    begin: npt.NDArray[np.int64], column: npt.NDArray[np.int32], cost: Floats,
    use_row: _Flags, use_column: _Flags,
) -> npt.NDArray[np.int64]:  # fmt: skip
    """Return the column of each row in the shortest matching of all rows in use.

    Parameters
    ----------
    begin, column : ndarray of int
        As of `reach_by_exchange`.
    cost : ndarray of float, shape (entries,)
        0 or more; in each row rising (`sort_rows`).
    use_row, use_column : ndarray of bool
        Which are matched; there has to be a matching of all these rows.

    Returns
    -------
    ndarray of int, shape (rows,)
        -1 for rows that are not in use.
    """
    rows, columns = len(begin) - 1, len(use_column)
    of_row, of_column = np.full(rows, -1, np.int64), np.full(columns, -1, np.int64)
    price, paid = np.zeros(columns), np.zeros(rows)
    waiting = np.flatnonzero(use_row)
    number = len(waiting)
    for _ in range(2):
        at = left = bids = 0
        while at < number:
            row = waiting[at]
            at += 1
            bids += 1
            first = second = -1
            least = next_least = np.inf
            for k in range(begin[row], begin[row + 1]):
                if not use_column[column[k]]:
                    continue
                if cost[k] >= next_least:  # prices are 0 or less: no later one costs less
                    break
                price_of = cost[k] - price[column[k]]
                if price_of < least:
                    second, next_least = first, least
                    first, least = k, price_of
                elif price_of < next_least:
                    second, next_least = k, price_of
            if first < 0:
                continue
            taken, chosen = column[first], first
            raised = second >= 0 and least < next_least
            if raised:
                price[taken] -= next_least - least
            elif second >= 0 and of_column[taken] >= 0:
                taken, chosen = column[second], second
            outbid = of_column[taken]
            of_row[row], of_column[taken], paid[row] = taken, row, cost[chosen]
            if outbid >= 0:
                of_row[outbid] = -1
                if raised and bids < _BIDS * number:
                    at -= 1
                    waiting[at] = outbid
                else:
                    waiting[left] = outbid
                    left += 1
        number = left
    away, parent = np.full(columns, np.inf), np.empty(columns, np.int64)
    done = np.zeros(columns, np.bool_)
    touched = np.empty(columns, np.int64)
    for at in range(number):
        root = waiting[at]
        heap = [(0.0, np.int64(-1))]
        heap.pop()
        count, row, end, far = 0, root, np.int64(-1), 0.0
        best = np.inf  # the shortest chain so far to a column that nobody has
        base = 0.0  # of the row: what a chain costs up to it, less its cheapest price
        while end < 0:
            for k in range(begin[row], begin[row + 1]):
                if base + cost[k] >= best:
                    break
                j = np.int64(column[k])
                if not use_column[j] or done[j]:
                    continue
                metres = base + cost[k] - price[j]
                if metres < away[j] and metres < best:
                    if of_column[j] < 0:
                        best = metres
                    if away[j] == np.inf:
                        touched[count] = j
                        count += 1
                    away[j], parent[j] = metres, row
                    heappush(heap, (metres, j))
            nearest = np.int64(-1)
            while heap and nearest < 0:
                metres, j = heappop(heap)
                if not done[j]:
                    nearest, far = j, metres
            if nearest < 0:
                break
            if of_column[nearest] < 0:
                end = nearest
            else:
                done[nearest] = True
                row = of_column[nearest]
                base = far - (paid[row] - price[nearest])
        for t in range(count):
            j = touched[t]
            if end >= 0 and done[j]:
                price[j] += away[j] - far
            done[j] = False
        j = end
        while j >= 0:
            row = parent[j]
            before = of_row[row]
            of_row[row], of_column[j] = j, row
            for k in range(begin[row], begin[row + 1]):
                if column[k] == j:
                    paid[row] = cost[k]
                    break
            j = before if row != root else np.int64(-1)
        for t in range(count):
            away[touched[t]] = np.inf
    return of_row
