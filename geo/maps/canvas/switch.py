"""The choice between a plain layer and a canvas layer."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.maps.canvas.layer import CanvasLayer
from geo.maps.canvas.plain import PlainLayer
from geo.model.frames import expect_geometry

# Below it Leaflet's own drawing is quick enough, and every feature is an element of the page.
LARGE = 5_000


def layer_for(frame: gpd.GeoDataFrame, **options: Any) -> CanvasLayer | PlainLayer:
    """Return a layer that suits the size of the frame.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n, any)
        EPSG:4326.
    **options
        As for `CanvasLayer`, except ``pane``.

    Returns
    -------
    PlainLayer or CanvasLayer
        Plain for fewer than 5,000 features, unless a shape goes across the antimeridian: only
        the canvas layer draws that the short way round.

    Raises
    ------
    TableInvalid, CrsError, UnknownTerm, InvalidDate, StyleError
        See `geo.maps.canvas.payload.pack`.
    """
    expect_geometry("frame", frame)
    if len(frame) >= LARGE or _wide(frame):
        return CanvasLayer(frame, **options)
    return PlainLayer(frame, **options)


def _wide(frame: gpd.GeoDataFrame) -> bool:
    west, _, east, _ = shapely.bounds(np.asarray(frame.geometry.array, dtype=object)).T
    with np.errstate(invalid="ignore"):
        return bool((east - west > 180).any())
