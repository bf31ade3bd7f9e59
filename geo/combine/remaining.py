"""Remaining hazard as geometry.

Each hazard area is left without what was released and without what an earlier one holds.

A piece of remaining ground belongs to exactly one hazard area: a confirmed one before a suspected
one, then the one listed first. So the pieces do not overlap, their areas sum to the ledger's
closing, each can be followed back to its report, and only hazard areas whose neighbours changed
are worked out again for another date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.areas import straight_area_m2
from geo.combine.boxes import meeting
from geo.combine.components import union_by
from geo.combine.usable import usable_ground
from geo.combine.validity import Day, in_force
from geo.rings import Integers, polygons_only
from geo.schema import CRS
from geo.terms import HazardStatus, ReleaseProduct

Geometries = npt.NDArray[np.object_]
Booleans = npt.NDArray[np.bool_]

_CHUNK = 4096


def without(
    geometries: Geometries, others: Geometries, first: Integers, second: Integers, threads: int = 1
) -> Geometries:
    """Geometries without the union of others.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        Valid polygons.
    others : ndarray of shapely geometry, shape (m,)
        Valid polygons.
    first, second : ndarray of int, shape (pairs,)
        Which other (`second`) to take from which geometry (`first`).
    threads : int
        GEOS works without the interpreter lock.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
    """
    out = geometries.copy()
    if not len(first):
        return out
    order = np.argsort(first, kind="stable")
    first, second = first[order], second[order]
    cut, group = np.unique(first, return_inverse=True)

    def work(chunk: range) -> Geometries:
        low, high = np.searchsorted(group, [chunk.start, chunk.stop])
        union = union_by(others[second[low:high]], group[low:high] - chunk.start, len(chunk))
        return polygons_only(shapely.difference(geometries[cut[chunk.start : chunk.stop]], union))

    chunks = [range(k, min(k + _CHUNK, len(cut))) for k in range(0, len(cut), _CHUNK)]
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        out[cut] = np.concatenate(list(pool.map(work, chunks)))
    return out


def remaining_by_date(
    hazards: pd.DataFrame,
    releases: pd.DataFrame,
    dates: Iterable[Day],
    known: Day | None = None,
    *,
    threads: int = 1,
) -> Iterator[gpd.GeoDataFrame]:
    """Remaining hazard on several dates; only what changes between them is worked out again.

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
        One row per hazard area of which something remains: `hazard_id`, `status`, `area_m2` and
        geometry (EPSG:4326). Hazard areas and releases without usable ground take no part; `land`
        and `geo.combine.usable.usable` list them.

    Raises
    ------
    InvalidDate
        If a date is no ISO 8601 date.
    """
    ground = [usable_ground(hazards, "hazard_areas"), usable_ground(releases, "land_release")]
    yield from left_by_date(hazards, releases, np.concatenate(ground), dates, known, threads)


def left_by_date(
    hazards: pd.DataFrame,
    releases: pd.DataFrame,
    ground: Geometries,
    dates: Iterable[Day],
    known: Day | None,
    threads: int,
) -> Iterator[gpd.GeoDataFrame]:
    """Remaining hazard on several dates from usable ground: of hazard areas, then of releases."""
    others, ground = ground, ground[: len(hazards)]
    first, second = _taken_from(hazards, releases, others)
    piece: Geometries = np.full(len(ground), None, dtype=object)
    area = np.zeros(len(ground))
    was_hazard: Booleans = np.zeros(len(ground), bool)
    was_pair: Booleans = np.zeros(len(first), bool)
    for date in dates:
        hazard = in_force(hazards, date, known) & ~shapely.is_missing(ground)
        other = np.concatenate([hazard, in_force(releases, date, known)])
        pair = hazard[first] & other[second]
        changed = hazard & ~was_hazard
        changed[first[pair != was_pair]] = True
        changed &= hazard
        redo = np.flatnonzero(changed)
        place = np.full(len(ground), -1)
        place[redo] = np.arange(len(redo))
        use = pair & changed[first]
        piece[redo] = without(ground[redo], others, place[first[use]], second[use], threads)
        area[redo] = straight_area_m2(piece[redo])
        was_hazard, was_pair = hazard, pair
        left = np.flatnonzero(hazard & (area > 0))
        yield gpd.GeoDataFrame(
            {
                "hazard_id": hazards["hazard_id"].to_numpy()[left],
                "status": hazards["status"].to_numpy()[left],
                "area_m2": area[left],
            },
            geometry=piece[left],
            crs=CRS,
        )


def _taken_from(
    hazards: pd.DataFrame, releases: pd.DataFrame, ground: Geometries
) -> tuple[Integers, Integers]:
    """Which hazard area (`first`) may lose ground to which other feature (`second`)."""
    n = len(hazards)
    confirmed = (hazards["status"] == HazardStatus.CONFIRMED).to_numpy(bool)
    rank = np.zeros(len(ground), np.int64)
    rank[:n] = 1 + np.argsort(np.argsort(~confirmed, kind="stable"), kind="stable")
    one, two = meeting(shapely.bounds(ground))
    later = rank[one] > rank[two]
    first, second = np.where(later, one, two), np.where(later, two, one)
    release = releases["product"].isin([str(p) for p in ReleaseProduct]).to_numpy(bool)
    keep = (first < n) & np.concatenate([np.full(n, True), release])[second]
    first, second = first[keep], second[keep]
    keep = shapely.intersects(ground[first], ground[second])
    return first[keep], second[keep]


def remaining(
    hazards: pd.DataFrame,
    releases: pd.DataFrame,
    on: Day,
    known: Day | None = None,
    *,
    threads: int = 1,
) -> gpd.GeoDataFrame:
    """Remaining hazard on a date; see `remaining_by_date`.

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
