"""Figures of claims: one number, one unit, within its own bounds, told once."""

from __future__ import annotations

import pandas as pd

from geo.checks.registry import Case, finds
from geo.model.findings import join_findings, make_findings
from geo.model.terms import Level, Stance

_FIGURES = ["quantity", "quantity_min", "quantity_max"]

# What is counted one by one and has no fractions.
COUNTED = ("persons", "mines", "devices", "incidents", "buildings", "maps", "vehicles", "dogs")

_MEASURE = (
    *("source_id", "claimant", "subject", "place", "districts", "period_start", "period_end"),
    *("quantity", "quantity_min", "quantity_max", "unit", "category", "operator", "ordnance"),
    *("outcome", "victims", "scope", "stance", "event_id"),
)


@finds(
    "duplicate-figure",
    Level.ERROR,
    "A source gives the same figure of the same thing and period twice, so it counts twice.",
    "Remove one row, or say what tells them apart: place, category, accident.",
)
def duplicate_figure(case: Case) -> pd.DataFrame:
    """Find figures that occur twice in one source.

    This is the rule against duplicate device rows in a report (same model, same quantity): two
    claims of one source are duplicates if claimant, subject, place, period, category and figure
    are the same, without regard to case. Claims without a period are compared by 'as of'. The
    second and every further claim is listed, with the first one's id.
    """
    claims = pd.DataFrame(case["claims"]).sort_values("claim_id")
    stated = claims[claims[_FIGURES].notna().any(axis=1)]
    keys = stated[list(_MEASURE)].apply(
        lambda column: column.str.casefold() if column.dtype == "str" else column
    )
    undated = stated[["period_start", "period_end"]].isna().all(axis=1)
    keys = keys.assign(as_of=stated["as_of"].where(undated))
    twice = keys.duplicated()
    group = keys.groupby(list(keys.columns), dropna=False, sort=False).ngroup()
    first = stated["claim_id"].groupby(group).transform("first")[twice]
    return make_findings(
        "claims", stated.loc[twice, "claim_id"], "same figure as " + first, "quantity", first
    )


@finds(
    "accident-twice",
    Level.WARNING,
    "Two accidents have the same day, districts and numbers of victims: perhaps they are one.",
    "Compare the accounts; give their claims one accident id if they are of the same event.",
)
def accident_twice(case: Case) -> pd.DataFrame:
    """Find accidents that are probably one accident under two ids.

    Only accidents with a full date and a district are compared. The second and every further one
    is listed, with the first one's id.
    """
    frame = pd.DataFrame(case["accidents"]).sort_values("event_id")
    frame = frame[(frame["occurred"].str.len() == 10) & frame["districts"].notna()]
    keys = ["occurred", "districts", "killed_min", "killed_max", "injured_min", "injured_max"]
    twice = frame.duplicated(keys)
    first = frame.groupby(keys, dropna=False)["event_id"].transform("first")[twice]
    rows = frame[twice]
    return make_findings(
        "accidents", rows["event_id"], "same as " + first, "occurred", rows["occurred"]
    )


@finds(
    "unit-without-number",
    Level.INFO,
    "A claim has a unit but no number, so there is nothing to plot or add up.",
    "Nothing to do if the source gives none; otherwise add the number or a bound.",
)
def unit_without_number(case: Case) -> pd.DataFrame:
    """Find claims whose figure is missing: 'many mines', 'a small part'."""
    claims = case["claims"]
    rows = claims[claims["unit"].notna() & claims[_FIGURES].isna().all(axis=1)]
    return make_findings("claims", rows["claim_id"], "no number of " + rows["unit"], "quantity")


@finds(
    "number-without-unit",
    Level.WARNING,
    "A claim has a number but no unit: hectares, mines and persons never add up.",
    "Give the unit; counts are mines, devices, persons, incidents.",
)
def number_without_unit(case: Case) -> pd.DataFrame:
    """Find figures that nobody knows how to read."""
    claims = case["claims"]
    rows = claims[claims["unit"].isna() & claims[_FIGURES].notna().any(axis=1)]
    figure = [_plain(value) for value in rows[_FIGURES].bfill(axis=1)["quantity"]]
    return make_findings(
        "claims", rows["claim_id"], [f"{n} of what?" for n in figure], "unit", figure
    )


@finds(
    "outside-own-bounds",
    Level.ERROR,
    "A claim's figure lies outside the bounds that the same claim gives for it.",
    "Compare the three numbers with the source.",
)
def outside_own_bounds(case: Case) -> pd.DataFrame:
    """Find figures below their 'at least' or above their 'at most'."""
    claims = case["claims"]
    below = claims["quantity"] < claims["quantity_min"]
    above = claims["quantity"] > claims["quantity_max"]
    out = []
    for bad, bound, word in ((below, "quantity_min", "below"), (above, "quantity_max", "above")):
        rows = claims[bad]
        message = [
            f"{_plain(figure)} is {word} its own bound {_plain(limit)}"
            for figure, limit in zip(rows["quantity"], rows[bound], strict=True)
        ]
        value = [_plain(figure) for figure in rows["quantity"]]
        out.append(make_findings("claims", rows["claim_id"], message, "quantity", value))
    return join_findings(out)


@finds(
    "share-over-100",
    Level.WARNING,
    "A claim gives more than 100 percent.",
    "Check the number and the unit.",
)
def share_over_100(case: Case) -> pd.DataFrame:
    """Find shares that are larger than the whole."""
    claims = case["claims"]
    most = claims[_FIGURES].max(axis=1)
    rows = claims[(claims["unit"] == "percent") & (most > 100)]
    value = [_plain(share) for share in most[rows.index]]
    message = [f"{share} percent" for share in value]
    return make_findings("claims", rows["claim_id"], message, "quantity", value)


@finds(
    "fraction-of-a-thing",
    Level.WARNING,
    "A count has decimals, such as 2.345 mines: probably a thousands mark read as decimal point.",
    "Write 2345, without marks.",
)
def fraction_of_a_thing(case: Case) -> pd.DataFrame:
    """Find counts of persons, mines, devices and other single things that are not whole."""
    claims = case["claims"]
    parts = (claims[_FIGURES] % 1).fillna(0) != 0
    rows = claims[claims["unit"].isin(COUNTED) & parts.any(axis=1)]
    first = claims[_FIGURES].where(parts).bfill(axis=1)["quantity"]
    value = [_plain(count) for count in first[rows.index]]
    message = [f"{count} {unit}" for count, unit in zip(value, rows["unit"], strict=True)]
    return make_findings("claims", rows["claim_id"], message, "quantity", value)


@finds(
    "dispute-without-claim",
    Level.INFO,
    "A claim disputes or denies something that the dataset does not hold, so one side is missing.",
    "Add the claim it contradicts, and name it in 'counters'.",
)
def dispute_without_claim(case: Case) -> pd.DataFrame:
    """Find disputes with only one side, or of a claim with itself."""
    claims = case["claims"]
    against = claims["stance"].isin([Stance.DISPUTES, Stance.DENIES])
    alone = claims[against & claims["counterclaim_of"].isna()]
    itself = claims[claims["counterclaim_of"] == claims["claim_id"]]
    return join_findings(
        [
            make_findings(
                "claims", alone["claim_id"], "contradicts no claim here", "counterclaim_of"
            ),
            make_findings("claims", itself["claim_id"], "contradicts itself", "counterclaim_of"),
        ]
    )


def _plain(figure: float) -> str:
    """Return a number without marks and with no more decimals than it has."""
    return f"{figure:.12g}"
