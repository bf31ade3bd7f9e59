"""How figures of districts are drawn: land cleared in the newest year, in classes of one hue."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd

from geo.claims.yearly import newest_year
from geo.model import symbols
from geo.model.classes import RAMPS, class_breaks
from geo.store.style_rules import Condition, Rule, Symbol, Within

_LOW, _HIGH = "cleared_ha_low", "cleared_ha_high"
_WHAT = "ha claimed cleared"


def figure_rules(figures: pd.DataFrame) -> list[Rule]:
    """Return rules for the newest year with cleared land; other years are not drawn over it.

    Classes are those of all years, by the lowest claim, as on the page. What is not recorded is
    hatched, and is no class: it is not 0.

    Parameters
    ----------
    figures : DataFrame
        The `district_figures` layer.
    """
    year = newest_year(figures)
    if year is None:
        return [Rule("Not recorded", _not_recorded())]
    of_year = Within("year", year, year + 1)
    lowest = figures[[_LOW, _HIGH]].min(axis=1).dropna()
    bounds = [-math.inf, *class_breaks([float(value) for value in lowest]), math.inf]
    ramp = RAMPS["safe"]
    step = (len(ramp) - 1) / max(len(bounds) - 2, 1)
    rules = []
    for at, (start, end) in enumerate(pairwise(bounds)):
        here = Within(_LOW, max(start, 0), None if math.isinf(end) else end)
        fill = Symbol(ramp[round(at * step)], "solid", width=0.3)
        rules.append(Rule(f"{_in_words(start, end)} {_WHAT}, {year}", fill, (of_year, here)))
    open_low, open_high = Condition(_LOW), Condition(_HIGH)
    most = (of_year, open_low, Condition(_HIGH, negated=True))
    only_most = Symbol(symbols.BORDER, line="dot", width=0.5)
    rules.append(Rule(f"Only a highest figure, {year}", only_most, most))
    rules.append(Rule(f"Not recorded, {year}", _not_recorded(), (of_year, open_low, open_high)))
    return rules


def _not_recorded() -> Symbol:
    return Symbol(symbols.BORDER, "f_diagonal", width=0.3)


def _in_words(start: float, end: float) -> str:
    if math.isinf(start):
        return "Any number of" if math.isinf(end) else f"Less than {end:,g}"
    return f"{start:,g} or more" if math.isinf(end) else f"{start:,g} to {end:,g}"
