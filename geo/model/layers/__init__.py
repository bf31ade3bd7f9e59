"""The only definition of every layer and table, by subject; `LAYERS` lists them.

Validation, GeoPackage columns and constraints, the data dictionary and export headers are all
derived from it. A column that several layers have is defined in `shared`.
"""

from __future__ import annotations

from collections.abc import Mapping

from geo.errors import UnknownName
from geo.model.layers.derived import (
    ACCIDENTS,
    CITATIONS,
    CLEARANCE_ZONES,
    DELIVERED_EVENT,
    DISTRICT_FIGURES,
    FINDINGS,
    ORDNANCE_FINDS,
)
from geo.model.layers.land import EVENTS, HAZARD_AREAS, LAND_RELEASE
from geo.model.layers.places import BASEMAP, DISTRICTS, PLACES
from geo.model.layers.records import MINEFIELD_RECORDS, RECORD_LEGS, RECORDED_ITEMS
from geo.model.layers.statements import CLAIM_PLACES, CLAIMANTS, CLAIMS, SOURCES
from geo.model.schema import KeyedLayer, Layer

__all__ = [
    "ACCIDENTS",
    "BASEMAP",
    "CITATIONS",
    "CLAIMANTS",
    "CLAIMS",
    "CLAIM_PLACES",
    "CLEARANCE_ZONES",
    "DELIVERED_EVENT",
    "DISTRICTS",
    "DISTRICT_FIGURES",
    "EVENTS",
    "FINDINGS",
    "HAZARD_AREAS",
    "KEYED",
    "LAND_RELEASE",
    "LAYERS",
    "MINEFIELD_RECORDS",
    "ORDNANCE_FINDS",
    "PLACES",
    "RECORDED_ITEMS",
    "RECORD_LEGS",
    "SOURCES",
    "find_keyed",
    "find_layer",
]

LAYERS: Mapping[str, Layer] = {
    layer.name: layer
    for layer in (
        DISTRICTS,
        CLEARANCE_ZONES,
        ORDNANCE_FINDS,
        ACCIDENTS,
        DISTRICT_FIGURES,
        PLACES,
        HAZARD_AREAS,
        LAND_RELEASE,
        EVENTS,
        MINEFIELD_RECORDS,
        RECORDED_ITEMS,
        RECORD_LEGS,
        BASEMAP,
        SOURCES,
        CLAIMANTS,
        CLAIMS,
        CITATIONS,
        CLAIM_PLACES,
        FINDINGS,
    )
}


KEYED: Mapping[str, KeyedLayer] = {
    name: layer for name, layer in LAYERS.items() if isinstance(layer, KeyedLayer)
}


def find_layer(name: str) -> Layer:
    """Return the layer of that name.

    Raises
    ------
    UnknownName
        With near names.
    """
    try:
        return LAYERS[name]
    except KeyError:
        raise UnknownName("layer", name, list(LAYERS)) from None


def find_keyed(name: str) -> KeyedLayer:
    """Return the layer of that name, which has a key.

    Raises
    ------
    UnknownName
        With near names.
    """
    try:
        return KEYED[name]
    except KeyError:
        raise UnknownName("layer", name, list(KEYED)) from None
