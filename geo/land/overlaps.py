"""Reports of the same ground: duplicates, overlaps, re-clearance and the like."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.land.overlay.pieces import subtract
from geo.land.usable import usable_ground
from geo.land.validity import days, is_known
from geo.model.frames import expect
from geo.model.terms import ReleaseProduct

_COLUMNS = ["first", "second", "overlap_m2", "share_first", "share_second", "likeness", "kind"]


def _pairs(
    geometry: Geometries, area: Floats, least_likeness: float
) -> tuple[Integers, Integers, Floats]:
    """Return pairs that may be as alike as asked, each once, with the ground they share.

    Likeness is the Jaccard index: ground in both over ground in either. What two polygons share is
    no more than the smaller of them, nor than what their boxes share; most pairs are out by that.
    """
    first, second = shapely.STRtree(geometry).query(
        geometry, predicate=None if least_likeness > 0 else "intersects"
    )
    once = first < second
    first, second = first[once], second[once]
    if least_likeness > 0:
        degrees = shapely.area(geometry)
        box = shapely.bounds(geometry)
        a, b = box[first], box[second]
        width = np.minimum(a[:, 2], b[:, 2]) - np.maximum(a[:, 0], b[:, 0])
        height = np.minimum(a[:, 3], b[:, 3]) - np.maximum(a[:, 1], b[:, 1])
        most = np.minimum(np.minimum(degrees[first], degrees[second]), width * height)
        # One part in 1e6 of slack: degrees are not square metres, and latitudes differ by little.
        either = degrees[first] + degrees[second] - most
        near = most >= 0.999 * least_likeness * either
        first, second = first[near], second[near]
    shared = straight_area_m2(
        keep_polygons(shapely.intersection(geometry[first], geometry[second]))
    )
    alike = shared >= least_likeness * (area[first] + area[second] - shared)
    keep = (shared > 0) & alike
    return first[keep], second[keep], shared[keep]


def _same(first: Geometries, second: Geometries) -> npt.NDArray[np.bool_]:
    """Tell whether pairs are the same outline, wherever it starts and whichever way it is drawn."""
    same: npt.NDArray[np.bool_] = shapely.equals_identical(
        shapely.normalize(shapely.force_2d(first)), shapely.normalize(shapely.force_2d(second))
    )
    return same


def _known_ground(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Return usable ground of the rows that are still delivered; None for the others."""
    ground = usable_ground(frame)
    ground[~is_known(frame)] = None
    return ground


def overlaps(
    frame: pd.DataFrame, *, key: str, least_likeness: float = 0.0, near_duplicate: float = 0.5
) -> pd.DataFrame:
    """Return pairs of reports in one layer that speak of the same ground.

    Parameters
    ----------
    frame : GeoDataFrame
        Layer `hazard_areas` or `land_release`.
    key : str
        Its key column.
    least_likeness : float
        Leave out pairs less alike: ground in both over ground in either, 0–1. Duplicates alone
        are found much faster than all overlaps.
    near_duplicate : float
        From which likeness on a pair is a near duplicate.

    Returns
    -------
    DataFrame
        `first`, `second` (keys, in the order of the frame), `overlap_m2`, `share_first`,
        `share_second` (of each one's own area), `likeness`, and `kind`: 'exact duplicate' (the
        same outline), 'near duplicate', 'overlap'; for two clearances completed on different days
        're-clearance', unless they are duplicates. Rows without usable ground overlap nothing
        (`geo.land.usable.make_usable` lists them), nor do retired ones.

    Raises
    ------
    TableInvalid
        If it is no frame or lacks its key column.
    """
    expect(frame=(frame, (key,)))
    ground = _known_ground(frame)
    mapped = np.flatnonzero(~shapely.is_missing(ground))
    geometry = ground[mapped]
    area = straight_area_m2(geometry)
    first, second, shared = _pairs(geometry, area, least_likeness)
    likeness = shared / (area[first] + area[second] - shared)
    kind = np.where(likeness >= near_duplicate, "near duplicate", "overlap").astype(object)
    if "product" in frame:
        cleared = (frame["product"] == ReleaseProduct.CLEARED).to_numpy(bool)[mapped]
        completed = days(frame, "valid_from")[mapped]
        again = cleared[first] & cleared[second] & (completed[first] != completed[second])
        kind[again & (likeness < near_duplicate)] = "re-clearance"
    alike = np.flatnonzero(likeness > 1 - 1e-9)
    kind[alike[_same(geometry[first[alike]], geometry[second[alike]])]] = "exact duplicate"
    ids = frame[key].to_numpy()[mapped]
    out = pd.DataFrame(
        {
            "first": ids[first],
            "second": ids[second],
            "overlap_m2": shared,
            "share_first": shared / area[first],
            "share_second": shared / area[second],
            "likeness": likeness,
            "kind": kind,
        },
        columns=_COLUMNS,
    )
    return out.iloc[np.lexsort((second, first))].reset_index(drop=True)


def outside_hazard(releases: pd.DataFrame, hazards: pd.DataFrame) -> pd.DataFrame:
    """Return releases of ground that no hazard area, of whatever date, ever covered.

    What a later delivery did not have any more (`retired`) plays no part.

    Parameters
    ----------
    releases : GeoDataFrame
        Layer `land_release`.
    hazards : GeoDataFrame
        Layer `hazard_areas`.

    Returns
    -------
    DataFrame
        `release_id`, `area_m2`, `outside_m2` and `share` for each release with ground outside.

    Raises
    ------
    TableInvalid
        If one is no frame, or column release_id is not there.
    """
    expect(releases=(releases, ("release_id",)), hazards=(hazards, ()))
    ground, hazard = _known_ground(releases), _known_ground(hazards)
    first, second = shapely.STRtree(hazard).query(ground, predicate="intersects")
    left = straight_area_m2(subtract(ground, hazard, first, second))
    area = straight_area_m2(ground)
    # What a cut leaves of a release that a hazard area covers is rounding, not ground.
    at = np.flatnonzero(left > 1e-9 * area)
    return pd.DataFrame(
        {
            "release_id": releases["release_id"].to_numpy()[at],
            "area_m2": area[at],
            "outside_m2": left[at],
            "share": left[at] / area[at],
        }
    )
