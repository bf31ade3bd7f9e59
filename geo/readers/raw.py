"""What a reader returns: rows as they stand in the file, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.findings import Finding, rule
from geo.terms import Level

TOO_MANY_COLUMNS = rule(
    "too-many-columns",
    Level.ERROR,
    "A row has more cells than the header names.",
    "Quote texts that contain the delimiter.",
)
TOO_FEW_COLUMNS = rule(
    "too-few-columns",
    Level.ERROR,
    "A row has fewer cells than the header names.",
    "Check for a line break inside an unquoted text.",
)
READER_NOTE = rule(
    "reader-note",
    Level.WARNING,
    "GDAL said something about the file while reading it.",
    "Open the file in QGIS and look at the features it names.",
)


@dataclass(frozen=True)
class RawTable:
    """Rows as found in a file.

    Attributes
    ----------
    file : str
        File name, for findings.
    frame : DataFrame, shape (n, columns)
        Values as read; missing is None.
    rows : ndarray of int, shape (n,)
        Line in a text file, position from 1 in others.
    geometry : ndarray of shapely geometry, shape (n,), optional
        None where the file has none or it could not be built.
    crs : str, optional
        Coordinate reference system as the file declares it.
    findings : tuple of Finding
        Rows that could not be read.
    """

    file: str
    frame: pd.DataFrame
    rows: npt.NDArray[np.int64]
    geometry: npt.NDArray[np.object_] | None = None
    crs: str | None = None
    findings: tuple[Finding, ...] = ()
