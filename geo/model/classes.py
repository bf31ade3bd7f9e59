"""Classes of figures on a map and their colours: one place for the page and for GIS."""

from __future__ import annotations

import math
from collections.abc import Sequence

from geo.model import symbols

RAMPS = {
    "safe": ("#e6e2f0", "#c7c0de", "#a096c6", "#766aa8", symbols.GONE),
    "un": ("#e2ecf4", "#bcd4e8", "#8db6d6", "#5a92bd", "#2c6592"),
}
NO_FIGURE = {"paper": "#f7f6f3", "line": "#dedbd4"}  # what is not recorded: a hatch
_STEPS = 5


def class_breaks(values: Sequence[float], most: int = _STEPS) -> list[float]:
    """Return bounds between the classes of a set of figures, in steps of 1, 2, 5, 10.

    Round bounds read easily and keep their meaning when a figure is added; each class is about
    twice as wide as the one below, as figures of this kind are spread.

    Parameters
    ----------
    values : sequence of float
        Finite figures, in any order.
    most : int
        Most classes wanted.

    Returns
    -------
    list of float
        Ascending bounds; each starts a class, so there are ``len(...) + 1`` classes. The
        largest ones inside the range of the figures are kept.
    """
    if not values:
        return []
    low, high = min(values), max(values)
    if high <= 0:
        return []
    top = math.floor(math.log10(high))
    series = [m * 10.0**k for k in range(top - 4, top + 1) for m in (1, 2, 5)]
    if all(float(value).is_integer() for value in values):
        series = [bound for bound in series if bound >= 1]  # counts have no halves
    return [round(bound, 6) for bound in series if low < bound <= high][-(most - 1) :]
