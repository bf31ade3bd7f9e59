"""Figures over time for the page: those of `geo.claims.over_time`, by line."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.over_time import everywhere
from geo.claims.scopes import UNDEFINED
from geo.maps.rows import Row, to_plain
from geo.model import lists
from geo.model.dataset import Dataset
from geo.model.terms import Subject

SUBJECTS = (
    *(Subject.AREA_CLEARED, Subject.CONTAMINATED_AREA, Subject.EO_FOUND, Subject.CASUALTIES),
)
_FEWEST = 5  # figures of one subject and ground
_SCOPE = ("operator", "ordnance", "outcome", "victims", "scope")


def curves(dataset: Dataset, analysis: Analysis) -> list[Row]:
    """Return the lines of districts, and of other grounds with several figures, over time.

    Parameters
    ----------
    dataset : Dataset
        The state shown; its claims have a clean index 0..N-1.
    analysis : Analysis
        That of its claims.

    Returns
    -------
    list of dict
        See `geo.maps.contract.Curve`; points in the order of time, claims by position.
    """
    if dataset["claims"].empty:
        return []
    at = {claim: i for i, claim in enumerate(dataset["claims"]["claim_id"])}
    table = everywhere(dataset, SUBJECTS, analysis)
    # Of grounds other than districts, those with a course: the rest are in the list of claims.
    of = table["place"].fillna("")
    known = table.groupby([of, "subject"])["line"].transform("size") >= _FEWEST
    table = table[table["district"].notna() | known]
    rows = table.sort_values("line", kind="stable").to_dict("records")
    return [_curve(list(line), at) for _, line in groupby(rows, key=itemgetter("line"))]


def _curve(rows: list[dict[Hashable, Any]], at: dict[str, int]) -> Row:
    first = rows[0]
    line: Row = {name: str(first[name]) for name in ("subject", "kind", "unit", "claimant")}
    place, members, district = (first[name] for name in ("place", "members", "district"))
    line |= {
        "place": "" if pd.isna(place) else str(place),
        "members": [] if members == UNDEFINED else lists.split(members),
        "scope": [str(first[name]) for name in _SCOPE if first[name] and not pd.isna(first[name])],
        "points": [_point(row, at) for row in rows],
    }
    return line if pd.isna(district) else line | {"district": str(district)}


def _point(row: Mapping[Hashable, Any], at: dict[str, int]) -> Row:
    ids = str(row["claim_ids"])
    claims = [at[ids]] if ids in at else [at[c] for c in lists.split(ids) if c in at]
    point: Row = {"claims": claims, "to": str(row["period_to"])}
    named = {"since": "period_from", "low": "low", "high": "high", "ground": "boundary_change"}
    for name, column in named.items():
        value = row[column]
        if not pd.isna(value):
            point[name] = to_plain(value)
    if row["end_earliest"] != row["period_to"]:
        point["reached"] = str(row["end_earliest"])
    if row["contested"]:
        point["contested"] = True
    if row["fell_from"] in at:
        point["fell_from"] = at[str(row["fell_from"])]
    return point
