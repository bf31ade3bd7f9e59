"""A raster's grid: from rows and columns to the ground, and how large cells are there.

All work with polygons is done in *cell coordinates*: column and row as numbers, so that each cell
is a square of side 1 whatever its shape on the ground. They are an affine image of the raster's own
plane, in which shares of cells are the same. So rotated, south-up and oblong cells need no case of
their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from affine import Affine

from geo.errors import CrsError
from geo.geodesy.operations import Operation
from geo.geodesy.planar_edges import ground_below, straight_area_m2
from geo.geodesy.rings import Geometries
from geo.raster.datum import operation_of

Floats = npt.NDArray[np.float64]

STEP = 0.01  # degrees: sides straight in longitude and latitude get vertices so close together
_LATTICE = 33
_SMALLEST_M = 0.01


class Window(NamedTuple):
    """A block of cells: its first row and column, its number of rows and columns."""

    row: int
    column: int
    rows: int
    columns: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Of an array of the whole raster."""
        return (
            slice(self.row, self.row + self.rows),
            slice(self.column, self.column + self.columns),
        )


@dataclass(frozen=True)
class Grid:
    """Where the cells of a raster lie.

    Attributes
    ----------
    crs : pyproj.CRS
    transform : Affine
        From column and row to x and y of `crs`.
    rows, columns : int
    """

    crs: pyproj.CRS
    transform: Affine
    rows: int
    columns: int

    @cached_property
    def whole(self) -> Window:
        """All cells."""
        return Window(0, 0, self.rows, self.columns)

    @cached_property
    def operation(self) -> Operation:
        """How its coordinates come to WGS 84, by the one rule of `geo.geodesy.operations`."""
        return operation_of(self.crs, self.transform, self.rows, self.columns)

    @cached_property
    def _inverse(self) -> Affine:
        inverse: Affine = ~self.transform
        return inverse

    def degrees(self, column: Any, row: Any) -> tuple[Floats, Floats]:
        """Return longitude and latitude (WGS 84) of points given by column and row."""
        x, y = _apply(self.transform, column, row)
        x, y = np.broadcast_arrays(x, y)
        there = self.operation.apply(np.column_stack([x.ravel(), y.ravel()]))
        return there[:, 0].reshape(x.shape), there[:, 1].reshape(x.shape)

    def cells(self, lon: Any, lat: Any, near: float | None = None) -> tuple[Floats, Floats]:
        """Return column and row, as numbers, of points in degrees.

        Parameters
        ----------
        lon, lat : array_like of float, shape (n,)
            WGS 84.
        near : float, optional
            On a raster in degrees, longitudes are taken in the turn nearest to this one.
        """
        lon, lat = np.broadcast_arrays(
            np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
        )
        there = self.operation.undo(np.column_stack([lon.ravel(), lat.ravel()]))
        x, y = there[:, 0].reshape(lon.shape), there[:, 1].reshape(lon.shape)
        if near is not None and self.crs.is_geographic:
            x = x + 360.0 * np.round((near - x) / 360.0)
        return _apply(self._inverse, x, y)

    def outline(self, window: Window) -> tuple[float, float, float, float]:
        """Return west, south, east and north of a window in degrees.

        East is larger than west; both may be beyond 180° where the window lies across it.
        """
        along = np.linspace(0, 1, 21)
        edge = np.concatenate([along, np.ones(21), along[::-1], np.zeros(21)])
        other = np.concatenate([np.zeros(21), along, np.ones(21), along[::-1]])
        lon, lat = self.degrees(
            window.column + edge * window.columns, window.row + other * window.rows
        )
        if not np.isfinite(lon).all() or not np.isfinite(lat).all():
            raise CrsError(
                "the raster reaches to where its coordinate reference system is not defined",
                "Cut it to the ground of the dataset: gdal_translate -projwin …",
            )
        if not self.crs.is_geographic:
            middle, _ = self.degrees(
                [window.column + window.columns / 2], [window.row + window.rows / 2]
            )
            lon = lon + 360.0 * np.round((middle[0] - lon) / 360.0)
        return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())

    def to_cells(self, shapes: Geometries, near: float) -> Geometries:
        """Move geometry from degrees to cell coordinates; sides are bent where the grid bends."""
        flat = bend(shapely.force_2d(shapes))
        moved: Geometries = shapely.transform(
            flat, lambda xy: np.column_stack(self.cells(xy[:, 0], xy[:, 1], near))
        )
        return moved

    def narrowest_m(self, window: Window) -> float:
        """Return the fewest metres, to 1 %, that a step of 1 in cell coordinates takes anywhere."""
        row, column = (
            array.ravel()
            for array in np.meshgrid(
                np.linspace(window.row, window.row + window.rows, 5),
                np.linspace(window.column, window.column + window.columns, 5),
            )
        )
        lon, lat = self.degrees(column, row)
        steps = []
        for across, down in ((1, 0), (0, 1)):
            end_lon, end_lat = self.degrees(column + across, row + down)
            east = (end_lon - lon + 180) % 360 - 180
            steps += [east * 111_320 * np.cos(np.radians(lat)), (end_lat - lat) * 110_574]
        matrices = np.stack(steps, axis=-1).reshape(-1, 2, 2)
        return float(np.linalg.svd(matrices, compute_uv=False).min())

    def area_m2(self, window: Window) -> Floats:
        """Return the area of each cell of a window on the ellipsoid.

        Parameters
        ----------
        window : Window

        Returns
        -------
        ndarray of float, shape (rows, columns)
            m². On a grid along meridians and parallels by the closed formula of
            `geo.geodesy.planar_edges`, otherwise measured at some cells and interpolated between
            them, which is good to 1e-6 over windows of 500 km.
        """
        a, b, _, d, e, f, *_ = self.transform
        if self.crs.is_geographic and b == 0 and d == 0:
            edge = np.clip(f + e * (window.row + np.arange(window.rows + 1)), -90, 90)
            band = np.abs(np.diff([float(ground_below(y)) for y in edge.tolist()]))
            return np.repeat(band[:, None] * abs(np.radians(a)), window.columns, axis=1)
        rows = _lattice(window.row, window.rows)
        columns = _lattice(window.column, window.columns)
        r, q = (array.ravel() for array in np.meshgrid(rows, columns, indexing="ij"))
        corner = [self.degrees(q + dq, r + dr) for dq, dr in ((0, 0), (1, 0), (1, 1), (0, 1))]
        lon = np.stack([lon for lon, _ in corner], axis=1)
        lon += 360.0 * np.round((lon[:, :1] - lon) / 360.0)
        ring = np.stack([lon, np.stack([lat for _, lat in corner], axis=1)], axis=-1)
        size = straight_area_m2(shapely.polygons(ring)).reshape(len(rows), len(columns))
        at_column = window.column + np.arange(window.columns)
        at_row = window.row + np.arange(window.rows)
        wide = np.stack([np.interp(at_column, columns, line) for line in size])
        return np.stack([np.interp(at_row, rows, line) for line in wide.T], axis=1)


def bend(shapes: Geometries) -> Geometries:
    """Return geometry in degrees with vertices so close together that it can be moved."""
    west, south, east, north = shapely.bounds(shapes).T
    wide = ~((east - west <= STEP) & (north - south <= STEP))
    if not wide.any():
        return shapes
    out = shapes.copy()
    out[wide] = shapely.segmentize(shapes[wide], STEP)
    return out


def _lattice(first: int, count: int) -> npt.NDArray[np.int64]:
    return np.unique(np.linspace(first, first + count - 1, min(count, _LATTICE)).astype(np.int64))


def _apply(by: Affine, x: Any, y: Any) -> tuple[Floats, Floats]:
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    return by.a * x + by.b * y + by.c, by.d * x + by.e * y + by.f


def grid_of(source: Any, name: str) -> Grid:
    """Return the grid of an opened raster.

    Parameters
    ----------
    source : rasterio.io.DatasetReader
    name : str
        Of the file, for messages.

    Raises
    ------
    CrsError
        If it has no coordinate reference system or no position, or if its coordinates are degrees
        where metres are declared, or the other way round; or if the way from its datum to WGS 84
        is not known.
    """
    if source.crs is None:
        raise CrsError(
            f"{name}: no coordinate reference system",
            "Ask who made it; then gdal_edit.py -a_srs EPSG:… writes it into the file.",
        )
    transform = Affine(*source.transform[:6])
    if transform == Affine.identity() or transform.determinant == 0:
        raise CrsError(
            f"{name}: a coordinate reference system, but no position of its cells",
            "Expected a GeoTIFF with cell size and corner (ModelPixelScale and ModelTiepoint).",
        )
    try:
        crs = pyproj.CRS.from_user_input(source.crs.to_wkt())
    except pyproj.exceptions.CRSError as error:
        raise CrsError(
            f"{name}: {error}", "Write the file anew with an EPSG code: gdalwarp -t_srs EPSG:…"
        ) from None
    grid = Grid(crs, transform, int(source.height), int(source.width))
    _same_unit(grid, name)
    try:
        _ = grid.operation
    except CrsError as error:
        raise CrsError(f"{name}: {error.message}", error.hint) from None
    return grid


def _same_unit(grid: Grid, name: str) -> None:
    corners = np.array([(0, 0), (grid.columns, 0), (0, grid.rows), (grid.columns, grid.rows)])
    x, y = _apply(grid.transform, *corners.T)
    side = min(
        np.hypot(grid.transform.a, grid.transform.d), np.hypot(grid.transform.b, grid.transform.e)
    )
    reach = f"x {x.min():g} to {x.max():g}, y {y.min():g} to {y.max():g}"
    if grid.crs.is_geographic:
        if np.abs(y).max() > 90 + 1e-6 + side or np.abs(x).max() > 540 or np.ptp(x) > 360 + side:
            raise CrsError(
                f"{name}: {grid.crs.name} is in degrees, but the file lies at {reach}",
                "These look like metres: declare the projected system they are in.",
            )
        return
    small = np.abs(x).max() <= 360 and np.abs(y).max() <= 90 and side < 1
    if side < _SMALLEST_M or small:
        raise CrsError(
            f"{name}: {grid.crs.name} is in {grid.crs.axis_info[0].unit_name}, but the file lies "
            f"at {reach} with cells of {side:g}",
            "These look like degrees: declare the geographic system they are in (EPSG:4326).",
        )
