"""Synthetic national data: clustered hazard areas, overlapping releases, 80 districts.

Nothing in it is real. The districts fill 5.4° × 4.8°; hazard areas have 5–60 vertices and
log-normal areas from 10² to 10⁶ m²; each has two to five dated releases; one in ten is reported
twice.
"""

from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely

WEST, SOUTH, EAST, NORTH = 102.3, 10.0, 107.7, 14.8
METRES = 111_000.0


def _jagged(start, end, times, rng):
    """A border: the middle of each stretch is moved aside, again and again."""
    line = np.array([start, end])
    for _ in range(times):
        step = np.diff(line, axis=0)
        shift = np.clip(rng.normal(0, 0.045, len(step)), -0.1, 0.1)[:, None]
        middle = line[:-1] + step / 2 + np.c_[-step[:, 1], step[:, 0]] * shift
        out = np.empty((2 * len(line) - 1, 2))
        out[::2], out[1::2] = line, middle
        line = out
    return np.round(line, 9)


def districts(n=80, seed=1):
    """Districts with shared borders of hundreds to thousands of vertices."""
    rng = np.random.default_rng(seed)
    frame = shapely.box(WEST, SOUTH, EAST, NORTH)
    seeds = rng.uniform([WEST, SOUTH], [EAST, NORTH], (n, 2))
    for _ in range(3):  # even them out
        cells = shapely.get_parts(
            shapely.voronoi_polygons(shapely.multipoints(seeds), extend_to=frame)
        )
        cells = shapely.intersection(cells, frame)
        seeds = shapely.get_coordinates(shapely.centroid(cells))
    cells = shapely.set_precision(cells, 1e-7)
    borders = shapely.get_parts(shapely.node(shapely.union_all(shapely.boundary(cells))))
    lines = []
    for border in borders:
        corners = shapely.get_coordinates(border)
        for start, end in pairwise(corners):
            times = int(rng.integers(7, 11)) if np.hypot(*(end - start)) > 0.2 else 5
            lines.append(shapely.linestrings(_jagged(start, end, times, rng)))
    shapes = shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all(lines))))
    shapes = shapes[np.argsort(-shapely.area(shapes))][:n]
    return gpd.GeoDataFrame(
        {"district": [f"District {k:02d}" for k in range(len(shapes))]}, geometry=shapes, crs=4326
    )


def _stars(x, y, area, corners, rough, rng):  # noqa: PLR0917
    """Star-shaped outlines round centres, with given areas (m²) and numbers of vertices."""
    owner = np.repeat(np.arange(len(x)), corners)
    start = np.cumsum(corners) - corners
    number = np.arange(len(owner)) - start[owner]
    angle = 2 * np.pi * (number + rng.uniform(-0.35, 0.35, len(owner))) / corners[owner]
    radius = np.exp(rng.normal(0, rough, len(owner))).clip(0.35, 2.2)
    dx, dy = radius * np.cos(angle), radius * np.sin(angle)
    following = np.where(number + 1 == corners[owner], start[owner], np.arange(len(owner)) + 1)
    planar = np.bincount(owner, (dx * dy[following] - dx[following] * dy) / 2)
    scale = np.sqrt(area / np.abs(planar))[owner] / METRES
    lon = np.round(x[owner] + dx * scale / np.cos(np.radians(y[owner])), 7)
    lat = np.round(y[owner] + dy * scale, 7)
    shapes = shapely.polygons(shapely.linearrings(np.c_[lon, lat], indices=owner))
    bad = ~shapely.is_valid(shapes)
    shapes[bad] = shapely.convex_hull(shapes[bad])
    return shapes


def _dates(rng, first, last, n):
    return (np.datetime64(first) + rng.integers(0, last, n)).astype(str)


def hazards_and_releases(n, seed=2):
    """Two layers as `geo.model.layers` has them, n hazard areas and about 3.1 n releases."""
    rng = np.random.default_rng(seed)
    twice = n // 10
    single = n - twice
    clusters = max(8, n // 50)
    weight = rng.pareto(1.2, clusters) + 0.2
    weight /= weight.sum()
    cluster = rng.choice(clusters, single, p=weight)
    spread = rng.uniform(0.02, 0.09, clusters) * np.sqrt(weight * clusters).clip(1, 4)
    x = rng.uniform(WEST, EAST, clusters)[cluster] + rng.normal(0, 1, single) * spread[cluster]
    y = rng.uniform(SOUTH, NORTH, clusters)[cluster] + rng.normal(0, 1, single) * spread[cluster]
    area = np.exp(rng.normal(np.log(1e4), 1.6, single)).clip(1e2, 1e6)
    corners = np.exp(rng.normal(np.log(14), 0.6, single)).clip(5, 60).astype(int)
    shapes = _stars(x, y, area, corners, 0.35, rng)
    again = rng.choice(single, twice, replace=False)
    vertices, owner = shapely.get_coordinates(shapes[again], return_index=True)
    centre = np.c_[x, y][again]
    size = np.sqrt(area[again] / np.pi) / METRES
    moved = centre + rng.normal(0, 0.12, (twice, 2)) * size[:, None]
    grown = (vertices - centre[owner]) * rng.uniform(0.85, 1.15, twice)[owner, None] + moved[owner]
    copies = shapely.polygons(shapely.linearrings(np.round(grown, 7), indices=owner))
    shapes = np.concatenate([shapes, copies])
    bad = ~shapely.is_valid(shapes)
    shapes[bad] = shapely.convex_hull(shapes[bad])
    hazards = gpd.GeoDataFrame(
        {
            "hazard_id": [f"H{k}" for k in range(n)],
            "status": rng.choice(["suspected", "confirmed"], n),
            "valid_from": _dates(rng, "1998-01-01", 9000, n),
        },
        geometry=shapes,
        crs=4326,
    )
    of = np.repeat(np.arange(single), rng.integers(2, 6, single))
    part = (area[of] * rng.uniform(0.1, 0.6, len(of))).clip(30)
    away = np.sqrt(area[of] / np.pi) * rng.uniform(0, 0.8, len(of)) / METRES
    turn = rng.uniform(0, 2 * np.pi, len(of))
    corners = np.exp(rng.normal(np.log(9), 0.5, len(of))).clip(4, 40).astype(int)
    outlines = _stars(
        x[of] + away * np.cos(turn) / np.cos(np.radians(y[of])),
        y[of] + away * np.sin(turn),
        part,
        corners,
        0.2,
        rng,
    )
    releases = gpd.GeoDataFrame(
        {
            "release_id": [f"R{k}" for k in range(len(of))],
            "product": rng.choice(
                ["cancelled", "reduced", "cleared"], len(of), p=[0.25, 0.3, 0.45]
            ),
            "valid_from": _dates(rng, "2000-01-01", 9000, len(of)),
        },
        geometry=outlines,
        crs=4326,
    )
    return hazards, releases


def points(n, hazards, seed=3):
    """Positions round hazard areas, some far away."""
    rng = np.random.default_rng(seed)
    centre = shapely.get_coordinates(shapely.centroid(hazards.geometry.values))
    scatter = np.where(rng.random(n) < 0.7, 0.003, 0.15)[:, None]
    return np.round(centre[rng.integers(0, len(centre), n)] + rng.normal(0, 1, (n, 2)) * scatter, 6)
