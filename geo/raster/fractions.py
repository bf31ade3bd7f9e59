"""Exact shares of cells that polygons cover, by `exactextract`.

Polygons are in cell coordinates (`geo.raster.grid`): column and row, counted from the window's
first cell, so each cell is a square of side 1.

`exactextract` (Baston 2017–) walks each polygon's edges through the cells and works out the covered
part of each in closed form. It is given geometry as WKB, which is several times faster than the
GeoJSON of its own feature sources.

Where an outline runs along the side of a cell but for rounding, exactextract 0.3 can lose the
cell. So shares are checked: they must sum to the polygon's area. If they do not, the polygon is
moved by some billionths of a cell and asked again, and in the end cut by GEOS cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoError
from geo.geodesy.rings import Geometries
from geo.raster.grid import Floats

Integers = npt.NDArray[np.int64]
_MOST_CELLS = 30_000_000
_ROUNDING = 1e-5  # cells; one that is lost is far more
_MOVES = (3e-9, 5e-8, 7e-7)  # cells


class Cells(NamedTuple):
    """Cells that a polygon covers: number in the window, row by row, and covered share."""

    number: Integers
    share: Floats


def cover_cells(shapes: Geometries, rows: int, columns: int) -> Iterator[tuple[int, Cells]]:
    """Give the cells that each polygon covers.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        Valid polygons in cell coordinates, within the window; missing and empty ones are passed
        over.
    rows, columns : int
        Of the window.

    Yields
    ------
    index : int
        Of the polygon.
    cells : Cells
        Shares above 0; none twice.
    """
    grid = np.broadcast_to(np.zeros(1, np.uint8), (rows, columns))
    kept: list[tuple[int, Cells]] = []

    def keep(index: int, got: dict[str, Any]) -> None:
        kept.append((index, Cells(got["cell_id"], got["coverage"])))

    there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
    for begin in range(0, len(there), 1024):
        _extract(grid, shapes, there[begin : begin + 1024], ["cell_id", "coverage"], keep)
        for index, cells in kept:
            yield index, _checked(cells, shapes[index], grid)
        kept.clear()


def _checked(cells: Cells, shape: BaseGeometry, grid: npt.NDArray[np.uint8]) -> Cells:
    """Return the cells if their shares sum to the area of the polygon, or better ones."""
    area = float(shapely.area(shape))
    allowed = _ROUNDING * (1 + 1e-4 * area)
    if abs(cells.share.sum() - area) <= allowed:
        return cells
    for move in _MOVES:
        again = _moved(shape, move, grid)
        # What is moved over the edge of the window is lost.
        if abs(again.share.sum() - area) <= allowed + move * sum(grid.shape):
            return again
    return _cut(shape, grid.shape)


def _moved(shape: BaseGeometry, by: float, grid: npt.NDArray[np.uint8]) -> Cells:
    """Return the cells of a polygon that is moved a little."""
    kept: list[Cells] = []

    def move(xy: Floats) -> Floats:
        return np.asarray(xy + np.array([by, by / 3]), dtype=np.float64)

    def keep(_: int, got: dict[str, Any]) -> None:
        kept.append(Cells(got["cell_id"], got["coverage"]))

    moved = np.array([shapely.transform(shape, move)], dtype=object)
    _extract(grid, moved, np.zeros(1, np.int64), ["cell_id", "coverage"], keep)
    return kept[0]


def _cut(shape: BaseGeometry, size: tuple[int, ...]) -> Cells:
    """Return the shares of cells by cutting a polygon at the sides of cells with GEOS."""
    west, north, east, south = shape.bounds
    rows = np.arange(max(int(north), 0), min(int(np.ceil(south)), size[0]))
    columns = np.arange(max(int(west), 0), min(int(np.ceil(east)), size[1]))
    number, share = [], []
    shapely.prepare(shape)
    for row in rows.tolist():
        corner = np.array([columns, 0 * columns + row], dtype=np.float64)
        boxes = shapely.box(*corner, *(corner + 1))
        part = np.atleast_1d(shapely.area(shapely.intersection(boxes, shape)))
        some = part > 0
        number.append(row * size[1] + columns[some])
        share.append(part[some])
    return Cells(np.concatenate(number), np.concatenate(share))


def share_of_cells(shapes: Geometries, rows: int, columns: int) -> Floats:
    """Return the share of each cell that polygons cover, which must not overlap.

    Parameters
    ----------
    shapes, rows, columns
        See `cover_cells`.

    Returns
    -------
    ndarray of float, shape (rows, columns)
        0…1, where no polygon overlaps another; their sum where they do.
    """
    out = np.zeros(rows * columns)
    for _, cells in cover_cells(shapes, rows, columns):
        out[cells.number] += cells.share
    return out.reshape(rows, columns)


def _extract(
    values: npt.NDArray[Any],
    shapes: Geometries,
    chosen: Integers,
    names: list[str],
    keep: Callable[[int, dict[str, Any]], None],
) -> None:
    if not len(chosen):
        return
    extract, feature, raster, writer = _exactextract()

    class Polygon(feature.Feature):  # type: ignore[misc, name-defined]
        def __init__(self, wkb: bytes = b"") -> None:
            super().__init__()
            self.wkb = wkb
            self.got: dict[str, Any] = {}

        def geometry(self) -> bytes:
            return self.wkb

        def set_geometry(self, wkb: bytes) -> None:
            self.wkb = wkb

        def set_geometry_format(self) -> str:
            return "wkb"

        def fields(self) -> list[str]:
            return list(self.got)

        def get(self, name: str) -> Any:
            return self.got[name]

        def set(self, name: str, value: Any) -> None:
            self.got[name] = value

    class Polygons(feature.FeatureSource):  # type: ignore[misc, name-defined]
        def count(self) -> int:
            return len(chosen)

        def __iter__(self) -> Iterator[Any]:
            turned = shapely.transform(shapes[chosen], lambda xy: xy * (1, -1) + (0, len(values)))
            return (Polygon(wkb) for wkb in shapely.to_wkb(turned))

        def srs_wkt(self) -> None:
            return None

    class Keep(writer.Writer):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.next = 0

        def add_operation(self, operation: Any) -> None:
            pass

        def write(self, one: Any) -> None:
            got = Polygon()
            one.copy_to(got)
            keep(int(chosen[self.next]), got.got)
            self.next += 1

        def features(self) -> None:
            return None

    source = raster.NumPyRasterSource(values, name="values")
    extract(
        source,
        Polygons(),
        names,
        output=Keep(),
        max_cells_in_memory=_MOST_CELLS,
    )


def _exactextract() -> tuple[Any, Any, Any, Any]:
    try:
        from exactextract import exact_extract, feature, raster, writer  # noqa: PLC0415
    except ImportError:
        raise GeoError(
            "the package exactextract is not installed: there is none ready-made for this machine",
            "pip install exactextract builds it where a C++ compiler and GEOS are.",
        ) from None
    return exact_extract, feature, raster, writer
