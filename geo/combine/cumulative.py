"""Figures of single periods, against the figure of a longer period that holds them all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from geo.combine.comparison import MEASURE, codes
from geo.combine.series import growing


class _Figure(NamedTuple):
    """A figure of a period; days as ordinals, both inclusive.

    `outer` is all that the period may be, `inner` what it surely is.
    """

    outer: tuple[int, int]
    inner: tuple[int, int]
    low: float
    high: float
    stated: tuple[float, float]
    label: int


def exceeded(figures: pd.DataFrame) -> pd.DataFrame:
    """Find periods whose figures sum to more than the figure of a longer period around them.

    What one organisation counts of the same measure and ground in January and in February cannot
    be more than what it counts from January to June. Only periods that surely lie within the
    longer one, and surely do not overlap each other, are added up; of these the choice with the
    largest sum (weighted interval scheduling). Each figure takes part with the lowest value that
    it, as printed, allows (`geo.combine.values.intervals`), and of several figures for one period
    the lowest does; against the highest of the longer period. So 'up to 640' adds nothing, and a
    whole of 'over 1,500' is never exceeded.

    The shortest period that is exceeded is found; not those around it with the same parts. A
    single part that starts on the same day is a falling series (`geo.combine.series.falls`).

    Parameters
    ----------
    figures : DataFrame
        Result of `geo.combine.comparison.comparable`.

    Returns
    -------
    DataFrame
        ``total``: index label in `figures`; ``parts``: list of labels, in order of time; ``low``,
        ``high``: sum of the parts as stated, NaN where open.
    """
    own = growing(figures)
    own["series"] = codes(own, [*MEASURE, "ground", "by"])
    days = {
        edge: own[edge].to_numpy().astype("datetime64[D]").astype("int64")
        for edge in ("first", "last", "begun", "reached")
    }
    own = own.assign(**days)
    rows = [
        found
        for _, group in own.groupby("series", sort=True)
        if len(group) > 1
        for found in _exceeded(group)
    ]
    return pd.DataFrame(rows, columns=["total", "parts", "low", "high"])


def _exceeded(group: pd.DataFrame) -> Iterator[tuple[int, list[int], float, float]]:
    """Find what is exceeded within one series."""
    columns = ["first", "last", "begun", "reached", "low", "high", "stated_low", "stated_high"]
    figures = [
        _Figure((first, last), (begun, reached), low, high, (least, most), int(label))
        for label, first, last, begun, reached, low, high, least, most in group[columns].itertuples(
            name=None
        )
    ]
    spans = ["first", "last", "begun", "reached"]
    lows = group.sort_values(["low", "claim_id"]).drop_duplicates(spans).index
    highs = group.sort_values(["high", "claim_id"]).drop_duplicates(spans, keep="last").index
    parts = sorted((f for f in figures if f.label in lows), key=lambda f: (f.outer[1], f.outer[0]))
    wholes = sorted(
        (f for f in figures if f.label in highs and f.inner[0] <= f.inner[1]),
        key=lambda f: (f.inner[1] - f.inner[0], f.inner),
    )
    seen: list[tuple[_Figure, set[int]]] = []
    for whole in wholes:
        chosen = _largest([part for part in parts if _within(part, whole)], whole.high)
        labels = {part.label for part in chosen}
        falling = len(chosen) == 1 and chosen[0].outer[0] == whole.outer[0]
        told = any(_within(inner, whole) and known <= labels for inner, known in seen)
        if not chosen or falling or told:
            continue
        seen.append((whole, labels))
        low = sum(part.stated[0] for part in chosen if part.stated[0] == part.stated[0])
        yield whole.label, [part.label for part in chosen], low, sum(p.stated[1] for p in chosen)


def _within(part: _Figure, whole: _Figure) -> bool:
    inside = whole.inner[0] <= part.outer[0] and part.outer[1] <= whole.inner[1]
    return inside and part.outer != whole.outer


def _largest(parts: list[_Figure], limit: float) -> list[_Figure]:
    """Choose parts that do not overlap and sum to the most; none if that is within the limit.

    Weighted interval scheduling (Kleinberg and Tardos, *Algorithm Design*, 6.1); `parts` are
    sorted by their last day.
    """
    if sum(part.low for part in parts) <= limit:
        return []
    ends = [part.outer[1] for part in parts]
    best = [0.0]
    for at, part in enumerate(parts):
        before = bisect_left(ends, part.outer[0], hi=at)
        best.append(max(best[at], best[before] + part.low))
    if best[-1] <= limit * (1 + 1e-12):
        return []
    chosen: list[_Figure] = []
    at = len(parts)
    while at:
        if best[at] == best[at - 1]:
            at -= 1
            continue
        chosen.append(parts[at - 1])
        at = bisect_left(ends, parts[at - 1].outer[0], hi=at - 1)
    return chosen[::-1]
