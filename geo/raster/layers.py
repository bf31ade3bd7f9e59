"""Surfaces of a dataset, made and written with what they say and rest on in their tags."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import OutOfRange, UnknownName
from geo.land.usable import usable_ground
from geo.land.validity import has_begun
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.dates import Day, day
from geo.model.lists import join
from geo.model.terms import CAUTIONS
from geo.raster import density as spread
from geo.raster import surfaces
from geo.raster.grid import Grid
from geo.raster.of_dataset import ground_of, newest_day, zones_of
from geo.raster.target import grid_around, grid_like
from geo.raster.writing import write_surface

POINTS = ("ordnance_finds", "accidents")
_POINT_M = 0.5  # a point of unknown accuracy speaks of its cell
_DATED = (
    ("hazard_areas", ("known_from", "valid_from")),
    ("land_release", ("known_from", "valid_from")),
    ("ordnance_finds", ("newest", "valid_from")),
    ("accidents", ("newest", "occurred", "valid_from")),
)


def write_density(
    dataset: Dataset,
    path: Path | str,
    *,
    of: str = "ordnance_finds",
    cell_m: float = 1000.0,
    like: Path | str | None = None,
    bandwidth_m: float = 0.0,
    as_on: Day | None = None,
    as_known: Day | None = None,
    overwrite: bool = False,
) -> dict[str, int]:
    """Write where ordnance was found or accidents happened, per km².

    Parameters
    ----------
    dataset : Dataset
    path : path
        A Cloud-Optimised GeoTIFF.
    of : {'ordnance_finds', 'accidents'}
    cell_m : float
        Side of the cells.
    like : path, optional
        A raster whose cells are to be taken instead.
    bandwidth_m : float
        Of a Gaussian kernel (standard deviation, m); 0: counts as they are.
    as_on, as_known : str or date, optional
    overwrite : bool

    Returns
    -------
    dict of str to int
        How many reports are not on the surface, by reason.

    Raises
    ------
    GeoError
        See `geo.raster.target` and `geo.raster.writing.write_surface`.
    """
    expect_dataset(dataset)
    if of not in POINTS:
        raise UnknownName("layer of points", of, POINTS)
    if not 0 <= bandwidth_m <= 100_000:
        raise OutOfRange(f"bandwidth {bandwidth_m:g} m", "Expected 0 to 100,000 m.")
    on = newest_day(dataset) if as_on is None else day(as_on)
    frame: Any = current(dataset, as_known)[of]
    frame = frame[has_begun(frame, on, as_known)]
    places = spread.locations(frame)
    grid = _grid(
        [frame.geometry.to_numpy(), zones_of(dataset, as_known).geometry.to_numpy()],
        cell_m,
        like,
        float(places.radius_m.max(initial=0.0)) + 4 * bandwidth_m,
    )
    total = {"on": 0.0}

    def parts() -> Any:
        for window, values in spread.density(places, grid, bandwidth_m):
            total["on"] += float((values * grid.area_m2(window)).sum() / 1e6)
            yield window, values

    smooth = f", Gaussian kernel of {bandwidth_m:g} m" if bandwidth_m else ""
    name = "Ordnance finds" if of == "ordnance_finds" else "Accidents"
    left = dict(places.left_out)
    write_surface(
        path,
        grid,
        parts(),
        dtype="float32",
        nodata=-1.0,
        unit="1/km2",
        description=f"{name} per km²{smooth}",
        tags={
            **_tags(dataset, on, as_known, _sources(dataset, of, frame)),
            "KIND": "density",
            "METHOD": "each location spread evenly over its accuracy" + smooth,
            "REPORTS": str(len(frame)),
            "NOT_ON_SURFACE": "; ".join(f"{n} {why}" for why, n in left.items()) or "none",
        },
        overwrite=overwrite,
    )  # fmt: skip
    beyond = len(places) - total["on"]
    if beyond > 1e-6 * max(len(places), 1):
        left["beyond the edge (rounded up)"] = int(np.ceil(beyond - 1e-6))
    return left


def write_coverage(
    dataset: Dataset,
    path: Path | str,
    *,
    of: str = "remaining",
    cell_m: float = 100.0,
    like: Path | str | None = None,
    as_on: Day | None = None,
    as_known: Day | None = None,
    overwrite: bool = False,
) -> pd.DataFrame:
    """Write the exact share of each cell that is hazardous, remaining or released.

    Parameters are those of `write_density`; `of` is as in `geo.raster.of_dataset.ground_of`.

    Returns
    -------
    DataFrame
        Findings about features that were repaired or take no part.
    """
    ground = ground_of(dataset, of, as_on, as_known)
    shapes = ground.frame.geometry.to_numpy()
    write_surface(
        path,
        grid := _grid(
            [shapes, zones_of(dataset, as_known).geometry.to_numpy()], cell_m, like, cell_m
        ),
        surfaces.coverage(shapes, grid),
        dtype="float32",
        nodata=-1.0,
        unit="1",
        description=f"Share of the cell: {of}",
        tags={
            **_tags(dataset, ground.on, as_known, _of(ground.frame)),
            "METHOD": "exact shares; ground under several outlines counts once",
        },
        overwrite=overwrite,
    )
    return ground.findings


def write_distance(
    dataset: Dataset,
    path: Path | str,
    *,
    cell_m: float = 100.0,
    like: Path | str | None = None,
    as_on: Day | None = None,
    as_known: Day | None = None,
    overwrite: bool = False,
) -> pd.DataFrame:
    """Write the distance from the middle of each cell to the nearest remaining hazard.

    Parameters are those of `write_density`. Far from a recorded hazard is not safe: what nobody
    reported is not in it.

    Returns
    -------
    DataFrame
        Findings about features that were repaired or take no part.
    """
    ground = ground_of(dataset, "remaining", as_on, as_known)
    shapes = ground.frame.geometry.to_numpy()
    grid = _grid([shapes, zones_of(dataset, as_known).geometry.to_numpy()], cell_m, like, cell_m)
    write_surface(
        path,
        grid,
        surfaces.distance(shapes, grid),
        dtype="float32",
        nodata=float("nan"),
        unit="m",
        description="Distance to the nearest recorded hazard that remains",
        tags={
            **_tags(dataset, ground.on, as_known, _of(ground.frame)),
            "METHOD": "from the middle of the cell to the outline; 0 inside",
        },
        overwrite=overwrite,
    )
    return ground.findings


def write_age(
    dataset: Dataset,
    path: Path | str,
    *,
    cell_m: float = 1000.0,
    like: Path | str | None = None,
    as_on: Day | None = None,
    as_known: Day | None = None,
    overwrite: bool = False,
) -> dict[str, int]:
    """Write the year of the last information about each cell.

    Parameters are those of `write_density`. Outlines of hazards and releases, and finds and
    accidents with the ground where they may be, speak of a cell if any part of it is theirs.

    Returns
    -------
    dict of str to int
        How many features are not on the surface, by reason.
    """
    expect_dataset(dataset)
    on = newest_day(dataset) if as_on is None else day(as_on)
    shown = current(dataset, as_known)
    shapes, metres, years, left, cited = [], [], [], dict[str, int](), set[str]()
    for layer, columns in _DATED:
        frame: Any = shown[layer]
        frame = frame[has_begun(frame, on, as_known)].reset_index(drop=True)
        if not len(frame):
            continue
        latest = pd.concat([frame[c].astype("object") for c in columns], axis=1).bfill(axis=1)
        year = pd.to_numeric(latest.iloc[:, 0].astype("str").str[:4], errors="coerce").to_numpy()
        if layer in POINTS:
            accuracy = pd.to_numeric(frame["horizontal_accuracy_m"], errors="coerce").to_numpy()
            fit = np.isin(frame["support"].astype("str"), ("point", "settlement"))
            ground = frame.geometry.to_numpy().copy()
            ground[~fit | (np.isnan(accuracy) & (frame["support"] == "settlement"))] = None
            accuracy = np.maximum(np.nan_to_num(accuracy), _POINT_M)
        else:
            accuracy, ground = np.zeros(len(frame)), usable_ground(frame)
        there = ~(shapely.is_missing(ground) | shapely.is_empty(ground))
        for why, some in (("no outline or accuracy", ~there), ("no date", there & np.isnan(year))):
            if some.any():
                left[f"{layer}: {why}"] = int(some.sum())
        use = there & ~np.isnan(year)
        shapes.append(ground[use])
        metres.append(np.nan_to_num(accuracy[use]))
        years.append(year[use].astype(np.int64))
        cited |= set(_sources(dataset, layer, frame[use]))
    every = np.concatenate(shapes) if shapes else np.zeros(0, dtype=object)
    far = np.concatenate(metres) if metres else np.zeros(0)
    grid = _grid(
        [every, zones_of(dataset, as_known).geometry.to_numpy()],
        cell_m,
        like,
        float(far.max(initial=0.0)),
    )
    write_surface(
        path,
        grid,
        surfaces.newest_year(every, far, np.concatenate(years), grid),
        dtype="int16",
        nodata=surfaces.NO_YEAR,
        unit="year",
        description="Year of the last information",
        tags={
            **_tags(dataset, on, as_known, sorted(cited)),
            "NOT_ON_SURFACE": "; ".join(f"{n} {why}" for why, n in left.items()) or "none",
        },
        overviews="MODE",
        overwrite=overwrite,
    )
    return left


def _grid(shapes: list[Any], cell_m: float, like: Path | str | None, margin_m: float) -> Grid:
    return grid_like(like) if like is not None else grid_around(
        np.concatenate(shapes), cell_m, margin_m
    )  # fmt: skip


def _of(frame: gpd.GeoDataFrame) -> list[str]:
    return sorted(set(frame["source_id"].dropna())) if "source_id" in frame else []


def _sources(dataset: Dataset, layer: str, frame: pd.DataFrame) -> list[str]:
    """Return the ids of the sources of some rows, by the link table or the rows themselves."""
    if "source_id" in frame:
        return sorted(set(frame["source_id"].dropna()))
    cited = dataset["citations"]
    ids = frame[frame.columns[0]]
    some = cited[(cited["layer"] == layer) & cited["feature_id"].isin(ids)]
    return sorted(set(some["source_id"]))


def _tags(dataset: Dataset, on: Any, known: Day | None, sources: list[str]) -> Mapping[str, str]:
    meta = dataset.meta
    tags = {
        "DATASET": meta.name,
        "TITLE": meta.title,
        "DATE": str(on),
        "AS_ON": str(on),
        "AS_KNOWN": str(known or "all that is known"),
        "DATA_DATE": meta.data_date or "unknown",
        "SOURCE": f"{meta.title} ({len(sources)} source(s))",
        "SOURCE_IDS": join(sources),
        "LICENCE": meta.licence,
        "CAUTION": " ".join(CAUTIONS),
    }
    if meta.synthetic:
        tags["SYNTHETIC"] = "yes: nothing here is about a real place"
    return tags
