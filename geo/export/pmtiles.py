"""Vector tiles (PMTiles 3), in which no hazard is smaller than it is and no released land larger.

Corners in a tile have whole numbers, of which there are 4,096 a side: far out, one is kilometres.
GDAL rounds to them, which makes an outline smaller as often as larger, and of many it leaves
nothing. So hazards are moved out and released land in, for each zoom by itself, by more than
rounding can take back; the archives of the zooms are then put together.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.export.features import (
    add_citations,
    check_free,
    describe,
    from_below,
    shapes,
    spatial_layers,
    write_vector,
)
from geo.export.tile_archive import join_archives
from geo.files import replacing
from geo.geodesy.planar_edges import SEMI_MAJOR_M
from geo.model.dataset import Dataset
from geo.model.repair import repair
from geo.model.schema import CRS

_MAX_ZOOM = 12  # a tile unit is 2.4 m at the equator
_MAX_ZOOM_OUTLINES = 14  # and 0.6 m
_SIDE = 4096  # units
# Units that outlines move: more than rounding (√½) and simplifying (before: ⅛, with that of all
# nearer zooms less than ¼; after: ¼) can take back together, also in a corner, where an arc of two
# chords a quarter only reaches 0.92 of the distance.
_MOVED, _BEFORE, _AFTER = 1.5, 0.125, 0.25
_MOVES = {"hazard_areas": _MOVED, "land_release": -_MOVED}
_STEP_DEGREES = 0.03  # a straight edge that is longer bends on the plane of the tiles
_HIGHEST = 85.06  # degrees of latitude; tiles end a little before
_ORDER = "Draw hazard_areas over land_release; within a layer, features come from below."
_EDGE = np.pi * SEMI_MAJOR_M  # of the plane, on all four sides

Geometries = npt.NDArray[np.object_]


def export_pmtiles(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write vector tiles, one archive for each layer with positions.

    Tiles are for drawing: outlines are simplified and cut, and features without geometry are not
    in them, nor are values as delivered, which would be in a tile of every zoom. Parameters,
    returns and raises as `export_geojson`.
    """
    names = layers or spatial_layers(dataset)
    frames = {name: from_below(add_citations(dataset, name), name) for name in names}
    frames = {
        n: f[~shapely.is_missing(shapes(f))].drop(columns="source_values", errors="ignore")
        for n, f in frames.items()
    }
    paths = {name: Path(folder) / f"{name}.pmtiles" for name, f in frames.items() if len(f)}
    check_free(paths.values(), overwrite)
    said = " ".join((f"{dataset.meta.title}.", *describe(dataset), _ORDER))
    written = []
    for name, path in paths.items():
        if archive := _archive(frames[name], name, said):
            with replacing(path) as temporary:
                temporary.write_bytes(archive)
            written.append(path)
    return written


def _archive(frame: pd.DataFrame, name: str, description: str) -> bytes:
    """Return the tiles of a layer; empty if nothing can be drawn at any zoom."""
    said = {"NAME": name, "DESCRIPTION": description}
    if name not in _MOVES:
        return _tiles(frame, name, said | _zooms(0, _MAX_ZOOM))
    plane = _mercator(shapes(frame))
    # Else GDAL makes what is in a large tile coarser, or leaves it out.
    said |= {"MAX_SIZE": str(2**31 - 1), "MAX_FEATURES": str(2**31 - 1)}
    archives = []
    for zoom in reversed(range(_MAX_ZOOM_OUTLINES + 1)):
        unit = 2 * np.pi * SEMI_MAJOR_M / 2**zoom / _SIDE
        # What cannot be seen in a zoom need not be moved: that takes most of the time.
        plane = shapely.simplify(plane, _BEFORE * unit)  # a position stays where it is
        moved = _moved(plane, _MOVES[name] * unit, _AFTER * unit)
        drawn = frame.assign(geometry=moved)[~shapely.is_empty(moved)]
        if len(drawn):
            archives.append(_tiles(drawn, name, said | _zooms(zoom, zoom), crs="EPSG:3857"))
    return join_archives(archives[::-1]) if archives else b""


def _mercator(geometry: Geometries) -> Geometries:
    """Return geometry on the plane of the tiles, in metres at the equator."""

    def project(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lon, lat = np.radians(degrees.T)
        lat = np.clip(lat, -np.radians(_HIGHEST), np.radians(_HIGHEST))
        return SEMI_MAJOR_M * np.column_stack([lon, np.arcsinh(np.tan(lat))])

    sound = shapely.segmentize(repair(geometry, points=True).geometry, _STEP_DEGREES)
    return np.asarray(shapely.transform(sound, project), dtype=object)


def _moved(plane: Geometries, metres: float, simplified: float) -> Geometries:
    """Return outlines moved out, or in if negative; empty if nothing is left."""
    outline = shapely.get_dimensions(plane) == 2
    moved = plane.copy()  # a position is no area: it stays one
    grown = shapely.buffer(plane[outline], metres, quad_segs=2)
    moved[outline] = shapely.simplify(grown, simplified)
    beyond = (np.abs(shapely.bounds(moved)) > _EDGE).any(axis=1)
    moved[beyond] = shapely.intersection(moved[beyond], shapely.box(-_EDGE, -_EDGE, _EDGE, _EDGE))
    return moved


def _tiles(frame: pd.DataFrame, name: str, options: dict[str, str], *, crs: str = CRS) -> bytes:
    """Return an archive as GDAL writes it."""
    file = BytesIO()
    with warnings.catch_warnings():
        # That is among what the format cannot carry, and said with it.
        warnings.filterwarnings("ignore", "At least one tile exceeded", RuntimeWarning)
        write_vector(frame, file, name, "PMTiles", name=name, crs=crs, dataset_options=options)
    return file.getvalue()


def _zooms(least: int, most: int) -> dict[str, str]:
    return {"MINZOOM": str(least), "MAXZOOM": str(most)}
