"""From raw geometry to geometry that may be stored: in WGS 84, two-dimensional, valid, in range.

What cannot be used leaves the feature *unmapped* (no geometry) and is listed; the feature is
never dropped. Invalid polygons are repaired with GEOS `make_valid`, method ``structure``: its
``linework`` method turns the inside of overlapping parts into holes.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt
import shapely

from geo.errors import CrsError
from geo.geodesy import geodesic as measure
from geo.geodesy.operations import Operation, operation, transform
from geo.model.findings import Finding, Rule, rule
from geo.model.rules import (
    COLLAPSED,
    NO_GEOMETRY,
    OUT_OF_RANGE,
    PARTS_LEFT_OUT,
    REPAIRED,
    REPROJECTED,
    WRONG_TYPE,
)
from geo.model.schema import CRS as WGS84
from geo.model.schema import Layer
from geo.model.terms import Level

PLACEHOLDER = rule(
    "placeholder-coordinates",
    Level.ERROR,
    "A coordinate is a placeholder (0,0; 90/180); the feature is unmapped.",
    "Leave unknown coordinates empty.",
)
SWAPPED = rule(
    "swapped-coordinates",
    Level.ERROR,
    "A position lies outside the district boundaries, but inside them with longitude and latitude "
    "exchanged; the feature is unmapped.",
    "Exchange the two columns.",
)
FAR_AWAY = rule(
    "outside-boundaries",
    Level.WARNING,
    "A position lies more than 1 degree outside all district boundaries.",
    "Check the sign and the CRS.",
)

_MULTI = {"MULTIPOLYGON": (3, 6), "POINT": (0,), "MULTILINESTRING": (1, 5)}

_COLLECTION = 7
Geometries = npt.NDArray[np.object_]


def multi(geometry: Geometries) -> Geometries:
    """Polygons as multipolygons of one part; all else as it is.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
    """
    out = geometry.copy()
    single = shapely.get_type_id(geometry) == 3
    if single.any():
        out[single] = shapely.multipolygons(geometry[single], indices=np.arange(single.sum()))
    return out


def unfit(geometry: Geometries, layer: Layer) -> dict[str, int]:
    """What a layer cannot show of some geometries.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
        None where missing.
    layer : Layer
        The layer they are for.

    Returns
    -------
    dict of str to int
        Number of geometries by their type, 'Point' and so on, of those that are not of the
        layer's; collections with polygons in them do for a layer of polygons.
    """
    types = shapely.get_type_id(geometry)
    wrong = (types >= 0) & ~np.isin(types, _MULTI.get(layer.geometry or "", range(8)))
    if layer.geometry == "MULTIPOLYGON":
        wrong &= (types != _COLLECTION) | (shapely.get_dimensions(geometry) < 2)
    return dict(Counter(shape.geom_type for shape in geometry[wrong]))


def _parts(collection: shapely.Geometry) -> Geometries:
    """The parts of a collection, and those of collections in it."""
    parts = np.array([collection], dtype=object)
    while (shapely.get_type_id(parts) == _COLLECTION).any():
        parts = shapely.get_parts(parts)
    return parts


def flat(geometry: Geometries) -> Geometries:
    """Geometry without heights.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
    """
    # To copy what is flat already costs as much as reading it.
    high = (shapely.get_coordinate_dimension(geometry) > 2).any()
    return np.asarray(shapely.force_2d(geometry), dtype=object) if high else geometry.copy()


class Intake:
    """Checks the geometry of one layer; collects findings.

    Parameters
    ----------
    layer : Layer
        The layer it is for.
    file : str
        File name, for findings.
    rows : ndarray of int, shape (n,)
        Row of each feature in the file.
    keys : sequence of str, shape (n,)
        Key of each feature.
    operation : str, optional
        Name of the operation to WGS 84, where the usual one for the CRS is not wanted.
    """

    def __init__(
        self,
        layer: Layer,
        file: str,
        rows: npt.NDArray[np.int64],
        keys: list[str],
        operation: str | None = None,
    ) -> None:
        self.layer = layer
        self.file = file
        self.rows = rows
        self.keys = keys
        self.operation = operation
        self.moved: Operation | None = None  # how the coordinates came to WGS 84
        self.findings: list[Finding] = []

    def _find(self, found: Rule, at: int, message: str, value: object = None) -> None:
        self.findings.append(
            Finding(
                found,
                message,
                layer=self.layer.name,
                feature_id=self.keys[at],
                file=self.file,
                row=int(self.rows[at]),
                column="geometry",
                value=None if value is None else str(value),
            )
        )

    def accept(self, geometry: Geometries, crs: str | None = WGS84) -> Geometries:
        """Return geometry fit for the layer, None where a feature is unmapped.

        Parameters
        ----------
        geometry : ndarray of shapely geometry, shape (n,)
            In `crs`; None where the file has none.
        crs : str, optional
            CRS of the coordinates.

        Raises
        ------
        CrsError
            If `crs` is missing or unknown: guessing one would move every feature.
        """
        out = self._in_wgs84(flat(geometry), crs)
        out = self._typed(self._in_range(self._present(out)))
        return self._valid(out)

    def _in_wgs84(self, geometry: Geometries, crs: str | None) -> Geometries:
        if not crs:
            raise CrsError(
                f"{self.file}: no coordinate reference system",
                'State it in the manifest: crs = "EPSG:…".',
            )
        try:
            move = operation(crs, geometry, self.operation)
        except CrsError as error:
            raise CrsError(f"{self.file}: {error.message}", error.hint) from None
        self.moved = move
        if move.name:
            self.findings.append(
                Finding(REPROJECTED, str(move), layer=self.layer.name, file=self.file, value=crs)
            )
        return np.asarray(transform(geometry, move), dtype=object)

    def _present(self, geometry: Geometries) -> Geometries:
        out = geometry.copy()
        for at in np.flatnonzero(
            shapely.is_missing(geometry) | shapely.is_empty(geometry)
        ).tolist():
            self._find(NO_GEOMETRY, at, "no geometry: kept, but not on the map")
            out[at] = None
        return out

    def _in_range(self, geometry: Geometries) -> Geometries:
        west, south, east, north = shapely.bounds(geometry).T
        there = ~shapely.is_missing(geometry)
        with np.errstate(invalid="ignore"):
            inside = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
        point = there & (west == east) & (south == north)
        origin = point & (west == 0) & (south == 0)
        corner = point & np.isin(np.abs(west), (90, 180)) & np.isin(np.abs(south), (90, 180))
        out = geometry.copy()
        for at in np.flatnonzero(there & (origin | corner)).tolist():
            self._find(PLACEHOLDER, at, "placeholder, not a position", geometry[at].wkt)
            out[at] = None
        for at in np.flatnonzero(there & ~inside & ~corner).tolist():
            self._find(
                OUT_OF_RANGE, at, "expected longitude -180…180, latitude -90…90", geometry[at].wkt
            )
            out[at] = None
        return out

    def _typed(self, geometry: Geometries) -> Geometries:
        out = geometry.copy()
        allowed = _MULTI.get(self.layer.geometry)
        if allowed is None:
            return out
        if self.layer.geometry == "MULTIPOLYGON":
            self._polygons(out)
        types = shapely.get_type_id(out)
        for at in np.flatnonzero((types >= 0) & ~np.isin(types, allowed)).tolist():
            self._find(WRONG_TYPE, at, f"{geometry[at].geom_type}: expected {self.layer.geometry}")
            out[at] = None
        return out

    def _polygons(self, geometry: Geometries) -> None:
        """Put the polygons of collections in their place, where they have any."""
        for at in np.flatnonzero(shapely.get_type_id(geometry) == _COLLECTION).tolist():
            parts = _parts(geometry[at])
            flat = shapely.get_dimensions(parts) == 2
            if not flat.any():
                continue
            if not flat.all():
                others = "; ".join(part.wkt for part in parts[~flat])
                self._find(PARTS_LEFT_OUT, at, f"{(~flat).sum()} parts are no polygons", others)
            geometry[at] = shapely.multipolygons(shapely.get_parts(parts[flat]))

    def _valid(self, geometry: Geometries) -> Geometries:
        out = geometry.copy()
        broken = np.flatnonzero(~shapely.is_valid(geometry) & ~shapely.is_missing(geometry))
        if len(broken):
            reasons = shapely.is_valid_reason(geometry[broken])
            mended = shapely.make_valid(geometry[broken], method="structure", keep_collapsed=False)
            before, after = measure.area_m2(geometry[broken]), measure.area_m2(mended)
            for at, reason, shape, was, now in zip(
                broken.tolist(), reasons, mended, before, after, strict=True
            ):
                if shape.is_empty:
                    self._find(COLLAPSED, at, reason, geometry[at].wkt)
                    out[at] = None
                    continue
                self._find(REPAIRED, at, f"{reason}: {was:.0f} m² before, {now:.0f} m² after")
                out[at] = shape
        return multi(out) if self.layer.geometry == "MULTIPOLYGON" else out

    def near(self, geometry: Geometries, extent: npt.NDArray[np.float64]) -> Geometries:
        """Compare positions with the extent of the boundaries: swapped axes, wrong hemisphere.

        Parameters
        ----------
        geometry : ndarray of shapely geometry, shape (n,)
            EPSG:4326.
        extent : ndarray of float, shape (4,)
            west, south, east, north in degrees.
        """
        west, south, east, north = extent

        def holds(lon: measure.Floats, lat: measure.Floats) -> npt.NDArray[np.bool_]:
            east_west = (lon >= west - 1) & (lon <= east + 1)
            return np.asarray(east_west & (lat >= south - 1) & (lat <= north + 1), dtype=np.bool_)

        left, bottom, right, top = shapely.bounds(geometry).T
        # A centre lies in the box of its feature, so few centres are needed.
        near = holds(left, bottom) & holds(right, top)
        apart = geometry.copy()
        apart[near] = None
        centre = shapely.centroid(apart)
        x, y = shapely.get_x(centre), shapely.get_y(centre)
        out = geometry.copy()
        stray = ~np.isnan(x) & ~holds(x, y)
        swapped = stray & holds(y, x)
        for at in np.flatnonzero(swapped).tolist():
            self._find(SWAPPED, at, f"{x[at]:g}, {y[at]:g} fits the boundaries only when exchanged")
            out[at] = None
        for at in np.flatnonzero(stray & ~swapped).tolist():
            self._find(FAR_AWAY, at, f"{x[at]:g}, {y[at]:g} is far from all districts")
        return out
