"""The plain way to the areas of `geo.land.overlay.kernel`: cut ground into pieces with GEOS."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import shapely

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import Floats, Geometries, Integers, keep_polygons
from geo.land.overlay.components import touching_boxes, union_by

_CHUNK = 4096
# In plain floating point, overlays of borders that coincide but for rounding can lose ground
# (2,000 m² of 1.4 km² were seen). On a grid, 1e-8 m wide, GEOS rounds every crossing to a node
# and they cannot.
GRID = 1e-13


def _solid(geometries: Geometries) -> npt.NDArray[np.bool_]:
    """Tell where there is any area: an overlay also returns points and lines that borders share."""
    solid: npt.NDArray[np.bool_] = shapely.area(geometries) > 0
    return solid


def split(geometries: Geometries, by: Geometries) -> tuple[Geometries, Geometries]:
    """Return the parts of geometries inside and outside others.

    Parameters
    ----------
    geometries, by : ndarray of shapely geometry, shape (n,)
        Valid polygons, pair by pair.

    Returns
    -------
    inside, outside : ndarray of shapely geometry, shape (n,)
    """
    inside = shapely.intersection(geometries, by, grid_size=GRID)
    outside = shapely.difference(geometries, by, grid_size=GRID)
    return keep_polygons(inside), keep_polygons(outside)


def subtract(
    geometries: Geometries, others: Geometries, first: Integers, second: Integers, threads: int = 1
) -> Geometries:
    """Return geometries without the union of others.

    Parameters
    ----------
    geometries : ndarray of shapely geometry, shape (n,)
        Valid polygons.
    others : ndarray of shapely geometry, shape (m,)
        Valid polygons.
    first, second : ndarray of int, shape (pairs,)
        Which other (`second`) to take from which geometry (`first`).
    threads : int
        GEOS works without the interpreter lock.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
    """
    out = geometries.copy()
    if not len(first):
        return out
    order = np.argsort(first, kind="stable")
    first, second = first[order], second[order]
    cut, group = np.unique(first, return_inverse=True)

    def work(chunk: range) -> Geometries:
        low, high = np.searchsorted(group, [chunk.start, chunk.stop])
        union = union_by(others[second[low:high]], group[low:high] - chunk.start, len(chunk))
        return keep_polygons(shapely.difference(geometries[cut[chunk.start : chunk.stop]], union))

    chunks = [range(k, min(k + _CHUNK, len(cut))) for k in range(0, len(cut), _CHUNK)]
    with ThreadPoolExecutor(max(threads, 1)) as pool:
        out[cut] = np.concatenate(list(pool.map(work, chunks)))
    return out


def cut_by_mask(polygons: Geometries, code: Integers) -> tuple[Integers, Geometries]:
    """Cut the union of polygons into pieces that are covered by the same codes throughout.

    Parameters
    ----------
    polygons : ndarray of shapely geometry, shape (n,)
        Valid polygons.
    code : ndarray of int, shape (n,)
        Bits of each.

    Returns
    -------
    mask : ndarray of int, shape (pieces,)
    piece : ndarray of shapely geometry, shape (pieces,)
        Disjoint but for their borders.
    """
    component = touching_boxes(polygons)
    n = int(component.max(initial=-1)) + 1
    so_far: Geometries = np.full(n, None, dtype=object)
    place, mask, piece = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, dtype=object)
    for layer in np.unique(code):
        member = code == layer
        added = keep_polygons(union_by(polygons[member], component[member], n, GRID))
        rest = added.copy()
        old = np.flatnonzero(~shapely.is_missing(so_far) & ~shapely.is_missing(added))
        rest[old] = split(added[old], so_far[old])[1]
        fresh = shapely.is_missing(so_far)
        so_far[fresh] = added[fresh]
        so_far[old] = keep_polygons(shapely.union(so_far[old], rest[old], grid_size=GRID))
        over = added[place]
        met = ~shapely.is_missing(over)
        inside, outside = split(piece[met], over[met])
        piece = np.concatenate([piece[~met], outside, inside, rest])
        mask = np.concatenate([mask[~met], mask[met], mask[met] | layer, np.full(len(rest), layer)])
        place = np.concatenate([place[~met], place[met], place[met], np.arange(n)])
        solid = _solid(piece)
        place, mask, piece = place[solid], mask[solid], piece[solid]
    return mask, piece


def cut_by_zone(pieces: Geometries, zones: Geometries) -> tuple[Integers, Integers, Geometries]:
    """Cut geometries along zones; the first zone counts where zones overlap.

    Parameters
    ----------
    pieces : ndarray of shapely geometry, shape (n,)
        Valid polygons.
    zones : ndarray of shapely geometry, shape (z,)
        Valid polygons.

    Returns
    -------
    index, zone : ndarray of int, shape (parts,)
        Which piece a part is of, and in which zone it lies; z is outside.
    part : ndarray of shapely geometry, shape (parts,)
    """
    n = len(zones)
    prepared = np.array(zones, copy=True)
    shapely.prepare(prepared)
    zone, piece = shapely.STRtree(pieces).query(prepared, predicate="intersects")
    index, out_zone, part = [], [], []
    rest = pieces.copy()
    for z in range(n):
        here = piece[zone == z]
        if len(here):
            index.append(here)
            out_zone.append(np.full(len(here), z))
            whole = shapely.covers(prepared[z], rest[here])
            inner = rest[here]
            rest[here[whole]] = shapely.Polygon()
            cut = here[~whole]
            inner[~whole], rest[cut] = split(rest[cut], np.full(len(cut), zones[z], dtype=object))
            part.append(inner)
    index.append(np.arange(len(pieces)))
    out_zone.append(np.full(len(pieces), n))
    part.append(rest)
    parts = np.concatenate(part)
    solid = _solid(parts)
    return np.concatenate(index)[solid], np.concatenate(out_zone)[solid], parts[solid]


def _table(zone: Integers, mask: Integers, area: Floats, n_zones: int, n_masks: int) -> Floats:
    cell = zone * n_masks + mask
    sums = np.bincount(cell, area, minlength=(n_zones + 1) * n_masks)
    return sums.reshape(n_zones + 1, n_masks).astype(np.float64)


def cover(
    polygons: Geometries, zones: Geometries, code: Integers, n_masks: int
) -> tuple[Floats, Floats]:
    """Return net and gross areas by zone and by mask; see `geo.land.overlay.kernel.cover`.

    Parameters
    ----------
    polygons : ndarray of shapely geometry, shape (n,)
        Valid polygons.
    zones : ndarray of shapely geometry, shape (z,)
        Valid polygons.
    code : ndarray of int, shape (n,)
        Bits of each polygon; 0 leaves it out.
    n_masks : int
        One more than the highest mask.

    Returns
    -------
    net, gross : ndarray of float, shape (z + 1, n_masks)
        Square metres.
    """
    here = (code != 0) & ~shapely.is_missing(polygons) & ~shapely.is_empty(polygons)
    polygons, code = polygons[here], code[here]
    mask, piece = cut_by_mask(polygons, code)
    index, zone, part = cut_by_zone(piece, zones)
    net = _table(zone, mask[index], straight_area_m2(part), len(zones), n_masks)
    index, zone, part = cut_by_zone(polygons, zones)
    return net, _table(zone, code[index], straight_area_m2(part), len(zones), n_masks)
