"""Districts as a division of the ground: each place in one of them, and in one only.

The ledger counts ground in the first of two districts that overlap, and ground in a gap as outside;
its sums hold in any case. These checks say where that happens.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geo.checks.registry import Case, finds, geometries
from geo.geodesy.planar_edges import straight_area_m2
from geo.land.zones import find_shared
from geo.model.findings import join_findings, make_findings
from geo.model.terms import Level

LEAST_M2 = 10_000.0  # a hectare: less comes from rounding of borders


@finds(
    "overlapping-districts",
    Level.WARNING,
    "Two districts share ground: a ledger counts it in the first of them only.",
    "Take both outlines from one boundary set, or correct the one that is wrong.",
)
def overlapping_districts(case: Case) -> pd.DataFrame:
    """Find districts that share more than a hectare with another one.

    Each is listed once, with the district it shares most with and how many others there are.
    """
    rows = case.outlines("districts")
    shapes = geometries(rows)
    first, second, _, area = find_shared(shapes)
    ids = rows["id"].to_numpy()
    pairs = pd.DataFrame({"one": ids[first], "other": ids[second], "m2": area})
    pairs = pairs[pairs["m2"] > LEAST_M2].sort_values("m2", ascending=False, kind="stable")
    if pairs.empty:
        return join_findings([])
    more = pairs.groupby("one")["other"].transform("size") - 1
    message = (
        "shares " + (pairs["m2"] / 10_000).map("{:,.1f} ha".format) + " with " + pairs["other"]
    ) + more.map(lambda n: f" and more with {n} others" if n else "")
    top = ~pairs["one"].duplicated()
    return make_findings("districts", pairs.loc[top, "one"], message[top], "geometry")


@finds(
    "gap-between-districts",
    Level.INFO,
    "Ground surrounded by districts belongs to none: a ledger counts it as outside.",
    "Add the district that is missing, or leave it: a lake or an enclave may be meant.",
)
def gap_between_districts(case: Case) -> pd.DataFrame:
    """Find holes of more than a hectare in the union of all districts.

    A strip that is open at one end is no hole and is not found.
    """
    shapes = geometries(case.outlines("districts"))
    parts = shapely.get_parts(shapely.union_all(shapes))
    rings, part = shapely.get_rings(parts, return_index=True)
    inner = np.flatnonzero(part[1:] == part[:-1]) + 1  # the first ring of each part is its shell
    holes = np.atleast_1d(np.asarray(shapely.polygons(rings[inner]), dtype=object))
    areas = straight_area_m2(holes)
    holes, areas = holes[areas > LEAST_M2], areas[areas > LEAST_M2]
    at = shapely.point_on_surface(holes)
    message = [
        f"{m2 / 10_000:,.1f} ha in no district at {shapely.get_y(p):.4f}, {shapely.get_x(p):.4f}"
        for m2, p in zip(areas, at, strict=True)
    ]
    nobody = pd.Series([None] * len(message), dtype=object)
    return make_findings("districts", nobody, pd.Series(message, dtype=object), "geometry")
