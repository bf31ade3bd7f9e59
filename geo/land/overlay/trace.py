"""Ground without other ground as polygons, traced along boundaries that are known to fit.

What is left of a polygon P without others O₁, O₂, … is bounded by the pieces of P's boundary
outside all Oᵢ and by the pieces of each Oᵢ's boundary inside P and outside the other Oⱼ. A piece
begins and ends at a crossing of two boundaries, or is a whole ring. At a crossing exactly one piece
that bounds what is left arrives and one departs: of the four corners between two boundaries one is
inside the first and outside the second, or outside both. So pieces are linked by naming each
crossing after its two edges, and no coordinates are compared.

That holds because crossings are decided exactly and ties are broken (`geo.land.overlay.crossings`,
`geo.geodesy.orientation`). Where rounding puts crossings of one edge in the wrong order the
pieces do not link, and where borders coincide a ring may touch itself: such a polygon, and one
whose holes could belong to several shells, goes to GEOS (`geo.land.overlay.pieces.subtract`).
"""

# ruff: noqa: PLR0912, PLR0917 - compiled loops take plain numbers and call little

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.compiled import AVAILABLE, compiled
from geo.geodesy.rings import Floats, Geometries, Integers
from geo.land.overlay.crossings import (
    Arrangement,
    Surroundings,
    enter,
    lengthen,
    look_round,
    room_for,
    walk,
)
from geo.land.overlay.ground import Ground
from geo.land.overlay.pieces import subtract

_CHUNK = 4096
_SLIVER = 1e-16  # square degrees, about 1 mm²: rings that only rounding opens
_WHOLE, _TAKEN = 1, 2  # codes of what is cut, and of what is taken from it


@compiled
def _boundary(
    a: Arrangement,
    i: int,
    room: Surroundings,
    point: Floats,
    chain: Integers,
    points: int,
    chains: int,
) -> tuple[Floats, Integers, int, int]:
    """Add the pieces of a member's boundary that bound what is left.

    A chain is: its first and last vertex in `point`, the crossings that it leads from and to, and
    whether it is to be followed backwards.
    """
    others, _, runs = look_round(a, i, room)
    other, inside, n_edges = room.other, room.inside, len(a.x)
    own = a.code[i]
    path, whose, by = room.point, room.whose, room.by
    for ring in range(a.first[i], a.first[i + 1]):
        vertex, end = a.start[ring], a.start[ring + 1] - 1
        enter(a, i, a.x[vertex], a.y[vertex], others, room)
        held, blocked = own == _WHOLE, 0
        for o in range(others):
            if inside[o]:
                blocked += a.code[other[o]] == _TAKEN
                held |= a.code[other[o]] == _WHOLE
        # What is left lies to the left of P's boundary and to the right of the others'.
        backwards = (a.turn[ring] == 1) != (own == _WHOLE)
        edge, corner = vertex, vertex * n_edges + vertex
        begin, node = points, corner
        while vertex < end:
            count, vertex = walk(a, i, vertex, end, runs, room)
            if points + count > len(point):
                point = lengthen(point, 2 * (points + count))
            point[points : points + count] = path[:count]
            for k in range(1, count):
                crossing = whose[k] >= 0
                if crossing or edge + 1 == end:
                    reached = corner
                    if crossing:
                        reached = min(edge, by[k]) * n_edges + max(edge, by[k])
                    if held and blocked == 0:
                        if chains == len(chain):
                            chain = lengthen(chain, 2 * chains)
                        chain[chains, 0], chain[chains, 1] = begin, points + k
                        chain[chains, 2] = reached if backwards else node
                        chain[chains, 3] = node if backwards else reached
                        chain[chains, 4] = backwards
                        chains += 1
                    begin, node = points + k, reached
                if crossing:
                    o = whose[k]
                    change = -1 if inside[o] else 1
                    inside[o] = not inside[o]
                    if a.code[other[o]] == _WHOLE:
                        held = inside[o]
                    else:
                        blocked += change
                else:
                    edge += 1
            points += count - 1  # the next stretch begins with the same vertex
        points += 1
    return point, chain, points, chains


@compiled
def _push(ring: Floats, begin: int, size: int, x: float, y: float) -> int:
    """Add a vertex, but neither the same twice nor a way there and back."""
    if size > begin and ring[size - 1, 0] == x and ring[size - 1, 1] == y:
        return size
    if size > begin + 1 and ring[size - 2, 0] == x and ring[size - 2, 1] == y:
        return size - 1
    ring[size, 0], ring[size, 1] = x, y
    return size + 1


@compiled
def _same(ring: Floats, one: int, two: int) -> bool:
    return bool(ring[one, 0] == ring[two, 0] and ring[one, 1] == ring[two, 1])


@compiled
def _linked(
    point: Floats, chain: Integers, chains: int, ring: Floats, end: Integers
) -> tuple[int, int]:
    """Link chains to rings: how many vertices and rings, or −1 where they do not link."""
    order = np.argsort(chain[:chains, 2])
    leaves = chain[order, 2]
    for k in range(chains - 1):
        if leaves[k] == leaves[k + 1]:
            return -1, 0
    used = np.zeros(chains, np.bool_)
    size, rings = 0, 0
    for start in range(chains):
        if used[start]:
            continue
        begin, c = size, start
        while not used[c]:
            used[c] = True
            first, last = chain[c, 0], chain[c, 1]
            for k in range(last - first):
                at = last - k if chain[c, 4] else first + k
                size = _push(ring, begin, size, point[at, 0], point[at, 1])
            found = np.searchsorted(leaves, chain[c, 3])
            if found == chains or leaves[found] != chain[c, 3]:
                return -1, 0
            c = order[found]
        if c != start:
            return -1, 0
        # The same again where the end meets the beginning.
        while size - begin > 2:
            if _same(ring, size - 1, begin):
                size -= 1
            elif _same(ring, size - 2, begin):
                size -= 2
            elif _same(ring, size - 1, begin + 1):
                size -= 2
                for k in range(begin, size):
                    ring[k, 0], ring[k, 1] = ring[k + 1, 0], ring[k + 1, 1]
            else:
                break
        end[rings] = size
        rings += 1
    return size, rings


@compiled
def trace(
    a: Arrangement, whole: Integers, first: Integers, taken: Integers
) -> tuple[Floats, Integers, Integers, Floats, npt.NDArray[np.bool_]]:
    """Return rings of what is left of members without others.

    Parameters
    ----------
    a : Arrangement
        With codes of its own, all 0, and no zones.
    whole : ndarray of int, shape (n,)
        Members to cut.
    first : ndarray of int, shape (n + 1,)
    taken : ndarray of int
        Member ``whole[k]`` loses members ``taken[first[k]:first[k + 1]]``.

    Returns
    -------
    vertex : ndarray of float, shape (vertices, 2)
    start : ndarray of int, shape (rings + 1,)
        Ring r holds the vertices ``start[r]`` to ``start[r + 1]``; it is closed.
    of : ndarray of int, shape (rings,)
        Position in `whole`.
    area : ndarray of float, shape (rings,)
        Square degrees; shells positive, holes negative.
    sure : ndarray of bool, shape (n,)
        False where the pieces do not link.
    """
    room = room_for(a, np.concatenate((whole, taken)))
    point, chain = np.empty((1024, 2)), np.empty((64, 5), np.int64)
    ring, end = np.empty((1024, 2)), np.empty(64, np.int64)
    vertex, start = np.empty((16 * len(whole) + 64, 2)), np.zeros(2 * len(whole) + 64, np.int64)
    of, area = np.empty(len(start), np.int64), np.empty(len(start))
    sure = np.ones(len(whole), np.bool_)
    vertices, rings = 0, 0
    for k in range(len(whole)):
        mine = taken[first[k] : first[k + 1]]
        for m in mine:
            a.code[m] = _TAKEN
        a.code[whole[k]] = _WHOLE
        point, chain, points, chains = _boundary(a, whole[k], room, point, chain, 0, 0)
        for m in mine:
            point, chain, points, chains = _boundary(a, m, room, point, chain, points, chains)
        for m in mine:
            a.code[m] = 0
        a.code[whole[k]] = 0
        if len(ring) < points:
            ring = np.empty((2 * points, 2))
        if len(end) < chains:
            end = np.empty(2 * chains, np.int64)
        size, found = _linked(point, chain, chains, ring, end)
        sure[k] = size >= 0
        if vertices + size + found > len(vertex):
            vertex = lengthen(vertex, 2 * (vertices + size + found))
        if rings + found + 1 > len(start):
            start, of = (
                lengthen(start, 2 * (rings + found + 1)),
                lengthen(of, 2 * (rings + found + 1)),
            )
            area = lengthen(area, 2 * (rings + found + 1))
        begin = 0
        for r in range(found):
            corners = ring[begin : end[r]]
            begin = end[r]
            doubled = 0.0
            for c in range(1, len(corners) - 1):
                doubled += (corners[c, 0] - corners[0, 0]) * (corners[c + 1, 1] - corners[0, 1])
                doubled -= (corners[c + 1, 0] - corners[0, 0]) * (corners[c, 1] - corners[0, 1])
            if abs(doubled) < 2 * _SLIVER:
                continue
            vertex[vertices : vertices + len(corners)] = corners
            vertices += len(corners)
            vertex[vertices] = corners[0]
            vertices += 1
            of[rings], area[rings] = k, doubled / 2
            rings += 1
            start[rings] = vertices
    return vertex[:vertices], start[: rings + 1], of[:rings], area[:rings], sure


def _polygons(
    n: int, vertex: Floats, start: Integers, of: Integers, area: Floats
) -> tuple[Geometries, npt.NDArray[np.bool_]]:
    """Return polygons from rings, and where it is not clear which shell a hole belongs to."""
    shell = area > 0
    shells = np.bincount(of[shell], minlength=n)
    holes = np.bincount(of[~shell], minlength=n)
    unclear = (holes > 0) & (shells != 1)
    out: Geometries = np.full(n, shapely.Polygon(), dtype=object)
    ring = np.repeat(np.arange(len(of)), np.diff(start))
    lines = np.asarray(shapely.linearrings(vertex, indices=ring))
    # A shell with its holes, or a shell alone.
    order = np.lexsort((~shell, of))
    order = order[~unclear[of[order]]]
    if not len(order):
        return out, unclear
    index = np.cumsum(shell[order]) - 1
    polygons = np.asarray(shapely.polygons(lines[order], indices=index))
    owner = of[order][shell[order]]
    single = shells[owner] == 1
    out[owner[single]] = polygons[single]
    several, part = np.unique(owner[~single], return_inverse=True)
    if len(several):
        out[several] = shapely.multipolygons(polygons[~single], indices=part)
    return out, unclear


def trace_difference(
    ground: Ground, whole: Integers, first: Integers, taken: Integers, threads: int = 1
) -> Geometries:
    """Return polygons without the union of others.

    Parameters
    ----------
    ground : Ground
        Holds them all.
    whole : ndarray of int, shape (n,)
        Polygons to cut.
    first, taken : ndarray of int, shape (pairs,)
        Which polygon (`taken`) to take from which of `whole` (its position, ascending).
    threads : int

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        Polygons and multipolygons, empty where nothing is left.
    """
    polygons = ground.polygons
    if not AVAILABLE:
        return subtract(polygons[whole], polygons, first, taken, threads)
    ready = ground.arrangement

    def work(chunk: range) -> Geometries:
        low, high = np.searchsorted(first, [chunk.start, chunk.stop])
        mine, lost = whole[chunk.start : chunk.stop], taken[low:high]
        place = first[low:high] - chunk.start
        offsets = np.searchsorted(place, np.arange(len(mine) + 1))
        empty = np.zeros(len(ready.code), np.int64)
        vertex, start, of, area, sure = trace(
            ready._replace(code=empty, home=np.zeros_like(empty)), mine, offsets, lost
        )
        out, unclear = _polygons(len(mine), vertex, start, of, area)
        doubtful = ~sure | unclear | ~shapely.is_valid(out)
        again = np.flatnonzero(doubtful)
        if len(again):
            position = np.cumsum(doubtful) - 1
            use = doubtful[place]
            out[again] = subtract(polygons[mine[again]], polygons, position[place[use]], lost[use])
        return out

    chunks = [range(k, min(k + _CHUNK, len(whole))) for k in range(0, len(whole), _CHUNK)]
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        parts = list(pool.map(work, chunks))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=object)
