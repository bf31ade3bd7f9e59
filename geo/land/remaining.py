"""Remaining hazard as geometry.

Each hazard area is left without what was released and without what an earlier one holds.

A piece of remaining ground belongs to exactly one hazard area: a confirmed one before a suspected
one, then the one listed first. So the pieces do not overlap, their areas sum to the ledger's
closing, each can be followed back to its report, and only hazard areas whose neighbours changed
are worked out again for another date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Geometries, Integers
from geo.land.overlay.boxes import pair_meeting
from geo.land.overlay.ground import Ground
from geo.land.overlay.trace import trace_difference
from geo.land.usable import usable_ground
from geo.land.validity import has_begun, is_in_force
from geo.model.dataset import of_dataset
from geo.model.dates import Day
from geo.model.frames import expect, with_names_of_today
from geo.model.layers import HAZARD_AREAS
from geo.model.schema import CRS
from geo.model.terms import Classification, ReleaseProduct

Booleans = npt.NDArray[np.bool_]


@of_dataset("hazard_areas", "land_release")
def remaining_by_date(
    hazards: pd.DataFrame,
    releases: pd.DataFrame,
    dates: Iterable[Day],
    known: Day | None = None,
    *,
    threads: int = 1,
) -> Iterator[gpd.GeoDataFrame]:
    """Return remaining hazard on several dates; only what changes between them is worked out again.

    Parameters
    ----------
    hazards, releases : GeoDataFrame
        Layers `hazard_areas` and `land_release`.
    dates : iterable of str or date
    known : str or date, optional
        By what was known on that day. Default: by all that is known now.
    threads : int

    Yields
    ------
    GeoDataFrame
        One row per hazard area of which something remains: `hazard_id`, `classification`, `area_m2`
        and geometry (EPSG:4326). Hazard areas and releases without usable ground take no part;
        `land` and `geo.land.usable.make_usable` list them.

    Raises
    ------
    InvalidDate
        If a date is none, or only a partial one.
    TableInvalid
        If one is no frame or lacks a column: hazard_id and classification, product.
    """
    hazards = with_names_of_today(hazards, HAZARD_AREAS)
    expect(hazards=(hazards, ("hazard_id", "classification")), releases=(releases, ("product",)))
    ground = [usable_ground(hazards), usable_ground(releases)]
    made = Ground(np.concatenate(ground), np.zeros(0, dtype=object))
    yield from left_by_date(hazards, releases, made, dates, known, threads=threads)


def left_by_date(
    hazards: pd.DataFrame,
    releases: pd.DataFrame,
    ground: Ground,
    dates: Iterable[Day],
    known: Day | None,
    *,
    threads: int,
) -> Iterator[gpd.GeoDataFrame]:
    """Remaining hazard on several dates from usable ground: of hazard areas, then of releases."""
    n = len(hazards)
    there = ~shapely.is_missing(ground.polygons)
    first, second = _taken_from(hazards, releases, ground.polygons)
    piece: Geometries = np.full(n, None, dtype=object)
    area = np.zeros(n)
    was_hazard: Booleans = np.zeros(n, bool)
    was_pair: Booleans = np.zeros(len(first), bool)
    for date in dates:
        hazard = is_in_force(hazards, date, known) & there[:n]
        other = np.concatenate([hazard, has_begun(releases, date, known)])
        pair = hazard[first] & other[second]
        changed = hazard & ~was_hazard
        changed[first[pair != was_pair]] = True
        changed &= hazard
        redo = np.flatnonzero(changed)
        place = np.cumsum(changed) - 1
        use = pair & changed[first]
        piece[redo] = trace_difference(ground, redo, place[first[use]], second[use], threads)
        area[redo] = straight_area_m2(piece[redo])
        was_hazard, was_pair = hazard, pair
        some = np.flatnonzero(hazard & (area > 0))
        yield gpd.GeoDataFrame(
            {
                "hazard_id": hazards["hazard_id"].to_numpy()[some],
                "classification": hazards["classification"].to_numpy()[some],
                "area_m2": area[some],
            },
            geometry=piece[some],
            crs=CRS,
        )


def _taken_from(
    hazards: pd.DataFrame, releases: pd.DataFrame, ground: Geometries
) -> tuple[Integers, Integers]:
    """Tell which hazard area (`first`) may lose ground to which other feature (`second`)."""
    n = len(hazards)
    confirmed = (hazards["classification"] == Classification.CONFIRMED).to_numpy(bool)
    rank = np.zeros(len(ground), np.int64)
    rank[:n] = 1 + np.argsort(np.argsort(~confirmed, kind="stable"), kind="stable")
    one, two = pair_meeting(shapely.bounds(ground))
    later = rank[one] > rank[two]
    first, second = np.where(later, one, two), np.where(later, two, one)
    release = releases["product"].isin([str(p) for p in ReleaseProduct]).to_numpy(bool)
    keep = (first < n) & np.concatenate([np.full(n, True), release])[second]
    order = np.argsort(first[keep], kind="stable")
    return first[keep][order], second[keep][order]


@of_dataset("hazard_areas", "land_release")
def remaining(
    hazards: pd.DataFrame,
    releases: pd.DataFrame,
    on: Day,
    known: Day | None = None,
    *,
    threads: int = 1,
) -> gpd.GeoDataFrame:
    """Return remaining hazard on a date; see `remaining_by_date`.

    Parameters
    ----------
    hazards, releases : GeoDataFrame
        Layers `hazard_areas` and `land_release`.
    on : str or date
    known : str or date, optional
    threads : int

    Returns
    -------
    GeoDataFrame
    """
    return next(remaining_by_date(hazards, releases, [on], known, threads=threads))
