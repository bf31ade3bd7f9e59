"""Surfaces written as Cloud-Optimised GeoTIFF, window by window.

Windows go into a temporary GeoTIFF next to the target, which GDAL's COG driver then copies: memory
does not depend on the size of the grid. The same surface gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rasterio
import rasterio.shutil
from rasterio.errors import RasterioError
from rasterio.windows import Window as Part

from geo.errors import OutputExists, WriteFailed
from geo.files import replacing, working_folder
from geo.raster.grid import Grid, Window

SETTINGS = {
    "GDAL_PAM_ENABLED": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_NUM_THREADS": "1",
    "GDAL_CACHEMAX": 128,
}
_TILE = 512


@dataclass
class _Statistics:
    """Of the cells that have data; squares are about the mean so far (Chan et al. 1983)."""

    n: int = 0
    mean: float = 0.0
    squares: float = 0.0
    low: float = np.inf
    high: float = -np.inf

    def add(self, values: npt.NDArray[np.float64]) -> None:
        if not values.size:
            return
        mean, n = float(values.mean()), values.size
        apart = mean - self.mean
        self.squares += float(((values - mean) ** 2).sum())
        self.squares += apart**2 * self.n * n / (self.n + n)
        self.mean += apart * n / (self.n + n)
        self.n += n
        self.low, self.high = (
            min(self.low, float(values.min())),
            max(self.high, float(values.max())),
        )

    def tags(self, cells: int) -> dict[str, str]:
        if not self.n:
            return {"STATISTICS_VALID_PERCENT": "0"}
        return {
            "STATISTICS_MINIMUM": f"{self.low:.9g}",
            "STATISTICS_MAXIMUM": f"{self.high:.9g}",
            "STATISTICS_MEAN": f"{self.mean:.9g}",
            "STATISTICS_STDDEV": f"{(self.squares / self.n) ** 0.5:.9g}",
            "STATISTICS_VALID_PERCENT": f"{100 * self.n / cells:.4g}",
        }


def write_surface(
    path: Path | str,
    grid: Grid,
    parts: Iterable[tuple[Window, npt.NDArray[np.generic]]],
    *,
    dtype: str,
    nodata: float,
    unit: str,
    description: str,
    tags: Mapping[str, str],
    overviews: str = "AVERAGE",
    overwrite: bool = False,
) -> Path:
    """Write a surface as a Cloud-Optimised GeoTIFF.

    Parameters
    ----------
    path : path
    grid : Grid
    parts : iterable of (Window, ndarray)
        The surface in windows; cells of none are nodata.
    dtype, nodata, unit, description
        Of the band.
    tags : mapping of str to str
        Of the file.
    overviews : str
        How its smaller copies are made: GDAL's name of a resampling.
    overwrite : bool

    Returns
    -------
    Path

    Raises
    ------
    OutputExists
        If the file is there and `overwrite` is False.
    WriteFailed
        If it cannot be written; what was there is untouched.
    """
    path = Path(path)
    if path.exists() and not overwrite:
        raise OutputExists(path)
    profile = {
        "driver": "GTiff",
        "dtype": dtype,
        "count": 1,
        "height": grid.rows,
        "width": grid.columns,
        "crs": grid.crs.to_wkt(),
        "transform": grid.transform,
        "nodata": nodata,
        "tiled": True,
        "blockxsize": _TILE,
        "blockysize": _TILE,
        "compress": "DEFLATE",
        "zlevel": 1,
        "sparse_ok": True,
        "BIGTIFF": "IF_SAFER",
    }
    seen = _Statistics()
    with replacing(path) as target, working_folder(path) as folder:
        plain = folder / "plain.tif"
        try:
            with rasterio.Env(**SETTINGS):
                with rasterio.open(plain, "w", **profile) as file:
                    for window, values in parts:
                        held = values.astype(dtype)
                        part = Part(window.column, window.row, window.columns, window.rows)
                        file.write(held, 1, window=part)
                        valid = ~np.isnan(held) if np.isnan(nodata) else held != nodata
                        seen.add(held[valid].astype(np.float64))
                    file.update_tags(**dict(sorted(tags.items())))
                    file.update_tags(1, **seen.tags(grid.rows * grid.columns))
                    file.set_band_unit(1, unit)
                    file.set_band_description(1, description)
                rasterio.shutil.copy(
                    plain,
                    target,
                    driver="COG",
                    compress="DEFLATE",
                    predictor="YES",
                    blocksize=_TILE,
                    overview_resampling=overviews,
                    bigtiff="IF_SAFER",
                )
        except RasterioError as error:
            raise WriteFailed(f"{path}: {error.__cause__ or error}", "Is the disk full?") from error
    return path
