"""Items, finds and searched ground put on one plane for scoring, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import CrsError, TableInvalid
from geo.geodesy.conformal import Plane, plane_around
from geo.geodesy.operations import operation, transform
from geo.geodesy.rings import Floats
from geo.model.findings import Finding, explain
from geo.model.frames import expect_geometry
from geo.model.repair import repair
from geo.model.rules import REPAIRED
from geo.model.schema import CRS as WGS84
from geo.records.cover import outlines_of, to_plane
from geo.records.matching import Indices, Points
from geo.records.rules import (
    DUPLICATE_ITEMS,
    FINDS_OUTSIDE,
    NO_POSITION,
    NO_RECORD_IDS,
    NOTHING_TO_SCORE,
    OUTSIDE_SEARCHED,
)

_LEFT_OUT = " left out"
_RECORD = ("record_id", "record", "record_number", "minefield_id", "hazard_id")
_TYPE = ("ordnance", "type", "mine_type", "model", "kind")


@dataclass(frozen=True)
class Ready:
    """Everything that is scored, on one plane."""

    plane: Plane
    searched: shapely.Geometry  # degrees
    ground: shapely.Geometry  # on the plane
    items: Points  # on searched ground
    record: Indices
    names: list[str]
    recorded: Indices  # items of each record, wherever
    types: pd.Series
    finds: Points
    find_types: pd.Series
    accidents: Points
    outlines: Any
    outside: int
    finds_outside: int
    accidents_outside: int
    findings: tuple[Finding, ...]

    def outlines_in_degrees(self) -> gpd.GeoSeries:
        """Return the outlines of the records in EPSG:4326."""

        def back(xy: Floats) -> Floats:
            return np.column_stack(self.plane.degrees(xy[:, 0], xy[:, 1]))

        return gpd.GeoSeries(shapely.transform(self.outlines, back), crs=WGS84)


def prepare(
    items: gpd.GeoDataFrame,
    finds: gpd.GeoDataFrame,
    searched: gpd.GeoDataFrame,
    records: gpd.GeoDataFrame | None,
    accidents: gpd.GeoDataFrame | None,
) -> Ready:
    """Bring everything to one plane, leave out what cannot be scored, and note what was left out.

    Raises
    ------
    TableInvalid, CrsError
        As `geo.records.accuracy.record_accuracy` says.
    """
    given: dict[str, gpd.GeoDataFrame] = {"items": items, "finds": finds, "searched": searched}
    given |= {"records": records} if records is not None else {}
    given |= {"accidents": accidents} if accidents is not None else {}
    for name, frame in given.items():
        expect_geometry(name, frame)
    bare = [name for name, frame in given.items() if frame.crs is None and len(frame)]
    if bare:
        raise CrsError(
            f"{', '.join(bare)}: no coordinate reference system",
            "State it: frame.set_crs('EPSG:4326') for degrees on WGS 84.",
        )
    findings: list[Finding] = []
    of_points: list[str] = [n for n in ("items", "finds", "accidents") if n in given]
    spots = {n: _points(n, given[n], findings) for n in of_points}
    ground = _ground(searched, findings)
    names, record = _records_of(spots["items"], findings)
    xy = {n: shapely.get_coordinates(f.geometry.to_numpy()) for n, f in spots.items()}
    around = np.concatenate([shapely.get_coordinates(ground), *xy.values()])
    plane = plane_around(around[:, 0], around[:, 1])
    shapely.prepare(ground)
    inside = {n: np.asarray(shapely.intersects_xy(ground, *c.T), dtype=bool) for n, c in xy.items()}
    points = {n: Points(*plane.project(*c.T)) for n, c in xy.items()}
    none = np.zeros(0)
    everywhere = points["items"]
    if records is not None and len(records):
        shapes = to_plane(_in_degrees("records", records), plane)
        outlines = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    else:
        outlines = outlines_of(everywhere, record, len(names))
    outside = {n: int((~keep).sum()) for n, keep in inside.items()}
    _notes(spots, outside, inside, findings)
    keep = inside["items"]
    return Ready(
        plane, ground, to_plane(gpd.GeoDataFrame(geometry=[ground], crs=WGS84), plane)[0],
        everywhere.take(keep), record[keep], names, np.bincount(record, minlength=len(names)),
        _column(spots["items"], _TYPE)[keep].reset_index(drop=True),
        points["finds"].take(inside["finds"]),
        _column(spots["finds"], _TYPE)[inside["finds"]].reset_index(drop=True),
        points["accidents"].take(inside["accidents"]) if "accidents" in points
        else Points(none, none, none),
        outlines, outside["items"], outside["finds"], outside.get("accidents", 0), tuple(findings),
    )  # fmt: skip


def _in_degrees(name: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if not len(frame):
        return gpd.GeoDataFrame(frame.drop(columns=frame.geometry.name), geometry=[], crs=WGS84)
    try:
        move = operation(frame.crs.to_wkt(), frame.geometry.to_numpy())
    except CrsError as error:
        raise CrsError(f"{name}: {error.message}", error.hint) from None
    moved = np.asarray(transform(shapely.force_2d(frame.geometry.to_numpy()), move), dtype=object)
    return gpd.GeoDataFrame(
        pd.DataFrame(frame.drop(columns=frame.geometry.name)), geometry=moved, crs=WGS84
    )


def _points(name: str, frame: gpd.GeoDataFrame, findings: list[Finding]) -> gpd.GeoDataFrame:
    """The points of a frame in degrees, each by itself; others are refused, missing ones noted."""
    moved = _in_degrees(name, frame).reset_index(drop=True)
    kinds = set(moved.geometry.geom_type.dropna()) - {"Point", "MultiPoint"}
    if kinds:
        raise TableInvalid(
            name,
            [f"{name} hold {', '.join(sorted(kinds))}; expected points"],
            "Outlines go in as records, or as searched ground.",
        )
    moved = moved.explode(ignore_index=True) if len(moved) else moved
    shapes = moved.geometry.to_numpy()
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    good = (np.abs(x) <= 180) & (np.abs(y) <= 89)  # false for NaN
    if lost := int((~good).sum()):
        findings.append(
            Finding(NO_POSITION, f"{lost:,} of {len(moved):,} {name} have no usable position")
        )
    kept = moved[good]
    # In an order of their own, so that nothing depends on the order of rows in a file.
    texts = [_column(kept, names).astype(str).to_numpy() for names in (_TYPE, _RECORD)]
    order = np.lexsort([*texts, y[good], x[good]])
    return kept.iloc[order].reset_index(drop=True)


def _ground(searched: gpd.GeoDataFrame, findings: list[Finding]) -> shapely.Geometry:
    """Return searched ground put together; what was repaired or left out of it is told."""
    shapes = _in_degrees("searched", searched).geometry.to_numpy()
    repaired = repair(shapes, points=True)
    told = [
        Finding(
            explain(str(code)),
            f"{len(rows):,} of {len(shapes):,} polygons of searched ground"
            f"{_LEFT_OUT if str(code) != REPAIRED.code else ''}, the first (row "
            f"{int(rows['row'].iloc[0]) + 1}): {rows['message'].iloc[0]}",
        )
        for code, rows in repaired.changes.groupby("rule", sort=False)
    ]
    findings += told
    shapes = repaired.geometry[~repaired.quarantined & ~shapely.is_missing(repaired.geometry)]
    parts = shapely.get_parts(shapely.get_parts(shapes))
    parts = parts[shapely.get_dimensions(parts) == 2] if len(parts) else parts
    if not len(parts):
        raise TableInvalid(
            "searched",
            [
                "no searched ground with an outline; records are scored only where people looked",
                *(finding.message for finding in told),
            ],
            "Give the polygons of cleared and technically surveyed land.",
        )
    return shapely.union_all(parts)


def _column(frame: gpd.GeoDataFrame, names: Sequence[str]) -> pd.Series:
    lower = {str(name).lower(): name for name in frame.columns}
    for name in names:
        if name in lower:
            column: pd.Series = frame[lower[name]].astype(object)
            return column
    return pd.Series(None, index=frame.index, dtype=object)


def _records_of(items: gpd.GeoDataFrame, findings: list[Finding]) -> tuple[list[str], Indices]:
    """Return names of the records, sorted, and the number of each item's."""
    column = _column(items, _RECORD)
    if column.isna().all():
        if len(items):
            findings.append(Finding(NO_RECORD_IDS, f"{len(items):,} items taken as one record"))
        return ["(all items)"] if len(items) else [], np.zeros(len(items), dtype=np.int64)
    numbers, names = pd.factorize(
        column.where(column.notna(), "(no record)").astype(str), sort=True
    )
    return [str(name) for name in names], numbers.astype(np.int64)


def _notes(
    spots: dict[str, gpd.GeoDataFrame],
    outside: dict[str, int],
    inside: dict[str, npt.NDArray[np.bool_]],
    findings: list[Finding],
) -> None:
    for name, told in (("items", OUTSIDE_SEARCHED), ("finds", FINDS_OUTSIDE)):
        if outside[name]:
            findings.append(Finding(told, f"{outside[name]:,} of {len(spots[name]):,} {name}"))
        if not inside[name].any():
            findings.append(Finding(NOTHING_TO_SCORE, f"no {name} on searched ground"))
    xy = shapely.get_coordinates(spots["items"].geometry.to_numpy())
    if len(xy):
        counts = np.unique(np.round(xy, 7), axis=0, return_counts=True)[1]
        if crowded := int((counts > 1).sum()):
            findings.append(
                Finding(
                    DUPLICATE_ITEMS,
                    f"{int(counts[counts > 1].sum()):,} items on {crowded:,} spots",
                )
            )
