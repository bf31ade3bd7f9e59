"""Georeferenced images and scans: GeoTIFF and whatever else GDAL reads with a position."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from geo.errors import CrsError, InputMissing, InputUnreadable

_MOST = 4096  # rows or columns read; a web page shows no more


def read_picture(path: Path) -> tuple[Any, Any, Any]:
    """Read an image with its position, at most 4,096 pixels a side.

    Parameters
    ----------
    path : Path
        One band (grey or palette), three (RGB) or four (RGBA), eight bits each.

    Returns
    -------
    rgba : ndarray of uint8, shape (4, rows, columns)
        Where the file has no data, opacity is 0.
    transform : Affine
    crs : rasterio.crs.CRS

    Raises
    ------
    InputMissing, InputUnreadable
        If the file is not there, or no image of eight bits a band.
    CrsError
        If it has no position.
    """
    if not path.exists():
        raise InputMissing(path, "Check the path of the image.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path) as source:
                if source.crs is None:
                    raise CrsError(
                        f"{path} has no coordinate reference system",
                        "Georeference it first, for example with QGIS (Georeferencer).",
                    )
                if source.transform.is_identity:  # rows and columns, not a place
                    raise CrsError(
                        f"{path} has a coordinate reference system, but no position in it",
                        "Is its world file (.tfw, .jgw, .pgw) missing? Else georeference it, for "
                        "example with QGIS (Georeferencer).",
                    )
                if set(source.dtypes) != {"uint8"}:
                    raise InputUnreadable(
                        f"{path}: bands of type {', '.join(sorted(set(source.dtypes)))}",
                        "Expected an image of eight bits a band: gdal_translate -ot Byte -scale.",
                    )
                shrink = max(source.width / _MOST, source.height / _MOST, 1.0)
                shape = (round(source.height / shrink), round(source.width / shrink))
                bands = source.read(out_shape=(source.count, *shape), resampling=Resampling.nearest)
                opacity = source.dataset_mask(out_shape=shape)
                across, down = source.width / shape[1], source.height / shape[0]
                a, b, c, d, e, f = source.transform[:6]
                transform = rasterio.Affine(a * across, b * down, c, d * across, e * down, f)
                return _coloured(source, bands, opacity), transform, source.crs
    except (RasterioError, ValueError) as error:
        if isinstance(error, InputUnreadable | CrsError):
            raise
        raise InputUnreadable(f"{path}: not an image: {error}", "Save it as GeoTIFF.") from None


def _coloured(source: Any, bands: Any, opacity: Any) -> Any:
    """Red, green, blue and opacity of whatever bands there are."""
    if source.colorinterp[0] is ColorInterp.palette:
        table = np.zeros((256, 4), np.uint8)
        for value, colour in source.colormap(1).items():
            table[value] = colour
        red, green, blue, alpha = np.moveaxis(table[bands[0]], -1, 0)
        return np.stack([red, green, blue, np.minimum(alpha, opacity)])
    colours = bands[:3] if source.count >= 3 else np.repeat(bands[:1], 3, axis=0)
    return np.concatenate([colours, opacity[None]]).astype(np.uint8)
