"""How right minefield records are, against what was found on ground that was searched.

Outside searched ground there is no truth to score against, so items and finds there are counted and
left out. Finds are biased to where people searched; mines move with water and soil, and are laid
again: a low figure may have other causes than a careless record.

Definitions, for a tolerance τ:

- precision: recorded items on searched ground that are matched one to one with a find within τ,
  over all recorded items there;
- recall: the same matches over all finds there;
- hits: items with at least one find within τ, though another item may be nearer to it;
- by chance: the share of hits of records shifted at random, each as a whole
  (`geo.records.chance`). The p-value says how many of the shifts, and the records as drawn, reach
  the hits of the records as drawn: of both the same is counted;
- covered: share of finds within an outline grown by τ; lift: that over the share of searched
  ground which lies within. Without lift, a huge outline would score 100 %.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import OutOfRange
from geo.model.findings import Finding
from geo.records.inputs import prepare
from geo.records.scoring import Scorer

TOLERANCES = (5.0, 10.0, 25.0, 50.0, 100.0, 250.0)


@dataclass(frozen=True)
class Accuracy(Mapping[str, Any]):
    """Scores of records, as a mapping; `results` is what is written as JSON.

    Attributes
    ----------
    results : dict
        Numbers, texts and lists; None where there is nothing to take a share of, never NaN.
    scored_items, scored_finds : GeoDataFrame (EPSG:4326)
        Those on searched ground: `record_id` of items; `matched` at the tolerance that decides.
    searched : polygon
        EPSG:4326, put together.
    outlines : ndarray of shapely geometry
        Of the records, EPSG:4326.
    findings : tuple of Finding
        What was left out, repaired or guessed.
    """

    results: dict[str, Any]
    scored_items: gpd.GeoDataFrame
    scored_finds: gpd.GeoDataFrame
    searched: shapely.Geometry
    outlines: gpd.GeoSeries
    findings: tuple[Finding, ...]

    def __getitem__(self, name: str) -> Any:
        return self.results[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)


def record_accuracy(
    items: gpd.GeoDataFrame,
    finds: gpd.GeoDataFrame,
    searched: gpd.GeoDataFrame,
    *,
    records: gpd.GeoDataFrame | None = None,
    accidents: gpd.GeoDataFrame | None = None,
    tolerances: Sequence[float] = TOLERANCES,
    shifts: int = 999,
    seed: int = 0,
    day: str | None = None,
) -> Accuracy:
    """Score recorded items against finds on searched ground.

    Parameters
    ----------
    items : GeoDataFrame of points
        Where records say that items lie; any CRS. Read where there: `record_id` (or `record`,
        `record_number`, `minefield_id`) and the type (`ordnance`, `type`, `mine_type`, `model`).
    finds : GeoDataFrame of points
        Where items were found; any CRS. Read where there: the type.
    searched : GeoDataFrame of polygons
        Ground that was cleared or technically surveyed; any CRS.
    records : GeoDataFrame of polygons, optional
        Outlines of the records. Without, the convex hull of each record's items.
    accidents : GeoDataFrame of points, optional
        For the share of accidents within outlines.
    tolerances : sequence of float
        Metres.
    shifts : int
        Random shifts for what chance would match; 0 for none.
    seed : int
        Of all that is random: the same seed gives the same numbers.
    day : str, optional
        Day of laying (YYYY-MM-DD), for the hypothesis of a declination left out.

    Returns
    -------
    Accuracy
        A mapping with `tolerances`, `items_outside_searched`, `offset`, `offset_hypotheses`,
        `ce50_m`, `ce90_m`, `after_offset`, `covered`, `accountability`, `kappa`, `verdict` and
        what else is needed to read them.

    Raises
    ------
    TableInvalid
        If an argument is no frame with geometry, or of the wrong kind; if nothing was searched.
    CrsError
        If one has no CRS.
    OutOfRange
        If a tolerance is not positive, or there are more pairs than fit in memory.

    Notes
    -----
    Intervals are Wilson's (1927) at 95 %; `precision_bootstrap_low` and `…_high` are those of
    records drawn anew, where there are at least five. Distances are on WGS 84.
    """
    steps = _checked_tolerances(tolerances, shifts)
    ready = prepare(items, finds, searched, records, accidents)
    score = Scorer(ready, steps, shifts, seed)
    results = score.results(day)
    return Accuracy(
        results, *score.frames(), ready.searched, ready.outlines_in_degrees(), ready.findings
    )


def _checked_tolerances(tolerances: Sequence[float], shifts: int) -> list[float]:
    steps = sorted({float(one) for one in tolerances})
    wrong = [one for one in steps if not (np.isfinite(one) and one > 0)]
    if wrong or not steps:
        raise OutOfRange(f"tolerances {list(tolerances)}", "Expected metres, each more than 0.")
    if shifts < 0:
        raise OutOfRange(f"shifts is {shifts}", "Expected 0 or more.")
    return steps
