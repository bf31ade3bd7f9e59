"""Layers of a dataset as ground to ask rasters about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import InputUnreadable, UnknownName
from geo.land.remaining import remaining
from geo.land.usable import make_usable
from geo.land.validity import has_begun, is_in_force
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.dates import Day, day
from geo.model.findings import join_findings
from geo.model.schema import CRS
from geo.model.terms import Level
from geo.raster.band import Band
from geo.raster.exposure import Exposure, measure
from geo.raster.points_lines import PointsOrLines, points_or_lines

OF = ("hazard_areas", "remaining", "land_release")
_KEYS = {"hazard_areas": "hazard_id", "remaining": "hazard_id", "land_release": "release_id"}


class Ground(NamedTuple):
    """Ground of a layer on a day.

    Attributes
    ----------
    frame : GeoDataFrame
        One row per feature with usable outline, in force on the day.
    key : str
        Column with their ids.
    on : date
    findings : DataFrame
        About the rows that were repaired or take no part.
    """

    frame: gpd.GeoDataFrame
    key: str
    on: date
    findings: pd.DataFrame


def ground_of(
    dataset: Dataset, of: str = "remaining", on: Day | None = None, known: Day | None = None
) -> Ground:
    """Return the ground of hazard areas, of what remains of them, or of releases.

    Parameters
    ----------
    dataset : Dataset
    of : {'hazard_areas', 'remaining', 'land_release'}
        Hazard areas as reported, released or not; what no release has taken from them; releases
        of any product.
    on : str or date, optional
        As on that day. Default: the day of the dataset's newest information.
    known : str or date, optional
        By what was known on that day. Default: by all that is known now.

    Returns
    -------
    Ground

    Raises
    ------
    UnknownName
        If there is no such ground.
    InputUnreadable
        If the dataset has no usable outline of that layer: figures would all be 0.
    InvalidDate
        If a day is none.
    """
    expect_dataset(dataset)
    if of not in OF:
        raise UnknownName("ground", of, OF)
    when = newest_day(dataset) if on is None else day(on)
    shown = current(dataset, known)
    layers = ("hazard_areas", "land_release") if of == "remaining" else (of,)
    notes, made = [], []
    for layer in layers:
        frame = shown[layer]
        outlines, _, found, _ = make_usable(frame, layer, _KEYS[layer])
        notes.append(found)
        made.append(gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=outlines, crs=CRS))
    if shapely.is_missing(made[0].geometry.to_numpy()).all():
        raise InputUnreadable(
            f"dataset {dataset.meta.name!r} has no usable outline in {layers[0]}",
            "Exposure needs outlines: what has none would count as nobody. See atlas check.",
        )
    if of == "remaining":
        left = remaining(made[0], made[1], when, known)
        exact = "horizontal_accuracy_m"
        if exact in made[0]:
            left[exact] = left["hazard_id"].map(made[0].set_index("hazard_id")[exact])
        left["source_id"] = left["hazard_id"].map(made[0].set_index("hazard_id")["source_id"])
        return Ground(left, "hazard_id", when, join_findings(notes))
    rows = (is_in_force if of == "hazard_areas" else has_begun)(made[0], when, known)
    rows = rows & ~shapely.is_missing(made[0].geometry.to_numpy())
    return Ground(made[0][rows].reset_index(drop=True), _KEYS[of], when, join_findings(notes))


def newest_day(dataset: Dataset) -> date:
    """Return the day of a dataset's newest information, or today if it has no dates."""
    return day(dataset.meta.data_date or date.today())


def zones_of(dataset: Dataset, known: Day | None = None) -> gpd.GeoDataFrame:
    """Return the districts of a dataset as zones."""
    frame: Any = current(dataset, known)["districts"]
    return gpd.GeoDataFrame(frame)


def exposure(
    dataset: Dataset,
    raster: Band | PointsOrLines | gpd.GeoDataFrame | Path | str,
    *,
    of: str = "remaining",
    within: Sequence[float] = (0.0,),
    kind: str | None = None,
    zones: gpd.GeoDataFrame | None = None,
    zone: str = "district",
    as_on: Day | None = None,
    as_known: Day | None = None,
    accuracy_m: float | None = None,
    by_feature: bool = False,
) -> Exposure:
    """Count who and what of a raster lies within hazards or releases, and near them, by district.

    Parameters
    ----------
    dataset : Dataset
    raster : path, Band, GeoDataFrame or PointsOrLines
        A GeoTIFF; of `geo.raster.band_of` where a band, nodata, source or error is to be stated.
        Or points to count or lines to measure in its place, such as schools and roads; of
        `geo.raster.points_or_lines` where a source, date or error is to be stated.
    of : {'hazard_areas', 'remaining', 'land_release'}
        See `ground_of`.
    within : sequence of float
        Distances in metres, 0 to 100,000; 0 is inside.
    kind : {'count', 'density', 'class'}, optional
        What its numbers are; needed where its tags do not say.
    zones : GeoDataFrame, optional
        Polygons to count by. Default: the dataset's districts.
    zone : str
        Column with their names.
    as_on, as_known : str or date, optional
        See `ground_of`.
    accuracy_m : float, optional
        How exact outlines are that do not say: gives bounds.
    by_feature : bool
        Also for each feature by itself.

    Returns
    -------
    Exposure

    Raises
    ------
    GeoError
        See `ground_of` and `geo.raster.exposure.measure`.
    """
    ground = ground_of(dataset, of, as_on, as_known)
    frame = ground.frame
    if accuracy_m is not None:
        column = "horizontal_accuracy_m"
        there = frame[column] if column in frame else pd.Series(float("nan"), frame.index)
        frame = frame.assign(**{column: pd.to_numeric(there).fillna(accuracy_m)})
    out = measure(
        frame,
        zones_of(dataset, as_known) if zones is None else zones,
        points_or_lines(raster) if isinstance(raster, gpd.GeoDataFrame) else raster,
        within,
        zone=zone,
        kind=kind,
        by_feature=ground.key if by_feature else None,
    )
    return replace(out, findings=join_findings([ground.findings, out.findings]))


def are_grave(findings: pd.DataFrame) -> bool:
    """Return True if any finding is an error or a warning."""
    return bool(findings["level"].isin([str(Level.ERROR), str(Level.WARNING)]).any())


def layer_zones(
    dataset: Dataset, layer: str, on: Day | None = None, known: Day | None = None
) -> tuple[gpd.GeoDataFrame, str]:
    """Return a layer of polygons as zones, and the column with their names.

    Parameters
    ----------
    dataset : Dataset
    layer : {'districts', 'hazard_areas', 'remaining', 'land_release'}
    on, known : str or date, optional
        See `ground_of`.

    Raises
    ------
    UnknownName
        If it is none of these.
    """
    if layer == "districts":
        return zones_of(dataset, known), "district"
    if layer not in OF:
        raise UnknownName("layer of zones", layer, ("districts", *OF))
    ground = ground_of(dataset, layer, on, known)
    return ground.frame, ground.key
