"""Frames as plain rows for the page: missing values left out, numbers as Python's own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

Row = dict[str, Any]


def to_plain(value: Any) -> Any:
    """Return a JSON-able value; None for what is missing or not finite."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value


def rows(frame: pd.DataFrame, columns: Iterable[str] | None = None) -> list[Row]:
    """Return rows of a frame as dicts without the missing values and without the geometry.

    Parameters
    ----------
    frame : DataFrame
        Any layer or table.
    columns : iterable of str, optional
        Columns wanted; all but ``geometry`` if not given.
    """
    names = [c for c in (columns or frame.columns) if c != "geometry"]
    lists = [[to_plain(v) for v in frame[name].tolist()] for name in names]
    return [
        {name: value for name, value in zip(names, values, strict=True) if value is not None}
        for values in zip(*lists, strict=True)
    ]
