"""Images and rasters under the features of the page, put into it: nothing asks a network for them.

A raster is shown in classes, each with a line in the legend.
"""

from __future__ import annotations

import base64
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile

from geo.errors import OutOfRange, UnknownName
from geo.intake.readers.picture import read_picture
from geo.maps.rows import Row
from geo.model.dataset import Dataset
from geo.raster import GeoImage, to_web_mercator
from geo.raster.band import Band, band_of
from geo.raster.classed import classify, colour_table


@dataclass(frozen=True)
class Overlay:
    """An image to put into the page.

    Attributes
    ----------
    path : path
        A georeferenced image, eight bits a band, in any CRS.
    source_id : str
        The source it is from.
    title : str
        What to call it; the file's name if empty.
    opacity : float
        That the page opens with, 0…1.
    """

    path: Path | str
    source_id: str
    title: str = ""
    opacity: float = 0.7

    def __post_init__(self) -> None:
        _expect_share(self.opacity, self.path)


@dataclass(frozen=True)
class Surface:
    """A raster to put into the page.

    Attributes
    ----------
    raster : path or Band
        A GeoTIFF, in any CRS; a band of `geo.raster.band_of` where something is to be stated.
    source_id : str, optional
        The source it is from. Default: what its tags say.
    title : str
        What to call it; the band's description or the file's name if empty.
    opacity : float
        That the page opens with, 0…1.
    """

    raster: Band | Path | str
    source_id: str | None = None
    title: str = ""
    opacity: float = 0.7

    def __post_init__(self) -> None:
        _expect_share(self.opacity, self.raster)


def read_brought(dataset: Dataset) -> list[Overlay | Surface]:
    """Return the images and rasters that a dataset brings along.

    Raises
    ------
    InputMissing, InputUnreadable
        If one is not where it should be: a map without it would look as if there were none.
    """
    found: list[Overlay | Surface] = []
    for image in dataset.meta.overlays:
        path = dataset.brought(image.file)
        found.append(Overlay(path, image.source, image.title, image.opacity))
    for raster in dataset.meta.rasters:
        path = dataset.brought(raster.file)
        band = band_of(path, band=raster.band, kind=raster.kind, nodata=raster.nodata)
        found.append(Surface(band, raster.source, raster.title, raster.opacity))
    return found


def embed(wanted: Overlay | Surface, numbers: pd.Series[int]) -> Row:
    """Return an image or raster as the page holds it, see `geo.maps.contract.OverlayImage`.

    Parameters
    ----------
    wanted : Overlay or Surface
    numbers : Series of int
        Number of each source by its id.

    Raises
    ------
    UnknownName
        If the dataset has no such source.
    GeoError
        See `geo.intake.readers.picture.read_picture` and `geo.raster.to_web_mercator` for images,
        `geo.raster.band.band_of` and `geo.raster.classed.classify` for rasters.
    """
    if wanted.source_id is not None and wanted.source_id not in numbers.index:
        raise UnknownName("source", wanted.source_id, list(numbers.index))
    own = _embed_image(wanted) if isinstance(wanted, Overlay) else _embed_classes(wanted)
    source = None if wanted.source_id is None else int(numbers[wanted.source_id])
    return {**own, "source": source, "opacity": wanted.opacity}


def _embed_image(wanted: Overlay) -> Row:
    path = Path(wanted.path)
    warped, corners = to_web_mercator(GeoImage(*read_picture(path)))
    moved = f" ({warped.moved.words})" if warped.moved and warped.moved.words else ""
    title = (wanted.title or path.stem) + moved
    return {"title": title, "box": _box(corners), "png": _data_url(warped.rgba)}


def _embed_classes(wanted: Surface) -> Row:
    """Return a raster as an image with a palette, and its legend."""
    band = wanted.raster if isinstance(wanted.raster, Band) else band_of(wanted.raster)
    made = classify(band)
    credit = f"{band.source or 'source not stated'}, {band.date or 'date not stated'}"
    if words := band.grid.operation.words:
        credit += f"; {words}"
    return {
        "title": wanted.title or band.description or band.path.stem,
        "credit": credit,
        "box": _box(made.corners),
        "png": _data_url(made.codes[np.newaxis], made.colours),
        "legend": [
            {"colour": colour, "label": label}
            for colour, label in zip(made.colours, made.labels, strict=True)
        ],
        "unit": band.unit,
        "cell_m": round(made.cell_m, 1),
        "reduced": made.reduced,
    }


def _expect_share(opacity: float, of: object) -> None:
    if not 0 <= opacity <= 1:
        raise OutOfRange(f"opacity {opacity} of {of}", "Expected 0…1.")


def _box(corners: tuple[float, float, float, float]) -> list[list[float]]:
    south, west, north, east = corners
    return [[south, west], [north, east]]


def _data_url(bands: npt.NDArray[np.uint8], colours: list[str] | None = None) -> str:
    """Return bands, or codes of colours, as a PNG; a code beyond the colours is transparent."""
    count, height, width = bands.shape
    profile = {"driver": "PNG", "dtype": "uint8", "count": count, "height": height, "width": width}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with MemoryFile() as file:
            with file.open(**profile) as png:
                png.write(bands)
                if colours is not None:
                    png.write_colormap(1, colour_table(colours))
            data = bytes(file.read())
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")
