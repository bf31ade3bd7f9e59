"""Outlines made coarser so that the exact ones cannot be worked out again.

Hazards grow and released land shrinks, so that no mined ground is shown as free. Moving every edge
by the same distance could be undone by moving it back. So an outline is moved, simplified, and its
corners are put on a grid that is the same for all outlines: where between the points of the grid a
corner was is nowhere in the result. Nothing is jittered; the same outline gives the same result.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import cos, floor, radians, sqrt

import numpy as np
import numpy.typing as npt
import shapely

Geometries = npt.NDArray[np.object_]
Floats = npt.NDArray[np.float64]

_EAST_M, _NORTH_M = 111_320.0, 110_540.0  # a degree, roughly: sizes the margin, proves nothing
_WORLD = shapely.box(-180, -90, 180, 90)
_SIMPLIFIED = 0.5  # of the margin
# As far as a corner goes to its point of the grid, an edge gives way to one, and a little more.
_MOVED = 1 / sqrt(2) + _SIMPLIFIED + 0.05
_TRIES = (1.0, 2.0, 4.0)


def outward(geometry: Geometries, margin_m: float) -> Geometries:
    """Generalise hazards: every result covers its original.

    Corners lie on a grid as wide as the margin; edges are moved out by up to 2.5 margins. Holes
    shrink.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        EPSG:4326; None stays None.
    margin_m : float
        Metres, about.
    """
    out = np.full(len(geometry), None, dtype=object)
    for at in np.flatnonzero(~shapely.is_missing(geometry)).tolist():
        out[at] = _grown(geometry[at], margin_m)
    there = ~shapely.is_missing(geometry)
    assert shapely.covers(out[there], geometry[there]).all()  # the rule of outward
    return _multi(out)


def inward(geometry: Geometries, margin_m: float) -> Geometries:
    """Generalise released land: every result lies within its original, or is None.

    Corners lie on a grid as wide as the margin; edges are moved in by up to 2.5 margins.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        EPSG:4326; None stays None.
    margin_m : float
        Metres, about.
    """
    out = np.full(len(geometry), None, dtype=object)
    for at in np.flatnonzero(~shapely.is_missing(geometry)).tolist():
        out[at] = _shrunk(geometry[at], margin_m)
    there = ~shapely.is_missing(out)
    assert shapely.covered_by(out[there], geometry[there]).all()  # the rule of inward
    return _multi(out)


def _grown(shape: shapely.Geometry, margin_m: float) -> shapely.Geometry:
    scale = _scale(shape)
    for more in _TRIES:

        def grow(plane: shapely.Geometry, more: float = more) -> shapely.Geometry:
            moved = shapely.buffer(plane, _MOVED * margin_m * more, join_style="mitre",
                                   mitre_limit=2.0)  # fmt: skip
            return _on_grid(moved, margin_m)

        out = _in_plane(shape, scale, grow)
        if (np.abs(shapely.bounds(out)) > 180).any():
            # Beyond the antimeridian there is no longitude; what lies on its other side is a part
            # of its own, and grows there.
            out = shapely.intersection(out, _WORLD)
        if shapely.covers(out, shape):
            return out
    # Where no outline will do: the cells of the grid that its frame touches.
    step = margin_m / scale
    west, south, east, north = shapely.bounds(shape).tolist()
    low = np.floor(np.array([west, south]) / step - 1) * step
    high = np.ceil(np.array([east, north]) / step + 1) * step
    frame = shapely.box(*low.tolist(), *high.tolist())
    cells: shapely.Geometry = shapely.intersection(frame, _WORLD)
    return cells


def _shrunk(shape: shapely.Geometry, margin_m: float) -> shapely.Geometry | None:
    scale = _scale(shape)
    for more in _TRIES:

        def shrink(plane: shapely.Geometry, more: float = more) -> shapely.Geometry:
            return _on_grid(shapely.buffer(plane, -_MOVED * margin_m * more), margin_m)

        out = _in_plane(shape, scale, shrink)
        if shapely.is_empty(out):
            return None
        if shapely.covered_by(out, shape):
            return out
    return None  # a part beyond the original would show land as released that is not


def _on_grid(plane: shapely.Geometry, margin_m: float) -> shapely.Geometry:
    simple = shapely.simplify(plane, _SIMPLIFIED * margin_m)
    snapped = shapely.set_precision(simple, margin_m)
    # Polygons only: what fell into a line or a point has no ground.
    parts = shapely.get_parts(snapped)
    ground: shapely.Geometry = shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])
    return ground


def _scale(shape: shapely.Geometry) -> Floats:
    """Return metres in a degree, about: by whole degrees, as the exact middle would be told."""
    middle = floor(float(shapely.bounds(shape)[[1, 3]].mean())) + 0.5
    return np.array([_EAST_M * max(cos(radians(middle)), 0.01), _NORTH_M])


def _in_plane(
    shape: shapely.Geometry,
    scale: Floats,
    change: Callable[[shapely.Geometry], shapely.Geometry],
) -> shapely.Geometry:
    """Apply a change in a plane whose units are about metres at the feature."""
    plane = change(shapely.transform(shape, partial(np.multiply, scale)))
    return shapely.transform(plane, partial(_divided, scale))


def _divided(scale: Floats, xy: Floats) -> Floats:
    return xy / scale


def _multi(geometry: Geometries) -> Geometries:
    single = shapely.get_type_id(geometry) == 3
    geometry[single] = [shapely.MultiPolygon([g]) for g in geometry[single]]
    return geometry
