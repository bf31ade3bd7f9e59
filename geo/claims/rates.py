"""Breaks in a rate: items found per hectare, all of a sudden far fewer or far more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from geo.claims.comparison import MEASURE, codes
from geo.claims.series import growing_figures
from geo.model.terms import Subject

# How many times higher or lower a rate must surely be to be worth a look. In the series that the
# rule was made for (Russian Ministry of Defence, 2020–21) steps differ from what was before by a
# factor of 2.3 at most, until one that differs by 16 or more.
BREAK = 5.0
# And on how many items at least: fewer come and go by chance (the standard error of a count of 30
# is 18 %).
LEAST = 30
UNIT = "items per ha"

_M2_PER_HA = 10_000.0
_SERIES = ["ground", "first", "by", "operator", "scope"]
_END = [*_SERIES, "last", "reached"]


class _Point(NamedTuple):
    """Two totals to one day: the lowest and highest each may be, and whose claims they are."""

    items: tuple[float, float]
    hectares: tuple[float, float]
    claims: tuple[int, ...]


def find_breaks(figures: pd.DataFrame) -> pd.DataFrame:
    """Find where the number of items found per hectare of cleared land breaks off.

    Looked at are land cleared and ordnance found as one organisation counts them for the same
    ground, from the same first day to the same days, three or more. The rate of each step,
    (items₂ − items₁) / (hectares₂ − hectares₁), is compared with the rate of all before it (since
    the last break). If they surely differ by a factor of `BREAK`, whatever the figures as printed
    leave open, that is a break, provided there were `LEAST` items before it, and as many were found
    after it or would have been at the rate before. It is no error: work may have moved to other
    ground, or something else may be counted. It is worth a look.

    Parameters
    ----------
    figures : DataFrame
        Result of `geo.claims.comparison.comparable`.

    Returns
    -------
    DataFrame
        ``earlier``, ``later``: index labels of the figures of ordnance before and after the step;
        ``others``: list of labels of the areas; ``before_low``, ``before_high``, ``step_low``,
        ``step_high``: the two rates, in `UNIT`; a high one is infinite where nothing bounds it.
    """
    own = growing_figures(figures)
    # Ordnance is seldom said to be 'of all operators'.
    own["operator"] = own["operator"].mask(own["operator"] == "", "all operators")
    area = own[(own["subject"] == Subject.AREA_CLEARED) & (own["unit"] == "m2")]
    found = own[(own["subject"] == Subject.EO_FOUND) & own["unit"].isin(["devices", "mines"])]
    kind = [column for column in MEASURE if column not in ("subject", *_SERIES)]
    rows: list[tuple[int, int, list[int], float, float, float, float]] = []
    if len(area) and len(found):
        both = _hull(found, [*_END, *kind]).merge(_hull(area, _END), on=_END, suffixes=("", "_m2"))
        both = both[both["last"] == both["reached"]]  # to one day
        both["series"] = codes(both, [*_SERIES, *kind])
        rows = list(_breaks(both.sort_values(["series", "last"])))
    columns = ["earlier", "later", "others", "before_low", "before_high", "step_low", "step_high"]
    return pd.DataFrame(rows, columns=columns)


def _hull(figures: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """One row for each day of each series: several figures to one day leave their range open."""
    return (
        figures.sort_values("claim_id")
        .reset_index(names="label")
        .groupby(key, as_index=False, sort=False)
        .agg(low=("low", "min"), high=("high", "max"), label=("label", "first"))
    )


def _breaks(
    both: pd.DataFrame,
) -> Iterator[tuple[int, int, list[int], float, float, float, float]]:
    columns = ["series", "low", "high", "label", "low_m2", "high_m2", "label_m2"]
    rows = both[columns].itertuples(index=False, name=None)
    for _, group in itertools.groupby(rows, key=lambda row: row[0]):
        yield from _breaks_of(
            [
                _Point((low, high), (low_m2 / _M2_PER_HA, high_m2 / _M2_PER_HA), (label, area))
                for _, low, high, label, low_m2, high_m2, area in group
            ]
        )


def _breaks_of(
    points: list[_Point],
) -> Iterator[tuple[int, int, list[int], float, float, float, float]]:
    base = _Point((0.0, 0.0), (0.0, 0.0), ())
    for one, two in itertools.pairwise(points[1:]):  # a rate is settled by two points at least
        if two.items[1] < one.items[0] or two.hectares[1] < one.hectares[0]:
            continue  # a falling series
        before, step = _rate(base, one), _rate(one, two)
        expected = before[0] * _gain(one.hectares, two.hectares)[0]
        drop = before[0] > BREAK * step[1] and expected >= LEAST
        rise = step[0] > BREAK * before[1] and _gain(one.items, two.items)[0] >= LEAST
        if (drop or rise) and _gain(base.items, one.items)[0] >= LEAST:
            others = [one.claims[1], two.claims[1]]
            yield one.claims[0], two.claims[0], others, *before, *step
            base = one


def _rate(one: _Point, two: _Point) -> tuple[float, float]:
    """Return lowest and highest number of items per hectare between two points."""
    fewest, most = _gain(one.items, two.items)
    least, largest = _gain(one.hectares, two.hectares)
    low = fewest / largest if largest > 0 else 0.0
    high = most / least if least > 0 else float("inf")
    return low, high


def _gain(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float]:
    """Return least and most by which a total may have grown."""
    return max(two[0] - one[1], 0.0), max(two[1] - one[0], 0.0)
