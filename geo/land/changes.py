"""Differences between two states of the data: rows, and the ground they speak of.

A hazardous area that is no longer reported is *gone* from the record. That says nothing about the
ground: only a release says that somebody released it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.land.overlay.pieces import subtract
from geo.land.usable import usable_ground
from geo.model.layers import KEYED
from geo.model.lists import join
from geo.model.schema import CRS

LEAST_M2 = 1.0  # smaller pieces are left by rounding, not by anybody's report


class Ground(StrEnum):
    """Change of a piece of ground in the record."""

    REPORTED = "newly_reported"
    RELEASED = "newly_released"
    GONE = "gone"


@dataclass(frozen=True)
class Changes:
    """Differences between two states.

    Attributes
    ----------
    rows : DataFrame
        ``layer``, ``id``, ``change`` (``added``, ``removed`` or ``changed``), ``columns``
        (';'-joined names of those that differ; missing unless changed). Sorted by layer, change
        and id.
    ground : GeoDataFrame, EPSG:4326
        ``id`` (hazard or release), ``change`` (`Ground`), ``class`` (classification or product),
        ``area_m2`` and geometry: hazardous ground of after that was none before, ground released
        in after and not before, and hazardous ground of before that is none in after.
    """

    rows: pd.DataFrame
    ground: gpd.GeoDataFrame


def changes(before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]) -> Changes:
    """Compare two states of the data.

    Parameters
    ----------
    before, after : mapping of str to DataFrame
        Tables of the schema, such as `geo.intake.folder.Dataset.tables`.

    Returns
    -------
    Changes
    """
    found = [
        _rows(name, before[name], after[name]) for name, layer in KEYED.items() if not layer.derived
    ]
    rows = pd.concat(found, ignore_index=True)
    pieces = [
        _new(after, before, "hazard_areas", "classification", Ground.REPORTED),
        _new(after, before, "land_release", "product", Ground.RELEASED),
        _new(before, after, "hazard_areas", "classification", Ground.GONE),
    ]
    ground = gpd.GeoDataFrame(pd.concat(pieces, ignore_index=True), geometry="geometry", crs=CRS)
    return Changes(rows, ground)


def _rows(name: str, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    layer = KEYED[name]
    key = layer.key
    old, new = before.set_index(key), after.set_index(key)
    both = old.index.intersection(new.index)
    differs = {
        column.name: _differs(old.loc[both, column.name], new.loc[both, column.name])
        for column in layer.columns
        if column.name != key and not column.derived
    }
    if layer.geometry:
        one, other = (f.loc[both, "geometry"].to_numpy() for f in (old, new))
        missing = shapely.is_missing(one), shapely.is_missing(other)
        same = shapely.equals_exact(one, other, 0.0, normalize=True) | (missing[0] & missing[1])
        differs["geometry"] = ~same
    table = pd.DataFrame(differs, index=both)
    changed = table[table.any(axis=1)]
    columns = [join(table.columns[row]) for row in changed.to_numpy(bool)]
    parts = [
        pd.DataFrame({"id": new.index.difference(both), "change": "added"}),
        pd.DataFrame({"id": old.index.difference(both), "change": "removed"}),
        pd.DataFrame({"id": changed.index, "change": "changed", "columns": columns}),
    ]
    out = pd.concat(parts, ignore_index=True).assign(layer=name)
    out = out.sort_values(["change", "id"], kind="stable", ignore_index=True)
    return out.reindex(columns=["layer", "id", "change", "columns"]).astype("str")


def _differs(one: pd.Series, other: pd.Series) -> np.ndarray:
    blank = one.isna().to_numpy(), other.isna().to_numpy()
    same = np.array([a == b for a, b in zip(one.tolist(), other.tolist(), strict=True)], object)
    same[blank[0] | blank[1]] = False  # what is not known is equal to nothing but itself
    return ~(same.astype(bool) | (blank[0] & blank[1]))


def _new(
    here: Mapping[str, pd.DataFrame],
    there: Mapping[str, pd.DataFrame],
    layer: str,
    classes: str,
    kind: Ground,
) -> gpd.GeoDataFrame:
    """Return ground of a layer in one state that no feature of it holds in the other."""
    key = KEYED[layer].key
    ground, others = usable_ground(here[layer]), usable_ground(there[layer])
    first, second = shapely.STRtree(others).query(ground, predicate="intersects")
    pieces = subtract(ground, others, first, second)
    area = straight_area_m2(pieces)
    left = np.flatnonzero(~shapely.is_missing(pieces) & (area >= LEAST_M2))
    return gpd.GeoDataFrame(
        {
            "id": here[layer][key].to_numpy()[left],
            "change": str(kind),
            "class": here[layer][classes].to_numpy()[left],
            "area_m2": area[left],
        },
        geometry=pieces[left],
        crs=CRS,
    )
