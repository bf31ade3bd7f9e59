"""Two times: when a thing was so ('as on D') and when it was known ('as known on K')."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from geo.claims.analysis import Analysis, once
from geo.model.dates import Day, day, earliest, latest


@once
def periods(analysis: Analysis) -> pd.DataFrame:
    """Return the first and the last day that each claim speaks of.

    Parameters
    ----------
    analysis : DataFrame or Analysis, shape (n, …)
        The ``claims`` table.

    Returns
    -------
    DataFrame, shape (n, 4)
        ``first`` and ``last`` (both inclusive, datetime64), same index; NaT where the claim gives
        none. The end is `period_end`, else `as_of`. ``begun`` and ``reached`` are the days between
        which the period surely runs: for a start of '2020' and an end of '2023' that is from
        31 December 2020 to 1 January 2023. A period that starts where its partial end does, such
        as '2023' to '2023', is the whole of it.
    """
    claims = analysis.claims
    starts, ends = claims["period_start"], claims["period_end"].fillna(claims["as_of"])
    first, last, reached = _days(starts, earliest), last_days(ends), _days(ends, earliest)
    whole = first == reached
    return pd.DataFrame(
        {
            "first": first,
            "last": last,
            "begun": last_days(starts).mask(whole, first),
            "reached": reached.mask(whole, last),
        },
        index=claims.index,
    )


def find_out_of_view(
    claims: pd.DataFrame | Analysis,
    sources: pd.DataFrame,
    as_on: Day | None = None,
    as_known: Day | None = None,
) -> pd.Series[str]:
    """Say which claims are not seen as on one day and as known on another, and why.

    Parameters
    ----------
    claims, sources : DataFrame
        Tables of the schema.
    as_on : date or ISO text, optional
        Only what was so on that day: claims whose period ends on it or before.
    as_known : date or ISO text, optional
        Only what was known on that day: claims whose source was published on it or before.

    Returns
    -------
    Series of str
        The reason, same index; missing where the claim is in view. Without a date nothing shows
        that a claim was so, or known, by then: undated claims are in view only if no day is asked.
    """
    analysis = Analysis.of(claims)
    claims = analysis.claims
    reason = pd.Series(None, index=claims.index, dtype="str")
    if as_known is not None:
        published = claims["source_id"].map(sources.set_index("source_id")["published"])
        known = last_days(published)
        reason[known.isna()] = "publication undated"
        reason[known > pd.Timestamp(day(as_known))] = f"published after {day(as_known)}"
    if as_on is not None:
        last = periods(analysis)["last"]
        reason[last.isna()] = "undated"
        reason[last > pd.Timestamp(day(as_on))] = f"later than {day(as_on)}"
    return reason


def last_days(texts: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """Return the last day of each partial date, NaT where missing."""
    return _days(texts, latest)


def iso(days: pd.Series[pd.Timestamp]) -> pd.Series[str]:
    """Return days as ISO texts, missing where NaT."""
    return days.dt.strftime("%Y-%m-%d").astype("str")


def _days(texts: pd.Series[str], edge: Callable[[str], date]) -> pd.Series[pd.Timestamp]:
    """Resolve partial dates, each distinct text once."""
    known = {text: np.datetime64(edge(text).isoformat(), "s") for text in texts.dropna().unique()}
    return texts.map(known).astype("datetime64[s]")
