"""Outlines from tables with one row for each turning point: rows of one key become one row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.intake.deliveries.mapping import find_personal
from geo.intake.deliveries.written import read_as_written
from geo.intake.readers import RawTable
from geo.intake.readers.corners import (
    Place,
    kind_of_point,
    number_of_point,
    order_of_corners,
    ring_of,
)
from geo.model.findings import Rule, rule
from geo.model.manifest import OUTLINE_POINT, POSITION, Import
from geo.model.schema import KeyedLayer
from geo.model.terms import Level

GATHERED = rule(
    "outlines-from-points",
    Level.INFO,
    "Rows with one turning point each were put together to outlines, by their key.",
    "Nothing to do, if the rows are turning points; the points stay beside, as delivered.",
)
NOT_CORNERS = rule(
    "outline-landmarks-left-out",
    Level.INFO,
    "Reference points, benchmarks and the like are not part of an outline.",
    "Nothing to do; they stay beside, as delivered.",
)
KIND_UNKNOWN = rule(
    "outline-point-kind-unknown",
    Level.WARNING,
    "A kind of point is not known; its points were taken as corners of their outlines.",
    "Look at the outlines; take points that are no corners out of the file.",
)
TOO_FEW_CORNERS = rule(
    "outline-too-few-corners",
    Level.ERROR,
    "An outline has fewer than three distinct corners; it is unmapped.",
    "Complete its turning points, or check the column of the key.",
)
CORNER_MISSING = rule(
    "outline-corner-missing",
    Level.ERROR,
    "A corner of an outline has no position that can be read; without it the outline would be "
    "another, so it is unmapped.",
    "Complete or correct the coordinates of the point.",
)
ORDER_UNCLEAR = rule(
    "outline-order-unclear",
    Level.ERROR,
    "Numbers of the points of an outline occur twice at different places, so their order cannot "
    "be told; it is unmapped.",
    "Number the points of each outline once; where a hazard has several, map the column that "
    "tells them apart (--column polygon_number=…).",
)
VALUES_DIFFER = rule(
    "outline-values-differ",
    Level.WARNING,
    "Rows of one key differ in a value that should be the same; the first was taken.",
    "Correct the file, if the first is wrong; all of them stay beside, as delivered.",
)

_CORNERS = 3  # of the least outline
_MOST = 0.5  # of the rows
_POINTS = "geospatial_info"  # as the reader of maXML calls all points as entered


def single_position(columns: Sequence[str]) -> bool:
    """Tell whether parts of a position make a point."""
    given = {*columns}
    return bool(
        {"longitude", "latitude"} <= given
        or {"easting", "northing"} <= given
        or "position" in given
    )  # fmt: skip


def is_list_of_points(raw: RawTable, layer: KeyedLayer, how: Import) -> bool:
    """Tell whether the rows of a table are points of outlines."""
    key = how.columns.get(layer.key)
    if layer.geometry != "MULTIPOLYGON" or key not in raw.frame or "wkt" in how.columns:
        return False
    if not single_position(list(how.columns)):
        return False
    # Columns may be missing that the manifest maps; that is said later, once for all.
    if not set(how.columns.values()) <= set(raw.frame.columns):
        return False
    keys = raw.frame[key].dropna().astype(str).str.strip()
    if not keys.duplicated().any():
        return False  # a point for each, say its centre
    if not {"point_type", "point_number"}.isdisjoint(how.columns):
        return True
    # That keys repeat may also come from a wrong key; then other values differ.
    told = [f for n, f in how.columns.items() if n in layer.names and f != key]
    same = (raw.frame.loc[keys.index, told].astype(str).groupby(keys).nunique() <= 1).all(axis=None)
    return bool(same and (keys.map(keys.value_counts()) >= _CORNERS).mean() > _MOST)


def gather_outlines(raw: RawTable, layer: KeyedLayer, how: Import) -> RawTable:
    """Return one row for each key of a table of points, with its outline; others as they are.

    Parameters
    ----------
    raw : RawTable
        Rows as read.
    layer : KeyedLayer
        Theirs.
    how : Import
        Columns of key, position, kind and number of the points.

    Returns
    -------
    RawTable
        The other values are those of the first row of each key; all points as entered stand in
        `geospatial_info` (JSON). A row without key stays by itself.
    """
    if not is_list_of_points(raw, layer, how):
        return raw
    return _Gathering(raw, layer, how).table()


class _Gathering:
    def __init__(self, raw: RawTable, layer: KeyedLayer, how: Import) -> None:
        self.raw = raw
        self.columns = how.columns
        plain = replace(raw, geometry=None, crs=None)
        points = read_as_written(plain, how)
        self.crs = points.crs
        self.findings = [*raw.findings, *points.findings]
        self.places: list[Place | None] = [
            None if p is None else (p.x, p.y) for p in points.geometry
        ]
        frame = raw.frame
        self.keys = frame[how.columns[layer.key]]
        given = self._column("point_type")
        known = {t: kind_of_point(t) for t in dict.fromkeys(str(v) for v in given if v is not None)}
        self.kinds = ["" if v is None else known[str(v)] for v in given]
        self.numbers = [number_of_point(v) for v in self._column("point_number")]
        self.polygons = self._column("polygon_number")
        self.said = [
            any(v is not None for v in (*point, place))
            for *point, place in zip(given, self._column("point_number"), self.places, strict=True)
        ]
        for text in (t for t, kind in known.items() if not kind):
            count = sum(v is not None and str(v) == text for v in given)
            self._find(KIND_UNKNOWN, f"{text!r}: {count:,} points taken as corners", value=text)
        self.landmarks = Counter(
            str(v) for v, kind in zip(given, self.kinds, strict=True) if kind == "landmark"
        )

    def _column(self, part: str) -> list[Any]:
        name = self.columns.get(part)
        if name is None:
            return [None] * len(self.raw.frame)
        values = self.raw.frame[name].astype(object)
        return values.where(values.notna(), None).tolist()

    def _find(self, found: Rule, message: str, at: int | None = None, value: str = "") -> None:
        self.findings.append(self.raw.finding(found, message, at, value=value or None))

    def table(self) -> RawTable:
        groups: dict[object, list[int]] = {}
        for at, key in enumerate(self.keys.tolist()):
            # Without a key nobody knows what a point is part of.
            groups.setdefault(("row", at) if pd.isna(key) else str(key).strip(), []).append(at)
        members = list(groups.values())
        shapes = np.full(len(members), None, dtype=object)
        for i, group in enumerate(members):
            shapes[i] = self._shape(group)
        first = [group[0] for group in members]
        frame = self.raw.frame.iloc[first].reset_index(drop=True).astype(object)
        frame[_POINTS] = pd.Series(self._entered(members), dtype=object)
        mapped = {self.columns[p] for p in (*POSITION, *OUTLINE_POINT) if p in self.columns}
        for name in mapped:  # what was written of the first point stands among the points
            frame[name] = pd.Series([None] * len(frame), dtype=object)
        there = int((~shapely.is_missing(shapes)).sum())
        said = f"{len(self.raw.frame):,} rows of points: {len(members):,} rows, {there:,} outlines"
        self._find(GATHERED, said)
        for text, count in self.landmarks.items():
            self._find(NOT_CORNERS, f"{text}: {count:,} points left out of outlines", value=text)
        return replace(
            self.raw,
            frame=frame,
            rows=self.raw.rows[first],
            geometry=shapes,
            crs=self.crs,
            findings=tuple(self.findings),
            outlined=True,
        )

    def _shape(self, group: Sequence[int]) -> shapely.Geometry | None:
        """Return the outlines of one key; None with a finding if one of them is not known."""
        parts: dict[str, list[int]] = {}
        for at in group:
            if self.said[at] and self.kinds[at] != "landmark":
                parts.setdefault(str(self.polygons[at]), []).append(at)
        rings = [self._ring(part) for part in parts.values()]
        if not rings:
            self._find(TOO_FEW_CORNERS, f"{self._name(group)}: no corners", group[0])
        whole = [ring for ring in rings if ring is not None]
        if not rings or len(whole) < len(rings):
            return None
        return whole[0] if len(whole) == 1 else shapely.MultiPolygon(whole)

    def _ring(self, part: Sequence[int]) -> shapely.Polygon | None:
        name = self._name(part)
        lost = [int(self.raw.rows[at]) for at in part if self.places[at] is None]
        if lost:
            rows = ", ".join(map(str, lost[:5])) + " …" * (len(lost) > 5)
            self._find(CORNER_MISSING, f"{name}: no position in rows {rows}", part[0])
            return None
        places = [place for at in part if (place := self.places[at]) is not None]
        order = order_of_corners(
            [self.kinds[at] for at in part], [self.numbers[at] for at in part], places
        )
        if order is None:
            self._find(ORDER_UNCLEAR, f"{name}: numbers of its points occur twice", part[0])
            return None
        ring = ring_of([places[i] for i in order])
        if ring is None:
            self._find(TOO_FEW_CORNERS, f"{name}: {len(set(places))} distinct corners", part[0])
        return ring

    def _name(self, group: Sequence[int]) -> str:
        key = self.keys.iloc[group[0]]
        return "a row without key" if pd.isna(key) else str(key)

    def _entered(self, members: Sequence[Sequence[int]]) -> list[str]:
        """Return all points of each key as entered, with the values in which its rows differ."""
        frame = self.raw.frame
        of_point = {self.columns[p] for p in (*POSITION, *OUTLINE_POINT) if p in self.columns}
        persons = {*find_personal(list(frame.columns))}
        values = {c: frame[c].tolist() for c in frame.columns if c not in persons}
        mapped = {*self.columns.values()}
        loose: Counter[str] = Counter()
        out = []
        for group in members:
            kept = []
            for name, column in values.items():
                given = dict.fromkeys(str(v) for at in group if not pd.isna(v := column[at]))
                blank = pd.isna(column[group[0]]) and given
                differs = len(given) > 1 or bool(blank)
                if name in of_point or differs:
                    kept.append(name)
                if not differs or name in of_point:
                    continue
                if name in mapped:
                    said = ", ".join(map(repr, list(given)[:4]))
                    self._find(VALUES_DIFFER, f"{self._name(group)}: {name} is {said}", group[0])
                else:
                    loose[name] += 1
            points = [{n: str(v) for n in kept if not pd.isna(v := values[n][at])} for at in group]
            out.append(json.dumps(points, ensure_ascii=False))
        for name, count in loose.items():
            said = f"{name}: rows of {count:,} keys differ; the first is kept, all stand beside"
            self._find(VALUES_DIFFER, said, value=name)
        return out
