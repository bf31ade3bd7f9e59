"""Events that were delivered as such, beside the accidents and finds that claims speak of."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.model.dates import day_after, earliest, latest
from geo.model.layers import ACCIDENTS, DELIVERED_EVENT, ORDNANCE_FINDS
from geo.model.schema import CRS, Layer, give_types
from geo.model.terms import EventKind


def with_accidents(accidents: gpd.GeoDataFrame, events: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the `accidents` layer with the delivered accidents, retired ones with their day.

    Parameters
    ----------
    accidents : GeoDataFrame (EPSG:4326)
        Those that claims speak of.
    events : GeoDataFrame (EPSG:4326)
        The `events` layer.
    """
    there = _of_kind(events, EventKind.ACCIDENT)
    counts = {
        f"{outcome}_{end}": there[outcome].fillna(there[f"{outcome}_{end}"])
        for outcome in ("killed", "injured")
        for end in ("min", "max")
    }
    occurred = {"event_id": DELIVERED_EVENT + there["event_id"], "occurred": there["occurred"]}
    return _appended(accidents, there, ACCIDENTS, {**occurred, **counts})


def with_finds(finds: gpd.GeoDataFrame, events: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return the `ordnance_finds` layer with the delivered finds, retired ones with their day.

    Parameters
    ----------
    finds : GeoDataFrame (EPSG:4326)
        Those that claims speak of.
    events : GeoDataFrame (EPSG:4326)
        The `events` layer.
    """
    there = _of_kind(events, EventKind.ORDNANCE_FOUND)
    own = {"find_id": DELIVERED_EVENT + there["event_id"], "ordnance": there["ordnance"]}
    return _appended(finds, there, ORDNANCE_FINDS, own)


def cite_events(events: pd.DataFrame) -> list[pd.DataFrame]:
    """Return links from delivered accidents and finds to their sources: layer, feature, source."""
    pairs = (("accidents", EventKind.ACCIDENT), ("ordnance_finds", EventKind.ORDNANCE_FOUND))
    out = []
    for layer, kind in pairs:
        there = _of_kind(events, kind).dropna(subset=["source_id"])
        feature = DELIVERED_EVENT + there["event_id"]
        out.append(
            pd.DataFrame({"layer": layer, "feature_id": feature, "source_id": there["source_id"]})
        )
    return out


def date_events(events: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return delivered events with the days a map over time needs.

    Parameters
    ----------
    events : GeoDataFrame (EPSG:4326)
        The `events` layer.
    sources : DataFrame
        Says when an event was published.

    Returns
    -------
    GeoDataFrame (EPSG:4326)
        With `valid_from`, the day by which it had happened (what has happened stays so), and
        `known_from`, the day by which its source was published: of a month or a year the last
        day, as for claims (`geo.claims.times`).
    """
    published = sources.set_index("source_id")["published"].reindex(events["source_id"])
    return events.assign(
        valid_from=_last_days(events["occurred"]),
        known_from=_last_days(published).to_numpy(dtype=object),
    )


def _last_days(texts: pd.Series) -> pd.Series:
    days = {text: latest(text).isoformat() for text in texts.dropna().unique()}
    return texts.map(days)


def _of_kind(events: pd.DataFrame, kind: EventKind) -> pd.DataFrame:
    return events[events["kind"] == kind]


def _appended(
    frame: gpd.GeoDataFrame, events: pd.DataFrame, layer: Layer, own: dict[str, Any]
) -> gpd.GeoDataFrame:
    if events.empty:
        return frame
    spans = {text: _span(text) for text in events["occurred"].dropna().unique()}
    first = events["occurred"].map(lambda t: spans[t][0], na_action="ignore")
    after = events["occurred"].map(lambda t: spans[t][1], na_action="ignore")
    last = events["occurred"].map(lambda t: spans[t][2], na_action="ignore")
    named = events["name"].fillna(events["district"]).fillna("place not stated")
    common = {
        "name": named,
        "support": events["support"],
        "horizontal_accuracy_m": events["horizontal_accuracy_m"],
        "districts": events["district"],
        "valid_from": first,
        "valid_to": after,
        "newest": last,
        "n_claims": 0,
        "n_sources": events["source_id"].notna().astype(int),
        "contested": False,
        "retired": events["retired"],
    }
    rows = give_types(pd.DataFrame({**own, **common}, index=events.index), layer)
    shapes = np.concatenate([frame["geometry"].to_numpy(), events["geometry"].to_numpy()])
    together = pd.concat([pd.DataFrame(frame.drop(columns="geometry")), rows], ignore_index=True)
    return gpd.GeoDataFrame(give_types(together, layer), geometry=shapes, crs=CRS)


def _span(text: str) -> tuple[str, str, str]:
    last = latest(text)
    return earliest(text).isoformat(), day_after(last).isoformat(), last.isoformat()
