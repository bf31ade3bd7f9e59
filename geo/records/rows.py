"""From rows of mines on a record to the positions where they are expected.

Rows run beside the longest side of the field, the first one on it and each next one `row_spacing_m`
further in. A row of a length and a step holds
⌊length/step⌋ + 1 mines; where a record states another number, that is a finding, and the rows are
laid out as the step says.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.geodesy.geodesic import bearing_deg, destination, distance_m
from geo.model.findings import Finding
from geo.model.schema import CRS as WGS84
from geo.model.terms import RecordPoint
from geo.records.rules import MINES_IN_ALL, MINES_PER_ROW
from geo.records.traverse import Traverse

_NEEDED = ("rows", "row_spacing_m", "mine_spacing_m")
_COLUMNS = ("item_id", "record_id", "row_number", "ordnance")
_MOST = 100_000


def expected_items(done: Traverse) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Return where mines are expected.

    Parameters
    ----------
    done : Traverse
        Of legs with `rows`, `row_spacing_m` and `mine_spacing_m` on each first leg, and
        `mines_per_row`, `mines_stated` and `ordnance` where stated.

    Returns
    -------
    items : GeoDataFrame (EPSG:4326)
        `item_id`, `record_id`, `row_number`, `ordnance`, and a point each.
    findings : list of Finding
        Where stated numbers differ.
    """
    points = done.points
    columns: dict[str, list[Any]] = {
        n: [] for n in ("item_id", "record_id", "row_number", "ordnance")
    }
    x, y = [], []
    findings: list[Finding] = []
    if set(_NEEDED) <= set(points.columns):
        for record, legs in points.groupby("record_id", sort=False):
            stated = legs.iloc[0]
            if pd.isna(stated[list(_NEEDED)].to_numpy(dtype=object)).any():
                continue
            lon, lat, row, found = _laid_out(str(record), legs, stated)
            findings += found
            columns["item_id"] += [f"{record}-{n:05d}" for n in range(1, len(lon) + 1)]
            columns["record_id"] += [record] * len(lon)
            columns["row_number"] += row.tolist()
            columns["ordnance"] += [stated.get("ordnance")] * len(lon)
            x.append(lon)
            y.append(lat)
    where = gpd.points_from_xy(np.concatenate(x), np.concatenate(y)) if x else []
    return gpd.GeoDataFrame(columns, geometry=where, crs=WGS84), findings


def _laid_out(record: str, legs: Any, stated: Any) -> tuple[Any, Any, Any, list[Finding]]:
    """Return positions of a record's mines, the row of each, and what differs from the paper."""
    findings: list[Finding] = []
    kinds = legs["to"].tolist()
    start = kinds.index(str(RecordPoint.START_POINT))
    xy = np.column_stack([legs.geometry.x, legs.geometry.y])[start:]
    if len(xy) < 2:
        return np.zeros(0), np.zeros(0), np.zeros(0, dtype=int), findings
    sides = np.round(distance_m(*xy[:-1].T, *xy[1:].T), 2)
    side = int(np.argmax(sides))
    corner = xy[side]
    along = float(bearing_deg(*corner, *xy[side + 1])[0])
    length = float(sides[side])
    rows, gap, step = (
        int(stated["rows"]),
        float(stated["row_spacing_m"]),
        float(stated["mine_spacing_m"]),
    )
    count = int(length / step + 1e-6) + 1
    per_row, total = stated.get("mines_per_row"), stated.get("mines_stated")
    if per_row is not None and pd.notna(per_row) and int(per_row) != count:
        message = f"{length:,.1f} m at {step:g} m hold {count:,} mines, {int(per_row):,} are stated"
        findings.append(Finding(MINES_PER_ROW, message, "minefield_records", record))
    if total is not None and pd.notna(total) and int(total) != count * rows:
        message = (
            f"{rows:,} rows of {count:,} are {count * rows:,} mines, {int(total):,} are stated"
        )
        findings.append(Finding(MINES_IN_ALL, message, "minefield_records", record))
    count, rows = min(count, _MOST), min(rows, max(_MOST // max(count, 1), 1))
    towards = float(bearing_deg(*corner, *xy.mean(axis=0))[0])
    across = along + (90 if (towards - along) % 360 < 180 else -90)
    number = np.repeat(np.arange(rows), count)
    lon, lat = destination(corner[0], corner[1], across, number * gap)
    lon, lat = destination(lon, lat, along, np.tile(np.arange(count) * step, rows))
    return lon, lat, number + 1, findings
