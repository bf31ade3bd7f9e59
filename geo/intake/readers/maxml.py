"""maXML, the exchange format of IMSMA: read tolerantly, because real exports differ by country.

Names are compared without case, namespace and underscores. A point is given by latitude and
longitude, by MGRS, or by bearing and distance from another point; what was entered is kept
beside the position derived from it. Records of persons are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable, InvalidCoordinate
from geo.geodesy import geodesic as measure
from geo.geodesy.angles import parse_pair
from geo.geodesy.coordinates import from_mgrs
from geo.intake.readers.corners import kind_of_point, number_of_point, ring_of
from geo.intake.readers.limits import check_limit, check_table
from geo.intake.readers.raw import RawTable
from geo.intake.readers.xml import local_name, parse_xml
from geo.model import lists
from geo.model.findings import Finding, Rule, rule
from geo.model.terms import Level

POINT_UNKNOWN = rule(
    "maxml-point-unknown",
    Level.WARNING,
    "A point of a maXML report has no position that can be derived.",
    "Add its coordinates, or the point its bearing and distance start from.",
)
TOO_FEW_POINTS = rule(
    "maxml-too-few-points",
    Level.ERROR,
    "A polygon of a maXML report has fewer than three known points; it is unmapped.",
    "Complete its turning points.",
)
BEARING_AS_TRUE = rule(
    "maxml-bearing-as-true",
    Level.WARNING,
    "A position was derived from a bearing, which was taken as degrees from true north.",
    "If bearings are magnetic or grid, correct them: 6° are 52 m at a distance of 500 m.",
)
PERSONS_LEFT_OUT = rule(
    "maxml-persons-left-out",
    Level.INFO,
    "Records of persons (victims, assistance) are not read: counts only, never persons.",
    "Nothing to do.",
)

RECORDS = ("Accident", "Hazard", "HazardReduction", "Location", "MREActivity", "QAActivity")
_PERSONS = {"victim", "victimassistance"}


@dataclass(frozen=True)
class _Point:
    """One point as entered: its fields by folded name."""

    fields: dict[str, str]

    def get(self, *names: str) -> str:
        return next((self.fields[n] for n in names if self.fields.get(n)), "")

    @property
    def ids(self) -> list[str]:
        return [t for n in ("geopointguid", "guid", "id", "pointlocalid") if (t := self.get(n))]

    @property
    def landmark(self) -> bool:
        kind = self.get("pointtypeenum", "pointtype", "type")
        return kind_of_point(kind) == "landmark"


def read_maxml(path: Path, *, layer: str | None = None) -> RawTable:
    """Read the records of a maXML file.

    Every text under a record becomes a column named by its path; texts that stand several times
    are joined by ';'. `geospatial_info` keeps all points as entered (JSON).

    Parameters
    ----------
    path : Path
        The file.
    layer : str, optional
        Only records of this kind: Accident, Hazard, HazardReduction, Location, MREActivity or
        QAActivity.

    Raises
    ------
    InputUnreadable
        If it is not well-formed XML of this kind, or has no such record.
    """
    root = parse_xml(path, "MineActionFieldReport", "MineActionFieldReports", "maXML")
    try:
        return _Report(path, root).table(layer)
    except RecursionError:
        raise InputUnreadable(
            f"{path}: elements, or points measured from points, are nested hundreds deep",
            "Ask for the file again; give long traverses with coordinates.",
        ) from None


class _Report:
    """One file: its points by id, its records, and what was found."""

    def __init__(self, path: Path, root: Element) -> None:
        self.path = path
        self.root = root
        self.points: dict[str, _Point] = {}
        for info in _all(root, "geospatialinfo"):
            for point in _points(info):
                for name in point.ids:
                    self.points.setdefault(name, point)
        self.findings: list[Finding] = []

    def table(self, layer: str | None) -> RawTable:
        rows, shapes = [], []
        records = list(self._records())
        wanted = [
            (r, f) for r, f in records if layer is None or _folded(local_name(r)) == layer.lower()
        ]
        if not wanted:
            kinds = dict.fromkeys(local_name(r) for r, _ in records)
            raise InputUnreadable(
                f"{self.path}: no {layer or 'record'} in it", f"It has: {', '.join(kinds) or '-'}"
            )
        of_report: dict[int, dict[str, list[str]]] = {}  # what all records of a report share
        held = 0
        for number, (record, report) in enumerate(wanted, start=1):
            if id(report) not in of_report:
                of_report[id(report)] = {}
                skip = {_folded(n) for n in RECORDS} | _PERSONS
                _flatten(report, "", of_report[id(report)], skip=skip)
            own: dict[str, list[str]] = {}
            _flatten(record, "", own, skip={"geospatialinfo"} | _PERSONS)
            texts = {"record": [local_name(record)]}
            for part in (of_report[id(report)], own):
                for name, some in part.items():
                    texts[name] = texts.get(name, []) + some
            row = {name: lists.join(some) for name, some in texts.items()}
            held += len(row)
            check_limit("cells", held, self.path)
            infos = list(_all(record, "geospatialinfo"))
            points = [_points(info) for info in infos]
            entered = [[p.fields for p in some] for some in points]
            if entered:
                row["geospatial_info"] = json.dumps(entered, ensure_ascii=False, sort_keys=True)
            rows.append(row)
            shapes.append(self._shape(infos, points, number))
        persons = sum(_folded(local_name(e)) in _PERSONS for e in self.root.iter())
        if persons:
            self._find(PERSONS_LEFT_OUT, f"{persons} records of persons", None)
        check_table(self.path, len(rows), len({name for row in rows for name in row}))
        frame = pd.DataFrame(rows, dtype=object)
        geometry = np.full(len(rows), None, dtype=object)
        geometry[:] = shapes
        return RawTable(
            self.path.name,
            frame.where(frame.notna(), None),
            np.arange(1, len(rows) + 1, dtype=np.int64),
            geometry,
            "EPSG:4326",
            tuple(self.findings),
        )

    def _find(self, found: Rule, message: str, row: int | None, value: str | None = None) -> None:
        self.findings.append(Finding(found, message, file=self.path.name, row=row, value=value))

    def _records(self) -> Iterator[tuple[Element, Element]]:
        """Return each record with the field report it is part of."""
        names = {_folded(n) for n in RECORDS}
        for report in list(_all(self.root, "fieldreport")) or [self.root]:
            for record in report:
                if _folded(local_name(record)) in names:
                    yield record, report

    def _shape(
        self, infos: list[Element], of_infos: list[list[_Point]], row: int
    ) -> shapely.Geometry | None:
        """Return outline if there is one, else line, else point."""
        found: dict[str, list[shapely.Geometry]] = {"polygon": [], "line": [], "point": []}
        for info, unsorted in zip(infos, of_infos, strict=True):
            fields = {_folded(local_name(e)): (e.text or "").strip() for e in info if not len(e)}
            said = (fields.get("shapeenum") or fields.get("shape") or "").casefold()
            points = sorted(unsorted, key=_order)
            outline = [p for p in points if not p.landmark] or points
            places = [xy for p in outline if (xy := self._place(p, row)) is not None]
            kind = said or ("polygon" if len(outline) > 2 else "point")
            if kind.startswith("poly") and kind != "polyline":
                ring = ring_of(places)
                if ring is None:
                    self._find(TOO_FEW_POINTS, f"{len(set(places))} known points", row)
                    continue
                found["polygon"].append(ring)
            elif "line" in kind and len(set(places)) > 1:
                found["line"].append(shapely.LineString(places))
            elif places:
                found["point"].append(shapely.Point(places[0]))
        if found["polygon"]:
            parts = found["polygon"]
            return parts[0] if len(parts) == 1 else _multi(parts)
        shapes = found["line"] or found["point"]
        return shapes[0] if shapes else None

    def _place(
        self, point: _Point, row: int, seen: frozenset[int] = frozenset()
    ) -> tuple[float, float] | None:
        """Return longitude and latitude of a point, or None with a finding."""
        label = point.get("pointlocalid", "geopointguid", "guid", "pointno") or "point"
        try:
            lat, lon = point.get("latitude", "lat"), point.get("longitude", "lon", "long")
            if lat and lon:
                return parse_pair(lat, lon)[:2]
            if mgrs := point.get("userenteredmgrs", "mgrs"):
                return from_mgrs(mgrs)
            if (bearing := point.get("bearing")) and (distance := point.get("distance")):
                return self._relative(point, (bearing, distance), row, label, seen)
        except (InvalidCoordinate, ValueError) as error:
            self._find(POINT_UNKNOWN, f"{label}: {str(error).splitlines()[0]}", row)
            return None
        self._find(POINT_UNKNOWN, f"{label}: neither coordinates nor bearing and distance", row)
        return None

    def _relative(
        self,
        point: _Point,
        entered: tuple[str, str],
        row: int,
        label: str,
        seen: frozenset[int],
    ) -> tuple[float, float] | None:
        bearing, distance = entered
        origin = self.points.get(point.get("frompointguid", "frompoint", "frompointinput"))
        if origin is None or id(origin) in seen or origin is point:
            self._find(POINT_UNKNOWN, f"{label}: the point it is measured from is not there", row)
            return None
        start = self._place(origin, row, seen | {id(point)})
        angle, metres = float(bearing.replace(",", ".")), float(distance.replace(",", "."))
        if not (0 <= angle <= 360 and 0 <= metres < 1e5):
            raise ValueError(f"bearing {bearing}, distance {distance}: expected degrees and metres")
        if start is None:
            return None
        lon, lat = measure.destination(start[0], start[1], angle, metres)
        if not np.isfinite([lon, lat]).all():
            raise ValueError(f"measured from a point that is not on the globe: {start}")
        self._find(BEARING_AS_TRUE, f"{label}: {angle:g}°, {metres:g} m", row, bearing)
        return lon.item(), lat.item()


@lru_cache(maxsize=4096)  # a file has few names, each many thousand times
def _folded(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.casefold())


def _all(element: Element, name: str) -> Iterator[Element]:
    return (e for e in element.iter() if _folded(local_name(e)) == name)


def _points(info: Element) -> list[_Point]:
    out = []
    for element in info.iter():
        if not len(element) and not element.attrib:
            continue  # a field itself
        fields = {_folded(local_name(e)): (e.text or "").strip() for e in element if not len(e)}
        fields |= {_folded(k.rpartition("}")[2]): v.strip() for k, v in element.attrib.items()}
        if {"latitude", "lat", "userenteredmgrs", "mgrs", "bearing"} & set(fields):
            out.append(_Point(fields))
    return out


def _multi(parts: list[Any]) -> shapely.Geometry:
    """Parts that only meet along edges are one outline: land cut at its holes comes so."""
    several = shapely.MultiPolygon(parts)
    if several.is_valid or not shapely.is_valid(parts).all():
        return several
    joined = shapely.union_all(parts)
    apart = float(shapely.area(parts).sum())
    return joined if np.isclose(joined.area, apart, rtol=1e-9, atol=0) else several


def _order(point: _Point) -> float:
    number = number_of_point(point.get("pointno", "order", "sequence"))
    return float("inf") if number is None else number


def _flatten(element: Element, prefix: str, row: dict[str, list[str]], skip: set[str]) -> None:
    """Return texts under an element by path; attributes with '@'."""
    for name, value in element.attrib.items():
        _put(row, f"{prefix}@{name.rpartition('}')[2]}", value)
    for child in element:
        name = local_name(child)
        if not name or _folded(name) in skip:
            continue
        if len(child) or child.attrib:
            _flatten(child, f"{prefix}{name}/", row, skip)
        text = (child.text or "").strip()
        if text:
            _put(row, prefix + name, text)


def _put(row: dict[str, list[str]], name: str, text: str) -> None:
    row.setdefault(name, []).append(text)
