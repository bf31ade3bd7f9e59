"""One thing over time: each figure once, what fell, and where the ground itself changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.claims.analysis import Analysis
from geo.claims.comparison import MEASURE, codes, comparable, join_texts, organisation
from geo.claims.differences import contested_claims
from geo.claims.figures import sort_out
from geo.claims.origins import origins
from geo.claims.scopes import boundary_changes, find_ground, match_ground
from geo.claims.series import find_falls
from geo.claims.spans import Span, kinds
from geo.claims.times import iso, periods
from geo.claims.units import base_unit, convert
from geo.claims.values import bounds
from geo.errors import UnknownName
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.lists import split
from geo.model.terms import Subject
from geo.model.wording import word_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Areas in hectares, lengths in kilometres; other figures stay in their own unit.
_SHOWN = {"m2": "ha", "m": "km"}
_NARROWED = ("operator", "ordnance", "outcome", "victims", "scope")
_LINE = ["kind", "where", "place", "members", "claimant", *MEASURE, "since"]


@dataclass(frozen=True, eq=False)
class Series:
    """Figures of one subject over time.

    Attributes
    ----------
    title : str
        What was asked for.
    table : DataFrame
        One row for each figure: what one organisation states of one measure, ground and period,
        with its reprints. Sorted by line and time. ``line``: number of what belongs together;
        nothing else may be joined or added up. ``kind``: see `Span`. ``subject``, ``place``,
        ``members`` (districts, ';'-joined, or 'not defined'), ``claimant`` (the organisation),
        ``operator``, ``ordnance``, ``outcome``, ``victims``, ``scope`` (empty: not stated),
        ``unit``. ``period_from``, ``period_to`` (ISO days, both inclusive; missing where not
        stated), ``end_earliest`` (differs from the end where that is a month or a year). ``low``,
        ``high``: as stated, NaN where open. ``figure``: in words. ``claim_ids``, ``source_ids``
        (';'-joined), ``n_sources``. ``contested``: somebody contradicts it, or another figure of
        the same thing excludes it. ``fell_from``: the earlier claim of a cumulative figure that is
        higher. ``boundary_change``: the ground of this line changed since its figure before.
    left_out : DataFrame
        ``claim_id`` and ``reason``: claims of the subject and ground that are no point.
    """

    title: str
    table: pd.DataFrame
    left_out: pd.DataFrame

    def plot(self) -> Figure:
        """Draw the figures over time, lines apart; needs the extra ``plot`` (matplotlib)."""
        from geo.claims.curve import curve  # noqa: PLC0415 - matplotlib is an extra

        return curve(self.title, self.table, len(self.left_out))

    def _repr_html_(self) -> str:
        """Return the table, for Jupyter."""
        return str(self.table.to_html(max_rows=60))


def series(
    dataset: Dataset,
    subject: str,
    *,
    place: str | None = None,
    claimant: str | None = None,
    scope: str | Sequence[str] | None = None,
) -> Series:
    """Return what is claimed of one subject over time.

    Cumulative figures and those of single periods stay apart, and so do operators, kinds,
    claimants, units and grounds. Nothing is added up, filled in or corrected.

    Parameters
    ----------
    dataset : Dataset
    subject : str
        See `geo.model.terms.Subject`.
    place : str, optional
        A district by any of its names (figures of the whole of it), a settlement by name or id,
        or a region by the words of the sources ('liberated territories'): one line for each set
        of districts that such a region is listed with, and one for that without.
    claimant : str, optional
        An organisation: 'ANAMA' also finds 'ANAMA (chairman …)'.
    scope : str or sequence of str, optional
        Values of operator, ordnance, outcome, victims, scope or unit that a figure must have:
        'all operators', 'ANAMA', 'anti_personnel', 'killed', 'ha', ….

    Returns
    -------
    Series

    Raises
    ------
    NotADataset
    UnknownTerm
        If there is no such subject.
    UnknownName
        If no claim of the subject is of that place, claimant or scope; near names are given.
    AmbiguousName
        If several places have the name.
    """
    expect_dataset(dataset)
    subject = Subject.parse(subject)
    dataset = current(dataset)
    analysis = Analysis(dataset["claims"]).numbered()
    claims, seen = analysis.claims, _sort_out(analysis, dataset)
    about = claims["subject"] == subject
    ground = find_ground(seen)
    if place is not None:
        about &= match_ground(seen, ground, place, dataset["districts"], dataset["places"])
    if claimant is not None:
        about &= _one_of("claimant", claimant, [seen["by"], claims["claimant"]], about)
    for value in [scope] if isinstance(scope, str) else scope or ():
        columns = [seen[c] for c in (*_NARROWED, "unit")]
        about &= _one_of("scope", value, columns, about)
    reason = seen["reason"].mask(seen["reason"].isna() & _undated(analysis), "no date")
    points = about & reason.isna()
    table = _typed(_table(analysis, seen, ground, points, dataset["districts"]))
    out = pd.DataFrame({"claim_id": claims["claim_id"], "reason": reason})[about & ~points]
    asked = (subject.label, place, claimant, *([scope] if isinstance(scope, str) else scope or ()))
    return Series(
        ", ".join(str(part) for part in asked if part),
        table,
        out.sort_values("claim_id", ignore_index=True),
    )


def everywhere(
    dataset: Dataset, subjects: Sequence[Subject], analysis: Analysis | None = None
) -> pd.DataFrame:
    """Return the figures of some subjects over time, of all grounds at once.

    Parameters
    ----------
    dataset : Dataset
        Its state: nothing is left out for being superseded.
    subjects : sequence of Subject
    analysis : Analysis, optional
        That of its claims, where there is one already.

    Returns
    -------
    DataFrame
        As `Series.table`; ``district``: the one that the figure is of as a whole, missing where it
        is of a place in it, or of another ground. Rows of one subject and district are those of
        `series` with that place, but for the numbers of lines.
    """
    analysis = (analysis or Analysis(dataset["claims"])).numbered()
    claims, seen = analysis.claims, _sort_out(analysis, dataset)
    points = claims["subject"].isin(list(subjects)) & seen["reason"].isna() & ~_undated(analysis)
    table = _table(analysis, seen, find_ground(seen), points, dataset["districts"])
    district = table["where"].str.removesuffix("|").where(table["where"].str.endswith("|"))
    known = district.isin(set(dataset["districts"]["district"]))
    return _typed(table).assign(district=district.where(known).to_numpy())


def _sort_out(analysis: Analysis, dataset: Dataset) -> pd.DataFrame:
    """Return the claims with their figures (see `sort_out`), and who says them of where."""
    claims, seen = analysis.claims, sort_out(analysis, dataset["sources"], dataset["districts"])
    by = organisation(claims["claimant"].fillna(""))
    return seen.assign(written=claims["place"], by=by)


def _undated(analysis: Analysis) -> pd.Series[bool]:
    return periods(analysis)["last"].isna()


def _one_of(
    what: str, value: str, columns: Iterable[pd.Series[str]], about: pd.Series[bool]
) -> pd.Series[bool]:
    """Tell which claims have a value in one of some columns; ask back if none has."""
    found = pd.Series(False, index=about.index)
    known: set[str] = set()
    for column in columns:
        found |= column.fillna("").str.casefold() == value.casefold()
        known |= set(column[about].dropna().astype(str))
    if not (found & about).any():
        raise UnknownName(what, value, sorted(known - {""}))
    return found


def _table(
    analysis: Analysis,
    seen: pd.DataFrame,
    ground: pd.DataFrame,
    points: pd.Series[bool],
    districts: pd.DataFrame,
) -> pd.DataFrame:
    """Collapse reprints to one row, and mark what needs care."""
    claims, spans = analysis.claims, periods(analysis)
    units = claims["unit"], base_unit(claims["unit"]).map(lambda unit: _SHOWN.get(unit, unit))
    stated = bounds(analysis).apply(convert, args=units)
    rows = pd.concat([seen[list(_NARROWED)].fillna(""), spans, stated, ground], axis=1)
    rows = rows.assign(
        subject=claims["subject"],
        unit=units[1],
        claimant=seen["by"],
        claim_id=claims["claim_id"],
        source_id=claims["source_id"],
        origin=origins(analysis),
        kind=kinds(claims, spans, pd.concat([seen[["by"]], ground[["where"]]], axis=1)),
        contested=claims["claim_id"].isin(contested_claims(analysis)),
        fell_from=_fallen(analysis),
    )
    rows["since"] = iso(rows["first"]).where(rows["kind"] == Span.CUMULATIVE, "").fillna("")
    rows = rows[points]
    # One name for the ground of a line, whatever its sources call it.
    rows["place"] = rows.groupby("where")["place"].transform(_usual)
    key = [*_LINE, "first", "last", "low", "high"]
    group = codes(rows, [*key, "origin"])
    out = rows.groupby(group)[[*key, "reached"]].first() if len(rows) else rows[[*key, "reached"]]
    by_group = rows.assign(group=group).groupby("group")
    out = out.assign(
        period_from=iso(out["first"]),
        period_to=iso(out["last"]),
        end_earliest=iso(out["reached"]),
        claim_ids=join_texts(rows["claim_id"], group),
        source_ids=join_texts(rows["source_id"], group),
        contested=by_group["contested"].any().reindex(out.index).astype("bool"),
        fell_from=by_group["fell_from"].first().reindex(out.index),
    )
    out["n_sources"] = [len(split(ids)) for ids in out["source_ids"]]
    out = out.sort_values([*_LINE, "last", "first", "low", "high", "claim_ids"])
    out["line"] = codes(out, _LINE) + 1
    shown = zip(out["low"], out["high"], out["unit"], strict=True)
    out["figure"] = [word_figure(None, low, high, unit) for low, high, unit in shown]
    out["boundary_change"] = _changed_ground(out, districts)
    return out


def _typed(out: pd.DataFrame) -> pd.DataFrame:
    texts = [
        *("kind", "subject", "place", "members", "claimant", *_NARROWED, "unit", "period_from"),
        *("period_to", "end_earliest", "figure", "claim_ids", "source_ids", "fell_from"),
        "boundary_change",
    ]
    columns = [
        *("line", "kind", "subject", "place", "members", "claimant", *_NARROWED, "unit"),
        *("period_from", "period_to", "end_earliest", "low", "high", "figure", "claim_ids"),
        *("source_ids", "n_sources", "contested", "fell_from", "boundary_change"),
    ]
    return out[columns].astype(dict.fromkeys(texts, "str")).reset_index(drop=True)


def _usual(names: pd.Series[str]) -> str:
    counts = names.value_counts()
    return str(min(counts.index, key=lambda name: (-counts[name], name)))


def _fallen(analysis: Analysis) -> pd.Series[str]:
    """Return for the later claim of each fall the earlier one, by row."""
    found = find_falls(comparable(analysis))
    ids = analysis.claims["claim_id"]
    earlier = pd.Series(ids.loc[found["earlier"]].to_numpy(), index=found["later"], dtype="object")
    return earlier.groupby(level=0).first().reindex(ids.index)


def _changed_ground(out: pd.DataFrame, districts: pd.DataFrame) -> list[str | None]:
    """Say for each row which boundary changes lie between it and the one before in its line.

    A change inside the ground, of which all parts are members, changes nothing.
    """
    changes = boundary_changes(districts)
    texts: list[str | None] = []
    before: dict[int, pd.Timestamp] = {}
    columns = (out[c] for c in ("line", "kind", "members", "first", "last"))
    for line, kind, members, first, last in zip(*columns, strict=True):
        own = set(split(members))
        start = before.get(line, first)
        texts.append(
            "; ".join(
                what
                for day, what, parts in changes
                if parts & own and not parts <= own and start < np.datetime64(day) <= last
            )
            or None
        )
        # The period of the figure before may be of both grounds; a running total starts earlier.
        before[line] = first if kind == Span.PERIOD else last
    return texts
