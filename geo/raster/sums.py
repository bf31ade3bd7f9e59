"""Adding up what cells hold, by zone and by distance of features, window by window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InputUnreadable
from geo.geodesy.compiled import AVAILABLE
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.raster.band import Band, Booleans, ValueKind, expect_no_negative
from geo.raster.divided import divide, outline_cells
from geo.raster.fractions import cover_cells, share_of_cells
from geo.raster.grid import Grid, Window
from geo.raster.ground import Features, find_within, union_within
from geo.raster.within import MOST_DISTANCES, shares_within
from geo.raster.zones import Zones, zones_in_window

_MOST_CLASSES = 256
_M2_PER_KM2 = 1e6
MANY = 500  # features: from so many on, blocks of cells are halved where numba is installed


@dataclass
class Figures:
    """Sums by zone and by distance; the last axis of each is of classes, or one place.

    Attributes
    ----------
    zones : Zones
    features : Features
    rings : list of ndarray of float, shape () or (features,)
        Distances in metres.
    each : bool
        Also for each feature by itself.
    codes : list of float
        Of the classes; a single 0 where there are none.
    total : ndarray of float, shape (classes,)
    zone : ndarray of float, shape (zones, classes)
    exposed : ndarray of float, shape (rings, zones + 1, classes)
        The row after the zones is of the whole.
    feature : ndarray of float, shape (rings, features, classes)
    feature_m2 : ndarray of float, shape (rings, features)
        Ground near each that has data.
    valid : ndarray of float, shape (zones,)
        m² in cells that have data.
    valid_m2 : float
    """

    zones: Zones
    features: Features
    rings: list[Floats]
    each: bool = False
    codes: list[float] = field(default_factory=lambda: [0.0])
    total: Floats = field(init=False)
    zone: Floats = field(init=False)
    exposed: Floats = field(init=False)
    feature: Floats = field(init=False)
    feature_m2: Floats = field(init=False)
    valid: Floats = field(init=False)
    valid_m2: float = 0.0

    def __post_init__(self) -> None:
        places, n, rings = len(self.codes), len(self.zones.names), len(self.rings)
        self.total = np.zeros(places)
        self.zone = np.zeros((n, places))
        self.exposed = np.zeros((rings, n + 1, places))
        self.feature = np.zeros((rings, self.features.count if self.each else 0, places))
        self.feature_m2 = np.zeros(self.feature.shape[:2])
        self.valid = np.zeros(n)


class Sums(Figures):
    """Figures of a raster, added up window by window."""

    def __init__(
        self,
        band: Band,
        kind: ValueKind,
        zones: Zones,
        features: Features,
        rings: list[Floats],
        *,
        each: bool = False,
    ) -> None:
        super().__init__(zones, features, rings, each, [] if kind is ValueKind.CLASS else [0.0])
        self.band, self.kind = band, kind

    def add(self, window: Window, values: Floats, valid: Booleans) -> bool:
        """Add a window; return whether it has any zone or feature near it.

        Raises
        ------
        OutOfRange, InputUnreadable
            If its numbers are not what the kind says.
        """
        grid, size = self.band.grid, (window.rows, window.columns)
        outline = grid.outline(window)
        rows, shapes = zones_in_window(self.zones, grid, window)
        farthest = max(float(ring.max(initial=0.0)) for ring in self.rings)
        near, outlines = self.features.near(outline, farthest)
        touched = bool(len(rows) or len(near))
        if not valid.any():
            return touched
        area = np.where(valid, grid.area_m2(window), 0.0).ravel()
        weight, code = self._weights(values, valid, area, window)

        split = divide(shapes, *size)
        self.total += self._sum(weight, code)
        self.valid_m2 += float(area.sum())
        self.zone[rows] += split.sum(weight, code, len(self.codes))
        self.valid[rows] += split.sum(area)[:, 0]
        if not len(near):
            return touched
        if self.each:
            self._add_each(near, outlines, window, weight, area, code)
        for ring, share, made in self._shares(near, outlines, window):
            mixed = split.mixed(share)
            held = weight * share
            held[mixed] = 0.0
            self.exposed[ring, -1] += self._sum(held, code)
            self.exposed[ring, rows] += split.sum(held, code, len(self.codes))
            if not len(mixed):
                continue
            # Cells that both a zone and the ground cut: what they have in common is cut out.
            strip = outline_cells(mixed, window.columns)
            union = made
            if union is None:
                metres = float(self.rings[ring])
                some = _find_near(outlines, metres, strip, grid, window)
                union = union_within(outlines[some], metres, grid, window)
            if union is None:
                continue
            parts = _pieces(shapely.intersection(union, strip), shapes, window)
            at_mixed = np.zeros(weight.size, np.bool_)
            at_mixed[mixed] = True
            small, of = shapely.get_parts(keep_polygons(parts), return_index=True)
            ground = shapely.area(small) > 0
            small, of = small[ground], of[ground]
            for at, cells in cover_cells(small, *size):
                row = len(self.zones.names) if of[at] == len(rows) else rows[of[at]]
                keep = at_mixed[cells.number]
                number, part = cells.number[keep], cells.share[keep]
                self.exposed[ring, row] += self._sum(
                    weight[number] * part, None if code is None else code[number]
                )
        return touched

    def _sum(self, held: Floats, code: Integers | None) -> Floats:
        """Sum what some cells hold by class."""
        if code is None:
            return np.array([held.sum()])
        return np.bincount(code, held, minlength=len(self.codes)).astype(np.float64, copy=False)

    def _shares(
        self, near: Integers, outlines: Geometries, window: Window
    ) -> Iterator[tuple[int, Floats, BaseGeometry | None]]:
        """Give the share of each cell within each distance, and the ground if it was made."""
        grid = self.band.grid
        quick = [
            ring
            for ring, metres in enumerate(self.rings)
            if AVAILABLE and self.features.count >= MANY and not metres.ndim and metres > 0
        ]
        for begin in range(0, len(quick), MOST_DISTANCES):
            some = quick[begin : begin + MOST_DISTANCES]
            metres = np.array([float(self.rings[ring]) for ring in some])
            for ring, share in zip(
                some, shares_within(outlines, metres, grid, window), strict=True
            ):
                yield ring, share.ravel(), None
        for ring in set(range(len(self.rings))) - set(quick):
            distance = self.rings[ring]
            union = union_within(
                outlines, distance[near] if distance.ndim else distance, grid, window
            )
            if union is not None:
                share = share_of_cells(shapely.get_parts(union), window.rows, window.columns)
                yield ring, share.ravel().clip(0, 1), union

    def _add_each(  # noqa: PLR0917 - all of a window
        self,
        near: Integers,
        outlines: Geometries,
        window: Window,
        weight: Floats,
        area: Floats,
        code: Integers | None,
    ) -> None:
        """Add what each feature has within each distance by itself."""
        for ring, metres in enumerate(self.rings):
            distance = metres[near] if metres.ndim else metres
            ground = find_within(outlines, distance, self.band.grid, window)
            for at, (number, share) in cover_cells(ground, window.rows, window.columns):
                held = weight[number] * share
                self.feature[ring, near[at]] += self._sum(
                    held, None if code is None else code[number]
                )
                self.feature_m2[ring, near[at]] += area[number] @ share

    def _weights(
        self, values: Floats, valid: Booleans, area: Floats, window: Window
    ) -> tuple[Floats, Integers | None]:
        """Return what each cell holds, and of a raster of classes where it is counted."""
        if self.kind is not ValueKind.CLASS:
            expect_no_negative(self.band, values, window)
            held = values.ravel()
            if self.kind is ValueKind.DENSITY:
                held = held * area * (self.band.per_km2 / _M2_PER_KM2)
            return held, None
        if not (values[valid] == np.rint(values[valid])).all():
            raise InputUnreadable(
                f"{self.band.path}: numbers that are not whole; expected codes of classes",
                "--kind count or --kind density, if they are amounts.",
            )
        found, inverse = np.unique(values[valid], return_inverse=True)
        place = self._make_room(found)
        code = np.zeros(values.size, np.int64)
        code[valid.ravel()] = place[inverse]
        return area, code

    def _make_room(self, codes: Floats) -> Integers:
        """Return where each code is counted; new ones get a place."""
        new = [code for code in codes.tolist() if code not in self.codes]
        self.codes += new
        if len(self.codes) > _MOST_CLASSES:
            raise InputUnreadable(
                f"{self.band.path}: more than {_MOST_CLASSES} different numbers",
                "These do not look like classes: --kind count or --kind density.",
            )
        for name in ("total", "zone", "exposed", "feature"):
            held = getattr(self, name)
            room = np.zeros((*held.shape[:-1], len(new)))
            setattr(self, name, np.concatenate([held, room], axis=-1))
        return np.array([self.codes.index(code) for code in codes.tolist()], np.int64)


def _find_near(
    outlines: Geometries, metres: float, strip: BaseGeometry, grid: Grid, window: Window
) -> Integers:
    """Return the features that may be within a distance of some cells."""
    west, _, east, _ = grid.outline(window)
    moved = grid.to_cells(outlines, (west + east) / 2)
    bounds = shapely.bounds(moved) - np.tile([window.column, window.row], 2)
    reach = metres / grid.narrowest_m(window) * 1.05 + 1
    boxes = shapely.box(*(bounds + reach * np.array([-1, -1, 1, 1])).T)
    parts = shapely.get_parts(strip)
    return np.unique(shapely.STRtree(boxes).query(parts)[1])


def _pieces(union: BaseGeometry, shapes: Geometries, window: Window) -> Geometries:
    """Return what of a union lies in each zone, then the whole."""
    out: Geometries = np.full(len(shapes) + 1, None, dtype=object)
    out[-1] = union
    if len(shapes):
        full = shapely.area(shapes) >= window.rows * window.columns * (1 - 1e-12)
        shapely.prepare(shapes)
        inside = full | shapely.contains_properly(shapes, union)
        out[:-1][inside] = union
        some = ~inside & shapely.intersects(shapes, union)
        cut = np.asarray(shapely.intersection(shapes[some], union), dtype=object)
        out[:-1][some] = keep_polygons(cut)
    return out
