"""maXML, the exchange format of IMSMA: hazards, released land, accidents and locations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import shapely

from geo.export.features import add_citations, check_free, digits, plain, shapes
from geo.export.xml import clean, document, nested
from geo.files import replacing
from geo.model.dataset import Dataset
from geo.model.layers import KEYED
from geo.model.repair import repair

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

    A polygon is a list of turning points, so one with holes goes out in parts round them: its outer
    ring alone would show land as released that is not. Parameters, returns and raises as
    `export_geojson`.
    """
    path = Path(folder) / f"{dataset.meta.name}.maxml"
    check_free([path], overwrite)
    report = Element("FieldReport")
    info = SubElement(report, "FieldReportInfo")
    SubElement(info, "title").text = clean(dataset.meta.title)
    SubElement(info, "dataDate").text = dataset.meta.data_date or ""
    SubElement(info, "licence").text = clean(dataset.meta.licence)
    names = [n for n in layers or [n for n in RECORDS if len(dataset[n])] if n in RECORDS]
    records = (record for name in names for record in _records(dataset, name))
    with replacing(path) as temporary, temporary.open("wb") as file:
        file.writelines(document(Element("MineActionFieldReport"), report, inside=records))
    return [path]


def _records(dataset: Dataset, layer: str) -> Iterator[bytes]:
    record, key = RECORDS[layer]
    frame = add_citations(dataset, layer)
    own = KEYED[layer].key
    fields = [c for c in frame.columns if c != "geometry"]
    columns = [plain(frame[c]) for c in fields]
    for *values, shape in zip(*columns, shapes(frame), strict=True):
        element = Element(record)
        for name, value in zip(fields, values, strict=True):
            if value is not None:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                SubElement(element, key if name == own else name).text = clean(text)
        yield from nested(element, inside=_geospatial(_round_holes(shape)))


def _round_holes(shape: Any) -> Any:
    """Return the same ground in polygons without holes: cut through the middle of each hole."""
    if shape is None or not shapely.get_num_interior_rings(shapely.get_parts(shape)).any():
        return shape
    done, left = [], [*shapely.get_parts(repair([shape]).geometry[0])]
    while left:
        part = left.pop()
        if part.geom_type != "Polygon" or not part.interiors:
            done.append(part)
            continue
        west, south, east, north = part.bounds
        middle = part.interiors[0].centroid.x
        for half in ((west, south, middle, north), (middle, south, east, north)):
            cut = shapely.get_parts(shapely.intersection(part, shapely.box(*half)))
            left += [p for p in cut if p.geom_type == "Polygon"]
    return shapely.GeometryCollection(done)


def _geospatial(shape: Any) -> Iterator[bytes]:
    """The parts of a shape. Most of a file are points: they are written as they are, not built."""
    for part in getattr(shape, "geoms", [] if shape is None else [shape]):
        info, kind = Element("GeospatialInfo"), "Turning Point"
        if part.geom_type == "Point":
            form, kind, corners = "Point", "Point", part.coords[:1]
        elif part.geom_type == "LineString":
            form, corners = "Polyline", part.coords[:]
        else:
            form, corners = "Polygon", part.exterior.coords[:-1]
        SubElement(info, "shapeenum").text = form
        points = (_point(n, kind, x, y) for n, (x, y, *_) in enumerate(corners, start=1))
        yield from nested(info, inside=points)


def _point(number: int, kind: str, x: float, y: float) -> bytes:
    return (
        f"<GeoPoint><pointno>{number}</pointno><pointtypeenum>{kind}</pointtypeenum>"
        f"<latitude>{digits(y)}</latitude><longitude>{digits(x)}</longitude>"
        "<coordrefsys>WGS84</coordrefsys></GeoPoint>"
    ).encode()
