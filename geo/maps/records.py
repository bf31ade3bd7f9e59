"""Minefield records on the page: legs, error bands, items, and what was found of what they state.

They are drawn as lines and rings without fill: a paper says where somebody meant to lay mines, not
where mines are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import GeoError
from geo.maps.large import LARGE
from geo.maps.rows import Row, rows
from geo.model.dataset import Dataset
from geo.model.dates import latest
from geo.model.lists import split
from geo.records.accuracy import record_accuracy
from geo.records.layers import accuracy_layers

STATUS = "minefield_record"
MOST_ITEMS = 4000  # drawn at once: `MOST` of web/map/records.js
_DECIMALS = 7
_LEG = ("to", "bearing", "unit", "north", "declination_deg", "grid", "distance", "distance_unit",
        "distance_m", "reference", "longitude", "latitude")  # fmt: skip


def drawn_records(dataset: Dataset) -> pd.DataFrame:
    """Return the records with an outline; none if they are too many for the page."""
    frame: pd.DataFrame = dataset["minefield_records"]
    shapes = frame["geometry"].to_numpy()
    there = pd.DataFrame(frame[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))])
    return there if len(there) < LARGE else there[:0]


def record_rows(dataset: Dataset, claims: pd.DataFrame) -> Iterator[tuple[Row, BaseGeometry]]:
    """Return what the page tells of each record, and its outline.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.
    claims : DataFrame
        The claims shown, with a clean index 0..N-1.
    """
    records = drawn_records(dataset)
    if records.empty:
        return
    at = {claim: i for i, claim in enumerate(claims["claim_id"])}
    legs = {
        str(record): rows(part, _LEG)
        for record, part in dataset["record_legs"].sort_values("leg").groupby("record_id")
    }
    items = _positions(dataset["recorded_items"])
    scored = _scored(dataset)
    for row, geometry in zip(rows(records), records["geometry"], strict=True):
        record = row["record_id"]
        own: Row = {
            "layer": "minefield_records",
            "id": record,
            "status": STATUS,
            "claims": [at[claim] for claim in split(row.get("claim_ids")) if claim in at],
            "legs": legs.get(record, []),
            "items": items.get(record, []),
        }
        if record in scored:
            own["scored"] = scored[record]
        if "handed_over" in row:
            own["known_from"] = latest(row["handed_over"]).isoformat()
        yield row | own, geometry


def _positions(items: Any) -> dict[str, list[list[float]]]:
    """Return latitude and longitude of the items of each record."""
    out: dict[str, list[list[float]]] = {}
    for record, point in zip(items["record_id"], items["geometry"], strict=True):
        if point is not None and not point.is_empty:
            place = [round(point.y, _DECIMALS), round(point.x, _DECIMALS)]
            out.setdefault(str(record), []).append(place)
    return out


def _scored(dataset: Dataset) -> dict[str, Row]:
    """Return what was found of each record's items, where people searched."""
    given = accuracy_layers(dataset)
    if not len(given["items"]) or not len(given["searched"]):
        return {}
    try:
        results = record_accuracy(
            given["items"], given["finds"], given["searched"], records=given["outlines"], shifts=0
        ).results
    except GeoError:  # such as more pairs than fit in memory: `atlas records accuracy` says why
        return {}
    beside = {row["record_id"]: row for row in results["offset"]["per_record"]}
    out: dict[str, Row] = {}
    for row in results["accountability"]:
        own = {"tolerance_m": results["deciding_tolerance_m"]}
        own |= {
            name: row[name]
            for name in ("recorded", "recorded_anywhere", "found", "low", "high")
            if row[name] is not None
        }
        if (moved := beside.get(row["record_id"])) is not None:
            own |= {name: round(moved[name], 1) for name in ("east_m", "north_m")}
            own["pairs"] = moved["pairs"]
        out[row["record_id"]] = own
    return out
