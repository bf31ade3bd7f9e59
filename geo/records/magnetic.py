"""Magnetic declination of the past, by the International Geomagnetic Reference Field.

The model is IGRF-14 (IAGA Working Group V-MOD, 2024), through `ppigrf`: coefficients every five
years from 1900 on, straight lines between. It is good to about half a degree in the middle of the
20th century and to a few tenths since 1980, where no ore or iron is near.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import ppigrf

from geo.errors import OutOfRange
from geo.geodesy.rings import Floats

FIRST, LAST = 1900, 2030
ACCURACY_DEG = 0.5


def declination_deg(longitude: Any, latitude: Any, days: Any) -> Floats:
    """Return the magnetic declination at places on days, at sea level.

    Parameters
    ----------
    longitude, latitude : array_like of float, shape (n,)
        Degrees, EPSG:4326.
    days : array_like of date or 'YYYY-MM-DD', shape (n,) or ()
        When the compass was read.

    Returns
    -------
    ndarray of float, shape (n,)
        Degrees, east positive: true bearing = magnetic bearing + declination.

    Raises
    ------
    OutOfRange
        If a day is none of the model's, 1900 to 2029.
    """
    given = np.asarray(days, dtype=object)
    x, y, when = np.broadcast_arrays(np.atleast_1d(longitude), np.atleast_1d(latitude), given)
    out = np.empty(len(x))
    names = [_day(one) for one in when.tolist()]
    wrong = sorted({str(one) for one in names if not FIRST <= one.year < LAST})
    if wrong:
        raise OutOfRange(
            f"{', '.join(wrong[:5])}: outside the years of the magnetic model",
            f"Expected {FIRST} to {LAST - 1}; or state declination_deg from the map's margin.",
        )
    # The field changes by a few hundredths of a degree in a month.
    for month in sorted({(one.year, one.month) for one in names}):
        at = np.array([(one.year, one.month) == month for one in names])
        middle = datetime(month[0], month[1], 1) + timedelta(days=14)
        east, north, _ = ppigrf.igrf(x[at].astype(float), y[at].astype(float), 0.0, middle)
        out[at] = np.degrees(np.arctan2(east, north)).ravel()
    return out


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
