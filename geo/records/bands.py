"""How far a reconstructed corner may be off: stated errors of instruments, simulated.

Each draw moves the reference point (its own error and that of the datum), turns the whole record
(declination, and a compass that reads wrong by the same angle), and gives each bearing and each
distance an error of its own. All are normal; positions are two normal errors, east and north. From
the draws come the radii within which a corner lies in 50 and in 95 of 100 cases (CE50, CE95).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geo.errors import OutOfRange
from geo.records.traverse import Traverse


@dataclass(frozen=True)
class Instruments:
    """Standard errors of what was read and of where it began.

    Attributes
    ----------
    bearing_deg : float
        Of each bearing: 1° for a hand compass.
    distance_share, distance_m : float
        Of each distance: a share of it, and a fixed part.
    declination_deg : float
        Of all bearings of a record together.
    reference_m : float
        Of the reference point, in each direction.
    datum_m : float
        Of the operation to WGS 84, in each direction.
    """

    bearing_deg: float = 1.0
    distance_share: float = 0.01
    distance_m: float = 0.3
    declination_deg: float = 0.5
    reference_m: float = 5.0
    datum_m: float = 3.0


def error_bands(
    done: Traverse, by: Instruments | None = None, *, draws: int = 4000, seed: int = 0
) -> pd.DataFrame:
    """Return CE50 and CE95 of each record's points.

    Parameters
    ----------
    done : Traverse
        Positions as worked out.
    by : Instruments, optional
        Standard errors.
    draws : int
        How many; 4,000 give CE95 to about 1.5 %.
    seed : int
        The same seed gives the same radii, whatever other records there are.

    Returns
    -------
    DataFrame, one row per leg, in the order of ``done.points``
        `record_id`, `leg`, `ce50_m`, `ce95_m`, in metres.

    Raises
    ------
    OutOfRange
        If an error is negative or there are fewer than 100 draws.
    """
    by = by or Instruments()
    wrong = [f"{name} is {value}" for name, value in vars(by).items() if not value >= 0]
    if wrong or draws < 100:
        raise OutOfRange(
            ", ".join(wrong) or f"{draws} draws", "Expected errors of 0 or more, and 100 draws."
        )
    points = pd.DataFrame(done.points[["record_id", "leg", "true_bearing_deg", "distance_m"]])
    ce50, ce95 = np.empty(len(points)), np.empty(len(points))
    angle = np.radians(points["true_bearing_deg"].to_numpy(np.float64))
    metres = points["distance_m"].to_numpy(np.float64)
    for record, at in points.groupby("record_id", sort=False).indices.items():
        rng = np.random.default_rng([seed, zlib.crc32(str(record).encode())])
        shape = (draws, len(at))
        start = rng.normal(0, np.hypot(by.reference_m, by.datum_m), (draws, 1, 2))
        turn = np.radians(rng.normal(0, by.declination_deg, (draws, 1)))
        turn = turn + np.radians(rng.normal(0, by.bearing_deg, shape))
        spread = np.hypot(by.distance_share * metres[at], by.distance_m)
        far = metres[at] + rng.normal(0, 1, shape) * spread
        east = np.cumsum(far * np.sin(angle[at] + turn) - metres[at] * np.sin(angle[at]), axis=1)
        north = np.cumsum(far * np.cos(angle[at] + turn) - metres[at] * np.cos(angle[at]), axis=1)
        off = np.hypot(east + start[:, :, 0], north + start[:, :, 1])
        ce50[at], ce95[at] = np.quantile(off, [0.5, 0.95], axis=0)
    return points[["record_id", "leg"]].assign(ce50_m=ce50, ce95_m=ce95)
