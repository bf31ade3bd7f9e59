"""Sites in an order of work, by a score and by outranking, and how far weights decide it.

Two ways, both linear in the weights w (which sum to 1), so that all that is said about weights
holds for both:

*Additive score.* Each criterion is brought to 0…1 between the least and the most of all sites, and
the score is Σ w·u. It can be checked by hand, and lets much of one make up for little of another.

*PROMETHEE II* (Brans, Vincke & Mareschal 1986, 'How to select and how to rank projects: the
PROMETHEE method', European Journal of Operational Research 24, 228–238,
doi:10.1016/0377-2217(86)90044-5). For each pair and criterion a preference P(d) of the difference
d; π(a, b) = Σ w·P; the net flow of a is Σ (π(a, x) − π(x, a)) / (n − 1) over the others x.

*Rank intervals* (SMAA: Lahdelma & Salminen 2001, 'SMAA-2', Operations Research 49, 444–454).
Weights are taken from all that there may be: a grid of them where criteria are few, otherwise drawn
evenly with a stated seed, always with the given weights and each criterion alone. Best and worst
rank are those seen; a drawn interval can be a little too narrow, never too wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import OutOfRange, TableInvalid
from geo.model.frames import expect
from geo.model.lists import join
from geo.ranking.criteria import Criterion, expect_weights

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Way = Literal["additive", "promethee"]

FIRST = 5
_GRID_AT_MOST = 20_000
_AT_ONCE = 4_000_000  # scores
_SAME = 1e-12  # scores closer than this are equal but for rounding


@dataclass(frozen=True)
class Order:
    """An order of work.

    Attributes
    ----------
    table : DataFrame
        One row per site, in order of `rank`: the key, the criteria, `assessed`, `missing` (criteria
        without a value, joined by ';'); and where all that weigh have one, for each way `score`
        and `rank` (1 is first; equal scores share one), `rank_best` and `rank_worst` over all
        weights, and `first_share`: for how many of the weights it is among the first five.
    flips : DataFrame
        For each way and criterion the nearest weights, down and up, at which another site comes
        among the first five: `way`, `criterion`, `weight`, `flips_at`, `leaves`, `enters`. The
        other weights keep their ratios. Where nothing flips, `flips_at` is missing.
    weights : int
        How many sets of weights were looked at.
    exhaustive : bool
        True for a grid of all weights, False for a sample.
    seed : int
    """

    table: pd.DataFrame
    flips: pd.DataFrame
    weights: int
    exhaustive: bool
    seed: int


def order(
    sites: pd.DataFrame,
    criteria: Sequence[Criterion],
    *,
    key: str = "hazard_id",
    samples: int = 10_000,
    seed: int = 0,
) -> Order:
    """Put sites in an order of work.

    Parameters
    ----------
    sites : DataFrame
        A row each, with column `key` and one for each criterion; missing where not assessed.
    criteria : sequence of Criterion
    key : str
    samples : int
        Sets of weights to draw where a grid would be too large.
    seed : int
        Of the draw.

    Returns
    -------
    Order
        A site that lacks a criterion that weighs anything has no rank: it comes last in the table,
        not in the order of work.

    Raises
    ------
    TableInvalid
        If a column is missing or a value infinite, or a criterion is given twice.
    OutOfRange
        If no criterion weighs anything.
    """
    names = [one.name for one in criteria]
    expect("Each criterion needs a column.", sites=(sites, (key, *names)))
    if len(set(names)) < len(names):
        raise TableInvalid(
            "criteria", [f"{n} is given twice" for n in set(names) if names.count(n) > 1]
        )
    expect_weights(criteria)
    if not 1 <= samples <= 1_000_000:
        raise OutOfRange(f"{samples} samples", "Expected 1 to 1,000,000.")
    used = [one for one in criteria if one.weight > 0]
    values = sites[names].apply(pd.to_numeric, errors="coerce").astype(np.float64)
    if np.isinf(values.to_numpy()).any():
        raise TableInvalid("sites", ["an infinite value"], "Leave out what is not known.")
    absent = values.isna()
    assessed = ~absent[[one.name for one in used]].any(axis=1).to_numpy()
    table = sites[[key, *names]].reset_index(drop=True)
    table["assessed"] = assessed
    table["missing"] = [join(np.array(names)[row]) for row in absent.to_numpy()]
    given = values[[one.name for one in used]].to_numpy()[assessed]
    weight = np.array([one.weight for one in used])
    weight = weight / weight.sum()
    grid = _grid(len(used), samples)
    weights = np.vstack([weight, np.eye(len(used)), _weights(len(used), grid, samples, seed)])
    where = np.flatnonzero(assessed)
    flips = []
    for way, parts in (("additive", utilities(given, used)), ("promethee", net_flows(given, used))):
        score = parts @ weight
        best, worst, first = intervals(parts, weights)
        for name, column in (
            ("score", score), ("rank", ranks(score)[0]), ("rank_best", best),
            ("rank_worst", worst), ("first_share", first),
        ):  # fmt: skip
            filled = np.full(len(table), np.nan)
            filled[where] = column
            whole = name not in ("score", "first_share")
            table[f"{way}_{name}"] = pd.array(filled, dtype="Int64") if whole else filled
        flips += list(_flips(way, parts, weight, used, table[key].to_numpy()[where]))
    table = table.sort_values(
        ["assessed", "additive_rank", "promethee_rank", key], ascending=[False, True, True, True]
    ).reset_index(drop=True)
    columns = ["way", "criterion", "weight", "flips_at", "leaves", "enters"]
    return Order(table, pd.DataFrame(flips, columns=columns), len(weights), grid is not None, seed)


def utilities(values: Floats, criteria: Sequence[Criterion]) -> Floats:
    """Bring each criterion to 0…1 between the least and the most of all sites, 1 going first.

    Parameters
    ----------
    values : ndarray of float, shape (n, k)
    criteria : sequence of Criterion, of length k

    Returns
    -------
    ndarray of float, shape (n, k)
        0.5 where all sites are alike.
    """
    if not len(values):
        return np.zeros(values.shape)
    low, high = values.min(axis=0), values.max(axis=0)
    span = high - low
    share = np.divide(values - low, span, out=np.full(values.shape, 0.5), where=span > 0)
    more = np.array([one.first == "more" for one in criteria])
    out: Floats = np.where(more, share, 1 - share)
    return out


def net_flows(values: Floats, criteria: Sequence[Criterion]) -> Floats:
    """Return the net flow of each site by each criterion alone; weighted, they sum to PROMETHEE II.

    Parameters
    ----------
    values : ndarray of float, shape (n, k)
    criteria : sequence of Criterion, of length k

    Returns
    -------
    ndarray of float, shape (n, k)
        −1…1; each column sums to 0.
    """
    n = len(values)
    out = np.zeros(values.shape)
    step = max(_AT_ONCE // max(n, 1), 1)
    for j, one in enumerate(criteria):
        column = values[:, j] if one.first == "more" else -values[:, j]
        for begin in range(0, n, step):
            apart = column[begin : begin + step, None] - column
            out[begin : begin + step, j] = (preference(apart, one) - preference(-apart, one)).sum(1)
    return out / max(n - 1, 1)


def preference(apart: Floats, criterion: Criterion) -> Floats:
    """Return the preference P(d) for differences d, 0…1 (Brans, Vincke & Mareschal 1986)."""
    q, p = criterion.indifference, criterion.strict
    match criterion.preference:
        case "usual":
            out = apart > 0
        case "u-shape":
            out = apart > q
        case "v-shape":
            out = np.clip(apart / p, 0, 1)
        case "level":
            out = np.where(apart > p, 1.0, np.where(apart > q, 0.5, 0.0))
        case "linear":
            out = np.clip((apart - q) / (p - q), 0, 1)
        case "gaussian":
            out = np.where(apart > 0, 1 - np.exp(-(apart**2) / (2 * p * p)), 0.0)
    return np.asarray(out, dtype=np.float64)


def ranks(scores: Floats) -> tuple[Integers, Integers]:
    """Return the best and the worst rank of each score, 1 for the highest; equal ones share."""
    ordered = np.sort(scores)
    better = len(scores) - np.searchsorted(ordered, scores + _SAME, side="right")
    not_worse = len(scores) - np.searchsorted(ordered, scores - _SAME, side="left")
    return (better + 1).astype(np.int64), not_worse.astype(np.int64)


def intervals(parts: Floats, weights: Floats) -> tuple[Integers, Integers, Floats]:
    """Return best and worst rank over some weights, and for how many a site is among the first.

    Parameters
    ----------
    parts : ndarray of float, shape (n, k)
        Of `utilities` or `net_flows`.
    weights : ndarray of float, shape (m, k)

    Returns
    -------
    best, worst : ndarray of int, shape (n,)
    first : ndarray of float, shape (n,)
        Share of the weights.
    """
    n = len(parts)
    best, worst = np.full(n, n, np.int64), np.ones(n, np.int64)
    first = np.zeros(n)
    for weight in weights:
        high, low = ranks(parts @ weight)
        np.minimum(best, high, out=best)
        np.maximum(worst, low, out=worst)
        first += high <= FIRST
    return best, worst, first / max(len(weights), 1)


def grid_weights(k: int, steps: int) -> Floats:
    """Return all weights of k criteria that are multiples of 1/steps and sum to 1."""
    bars = np.array(list(combinations(range(steps + k - 1), k - 1)), dtype=np.int64)
    edges = np.hstack([
        np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), steps + k - 1)
    ])  # fmt: skip
    return (np.diff(edges, axis=1) - 1) / steps


def _grid(k: int, samples: int) -> int | None:
    """Return how fine a grid of weights can be, or None if a sample says more."""
    most = max(samples, 1000)
    fits = [s for s in (100, 50, 40, 20) if comb(s + k - 1, k - 1) <= min(most, _GRID_AT_MOST)]
    return fits[0] if fits else None


def _weights(k: int, grid: int | None, samples: int, seed: int) -> Floats:
    if grid is not None:
        return grid_weights(k, grid)
    return np.random.default_rng(seed).dirichlet(np.ones(k), samples)


def _flips(
    way: str,
    parts: Floats,
    weight: Floats,
    criteria: Sequence[Criterion],
    keys: npt.NDArray[np.object_],
) -> Iterator[tuple[str, str, float, float | None, object, object]]:
    """Give the nearest weights of each criterion at which another site comes among the first."""
    score = parts @ weight
    first = np.argsort(-score, kind="stable")[:FIRST]
    others = np.setdiff1d(np.arange(len(score)), first)
    for j, one in enumerate(criteria):
        now = float(weight[j])
        if len(others) and now < 1:
            # With its weight t, a score is (1 − t)·rest + t·own.
            rest = (score - now * parts[:, j]) / (1 - now)
            lead = rest[first][:, None] - rest[others]
            slope = parts[first, j][:, None] - parts[others, j] - lead
            with np.errstate(divide="ignore", invalid="ignore"):
                at = np.where(np.abs(slope) > _SAME, -lead / slope, np.nan)
        else:
            at = np.zeros((0, 0))
        for side in (at < now - _SAME, at > now + _SAME):
            some = side & (at >= 0) & (at <= 1)
            if not some.any():
                yield way, one.name, now, None, None, None
                continue
            away = np.where(some, np.abs(at - now), np.inf)
            leaves, enters = np.unravel_index(int(away.argmin()), away.shape)
            found = float(at[leaves, enters])
            yield way, one.name, now, found, keys[first[leaves]], keys[others[enters]]
