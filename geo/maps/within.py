"""Records inside each district: hazardous areas, releases, and delivered events."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.land.overlay.ground import Engine, ground
from geo.land.usable import usable_ground
from geo.maps.large import SOURCE
from geo.maps.rows import Row
from geo.model.terms import Classification, EventKind, ReleaseProduct

_CLASSES: dict[str, tuple[str, ...]] = {
    "hazards": (Classification.CONFIRMED, Classification.SUSPECTED),
    "released": (ReleaseProduct.CLEARED, ReleaseProduct.REDUCED, ReleaseProduct.CANCELLED),
    "events": tuple(EventKind),
}
_FEW = 1000
_Shapes = npt.NDArray[np.object_]
_At = npt.NDArray[np.intp]


def recorded_within(
    frames: dict[str, gpd.GeoDataFrame], districts: npt.NDArray[np.object_]
) -> list[list[Row]]:
    """Count what is recorded inside each district, whatever its date.

    Parameters
    ----------
    frames : dict of str to GeoDataFrame
        What is drawn of the layers ``hazards``, ``released`` and ``events``, EPSG:4326.
    districts : ndarray of shapely geometry, shape (n,)
        Missing or empty where the outline is not known.

    Returns
    -------
    list of list of dict, n of them
        A dict for each class with anything inside: ``layer``, ``status``, ``n`` (features with
        ground or their position inside; one across a border counts on both sides), ``points``
        (those of them known by position only) and ``m2`` (ellipsoidal area of their ground inside;
        where outlines of one class overlap, it counts once). Without ``m2`` for events.
    """
    found: list[list[Row]] = [[] for _ in districts]
    for layer, frame in frames.items():
        status = frame[SOURCE[layer][1]].to_numpy(object)
        shapes = frame["geometry"].to_numpy()
        outline = shapely.get_dimensions(shapes) > 0
        counted = None if layer == "events" else usable_ground(frame)
        zone, member = _pairs(shapes, districts)
        for at in np.unique(zone):
            inside = member[zone == at]
            code = np.zeros(len(inside), np.int64)
            for bit, name in enumerate(_CLASSES[layer]):
                code[status[inside] == name] = 1 << bit
            rows: list[Row] = [
                {"layer": layer, "status": str(name), "n": n}
                for bit, name in enumerate(_CLASSES[layer])
                if (n := int((code == 1 << bit).sum()))
            ]
            if counted is not None:
                # Compiling the kernel takes longer than a few overlays.
                engine: Engine | None = "geos" if len(inside) < _FEW else None
                # District by district: ground that two districts share is inside both.
                covers = ground(counted[inside], districts[[at]])
                cover = covers.cover(code, len(_CLASSES[layer]), engine=engine)
                for row in rows:
                    bit = 1 << _CLASSES[layer].index(row["status"])
                    row["points"] = int((~outline[inside] & (code == bit)).sum())
                    row["m2"] = round(float(cover.covered(bit)[0]), 1)
            found[at] += rows
    return found


def _pairs(shapes: _Shapes, districts: _Shapes) -> tuple[_At, _At]:
    """Return positions of districts and of shapes that share ground, not only a border."""
    zone, member = shapely.STRtree(shapes).query(districts, predicate="intersects")
    outline = shapely.get_dimensions(shapes[member]) > 0
    only_border = np.zeros(len(member), dtype=bool)
    only_border[outline] = shapely.touches(districts[zone[outline]], shapes[member[outline]])
    return zone[~only_border], member[~only_border]
