"""KML 2.2 and KMZ: features with styles, dates and citations, for phones and globes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np
import shapely

from geo.export.archive import write_zip
from geo.export.features import (
    CLASSED,
    add_citations,
    check_free,
    describe,
    digits,
    drawing_order,
    from_below,
    plain,
    shapes,
    spatial_layers,
)
from geo.export.xml import clean, document, nested
from geo.files import replacing
from geo.geodesy.buffers import LocalPlane
from geo.model import symbols
from geo.model.dataset import Dataset
from geo.model.layers import KEYED, LAYERS
from geo.model.schema import Kind
from geo.model.terms import CAUTIONS, Support

# Colour, opacity of the fill from 0 to 255. A ground that is only 'somewhere in here' gets none.
_STYLES = {
    "districts": (symbols.BORDER, 0),
    "clearance_zones": (symbols.ZONE, 0),
    "ordnance_finds": (symbols.FIND, 255),
    "accidents": (symbols.colour("accident"), 255),
    "district_figures": (symbols.BORDER, 0),
    "places": (symbols.PLACE, 255),
    "minefield_records": (symbols.RECORD, 0),
    "recorded_items": (symbols.RECORD, 0),
    "record_band": (symbols.RECORD, 48),
    "events": (symbols.colour("accident"), 255),
    **{n: (symbols.colour(n), 0 if symbols.SYMBOLS[n].dash else 128) for n in symbols.AREAS},
}
_RECONSTRUCTED = "-reconstructed"  # paler: KML has no dashes


def export_kml(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one KML file, a folder for each layer with features.

    Parameters, returns and raises as `export_geojson`.
    """
    path = Path(folder) / f"{dataset.meta.name}.kml"
    check_free([path], overwrite)
    pieces = _document(dataset, layers or spatial_layers(dataset))
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.writelines(pieces)
    return [path]


def export_kmz(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write the KML file compressed, as `doc.kml` in a KMZ archive.

    Parameters, returns and raises as `export_geojson`.
    """
    path = Path(folder) / f"{dataset.meta.name}.kmz"
    check_free([path], overwrite)
    pieces = _document(dataset, layers or spatial_layers(dataset))
    with replacing(path) as temporary:
        write_zip(temporary, {"doc.kml": pieces})
    return [path]


def _document(dataset: Dataset, layers: list[str]) -> Iterator[bytes]:
    root = Element("kml", xmlns="http://www.opengis.net/kml/2.2")
    body = Element("Document")
    SubElement(body, "name").text = clean(dataset.meta.title)
    SubElement(body, "description").text = "<br>".join(escape(clean(t)) for t in describe(dataset))
    for name, (color, opacity) in _STYLES.items():
        _style(body, name, color, opacity)
        _style(body, name + _RECONSTRUCTED, color, opacity // 3)
    folders = (piece for layer in drawing_order(layers) for piece in _folder(dataset, layer))
    return document(root, body, inside=folders)


def _style(document: Element, name: str, color: str, opacity: int) -> None:
    blue_first = color[5:7] + color[3:5] + color[1:3]  # KML's aabbggrr
    style = SubElement(document, "Style", id=name)
    icon = SubElement(style, "IconStyle")
    SubElement(icon, "color").text = f"ff{blue_first}".lower()
    SubElement(icon, "scale").text = "0.6"
    line = SubElement(style, "LineStyle")
    SubElement(line, "color").text = f"ff{blue_first}".lower()
    SubElement(line, "width").text = "1.5"
    polygon = SubElement(style, "PolyStyle")
    SubElement(polygon, "color").text = f"{opacity:02x}{blue_first}".lower()
    SubElement(polygon, "fill").text = "1" if opacity else "0"


def _style_of(layer: str, row: Mapping[str, Any]) -> str:
    """A surveyed outline is filled, a reconstructed one paler, what lies somewhere in it not."""
    if layer not in CLASSED:
        return layer
    status, support = row[CLASSED[layer]], row["support"]
    if support == Support.RECONSTRUCTED_POLYGON:
        return f"{status}{_RECONSTRUCTED}"
    if support in (Support.SURVEYED_POLYGON, Support.POINT):  # a mark in the colour of the class
        return str(status)
    return "clearance_zones"


def _folder(dataset: Dataset, name: str) -> Iterator[bytes]:
    folder = Element("Folder")
    SubElement(folder, "name").text = name
    SubElement(folder, "description").text = escape(LAYERS[name].description)
    return nested(folder, inside=_placemarks(dataset, name))


def _placemarks(dataset: Dataset, name: str) -> Iterator[Element]:
    # Viewers draw what comes later over what comes before.
    frame = from_below(add_citations(dataset, name), name)
    fields = [c for c in frame.columns if c != "geometry"]
    columns = [plain(frame[c]) for c in fields]
    for *values, shape in zip(*columns, shapes(frame), strict=True):
        row = dict(zip(fields, values, strict=True))
        yield _placemark(name, row, shape)
        if name == "minefield_records" and shape is not None and row.get("ce95_m"):
            yield _band(row, shape)


def _band(row: Mapping[str, Any], shape: Any) -> Element:
    """Return how far from where a paper has it the edge of a record may lie."""
    placemark = Element("Placemark")
    far = float(row["ce95_m"])
    SubElement(placemark, "name").text = clean(
        f"{row['record_id']}: error band (CE95), {far:.0f} m"
    )
    SubElement(placemark, "styleUrl").text = "#record_band"
    middle = shape.envelope.centroid
    plane = LocalPlane(middle.x, middle.y)
    edge = plane.buffer(plane.forward(np.array([shape.boundary], dtype=object)), far)[0]
    ground = shapely.transform(edge, lambda xy: np.column_stack(plane.degrees(*xy.T)))
    _geometry(placemark, ground)
    return placemark


def _placemark(layer: str, row: Mapping[str, Any], shape: Any) -> Element:
    placemark = Element("Placemark")
    key = KEYED[layer].key
    label = row.get("name") or row.get(key) or layer
    SubElement(placemark, "name").text = clean(str(label))
    # Viewers show a description as HTML: escaped here, and once more as XML by the writer.
    SubElement(placemark, "description").text = _description(layer, row)
    _time(placemark, row)
    SubElement(placemark, "styleUrl").text = f"#{_style_of(layer, row)}"
    data = SubElement(placemark, "ExtendedData")
    for name, value in row.items():
        if value is not None:
            field = SubElement(data, "Data", name=name)
            text = str(value).lower() if isinstance(value, bool) else str(value)
            SubElement(field, "value").text = clean(text)
    if shape is not None:
        _geometry(placemark, shape)
    return placemark


def _time(placemark: Element, row: Mapping[str, Any]) -> None:
    """Write the time of an event, as exact as it is known, or the span of what lasts."""
    if occurred := row.get("occurred"):
        SubElement(SubElement(placemark, "TimeStamp"), "when").text = occurred
    elif row.get("valid_from") or row.get("valid_to"):
        span = SubElement(placemark, "TimeSpan")
        for name, day in (("begin", row.get("valid_from")), ("end", row.get("valid_to"))):
            if day:
                SubElement(span, name).text = day


def _description(layer: str, row: Mapping[str, Any]) -> str:
    lines = []
    for column in LAYERS[layer].columns:
        value = row.get(column.name)
        if value is None or column.kind is Kind.KEY or column.name == "source_values":
            continue
        text = (
            column.domain(value).label if column.domain and column.kind is not Kind.LIST else value
        )
        unit = f" {column.unit}" if column.unit else ""
        lines.append(f"<b>{escape(column.title)}</b>: {escape(clean(str(text)))}{unit}")
    support = row.get("support")
    if layer in CLASSED and support == Support.POINT:
        lines.append(escape("A position: how far the ground reaches is not drawn."))
    elif support is not None and not Support(support).is_area:
        lines.append(escape("Somewhere in here: not an outline of hazard or release."))
    for text in str(row.get("citations") or "").split(" | "):
        if text:
            lines.append(escape(clean(text)))
    return "<br>".join([*lines, escape(" ".join(CAUTIONS))])


def _geometry(parent: Element, shape: Any) -> None:
    match shape.geom_type:
        case "Point":
            _coordinates(SubElement(parent, "Point"), shape.coords)
        case "LineString":
            _coordinates(SubElement(parent, "LineString"), shape.coords)
        case "Polygon":
            polygon = SubElement(parent, "Polygon")
            oriented = shapely.orient_polygons(shape)
            outer = SubElement(SubElement(polygon, "outerBoundaryIs"), "LinearRing")
            _coordinates(outer, oriented.exterior.coords)
            for ring in oriented.interiors:
                inner = SubElement(SubElement(polygon, "innerBoundaryIs"), "LinearRing")
                _coordinates(inner, ring.coords)
        case _:
            several = SubElement(parent, "MultiGeometry")
            for part in shape.geoms:
                _geometry(several, part)


def _coordinates(parent: Element, coordinates: Any) -> None:
    SubElement(parent, "coordinates").text = " ".join(
        f"{digits(x)},{digits(y)}" for x, y in _pairs(coordinates)
    )


def _pairs(coordinates: Any) -> list[tuple[float, float]]:
    return [(float(c[0]), float(c[1])) for c in coordinates]
