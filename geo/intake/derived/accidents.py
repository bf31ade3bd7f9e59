"""Accidents: claims about the same event, together, each event once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.claims.differences import contested_claims
from geo.intake.derived.footprints import span, standing
from geo.model.footprints import Footprint
from geo.model.layers import ACCIDENTS
from geo.model.lists import join, union
from geo.model.schema import CRS, give_types
from geo.model.terms import Outcome, Support, Victims

_RANK = {s: i for i, s in enumerate(Support)}


def accidents(tables: Mapping[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    """Return the `accidents` layer: one feature for each `event_id`.

    Killed and injured are the lowest and highest of what the *sources* say, a source's own
    groups (civilian, military, deminer) added up. What no source counts is missing, not 0.
    The position is the most exact one that any claim gives; if none gives more than a district,
    the accident has no point.
    """
    claims = tables["claims"]
    about = claims[claims["event_id"].notna() & (claims["subject"] == "casualties")]
    places = tables["places"].set_index("place_id")
    known = places.to_dict("index")
    disputed = contested_claims(claims)
    rows, geometry = [], []
    for event, said in about.groupby("event_id"):
        group, retired = standing(said)
        first, last, newest = span(group)
        best = min(group.itertuples(), key=lambda c: (_accuracy(c, known), c.claim_id))
        place = _place(best, known)
        killed = _range(group, Outcome.KILLED)
        injured = _range(group, Outcome.INJURED)
        differ = killed[0] != killed[1] or injured[0] != injured[1]
        rows.append(
            {
                "event_id": event,
                "name": _name(best, place),
                "occurred": _occurred(group),
                "support": best.support,
                "horizontal_accuracy_m": place["horizontal_accuracy_m"] if place else None,
                "districts": join(union(group["districts"])) or None,
                "killed_min": killed[0],
                "killed_max": killed[1],
                "injured_min": injured[0],
                "injured_max": injured[1],
                "valid_from": first,
                "valid_to": last,
                "newest": newest,
                "n_claims": len(group),
                "n_sources": group["source_id"].nunique(),
                "retired": retired,
                "contested": differ or bool(set(group["claim_id"]) & disputed),
            }
        )
        geometry.append(place["geometry"] if place else None)
    shapes = np.empty(len(rows), dtype=object)
    shapes[:] = geometry
    frame = pd.DataFrame(rows, columns=ACCIDENTS.names)
    return gpd.GeoDataFrame(give_types(frame, ACCIDENTS), geometry=shapes, crs=CRS)


def _place(claim: Any, places: Mapping[Any, Mapping[Any, Any]]) -> Mapping[Any, Any] | None:
    """Return the one place a claim speaks of; None if it speaks of other ground."""
    ids = () if pd.isna(claim.footprint_id) else Footprint.parse(claim.footprint_id).places
    return places.get(ids[0]) if len(ids) == 1 else None


def _accuracy(claim: Any, places: Mapping[Any, Mapping[Any, Any]]) -> tuple[float, int]:
    """Sort key: the most exact place first."""
    place = _place(claim, places)
    metres = place["horizontal_accuracy_m"] if place else np.inf
    rank = _RANK[Support(claim.support)]
    return (float(metres) if pd.notna(metres) else np.inf, rank)


def _name(claim: Any, place: Mapping[Any, Any] | None) -> str:
    if place is not None:
        named = place["canonical_name"]
        return str(named if pd.notna(named) else place["name"])
    written = claim.place
    return str(written) if pd.notna(written) else "place not stated"


def _occurred(claims: pd.DataFrame) -> str | None:
    """The most exact date, the earliest of those; claims that differ show it side by side."""
    dates = claims["period_start"].dropna()
    return min(dates, key=lambda text: (-len(text), text)) if len(dates) else None


def _range(claims: pd.DataFrame, outcome: Outcome) -> tuple[int | None, int | None]:
    """Return lowest and highest total that the sources give for one outcome."""
    counted = claims[
        (claims["outcome"] == outcome) & claims["quantity"].notna() & claims["withheld"].isna()
    ]
    totals = []
    for _, source in counted.groupby("source_id"):
        whole = source["victims"] == Victims.ALL
        parts = source.loc[~whole, "quantity"].sum()
        totals.append(int(max(parts, source.loc[whole, "quantity"].max() if whole.any() else 0)))
    return (min(totals), max(totals)) if totals else (None, None)
