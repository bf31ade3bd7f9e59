"""Claims that do not agree, for the page to show side by side."""

from __future__ import annotations

import pandas as pd

from geo.combine.contradictions import Rule
from geo.maps.rows import Row, names, rows
from geo.terms import Subject


def disputes(contradictions: pd.DataFrame, claims: pd.DataFrame) -> list[Row]:
    """Turn contradictions into pairs and sets of claims.

    Parameters
    ----------
    contradictions : DataFrame
        Result of `geo.combine.contradictions.contradictions`.
    claims : DataFrame
        The claims shown, with a clean index 0..N-1.

    Returns
    -------
    list of dict
        ``rule``, ``subject``, ``message``, and either ``a`` and ``b`` (positions of two claims)
        or ``claims`` (positions, the total before its parts). Express counter-claims of two
        parties come first: one that differs from its own earlier figure is another matter.
    """
    at = {claim: i for i, claim in enumerate(claims["claim_id"])}
    out = []
    for row in rows(contradictions):
        found: Row = {name: row[name] for name in ("rule", "subject") if name in row}
        if "claim_b" in row:
            found |= {"a": at[row["claim_a"]], "b": at[row["claim_b"]]}
        else:
            found["claims"] = [
                at[c] for c in dict.fromkeys([row["claim_a"], *names(row["claims"])])
            ]
        if row["rule"] != Rule.COUNTER:
            found["message"] = row["message"]  # of a counter-claim, the pair says it all
        out.append(found)
    subjects = {subject: i for i, subject in enumerate(Subject)}
    claimant = claims["claimant"]

    def order(dispute: Row) -> tuple[bool, bool, int]:
        two = "a" in dispute and claimant[dispute["a"]] != claimant[dispute["b"]]
        return not two, dispute["rule"] != Rule.COUNTER, subjects[dispute["subject"]]

    return sorted(out, key=order)
