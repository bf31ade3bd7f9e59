"""Groups of things that are connected, directly or through others."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.rings import Integers, keep_polygons
from geo.land.overlay.boxes import pair_meeting

# GEOS sorts what it unites into a tree first; up to here that costs more than it saves.
_FEW = 8


def number_components(n: int, first: Any, second: Any) -> Integers:
    """Number the connected components of a graph.

    Every node takes the lowest number among its own and its neighbours', and then that of the
    node it points to, until nothing changes (label propagation with pointer jumping).

    Parameters
    ----------
    n : int
        Nodes 0…n−1.
    first, second : array_like of int
        Ends of the edges.

    Returns
    -------
    ndarray of int, shape (n,)
        Component of each node, numbered 0, 1, … by their lowest node.
    """
    one, two = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    label = np.arange(n)
    while True:
        lowest = np.minimum(label[one], label[two])
        new = label.copy()
        np.minimum.at(new, label[one], lowest)
        np.minimum.at(new, label[two], lowest)
        new = new[new]
        if (new == label).all():
            break
        label = new
    return np.asarray(np.unique(label, return_inverse=True)[1], dtype=np.int64)


def touching_boxes(geometries: npt.NDArray[np.object_]) -> Integers:
    """Return component of each geometry, where geometries are connected if their boxes meet.

    Different components have no point in common.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)

    Returns
    -------
    ndarray of int, shape (n,)
    """
    return number_components(len(geometries), *pair_meeting(shapely.bounds(geometries)))


def union_by(
    geometries: npt.NDArray[np.object_],
    group: Integers,
    n_groups: int,
    grid_size: float | None = None,
) -> npt.NDArray[np.object_]:
    """Union of the geometries of each group.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        Valid polygons.
    group : ndarray of int, shape (n,)
    n_groups : int
    grid_size : float, optional
        Round to this grid, degrees.

    Returns
    -------
    ndarray of shapely geometry, shape (n_groups,)
        None for a group without geometry; the only member of a group as it is.
    """
    out = np.full(n_groups, None, dtype=object)
    few = np.bincount(group, minlength=n_groups)[group] <= _FEW
    order = np.argsort(group, kind="stable")
    parts, of = geometries[order[few[order]]], group[order[few[order]]]
    while len(of):
        left = (np.arange(len(of)) - np.searchsorted(of, of)) % 2 == 0
        pair = np.flatnonzero(left[:-1] & (of[1:] == of[:-1]))
        if not len(pair):
            break
        # A union of polygons may bring lines along, which the next union would refuse.
        both = shapely.union(parts[pair], parts[pair + 1], grid_size=grid_size)
        parts[pair] = keep_polygons(both)
        parts, of = parts[left], of[left]
    out[of] = parts
    many = order[~few[order]]
    if len(many):
        groups, index = np.unique(group[many], return_inverse=True)
        collected = np.asarray(shapely.geometrycollections(geometries[many], indices=index))
        out[groups] = shapely.union_all(collected[:, None], axis=1, grid_size=grid_size)
    return out
