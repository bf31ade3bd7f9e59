"""The district a point lies in, and whether the borders are exact enough to say so."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import CrsError, InvalidGeometry
from geo.geodesy.nearest import apart_m, outlines_to_plane, reach, to_plane
from geo.geodesy.operations import to_wgs84
from geo.geodesy.rings import Floats, Geometries, Integers

_PIECE = 15  # sides of a border that are measured together
_FIRST_M = 4_000.0
_LAST = 20.0  # radians on the plane: more than the whole of it


def assign_districts(
    points: gpd.GeoDataFrame, districts: gpd.GeoDataFrame, band_m: str = "uncertainty_m"
) -> pd.DataFrame:
    """Return the district each point lies in, and whether that is certain.

    Parameters
    ----------
    points : GeoDataFrame, shape (n, …)
        Points in any CRS; a row without position stays unassigned.
    districts : GeoDataFrame
        The ``districts`` layer in any CRS. Names without polygon take no part.
    band_m : str
        Column with the distance in metres by which a drawn border may be off; missing is 0. Of
        two districts the larger one counts.

    Returns
    -------
    DataFrame, shape (n, 4)
        Index of `points`. ``district``: missing outside all districts; where districts overlap,
        the first by name. ``uncertain``: another district is nearer than the border is exact, or
        the point is outside all; missing without position. ``nearest_other``: the nearest
        district apart from the one assigned. ``distance_m``: how far away that is, geodesic on
        WGS 84, 0 inside it; NaN if there is no other.

    Raises
    ------
    CrsError
        If a layer has no CRS.
    InvalidGeometry
        If something is no point.

    Notes
    -----
    The nearest border is looked for and measured as `geo.geodesy.nearest` says. Between borders
    that are far off, at different latitudes and about as far, the plane may take the wrong one.
    """
    shapes, outlines = _degrees("points", points), _degrees("districts", districts)
    _only_points(shapes)
    order = np.argsort(districts["district"].to_numpy(dtype=object), kind="stable")
    drawn = order[_there(outlines[order])]
    names = districts["district"].to_numpy(dtype=object)[drawn]
    band = districts[band_m].fillna(0.0).to_numpy(dtype="float64")[drawn]
    placed = np.flatnonzero(_there(shapes))

    own, other = np.full((2, len(points)), -1, dtype=np.int64)
    uncertain = pd.array([pd.NA] * len(points), dtype="boolean")
    metres = np.full(len(points), np.nan)
    if len(placed):
        uncertain[placed] = True
    if len(placed) and len(drawn):
        ground = _Ground(shapes[placed], outlines[drawn])
        own[placed] = ground.inside()
        other[placed], metres[placed] = ground.nearest(own[placed])
        uncertain[placed] = (own[placed] < 0) | ground.within(
            band, own[placed], other[placed], metres[placed]
        )
    known = np.array([*names, None], dtype=object)  # -1 is none
    return pd.DataFrame(
        {
            "district": pd.array(known[own], dtype="str"),
            "uncertain": uncertain,
            "nearest_other": pd.array(known[other], dtype="str"),
            "distance_m": metres,
        },
        index=points.index,
    )


def _degrees(name: str, layer: gpd.GeoDataFrame) -> Geometries:
    if layer.crs is None:
        raise CrsError(f"{name} have no CRS", 'Set it: frame.set_crs("EPSG:4326").')
    return to_wgs84(layer.geometry.to_numpy(), layer.crs)


def _there(shapes: Geometries) -> npt.NDArray[np.bool_]:
    return np.asarray(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))


def _only_points(shapes: Geometries) -> None:
    odd = np.flatnonzero(_there(shapes) & (shapely.get_type_id(shapes) != 0))
    if len(odd):
        raise InvalidGeometry(
            f"geometry {odd[0]} is a {shapes[odd[0]].geom_type}, expected a Point",
            "Take a point of it first, for example shapely.point_on_surface.",
        )


class _Ground:
    """Points and district outlines on one plane."""

    def __init__(self, points: Geometries, outlines: Geometries) -> None:
        self._points = to_plane(points)
        self._outlines = outlines_to_plane(outlines)
        self._degrees = outlines
        self._first = float(reach(np.asarray(_FIRST_M), outlines).max())
        self._pieces, self._owner = _pieces(self._outlines)
        self._tree = shapely.STRtree(self._points)
        # The points are in the tree, so that the few large polygons are the prepared ones.
        self._pairs = self._tree.query(self._outlines, predicate="intersects")

    def inside(self) -> Integers:
        """Return position of the first outline that each point is in, -1 if it is in none."""
        outline, point = self._pairs
        own = np.full(len(self._points), len(self._outlines), dtype=np.int64)
        np.minimum.at(own, point, outline)
        return np.where(own < len(self._outlines), own, -1)

    def nearest(self, own: Integers) -> tuple[Integers, Floats]:
        """Position and distance in metres of the nearest outline apart from each point's own."""
        piece = np.full(len(self._points), -1, dtype=np.int64)
        districts = shapely.STRtree(self._outlines)
        for home in np.unique(own):
            rows, radius = np.flatnonzero(own == home), self._first
            # All districts within the radius of any point take part: what is found is nearest.
            while len(rows) and radius < _LAST:
                extent = shapely.envelope(shapely.multipoints(self._points[rows]))
                near = districts.query(extent, predicate="dwithin", distance=radius)
                chosen = np.flatnonzero(np.isin(self._owner, near[near != home]))
                if len(chosen):
                    at, found = shapely.STRtree(self._pieces[chosen]).query_nearest(
                        self._points[rows], max_distance=radius
                    )
                    first = np.unique(at, return_index=True)[1]  # of equals the first by name
                    piece[rows[at[first]]] = chosen[found[first]]
                    rows = np.delete(rows, at)
                radius *= 4
        other, metres = np.full(len(piece), -1, dtype=np.int64), np.full(len(piece), np.nan)
        known = np.flatnonzero(piece >= 0)
        other[known] = self._owner[piece[known]]
        metres[known] = self._metres(known, piece[known])
        outline, point = self._pairs
        twice = outline != own[point]
        other[point[twice][::-1]], metres[point[twice]] = outline[twice][::-1], 0.0
        return other, metres

    def within(
        self, band: Floats, own: Integers, other: Integers, metres: Floats
    ) -> npt.NDArray[np.bool_]:
        """Return True where any other outline is within the larger band of the two."""
        bands = np.append(band, 0.0)
        close = metres <= np.maximum(bands[own], bands[other])
        # The nearest outline decides, unless one further off has a wider band.
        wide = np.flatnonzero(band[self._owner] > band.min())
        if len(wide):
            distance = reach(band, self._degrees)[self._owner[wide]]
            at, point = self._tree.query(self._pieces[wide], predicate="dwithin", distance=distance)
            piece = wide[at]
            apart = self._owner[piece] != own[point]
            piece, point = piece[apart], point[apart]
            hit = self._metres(point, piece) <= band[self._owner[piece]]
            close[point[hit]] = True
        return np.asarray(close)

    def _metres(self, point: Integers, piece: Integers) -> Floats:
        return apart_m(self._points[point], self._pieces[piece])


def _pieces(outlines: Geometries) -> tuple[Geometries, Integers]:
    """Cut the borders of polygons into short lines, and say whose each one is."""
    parts, owner = shapely.get_parts(outlines, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    count = np.bincount(ring, minlength=len(rings))
    at = np.arange(len(xy)) - (np.cumsum(count) - count)[ring]  # place of a vertex in its ring
    # Every 15th vertex ends one piece and begins the next; the last of a ring begins none.
    last = at == count[ring] - 1
    begins, ends = ~((at % _PIECE == 0) & last), (at % _PIECE == 0) & (at > 0)
    vertex = np.concatenate([np.flatnonzero(begins), np.flatnonzero(ends)])
    number = np.concatenate([at[begins] // _PIECE, at[ends] // _PIECE - 1])
    order = np.lexsort([vertex, number, ring[vertex]])
    vertex, number = vertex[order], number[order]
    new = (np.diff(ring[vertex], prepend=-1) != 0) | (np.diff(number, prepend=-1) != 0)
    lines = shapely.linestrings(xy[vertex], indices=np.cumsum(new) - 1)
    return np.asarray(lines), owner[part[ring[vertex[new]]]]
