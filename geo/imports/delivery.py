"""A delivery and what was delivered before: rows are updated, added and retired by key.

Nothing is deleted. A row that a later delivery no longer has is marked as retired, which says
that the office dropped it, not that the ground is free.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely

from geo.errors import GeoError
from geo.imports.stored import json_objects
from geo.schema import Layer


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
    retired: list[str] = field(default_factory=list)


def with_keys(frame: pd.DataFrame, layer: Layer, delivery: str) -> tuple[pd.DataFrame, int]:
    """Give rows without a key one made from their content.

    The same content gives the same key in the next delivery. Equal rows are told apart by a
    running number.

    Parameters
    ----------
    frame : DataFrame, shape (n, columns)
        Rows of one delivery, with `geometry` if the layer has any.
    layer : Layer
        Theirs.
    delivery : str
        Name of the import; the keys start with it.

    Returns
    -------
    frame : DataFrame
    made : int
        Number of keys made.
    """
    key = layer.key
    assert key is not None  # layers that can be imported have one
    given = frame[key] if key in frame else pd.Series(None, index=frame.index, dtype=object)
    missing = given.isna().to_numpy()
    if not missing.any():
        return frame, 0
    rows = frame[missing]
    if "geometry" in frame:
        shapes = shapely.to_wkb(rows["geometry"].to_numpy(), hex=True, byte_order=1)
    else:
        shapes = np.full(len(rows), None)
    # Sorted by name, so that the key does not hang on the order of columns.
    names = sorted(set(rows.columns) - {"geometry", key})
    values = {n: rows[n].astype(object).where(rows[n].notna(), None).tolist() for n in names}
    digests = [
        hashlib.sha256(f"[{row}, {json.dumps(shape)}]".encode()).hexdigest()[:12]
        for row, shape in zip(json_objects(values), shapes, strict=True)
    ]
    made = pd.Series([f"{delivery}-{digest}" for digest in digests], index=rows.index)
    again = made.groupby(made).cumcount()
    made = made.where(again == 0, made + "-" + (again + 1).astype(str))
    keys = given.astype(object)
    keys[missing] = made
    return frame.assign(**{key: keys}), int(missing.sum())


def apart(old: pd.DataFrame, new: pd.DataFrame, layer: Layer, delivery: str, file: str) -> None:
    """Refuse a delivery with keys of rows that stand in the file already, but are not its own.

    Raises
    ------
    KeysTaken
        With all of them.
    """
    key = layer.key
    assert key is not None  # layers that can be imported have one
    theirs = set(old.loc[(old["delivery"] != delivery).to_numpy(), key].dropna().astype(str))
    taken = sorted(theirs & set(new[key].astype(str)))
    if taken:
        shown = ", ".join(taken[:20]) + (f" and {len(taken) - 20} more" if len(taken) > 20 else "")
        raise KeysTaken(
            f"{len(taken)} {key} already in {file}, by hand or of another import: {shown}",
            f"Give these rows another {key}, or take them out of {file} first.",
        )


def merge(
    old: pd.DataFrame, new: pd.DataFrame, layer: Layer, delivery: str, day: str, *, force: bool
) -> Merged:
    """Merge a delivery into the rows of a layer.

    Parameters
    ----------
    old : DataFrame, shape (n, columns)
        Rows that are there, of all deliveries, with the layer's columns (and `geometry`).
    new : DataFrame, shape (m, columns)
        The delivery.
    layer : Layer
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
    assert key is not None  # layers that can be imported have one
    columns = [*layer.names, *(["geometry"] if layer.geometry else [])]
    ours = (old["delivery"] == delivery).to_numpy()
    before = _identified(old[ours], key)
    after = _identified(new.reindex(columns=columns), key).assign(delivery=delivery, retired=None)
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
    back = ~active[at[common]]
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
    result.retired.extend(before.index.get_level_values("key")[retiring])
    before.loc[retiring, "retired"] = day
    left = before[gone]
    frame = pd.concat([old[~ours], after, left], ignore_index=True)[columns]
    frame = frame.sort_values(key, kind="stable", ignore_index=True)
    return Merged(
        frame, result.added, result.updated, result.unchanged, result.returned, result.retired
    )


def _identified(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Rows by key and, where a key stands several times, its turn."""
    keys = frame[key].astype(str)
    turn = keys.groupby(keys).cumcount()
    out = frame.astype(object)
    out.index = pd.MultiIndex.from_arrays([keys, turn], names=["key", "turn"])
    return out


def _changes(before: pd.DataFrame, after: pd.DataFrame, columns: Sequence[str]) -> list[list[str]]:
    changed: list[list[str]] = [[] for _ in range(len(after))]
    for name in columns:
        if name in ("delivery", "retired"):
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
