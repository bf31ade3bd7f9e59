"""GeoJSON as RFC 7946 defines it: WGS 84, right-hand winding, no ``crs`` member."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyogrio
import shapely

from geo.dataset import Dataset
from geo.errors import OutputExists
from geo.files import replacing
from geo.schema import LAYERS, Kind
from geo.sources import citation

PRECISION = 6  # decimals; 0.1 m. How exact a place is stands in horizontal_accuracy_m.


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
    frames = {name: dataset[name] for name in layers or [*_exported(dataset), "claims"]}
    paths = {name: Path(folder) / f"{name}.geojson" for name in frames}
    for path in paths.values():
        if path.exists() and not overwrite:
            raise OutputExists(path)
    for name, frame in frames.items():
        _write(_cited(dataset, name, frame), paths[name], name)
    return list(paths.values())


def _exported(dataset: Dataset) -> list[str]:
    return [
        name
        for name, layer in LAYERS.items()
        if layer.geometry and name != "basemap" and len(dataset[name])
    ]


def _cited(dataset: Dataset, name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The layer with what each feature's sources say they are, and geometry for claims."""
    worded = {row["source_id"]: citation(row) for row in dataset["sources"].to_dict("records")}
    if name == "claims":
        places = dataset["places"].assign(footprint_id="place:" + dataset["places"]["place_id"])
        point = places.set_index("footprint_id")["geometry"]
        ids = frame["source_id"].map(lambda source: [source])
        geometry = frame["footprint_id"].map(point)
    else:
        links = dataset["citations"]
        links = links[links["layer"] == name].sort_values(["feature_id", "source_id"])
        cited = links.groupby("feature_id")["source_id"].agg(lambda s: list(dict.fromkeys(s)))
        ids = frame[LAYERS[name].key].map(cited)
        geometry = frame["geometry"]
    ids = ids.map(lambda found: found if isinstance(found, list) else [])
    return frame.assign(
        source_ids=ids.map(lambda found: ";".join(found) or None),
        citations=ids.map(lambda found: " | ".join(worded[s] for s in found) or None),
        geometry=geometry,
    )


def _write(frame: pd.DataFrame, path: Path, name: str) -> None:
    layer = LAYERS[name]
    fields = [c for c in frame.columns if c != "geometry"]
    data, masks = [], []
    for field in fields:
        column = frame[field]
        masks.append(column.isna().to_numpy())
        kind = layer.column(field).kind if field in layer.names else Kind.TEXT
        data.append(_filled(column, kind))
    geometry = frame["geometry"].where(frame["geometry"].notna(), None).to_numpy(dtype=object)
    with replacing(path) as temporary:
        pyogrio.raw.write(
            temporary,
            shapely.to_wkb(geometry),
            data,
            fields,
            field_mask=masks,
            geometry_type="Unknown",
            crs="EPSG:4326",
            driver="GeoJSON",
            layer_options={
                "RFC7946": "YES",
                "COORDINATE_PRECISION": str(PRECISION),
                "AUTODETECT_JSON_STRINGS": "NO",  # a text that looks like JSON stays a text
            },
        )


def _filled(column: pd.Series, kind: Kind) -> object:
    """Values as an array that pyogrio can write; what is missing is masked by the caller."""
    match kind:
        case Kind.REAL:
            return column.to_numpy(dtype="float64")
        case Kind.INTEGER:
            return column.fillna(0).to_numpy(dtype="int64")
        case Kind.BOOLEAN:
            return column.fillna(False).to_numpy(dtype="bool")
        case _:
            return column.fillna("").to_numpy(dtype=object)
