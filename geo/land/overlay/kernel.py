"""Areas of ground by what covers it, from edges alone: no geometry is built.

Each polygon carries a *code*, a set of bits (hazard at the opening, cleared since, …). The ground
falls into faces; the *mask* of a face is the union of the codes of all polygons that cover it.
`cover` sums the area of the faces of every mask in every zone.

Mathematics
-----------
By Green's theorem the area of a set of faces is the sum of an edge integral over its boundary
(`geo.geodesy.planar_edges.edge_area`). Each piece of each polygon's boundary, cut where other
boundaries cross it, has one face on its inner side, with mask ``others | code``, and one on its
outer side, with mask ``others``, where *others* is the union of the codes of the other polygons
that cover the piece. So every piece adds its integral to the mask on its left and takes it off the
mask on its right, and that is all. No face has to be traced, and each polygon needs only those
whose boxes meet its own.

Zones are polygons of the same arrangement whose boundary changes the zone instead of the mask.
Where zones overlap, the first one counts; where there is none, the ground is *outside*. So the
sum over zones and outside is the total by construction.

The order of subjects does not change the figures, except for rounding, and the subjects may be
shared out among threads, processes or machines.
"""

# ruff: noqa: PLR0912, PLR0917 - compiled loops take plain numbers and call little

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.geodesy.compiled import compiled, inlined
from geo.geodesy.planar_edges import edge_area
from geo.geodesy.rings import Integers
from geo.land.overlay.crossings import Arrangement, enter, look_round, room_for, walk

Table = npt.NDArray[np.float64]


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
def _ground_at(
    code: Integers,
    other: Integers,
    inside: npt.NDArray[np.bool_],
    others: int,
    n_polygons: int,
    no_zone: int,
) -> tuple[int, int]:
    """Return the mask that the others make where the boundary runs, and the zone there."""
    mask, zone = 0, no_zone
    for o in range(others):
        if inside[o]:
            mask |= code[other[o]]
            if other[o] >= n_polygons:
                zone = min(zone, other[o] - n_polygons)
    return mask, zone


@compiled
def cover(a: Arrangement, subjects: Integers, n_masks: int) -> tuple[Table, Table]:
    """Return net and gross areas from the boundaries of some members.

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
    start, code, base, n = a.start, a.code, a.base, a.n_polygons
    n_zones = len(base) - 1
    net, net_lost = np.zeros((n_zones + 1, n_masks)), np.zeros((n_zones + 1, n_masks))
    gross, gross_lost = np.zeros((n_zones + 1, n_masks)), np.zeros((n_zones + 1, n_masks))
    room = room_for(a, subjects)
    other, inside, point, whose = room.other, room.inside, room.point, room.whose

    for i in subjects:
        is_zone = i >= n
        own = code[i]
        no_zone = a.home[i] if a.home[i] >= 0 else n_zones
        if own == 0 and not is_zone:
            continue
        others, polygons, runs = look_round(a, i, room)
        if is_zone and polygons == 0:
            continue
        for ring in range(a.first[i], a.first[i + 1]):
            turn, reached, end = a.turn[ring], start[ring], start[ring + 1] - 1
            px, py = a.x[reached], a.y[reached]
            enter(a, i, px, py, others, room)
            mask, zone = _ground_at(code, other, inside, others, n, no_zone)
            left, right = 0.0, 0.0  # integrals since mask or zone changed
            while reached < end:
                count, reached = walk(a, i, reached, end, runs, room)
                for k in range(1, count):
                    qx, qy = point[k, 0], point[k, 1]
                    if not is_zone:
                        left += edge_area(px, py, qx, qy, base[zone])
                    elif mask != 0 and i - n < zone:
                        left += edge_area(px, py, qx, qy, base[i - n])
                        right += edge_area(px, py, qx, qy, base[zone])
                    px, py = qx, qy
                    if whose[k] < 0 and (k < count - 1 or reached < end):
                        continue
                    left, right = turn * left, turn * right
                    if not is_zone:
                        _add(gross, gross_lost, zone, own, left)
                        if mask | own != mask:
                            _add(net, net_lost, zone, mask | own, left)
                            if mask != 0:
                                _add(net, net_lost, zone, mask, -left)
                    elif mask != 0 and i - n < zone:
                        _add(net, net_lost, i - n, mask, left)
                        _add(net, net_lost, zone, mask, -right)
                        for o in range(others):
                            if inside[o] and other[o] < n:
                                _add(gross, gross_lost, i - n, code[other[o]], left)
                                _add(gross, gross_lost, zone, code[other[o]], -right)
                    left, right = 0.0, 0.0
                    if whose[k] >= 0:
                        inside[whose[k]] = not inside[whose[k]]
                        mask, zone = _ground_at(code, other, inside, others, n, no_zone)
    return net + net_lost, gross + gross_lost
