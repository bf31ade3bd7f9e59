"""Magnetic north of a sheet, in words, with its date."""

from __future__ import annotations

from datetime import date
from functools import cache

from geo.model.dates import is_partial_date, latest
from geo.records.magnetic import FIRST, LAST, declination_deg


def magnetic_north(lon: float, lat: float, day: str | None) -> str:
    """Return where magnetic north lies from true north at a place on a day, by IGRF.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    day : str or None
        (Partial) date of the data; without one, or outside 1900–2029, '' is returned.
    """
    if day is None or not is_partial_date(day) or not FIRST <= latest(day).year < LAST:
        return ""
    when = latest(day)
    angle = _declination(round(lon, 2), round(lat, 2), when)
    side = "E" if angle >= 0 else "W"
    return f"magnetic north {abs(angle):.1f}° {side} of it on {when.isoformat()} (IGRF)"


@cache
def _declination(lon: float, lat: float, when: date) -> float:
    """Return the declination near a place: within a kilometre it is the same to 0.01 degrees."""
    return float(declination_deg([lon], [lat], [when])[0])
