"""Two times: when a thing was so (valid) and when it was known.

Intervals are half-open: in force from `valid_from` up to, but not on, `valid_to`. A missing start
means always so, a missing end still so, a missing `known_from` always known. A row is known until
`retired`, the day of the first delivery that no longer had it.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.model.dates import Day, day

Days = npt.NDArray[np.datetime64]
Frame = TypeVar("Frame", bound=pd.DataFrame)


def days(frame: pd.DataFrame, column: str) -> Days:
    """Return a date column as days; NaT where missing, malformed, or no such column."""
    if column not in frame.columns:
        return np.full(len(frame), np.datetime64("NaT", "D"))
    # A column has few different days for its length: each is parsed once.
    number, texts = pd.factorize(frame[column])
    parsed = pd.to_datetime(pd.Series(texts), format="ISO8601", errors="coerce")
    known = np.asarray(parsed, dtype="datetime64[D]")
    return np.append(known, np.datetime64("NaT", "D"))[number]  # missing is numbered −1, the last


def is_in_force(frame: pd.DataFrame, on: Day, known: Day | None = None) -> npt.NDArray[np.bool_]:
    """Tell which rows are so on a day, by what was known on another.

    Parameters
    ----------
    frame : DataFrame, shape (n, …)
        With any of the date columns valid_from, valid_to, known_from, retired.
    on : str or date
    known : str or date, optional
        Default: by all that is known now.

    Returns
    -------
    ndarray of bool, shape (n,)

    Raises
    ------
    InvalidDate
        If a day is none, or only a partial date.
    """
    over = days(frame, "valid_to") <= np.datetime64(day(on))
    return np.asarray(has_begun(frame, on, known) & ~over, dtype=np.bool_)


def has_begun(frame: pd.DataFrame, on: Day, known: Day | None = None) -> npt.NDArray[np.bool_]:
    """Tell which rows have begun by a day: releases, for what was released stays so.

    Parameters and exceptions are those of `is_in_force`.
    """
    # NaT compares false with everything: "not after" instead of "before or on" keeps the missing.
    out = ~(days(frame, "valid_from") > np.datetime64(day(on)))
    return np.asarray(out & is_known(frame, known), dtype=np.bool_)


def is_known(frame: pd.DataFrame, known: Day | None = None) -> npt.NDArray[np.bool_]:
    """Tell which rows are known on a day: known_from ≤ day < retired; by default, now.

    Raises
    ------
    InvalidDate
        If the day is none, or only a partial date.
    """
    end = days(frame, "retired")
    if known is None:
        return np.isnat(end)
    by_then = np.datetime64(day(known))
    out = ~(days(frame, "known_from") > by_then) & ~(end <= by_then)
    return np.asarray(out, dtype=np.bool_)


def select_in_force(frame: Frame, on: Day, known: Day | None = None) -> Frame:
    """The rows in force on a day, valid_from ≤ day < valid_to, by what was known on another."""
    chosen: Frame = frame.loc[is_in_force(frame, on, known)]
    return chosen


def select_known(frame: Frame, known: Day) -> Frame:
    """Return the rows known on a day: known_from ≤ day < retired."""
    chosen: Frame = frame.loc[is_known(frame, known)]
    return chosen
