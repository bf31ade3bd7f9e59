"""GeoJSON as RFC 7946 defines it: WGS 84, right-hand winding, no ``crs`` member."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.export.features import check_free, cited, shapes, with_claims, write_vector
from geo.files import replacing
from geo.model.dataset import Dataset

PRECISION = 6  # decimals; 0.1 m. How exact a place is stands in horizontal_accuracy_m.
_ASKED, _WRITTEN = b'"xy_coordinate_resolution": 1e-15,', b'"xy_coordinate_resolution": 1e-06,'


def export_geojson(
    dataset: Dataset,
    folder: Path | str,
    *,
    layers: list[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write one GeoJSON file for each layer that has features, and one for the claims.

    Each feature names its sources: `source_ids` (joined by ';') and `citations` (worded, joined
    by ' | '). A feature without geometry is written with a null geometry, which RFC 7946
    allows, never left out. Claims are written with the point of their place, if that is a
    settlement or exacter, else with a null geometry: the figure of a district is not an area.

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
    frames = {name: cited(dataset, name) for name in paths}
    check_free(paths.values(), overwrite)
    for name, frame in frames.items():
        with replacing(paths[name]) as temporary:
            write_vector(
                frame.assign(geometry=_rounded(frame)),
                temporary,
                name,
                driver,
                name=name,  # else GDAL takes that of the temporary file
                options={"COORDINATE_PRECISION": "15", **options},
            )
            _say_resolution(temporary)
    return list(paths.values())


def _say_resolution(path: Path) -> None:
    """Let the file say how exact its coordinates are written, not what GDAL was asked for."""
    with path.open("r+b") as file:
        at = file.read(500).find(_ASKED)  # before the first feature, or not at all
        if at >= 0:
            file.seek(at)
            file.write(_WRITTEN)


def _rounded(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Geometry rounded here: asked for six decimals, GDAL writes 48.999991 as 49, a metre off."""
    rounded = shapely.transform(shapes(frame), lambda xy: np.round(xy, PRECISION))
    return np.asarray(rounded, dtype=object)
