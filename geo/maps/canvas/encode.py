"""Geometry as bytes: a Web Mercator grid, differences, zigzag, varints in planes.

The layout is described in FORMAT.md. A cell of the grid is 40,075,017 m / 2^29 = 0.075 m at the
equator and smaller elsewhere, so a vertex moves by at most 0.053 m.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from geo.geodesy.antimeridian import Floats, Geometries, Ints, take_apart

BITS = 29
PLANES = 5  # a 32-bit value has at most five groups of seven bits
# 0.05 m from the pole, where Web Mercator still has a finite ordinate.
_MOST_LATITUDE = 90 - 4.5e-7
_BLOCK = 1 << 15  # features worked on at a time, to bound memory

Unsigned = npt.NDArray[np.uint32]


def to_grid(xy: Floats) -> tuple[Ints, Ints]:
    """Return column and row of the grid cell whose centre is nearest.

    Web Mercator (EPSG:3857) scaled so that the world is 2^29 cells wide: ``(lon / 360 + 1/2)``
    and ``(1/2 - asinh(tan lat) / 2 pi)``, Snyder (1987), 'Map Projections', eq. 7-1 and 7-2.

    Parameters
    ----------
    xy : ndarray of float, shape (v, 2)
        Longitude and latitude in degrees.

    Returns
    -------
    tuple of ndarray of int, each shape (v,)
        They exceed the world past ±180 and near the poles, and always fit 32 bits.
    """
    world = 2.0**BITS
    latitude = np.radians(np.clip(xy[:, 1], -_MOST_LATITUDE, _MOST_LATITUDE))
    column = np.rint((xy[:, 0] / 360 + 0.5) * world)
    row = np.rint((0.5 - np.arcsinh(np.tan(latitude)) / (2 * np.pi)) * world)
    return column.astype(np.int64), row.astype(np.int64)


@dataclass
class Planes:
    """Varints (LEB128), first bytes together, then second bytes, and so on.

    First bytes hold the low seven bits, which are noise; higher ones compress well. Kept apart,
    each gets Huffman codes of its own: 15 % smaller than one after the other.
    """

    parts: list[list[npt.NDArray[np.uint8]]] = field(
        default_factory=lambda: [[] for _ in range(PLANES)]
    )

    def add(self, values: Unsigned) -> None:
        """Append values."""
        for plane in self.parts:
            more = values > 127
            plane.append(((values & 127) | (more.astype(np.uint32) << 7)).astype(np.uint8))
            values = np.right_shift(values[more], 7, dtype=np.uint32)

    @property
    def lengths(self) -> list[int]:
        """Bytes of each plane."""
        return [sum(map(len, plane)) for plane in self.parts]

    def chunks(self) -> list[npt.NDArray[np.uint8]]:
        """Return the bytes, in order."""
        return [part for plane in self.parts for part in plane]


@dataclass(frozen=True)
class Shapes:
    """Encoded geometry of a list of features."""

    n_rings: int
    n_vertices: int
    kinds: npt.NDArray[np.uint8]
    rings: Planes  # rings of each feature
    points: Planes  # vertices of each ring
    x: Planes
    y: Planes

    @property
    def streams(self) -> tuple[tuple[str, Planes], ...]:
        """The streams by name, in the order in which they are written."""
        return ("rings", self.rings), ("points", self.points), ("x", self.x), ("y", self.y)


def encode(geometries: Geometries) -> Shapes:
    """Write geometries down.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        EPSG:4326, in the order in which they should be stored; neighbours should be near each
        other. Coordinates finite, see `geo.maps.canvas.shapes.faults`; missing ones have no rings.

    Returns
    -------
    Shapes
    """
    out = Shapes(0, 0, np.zeros(0, np.uint8), Planes(), Planes(), Planes(), Planes())
    kinds: list[npt.NDArray[np.uint8]] = []
    n_vertices = 0
    last = [0, 0]  # first vertex of the feature before
    for at in range(0, len(geometries), _BLOCK):
        block = geometries[at : at + _BLOCK]
        found = take_apart(block)
        kinds.append(found.kind)
        n_vertices += len(found.xy)
        out.rings.add(np.bincount(found.owner, minlength=len(block)).astype(np.uint32))
        out.points.add(found.size.astype(np.uint32))
        if not len(found.xy):
            continue
        first_ring = np.flatnonzero(np.diff(found.owner, prepend=-1))
        first = (np.cumsum(found.size) - found.size)[first_ring]
        for axis, (cells, stream) in enumerate(zip(to_grid(found.xy), (out.x, out.y), strict=True)):
            stream.add(_zigzag(_differences(cells, first, last[axis])))
            last[axis] = int(cells[first[-1]])
    every = np.concatenate(kinds) if kinds else out.kinds
    return Shapes(len(every), n_vertices, every, out.rings, out.points, out.x, out.y)


def _differences(cells: Ints, first: Ints, last: int) -> npt.NDArray[np.int32]:
    """Step from the vertex before; a feature starts from where the one before started."""
    steps = np.diff(cells, prepend=0)
    steps[first] = np.diff(cells[first], prepend=last)
    return steps.astype(np.int32)  # modulo 2^32, as the reader adds


def _zigzag(steps: npt.NDArray[np.int32]) -> Unsigned:
    """0, -1, 1, -2 … become 0, 1, 2, 3 …: small steps either way are small numbers."""
    return ((steps << 1) ^ (steps >> 31)).view(np.uint32)


def join_bytes(chunks: Sequence[npt.NDArray[np.generic]]) -> bytes:
    """Return the arrays' bytes, little-endian, one after the other."""
    return b"".join(np.ascontiguousarray(c).tobytes() for c in chunks)
