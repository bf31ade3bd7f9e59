"""Vector files that GDAL reads; GeoJSON for now."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.errors import InputUnreadable
from geo.findings import Finding
from geo.readers.raw import READER_NOTE, RawTable


def read_vector(path: Path) -> RawTable:
    """Read the first layer of a vector file.

    A geometry that cannot be built (an unclosed ring, a coordinate that is no number) becomes
    None, and what GDAL says about it becomes a finding; the feature itself is kept.

    Raises
    ------
    InputUnreadable
        If GDAL cannot open the file.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            meta, _, wkb, columns = pyogrio.raw.read(path)
        except pyogrio.errors.DataSourceError as error:
            raise InputUnreadable(
                f"{path}: {error}", "Is it a complete file of the format its name says?"
            ) from None
    notes = tuple(Finding(READER_NOTE, str(w.message), file=path.name) for w in caught)
    frame = pd.DataFrame(dict(zip(meta["fields"], columns, strict=True)), dtype=object)
    frame = frame.where(frame.notna(), None)
    geometry = None
    if wkb is not None:
        geometry = shapely.from_wkb(wkb, on_invalid="ignore")
    rows = np.arange(1, len(frame) + 1, dtype=np.int64)
    return RawTable(path.name, frame, rows, geometry, meta["crs"], notes)
