"""Rasters whose datum is not that of WGS 84: the one operation that brings them there.

GDAL would choose by itself, for each point anew, and take a datum that it does not know for that of
WGS 84, some hundred metres off. What `geo.geodesy.operations` refuses for outlines is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.crs import ProjectedCRS
from rasterio import Affine

from geo.errors import CrsError
from geo.geodesy.operations import Operation, operation
from geo.geodesy.systems import WGS84, horizontal_crs

_STEPS = 9  # points along a side, to see how well a plane shift fits
_OFF = 0.5  # of a cell


@dataclass(frozen=True)
class Laid:
    """A raster where it lies on WGS 84.

    Attributes
    ----------
    crs : pyproj.CRS
        The same projection, on the datum of WGS 84.
    transform : Affine
        From column and row to x and y of `crs`.
    operation : Operation
        What brought it there.
    """

    crs: pyproj.CRS
    transform: Affine
    operation: Operation


def bounds_of(transform: Affine, rows: int, columns: int) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a raster, also of one that is turned."""
    corners = [transform @ at for at in ((0, 0), (columns, 0), (0, rows), (columns, rows))]
    x, y = zip(*corners, strict=True)
    return min(x), min(y), max(x), max(y)


def operation_of(crs: Any, transform: Affine, rows: int, columns: int) -> Operation:
    """Choose the operation that brings a raster to WGS 84.

    Parameters
    ----------
    crs : CRS
        Anything PROJ understands.
    transform : Affine
        From column and row to x and y, easting or longitude first.
    rows, columns : int

    Raises
    ------
    CrsError
        If the way is not known. The hint lists the operations that may be meant.
    """
    box = shapely.box(*bounds_of(transform, rows, columns))
    try:
        return operation(crs, np.array([box], dtype=object))
    except CrsError as error:
        candidates = error.hint.partition("Candidates: ")[2]
        if not candidates:
            raise
        raise CrsError(
            error.message,
            "Write the system that is meant into the file: gdal_edit.py -a_srs EPSG:… FILE (QGIS: "
            f"Assign projection). Candidates: {candidates}",
        ) from None


def lay_on_wgs84(crs: Any, transform: Affine, rows: int, columns: int) -> Laid:
    """Move a raster to the datum of WGS 84 without touching its cells: by a plane shift.

    Parameters
    ----------
    crs, transform, rows, columns
        As `operation_of`.

    Raises
    ------
    CrsError
        If the way is not known, or the raster is so wide that a plane shift is off by half a cell.
    """
    move = operation_of(crs, transform, rows, columns)
    declared = horizontal_crs(crs)
    if move.shift is None:
        return Laid(declared, transform, move)
    plain = declared.source_crs if declared.is_bound and declared.source_crs else declared
    there: pyproj.CRS = pyproj.CRS.from_user_input(WGS84)
    if plain.is_projected:
        there = ProjectedCRS(
            plain.coordinate_operation, f"{plain.name}, moved to WGS 84", geodetic_crs=there
        )
    column, row = (
        a.ravel()
        for a in np.meshgrid(np.linspace(0, columns, _STEPS), np.linspace(0, rows, _STEPS))
    )
    a, b, c, d, e, f, *_ = transform
    degrees = move.apply(np.column_stack([a * column + b * row + c, d * column + e * row + f]))
    to_plane = pyproj.Transformer.from_crs(WGS84, there, always_xy=True)
    x, y = to_plane.transform(degrees[:, 0], degrees[:, 1])
    if not np.isfinite([x, y]).all():
        raise CrsError(
            f"{declared.name} is not defined at some corner of the raster",
            "Cut it to the ground of the dataset: gdalwarp -te …",
        )
    # From the middle outwards, so that little is lost to rounding.
    base = np.column_stack([np.ones(len(column)), column - columns / 2, row - rows / 2])
    (x0, a, b), *_ = np.linalg.lstsq(base, x, rcond=None)
    (y0, d, e), *_ = np.linalg.lstsq(base, y, rcond=None)
    off = np.hypot(base @ [x0, a, b] - x, base @ [y0, d, e] - y).max()
    if off > _OFF * np.sqrt(abs(a * e - b * d)):
        raise CrsError(
            f"the raster is too wide to be moved from {move.datum} to WGS 84 as a whole",
            "Warp it first: gdalwarp -t_srs EPSG:4326, with the operation that is meant (-ct).",
        )
    c, f = x0 - a * columns / 2 - b * rows / 2, y0 - d * columns / 2 - e * rows / 2
    return Laid(there, Affine(a, b, c, d, e, f), move)
