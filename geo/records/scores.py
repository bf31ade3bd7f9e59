"""Measures of records against finds: shares with intervals, circular errors, agreement of types."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geo.geodesy.rings import Floats
from geo.records.matching import Indices

Z95 = 1.959963984540054  # two-sided 95 % of the normal distribution


def wilson(part: int, whole: int) -> tuple[float | None, float | None, float | None]:
    """Return a share with its 95 % interval (Wilson 1927); None where there is no whole.

    Examples
    --------
    >>> [round(value, 4) for value in wilson(25, 100)]
    [0.25, 0.1755, 0.343]
    """
    if whole <= 0:
        return None, None, None
    share, z2 = part / whole, Z95 * Z95
    middle = (share + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z95 / (1 + z2 / whole) * np.sqrt(share * (1 - share) / whole + z2 / (4 * whole**2))
    low = 0.0 if part == 0 else float(middle - half)
    return share, low, 1.0 if part == whole else float(middle + half)


def bootstrap_share(
    part: Indices, whole: Indices, seed: int, draws: int = 999
) -> tuple[float | None, float | None]:
    """Return the 95 % interval of Σpart/Σwhole when units are drawn anew, with replacement.

    Parameters
    ----------
    part, whole : ndarray of int, shape (units,)
        Of each record.
    seed : int
        Of the draws.
    draws : int
        How many.
    """
    if len(whole) < 5 or whole.sum() == 0:
        return None, None
    rng = np.random.default_rng(seed)
    times = rng.multinomial(len(whole), np.full(len(whole), 1 / len(whole)), size=draws)
    parts, wholes = times @ part, times @ whole
    some = wholes > 0
    low, high = np.quantile(parts[some] / wholes[some], [0.025, 0.975])
    return float(low), float(high)


def circular_error(metres: Floats, share: float) -> float | None:
    """Return the radius within which a share of distances lies."""
    return float(np.quantile(metres, share)) if len(metres) else None


def kappa(one: pd.Series, other: pd.Series) -> dict[str, Any]:
    """Return Cohen's κ of two ratings of the same things (Cohen 1960).

    Returns
    -------
    dict
        `pairs` with both ratings, `agree`, `kappa`; None where there is nothing to compare, or only
        one rating was ever given, so that agreement says nothing.
    """
    both = one.notna().to_numpy() & other.notna().to_numpy()
    a, b = (rating[both].astype(str).to_numpy() for rating in (one, other))
    out: dict[str, Any] = {"pairs": len(a), "agree": int((a == b).sum()), "kappa": None}
    if not len(a):
        return out
    names = np.unique(np.concatenate([a, b]))
    expected = sum(float((a == name).mean() * (b == name).mean()) for name in names)
    if expected < 1:
        out["kappa"] = (float((a == b).mean()) - expected) / (1 - expected)
    return out
