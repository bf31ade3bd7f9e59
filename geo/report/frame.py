"""The frame of a printed map: projection, true scale, graticule, scale bar and north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.geodesy.rings import Floats
from geo.model.schema import CRS

_STEPS = (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8)
_ROUND = (1, 2, 5, 10)
_GRATICULE = (10, 5, 2, 1, 0.5, 0.25, 1 / 6, 1 / 12, 1 / 30, 1 / 60, 1 / 120, 1 / 360)
_LEAST_SCALE = 500


@dataclass(frozen=True)
class Frame:
    """A rectangle of paper over ground, at a true scale.

    The projection is a transverse Mercator with its middle in the middle of the sheet and scale 1
    there: lengths on a sheet of a district are true to some 0.01 mm.

    Attributes
    ----------
    lon, lat : float
        Middle, degrees.
    width, height : float
        Of the map, mm.
    scale : float
        Denominator: 1 mm on paper is so many mm on the ground.
    """

    lon: float
    lat: float
    width: float
    height: float
    scale: float

    @classmethod
    def around(cls, shape: Any, width: float, height: float, pad: float = 0.06) -> Frame:
        """Return the frame of the largest round scale that holds a shape (EPSG:4326)."""
        west, south, east, north = (float(v) for v in shapely.bounds(shape))
        middle = cls((west + east) / 2, (south + north) / 2, width, height, 1000.0)
        x, y = middle.project(shapely.get_coordinates(shapely.box(west, south, east, north))).T
        needed = max(np.abs(x).max() * 2 / width, np.abs(y).max() * 2 / height) * 1000
        return cls(middle.lon, middle.lat, width, height, _rounded_up(needed * (1 + 2 * pad)))

    @cached_property
    def _to_plane(self) -> Transformer:
        plane = f"+proj=tmerc +lat_0={self.lat!r} +lon_0={self.lon!r} +k=1 +ellps=WGS84 +units=m"
        return Transformer.from_crs(CRS, plane, always_xy=True)

    def project(self, lonlat: npt.NDArray[Any]) -> Floats:
        """Return metres east and north of the middle, shape (n, 2)."""
        x, y = self._to_plane.transform(lonlat[:, 0], lonlat[:, 1])
        return np.column_stack([x, y])

    def paper(self, lonlat: npt.NDArray[Any]) -> Floats:
        """Return millimetres from the upper left corner of the map, y down, shape (n, 2)."""
        mm = self.project(lonlat) / self.scale * 1000
        return np.column_stack([self.width / 2 + mm[:, 0], self.height / 2 - mm[:, 1]])

    def on_paper(self, shapes: Any) -> Any:
        """Return shapes in millimetres of paper, cut at the frame; nothing where it is outside."""
        west, south, east, north = self.bounds
        array = np.asarray(shapes, dtype=object)
        near = shapely.intersects(array, shapely.box(west, south, east, north))
        out = np.full(array.shape, None, dtype=object)
        if near.any():
            moved = shapely.transform(array[near], self.paper)
            out[near] = shapely.clip_by_rect(moved, 0, 0, self.width, self.height)
        return out

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north of what the map shows, degrees, with a margin."""
        half = np.array([self.width, self.height]) / 2 * self.scale / 1000
        x, y = np.meshgrid([-half[0], 0, half[0]], [-half[1], 0, half[1]])
        lon, lat = self._to_plane.transform(x.ravel(), y.ravel(), direction="INVERSE")
        spare = 0.002 * max(np.ptp(lon), np.ptp(lat))
        return (lon.min() - spare, lat.min() - spare, lon.max() + spare, lat.max() + spare)

    def bar_m(self, most_mm: float) -> float:
        """Return the longest round length (1, 2, 5 × 10ⁿ metres) that is at most so long."""
        metres = most_mm / 1000 * self.scale
        power = 10.0 ** math.floor(math.log10(metres))
        return max(step * power for step in _ROUND if step * power <= metres)

    def graticule(self) -> tuple[list[tuple[str, Floats]], list[tuple[str, Floats]]]:
        """Return meridians and parallels: their labels, and their lines on paper."""
        west, south, east, north = self.bounds
        span = max(east - west, north - south)
        step = next((s for s in _GRATICULE if span / s >= 3), _GRATICULE[-1])
        lats, lons = np.linspace(south, north, 31), np.linspace(west, east, 31)
        meridians = [
            (degrees_text(lon, "EW"), self.paper(np.column_stack([np.full(31, lon), lats])))
            for lon in np.arange(math.ceil(west / step), math.floor(east / step) + 1) * step
        ]
        parallels = [
            (degrees_text(lat, "NS"), self.paper(np.column_stack([lons, np.full(31, lat)])))
            for lat in np.arange(math.ceil(south / step), math.floor(north / step) + 1) * step
        ]
        return meridians, parallels


def _rounded_up(scale: float) -> float:
    scale = max(scale, _LEAST_SCALE)
    power = 10.0 ** math.floor(math.log10(scale))
    return next(step * power for step in (*_STEPS, 10) if step * power >= scale * (1 - 1e-9))


def degrees_text(value: float, letters: str) -> str:
    """Write a graticule line: 46°30′E, with seconds only where it has some."""
    seconds = round(abs(value) * 3600)
    degrees, rest = divmod(seconds, 3600)
    text = (
        f"{degrees}°"
        + (f"{rest // 60:02d}′" if rest else "")
        + (f"{rest % 60:02d}″" if rest % 60 else "")
    )
    return text + letters[0 if value >= 0 else 1]


def length_text(metres: float) -> str:
    """Write a length of the scale bar."""
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
