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

_MOST = 4096  # rows or columns read; a web page shows no more
MOST_CELLS = 2_000_000_000
MOST_BANDS = 16
_BLOCKS = 4_000_000
_CELLS_AT_ONCE = 500_000_000  # of one strip or tile
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


def check_bearable(
    path: Path, source: Any, *, cells: int = MOST_CELLS, bands: int = MOST_BANDS
) -> None:
    """Refuse a raster before memory or time for it is spent.

    Parameters
    ----------
    path : Path
        Its file.
    source : rasterio.io.DatasetReader
    cells : int, default `MOST_CELLS`
        At most, of one band.
    bands : int, default `MOST_BANDS`
        At most.

    Raises
    ------
    OutOfRange
        If it has more, or very many or very large strips or tiles.
    """
    high, wide = source.block_shapes[0] if source.count else (1, 1)
    blocks = -(-source.width // wide) * -(-source.height // high)
    if (
        source.width * source.height > cells
        or not 1 <= source.count <= bands
        or blocks > _BLOCKS
        or high * wide > _CELLS_AT_ONCE
    ):
        raise OutOfRange(
            f"{path}: {source.width:,} × {source.height:,} pixels, {source.count} band(s), "
            f"{blocks:,} strips or tiles of {wide:,} × {high:,}; expected at most {cells:,} "
            f"pixels, {bands:,} bands, {_BLOCKS:,} strips or tiles of {_CELLS_AT_ONCE:,} pixels",
            "Make it smaller, and tiled: gdal_translate -outsize 8000 0 -co TILED=YES.",
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
