"""Attributes as compressed chunks, each opened in the page only when somebody asks for it."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import numpy as np
import pandas as pd

CHUNK = 2048  # features in a chunk: some 60 kB of JSON, a few milliseconds to open


@dataclass(frozen=True)
class Chunks:
    """Compressed attributes.

    Attributes
    ----------
    data : bytes
        Gzip members one after the other.
    offsets : tuple of int
        Where each member starts, and the end: one more than there are chunks.
    """

    data: bytes
    offsets: tuple[int, ...]


def chunks(frame: pd.DataFrame, columns: Sequence[str], level: int = 6) -> Chunks:
    """Compress columns, `CHUNK` rows at a time.

    Parameters
    ----------
    frame : DataFrame, shape (n, any)
        Rows in the order of the features.
    columns : sequence of str
        Columns to keep, in order. Each chunk is a JSON list of columns, each a list of values.
    level : int
        Of gzip, 1…9.

    Returns
    -------
    Chunks
    """
    members, offsets = [], [0]
    for at in range(0, len(frame), CHUNK):
        rows = frame.iloc[at : at + CHUNK]
        values = [plain(rows[name]) for name in columns]
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        # A lone surrogate cannot be written as UTF-8; it shows as a question mark.
        members.append(gzip.compress(text.encode("utf-8", "replace"), level, mtime=0))
        offsets.append(offsets[-1] + len(members[-1]))
    return Chunks(b"".join(members), tuple(offsets))


def plain(column: pd.Series[Any]) -> list[Any]:
    """Return values as JSON knows them: text, numbers, true, false, null; days as ISO text."""
    kind = column.dtype.kind if hasattr(column.dtype, "kind") else "O"
    if kind in "iub" and not column.hasnans:
        return column.tolist()
    values = column.astype(object)
    if not column.hasnans and pd.api.types.is_string_dtype(column.dtype):
        return [value if type(value) is str else _plain(value) for value in values.tolist()]
    return [_plain(value) for value in values.tolist()]


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if type(value) in (str, bool, int):
        return value
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    if isinstance(value, float) and math.isfinite(value):
        return value
    if isinstance(value, datetime) and value.time() == time.min:
        value = value.date()
    return str(value)  # a date as YYYY-MM-DD, an infinity as 'inf'
