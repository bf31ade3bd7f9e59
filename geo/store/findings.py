"""Findings as a GeoPackage to walk through in a GIS: each with the place it is about."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.model.dataset import Dataset
from geo.model.layers import FINDINGS, KEYED
from geo.model.schema import CRS, Column, Kind, Layer
from geo.store.geopackage import add_layer, add_styles, describe, new_geopackage, timestamp

_NUMBER = Column("number", Kind.INTEGER, "Number", "From 1, gravest first.", True)
_COLUMNS = (_NUMBER, *FINDINGS.columns)
POINTS = Layer(
    "finding_points",
    "Findings: where",
    "One point on the feature that each finding is about.",
    _COLUMNS,
    geometry="POINT",
    derived=True,
)
EXTENTS = replace(
    POINTS,
    name="finding_extents",
    title="Findings: extents",
    description="Box around the feature that each finding is about, where it is no point.",
    geometry="POLYGON",
)
ELSEWHERE = replace(
    POINTS,
    name="findings_without_place",
    title="Findings without a place",
    description="Findings about rows, tables and features that have no position.",
    geometry="",
)

_Shapes = npt.NDArray[np.object_]


def write_findings(
    findings: pd.DataFrame, dataset: Dataset, path: Path | str, *, overwrite: bool = False
) -> Path:
    """Write findings with the geometry of the features they are about.

    Parameters
    ----------
    findings : DataFrame
        The ``findings`` table.
    dataset : Dataset
        Whose features they are about.
    path : path
        Destination, ending in ``.gpkg``.
    overwrite : bool, default False
        Replace an existing file.

    Returns
    -------
    Path
        The file: `finding_points`, `finding_extents` and the table `findings_without_place`.
        Each finding is in the first or the last of them.

    Raises
    ------
    OutputExists, WriteFailed
        As for `write_dataset`.
    """
    path = Path(path)
    numbered = findings.assign(number=np.arange(1, len(findings) + 1))
    points, boxes = _places(findings, dataset)
    placed, wide = ~shapely.is_missing(points), ~shapely.is_missing(boxes)
    frames = (
        (POINTS, gpd.GeoDataFrame(numbered[placed], geometry=points[placed], crs=CRS)),
        (EXTENTS, gpd.GeoDataFrame(numbered[wide], geometry=boxes[wide], crs=CRS)),
        (ELSEWHERE, numbered[~placed]),
    )
    layers = [layer for layer, _ in frames]
    with new_geopackage(path, overwrite=overwrite) as connection:
        now = timestamp()
        for layer, frame in frames:
            add_layer(connection, layer, frame, now)
        describe(connection, layers)
        add_styles(connection, layers, now)
    return path


def _places(findings: pd.DataFrame, dataset: Dataset) -> tuple[_Shapes, _Shapes]:
    """Return point and box of each finding's feature, None where there is none, shape (n,)."""
    shapes = np.full(len(findings), None, dtype=object)
    for name, rows in findings.groupby("layer").indices.items():
        layer = KEYED.get(str(name))
        if layer is None or not layer.geometry:
            continue
        frame = dataset[layer.name]
        known = pd.Index(frame[layer.key])
        at = known.drop_duplicates().get_indexer(findings["feature_id"].iloc[rows])
        there = frame["geometry"].to_numpy()[~known.duplicated()]
        shapes[rows[at >= 0]] = there[at[at >= 0]]
    bounds = shapely.bounds(shapes)
    there = np.isfinite(bounds).all(axis=1)
    wide = there & (bounds[:, :2] != bounds[:, 2:]).any(axis=1)
    points, boxes = np.full((2, len(findings)), None, dtype=object)
    points[there] = shapely.points((bounds[there, :2] + bounds[there, 2:]) / 2)
    # A point on the outline's own ground, where it can be reckoned with.
    sound = there & shapely.is_valid(shapes)
    points[sound] = shapely.force_2d(shapely.point_on_surface(shapes[sound]))
    boxes[wide] = shapely.box(*bounds[wide].T)
    return points, boxes
