"""Claims that cannot all be right, by rule, with both sides alike.

No rule says who is right. Claims that are withheld from use take part only in recorded
counter-claims. What compares with what is defined in `geo.claims.comparison`; how far a printed
figure may be off before it contradicts another, in `geo.claims.values.intervals`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from geo.claims import rates
from geo.claims.analysis import Analysis
from geo.claims.comparison import (
    AS_SCHEMA,
    CLAIM_COLUMNS,
    MEASURE,
    codes,
    comparable,
    ground,
    pair_nearest,
    scope,
    things,
)
from geo.claims.cumulative import find_exceeded
from geo.claims.differences import Difference, differences
from geo.claims.origins import origins
from geo.claims.series import find_falls
from geo.claims.sums import find_broken_sums
from geo.claims.times import iso, last_days, periods
from geo.claims.units import base_unit, convert
from geo.claims.values import bounds
from geo.claims.words import Wording
from geo.model.dataset import of_dataset
from geo.model.frames import Needed, expect
from geo.model.lists import join
from geo.model.terms import Term


class ContradictionRule(Term):
    """How claims contradict each other."""

    PARTS = "parts-and-total", "the parts do not sum to the total"
    FALL = "falling-series", "a cumulative figure is lower than an earlier one"
    SAME = "same-thing", "different figures of the same thing, place and period"
    PERIODS = "periods-and-whole", "figures of single periods exceed that of the whole period"
    COUNTER = "counter-claim", "one is recorded as contradicting the other"
    RATE = "break-in-rate", "far more or fewer items per hectare than before: worth a look"


_TEXTS = ("rule", "kind", "subject", "place", "unit", "period", "claim_a", "claim_b", "claims")
_PAIRS = (ContradictionRule.SAME, ContradictionRule.COUNTER)
_VALUES = ("value_a_low", "value_a_high", "value_b_low", "value_b_high", "difference")
_COLUMNS = (*_TEXTS, *_VALUES, "message")


@dataclass(frozen=True)
class _Found:
    """Two claims that disagree, or a total (`a`) and the sum of its parts; by index label.

    `sides` holds figures that no claim states itself, in unit `unit`: first those of `a`, then of
    `b`; NaN where open. Empty for two claims. For parts and total there is only the sum.
    """

    rule: ContradictionRule
    a: int
    b: int | None
    others: tuple[int, ...] = ()
    sides: tuple[tuple[float, float], ...] = ()
    unit: str | None = None


@of_dataset("claims", "sources")
def contradictions(
    claims: pd.DataFrame | Analysis, sources: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find claims that contradict each other.

    - `PARTS`: see `geo.claims.sums.find_broken_sums`.
    - `FALL`: see `geo.claims.series.find_falls`.
    - `SAME`: figures of the same measure, ground and period whose intervals do not overlap.
      Each is paired with the next lower one: n different figures make at most n - 1 pairs.
    - `PERIODS`: see `geo.claims.cumulative.find_exceeded`.
    - `COUNTER`: pairs recorded in `counterclaim_of`, each once, whichever side records it.
    - `RATE`: see `geo.claims.rates.find_breaks`. To be looked at; not called an error.

    Units of the same quantity are converted exactly before (`geo.claims.units`). Reprints have
    one origin (`geo.claims.origins`): what is found about one of them is found once.

    Parameters
    ----------
    claims : DataFrame, Analysis or Dataset
        The ``claims`` table, with its derived columns; a dataset brings its sources, too.
    sources : DataFrame, optional
        The ``sources`` table. Without it messages name sources by their ids, and pairs stand in
        the order of claim ids.

    Returns
    -------
    DataFrame
        Sorted by all columns. ``rule``: see `ContradictionRule`. ``kind``: see
        `geo.claims.differences.Difference`; only *contested* and *excluding* are disputes, the
        others are counted apart. ``subject``. ``place``: footprint id, or
        ``accident:<id>``. ``unit``: of the values, that of claim a; of a rate, 'items per ha'.
        ``period``: ISO interval of claim a, both days inclusive, '..' for what is not stated.
        ``claim_a``, ``claim_b``: the earlier published first (in a falling series, the earlier
        figure); the order says nothing else. For parts and total ``claim_a`` is the total and
        ``claim_b`` is missing. ``claims``: all claims concerned, ';'-joined, with those that
        state the same figure as one of the two, and reprints.
        ``value_a_low`` … ``value_b_high``: as stated, NaN where open or not stated; of parts,
        their sum; of a break in rate, the rates before and after. ``difference``: distance between
        the two, 0 if they touch, NaN if they do not compare. ``message``: one sentence with both
        claimants, their sources and figures.

    Raises
    ------
    TableInvalid
        If one is no frame or lacks a column.
    """
    analysis = Analysis.of(claims)
    tables: dict[str, Needed] = {"claims": (analysis.claims, (*CLAIM_COLUMNS, "paraphrase"))}
    if sources is not None:
        tables["sources"] = sources, ("source_id", "publisher", "published")
    expect(AS_SCHEMA, **tables)
    analysis = analysis.numbered()
    claims, figures, origin = analysis.claims, comparable(analysis), origins(analysis)
    order = _order(claims, sources)
    found = [
        *_parts(figures),
        *_falls(figures),
        *_same(things(analysis), order),
        *_periods(figures),
        *_counter(claims, order),
        *_rates(figures),
    ]
    once = _once(found, origin.to_dict(), order)
    rows = _rows(once, analysis, Wording(claims, sources, origin))
    return rows.sort_values(list(_COLUMNS), ignore_index=True)


def _order(claims: pd.DataFrame, sources: pd.DataFrame | None) -> dict[Any, int]:
    """Rank claims by day of publication, then id: an order that says nothing about them."""
    known = {} if sources is None else sources.set_index("source_id")["published"].to_dict()
    days = last_days(claims["source_id"].map(known).astype("str"))
    ranked = claims.assign(day=days).sort_values(["day", "claim_id"], na_position="last")
    return {label: rank for rank, label in enumerate(ranked.index)}


def _parts(figures: pd.DataFrame) -> Iterator[_Found]:
    for total, parts, low, high in find_broken_sums(figures).itertuples(index=False):
        yield _Found(
            ContradictionRule.PARTS,
            total,
            None,
            tuple(parts),
            ((low, high),),
            figures["unit"][total],
        )


def _falls(figures: pd.DataFrame) -> Iterator[_Found]:
    for earlier, later in find_falls(figures).itertuples(index=False):
        yield _Found(ContradictionRule.FALL, earlier, later)


def _same(about: pd.DataFrame, order: Mapping[Any, int]) -> Iterator[_Found]:
    about = about.loc[sorted(about.index, key=order.__getitem__)]
    about["figure"] = codes(about, ["thing", "low", "high"])
    first = about.drop_duplicates("figure")
    pairs = pair_nearest(first, first, "thing", below=True)
    # Whoever states the same figure is of the same party.
    party: dict[int, list[int]] = {}
    for label, figure in zip(about.index, about["figure"], strict=True):
        party.setdefault(figure, []).append(label)
    of = first["figure"].to_dict()
    for a, b in _in_order(pairs.itertuples(index=False), order):
        yield _Found(ContradictionRule.SAME, a, b, (*party[of[a]], *party[of[b]]))


def _periods(figures: pd.DataFrame) -> Iterator[_Found]:
    for total, parts, low, high in find_exceeded(figures).itertuples(index=False):
        sum_ = ((low, high),)
        yield _Found(
            ContradictionRule.PERIODS, total, None, tuple(parts), sum_, figures["unit"][total]
        )


def _rates(figures: pd.DataFrame) -> Iterator[_Found]:
    for earlier, later, others, *rate in rates.find_breaks(figures).itertuples(index=False):
        sides = ((rate[0], rate[1]), (rate[2], rate[3]))
        yield _Found(ContradictionRule.RATE, earlier, later, tuple(others), sides, rates.UNIT)


def _counter(claims: pd.DataFrame, order: Mapping[Any, int]) -> Iterator[_Found]:
    at = dict(zip(claims["claim_id"], claims.index, strict=True))
    target = claims["counterclaim_of"].map(at).dropna().astype("int64")
    pairs = ((a, b) for a, b in zip(target, target.index, strict=True) if a != b)
    for a, b in sorted(set(_in_order(pairs, order))):
        yield _Found(ContradictionRule.COUNTER, a, b)


def _in_order(
    pairs: Iterable[tuple[Any, ...]], order: Mapping[Any, int]
) -> Iterator[tuple[Any, Any]]:
    for one, other in pairs:
        yield (one, other) if order[one] < order[other] else (other, one)


def _once(
    found: list[_Found], origin: Mapping[Hashable, int], order: Mapping[Any, int]
) -> list[_Found]:
    """Keep of what is found about reprints of the same statements the earliest published."""
    first: dict[Hashable, _Found] = {}
    for pair in found:
        a, b = origin[pair.a], None if pair.b is None else origin[pair.b]
        if pair.rule in (ContradictionRule.SAME, ContradictionRule.COUNTER) and b is not None:
            a, b = min(a, b), max(a, b)
        others = (
            () if pair.rule is ContradictionRule.SAME else sorted({origin[c] for c in pair.others})
        )
        key = (pair.rule, a, b, tuple(others))
        known = first.setdefault(key, pair)
        if _published(pair, order) < _published(known, order):
            first[key] = pair
    return list(first.values())


def _published(pair: _Found, order: Mapping[Any, int]) -> list[int]:
    claims = {pair.a, *pair.others} | (set() if pair.b is None else {pair.b})
    return sorted(order[claim] for claim in claims)


def _rows(found: list[_Found], analysis: Analysis, wording: Wording) -> pd.DataFrame:
    """Return the result's rows, in the order found."""
    claims, spans, stated = analysis.claims, periods(analysis), bounds(analysis)
    period = iso(spans["first"]).fillna("..") + "/" + iso(spans["last"]).fillna("..")
    accident = ground(analysis).where(lambda text: text.str.startswith("accident:"))
    about = claims[["claim_id", "subject", "unit"]].assign(
        place=accident.fillna(claims["footprint_id"]),
        period=period.mask(period == "../.."),
        measure=codes(
            claims.assign(scope=scope(analysis), unit=base_unit(claims["unit"])), MEASURE
        ),
        **stated,
    )
    a = about.loc[[pair.a for pair in found]].reset_index(drop=True)
    b = about.reindex([-1 if pair.b is None else pair.b for pair in found]).reset_index(drop=True)
    same = pd.concat([a["measure"] == b["measure"], pd.isna(b["claim_id"])], axis=1).any(axis=1)
    # Figures that no claim states take the place of those of their claims.
    for side, back in ((a, 2), (b, 1)):
        given = [pair.sides[-back] if len(pair.sides) >= back else None for pair in found]
        made = pd.Series([sides is not None for sides in given], dtype="bool")
        own = pd.DataFrame([sides or (np.nan,) * 2 for sides in given], columns=["low", "high"])
        side[["low", "high"]] = side[["low", "high"]].where(~made, own).astype("float64")
        side["unit"] = side["unit"].where(~made, pd.Series([p.unit for p in found], dtype="str"))
    inside = (b["low"].notna() | b["high"].notna()) & same
    b.loc[inside, ["low", "high"]] = b.loc[inside, ["low", "high"]].apply(
        convert, args=(b.loc[inside, "unit"], a.loc[inside, "unit"])
    )
    values = pd.concat([a[["low", "high"]], b[["low", "high"]]], axis=1)
    values = values.replace(np.inf, np.nan).set_axis(list(_VALUES[:4]), axis=1)
    texts = a[["subject", "place", "unit", "period"]].assign(
        rule=[str(pair.rule) for pair in found],
        kind=_kinds(found, analysis),
        claim_a=a["claim_id"],
        claim_b=b["claim_id"],
        claims=_ids(found, claims["claim_id"], origins(analysis)),
        message=[
            _message(pair, wording, tuple(row))
            for pair, row in zip(found, values.itertuples(index=False, name=None), strict=True)
        ],
    )
    return pd.concat([texts.astype("str"), values, _distances(values).where(same)], axis=1)[
        list(_COLUMNS)
    ]


def _kinds(found: list[_Found], analysis: Analysis) -> list[str]:
    """Return why the claims of each row differ; sums and falling series exclude each other."""
    paired = [(pair.a, pair.b) for pair in found if pair.rule in _PAIRS and pair.b is not None]
    kinds = iter(differences(analysis, [a for a, _ in paired], [b for _, b in paired]))
    fixed = {ContradictionRule.RATE: Difference.REVIEW}
    return [
        str(next(kinds) if pair.rule in _PAIRS else fixed.get(pair.rule, Difference.EXCLUDING))
        for pair in found
    ]


def _ids(found: list[_Found], ids: pd.Series[str], origin: pd.Series[int]) -> list[str]:
    """Return ids of all claims concerned, with reprints."""
    reprints = ids.groupby(origin).agg(list).to_dict()
    of = origin.to_dict()
    return [
        join(
            sorted(
                {
                    name
                    for label in (pair.a, pair.b, *pair.others)
                    if label is not None
                    for name in reprints[of[label]]
                }
            )
        )
        for pair in found
    ]


def _message(pair: _Found, wording: Wording, values: tuple[float, ...]) -> str:
    if pair.rule is ContradictionRule.RATE:
        assert pair.b is not None
        rate = (float(f"{value:.3g}") for value in values)
        return wording.rate(pair.a, pair.b, pair.others, *rate)
    if pair.b is None:
        parts = wording.periods if pair.rule is ContradictionRule.PERIODS else wording.parts
        return parts(pair.a, pair.others, *values[2:])
    words = {
        ContradictionRule.FALL: wording.fall,
        ContradictionRule.SAME: wording.same,
        ContradictionRule.COUNTER: wording.counter,
    }
    return words[pair.rule](pair.a, pair.b)


def _distances(values: pd.DataFrame) -> pd.Series[float]:
    """Tell how far two intervals lie apart; an open bound reaches as far as it can."""
    lows, highs = values[["value_a_low", "value_b_low"]], values[["value_a_high", "value_b_high"]]
    stated = (lows.notna().to_numpy() | highs.notna().to_numpy()).all(axis=1)
    gap = lows.fillna(0.0).max(axis=1) - highs.fillna(np.inf).min(axis=1)
    # Sums of printed decimals, without the noise of floats.
    return gap.clip(lower=0.0).round(6).where(stated).rename("difference")
