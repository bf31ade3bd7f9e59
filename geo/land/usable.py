"""The rows of a layer as ground that counts, and everything that has to be said about them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy.rings import Rings, flatten
from geo.land.faults import row_findings, support_findings
from geo.land.repair import geometry_findings, in_wgs84, repair
from geo.model.findings import together
from geo.model.terms import Support

_AREA_SUPPORTS = [str(support) for support in Support if support.is_area]


class Usable(NamedTuple):
    """Ground that counts as area; None where there is none. EPSG:4326."""

    geometry: npt.NDArray[np.object_]
    rings: Rings
    findings: pd.DataFrame


def usable(frame: pd.DataFrame, layer: str, key: str) -> Usable:
    """Make a layer fit for combining.

    Geometry is repaired by the policy of `geo.land.repair`. Only surveyed and reconstructed
    outlines count as ground (`geo.model.terms.Support`), where the layer says what its outlines
    are. `ledger`, `remaining`, `overlaps` and `zone_shares` all go by this.

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
    fixed = repair(spatial.geometry.to_numpy())
    ids = spatial[key]
    notes = [note, geometry_findings(fixed.changes, ids, layer)]
    geometry, rings = fixed.geometry, fixed.rings
    if layer != "zones":
        notes.append(row_findings(spatial, layer, key))
        if "support" in spatial:
            there = ~shapely.is_missing(geometry)
            no_area = there & ~spatial["support"].isin(_AREA_SUPPORTS).to_numpy(bool)
            notes.append(support_findings(spatial, ids, layer, no_area))
            if no_area.any():
                geometry = geometry.copy()
                geometry[no_area] = None
                rings = flatten(geometry)
    return Usable(geometry, rings, together(notes))


def usable_ground(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Repaired geometry of a layer's rows; None where there is none that counts as area.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n, …)

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        EPSG:4326. `usable` lists what was changed or left out.
    """
    spatial, _ = in_wgs84(frame)
    geometry = repair(spatial.geometry.to_numpy()).geometry
    if "support" in spatial:
        geometry[~spatial["support"].isin(_AREA_SUPPORTS).to_numpy(bool)] = None
    return geometry
