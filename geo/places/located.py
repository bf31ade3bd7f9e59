"""Everything that is recorded of a place of its own, whatever layer it is in, as one table.

A figure of a whole district or region is not: nobody says where in it. Records without position
stay, with empty geometry, for they may be anywhere.
"""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.claims.differences import contested_claims
from geo.model.dataset import Dataset
from geo.model.layers import KEYED
from geo.model.lists import join
from geo.model.schema import CRS
from geo.model.terms import EventKind, Subject, Support

# Events of these kinds have layers of their own, which hold them.
_KINDS = [str(EventKind.ACCIDENT), str(EventKind.ORDNANCE_FOUND)]
# Layers made of claims; a claim in none of these is found by its place.
_OF_CLAIMS = ("accidents", "ordnance_finds", "clearance_zones")

RECORD = "minefield_record"

_KEYS = ["layer", "feature_id"]
_DTYPES = {
    "layer": "str",
    "feature_id": "str",
    "name": "str",
    "what": "str",
    "support": "str",
    "repair": "str",
    "horizontal_accuracy_m": "float64",
    "stated_radius_m": "float64",
    "districts": "str",
    "date": "str",
    "until": "str",
    "newest": "str",
    "retired": "str",
    "contested": "bool",
}


def locate_records(dataset: Dataset) -> gpd.GeoDataFrame:
    """Put the records of all layers into one table.

    Parameters
    ----------
    dataset : Dataset
        Of any date, retired rows as well.

    Returns
    -------
    GeoDataFrame (EPSG:4326), shape (n, 15)
        ``layer``, ``feature_id``, ``name``, ``what`` (a term: classification, product, kind of
        event, subject of claims; 'claims' of places with claims of other subjects), ``support``,
        ``repair`` (of an outline), ``horizontal_accuracy_m``, ``stated_radius_m`` (of ground known
        by position only), ``districts`` (as stated, joined by
        ';'), ``date`` (of an event; of ground, since when), ``until`` (not included), ``newest``,
        ``retired``, ``contested``, ``geometry``. What was delivered as an event is there once.
    """
    parts = [
        _part(dataset, "hazard_areas", what="classification", date="valid_from", until="valid_to"),
        _part(dataset, "land_release", what="product", date="valid_from"),
        _part(dataset, "accidents", str(EventKind.ACCIDENT), date="occurred"),
        _part(dataset, "ordnance_finds", str(EventKind.ORDNANCE_FOUND), date="valid_from"),
        _part(dataset, "clearance_zones", str(Subject.AREA_CLEARED), date="valid_from"),
        # A paper is as exact as its error band.
        _part(dataset, "minefield_records", RECORD, date="laid_on", horizontal_accuracy_m="ce95_m"),
        _part(dataset, "events", what="kind", date="occurred", districts="district"),
        _places(dataset),
    ]
    frame = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    twice = (frame["layer"] == "events") & frame["what"].isin(_KINDS)
    frame = frame[~twice & (~_wide(frame) | frame["geometry"].isna())].reset_index(drop=True)
    return gpd.GeoDataFrame(
        frame[list(_DTYPES)].astype(_DTYPES), geometry=frame["geometry"].to_numpy(), crs=CRS
    )


def with_citations(records: gpd.GeoDataFrame, dataset: Dataset) -> gpd.GeoDataFrame:
    """Records with their ``claims`` and ``sources``, ids joined by ';'; missing where none is.

    Parameters
    ----------
    records : GeoDataFrame
        Rows of `locate_records`, any number of times.
    dataset : Dataset
        Where they are from.
    """
    keys = pd.MultiIndex.from_frame(records[_KEYS])
    links = _links(dataset)
    links = links[pd.MultiIndex.from_frame(links[_KEYS]).isin(keys)]
    claims, sources = (_joined(links, name).reindex(keys) for name in ("claim_id", "source_id"))
    return records.assign(claims=claims.astype("str").array, sources=sources.astype("str").array)


def _joined(links: pd.DataFrame, column: str) -> pd.Series:
    """Return the ids of each feature, once each, in order."""
    there = links[[*_KEYS, column]].dropna(subset=column).drop_duplicates().sort_values(column)
    return there.groupby(_KEYS)[column].agg(join)


def _part(dataset: Dataset, layer: str, term: str = "", **names: str) -> pd.DataFrame:
    """Return one layer, its columns under the names of the table."""
    frame = pd.DataFrame(dataset[layer])
    renamed = {to: frame[of] for to, of in names.items()}
    same = {name: frame[name] for name in (*_DTYPES, "geometry") if name in frame}
    shown: dict[str, Any] = {"what": term, "contested": False, **same, **renamed}
    shown |= {"layer": layer, "feature_id": frame[KEYED[layer].key]}
    return pd.DataFrame(shown, index=frame.index).reindex(columns=[*_DTYPES, "geometry"])


def _wide(frame: pd.DataFrame) -> pd.Series[bool]:
    wide = (Support.DISTRICT, Support.MULTI_DISTRICT, Support.REGION, Support.NONE)
    return frame["support"].isin([str(support) for support in wide])


def _links(dataset: Dataset) -> pd.DataFrame:
    """Return citations; of places only by claims that no record of another layer shows there."""
    links = dataset["citations"]
    shown = np.zeros(len(links), dtype=bool)
    for name in _OF_CLAIMS:
        frame = dataset[name]
        drawn = frame.loc[~(frame["geometry"].isna() | _wide(frame)), KEYED[name].key]
        shown |= (links["layer"] == name) & links["feature_id"].isin(drawn)
    elsewhere = links["claim_id"].isin(links.loc[shown, "claim_id"].dropna())
    return links[(links["layer"] != "places") | ~elsewhere]


def _places(dataset: Dataset) -> pd.DataFrame:
    """Return places with claims that no record of another layer shows there."""
    claims, links = dataset["claims"], _links(dataset)
    said = links[links["layer"] == "places"].merge(
        claims.loc[claims["retired"].isna(), ["claim_id", "as_of"]], on="claim_id"
    )
    disputed = said.loc[said["claim_id"].isin(contested_claims(claims)), "feature_id"]
    places = _part(dataset, "places", "claims", districts="district")
    places = places[places["feature_id"].isin(said["feature_id"])]
    return places.assign(
        newest=places["feature_id"].map(said.groupby("feature_id")["as_of"].max()),
        contested=places["feature_id"].isin(disputed),
    )
