"""The ground a claim speaks of, and how exact that is.

A *footprint* is a place, a set of districts, or a region without outline. Claims about the same
ground share one. Its support says what may be drawn: a figure of a district is a figure of the
whole district, one of several districts is never split, a region has no outline at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.claims.differences import contested_claims
from geo.model.dates import day_after, earliest, latest
from geo.model.footprints import Footprint, Ground
from geo.model.layers import CLEARANCE_ZONES, ORDNANCE_FINDS
from geo.model.lists import join, union
from geo.model.schema import CRS, Layer, give_types
from geo.model.terms import Support

_EXACT = (Support.POINT, Support.LINE, Support.SETTLEMENT)


def footprints(
    claims: pd.DataFrame, claim_places: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Return claims with `support` and `footprint_id`.

    Parameters
    ----------
    claims, claim_places, places : DataFrame
        Tables of the schema.

    Returns
    -------
    DataFrame
        The claims, same rows and order.
    """
    named = claim_places.groupby("place")["place_id"].agg(lambda ids: sorted(set(ids)))
    support = dict(zip(places["place_id"], places["support"], strict=True))
    marks = [
        _footprint(place, level, districts, named.get(place, ()), support)
        for place, level, districts in zip(
            claims["place"], claims["place_level"], claims["districts"], strict=True
        )
    ]
    out = claims.copy()
    out["support"] = pd.Series([str(s) for s, _ in marks], index=out.index, dtype="str")
    out["footprint_id"] = pd.Series(
        [None if f is None else str(f) for _, f in marks], index=out.index, dtype="str"
    )
    return out


def _footprint(
    place: Any, level: str, districts: Any, ids: Iterable[str], support: Mapping[str, str]
) -> tuple[Support, Footprint | None]:
    names = union([districts])
    located = [i for i in ids if support.get(i) in _EXACT]
    if level in ("point", "settlement") and located:
        return Support(support[located[0]]), Footprint(Ground.PLACE, tuple(located))
    if len(names) > 1:
        return Support.MULTI_DISTRICT, Footprint(Ground.DISTRICT, tuple(names))
    # A region inside one district (a corridor, a ridge) is not that district.
    if names and level not in ("region", "country"):
        return Support.DISTRICT, Footprint(Ground.DISTRICT, (names[0],))
    # A settlement or district that nothing is known of is not the region around it.
    if pd.isna(place) or level not in ("region", "country"):
        return Support.NONE, None
    return Support.REGION, Footprint(Ground.REGION, (str(place),))


def clearance_zones(tables: Mapping[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    """Return the `clearance_zones` layer: the ground of the claims about cleared land.

    Several places of one footprint become a multipoint, several districts their union. A region
    has no geometry.
    """
    claims = tables["claims"]
    zones = _grouped(claims[claims["subject"] == "area_cleared"], tables)
    boundaries = dict(
        zip(tables["districts"]["district"], tables["districts"]["geometry"], strict=True)
    )
    positions = _positions(tables["places"])
    geometry = [_ground(Footprint.parse(f), positions, boundaries) for f in zones["footprint_id"]]
    zones = zones.rename(columns={"footprint_id": "zone_id"})
    return _layer(zones, geometry, CLEARANCE_ZONES)


def ordnance_finds(tables: Mapping[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    """Return the `ordnance_finds` layer: the ground of the claims about ordnance found.

    Only a single settlement or point has a position; figures of districts have none.
    """
    claims = tables["claims"]
    finds = claims[claims["subject"] == "eo_found"]
    kinds = finds.groupby("footprint_id")["ordnance"].agg(
        lambda values: join(sorted(set(values.dropna())))
    )
    grouped = _grouped(finds, tables)
    grouped["ordnance"] = grouped["footprint_id"].map(kinds)
    positions = _positions(tables["places"])
    spots = [Footprint.parse(f).places for f in grouped["footprint_id"]]
    geometry = [positions.get(ids[0]) if len(ids) == 1 else None for ids in spots]
    return _layer(grouped.rename(columns={"footprint_id": "find_id"}), geometry, ORDNANCE_FINDS)


def standing(claims: pd.DataFrame) -> tuple[pd.DataFrame, str | None]:
    """Those claims that are still delivered; if none is, all of them and the day of the last."""
    there = claims[claims["retired"].isna()]
    return (there, None) if len(there) else (claims, claims["retired"].max())


def span(claims: pd.DataFrame) -> tuple[str | None, str | None, str | None]:
    """Return first day, day after the last one, and newest 'as of' that claims speak of (ISO)."""
    stated = claims["period_start"].fillna(claims["as_of"]).dropna()
    ends = claims["period_end"].fillna(claims["as_of"]).dropna()
    said = claims["as_of"].dropna()
    first = min(map(earliest, stated)).isoformat() if len(stated) else None
    last = day_after(max(map(latest, ends))).isoformat() if len(ends) else None
    return first, last, max(map(latest, said)).isoformat() if len(said) else None


def _grouped(claims: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row for each footprint of `claims`, with counts and dates."""
    disputed = contested_claims(tables["claims"])
    places = tables["places"].set_index("place_id")
    rows = []
    for text, said in claims.dropna(subset=["footprint_id"]).groupby("footprint_id"):
        footprint = Footprint.parse(str(text))
        group, retired = standing(said)
        first, last, newest = span(group)
        ids = [i for i in footprint.places if i in places.index]
        accuracy = places.loc[ids, "horizontal_accuracy_m"]
        rows.append(
            {
                "footprint_id": text,
                "name": _name(footprint, places),
                "support": group["support"].iloc[0],
                "horizontal_accuracy_m": accuracy.max() if len(accuracy) else None,
                "districts": join(union(group["districts"])) or None,
                "valid_from": first,
                "valid_to": last,
                "newest": newest,
                "n_claims": len(group),
                "n_sources": group["source_id"].nunique(),
                "contested": bool(set(group["claim_id"]) & disputed),
                "retired": retired,
            }
        )
    return pd.DataFrame(rows, columns=["footprint_id", *(c for c in _COLUMNS)])


_COLUMNS = (
    "name",
    "support",
    "horizontal_accuracy_m",
    "districts",
    "valid_from",
    "valid_to",
    "newest",
    "n_claims",
    "n_sources",
    "contested",
    "retired",
)


def _name(footprint: Footprint, places: pd.DataFrame) -> str:
    names: Sequence[str] = footprint.names
    if footprint.ground is Ground.PLACE:
        known = places["canonical_name"].fillna(places["name"])
        names = [known.get(i, i) for i in names]
    alone = footprint.ground is Ground.DISTRICT and len(names) == 1
    return f"{names[0]} district" if alone else ", ".join(names)


def _positions(places: pd.DataFrame) -> dict[str, shapely.Geometry]:
    there = places[~shapely.is_missing(places["geometry"].to_numpy())]
    return dict(zip(there["place_id"], there["geometry"], strict=True))


def _ground(
    footprint: Footprint,
    positions: Mapping[str, shapely.Geometry],
    boundaries: Mapping[str, shapely.Geometry | None],
) -> shapely.Geometry | None:
    points = [positions[p] for p in footprint.places if p in positions]
    polygons = [g for g in map(boundaries.get, footprint.districts) if g is not None]
    if polygons:
        return shapely.union_all(np.asarray(polygons))
    return points[0] if len(points) == 1 else shapely.union_all(points) if points else None


def _layer(frame: pd.DataFrame, geometry: Sequence[object], layer: Layer) -> gpd.GeoDataFrame:
    shapes = np.empty(len(frame), dtype=object)
    shapes[:] = geometry
    return gpd.GeoDataFrame(give_types(frame, layer), geometry=shapes, crs=CRS)
