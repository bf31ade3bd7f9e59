"""From raw geometry to geometry that may be stored: in WGS 84, two-dimensional, valid, in range.

What cannot be used leaves the feature *unmapped* (no geometry) and is listed; the feature is
never dropped. Invalid polygons are repaired by the policy of `geo.model.repair`.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import CrsError
from geo.geodesy.operations import Operation, operation, transform
from geo.geodesy.rings import Floats, Geometries
from geo.intake.readers import RawTable
from geo.intake.validation import Checked
from geo.model.findings import RULES, Finding, Rule, rule
from geo.model.layers import LAND_RELEASE
from geo.model.repair import fitting, repair, single_points
from geo.model.rules import REPROJECTED
from geo.model.schema import CRS as WGS84
from geo.model.schema import Layer, key_of
from geo.model.terms import Level, Support

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

SUPPORT_OF_POINT = rule(
    "point-as-outline",
    Level.WARNING,
    "A row says that it has an outline, but has a position only; it is shown as a point, and never "
    "as an area.",
    "Deliver the outline, or state the support: point.",
)

_POINT, _COLLECTION = 0, 7


def to_multi(geometry: Geometries) -> Geometries:
    """Return polygons as multipolygons of one part; all else as it is.

    Parameters
    ----------
    geometry : ndarray of shapely geometry, shape (n,)
    """
    out = geometry.copy()
    single = shapely.get_type_id(geometry) == 3
    if single.any():
        out[single] = shapely.multipolygons(geometry[single], indices=np.arange(single.sum()))
    return out


def find_unfit(geometry: Geometries, layer: Layer) -> dict[str, int]:
    """Tell what a layer cannot show of some geometries.

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
    geometry = single_points(geometry) if layer.points else geometry
    types = shapely.get_type_id(geometry)
    wrong = (types >= 0) & ~np.isin(types, fitting(layer.geometry, points=layer.points))
    if layer.geometry == "MULTIPOLYGON":
        wrong &= (types != _COLLECTION) | (shapely.get_dimensions(geometry) < 2)
    return dict(Counter(shape.geom_type for shape in geometry[wrong]))


def drop_heights(geometry: Geometries) -> Geometries:
    """Return geometry without heights.

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
        self.repair: dict[str, Any] = {}

    def find(self, found: Rule, at: int, message: str, value: object = None) -> None:
        """Note what was found of the geometry at a position."""
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

        What was done to each is in `repair` afterwards, by column. Released land whose outline is
        quarantined is unmapped: nobody knows which ground was released. A hazardous area keeps it.

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
        moved = self._in_wgs84(drop_heights(geometry), crs)
        placeholder = self._placeholders(moved)
        fixed = repair(moved, self.layer.geometry, points=self.layer.points)
        out, doubtful = fixed.geometry, np.zeros(len(moved), bool)
        if self.layer is LAND_RELEASE:
            doubtful = fixed.quarantined
        out[placeholder | doubtful] = None
        changes = fixed.changes[~placeholder[fixed.changes["row"]]]
        for change in changes.to_dict("records"):
            at = change["row"]
            message = f"{change['message']}{': not on the map' * bool(doubtful[at])}"
            self.find(RULES[change["rule"]], at, message, change["value"])
        self.repair = fixed.columns() if "repair" in self.layer.names else {}
        return to_multi(out) if self.layer.geometry == "MULTIPOLYGON" else out

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

    def _placeholders(self, geometry: Geometries) -> npt.NDArray[np.bool_]:
        """Tell which are no position, but stand for one that is not known."""
        west, south, east, north = shapely.bounds(geometry).T
        origin = (west == 0) & (south == 0)
        corner = np.isin(np.abs(west), (90, 180)) & np.isin(np.abs(south), (90, 180))
        out: npt.NDArray[np.bool_] = (west == east) & (south == north) & (origin | corner)
        for at in np.flatnonzero(out).tolist():
            self.find(PLACEHOLDER, at, "placeholder, not a position", geometry[at].wkt)
        return out

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

        def holds(lon: Floats, lat: Floats) -> npt.NDArray[np.bool_]:
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
            self.find(SWAPPED, at, f"{x[at]:g}, {y[at]:g} fits the boundaries only when exchanged")
            out[at] = None
        for at in np.flatnonzero(stray & ~swapped).tolist():
            self.find(FAR_AWAY, at, f"{x[at]:g}, {y[at]:g} is far from all districts")
        return out


def locate(
    checked: Checked,
    raw: RawTable,
    layer: Layer,
    geometry: Geometries,
    crs: str | None,
    *,
    operation: str | None = None,
    extent: Floats | None = None,
) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Give checked rows their geometry, and what was done to it.

    Parameters
    ----------
    checked : Checked, shape (n,)
        Rows of the table.
    raw : RawTable
        The table.
    layer : Layer
        Theirs.
    geometry : ndarray of shapely geometry
        Of all rows of the table, in `crs`.
    crs : str, optional
    operation : str, optional
        Name of the operation to WGS 84, where the usual one for the CRS is not wanted.
    extent : ndarray of float, shape (4,), optional
        west, south, east, north of the district boundaries in degrees, to tell swapped axes.

    Returns
    -------
    GeoDataFrame (EPSG:4326), shape (n, …)
    list of Finding
        Those of `checked`, and of the geometry.
    """
    key = key_of(layer)
    keys = checked.frame[key].tolist() if key else [""] * len(checked.frame)
    intake = Intake(layer, raw.file, raw.rows[checked.kept], keys, operation)
    shapes = intake.accept(geometry[checked.kept], crs)
    frame = _moved(checked.frame, intake.moved, shapes)
    if extent is not None:
        shapes = intake.near(shapes, extent)
    frame = _supported(frame, layer, shapes, intake)
    for name, values in intake.repair.items():  # of an earlier repair, what the row says stays
        now = pd.Series(values, index=frame.index).astype(frame[name].dtype)
        frame = frame.assign(**{name: now.where(now.notna(), frame[name])})
    return gpd.GeoDataFrame(frame, geometry=shapes, crs=WGS84), [
        *checked.findings,
        *intake.findings,
    ]


def _supported(
    frame: pd.DataFrame, layer: Layer, geometry: Geometries, intake: Intake
) -> pd.DataFrame:
    """Call what is known by position only a point, whatever its row says of an outline."""
    if not layer.points or "support" not in frame:
        return frame
    areas = frame["support"].isin([s for s in Support if s.is_area]).to_numpy(bool)
    wrong = areas & (shapely.get_type_id(geometry) == _POINT)
    for at in np.flatnonzero(wrong).tolist():
        said = frame["support"].iloc[at]
        intake.find(SUPPORT_OF_POINT, at, f"{said}, but only a position: taken as a point", said)
    return frame.assign(support=frame["support"].mask(wrong, str(Support.POINT)))


def _moved(frame: pd.DataFrame, move: Operation | None, geometry: Geometries) -> pd.DataFrame:
    """Say in each row how its coordinates came to WGS 84, and how exact that is."""
    if move is None or move.shift is None:
        return frame
    there = ~shapely.is_missing(geometry)
    if "coordinate_operation" in frame:
        words = frame["coordinate_operation"].mask(there, move.words)
        frame = frame.assign(coordinate_operation=words)
    if "horizontal_accuracy_m" in frame and move.within_m:
        own = frame["horizontal_accuracy_m"].fillna(0.0)
        both = np.hypot(own, move.within_m).round(1)
        stated = frame["horizontal_accuracy_m"].mask(there, both)
        frame = frame.assign(horizontal_accuracy_m=stated)
    return frame
