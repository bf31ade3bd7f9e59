"""Features with their sources in words, and values GDAL can write: for every export."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from geo.errors import OutputExists, UnknownName, WriteFailed
from geo.intake.readers.vector import read_vector
from geo.model import symbols
from geo.model.dataset import Dataset
from geo.model.footprints import Footprint, Ground
from geo.model.layers import KEYED, LAYERS
from geo.model.lists import join
from geo.model.schema import CRS, Column, Kind
from geo.model.sources import citation, short_citation
from geo.model.terms import CAUTIONS

_CITED = 8  # sources of one feature
CLASSED = {"hazard_areas": "classification", "land_release": "product"}

# What exports add to the columns of a layer.
ADDED = {
    column.name: column
    for column in (
        Column("synthetic", Kind.TEXT, "Synthetic", "Says so where the row is invented."),
        Column(
            "source_ids",
            Kind.LIST,
            "Source ids",
            "The sources that say so.",
            hxl="#meta+source+list",
        ),
        Column(
            "citations",
            Kind.TEXT,
            "Citations",
            "The source in words; of several only publisher and date, newest first, joined by "
            "' | ': the table of citations has them in full.",
            hxl="#meta+source+text",
        ),
        Column("citation", Kind.TEXT, "Citation", "The source in words.", hxl="#meta+source+text"),
        Column("longitude", Kind.REAL, "Longitude", "Of WGS 84.", unit="degree", hxl="#geo+lon"),
        Column("latitude", Kind.REAL, "Latitude", "Of WGS 84.", unit="degree", hxl="#geo+lat"),
        Column(
            "wkt",
            Kind.TEXT,
            "Outline",
            "Well-known text in longitude and latitude of WGS 84.",
            unit="degree",
            hxl="#geo+wkt",
        ),
    )
}


def column_of(layer: str, name: str) -> Column:
    """Return the column of an export: of the layer, or added to it."""
    described = LAYERS[layer]
    return described.column(name) if name in described.names else ADDED[name]


def spatial_layers(dataset: Dataset) -> list[str]:
    """Return layers with geometry and at least one feature, without the base map."""
    return [
        name
        for name, layer in LAYERS.items()
        if layer.geometry and name != "basemap" and len(dataset[name])
    ]


def drawing_order(layers: Iterable[str]) -> list[str]:
    """Return layers so that released land comes before hazards, which are drawn over it."""
    out = list(layers)
    if {"land_release", "hazard_areas"} <= set(out):
        out.remove("land_release")
        out.insert(out.index("hazard_areas"), "land_release")
    return out


def from_below(frame: pd.DataFrame, layer: str) -> pd.DataFrame:
    """Return rows of a layer with classes as they are drawn: suspected, then confirmed."""
    column = CLASSED.get(layer)
    if column is None:
        return frame
    return frame.sort_values(column, kind="stable", key=lambda v: v.map(_height))


def _height(code: Any) -> int:
    symbol = symbols.SYMBOLS.get(str(code))
    return -1 if symbol is None else symbol.order


def with_claims(dataset: Dataset) -> list[str]:
    """Return layers with geometry, and the claims if there are any."""
    return [*spatial_layers(dataset), *(["claims"] if len(dataset["claims"]) else [])]


def check_free(paths: Iterable[Path], overwrite: bool) -> None:
    """Refuse to replace files without having been asked, before anything is written.

    Raises
    ------
    OutputExists
        With the first file that is there.
    """
    for path in paths:
        if path.exists() and not overwrite:
            raise OutputExists(path)


def mark_synthetic(dataset: Dataset, name: str) -> pd.DataFrame:
    """Return a layer or table whose every row says so where the dataset is synthetic.

    The rows of a file travel further than its title.
    """
    frame = dataset[name]
    return frame.assign(synthetic="synthetic") if dataset.meta.synthetic else frame


def describe(dataset: Dataset) -> list[str]:
    """Return what a file says of the dataset, line by line: its cautions, and whose it is."""
    meta = dataset.meta
    return [
        meta.description,
        *(["Synthetic data: nothing here is about a real place."] if meta.synthetic else []),
        f"Data to {meta.data_date or 'an unknown day'}.",
        *CAUTIONS,
        meta.boundaries_note,
        f"Licence: {meta.licence}",
        *(f"{credit.text} ({credit.licence})" for credit in meta.credits),
    ]


def add_citations(dataset: Dataset, name: str) -> pd.DataFrame:
    """Return a layer with `source_ids` (joined by ';') and `citations` (in words).

    The one source of a feature is cited in full; of several, publisher and date, newest first,
    joined by ' | ', with the number of those beyond the first eight.

    Claims get the point of their place as geometry, if that is a settlement or exacter: the
    figure of a district is not an area.

    Raises
    ------
    UnknownName
        If it is a table without geometry.
    """
    if name in LAYERS and not LAYERS[name].geometry and name != "claims":
        error = UnknownName("layer with geometry", name, with_claims(dataset))
        error.hint = "It is a table, which these formats carry: csv, xlsx, gpkg."
        raise error
    frame = mark_synthetic(dataset, name)
    if name == "claims":
        places = dataset["places"]
        keys = [str(Footprint(Ground.PLACE, (id_,))) for id_ in places["place_id"]]
        point = places["geometry"].set_axis(keys)
        ids = frame["source_id"].map(lambda source: [source])
        geometry = frame["footprint_id"].map(point)
    else:
        links = dataset["citations"]
        links = links[links["layer"] == name].sort_values(["feature_id", "source_id"])
        found = links.groupby("feature_id")["source_id"].agg(lambda s: list(dict.fromkeys(s)))
        ids = frame[KEYED[name].key].map(found)
        geometry = frame["geometry"]
    ids = ids.map(lambda found: found if isinstance(found, list) else [])
    register = {row["source_id"]: row for row in dataset["sources"].to_dict("records")}
    return frame.assign(
        source_ids=ids.map(lambda found: join(found) or None),
        citations=ids.map(lambda found: _in_words([register[s] for s in found if s in register])),
        geometry=geometry,
    )


def cite_in_full(dataset: Dataset) -> pd.DataFrame:
    """Return the table of citations with each source in words."""
    worded = {row["source_id"]: citation(row) for row in dataset["sources"].to_dict("records")}
    frame = mark_synthetic(dataset, "citations")
    return frame.assign(citation=frame["source_id"].map(worded).astype("str"))


def _in_words(sources: list[dict[Hashable, Any]]) -> str | None:
    if len(sources) == 1:
        return citation(sources[0])
    undated_last = pd.Series([row["published"] for row in sources], dtype="str").fillna("")
    newest = [sources[at] for at in undated_last.sort_values(ascending=False, kind="stable").index]
    short = list(dict.fromkeys(map(short_citation, newest)))
    more = [f"and {len(short) - _CITED:,} more"] if len(short) > _CITED else []
    return " | ".join(short[:_CITED] + more) or None


def shapes(frame: pd.DataFrame) -> Any:
    """Return geometry of a frame as an array, None where it is missing."""
    geometry = frame["geometry"].to_numpy(dtype=object).copy()
    # Where no claim has a place of its own, the column is one of NaN.
    geometry[~shapely.is_geometry(geometry)] = None
    return geometry


def write_vector(
    frame: pd.DataFrame,
    path: Path | BytesIO,
    layer: str,
    driver: str,
    *,
    name: str | None = None,
    renamed: dict[str, str] | None = None,
    geometry_type: str = "Unknown",
    crs: str = CRS,
    options: dict[str, str] | None = None,
    dataset_options: dict[str, str] | None = None,
) -> None:
    """Write one layer through GDAL, missing values as missing.

    Parameters
    ----------
    frame : DataFrame, shape (n, columns)
        With `geometry`; None is written as null.
    path : Path or BytesIO
        Destination.
    layer : str
        Name in the schema; its columns keep their types.
    driver : str
        GDAL driver.
    name : str, optional
        Name of the layer in the file.
    renamed : dict of str to str, optional
        Names of columns in the file.
    geometry_type : str, default 'Unknown'
        As GDAL calls it.
    crs : str, default 'EPSG:4326'
        Of the geometry.
    options, dataset_options : dict of str to str, optional
        Of the driver.

    Raises
    ------
    WriteFailed
        If GDAL could not write all of it.
    """
    fields = [c for c in frame.columns if c != "geometry"]
    data, masks = [], []
    for field in fields:
        column = frame[field]
        masks.append(column.isna().to_numpy())
        kind = column_of(layer, field).kind
        # The other formats know no day without a time, or write it in a way of GDAL's own.
        if kind is Kind.DATE and driver != "ESRI Shapefile":
            kind = Kind.TEXT
        data.append(_filled(column, kind))
    # GDAL does not say when the last bytes find no room on the disk, so it writes to memory where
    # a format is one file, and what it wrote of others is read again.
    one_file = driver != "ESRI Shapefile"
    target = BytesIO() if one_file and isinstance(path, Path) else path
    try:
        pyogrio.raw.write(
            target,
            shapely.to_wkb(shapes(frame)),
            data,
            [(renamed or {}).get(field, field) for field in fields],
            field_mask=masks,
            layer=name,
            geometry_type=geometry_type,
            crs=crs,
            driver=driver,
            encoding="UTF-8",
            layer_options=options or {},
            dataset_options=dataset_options or {},
        )
    except (DataSourceError, DataLayerError, FeatureError) as error:
        raise WriteFailed(str(error), "The old file, if any, is untouched.") from error
    except RuntimeError:
        if len(frame):  # GDAL's GeoJSONSeq writes no file at all for no features
            raise
    if isinstance(path, BytesIO):
        return
    if isinstance(target, BytesIO):
        path.write_bytes(target.getbuffer())
    elif len(read_vector(path).frame) != len(frame):
        raise WriteFailed(f"{path}: not all of it could be written", "Is the disk full?")


def _filled(column: pd.Series, kind: Kind) -> Any:
    """Return values as an array that pyogrio can write; what is missing is masked by the caller."""
    match kind:
        case Kind.REAL:
            return column.to_numpy(dtype="float64")
        case Kind.INTEGER:
            return column.fillna(0).to_numpy(dtype="int64")
        case Kind.BOOLEAN:
            return column.fillna(False).to_numpy(dtype="bool")
        case Kind.DATE:
            return column.fillna("1970-01-01").to_numpy(dtype="datetime64[D]")
        case _:
            return column.fillna("").to_numpy(dtype=object)


def plain(column: pd.Series) -> list[Any]:
    """Return values as Python's own types, missing ones as None."""
    return [None if pd.isna(v) else v.item() if hasattr(v, "item") else v for v in column]


def digits(value: float) -> str:
    """All digits of a coordinate, without exponent: 1e-06 is no coordinate to many readers."""
    text = repr(float(value))  # the shortest that is read as the same number
    if "e" in text:
        return np.format_float_positional(value, trim="-")
    return text.removesuffix(".0")


def points_only(geometry: Sequence[Any]) -> bool:
    """Tell whether all geometries that are there are points."""
    types = shapely.get_type_id(np.asarray(geometry, dtype=object))
    return bool(np.isin(types, (-1, 0)).all())
