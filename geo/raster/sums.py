"""Adding up what cells hold, by zone and by distance of features, window by window."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import InputUnreadable
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.raster.band import Band, Booleans, ValueKind, expect_no_negative
from geo.raster.fractions import Cells, cover_cells
from geo.raster.grid import Window
from geo.raster.ground import Features, find_within, union_within
from geo.raster.zones import Zones, zones_in_window

_MOST_CLASSES = 256
_M2_PER_KM2 = 1e6


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

        def summed(cells: Cells) -> Floats:
            part = weight[cells.number] * cells.share
            if code is None:
                return np.array([part.sum()])
            by_code = np.bincount(code[cells.number], part, minlength=len(self.codes))
            return by_code.astype(np.float64, copy=False)

        self.total += summed(Cells(np.arange(weight.size), np.ones(1)))
        self.valid_m2 += float(area.sum())
        for at, cells in cover_cells(shapes, *size):
            self.zone[rows[at]] += summed(cells)
            self.valid[rows[at]] += area[cells.number] @ cells.share
        for ring, metres in enumerate(self.rings if len(near) else []):
            distance = metres[near] if metres.ndim else metres
            if self.each:
                for at, cells in cover_cells(find_within(outlines, distance, grid, window), *size):
                    self.feature[ring, near[at]] += summed(cells)
                    self.feature_m2[ring, near[at]] += area[cells.number] @ cells.share
            union = union_within(outlines, distance, grid, window)
            if union is not None:
                for at, cells in cover_cells(_pieces(union, shapes, window), *size):
                    row = len(self.zones.names) if at == len(rows) else rows[at]
                    self.exposed[ring, row] += summed(cells)
        return touched

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
