"""The layers of a dataset that records are scored with."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import shapely

from geo.model.dataset import Dataset, current
from geo.model.terms import ReleaseProduct, Support

SEARCHED = (str(ReleaseProduct.CLEARED), str(ReleaseProduct.REDUCED))


def accuracy_layers(dataset: Dataset) -> dict[str, Any]:
    """Return what `record_accuracy` takes, from the layers of a dataset.

    Recorded items are those of `recorded_items`; finds and accidents those with a position of their
    own (support 'point'); searched ground is land that was cleared, or reduced after technical
    survey, with an outline. Cancelled land was not searched.
    """
    now = current(dataset)
    release = now["land_release"]
    outlines = _there(now["minefield_records"])
    return {
        "items": _there(now["recorded_items"]),
        "finds": _spots(now["ordnance_finds"]),
        "searched": _there(release[release["product"].isin(SEARCHED)]),
        "outlines": outlines if len(outlines) else None,
        "accidents": _spots(now["accidents"]),
    }


def _spots(frame: Any) -> gpd.GeoDataFrame:
    return _there(frame[frame["support"] == str(Support.POINT)])


def _there(frame: Any) -> gpd.GeoDataFrame:
    shapes = frame.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return frame[there].reset_index(drop=True)
