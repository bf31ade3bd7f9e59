"""Rasters warped to the projection of web maps.

Leaflet stretches a picture evenly between two corners in EPSG:3857. A picture in another projection
lies wrong by that: one of a whole country in EPSG:4326 by kilometres. So it is warped first.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyproj import Transformer
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.transform import array_bounds
from rasterio.warp import Resampling, calculate_default_transform, reproject

from geo.errors import CrsError, InputUnreadable

_WEB_MERCATOR = CRS.from_epsg(3857)


@dataclass(frozen=True)
class Picture:
    """Colours on a grid.

    Attributes
    ----------
    rgba : ndarray of uint8, shape (4, rows, columns)
        Red, green, blue and opacity; the first row is the northernmost.
    transform : Affine
        From column and row to x and y of `crs`.
    crs : rasterio.crs.CRS
    """

    rgba: npt.NDArray[np.uint8]
    transform: Any
    crs: Any


def to_web_mercator(
    picture: Picture, most: int = 2048
) -> tuple[Picture, tuple[float, float, float, float]]:
    """Warp a picture to EPSG:3857, each pixel to the nearest one: no colour is made up.

    Parameters
    ----------
    picture : Picture
    most : int
        Most rows or columns of the result.

    Returns
    -------
    warped : Picture
        In EPSG:3857, north up.
    corners : tuple of float
        South, west, north and east edge, degrees (EPSG:4326).

    Raises
    ------
    CrsError
        If the picture has no coordinate reference system.
    InputUnreadable
        If it reaches a pole, which the projection does not have.
    """
    if picture.crs is None:
        raise CrsError(
            "the picture has no coordinate reference system",
            "Georeference it first, for example with QGIS (Georeferencer) or gdal_translate -gcp.",
        )
    _, rows, columns = picture.rgba.shape
    box = array_bounds(rows, columns, picture.transform)
    with warnings.catch_warnings():
        # rasterio multiplies affines in a way that newer versions of affine would rather not see.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        made, width, height = calculate_default_transform(
            picture.crs, _WEB_MERCATOR, columns, rows, *box
        )
    if not width or not height or not np.isfinite([*made]).all():
        raise InputUnreadable(
            f"the picture from {box} cannot be brought to EPSG:3857",
            "Cut it to latitudes between 85° S and 85° N.",
        )
    left, bottom, right, top = array_bounds(height, width, made)
    shrink = max(width / most, height / most, 1.0)
    width, height = max(round(width / shrink), 1), max(round(height / shrink), 1)
    transform = Affine((right - left) / width, 0, left, 0, (bottom - top) / height, top)
    rgba = np.zeros((4, height, width), np.uint8)
    reproject(
        picture.rgba,
        rgba,
        src_transform=picture.transform,
        src_crs=picture.crs,
        dst_transform=transform,
        dst_crs=_WEB_MERCATOR,
        resampling=Resampling.nearest,
    )
    to_degrees = Transformer.from_crs(3857, 4326, always_xy=True)
    (x0, x1), (y0, y1) = to_degrees.transform([left, right], [bottom, top])
    return Picture(rgba, transform, _WEB_MERCATOR), (y0, x0, y1, x1)
