"""The formats, and what each of them cannot carry: said whenever one is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.export.geojson import export_geojson, export_geojson_lines
from geo.export.geoparquet import export_geoparquet
from geo.export.kml import export_kml, export_kmz
from geo.export.maxml import RECORDS, export_maxml
from geo.export.pmtiles import export_pmtiles
from geo.export.tables import export_csv, export_xlsx
from geo.export.vector import export_flatgeobuf, export_shapefile
from geo.model.dataset import Dataset
from geo.store import write_dataset


@dataclass(frozen=True)
class Format:
    """One way out.

    Attributes
    ----------
    name : str
        As the command calls it.
    write : callable
        From dataset, folder, layers and overwrite to the paths written.
    cannot : tuple of str
        What it cannot carry.
    """

    name: str
    write: Callable[..., list[Any]]
    cannot: tuple[str, ...] = ()


_KML_CANNOT = (
    "values are texts without type",
    "enumerations are not enforced",
    "a feature without name has its key as name",
)
_DECIMALS = "points have 6 decimals (0.1 m); outlines keep all their digits"


def export_geopackage(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one GeoPackage with styles; layers that are not wanted stay empty.

    Parameters, returns and raises as `export_geojson`.
    """
    if layers:
        from geo.export.selection import select  # noqa: PLC0415 - only where needed

        dataset, _ = select(dataset, layers=layers)
    path = Path(folder) / f"{dataset.meta.name}.gpkg"
    return [write_dataset(dataset, path, overwrite=overwrite)]


FORMATS = {
    f.name: f
    for f in (
        Format("geojson", export_geojson, (_DECIMALS,)),
        Format(
            "geojsonl",
            export_geojson_lines,
            (_DECIMALS,),
        ),
        Format("gpkg", export_geopackage),
        Format(
            "kml",
            export_kml,
            _KML_CANNOT,
        ),
        Format(
            "kmz",
            export_kmz,
            _KML_CANNOT,
        ),
        Format(
            "csv",
            export_csv,
            (
                "values are texts without type",
                "empty and missing texts are the same",
                "texts that start like a formula have an apostrophe before them",
            ),
        ),
        Format(
            "xlsx",
            export_xlsx,
            (
                "texts end after 32,767 characters",
                "control characters are left out",
                "a file has room for 1,048,576 rows a sheet",
            ),
        ),
        Format("parquet", export_geoparquet),
        Format("fgb", export_flatgeobuf),
        Format(
            "shp",
            export_shapefile,
            (
                "names have 10 characters (legend.csv has the full ones)",
                "texts have 254 bytes (legend.csv counts those that were cut)",
                "an empty text is a missing one; some programs show a missing number as 0",
                "points, lines, polygons and features without position are files of their own",
            ),
        ),
        Format(
            "pmtiles",
            export_pmtiles,
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
            export_maxml,
            (
                f"layers other than {', '.join(RECORDS)}",
                "holes of polygons: they are written in parts round them",
                "values are texts without type",
            ),
        ),
    )
}
