"""The link table between features and sources: which source says so, for every feature."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geo.intake.derived.events import cite_events
from geo.model.layers import CITATIONS
from geo.model.lists import split_all
from geo.model.schema import give_types

_OWN_SOURCE = (
    ("hazard_areas", "hazard_id"),
    ("land_release", "release_id"),
    ("events", "event_id"),
    ("minefield_records", "record_id"),
)
_BY_FOOTPRINT = (("clearance_zones", "area_cleared"), ("ordnance_finds", "eo_found"))


def citations(tables: Mapping[str, pd.DataFrame], *more: pd.DataFrame) -> pd.DataFrame:
    """Return the `citations` table: layer, feature, claim, source, locator; `more` are its rows.

    A district is cited by every claim that names it, alone or in a group; a place by the claims
    whose place name stands for it; a zone, find or accident by the claims it was made from; an
    area with a source of its own by that source.
    """
    claims = tables["claims"]
    parts = [_of_districts(claims), _of_places(claims, tables["claim_places"])]
    for layer, subject in _BY_FOOTPRINT:
        about = claims[(claims["subject"] == subject) & claims["footprint_id"].notna()]
        parts.append(about.assign(layer=layer, feature_id=about["footprint_id"]))
    events = claims[claims["event_id"].notna() & (claims["subject"] == "casualties")]
    parts.append(events.assign(layer="accidents", feature_id=events["event_id"]))
    for layer, key in _OWN_SOURCE:
        frame = tables[layer]
        frame = frame[frame["source_id"].notna()]
        parts.append(pd.DataFrame(frame.assign(layer=layer, feature_id=frame[key])))
    parts += cite_events(tables["events"])
    parts.append(_of_records(claims, tables["minefield_records"]))
    parts += more
    columns = CITATIONS.names
    links = pd.concat(
        [part.reindex(columns=columns) for part in parts if len(part)]
        or [pd.DataFrame(columns=columns)]
    )
    return give_types(links.drop_duplicates().reset_index(drop=True), CITATIONS)


def _of_districts(claims: pd.DataFrame) -> pd.DataFrame:
    named = claims.assign(layer="districts", feature_id=split_all(claims["districts"]))
    return named.explode("feature_id").dropna(subset=["feature_id"])


def _of_records(claims: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    named = pd.DataFrame(records[["record_id", "claim_ids"]]).dropna()
    named = named.assign(layer="minefield_records", claim_id=split_all(named["claim_ids"]))
    return (
        named.explode("claim_id")
        .merge(claims, on="claim_id")
        .rename(columns={"record_id": "feature_id"})
    )


def _of_places(claims: pd.DataFrame, claim_places: pd.DataFrame) -> pd.DataFrame:
    linked = claims.merge(claim_places.drop_duplicates(), on="place")
    return linked.assign(layer="places", feature_id=linked["place_id"])
