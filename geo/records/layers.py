"""The layers of a dataset that records are scored with."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.model.dataset import Dataset, current
from geo.model.terms import ReleaseProduct, Support
from geo.records.bands import Instruments, error_bands
from geo.records.form import FORM
from geo.records.traverse import LEG_COLUMNS, Traverse

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


def record_layer(
    done: Traverse, typed: pd.DataFrame, by: Instruments, *, seed: int = 0
) -> gpd.GeoDataFrame:
    """Return records as rows of the layer `minefield_records`.

    Parameters
    ----------
    done : Traverse
        Positions and outlines.
    typed : DataFrame
        The legs as typed: what stands on a first leg and is no part of the way is carried over.
    by : Instruments
        Standard errors, for the bands.
    seed : int
        Of the bands.

    Returns
    -------
    GeoDataFrame (EPSG:4326)
        `ce50_m` and `ce95_m` are those of a record's worst corner.
    """
    first = done.points[done.points["leg"] == 1].set_index("record_id")
    part = {*LEG_COLUMNS, "distance", "distance_unit", "pace_m", "crs"}
    known = {name for name, _, _ in FORM} | {"datum", "declination_source"}
    carried = [n for n in first if n not in part and (n in known or n in typed)]
    bands = error_bands(done, by, seed=seed).groupby("record_id")[["ce50_m", "ce95_m"]].max()
    rows = done.records.join(first[carried], on="record_id").join(bands, on="record_id")
    if {"ordnance", "mines_stated"} <= {*rows} and "mines_by_type" not in rows:
        stated = rows["ordnance"].notna() & rows["mines_stated"].notna()
        each = rows.loc[stated, ["ordnance", "mines_stated"]].itertuples(index=False)
        rows["mines_by_type"] = None
        rows.loc[stated, "mines_by_type"] = [f"{kind}={int(number)}" for kind, number in each]
    return rows


def _spots(frame: Any) -> gpd.GeoDataFrame:
    return _there(frame[frame["support"] == str(Support.POINT)])


def _there(frame: Any) -> gpd.GeoDataFrame:
    shapes = frame.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return frame[there].reset_index(drop=True)
