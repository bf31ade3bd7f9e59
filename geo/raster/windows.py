"""A raster in windows that fit into memory and onto a plane."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from geo.raster.grid import Grid, Window

_CELLS = 2048
_WIDEST_M = 500_000.0
_METRES_PER_DEGREE = 111_320.0


def windows(source: Any, grid: Grid) -> Iterator[Window]:
    """Give windows that together are the raster, at most 2,048 cells and 500 km a side.

    Parameters
    ----------
    source : rasterio.io.DatasetReader or None
        Windows are whole blocks of its file, where these are small enough.
    grid : Grid
    """
    a, b, _, d, e, *_ = grid.transform
    unit = (
        _METRES_PER_DEGREE
        if grid.crs.is_geographic
        else float(grid.crs.axis_info[0].unit_conversion_factor or 1.0)
        if grid.crs.axis_info
        else 1.0
    )
    block = (1, 1) if source is None else source.block_shapes[0]
    rows = _side(float(np.hypot(b, e)) * unit, block[0], grid.rows)
    columns = _side(float(np.hypot(a, d)) * unit, block[1], grid.columns)
    for row in range(0, grid.rows, rows):
        for column in range(0, grid.columns, columns):
            yield Window(
                row, column, min(rows, grid.rows - row), min(columns, grid.columns - column)
            )


def _side(cell_m: float, block: int, whole: int) -> int:
    most = int(max(min(_CELLS, _WIDEST_M / cell_m), 1))
    return min(most // block * block if block <= most else most, whole)
