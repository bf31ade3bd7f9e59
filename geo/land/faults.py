"""Findings about rows of a ledger: dates, terms, supports, and axes that are exchanged."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.land.overlay.zone_grid import first_zone
from geo.land.repair import findings
from geo.land.validity import days
from geo.model.terms import HazardStatus, Level, ReleaseProduct

SWAPPED_AXES = findings(
    [
        {
            "code": "axes-swapped",
            "level": str(Level.ERROR),
            "column": "geometry",
            "message": "hardly any feature lies in a zone; nearly all would with "
            "longitude and latitude exchanged",
            "hint": "Exchange the coordinates of the features, or of the zones.",
        }
    ]
)


def support_findings(
    frame: pd.DataFrame, ids: pd.Series[Any], layer: str, no_area: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    """Outlines that are none of hazard or release, such as that of a whole district."""
    return findings(
        [
            {
                "code": "support-no-area",
                "level": str(Level.WARNING),
                "layer": layer,
                "feature_id": str(ids.iloc[row]),
                "row": int(row) + 1,
                "column": "support",
                "value": str(frame["support"].iloc[row]),
                "message": "its outline is not one of hazard or release: unmapped",
                "hint": "Only surveyed and reconstructed polygons count as area.",
            }
            for row in np.flatnonzero(no_area)
        ]
    )


def swapped(centres: npt.NDArray[np.float64], zones: npt.NDArray[np.object_]) -> bool:
    """Whether hardly any centre lies in a zone, but nearly all do with their axes swapped."""
    x, y = centres.T
    as_declared = (first_zone(zones, x, y) < len(zones)).mean()
    return bool(as_declared < 0.5 and (first_zone(zones, y, x) < len(zones)).mean() > 0.9)


def row_findings(frame: pd.DataFrame, layer: str, key: str) -> pd.DataFrame:
    """Dates the wrong way round, dates that are none, and terms that are unknown."""
    faults: list[tuple[str, npt.NDArray[np.bool_], str, str, str]] = []
    dates = ["valid_from", "known_from"]
    if layer == "land_release":
        if "valid_to" in frame:
            faults.append(
                (
                    "release-with-end",
                    frame["valid_to"].notna().to_numpy(bool),
                    "valid_to",
                    "is not looked at: what was released stays so",
                    "Report ground that is hazardous again as a hazard area of its own.",
                )
            )
    else:
        dates.insert(1, "valid_to")
        faults.append(
            (
                "end-before-start",
                np.asarray(days(frame, "valid_to") <= days(frame, "valid_from")),
                "valid_to",
                "ends on or before the day it starts: never in force",
                "Correct one of the dates.",
            )
        )
    for column in dates:
        if column in frame:
            faults.append(
                (
                    "invalid-date",
                    frame[column].notna().to_numpy() & np.isnat(days(frame, column)),
                    column,
                    "is not a date: taken as missing",
                    "Expected YYYY-MM-DD.",
                )
            )
    for column, domain, taken in (
        ("status", HazardStatus, "taken as suspected"),
        ("product", ReleaseProduct, "takes no part in the ledger"),
    ):
        if column in frame:
            faults.append(
                (
                    "unknown-term",
                    ~frame[column].isin([str(term) for term in domain]).to_numpy(bool),
                    column,
                    f"is not a {domain.__name__}: {taken}",
                    f"Expected: {', '.join(domain)}.",
                )
            )
    rows = [
        {
            "code": code,
            "level": str(Level.ERROR),
            "layer": layer,
            "feature_id": str(frame[key].iloc[row]),
            "row": int(row) + 1,
            "column": column,
            "value": str(frame[column].iloc[row]),
            "message": f"{column} {message}",
            "hint": hint,
        }
        for code, where, column, message, hint in faults
        for row in np.flatnonzero(where)
    ]
    return findings(rows)
