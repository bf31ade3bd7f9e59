"""Totals and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.claims.comparison import MEASURE, codes, overlapping, pair_nearest
from geo.model.footprints import Footprint, Ground, parse_all
from geo.model.lists import join
from geo.model.terms import Ordnance, Outcome, Subject, Victims

# Units that do not add up.
_RATIOS = ("percent", "mines per m2")

_OTHER_ORDNANCE = (
    Ordnance.SUBMUNITION,
    Ordnance.ABANDONED_ORDNANCE,
    Ordnance.IMPROVISED,
    Ordnance.BOOBY_TRAP,
    Ordnance.OTHER,
)
_ALL = "all operators"
# As many operators as make a list of them complete; fewer may just be some of them.
# Of a source that lists places: what is left.
_REST = re.compile(r"other\b", re.IGNORECASE)
_FULL_LIST = 3


@dataclass(frozen=True)
class Breakdown:
    """How a source breaks a figure down: the column that differs, its total, its parts.

    `also` may be counted inside one of the parts or beside them, so a total may be anything
    between the sum without them and the sum with them.
    """

    subjects: tuple[Subject, ...]
    column: str
    totals: tuple[str, ...]
    parts: tuple[str, ...]
    also: tuple[str, ...] = ()


BREAKDOWNS = (
    Breakdown(
        (Subject.CASUALTIES,),
        "outcome",
        (Outcome.KILLED_OR_INJURED,),
        (Outcome.KILLED, Outcome.INJURED),
        (Outcome.UNSPECIFIED,),
    ),
    Breakdown(
        (Subject.CASUALTIES,),
        "victims",
        (Victims.ALL,),
        (Victims.CIVILIAN, Victims.MILITARY),
        (Victims.DEMINER, Victims.OTHER),
    ),
    Breakdown(
        (Subject.EO_FOUND,),
        "ordnance",
        (Ordnance.MINES,),
        (Ordnance.ANTI_PERSONNEL, Ordnance.ANTI_VEHICLE),
    ),
    Breakdown(
        (Subject.EO_FOUND,),
        "ordnance",
        (Ordnance.ALL,),
        (Ordnance.ANTI_PERSONNEL, Ordnance.ANTI_VEHICLE, Ordnance.UNEXPLODED_ORDNANCE),
        _OTHER_ORDNANCE,
    ),
    Breakdown(
        (Subject.EO_FOUND,),
        "ordnance",
        (Ordnance.ALL,),
        (Ordnance.MINES, Ordnance.UNEXPLODED_ORDNANCE),
        _OTHER_ORDNANCE,
    ),
)


def find_broken_sums(figures: pd.DataFrame) -> pd.DataFrame:
    """Find parts that do not sum to the total stated for the same place and period.

    Within one source: killed + injured; civilian + military (+ deminer, + other); anti-personnel +
    anti-vehicle mines; these, or mines, + unexploded ordnance (+ other kinds); the operators' land
    or finds. Rows of districts in one source sum to what any source states for exactly these
    districts, or for the region.

    A list of districts or operators may leave some out: then only a sum *above* the total is a
    contradiction. A list is complete if it is of exactly the districts of the total, or has a row
    for 'other districts'; a list of operators, if it names three or more. Where any total agrees
    with the sum, another total contradicts that total, not the parts.

    Parameters
    ----------
    figures : DataFrame
        Result of `geo.claims.comparison.comparable`.

    Returns
    -------
    DataFrame
        ``total``: index label in `figures`; ``parts``: list of labels; ``low``, ``high``: sum of
        the parts as stated, NaN where open.
    """
    return pd.concat([_broken(*meeting) for meeting in _meetings(figures)], ignore_index=True)


def agreeing_totals(figures: pd.DataFrame) -> set[int]:
    """Return the labels of totals that the sum of their parts agrees with, and of these parts.

    What counts as parts of what: see `find_broken_sums`. A list that may leave some out agrees with
    nothing.

    Parameters
    ----------
    figures : DataFrame
        Result of `geo.claims.comparison.comparable`.
    """
    found: set[int] = set()
    for sums, parts, totals in _meetings(figures):
        whole = sums[sums["complete"]]
        if whole.empty or totals.empty:
            continue
        met = whole.index[overlapping(whole, totals, "meet")]
        found.update(parts.index[parts["by"].isin(met)])
        found.update(totals.index[overlapping(totals, whole, "meet")])
    return found


_Meeting = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]  # sums, their parts, totals


def _meetings(figures: pd.DataFrame) -> Iterator[_Meeting]:
    additive = figures[~figures["unit"].isin(_RATIOS)]
    yield from _breakdowns(additive)
    yield from _operators(additive)
    yield from _districts(additive)


def _breakdowns(figures: pd.DataFrame) -> Iterator[_Meeting]:
    for down in BREAKDOWNS:
        own = figures[figures["subject"].isin(down.subjects)]
        if own.empty:
            continue
        # Mines and other ordnance are counted in units of different names.
        own = own.assign(
            by=_groups(own, [down.column, *(["unit"] if down.column == "ordnance" else [])])
        )
        parts = own[own[down.column].isin([*down.parts, *down.also])]
        sums = _sums(
            parts.assign(part=parts[down.column], apart=parts[down.column].isin(down.parts))
        )
        sums = sums[sums["n"] == len(down.parts)].assign(complete=True)
        totals = own[own[down.column].isin(down.totals)]
        yield sums.assign(meet=sums.index), parts, totals.assign(meet=totals["by"])


def _operators(figures: pd.DataFrame) -> Iterator[_Meeting]:
    own = figures[figures["subject"].isin([Subject.AREA_CLEARED, Subject.EO_FOUND])]
    own = own.assign(by=_groups(own, ["operator"]), meet=lambda frame: frame["by"])
    parts = own[~own["operator"].isin([_ALL, ""])]
    sums = _sums(parts.assign(part=parts["operator"], apart=True))
    sums = sums.assign(complete=sums["n"] >= _FULL_LIST, meet=sums.index)
    yield sums[sums["n"] >= 2], parts, own[own["operator"] == _ALL]
    # Nobody writes 'all operators' beside ordnance; next to a full list no operator means that.
    finds = own[(own["operator"] == "") & (own["subject"] == Subject.EO_FOUND)]
    yield sums[sums["complete"]], parts, finds


def _districts(figures: pd.DataFrame) -> Iterator[_Meeting]:
    feet = parse_all(figures["whole"])
    region, district = feet["ground"] == Ground.REGION, feet["ground"] == Ground.DISTRICT
    rest = region & feet["names"].map(lambda names: bool(_REST.match(join(names)))).astype(bool)
    single = district & (feet["n"] == 1)
    key = [*MEASURE, "first", "last"]
    parts = figures[single | rest]
    parts = parts.assign(by=codes(parts, ["source_id", *key]), part=parts["ground"], apart=True)
    sums = _sums(parts)
    sums = sums[sums["n"] >= 2]
    about = parts.drop_duplicates("by").set_index("by").loc[sums.index, key]
    sums["complete"] = rest[parts.index].groupby(parts["by"]).any().loc[sums.index]

    # The total may stand in another source.
    regions = figures[region & ~rest]
    yield _across(sums, about, parts, regions, key)

    of = {
        by: {n for names in group for n in names}
        for by, group in feet["names"].groupby(parts["by"])
    }
    together = [Footprint(Ground.DISTRICT, tuple(sorted(of[by]))) for by in sums.index]
    about["ground"] = [str(footprint) for footprint in together]
    several = figures[district & (feet["n"] > 1)]
    exact = sums.assign(complete=True)
    yield _across(exact, about, parts, several, [*key, "ground"])


def _across(
    sums: pd.DataFrame,
    about: pd.DataFrame,
    parts: pd.DataFrame,
    totals: pd.DataFrame,
    key: list[str],
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Let sums and totals of all sources meet where `key` is the same."""
    meet = codes(pd.concat([about[key], totals[key]]), key)
    return sums.assign(meet=meet[: len(about)]), parts, totals.assign(meet=meet[len(about) :])


def _groups(figures: pd.DataFrame, apart_from: list[str]) -> npt.NDArray[np.int64]:
    """Number what one source says of one ground and period, apart from some columns."""
    accident = figures["ground"].str.startswith("accident:")
    dated = figures.assign(
        first=figures["first"].mask(accident), last=figures["last"].mask(accident)
    )
    same = [column for column in MEASURE if column not in apart_from]
    return codes(dated, ["source_id", "ground", "first", "last", *same])


def _sums(parts: pd.DataFrame) -> pd.DataFrame:
    """Sum the parts of each group ``by``; several figures of one part count as a range.

    A part that is not ``apart`` from the others may be counted inside one of them: it adds to the
    highest sum only. ``n`` is the number of those that are apart.
    """
    spread = parts.assign(
        stated_low=parts["stated_low"].fillna(0.0), stated_high=parts["stated_high"].fillna(np.inf)
    )
    lows, highs = ["low", "stated_low"], ["high", "stated_high"]
    group = spread.groupby(["by", "part"])
    each = pd.concat([group[lows].min(), group[highs].max(), group[["apart"]].first()], axis=1)
    each[lows] = each[lows].where(each["apart"], 0.0)
    return each.groupby("by").sum().rename(columns={"apart": "n"})


def _broken(sums: pd.DataFrame, parts: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Return the sums that no total agrees with, each with the nearest totals.

    Sums, by the group of their parts, and totals meet where they have the same ``meet``.
    """
    if sums.empty or totals.empty:
        return pd.DataFrame(columns=["total", "parts", "low", "high"])
    sums = sums[~overlapping(sums, totals, "meet")]
    pairs = pd.concat(
        [
            pair_nearest(sums, totals, "meet", below=True),
            pair_nearest(sums[sums["complete"]], totals, "meet", below=False),
        ]
    )
    labels = parts[parts["by"].isin(pairs["figure"])].groupby("by").groups
    chosen = sums.loc[pairs["figure"]]
    return pd.DataFrame(
        {
            "total": pairs["other"].to_numpy(),
            "parts": pd.Series([list(labels[n]) for n in pairs["figure"]], dtype="object"),
            "low": chosen["stated_low"].to_numpy(),
            "high": chosen["stated_high"].replace(np.inf, np.nan).to_numpy(),
        }
    )
