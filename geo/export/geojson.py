"""GeoJSON as RFC 7946 defines it: WGS 84, right-hand winding, no ``crs`` member."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from geo.export.features import add_citations, check_free, shapes, with_claims, write_vector
from geo.files import replacing
from geo.geodesy.digits import round_points
from geo.model.dataset import Dataset

# Decimals of points; 0.1 m. How exact a place is stands in horizontal_accuracy_m. Outlines keep all
# their digits: rounded to six decimals, of 16,186 valid ones 36 crossed themselves.
PRECISION = 6
_ASKED = b'"xy_coordinate_resolution": 1e-15,'
_WRITTEN = {d: b'"xy_coordinate_resolution": 1e-%02d,' % d for d in (PRECISION, 9)}


def export_geojson(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one GeoJSON file for each layer that has features, and one for the claims.

    Each feature names its sources: `source_ids` (joined by ';') and `citations` (in words:
    one in full, of several publisher and date). A feature without geometry is written with a
    null geometry, which RFC 7946 allows, never left out. Claims are written with the point of
    their place, if that is a settlement or exacter, else with a null geometry: the figure of a
    district is not an area.

    Parameters
    ----------
    dataset : Dataset
        What to write.
    folder : path
        Where to; made if need be.
    layers : list of str, optional
        Only these layers.
    overwrite : bool, default False
        Replace existing files.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OutputExists
        If a file is there and `overwrite` is False; nothing is written then.
    UnknownName
        If there is no such layer.
    """
    options = {
        "RFC7946": "YES",
        "AUTODETECT_JSON_STRINGS": "NO",  # a text that looks like JSON stays a text
    }
    names = layers or with_claims(dataset)
    paths = {name: Path(folder) / f"{name}.geojson" for name in names}
    return _export(dataset, paths, overwrite, "GeoJSON", options)


def export_geojson_lines(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write newline-delimited GeoJSON: one feature a line, for tools that stream.

    Parameters, returns and raises as `export_geojson`.
    """
    names = layers or with_claims(dataset)
    paths = {name: Path(folder) / f"{name}.geojsonl" for name in names}
    return _export(dataset, paths, overwrite, "GeoJSONSeq", {})


def _export(
    dataset: Dataset, paths: dict[str, Path], overwrite: bool, driver: str, options: dict[str, str]
) -> list[Path]:
    frames = {name: add_citations(dataset, name) for name in paths}
    check_free(paths.values(), overwrite)
    for name, frame in frames.items():
        # Rounded here: asked for six decimals, GDAL writes 48.999991 as 49, a metre off.
        geometry = round_points(shapes(frame), PRECISION)
        with replacing(paths[name]) as temporary:
            write_vector(
                frame.assign(geometry=geometry),
                temporary,
                name,
                driver,
                name=name,  # else GDAL takes that of the temporary file
                options={"COORDINATE_PRECISION": "15", **options},
            )
            _say_resolution(temporary, geometry)
    return list(paths.values())


def _say_resolution(path: Path, geometry: npt.NDArray[np.object_]) -> None:
    """Let the file say how exact its coordinates are written, not what GDAL was asked for."""
    xy = shapely.get_coordinates(geometry)
    fits = [said for d, said in _WRITTEN.items() if np.array_equal(xy, xy.round(d), equal_nan=True)]
    with path.open("r+b") as file:
        at = file.read(500).find(_ASKED)  # before the first feature, or not at all
        if at >= 0 and fits:
            file.seek(at)
            file.write(fits[0])
