"""maXML, the exchange format of IMSMA: hazards, released land, accidents and locations."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from geo.dataset import Dataset
from geo.export.features import check_free, cited, digits, plain, shapes
from geo.files import replacing
from geo.schema import LAYERS

# Which records a layer becomes, and what IMSMA calls its key.
RECORDS = {
    "hazard_areas": ("Hazard", "hazard_localid"),
    "land_release": ("HazardReduction", "hazreduc_localid"),
    "events": ("Accident", "accident_localid"),
    "places": ("Location", "location_localid"),
}


def export_maxml(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one maXML file with the layers that IMSMA knows.

    A polygon is a list of turning points, so one with holes goes out as its outer ring, which is
    said in `remarks`. Parameters, returns and raises as `export_geojson`.
    """
    path = Path(folder) / f"{dataset.meta.name}.maxml"
    check_free([path], overwrite)
    root = Element("MineActionFieldReport")
    report = SubElement(root, "FieldReport")
    info = SubElement(report, "FieldReportInfo")
    SubElement(info, "title").text = _clean(dataset.meta.title)
    SubElement(info, "dataDate").text = dataset.meta.data_date or ""
    SubElement(info, "licence").text = _clean(dataset.meta.licence)
    for name in layers or [n for n in RECORDS if len(dataset[n])]:
        if name in RECORDS:
            _records(report, dataset, name)
    content = b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="utf-8")
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    return [path]


def _records(report: Element, dataset: Dataset, layer: str) -> None:
    record, key = RECORDS[layer]
    frame = cited(dataset, layer)
    own = LAYERS[layer].key
    fields = [c for c in frame.columns if c != "geometry"]
    columns = [plain(frame[c]) for c in fields]
    for *values, shape in zip(*columns, shapes(frame), strict=True):
        element = SubElement(report, record)
        for name, value in zip(fields, values, strict=True):
            if value is not None:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                SubElement(element, key if name == own else name).text = _clean(text)
        if shape is not None:
            _geospatial(element, shape)


def _geospatial(record: Element, shape: Any) -> None:
    for part in getattr(shape, "geoms", [shape]):
        info = SubElement(record, "GeospatialInfo")
        if part.geom_type == "Point":
            SubElement(info, "shapeenum").text = "Point"
            _points(info, [part.coords[0]], "Point")
        elif part.geom_type == "LineString":
            SubElement(info, "shapeenum").text = "Polyline"
            _points(info, list(part.coords), "Turning Point")
        else:
            SubElement(info, "shapeenum").text = "Polygon"
            if part.interiors:
                SubElement(info, "remarks").text = f"{len(part.interiors)} holes left out"
            _points(info, list(part.exterior.coords)[:-1], "Turning Point")


def _points(info: Element, coordinates: list[Any], kind: str) -> None:
    for number, (x, y, *_) in enumerate(coordinates, start=1):
        point = SubElement(info, "GeoPoint")
        SubElement(point, "pointno").text = str(number)
        SubElement(point, "pointtypeenum").text = kind
        SubElement(point, "latitude").text = digits(y)
        SubElement(point, "longitude").text = digits(x)
        SubElement(point, "coordrefsys").text = "WGS84"


def _clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return re.sub(r"[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
