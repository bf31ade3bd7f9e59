"""Where the boundary of one member of an arrangement is crossed by the others.

Which edges cross is decided exactly and without ties (`geo.geodesy.orientation`). A crossing
point is computed once per pair, in a fixed order of the two polygons, so that both use the same
coordinates and all faces close. The order of subjects does not change what is found, and the
subjects may be shared out among threads, processes or machines.
"""

# ruff: noqa: PLR0917 - compiled loops take plain numbers and call little

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from geo.geodesy.compiled import compiled
from geo.geodesy.orientation import ROUNDING, exact_determinant, side
from geo.geodesy.rings import Floats, Integers

_WELL_CONDITIONED = 1e12
_STRETCH = 256  # vertices and crossings after which no further edge is begun


class Arrangement(NamedTuple):
    """Polygons 0…n−1 followed by zones 0…z−1 as members n…n+z−1, valid each.

    Vertices and rings as in `geo.geodesy.rings.Rings`; `turn` is 1 for a ring with the polygon on
    the left of its direction and −1 otherwise. Member m has the blocks ``block_first[m]`` to
    ``block_first[m + 1]``: runs of edges, from vertex ``run[b, 0]`` to vertex ``run[b, 1]``, with
    their box. Boxes are min x, min y, max x, max y. `code` is 0 for zones; `home` is the zone that
    a polygon lies wholly inside (z: wholly outside all zones), −1 if unknown, and −1 for zones. The
    neighbours of member m are ``near[near_start[m]:near_start[m + 1]]``. `base` is
    `geo.geodesy.planar_edges.ground_below` somewhere in each zone, and outside.
    """

    x: Floats
    y: Floats
    start: Integers
    first: Integers
    turn: Integers
    block_first: Integers
    run: Integers
    run_box: Floats
    box: Floats
    code: Integers
    home: Integers
    near_start: Integers
    near: Integers
    base: Floats
    n_polygons: int


@compiled
def _odd_crossings(
    x: Floats, y: Floats, begin: int, end: int, px: float, py: float, moved: int
) -> bool:
    """Tell whether a ray from the point to the right crosses an odd number of a run's edges."""
    odd = False
    for k in range(begin, end):
        # A vertex at the same height as the point is above it if the point moved down.
        from_above = y[k] > py or (y[k] == py and moved < 0)
        to_above = y[k + 1] > py or (y[k + 1] == py and moved < 0)
        if from_above != to_above:
            left = side(x[k], y[k], x[k + 1], y[k + 1], px, py, moved) > 0
            if left == to_above:
                odd = not odd
    return odd


@compiled
def _cross(
    px: float,
    py: float,
    qx: float,
    qy: float,
    rx: float,
    ry: float,
    sx: float,
    sy: float,
    moved: int,
) -> bool:
    """Tell whether the edge from r to s, moved against the edge from p to q, crosses it.

    Nearly always the four determinants of `orientation` tell by themselves; only where rounding
    may have changed one of their signs is `side` asked.
    """
    dx, dy, ex, ey = qx - px, qy - py, sx - rx, sy - ry
    r_left, r_right = dx * (ry - py), dy * (rx - px)
    s_left, s_right = dx * (sy - py), dy * (sx - px)
    r_side, s_side = r_left - r_right, s_left - s_right
    r_sure = abs(r_side) > ROUNDING * (abs(r_left) + abs(r_right))
    s_sure = abs(s_side) > ROUNDING * (abs(s_left) + abs(s_right))
    if r_sure & s_sure & ((r_side > 0) == (s_side > 0)):
        return False
    p_left, p_right = ex * (py - ry), ey * (px - rx)
    q_left, q_right = ex * (qy - ry), ey * (qx - rx)
    p_side, q_side = p_left - p_right, q_left - q_right
    p_sure = abs(p_side) > ROUNDING * (abs(p_left) + abs(p_right))
    q_sure = abs(q_side) > ROUNDING * (abs(q_left) + abs(q_right))
    if p_sure & q_sure & ((p_side > 0) == (q_side > 0)):
        return False
    if r_sure & s_sure & p_sure & q_sure:
        return True
    if rx == sx and ry == sy:
        return False
    if side(px, py, qx, qy, rx, ry, moved) == side(px, py, qx, qy, sx, sy, moved):
        return False
    return side(rx, ry, sx, sy, px, py, -moved) != side(rx, ry, sx, sy, qx, qy, -moved)


@compiled
def _meet(
    px: float, py: float, qx: float, qy: float, rx: float, ry: float, sx: float, sy: float
) -> tuple[float, float]:
    """Tell where the edge from r to s passes the line from p to q.

    Lines at a small angle meet at a place that rounding would move along them; those are worked out
    exactly, so that the crossings of several such lines come in an order that all of them agree on.
    """
    dx, dy = qx - px, qy - py
    from_ = dx * (ry - py) - dy * (rx - px)
    to = dx * (sy - py) - dy * (sx - px)
    magnitude = abs(dx) * (abs(ry - py) + abs(sy - py)) + abs(dy) * (abs(rx - px) + abs(sx - px))
    if abs(from_ - to) < _WELL_CONDITIONED * ROUNDING * magnitude:
        from_ = exact_determinant(px, py, qx, qy, rx, ry)
        to = exact_determinant(px, py, qx, qy, sx, sy)
    share = from_ / (from_ - to) if from_ != to else 0.5
    share = min(max(share, 0.0), 1.0)
    return rx + share * (sx - rx), ry + share * (sy - ry)


class Surroundings(NamedTuple):
    """Room for what can meet the boundary of one member, used again for each.

    The others whose boxes meet the member's: which, and whether the point reached on the boundary
    is inside. Their edges that reach its box, in runs: the vertex where each begins and its box;
    and of each run which other it is of, its first edge, and its box. Edges of a run whose boxes
    meet that of one edge. Vertices and crossings along a stretch of boundary in their order: where,
    how far along its edge, with which other each is a crossing (−1: a vertex) and with which edge.
    """

    other: Integers
    inside: npt.NDArray[np.bool_]
    edge: Integers
    edge_box: Floats
    of_other: Integers
    run_first: Integers
    run_box: Floats
    hit: Integers
    point: Floats
    along: Floats
    whose: Integers
    by: Integers


@compiled
def room_for(a: Arrangement, subjects: Integers) -> Surroundings:
    """Return enough of it for any of the subjects."""
    others, runs, edges = 0, 0, 0
    for i in subjects:
        near_runs, near_edges = 0, 0
        for k in range(a.near_start[i], a.near_start[i + 1]):
            m = a.near[k]
            near_runs += a.block_first[m + 1] - a.block_first[m]
            near_edges += a.start[a.first[m + 1]] - a.start[a.first[m]]
        others = max(others, a.near_start[i + 1] - a.near_start[i])
        runs, edges = max(runs, near_runs), max(edges, near_edges)
    stretch = _STRETCH + edges + 2
    return Surroundings(
        np.zeros(others, np.int64),
        np.zeros(others, np.bool_),
        np.zeros(edges, np.int64),
        np.zeros((edges, 4)),
        np.zeros(runs, np.int64),
        np.zeros(runs + 1, np.int64),
        np.zeros((runs, 4)),
        np.zeros(edges + 1, np.int64),
        np.zeros((stretch, 2)),
        np.zeros(stretch),
        np.zeros(stretch, np.int64),
        np.zeros(stretch, np.int64),
    )


@compiled
def look_round(a: Arrangement, i: int, s: Surroundings) -> tuple[int, int, int]:
    """Fill in what can meet the boundary of a member: how many others, polygons of them, runs."""
    west, south, east, north = a.box[i, 0], a.box[i, 1], a.box[i, 2], a.box[i, 3]
    others, polygons, runs, edges = 0, 0, 0, 0
    for k in range(a.near_start[i], a.near_start[i + 1]):
        m = a.near[k]
        if (m < a.n_polygons and a.code[m] == 0) or (m >= a.n_polygons and a.home[i] >= 0):
            continue
        for b in range(a.block_first[m], a.block_first[m + 1]):
            if (
                (a.run_box[b, 0] > east)
                | (a.run_box[b, 2] < west)
                | (a.run_box[b, 1] > north)
                | (a.run_box[b, 3] < south)
            ):
                continue
            s.run_first[runs] = edges
            for f in range(a.run[b, 0], a.run[b, 1]):
                low_x, high_x = min(a.x[f], a.x[f + 1]), max(a.x[f], a.x[f + 1])
                low_y, high_y = min(a.y[f], a.y[f + 1]), max(a.y[f], a.y[f + 1])
                s.edge[edges] = f
                s.edge_box[edges, 0], s.edge_box[edges, 1] = low_x, low_y
                s.edge_box[edges, 2], s.edge_box[edges, 3] = high_x, high_y
                edges += (low_x <= east) & (high_x >= west) & (low_y <= north) & (high_y >= south)
            if edges > s.run_first[runs]:
                s.of_other[runs] = others
                for side_of_box in range(4):
                    s.run_box[runs, side_of_box] = a.run_box[b, side_of_box]
                runs += 1
        s.other[others] = m
        others += 1
        polygons += m < a.n_polygons
    s.run_first[runs] = edges
    return others, polygons, runs


@compiled
def enter(a: Arrangement, i: int, px: float, py: float, others: int, s: Surroundings) -> None:
    """Find which others a vertex of the boundary is inside of."""
    for o in range(others):
        m = s.other[o]
        s.inside[o] = False
        if a.box[m, 0] <= px <= a.box[m, 2] and a.box[m, 1] <= py <= a.box[m, 3]:
            moved = 1 if i > m else -1
            for b in range(a.block_first[m], a.block_first[m + 1]):
                if a.run_box[b, 2] >= px and a.run_box[b, 1] <= py <= a.run_box[b, 3]:
                    s.inside[o] ^= _odd_crossings(a.x, a.y, a.run[b, 0], a.run[b, 1], px, py, moved)


@compiled
def lengthen(values: npt.NDArray[Any], room: int) -> npt.NDArray[Any]:
    """Return the same values with more room behind them."""
    out = np.empty((room, *values.shape[1:]), values.dtype)
    out[: len(values)] = values
    return out


@compiled
def walk(
    a: Arrangement, i: int, begin: int, end: int, runs: int, s: Surroundings
) -> tuple[int, int]:
    """Follow the boundary of member i past all that crosses it.

    Parameters
    ----------
    begin, end : int
        From one vertex towards another of the same ring.

    Returns
    -------
    count : int
        How many vertices and crossings were met, the first vertex included.
    reached : int
        The last vertex: `end`, or as far as there was room for sure.
    """
    # Plain arrays: reaching into a tuple in an inner loop counts references each time.
    x, y = a.x, a.y
    other, edge, edge_box, of_other = s.other, s.edge, s.edge_box, s.of_other
    run_first, run_box, hit = s.run_first, s.run_box, s.hit
    point, along, whose, by = s.point, s.along, s.whose, s.by
    point[0, 0], point[0, 1], whose[0] = x[begin], y[begin], -1
    count, reached = 1, begin
    while reached < end and count <= _STRETCH:
        e = reached
        px, py, qx, qy = x[e], y[e], x[e + 1], y[e + 1]
        west, east, south, north = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
        first = count
        for k in range(0 if px == qx and py == qy else runs):
            if (
                (run_box[k, 0] > east)
                | (run_box[k, 2] < west)
                | (run_box[k, 1] > north)
                | (run_box[k, 3] < south)
            ):
                continue
            moved = 1 if other[of_other[k]] > i else -1
            # Most edges miss, at random: writing all down and keeping the hits does
            # without a branch that nobody could predict.
            hits = 0
            for f in range(run_first[k], run_first[k + 1]):
                hit[hits] = edge[f]
                hits += (
                    (edge_box[f, 0] <= east)
                    & (edge_box[f, 2] >= west)
                    & (edge_box[f, 1] <= north)
                    & (edge_box[f, 3] >= south)
                )
            for h in range(hits):
                g = hit[h]
                rx, ry, sx, sy = x[g], y[g], x[g + 1], y[g + 1]
                if not _cross(px, py, qx, qy, rx, ry, sx, sy, moved):
                    continue
                if moved > 0:
                    mx, my = _meet(px, py, qx, qy, rx, ry, sx, sy)
                else:
                    mx, my = _meet(rx, ry, sx, sy, px, py, qx, qy)
                distance = (mx - px) * (qx - px) + (my - py) * (qy - py)
                at = count
                while at > first and along[at - 1] > distance:
                    point[at, 0], point[at, 1] = point[at - 1, 0], point[at - 1, 1]
                    along[at], whose[at], by[at] = along[at - 1], whose[at - 1], by[at - 1]
                    at -= 1
                point[at, 0], point[at, 1] = mx, my
                along[at], whose[at], by[at] = distance, of_other[k], g
                count += 1
        point[count, 0], point[count, 1], whose[count] = qx, qy, -1
        count += 1
        reached += 1
    return count, reached
