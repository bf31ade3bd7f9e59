"""Cumulative series: what is counted from one first day on can only grow."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.claims.comparison import MEASURE, codes, latest_before, organisation
from geo.model.terms import Subject

_GROWING = (Subject.AREA_CLEARED, Subject.EO_FOUND, Subject.CASUALTIES)


def growing_figures(figures: pd.DataFrame, *, shares: bool = False) -> pd.DataFrame:
    """Return the figures that can only grow with time: land cleared, ordnance found, casualties.

    Parameters
    ----------
    figures : DataFrame
        Result of `geo.claims.comparison.comparable`.
    shares : bool
        Also the share of land that is cleared. A share of casualties may fall.

    Returns
    -------
    DataFrame
        Those with a place and a period, single accidents left out; ``by``: the organisation.
    """
    percent = figures["unit"] == "percent"
    own = figures[
        figures["subject"].isin(_GROWING)
        & ~(percent & ((figures["subject"] == Subject.CASUALTIES) | (not shares)))
        & (figures["ground"] != "")
        & ~figures["ground"].str.startswith("accident:")
        & figures["first"].notna()
        & figures["last"].notna()
    ]
    return own.assign(by=organisation(own["claimant"]))


def find_falls(figures: pd.DataFrame) -> pd.DataFrame:
    """Find where a claimant's cumulative figure is lower than an earlier one.

    A series is what one organisation claims of the same measure and ground, counted from the same
    first day: land cleared, ordnance found and casualties can then only grow. 'Later' is only what
    surely is: a figure to '2025' is not later than one to April 2025. Each fall is found once,
    against the highest figure before it; what stays low after a fall, or rises again, is no new
    one. Several figures to one day count as the lowest of them before a fall, and as the highest
    of them after it.

    Parameters
    ----------
    figures : DataFrame
        Result of `geo.claims.comparison.comparable`.

    Returns
    -------
    DataFrame
        ``earlier`` and ``later``: index labels in `figures`.
    """
    own = growing_figures(figures, shares=True)
    own["series"] = codes(own, [*MEASURE, "ground", "first", "by"])
    end = ["series", "last", "reached"]
    own = own.sort_values([*end, "high", "claim_id"]).reset_index(names="label")
    later = own.drop_duplicates(end, keep="last").reset_index(drop=True)

    history = own.sort_values(["series", "last", "low", "claim_id"])
    history = history.drop_duplicates(["series", "last"]).reset_index(drop=True)
    group = history.groupby("series")["low"]
    raised = history["low"] > group.cummax().groupby(history["series"]).shift().fillna(-1.0)
    peak = history.index.to_series().where(raised).groupby(history["series"]).ffill().astype(int)

    before = latest_before(later["reached"], later["series"], history["last"], history["series"])
    known = before >= 0
    low = np.append(history["low"].to_numpy(), -1.0)
    highest = np.append(peak.to_numpy(), -1)[before]
    under = later["high"].to_numpy() < low[highest]
    # Whether the step before had fallen already: then only a further fall is a new one.
    fallen = later.assign(under=under).groupby(["series", "last"])["under"].any()
    steps = pd.MultiIndex.from_frame(history[["series", "last"]])
    went = np.append(fallen.reindex(steps).to_numpy(dtype=bool), False)[before]
    fall = known & under & (~went | (later["high"].to_numpy() < low[before]))
    rival = np.where(went, before, highest)[fall]
    return pd.DataFrame(
        {
            "earlier": history["label"].to_numpy()[rival],
            "later": later["label"].to_numpy()[fall],
        }
    ).astype("int64")
