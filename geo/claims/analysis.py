"""A table of claims, and what is worked out of it, each thing once.

Series, sums, contradictions, grades and the page ask the same things of the same claims: their
periods, their comparable figures, their origins. An `Analysis` holds the answers. A function marked
with `once` takes a table or an analysis of it, and works out its answer at most once for each
analysis.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numpy as np
import pandas as pd

T = TypeVar("T")


class Analysis:
    """Claims whose periods, figures and disputes are worked out when first asked for, then kept.

    Whoever made one must not change the table afterwards, nor what comes out of it.

    Parameters
    ----------
    claims : DataFrame
        The ``claims`` table, with its derived columns.
    """

    def __init__(self, claims: pd.DataFrame) -> None:
        self.claims = claims
        self._results: dict[Callable[[Analysis], Any], Any] = {}

    @classmethod
    def of(cls, claims: pd.DataFrame | Analysis) -> Analysis:
        """Return the analysis of a table; an analysis as it is."""
        return claims if isinstance(claims, Analysis) else cls(claims)

    def result(self, function: Callable[[Analysis], T]) -> T:
        """Return what a function makes of these claims, worked out at the first call only."""
        if function not in self._results:
            self._results[function] = function(self)
        return cast("T", self._results[function])

    def where(self, seen: pd.Series[bool]) -> Analysis:
        """Return the analysis of some of the claims: the same one if that is all of them."""
        return self if seen.all() else Analysis(self.claims[seen])

    def numbered(self) -> Analysis:
        """Return the analysis with rows numbered 0..N-1: the same one if they are."""
        n = len(self.claims)
        if np.array_equal(self.claims.index, np.arange(n)):
            return self
        return Analysis(self.claims.reset_index(drop=True))


def once(function: Callable[[Analysis], T]) -> Callable[[pd.DataFrame | Analysis], T]:
    """Let a function of an analysis take a table, too, and answer once for each analysis."""

    @wraps(function)
    def call(claims: pd.DataFrame | Analysis, /) -> T:
        return Analysis.of(claims).result(function)

    return call
