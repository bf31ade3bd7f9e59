"""Dates: in the future, later than their source, standing for 'unknown', or not there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from geo.checks.registry import AREAS, Case, finds
from geo.model.dates import earliest, is_partial_date, latest
from geo.model.findings import join_findings, make_findings
from geo.model.layers import KEYED
from geo.model.schema import Kind
from geo.model.terms import Level, Stance

ACCIDENT_DAYS = 7

# What programs write for 'no date': day 0 of spreadsheets, databases and Unix, and the last day.
_EPOCHS = (
    *("0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1904-01-01"),
    *("1970-01-01", "9999-12-31"),
)

# What has happened when it is reported; periods may reach into the future.
_PAST = {
    "sources": ("published",),
    "claims": ("as_of", "period_start"),
    **dict.fromkeys(AREAS, ("valid_from", "known_from")),
    "events": ("occurred",),
}


@finds(
    "future-date",
    Level.WARNING,
    "A date lies in the future although it is of something that has happened.",
    "Check the year.",
)
def future_date(case: Case) -> pd.DataFrame:
    """Find publications, claims, hazards, releases and events of a day that has not come yet.

    'Today' is the day given to the check. If none is given it is the day the newest source was
    published, so that the same data give the same findings on any day. Plans may speak of the
    future. A month or a year is in the future only if all of it is.
    """
    if case.today is None:
        return join_findings([])
    today = case.today.isoformat()
    out = []
    for name, columns in _PAST.items():
        frame, key = pd.DataFrame(case[name]), KEYED[name].key
        if name == "claims":
            frame = frame[frame["stance"] != Stance.PLANS]
        for column in columns:
            rows = frame[days(frame[column], earliest) > today]
            message = [f"{text} is after {today}" for text in rows[column]]
            out.append(make_findings(name, rows[key], message, column, rows[column]))
    return join_findings(out)


def newest_publication(case: Case) -> date | None:
    """Return the last day on which a source was published; None if no source has a date."""
    published = days(case["sources"]["published"], latest).dropna()
    return date.fromisoformat(published.max()) if len(published) else None


@finds(
    "later-than-source",
    Level.WARNING,
    "A claim is as of a day after its source was published, which cannot be.",
    "Check both dates; if the day is a deadline, it belongs into the period, not into 'as of'.",
)
def later_than_source(case: Case) -> pd.DataFrame:
    """Find claims that are younger than what printed them.

    The first day that 'as of' may mean is compared with the last day on which the source may have
    been published, so months and years count against nobody.
    """
    claims, sources = pd.DataFrame(case["claims"]), case["sources"]
    published = claims["source_id"].map(sources.set_index("source_id")["published"])
    late = days(claims["as_of"], earliest) > days(published, latest)
    message = [
        f"as of {said}, but its source was published {printed}"
        for said, printed in zip(claims.loc[late, "as_of"], published[late], strict=True)
    ]
    return make_findings(
        "claims", claims.loc[late, "claim_id"], message, "as_of", claims.loc[late, "as_of"]
    )


@finds(
    "reported-too-early",
    Level.WARNING,
    "A hazard or a release was reported before it was so.",
    "Check both dates; 'known from' cannot be before 'valid from'.",
)
def reported_too_early(case: Case) -> pd.DataFrame:
    """Find hazardous areas and released land whose report is older than what it reports."""
    out = []
    for name in AREAS:
        frame = pd.DataFrame(case[name])
        rows = frame[frame["known_from"] < frame["valid_from"]]
        message = [
            f"known from {known}, but so from {since}"
            for known, since in zip(rows["known_from"], rows["valid_from"], strict=True)
        ]
        out.append(
            make_findings(name, rows[KEYED[name].key], message, "known_from", rows["known_from"])
        )
    return join_findings(out)


@finds(
    "placeholder-date",
    Level.WARNING,
    "A date is one that programs write where none is known.",
    "Leave unknown dates empty.",
)
def placeholder_date(case: Case) -> pd.DataFrame:
    """Find 1 January 1900, 30 December 1899, 1 January 1970 and their like.

    They are the first (or last) day that a spreadsheet or database can write.
    """
    out = []
    for name, layer in KEYED.items():
        if layer.derived:
            continue
        frame = pd.DataFrame(case[name])
        for column in layer.columns:
            if column.kind in (Kind.DATE, Kind.PARTIAL_DATE) and not column.derived:
                rows = frame[frame[column.name].isin(_EPOCHS)]
                message = rows[column.name] + " stands for an unknown date"
                out.append(
                    make_findings(name, rows[layer.key], message, column.name, rows[column.name])
                )
    return join_findings(out)


@finds(
    "undated-source",
    Level.INFO,
    "A source has no date of publication, so its claims drop out of any view 'as known on'.",
    "Give at least the year, and say in the date note how it was inferred.",
)
def undated_source(case: Case) -> pd.DataFrame:
    """Find sources of which nobody knows since when they said so."""
    frame = case["sources"]
    rows = frame[frame["published"].isna()]
    return make_findings("sources", rows["source_id"], "no date of publication", "published")


@finds(
    "undated-claim",
    Level.INFO,
    "A claim has no date at all, so it drops out of any view 'as on'.",
    "Give the period, or the day it is as of, as exactly as the source allows.",
)
def undated_claim(case: Case) -> pd.DataFrame:
    """Find claims without period and without 'as of'."""
    claims = case["claims"]
    rows = claims[claims[["period_start", "period_end", "as_of"]].isna().all(axis=1)]
    return make_findings("claims", rows["claim_id"], "neither period nor 'as of'", "as_of")


@finds(
    "accident-dates-differ",
    Level.WARNING,
    "Claims about one accident are more than a week apart: perhaps they are two accidents.",
    "Compare the accounts; give them different accident ids if they are of different events.",
)
def accident_dates_differ(case: Case) -> pd.DataFrame:
    """Find accidents whose accounts cannot be of the same week.

    Two accidents under one id count as one, so victims would be lost. A claim that gives only a
    month or a year may mean any day of it.
    """
    claims = case["claims"]
    told = claims[claims["event_id"].notna() & claims["period_start"].notna()]
    spans = pd.DataFrame(
        {
            "event": told["event_id"],
            "first": pd.to_datetime(days(told["period_start"], earliest)),
            "last": pd.to_datetime(days(told["period_start"], latest)),
        }
    )
    each = spans.groupby("event").agg(last=("first", "max"), first=("last", "min"))
    apart = (each["last"] - each["first"]).dt.days
    rows = each[apart > ACCIDENT_DAYS]
    message = [
        f"told of {first:%Y-%m-%d} and of {last:%Y-%m-%d}"
        for first, last in zip(rows["first"], rows["last"], strict=True)
    ]
    return make_findings("accidents", rows.index, message, "occurred")


def days(texts: pd.Series[str], edge: Callable[[str], date]) -> pd.Series[str]:
    """Return first or last days of partial dates as ISO texts; missing where there is no date.

    Parameters
    ----------
    texts : Series of str, shape (n,)
        Partial dates.
    edge : callable
        `geo.model.dates.earliest` or `geo.model.dates.latest`.

    Returns
    -------
    Series of str, shape (n,)
        Same index.
    """
    known = {t: edge(t).isoformat() for t in texts.dropna().unique() if is_partial_date(t)}
    return texts.map(known).astype("str")
