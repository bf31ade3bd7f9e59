"""Names beside their districts, where they do not fit inside: a line leads to a dot inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.report.marks import Box

_STEP = (3.0, 2.0)  # between places tried, mm
_ROOM = 0.6  # around a name, mm
_REACH = 0.4  # of the smaller side of the map, at most


@dataclass(frozen=True)
class Leader:
    """A name beside its district.

    Attributes
    ----------
    name : str
    at : tuple of float
        Middle of the name, mm.
    dot : tuple of float
        Inside the district, mm.
    end : tuple of float
        Where the line meets the name, mm.
    box : tuple of float
        What the name takes, mm.
    """

    name: str
    at: tuple[float, float]
    dot: tuple[float, float]
    end: tuple[float, float]
    box: Box

    @property
    def line(self) -> Any:
        """Return the line from the dot to the name."""
        return shapely.LineString([self.dot, self.end])


def leaders(
    waiting: Iterable[tuple[str, Any, float]],
    outlines: Any,
    size: tuple[float, float],
    height: float,
    taken: Sequence[Box],
) -> list[Leader]:
    """Return places for names on ground that belongs to no district, each the nearest left.

    Parameters
    ----------
    waiting : iterable of (str, geometry, float)
        Name, outline on paper and width of the name, mm; the first is placed first.
    outlines : array of geometry
        All districts on paper, mm.
    size : tuple of float
        Width and height of the map, mm.
    height : float
        Of a name, mm.
    taken : sequence of Box
        By other texts and marks.

    Returns
    -------
    list of Leader
        Without those that find no place; lines cross neither each other nor texts.
    """
    ground = shapely.union_all(shapely.make_valid(outlines[~shapely.is_missing(outlines)]))
    shapely.prepare(ground)
    walls = [shapely.box(*box) for box in taken]
    found: list[Leader] = []
    for name, shape, wide in waiting:
        inside = shapely.point_on_surface(shape)
        dot = (float(inside.x), float(inside.y))
        middles = _grid(size, wide, height)
        halves = np.array([wide, height]) / 2
        boxes = shapely.box(*np.hstack([middles - halves - _ROOM, middles + halves + _ROOM]).T)
        free = ~shapely.intersects(ground, boxes)
        middles, boxes = middles[free], boxes[free]
        ends = np.clip(dot, middles - halves, middles + halves)
        away = np.hypot(*(ends - dot).T)
        for k in np.argsort(away, kind="stable"):
            if away[k] > _REACH * min(size):
                break
            one = Leader(
                name,
                (float(middles[k, 0]), float(middles[k, 1])),
                dot,
                (float(ends[k, 0]), float(ends[k, 1])),
                tuple(float(v) for v in shapely.bounds(boxes[k])),  # type: ignore[arg-type]
            )
            blocked = [*walls, *(shapely.box(*other.box) for other in found)]
            lines = [other.line for other in found]
            if not (
                shapely.intersects(blocked, boxes[k]).any()
                or shapely.intersects(blocked, one.line).any()
                or shapely.intersects(lines, one.line).any()
                or shapely.intersects(lines, boxes[k]).any()
            ):
                found.append(one)
                break
    return found


def _grid(size: tuple[float, float], wide: float, height: float) -> Any:
    """Return middles of all places tried, shape (n, 2)."""
    x = np.arange(wide / 2 + 1, size[0] - wide / 2 - 1, _STEP[0])
    y = np.arange(height / 2 + 1, size[1] - height / 2 - 1, _STEP[1])
    across, down = np.meshgrid(x, y)
    return np.column_stack([across.ravel(), down.ravel()])
