"""Claims that do not agree, for the page to show side by side."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import pandas as pd

from geo.claims.comparison import comparable, organisation, things
from geo.claims.contradictions import ContradictionRule
from geo.maps.rows import Row, rows
from geo.model.terms import Subject, Term


class DisputeKind(Term):
    """What kind of disagreement it is: each is another matter for the reader."""

    BETWEEN = "between", "between claimants"
    REVISION = "revision", "revisions: one claimant, different figures"
    SUM = "sum", "sums that do not add up"
    REVIEW = "review", "to be looked at: nothing here is called an error"


def disputes(contradictions: pd.DataFrame, claims: pd.DataFrame) -> list[Row]:
    """Turn contradictions into pairs and sets of claims, each once with all its rules.

    Parameters
    ----------
    contradictions : DataFrame
        Result of `geo.claims.contradictions.contradictions`.
    claims : DataFrame
        The claims shown, with a clean index 0..N-1.

    Returns
    -------
    list of dict
        ``kind`` (see `DisputeKind`), ``rules``, ``subject``, ``messages`` (as many as say more than
        the claims do), and either ``a`` and ``b`` (positions of two claims), with ``also`` (those
        that state the same as one of the two, if any), or ``claims`` (positions; a total before its
        parts). Sorted by kind, subject and position of the claims: an order that says nothing
        about who is right.
    """
    at = {claim: i for i, claim in enumerate(claims["claim_id"])}
    body = organisation(claims["claimant"])
    found: dict[tuple[int, ...], Row] = {}
    key: tuple[int, ...]
    for row in rows(contradictions):
        every = tuple(at[c] for c in dict.fromkeys([row["claim_a"], *_listed(row["claims"], at)]))
        pair = "claim_b" in row and row["rule"] != ContradictionRule.RATE
        if pair:
            a, b = at[row["claim_a"]], at[row["claim_b"]]
            kind = DisputeKind.REVISION if body[a] == body[b] else DisputeKind.BETWEEN
            concerned: Row = {"a": a, "b": b}
            key = tuple(sorted((a, b)))
        else:
            kind = DisputeKind.REVIEW if row["rule"] == ContradictionRule.RATE else DisputeKind.SUM
            key = every
            concerned = {"claims": list(key)}
        same = found.setdefault(
            (len(concerned), *key),  # two parts of a total are not a pair
            {"kind": str(kind), "rules": [], "subject": row["subject"], "messages": []} | concerned,
        )
        if also := [i for i in every if pair and i not in key]:
            same["also"] = sorted({*same.get("also", []), *also})
        if row["rule"] not in same["rules"]:
            same["rules"].append(row["rule"])
        if row["rule"] != ContradictionRule.COUNTER:  # of a counter-claim, the pair says it all
            same["messages"].append(row["message"])
    kinds = {str(kind): i for i, kind in enumerate(DisputeKind)}
    subjects = {subject: i for i, subject in enumerate(Subject)}

    def order(item: tuple[tuple[int, ...], Row]) -> tuple[Any, ...]:
        key, dispute = item
        return kinds[dispute["kind"]], subjects[dispute["subject"]], key[1:]

    return [dispute for _, dispute in sorted(found.items(), key=order)]


def _listed(text: str, known: Container[str]) -> list[str]:
    """Return ids of a ';'-joined list, also where an id itself holds a ';'."""
    out, parts = [], text.split(";")
    while parts:
        ends = range(1, len(parts) + 1)
        end = next((n for n in ends if ";".join(parts[:n]) in known), 1)
        out.append(";".join(parts[:end]))
        parts = parts[end:]
    return out


def find_competing(claims: pd.DataFrame) -> list[list[int]]:
    """Return figures of the same thing that are not all alike.

    Parameters
    ----------
    claims : DataFrame
        The claims shown, with a clean index 0..N-1.

    Returns
    -------
    list of list of int
        Positions of the claims of each thing, as `geo.claims.comparison.things` tells them
        apart, where at least two figures or bounds are stated.
    """
    if claims.empty:
        return []
    about = things(comparable(claims))
    stated = about.drop_duplicates(["thing", "stated_low", "stated_high"])
    several = stated.loc[stated["thing"].duplicated(), "thing"]
    groups = about[about["thing"].isin(several)].groupby("thing", sort=False)
    return sorted(sorted(int(i) for i in group.index) for _, group in groups)
