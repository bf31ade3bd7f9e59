"""Plain statistics of a raster within zones: districts, hazard areas, own polygons.

Each zone is by itself: zones may overlap, and ground in two of them is in the rows of both. Each
cell weighs by the exact share f of it that lies in the zone::

    mean = Σ f·v / Σ f        stdev² = Σ f·v² / Σ f − mean²        sum = Σ f·v

and, of a density, sum = Σ f·v·area. Cells without data weigh nothing; `valid_share` says how much
of the zone has data.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats
from geo.land.usable import usable_ground
from geo.model.frames import expect, expect_geometry
from geo.raster.band import Band, ValueKind, band_of
from geo.raster.fractions import cover_cells
from geo.raster.ground import Features, find_within
from geo.raster.windows import windows

_M2_PER_KM2 = 1e6


def zonal(
    zones: gpd.GeoDataFrame,
    raster: Band | Path | str,
    *,
    zone: str = "district",
    kind: str | None = None,
) -> pd.DataFrame:
    """Work out statistics of a raster within each zone.

    Parameters
    ----------
    zones : GeoDataFrame
        Polygons, in any CRS; repaired by the policy of `geo.model.repair`.
    raster : Band or path
        A GeoTIFF, or a band of `geo.raster.band.band_of`.
    zone : str
        Column with their names.
    kind : {'count', 'density', 'class'}, optional
        What the numbers are, where a path is given. Needed for sums only.

    Returns
    -------
    DataFrame
        One row per zone, in order: `zone`, `area_m2`, `valid_share`, `cells` (Σ f), `mean`,
        `stdev`, `min`, `max`, and `sum` (missing where the kind is not known). Of classes instead
        one row per zone and class that occurs in it: `class`, `label`, `class_m2`, `share` (of
        the ground with data). A zone without valid cells has missing statistics, never 0.

    Raises
    ------
    GeoError
        See `geo.raster.band.band_of`.
    TableInvalid
        If `zones` has no geometry or no such column.
    """
    expect(zones=(zones, (zone,)))
    expect_geometry("zones", zones)
    band = raster if isinstance(raster, Band) else band_of(raster, kind=kind)
    shapes = usable_ground(zones)
    features = Features(shapes)
    n = len(zones)
    sums = np.zeros((5, n))  # Σ f, Σ f v, Σ f (v − mean)², m² with data, the sum
    low, high = np.full(n, np.inf), np.full(n, -np.inf)
    classes: list[dict[float, float]] = [{} for _ in range(n)]
    with band.reading() as reader:
        for window in windows(reader.source, band.grid):
            row, outline = features.near(band.grid.outline(window))
            if not len(row):
                continue
            values, valid = reader.read(window)
            if not valid.any():
                continue
            area = np.where(valid, band.grid.area_m2(window), 0.0).ravel()
            flat, there = values.ravel(), valid.ravel()
            cut = find_within(outline, 0, band.grid, window)
            for at, cells in cover_cells(cut, window.rows, window.columns):
                keep = there[cells.number]
                number, share = cells.number[keep], cells.share[keep]
                if not len(number):
                    continue
                one, held = int(row[at]), flat[number]
                ground = area[number] * share
                sums[3, one] += ground.sum()
                if band.kind is ValueKind.CLASS:
                    for code in np.unique(held).tolist():
                        here = float(ground[held == code].sum())
                        classes[one][code] = classes[one].get(code, 0.0) + here
                    continue
                _add(sums[:, one], held, share)
                low[one], high[one] = min(low[one], held.min()), max(high[one], held.max())
                weight = ground * (band.per_km2 / _M2_PER_KM2)
                sums[4, one] += held @ (weight if band.kind is ValueKind.DENSITY else share)
    area_m2 = straight_area_m2(shapes)
    share = np.divide(sums[3], area_m2, out=np.zeros(n), where=area_m2 > 0).clip(0, 1)
    base = pd.DataFrame({"zone": zones[zone].to_numpy(), "area_m2": area_m2, "valid_share": share})
    base.loc[shapely.is_missing(shapes), "area_m2"] = np.nan
    if band.kind is ValueKind.CLASS:
        return _by_class(base, classes, band)
    some = sums[0] > 0
    count = np.where(some, sums[0], np.nan)
    mean = sums[1] / count
    return base.assign(
        cells=sums[0],
        mean=mean,
        stdev=np.sqrt(np.maximum(sums[2] / count, 0)),
        min=np.where(some, low, np.nan),
        max=np.where(some, high, np.nan),
        sum=np.where(some & (band.kind is not None), sums[4], np.nan),
    )


def _add(sums: Floats, held: Floats, share: Floats) -> None:
    """Add cells to the first three sums; squares are about the mean so far (Chan et al. 1983)."""
    weight, total = share.sum(), held @ share
    mean = total / weight
    squares = share @ (held - mean) ** 2
    before = sums[0]
    if before:
        apart = mean - sums[1] / before
        squares += apart**2 * before * weight / (before + weight)
    sums[0] += weight
    sums[1] += total
    sums[2] += squares


def _by_class(base: pd.DataFrame, classes: list[dict[float, float]], band: Band) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for one, held in zip(base.to_dict("records"), classes, strict=True):
        whole = sum(held.values())
        empty: dict[str, Any] = {"class": None, "label": None, "class_m2": None, "share": None}
        rows += [
            {str(k): v for k, v in one.items()}
            | {
                "class": int(code),
                "label": band.labels.get(int(code)),
                "class_m2": m2,
                "share": m2 / whole,
            }
            for code, m2 in sorted(held.items())
        ] or [{str(k): v for k, v in one.items()} | empty]
    return pd.DataFrame(rows)
