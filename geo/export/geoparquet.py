"""GeoParquet 1.1. Needs pyarrow: `pip install clearance-atlas[parquet]`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.errors import WriteFailed
from geo.export.features import add_citations, check_free, shapes, with_claims
from geo.files import replacing
from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.schema import CRS, Kind


def export_geoparquet(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one GeoParquet file for each layer with features, and one for the claims.

    Parameters, returns and raises as `export_geojson`; `WriteFailed` if pyarrow is missing.
    """
    try:
        import pyarrow  # noqa: F401, PLC0415 - an extra
    except ImportError:
        raise WriteFailed(
            "writing GeoParquet needs pyarrow", "pip install 'clearance-atlas[parquet]'"
        ) from None
    names = layers or with_claims(dataset)
    paths = {name: Path(folder) / f"{name}.parquet" for name in names}
    frames = {name: add_citations(dataset, name) for name in names}
    check_free(paths.values(), overwrite)
    for name, frame in frames.items():
        days = {c.name: _days(frame[c.name]) for c in LAYERS[name].columns if c.kind is Kind.DATE}
        values = frame.drop(columns="geometry").assign(**days)
        located = gpd.GeoDataFrame(values, geometry=shapes(frame), crs=CRS)
        with replacing(paths[name]) as temporary:
            located.to_parquet(temporary, index=False, schema_version="1.1.0")
    return list(paths.values())


def _days(texts: pd.Series) -> pd.Series:
    """Return days as Arrow knows them, so that a GIS can put them in order and on a time axis."""
    import pyarrow  # noqa: PLC0415 - an extra

    days = [None if pd.isna(text) else date.fromisoformat(text) for text in texts]
    return pd.Series(days, index=texts.index, dtype=pd.ArrowDtype(pyarrow.date32()))
