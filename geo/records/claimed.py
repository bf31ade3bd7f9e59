"""Meanings of a claimed percentage: which definition and tolerance give it, if any.

"25 percent accurate" names no measure, tolerance, datum or denominator. Here are all measures that
were worked out, each beside the claimed figure, and the claims that speak of something else. None
of them is picked as the one that was meant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from geo.errors import OutOfRange, UnknownName
from geo.model.terms import Subject
from geo.records.scores import wilson

NEAR = 0.025  # a figure in whole or half tens of percent is not more exact
ABOUT = (Subject.RECORD_ACCURACY, Subject.MINES_MAPPED, Subject.MAP_HANDOVER)
_OTHERS = {
    Subject.MINES_MAPPED: "mines on the maps",
    Subject.MAP_HANDOVER: "what was handed over",
}
_MEASURES = {
    "precision": "recorded items matched by a find, of recorded items on searched ground",
    "matched, of all recorded": "recorded items matched by a find, of all recorded items, those "
    "on ground that nobody searched too",
    "recall": "finds matched by a recorded item, of finds on searched ground",
    "covered": "finds within an outline grown by the tolerance",
    "accidents covered": "accidents within an outline grown by the tolerance",
    "searched ground within outlines": "area within outlines grown by the tolerance, of searched "
    "ground",
    "items on searched ground": "recorded items on searched ground, of all recorded items",
    "records found": "records of which at least half of the items were matched, of records with "
    "items on searched ground",
}


def meanings(
    results: Mapping[str, Any],
    percent: float,
    *,
    claims: pd.DataFrame | None = None,
    claim_id: str | None = None,
) -> dict[str, Any]:
    """Compare a claimed percentage with every measure of a set of records.

    Parameters
    ----------
    results : mapping
        Of `geo.records.accuracy.record_accuracy`.
    percent : float
        0 to 100.
    claims : DataFrame, optional
        The layer of claims, for what others say.
    claim_id : str, optional
        The claim that states the percentage.

    Returns
    -------
    dict
        `percent`; `claim` (who says it, and how); `measures`, each with `measure`, `means`,
        `tolerance_m`, `datum` ("as drawn" or "after the offset"), `value`, `low`, `high`, `gives`
        (the claimed figure lies in its interval, or within 2.5 points of it); `gives_it`, how many
        do; `other_claims` about the records.

    Raises
    ------
    OutOfRange
        If the percentage is none.
    UnknownName
        If there is no claim of that id.
    """
    if not 0 <= percent <= 100:
        raise OutOfRange(f"claimed {percent:g} %", "Expected a percentage, 0 to 100.")
    measures = [_compared(row, percent / 100) for row in _measured(results)]
    out: dict[str, Any] = {
        "percent": percent,
        "claim": None,
        "measures": measures,
        "gives_it": sum(row["gives"] for row in measures),
        "other_claims": [],
    }
    if claims is not None:
        if claim_id is not None and claim_id not in set(claims["claim_id"]):
            raise UnknownName("claim", claim_id, claims["claim_id"].tolist())
        about = claims[claims["subject"].isin([str(one) for one in ABOUT])]
        told = [_told(row) for row in about.sort_values("claim_id").to_dict("records")]
        own = claims[claims["claim_id"] == claim_id]
        out["claim"] = _told(own.to_dict("records")[0]) if len(own) else None
        out["other_claims"] = [row for row in told if row["claim_id"] != claim_id]
    return out


def _measured(results: Mapping[str, Any]) -> list[dict[str, Any]]:
    out = []
    for rows, datum in (("tolerances", "as drawn"), ("after_offset", "after the offset")):
        if rows == "after_offset" and results["offset"]["east_m"] is None:
            continue
        for row in results[rows]:
            out += [
                _measure(name, row["tolerance_m"], datum, row[name], row[f"{name}_low"],
                         row[f"{name}_high"])
                for name in ("precision", "recall")
            ]  # fmt: skip
            if everywhere := row["items"] + results["items_outside_searched"]:
                share = wilson(row["matched"], everywhere)
                out.append(_measure("matched, of all recorded", row["tolerance_m"], datum, *share))
    for row in results["covered"]:
        for name, key in (
            ("covered", "share"),
            ("accidents covered", "accidents_share"),
            ("searched ground within outlines", "ground_share"),
        ):
            out.append(_measure(name, row["tolerance_m"], "as drawn", row[key], None, None))
    scored = [row for row in results["accountability"] if row["recorded"]]
    inside = sum(row["recorded"] for row in scored)
    everywhere = inside + results["items_outside_searched"]
    if everywhere:
        out.append(
            _measure("items on searched ground", None, "as drawn", inside / everywhere, None, None)
        )
    if scored:
        half = sum(row["found"] * 2 >= row["recorded"] for row in scored) / len(scored)
        step = results["deciding_tolerance_m"]
        out.append(_measure("records found", step, "as drawn", half, None, None))
    return [row for row in out if row["value"] is not None]


def _measure(  # noqa: PLR0917
    name: str,
    tolerance: float | None,
    datum: str,
    value: float | None,
    low: float | None,
    high: float | None,
) -> dict[str, Any]:
    return {"measure": name, "means": _MEASURES[name], "tolerance_m": tolerance, "datum": datum,
            "value": value, "low": low, "high": high}  # fmt: skip


def _compared(row: dict[str, Any], share: float) -> dict[str, Any]:
    inside = row["low"] is not None and row["low"] <= share <= row["high"]
    return row | {"gives": bool(inside or abs(row["value"] - share) <= NEAR)}


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a claim in a few words, and which measure it states."""
    kept = ("claim_id", "claimant", "subject", "place", "as_of", "quantity", "quantity_min",
            "quantity_max", "unit", "category", "stance", "paraphrase", "source_id")  # fmt: skip
    out: dict[str, Any] = {name: None if pd.isna(row.get(name)) else row.get(name) for name in kept}
    figure = any(out[name] is not None for name in ("quantity", "quantity_min", "quantity_max"))
    accuracy = out["subject"] == Subject.RECORD_ACCURACY
    out["another_measure"] = not accuracy
    if not accuracy:
        out["states"] = "another measure: " + (
            f"{_OTHERS[Subject(out['subject'])]}, in {out['unit']}"
            if figure
            else f"{_OTHERS[Subject(out['subject'])]}, without a figure"
        )
    elif figure:
        out["states"] = f"accuracy in {out['unit']}, of what and within how many metres is not said"
    else:
        out["states"] = "accuracy in words, without a figure"
    return out
