"""Sentences about claims that do not agree: both claimants, both figures, both sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from geo.model.terms import Ordnance, Outcome, Subject, Term, Victims
from geo.model.wording import word_figure

# What tells a part from its total, and the order in which parts are named.
_TERMS: dict[str, type[Term]] = {"outcome": Outcome, "victims": Victims, "ordnance": Ordnance}
_WHAT = ("operator", "ordnance", "outcome", "victims")
_COLUMNS = [
    *("source_id", "claimant", "subject", "place", "districts", *_WHAT, "scope", "unit"),
    *("period_start", "period_end", "as_of", "quantity", "quantity_min", "quantity_max"),
    "qualifier",
    "paraphrase",
]


class Wording:
    """Words claims, called by their index label.

    Parameters
    ----------
    claims : DataFrame
        The ``claims`` table.
    sources : DataFrame, optional
        The ``sources`` table; without it sources are named by their ids.
    origin : Series of int
        See `geo.claims.origins.origins`: a figure with reprints is said to have them.
    """

    def __init__(
        self, claims: pd.DataFrame, sources: pd.DataFrame | None, origin: pd.Series[int]
    ) -> None:
        printed = claims["source_id"].groupby(origin).transform("nunique") - 1
        self._reprints = printed.to_dict()
        said = claims.reindex(columns=_COLUMNS).astype("object")
        rows = said.where(said.notna(), None).to_numpy().tolist()
        self._claims = {
            label: dict(zip(_COLUMNS, row, strict=True))
            for label, row in zip(claims.index, rows, strict=True)
        }
        self._sources: dict[Any, str] = {}
        if sources is not None:
            self._sources = {
                source: f"{publisher}, {'undated' if pd.isna(published) else published}"
                for source, publisher, published in zip(
                    sources["source_id"], sources["publisher"], sources["published"], strict=True
                )
            }

    def same(self, a: int, b: int) -> str:
        """Word two figures of the same thing."""
        when = _joined(self._start(a), self._end(a), " to ")
        return f"{self._gives(a)}; {self._gives(b)}: {self._about(a)}, {when}."

    def fall(self, earlier: int, later: int) -> str:
        """Word two figures of one series, of which the later is the lower."""
        a = f"{self._gives(earlier)} to {self._end(earlier)}"
        b = f"{self._gives(later)} to {self._end(later)}"
        return f"{a}; {b}; both counted from {self._start(earlier)}: {self._about(earlier)}."

    def parts(self, total: int, parts: Sequence[int], low: float, high: float) -> str:
        """Word a total and the parts that do not sum to it."""
        ranked = sorted(parts, key=lambda part: (*self._rank(part), self._part(part, total)))
        named = [(self._part(part, total), part) for part in ranked]
        return self._sum(total, named, low, high)

    def periods(self, total: int, parts: Sequence[int], low: float, high: float) -> str:
        """Word the figure of a period and those of periods within it that exceed it."""
        spans = [_joined(self._start(part), self._end(part), " to ") for part in parts]
        named = [(f"{span}:", part) for span, part in zip(spans, parts, strict=True)]
        return self._sum(total, named, low, high)

    def rate(self, earlier: int, later: int, areas: Sequence[int], *rates: float) -> str:
        """Word a rate of items per hectare before and after a step, and the areas of the step."""
        from_, to = (f"{self._figure(area)} to {self._end(area)}" for area in areas)
        before, after = _range(rates[0], rates[1]), _range(rates[2], rates[3])
        return (
            f"{before} items per ha up to {self._end(earlier)} according to "
            f"{self._speaker(earlier)}, then {after} up to {self._end(later)} according to "
            f"{self._speaker(later)} ({from_}; {to}): {self._about(earlier)}. "
            "Worth a look; no error in itself."
        )

    def _sum(self, total: int, named: Sequence[tuple[str, int]], low: float, high: float) -> str:
        parts = [part for _, part in named]
        # In one unit it is enough to say it once, with the total.
        mixed = len({self._claims[at]["unit"] for at in (total, *parts)}) > 1
        figures = " + ".join(f"{name} {self._figure(at, unit=mixed)}" for name, at in named)
        said, by = self._speaker(total), dict.fromkeys(self._speaker(part) for part in parts)
        speakers = (
            f"both according to {said}"
            if list(by) == [said]
            else f"the parts according to {' and '.join(by)}, the total according to {said}"
        )
        summed = _range(low, high, self._claims[total]["unit"] if mixed else None)
        when = _joined(self._start(total), self._end(total), " to ")
        return (
            f"Parts sum to {summed}, total stated {self._figure(total)}, {speakers}: {figures}; "
            f"{self._about(total)}, {when}."
        )

    def counter(self, a: int, b: int) -> str:
        """Word two claims of which one is recorded as contradicting the other."""
        return f"{self._says(a)}; {self._says(b)}."

    def _speaker(self, at: int) -> str:
        claim = self._claims[at]
        source = claim["source_id"]
        printed, others = self._sources.get(source, source), self._reprints[at]
        also = f"; also in {others} other source{'s' if others > 1 else ''}" if others else ""
        return f"{claim['claimant']} ({printed}{also})"

    def _figure(self, at: int, *, unit: bool = True) -> str:
        claim = self._claims[at]
        figure, least, most = (claim[c] for c in ("quantity", "quantity_min", "quantity_max"))
        own = claim["unit"] if unit else None
        return word_figure(figure, least, most, own, claim["qualifier"])

    def _gives(self, at: int) -> str:
        return f"{self._speaker(at)} gives {self._figure(at)}"

    def _says(self, at: int) -> str:
        figure = self._figure(at)
        said = "" if figure == "no figure" else f" {figure},"
        return f"{self._speaker(at)}:{said} “{self._claims[at]['paraphrase']}”"

    def _part(self, part: int, total: int) -> str:
        """Name what a part has that its total has not: kind, group, operator or district."""
        claim, whole = self._claims[part], self._claims[total]
        differ = [c for c in _WHAT if claim[c] not in (None, whole[c])]
        return ", ".join(_label(c, claim[c]) for c in differ) or self._first(
            part, "districts", "place"
        )

    def _rank(self, at: int) -> tuple[int, ...]:
        """Rank a part by the order of its terms."""
        claim = self._claims[at]
        return tuple(
            list(terms).index(terms(claim[c])) if claim[c] is not None else -1
            for c, terms in _TERMS.items()
        )

    def _about(self, at: int) -> str:
        """Say what a figure counts, and where."""
        claim = self._claims[at]
        what = [_label(c, claim[c]) for c in (*_WHAT, "scope") if claim[c] is not None]
        where = self._first(at, "place", "districts")
        return ", ".join([Subject(claim["subject"]).label, *what, where])

    def _start(self, at: int) -> str:
        return self._first(at, "period_start", default="")

    def _end(self, at: int) -> str:
        return self._first(at, "period_end", "as_of")

    def _first(self, at: int, *columns: str, default: str = "not stated") -> str:
        given = (self._claims[at][column] for column in columns)
        return next((str(value) for value in given if value is not None), default)


def _label(column: str, value: Any) -> str:
    return _TERMS[column](value).label.lower() if column in _TERMS else str(value)


def _range(low: float, high: float, unit: str | None = None) -> str:
    return word_figure(None, low, high, unit)


def _joined(start: str, end: str, by: str) -> str:
    return f"{start}{by}{end}" if start and start != end else end
