"""Geometry that breaks maps: around the edges of the world, cut, empty, nowhere."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from shapely import MultiPolygon, Point, Polygon, box

from geo.model.dataset import Dataset

# One ground each, as different files write it.
ACROSS = {
    "jumping": Polygon([(179.6, -17), (-179.6, -17), (-179.6, -16.4), (179.6, -16.4)]),
    "cut": MultiPolygon([box(179.5, -18, 180, -17.4), box(-180, -18, -179.5, -17.4)]),
    "west of it": box(179, -16, 179.3, -15.6),
    "east of it": box(-179.3, -16, -179, -15.6),
}
POLES = {
    "north cap": box(-180, 84, 180, 90),
    "reaching north": box(10, 80, 20, 89),
    "south cap": box(-180, -90, 180, -84),
    "around the pole": Polygon([(0, 70), (120, 70), (-120, 70)]),
}
NOWHERE = {
    "null": None,
    "empty": Polygon(),
    "beyond the map": box(30, 86, 40, 88),
    "at the pole": box(-180, 89, 180, 90),
}


def areas(frame: pd.DataFrame, shapes: dict[str, Any]) -> gpd.GeoDataFrame:
    """Rows of a layer, the first repeated, without any date, with these shapes by id."""
    key = frame.columns[0]
    rows = frame.iloc[[0] * len(shapes)].reset_index(drop=True)
    for column in ("valid_from", "valid_to", "known_from"):
        if column in rows:
            rows[column] = pd.Series([None] * len(rows), dtype="str")
    rows[key] = list(shapes)
    rows["name"] = list(shapes)
    geometry = gpd.GeoSeries(list(shapes.values()), crs="EPSG:4326")
    return gpd.GeoDataFrame(rows.drop(columns="geometry"), geometry=geometry)[list(frame.columns)]


def rough(exercise: Dataset, shapes: dict[str, Any], points: dict[str, Any]) -> Dataset:
    """The exercise with `shapes` as hazards, `points` as events, and nothing else drawn."""
    tables = dict(exercise.tables)
    tables["hazard_areas"] = areas(tables["hazard_areas"], shapes)
    tables["events"] = areas(tables["events"], points)
    nothing = ("land_release", "districts", "basemap", "claims", "places", "clearance_zones")
    for name in (*nothing, "minefield_records", "recorded_items", "record_legs"):
        tables[name] = tables[name].iloc[:0]
    return Dataset(exercise.meta, tables)


POINTS = {
    "on the line": Point(180, -17),
    "just east": Point(-179.9, -17),
    "pole": Point(0, 90),
    "nowhere": None,
    "nothing": shapely.Point(),
}
