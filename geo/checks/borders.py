"""How far features are from districts, in metres on the ellipsoid."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import measure
from geo.checks.registry import Case, geometries

_EARTH_M = 6_371_000.0

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
Geometries = npt.NDArray[np.object_]


class Borders:
    """The districts of a dataset that have a polygon.

    Parameters
    ----------
    case : Case
        A dataset under check.

    Attributes
    ----------
    frame : DataFrame
        The districts; ``uncertainty_m`` is 0 where the layer does not say how exact a border is.
    """

    def __init__(self, case: Case) -> None:
        districts = case.outlines("districts")
        self.frame = districts.assign(uncertainty_m=districts["uncertainty_m"].fillna(0.0))
        # A side that is straight in degrees is not straight on the plane: 1 m apart at 60° N in
        # sides of this length, 100 m in sides ten times as long.
        self._plane = plane(shapely.segmentize(geometries(self.frame), 0.05))
        shapely.prepare(self._plane)

    def within(self, shapes: Geometries) -> npt.NDArray[np.bool_]:
        """True for features that touch a district, shape (n,).

        Parameters
        ----------
        shapes : ndarray of shapely geometry, shape (n,)
            EPSG:4326.
        """
        # The tree holds the features: then the few large polygons are the prepared ones.
        _, row = shapely.STRtree(shapes).query(geometries(self.frame), predicate="intersects")
        return np.isin(np.arange(len(shapes)), row)

    def near(self, shapes: Geometries) -> pd.DataFrame:
        """Pair features with the districts they are in, or nearer to than any border is exact.

        Parameters
        ----------
        shapes : ndarray of shapely geometry, shape (n,)
            EPSG:4326.

        Returns
        -------
        DataFrame
            See `pairs`.
        """
        # The plane stretches towards the poles: reach as far as at the district's far edge.
        edge = np.abs(shapely.bounds(geometries(self.frame))[:, [1, 3]]).max(axis=1, initial=0) + 1
        stretch = 1.01 / np.cos(np.radians(np.minimum(edge, 89.0)))
        reach = self.frame["uncertainty_m"].max() / _EARTH_M * stretch
        tree = shapely.STRtree(plane(shapes))
        district, row = tree.query(self._plane, predicate="dwithin", distance=reach)
        return self.pairs(shapes, row, district)

    def pairs(self, shapes: Geometries, row: Rows, district: Rows) -> pd.DataFrame:
        """Measure how far features are from districts.

        Parameters
        ----------
        shapes : ndarray of shapely geometry, shape (n,)
            EPSG:4326.
        row, district : ndarray of int, shape (m,)
            Positions in `shapes` and in `frame`.

        Returns
        -------
        DataFrame, shape (m, 4)
            ``row``; ``name`` and ``uncertainty_m`` of the district; ``metres`` to its nearest
            point, geodesic, 0 inside.
        """
        points, polygons = plane(shapes)[row], self._plane[district]
        metres = np.zeros(len(row))
        apart = np.flatnonzero(~shapely.intersects(polygons, points))
        if len(apart):
            lines = shapely.shortest_line(polygons[apart], points[apart])
            ends = _geographic(shapely.get_coordinates(lines)).reshape(-1, 4)
            metres[apart] = measure.distance_m(*ends.T)
        near = self.frame.iloc[district]
        return pd.DataFrame(
            {
                "row": row,
                "name": near["district"].to_numpy(),
                "uncertainty_m": near["uncertainty_m"].to_numpy(),
                "metres": metres,
            }
        )


def plane(shapes: Geometries) -> Geometries:
    """Put geometry on the spherical Mercator plane, in radians.

    Mercator is conformal: the nearest point on the plane is the nearest one on the ground, which
    in degrees it is not. Distances are then measured on the ellipsoid.

    Parameters
    ----------
    shapes : ndarray of shapely geometry, shape (n,)
        EPSG:4326.

    Returns
    -------
    ndarray of shapely geometry, shape (n,)
    """

    def project(xy: Floats) -> Floats:
        x, y = np.radians(xy).T
        return np.column_stack([x, np.arctanh(np.sin(np.clip(y, -1.57, 1.57)))])

    return np.asarray(shapely.transform(shapes, project), dtype=object)


def _geographic(xy: Floats) -> Floats:
    """Longitude and latitude in degrees of points on the plane, shape (n, 2)."""
    x, y = xy.T
    return np.asarray(np.degrees(np.column_stack([x, np.arcsin(np.tanh(y))])), dtype=np.float64)
