"""Geometry from well-known binary; what cannot be built is listed, not lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geo.intake.readers.limits import is_too_deep
from geo.intake.readers.raw import UNREADABLE_GEOMETRY
from geo.model.findings import Finding


def build_geometries(wkb: Any, file: str) -> tuple[npt.NDArray[np.object_], list[Finding]]:
    """Build geometries.

    Parameters
    ----------
    wkb : array_like of bytes or None, shape (n,)
    file : str
        Name of the file or table, for the findings.

    Returns
    -------
    geometry : ndarray of shapely geometry, shape (n,)
        None where there is none, or where it cannot be built: an unclosed ring, a curve,
        shapes in shapes in shapes.
    findings : list of Finding
        One for each that cannot be built, with its row (from 1).
    """
    given = wkb
    if any(map(is_too_deep, wkb)):
        wkb = np.array([None if is_too_deep(body) else body for body in wkb], dtype=object)
    with np.errstate(invalid="ignore"):  # coordinates that are no number stay so
        try:
            geometry = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
        except NotImplementedError:  # of curves shapely builds none, nor anything beside them
            geometry = np.array([_straight(body) for body in wkb], dtype=object)
    lost = [
        at
        for at, (body, shape) in enumerate(zip(given, geometry, strict=True))
        if body is not None and shape is None
    ]
    return geometry, [
        Finding(UNREADABLE_GEOMETRY, "cannot be built", file=file, row=at + 1) for at in lost
    ]


def _straight(body: bytes | None) -> shapely.Geometry | None:
    try:
        return shapely.from_wkb(body, on_invalid="ignore")
    except NotImplementedError:
        return None
