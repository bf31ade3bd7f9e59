"""Figures and counted nouns in words: the one place for hedges, bounds, ranges and digits.

Commands, exports, checks and paper word figures here; the page does it in `text/words.js`, by the
same table of cases (`tests/model/figures.json`). A bound is "at least" or "up to"; "over", "nearly"
and other hedges are said only where a source says them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from geo.model.terms import Qualifier

_SIGNS = {"m2": "m²", "km2": "km²"}
_ONE = {
    "persons": "person",
    "mines": "mine",
    "devices": "device",
    "incidents": "incident",
    "vehicles": "vehicle",
    "maps": "map",
}
_FROM_BELOW = (Qualifier.OVER, Qualifier.AT_LEAST)
_FROM_ABOVE = (Qualifier.BELOW, Qualifier.NEARLY, Qualifier.UP_TO)


def counted(n: int, noun: str) -> str:
    """'1 row', '2 rows', '1,653 claims'.

    Parameters
    ----------
    n : int
    noun : str
        In the singular; its plural ends in -s.
    """
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def join_lines(lines: Iterable[str]) -> str:
    r"""Join lines of an answer; a line break within one, which data may hold, begins no other.

    Examples
    --------
    >>> join_lines(["  Field 7\nNothing is recorded here", "2 records"])
    '  Field 7 Nothing is recorded here\n2 records'
    """
    return "\n".join(map(one_line, lines))


def one_line(text: object) -> str:
    """Return a text with blanks for its line breaks, of whatever kind."""
    return " ".join(str(text).splitlines())


def number(value: float) -> str:
    """Write a number with thousands marks and no more decimals than it has, at most six."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def word_figure(
    quantity: Any, least: Any = None, most: Any = None, unit: Any = None, qualifier: Any = None
) -> str:
    """Word a figure with its bounds.

    Parameters
    ----------
    quantity, least, most : float
        As in the ``claims`` table; missing where not stated.
    unit : str, optional
        Unit; missing is left out.
    qualifier : str, optional
        How the source hedges it, see `geo.model.terms.Qualifier`.

    Examples
    --------
    >>> word_figure(7956.1, unit="ha"), word_figure(None, 8200, None, "ha")
    ('7,956.1 ha', 'at least 8,200 ha')
    >>> word_figure(None, 20, 25, "percent"), word_figure(5, 4, 6, "mines")
    ('20–25 percent', 'about 5 mines (4–6)')
    """
    figure, low, high = (None if _missing(v) else float(v) for v in (quantity, least, most))
    hedge = None if _missing(qualifier) else Qualifier(qualifier)
    if low is not None and low == high and figure in (None, low):
        figure, low, high, hedge = low, None, None, None
    if figure is None:
        return _word_bounds(low, high, unit, hedge)
    worded = _with_unit(figure, unit)
    if low is not None and high is not None:
        return f"about {worded} ({number(low)}–{number(high)})"
    if low is not None:
        bound = f"{worded}, at least {number(low)}"
        return bound if low < figure else f"at least {_with_unit(low, unit)}"
    if high is not None:
        bound = f"{worded}, up to {number(high)}"
        return bound if high > figure else f"up to {_with_unit(high, unit)}"
    return f"{hedge.label} {worded}" if hedge else worded


def _word_bounds(low: float | None, high: float | None, unit: Any, hedge: Qualifier | None) -> str:
    if low is not None and high is not None:
        return f"{number(low)}–{_with_unit(high, unit)}"
    if low is not None:
        said = hedge.label if hedge in _FROM_BELOW and hedge else "at least"
        return f"{said} {_with_unit(low, unit)}"
    if high is not None:
        said = hedge.label if hedge in _FROM_ABOVE and hedge else "up to"
        return f"{said} {_with_unit(high, unit)}"
    return "no figure"


def _with_unit(value: float, unit: Any) -> str:
    if _missing(unit):
        return number(value)
    sign = _SIGNS.get(unit, unit)
    return f"{number(value)} {_ONE.get(unit, sign) if value == 1 else sign}"


def _missing(value: Any) -> bool:
    if value is None or isinstance(value, str | int):
        return value is None
    if isinstance(value, float):
        return math.isnan(value)
    import pandas as pd  # noqa: PLC0415 - a second that commands without figures need not wait

    return bool(pd.isna(value))
