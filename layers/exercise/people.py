"""Make a raster of invented people for the exercise: ``python layers/exercise/people.py FILE``.

Everything in it is invented: villages of people in the open ocean, in cells of 0.001° like the
outlines of the exercise, with a strip at sea where there is no data. The same seed gives the same
numbers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import rasterio
from affine import Affine

SEED = 20240229
WEST, NORTH, SIDE = -20.005, -34.935, 0.001
ROWS, COLUMNS = 70, 160
VILLAGES = 14
TAGS = {
    "KIND": "count",
    "SOURCE": "Synthetic: invented by layers/exercise/people.py",
    "DATE": "2023-07-01",
    "RELATIVE_ERROR": "0.2",
    "SYNTHETIC": "yes: nothing here is about a real place",
}


def people() -> np.ndarray:
    """Return the people of each cell; −1 where there is no data."""
    rng = np.random.default_rng(SEED)
    row, column = np.mgrid[:ROWS, :COLUMNS]
    held = rng.poisson(0.2, (ROWS, COLUMNS)).astype(np.float64)
    for _ in range(VILLAGES):
        r, c = rng.uniform(8, ROWS - 8), rng.uniform(8, COLUMNS - 8)
        size, width = rng.uniform(60, 400), rng.uniform(1.2, 3.5)
        near = np.exp(-((row - r) ** 2 + (column - c) ** 2) / (2 * width**2))
        held += rng.poisson(size * near / near.sum())
    held[:, -4:] = -1
    return held.astype(np.float32)


def write(path: Path | str) -> Path:
    """Write the raster."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with rasterio.open(
        path, "w", driver="GTiff", height=ROWS, width=COLUMNS, count=1, dtype="float32",
        crs="EPSG:4326", transform=Affine(SIDE, 0, WEST, 0, -SIDE, NORTH), nodata=-1,
        compress="deflate",
    ) as file:  # fmt: skip
        file.write(people(), 1)
        file.set_band_unit(1, "people")
        file.set_band_description(1, "People (synthetic)")
        file.update_tags(**TAGS)
    return path


if __name__ == "__main__":
    write(sys.argv[1])
