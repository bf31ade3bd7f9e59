"""Geometry made fit for combining, by a stated policy, with everything that was changed listed.

In this order, each geometry

1. that is missing, empty, or has a coordinate that is not finite or not on the globe, is
*unmapped*; 2. loses its Z and M values (the area does not depend on them) and any parts that are
no polygons; 3. is repaired where invalid: ``make_valid`` with method 'structure' and
``keep_collapsed=False``, which keeps
   shells and holes what they were meant to be;
4. is *quarantined* where the repair changed the area by more than 0.1 %: nobody knows which
   ground was meant. It is counted and listed, and takes no part in any figure of area;
5. is unmapped if no area is left.

What is unmapped or quarantined stays in the frame, without geometry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy.compiled import AVAILABLE, compiled
from geo.geodesy.operations import in_degrees
from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries, Integers, Rings, flatten, polygons_only
from geo.land.overlay.orientation import orientation
from geo.model.findings import explain, found, rule, together
from geo.model.rules import (
    COLLAPSED,
    NO_GEOMETRY,
    OUT_OF_RANGE,
    PARTS_LEFT_OUT,
    QUARANTINED,
    REPAIRED,
    REPROJECTED,
    WRONG_TYPE,
)
from geo.model.schema import CRS
from geo.model.terms import Level

CRS_MISSING = rule(
    "crs-missing",
    Level.WARNING,
    "A layer has no coordinate reference system; it is taken as EPSG:4326.",
    "Set the right one: what is not on the globe is listed as unmapped.",
)
QUARANTINE_SHARE = 0.001
_LONG_RING = 64  # pairs of edges grow with the square: GEOS is better at long rings
_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7


@dataclass(frozen=True)
class Repair:
    """Repaired geometries and what was done to them.

    Attributes
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        Valid polygons and multipolygons; None where unmapped or quarantined.
    changes : DataFrame
        One row per geometry that is not as it was: `row` (from 0), `rule` (a finding's code),
        `action` ('repaired', 'parts dropped', 'quarantined', 'unmapped'), `reason`,
        `area_before_m2` (of the rings as written), `area_after_m2` and `changed_m2`.
    rings : Rings
        Of the geometries.
    """

    geometry: Geometries
    changes: pd.DataFrame
    rings: Rings


@compiled
def _plain(x: Floats, y: Floats, begin: int, end: int) -> bool:
    """Whether no edge of a ring touches another but its neighbours at their common vertex."""
    edges = end - begin - 1
    if edges < 3 or x[begin] != x[end - 1] or y[begin] != y[end - 1]:
        return False
    for i in range(begin, end - 1):
        px, py, qx, qy = x[i], y[i], x[i + 1], y[i + 1]
        after = i + 2 if i + 2 < end else begin + 1
        if orientation(px, py, qx, qy, x[after], y[after]) == 0:
            return False  # straight on, back, or no length: let GEOS tell
        west, east, south, north = min(px, qx), max(px, qx), min(py, qy), max(py, qy)
        for j in range(i + 2, end - 1):
            if i == begin and j == end - 2:
                continue
            rx, ry, sx, sy = x[j], y[j], x[j + 1], y[j + 1]
            if (
                ((rx < west) & (sx < west))
                | ((rx > east) & (sx > east))
                | ((ry < south) & (sy < south))
                | ((ry > north) & (sy > north))
            ):
                continue
            if (
                orientation(px, py, qx, qy, rx, ry) * orientation(px, py, qx, qy, sx, sy) <= 0
                and orientation(rx, ry, sx, sy, px, py) * orientation(rx, ry, sx, sy, qx, qy) <= 0
            ):
                return False
    return True


@compiled
def _plain_rings(x: Floats, y: Floats, start: Integers, longest: int) -> npt.NDArray[np.bool_]:
    out = np.zeros(len(start) - 1, np.bool_)
    for ring in range(len(start) - 1):
        if start[ring + 1] - start[ring] <= longest:
            out[ring] = _plain(x, y, start[ring], start[ring + 1])
    return out


def _valid(geometries: Geometries, rings: Rings) -> npt.NDArray[np.bool_]:
    """Validity as GEOS has it; most polygons are one short ring, of which it is seen at once."""
    if not AVAILABLE:
        return np.asarray(shapely.is_valid(geometries), dtype=np.bool_)
    valid = np.zeros(len(geometries), bool)
    single = np.diff(rings.first) == 1
    plain = _plain_rings(rings.x, rings.y, rings.start, _LONG_RING)
    valid[single] = plain[rings.first[:-1][single]]
    doubtful = ~valid
    valid[doubtful] = shapely.is_valid(geometries[doubtful])
    return valid


def _outlandish(geometries: Geometries) -> npt.NDArray[np.bool_]:
    """Where a coordinate is no finite longitude or latitude."""
    vertices, owner = shapely.get_coordinates(geometries, return_index=True)
    x, y = vertices.T
    wrong = ~((np.abs(x) <= 180) & (np.abs(y) <= 90))
    out = np.zeros(len(geometries), bool)
    out[owner[wrong]] = True
    return out


def _all_on_the_globe(rings: Rings) -> bool:
    """Whether that can be seen at once: a comparison with NaN is false."""
    return not len(rings.x) or bool(
        (rings.x.min() >= -180)
        & (rings.x.max() <= 180)
        & (rings.y.min() >= -90)
        & (rings.y.max() <= 90)
    )


def repair(geometries: Any) -> Repair:
    """Make geometries fit for combining, by the policy of this module.

    Parameters
    ----------
    geometries : array_like of shapely geometry, shape (n,)
        EPSG:4326; anything.

    Returns
    -------
    Repair
    """
    out = np.array(np.asarray(geometries, dtype=object).reshape(-1), copy=True)
    n = len(out)
    kind = shapely.get_type_id(out)
    absent = shapely.is_missing(out) | shapely.is_empty(out)
    rings = flatten(out)
    outlandish = np.zeros(n, bool)
    if not _all_on_the_globe(rings):
        outlandish = _outlandish(out)
        out[outlandish] = None
    thick = shapely.has_z(out) | shapely.has_m(out)
    if thick.any():
        out[thick] = shapely.force_2d(out[thick])
    dropped = shapely.get_type_id(out) == _COLLECTION
    out = polygons_only(out)
    polygonal = np.isin(shapely.get_type_id(out), (_POLYGON, _MULTIPOLYGON))
    flat = ~absent & ~outlandish & (~polygonal | shapely.is_empty(out))
    out[~polygonal] = None

    if outlandish.any():
        rings = flatten(out)
    invalid = polygonal & ~_valid(out, rings)
    before, after = np.zeros(n), np.zeros(n)
    reason = np.full(n, "", dtype=object)
    action = np.full(n, "", dtype=object)
    code = np.full(n, "", dtype=object)
    action[dropped], code[dropped] = "parts dropped", PARTS_LEFT_OUT.code
    reason[dropped] = "a collection: only its polygons count"
    bad = np.flatnonzero(invalid)
    if len(bad):
        reason[bad] = shapely.is_valid_reason(out[bad])
        before[bad] = straight_area_m2(out[bad])
        out[bad] = polygons_only(
            shapely.make_valid(out[bad], method="structure", keep_collapsed=False)
        )
        after[bad] = straight_area_m2(out[bad])
        action[bad], code[bad] = "repaired", REPAIRED.code
        far = bad[(np.abs(after - before) > QUARANTINE_SHARE * np.maximum(before, after))[bad]]
        action[far], code[far], out[far] = "quarantined", QUARANTINED.code, None
    out[absent | flat] = None
    left = np.flatnonzero(~shapely.is_missing(out))
    nothing = np.zeros(n, bool)
    nothing[left[shapely.area(out[left]) == 0]] = True
    for where, of, why in (
        (absent & (kind < 0), NO_GEOMETRY, "no geometry"),
        (absent & (kind >= 0), NO_GEOMETRY, "empty geometry"),
        (outlandish, OUT_OF_RANGE, "coordinates that are not finite longitudes and latitudes"),
        (flat, WRONG_TYPE, "no polygon"),
        (nothing, COLLAPSED, "no area"),
    ):
        action[where], reason[where], code[where] = "unmapped", why, of.code
        out[where] = None
    rows = np.flatnonzero(action != "")
    before[dropped] = straight_area_m2(out[dropped])
    after[dropped] = before[dropped]
    return Repair(
        out,
        pd.DataFrame(
            {
                "row": rows,
                "rule": code[rows].astype(str),
                "action": action[rows].astype(str),
                "reason": reason[rows].astype(str),
                "area_before_m2": before[rows],
                "area_after_m2": after[rows],
                "changed_m2": after[rows] - before[rows],
            }
        ),
        flatten(out) if len(rows) else rings,
    )


def geometry_findings(changes: pd.DataFrame, ids: pd.Series, layer: str) -> pd.DataFrame:
    """List changed geometries, one finding each.

    Parameters
    ----------
    changes : DataFrame
        Of a `Repair`.
    ids : Series, shape (n,)
        Key of each row.
    layer : str
        Name of the layer.

    Returns
    -------
    DataFrame
        Columns of `geo.model.schema.FINDINGS`.
    """
    out = []
    for code, rows in changes.groupby("rule", sort=False):
        messages = [
            f"{change.action}: {change.reason}; {change.area_before_m2:.1f} m² before, "
            f"{change.area_after_m2:.1f} m² after"
            for change in rows.itertuples()
        ]
        at = rows["row"].to_numpy()
        listed = found(
            layer, ids.iloc[at].astype(str), messages, "geometry", rows["reason"], row=at + 1
        )
        out.append(explain(str(code)).label(listed))
    return together(out)


def in_wgs84(
    frame: pd.DataFrame, layer: str | None = None
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return the frame in longitude/latitude on WGS 84, and a finding if it was not.

    A frame without coordinate reference system is taken as it is.
    """
    spatial = (
        frame
        if isinstance(frame, gpd.GeoDataFrame)
        else gpd.GeoDataFrame(
            frame, geometry="geometry" if "geometry" in frame.columns else [None] * len(frame)
        )
    )
    if spatial.crs is None:
        message = f"no coordinate reference system; taken as {CRS}"
        note = CRS_MISSING.label(found(layer, None, message, "geometry"))
        return spatial.set_crs(CRS), note if len(spatial) else together([])
    if spatial.crs.equals(CRS, ignore_axis_order=True):
        return spatial, together([])
    given = spatial.crs.to_string()
    message = f"transformed from {given} to {CRS}"
    moved = spatial.set_geometry(in_degrees(spatial.geometry.to_numpy(), spatial.crs), crs=CRS)
    return moved, REPROJECTED.label(found(layer, None, message, "geometry", given))
