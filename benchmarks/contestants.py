"""What is measured against what: each function returns figures that must agree within its task."""

from __future__ import annotations

import os

import databases
import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

DATE = "2020-01-01"
PRODUCTS = ["cleared", "reduced", "cancelled"]


def _on_date(hazards, releases):
    return hazards[hazards.valid_from <= DATE], releases[releases.valid_from <= DATE]


def _layers(releases):
    return [releases.loc[releases["product"] == p, ["geometry"]] for p in PRODUCTS]


# Ledger: area (square degrees, or m²) of remaining hazard per district.


def clip_per_district(hazards, releases, districts):
    """`clip` and `union_all`, district by district."""
    hazards, releases = _on_date(hazards, releases)
    out = []
    for k in range(len(districts)):
        here = districts.iloc[[k]]
        hazard = gpd.clip(hazards[["geometry"]], here).union_all()
        released = gpd.clip(releases[["product", "geometry"]], here)
        cleared, reduced, cancelled = (part.union_all() for part in _layers(released))
        both = cleared.union(reduced)
        _ = reduced.difference(cleared).area, cancelled.difference(both).area
        out.append(hazard.difference(both.union(cancelled)).area)
    return np.array(out)


def overlay_per_feature(hazards, releases, districts):
    """`overlay` differences feature by feature, then with the districts, and `dissolve`."""
    hazards, releases = _on_date(hazards, releases)
    cleared, reduced, cancelled = _layers(releases)
    left = gpd.overlay(hazards[["geometry"]], releases[["geometry"]], how="difference")
    reduced = gpd.overlay(reduced, cleared, how="difference")
    cancelled = gpd.overlay(cancelled, pd.concat([cleared, reduced]), how="difference")
    for part in (cleared, reduced, cancelled):
        gpd.overlay(part, districts, how="intersection").dissolve("district")
    inside = gpd.overlay(left, districts, how="intersection").dissolve("district")
    return inside.area.reindex(districts.district).fillna(0).to_numpy()


def dissolve_all(hazards, releases, districts):
    """`dissolve` of each layer, then `overlay` of the multipolygons."""
    hazards, releases = _on_date(hazards, releases)
    cleared, reduced, cancelled = (part.dissolve() for part in _layers(releases))
    reduced = gpd.overlay(reduced, cleared, how="difference")
    cancelled = gpd.overlay(cancelled, pd.concat([cleared, reduced]).dissolve(), how="difference")
    released = releases[["geometry"]].dissolve()
    left = gpd.overlay(hazards[["geometry"]].dissolve(), released, how="difference")
    for part in (cleared, reduced, cancelled):
        gpd.overlay(districts, part, how="intersection")
    inside = gpd.overlay(districts, left, how="intersection").set_index("district")
    return inside.area.reindex(districts.district).fillna(0).to_numpy()


def _in_sql(database, kind):
    """A contestant from `databases`: of the plain query, or of the plan."""

    def contestant(hazards, releases, districts):
        return getattr(databases, database)(
            *getattr(databases, kind.upper()), *_on_date(hazards, releases), districts
        )

    contestant.__name__ = f"{database}_{kind}"
    return contestant


IN_SQL = {
    f"{database}_{kind}": _in_sql(database, kind)
    for database in ("duckdb", "sedona", "postgis")
    for kind in ("plan", "plain")
}


def ledger(hazards, releases, districts):
    """`geo.land.ledger`, with everything a ledger holds, on the ellipsoid."""
    from geo.land.ledger import ledger

    return ledger(hazards, releases, districts, DATE).table["closing_m2"].to_numpy()[:-2]


def ledger_and_remaining(hazards, releases, districts):
    """The ledger, and the remaining hazard as geometry."""
    from geo.land.ledger import land

    ready = land(hazards, releases, districts)
    threads = int(os.environ.get("THREADS", "1"))
    ready.remaining(DATE, threads=threads)
    return ready.ledger(DATE, threads=threads).table["closing_m2"].to_numpy()[:-2]


def ledger_geos(hazards, releases, districts):
    """The plain path without numba."""
    from geo.land.ledger import ledger

    return (
        ledger(hazards, releases, districts, DATE, engine="geos")
        .table["closing_m2"]
        .to_numpy()[:-2]
    )


# Points to districts.


def _positions(hazards):
    from national import points

    return points(int(os.environ.get("POINTS", "5000000")), hazards)


def points_sjoin(xy, districts):
    """`geopandas.sjoin`."""
    frame = gpd.GeoDataFrame(geometry=gpd.points_from_xy(*xy.T, crs=4326))
    joined = gpd.sjoin(frame, districts, predicate="within", how="left")
    return joined["index_right"].groupby(level=0).first().fillna(-1).to_numpy(np.int64)


def points_grid(xy, districts):
    """`geo.land.points`."""
    from geo.land.points import zone_of_points

    return zone_of_points(xy[:, 0], xy[:, 1], districts.geometry.values)


# Duplicates.


def duplicates_overlay(hazards):
    """`overlay` of the layer with itself, and areas."""
    frame = hazards[["hazard_id", "geometry"]].assign(area=hazards.to_crs(6933).area)
    both = gpd.overlay(frame, frame, how="intersection")
    both = both[both.hazard_id_1 < both.hazard_id_2]
    shared = both.to_crs(6933).area
    return np.array([(shared / (both.area_1 + both.area_2 - shared) >= 0.5).sum()])


def duplicates_bound(hazards):
    """`geo.land.overlaps`."""
    from geo.land.overlaps import overlaps

    return np.array([len(overlaps(hazards, key="hazard_id", least_likeness=0.5))])


# Areas.


def areas_geod(hazards):
    """A loop over `pyproj.Geod`."""
    geod = Geod(ellps="WGS84")
    shapes = shapely.orient_polygons(hazards.geometry.values)
    return np.array([geod.geometry_area_perimeter(shape)[0] for shape in shapes])


def areas_straight(hazards):
    """`geo.geodesy.planar_edges`."""
    from geo.geodesy.planar_edges import straight_area_m2

    return straight_area_m2(hazards.geometry.values)


#: Task → contestants, the project's last; and what they are given.
TASKS = {
    "ledger": [
        clip_per_district,
        overlay_per_feature,
        dissolve_all,
        *IN_SQL.values(),
        ledger_geos,
        ledger,
    ],
    "remaining": [clip_per_district, overlay_per_feature, dissolve_all, ledger_and_remaining],
    "points": [points_sjoin, points_grid],
    "duplicates": [duplicates_overlay, duplicates_bound],
    "areas": [areas_geod, areas_straight],
}


def inputs(task, folder):
    """Read what a task needs."""
    read = [
        gpd.read_parquet(folder / f"{name}.parquet")
        for name in ("hazards", "releases", "districts")
    ]
    if task in ("ledger", "remaining"):
        return read
    if task == "points":
        return [_positions(read[0]), read[2]]
    return read[:1]
