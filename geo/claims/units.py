"""Units of the same quantity, converted exactly: 1 km² is 100 ha, and mines are never hectares.

Factors are exact by definition: SI (BIPM, *The International System of Units*, 9th edition) for
metre, hectare, kilogram and tonne; the international yard of 0.9144 m (agreement of 1959) for
acre and mile. Currencies, counts of different things, months and years have no exact factor and
stay what they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

import numpy as np
import pandas as pd

# Unit -> what it is an exact multiple of, and how much of it.
EXACT: Mapping[str, tuple[str, Decimal]] = {
    "m2": ("m2", Decimal(1)),
    "ha": ("m2", Decimal(10_000)),
    "km2": ("m2", Decimal(1_000_000)),
    "acres": ("m2", Decimal("4046.8564224")),
    "square miles": ("m2", Decimal("2589988.110336")),
    "m": ("m", Decimal(1)),
    "km": ("m", Decimal(1000)),
    "miles": ("m", Decimal("1609.344")),
    "kg": ("kg", Decimal(1)),
    "t": ("kg", Decimal(1000)),
}
_ALSO = {
    **dict.fromkeys(("m²", "sq m", "square metres", "square meters"), "m2"),
    **dict.fromkeys(("hectare", "hectares"), "ha"),
    **dict.fromkeys(("km²", "sq km", "square kilometres", "square kilometers"), "km2"),
    **dict.fromkeys(("acre", "ac"), "acres"),
    **dict.fromkeys(("metres", "meters"), "m"),
    **dict.fromkeys(("kilometres", "kilometers"), "km"),
    **dict.fromkeys(("tonnes", "tons"), "t"),
}


def usual_unit(unit: str) -> str:
    """Return the usual spelling of a unit: 'ha' for 'hectares'; what is unknown stays."""
    plain = unit.strip()
    return _ALSO.get(plain.lower(), plain)


def base_unit(units: pd.Series[str]) -> pd.Series[str]:
    """Return for each unit the one in which it compares: 'm2' for 'ha', 'mines' for 'mines'.

    Parameters
    ----------
    units : Series of str, shape (n,)

    Returns
    -------
    Series of str, shape (n,)
        Missing where missing.
    """
    spelled = {unit: usual_unit(unit) for unit in units.dropna().unique()}
    names = {unit: EXACT[name][0] if name in EXACT else name for unit, name in spelled.items()}
    return units.map(names).astype("str")


def convert(
    values: pd.Series[float], units: pd.Series[str], to: pd.Series[str]
) -> pd.Series[float]:
    """Convert figures exactly, each from its unit to another one of the same quantity.

    The product is worked out in decimals and rounded once: 0.07 km² and 7 ha are both exactly
    70,000 m², which they are not in binary floats.

    Parameters
    ----------
    values : Series of float, shape (n,)
        NaN and infinity stay.
    units, to : Series of str, shape (n,)
        What the figures are in, and what they are wanted in.

    Returns
    -------
    Series of float, shape (n,)
        NaN where the two units are not of the same quantity.
    """
    out = values.astype("float64").copy()
    differ = (units != to) & ~(units.isna() & to.isna())
    pairs = zip(out[differ], units[differ], to[differ], strict=True)
    out[differ] = np.array([_times(value, _factor(one, other)) for value, one, other in pairs])
    return out


@cache
def _factor(unit: object, to: object) -> tuple[Decimal, Decimal] | None:
    one, other = (usual_unit(str(name)) for name in (unit, to))
    if one == other:
        return Decimal(1), Decimal(1)
    if one not in EXACT or other not in EXACT or EXACT[one][0] != EXACT[other][0]:
        return None
    return EXACT[one][1], EXACT[other][1]


def _times(value: float, factor: tuple[Decimal, Decimal] | None) -> float:
    if factor is None:
        return float("nan")
    if value - value != 0:  # NaN or infinite
        return value
    return float(Decimal(repr(float(value))) * factor[0] / factor[1])
