"""Points counted and lines measured, where a raster has cells: schools, wells, roads.

A point counts 1 where it lies; a line has its geodesic length. The ground within a distance of
features, and zones, are those of a raster's exposure, so that all figures can be compared: zones
and 'outside' sum to the total, and what is near several features counts once. A point or line on
the border of two zones is in the first.

Lines are cut into stretches of at most 0.01°, which are straight in longitude and latitude as sides
of outlines are. The part of a stretch that lies somewhere is taken by its share of the stretch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely
from affine import Affine

from geo.errors import CrsError, InputUnreadable
from geo.geodesy.geodesic import distance_m
from geo.geodesy.rings import Floats, Geometries, Integers
from geo.model.findings import Finding, findings_frame
from geo.model.frames import expect_geometry
from geo.model.schema import CRS
from geo.raster.grid import STEP, Grid, Window
from geo.raster.ground import Features, find_within, union_within
from geo.raster.rules import FEATURE_WITHOUT_POSITION
from geo.raster.sums import Figures
from geo.raster.zones import Zones, zones_in_window

_TILE = 64  # cells of STEP
_POINTS, _LINES = (0, 4), (1, 2, 5)  # shapely's numbers of kinds
_M_PER_KM = 1000.0


@dataclass(frozen=True)
class PointsOrLines:
    """Points to count or lines to measure, and what is known about them.

    Attributes
    ----------
    path : Path
        The file, or what to call it.
    ends : ndarray of float, shape (n, 2, 2)
        First and last longitude and latitude of each stretch of a line; of a point, twice.
    weight : ndarray of float, shape (n,)
        1 for a point; km of a stretch.
    unit : {'points', 'km'}
    rows : int
        Rows that have a position.
    source, date : str or None
        As stated.
    error : float or None
        Relative error of the figures, as a share, if stated.
    findings : DataFrame
    """

    path: Path
    ends: Floats
    weight: Floats
    unit: str
    rows: int
    source: str | None
    date: str | None
    error: float | None
    findings: pd.DataFrame


def points_or_lines(
    frame: gpd.GeoDataFrame,
    path: Path | str = "features",
    *,
    source: str | None = None,
    date: str | None = None,
    error: float | None = None,
) -> PointsOrLines:
    """Take a frame as points to count, or as lines to measure.

    Parameters
    ----------
    frame : GeoDataFrame
        Points, or lines; of several in one row each counts. Rows without position are told.
    path : path
        The file it is of, or what to call it.
    source, date : str, optional
        Who made it, and of when it is.
    error : float, optional
        Relative error of its figures, 0…1.

    Returns
    -------
    PointsOrLines

    Raises
    ------
    InputUnreadable
        If there is neither point nor line, or both, or anything else such as polygons.
    CrsError
        If the frame has no coordinate reference system.
    """
    expect_geometry("frame", frame)
    if frame.crs is None:
        raise CrsError(f"{path}: no coordinate reference system", "Set one: frame.set_crs(4326).")
    shapes = shapely.force_2d(frame.to_crs(CRS).geometry.to_numpy())
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    kinds = shapely.get_type_id(shapes[there])
    point, line = np.isin(kinds, _POINTS), np.isin(kinds, _LINES)
    if not (len(kinds) and (point.all() or line.all())):
        counts = f"{point.sum()} points, {line.sum()} lines, {(~(point | line)).sum()} others"
        raise InputUnreadable(
            f"{path}: {counts}; expected only points, or only lines",
            "Take one kind at a time. Buildings as outlines: hand in a point of each.",
        )
    parts = shapely.get_parts(shapes[there])
    if point.all():
        at = shapely.get_coordinates(parts)
        ends, weight = np.stack([at, at], axis=1), np.ones(len(at))
    else:
        ends = _stretches(parts)
        weight = distance_m(*ends[:, 0].T, *ends[:, 1].T) / _M_PER_KM
    lost = np.flatnonzero(~there)
    found = findings_frame(
        Finding(
            FEATURE_WITHOUT_POSITION,
            f"{len(lost)} of {len(frame)} rows have no position (first: row {lost[0] + 1})",
            file=Path(path).name,
        )
        for _ in range(bool(len(lost)))
    )
    unit = "points" if point.all() else "km"
    name = Path(path)
    return PointsOrLines(name, ends, weight, unit, int(there.sum()), source, date, error, found)


def _stretches(lines: Geometries) -> Floats:
    """Cut lines into stretches that are at most `STEP` long, the short way across 180°."""
    at, line = shapely.get_coordinates(lines, return_index=True)
    same = line[1:] == line[:-1]
    start, way = at[:-1][same], (at[1:] - at[:-1])[same]
    way[:, 0] -= 360.0 * np.round(way[:, 0] / 360.0)
    n = np.maximum(np.ceil(np.hypot(*way.T) / STEP), 1).astype(np.int64)
    row = np.repeat(np.arange(len(n)), n)
    step = np.arange(len(row)) - np.repeat(np.cumsum(n) - n, n)
    share = np.stack([step, step + 1], axis=1) / n[row][:, None]
    out: Floats = start[row][:, None] + way[row][:, None] * share[..., None]
    return out


def measure_points_or_lines(
    things: PointsOrLines,
    zones: Zones,
    features: Features,
    rings: list[Floats],
    *,
    each: bool = False,
) -> Figures:
    """Sum points, or km of lines, by zone and by distance of features.

    Parameters
    ----------
    things : PointsOrLines
    zones : Zones
    features : Features
    rings : list of ndarray of float, shape () or (features,)
        Distances in metres.
    each : bool
        Also for each feature by itself.

    Returns
    -------
    Figures
    """
    sums = Figures(zones, features, rings, each)
    sums.total[0] = things.weight.sum()
    farthest = max(float(ring.max(initial=0.0)) for ring in rings)
    for window, at in _tiles(things.ends):
        pieces, weight = _to_cells(things, at, window), things.weight[at]
        rows, shapes = zones_in_window(zones, _GRID, window)
        part_of, zone, parts = _by_zone(pieces, rows, shapes)
        np.add.at(sums.zone[:, 0], zone, weight[part_of] * _share(parts, pieces[part_of]))
        near, outlines = features.near(_GRID.outline(window), farthest)
        for ring, metres in enumerate(rings if len(near) else []):
            distance = metres[near] if metres.ndim else metres
            if each:
                own = find_within(outlines, distance, _GRID, window)
                one, which = shapely.STRtree(pieces).query(own, predicate="intersects")
                held = weight[which] * _share(_cut(pieces[which], own[one]), pieces[which])
                np.add.at(sums.feature[ring, :, 0], near[one], held)
            union = union_within(outlines, distance, _GRID, window)
            if union is None:
                continue
            shapely.prepare(union)
            held = weight * _share(_cut(pieces, union), pieces)
            sums.exposed[ring, -1, 0] += held.sum()
            held = weight[part_of] * _share(_cut(parts, union), pieces[part_of])
            np.add.at(sums.exposed[ring, :, 0], zone, held)
    return sums


_GRID = Grid(
    pyproj.CRS.from_epsg(4326),
    Affine(STEP, 0, -180, 0, -STEP, 90),
    round(180 / STEP),
    round(360 / STEP),
)


def _tiles(ends: Floats) -> Iterator[tuple[Window, Integers]]:
    """Give tiles in which points or stretches have their middle, with an edge for their ends."""
    column, row = _GRID.cells(*ends.mean(axis=1).T)
    key = np.stack([row // _TILE, column // _TILE]).astype(np.int64)
    tiles, inverse = np.unique(key, axis=1, return_inverse=True)
    order = np.argsort(inverse.ravel(), kind="stable")
    edges = np.searchsorted(inverse.ravel()[order], np.arange(tiles.shape[1] + 1))
    for tile, (row0, column0) in enumerate(tiles.T.tolist()):
        window = Window(row0 * _TILE - 1, column0 * _TILE - 1, _TILE + 2, _TILE + 2)
        yield window, order[edges[tile] : edges[tile + 1]]


def _to_cells(things: PointsOrLines, at: Integers, window: Window) -> Geometries:
    """Return points or stretches in the cell coordinates of a window."""
    west, _, east, _ = _GRID.outline(window)
    lon, lat = things.ends[at].reshape(-1, 2).T
    cells = np.column_stack(_GRID.cells(lon, lat, (west + east) / 2))
    moved = (cells - (window.column, window.row)).reshape(-1, 2, 2)
    made = shapely.points(moved[:, 0]) if things.unit == "points" else shapely.linestrings(moved)
    return np.asarray(made, dtype=object)


def _by_zone(
    pieces: Geometries, rows: Integers, shapes: Geometries
) -> tuple[Integers, Integers, Geometries]:
    """Divide points or stretches among zones; what lies in several is in the first.

    Returns
    -------
    piece, zone : ndarray of int, shape (k,)
    part : ndarray of shapely geometry, shape (k,)
    """
    if not len(shapes):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, dtype=object)
    piece, at = shapely.STRtree(shapes).query(pieces, predicate="intersects")
    order = np.lexsort([rows[at], piece])
    piece, at = piece[order], at[order]
    shapely.prepare(shapes)
    whole = shapely.covers(shapes[at], pieces[piece])
    parts = pieces[piece].copy()
    once = np.bincount(piece, minlength=len(pieces))[piece] == 1
    for k in np.flatnonzero(~(once & whole)).tolist():
        rest = pieces[piece[k]]
        for j in range(k - 1, -1, -1):  # what the zones before it have is not here
            if piece[j] != piece[k]:
                break
            rest = shapely.difference(rest, shapes[at[j]])
        parts[k] = shapely.intersection(rest, shapes[at[k]])
    return piece, rows[at], parts


def _cut(pieces: Geometries, area: Geometries | shapely.Geometry) -> Geometries:
    """Return what of points or stretches lies in an area."""
    whole = shapely.covers(area, pieces)
    touched = ~whole & shapely.intersects(area, pieces)
    out: Geometries = np.full(len(pieces), None, dtype=object)
    out[whole] = pieces[whole]
    held = area[touched] if isinstance(area, np.ndarray) else area
    out[touched] = shapely.intersection(pieces[touched], held)
    return out


def _share(parts: Geometries, pieces: Geometries) -> Floats:
    """Return how much of each point (all or none) or stretch some parts are."""
    there = ~(shapely.is_missing(parts) | shapely.is_empty(parts))
    whole = shapely.length(pieces)
    share = np.divide(shapely.length(parts), whole, out=np.ones(len(whole)), where=whole > 0)
    return np.where(there, share, 0.0)
