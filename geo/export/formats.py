"""The formats: their titles, what writes each, and what it cannot carry, which is always told.

None of the writers is imported before it is used: the command line lists the formats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Format:
    """One way out.

    Attributes
    ----------
    name : str
        As the command calls it.
    title : str
        As its help says it: 'Write TITLE.'
    writer : str
        Module of this room and function in it: 'geojson:export_geojson'.
    cannot : tuple of str
        What it cannot carry.
    """

    name: str
    title: str
    writer: str
    cannot: tuple[str, ...] = ()

    @property
    def write(self) -> Callable[..., list[Any]]:
        """From dataset, folder, layers and overwrite to the paths written."""
        module, name = self.writer.split(":")
        function: Callable[..., list[Any]] = getattr(import_module(f"geo.export.{module}"), name)
        return function


_KML_CANNOT = (
    "values are texts without type",
    "enumerations are not enforced",
    "a feature without name has its key as name",
)
_DECIMALS = "points have 6 decimals (0.1 m); outlines keep all their digits"


FORMATS = {
    f.name: f
    for f in (
        Format(
            "geojson",
            "GeoJSON (RFC 7946), one file a layer",
            "geojson:export_geojson",
            (_DECIMALS,),
        ),
        Format(
            "geojsonl",
            "newline-delimited GeoJSON, one file a layer",
            "geojson:export_geojson_lines",
            (_DECIMALS,),
        ),
        Format("gpkg", "a GeoPackage with styles", "geopackage:export_geopackage"),
        Format(
            "kml",
            "KML with styles and citations",
            "kml:export_kml",
            _KML_CANNOT,
        ),
        Format(
            "kmz",
            "KML, compressed",
            "kml:export_kmz",
            _KML_CANNOT,
        ),
        Format(
            "csv",
            "CSV with HXL tags, one file a layer",
            "tables:export_csv",
            (
                "values are texts without type",
                "empty and missing texts are the same",
                "texts that start like a formula have an apostrophe before them",
            ),
        ),
        Format(
            "xlsx",
            "a workbook, one sheet a layer",
            "tables:export_xlsx",
            (
                "texts end after 32,767 characters",
                "control characters are left out",
                "a file has room for 1,048,576 rows a sheet",
            ),
        ),
        Format("parquet", "GeoParquet, one file a layer", "geoparquet:export_geoparquet"),
        Format("fgb", "FlatGeobuf, one file a layer", "vector:export_flatgeobuf"),
        Format(
            "shp",
            "Shapefiles in zip archives, with a legend of their shortened names",
            "vector:export_shapefile",
            (
                "names have 10 characters (legend.csv has the full ones)",
                "texts have 254 bytes (legend.csv counts those that were cut)",
                "an empty text is a missing one; some programs show a missing number as 0",
                "points, lines, polygons and features without position are files of their own",
            ),
        ),
        Format(
            "pmtiles",
            "vector tiles (PMTiles), one file a layer",
            "pmtiles:export_pmtiles",
            (
                "outlines are simplified and cut at tile edges: not for measuring",
                "hazards are drawn larger and released land smaller, by about a metre in the "
                "nearest zoom and 15 km in the farthest; land of which nothing stays is left out",
                "other layers are coarser in a tile of more than 0.5 MB, and what is smaller than "
                "a unit of a tile is left out of it",
                "values as delivered (source_values)",
                "features without position are left out",
            ),
        ),
        Format(
            "maxml",
            "maXML for IMSMA",
            "maxml:export_maxml",
            (
                "layers other than hazard_areas, land_release, events and places",
                "holes of polygons: they are written in parts round them",
                "values are texts without type",
            ),
        ),
    )
}
