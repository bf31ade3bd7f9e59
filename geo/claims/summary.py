"""One row for each district: what is claimed, by whom, how old it is, and whether it is contested.

No figure is no figure: a district without claims has counts of 0 and figures that are missing,
never 0 ha. Figures that differ are given as lowest and highest, with all their claims.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from pandas.api.typing import DataFrameGroupBy

from geo.claims.analysis import Analysis
from geo.claims.differences import contested_claims
from geo.claims.figures import expect_tables, sort_out
from geo.claims.times import iso, last_days, periods
from geo.claims.units import base_unit, convert
from geo.model.dataset import of_dataset
from geo.model.dates import Day, day
from geo.model.layers import DELIVERED_EVENT
from geo.model.lists import join, split_all
from geo.model.terms import Ordnance, Stance, Subject

_ACCIDENTS = (
    *("event_id", "occurred", "districts"),
    *("killed_min", "killed_max", "injured_min", "injured_max"),
)
OPERATORS = "all operators"
# Denominators under which shares compare: none stated, or the land that is to be cleared.
SHARES = ("share of the area to be cleared",)
_TOTALS = (Ordnance.ALL, Ordnance.UNSPECIFIED)
_FEWEST_DISTRICTS = 2


@of_dataset("claims", "sources", "districts", "accidents")
def district_summary(
    claims: pd.DataFrame | Analysis,
    sources: pd.DataFrame,
    districts: pd.DataFrame,
    accidents: pd.DataFrame,
    *,
    as_on: Day | None = None,
    as_known: Day | None = None,
) -> pd.DataFrame:
    """Sum up what is claimed of each district.

    Parameters
    ----------
    claims : DataFrame or Analysis
    sources, districts, accidents : DataFrame
        Tables of the schema, or a dataset in place of the four. The ranges of single accidents are
        those of the ``accidents`` layer; to see them as known on an earlier day, build it from the
        claims known then.
    as_on, as_known : date or ISO text, optional
        See `geo.claims.times.find_out_of_view`.

    Returns
    -------
    DataFrame, shape (number of districts, …)
        Index ``district``, in the order of `districts`, every one of them.

        ``n_claims``, ``n_sources`` — of claims that name this district only; ``n_group_claims``
        name it among others; ``n_withheld`` of both have a figure that must not be used.
        ``newest`` — ISO day of the newest information, plans left out; ``age_days`` — how long
        before `as_on`, or before the newest day in the data. ``contested`` — one of its own claims
        is.

        ``n_accidents`` and ``killed_low``, ``killed_high``, ``injured_low``, ``injured_high`` —
        single accidents in this district only, added up; not comparable with claimed totals.

        ``cleared_ha_<year>`` and ``…_low``, ``…_high``, ``…_claims`` — land claimed cleared by all
        operators in a calendar year, in hectares, for years with it for two districts or more.
        Where no claim of cleared land states an operator, ``cleared_ha_unstated_<year>`` takes its
        place: whose work it was is not known, so it is not called that of all.
        ``cleared_share_pct`` and ``…_low``, ``…_high``, ``…_claims``, ``…_from``, ``…_to`` — newest
        claimed share of the land to be cleared (not of the district). ``eo_<ordnance>`` and
        ``…_low``, ``…_high``; ``eo_from``, ``eo_to``, ``eo_claims`` — ordnance found by kind, in
        the newest period for which the district has any kind; other periods do not compare.

        The plain column has the figure if all claims agree and is missing if they do not; ``low``
        and ``high`` are the lowest and highest claimed, missing if a bound is open.

    Raises
    ------
    TableInvalid
        If one is no frame or lacks a column.
    InvalidDate
        If a day is none, or only a partial date.
    """
    analysis = Analysis.of(claims)
    expect_tables(analysis.claims, sources, districts, accidents=(accidents, _ACCIDENTS))
    names = pd.Index(districts["district"], name="district")
    analysis = analysis.numbered()
    seen = sort_out(analysis, sources, districts, as_on=as_on, as_known=as_known)
    whole = seen[seen["reason"].isna() & (seen["n_districts"] == 1) & seen["place"].isna()]
    whole = whole.rename(columns={"group": "district"})
    analysis, seen = analysis.where(seen["in_view"]), seen[seen["in_view"]]
    parts = [
        _counts(analysis, seen, names, as_on),
        _accidents(accidents, seen, names, as_on, as_known),
        _cleared(whole, names),
        _share(whole, names),
        _ordnance(whole, names),
    ]
    return pd.concat(parts, axis=1)


def _counts(
    analysis: Analysis, seen: pd.DataFrame, names: pd.Index[str], as_on: Day | None
) -> pd.DataFrame:
    single = seen[seen["n_districts"] == 1]
    several = seen[seen["n_districts"] > 1]
    spans = periods(analysis)
    every = seen.assign(district=split_all(seen["group"])).explode("district")
    said = last_days(seen["as_of"]).where(seen["stance"] != Stance.PLANS)
    # Information is no newer than the time it speaks of, nor than when it was said.
    spoken = said.where(~(said > spans["last"]), spans["last"])
    newest = every.assign(day=spoken).groupby("district")["day"].max().reindex(names)
    reference = pd.Timestamp(day(as_on)) if as_on is not None else said.max()
    disputed = single[single["claim_id"].isin(contested_claims(analysis))]["group"]
    counts = {
        "n_claims": single["group"].value_counts(),
        "n_sources": single.groupby("group")["source_id"].nunique(),
        "n_group_claims": split_all(several["group"]).explode().value_counts(),
        "n_withheld": every[every["withheld"].notna()]["district"].value_counts(),
    }
    out = pd.DataFrame({name: n.reindex(names, fill_value=0) for name, n in counts.items()})
    out = out.astype("Int64")
    out["newest"] = iso(newest)
    out["age_days"] = (reference - newest).dt.days.astype("Int64")
    out["contested"] = pd.Series(names.isin(disputed), names, dtype="boolean")
    return out


def _accidents(
    accidents: pd.DataFrame,
    seen: pd.DataFrame,
    names: pd.Index[str],
    as_on: Day | None,
    as_known: Day | None,
) -> pd.DataFrame:
    shown = accidents["event_id"].isin(seen["event_id"].dropna())
    if as_known is None:  # since when those are known that an office delivered is not in the layer
        shown |= accidents["event_id"].str.startswith(DELIVERED_EVENT)
    known = accidents[shown]
    if as_on is not None:
        known = known[last_days(known["occurred"]) <= pd.Timestamp(day(as_on))]
    group = known.groupby("districts")
    columns = {"n_accidents": group.size().reindex(names, fill_value=0)}
    for outcome in ("killed", "injured"):
        for end, bound in (("low", "min"), ("high", "max")):
            sums = group[f"{outcome}_{bound}"].sum(min_count=1)
            columns[f"{outcome}_{end}"] = sums.reindex(names)
    return pd.DataFrame(columns, index=names).astype("Int64")


def _cleared(whole: pd.DataFrame, names: pd.Index[str]) -> pd.DataFrame:
    area = whole[
        (whole["measure"] == Subject.AREA_CLEARED)
        & (base_unit(whole["unit"]) == "m2")
        & whole["scope"].isna()
    ]
    unstated = bool(whole.loc[whole["measure"] == Subject.AREA_CLEARED, "operator"].isna().all())
    area = area[area["operator"].isna() if unstated else area["operator"] == OPERATORS]
    prefix = "cleared_ha_unstated" if unstated else "cleared_ha"
    year = area["period_from"].str[:4]
    whole_year = (area["period_from"] == year + "-01-01") & (area["period_to"] == year + "-12-31")
    area = area[whole_year].copy()
    years = area["period_from"].str[:4]
    hectares = pd.Series("ha", area.index, dtype="str")
    area[["low", "high"]] = area[["low", "high"]].apply(convert, args=(area["unit"], hectares))
    out = [pd.DataFrame(index=names)]
    for when, figures in area.groupby(years):
        if figures["district"].nunique() >= _FEWEST_DISTRICTS:
            out.append(_ranges(figures, f"{prefix}_{when}", names))
    return pd.concat(out, axis=1)


def _share(whole: pd.DataFrame, names: pd.Index[str]) -> pd.DataFrame:
    share = whole[
        (whole["measure"] == Subject.AREA_CLEARED)
        & (whole["unit"] == "percent")
        & (whole["scope"].isna() | whole["scope"].isin(SHARES))
        & whole["reached"].notna()
    ]
    newest = share[share["reached"] == share.groupby("district")["reached"].transform("max")]
    out = _ranges(newest, "cleared_share_pct", names)
    spans = newest.groupby("district").agg({"period_from": "min", "period_to": "max"})
    out[["cleared_share_pct_from", "cleared_share_pct_to"]] = spans.reindex(names).astype("str")
    return out


def _ordnance(whole: pd.DataFrame, names: pd.Index[str]) -> pd.DataFrame:
    found = whole[
        (whole["measure"] == Subject.EO_FOUND)
        & whole["ordnance"].notna()
        & ~whole["ordnance"].isin(_TOTALS)
        & whole["operator"].isna()
        & whole["scope"].isna()
        & whole["reached"].notna()
    ]
    # Of the periods that reach furthest the longest: it starts first, or nobody says when.
    span = ["district", "period_from", "period_to"]
    order = found.assign(start=found["period_from"].fillna("")).sort_values(
        ["district", "reached", "start", "period_to"], ascending=[True, False, True, True]
    )
    chosen = order.drop_duplicates("district")[span]
    newest = found.merge(chosen, on=span)
    out = chosen.set_index("district").set_axis(["eo_from", "eo_to"], axis=1)
    out["eo_claims"] = _claims(newest.groupby("district"))
    kinds = [
        _ranges(figures, f"eo_{kind}", names).drop(columns=f"eo_{kind}_claims")
        for kind, figures in newest.groupby("ordnance")
    ]
    return pd.concat([out.reindex(names).astype("str"), *kinds], axis=1)


def _ranges(figures: pd.DataFrame, name: str, names: pd.Index[str]) -> pd.DataFrame:
    """Return one figure for each district: as agreed, lowest, highest, and its claims."""
    group = figures.groupby("district")
    # An open bound stays open, whatever bounds other claims have.
    low = group["low"].min().where(group["low"].count() == group.size())
    high = group["high"].max().where(group["high"].count() == group.size())
    out = pd.DataFrame({name: low.where(low == high), f"{name}_low": low, f"{name}_high": high})
    out[f"{name}_claims"] = _claims(group)
    return out.reindex(names).astype({f"{name}_claims": "str"})


def _claims(group: DataFrameGroupBy[Any, Any]) -> pd.Series[str]:
    return group["claim_id"].agg(lambda ids: join(sorted(ids)))
