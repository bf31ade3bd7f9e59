"""Areas of ground by what covers it, from edges alone: no geometry is built.

Each polygon carries a *code*, a set of bits (hazard at the opening, cleared since, …). The ground
falls into faces; the *mask* of a face is the union of the codes of all polygons that cover it.
`cover` sums the area of the faces of every mask in every zone.

Mathematics
-----------
By Green's theorem the area of a set of faces is the sum of an edge integral over its boundary
(`geo.areas.edge_area`). Each piece of each polygon's boundary, cut where other boundaries cross
it, has one face on its inner side, with mask ``others | code``, and one on its outer side, with
mask ``others``, where *others* is the union of the codes of the other polygons that cover the
piece. So every piece adds its integral to the mask on its left and takes it off the mask on its
right, and that is all. No face has to be traced, and each polygon needs only those whose boxes
meet its own.

Zones are polygons of the same arrangement whose boundary changes the zone instead of the mask.
Where zones overlap, the first one counts; where there is none, the ground is *outside*. So the
sum over zones and outside is the total by construction.

Which edges cross is decided exactly and without ties (`geo.combine.orientation`). A crossing
point is computed once per pair, in a fixed order of the two polygons, so that both use the same
coordinates and all faces close. The order of subjects does not change the figures, except for
rounding, and the subjects may be shared out among threads, processes or machines.
"""

# ruff: noqa: PLR0912, PLR0915, PLR0917 - compiled loops take plain numbers and call little

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geo.areas import edge_area
from geo.combine.orientation import ROUNDING, exact_determinant, side
from geo.compiled import compiled, inlined
from geo.rings import Floats, Integers

_WELL_CONDITIONED = 1e12

Table = npt.NDArray[np.float64]


class Arrangement(NamedTuple):
    """Polygons 0…n−1 followed by zones 0…z−1 as members n…n+z−1, valid each.

    Vertices and rings as in `geo.rings.Rings`; `turn` is 1 for a ring with the polygon on the
    left of its direction and −1 otherwise. Member m has the blocks ``block_first[m]`` to
    ``block_first[m + 1]``: runs of edges, from vertex ``run[b, 0]`` to vertex ``run[b, 1]``, with
    their box. Boxes are min x, min y, max x, max y. `code` is 0 for zones; `home` is the zone
    that a polygon lies wholly inside (z: wholly outside all zones), −1 if unknown, and −1 for
    zones. The neighbours of member m are ``near[near_start[m]:near_start[m + 1]]``. `base` is
    `geo.areas.ground_below` somewhere in each zone, and outside.
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


@inlined
def _add(total: Table, lost: Table, zone: int, mask: int, value: float) -> None:
    """Add, and keep what rounding leaves out (Neumaier 1974, doi:10.1002/zamm.19740540106)."""
    old = total[zone, mask]
    new = old + value
    if abs(old) >= abs(value):
        lost[zone, mask] += (old - new) + value
    else:
        lost[zone, mask] += (value - new) + old
    total[zone, mask] = new


@compiled
def _odd_crossings(
    x: Floats, y: Floats, begin: int, end: int, px: float, py: float, moved: int
) -> bool:
    """Whether a ray from the point to the right crosses an odd number of the edges of a run."""
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
    """Whether the edge from r to s, moved against the edge from p to q, crosses it."""
    if rx == sx and ry == sy:
        return False
    if side(px, py, qx, qy, rx, ry, moved) == side(px, py, qx, qy, sx, sy, moved):
        return False
    return side(rx, ry, sx, sy, px, py, -moved) != side(rx, ry, sx, sy, qx, qy, -moved)


@compiled
def _meet(
    px: float, py: float, qx: float, qy: float, rx: float, ry: float, sx: float, sy: float
) -> tuple[float, float]:
    """Where the edge from r to s passes the line from p to q.

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


@compiled
def cover(a: Arrangement, subjects: Integers, n_masks: int) -> tuple[Table, Table]:
    """Net and gross areas from the boundaries of some members.

    The sums over all members are the areas; parts of them have no meaning of their own.

    Parameters
    ----------
    a : Arrangement
    subjects : ndarray of int
        The members whose boundaries are walked.
    n_masks : int
        One more than the highest mask.

    Returns
    -------
    net : ndarray of float, shape (zones + 1, n_masks)
        Square metres of ground by zone (outside last) and mask; mask 0 is not computed.
    gross : ndarray of float, shape (zones + 1, n_masks)
        Sum of the areas of the polygons by zone and code.
    """
    x, y, start, first, turn, box = a.x, a.y, a.start, a.first, a.turn, a.box
    block_first, run, run_box = a.block_first, a.run, a.run_box
    near_start, near, code, base, n = a.near_start, a.near, a.code, a.base, a.n_polygons
    n_zones = len(base) - 1
    net, net_lost = np.zeros((n_zones + 1, n_masks)), np.zeros((n_zones + 1, n_masks))
    gross, gross_lost = np.zeros((n_zones + 1, n_masks)), np.zeros((n_zones + 1, n_masks))

    most, most_blocks, most_edges = 0, 0, 0
    for i in subjects:
        blocks, edges = 0, 0
        for k in range(near_start[i], near_start[i + 1]):
            blocks += block_first[near[k] + 1] - block_first[near[k]]
            edges += start[first[near[k] + 1]] - start[first[near[k]]]
        most = max(most, near_start[i + 1] - near_start[i])
        most_blocks, most_edges = max(most_blocks, blocks), max(most_edges, edges)
    # The other members that can cover a piece of the subject's boundary, and what is known of them.
    other, inside = np.zeros(most, np.int64), np.zeros(most, np.bool_)
    # Their runs of edges that reach the subject's box: which, of which other, and its box.
    block, of_other = np.zeros(most_blocks, np.int64), np.zeros(most_blocks, np.int64)
    reach = np.zeros((most_blocks, 4))
    # Crossings along one edge, then its end: where, how far along it, and with which other.
    at_x, at_y = np.zeros(most_edges + 1), np.zeros(most_edges + 1)
    along, whose = np.zeros(most_edges + 1), np.zeros(most_edges + 1, np.int64)

    for i in subjects:
        is_zone = i >= n
        own, home = code[i], a.home[i]
        if own == 0 and not is_zone:
            continue

        others, blocks, covering = 0, 0, 0
        for k in range(near_start[i], near_start[i + 1]):
            m = near[k]
            if (m < n and code[m] == 0) or (m >= n and home >= 0):
                continue
            covering += m < n
            for b in range(block_first[m], block_first[m + 1]):
                if (
                    run_box[b, 0] <= box[i, 2]
                    and run_box[b, 2] >= box[i, 0]
                    and run_box[b, 1] <= box[i, 3]
                    and run_box[b, 3] >= box[i, 1]
                ):
                    block[blocks], of_other[blocks] = b, others
                    reach[blocks, 0], reach[blocks, 1] = run_box[b, 0], run_box[b, 1]
                    reach[blocks, 2], reach[blocks, 3] = run_box[b, 2], run_box[b, 3]
                    blocks += 1
            other[others] = m
            others += 1
        if is_zone and covering == 0:
            continue

        for ring in range(first[i], first[i + 1]):
            px, py = x[start[ring]], y[start[ring]]
            for o in range(others):
                m = other[o]
                inside[o] = False
                if box[m, 0] <= px <= box[m, 2] and box[m, 1] <= py <= box[m, 3]:
                    moved = 1 if i > m else -1
                    for b in range(block_first[m], block_first[m + 1]):
                        if run_box[b, 2] >= px and run_box[b, 1] <= py <= run_box[b, 3]:
                            inside[o] ^= _odd_crossings(x, y, run[b, 0], run[b, 1], px, py, moved)
            known, mask, zone = False, 0, n_zones

            for e in range(start[ring], start[ring + 1] - 1):
                px, py, qx, qy = x[e], y[e], x[e + 1], y[e + 1]
                if px == qx and py == qy:
                    continue
                west, east, south, north = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
                crossings = 0
                for k in range(blocks):
                    if (
                        (reach[k, 0] > east)
                        | (reach[k, 2] < west)
                        | (reach[k, 1] > north)
                        | (reach[k, 3] < south)
                    ):
                        continue
                    b, m = block[k], other[of_other[k]]
                    moved = 1 if m > i else -1
                    for f in range(run[b, 0], run[b, 1]):
                        rx, ry, sx, sy = x[f], y[f], x[f + 1], y[f + 1]
                        if (
                            ((rx < west) & (sx < west))
                            | ((rx > east) & (sx > east))
                            | ((ry < south) & (sy < south))
                            | ((ry > north) & (sy > north))
                        ):
                            continue
                        if not _cross(px, py, qx, qy, rx, ry, sx, sy, moved):
                            continue
                        if moved > 0:
                            mx, my = _meet(px, py, qx, qy, rx, ry, sx, sy)
                        else:
                            mx, my = _meet(rx, ry, sx, sy, px, py, qx, qy)
                        distance = (mx - px) * (qx - px) + (my - py) * (qy - py)
                        place = crossings
                        while place > 0 and along[place - 1] > distance:
                            at_x[place], at_y[place] = at_x[place - 1], at_y[place - 1]
                            along[place], whose[place] = along[place - 1], whose[place - 1]
                            place -= 1
                        at_x[place], at_y[place] = mx, my
                        along[place], whose[place] = distance, of_other[k]
                        crossings += 1
                at_x[crossings], at_y[crossings] = qx, qy

                for piece in range(crossings + 1):
                    qx, qy = at_x[piece], at_y[piece]
                    if not known:
                        mask, zone = 0, home if home >= 0 else n_zones
                        for o in range(others):
                            if inside[o]:
                                mask |= code[other[o]]
                                if other[o] >= n:
                                    zone = min(zone, other[o] - n)
                        known = True
                    if not is_zone:
                        area = turn[ring] * edge_area(px, py, qx, qy, base[zone])
                        _add(gross, gross_lost, zone, own, area)
                        if mask | own != mask:
                            _add(net, net_lost, zone, mask | own, area)
                            if mask != 0:
                                _add(net, net_lost, zone, mask, -area)
                    elif mask != 0 and i - n < zone:
                        for z, sign in ((i - n, turn[ring]), (zone, -turn[ring])):
                            area = sign * edge_area(px, py, qx, qy, base[z])
                            _add(net, net_lost, z, mask, area)
                            for o in range(others):
                                if inside[o] and other[o] < n:
                                    _add(gross, gross_lost, z, code[other[o]], area)
                    px, py = qx, qy
                    if piece < crossings:
                        inside[whose[piece]] = not inside[whose[piece]]
                        known = False
    return net + net_lost, gross + gross_lost
