"""Who and what lies within hazards, what remains of them, and releases, and near them.

Let w be what a cell holds (its count, its density times its area, or its area, by class) and B(d)
the union of the ground within d metres of any feature. Then for each zone Z::

    exposed = Σ w · |cell ∩ Z ∩ B(d)| / |cell|
    not exposed = Σ w · |cell ∩ Z| / |cell| − exposed

and 'outside' is the same with the ground in no zone. B(d) is a union, so nobody near several
hazards counts twice; zones are a division, so their sum with 'outside' is the raster's total, cell
by cell. Of many features B(d) is not made: `geo.raster.within` gives the share of each cell. Cells
stay as they are in the file: nothing is resampled. People are taken as spread evenly over their
cell, which is what a share of a cell says.

Bounds: with an accuracy a of a feature, B(d − a) and B(d + a); with a relative error r of the
raster, times 1 − r and 1 + r. They are the edges of what has been stated, not a confidence
interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import InputUnreadable, OutOfRange
from geo.geodesy.rings import Floats, Geometries
from geo.intake.deliveries.positions import SEVERAL_OPERATIONS
from geo.model.findings import Finding, findings_frame, join_findings
from geo.model.frames import expect, expect_geometry
from geo.model.rules import REPROJECTED
from geo.raster.band import Band, ValueKind, band_of, expect_kind
from geo.raster.grid import Grid
from geo.raster.ground import Features, area_within_m2, expect_distance
from geo.raster.points_lines import PointsOrLines, measure_points_or_lines
from geo.raster.rules import BESIDE_RASTER, NODATA_UNSTATED, ZONE_NOT_COVERED
from geo.raster.sums import Figures, Sums
from geo.raster.windows import windows
from geo.raster.zones import division

_WHOLE = 0.9995  # borders are rounded


@dataclass(frozen=True)
class Exposure:
    """Figures of exposure, and all that has to be said about them.

    Attributes
    ----------
    table : DataFrame
        For each zone in their order, then 'outside' and 'total' (told apart by `row`), each
        distance `within_m` and, of a raster of classes, each `class`: `exposed`, `not_exposed`,
        and the bounds `exposed_min` and `exposed_max`, missing where neither the features'
        accuracy nor the raster's error is stated.
    zones : DataFrame
        `zone`, `area_m2`, `total`, and `valid_share`: how much of the zone lies in cells that have
        data; missing for points and lines. What lies in the rest is not in any figure.
    band : Band or PointsOrLines
    unit : str
        Of the figures: as the raster counts, m² for classes, 'points' or 'km'.
    raster_total : float
        Of all cells that have data, or of all points or lines.
    valid_m2 : float
        Ground of all cells that have data.
    findings : DataFrame
        Columns of `geo.model.layers.FINDINGS`.
    by_feature : DataFrame or None
        If asked for: what each feature has within each distance by itself. Not to be added up:
        what is near two features is in the rows of both. `valid_share` says how much of the ground
        within the distance has data; missing for points and lines.
    shapes : ndarray of polygons, shape (zones,)
        Outline of each zone as it counted, without what is in earlier ones.
    """

    table: pd.DataFrame
    zones: pd.DataFrame
    band: Band | PointsOrLines
    unit: str
    raster_total: float
    valid_m2: float
    findings: pd.DataFrame
    by_feature: pd.DataFrame | None = None
    shapes: Geometries = field(default_factory=lambda: np.zeros(0, dtype=object))


def measure(
    features: gpd.GeoDataFrame,
    zones: gpd.GeoDataFrame,
    raster: Band | PointsOrLines | Path | str,
    distances: Sequence[float] = (0.0,),
    *,
    zone: str = "district",
    kind: str | None = None,
    accuracy: str = "horizontal_accuracy_m",
    by_feature: str | None = None,
) -> Exposure:
    """Work out what of a raster lies within distances of features, by zone.

    Parameters
    ----------
    features : GeoDataFrame
        Usable ground (valid polygons, EPSG:4326), such as of `geo.land.remaining.remaining`; in
        column `accuracy`, if there is one, how exact each outline is, m.
    zones : GeoDataFrame
        Polygons; the first counts where they overlap.
    raster : Band, PointsOrLines or path
        A GeoTIFF, or a band of `geo.raster.band.band_of`; or points or lines in its place, of
        `geo.raster.points_lines.points_or_lines`.
    distances : sequence of float
        Metres, 0 to 100,000; 0 is the ground of the features itself.
    zone, accuracy : str
        Columns.
    kind : {'count', 'density', 'class'}, optional
        What the numbers are, where a path is given.
    by_feature : str, optional
        Column that names the features, to have figures of each by itself.

    Returns
    -------
    Exposure

    Raises
    ------
    OutOfRange, InputUnreadable, CrsError, InputMissing
        See `geo.raster.band`; also if the raster touches neither a zone nor a feature's
        surroundings.
    TableInvalid
        If a frame lacks a column or geometry.
    """
    reach = np.unique(expect_distance(distances))
    expect(zones=(zones, (zone,)), features=(features, (by_feature,) if by_feature else ()))
    expect_geometry("features", features)
    expect_geometry("zones", zones)
    split = division(zones, zone)
    ground = Features(features.geometry.to_numpy())
    exact = _accuracy(features, accuracy)
    rings = _rings(reach, exact)
    each = by_feature is not None
    more: dict[str, Any] = {"exact": exact, "features": features, "by_feature": by_feature}
    if isinstance(raster, PointsOrLines):
        found = measure_points_or_lines(raster, split, ground, rings, each=each)
        return _result(found, raster, ValueKind.COUNT, reach, **more)
    band = raster if isinstance(raster, Band) else band_of(raster, kind=kind)
    what = expect_kind(band)
    sums = Sums(band, what, split, ground, rings, each=each)
    touched = False
    with band.reading() as reader:
        for window in windows(reader.source, band.grid):
            touched |= sums.add(window, *reader.read(window))
    if not touched:
        raise InputUnreadable(
            f"{band.path}: no zone and no feature of the dataset is near its cells, which lie "
            f"between {_box(band.grid)}",
            "Take the raster of this country, or check its coordinate reference system.",
        )
    return _result(sums, band, what, reach, **more)


def _accuracy(features: gpd.GeoDataFrame, column: str) -> Floats | None:
    if column not in features:
        return None
    exact = pd.to_numeric(features[column], errors="coerce").to_numpy(np.float64)
    if (exact < 0).any():
        raise OutOfRange(f"{column} {np.nanmin(exact):g}", "Expected metres, 0 or more.")
    return None if np.isnan(exact).all() else np.nan_to_num(exact)


def _rings(reach: Floats, exact: Floats | None) -> list[Floats]:
    """Return the distances to work out: each, or per feature with the accuracy off and on."""
    plain = [np.asarray(d) for d in reach]
    if exact is None:
        return plain
    return [*plain, *(d - exact for d in reach), *(d + exact for d in reach)]


def _box(grid: Grid) -> str:
    west, south, east, north = grid.outline(grid.whole)
    return f"{west:.3f} and {east:.3f}° E, {south:.3f} and {north:.3f}° N"


def _result(
    sums: Figures,
    of: Band | PointsOrLines,
    what: ValueKind,
    reach: Floats,
    *,
    exact: Floats | None,
    features: gpd.GeoDataFrame,
    by_feature: str | None,
) -> Exposure:
    split = sums.zones
    order = np.argsort(sums.codes)
    n = len(split.names)
    totals = np.vstack([sums.zone, sums.total - sums.zone.sum(axis=0), sums.total])
    exposed = np.concatenate(
        [
            sums.exposed[:, :n],
            sums.exposed[:, n:] - sums.exposed[:, :n].sum(axis=1, keepdims=True),
            sums.exposed[:, n:],
        ],
        axis=1,
    )
    # Below rounding of the sums there is nothing.
    least = (1e-12 if isinstance(of, Band) else 1e-10) * max(
        float(sums.total.max(initial=0.0)), 1e-300
    )
    totals[np.abs(totals) < least] = 0.0
    exposed[np.abs(exposed) < least] = 0.0
    low, high = _bounds(exposed, len(reach), exact, of.error)
    rows = []
    for row in range(n + 2):
        kind = "zone" if row < n else ("outside", "total")[row - n]
        for ring, metres in enumerate(reach.tolist()):
            for at in order.tolist():
                one: dict[str, Any] = {
                    "row": kind,
                    "zone": split.names[row] if row < n else None,
                    "within_m": metres,
                }
                if isinstance(of, Band) and what is ValueKind.CLASS:
                    one["class"] = int(sums.codes[at])
                    one["label"] = of.labels.get(int(sums.codes[at]))
                value = float(exposed[ring, row, at])
                one["exposed"] = value
                one["not_exposed"] = max(float(totals[row, at]) - value, 0.0)
                one["exposed_min"] = None if low is None else float(low[ring, row, at])
                one["exposed_max"] = None if high is None else float(high[ring, row, at])
                rows.append(one)
    share = np.full(n, np.nan)
    if isinstance(of, Band):
        whole = split.area_m2
        share = np.divide(sums.valid, whole, out=np.zeros(n), where=whole > 0).clip(0, 1)
    zones = pd.DataFrame(
        {
            "zone": split.names,
            "area_m2": split.area_m2,
            "total": sums.zone.sum(axis=1),
            "valid_share": share,
        }
    )
    notes = _notes(of, zones) if isinstance(of, Band) else of.findings
    return Exposure(
        table=pd.DataFrame(rows),
        zones=zones,
        band=of,
        unit={ValueKind.CLASS: "m²", ValueKind.COUNT: of.unit}.get(what, ""),
        raster_total=float(sums.total.sum()),
        valid_m2=sums.valid_m2,
        findings=join_findings([split.findings, notes]),
        by_feature=None
        if by_feature is None
        else _by_feature(sums, of, reach, features, by_feature),
        shapes=split.shapes,
    )


def _bounds(
    exposed: Floats, n: int, exact: Floats | None, error: float | None
) -> tuple[Floats | None, Floats | None]:
    if exact is None and error is None:
        return None, None
    share = error or 0.0
    least, most = (
        (exposed[:n], exposed[:n]) if exact is None else (exposed[n : 2 * n], exposed[2 * n :])
    )
    return least * (1 - share), most * (1 + share)


def _by_feature(
    sums: Figures,
    of: Band | PointsOrLines,
    reach: Floats,
    features: gpd.GeoDataFrame,
    name: str,
) -> pd.DataFrame:
    rows = []
    for ring, metres in enumerate(reach.tolist()):
        share = None
        if isinstance(of, Band):
            whole = area_within_m2(features.geometry.to_numpy(), metres)
            held = sums.feature_m2[ring]
            share = np.divide(held, whole, out=np.zeros(len(whole)), where=whole > 0).clip(0, 1)
        for row, key in enumerate(features[name].tolist()):
            for at in np.argsort(sums.codes).tolist():
                one: dict[str, Any] = {name: key, "within_m": metres}
                if isinstance(of, Band) and of.kind is ValueKind.CLASS:
                    one["class"] = int(sums.codes[at])
                one["exposed"] = float(sums.feature[ring, row, at])
                one["valid_share"] = None if share is None else float(share[row])
                rows.append(one)
    return pd.DataFrame(rows)


def _notes(band: Band, zones: pd.DataFrame) -> pd.DataFrame:
    file = band.path.name
    found = [Finding(BESIDE_RASTER, note, file=file) for note in band.notes]
    move = band.grid.operation
    if move.shift is not None:
        found.append(Finding(REPROJECTED, str(move), file=file))
    if move.others:
        found.append(Finding(SEVERAL_OPERATIONS, move.words, file=file))
    if band.kind is not ValueKind.CLASS and band.nodata is None:
        found.append(
            Finding(NODATA_UNSTATED, "no number stands for no data: all cells count", file=file)
        )
    found += [
        Finding(
            ZONE_NOT_COVERED,
            f"the raster has data for {one['valid_share']:.1%} of it",
            layer="zones",
            feature_id=str(one["zone"]),
            value=f"{one['valid_share']:.4f}",
        )
        for one in zones.to_dict("records")
        if one["valid_share"] < _WHOLE
    ]
    return findings_frame(found)
