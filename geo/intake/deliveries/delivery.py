"""A delivery and what was delivered before: rows are updated, added and retired by key.

Nothing is deleted. A row that a later delivery no longer has is marked as retired, which says
that the office dropped it, not that the ground is free. A row that comes marked, as in a file
that `atlas export` wrote, stays so with its day.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
import pandas as pd
import shapely

from geo.errors import GeoError
from geo.intake.deliveries.mapping import find_personal
from geo.intake.deliveries.positions import DECIMALS
from geo.intake.deliveries.stored import json_objects
from geo.intake.geometry import to_multi
from geo.intake.readers import RawTable
from geo.intake.validation import DUPLICATE_KEY, find_repeated, fold_key
from geo.model.findings import Finding, rule
from geo.model.manifest import POSITION, Import
from geo.model.schema import KeyedLayer
from geo.model.terms import Level
from geo.model.wording import counted

OTHERS_KEY = rule(
    "key-of-another-import",
    Level.WARNING,
    "Rows of two imports into one layer have the same key; a build keeps only one of them.",
    "If they are the same thing, deliver it by one of the two; else tell them apart in the files, "
    "say by a prefix for each office.",
)

KEYS_MADE = rule(
    "keys-made",
    Level.WARNING,
    "No column is known to identify the rows, so a key was made from the content of each: a row in "
    "which anything changes is retired in the next delivery, and added anew.",
    "Say which column does (--key COLUMN), also later; or accept it (--no-key).",
)

_SHOWN = 5
DIGITS = 12  # of a digest in a made key


class DeliverySuspect(GeoError, ValueError):
    """A delivery would retire most of what was there; it may be cut off or the wrong file."""


class KeysTaken(GeoError, ValueError):
    """A delivery brings keys of rows that are not its own."""


@dataclass(frozen=True)
class Merged:
    """Rows after a delivery, and how each row of the delivery fared.

    `frame` has the layer's columns and `geometry`; the other fields hold keys.
    """

    frame: pd.DataFrame
    added: list[str] = field(default_factory=list)
    updated: dict[str, list[str]] = field(default_factory=dict)  # key -> columns that changed
    unchanged: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)  # were retired, are there again
    retired: list[str] = field(default_factory=list)  # were not: gone, or marked by the delivery


def make_keys(raw: RawTable, layer: KeyedLayer, delivery: str) -> pd.Series:
    """Return a key for each row, made from what was delivered, whatever it is taken for.

    The same content gives the same key in the next delivery, also where the mapping (columns,
    terms, CRS) was corrected in between. Equal rows are told apart by a running number.

    Parameters
    ----------
    raw : RawTable
        Rows of one delivery, as read; columns that may name persons have no part in it.
    layer : KeyedLayer
        Theirs.
    delivery : str
        Name of the import; the keys start with it.

    Returns
    -------
    Series of str, shape (n,)
        By position.
    """
    frame = raw.frame
    # Sorted by name, so that the key does not hang on the order of columns.
    names = sorted(set(frame.columns) - set(find_personal(list(frame.columns))))
    values = {n: frame[n].astype(object).where(frame[n].notna(), None).tolist() for n in names}
    rows = json_objects(values) if values else repeat("{}", len(frame))
    shapes = np.full(len(frame), None, dtype=object)
    if layer.geometry and raw.geometry is not None:
        rounded = shapely.transform(raw.geometry, lambda xy: np.round(xy, DECIMALS))
        shapes = shapely.to_wkb(to_multi(np.asarray(rounded, dtype=object)), hex=True, byte_order=1)
    digests = [
        hashlib.sha256(f"[{row}, {json.dumps(shape)}]".encode()).hexdigest()[:DIGITS]
        for row, shape in zip(rows, shapes, strict=True)
    ]
    made = pd.Series([f"{delivery}-{digest}" for digest in digests], dtype=object)
    again = made.groupby(made).cumcount()
    return made.where(again == 0, made + "-" + (again + 1).astype(str))


def with_keys(
    frame: pd.DataFrame, old: pd.DataFrame, raw: RawTable, layer: KeyedLayer, delivery: str
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Give rows without a key the one that `make_keys` makes.

    Rows that were there under such a key, and now come with one of their own, take that over:
    else all of them would be retired and added anew when a key column is mapped later.

    Parameters
    ----------
    frame : DataFrame, shape (n, columns)
        Rows of one delivery.
    old : DataFrame
        Rows that are there, of all deliveries.
    raw : RawTable
        The delivery as read.
    layer : KeyedLayer
        Theirs.
    delivery : str
        Name of the import.

    Returns
    -------
    frame, old : DataFrame
    made : int
        Number of keys made.
    """
    key = layer.key
    given = frame[key] if key in frame else pd.Series(None, index=frame.index, dtype=object)
    missing = given.isna().to_numpy()
    ours = (old["delivery"] == delivery).to_numpy()
    before = old[key].astype(str)
    pattern = rf"{re.escape(delivery)}-[0-9a-f]{{{DIGITS}}}(?:-\d+)?"
    stand_in = ours & before.str.fullmatch(pattern).to_numpy(dtype=bool)
    if not missing.any() and not stand_in.any():
        return frame, old, 0
    made = make_keys(raw, layer, delivery)
    keys = given.astype(object).reset_index(drop=True)
    keys[missing] = made[missing]
    own = dict(zip(made[~missing], keys[~missing].astype(str), strict=True))
    taken = set(before[ours])
    moved = {k: v for k in before[stand_in] if (v := own.get(k)) is not None and v not in taken}
    if moved:
        old = old.assign(**{key: old[key].where(~stand_in, before.replace(moved))})
    return frame.assign(**{key: keys.to_numpy()}), old, int(missing.sum())


def report_no_key(raw: RawTable, layer: KeyedLayer, how: Import) -> list[Finding]:
    """Say that no column is taken for the key, unless that was accepted, and which could be.

    Parameters
    ----------
    raw : RawTable
        The delivery as read.
    layer : KeyedLayer
        Theirs.
    how : Import
        Its columns.
    """
    if how.no_key or layer.key in how.columns:
        return []
    frame = raw.frame.drop(columns=find_personal(list(raw.frame.columns)))
    taken = {f for n, f in how.columns.items() if n in POSITION}
    unique = [str(c) for c in frame if c not in taken and _tells_apart(frame[c])]
    named = f"; in each row another value has: {', '.join(unique[:_SHOWN])}" * bool(unique)
    message = f"no column found for {layer.key}{named}"
    return [Finding(KEYS_MADE, message, layer=layer.name, file=raw.file)]


def _tells_apart(values: pd.Series) -> bool:
    texts = values.dropna().map(str)
    return len(texts) == len(values) and texts.is_unique and bool((texts.str.len() < 80).all())


def report_repeated_keys(frame: pd.DataFrame, raw: RawTable, layer: KeyedLayer) -> list[Finding]:
    """Rows of one delivery whose key another has: all are stored, but a build keeps only one.

    Parameters
    ----------
    frame : DataFrame, shape (n, columns)
        Rows with keys.
    raw : RawTable, shape (n, …)
        The delivery as read.
    layer : KeyedLayer
        Theirs.
    """
    key = layer.key
    out = []
    for at, first in find_repeated(frame[key]).items():
        value = str(frame[key].iloc[at])
        message = f"{value!r} is already in row {raw.rows[first]}; a build keeps only one"
        out.append(
            raw.finding(DUPLICATE_KEY, message, at, layer=layer.name, column=key, value=value)
        )
    return out


def find_keys_of_others(
    frame: pd.DataFrame,
    old: pd.DataFrame,
    raw: RawTable,
    layer: KeyedLayer,
    *,
    delivery: str,
    sources: Mapping[str, str | None],
) -> list[Finding]:
    """Return keys of a delivery that rows of other imports have, too, import by import.

    Both are stored, for two offices may number alike; but a build keeps only one of them.

    Parameters
    ----------
    frame : DataFrame, shape (n, columns)
        Rows with keys.
    old : DataFrame
        Rows that are there, of all deliveries.
    raw : RawTable, shape (n, …)
        The delivery as read.
    layer : KeyedLayer
        Theirs.
    delivery : str
        Name of the import.
    sources : mapping of str to str
        Source of each import.
    """
    key = layer.key
    others = old.loc[(old["delivery"] != delivery).to_numpy(), [key, "delivery"]]
    if others.empty:
        return []
    keys = fold_key(frame[key]).reset_index(drop=True)
    out = []
    for name, rows in others.groupby("delivery", dropna=False):
        shared = keys.isin(set(fold_key(rows[key]).dropna())) & ~keys.duplicated()
        at = np.flatnonzero(shared)
        if not len(at):
            continue
        shown = ", ".join(repr(str(k)[:40]) for k in frame[key].iloc[at[:_SHOWN]])
        shown += f" and {len(at) - _SHOWN:,} more" * (len(at) > _SHOWN)
        said = f"{counted(len(at), 'key')} of {_who(delivery, sources)} stand in"
        message = f"{said} {_who(name, sources)}, too: {shown}; a build keeps only one row of each"
        out.append(raw.finding(OTHERS_KEY, message, int(at[0]), layer=layer.name, column=key))
    return out


def _who(delivery: object, sources: Mapping[str, str | None]) -> str:
    if not isinstance(delivery, str):
        return "rows that no import wrote"
    source = sources.get(delivery)
    return f"import {delivery}" + f" (source {source})" * bool(source)


def refuse_keys_of_others(
    old: pd.DataFrame, new: pd.DataFrame, layer: KeyedLayer, delivery: str, file: str
) -> None:
    """Refuse a delivery with keys of rows that stand in the file already, but are not its own.

    Raises
    ------
    KeysTaken
        With all of them.
    """
    key = layer.key
    theirs = set(old.loc[(old["delivery"] != delivery).to_numpy(), key].dropna().astype(str))
    taken = sorted(theirs & set(new[key].astype(str)))
    if taken:
        shown = ", ".join(taken[:20]) + (f" and {len(taken) - 20} more" if len(taken) > 20 else "")
        raise KeysTaken(
            f"{len(taken)} {key} already in {file}, by hand or of another import: {shown}",
            f"Give these rows another {key}, or take them out of {file} first.",
        )


def merge(
    old: pd.DataFrame, new: pd.DataFrame, layer: KeyedLayer, delivery: str, day: str, *, force: bool
) -> Merged:
    """Merge a delivery into the rows of a layer.

    Parameters
    ----------
    old : DataFrame, shape (n, columns)
        Rows that are there, of all deliveries, with the layer's columns (and `geometry`).
    new : DataFrame, shape (m, columns)
        The delivery; `retired` where it says of a row that it is.
    layer : KeyedLayer
        Whose rows they are.
    delivery : str
        Name of the import. Rows of other imports stay as they are.
    day : str
        ISO date of the delivery: rows that are gone are retired as of it.
    force : bool
        Retire even most of what is there.

    Returns
    -------
    Merged
        Sorted by key.

    Raises
    ------
    DeliverySuspect
        If more than half of ten rows or more would be retired and `force` is False.
    """
    key = layer.key
    columns = [*layer.names, *(["geometry"] if layer.geometry else [])]
    ours = (old["delivery"] == delivery).to_numpy()
    before = _identified(old[ours], key)
    after = _identified(new.reindex(columns=columns), key).assign(delivery=delivery)
    after["retired"] = after["retired"].where(after["retired"].notna(), None)
    gone = ~before.index.isin(after.index)
    active = before["retired"].isna().to_numpy()
    retiring = gone & active
    if not force and active.sum() >= 10 and retiring.sum() > active.sum() / 2:
        raise DeliverySuspect(
            f"{retiring.sum()} of {active.sum()} rows are not in this delivery",
            "Is it complete, and the right import? If so: --retire-most.",
        )
    at = before.index.get_indexer(after.index)
    common = np.flatnonzero(at >= 0)
    changed = _changes(before.iloc[at[common]], after.iloc[common], columns)
    stated = after["retired"].notna().to_numpy()
    back = ~active[at[common]] & ~stated[common]
    keys = after.index.get_level_values("key")
    result = Merged(pd.DataFrame())
    result.added.extend(keys[at < 0])
    for name, returned, names in zip(keys[common], back.tolist(), changed, strict=True):
        if returned:
            result.returned.append(name)
        elif names:
            result.updated[name] = names
        else:
            result.unchanged.append(name)
    new_or_active = np.ones(len(after), dtype=bool)
    new_or_active[common] = active[at[common]]
    result.retired.extend(before.index.get_level_values("key")[retiring])
    result.retired.extend(keys[stated & new_or_active])
    before.loc[retiring, "retired"] = day
    left = before[gone]
    frame = pd.concat([old[~ours], after, left], ignore_index=True)[columns]
    frame = frame.sort_values(key, kind="stable", ignore_index=True)
    return Merged(
        frame, result.added, result.updated, result.unchanged, result.returned, result.retired
    )


def _identified(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return rows by key and, where a key stands several times, its turn."""
    keys = frame[key].astype(str)
    turn = keys.groupby(keys).cumcount()
    out = frame.astype(object)
    out.index = pd.MultiIndex.from_arrays([keys, turn], names=["key", "turn"])
    return out


def _changes(before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]) -> list[list[str]]:
    changed: list[list[str]] = [[] for _ in range(len(after))]
    for name in columns:
        if name in ("delivery", "source_id"):  # who says it again does not change what is said
            continue
        a, b = before[name].to_numpy(), after[name].to_numpy()
        if name == "geometry":
            neither = shapely.is_missing(a) & shapely.is_missing(b)
            differ = ~(shapely.equals_exact(a, b) | neither)
        else:
            none = pd.isna(a) & pd.isna(b)
            differ = np.array([x != y for x, y in zip(a, b, strict=True)], dtype=bool) & ~none
        for at in np.flatnonzero(differ).tolist():
            changed[at].append(name)
    return changed
