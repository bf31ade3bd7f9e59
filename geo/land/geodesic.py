"""A ledger's areas once more with geodesic edges, as a cross-check.

A ledger takes edges as straight in longitude and latitude, so that the pieces of what is cut add
up (`geo.geodesy.planar_edges`). Geographers often take them as geodesics (`pyproj.Geod`, Karney
2013). The two agree where edges are short: an edge of length s that runs east at latitude φ bulges
poleward as a geodesic, and the ground between is ::

    s³ · tan φ / (12 R)          R = 6,371 km the radius of the earth

which is 0.01 m² for 100 m and 1.1 ha for 10 km at 40° N. (On a sphere the great circle departs
from the parallel by h = s² tan φ / (8 R) in the middle; the ground between is 2/3 of s · h, as
under a parabola.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy.geodesic import area_m2
from geo.geodesy.rings import Integers, keep_polygons
from geo.land.overlay.components import union_by
from geo.land.overlay.pieces import GRID, cut_by_mask, cut_by_zone


class Condition(NamedTuple):
    """Ground under any bit of `by` and of `within`, and none of `but_not`."""

    by: int
    but_not: int = 0
    within: int = -1

    def holds(self, mask: Integers) -> npt.NDArray[np.bool_]:
        """Tell whether it does, for the codes that cover a piece of ground."""
        return np.asarray(
            ((mask & self.by) != 0) & ((mask & self.but_not) == 0) & ((mask & self.within) != 0)
        )


def cross_check(
    table: pd.DataFrame,
    statuses: Mapping[str, Condition],
    polygons: npt.NDArray[np.object_],
    zones: npt.NDArray[np.object_],
    code: Integers,
) -> pd.DataFrame:
    """Measure a ledger's ground with geodesic edges, beside its own figures.

    Ground is cut by status and zone with GEOS, put together to one outline for each, and measured
    by `geo.geodesy.geodesic.area_m2`. Vertices stay where an edge was cut.

    Parameters
    ----------
    table : DataFrame
        Of the ledger: a row per zone, then 'outside' and 'total'.
    statuses : mapping of str to Condition
        What counts as which status; ``<status>_m2`` is its column in `table`.
    polygons, zones : ndarray of shapely geometry
        Valid polygons in EPSG:4326.
    code : ndarray of int
        Bits of each polygon; 0 leaves it out.

    Returns
    -------
    DataFrame
        One row per status and row of the ledger: ``zone``, ``row``, ``status``, ``area_m2`` (edges
        straight in longitude/latitude), ``geodesic_m2`` and ``difference``, which is
        (geodesic − area) / area, NaN where there is no area.
    """
    here = (code != 0) & ~shapely.is_missing(polygons) & ~shapely.is_empty(polygons)
    mask, piece = cut_by_mask(polygons[here], code[here])
    index, zone, part = cut_by_zone(piece, zones)
    rows = []
    for status, condition in statuses.items():
        chosen = condition.holds(mask[index])
        outline = union_by(part[chosen], zone[chosen], len(zones) + 1, GRID)
        geodesic = area_m2(keep_polygons(outline))
        rows.append(
            table[["zone", "row"]].assign(
                status=status,
                area_m2=table[f"{status}_m2"],
                geodesic_m2=[*geodesic, geodesic.sum()],
            )
        )
    out = pd.concat(rows, ignore_index=True)
    some = out["area_m2"].where(out["area_m2"] > 0)
    return out.assign(difference=(out["geodesic_m2"] - out["area_m2"]) / some)
