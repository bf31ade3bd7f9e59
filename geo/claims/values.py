"""Values that a claimed figure leaves open: its stated bounds, and how exactly it was printed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.claims.analysis import Analysis, once
from geo.claims.units import EXACT, usual_unit
from geo.geodesy.rings import Floats

# Units that are measured or reckoned; everything else (persons, mines, devices, …) is counted.
_MEASURED = (
    *EXACT,
    *("mines per m2", "percent", "years", "days", "EUR", "USD", "GBP", "AZN", "RUB", "AMD"),
)


@once
def bounds(analysis: Analysis) -> pd.DataFrame:
    """Return the lowest and highest value each claim states.

    A figure alone is both. 'Over' has no highest, 'up to' no lowest value. Where a figure has one
    bound beside it ('nearly 35,000'), it is the figure that counts; where it has both, the bounds.

    Parameters
    ----------
    analysis : DataFrame or Analysis, shape (n, …)
        The ``claims`` table.

    Returns
    -------
    DataFrame, shape (n, 2)
        ``low`` and ``high``, in the claim's unit, same index; NaN where open or not stated.
    """
    claims = analysis.claims
    figure, least, most = (claims[c] for c in ("quantity", "quantity_min", "quantity_max"))
    ranged = least.notna() & most.notna()
    return pd.DataFrame(
        {
            "low": least.where(figure.isna() | ranged, figure),
            "high": most.where(figure.isna() | ranged, figure),
        },
        index=claims.index,
    ).astype("float64")


@once
def intervals(analysis: Analysis) -> pd.DataFrame:
    """Return the interval that each figure, as printed, leaves open.

    Measured figures are cut off by the press as often as they are rounded, and 53,081.8 ha
    becomes '53,081' or '53,000'. So a measured figure stands for ± one unit of its last
    significant digit: 53,081.8 ± 0.1, 53,081 ± 1, 42,000 ± 1,000. Trailing zeros are not
    significant, but the first two digits always are: 20,000 ± 1,000.

    Counts are exact (65 + 278 is not 345), unless they end in two zeros or more: then they are
    taken as rounded in the same way (31,600 ± 100). 'Over' is [least, ∞), 'up to' [0, most]. A
    bound beside a figure trims its interval: 'nearly 35,000 ha' is [34,000, 35,000].

    Parameters
    ----------
    analysis : DataFrame or Analysis, shape (n, …)
        The ``claims`` table.

    Returns
    -------
    DataFrame, shape (n, 2)
        ``low`` and ``high``, in the claim's unit, same index; NaN where no figure is stated.
    """
    claims = analysis.claims
    figure, least, most = (
        claims[c].to_numpy(dtype="float64") for c in ("quantity", "quantity_min", "quantity_max")
    )
    measured = claims["unit"].map(usual_unit, na_action="ignore").isin(_MEASURED).to_numpy()
    slack = _slack(figure, measured)
    # A bound on the wrong side of its own figure is a slip of one of them: the figure stays in.
    low = np.fmin(np.fmax(np.fmax(_plain(figure - slack), 0.0), least), figure)
    high = np.fmax(np.fmin(_plain(figure + slack), most), figure)
    ranged = np.isnan(figure) | ~(np.isnan(least) | np.isnan(most))
    stated = ~(np.isnan(figure) & np.isnan(least) & np.isnan(most))
    low[ranged], high[ranged] = np.nan_to_num(least[ranged]), most[ranged]
    high[ranged & np.isnan(most)] = np.inf
    return pd.DataFrame(
        {"low": np.where(stated, low, np.nan), "high": np.where(stated, high, np.nan)},
        index=claims.index,
    )


def _plain(values: Floats) -> Floats:
    """Decimals without the noise of binary floats: 53,081.8 - 0.1 is 53,081.7 and nothing above."""
    return np.where(np.abs(values) < 1e8, np.round(values, 6), values)


def _slack(figures: Floats, measured: npt.NDArray[np.bool_]) -> Floats:
    """Return one unit of the last significant digit; 0 where the figure is exact."""
    size = np.abs(np.nan_to_num(figures))
    unit = np.full(len(size), 1e-6)
    for power in range(-5, 13):
        step = 10.0**power
        # Floats in decimal steps are whole only to within their own precision.
        whole = np.abs(size / step - np.rint(size / step)) < 1e-9 * np.maximum(size / step, 1.0)
        # Of the digits before the decimal point the first two count even if they are zeros.
        unit = np.where(whole & ((power <= 0) | (size >= 10 * step)), step, unit)
    rounded = measured | (unit >= 100) | ((unit >= 10) & (np.rint(size) % 100 == 0))
    return np.where(rounded & (size > 0), unit, 0.0)
