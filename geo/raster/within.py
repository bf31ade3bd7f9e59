"""Share of each cell within distances of ground, by halving blocks of cells.

Let f(p) be the distance from p to the outline of the ground, negative inside. It changes by no more
than p moves. So a block of cells with middle c that reaches r from it lies within d if
f(c) ≤ d − r, and beyond if f(c) > d + r; only what is neither is halved in both ways, down to parts
of cells. Inside a part f is taken as linear on four triangles. Work grows with the length of the
edge, not with the ground within it, and no buffer is made nor joined with others. A part in which f
bends by more than 0.2 % of d is halved again, down to 1/256 of a cell; of what bends less
the mean over the part is taken off, which leaves the edge where it is to some 0.02 % of d.

f is exact: the nearest side is looked for among those that can be nearest to any point of the
block, a list that shrinks with each halving. Its sign is that of the side's, or at a corner of the
two sides' sum of normals (Bærentzen & Aanæs 2005, 'Signed distance computation using the angle
weighted pseudonormal', doi:10.1109/TVCG.2005.49).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.buffers import LocalPlane
from geo.geodesy.compiled import compiled
from geo.geodesy.rings import Floats, Geometries, Integers
from geo.raster.grid import Grid, Window, bend
from geo.raster.sides import join_outlines, sort_sides

MOST_DISTANCES = 60
_UNIT = 256  # parts of a cell's side
_TOP = 64 * _UNIT  # side of the blocks to begin with
_LATTICE_M = 500.0  # between places whose position on the plane is worked out
_MOST_BUCKETS = 1024  # a side
_TWO_SQUARES = 2 * 6_371_000.0**2
_FINE = 6.0  # parts reach no further from their middle than this part of the distance
_BENT = 2e-3  # by how much of the distance f may differ from linear


def shares_within(shapes: Geometries, metres: Floats, grid: Grid, window: Window) -> Floats:
    """Return the share of each cell of a window within distances of ground.

    Parameters
    ----------
    shapes : ndarray of polygons, shape (n,)
        In degrees, in the turn of the window.
    metres : ndarray of float, shape (k,)
        Distances, more than 0; at most 60 of them.
    grid, window : Grid, Window

    Returns
    -------
    ndarray of float, shape (k, rows, columns)
    """
    out = np.zeros((len(metres), window.rows * window.columns))
    west, south, east, north = grid.outline(window)
    plane = LocalPlane((west + east) / 2, (south + north) / 2)
    x, y, step = _positions(grid, window, plane)
    parts = join_outlines(plane.forward(bend(shapes)))
    if len(parts):
        side = float(np.hypot(x[0, 0] - x[-1, -1], y[0, 0] - y[-1, -1]))
        bucket = max(side / max(window.rows, window.columns) * (_TOP / _UNIT), 1e-6)
        bounds = shapely.total_bounds(parts)
        extent = max(bounds[2] - bounds[0], bounds[3] - bounds[1])
        bucket = max(bucket, extent / _MOST_BUCKETS)
        sides, size = sort_sides(parts, bounds, bucket)
        inside = _middles_inside(parts, x, y, step, window)
        lattice = np.array([bounds[0], bounds[1], bucket])
        _halve(
            x, y, step, window.rows, window.columns, *sides, lattice, size, inside,
            np.asarray(metres, dtype=np.float64), out,
        )  # fmt: skip
    return out.reshape(len(metres), window.rows, window.columns)


def _positions(grid: Grid, window: Window, plane: LocalPlane) -> tuple[Floats, Floats, int]:
    """Return x and y on the plane of every so many corners of cells, and how many."""
    middle = Window(window.row + window.rows // 2, window.column + window.columns // 2, 1, 1)
    step = int(np.clip(_LATTICE_M / np.sqrt(grid.area_m2(middle)[0, 0]), 1, 64))
    rows = np.arange(-(-window.rows // step) + 1) * step + window.row
    columns = np.arange(-(-window.columns // step) + 1) * step + window.column
    column, row = np.meshgrid(columns, rows)
    x, y = plane.forward_xy(*grid.degrees(column.ravel(), row.ravel()))
    return x.reshape(row.shape), y.reshape(row.shape), step


def _middles_inside(
    parts: Geometries, x: Floats, y: Floats, step: int, window: Window
) -> npt.NDArray[np.bool_]:
    """Return which of the blocks to begin with have their middle on the ground."""
    side = _TOP // _UNIT
    row, column = np.meshgrid(
        np.arange(0, window.rows, side), np.arange(0, window.columns, side), indexing="ij"
    )
    down = (row + np.minimum(row + side, window.rows)).ravel() / 2 / step
    across = (column + np.minimum(column + side, window.columns)).ravel() / 2 / step
    i = np.minimum(down.astype(np.int64), x.shape[0] - 2)
    j = np.minimum(across.astype(np.int64), x.shape[1] - 2)
    v, u = down - i, across - j
    px, py = (
        (1 - v) * ((1 - u) * p[i, j] + u * p[i, j + 1])
        + v * ((1 - u) * p[i + 1, j] + u * p[i + 1, j + 1])
        for p in (x, y)
    )
    points = shapely.points(px, py)
    at, _ = shapely.STRtree(parts).query(points, predicate="intersects")
    out = np.zeros(len(points), dtype=np.bool_)
    out[at] = True
    return out


@compiled
def _place(x: Floats, y: Floats, step: int, row: int, column: int) -> tuple[float, float]:
    """Return the position, between those of the lattice, of a place in parts of cells."""
    down, across = row / (_UNIT * step), column / (_UNIT * step)
    i, j = min(int(down), x.shape[0] - 2), min(int(across), x.shape[1] - 2)
    v, u = down - i, across - j
    a, b, c, d = (1 - v) * (1 - u), (1 - v) * u, v * (1 - u), v * u
    return (
        a * x[i, j] + b * x[i, j + 1] + c * x[i + 1, j] + d * x[i + 1, j + 1],
        a * y[i, j] + b * y[i, j + 1] + c * y[i + 1, j] + d * y[i + 1, j + 1],
    )


@compiled
def _spread(  # noqa: PLR0917 - compiled
    x: Floats,
    y: Floats,
    step: int,
    row: int,
    column: int,
    high: int,
    wide: int,
    spot: Floats,
) -> tuple[float, float, float]:
    """Write the corners of a block to `spot`; return its middle and how far it reaches from it."""
    px, py, square = 0.0, 0.0, 0.0
    for s in range(4):
        spot[s] = _place(x, y, step, row + high * (s // 2), column + wide * (s % 2))
        px, py = px + spot[s, 0] / 4, py + spot[s, 1] / 4
    for s in range(4):
        square = max(square, (spot[s, 0] - px) ** 2 + (spot[s, 1] - py) ** 2)
    return px, py, 1.0001 * np.sqrt(square)


@compiled
def _square(ends: Floats, k: int, px: float, py: float) -> tuple[float, float]:
    """Return the square of the distance to a side, and where along it is nearest, 0…1."""
    ax, ay = ends[k, 0], ends[k, 1]
    wx, wy = ends[k, 2] - ax, ends[k, 3] - ay
    t = ((px - ax) * wx + (py - ay) * wy) * ends[k, 4]
    t = min(max(t, 0.0), 1.0)
    dx, dy = px - ax - t * wx, py - ay - t * wy
    return dx * dx + dy * dy, t


@compiled
def _signed(  # noqa: PLR0917 - compiled
    ends: Floats,
    normals: Floats,
    k: int,
    t: float,
    square: float,
    px: float,
    py: float,
) -> float:
    """Return the distance to the nearest side, negative on the ground."""
    if t <= 0.0:
        side = (px - ends[k, 0]) * normals[k, 0] + (py - ends[k, 1]) * normals[k, 1]
    elif t >= 1.0:
        side = (px - ends[k, 2]) * normals[k, 2] + (py - ends[k, 3]) * normals[k, 3]
    else:
        wx, wy = ends[k, 2] - ends[k, 0], ends[k, 3] - ends[k, 1]
        side = (px - ends[k, 0]) * wy - (py - ends[k, 1]) * wx
    return float(np.sqrt(square) if side > 0 else -np.sqrt(square))


@compiled
def _distance(  # noqa: PLR0917 - compiled
    ends: Floats,
    normals: Floats,
    listed: Integers,
    begin: int,
    end: int,
    px: float,
    py: float,
) -> float:
    """Return the distance to the nearest of some sides, negative on the ground."""
    best, where, along = np.inf, 0, 0.0
    for i in range(begin, end):
        square, t = _square(ends, listed[i], px, py)
        if square < best:
            best, where, along = square, listed[i], t
    return _signed(ends, normals, where, along, best, px, py)


@compiled
def _triangle(a: float, b: float, c: float) -> float:
    """Return the share of a triangle on which a linear function with these ends is ≤ 0."""
    if a > b:
        a, b = b, a
    if b > c:
        b, c = c, b
    if a > b:
        a, b = b, a
    if c <= 0:
        return 1.0
    if a > 0:
        return 0.0
    if b > 0:
        return a * a / ((a - b) * (a - c))
    return 1.0 - c * c / ((c - a) * (c - b))


@compiled
def _gather(  # noqa: PLR0917 - compiled
    ends: Floats,
    first: Integers,
    listed: Integers,
    lattice: Floats,
    size: Integers,
    seen: Integers,
    mark: int,
    kept: Integers,
    px: float,
    py: float,
    r: float,
    reach: float,
) -> int:
    """List the sides that can be nearest to a point within r of another; return how many.

    None are listed if none is within `reach`.
    """
    bucket = lattice[2]
    i0 = int(np.floor((px - lattice[0]) / bucket))
    j0 = int(np.floor((py - lattice[1]) / bucket))
    best, n, ring = np.inf, 0, 0
    # Buckets begin where the outlines do: a point beyond is as far from them as it is.
    out_x = max(-i0, i0 - (size[0] - 1), 0)
    out_y = max(-j0, j0 - (size[1] - 1), 0)
    ring = max(out_x, out_y)
    last = max(i0, size[0] - 1 - i0, j0, size[1] - 1 - j0)
    while ring <= last:
        bound = (ring - 1) * bucket
        if bound > (best + 2 * r if best < np.inf else reach):
            break
        for j in range(max(j0 - ring, 0), min(j0 + ring, size[1] - 1) + 1):
            edge = abs(j - j0) == ring
            stride = 1 if edge or ring == 0 else 2 * ring
            i = i0 - ring
            while i <= i0 + ring:
                if 0 <= i < size[0]:
                    key = j * size[0] + i
                    for at in range(first[key], first[key + 1]):
                        k = listed[at]
                        if seen[k] != mark:
                            seen[k] = mark
                            square, _ = _square(ends, k, px, py)
                            best = min(best, np.sqrt(square))
                            kept[n] = k
                            n += 1
                i += stride
        ring += 1
    return n if best <= reach else 0


@compiled
def _halve(  # noqa: PLR0912, PLR0915, PLR0917 - one loop, compiled
    x: Floats,
    y: Floats,
    step: int,
    rows: int,
    columns: int,
    ends: Floats,
    normals: Floats,
    first: Integers,
    listed: Integers,
    lattice: Floats,
    size: Integers,
    inside: npt.NDArray[np.bool_],
    metres: Floats,
    out: Floats,
) -> None:
    """Write the share of each cell within each distance."""
    n_sides, k_all = len(ends), len(metres)
    seen = np.full(n_sides, -1, np.int64)
    kept = np.zeros(18 * n_sides + 64, np.int64)
    square = np.zeros(n_sides)
    stack = np.zeros((128, 6), np.int64)
    cell = float(_UNIT) * _UNIT
    across = (columns * _UNIT + _TOP - 1) // _TOP
    down = (rows * _UNIT + _TOP - 1) // _TOP
    corner, spot = np.zeros(4), np.zeros((4, 2))
    for top in range(down * across):
        row0, column0 = top // across * _TOP, top % across * _TOP
        high = min(_TOP, rows * _UNIT - row0)
        wide = min(_TOP, columns * _UNIT - column0)
        px, py, r = _spread(x, y, step, row0, column0, high, wide, spot)
        scale = 1 + px * px / _TWO_SQUARES
        reach = 1.001 * (metres.max() * scale + r)
        n = _gather(
            ends, first, listed, lattice, size, seen, top, kept, px, py, 1.001 * r, reach
        )  # fmt: skip
        if n == 0:
            if inside[top]:
                for i in range(row0 // _UNIT, (row0 + high) // _UNIT):
                    for j in range(column0 // _UNIT, (column0 + wide) // _UNIT):
                        for k in range(k_all):
                            out[k, i * columns + j] = 1.0
            continue
        stack[0] = (row0, column0, _TOP, 0, n, (1 << k_all) - 1)
        depth = 1
        while depth > 0:
            depth -= 1
            row0, column0, side = stack[depth, 0], stack[depth, 1], stack[depth, 2]
            begin, end, open_ = stack[depth, 3], stack[depth, 4], stack[depth, 5]
            high = min(side, rows * _UNIT - row0)
            wide = min(side, columns * _UNIT - column0)
            px, py, r = _spread(x, y, step, row0, column0, high, wide, spot)
            best, where, along = np.inf, 0, 0.0
            for i in range(begin, end):
                square[i - begin], t = _square(ends, kept[i], px, py)
                if square[i - begin] < best:
                    best, where, along = square[i - begin], kept[i], t
            f = _signed(ends, normals, where, along, best, px, py)
            scale = 1 + px * px / _TWO_SQUARES
            rest, fine = 0, 0
            for k in range(k_all):
                if not open_ >> k & 1:
                    continue
                d = metres[k] * scale
                if f > d + r:
                    continue
                if f <= d - r:
                    if side < _UNIT:
                        at = row0 // _UNIT * columns + column0 // _UNIT
                        out[k, at] += side * side / cell
                    else:
                        for i in range(row0 // _UNIT, (row0 + high) // _UNIT):
                            for j in range(column0 // _UNIT, (column0 + wide) // _UNIT):
                                out[k, i * columns + j] = 1.0
                elif side <= _UNIT and (side == 1 or _FINE * r <= d):
                    fine |= 1 << k
                else:
                    rest |= 1 << k
            if not rest and not fine:
                continue
            # Only what is this near to the middle can be nearest anywhere in the block.
            limit, last = (np.sqrt(best) + 2 * r) ** 2, end
            for i in range(begin, end):
                if square[i - begin] <= limit:
                    kept[last] = kept[i]
                    last += 1
            if fine:
                for s in range(4):
                    corner[s] = _distance(
                        ends, normals, kept, end, last, spot[s, 0], spot[s, 1]
                    )  # fmt: skip
                bent = max(
                    abs(2 * f - corner[0] - corner[3]), abs(2 * f - corner[1] - corner[2])
                ) / 2  # fmt: skip
                # The mean of a square over the part is a third of that of its corners.
                excess = (corner.sum() / 4 - f) / 3
                at = row0 // _UNIT * columns + column0 // _UNIT
                for k in range(k_all):
                    if not fine >> k & 1:
                        continue
                    d = metres[k] * scale
                    if side > 1 and bent > _BENT * d:
                        rest |= 1 << k
                        continue
                    d += excess
                    a, b, c, e, m = (
                        corner[0] - d, corner[1] - d, corner[3] - d, corner[2] - d, f - d
                    )  # fmt: skip
                    share = (
                        _triangle(m, a, b) + _triangle(m, b, c)
                        + _triangle(m, c, e) + _triangle(m, e, a)
                    ) / 4  # fmt: skip
                    out[k, at] += share * side * side / cell
            if rest:
                half = side // 2
                for s in range(4):
                    row1, column1 = row0 + half * (s // 2), column0 + half * (s % 2)
                    if row1 < rows * _UNIT and column1 < columns * _UNIT:
                        stack[depth] = (row1, column1, half, end, last, rest)
                        depth += 1
