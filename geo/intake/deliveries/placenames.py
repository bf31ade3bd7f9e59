"""Names of places in deliveries that no district of the dataset is called by."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import pandas as pd

from geo.intake.deliveries.mapping import fold_heading
from geo.intake.readers import RawTable
from geo.model.findings import Finding, rule
from geo.model.lists import split
from geo.model.terms import Level
from geo.model.wording import counted

PLACE_UNKNOWN = rule(
    "place-unknown",
    Level.WARNING,
    "Rows name a place that no district of the dataset is called by, so they stand in none, and "
    "count for none.",
    "Write the name of the district, or add this one to its aliases (import FILE --layer "
    "districts --column aliases=COLUMN). A region or country: --set place_level=region.",
)
_LEAST = 4  # letters of a name that may be part of a longer one


def list_unknown_places(
    names: pd.Series, known: Mapping[str, str], raw: RawTable, column: str
) -> list[Finding]:
    """List names that match no district, each once, with those that may be meant.

    Parameters
    ----------
    names : Series of str, shape (n,)
        As written; lists joined by ';'. Missing where none is given, or it is known.
    known : mapping of str to str
        Name of each district by its folded names.
    raw : RawTable, shape (n, …)
        The delivery as read.
    column : str
        Where the names stand.
    """
    if not known:
        return []
    rows: dict[str, list[int]] = {}
    for at, text in enumerate(names.tolist()):
        for name in split(text):
            if name.strip() and fold_heading(name) not in known:
                rows.setdefault(name.strip(), []).append(at)
    return [
        raw.finding(
            PLACE_UNKNOWN,
            f"{name!r}, {counted(len(at), 'row')}: {_meant(name, known)}",
            at[0],
            column=column,
            value=name,
        )
        for name, at in rows.items()
    ]


def _meant(name: str, known: Mapping[str, str]) -> str:
    plain = fold_heading(name)
    near = get_close_matches(plain, list(known), n=3, cutoff=0.7)
    part = [k for k in known if len(k) >= _LEAST and (plain.startswith(k) or plain.endswith(k))]
    whole = [k for k in known if len(plain) >= _LEAST and k.startswith(plain)]
    found = list(dict.fromkeys(known[k] for k in (*part, *near, *whole)))[:3]
    return f"no such district; {' or '.join(found)}?" if found else "no such district"
