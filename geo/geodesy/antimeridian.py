"""Ground across ±180° in one piece: longitudes run on past there, as far as a shape reaches.

Files cut outlines at the antimeridian or let them jump across it. On a plane from 180° W to 180° E
such ground would lie at both ends, or once around the globe. The map and the answer to what is
recorded at a place read it alike, as done here.

To that end geometry of any type is taken apart into one flat list. A *ring* here is a run of
vertices with a kind: the shell or a hole of a polygon (without the closing vertex), a line, or a
point.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Geometries = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class RingKind(IntEnum):
    """Kind of a run of vertices."""

    SHELL = 0
    HOLE = 1
    LINE = 2
    POINT = 3


_HALF, WHOLE = 180.0, 360.0
_MULTI: dict[int, Any] = {
    0: shapely.multipoints,
    1: shapely.multilinestrings,
    2: shapely.multipolygons,
}
_POLYGON = 3
_FIRST_COLLECTION = 4


@dataclass(frozen=True)
class Rings:
    """Rings of a list of features, in their order.

    Attributes
    ----------
    xy : ndarray of float, shape (v, 2)
        Longitude and latitude in degrees; longitudes continue past ±180.
    size : ndarray of int, shape (r,)
        Vertices of each ring.
    kind : ndarray of uint8, shape (r,)
        `RingKind` of each ring. Holes follow their shell.
    owner : ndarray of int, shape (r,)
        Feature each ring belongs to, ascending.
    """

    xy: Floats
    size: Ints
    kind: npt.NDArray[np.uint8]
    owner: Ints


def take_apart(geometries: Geometries) -> Rings:
    """Take geometries apart.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        EPSG:4326, of any type, collections too. Missing or empty ones have no rings.

    Returns
    -------
    Rings
    """
    pieces, owner = _parts(geometries)
    pieces, kind, part = _runs(pieces)
    owner = owner[part]
    size = shapely.get_num_coordinates(pieces).astype(np.int64)
    if not size.all():
        there = size > 0
        pieces, kind, owner, size = pieces[there], kind[there], owner[there], size[there]
    xy = shapely.get_coordinates(pieces)
    closed = kind <= RingKind.HOLE
    if closed.any():
        keep = np.ones(len(xy), np.bool_)
        keep[(np.cumsum(size) - 1)[closed]] = False
        xy, size = xy[keep], size - closed
    return Rings(_across_antimeridian(xy, size, kind, owner), size, kind, owner)


def _parts(geometries: Geometries) -> tuple[Geometries, Ints]:
    """Return single geometries (points, lines, polygons) and the feature of each."""
    owner: Ints = np.arange(len(geometries))
    pieces = geometries
    missing = shapely.is_missing(pieces)
    if missing.any():
        pieces, owner = pieces[~missing], owner[~missing]
    while True:  # a collection may hold collections
        many = shapely.get_type_id(pieces) >= _FIRST_COLLECTION
        if not many.any():
            return pieces, owner
        inner = shapely.get_parts(pieces[many])
        at = np.repeat(
            np.arange(len(pieces)), np.where(many, shapely.get_num_geometries(pieces), 1)
        )
        pieces, owner, many = pieces[at], owner[at], many[at]
        pieces[many] = inner


def _runs(pieces: Geometries) -> tuple[Geometries, npt.NDArray[np.uint8], Ints]:
    """Return polygons with holes taken apart into rings; kind and piece of each run."""
    type_id = shapely.get_type_id(pieces)
    kind = np.full(len(pieces), RingKind.LINE, np.uint8)
    kind[type_id == 0] = RingKind.POINT
    kind[type_id == _POLYGON] = RingKind.SHELL
    at: Ints = np.arange(len(pieces))
    holed = shapely.get_num_interior_rings(pieces) > 0
    if not holed.any():
        return pieces, kind, at
    # Only these: making a ring object of every polygon would take most of the time.
    inner = shapely.get_rings(pieces[holed])
    at = np.repeat(at, np.where(holed, 1 + shapely.get_num_interior_rings(pieces), 1))
    pieces, kind, holed = pieces[at], kind[at], holed[at]
    pieces[holed] = inner
    kind[np.diff(at, prepend=-1) == 0] = RingKind.HOLE  # all but the first of a polygon
    return pieces, kind, at


def _across_antimeridian(
    xy: Floats, size: Ints, kind: npt.NDArray[np.uint8], owner: Ints
) -> Floats:
    """Let longitudes run past ±180 where a ring jumps from one side of the map to the other.

    A step of more than half the globe is read as the short way round, if that makes the ring
    narrower and it closes (a ring around a pole does not). A step of exactly 360 is the edge of
    a world-wide box and stays.
    """
    if not len(xy):
        return xy
    start = np.cumsum(size) - size
    step = np.abs(np.diff(xy[:, 0], append=xy[-1:, 0]))
    last = start + size - 1
    closing = np.abs(xy[start, 0] - xy[last, 0])
    step[last] = np.where(kind <= RingKind.HOLE, closing, 0.0)
    jumps = np.flatnonzero((step > 180) & (step < 360))
    if not len(jumps):
        return xy
    xy = xy.copy()
    crossing = np.unique(np.searchsorted(start, jumps, side="right") - 1)
    for ring in crossing:
        run = slice(start[ring], start[ring] + size[ring])
        xy[run, 0] = _unwrapped(xy[run, 0], closed=kind[ring] <= RingKind.HOLE)
    middle = np.array([_middle(xy[s : s + n, 0]) for s, n in zip(start, size, strict=True)])
    # A hole stays in its shell.
    shell = 0
    for ring in np.flatnonzero(np.isin(owner, owner[crossing])).tolist():
        if kind[ring] == RingKind.SHELL:
            shell = ring
        elif kind[ring] == RingKind.HOLE:
            run = slice(start[ring], start[ring] + size[ring])
            xy[run, 0] += 360.0 * np.round((middle[shell] - middle[ring]) / 360.0)
    return xy


def _unwrapped(x: Floats, *, closed: bool) -> Floats:
    step = np.diff(x, append=x[:1])
    around = np.where(step > 180, -360.0, 0.0) + np.where(step < -180, 360.0, 0.0)
    if closed and around.sum() != 0:
        return x
    out = x + np.concatenate([[0.0], np.cumsum(around[:-1])])
    return out if np.ptp(out) < np.ptp(x) else x


def _middle(x: Floats) -> float:
    return float(x.min() + x.max()) / 2


def in_one_piece(geometries: Geometries) -> Geometries:
    """Return the same ground with its parts side by side, unless they reach around half the globe.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        The same array if nothing lies across.
    """
    west, _, east, _ = shapely.bounds(geometries).T
    wide = np.flatnonzero(east - west > _HALF).tolist()
    if not wide:
        return geometries
    out = geometries.copy()
    for at in wide:
        out[at] = _side_by_side(out[at])
    return out


def _side_by_side(shape: BaseGeometry) -> BaseGeometry:
    pieces = _pieces(shape)
    bounds = shapely.bounds(np.array(pieces, dtype=object))[:, [0, 2]]
    turn = count_turns(bounds) if np.ptp(bounds) > _HALF else np.zeros(len(pieces))
    if turn is None:
        turn = np.zeros(len(pieces))
    return join_shapes([move(p, WHOLE * t) for p, t in zip(pieces, turn.tolist(), strict=True)])


def _pieces(shape: BaseGeometry) -> list[BaseGeometry]:
    """Points, lines and polygons of a shape; what jumps across the antimeridian goes on past it."""
    found = take_apart(np.array([shape], dtype=object))
    runs = np.split(found.xy, np.cumsum(found.size)[:-1])
    pieces: list[tuple[int, list[Floats]]] = []
    for run, kind in zip(runs, found.kind.tolist(), strict=True):
        if kind == RingKind.HOLE:
            pieces[-1][1].append(run)
        else:
            pieces.append((kind, [run]))
    return [
        shapely.Point(runs[0][0])
        if kind == RingKind.POINT
        else shapely.LineString(runs[0])
        if kind == RingKind.LINE
        else shapely.Polygon(runs[0], runs[1:])
        for kind, runs in pieces
    ]


def join_shapes(pieces: list[BaseGeometry]) -> BaseGeometry:
    """Return one geometry of some points, lines and polygons."""
    if len(pieces) == 1:
        return pieces[0]
    kinds = {int(shapely.get_dimensions(piece)) for piece in pieces}
    join = _MULTI[kinds.pop()] if len(kinds) == 1 else shapely.geometrycollections
    whole: BaseGeometry = join(pieces)
    return whole


def count_turns(bounds: Floats) -> Floats | None:
    """Tell how many times round each stretch of longitude goes to lie with the others.

    They begin after the widest gap that none of them covers.

    Parameters
    ----------
    bounds : ndarray of float, shape (n, 2)
        West and east in degrees.

    Returns
    -------
    ndarray of float, shape (n,), or None
        None if they do not fit into half the globe.
    """
    west = (bounds[:, 0] + _HALF) % WHOLE - _HALF
    east = west + bounds[:, 1] - bounds[:, 0]
    order = np.argsort(west, kind="stable")
    reach = np.maximum.accumulate(east[order])
    gaps = np.append(west[order][1:], west[order][0] + WHOLE) - reach
    widest = int(gaps.argmax())
    if gaps[widest] < _HALF:
        return None
    first = west[order][(widest + 1) % len(order)]
    turn = np.where(west < first, 1.0, 0.0)
    middle = (first + (east + WHOLE * turn).max()) / 2
    turn -= middle > _HALF
    return np.asarray(turn + np.round((west - bounds[:, 0]) / WHOLE), dtype=np.float64)


def move(shape: BaseGeometry, degrees: float) -> BaseGeometry:
    """Return a shape so many degrees further east."""
    if not degrees:
        return shape
    return shapely.transform(shape, lambda xy: np.add(xy, (degrees, 0.0)))
