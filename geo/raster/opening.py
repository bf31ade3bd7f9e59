"""The only place that opens raster files of others.

A file is opened as what it has to be, a GeoTIFF (Cloud-Optimised or plain), and by itself: GDAL is
given no other driver, looks for no file next to it (``.ovr``, ``.aux.xml``, ``.msk``, ``.tfw``),
and is not handed addresses, archives or descriptions of other files (VRT). What lies next to the
file unread is told, since it may hold a mask or a statement of nodata.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rasterio
from rasterio.errors import NotGeoreferencedWarning, RasterioError

from geo.errors import InputMissing, InputUnreadable
from geo.intake.readers.picture import check_bearable

_BESIDE = (".ovr", ".aux.xml", ".msk")
_SETTINGS = {
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_TIFF_INTERNAL_MASK": "YES",
    "GTIFF_SRS_SOURCE": "GEOKEYS",
}
_MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")  # TIFF and BigTIFF, both byte orders


@contextmanager
def open_raster(path: Path | str) -> Iterator[Any]:
    """Open a GeoTIFF for reading.

    Parameters
    ----------
    path : path
        A file on this machine.

    Yields
    ------
    rasterio.io.DatasetReader

    Raises
    ------
    InputMissing, InputUnreadable
        If there is no such file, or it is not a GeoTIFF, or is broken where it is read.
    OutOfRange
        If it has more cells or bands than the limits allow.
    """
    path = _checked(path)
    try:
        with warnings.catch_warnings(), rasterio.Env(**_SETTINGS):
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            with rasterio.open(path.absolute(), driver="GTiff") as source:
                check_bearable(path, source)
                yield source
    except RasterioError as error:
        said = str(error.__cause__ or error)
        raise InputUnreadable(
            f"{path}: cannot be read as a GeoTIFF: {said}",
            "The file may be cut short: fetch it again, or write it anew with gdal_translate.",
        ) from error


def _checked(path: Path | str) -> Path:
    text = str(path)
    if "://" in text or text.startswith(("/vsi", "\\vsi")) or text.lower().endswith(".vrt"):
        raise InputUnreadable(
            f"{text}: an address or a description of other files; expected a GeoTIFF file",
            "Fetch it first; gdal_translate makes a GeoTIFF of a VRT.",
        )
    path = Path(path)
    if not path.is_file():
        raise InputMissing(path, "Expected a GeoTIFF file on this machine.")
    with path.open("rb") as file:
        head = file.read(4)
    if head not in _MAGIC:
        raise InputUnreadable(
            f"{path}: not a TIFF file (it begins with {head!r})",
            "Expected a GeoTIFF: gdal_translate -of COG makes one of other formats.",
        )
    return path


def list_unread(path: Path | str) -> list[str]:
    """Return the names of files next to a raster that other programs would read with it."""
    path = Path(path)
    names = [path.name + ending for ending in _BESIDE] + [path.stem + ".tfw", path.stem + ".tifw"]
    return [name for name in names if (path.parent / name).is_file()]
