"""Figures of single periods, against the figure of a longer period that holds them all."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.claims.comparison import MEASURE, codes
from geo.claims.series import growing_figures


def find_exceeded(figures: pd.DataFrame) -> pd.DataFrame:
    """Find periods whose figures sum to more than the figure of a longer period around them.

    What one organisation counts of the same measure and ground in January and in February cannot
    be more than what it counts from January to June. Only periods that surely lie within the
    longer one, and surely do not overlap each other, are added up; of these the choice with the
    largest sum (weighted interval scheduling). Each figure takes part with the lowest value that
    it, as printed, allows (`geo.claims.values.intervals`), and of several figures for one period
    the lowest does; against the highest of the longer period. So 'up to 640' adds nothing, and a
    whole of 'over 1,500' is never exceeded.

    The shortest period that is exceeded is found; not those around it with the same parts. A
    single part that starts on the same day is a falling series (`geo.claims.series.find_falls`).

    Parameters
    ----------
    figures : DataFrame
        Result of `geo.claims.comparison.comparable`.

    Returns
    -------
    DataFrame
        ``total``: index label in `figures`; ``parts``: list of labels, in order of time; ``low``,
        ``high``: sum of the parts as stated, NaN where open.
    """
    own = growing_figures(figures)
    own["series"] = codes(own, [*MEASURE, "ground", "by"])
    spans = ["first", "last", "begun", "reached"]
    for edge in spans:
        own[edge] = own[edge].to_numpy().astype("datetime64[D]").astype("int64")
    own = own.reset_index(names="label")
    own = own[own["series"].duplicated(keep=False)]
    span = ["series", *spans]
    parts = own.sort_values([*span, "low", "claim_id"]).drop_duplicates(span)
    parts = parts[parts["low"] > 0].sort_values(["series", "last", "first"])
    wholes = own.sort_values([*span, "high", "claim_id"]).drop_duplicates(span, keep="last")
    wholes = wholes.assign(days=wholes["reached"] - wholes["begun"])
    wholes = wholes[(wholes["days"] >= 0) & np.isfinite(wholes["high"])]
    wholes = wholes.sort_values(["series", "days", "begun", "claim_id"])
    rows = list(_exceeded(parts, wholes))
    return pd.DataFrame(rows, columns=["total", "parts", "low", "high"])


def _exceeded(
    parts: pd.DataFrame, wholes: pd.DataFrame
) -> Iterator[tuple[int, list[int], float, float]]:
    """Find what is exceeded; parts sorted by series and last day, wholes by series and length."""
    first, last, least = (parts[c].to_numpy() for c in ("first", "last", "low"))
    label, low, high = (parts[c].to_numpy() for c in ("label", "stated_low", "stated_high"))
    edges = np.searchsorted(parts["series"], [wholes["series"], wholes["series"] + 1])
    told: defaultdict[int, list[tuple[int, int, set[int]]]] = defaultdict(list)
    columns = ["series", "first", "last", "begun", "reached", "high", "label"]
    for whole, start, end in zip(
        wholes[columns].itertuples(index=False, name=None), *edges, strict=True
    ):
        series, w_first, w_last, begun, reached, limit, total = whole
        if end - start < 1:
            continue
        begins, ends = first[start:end], last[start:end]
        within = (begins >= begun) & (ends <= reached) & ((begins != w_first) | (ends != w_last))
        here = start + np.flatnonzero(within)
        if least[here].sum() <= limit:
            continue
        chosen = here[_largest(first[here].tolist(), last[here].tolist(), least[here].tolist())]
        if least[chosen].sum() <= limit * (1 + 1e-12):
            continue
        if len(chosen) == 1 and first[chosen[0]] == w_first:
            continue  # a falling series
        labels = set(label[chosen].tolist())
        if any(begun <= a and b <= reached and known <= labels for a, b, known in told[series]):
            continue
        told[series].append((w_first, w_last, labels))
        yield total, label[chosen].tolist(), float(np.nansum(low[chosen])), high[chosen].sum()


def _largest(first: list[int], last: list[int], size: list[float]) -> list[int]:
    """Choose periods that do not overlap and sum to the most, given in the order of their ends.

    Weighted interval scheduling (Kleinberg and Tardos, *Algorithm Design*, 6.1).
    """
    best = [0.0]
    for at, begin in enumerate(first):
        best.append(max(best[at], best[bisect_left(last, begin, hi=at)] + size[at]))
    chosen = []
    at = len(first)
    while at:
        if best[at] == best[at - 1]:
            at -= 1
            continue
        chosen.append(at - 1)
        at = bisect_left(last, first[at - 1], hi=at - 1)
    return chosen[::-1]
