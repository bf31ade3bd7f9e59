"""Features to zones, by share of their area, with the doubt that uncertain boundaries bring."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries, Integers
from geo.land.overlay.pieces import cut_by_zone
from geo.land.usable import usable_ground
from geo.model.frames import expect

_METRES_PER_DEGREE = 110_574.0  # of latitude at the equator, where a degree is shortest


def zone_shares(
    features: pd.DataFrame,
    zones: pd.DataFrame,
    *,
    key: str,
    zone: str = "district",
    uncertainty: str = "uncertainty_m",
) -> pd.DataFrame:
    """Tell how much of each feature lies in which zone.

    Parameters
    ----------
    features : GeoDataFrame
        Polygons with a column `key`.
    zones : GeoDataFrame
        Polygons with their names in column `zone` and, if known, how far the drawn boundary may
        be from the real one in column `uncertainty` (m). The first zone counts where they overlap.
    key, zone, uncertainty : str
        Column names.

    Returns
    -------
    DataFrame
        One row per feature and zone, largest share first: `key`, `zone` (None: outside all zones),
        `area_m2`, `share` (0–1; the shares of a feature sum to 1), `uncertain` (True where the
        feature comes nearer to the boundary of any zone than that boundary is exact). Features
        without usable ground are not in it; `geo.land.usable.make_usable` lists them.

    Raises
    ------
    TableInvalid
        If one is no frame or lacks the column that names its rows.
    """
    expect(features=(features, (key,)), zones=(zones, (zone,)))
    ground = usable_ground(features)
    outline = usable_ground(zones)
    index, number, part = cut_by_zone(ground, outline)
    area = straight_area_m2(part)
    total = np.bincount(index, area, minlength=len(ground))
    names = np.array([*zones[zone], None], dtype=object)

    uncertain = np.zeros(len(ground), bool)
    if uncertainty in zones:
        reach = pd.to_numeric(zones[uncertainty], errors="coerce").fillna(0).to_numpy(np.float64)
        near = _near_boundary(ground, outline, reach)
        uncertain[near] = True
    out = pd.DataFrame(
        {
            key: features[key].to_numpy()[index],
            "zone": names[number],
            "area_m2": area,
            "share": area / total[index],
            "uncertain": uncertain[index],
        }
    )
    return out.iloc[np.lexsort((-area, index))].reset_index(drop=True)


def _near_boundary(ground: Geometries, zones: Geometries, reach_m: Floats) -> Integers:
    """Return features within reach of a zone's boundary, by distances in metres.

    Longitudes are shrunk by the cosine of a latitude, so that a degree is the same length both
    ways. The latitude is the highest of the zone's: distances come out a little short, so a
    doubtful feature counts as uncertain.
    """
    found = []
    for outline, metres in zip(zones, reach_m, strict=True):
        if outline is None or metres <= 0:
            continue
        bounds = shapely.bounds(outline)
        shrink = float(np.cos(np.radians(min(max(abs(bounds[1]), abs(bounds[3])) + 0.1, 89.0))))
        reach = metres / _METRES_PER_DEGREE
        box = shapely.box(
            bounds[0] - reach / shrink,
            bounds[1] - reach,
            bounds[2] + reach / shrink,
            bounds[3] + reach,
        )
        near = np.flatnonzero(shapely.intersects(ground, box))

        def scaled(geometry: Any, by: float = shrink) -> Any:
            return shapely.transform(geometry, lambda xy: xy * [by, 1.0])

        border = scaled(shapely.boundary(outline))
        shapely.prepare(border)
        found.append(near[shapely.dwithin(border, scaled(ground[near]), reach)])
    return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
