"""Figures of each district and year, as claimed: what the `district_figures` layer holds.

A figure is of a year if its period ends in that year; what is not dated has a row of its own.
Nothing is split over districts or years, nothing is added up but single accidents, and what nobody
states is missing, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from geo.claims.comparison import organisation
from geo.claims.figures import sort_out
from geo.claims.scopes import find_ground
from geo.claims.spans import Span, kinds
from geo.claims.summary import OPERATORS, SHARES
from geo.claims.times import iso, last_days, periods
from geo.claims.units import EXACT, base_unit, convert
from geo.model.layers import DISTRICT_FIGURES
from geo.model.terms import Ordnance, Stance, Subject

ROW = ["district", "year"]
UNDATED = 0  # year of what nobody dates
_MEASURED = ("percent", *{base for base, _ in EXACT.values()})


def claims_by_year(
    claims: pd.DataFrame, sources: pd.DataFrame, districts: pd.DataFrame
) -> pd.DataFrame:
    """Return the claims that count for a year, each with its district and year.

    Parameters
    ----------
    claims, sources, districts : DataFrame
        Tables of the schema.

    Returns
    -------
    DataFrame, shape (claims that are no plans, …)
        As `geo.claims.figures.sort_out`, with ``district`` ('' if the claim is of several, of none,
        or of one that is not in the register), ``year`` (of the last day of its period, or
        `UNDATED`), ``kind`` (see `geo.claims.spans.Span`) and ``spoken``, the newest day that it
        can inform about.
    """
    claims = claims.reset_index(drop=True)
    seen = sort_out(claims, sources, districts)
    by = organisation(claims["claimant"].fillna(""))
    ground = find_ground(seen.assign(written=claims["place"]))
    spans = periods(claims)
    kind = kinds(claims, spans, pd.DataFrame({"by": by, "where": ground["where"]}))
    own = (seen["n_districts"] == 1) & seen["group"].isin(set(districts["district"]))
    said = last_days(claims["as_of"])
    seen = seen.assign(
        district=seen["group"].where(own, ""),
        year=spans["last"].dt.year.fillna(UNDATED).astype("int64"),
        kind=kind,
        spoken=said.where(~(said > spans["last"]), spans["last"]),
    )
    return seen[seen["stance"] != Stance.PLANS]


def figures_by_year(
    counted: pd.DataFrame, accidents: pd.DataFrame, districts: pd.DataFrame
) -> pd.DataFrame:
    """Return what is claimed of each district in each year, and of no single district.

    Parameters
    ----------
    counted : DataFrame
        Result of `claims_by_year`.
    accidents, districts : DataFrame
        The layers; geometry is not needed.

    Returns
    -------
    DataFrame
        Index ``district`` ('' for what belongs to no single one) and ``year``, sorted. Columns are
        those of the `district_figures` layer that are worked out from claims and accidents: each
        figure with ``_low`` and ``_high``, the lowest and highest that is claimed, missing where
        nobody states it or where one of the claims leaves that bound open. Of no single district
        there are counts and accidents only: regions and groups are different grounds.
    """
    known = counted["reason"].isna() & counted["place"].isna() & (counted["district"] != "")
    figures = counted[known]
    cleared = figures[figures["measure"] == Subject.AREA_CLEARED]
    found = figures[figures["measure"] == Subject.EO_FOUND]
    rows = counted.groupby(ROW)
    parts = [
        _in_hectares(cleared),
        _shares(cleared),
        _finds(found),
        _accidents(accidents, set(districts["district"])),
        pd.DataFrame(
            {
                "n_claims": rows.size(),
                "n_sources": rows["source_id"].nunique(),
                "newest": iso(rows["spoken"].max()),
            }
        ),
    ]
    out = pd.concat([part for part in parts if len(part)] or parts[-1:], axis=1).sort_index()
    out = out.reindex(columns=[name for name in DISTRICT_FIGURES.names if name not in ROW])
    out[["n_claims", "n_sources"]] = out[["n_claims", "n_sources"]].fillna(0).astype("int64")
    return out


def newest_year(table: pd.DataFrame) -> int | None:
    """Return the newest year with land cleared in any district; of any figure, if there is none.

    Parameters
    ----------
    table : DataFrame
        Columns of the `district_figures` layer; ``district`` is '' or missing for no single one.
    """
    of_district = table[(table["district"].fillna("") != "") & (table["year"].fillna(UNDATED) > 0)]
    cleared = of_district[["cleared_ha_low", "cleared_ha_high"]].notna().any(axis=1)
    years = of_district.loc[cleared if cleared.any() else slice(None), "year"]
    return int(years.max()) if len(years) else None


def lowest_and_highest(figures: pd.DataFrame, by: Sequence[str], name: str) -> pd.DataFrame:
    """Return the lowest and highest figure of each group; an open bound stays open.

    Parameters
    ----------
    figures : DataFrame
        With ``low`` and ``high``.
    by : sequence of str
        Columns to group by.
    name : str
        Of the figure: the result has ``<name>_low`` and ``<name>_high``.
    """
    group = figures.groupby([*by])
    low = group["low"].min().where(group["low"].count() == group.size())
    high = group["high"].max().where(group["high"].count() == group.size())
    return pd.DataFrame({f"{name}_low": low, f"{name}_high": high})


def _in_hectares(cleared: pd.DataFrame) -> pd.DataFrame:
    """Land cleared in the calendar year, and from a first day on, by all operators."""
    area = cleared[(base_unit(cleared["unit"]) == "m2") & cleared["scope"].isna()]
    # As in the summary of districts: where nobody states operators, figures without one count.
    unstated = bool(cleared["operator"].isna().all())
    area = area[area["operator"].isna() if unstated else area["operator"] == OPERATORS]
    hectares = pd.Series("ha", area.index, dtype="str")
    ends = area[["low", "high"]].apply(convert, args=(area["unit"], hectares))
    area = area.assign(low=ends["low"], high=ends["high"])
    whole = _whole_year(area)
    counted_on = area[area["kind"].isin([Span.CUMULATIVE, Span.OPEN]) & ~whole]
    chosen = _longest(counted_on)
    return pd.concat(
        [
            lowest_and_highest(area[whole], ROW, "cleared_ha"),
            lowest_and_highest(chosen, ROW, "cleared_to_date_ha"),
            _span(chosen, "cleared_to_date"),
        ],
        axis=1,
    )


def _shares(cleared: pd.DataFrame) -> pd.DataFrame:
    """The newest share of the year of the land to be cleared."""
    share = cleared[
        (cleared["unit"] == "percent")
        & (cleared["scope"].isna() | cleared["scope"].isin(SHARES))
        & cleared["reached"].notna()
    ]
    newest = share[share["reached"] == share.groupby(ROW)["reached"].transform("max")]
    return pd.concat(
        [lowest_and_highest(newest, ROW, "cleared_share_pct"), _span(newest, "cleared_share")],
        axis=1,
    )


def _finds(found: pd.DataFrame) -> pd.DataFrame:
    """Ordnance found, by kind, in one period: the calendar year, else the longest that ends in it.

    Other periods do not compare.
    """
    found = found[
        found["ordnance"].notna()
        & (found["ordnance"] != Ordnance.UNSPECIFIED)
        & ~base_unit(found["unit"]).isin(_MEASURED)
        & found["operator"].isna()
        & found["scope"].isna()
    ]
    whole = _whole_year(found)
    has = whole.groupby([found[name] for name in ROW]).transform("any")
    chosen = pd.concat([found[whole], _longest(found[~has])])
    kinds_found = [
        lowest_and_highest(of, ROW, f"found_{kind}") for kind, of in chosen.groupby("ordnance")
    ]
    return pd.concat([*kinds_found, _span(chosen, "found")], axis=1)


def _accidents(accidents: pd.DataFrame, districts: set[str]) -> pd.DataFrame:
    """Single accidents, each once, added up; one in several districts belongs to none of them."""
    own = accidents["districts"].where(accidents["districts"].isin(districts), "")
    year = accidents["occurred"].str[:4].fillna(str(UNDATED)).astype("int64")
    group = accidents.assign(district=own, year=year).groupby(ROW)
    columns = {"n_accidents": group.size()}
    for outcome in ("killed", "injured"):
        for end, bound in (("low", "min"), ("high", "max")):
            columns[f"{outcome}_{end}"] = group[f"{outcome}_{bound}"].sum(min_count=1)
    return pd.DataFrame(columns)


def _whole_year(figures: pd.DataFrame) -> pd.Series[bool]:
    year = figures["year"].astype("str")
    first, last = year + "-01-01", year + "-12-31"
    return (figures["period_from"] == first) & (figures["period_to"] == last)


def _longest(figures: pd.DataFrame) -> pd.DataFrame:
    """Of each row's periods the one that reaches furthest, and of those the one that starts first.

    One without a stated start counts as the longest: nobody says when it began.
    """
    figures = figures[figures["reached"].notna()]
    start = figures["period_from"].fillna("")
    furthest = figures["reached"] == figures.groupby(ROW)["reached"].transform("max")
    figures, start = figures[furthest], start[furthest]
    earliest = start == start.groupby([figures[name] for name in ROW]).transform("min")
    return figures[earliest]


def _span(figures: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the days that the chosen figures of each row are from and to."""
    group = figures.groupby(ROW)
    return pd.DataFrame(
        {f"{name}_from": group["period_from"].min(), f"{name}_to": group["period_to"].max()}
    )
