"""The one policy by which geometry is made fit for use, with everything that was changed listed.

In this order, each geometry

1. that is missing, empty, or has a coordinate that is not finite or not on the globe, is
   *unmapped*;
2. loses its heights and, where polygons are expected, the parts of a collection that are none;
3. is unmapped if it is not of the expected type;
4. is *repaired* where it is an invalid polygon: GEOS ``make_valid``, method 'structure', keeps
   shells and holes what they were meant to be ('linework' turns the inside of overlapping parts
   into holes);
5. is *quarantined* where the repair changed the area by more than 0.1 %: nobody knows which ground
   was meant. It is counted and listed, and takes no part in any figure of area;
6. is unmapped if no area is left.

What was done to a row stays with it, in its columns `repair` and `repair_m2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries, Rings, flatten, keep_polygons
from geo.geodesy.valid import valid_polygons
from geo.model.findings import Rule, explain, join_findings, make_findings
from geo.model.rules import (
    COLLAPSED,
    NO_GEOMETRY,
    OUT_OF_RANGE,
    PARTS_LEFT_OUT,
    QUARANTINED,
    REPAIRED,
    WRONG_TYPE,
)
from geo.model.terms import Repair

QUARANTINE_SHARE = 0.001
FITTING = {"MULTIPOLYGON": (3, 6), "POINT": (0,), "MULTILINESTRING": (1, 5)}  # by type of layer
_POLYGONS, _MULTIPOINT, _COLLECTION = (3, 6), 4, 7
_LONGEST_VALUE = 200  # characters

Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Repaired:
    """Geometries after the repair, and what was done to them.

    Attributes
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        Valid and two-dimensional; None where unmapped. Quarantined ones are as the repair left
        them.
    quarantined : ndarray of bool, shape (n,)
    rings : Rings
        Of the geometries.
    changes : DataFrame
        One row for each geometry that is not as it was, once for each rule: `row` (from 0), `rule`
        (a finding's code), `message`, `value` (the geometry as it was), `repair` (a term, or
        missing) and `repair_m2` (area after the repair less that of the rings as written).
    """

    geometry: Geometries
    quarantined: Booleans
    rings: Rings
    changes: pd.DataFrame

    def columns(self) -> dict[str, Any]:
        """Return what is kept in each row: `repair` and `repair_m2`."""
        n = len(self.geometry)
        done = self.changes[self.changes["repair"].notna()]
        repair, changed = np.full(n, None, dtype=object), np.full(n, np.nan)
        repair[done["row"]], changed[done["row"]] = done["repair"], done["repair_m2"]
        return {"repair": repair, "repair_m2": changed}

    def findings(self, layer: str, ids: pd.Series) -> pd.DataFrame:
        """List what was changed.

        Parameters
        ----------
        layer : str
            Name of the layer.
        ids : Series, shape (n,)
            Key of each row.

        Returns
        -------
        DataFrame
            Columns of `geo.model.layers.FINDINGS`.
        """
        out = []
        for code, rows in self.changes.groupby("rule", sort=False):
            at = rows["row"].to_numpy()
            texts = ids.iloc[at].astype(str), rows["message"], "geometry", rows["value"]
            out.append(explain(str(code)).label(make_findings(layer, *texts, row=at + 1)))
        return join_findings(out)


def repair(geometries: Any, expected: str = "MULTIPOLYGON", *, points: bool = False) -> Repaired:
    """Make geometries fit for use, by the policy of this module.

    Parameters
    ----------
    geometries : array_like of shapely geometry, shape (n,)
        EPSG:4326; anything.
    expected : str
        Type of the layer's geometry, as in `geo.model.schema.Layer`; any if it is not in `FITTING`.
    points : bool, default False
        Points do as well.

    Returns
    -------
    Repaired
    """
    given = np.asarray(geometries, dtype=object).reshape(-1)
    out, done = given.copy(), _Changes(given)
    kind, absent = shapely.get_type_id(out), shapely.is_missing(out) | shapely.is_empty(out)
    done.unmap(out, absent & (kind < 0), NO_GEOMETRY, "no geometry: kept, but not on the map")
    done.unmap(out, absent & (kind >= 0), NO_GEOMETRY, "empty geometry: kept, but not on the map")
    rings = flatten(out)
    if not _all_on_the_globe(out, rings):
        message = "expected longitude -180…180, latitude -90…90"
        done.unmap(out, _off_the_globe(out), OUT_OF_RANGE, message)
    high = shapely.has_z(out) | shapely.has_m(out)
    if high.any():
        out[high] = shapely.force_2d(out[high])
    if expected == "MULTIPOLYGON":
        _only_polygons(out, done)
    if points:
        out = single_points(out)
    kind = shapely.get_type_id(out)
    if expected in FITTING:
        odd = (kind >= 0) & ~np.isin(kind, fitting(expected, points=points))
        wanted = f"{expected}{' or POINT' * points}"
        names = {i: f"{out[i].geom_type}: expected {wanted}" for i in np.flatnonzero(odd)}
        done.unmap(out, odd, WRONG_TYPE, names)
        kind = shapely.get_type_id(out)
    polygonal = np.isin(kind, _POLYGONS)
    quarantined = _repair_polygons(out, polygonal, flatten(out) if done else rings, done)
    level = ~polygonal & (kind >= 0)
    if level.any():  # a line without length
        done.unmap(out, level & ~shapely.is_valid(out), COLLAPSED, "no length")
    return Repaired(out, quarantined, flatten(out) if done else rings, done.table())


class _Changes:
    """Changes made to geometries, rule by rule."""

    def __init__(self, given: Geometries) -> None:
        self.given = given
        self.parts: list[pd.DataFrame] = []

    def __bool__(self) -> bool:
        return bool(self.parts)

    def add(self, at: Any, rule: Rule, message: Any, **repair: Any) -> None:
        """Note a change of the geometries at some positions."""
        if len(at):
            shapes = (self.given[i] for i in at)
            values = [None if g is None else g.wkt[:_LONGEST_VALUE] for g in shapes]
            told = [message[i] for i in at] if isinstance(message, dict) else message
            row = {"row": at, "rule": rule.code, "message": told, "value": values}
            self.parts.append(pd.DataFrame({**row, **repair}))

    def unmap(self, out: Geometries, where: Booleans, rule: Rule, message: Any) -> None:
        """Take geometries away."""
        self.add(np.flatnonzero(where), rule, message)
        out[where] = None

    def table(self) -> pd.DataFrame:
        """Return all changes, in the order of the rows."""
        names = ["row", "rule", "message", "value", "repair", "repair_m2"]
        if not self.parts:
            return pd.DataFrame({name: [] for name in names}).astype({"row": "int64"})
        table = pd.concat(self.parts, ignore_index=True).reindex(columns=names)
        return table.sort_values("row", kind="stable", ignore_index=True)


def _only_polygons(out: Geometries, done: _Changes) -> None:
    """Put the polygons of collections in their place, where they have any."""
    mixed = np.flatnonzero(shapely.get_type_id(out) == _COLLECTION)
    some = mixed[shapely.get_dimensions(out[mixed]) == 2]
    lost = {i: n for i in some.tolist() if (n := _no_polygons(out[i]))}
    done.add(list(lost), PARTS_LEFT_OUT, {i: f"{n} parts are no polygons" for i, n in lost.items()})
    out[some] = keep_polygons(out[some])


def _no_polygons(collection: shapely.Geometry) -> int:
    parts = np.array([collection], dtype=object)
    while (shapely.get_type_id(parts) == _COLLECTION).any():
        parts = shapely.get_parts(parts)
    return int((shapely.get_dimensions(parts) < 2).sum())


def _repair_polygons(
    out: Geometries, polygonal: Booleans, rings: Rings, done: _Changes
) -> Booleans:
    """Repair invalid polygons in their place; return which of them are quarantined."""
    bad = np.flatnonzero(polygonal & ~valid_polygons(out, rings))
    far = np.zeros(len(out), bool)
    if len(bad):
        reasons = shapely.is_valid_reason(out[bad])
        out[bad], before, after = mend(out[bad])
        messages = dict(zip(bad.tolist(), _told(reasons, before, after), strict=True))
        far[bad] = is_doubtful(before, after)
        empty = after == 0
        for some, rule, term in (
            (~far[bad] & ~empty, REPAIRED, Repair.REPAIRED),
            (far[bad], QUARANTINED, Repair.QUARANTINED),
        ):
            changed = (after - before)[some]
            done.add(bad[some], rule, messages, repair=str(term), repair_m2=changed)
        nothing = np.isin(np.arange(len(out)), bad[empty])
        done.unmap(out, nothing, COLLAPSED, dict(zip(bad.tolist(), reasons, strict=True)))
    done.unmap(out, polygonal & (shapely.area(out) == 0), COLLAPSED, "no area")
    return far


def fitting(expected: str, *, points: bool = False) -> tuple[int, ...]:
    """Return the types of geometry that do for a layer, as GEOS numbers them."""
    types = FITTING.get(expected, tuple(range(8)))
    return (*types, *FITTING["POINT"]) if points else types


def single_points(geometries: Geometries) -> Geometries:
    """Return multipoints of one point as points; all else as it is."""
    one = (shapely.get_type_id(geometries) == _MULTIPOINT) & (
        shapely.get_num_geometries(geometries) == 1
    )
    if not one.any():
        return geometries
    out = geometries.copy()
    out[one] = shapely.get_geometry(geometries[one], 0)
    return out


def mend(polygons: Geometries) -> tuple[Geometries, Floats, Floats]:
    """Make invalid polygons valid, wherever they lie.

    Parameters
    ----------
    polygons : ndarray of shapely polygons, shape (n,)

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        Valid; empty where nothing is left.
    before, after : ndarray of float, shape (n,)
        Areas of the rings as written and of what they became, m².
    """
    out = make_valid(polygons)
    return out, straight_area_m2(polygons), straight_area_m2(out)


def make_valid(polygons: Geometries) -> Geometries:
    """Make polygons of any plane valid by their structure; empty where no area is left."""
    valid = shapely.make_valid(polygons, method="structure", keep_collapsed=False)
    return keep_polygons(np.asarray(valid, dtype=object))


def is_doubtful(before: Floats, after: Floats) -> Booleans:
    """Tell where a repair changed so much of an area that nobody knows which ground was meant."""
    return (after > 0) & (np.abs(after - before) > QUARANTINE_SHARE * np.maximum(before, after))


def _told(reasons: Any, before: Floats, after: Floats) -> list[str]:
    return [
        f"{reason}: {was:,.0f} m² before, {now:,.0f} m² after"
        for reason, was, now in zip(reasons, before, after, strict=True)
    ]


def _off_the_globe(geometries: Geometries) -> Booleans:
    """Find where a coordinate is no finite longitude or latitude."""
    vertices, owner = shapely.get_coordinates(geometries, return_index=True)
    x, y = vertices.T
    wrong = ~((np.abs(x) <= 180) & (np.abs(y) <= 90))
    out = np.zeros(len(geometries), bool)
    out[owner[wrong]] = True
    return out


def _all_on_the_globe(geometries: Geometries, rings: Rings) -> bool:
    """Tell whether that can be seen at once: a comparison with NaN is false."""
    if not np.isin(shapely.get_type_id(geometries), (-1, *_POLYGONS)).all():
        return False
    return not len(rings.x) or bool(
        (rings.x.min() >= -180)
        & (rings.x.max() <= 180)
        & (rings.y.min() >= -90)
        & (rings.y.max() <= 90)
    )
