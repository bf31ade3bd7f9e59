"""Drawing of each row, decided by support; the rest is for `geo.maps.undrawn`.

- A *district* is drawn from the boundary set; figures of it are figures of the whole district.
- A *site* is one position. All places, finds and accidents with the same coordinates share it,
  so nothing has to be moved aside to be seen.
- An *area* is an outline that somebody surveyed or reconstructed, or a line. Nothing else is
  drawn as an area of hazard or release. Hazards and releases known by position only are listed with
  them and drawn as marks, however large they are stated to be; so are delivered events.
- A *group* is a set of districts that share figures. It has no outline of its own.

Geometry leaves this module with a running number as its only property. A layer of `LARGE` areas
or more leaves it as a frame, for `geo.maps.large`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.geodesy.digits import round_coordinates
from geo.maps.large import LARGE, SOURCE
from geo.maps.records import record_rows
from geo.maps.rows import Row, rows
from geo.maps.sites import gather_sites
from geo.maps.within import recorded_within
from geo.maps.world import take_off_map, unroll
from geo.model.dataset import Dataset
from geo.model.footprints import Footprint, Ground
from geo.model.lists import split
from geo.model.symbols import AREAS, SYMBOLS
from geo.model.terms import BasemapKind, Subject, Support

_Numbered = tuple[int, BaseGeometry]
_DECIMALS = 6  # about 0.1 m; of positions, and of districts
# Later is on top: nothing released may hide what is suspected, nothing suspected what is confirmed.
_RANK = {code: SYMBOLS[code].order for code in AREAS}
_BASEMAP_DECIMALS = 4  # about 10 m; it is for orientation only


@dataclass
class Drawing:
    """Everything the map draws, and the claims that hang on it.

    Attributes
    ----------
    layers : dict of str to FeatureCollection
        GeoJSON for each drawn layer; the only property is the running number ``i``.
    districts, sites, areas, groups, accidents : list of dict
        What the running numbers stand for. Claims are positions in the list of claims.
    large : dict of str to GeoDataFrame
        Drawn layers that are too large for an element a feature, as rows with an outline.
    placed : set of int
        Claims that can be reached from something drawn.
    beyond : list of dict
        What has a position that the map does not reach: ``layer``, ``id``, ``name``.
    """

    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    districts: list[Row] = field(default_factory=list)
    sites: list[Row] = field(default_factory=list)
    areas: list[Row] = field(default_factory=list)
    groups: list[Row] = field(default_factory=list)
    accidents: list[Row] = field(default_factory=list)
    large: dict[str, gpd.GeoDataFrame] = field(default_factory=dict)
    basemap: dict[str, list[Row]] = field(default_factory=dict)
    placed: set[int] = field(default_factory=set)
    beyond: list[Row] = field(default_factory=list)


def draw(dataset: Dataset, claims: pd.DataFrame, *, large: Container[str] = ()) -> Drawing:
    """Decide what is drawn of `dataset`.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.
    claims : DataFrame
        The claims to show, with a clean index 0..N-1.
    large : container of str
        Drawn layers to leave as frames, however few rows they have.

    Returns
    -------
    Drawing
    """
    drawing = Drawing()
    dataset, drawing.beyond = take_off_map(dataset)
    within = _within(dataset)
    dataset = unroll(dataset)
    at = _claims_by(claims, "footprint_id")
    cleared = _claims_by(claims[claims["subject"] == Subject.AREA_CLEARED], "footprint_id")
    zones = set(dataset["clearance_zones"]["zone_id"]) & set(cleared)
    _districts(drawing, dataset["districts"], at, zones)
    for item, inside in zip(drawing.districts, within, strict=True):
        item["within"] = inside
    _groups(drawing, claims)
    _areas(drawing, dataset, at, large)
    _events(drawing, dataset["events"], large)
    _records(drawing, dataset, claims)
    _accidents(drawing, dataset["accidents"], _claims_by(claims, "event_id"))
    _sites(drawing, dataset, at)
    _basemap(drawing, dataset["basemap"])
    for item in (*drawing.districts, *drawing.sites, *drawing.areas):
        # A claim about a record is about a paper: it has no place for that.
        if item.get("drawn", True) and item.get("layer") != "minefield_records":
            drawing.placed.update(item["claims"])
    return drawing


def _within(dataset: Dataset) -> list[list[Row]]:
    """Return what is recorded inside each district."""
    frames = {}
    for name, (layer, _) in SOURCE.items():
        frame = dataset[layer]
        there = _there(frame["geometry"].to_numpy()) if name == "events" else is_drawable(frame)
        frames[name] = gpd.GeoDataFrame(frame[there])
    return recorded_within(frames, dataset["districts"]["geometry"].to_numpy())


def _claims_by(claims: pd.DataFrame, column: str) -> dict[str, list[int]]:
    known = claims[claims[column].notna()]
    return {str(key): [int(i) for i in at] for key, at in known.groupby(column).groups.items()}


def _features(items: Iterable[_Numbered], decimals: int | None = _DECIMALS) -> dict[str, Any]:
    """Return features with rounded coordinates; with None as they are: hazards lose no ground."""
    items = list(items)
    shapes = np.array([geometry for _, geometry in items], dtype=object)
    if decimals is not None:
        shapes = round_coordinates(shapes, decimals)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"i": i},
                "geometry": _lists(geometry.__geo_interface__),
            }
            for (i, _), geometry in zip(items, shapes, strict=True)
        ],
    }


def _lists(value: Any) -> Any:
    """Return GeoJSON with lists for tuples."""
    if isinstance(value, Mapping):
        return {key: _lists(part) for key, part in value.items()}
    return [_lists(part) for part in value] if isinstance(value, tuple | list) else value


def _there(shapes: Any) -> Any:
    """Tell whether there is a shape, of one or of each of many."""
    return ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))


def _districts(
    drawing: Drawing, districts: pd.DataFrame, at: Mapping[str, list[int]], zones: set[str]
) -> None:
    shapes, outlined = [], []
    for i, (row, geometry) in enumerate(zip(rows(districts), districts["geometry"], strict=True)):
        footprint = str(Footprint(Ground.DISTRICT, (row["district"],)))
        item = {**row, "claims": at.get(footprint, [])}
        item["drawn"] = bool(_there(geometry))
        item["aliases"] = split(row.get("aliases"))
        if item["drawn"]:
            label = geometry.representative_point()
            item["at"] = [round(label.y, 4), round(label.x, 4)]
            item["box"] = _box(geometry)
            shapes.append((i, geometry))
            outlined += [shapes[-1]] if footprint in zones else []
        drawing.districts.append(item)
    drawing.layers["districts"] = _features(shapes)
    drawing.layers["outlines"] = _features(outlined)


def _place(geometry: BaseGeometry) -> Row:
    """Return extent of a shape, and where a symbol for it may stand: a point in it."""
    return {"box": _box(geometry), "at": _inside(geometry)}


def _inside(geometry: BaseGeometry) -> list[float]:
    """Return latitude and longitude of a point in the largest part of a shape, far from its edge.

    The middle of the largest circle that fits into it; where that is not found, GEOS's point on
    the surface. The middle of the extent would stand outside an area that is bent or has a hole.
    """
    part = max(shapely.get_parts(geometry), key=lambda p: (p.area, p.length))
    point = part.representative_point()
    if part.area > 0:
        width, height = np.ptp(part.bounds[::2]), np.ptp(part.bounds[1::2])
        middle = shapely.maximum_inscribed_circle(part, tolerance=max(width, height) / 50)
        first = shapely.get_point(middle, 0)
        point = first if part.contains(first) else point
    return [round(point.y, _DECIMALS), round(point.x, _DECIMALS)]


def _box(geometry: BaseGeometry) -> list[list[float]]:
    west, south, east, north = (round(v, 4) for v in geometry.bounds)
    return [[south, west], [north, east]]


def _groups(drawing: Drawing, claims: pd.DataFrame) -> None:
    several = claims[claims["support"] == Support.MULTI_DISTRICT]
    for footprint, at in several.groupby("footprint_id").groups.items():
        members = list(Footprint.parse(str(footprint)).districts)
        drawing.groups.append(
            {"id": footprint, "districts": members, "claims": [int(i) for i in at]}
        )
    drawing.groups.sort(key=lambda group: (len(group["districts"]), group["id"]))


def _areas(
    drawing: Drawing, dataset: Dataset, at: Mapping[str, list[int]], large: Container[str]
) -> None:
    """Return outlines that were surveyed or reconstructed, and lines."""
    released: list[_Numbered] = []
    hazards: list[_Numbered] = []
    lines: list[_Numbered] = []
    for name, key, target in (
        ("released", "release_id", released),
        ("hazards", "hazard_id", hazards),
    ):
        layer, status = SOURCE[name]
        frame = gpd.GeoDataFrame(dataset[layer][is_drawable(dataset[layer])])
        if len(frame) >= LARGE or (name in large and len(frame)):
            drawing.large[name] = frame
            continue
        outline = shapely.get_dimensions(frame["geometry"].to_numpy()) > 0
        rank = frame[status].map(_RANK).to_numpy() - 0.5 * outline  # marks over outlines
        frame = frame.iloc[np.argsort(rank, kind="stable")]
        for row, geometry in zip(rows(frame), frame["geometry"], strict=True):
            target.append((len(drawing.areas), geometry))
            drawing.areas.append(
                {**row, "layer": layer, "id": row[key], "status": row[status], "claims": []}
                | _place(geometry)
            )
    zones = dataset["clearance_zones"]
    for row, geometry in zip(rows(zones), zones["geometry"], strict=True):
        support = Support(row["support"])
        if not _there(geometry) or not (support.is_area or support is Support.LINE):
            continue
        if geometry.geom_type.endswith("Point"):
            continue  # a line known by one position only is a site
        (released if support.is_area else lines).append((len(drawing.areas), geometry))
        drawing.areas.append(
            {**row, "layer": "clearance_zones", "id": row["zone_id"], "status": "cleared"}
            | {"claims": at.get(row["zone_id"], [])}
            | _place(geometry)
        )
    drawing.layers["released"] = _features(released, None)
    drawing.layers["hazards"] = _features(hazards, None)
    drawing.layers["lines"] = _features(lines, None)


def _events(drawing: Drawing, events: pd.DataFrame, large: Container[str]) -> None:
    """Return accidents, finds and other events as delivered, each at its own position."""
    frame = gpd.GeoDataFrame(events[_there(events["geometry"].to_numpy())])
    if len(frame) >= LARGE or ("events" in large and len(frame)):
        drawing.large["events"] = frame
        frame = frame[:0]
    points: list[_Numbered] = []
    for row, geometry in zip(rows(frame), frame["geometry"], strict=True):
        points.append((len(drawing.areas), geometry))
        drawing.areas.append(
            {**row, "layer": "events", "id": row["event_id"], "status": row["kind"], "claims": []}
            | _place(geometry)
        )
    drawing.layers["events"] = _features(points)


def _records(drawing: Drawing, dataset: Dataset, claims: pd.DataFrame) -> None:
    """Return outlines of minefield records: what a paper draws, no hazard and no find."""
    outlines: list[_Numbered] = []
    for row, geometry in record_rows(dataset, claims):
        outlines.append((len(drawing.areas), geometry))
        drawing.areas.append(row | _place(geometry))
    drawing.layers["records"] = _features(outlines)


def is_drawable(frame: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which rows have an outline that was surveyed or reconstructed, or a position."""
    shapes, support = frame["geometry"].to_numpy(), frame["support"]
    area = support.isin([s for s in Support if s.is_area]).to_numpy(bool)
    position = support.isin([Support.POINT, Support.SETTLEMENT]).to_numpy(bool)
    outline = shapely.get_dimensions(shapes) > 0
    there: npt.NDArray[np.bool_] = np.where(outline, area, position) & _there(shapes)
    return there


def _accidents(drawing: Drawing, accidents: pd.DataFrame, at: Mapping[str, list[int]]) -> None:
    for row in rows(accidents):
        claims = at.get(row["event_id"], [])
        if claims:
            drawing.accidents.append({**row, "claims": claims})


def _sites(drawing: Drawing, dataset: Dataset, at: Mapping[str, list[int]]) -> None:
    by_kind: dict[str, list[_Numbered]] = {
        kind: [] for kind in ("zone", "find", "accident", "other")
    }
    for number, site in enumerate(gather_sites(dataset, drawing.accidents, at)):
        drawing.sites.append(site)
        latitude, longitude = site["at"]
        for kind in site["kinds"]:
            by_kind[kind].append((number, shapely.Point(longitude, latitude)))
        for accident in site["accidents"]:
            drawing.accidents[accident]["drawn"] = True
    for kind, points in by_kind.items():
        drawing.layers[kind] = _features(points)


def _basemap(drawing: Drawing, basemap: pd.DataFrame) -> None:
    for kind in BasemapKind:
        frame = basemap[basemap["kind"] == kind]
        drawing.basemap[kind] = rows(frame, ("name", "name_local", "rank"))
        drawing.layers[f"base_{kind}"] = _features(
            ((i, g) for i, g in enumerate(frame["geometry"]) if _there(g)), _BASEMAP_DECIMALS
        )
