"""A map for paper: hazard over release, hatches that grey printing keeps, names inside outlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.geodesy.rings import Floats
from geo.model import symbols
from geo.model.dataset import Dataset
from geo.model.terms import BasemapKind, Classification, ReleaseProduct, Support
from geo.report.frame import Frame, length_text
from geo.report.leaders import leaders
from geo.report.lettering import width_mm
from geo.report.marks import (
    AREAS,
    FONT,
    LABELS,
    PATTERNS,
    POINTS_TO_MM,
    UNIT,
    Box,
    draw_key,
    draw_mark,
    draw_text,
)

_STRIP = 20.5  # below the map: scale, north, legend; mm


_BORDER = 'stroke-dasharray="180 60"'


@dataclass
class Plan:
    """A drawn map.

    Attributes
    ----------
    svg : str
        Its unit is 1/100 mm.
    frame : Frame
    unlabelled : list of str
        Districts whose name fits neither inside their outline nor beside all outlines.
    height : float
        Of the whole drawing, with the strip below, mm.
    """

    svg: str
    frame: Frame
    unlabelled: list[str]
    height: float


@dataclass
class _Drawing:
    frame: Frame
    parts: list[str] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)  # by texts
    marks: list[Box] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)

    def path(self, shapes: Any, style: str) -> bool:
        """Draw shapes as one path; False if none of it is inside."""
        text = path_data(shapes)
        if text:
            self.parts.append(f'<path d="{text}" {style}/>')
        return bool(text)

    def text(self, at: Any, text: str, size: float, style: str = "") -> None:
        """Write a text around a point, with a white edge."""
        x, y = at
        units = size * POINTS_TO_MM * UNIT
        self.parts.append(
            f'<text x="{x * UNIT:.0f}" y="{y * UNIT + 0.36 * units:.0f}" {FONT} '
            f'font-size="{units:.0f}" text-anchor="middle" stroke="#ffffff" stroke-width="50" '
            f'stroke-linejoin="round" paint-order="stroke" {style}>{escape(text)}</text>'
        )


def plan(
    dataset: Dataset,
    frame: Frame,
    *,
    focus: Any = None,
    name: str = "",
    magnetic: str = "",
    only: Iterable[str] | None = None,
) -> Plan:
    """Draw a map of what a dataset holds within a frame.

    Parameters
    ----------
    dataset : Dataset
        Its current rows are drawn.
    frame : Frame
        What to show, at which scale.
    focus : geometry, optional
        Outline (EPSG:4326) that the sheet is about; it is drawn with a heavy line.
    name : str
        District of that outline; its name is set in bold.
    magnetic : str
        Magnetic north, in words; written at the north arrow.
    only : iterable of str, optional
        Layers to draw points of; default all.
    """
    drawing = _Drawing(frame)
    _ground(drawing, dataset["basemap"])
    districts = dataset["districts"]
    outlines = frame.on_paper(districts["geometry"].to_numpy())
    drawing.path(outlines, 'fill="#f6f4ef" stroke="#8a8a8a" stroke-width="22"')
    own = frame.on_paper(np.array([focus], dtype=object)) if focus is not None else np.array([])
    if name:  # ground of a parcel stays as it is: white could be read as clear
        drawing.path(own, 'fill="#ffffff" stroke="none"')
    _areas(drawing, dataset)
    if drawing.path(own, 'fill="none" stroke="#000000" stroke-width="55"'):
        drawing.drawn.append("focus")
    elif focus is not None and focus.geom_type == "Point":
        x, y = frame.paper(shapely.get_coordinates(focus))[0]
        drawing.parts.append(draw_mark("spot", x, y))
        drawing.drawn.append("spot")
    _graticule(drawing)
    layers = tuple(only) if only is not None else ("clearance_zones", "ordnance_finds", "accidents")
    for layer in layers:
        _points(drawing, layer, dataset[layer])
    # A name over the outline of a parcel or a hazard would hide a part of it.
    room = outlines if name or focus is None else _beyond(own[0], outlines)
    unlabelled = _names(drawing, room, districts["district"], name)
    _towns(drawing, dataset["basemap"])
    return Plan(_svg(drawing, magnetic), frame, unlabelled, frame.height + _STRIP)


def path_data(shapes: Any) -> str:
    """Return SVG path data of the lines and rings of shapes, in 1/100 mm, without repeats."""
    array = np.asarray(shapes, dtype=object).ravel()
    array = array[~(shapely.is_missing(array) | shapely.is_empty(array))]
    parts = shapely.get_parts(array)
    kinds = shapely.get_type_id(parts)
    rings = shapely.get_rings(parts[kinds == 3])
    lines = parts[np.isin(kinds, (1, 2))]
    return "".join([*_subpaths(rings, "Z"), *_subpaths(lines, "")])


def _subpaths(lines: Any, close: str) -> list[str]:
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    if not len(owner):
        return []
    xy = np.rint(coordinates * UNIT).astype(np.int64)
    new = np.append(True, (np.diff(owner) != 0) | (np.diff(xy, axis=0) != 0).any(axis=1))
    xy, owner = xy[new], owner[new]
    starts = np.append(np.flatnonzero(np.append(True, np.diff(owner) != 0)), len(owner))
    flat = xy.ravel().tolist()
    return [f"M{' '.join(map(str, flat[2 * a : 2 * b]))}{close}" for a, b in pairwise(starts)]


def _ground(drawing: _Drawing, basemap: pd.DataFrame) -> None:
    shapes = drawing.frame.on_paper(basemap["geometry"].to_numpy())
    kinds = basemap["kind"].to_numpy()
    for kind, style in (
        (BasemapKind.LAND, 'fill="#efede8" stroke="#9a9a9a" stroke-width="14"'),
        (BasemapKind.BOUNDARY, f'fill="none" stroke="#555555" stroke-width="40" {_BORDER}'),
        (BasemapKind.LAKE, 'fill="#d3e3ee" stroke="#7f9fb5" stroke-width="12"'),
        (BasemapKind.RIVER, 'fill="none" stroke="#8fb0c6" stroke-width="18"'),
    ):
        drawing.path(shapes[kinds == kind], style)


def _areas(drawing: _Drawing, dataset: Dataset) -> None:
    """Draw released land, then hazards over it: suspected, then confirmed."""
    classes = {str(product): ("land_release", "product") for product in ReleaseProduct}
    classes |= {str(term): ("hazard_areas", "classification") for term in Classification}
    for value in sorted(classes, key=lambda code: symbols.SYMBOLS[code].order):
        name, column = classes[value]
        rows = dataset[name][dataset[name][column] == value]
        shapes = drawing.frame.on_paper(rows["geometry"].to_numpy())
        fill, line, dash = AREAS[value]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        style = f'{fill} fill-rule="evenodd" stroke="{line}" stroke-width="25"{dashed}'
        if drawing.path(shapes, style):
            drawing.drawn.append(value)


def _graticule(drawing: _Drawing) -> None:
    frame = drawing.frame
    for lines, ends in zip(frame.graticule(), ("bottom", "left"), strict=True):
        for label, line in lines:
            inside = shapely.clip_by_rect(shapely.LineString(line), 0, 0, frame.width, frame.height)
            style = 'fill="none" stroke="#4a6a8a" stroke-opacity="0.45" stroke-width="9"'
            if not drawing.path([inside], style):
                continue
            points = shapely.get_coordinates(inside)
            if ends == "bottom":
                x, y = points[points[:, 1].argmax()]
                at = (x, frame.height - 1.6)
            else:
                x, y = points[points[:, 0].argmin()]
                at = (5.2, y)
            if 4 < at[0] < frame.width - 4 and 3 < at[1] < frame.height - 1:
                drawing.text(at, label, 4.6, 'fill="#35506b"')
                drawing.taken.append(_box(at, label, 4.6))


def _points(drawing: _Drawing, layer: str, frame: pd.DataFrame) -> None:
    shapes = frame["geometry"].to_numpy()
    point = ~shapely.is_missing(shapes) & (shapely.get_type_id(shapes) == 0)
    if layer == "clearance_zones":
        point &= frame["support"].isin([Support.POINT, Support.SETTLEMENT]).to_numpy()
    if not point.any():
        return
    at = drawing.frame.paper(shapely.get_coordinates(shapes[point]))
    inside = ((at > 0.8) & (at < [drawing.frame.width - 0.8, drawing.frame.height - 0.8])).all(
        axis=1
    )
    mark = {"clearance_zones": "zone", "ordnance_finds": "find", "accidents": "accident"}[layer]
    for x, y in at[inside]:
        drawing.parts.append(draw_mark(mark, x, y))
        drawing.marks.append((x - 1.2, y - 1.2, x + 1.2, y + 1.2))
    if inside.any():
        drawing.drawn.append(mark)


def _box(at: Any, text: str, size: float, *, bold: bool = False) -> Box:
    wide, high = width_mm(text, size, bold=bold) / 2 + 0.3, size * POINTS_TO_MM * 0.62
    return (at[0] - wide, at[1] - high, at[0] + wide, at[1] + high)


def _names(drawing: _Drawing, outlines: Any, names: pd.Series[str], focus: str) -> list[str]:
    """Write each district's name inside its outline, or beside all; return those without room."""
    waiting: list[tuple[str, Any, float]] = []
    own, other = (9.0, 8.0, 7.0, 6.0, 5.0), (6.5, 5.5, 4.8)
    for name, shape in sorted(zip(names, outlines, strict=True), key=lambda pair: pair[0] != focus):
        if shape is None or shape.is_empty or shape.area < 4:
            continue
        bold = name == focus
        fitting = [
            (size, spot)
            for size in (own if bold else other)
            for spot in _spots(shape, name, size, bold=bold)
            if _free(drawing.taken, _box(spot, name, size, bold=bold))
        ]
        # Better over a mark than not at all.
        clear = (f for f in fitting if _free(drawing.marks, _box(f[1], name, f[0], bold=bold)))
        at = next(clear, next(iter(fitting), None))
        if at is None:
            waiting.append((str(name), shape, width_mm(str(name), other[-1]) + 0.6))
            continue
        size, spot = at
        style = 'font-weight="bold" fill="#000000"' if bold else 'fill="#555555"'
        drawing.text(spot, str(name), size, style)
        drawing.taken.append(_box(spot, str(name), size, bold=bold))
    beside = _beside(drawing, waiting, outlines, other[-1])
    return [name for name, _, _ in waiting if name not in beside]


def _beyond(own: Any, outlines: Any) -> Any:
    """Return the outlines without the ground that the sheet is about, and its edge."""
    return shapely.difference(outlines, shapely.buffer(own, 0.8))


def _beside(
    drawing: _Drawing, waiting: Iterable[tuple[str, Any, float]], outlines: Any, size: float
) -> set[str]:
    """Write names on ground of no district, each with a line to a dot; return those that fit."""
    frame = drawing.frame
    high = 1.24 * size * POINTS_TO_MM
    taken = [*drawing.taken, *drawing.marks]
    found = leaders(waiting, outlines, (frame.width, frame.height), high, taken)
    for one in found:
        way = "M" + "L".join(f"{x * UNIT:.0f} {y * UNIT:.0f}" for x, y in (one.dot, one.end))
        drawing.parts += [
            f'<path d="{way}" fill="none" stroke="#ffffff" stroke-width="50"/>'
            f'<path d="{way}" fill="none" stroke="#222222" stroke-width="14" class="leader"/>'
            f'<circle cx="{one.dot[0] * UNIT:.0f}" cy="{one.dot[1] * UNIT:.0f}" r="40" '
            'fill="#222222" stroke="#ffffff" stroke-width="12"/>'
        ]
        drawing.text(one.at, one.name, size, 'fill="#222222"')
        drawing.taken.append(one.box)
    return {one.name for one in found}


def _spots(shape: Any, name: str, size: float, *, bold: bool) -> Iterable[Floats]:
    """Yield points around which a name lies inside a shape, the roomiest first."""
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(np.linspace(west, east, 15)[1:-1], np.linspace(south, north, 15)[1:-1])
    spots = np.column_stack([x.ravel(), y.ravel()])
    boxes = shapely.box(*np.array([_box(spot, name, size, bold=bold) for spot in spots]).T)
    shapely.prepare(shape)
    spots, boxes = spots[inside := shapely.contains(shape, boxes)], boxes[inside]
    room = shapely.distance(shapely.boundary(shape), boxes)
    yield from spots[np.argsort(-room, kind="stable")]


def _free(taken: Sequence[Box], box: Box) -> bool:
    return not any(
        box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken
    )


def _towns(drawing: _Drawing, basemap: pd.DataFrame) -> None:
    """Write towns where there is room, larger ones first."""
    towns = basemap[(basemap["kind"] == BasemapKind.TOWN) & basemap["geometry"].notna()]
    towns = towns.sort_values(["rank", "name"])
    at = drawing.frame.paper(shapely.get_coordinates(towns["geometry"].to_numpy()))
    for (x, y), name in zip(at, towns["name"], strict=True):
        text = str(name)
        spot = (x, y - 1.7)
        box = _box(spot, text, 4.4)
        if (
            box[0] < 1
            or box[1] < 1
            or box[2] > drawing.frame.width - 1
            or y > drawing.frame.height - 4
        ):
            continue
        if _free([*drawing.taken, *drawing.marks], box):
            drawing.parts.append(
                f'<rect x="{x * UNIT - 40:.0f}" y="{y * UNIT - 40:.0f}" width="80" height="80" '
                'fill="#444444"/>'
            )
            drawing.text(spot, text, 4.4, 'fill="#222222"')
            drawing.taken += [box, (x - 0.6, y - 0.6, x + 0.6, y + 0.6)]


def _svg(drawing: _Drawing, magnetic: str) -> str:
    frame = drawing.frame
    wide, high = frame.width * UNIT, frame.height * UNIT
    whole = high + _STRIP * UNIT
    return "".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {wide:.0f} {whole:.0f}" width="{frame.width}mm" '
            f'height="{frame.height + _STRIP}mm">',
            PATTERNS,
            f'<rect width="{wide:.0f}" height="{high:.0f}" fill="#e9f0f4"/>',
            *drawing.parts,
            f'<rect width="{wide:.0f}" height="{high:.0f}" fill="none" stroke="#000000" '
            'stroke-width="30"/>',
            *_strip(drawing, magnetic),
            "</svg>",
        ]
    )


def _strip(drawing: _Drawing, magnetic: str) -> Iterable[str]:
    """Scale bar, scale, north, name of the graticule; then the legend of what is drawn."""
    frame, top = drawing.frame, drawing.frame.height
    metres = frame.bar_m(min(45.0, frame.width * 0.4))
    long = metres / frame.scale * 1000
    for part, fill in ((0, "#000000"), (1, "#ffffff")):
        yield (
            f'<rect x="{(1 + part * long / 2) * UNIT:.1f}" y="{(top + 3.6) * UNIT:.0f}" '
            f'width="{long / 2 * UNIT:.1f}" height="110" fill="{fill}" stroke="#000000" '
            'stroke-width="15"/>'
        )
    yield draw_text(1, top + 3.0, "0", 4.6, "middle")
    yield draw_text(1 + long, top + 3.0, length_text(metres), 4.6, "middle")
    yield draw_text(
        1, top + 7.4, f"1 : {frame.scale:,.0f}; graticule WGS 84; transverse Mercator", 4.4
    )
    x, y = frame.width - 4, top + 1.2
    arrow = f"M{x * UNIT:.0f} {(y + 5.6) * UNIT:.0f}V{y * UNIT:.0f}m-90 160l90 -160l90 160"
    yield (f'<path d="{arrow}" fill="none" stroke="#000000" stroke-width="30"/>')
    yield draw_text(x - 2.2, y + 2.6, "true north", 4.6, "end")
    if magnetic:
        yield draw_text(x - 2.2, y + 5.4, magnetic, 4.2, "end")
    left, line = 1.0, top + 10.4
    for name in sorted(dict.fromkeys(drawing.drawn), key=list(LABELS).index):
        text = LABELS[name]
        wide = 6.5 + width_mm(text, 4.8) + 2.5
        if left + wide > frame.width and left > 1:
            left, line = 1.0, line + 3.2
        yield draw_key(name, left, line)
        yield draw_text(left + 6.0, line + 0.9, text, 4.8)
        left += wide


def focus_of(districts: gpd.GeoDataFrame, name: str) -> Any:
    """Return the outline of a district; None if it has none."""
    shapes = districts.loc[districts["district"] == name, "geometry"].to_numpy()
    return shapes[0] if len(shapes) and shapes[0] is not None else None
