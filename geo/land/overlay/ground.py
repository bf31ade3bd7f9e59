"""Polygons and zones made ready once, for areas by what covers the ground at any date."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import InvalidGeometry, UnknownName
from geo.geodesy import planar_edges as areas
from geo.geodesy.compiled import AVAILABLE, compiled
from geo.geodesy.rings import Floats, Geometries, Integers, Rings, flatten
from geo.land.overlay import pieces
from geo.land.overlay.boxes import pair_meeting
from geo.land.overlay.crossings import Arrangement
from geo.land.overlay.kernel import cover
from geo.land.overlay.zone_grid import UNKNOWN, zone_grid

Engine = Literal["kernel", "geos"]

_CHUNKS = 8
_LARGE_TABLE = 1 << 21


@dataclass(frozen=True)
class Cover:
    """Square metres by zone (the last row: outside all zones) and by mask of codes.

    `net` counts each piece of ground once, under the union of the codes that cover it; `gross`
    counts each polygon whole, under its own code.
    """

    net: Floats
    gross: Floats

    def covered(self, by: int, but_not: int = 0, within: int = -1) -> Floats:
        """Area per zone of ground under any bit of `by` and of `within`, and none of `but_not`."""
        mask = np.arange(self.net.shape[1])
        chosen = ((mask & by) != 0) & ((mask & but_not) == 0) & ((mask & within) != 0)
        return np.asarray(self.net[:, chosen].sum(axis=1), dtype=np.float64)

    def summed(self, bits: int) -> Floats:
        """Sum per zone of the areas of all polygons that have any of the bits."""
        code = np.arange(self.gross.shape[1])
        return np.asarray(self.gross[:, (code & bits) != 0].sum(axis=1), dtype=np.float64)


@dataclass(frozen=True)
class Ground:
    """Valid polygons and zones with all that does not depend on the question.

    Attributes
    ----------
    polygons : ndarray of shapely geometry, shape (n,)
    zones : ndarray of shapely geometry, shape (z,)
        The first one counts where they overlap.
    rings : Rings, optional
        Of the polygons, then of the zones, if known already.
    """

    polygons: Geometries
    zones: Geometries
    rings: Rings | None = None

    @cached_property
    def arrangement(self) -> Arrangement:
        """The same as arrays, with neighbours: what the kernel reads."""
        n, z = len(self.polygons), len(self.zones)
        members = np.concatenate([self.polygons, self.zones])
        rings = flatten(members) if self.rings is None else self.rings
        boxes = shapely.bounds(members)
        home = _homes(self.polygons, boxes[:n], self.zones) if z else np.zeros(n, np.int64)
        near_start, near = _neighbours(boxes, self.zones, home)
        block_first, run, run_box = _blocks(rings)
        latitude = (boxes[n:, 1] + boxes[n:, 3]) / 2
        everywhere = np.nanmean(boxes[:, 1]) if np.isfinite(boxes[:, 1]).any() else 0.0
        latitude = np.append(np.nan_to_num(latitude), everywhere)
        return Arrangement(
            x=rings.x,
            y=rings.y,
            start=rings.start,
            first=rings.first,
            turn=_turns(rings.x, rings.y, rings.start, rings.hole),
            block_first=block_first,
            run=run,
            run_box=run_box,
            box=boxes,
            code=np.zeros(n + z, np.int64),
            home=np.concatenate([home, np.full(z, UNKNOWN)]),
            near_start=near_start,
            near=near,
            base=np.asarray(areas.ground_below(latitude)),
            n_polygons=n,
        )

    def cover(
        self, code: Any, n_bits: int, *, engine: Engine | None = None, threads: int = 1
    ) -> Cover:
        """Return areas by zone and by what covers the ground.

        Parameters
        ----------
        code : array_like of int, shape (n,)
            Bits of each polygon; 0 leaves it out.
        n_bits : int
            Number of bits in use.
        engine : {'kernel', 'geos'}, optional
            'kernel' (edge integrals, needs numba to be fast) where numba is installed, else 'geos'
            (overlays). Both give the same figures.
        threads : int
            The figures do not depend on it.

        Returns
        -------
        Cover

        Raises
        ------
        UnknownName
            If there is no such engine.
        """
        codes = np.asarray(code, dtype=np.int64)
        engine = engine or ("kernel" if AVAILABLE else "geos")
        if engine not in get_args(Engine):
            raise UnknownName("engine", engine, get_args(Engine))
        if engine == "geos":
            return Cover(*pieces.cover(self.polygons, self.zones, codes, 1 << n_bits))
        ready = self.arrangement._replace(
            code=np.concatenate([codes, np.zeros(len(self.zones), np.int64)])
        )
        members = np.arange(len(ready.box))
        size = 1 << n_bits
        # Always the same shares, whatever the number of threads: the sums are the same to the bit.
        few = len(members) < 1000 or size * len(ready.base) > _LARGE_TABLE
        shares = np.array_split(members, 1 if few else _CHUNKS)
        with ThreadPoolExecutor(max(threads, 1)) as pool:
            parts = list(pool.map(lambda share: cover(ready, share, size), shares))
        return Cover(np.sum([p[0] for p in parts], axis=0), np.sum([p[1] for p in parts], axis=0))


def _neighbours(boxes: Floats, zones: Geometries, home: Integers) -> tuple[Integers, Integers]:
    """Return pairs of members whose boxes meet, as offsets and members; zones only where needed."""
    n = len(boxes) - len(zones)
    pairs = [pair_meeting(boxes[:n])]
    if len(zones):
        astride = np.flatnonzero(home == UNKNOWN)
        one, two = pair_meeting(boxes[n:])
        pairs.append((one + n, two + n))
        tree = shapely.STRtree(np.asarray(shapely.box(*boxes[astride].T), dtype=object))
        zone, polygon = tree.query(zones)
        pairs.append((astride[polygon], zone + n))
    first, second = np.concatenate(pairs, axis=1)
    return _by_member(first, second, len(boxes))


@compiled
def _by_member(first: Integers, second: Integers, n: int) -> tuple[Integers, Integers]:
    """Return who each member is paired with, as offsets and members."""
    start = np.zeros(n + 1, np.int64)
    for k in range(len(first)):
        start[first[k] + 1] += 1
        start[second[k] + 1] += 1
    start = np.cumsum(start)
    at, near = start[:-1].copy(), np.empty(start[-1], np.int64)
    for k in range(len(first)):
        one, two = first[k], second[k]
        near[at[one]], near[at[two]] = two, one
        at[one] += 1
        at[two] += 1
    return start, near


def _homes(polygons: Geometries, boxes: Floats, zones: Geometries) -> Integers:
    """Return zone that each polygon lies wholly inside; −1 where it may meet a zone boundary."""
    grid = zone_grid(zones)
    home = grid.of_boxes(boxes)
    home[np.isnan(boxes).any(axis=1)] = len(zones)
    near = np.flatnonzero(home == UNKNOWN)
    if len(near):
        tree = shapely.STRtree(polygons[near])
        touching, touched = tree.query(grid.zones, predicate="intersects")
        alone = np.bincount(touched, minlength=len(near)) == 1
        sole = np.zeros(len(near), np.int64)
        sole[touched] = touching
        within, inside = tree.query(grid.zones, predicate="contains_properly")
        inside = inside[alone[inside] & (sole[inside] == within)]
        home[near[inside]] = sole[inside]
    return home


@compiled
def _turns(x: Floats, y: Floats, start: Integers, hole: npt.NDArray[np.bool_]) -> Integers:
    """1 for each ring that has its polygon on the left, −1 on the right."""
    turn = np.ones(len(hole), np.int64)
    for ring in range(len(hole)):
        begin = start[ring]
        doubled = 0.0
        for k in range(begin, start[ring + 1] - 1):
            doubled += (x[k] - x[begin]) * (y[k + 1] - y[begin])
            doubled -= (x[k + 1] - x[begin]) * (y[k] - y[begin])
        if (doubled > 0) == hole[ring]:
            turn[ring] = -1
    return turn


def _blocks(rings: Rings, run_length: int = 16) -> tuple[Integers, Integers, Floats]:
    """Cut rings into runs of edges; the runs of each member, their ends and their boxes."""
    edges = np.maximum(np.diff(rings.start) - 1, 0)
    n_runs = -(-edges // run_length)
    ring = np.repeat(np.arange(len(edges)), n_runs)
    number = np.arange(len(ring)) - np.repeat(np.cumsum(n_runs) - n_runs, n_runs)
    begin = rings.start[ring] + number * run_length
    end = np.minimum(begin + run_length, rings.start[ring + 1] - 1)
    run = np.stack([begin, end], axis=1)
    before = np.zeros(len(edges) + 1, np.int64)
    np.cumsum(n_runs, out=before[1:])
    return before[rings.first], run, _run_boxes(rings.x, rings.y, run)


@compiled
def _run_boxes(x: Floats, y: Floats, run: Integers) -> Floats:
    """Return boxes of runs of vertices; both ends belong to a run."""
    box = np.empty((len(run), 4))
    for b in range(len(run)):
        first = run[b, 0]
        west, south, east, north = x[first], y[first], x[first], y[first]
        for k in range(first + 1, run[b, 1] + 1):
            west, east = min(west, x[k]), max(east, x[k])
            south, north = min(south, y[k]), max(north, y[k])
        box[b, 0], box[b, 1], box[b, 2], box[b, 3] = west, south, east, north
    return box


def ground(polygons: Any, zones: Any = ()) -> Ground:
    """Make polygons and zones ready for `Ground.cover`.

    Parameters
    ----------
    polygons : array_like of shapely geometry, shape (n,)
        Valid polygons and multipolygons in EPSG:4326. Missing and empty ones cover nothing.
    zones : array_like of shapely geometry, shape (z,)
        Valid polygons and multipolygons; may overlap and leave gaps.

    Returns
    -------
    Ground

    Raises
    ------
    InvalidGeometry
        If a geometry is neither polygon nor multipolygon, or has a coordinate that is not finite.
    """
    inner = np.asarray(polygons, dtype=object).reshape(-1)
    outer = np.asarray(zones, dtype=object).reshape(-1)
    members = np.concatenate([inner, outer])
    kind = shapely.get_type_id(members)
    bad = ~np.isin(kind, (-1, 3, 6)) | ~np.isfinite(shapely.area(members))
    bad &= ~shapely.is_empty(members) & (kind >= 0)
    if bad.any():
        at = int(np.flatnonzero(bad)[0])
        raise InvalidGeometry(
            f"member {at} is {members[at].geom_type} or has a coordinate that is not finite; "
            "expected finite polygons",
            "Repair the geometries first (geo.model.repair).",
        )
    return Ground(inner, outer)
