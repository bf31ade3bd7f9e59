"""A part of a dataset: layers, districts, dates, status. What is left out is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import shapely

from geo.claims.names import DistrictNames, fold
from geo.errors import UnknownName
from geo.intake.readers.raw import parse_each
from geo.model.dataset import Dataset
from geo.model.dates import earliest, latest
from geo.model.layers import KEYED, LAYERS, find_layer
from geo.model.lists import split
from geo.model.wording import counted

# What is selected by; the register and the links follow what is left.
_REGISTERS = ("sources", "citations", "claim_places", "findings", "basemap")
_DISTRICT = ("districts", "district")
_START = ("occurred", "period_start", "valid_from", "as_of", "known_from")
_END = ("occurred", "period_end", "valid_to", "as_of", "valid_from", "known_from")
# From `valid_from` up to, but not on, `valid_to`; without these always, and still so.
_LASTING = ("districts", "hazard_areas")
_STATUS = ("classification", "land_status", "product", "kind", "subject", "support")


def select(
    dataset: Dataset,
    *,
    layers: Sequence[str] = (),
    districts: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    status: Sequence[str] = (),
) -> tuple[Dataset, dict[str, int]]:
    """Select rows. Only sources that are still cited stay.

    Parameters
    ----------
    dataset : Dataset
        The whole.
    layers : sequence of str
        Only these layers; all if empty.
    districts : sequence of str
        Only rows of these districts, by any of their names. Of layers without a district column,
        what touches their outlines; a row without position stays (`everywhere`), and so do all
        rows where one of the districts has no outline.
    since, until : str, optional
        Only rows whose time, as exact as it is known, touches the days from `since` to `until`
        (partial dates). A hazard or district without `valid_from` has always been there, one
        without `valid_to` still is, and one with it was until the day before
        (`geo.land.validity`). Another row without any date is left out, and counted.
    status : sequence of str
        Only rows whose classification, land status, product, kind, subject or support is one of
        these; each must be a term of a layer that is selected.

    Returns
    -------
    dataset : Dataset
    left_out : dict of str to int
        Rows left out by layer.

    Raises
    ------
    UnknownName
        If there is no such layer, district or term.
    """
    for name in layers:
        find_layer(name)
    _check(status, layers, dataset)
    named = DistrictNames(pd.DataFrame(dataset["districts"])) if districts else None
    districts = [] if named is None else _meant(districts, named, dataset)
    tables: dict[str, pd.DataFrame] = {}
    for name, frame in dataset.tables.items():
        wanted = not layers or name in layers or name in _REGISTERS
        kept = frame if wanted else frame.iloc[:0]
        if wanted and name not in _REGISTERS:
            kept = _of_districts(kept, dataset["districts"], districts, named)
            kept = (_of_lasting if name in _LASTING else _of_time)(kept, since, until)
            kept = _of_status(kept, status)
        tables[name] = kept.reset_index(drop=True)
    _follow(tables, dataset)
    left_out = {
        name: len(dataset[name]) - len(frame)
        for name, frame in tables.items()
        if name not in _REGISTERS and len(frame) < len(dataset[name])
    }
    return replace(dataset, tables=tables), left_out


def _meant(districts: Sequence[str], named: DistrictNames, dataset: Dataset) -> list[str]:
    """Return the canonical name of each district; as rows have it if the register lacks it."""
    stated = {
        name: fold(name)
        for table, frame in dataset.tables.items()
        for column in _DISTRICT
        if column in frame and table not in _REGISTERS
        for text in frame[column].dropna().unique()
        for name in split(text)
    }
    out: list[str] = []
    for given in districts:
        canonical = named.canonical(given)
        found = [canonical] if canonical else [n for n, f in stated.items() if f == fold(given)]
        if not found:
            error = UnknownName("district", given, sorted(stated))
            if near := named.suggestions(given):
                error.hint = f"Did you mean {', '.join(near)}?"
            raise error
        out += found
    return out


def _check(status: Sequence[str], layers: Sequence[str], dataset: Dataset) -> None:
    """Refuse what is no term of the layers; suggest those of layers with rows, if there are any."""
    terms = {
        name: {
            str(term)
            for column in layer.columns
            if column.name in _STATUS and column.domain is not None
            for term in column.domain
        }
        for name, layer in LAYERS.items()
        if name not in _REGISTERS and (not layers or name in layers)
    }
    written = [of for name, of in terms.items() if len(dataset[name])]
    for term in status:
        if not any(term in of for of in terms.values()):
            raise UnknownName("status", term, sorted(set().union(*(written or terms.values()))))


def _of_districts(
    frame: pd.DataFrame,
    outlines: pd.DataFrame,
    districts: Sequence[str],
    named: DistrictNames | None,
) -> pd.DataFrame:
    """Rows that state one of the districts, also by another of its names, or that lie in it."""
    if named is None:
        return frame
    wanted = set(districts)
    column = next((c for c in _DISTRICT if c in frame), None)
    if column is not None:
        meant = {
            text: any(n in wanted or named.canonical(n) in wanted for n in split(text))
            for text in frame[column].dropna().unique()
        }
        stated = np.array([meant.get(text, False) for text in frame[column]], dtype=bool)
        return frame.iloc[np.flatnonzero(stated)]
    ground = outlines.loc[outlines["district"].isin(wanted), "geometry"].to_numpy()
    if "geometry" not in frame or shapely.is_missing(ground).any() or len(ground) < len(wanted):
        return frame
    shapes = frame["geometry"].to_numpy()
    touching = shapely.intersects(shapely.union_all(ground), shapes) | shapely.is_missing(shapes)
    return frame.iloc[np.flatnonzero(touching)]


def everywhere(dataset: Dataset) -> list[str]:
    """Sentences that say what no selection by district can place: it stays with every district."""
    return [
        f"{counted(count, 'row')} of {name} without position: kept with every district"
        for name, frame in dataset.tables.items()
        if LAYERS[name].geometry and name not in _REGISTERS
        if not any(c in frame for c in _DISTRICT)
        if (count := int(shapely.is_missing(frame["geometry"].to_numpy()).sum()))
    ]


def _of_lasting(frame: pd.DataFrame, since: str | None, until: str | None) -> pd.DataFrame:
    """Return rows that were so on one of the days: without a start always, without an end still."""
    good = pd.Series(True, index=frame.index)
    if since is not None:
        ended = _day(frame["valid_to"], _last, "9999")
        good &= ended > _first(since)
    if until is not None:
        began = _day(frame["valid_from"], _first, "0000")
        good &= began <= _last(until)
    return frame[good]


def _of_time(frame: pd.DataFrame, since: str | None, until: str | None) -> pd.DataFrame:
    starts = [c for c in _START if c in frame]
    ends = [c for c in _END if c in frame]
    if (since is None and until is None) or not starts:
        return frame
    first = frame[starts].astype(object).bfill(axis=1).iloc[:, 0]
    last = frame[ends].astype(object).bfill(axis=1).iloc[:, 0].fillna(first)
    good = first.notna() | last.notna()
    first = first.fillna(last)
    if since is not None:
        good &= _day(last, _last, "") >= _first(since)
    if until is not None:
        good &= _day(first, _first, "9999") <= _last(until)
    return frame[good]


def _day(dates: pd.Series, read: Callable[[str], str], missing: str) -> pd.Series:
    return parse_each(dates, read).fillna(missing).astype(str)


def _first(text: str) -> str:
    return earliest(text).isoformat()


def _last(text: str) -> str:
    return latest(text).isoformat()


def _of_status(frame: pd.DataFrame, status: Sequence[str]) -> pd.DataFrame:
    columns = [c for c in _STATUS if c in frame]
    if not status or not columns:
        return frame
    return frame[frame[columns].isin(list(status)).any(axis=1)]


def _follow(tables: dict[str, pd.DataFrame], dataset: Dataset) -> None:
    """Keep the links of features that are left, and the sources they and the rows name."""
    present = {
        (name, key)
        for name, frame in tables.items()
        if name in KEYED and name not in _REGISTERS
        for key in frame[KEYED[name].key]
    }
    links = dataset["citations"]
    pairs = zip(links["layer"], links["feature_id"], strict=True)
    claims = set(tables["claims"]["claim_id"])
    linked = [pair in present for pair in pairs]
    own = links["claim_id"].isna() | links["claim_id"].isin(claims) | (not claims)
    tables["citations"] = links[pd.Series(linked, index=links.index, dtype=bool) & own].reset_index(
        drop=True
    )
    named = {
        source
        for name, frame in tables.items()
        if "source_id" in frame and name != "sources"
        for source in frame["source_id"].dropna()
    }
    sources = dataset["sources"]
    tables["sources"] = sources[sources["source_id"].isin(named)].reset_index(drop=True)


def describe_selection(left_out: Mapping[str, int]) -> list[str]:
    """Return sentences that say how many rows a selection left out."""
    return [f"{counted(count, 'row')} of {name} left out" for name, count in left_out.items()]
