"""Rasters warped to the projection of web maps.

Leaflet stretches a picture evenly between two corners in EPSG:3857. A picture in another projection
lies wrong by that: one of a whole country in EPSG:4326 by kilometres. So it is warped first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from rasterio import Affine
from rasterio._err import CPLE_BaseError
from rasterio.crs import CRS
from rasterio.transform import array_bounds
from rasterio.warp import Resampling, reproject, transform_bounds
from rasterio.warp import transform as transform_points

from geo.errors import CrsError, InputUnreadable
from geo.geodesy.operations import Operation
from geo.raster.datum import bounds_of, lay_on_wgs84

_WEB_MERCATOR = CRS.from_epsg(3857)
_FINER = 4.0
_EXACT_CELLS = 0.01  # how far GDAL may be off between the points that it works out exactly


@dataclass(frozen=True)
class GeoImage:
    """Colours on a grid.

    Attributes
    ----------
    rgba : ndarray of uint8, shape (4, rows, columns)
        Red, green, blue and opacity; the first row is the northernmost.
    transform : Affine
        From column and row to x and y of `crs`.
    crs : rasterio.crs.CRS
    moved : Operation or None
        How it came to the datum of WGS 84, if it was warped.
    """

    rgba: npt.NDArray[np.uint8]
    transform: Any
    crs: Any
    moved: Operation | None = None


def to_web_mercator(
    picture: GeoImage, most: int = 2048
) -> tuple[GeoImage, tuple[float, float, float, float]]:
    """Warp a picture to EPSG:3857, each pixel to the nearest one: no colour is made up.

    Parameters
    ----------
    picture : GeoImage
    most : int
        Most rows or columns of the result.

    Returns
    -------
    warped : GeoImage
        In EPSG:3857, north up.
    corners : tuple of float
        South, west, north and east edge, degrees (EPSG:4326).

    Raises
    ------
    CrsError
        If the picture has no coordinate reference system, or the way from its datum to WGS 84 is
        not known.
    InputUnreadable
        If it reaches a pole, which the projection does not have.
    """
    if picture.crs is None:
        raise CrsError(
            "the picture has no coordinate reference system",
            "Georeference it first, for example with QGIS (Georeferencer) or gdal_translate -gcp.",
        )
    _, rows, columns = picture.rgba.shape
    laid = lay_on_wgs84(picture.crs, picture.transform, rows, columns)
    crs = CRS.from_user_input(laid.crs.to_wkt())
    transform, width, height = _grid_3857(laid.transform, crs, (rows, columns), most)
    rgba = np.zeros((4, height, width), np.uint8)
    reproject(
        picture.rgba,
        rgba,
        src_transform=laid.transform,
        src_crs=crs,
        dst_transform=transform,
        dst_crs=_WEB_MERCATOR,
        resampling=Resampling.nearest,
    )
    warped = GeoImage(rgba, transform, _WEB_MERCATOR, laid.operation)
    return warped, _corners(transform, width, height)


def warp_codes(
    codes: npt.NDArray[np.uint8], transform: Any, crs: str, nothing: int, most: int = 2048
) -> tuple[npt.NDArray[np.uint8], tuple[float, float, float, float], float]:
    """Warp codes of classes to EPSG:3857, each cell to the nearest one: no class is made up.

    Parameters
    ----------
    codes : ndarray of uint8, shape (rows, columns)
    transform : Affine
    crs : str
    nothing : int
        The code where there is no data.
    most : int
        Most rows or columns of the result.

    Returns
    -------
    codes : ndarray of uint8, shape (rows, columns)
    corners : tuple of float
        South, west, north and east edge, degrees.
    cell_m : float
        Side of a cell on the ground in the middle.

    Raises
    ------
    InputUnreadable
        If the raster reaches a pole, which the projection does not have.
    """
    size = codes.shape[0], codes.shape[1]
    laid = lay_on_wgs84(crs, transform, *size)
    there = CRS.from_user_input(laid.crs.to_wkt())
    # Where a cell is no smaller than those it is taken from, some of these would vanish.
    made, width, height = _grid_3857(laid.transform, there, size, most, _FINER)
    out = np.full((height, width), nothing, np.uint8)
    reproject(
        codes,
        out,
        src_transform=laid.transform,
        src_crs=there,
        src_nodata=nothing,
        dst_transform=made,
        dst_crs=_WEB_MERCATOR,
        dst_nodata=nothing,
        resampling=Resampling.nearest,
        tolerance=_EXACT_CELLS,
    )
    south, west, north, east = _corners(made, width, height)
    shrink = float(np.cos(np.radians((south + north) / 2)))
    return out, (south, west, north, east), abs(made.a) * shrink


def _grid_3857(
    transform: Any, crs: Any, size: tuple[int, int], most: int, finer: float = 1.0
) -> tuple[Affine, int, int]:
    """Return a grid in EPSG:3857 for a raster: transform, width and height.

    Its cells are as large as those of the raster, `finer` times smaller if there is room.
    """
    rows, columns = size
    box = bounds_of(transform, rows, columns)
    # As GDAL suggests one, but without the description of a dataset that it makes for that: the
    # command has the format of those descriptions off. The diagonal keeps its number of cells.
    corners = [transform @ (0, 0), transform @ (columns, rows)]
    try:
        left, bottom, right, top = transform_bounds(crs, _WEB_MERCATOR, *box)
        (x0, x1), (y0, y1) = transform_points(crs, _WEB_MERCATOR, *zip(*corners, strict=True))
    except CPLE_BaseError:
        left = bottom = right = top = x0 = x1 = y0 = y1 = np.inf
    cell = np.hypot(x1 - x0, y1 - y0) / np.hypot(rows, columns)
    if not np.isfinite([left, bottom, right, top, cell]).all() or not cell:
        raise InputUnreadable(
            f"the picture from {box} cannot be brought to EPSG:3857",
            "Cut it to latitudes between 85° S and 85° N.",
        )
    width, height = (right - left) / cell, (top - bottom) / cell
    shrink = max(width / most, height / most, 1 / finer)
    width, height = max(round(width / shrink), 1), max(round(height / shrink), 1)
    return (
        Affine((right - left) / width, 0, left, 0, (bottom - top) / height, top),
        width,
        height,
    )


def _corners(transform: Affine, width: int, height: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = array_bounds(height, width, transform)
    to_degrees = Transformer.from_crs(3857, 4326, always_xy=True)
    (x0, x1), (y0, y1) = to_degrees.transform([left, right], [bottom, top])
    return y0, x0, y1, x1
