"""The file that holds a delivered layer: GeoJSON, one feature a line, sorted by key."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.files import replacing
from geo.schema import Layer


def read_stored(path: Path, layer: Layer) -> pd.DataFrame:
    """Rows as they were stored, with exactly the layer's columns and `geometry`.

    Parameters
    ----------
    path : Path
        The file; an empty frame if it is not there.
    layer : Layer
        Whose rows they are.

    Raises
    ------
    InputUnreadable
        If the file was changed into something else.
    """
    columns = [*layer.names, "geometry"]
    if not path.exists():
        return pd.DataFrame(columns=columns, dtype=object)
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        frame = pd.DataFrame([f["properties"] for f in features], dtype=object)
        texts = [f["geometry"] and json.dumps(f["geometry"]) for f in features]
        geometry = shapely.from_geojson(np.array(texts, dtype=object))
    except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise InputUnreadable(
            f"{path}: not what `atlas import` wrote: {error}", "Restore it from version control."
        ) from None
    frame = frame.reindex(columns=layer.names)
    shapes = np.full(len(frame), None, dtype=object)
    shapes[:] = geometry
    frame = frame.where(frame.notna(), None)
    return frame.assign(geometry=shapes)[columns]


def write_stored(frame: pd.DataFrame, path: Path, layer: Layer) -> None:
    """Write the rows of a layer; the old file stays whole until the new one is.

    Raises
    ------
    WriteFailed
        If the folder cannot be written to or the disk is full.
    """
    columns = [c.name for c in layer.columns if not c.derived]
    geometry = shapely.to_geojson(frame["geometry"].to_numpy())
    values = [[_plain(v) for v in frame[name]] for name in columns]
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write('{"type": "FeatureCollection", "features": [')
        for at, (*row, shape) in enumerate(zip(*values, geometry, strict=True)):
            there = {n: v for n, v in zip(columns, row, strict=True) if v is not None}
            properties = json.dumps(there, ensure_ascii=False)
            file.write(
                f'{"," if at else ""}\n{{"type": "Feature", "properties": {properties}, '
                f'"geometry": {shape or "null"}}}'
            )
        file.write("\n]}\n")


def _plain(value: object) -> object:
    """A value as JSON can hold it; missing is None."""
    if value is None or value is pd.NA or (isinstance(value, float) and not np.isfinite(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
