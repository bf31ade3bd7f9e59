"""Claims of the same thing, and those of them that cannot all be right.

Figures compare only if subject, unit, operator, ordnance, outcome, victims and scope are the same
(a blank is a value of its own: unknown is not equal to known), and the ground is the same. Units of
the same quantity are converted first, exactly (see `geo.claims.units`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.claims.analysis import Analysis, once
from geo.claims.times import periods
from geo.claims.units import base_unit, convert
from geo.claims.values import bounds, intervals
from geo.model.footprints import Footprint, Ground, parse_all
from geo.model.lists import join, split
from geo.model.terms import PlaceLevel, Subject, Support

MEASURE = ("subject", "unit", "operator", "ordnance", "outcome", "victims", "scope")
# What the figures of claims are compared by: the columns that combining claims needs.
CLAIM_COLUMNS = (
    *("claim_id", "source_id", "claimant", "place", "place_level", "districts", "support"),
    *(
        "stance",
        "footprint_id",
        "event_id",
        "period_start",
        "period_end",
        "as_of",
        "category",
        "withheld",
    ),
    *("quantity", "quantity_min", "quantity_max", "counterclaim_of", *MEASURE),
)
AS_SCHEMA = (
    "geo.model.schema.give_types(frame, geo.model.layers.CLAIMS) adds columns of which nothing is "
    "known."
)
_DERIVED = ["operator", "ordnance", "outcome", "victims", "scope"]


@once
def comparable(analysis: Analysis) -> pd.DataFrame:
    """Return the figures among claims, in a form that compares.

    Parameters
    ----------
    analysis : DataFrame or Analysis
        The ``claims`` table, with its derived columns.

    Returns
    -------
    DataFrame
        One row for each claim that states a figure with a unit and is not withheld, same index.
        The columns of `MEASURE` with '' for blank, ``ground`` (see `ground`), ``first``, ``last``,
        ``begun`` and ``reached`` (see `periods`), ``low`` and ``high`` (see `intervals`),
        ``stated_low`` and ``stated_high`` (see `bounds`), ``claim_id``, ``source_id``,
        ``claimant``. Figures are in ``unit``, which is that of `geo.claims.units.base_unit`;
        ``stated_unit`` is the claim's own. ``whole``: the footprint, missing where the figure is
        of one accident, or of a spot in it.
    """
    claims, values = analysis.claims, intervals(analysis)
    usable = values["low"].notna() & claims["unit"].notna() & claims["withheld"].isna()
    values = pd.concat([values, bounds(analysis).add_prefix("stated_")], axis=1)[usable]
    claims = claims.assign(scope=scope(analysis), ground=ground(analysis))[usable]
    units = claims["unit"], base_unit(claims["unit"])
    keys = claims[list(MEASURE)].fillna("")
    about = claims[["claim_id", "source_id", "claimant", "ground"]]
    figures = values.apply(convert, args=units)
    out = pd.concat([keys, periods(analysis)[usable], figures, about], axis=1)
    whole = claims["footprint_id"].mask(_spot(claims) | _accident(claims))
    return out.assign(whole=whole, unit=units[1], stated_unit=units[0])


@once
def scope(analysis: Analysis) -> pd.Series[str]:
    """Return what narrows each figure: its scope, or its category if no term was derived from it.

    Without the category, different measures that nobody has sorted into terms would look alike.
    """
    claims = analysis.claims
    return claims["scope"].mask(claims[_DERIVED].isna().all(axis=1), claims["category"])


@once
def ground(analysis: Analysis) -> pd.Series[str]:
    """Return what each claim's figure is a figure of.

    Parameters
    ----------
    analysis : DataFrame or Analysis, shape (n, …)
        The ``claims`` table, with its derived columns.

    Returns
    -------
    Series of str, shape (n,)
        ``accident:<id>`` for casualties of one accident; else the footprint. A spot in a district
        whose position is unknown is not the district: its name as written is added. '' where no
        place is named.
    """
    claims = analysis.claims
    feet = claims["footprint_id"].fillna("")
    names = claims["place"].fillna("").str.casefold()
    region = (parse_all(claims["footprint_id"])["ground"] == Ground.REGION).to_numpy()
    feet = feet.mask(region, [str(Footprint(Ground.REGION, (name,))) for name in names])
    feet = feet.mask(_spot(claims), feet + "/" + names)
    return feet.mask(_accident(claims), "accident:" + claims["event_id"].fillna(""))


def _spot(claims: pd.DataFrame) -> pd.Series[bool]:
    """Tell which claims speak of a spot in districts, whose position is unknown."""
    inexact = claims["support"].isin([Support.DISTRICT, Support.MULTI_DISTRICT])
    return claims["place_level"].isin([PlaceLevel.SETTLEMENT, PlaceLevel.POINT]) & inexact


def _accident(claims: pd.DataFrame) -> pd.Series[bool]:
    return claims["event_id"].notna() & (claims["subject"] == Subject.CASUALTIES)


def codes(frame: pd.DataFrame, columns: Sequence[str]) -> npt.NDArray[np.int64]:
    """Number the distinct combinations of some columns; NaT and NaN equal themselves."""
    groups = frame.groupby(list(columns), sort=False, dropna=False)
    return np.asarray(groups.ngroup(), dtype=np.int64)


@once
def things(analysis: Analysis) -> pd.DataFrame:
    """Return comparable figures with ``thing``: equal for the same measure, ground and period.

    The accounts of one accident are about the same thing whatever day they give. Left out are
    figures without place, without a date, or with an end that is not exact (cumulative to '2025');
    and different figures that one claimant gives side by side in one source: they count different
    things (two roads, a part and the whole) that the terms do not tell apart.

    Parameters
    ----------
    analysis : DataFrame or Analysis
        The ``claims`` table, with its derived columns.
    """
    figures = comparable(analysis)
    accident = figures["ground"].str.startswith("accident:")
    # The end of a span to '2023' is any day of it.
    exact = figures["reached"] == figures["last"]
    placed = figures[(figures["ground"] != "") & (exact | accident)]
    dated = placed.assign(first=placed["first"].mask(accident), last=placed["last"].mask(accident))
    placed = placed.assign(thing=codes(dated, [*MEASURE, "ground", "first", "last"]))
    by = placed.assign(by=organisation(placed["claimant"]))
    beside = by.groupby(["thing", "source_id", "by"])[["low", "high"]]
    alone = (beside.transform("min") == beside.transform("max")).all(axis=1)
    return placed[alone]


def pair_nearest(
    figures: pd.DataFrame, others: pd.DataFrame, by: str, *, below: bool
) -> pd.DataFrame:
    """Pair each figure with the nearest of the others that lies wholly below (or above) it.

    One pair for each figure, however many others there are.

    Parameters
    ----------
    figures, others : DataFrame
        With ``low``, ``high`` and `by`; the index holds integers.
    by : str
        Column that both must share.
    below : bool
        Look for others below, else above.

    Returns
    -------
    DataFrame
        ``figure`` and ``other``: index labels.
    """
    if below:
        at = latest_before(figures["low"], figures[by], others["high"], others[by])
    else:  # mirrored at 0, above is below
        at = latest_before(-figures["high"], figures[by], -others["low"], others[by])
    pairs = pd.DataFrame({"figure": figures.index[at >= 0], "other": others.index[at[at >= 0]]})
    return pairs.astype("int64")


def overlapping(figures: pd.DataFrame, others: pd.DataFrame, by: str) -> npt.NDArray[np.bool_]:
    """Tell which figures share a value with one of the others that have the same `by`.

    None does, if as many of the others end before a figure begins as begin before it ends.
    """
    counts = []
    for key, edge, exact in (("high", "low", True), ("low", "high", False)):
        rank = others.sort_values(edge, kind="stable").groupby(by).cumcount()[others.index] + 1
        at = latest_before(figures[key], figures[by], others[edge], others[by], exact=exact)
        counts.append(np.where(at >= 0, np.append(rank.to_numpy(), 0)[at], 0))
    begun, ended = counts
    return np.asarray(begun > ended)


def latest_before(
    keys: pd.Series[Any],
    by: pd.Series[int],
    other_keys: pd.Series[Any],
    other_by: pd.Series[int],
    *,
    exact: bool = False,
) -> npt.NDArray[np.int64]:
    """Return the position of the greatest other key below each key, within the same `by`.

    Parameters
    ----------
    keys, other_keys : Series, shape (n,) and (m,)
        Numbers or days, none missing.
    by, other_by : Series of int, shape (n,) and (m,)
    exact : bool
        Count an equal key as below.

    Returns
    -------
    ndarray of int, shape (n,)
        Position among the others, -1 if there is none.
    """
    # One type for both sides even where one is empty; days become seconds, exact as floats.
    left, right = (
        pd.DataFrame({"key": k.to_numpy().astype("float64"), "by": b.to_numpy().astype("int64")})
        for k, b in ((keys, by), (other_keys, other_by))
    )
    left["at"], right["other"] = range(len(left)), range(len(right))
    found = pd.merge_asof(
        left.sort_values("key", kind="stable"),
        right.sort_values("key", kind="stable"),
        on="key",
        by="by",
        allow_exact_matches=exact,
    )
    return found.sort_values("at")["other"].fillna(-1).to_numpy(dtype="int64")


def join_texts(texts: pd.Series[str], groups: npt.NDArray[np.int64]) -> list[str]:
    """Join the distinct texts of each group in one list, sorted.

    Parameters
    ----------
    texts : Series of str, shape (n,)
    groups : ndarray of int, shape (n,)
        Group of each text, numbered from 0 without gaps.
    """
    found: list[set[str]] = [set() for _ in range(int(groups.max()) + 1)] if len(groups) else []
    for text, group in zip(texts, groups, strict=True):
        found[group].update(split(text))
    return [join(sorted(names)) for names in found]


def organisation(claimants: Iterable[str]) -> list[str]:
    """Return who speaks, without the person in brackets: 'ANAMA (chairman …)' is ANAMA."""
    return [str(claimant).split(" (", 1)[0].strip() for claimant in claimants]
