"""Claims that do not agree, for the page to show side by side."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.comparison import things
from geo.claims.differences import Difference
from geo.claims.questions import merge
from geo.maps.rows import Row
from geo.model.lists import SEPARATOR, join, split
from geo.model.terms import Subject


def disputes(contradictions: pd.DataFrame, claims: pd.DataFrame) -> list[Row]:
    """Return what `geo.claims.questions.disputes` counts, with the positions of the claims.

    Parameters
    ----------
    contradictions : DataFrame
        Result of `geo.claims.contradictions.contradictions`.
    claims : DataFrame
        The claims shown, with a clean index 0..N-1.

    Returns
    -------
    list of dict
        ``kind`` (see `geo.claims.differences.Difference`), ``dispute`` (whether that is one),
        ``rules``, ``subject``, ``messages`` (as many as say more than the claims do), and either
        ``a`` and ``b`` (positions of two claims), with ``also`` (those that state the same as one
        of the two, if any), or ``claims`` (positions; a total before its parts). Sorted by kind,
        subject and position of the claims: an order that says nothing about who is right.
    """
    at = {claim: i for i, claim in enumerate(claims["claim_id"])}
    found: list[Row] = []
    for row in merge(contradictions).to_dict("records"):
        first = at[row["claim_a"]]
        every = list(dict.fromkeys([first, *(at[c] for c in _listed(row["claims"], at))]))
        concerned: Row = {"claims": every}
        if not pd.isna(row["claim_b"]):
            pair = [first, at[row["claim_b"]]]
            also = sorted(i for i in every if i not in pair)
            concerned = dict(zip("ab", pair, strict=True)) | ({"also": also} if also else {})
        found.append(
            {
                "kind": row["kind"],
                "dispute": bool(row["dispute"]),
                "rules": split(row["rules"]),
                "subject": row["subject"],
                "messages": row["texts"],
            }
            | concerned
        )
    kinds = {str(kind): i for i, kind in enumerate(Difference)}
    subjects = {str(subject): i for i, subject in enumerate(Subject)}

    def order(row: Row) -> tuple[Any, ...]:
        ends = sorted([row["a"], row["b"]]) if "a" in row else row["claims"]
        return kinds[row["kind"]], subjects[row["subject"]], ends

    return sorted(found, key=order)


def _listed(text: str, known: Container[str]) -> list[str]:
    """Return ids of a list, also where an id itself holds what parts them."""
    out, parts = [], text.split(SEPARATOR)
    while parts:
        ends = range(1, len(parts) + 1)
        end = next((n for n in ends if join(parts[:n]) in known), 1)
        out.append(join(parts[:end]))
        parts = parts[end:]
    return out


def find_competing(claims: pd.DataFrame | Analysis) -> list[list[int]]:
    """Return figures of the same thing that are not all alike.

    Parameters
    ----------
    claims : DataFrame or Analysis
        The claims shown, with a clean index 0..N-1.

    Returns
    -------
    list of list of int
        Positions of the claims of each thing, as `geo.claims.comparison.things` tells them
        apart, where at least two figures or bounds are stated.
    """
    about = things(claims)
    if about.empty:
        return []
    stated = about.drop_duplicates(["thing", "stated_low", "stated_high"])
    several = stated.loc[stated["thing"].duplicated(), "thing"]
    groups = about[about["thing"].isin(several)].groupby("thing", sort=False)
    return sorted(sorted(int(i) for i in group.index) for _, group in groups)
