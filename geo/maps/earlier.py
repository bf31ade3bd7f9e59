"""The earlier of two states, where it is drawn otherwise: the left side of a swipe.

What both states draw alike stands in the page once. The page of the later state is told which of
its features are only its own; those that only the earlier one had travel beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np

from geo.land.changes import Changes
from geo.maps.drawing import Drawing, draw
from geo.maps.large import SOURCE
from geo.maps.rows import Row
from geo.model.dataset import Dataset
from geo.model.layers import KEYED
from geo.model.lists import split

_AREAS = ("released", "hazards", "lines", "events")
_MARKS = ("zone", "find", "accident", "other")
_LOOK = {"geometry", "support", "land_status", "classification", "product", "kind"}
_KEPT = ("layer", "id", "name", "status", "land_status", "support", "at")


@dataclass
class Earlier:
    """The left side of a swipe, as far as it is not the right one.

    Attributes
    ----------
    layers : dict of str to FeatureCollection
        What only the earlier state drew; the running number ``was`` counts `areas` or `sites`.
    areas, sites : list of dict
        What the running numbers stand for.
    own : dict of str to list of int
        For each drawn layer the running numbers that only the later state drew.
    large : dict of str to GeoDataFrame
        Rows that only the earlier state drew, of layers drawn on canvas tiles.
    own_large : dict of str to list of str
        Ids that only the later state drew, of layers it draws on canvas tiles.
    cells : dict of str to dict of int to dict
        For each figure of the later state what it was, by position of the district there.
    """

    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    areas: list[Row] = field(default_factory=list)
    sites: list[Row] = field(default_factory=list)
    own: dict[str, list[int]] = field(default_factory=dict)
    large: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    own_large: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[str, dict[int, Row]] = field(default_factory=dict)

    def payload(self) -> dict[str, Any]:
        """Return all but the large rows, which go into the page as a layer of their own."""
        return {
            "layers": self.layers,
            "areas": self.areas,
            "sites": self.sites,
            "own": self.own,
            "cells": self.cells,
            "ownLarge": self.own_large,
        }


def compare_earlier(before: Dataset, after: Drawing, found: Changes) -> Earlier:
    """Set what `before` draws against what is drawn of the later state.

    Parameters
    ----------
    before : Dataset
        The earlier state, layers in EPSG:4326.
    after : Drawing
        What is drawn of the later state.
    found : Changes
        From `geo.land.changes.changes` for the same two states.

    Returns
    -------
    Earlier
    """
    was = draw(before, before["claims"], large=after.large)
    out = Earlier()
    for name in _AREAS:
        _features(out, name, _seen(was, name), _seen(after, name))
    for name in _MARKS:
        _features(out, name, _seen(was, name), _seen(after, name))
    for name in {**was.large, **after.large}:
        layer, _ = SOURCE[name]
        key = KEYED[layer].key
        old, new = was.large.get(name), after.large.get(name)
        both = old is not None and new is not None
        if old is not None:
            left = old[old[key].isin(_otherwise(found, layer, "removed"))] if both else old
            if len(left):
                out.large[name] = gpd.GeoDataFrame(left)
        if new is not None:
            own = new[key][new[key].isin(_otherwise(found, layer, "added"))] if both else new[key]
            out.own_large[name] = [str(one) for one in own]
    return out


def _otherwise(found: Changes, layer: str, kind: str) -> list[str]:
    """Return ids of a layer that one state draws and the other does not, or not in the same way."""
    rows = found.rows[found.rows["layer"] == layer]
    other = [not _LOOK.isdisjoint(split(names)) for names in rows["columns"]]
    wanted = (rows["change"] == kind).to_numpy(bool) | np.array(other, bool)
    return [str(one) for one in rows["id"][wanted]]


def _seen(drawing: Drawing, name: str) -> dict[str, tuple[int, dict[str, Any], Row]]:
    """Tell what is drawn of a layer by all that one sees of it."""
    out = {}
    for feature in drawing.layers[name]["features"]:
        i = feature["properties"]["i"]
        item = (drawing.areas if name in _AREAS else drawing.sites)[i]
        kept = {column: item[column] for column in _KEPT if item.get(column) is not None}
        look = kept if name in _AREAS else {}
        out[json.dumps([look, feature["geometry"]], sort_keys=True)] = (i, feature, kept)
    return out


def _features(
    out: Earlier,
    name: str,
    was: dict[str, tuple[int, dict[str, Any], Row]],
    now: dict[str, tuple[int, dict[str, Any], Row]],
) -> None:
    items = out.areas if name in _AREAS else out.sites
    features = []
    for look, (_, feature, kept) in was.items():
        if look not in now:
            features.append({**feature, "properties": {"was": len(items)}})
            items.append(kept)
    out.layers[name] = {"type": "FeatureCollection", "features": features}
    out.own[name] = [i for look, (i, _, _) in now.items() if look not in was]
