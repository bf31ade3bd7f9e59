"""Division of the cells of a window among zones: the whole of a cell, or a share of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.compiled import AVAILABLE, compiled
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.raster.fractions import Cells, cover_cells

_ROUNDING = 1e-9
_TILE = 128  # cells a side: what a zone holds as a whole is not cut


class Division(NamedTuple):
    """Cells of a window divided among zones.

    Attributes
    ----------
    label : ndarray of int, shape (cells,)
        Zone that a cell lies in as a whole; as many as there are zones, where in none.
    zone : ndarray of int, shape (k,)
        Zones of cells that lie in them in part,
    parts : Cells
        which they are, and which share of each.
    """

    label: npt.NDArray[np.int32]
    zone: Integers
    parts: Cells
    zones: int

    def sum(self, values: Floats, code: Integers | None = None, codes: int = 1) -> Floats:
        """Sum what cells hold by zone.

        Parameters
        ----------
        values : ndarray of float, shape (cells,)
        code : ndarray of int, shape (cells,), optional
            Class of each cell.
        codes : int
            How many classes there are.

        Returns
        -------
        ndarray of float, shape (zones, codes)
        """
        number, share = self.parts
        whole: npt.NDArray[np.integer] = self.label
        part = self.zone
        if code is not None:
            whole, part = whole * codes + code, part * codes + code[number]
        size = (self.zones + 1) * codes
        out: Floats = np.bincount(part, values[number] * share, size).astype(np.float64)
        if AVAILABLE:
            _add(whole, np.asarray(values, dtype=np.float64), out)
        else:
            out += np.bincount(whole, values, size)
        return np.asarray(out.reshape(-1, codes)[:-1], dtype=np.float64)

    def mixed(self, share: Floats) -> Integers:
        """Return the cells that lie in part in a zone and have in part something else, too."""
        some = np.unique(self.parts.number)
        return some[(share[some] > _ROUNDING) & (share[some] < 1 - _ROUNDING)]


def divide(shapes: Geometries, rows: int, columns: int) -> Division:
    """Divide the cells of a window among zones that do not overlap.

    Parameters
    ----------
    shapes : ndarray of polygons, shape (zones,)
        In cell coordinates, within the window.
    rows, columns : int
        Of the window.
    """
    label = np.full(rows * columns, len(shapes), np.int32)
    cells = label.reshape(rows, columns)
    top, left = (
        at.ravel()
        for at in np.meshgrid(
            np.arange(0, rows, _TILE), np.arange(0, columns, _TILE), indexing="ij"
        )
    )
    bottom, right = np.minimum(top + _TILE, rows), np.minimum(left + _TILE, columns)
    tiles = shapely.box(left, top, right, bottom)
    zone, number, share = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    cut: list[Geometries] = [np.zeros(0, dtype=object)]
    of = [np.zeros(0, np.int64)]
    shapely.prepare(shapes)
    for at, shape in enumerate(shapes):
        inside = shapely.covers(shape, tiles)
        for tile in np.flatnonzero(inside).tolist():
            cells[top[tile] : bottom[tile], left[tile] : right[tile]] = at
        rest = ~inside & shapely.intersects(shape, tiles)
        part = keep_polygons(np.atleast_1d(shapely.intersection(shape, tiles[rest])))
        cut.append(part[shapely.area(part) > 0])
        of.append(np.full(len(cut[-1]), at))
    pieces, owner = np.concatenate(cut), np.concatenate(of)
    for piece, found in cover_cells(pieces, rows, columns):
        whole = found.share >= 1 - _ROUNDING
        label[found.number[whole]] = owner[piece]
        number.append(found.number[~whole])
        share.append(found.share[~whole])
        zone.append(np.full(len(number[-1]), owner[piece]))
    parts = Cells(np.concatenate(number), np.concatenate(share))
    return Division(label, np.concatenate(zone), parts, len(shapes))


@compiled
def _add(whole: npt.NDArray[np.integer], values: Floats, out: Floats) -> None:
    """Add values to the places that are named for each."""
    for i in range(len(values)):
        out[whole[i]] += values[i]


def outline_cells(number: Integers, columns: int) -> BaseGeometry:
    """Return the ground of some cells of a window, in its cell coordinates.

    Parameters
    ----------
    number : ndarray of int, shape (k,)
        Ascending.
    columns : int
    """
    begins = np.append(True, (np.diff(number) != 1) | (number[1:] % columns == 0))
    first = number[begins]
    length = np.diff(np.append(np.flatnonzero(begins), len(number)))
    row, column = first // columns, first % columns
    return shapely.union_all(shapely.box(column, row, column + length, row + 1))
