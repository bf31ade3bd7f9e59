"""The coordinate reference system of layers that are combined: always WGS 84."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.geodesy.operations import to_wgs84
from geo.model.findings import join_findings, make_findings, rule
from geo.model.rules import REPROJECTED
from geo.model.schema import CRS
from geo.model.terms import Level

CRS_MISSING = rule(
    "crs-missing",
    Level.WARNING,
    "A layer has no coordinate reference system; it is taken as EPSG:4326.",
    "Set the right one: what is not on the globe is listed as unmapped.",
)


def in_wgs84(
    frame: pd.DataFrame, layer: str | None = None
) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Return the frame in longitude/latitude on WGS 84, and a finding if it was not.

    A frame without coordinate reference system is taken as it is.
    """
    spatial = (
        frame
        if isinstance(frame, gpd.GeoDataFrame)
        else gpd.GeoDataFrame(
            frame, geometry="geometry" if "geometry" in frame.columns else [None] * len(frame)
        )
    )
    if spatial.crs is None:
        message = f"no coordinate reference system; taken as {CRS}"
        note = CRS_MISSING.label(make_findings(layer, None, message, "geometry"))
        return spatial.set_crs(CRS), note if len(spatial) else join_findings([])
    if spatial.crs.equals(CRS, ignore_axis_order=True):
        return spatial, join_findings([])
    given = spatial.crs.to_string()
    message = f"transformed from {given} to {CRS}"
    level = shapely.force_2d(spatial.geometry.to_numpy())  # a ring with measures cannot be moved
    moved = spatial.set_geometry(to_wgs84(level, spatial.crs), crs=CRS)
    return moved, REPROJECTED.label(make_findings(layer, None, message, "geometry", given))
