"""Where a figure comes from: what many papers print of one statement has one origin."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo.claims.analysis import Analysis, once
from geo.claims.comparison import MEASURE, codes, ground, organisation, scope
from geo.claims.times import periods
from geo.claims.units import base_unit, convert
from geo.claims.values import bounds
from geo.model.terms import Stance


@once
def origins(analysis: Analysis) -> pd.Series[int]:
    """Number claims by their origin: a reprint has the number of what it reprints.

    Claims have one origin if one organisation states one figure, the same to the letter apart from
    its unit, of the same measure, ground and period. A reprint is no second witness and no second
    dispute. That another organisation states the same figure is not a reprint: it may have
    counted itself, or not; nothing here says so. A claim without a figure, or without a claimant,
    is an origin of its own.

    Who copies an error has the error's origin: sources that print the same misprint, a figure
    withheld from use, have one origin for every figure that they share, whoever they say it is of.

    Parameters
    ----------
    analysis : DataFrame or Analysis, shape (n, …)
        The ``claims`` table, with its derived columns.

    Returns
    -------
    Series of int, shape (n,)
        Same index; numbered in the order of the rows.
    """
    claims = analysis.claims
    units = claims["unit"], base_unit(claims["unit"])
    said = claims.assign(
        scope=scope(analysis),
        unit=units[1],
        ground=ground(analysis),
        by=organisation(claims["claimant"].fillna("")),
        # That it differs from another is the compiler's remark, not the claimant's.
        stance=claims["stance"].replace(Stance.DIFFERS, Stance.ASSERTS),
        **periods(analysis)[["first", "last"]],
        **bounds(analysis).apply(convert, args=units),
    )
    alone = said[["low", "high"]].isna().all(axis=1) | (said["by"] == "") | said["unit"].isna()
    said["own"] = said["claim_id"].where(alone, "")
    keys = [*MEASURE, "ground", "by", "first", "last", "low", "high", "stance", "own"]
    said["code"] = codes(said, keys)
    what = [*MEASURE, "ground", "first", "last", "low", "high", "own"]
    said["figure"] = codes(said, what)
    # Sources that share a misprint are one; claims with one figure in such sources are one.
    misprints = said[claims["withheld"].notna() & (said["own"] == "")]
    copies = _joined(misprints["source_id"], misprints["figure"])
    of = said["source_id"].map(copies)
    copied = said[of.notna()].assign(of=of)
    first = copied.groupby(["of", "figure"])["code"].transform("min")
    together = _joined(copied["code"], first)
    return pd.Series(
        codes(said.assign(code=said["code"].replace(together)), ["code"]), claims.index
    )


def _joined(members: pd.Series[Any], groups: pd.Series[Any]) -> dict[Any, Any]:
    """Return for each member that shares a group with another the first of all it is joined to."""
    head: dict[Any, Any] = {}

    def find(member: Any) -> Any:
        while head.get(member, member) != member:
            member = head[member]
        return member

    for _, group in members.groupby(groups):
        several = sorted(set(group))
        for member in several[1:]:
            one, other = find(several[0]), find(member)
            head[max(one, other)] = min(one, other)
            head.setdefault(min(one, other), min(one, other))
    return {member: find(member) for member in head}
