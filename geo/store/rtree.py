"""The spatial index of a table, packed in one go.

Rows put into SQLite's R*Tree one by one cost as much as writing the rows themselves. Here its
nodes are written as the module would (https://www.sqlite.org/rtree.html, section 6; the layout of
a node is told at the head of ``rtree.c``): boxes are sorted into vertical slices by their middle,
each slice by height (sort-tile-recursive; Leutenegger, Lopez and Edgington 1997), and cut into
full nodes, level by level up to the root.
"""

from __future__ import annotations

import sqlite3

import numpy as np
import numpy.typing as npt

from geo.store.sql import insert

_CELLS = 51  # of a node, SQLite's RTREE_MAXCELLS; with 4,096-byte pages that many always fit
_CELL = np.dtype([("id", ">i8"), ("box", ">f4", (4,))])
_NODE = 4 + _CELLS * _CELL.itemsize
_ROOT = 1


def create_index(
    connection: sqlite3.Connection,
    table: str,
    fids: npt.NDArray[np.int64],
    bounds: npt.NDArray[np.float64],
) -> None:
    """Create and fill ``rtree_<table>_geom``.

    Parameters
    ----------
    connection : sqlite3.Connection
        In a transaction.
    table : str
        A name of the schema.
    fids : ndarray of int, shape (n,)
        Feature ids, each once.
    bounds : ndarray of float, shape (n, 4)
        west, south, east, north of each, degrees.
    """
    name = f"rtree_{table}_geom"
    connection.execute(f'CREATE VIRTUAL TABLE "{name}" USING rtree(id, minx, maxx, miny, maxy)')
    if not len(fids):
        return
    ids, boxes, height, following = fids, _outward(bounds), 0, _ROOT + 1
    while True:
        order = _tiles(boxes)
        ids, boxes = ids[order], boxes[order]
        starts = np.linspace(0, len(ids), -(-len(ids) // _CELLS) + 1).astype(np.int64)
        root = len(starts) == 2
        numbers = np.array([_ROOT]) if root else following + np.arange(len(starts) - 1)
        holder = np.repeat(numbers, np.diff(starts))
        by_id = np.argsort(ids)
        table, of, node = (
            ("rowid", "rowid", "nodeno") if height == 0 else ("parent", "nodeno", "parentnode")
        )
        kept = {of: ids[by_id].tolist(), node: holder[by_id].tolist()}
        insert(connection, f"{name}_{table}", kept)
        nodes = _nodes(ids, boxes, starts, height if root else 0)
        if root:  # SQLite made an empty one
            connection.execute(f'UPDATE "{name}_node" SET data = ? WHERE nodeno = {_ROOT}', nodes)  # noqa: S608
            return
        insert(connection, f"{name}_node", {"nodeno": numbers.tolist(), "data": nodes})
        low = np.minimum.reduceat(boxes[:, [0, 2]], starts[:-1])
        high = np.maximum.reduceat(boxes[:, [1, 3]], starts[:-1])
        boxes = np.column_stack([low[:, 0], high[:, 0], low[:, 1], high[:, 1]])
        ids, following, height = numbers, following + len(numbers), height + 1


def _outward(bounds: npt.NDArray[np.float64]) -> npt.NDArray[np.float32]:
    """(minx, maxx, miny, maxy) in single precision, never smaller than they are."""
    exact = bounds[:, [0, 2, 1, 3]]
    near = exact.astype(np.float32)
    low, high = np.float32(-np.inf), np.float32(np.inf)
    for at, away, short in ((0, low, 1), (1, high, -1), (2, low, 1), (3, high, -1)):
        inside = (near[:, at] - exact[:, at]) * short > 0
        near[inside, at] = np.nextafter(near[inside, at], away)
    return near


def _tiles(boxes: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """Return the order in which neighbours stand together."""
    x, y = boxes[:, 0] + boxes[:, 1], boxes[:, 2] + boxes[:, 3]
    slices = np.ceil(np.sqrt(len(boxes) / _CELLS))
    rank = np.empty(len(boxes), dtype=np.int64)
    rank[np.argsort(x, kind="stable")] = np.arange(len(boxes))
    return np.lexsort((y, rank * slices // len(boxes)))


def _nodes(
    ids: npt.NDArray[np.int64],
    boxes: npt.NDArray[np.float32],
    starts: npt.NDArray[np.int64],
    height: int,
) -> list[bytes]:
    """Return nodes as SQLite stores them; only the root tells how high the tree is."""
    cells = np.empty(len(ids), dtype=_CELL)
    cells["id"], cells["box"] = ids, boxes
    body = cells.tobytes()
    size = _CELL.itemsize
    return [
        (
            height.to_bytes(2, "big") + int(b - a).to_bytes(2, "big") + body[a * size : b * size]
        ).ljust(_NODE, b"\0")
        for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    ]
