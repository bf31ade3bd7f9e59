"""On which side of a line a point lies: exact, and never undecided.

The sign of the orientation determinant is found in floating point where its rounding cannot
matter, and exactly otherwise, by error-free sums and products (Shewchuk 1997, 'Adaptive precision
floating-point arithmetic and fast robust geometric predicates', Discrete Comput. Geom. 18, 305–363,
doi:10.1007/PL00009321).

Where the determinant is exactly 0 the tie is broken by *simulation of simplicity* (Edelsbrunner and
Mücke 1990, ACM Trans. Graph. 9, 66–104, doi:10.1145/77635.77639): polygon k is thought of as
moved by k·(ε, ε²) with an ε smaller than every length in the data. Then no vertex lies on an edge
of another polygon and no two edges of different polygons overlap, so that touching, shared and
repeated borders need no case of their own. Areas are continuous under such a move: at ε → 0 they
are those of the data.
"""

# ruff: noqa: PLR0917 - compiled loops take plain numbers and call little

from __future__ import annotations

import numpy as np

from geo.geodesy.compiled import compiled, inlined
from geo.geodesy.rings import Floats

ROUNDING = 3.3306690738754716e-16  # (3 + 16u)u with u = 2⁻⁵³: Shewchuk's bound for the determinant
_SPLITTER = 134217729.0  # 2²⁷ + 1 cuts a double into two halves of 26 bits


@inlined
def _difference(a: float, b: float) -> tuple[float, float]:
    """Return a − b as a rounded value and what the rounding left out (Knuth's TwoDiff)."""
    x = a - b
    b_part = a - x
    a_part = x + b_part
    return x, (a - a_part) + (b_part - b)


@inlined
def _product(a: float, b: float) -> tuple[float, float]:
    """Return a·b as a rounded value and what the rounding left out (Dekker's TwoProduct)."""
    x = a * b
    c = _SPLITTER * a
    a_high = c - (c - a)
    a_low = a - a_high
    c = _SPLITTER * b
    b_high = c - (c - b)
    b_low = b - b_high
    return x, a_low * b_low - (((x - a_high * b_high) - a_low * b_high) - a_high * b_low)


@compiled
def _grow(terms: Floats, size: int, value: float) -> int:
    """Add a value to an exact sum of non-overlapping terms, smallest first (GrowExpansion)."""
    carry = value
    for k in range(size):
        total = carry + terms[k]
        b_part = total - carry
        terms[k] = (carry - (total - b_part)) + (terms[k] - b_part)
        carry = total
    terms[size] = carry
    return size + 1


@compiled
def exact_determinant(px: float, py: float, qx: float, qy: float, rx: float, ry: float) -> float:
    """Twice the area of the triangle p, q, r, anticlockwise positive, but for the last digit."""
    terms = np.zeros(16)
    size = 0
    a = _difference(qx, px)
    b = _difference(ry, py)
    c = _difference(qy, py)
    d = _difference(rx, px)
    for i in range(2):
        for j in range(2):
            high, low = _product(a[i], b[j])
            size = _grow(terms, size, low)
            size = _grow(terms, size, high)
            high, low = _product(-c[i], d[j])
            size = _grow(terms, size, low)
            size = _grow(terms, size, high)
    total = 0.0
    for k in range(size):  # smallest first; the largest has the sign of the sum
        total += terms[k]
    return total


@compiled
def orientation(px: float, py: float, qx: float, qy: float, rx: float, ry: float) -> int:
    """1 if r lies left of the line from p to q, −1 if right, 0 if exactly on it."""
    left = (qx - px) * (ry - py)
    right = (qy - py) * (rx - px)
    determinant = left - right
    bound = ROUNDING * (abs(left) + abs(right))
    if determinant > bound:
        return 1
    if determinant < -bound:
        return -1
    if (rx == px and ry == py) or (rx == qx and ry == qy):
        return 0
    exact = exact_determinant(px, py, qx, qy, rx, ry)
    return 1 if exact > 0 else (-1 if exact < 0 else 0)


@compiled
def side(px: float, py: float, qx: float, qy: float, rx: float, ry: float, moved: int) -> int:
    """1 if r lies left of the edge from p to q, −1 if right; never 0 for an edge with length.

    Parameters
    ----------
    px, py, qx, qy, rx, ry : float
        Coordinates.
    moved : int
        1 if r belongs to a polygon of higher number than the edge, −1 if lower: r is then
        moved by ±(ε, ε²) against the edge.

    Returns
    -------
    int
    """
    sign = orientation(px, py, qx, qy, rx, ry)
    if sign != 0:
        return sign
    # det((dx, dy), ±(ε, ε²)) = ±(dx·ε² − dy·ε): dy decides, and dx where dy is 0.
    if qy > py:
        return -moved
    if qy < py:
        return moved
    return moved if qx > px else -moved
