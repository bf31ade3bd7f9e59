"""Where a position of a Soviet map may lie, and by how much a misreading shifts it.

A pair of numbers from a minefield record says where a point is only with its datum, its grid and
its zone. This lists the readings: each operation from Pulkovo 1942 to WGS 84 that is meant for the
place, and the mistakes that are often made, each with the shift it leads to there. East and north
are from where the mistaken reading puts the point to where it is: the way that the record has to be
moved. Mistakes of angles move a point across its leg, by an amount that grows with the leg.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from pyproj import Transformer

from geo.errors import OutOfRange
from geo.geodesy.geodesic import bearing_deg, distance_m
from geo.geodesy.operations import candidates
from geo.geodesy.systems import gauss_krueger
from geo.records.magnetic import declination_deg

PULKOVO = "EPSG:4284"
LEG_M = 500.0


class Hypothesis(NamedTuple):
    """A reading that may have been mistaken.

    Attributes
    ----------
    name : str
        What was mistaken for what.
    detail : str
        The operation, zone or angle it was worked out with.
    accuracy_m : float or None
        Of the operation, as the EPSG registry states it.
    east_m, north_m : float or None
        From the mistaken place to the right one; None where it depends on the leg's direction.
    shift_m : float
        Its length.
    longitude, latitude : float or None
        The right place, EPSG:4326.
    """

    name: str
    detail: str
    accuracy_m: float | None
    east_m: float | None
    north_m: float | None
    shift_m: float
    longitude: float | None
    latitude: float | None


def hypotheses(
    longitude: float,
    latitude: float,
    *,
    day: str | None = None,
    leg_m: float = LEG_M,
    mils_6000: float = 1500.0,
) -> list[Hypothesis]:
    """Return the readings of a position that may be mistaken, with the shift each predicts there.

    Parameters
    ----------
    longitude, latitude : float
        As read: degrees.
    day : str, optional
        Day of laying, for the declination; the middle of 1993 if not given.
    leg_m : float
        Length of the leg that a mistaken angle turns.
    mils_6000 : float
        Bearing of that leg in mils of 6,000, for the mistake of circles.

    Raises
    ------
    OutOfRange
        If the position is none, or the day is outside the magnetic model.
    """
    if not (-180 <= longitude <= 180 and -89 <= latitude <= 89):
        raise OutOfRange(
            f"({longitude}, {latitude}) is no position",
            "Expected longitude -180 to 180 and latitude -89 to 89, in degrees.",
        )
    here = np.array([[longitude, latitude]])
    out = []
    for move in candidates(PULKOVO, longitude, latitude)[0]:
        x, y = move.apply(here)[0]
        out.append(
            _shifted(
                "Pulkovo 1942 read as WGS 84", move.name, move.accuracy_m,
                (longitude, latitude), (float(x), float(y)),
            )
        )  # fmt: skip
    for width in (6, 3):
        zone = _zone(longitude, width)
        to_grid = Transformer.from_crs(PULKOVO, gauss_krueger(zone, width), always_xy=True)
        east, north = to_grid.transform(longitude, latitude)
        for other in (zone - 1, zone + 1):
            # Written without the zone's number, the numbers fit every zone.
            back = Transformer.from_crs(gauss_krueger(other, width), PULKOVO, always_xy=True)
            x, y = back.transform(east - zone * 1e6 + other * 1e6, north)
            out.append(
                _shifted(
                    "wrong zone", f"{width}° zone {other} read as zone {zone}", None,
                    (longitude, latitude), (float(x), float(y)),
                )
            )  # fmt: skip
    when = day or "1993-06-30"
    declination = float(declination_deg([longitude], [latitude], when)[0])
    out.append(
        Hypothesis(
            "magnetic taken as true",
            f"declination {declination:+.2f}° ({when}), a leg of {leg_m:g} m",
            None,
            None,
            None,
            2 * leg_m * abs(float(np.sin(np.radians(declination) / 2))),
            None,
            None,
        )
    )
    turned = mils_6000 * (0.06 - 0.05625)
    out.append(
        Hypothesis(
            "6000 taken as 6400",
            f"a leg of {leg_m:g} m at {mils_6000:g} mils, turned by {turned:.2f}°",
            None,
            None,
            None,
            2 * leg_m * float(np.sin(np.radians(turned) / 2)),
            None,
            None,
        )
    )
    return out


def read_position(
    x: float, y: float, *, day: str | None = None, leg_m: float = LEG_M
) -> pd.DataFrame:
    """Return every place that a pair of numbers may mean.

    Parameters
    ----------
    x, y : float
        Longitude and latitude in degrees, or easting and northing of a Gauss-Krüger grid in metres,
        with the zone's number before the easting or without.
    day, leg_m
        As for `hypotheses`.

    Returns
    -------
    DataFrame
        `reading`, `detail`, `accuracy_m`, `longitude`, `latitude` (EPSG:4326, None where the
        reading does not say), `east_m`, `north_m`, `shift_m`.
    """
    if abs(x) <= 180 and abs(y) <= 90:
        rows: list[dict[str, object]] = [
            {"reading": "read as WGS 84", "detail": "the numbers as they are", "accuracy_m": None,
             "longitude": x, "latitude": y, "east_m": 0.0, "north_m": 0.0, "shift_m": 0.0}
        ]  # fmt: skip
        for one in hypotheses(x, y, day=day, leg_m=leg_m):
            row = one._asdict()
            rows.append({"reading": row.pop("name"), **row})
    else:
        rows = _of_grid(x, y)
    columns = ["reading", "detail", "accuracy_m", "longitude", "latitude",
               "east_m", "north_m", "shift_m"]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns).astype(object)
    return table.where(table.notna(), None)


def _of_grid(east: float, north: float) -> list[dict[str, object]]:
    """Readings of an easting and a northing: its zone as written, by zones of 6° and of 3°."""
    if not (0 < east < 121e6 and -1e7 <= north <= 1e7):
        raise OutOfRange(
            f"easting {east:g}, northing {north:g}: on no Gauss-Krüger grid",
            "Expected metres, easting (with the zone's number) before northing.",
        )
    zone = int(east // 1e6)
    rows: list[dict[str, object]] = []
    if not zone:
        raise OutOfRange(
            f"easting {east:g} has no zone's number before it, so it fits every zone",
            "Write it as on the map's margin: 8 664 842 in zone 8.",
        )
    for width, most in ((6, 60), (3, 120)):
        if not 1 <= zone <= most:
            continue
        back = Transformer.from_crs(gauss_krueger(zone, width), PULKOVO, always_xy=True)
        x, y = back.transform(east, north)
        if not (np.isfinite(x) and np.isfinite(y)):
            continue
        for move in candidates(PULKOVO, float(x), float(y))[0]:
            lon, lat = (float(v) for v in move.apply(np.array([[x, y]]))[0])
            shift = _shifted(move.name, "", None, (float(x), float(y)), (lon, lat))
            rows.append(
                {"reading": f"Gauss-Krüger {width}° zone {zone}", "detail": move.name,
                 "accuracy_m": move.accuracy_m, "longitude": lon, "latitude": lat,
                 "east_m": shift.east_m, "north_m": shift.north_m, "shift_m": shift.shift_m}
            )  # fmt: skip
    return rows


def _zone(longitude: float, width: int) -> int:
    if width == 6:
        return int((longitude % 360) // 6) + 1
    return round((longitude % 360) / 3) or 120


def _shifted(
    name: str,
    detail: str,
    accuracy: float | None,
    mistaken: tuple[float, float],
    right: tuple[float, float],
) -> Hypothesis:
    metres = float(distance_m(*mistaken, *right)[0])
    angle = np.radians(float(bearing_deg(*mistaken, *right)[0]))
    east, north = metres * np.sin(angle), metres * np.cos(angle)
    return Hypothesis(name, detail, accuracy, float(east), float(north), metres, *right)
