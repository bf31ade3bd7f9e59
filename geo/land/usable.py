"""The rows of a layer as ground that counts, and everything that has to be said about them."""

from __future__ import annotations

from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy.rings import Geometries, Rings, flatten
from geo.land.crs import in_wgs84
from geo.land.faults import position_findings, row_findings, support_findings
from geo.model.findings import join_findings, make_findings
from geo.model.repair import Repaired, repair
from geo.model.rules import QUARANTINED
from geo.model.terms import Repair, Support

_AREA_SUPPORTS = [str(support) for support in Support if support.is_area]


class Usable(NamedTuple):
    """Ground that counts as area, and positions that count as none; None elsewhere. EPSG:4326."""

    geometry: Geometries
    rings: Rings
    findings: pd.DataFrame
    positions: Geometries


def make_usable(frame: pd.DataFrame, layer: str, key: str) -> Usable:
    """Make a layer fit for combining.

    Geometry is repaired by the policy of `geo.model.repair`; what is quarantined, now or when the
    row was read (its column `repair`), does not count. Only surveyed and reconstructed outlines
    count as ground (`geo.model.terms.Support`), where the layer says what its outlines are.
    What is known by position only is counted, but is no ground.
    `ledger`, `remaining`, `overlaps` and `zone_shares` all go by this.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n, …)
        Layer `hazard_areas` or `land_release`, or zones. In any CRS; without one it is taken as
        EPSG:4326.
    layer : str
        Its name: 'zones' have neither dates nor terms.
    key : str
        Column that names its rows.

    Returns
    -------
    Usable
        With findings for every row that is not as it was, or does not count: of its geometry, CRS,
        support, dates and terms.
    """
    spatial, note = in_wgs84(frame, layer)
    fixed, doubted, no_area, positions = _judged(spatial, points=layer != "zones")
    ids = spatial[key]
    at = np.flatnonzero(doubted)
    message = "quarantined when it was read: in no figure of area"
    told = make_findings(layer, ids.iloc[at].astype(str), message, "repair", row=at + 1)
    notes = [note, fixed.findings(layer, ids), QUARANTINED.label(told)]
    if layer != "zones":
        notes.append(row_findings(spatial, layer, key))
    if positions.any():
        notes.append(position_findings(ids, layer, positions))
    if no_area.any():
        notes.append(support_findings(spatial, ids, layer, no_area))
    geometry, rings = fixed.geometry, fixed.rings
    if (out := fixed.quarantined | doubted | no_area | positions).any():
        geometry = geometry.copy()
        geometry[out] = None
        rings = flatten(geometry)
    marks = fixed.geometry.copy()
    marks[~positions] = None
    return Usable(geometry, rings, join_findings(notes), marks)


def usable_ground(frame: pd.DataFrame) -> Geometries:
    """Return the repaired geometry of a layer's rows; None where there is none that counts.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n, …)

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        EPSG:4326. `make_usable` lists what was changed or left out.
    """
    fixed, doubted, no_area, positions = _judged(in_wgs84(frame)[0], points=True)
    geometry = fixed.geometry.copy()
    geometry[fixed.quarantined | doubted | no_area | positions] = None
    return geometry


def _judged(
    spatial: gpd.GeoDataFrame, *, points: bool
) -> tuple[Repaired, npt.NDArray[np.bool_], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Repair outlines; tell which were quarantined before, are none of an area, or positions."""
    fixed = repair(spatial.geometry.to_numpy(), points=points)
    positions = shapely.get_dimensions(fixed.geometry) == 0
    none = np.zeros(len(spatial), bool)
    doubted, no_area = none, none
    if "repair" in spatial:
        before = (spatial["repair"] == Repair.QUARANTINED).to_numpy(bool)
        doubted = before & ~fixed.quarantined
    if "support" in spatial:  # zones have none
        there = ~shapely.is_missing(fixed.geometry) & ~fixed.quarantined & ~positions
        no_area = there & ~spatial["support"].isin(_AREA_SUPPORTS).to_numpy(bool)
    return fixed, doubted, no_area, positions
