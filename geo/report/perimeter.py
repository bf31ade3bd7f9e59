"""An outline on paper: its map, its turning points in degrees, in the office's CRS and in MGRS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from geo.errors import NeedsExtra
from geo.geodesy.geodesic import area_m2, length_m
from geo.geodesy.operations import from_wgs84
from geo.model.dataset import Dataset
from geo.report.blocks import NOT_RECORDED, Block, heading, para, picture, table
from geo.report.frame import Frame
from geo.report.north import magnetic_north
from geo.report.plan import plan

_MOST_POINTS = 120


def outline_map(
    dataset: Dataset, shape: Any, size_mm: tuple[float, float], name: str, around: Any = None
) -> Block:
    """Draw a map around a shape (or a larger one), with what the dataset holds near it."""
    frame = Frame.around(shape if around is None else around, *size_mm, pad=0.25)
    north = magnetic_north(frame.lon, frame.lat, dataset.meta.data_date)
    drawn = plan(dataset, frame, focus=shape, magnetic=north)
    return picture(drawn.svg, size_mm[0], f"Map of {name}")


def utm_crs(lon: float, lat: float) -> str:
    """Return the UTM zone of a position, as an EPSG code of WGS 84."""
    zone = min(max(int((lon + 180) // 6) + 1, 1), 60)
    return f"EPSG:{(32600 if lat >= 0 else 32700) + zone}"


def perimeter(shape: Any, crs: str | None = None) -> Iterator[Block]:
    """Yield the area, the length and the turning points of an outline.

    Parameters
    ----------
    shape : Polygon or MultiPolygon (EPSG:4326)
    crs : str, optional
        CRS of the office; default the UTM zone (WGS 84) of the outline's middle.

    Raises
    ------
    CrsError
        If there is no such CRS, or the way from its datum to WGS 84 is not known.
    """
    yield heading("Perimeter and turning points")
    if shape is None or shape.is_empty:
        yield para(f"Outline: {NOT_RECORDED}.")
        return
    middle = shapely.centroid(shape)
    code = crs or utm_crs(middle.x, middle.y)
    moved, by = from_wgs84(np.array([shape], dtype=object), code)
    rings = shapely.get_rings(shapely.get_parts(shape))
    of_office = shapely.get_rings(shapely.get_parts(moved[0]))
    area, length = float(area_m2([shape])[0]), float(np.sum(length_m(rings)))
    told = (
        f"Area {area:,.0f} m² ({area / 1e4:,.2f} ha), perimeter {length:,.0f} m: geodesic, WGS 84."
    )
    yield para(told)
    rows, total = [], 0
    for number, (ring, other) in enumerate(zip(rings, of_office, strict=True), 1):
        points = shapely.get_coordinates(ring)[:-1]
        x, y = shapely.get_coordinates(other)[:-1].T
        total += len(points)
        for i, ((lon, lat), east, north) in enumerate(zip(points, x, y, strict=True), 1):
            label = f"{number}.{i}" if len(rings) > 1 else str(i)
            rows.append(
                (
                    label,
                    f"{lat:.6f}",
                    f"{lon:.6f}",
                    f"{east:,.1f}",
                    f"{north:,.1f}",
                    _mgrs(lat, lon),
                )
            )
    head = ["Point", "Latitude", "Longitude", "East", "North", "MGRS (1 m)"]
    yield table(
        head, rows[:_MOST_POINTS], widths=[0.5, 1, 1, 1, 1, 1.4], right=(1, 2, 3, 4), size=6.2
    )
    if total > _MOST_POINTS:
        yield para(f"{total - _MOST_POINTS} of {total} points not shown.", bold=True)
    grid = f"East and north: {by.crs} ({code})"
    if by.words:
        grid += f"; between it and WGS 84: {by.words}"
    yield para(f"Degrees: WGS 84. {grid}. Decimals are not accuracy.", size=6)


def _mgrs(lat: float, lon: float) -> str:
    try:
        import mgrs  # noqa: PLC0415
    except ImportError:
        raise NeedsExtra("coordinates in MGRS", "mgrs", "report") from None
    if not -80 <= lat <= 84:
        return "outside MGRS"
    text = str(mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=5))
    return f"{text[:-10]} {text[-10:-5]} {text[-5:]}"
