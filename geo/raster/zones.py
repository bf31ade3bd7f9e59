"""Zones as a division of the cells of a raster: what counts in each, and what in none."""

from __future__ import annotations

from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.land.usable import make_usable
from geo.land.zones import find_shared, overlap_findings
from geo.model.findings import Finding, findings_frame, join_findings
from geo.model.rules import NO_GEOMETRY
from geo.raster.grid import Grid, Window
from geo.raster.ground import Features, find_within
from geo.raster.rules import ZONE_WITHOUT_OUTLINE


class Zones(NamedTuple):
    """Zones that do not overlap: ground in several counts in the first.

    Attributes
    ----------
    names : ndarray of object, shape (z,)
    features : Features
    shapes : ndarray of polygons, shape (z,)
    area_m2 : ndarray of float, shape (z,)
        Of the whole zone.
    findings : DataFrame
    """

    names: Any
    features: Features
    shapes: Geometries
    area_m2: Floats
    findings: pd.DataFrame


def division(frame: gpd.GeoDataFrame, name: str) -> Zones:
    """Make polygons zones, each piece of ground in one of them.

    Parameters
    ----------
    frame : GeoDataFrame
        Polygons. Those without outline are left out and listed.
    name : str
        Column with their names.

    Returns
    -------
    Zones
    """
    shapes, _, found, _ = make_usable(frame, "zones", name)
    there = ~shapely.is_missing(shapes)
    # An outline that is not there is told once, in the words below.
    found = found[found["code"] != NO_GEOMETRY.code]
    lost = findings_frame(
        Finding(ZONE_WITHOUT_OUTLINE, "no outline", "zones", str(frame[name].iloc[row]))
        for row in np.flatnonzero(~there)
    )
    names = frame[name].to_numpy(dtype=object)[there]
    shapes = shapes[there]
    pairs = find_shared(shapes)
    for second in np.unique(pairs.second).tolist():
        earlier = shapely.union_all(pairs.part[pairs.second == second])
        shapes[second] = shapely.difference(shapes[second], earlier)
    shapes = keep_polygons(shapes)
    notes = join_findings([found, lost, overlap_findings(pairs, names)])
    return Zones(names, Features(shapes), shapes, straight_area_m2(shapes), notes)


def zones_in_window(zones: Zones, grid: Grid, window: Window) -> tuple[Integers, Geometries]:
    """Return the zones that meet a window, in its cell coordinates.

    Returns
    -------
    row : ndarray of int, shape (k,)
    shape : ndarray of polygons, shape (k,)
    """
    row, shape = zones.features.near(grid.outline(window))
    if not len(row):
        return row, shape
    cut = find_within(shape, 0, grid, window)
    some = shapely.area(cut) > 0
    row, cut = row[some], cut[some]
    if len(np.unique(row)) < len(row):  # one on both sides of the antimeridian
        single = np.unique(row)
        cut = np.array([shapely.union_all(cut[row == one]) for one in single], dtype=object)
        row = single
    return row, cut
