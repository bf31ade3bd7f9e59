"""Georeferenced images and scans: GeoTIFF."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from geo.errors import CrsError, GeoError, InputMissing, InputUnreadable, OutOfRange
from geo.intake.readers.limits import how_to_raise, limits

_MOST = 4096  # rows or columns read; a web page shows no more
_MOST_BANDS = 16
# A file by itself, whatever lies beside it.
ALONE = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GTIFF_SRS_SOURCE": "GEOKEYS",
}


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
        If the file is not there, or no GeoTIFF of eight bits a band.
    OutOfRange
        If it is too large to be put into a page.
    CrsError
        If it has no position.
    """
    with open_picture(path) as source:
        if source.crs is None:
            raise CrsError(
                f"{path} has no coordinate reference system",
                "Georeference it first, for example with QGIS (Georeferencer).",
            )
        transform = source.transform
        if transform.is_identity:  # rows and columns, not a place
            transform = _of_world_file(path)
        if source.count > _MOST_BANDS:
            raise InputUnreadable(
                f"{path}: {source.count} bands", "Expected an image of one, three or four bands."
            )
        if set(source.dtypes) != {"uint8"}:
            raise InputUnreadable(
                f"{path}: bands of type {', '.join(sorted(set(source.dtypes)))}",
                "Expected an image of eight bits a band: gdal_translate -ot Byte -scale.",
            )
        shrink = max(source.width / _MOST, source.height / _MOST, 1.0)
        shape = (
            max(round(source.height / shrink), 1),
            max(round(source.width / shrink), 1),
        )
        bands = source.read(out_shape=(source.count, *shape), resampling=Resampling.nearest)
        opacity = source.dataset_mask(out_shape=shape)
        across, down = source.width / shape[1], source.height / shape[0]
        a, b, c, d, e, f = transform[:6]
        transform = rasterio.Affine(a * across, b * down, c, d * across, e * down, f)
        return _coloured(source, bands, opacity), transform, source.crs


@contextmanager
def open_picture(path: Path) -> Iterator[Any]:
    """Open an image as a GeoTIFF and nothing else, without files beside it.

    GDAL would take a description of other files (VRT) for an image, and look for smaller copies
    and masks next to it, which may be descriptions or addresses again.

    Raises
    ------
    InputMissing, InputUnreadable
        If the file is not there, or no GeoTIFF.
    OutOfRange
        If it is too large to be put into a page.
    """
    if not path.is_file():
        raise InputMissing(path, "Check the path of the image.")
    try:
        with warnings.catch_warnings(), rasterio.Env(**ALONE):
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path.absolute(), driver="GTiff") as source:
                check_bearable(path, source)
                yield source
    except (RasterioError, ValueError, MemoryError) as error:
        if isinstance(error, GeoError):
            raise
        raise InputUnreadable(
            f"{path}: not an image: {error}",
            "Save it as GeoTIFF, eight bits a band: gdal_translate -a_srs EPSG:… .",
        ) from None


def check_bearable(path: Path, source: Any) -> None:
    """Refuse a raster before memory or time for it is spent (`geo.intake.readers.limits`).

    Parameters
    ----------
    path : Path
        Its file.
    source : rasterio.io.DatasetReader

    Raises
    ------
    OutOfRange
        If it has no band, or more pixels, bands, strips or tiles than the limits allow, or larger.
    """
    high, wide = source.block_shapes[0] if source.count else (1, 1)
    size = f"{source.width:,} × {source.height:,} pixels, {source.count} band(s)"
    if not source.count:
        raise OutOfRange(f"{path}: {size}", "Expected an image or a raster.")
    asked = {
        "pixels": source.width * source.height,
        "bands": source.count,
        "tiles": -(-source.width // wide) * -(-source.height // high),
        "tile": high * wide,
    }
    for name, number in asked.items():
        most = int(getattr(limits(), name))
        if number > most:
            what = "pixels in a strip or tile" if name == "tile" else name
            raise OutOfRange(
                f"{path}: {size} in tiles or strips of {wide:,} × {high:,}: {number:,} {what}, "
                f"expected at most {most:,}",
                "Make it smaller, and tiled: gdal_translate -outsize 8000 0 -co TILED=YES; or, if "
                f"you know who made it: {how_to_raise(name, number)}",
            )


def _of_world_file(path: Path) -> Any:
    """Return the position that the six lines of a world file give."""
    for ending in (".tfw", ".tifw", ".wld", ".TFW"):
        beside = path.with_suffix(ending)
        if not beside.is_file():
            continue
        with beside.open("rb") as file:
            words = file.read(1024).decode("ascii", "replace").replace(",", ".").split()
        try:
            a, d, b, e, x, y = map(float, words)
        except ValueError:
            break
        # They speak of the middle of the first pixel.
        return rasterio.Affine(a, b, x - (a + b) / 2, d, e, y - (d + e) / 2)
    raise CrsError(
        f"{path} has a coordinate reference system, but no position in it",
        "Is its world file (.tfw) missing, or not of six numbers? Else georeference it, for "
        "example with QGIS (Georeferencer).",
    )


def _coloured(source: Any, bands: Any, opacity: Any) -> Any:
    """Return red, green, blue and opacity of whatever bands there are."""
    if source.colorinterp[0] is ColorInterp.palette:
        table = np.zeros((256, 4), np.uint8)
        for value, colour in source.colormap(1).items():
            table[value] = colour
        red, green, blue, alpha = np.moveaxis(table[bands[0]], -1, 0)
        return np.stack([red, green, blue, np.minimum(alpha, opacity)])
    colours = bands[:3] if source.count >= 3 else np.repeat(bands[:1], 3, axis=0)
    return np.concatenate([colours, opacity[None]]).astype(np.uint8)
