"""From geometries of any type to one flat list of rings, lines and points.

A *ring* here is a run of vertices with a kind: the shell or a hole of a polygon (without the
closing vertex), a line, or a point. That is all a layer needs to be drawn and written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import shapely

Geometries = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class RingKind(IntEnum):
    """What a run of vertices is."""

    SHELL = 0
    HOLE = 1
    LINE = 2
    POINT = 3


class Fault(IntEnum):
    """Why a feature is not on the map."""

    NONE = 0
    NO_GEOMETRY = 1
    NOT_FINITE = 2
    OUT_OF_RANGE = 3
    BEYOND_MAP = 4  # nearer to a pole than Web Mercator shows; kept, with its geometry


# Where Web Mercator's square world ends: atan(sinh(pi)).
MAP_LATITUDE = 85.05112877980659
# Longitudes past 180 occur where a shape crosses the antimeridian in one piece.
_MOST_LONGITUDE = 540.0

_POLYGON = 3
_WITH_POINTS = (0, 4, 7)  # point, multipoint, collection
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


def faults(geometries: Geometries) -> npt.NDArray[np.uint8]:
    """Why each feature cannot be drawn (`Fault`), 0 where it can.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of uint8, shape (n,)
    """
    out = np.zeros(len(geometries), np.uint8)
    missing = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    # Bounds would skip a NaN in the middle of a ring; its length does not, and needs no copy of it.
    with np.errstate(invalid="ignore", over="ignore"):
        wild = ~np.isfinite(shapely.length(geometries)) & ~missing
    some = np.flatnonzero(np.isin(shapely.get_type_id(geometries), _WITH_POINTS) & ~missing)
    xy, owner = shapely.get_coordinates(geometries[some], return_index=True)
    wild[some[owner[~np.isfinite(xy).all(axis=1)]]] = True
    west, south, east, north = np.where(
        (missing | wild)[:, None], 0.0, shapely.bounds(geometries)
    ).T
    out[(south > MAP_LATITUDE) | (north < -MAP_LATITUDE)] = Fault.BEYOND_MAP
    far = (west < -_MOST_LONGITUDE) | (east > _MOST_LONGITUDE) | (south < -90) | (north > 90)
    out[far] = Fault.OUT_OF_RANGE
    out[wild] = Fault.NOT_FINITE
    out[missing] = Fault.NO_GEOMETRY
    return out


def rings(geometries: Geometries) -> Rings:
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
    """Single geometries (points, lines, polygons) and the feature of each."""
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
    """Polygons with holes taken apart into rings; kind and piece of each run."""
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
    turns = np.where(step > 180, -360.0, 0.0) + np.where(step < -180, 360.0, 0.0)
    if closed and turns.sum() != 0:
        return x
    out = x + np.concatenate([[0.0], np.cumsum(turns[:-1])])
    return out if np.ptp(out) < np.ptp(x) else x


def _middle(x: Floats) -> float:
    return float(x.min() + x.max()) / 2
