"""Sides of joined outlines on a plane, sorted into buckets, to look for the nearest of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import shapely

from geo.geodesy.rings import Floats, Geometries, Integers
from geo.model.repair import make_valid


class Sides(NamedTuple):
    """Sides of outlines with the ground to their left, in columns.

    Attributes
    ----------
    ends : ndarray of float, shape (n, 5)
        x and y of both ends, and 1 over the square of the length.
    normals : ndarray of float, shape (n, 4)
        Outward sum of normals at both ends.
    first : ndarray of int, shape (buckets + 1,)
    listed : ndarray of int
        Sides by bucket of a square lattice.
    """

    ends: Floats
    normals: Floats
    first: Integers
    listed: Integers


def join_outlines(flat: Geometries) -> Geometries:
    """Join ground on the plane; return its parts with outlines that run round it to the left."""
    broken = ~shapely.is_valid(flat)
    if broken.any():
        flat = flat.copy()
        flat[broken] = make_valid(flat[broken])
    parts = shapely.get_parts(shapely.get_parts(shapely.disjoint_subset_union_all(flat)))
    return np.asarray(shapely.orient_polygons(parts[shapely.area(parts) > 0]), dtype=object)


def sort_sides(parts: Geometries, bounds: Floats, bucket: float) -> tuple[Sides, Integers]:
    """Return sides no longer than a bucket, sorted into buckets."""
    rings = shapely.segmentize(shapely.get_rings(parts), bucket)
    at, ring = shapely.get_coordinates(rings, return_index=True)
    keep = np.append(True, (ring[1:] != ring[:-1]) | (at[1:] != at[:-1]).any(axis=1))
    at, ring = at[keep], ring[keep]
    same = ring[1:] == ring[:-1]
    start, end, of = at[:-1][same], at[1:][same], ring[1:][same]
    way = end - start
    outward = np.column_stack([way[:, 1], -way[:, 0]]) / np.hypot(*way.T)[:, None]
    first = np.searchsorted(of, np.arange(len(rings)))
    last = np.append(first[1:], len(of)) - 1
    before, after = np.arange(len(of)) - 1, np.arange(len(of)) + 1
    before[first], after[last] = last, first
    ends = np.column_stack([start, end, 1 / (way**2).sum(axis=1)])
    normals = np.column_stack([outward + outward[before], outward + outward[after]])
    size = np.floor((bounds[2:] - bounds[:2]) / bucket).astype(np.int64) + 1
    low = np.floor((np.minimum(start, end) - bounds[:2]) / bucket).astype(np.int64)
    high = np.floor((np.maximum(start, end) - bounds[:2]) / bucket).astype(np.int64)
    low, high = np.clip(low, 0, size - 1), np.clip(high, 0, size - 1)
    key, side = [], []
    for dx in (0, 1):
        for dy in (0, 1):
            some = np.flatnonzero((low[:, 0] + dx <= high[:, 0]) & (low[:, 1] + dy <= high[:, 1]))
            key.append((low[some, 1] + dy) * size[0] + low[some, 0] + dx)
            side.append(some)
    keys, listed = np.concatenate(key), np.concatenate(side)
    order = np.argsort(keys, kind="stable")
    edges = np.searchsorted(keys[order], np.arange(size[0] * size[1] + 1))
    return Sides(ends, normals, edges, listed[order]), size
