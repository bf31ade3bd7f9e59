"""Why two claims differ: a dispute, a later figure, a rounding, another scope or measure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.claims.analysis import Analysis, once
from geo.claims.comparison import MEASURE, ground, scope, things
from geo.claims.times import periods
from geo.claims.units import base_unit, convert
from geo.claims.values import intervals
from geo.model.terms import Stance, Term

_OPPOSED = (Stance.DISPUTES, Stance.DENIES, Stance.ALLEGES)
_ROUNDED = 0.01


class Difference(Term):
    """Why claims differ; the first two are disputes."""

    CONTESTED = "contested", "contested by a party", "A claimant contests what another says"
    EXCLUDING = "excluding", "figures that exclude each other", "Of the same thing and period"
    LATER = "later", "of another day or period", "A later figure, or one of another period"
    ROUNDING = "rounding", "rounded", "At most 1 % or one unit of the last digit apart"
    SCOPE = "scope", "another scope", "Other ground, operator, kind or group"
    MEASURE = "measure", "another measure, or no figure", "Other subjects or units"
    REVIEW = "review", "to be looked at", "Nothing here is called an error"

    @property
    def is_dispute(self) -> bool:
        """True if the claims cannot both be right, or a party says so."""
        return self in (Difference.CONTESTED, Difference.EXCLUDING)


def differences(
    claims: pd.DataFrame | Analysis, a: Sequence[int], b: Sequence[int]
) -> list[Difference]:
    """Say for pairs of claims why they differ.

    Parameters
    ----------
    claims : DataFrame or Analysis
        The ``claims`` table, with its derived columns and a clean index 0..N-1.
    a, b : sequence of int
        Index labels of the two claims of each pair.

    Returns
    -------
    list of Difference
        `CONTESTED` if one disputes, denies or alleges; else `MEASURE` if subject or unit differ or
        one has no figure; `SCOPE` if the ground, operator, ordnance, outcome, victims or scope do;
        `LATER` if the period does; `ROUNDING` if the figures as printed allow a common value or lie
        at most 1 % apart; else `EXCLUDING`. The day of an accident's accounts does not matter.
    """
    analysis = Analysis.of(claims)
    claims, spans = analysis.claims, periods(analysis)
    units = claims["unit"], base_unit(claims["unit"])
    figures = intervals(analysis).apply(convert, args=units)
    about = claims.assign(scope=scope(analysis), unit=units[1])[list(MEASURE)].fillna("")
    about = pd.concat([about, spans[["first", "last"]], figures], axis=1)
    about = about.assign(ground=ground(analysis), stance=claims["stance"])
    one, other = (about.loc[list(at)].reset_index(drop=True) for at in (a, b))

    def differ(columns: Sequence[str]) -> pd.Series[bool]:
        left, right = one[list(columns)], other[list(columns)]
        return ((left != right) & ~(left.isna() & right.isna())).any(axis=1)

    opposed = one["stance"].isin(_OPPOSED) | other["stance"].isin(_OPPOSED)
    none = one["low"].isna() | other["low"].isna()
    accident = one["ground"].str.startswith("accident:") & ~differ(["ground"])
    kind = pd.Series(str(Difference.EXCLUDING), index=one.index)
    kind = kind.mask(_near(one, other), str(Difference.ROUNDING))
    kind = kind.mask(differ(["first", "last"]) & ~accident, str(Difference.LATER))
    narrowed = [name for name in MEASURE if name not in ("subject", "unit")]
    kind = kind.mask(differ([*narrowed, "ground"]), str(Difference.SCOPE))
    kind = kind.mask(differ(["subject", "unit"]) | none, str(Difference.MEASURE))
    return [Difference(text) for text in kind.mask(opposed, str(Difference.CONTESTED))]


def _near(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series[bool]:
    """Tell which intervals share a value or lie at most 1 % apart."""
    lows = pd.concat([one["low"], other["low"]], axis=1).max(axis=1)
    highs = pd.concat([one["high"], other["high"]], axis=1).min(axis=1)
    return lows - highs <= _ROUNDED * lows


@once
def contested_claims(analysis: Analysis) -> frozenset[str]:
    """Return ids of claims in a dispute: a party contests one, or another figure excludes it.

    Parameters
    ----------
    analysis : DataFrame or Analysis
        The ``claims`` table, with its derived columns.
    """
    analysis = analysis.numbered()
    claims = analysis.claims
    at = dict(zip(claims["claim_id"], claims.index, strict=True))
    standing = claims.loc[claims["retired"].isna(), "counterclaim_of"]
    target = standing.map(at).dropna().astype("int64")
    pairs = [(a, b) for a, b in zip(target, target.index, strict=True) if a != b]
    kinds = differences(analysis, [a for a, _ in pairs], [b for _, b in pairs])
    ids = claims["claim_id"].to_numpy()
    paired = {
        str(ids[at])
        for pair, kind in zip(pairs, kinds, strict=True)
        if kind.is_dispute
        for at in pair
    }
    figures = things(analysis)
    group = figures.groupby("thing")
    lowest, highest = group["high"].transform("min"), group["low"].transform("max")
    differs = (figures["low"] - lowest > _ROUNDED * figures["low"]) | (
        highest - figures["high"] > _ROUNDED * highest
    )
    return frozenset(paired).union(figures.loc[differs, "claim_id"])
