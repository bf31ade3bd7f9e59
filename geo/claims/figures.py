"""Figures claimed of each district, and of each group of districts.

A claim about several districts stays with the group; a claim about a region stays with the
region. Nothing is split, nothing contradictory is added up, and every claim is in exactly one of
`district_figures`, `group_figures` and `list_left_out`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.comparison import (
    AS_SCHEMA,
    CLAIM_COLUMNS,
    codes,
    join_texts,
    scope,
)
from geo.claims.differences import contested_claims
from geo.claims.names import NAME_COLUMNS, DistrictNames
from geo.claims.origins import origins
from geo.claims.times import find_out_of_view, iso, periods
from geo.claims.values import bounds
from geo.model.dataset import of_dataset
from geo.model.dates import Day
from geo.model.footprints import Ground, parse_all
from geo.model.frames import Needed, expect
from geo.model.lists import join, split
from geo.model.terms import PlaceLevel

_WHAT = ["measure", "unit", "operator", "ordnance", "outcome", "victims", "scope"]
_KEY = ["place", "support", "event_id", *_WHAT, "period_from", "period_to", "low", "high"]
_COLUMNS = [*_KEY, "claim_ids", "source_ids", "n_sources", "n_origins", "contested"]


@of_dataset("claims", "sources", "districts")
def district_figures(
    claims: pd.DataFrame | Analysis,
    sources: pd.DataFrame,
    districts: pd.DataFrame,
    *,
    as_on: Day | None = None,
    as_known: Day | None = None,
) -> pd.DataFrame:
    """Return what is claimed of each single district, one row for each different figure.

    Sources that state the same figure of the same thing share a row; that they agree is no
    independent confirmation, since many repeat one origin. Different figures of the same thing
    stay in rows of their own.

    Parameters
    ----------
    claims : DataFrame or Analysis
    sources, districts : DataFrame
        Tables of the schema, or a dataset in place of the three.
    as_on, as_known : date or ISO text, optional
        See `geo.claims.times.find_out_of_view`.

    Returns
    -------
    DataFrame
        Sorted by all columns. ``district``: canonical name, or as written if no district has it.
        ``place``: missing if the figure is of the whole district, else the place in it (place id,
        or the name as written, such as 'Gazakh district (four returned villages)'). ``support``,
        ``event_id``; ``measure`` (the claim's subject), ``unit``, ``operator``, ``ordnance``,
        ``outcome``, ``victims``, ``scope`` (see `geo.claims.comparison.scope`).
        ``period_from``, ``period_to``: ISO days, both inclusive, missing where not stated.
        ``low``, ``high``: as stated; NaN for the missing bound of 'over' and 'up to'.
        ``claim_ids``, ``source_ids``: ';'-joined; ``n_sources``; ``n_origins``: how many of them
        count by themselves (see `geo.claims.origins.origins`). ``contested``: another figure
        excludes this one beyond rounding, or somebody contradicts it expressly.
    """
    analysis = Analysis.of(claims)
    seen = sort_out(analysis, sources, districts, as_on=as_on, as_known=as_known)
    return _figures(analysis, seen, seen["n_districts"] == 1, "district")


def group_figures(
    claims: pd.DataFrame | Analysis,
    sources: pd.DataFrame,
    districts: pd.DataFrame,
    *,
    as_on: Day | None = None,
    as_known: Day | None = None,
) -> pd.DataFrame:
    """Return what is claimed of several districts together, or of a region or country.

    Such a figure is never split over districts.

    Parameters
    ----------
    claims : DataFrame or Analysis
    sources, districts : DataFrame
        Tables of the schema.
    as_on, as_known : date or ISO text, optional
        See `geo.claims.times.find_out_of_view`.

    Returns
    -------
    DataFrame
        As `district_figures`, with ``districts`` (canonical names in alphabetical order,
        ';'-joined; missing for a region or country) instead of ``district``. ``place`` is the
        region or country as written, or places that lie in several districts.
    """
    analysis = Analysis.of(claims)
    seen = sort_out(analysis, sources, districts, as_on=as_on, as_known=as_known)
    return _figures(analysis, seen, seen["n_districts"] != 1, "districts")


def list_left_out(
    claims: pd.DataFrame | Analysis,
    sources: pd.DataFrame,
    districts: pd.DataFrame,
    *,
    as_on: Day | None = None,
    as_known: Day | None = None,
) -> pd.DataFrame:
    """Return the claims that are in no figure, and why.

    Parameters
    ----------
    claims : DataFrame or Analysis
    sources, districts : DataFrame
        Tables of the schema.
    as_on, as_known : date or ISO text, optional
        See `geo.claims.times.find_out_of_view`.

    Returns
    -------
    DataFrame
        ``claim_id``, ``districts`` (canonical, ';'-joined), ``reason``; sorted by claim.
    """
    seen = sort_out(claims, sources, districts, as_on=as_on, as_known=as_known)
    out = seen.loc[seen["reason"].notna(), ["claim_id", "group", "reason"]]
    return out.rename(columns={"group": "districts"}).sort_values("claim_id", ignore_index=True)


def sort_out(
    claims: pd.DataFrame | Analysis,
    sources: pd.DataFrame,
    districts: pd.DataFrame,
    *,
    as_on: Day | None = None,
    as_known: Day | None = None,
) -> pd.DataFrame:
    """Return every claim with its districts, its figure, and why it is not one.

    Parameters
    ----------
    claims : DataFrame or Analysis
    sources, districts : DataFrame
        Tables of the schema.
    as_on, as_known : date or ISO text, optional
        See `geo.claims.times.find_out_of_view`.

    Returns
    -------
    DataFrame, shape (n, …)
        The claims, same index, with ``measure``, ``group`` (canonical districts, ';'-joined),
        ``n_districts``, ``place`` and ``scope`` as in `district_figures`, ``period_from``,
        ``period_to``, ``reached`` (see `periods`), ``low``, ``high``, ``in_view`` and ``reason``,
        which is missing for a figure.

    Raises
    ------
    TableInvalid
        If one is no frame or lacks a column.
    """
    analysis = Analysis.of(claims)
    claims = analysis.claims
    expect_tables(claims, sources, districts)
    names = DistrictNames(districts)
    groups, counts = canonical_groups(claims["districts"], names)
    spans, values = periods(analysis), bounds(analysis)
    unseen = find_out_of_view(analysis, sources, as_on=as_on, as_known=as_known)
    reason = unseen.mask(claims["unit"].isna(), "no unit")
    reason = reason.mask(values.isna().all(axis=1), "no figure")
    reason = reason.mask(claims["withheld"].notna(), "withheld: " + claims["withheld"].fillna(""))
    reason = reason.mask(unseen.notna(), unseen)
    return claims.assign(
        measure=claims["subject"],
        group=groups,
        n_districts=counts,
        place=_place(claims, groups, names),
        scope=scope(analysis),
        period_from=iso(spans["first"]),
        period_to=iso(spans["last"]),
        reached=spans["reached"],
        low=values["low"],
        high=values["high"],
        in_view=unseen.isna(),
        reason=reason,
    )


def expect_tables(
    claims: pd.DataFrame, sources: pd.DataFrame, districts: pd.DataFrame, **other: Needed
) -> None:
    """Raise `TableInvalid` if a table lacks what the figures of claims are made of."""
    expect(
        AS_SCHEMA,
        claims=(claims, (*CLAIM_COLUMNS, "retired")),
        sources=(sources, ("source_id", "published")),
        districts=(districts, NAME_COLUMNS),
        **other,
    )


def canonical_groups(
    texts: pd.Series[str], names: DistrictNames
) -> tuple[pd.Series[str], pd.Series[int]]:
    """Return ';'-joined canonical names in alphabetical order, and how many they are.

    Parameters
    ----------
    texts : Series of str, shape (n,)
        ';'-joined names; a name that no district has, or two have, stays as written.
    names : DistrictNames
        Names of the districts.
    """
    known: dict[str, tuple[str, int]] = {}
    for text in texts.dropna().unique():
        group = sorted({names.canonical(name) or name for name in split(text)})
        known[text] = (join(group), len(group))
    groups = texts.map({text: group for text, (group, _) in known.items()}).astype("str")
    return groups, texts.map({text: n for text, (_, n) in known.items()}).fillna(0).astype("int64")


def _place(claims: pd.DataFrame, groups: pd.Series[str], names: DistrictNames) -> pd.Series[str]:
    """Tell where in its districts a figure belongs: missing if it is of the whole of them."""
    feet = parse_all(claims["footprint_id"])
    level, place = claims["place_level"], claims["place"]
    several = (feet["ground"] == Ground.DISTRICT) & (feet["n"] > 1)
    named = place.isna() | several | (names.canonical_all(place) == groups)
    # A region that a source spells out as a list of districts is that list.
    regional = level.isin([PlaceLevel.REGION, PlaceLevel.COUNTRY]) & several
    whole = ((level == PlaceLevel.DISTRICT) & named) | regional
    located = feet["ground"] == Ground.PLACE
    written = place.mask(located, feet["names"].map(join)).fillna("place not named")
    return written.mask(whole & ~located)


def _figures(
    analysis: Analysis, claims: pd.DataFrame, where: pd.Series[bool], by: str
) -> pd.DataFrame:
    """Collapse equal figures of the same thing to one row with all their claims."""
    disputed = contested_claims(analysis.where(claims["in_view"]))
    seen = claims[where & claims["reason"].isna()]
    seen = seen.assign(**{by: seen["group"]}, origin=origins(analysis)[seen.index])
    key = [by, *_KEY]
    group = codes(seen, key)
    out = seen.groupby(group, sort=True)[key].first() if len(seen) else seen[key]
    sources = join_texts(seen["source_id"], group)
    out = out.assign(
        claim_ids=pd.Series(join_texts(seen["claim_id"], group), index=out.index, dtype="str"),
        source_ids=pd.Series(sources, index=out.index, dtype="str"),
        n_sources=pd.Series([len(split(text)) for text in sources], out.index, "Int64"),
        n_origins=seen["origin"].groupby(group).nunique().reindex(out.index).astype("Int64"),
        contested=pd.Series(
            np.bincount(group, seen["claim_id"].isin(disputed), len(out)) > 0, out.index, "boolean"
        ),
    )
    return out[[by, *_COLUMNS]].sort_values(key, ignore_index=True)
