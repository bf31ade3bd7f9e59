"""Grids for surfaces: a chosen cell size in metres, or the cells of a given raster."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyproj
import shapely
from affine import Affine

from geo.errors import InputUnreadable, OutOfRange
from geo.geodesy.antimeridian import in_one_piece
from geo.geodesy.rings import Geometries
from geo.intake.readers.limits import limits
from geo.raster.grid import Grid, grid_of
from geo.raster.opening import open_raster

_WIDEST_UTM = 6.0  # degrees
_LEAST = 1e-9  # degrees: a single point has no extent


def grid_like(path: Path | str) -> Grid:
    """Return the grid of a raster, to make a surface that lies on it cell by cell."""
    with open_raster(path) as source:
        return grid_of(source, str(path))


def grid_around(shapes: Geometries, cell_m: float, margin_m: float = 0.0) -> Grid:
    """Return a grid in metres around geometry.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        EPSG:4326.
    cell_m : float
        Side of the cells; corners are at multiples of it.
    margin_m : float
        How much further it reaches.

    Returns
    -------
    Grid
        In the UTM zone of their middle (WGS 84), or where they are wider than 6° in Lambert's
        azimuthal equal-area projection around it.

    Raises
    ------
    OutOfRange
        If the cell size is not positive or there would be more than 4 billion cells.
    InputUnreadable
        If there is no geometry.
    """
    if not cell_m > 0:
        raise OutOfRange(f"cells of {cell_m:g} m", "Expected a side in metres, more than 0.")
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    if not len(there):
        raise InputUnreadable(
            "nothing with a position to make a surface of", "See atlas check: what is unmapped?"
        )
    west, south, east, north = shapely.total_bounds(in_one_piece(shapely.envelope(there)))
    west, south, east, north = west - _LEAST, south - _LEAST, east + _LEAST, north + _LEAST
    lon, lat = ((west + east) / 2 + 180) % 360 - 180, (south + north) / 2
    if east - west <= _WIDEST_UTM and abs(lat) < 80:
        zone = int((lon + 180) // 6) + 1
        crs = pyproj.CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)
    else:
        crs = pyproj.CRS.from_dict(
            {
                "proj": "laea",
                "lat_0": round(lat),
                "lon_0": round(lon),
                "datum": "WGS84",
                "units": "m",
            }
        )
    move = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    edge = shapely.get_coordinates(
        shapely.segmentize(shapely.box(west, south, east, north), max(east - west, 0.01) / 20)
    )
    x, y = (np.asarray(v) for v in move.transform((edge[:, 0] + 180) % 360 - 180, edge[:, 1]))
    left = np.floor((x.min() - margin_m) / cell_m) * cell_m
    top = np.ceil((y.max() + margin_m) / cell_m) * cell_m
    columns = int(np.ceil((x.max() + margin_m - left) / cell_m)) or 1
    rows = int(np.ceil((top - y.min() + margin_m) / cell_m)) or 1
    if rows * columns > limits().pixels:
        raise OutOfRange(
            f"{columns:,} × {rows:,} cells of {cell_m:g} m; expected at most {limits().pixels:,}",
            "Take larger cells.",
        )
    return Grid(crs, Affine(cell_m, 0, left, 0, -cell_m, top), rows, columns)
