"""The dataset as a GeoPackage with styles, or the part of it that is wanted."""

from __future__ import annotations

from pathlib import Path

from geo.export.selection import select
from geo.model.dataset import Dataset
from geo.store import write_dataset


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
        dataset, _ = select(dataset, layers=layers)
    path = Path(folder) / f"{dataset.meta.name}.gpkg"
    return [write_dataset(dataset, path, overwrite=overwrite)]
