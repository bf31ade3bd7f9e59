"""Points and areas of files in any format, for the verbs of records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.printing import echo

if TYPE_CHECKING:
    import geopandas as gpd


def read_points(path: Path, crs: str | None) -> gpd.GeoDataFrame:
    """Read points from a file."""
    return _read(path, crs, "events")


def read_areas(path: Path, crs: str | None) -> gpd.GeoDataFrame:
    """Read polygons from a file."""
    return _read(path, crs, "hazard_areas")


def _read(path: Path, crs: str | None, like: str) -> gpd.GeoDataFrame:
    """Return the rows of a file with their geometry on WGS 84; what could not be read is told."""
    import geopandas as gpd

    from geo.intake.deliveries.positions import positions
    from geo.intake.deliveries.reading import guess_unstated, read_files
    from geo.model.layers import KEYED
    from geo.model.manifest import Import

    how = Import(layer=like, crs=crs)
    raw = read_files([path], how)
    how = guess_unstated(raw, KEYED[like], how)
    placed = positions(raw, how)
    for finding in (*raw.findings, *placed.findings):
        echo(str(finding), err=True)
    table = raw.frame.drop(columns=[c for c in raw.frame if c == "geometry"])
    return gpd.GeoDataFrame(table, geometry=placed.geometry, crs="EPSG:4326")
