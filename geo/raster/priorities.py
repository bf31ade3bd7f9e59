"""Criteria of the task sites of a dataset, and their order of work.

Task sites are the hazard areas of which something remains. It orders work, never land: a site that
is last is no less hazardous, and a site without a value is not assessed, which is a class of its
own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.geodesy import nearest
from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries
from geo.land.validity import has_begun
from geo.model.dataset import Dataset, current
from geo.model.dates import Day
from geo.model.findings import join_findings
from geo.model.frames import expect, expect_geometry
from geo.ranking.criteria import Criterion
from geo.ranking.order import Order, order
from geo.raster.band import Band, ValueKind, band_of
from geo.raster.exposure import Exposure, measure
from geo.raster.of_dataset import Ground, ground_of, zones_of

_NEAR_M = 20_000.0
_DAYS = 365.25
_COVERED = 0.9  # of the ground near a site that must have data


@dataclass(frozen=True)
class Priorities:
    """An order of work and what it rests on.

    Attributes
    ----------
    order : Order
    sites : GeoDataFrame
        The task sites: what remains of each hazard area, with its criteria.
    criteria : list of Criterion
    on : date
    inputs : dict of str to str
        For each criterion where its values are from.
    findings : DataFrame
    """

    order: Order
    sites: gpd.GeoDataFrame
    criteria: list[Criterion]
    on: Any
    inputs: dict[str, str]
    findings: pd.DataFrame


def priorities(
    dataset: Dataset,
    *,
    people: Band | Path | str | None = None,
    cropland: Band | Path | str | None = None,
    cropland_classes: Sequence[int] = (),
    near: Mapping[str, gpd.GeoDataFrame] | None = None,
    table: pd.DataFrame | None = None,
    within_m: float = 500.0,
    criteria: Sequence[Criterion] | None = None,
    as_on: Day | None = None,
    as_known: Day | None = None,
    samples: int = 10_000,
    seed: int = 0,
) -> Priorities:
    """Put the task sites of a dataset in an order of work.

    Parameters
    ----------
    dataset : Dataset
    people : path or Band, optional
        A raster of counts or densities: criterion `people_near`, within `within_m` of the site.
    cropland : path or Band, optional
        A raster of classes: criterion `cropland_m2`, within the site.
    cropland_classes : sequence of int
        Which of its classes.
    near : mapping of str to GeoDataFrame, optional
        Roads, schools, wells: for each name the criterion `NAME_m`, how far the nearest is.
    table : DataFrame, optional
        More criteria, by `hazard_id`: access, share of records covered.
    within_m : float
    criteria : sequence of Criterion, optional
        With weights, of `geo.ranking.criteria.read_criteria`. Default: all that there is, with the
        same weight.
    as_on, as_known : str or date, optional
        See `geo.raster.of_dataset.ground_of`.
    samples, seed : int
        See `geo.ranking.order.order`.

    Returns
    -------
    Priorities

    Raises
    ------
    GeoError
        See `ground_of`, `geo.raster.exposure.measure` and `geo.ranking.order.order`.
    """
    ground = ground_of(dataset, "remaining", as_on, as_known)
    shown = current(dataset, as_known)
    sites = gpd.GeoDataFrame(ground.frame[["hazard_id", "classification", "geometry"]])
    zones = zones_of(dataset, as_known)
    inputs: dict[str, str] = {}
    made: list[Criterion] = []
    notes = [ground.findings]

    def add(name: str, values: Any, title: str, origin: str, first: Any = "more") -> None:
        sites[name] = np.asarray(values, dtype=np.float64)
        inputs[name] = origin
        made.append(Criterion(name=name, title=title, first=first))

    if people is not None:
        band = people if isinstance(people, Band) else band_of(people)
        if band.kind is ValueKind.CLASS:
            raise InputUnreadable(
                f"{band.path}: classes; expected people as counts or densities",
                "--cropland takes a raster of classes.",
            )
        found = measure(sites, zones, band, [within_m], by_feature="hazard_id")
        notes.append(found.findings)
        title = f"People within {within_m:g} m"
        add("people_near", _of_sites(found, sites), title, _origin(band))
    if cropland is not None:
        band = cropland if isinstance(cropland, Band) else band_of(cropland, kind="class")
        found = measure(sites, zones, band, [0.0], by_feature="hazard_id")
        held = _of_sites(found, sites, cropland_classes)
        add("cropland_m2", held, "Cropland in it (m²)", _origin(band))
    _add_accidents(add, shown["accidents"], sites, ground, within_m=within_m, known=as_known)
    add("area_m2", straight_area_m2(sites.geometry.to_numpy()), "Size (m²)", "outlines")
    hazards = shown["hazard_areas"].set_index("hazard_id")
    newest = hazards["known_from"].fillna(hazards["valid_from"]).reindex(sites["hazard_id"])
    days = (pd.Timestamp(ground.on) - pd.to_datetime(newest, errors="coerce")).dt.days
    add("information_age_years", days / _DAYS, "Age of information (years)", "hazard_areas")
    for name, features in (near or {}).items():
        expect_geometry(name, features)
        away = _nearest_m(sites.geometry.to_numpy(), features.geometry.to_numpy())
        add(f"{name}_m", away, f"Nearest {name} (m)", name, "less")
    if table is not None:
        expect(table=(table, ("hazard_id",)))
        more = table.drop_duplicates("hazard_id").set_index("hazard_id")
        for name in more.columns:
            given = pd.to_numeric(more[name], errors="coerce").reindex(sites["hazard_id"])
            add(str(name), given, str(name), "table")
    chosen = list(made if criteria is None else criteria)
    for one in chosen:
        if one.name not in sites and one.weight > 0:
            sites[one.name] = np.nan
            inputs[one.name] = "missing"
    chosen = [one for one in chosen if one.name in sites]
    plain = pd.DataFrame(sites.drop(columns="geometry"))
    ordered = order(plain, chosen, samples=samples, seed=seed)
    return Priorities(ordered, sites, chosen, ground.on, inputs, join_findings(notes))


def _of_sites(
    found: Exposure, sites: gpd.GeoDataFrame, classes: Sequence[int] | None = None
) -> Floats:
    """Return what each site has near; missing where the raster says too little of the ground."""
    table = found.by_feature
    assert table is not None  # asked for
    known = table.groupby("hazard_id")["valid_share"].first()
    if classes is not None:
        table = table[table["class"].isin(list(classes))]
    held = table.groupby("hazard_id")["exposed"].sum().reindex(sites["hazard_id"]).fillna(0.0)
    share = known.reindex(sites["hazard_id"]).fillna(0.0)
    return np.where(share.to_numpy() >= _COVERED, held.to_numpy(), np.nan)


def _origin(band: Band) -> str:
    source, date = band.source or "source not stated", band.date or "date not stated"
    return f"{band.path.name} ({source}, {date})"


def _add_accidents(
    add: Any,
    accidents: Any,
    sites: gpd.GeoDataFrame,
    ground: Ground,
    *,
    within_m: float,
    known: Day | None,
) -> None:
    """Add how many accidents are near each site, and how long ago the last one was."""
    exact = accidents["support"].astype("str").isin(["point", "settlement"])
    some = accidents[has_begun(accidents, ground.on, known) & exact.to_numpy()]
    shapes = some.geometry.to_numpy()
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    shapes, when = shapes[there], some["occurred"].astype("str").str[:4].to_numpy()[there]
    at, other, metres = _pairs(sites.geometry.to_numpy(), shapes, within_m)
    near = metres <= within_m
    count = np.bincount(at[near], minlength=len(sites))
    title = f"Accidents within {within_m:g} m"
    add("accidents_near", count, title, "accidents with a position")
    year = pd.to_numeric(pd.Series(when[other[near]]), errors="coerce").to_numpy(np.float64)
    last = np.full(len(sites), np.nan)
    np.fmax.at(last, at[near], year)
    # No accident near is long ago, not unknown: as long as the longest there is, and a year.
    since = ground.on.year - last
    longest = np.nanmax(since) + 1 if np.isfinite(since).any() else 0.0
    title = "Years since the last accident near (none: the longest and one)"
    add(
        "years_since_accident",
        np.where(np.isnan(since), longest, since),
        title,
        "accidents",
        "less",
    )


def _pairs(sites: Geometries, others: Geometries, metres: float) -> tuple[Any, Any, Floats]:
    """Return pairs of sites and features that may be within a distance, and how far they are."""
    if not len(others) or not len(sites):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    one, two = nearest.outlines_to_plane(sites), nearest.to_plane(shapely.segmentize(others, 0.05))
    reach = nearest.reach(np.full(len(sites), metres), sites)
    at, other = shapely.STRtree(two).query(one, predicate="dwithin", distance=reach)
    return at, other, nearest.apart_m(one[at], two[other])


def _nearest_m(sites: Geometries, others: Geometries) -> Floats:
    """Return how far the nearest feature is from each site; missing if none is within 20 km."""
    out = np.full(len(sites), np.nan)
    there = others[~(shapely.is_missing(others) | shapely.is_empty(others))]
    at, _, metres = _pairs(sites, there, _NEAR_M)
    np.fmin.at(out, at, metres)
    return out
