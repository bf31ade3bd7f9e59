"""Pictures under the features of the page: online base maps, and images put into the page.

Nothing is asked of a network before the reader turns a base map on; the page's policy allows
exactly these hosts.
"""

from __future__ import annotations

import base64
import warnings
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import xyzservices.providers
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile

from geo.errors import OutOfRange, UnknownName
from geo.intake.readers.picture import read_picture
from geo.maps.rows import Row
from geo.model.dataset import Dataset
from geo.raster import GeoImage, to_web_mercator

_ONLINE = {"map": "OpenStreetMap.Mapnik", "imagery": "Esri.WorldImagery"}
_TERMS = {
    "map": "https://www.openstreetmap.org/copyright",
    "imagery": "https://www.esri.com/en-us/legal/terms/full-master-agreement",
}


def online() -> list[Row]:
    """The base maps that a reader may turn on: ``id``, ``url``, ``host``, ``credit`` (HTML)."""
    out = []
    for key, name in _ONLINE.items():
        provider = xyzservices.providers.query_name(name)
        url = provider.build_url(x="{x}", y="{y}", z="{z}")
        credit = escape(str(provider.attribution).replace("(C)", "©").replace("--", "–"))
        link = f'<a href="{_TERMS[key]}" target="_blank" rel="noopener noreferrer">{credit}</a>'
        out.append(
            {
                "id": key,
                "url": url,
                "host": urlsplit(url).hostname,
                "credit": link,  # of this package and xyzservices, not of any dataset
                "max_zoom": int(provider.get("max_zoom", 19)),
            }
        )
    return out


def hosts() -> list[str]:
    """Return origins of the base maps, for the page's policy."""
    return [f"https://{layer['host']}" for layer in online()]


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
        if not 0 <= self.opacity <= 1:
            raise OutOfRange(f"opacity {self.opacity} of {self.path}", "Expected 0…1.")


def read_brought(dataset: Dataset) -> list[Overlay]:
    """Return the images that a dataset brings along.

    Raises
    ------
    InputMissing, InputUnreadable
        If one is not where it should be: a map without it would look as if there were none.
    """
    found = []
    for picture in dataset.meta.overlays:
        path = dataset.brought(picture.file)
        found.append(Overlay(path, picture.source, picture.title, picture.opacity))
    return found


def overlay(wanted: Overlay, numbers: pd.Series[int]) -> Row:
    """Return an image as the page holds it: ``title``, ``source``, ``opacity``, ``box``, ``png``.

    Parameters
    ----------
    wanted : Overlay
    numbers : Series of int
        Number of each source by its id.

    Raises
    ------
    UnknownName
        If the dataset has no such source.
    InputMissing, InputUnreadable, CrsError
        See `geo.intake.readers.picture.read_picture` and `geo.raster.to_web_mercator`.
    """
    if wanted.source_id not in numbers.index:
        raise UnknownName("source", wanted.source_id, list(numbers.index))
    path = Path(wanted.path)
    warped, (south, west, north, east) = to_web_mercator(GeoImage(*read_picture(path)))
    moved = f" ({warped.moved.words})" if warped.moved and warped.moved.words else ""
    return {
        "title": (wanted.title or path.stem) + moved,
        "source": int(numbers[wanted.source_id]),
        "box": [[south, west], [north, east]],
        "opacity": wanted.opacity,
        "png": "data:image/png;base64," + base64.b64encode(_png(warped.rgba)).decode("ascii"),
    }


def _png(rgba: Any) -> bytes:
    count, height, width = rgba.shape
    profile = {"driver": "PNG", "dtype": "uint8", "count": count}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with MemoryFile() as file:
            with file.open(height=height, width=width, **profile) as picture:
                picture.write(rgba)
            return bytes(file.read())
