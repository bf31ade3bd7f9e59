"""Series for the page's slider of days, in addition to the dates of claims and areas.

The page shows the day by the rules of `geo.claims.times` (claims) and `geo.land.validity`
(areas). Only the totals of released land are worked out here, because the page does not hold the
areas of large layers one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.land.validity import days
from geo.model.terms import ReleaseProduct

_ALWAYS = np.datetime64(-1_000_000, "D")  # no date: so from the beginning


def release_totals(releases: pd.DataFrame) -> dict[str, dict[str, dict[str, list[Any]]]]:
    """Return stated area of released land, added up from day to day.

    Nothing is taken out where reports overlap: these are the reports, not the ground.

    Parameters
    ----------
    releases : DataFrame
        Layer ``land_release``, with or without outlines.

    Returns
    -------
    dict
        ``on`` (by the day a release took effect), ``known`` (by the day it was reported) and
        ``both`` (by the later one); in each, by product: ``days`` (since 1970-01-01, ascending,
        -1e6 for undated), ``m2`` and ``unstated`` (releases without stated area), both cumulative.
    """
    so, known = (
        np.where(np.isnat(found), _ALWAYS, found)
        for found in (days(releases, "valid_from"), days(releases, "known_from"))
    )
    return {
        "on": _totals(releases, so),
        "known": _totals(releases, known),
        "both": _totals(releases, np.maximum(so, known)),
    }


def _totals(releases: pd.DataFrame, when: Any) -> dict[str, dict[str, list[Any]]]:
    since = when.astype("datetime64[D]").astype(np.int64)
    rows = pd.DataFrame(
        {
            "product": releases["product"].to_numpy(),
            "day": since,
            "m2": releases["stated_area_m2"].fillna(0).to_numpy(),
            "unstated": releases["stated_area_m2"].isna().to_numpy().astype(int),
        }
    )
    out = {}
    for product in ReleaseProduct:
        found = rows[rows["product"] == product]
        sums = found.groupby("day")[["m2", "unstated"]].sum().cumsum()
        if len(sums):
            out[str(product)] = {
                "days": [int(d) for d in sums.index],
                "m2": [round(float(v)) for v in sums["m2"]],
                "unstated": [int(v) for v in sums["unstated"]],
            }
    return out
