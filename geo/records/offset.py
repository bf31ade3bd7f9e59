"""How far, and which way, records lie beside what was found.

The differences find − item of all pairs within reach pile up where the records are displaced as a
whole: the peak of their two-dimensional histogram, after the broad hill that the outlines of the
fields alone would make has been taken off. From there the offset is the mean over matched pairs
(the least-squares shift), with narrower tolerances from step to step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.ndimage import uniform_filter

from geo.geodesy.rings import Floats
from geo.records.matching import Indices, Pairs, Points, match, pairs_within

REACH_M = 250.0
_BIN_M = 5.0
_HILL = 21  # bins: a hundred metres, as wide as fields are
STEPS_M = (25.0, 15.0, 10.0, 10.0)
FEWEST = 10  # items on searched ground, and pairs, for an offset of its own


class Offset(NamedTuple):
    """A shift, and a turn about the middle of the items, that brings items to finds.

    Attributes
    ----------
    east_m, north_m : float
        Metres on the ground, find − item.
    turn_deg : float
        Clockwise.
    pairs : int
        Matched pairs within the last tolerance that it was worked out from.
    """

    east_m: float
    north_m: float
    turn_deg: float
    pairs: int

    def move(self, items: Points) -> Points:
        """Return the items where the offset brings them."""
        angle = np.radians(self.turn_deg)
        x0, y0 = _middle(items)
        dx, dy = items.x - x0, items.y - y0
        return Points(
            x0 + dx * np.cos(angle) + dy * np.sin(angle) + self.east_m / items.scale,
            y0 - dx * np.sin(angle) + dy * np.cos(angle) + self.north_m / items.scale,
            items.scale,
        )


def find_offset(
    items: Points, finds: Points, pairs: Pairs, *, turning: bool = False
) -> Offset | None:
    """Find the offset of items as a whole.

    Parameters
    ----------
    items, finds : Points
        On one plane.
    pairs : Pairs
        All within `REACH_M`.
    turning : bool
        Turn the items as well, as a wrong declination does; by at most 15°.

    Returns
    -------
    Offset or None
        None where fewer than `FEWEST` items, finds or pairs tell.
    """
    if len(items.x) < FEWEST or len(finds.x) < FEWEST or len(pairs.item) < FEWEST:
        return None
    east, north = _peak(items, finds, pairs)
    offset = Offset(east, north, 0.0, 0)
    for step in STEPS_M:
        moved = offset.move(items)
        near = pairs_within(moved, finds, step)
        found = match(near, len(items.x), len(finds.x))
        at = np.flatnonzero(found >= 0)
        if len(at) < FEWEST:
            return None
        offset = _fitted(items, finds, at, found[at], turning=turning)
    return offset


def _peak(items: Points, finds: Points, pairs: Pairs) -> tuple[float, float]:
    scale = (items.scale[pairs.item] + finds.scale[pairs.find]) / 2
    dx = (finds.x[pairs.find] - items.x[pairs.item]) * scale
    dy = (finds.y[pairs.find] - items.y[pairs.item]) * scale
    bins = int(2 * REACH_M / _BIN_M) + 1
    column = np.clip(np.rint((dx + REACH_M) / _BIN_M).astype(np.int64), 0, bins - 1)
    row = np.clip(np.rint((dy + REACH_M) / _BIN_M).astype(np.int64), 0, bins - 1)
    counts = np.bincount(row * bins + column, minlength=bins * bins).reshape(bins, bins)
    sharp = uniform_filter(counts.astype(np.float64), 3, mode="constant")
    hill = uniform_filter(counts.astype(np.float64), _HILL, mode="nearest")
    rise = np.round(sharp - hill, 9)
    # Of equal peaks the one nearest to no offset at all.
    far = np.hypot(*np.meshgrid(np.arange(bins) - bins // 2, np.arange(bins) - bins // 2))
    best = int(np.lexsort((far.ravel(), -rise.ravel()))[0])
    return (best % bins) * _BIN_M - REACH_M, (best // bins) * _BIN_M - REACH_M


def _fitted(items: Points, finds: Points, at: Indices, found: Indices, *, turning: bool) -> Offset:
    """Return the least-squares shift, and turn, of matched pairs."""
    x0, y0 = _middle(items)
    px, py = items.x[at] - x0, items.y[at] - y0
    qx, qy = finds.x[found] - x0, finds.y[found] - y0
    turn = 0.0
    if turning:
        ux, uy, vx, vy = px - px.mean(), py - py.mean(), qx - qx.mean(), qy - qy.mean()
        turn = -float(np.degrees(np.arctan2((ux * vy - uy * vx).sum(), (ux * vx + uy * vy).sum())))
        turn = float(np.clip(turn, -15, 15))
    angle = np.radians(turn)
    east = (qx - (px * np.cos(angle) + py * np.sin(angle))) * items.scale[at]
    north = (qy - (-px * np.sin(angle) + py * np.cos(angle))) * items.scale[at]
    return Offset(float(east.mean()), float(north.mean()), turn, len(at))


def _middle(items: Points) -> tuple[float, float]:
    return float(items.x.mean()), float(items.y.mean())


def offsets_of_records(
    items: Points, record: Indices, records: int, finds: Points, pairs: Pairs
) -> dict[int, Offset]:
    """Find the offset of each record by itself, with a turn, where there are enough pairs."""
    out: dict[int, Offset] = {}
    order = np.argsort(record, kind="stable")
    ends = np.searchsorted(record[order], np.arange(records + 1))
    begin = np.searchsorted(pairs.item, np.arange(len(items.x) + 1))
    for number in range(records):
        at = order[ends[number] : ends[number + 1]]
        if len(at) < FEWEST:
            continue
        of = np.concatenate([np.arange(begin[i], begin[i + 1]) for i in at])
        near = np.unique(pairs.find[of])
        if len(near) < FEWEST:
            continue
        local = Pairs(
            np.repeat(np.arange(len(at)), begin[at + 1] - begin[at]),
            np.searchsorted(near, pairs.find[of]),
            pairs.metres[of],
        )
        # The finds around may be of neighbouring fields too.
        offset = find_offset(items.take(at), finds.take(near), local, turning=True)
        if offset is not None:
            out[number] = offset
    return out


def move_records(
    items: Points, record: Indices, offsets: dict[int, Offset]
) -> tuple[Floats, Floats]:
    """Return x and y of all items, those of a record with an offset of its own moved by it."""
    x, y = items.x.copy(), items.y.copy()
    for number, offset in offsets.items():
        at = np.flatnonzero(record == number)
        moved = offset.move(items.take(at))
        x[at], y[at] = moved.x, moved.y
    return x, y
