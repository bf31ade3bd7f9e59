"""Rasters under the features of the page: in classes, each with a line in the legend."""

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
from geo.maps.rows import Row
from geo.model.dataset import Dataset
from geo.raster.band import Band, band_of
from geo.raster.classed import classify, colour_table


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
        if not 0 <= self.opacity <= 1:
            raise OutOfRange(f"opacity {self.opacity} of {self.raster}", "Expected 0…1.")


def read_brought_surfaces(dataset: Dataset) -> list[Surface]:
    """Return the rasters that a dataset brings along.

    Raises
    ------
    InputMissing, InputUnreadable
        If one is not where it should be: a map without it would look as if there were none.
    """
    found = []
    for given in dataset.meta.rasters:
        path = dataset.brought(given.file)
        band = band_of(path, band=given.band, kind=given.kind, nodata=given.nodata)
        found.append(Surface(band, given.source, given.title, given.opacity))
    return found


def surface(wanted: Surface, numbers: pd.Series[int]) -> Row:
    """Return a raster as the page holds it: an image with its legend.

    Parameters
    ----------
    wanted : Surface
    numbers : Series of int
        Number of each source by its id.

    Raises
    ------
    UnknownName
        If the dataset has no such source.
    GeoError
        See `geo.raster.band.band_of` and `geo.raster.classed.classify`.
    """
    band = wanted.raster if isinstance(wanted.raster, Band) else band_of(wanted.raster)
    if wanted.source_id is not None and wanted.source_id not in numbers.index:
        raise UnknownName("source", wanted.source_id, list(numbers.index))
    made = classify(band)
    south, west, north, east = made.corners
    credit = f"{band.source or 'source not stated'}, {band.date or 'date not stated'}"
    if words := band.grid.operation.words:
        credit += f"; {words}"
    return {
        "title": wanted.title or band.description or band.path.stem,
        "source": None if wanted.source_id is None else int(numbers[wanted.source_id]),
        "credit": credit,
        "box": [[south, west], [north, east]],
        "opacity": wanted.opacity,
        "png": _data_url(made.codes, made.colours),
        "legend": [
            {"colour": colour, "label": label}
            for colour, label in zip(made.colours, made.labels, strict=True)
        ],
        "unit": band.unit,
        "cell_m": round(made.cell_m, 1),
        "reduced": made.reduced,
    }


def _data_url(codes: npt.NDArray[np.uint8], colours: list[str]) -> str:
    """Return classes as a PNG with a palette; where there is no data it is transparent."""
    height, width = codes.shape
    profile = {"driver": "PNG", "dtype": "uint8", "count": 1, "height": height, "width": width}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with MemoryFile() as file:
            with file.open(**profile) as picture:
                picture.write(codes, 1)
                picture.write_colormap(1, colour_table(colours))
            data = bytes(file.read())
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")
