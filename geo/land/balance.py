"""Ledgers as others state them: what follows from the opening, and what does not."""

from __future__ import annotations

import pandas as pd

from geo.errors import TableInvalid

ADDED = ("new", "revised_up")
TAKEN = ("cancelled", "reduced", "cleared", "revised_down")


def balance(stated: pd.DataFrame) -> pd.DataFrame:
    """Work out the closing of stated ledgers, and ε, by which the stated closing differs.

    closing = opening + new + up-revisions − cancelled − reduced − cleared − down-revisions + ε. A
    positive ε is ground (or a count) that appears from nowhere, a negative one vanishes. It is
    shown, never spread over the other figures.

    Parameters
    ----------
    stated : DataFrame
        `opening` and `closing`, and any of `new`, `revised_up`, `cancelled`, `reduced`, `cleared`,
        `revised_down`: non-negative, in one unit per row. What is missing counts as 0.

    Returns
    -------
    DataFrame
        The same rows with `computed_closing` and `epsilon`. ε is rounded to the decimals of the
        figures it comes from, at most nine.

    Raises
    ------
    TableInvalid
        If `opening` or `closing` is missing, or a figure is negative.
    """
    faults = [f"no column {name!r}" for name in ("opening", "closing") if name not in stated]
    figures = [c for c in ("opening", "closing", *ADDED, *TAKEN) if c in stated]
    faults += [
        f"{name} is {value!r} in row {row}; expected 0 or more"
        for name in figures
        for row, value in stated[name].items()
        if value < 0
    ]
    if not faults:
        faults += [
            f"no {name} in row {row}"
            for name in ("opening", "closing")
            for row in stated.index[stated[name].isna()]
        ]
    if faults:
        raise TableInvalid("stated ledger", faults)
    out = stated.copy()
    out["computed_closing"] = (
        out["opening"]
        + sum(out[c].fillna(0) for c in ADDED if c in out)
        - sum(out[c].fillna(0) for c in TAKEN if c in out)
    ).round(9)
    out["epsilon"] = (out["closing"] - out["computed_closing"]).round(9)
    return out
