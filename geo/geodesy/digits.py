"""Coordinates with fewer digits, where nothing is lost by it.

A corner that moves by half a digit moves an edge: two that met may cross, and ground on one side of
it is no longer inside. So outlines keep the digits they have, or lose them only where they stay
valid; of points, nothing but the position is rounded.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

Geometries = npt.NDArray[np.object_]

_POINT, _MULTIPOINT = 0, 4


def round_points(geometry: Geometries, decimals: int) -> Geometries:
    """Return geometry with the coordinates of points rounded; lines and outlines as they are.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        None where there is none.
    decimals : int
    """
    out = np.asarray(geometry, dtype=object).copy()
    points = np.isin(shapely.get_type_id(out), (_POINT, _MULTIPOINT))
    out[points] = shapely.transform(out[points], lambda xy: np.round(xy, decimals))
    return out


def round_coordinates(geometry: Geometries, decimals: int) -> Geometries:
    """Return geometry with coordinates rounded, but for outlines that would not stay valid.

    For what is no hazard: an outline may lose or gain half of the last digit.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        None where there is none.
    decimals : int

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
        Valid where `geometry` is.
    """
    given = np.asarray(geometry, dtype=object)
    out = np.asarray(shapely.transform(given, lambda xy: np.round(xy, decimals)), dtype=object)
    broken = shapely.is_valid(given) & ~shapely.is_valid(out)
    out[broken] = given[broken]
    return out
