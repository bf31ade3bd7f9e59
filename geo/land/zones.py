"""Zones as a division of the ground: where two of them share some, and in which it counts.

Ground counts once: in the first of the zones that hold it, in the order in which they are given,
and outside if none does. So the sums over zones and outside are always the total. What two zones
share is listed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.model.findings import join_findings, make_findings, rule
from geo.model.terms import Level

ZONES_OVERLAP = rule(
    "zones-overlap",
    Level.WARNING,
    "Two zones share ground: what lies there counts in the first of them.",
    "Take both outlines from one set, or put the one that should count first.",
)
GROUND_IN_TWO_ZONES = rule(
    "ground-in-two-zones",
    Level.WARNING,
    "Ground of hazard areas and releases lies in a zone and in a later one; it counts once.",
    "See zones-overlap for the zones that share ground.",
)
GROUND_IN_NO_ZONE = rule(
    "ground-in-no-zone",
    Level.INFO,
    "Ground of hazard areas and releases lies in no zone: it counts in the row 'outside'.",
    "Add the zone that is missing, or leave it: the total holds all ground.",
)
LEAST_M2 = 1.0  # less comes from rounding of shared borders


class Shared(NamedTuple):
    """Ground that two zones share, pair by pair; `first` counts, it stands before `second`."""

    first: Integers
    second: Integers
    part: Geometries
    area_m2: Floats


def find_shared(outlines: Geometries) -> Shared:
    """Find the ground that two zones share.

    Where zones are a coverage, with the same vertices along the borders that they share, GEOS sees
    at once that there is none (`shapely.coverage_is_valid`). Otherwise zones with a faulty edge are
    intersected with those that they meet.

    Parameters
    ----------
    outlines : ndarray of shapely geometry, shape (z,)
        Valid polygons; missing ones share nothing.

    Returns
    -------
    Shared
        Pairs with any area in common, in the order of the zones.
    """
    there = np.flatnonzero(~shapely.is_missing(outlines) & ~shapely.is_empty(outlines))
    shapes = outlines[there]
    none = np.zeros(0, np.int64)
    if len(shapes) < 2 or shapely.coverage_is_valid(shapes):
        return Shared(none, none, np.zeros(0, dtype=object), np.zeros(0))
    faulty = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    keep = (first < second) & (faulty[first] | faulty[second])
    order = np.lexsort((second[keep], first[keep]))
    first, second = first[keep][order], second[keep][order]
    part = keep_polygons(np.asarray(shapely.intersection(shapes[first], shapes[second])))
    area = straight_area_m2(part)
    some = area > 0
    return Shared(there[first[some]], there[second[some]], part[some], area[some])


def counted_here_only(pairs: Shared, n: int) -> Geometries:
    """For each zone the ground that counts in it and lies in a later one as well.

    Parameters
    ----------
    pairs : Shared
    n : int
        Number of zones.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        None where there is none. They do not overlap each other.
    """
    out: Geometries = np.full(n, None, dtype=object)
    for zone in np.unique(pairs.first):
        own = shapely.union_all(pairs.part[pairs.first == zone])
        earlier = shapely.union_all(pairs.part[pairs.second == zone])
        out[zone] = shapely.difference(own, earlier)
    out = keep_polygons(out)
    out[shapely.is_empty(out)] = None
    return out


def overlap_findings(pairs: Shared, names: Any) -> pd.DataFrame:
    """Return one finding for each pair of zones that share more than `LEAST_M2`.

    Parameters
    ----------
    pairs : Shared
    names : sequence, shape (z,)
        Of the zones.

    Returns
    -------
    DataFrame
        Columns of `geo.model.layers.FINDINGS`; ``value`` holds the shared area in m².
    """
    more = pairs.area_m2 > LEAST_M2
    at, areas = pairs.first[more], pairs.area_m2[more]
    first, second = ([str(names[i]) for i in side] for side in (at, pairs.second[more]))
    messages = [
        f"shares {area:,.1f} m² with {other}: what lies there counts in {one}, which comes first"
        for one, other, area in zip(first, second, areas, strict=True)
    ]
    values = [f"{area:.1f}" for area in areas]
    return ZONES_OVERLAP.label(
        make_findings("zones", first, messages, "geometry", values, row=at + 1)
    )


def counting_findings(names: Any, in_two: Floats, outside: float) -> pd.DataFrame:
    """Return findings about ground of features that lies in two zones, or in none.

    Parameters
    ----------
    names : sequence, shape (z,)
        Of the zones.
    in_two : ndarray of float, shape (z,)
        Ground that counts in each zone and lies in another one too, m².
    outside : float
        Ground in no zone, m².

    Returns
    -------
    DataFrame
        Columns of `geo.model.layers.FINDINGS`; ``value`` holds the area in m².
    """
    at = np.flatnonzero(in_two > LEAST_M2)
    messages = [
        f"{in_two[zone]:,.1f} m² of hazard areas and releases lie in {names[zone]} and in a later "
        "zone as well: counted once, here"
        for zone in at
    ]
    ids, areas = [str(names[zone]) for zone in at], [f"{in_two[zone]:.1f}" for zone in at]
    out = [
        GROUND_IN_TWO_ZONES.label(
            make_findings("zones", ids, messages, "geometry", areas, row=at + 1)
        )
    ]
    if outside > LEAST_M2:
        message = (
            f"{outside:,.1f} m² of hazard areas and releases lie in no zone: counted in the row "
            "'outside'"
        )
        lost = make_findings("zones", None, message, "geometry", f"{outside:.1f}")
        out.append(GROUND_IN_NO_ZONE.label(lost))
    return join_findings(out)
