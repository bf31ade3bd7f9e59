"""Findings about rows of a ledger: dates, terms, supports, and axes that are exchanged."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.land.overlay.zone_grid import first_zone
from geo.land.validity import days
from geo.model.findings import Rule, join_findings, make_findings, rule
from geo.model.rules import END_BEFORE_START, INVALID_DATE, UNKNOWN_VALUE
from geo.model.terms import Classification, Level, ReleaseProduct

NO_AREA_SUPPORT = rule(
    "support-no-area",
    Level.WARNING,
    "An outline is not one of hazard or release, such as that of a whole district; it is unmapped.",
    "Only surveyed and reconstructed polygons count as area.",
)
POSITION_ONLY = rule(
    "position-no-area",
    Level.INFO,
    "A hazard or release is known by position only: it is counted, with the area stated for it, "
    "but is no ground.",
    "Nothing to do, unless its outline is known.",
)
AXES_SWAPPED = rule(
    "axes-swapped",
    Level.ERROR,
    "Hardly any feature lies in a zone; nearly all would with longitude and latitude exchanged.",
    "Exchange the coordinates of the features, or of the zones.",
)
RELEASE_WITH_END = rule(
    "release-with-end",
    Level.ERROR,
    "Released land has a last day, which is not looked at: what was released stays so.",
    "Report ground that is hazardous again as a hazard area of its own.",
)


def support_findings(
    frame: pd.DataFrame, ids: pd.Series[Any], layer: str, no_area: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    """List outlines that are none of hazard or release, such as that of a whole district."""
    at = np.flatnonzero(no_area)
    message = "its outline is not one of hazard or release: unmapped"
    supports = frame["support"].iloc[at].astype(str)
    return NO_AREA_SUPPORT.label(
        make_findings(layer, ids.iloc[at].astype(str), message, "support", supports, row=at + 1)
    )


def position_findings(
    ids: pd.Series[Any], layer: str, positions: npt.NDArray[np.bool_]
) -> pd.DataFrame:
    """List what is known by position only: it has no ground that could be counted."""
    at = np.flatnonzero(positions)
    message = "known by position only: counted, but in no figure of area"
    texts = ids.iloc[at].astype(str), message, "geometry"
    return POSITION_ONLY.label(make_findings(layer, *texts, row=at + 1))


def axes_findings() -> pd.DataFrame:
    """Say once that the axes of all features are swapped."""
    return AXES_SWAPPED.label(make_findings(None, None, AXES_SWAPPED.meaning, "geometry"))


def are_swapped(centres: npt.NDArray[np.float64], zones: npt.NDArray[np.object_]) -> bool:
    """Tell whether hardly any centre lies in a zone, but nearly all do with their axes swapped."""
    x, y = centres.T
    as_declared = (first_zone(zones, x, y) < len(zones)).mean()
    return bool(as_declared < 0.5 and (first_zone(zones, y, x) < len(zones)).mean() > 0.9)


def row_findings(frame: pd.DataFrame, layer: str, key: str) -> pd.DataFrame:
    """List dates the wrong way round, dates that are none, and terms that are unknown."""
    out = []

    def find(rule: Rule, where: Any, column: str, message: str) -> None:
        at = np.flatnonzero(where)
        ids, values = (frame[name].iloc[at].astype(str) for name in (key, column))
        out.append(
            rule.label(make_findings(layer, ids, f"{column} {message}", column, values, row=at + 1))
        )

    dates = ["valid_from", "known_from"]
    if layer == "land_release":
        if "valid_to" in frame:
            ended = frame["valid_to"].notna()
            find(
                RELEASE_WITH_END, ended, "valid_to", "is not looked at: what was released stays so"
            )
    else:
        dates.insert(1, "valid_to")
        never = days(frame, "valid_to") <= days(frame, "valid_from")
        message = "ends on or before the day it starts: never in force"
        if "valid_to" in frame:
            find(END_BEFORE_START, never, "valid_to", message)
    for column in dates:
        if column in frame:
            unread = frame[column].notna().to_numpy() & np.isnat(days(frame, column))
            find(INVALID_DATE, unread, column, "is not a date (YYYY-MM-DD): taken as missing")
    for column, domain, taken in (
        ("classification", Classification, "taken as suspected"),
        ("product", ReleaseProduct, "takes no part in the ledger"),
    ):
        if column in frame:
            unknown = ~frame[column].isin([str(term) for term in domain])
            message = f"is not a {domain.__name__} ({', '.join(domain)}): {taken}"
            find(UNKNOWN_VALUE, unknown, column, message)
    return join_findings(out)
