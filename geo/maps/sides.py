"""Who speaks on the page, counted by side, and where a side says nothing."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.claims.parties import balance, silent_sides
from geo.maps.rows import rows
from geo.model.dataset import Dataset
from geo.model.lists import split


def sides(dataset: Dataset, claims: pd.DataFrame) -> dict[str, Any]:
    """Count claims by side and sources by origin, for the page to show.

    Parameters
    ----------
    dataset : Dataset
        All layers.
    claims : DataFrame
        The claims shown.

    Returns
    -------
    dict
        ``counts``: by district name, '' for all, then by 'claimant', 'publisher' and 'origin',
        pairs of what and how many, the most first; None for what nobody recorded. ``silent``: of
        each side that says nothing of some districts, ``party``, ``n``, ``of`` and ``districts``.
        Both empty where the dataset records no sides.
    """
    counted = balance(claims, dataset["sources"], dataset["claimants"], dataset["districts"])
    counts: dict[str, dict[str, list[list[Any]]]] = {}
    for district, by, value, n in counted.itertuples(index=False):
        pair = [value if isinstance(value, str) else None, int(n)]
        counts.setdefault(district, {}).setdefault(by, []).append(pair)
    return {
        "counts": counts,
        "silent": [
            {**row, "districts": split(row["districts"])} for row in rows(silent_sides(counted))
        ],
    }
