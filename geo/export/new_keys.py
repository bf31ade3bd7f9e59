"""New keys for the public: one made from a row's contents would tell them to whoever tries."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely

from geo.intake.deliveries.delivery import DIGITS
from geo.model.layers import KEYED
from geo.model.lists import join, split
from geo.model.wording import counted

_MADE = re.compile(rf".+-[0-9a-f]{{{DIGITS}}}(?:-\d+)?", re.DOTALL)
_WITHIN = re.compile(rf"[^\s:;,|\"'()\[\]]+-[0-9a-f]{{{DIGITS}}}(?:-\d+)?(?![0-9a-f])")
_LISTED = re.compile(r"((?:\w+:)?)(.+;.+)", re.DOTALL)
_UNKNOWN = "public-unknown"


def with_new_keys(tables: Mapping[str, pd.DataFrame]) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Return tables whose keys say nothing of what is not in them, and what was done.

    A key that an import made is a digest of the row as delivered: who guesses the row can tell
    whether the guess is right. It becomes a number in the order of what is public, wherever it is
    named; keys that the source gave stay. Rows are in the order of their new keys.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables of a dataset with what is public only.

    Returns
    -------
    tables : dict of str to DataFrame
    notes : list of str
    """
    new: dict[str, str] = {}
    count = 0
    for name, layer in KEYED.items():
        frame = tables.get(name)
        if frame is None or layer.derived:
            continue
        keys = [str(key) for key in frame[layer.key].tolist()]
        made = np.array([_MADE.fullmatch(key) is not None for key in keys], dtype=bool)
        if not made.any():
            continue
        shown = _shown(frame[made])
        order = sorted(range(len(shown)), key=shown.__getitem__)
        old = [key for key, one in zip(keys, made.tolist(), strict=True) if one]
        new |= {old[at]: f"public-{name}-{n:06d}" for n, at in enumerate(order, start=1)}
        count += len(old)
    if not new:
        return dict(tables), []
    out = {name: _renamed(frame, name, new) for name, frame in tables.items()}
    return out, [f"{counted(count, 'key')} made of what was delivered, replaced by numbers"]


def _shown(frame: pd.DataFrame) -> list[str]:
    """Return for each row a text to sort it by, without anything that comes from a made key."""
    texts = [""] * len(frame)
    if "geometry" in frame:
        shapes = shapely.to_wkb(frame["geometry"].to_numpy(), hex=True)
        texts = [str(shape) for shape in shapes]
    for column in frame.columns.drop("geometry", errors="ignore"):
        values = [_WITHIN.sub("", "" if pd.isna(v) else str(v)) for v in frame[column].tolist()]
        values = ["" if _MADE.fullmatch(value) else value for value in values]
        texts = [f"{text}\0{value}" for text, value in zip(texts, values, strict=True)]
    return texts


def _renamed(frame: pd.DataFrame, name: str, new: Mapping[str, str]) -> pd.DataFrame:
    changed = {}
    for column in frame.columns.drop("geometry", errors="ignore"):
        if frame[column].dtype.kind not in "OSUT" and str(frame[column].dtype) != "str":
            continue
        known = {text: _text(str(text), new) for text in frame[column].dropna().unique()}
        if any(text != renamed for text, renamed in known.items()):
            changed[column] = frame[column].map(known, na_action="ignore").astype("str")
    if not changed:
        return frame
    frame = frame.assign(**changed)
    others = [str(c) for c in frame.columns if c != "geometry"]
    by = [KEYED[name].key] if name in KEYED else others
    return pd.DataFrame.sort_values(frame, by=by, kind="stable").reset_index(drop=True)


def _text(text: str, new: Mapping[str, str]) -> str:
    """Return a text with new keys; a list of them in their new order, as the old tells digests."""
    if text in new:
        return new[text]
    renamed = _WITHIN.sub(lambda found: new.get(found[0], _UNKNOWN), text)
    if renamed != text and (listed := _LISTED.fullmatch(renamed)) is not None:
        return listed[1] + join(sorted(split(listed[2])))
    return renamed
