"""Hazardous areas and released land: what is counted twice, and what hangs in the air."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.checks.geometry import outlines, times
from geo.checks.registry import AREAS, Case, finds, geometries
from geo.model.findings import join_findings, make_findings
from geo.model.layers import KEYED
from geo.model.lists import join
from geo.model.terms import Level, Support

OVERLAP_SHARE = 0.009

_AREAL = [str(support) for support in Support if support.is_area]
_SPOTS = [str(support) for support in (Support.POINT, Support.LINE, Support.SETTLEMENT)]


@finds(
    "overlapping-hazards",
    Level.WARNING,
    "More than 0.9 % of a hazardous area lies in another one, so the ground counts twice.",
    "Cut one of them back, merge them, or say until when the older one holds.",
)
def overlapping_hazards(case: Case) -> pd.DataFrame:
    """Find pairs of hazardous areas that share ground at the same time.

    The share is that of the smaller area of the pair, and the finding stands at the smaller one,
    so each pair is listed once. Equal outlines are `duplicate-geometry`. Areas whose dates do not
    overlap share no ground at any time.
    """
    frame = case.outlines("hazard_areas")
    shapes = geometries(frame)
    one, other = shapely.STRtree(shapes).query(shapes)
    since, until = times(frame)
    meet = (since[one] < until[other]) & (since[other] < until[one])
    # Each pair once, the smaller area first.
    planar = shapely.area(shapes)
    size = np.lexsort((frame["id"].astype("str"), planar))
    rank = np.empty(len(frame), dtype=np.int64)
    rank[size] = np.arange(len(frame))
    outline = outlines(shapes)
    meet &= (rank[one] < rank[other]) & (outline[one] != outline[other])
    one, other = one[meet], other[meet]
    # The common part lies in the common part of the two boxes, so most pairs need no overlay.
    # Shares are of areas in degrees: within one hazardous area the scale hardly changes.
    possible = _common_box(shapes, one, other) > OVERLAP_SHARE * planar[one]
    one, other = one[possible], other[possible]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other])) / planar[one]
    pairs = pd.DataFrame({"row": one, "other": other, "share": shared})
    pairs = pairs[shared > OVERLAP_SHARE].sort_values(
        ["row", "share", "other"], ascending=[True, False, True]
    )
    if pairs.empty:
        return make_findings("hazard_areas", [], [])
    pairs["other_id"] = frame["id"].to_numpy()[pairs["other"]]
    each = pairs.drop_duplicates("row").set_index("row")  # the worst comes first
    ids = pairs["other_id"].tolist()
    begin = np.flatnonzero(~pairs["row"].duplicated())
    ends = np.append(begin[1:], len(ids))
    each["ids"] = [join(ids[a:b]) for a, b in zip(begin, ends, strict=True)]
    each["more"] = ends - begin - 1
    message = [
        f"{share:.1%} lies in {worst}" + (f"; overlaps {n} more" if n else "")
        for share, worst, n in zip(each["share"], each["other_id"], each["more"], strict=True)
    ]
    return make_findings(
        "hazard_areas", frame.loc[each.index, "id"], message, "geometry", each["ids"]
    )


def _common_box(
    shapes: npt.NDArray[np.object_], one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return area in square degrees that the bounding boxes of each pair share, shape (pairs,)."""
    boxes = shapely.bounds(shapes)
    low = np.maximum(boxes[one, :2], boxes[other, :2])
    high = np.minimum(boxes[one, 2:], boxes[other, 2:])
    return np.asarray(np.prod(np.clip(high - low, 0, None), axis=1), dtype=np.float64)


@finds(
    "release-without-area",
    Level.ERROR,
    "Released land has neither an outline nor a stated area, so it releases nothing.",
    "Add the area from the completion report.",
)
def release_without_area(case: Case) -> pd.DataFrame:
    """Find cleared, reduced and cancelled land of unknown size.

    A stated area of 0 counts as none, and so does an outline that no area can be computed from.
    """
    frame = pd.DataFrame(case["land_release"])
    outlines = case.outlines("land_release")
    bare = ~frame["release_id"].isin(outlines["id"]) & ~(frame["stated_area_m2"] > 0)
    rows = frame[bare]
    message = rows["product"] + " land without outline and without stated area"
    return make_findings("land_release", rows["release_id"], message, "stated_area_m2")


@finds(
    "release-outside-hazard",
    Level.WARNING,
    "Released land does not touch the hazardous area it is released from, or any at all.",
    "Check the outline and the hazard id, or add the hazardous area that was released.",
)
def release_outside_hazard(case: Case) -> pd.DataFrame:
    """Find released land with an outline that lies wholly outside hazardous areas.

    Where the release names a hazardous area that has an outline, it is compared with that one
    alone. If no hazardous area of the dataset has an outline, one finding says so for the layer.
    """
    releases, hazards = case.outlines("land_release"), case.outlines("hazard_areas")
    if hazards.empty or releases.empty:
        message = f"no hazardous area has an outline to compare {len(releases)} releases with"
        return make_findings("land_release", None if len(releases) else [], message, "geometry")
    land, hazard = geometries(releases), geometries(hazards)
    inside, _ = shapely.STRtree(hazard).query(land, predicate="intersects")
    outside = ~np.isin(np.arange(len(land)), inside)
    named = pd.Index(hazards["id"]).get_indexer(releases["hazard_id"])
    own = np.flatnonzero(named >= 0)
    outside[own] = ~shapely.intersects(land[own], hazard[named[own]])
    rows = releases[outside]
    which = np.where(
        named[outside] >= 0, "its hazardous area " + rows["hazard_id"], "any hazardous area"
    )
    messages = [f"outside {text}" for text in which]
    return make_findings("land_release", rows["id"], messages, "geometry", rows["hazard_id"])


@finds(
    "drawn-as-area",
    Level.WARNING,
    "A feature has an outline although its place is known no better than as a spot, a settlement "
    "or a district: the drawing is more exact than the report.",
    "Give it the support of its outline (surveyed, reconstructed), or a point instead.",
)
def drawn_as_area(case: Case) -> pd.DataFrame:
    """Find outlines that the report does not support.

    Hazardous areas and released land may be drawn as areas only if they were surveyed or
    reconstructed. A clearance zone says 'somewhere in here' and may be the outline of a district,
    but what is known as a settlement, a line or a point must not have one.
    """
    out = []
    for name, allowed in (*((n, True) for n in AREAS), ("clearance_zones", False)):
        frame = case.outlines(name)
        bad = ~frame["support"].isin(_AREAL) if allowed else frame["support"].isin(_SPOTS)
        rows = frame[bad]
        message = "has an outline, but its support is '" + rows["support"] + "'"
        out.append(make_findings(name, rows["id"], message, "support", rows["support"]))
    return join_findings(out)


@finds(
    "area-without-source",
    Level.WARNING,
    "A hazardous area or released land names no source, so nobody can tell who says so.",
    "Name the source, or register the file it came from as one.",
)
def area_without_source(case: Case) -> pd.DataFrame:
    """Find areas without a source.

    If no feature of the layer has one, a single finding says so.
    """
    out = []
    for name in AREAS:
        frame = pd.DataFrame(case[name])
        rows = frame[frame["source_id"].isna()]
        if len(rows) == len(frame) > 1:
            out.append(
                make_findings(name, None, f"none of {len(frame):,} has a source", "source_id")
            )
        else:
            out.append(make_findings(name, rows[KEYED[name].key], "no source", "source_id"))
    return join_findings(out)
