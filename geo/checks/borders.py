"""The districts of a dataset under check, and which features are near to which."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.checks.registry import Case, geometries
from geo.geodesy.nearest import apart_m, outlines_to_plane, reach, to_plane
from geo.geodesy.rings import Geometries, Integers


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
        self._plane = outlines_to_plane(geometries(self.frame))
        shapely.prepare(self._plane)

    def within(self, shapes: Geometries) -> npt.NDArray[np.bool_]:
        """Return True for features that touch a district, shape (n,).

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
        widest = np.asarray(self.frame["uncertainty_m"].max(), dtype=np.float64)
        distance = reach(widest, geometries(self.frame))
        tree = shapely.STRtree(to_plane(shapes))
        district, row = tree.query(self._plane, predicate="dwithin", distance=distance)
        return self.pairs(shapes, row, district)

    def pairs(self, shapes: Geometries, row: Integers, district: Integers) -> pd.DataFrame:
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
        near = self.frame.iloc[district]
        return pd.DataFrame(
            {
                "row": row,
                "name": near["district"].to_numpy(),
                "uncertainty_m": near["uncertainty_m"].to_numpy(),
                "metres": apart_m(to_plane(shapes)[row], self._plane[district]),
            }
        )
