"""Records at parcels, on paper: a page for each parcel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.geodesy.operations import to_wgs84
from geo.model.dataset import Dataset
from geo.model.layers import LAYERS
from geo.model.lists import split
from geo.model.schema import CRS
from geo.model.terms import CAUTIONS
from geo.model.wording import counted
from geo.places.recorded import Relation, recorded
from geo.report.blocks import Block, Register, Sheet, bullets, heading, para, table, what_label
from geo.report.facts import Facts
from geo.report.perimeter import outline_map

_MAP_MM = (182.0, 96.0)
_MOST = 20
_WORDS = {
    Relation.HERE: "at this place",
    Relation.PERHAPS: "perhaps at this place",
    Relation.NEAR: "near",
}


def extract(
    dataset: Dataset | Facts, parcels: gpd.GeoDataFrame, *, within_m: float = 1000.0
) -> Sheet:
    """Say on paper what is recorded at each of some parcels, near them, and what is not known.

    Parameters
    ----------
    dataset : Dataset or Facts
    parcels : GeoDataFrame
        Parcels, points or routes in any CRS; a column ``name`` names them, else their index.
    within_m : float
        How far away a record still is near.

    Raises
    ------
    TableInvalid, CrsError, InvalidGeometry, OutOfRange
        As `geo.places.recorded.recorded`.
    """
    facts = dataset if isinstance(dataset, Facts) else Facts(dataset)
    found = recorded(facts.dataset, parcels, within_m)
    cited = Register(facts.dataset)
    sheet = Sheet("What is recorded here", facts.footer)
    moved = to_wgs84(parcels.geometry.to_numpy(), parcels.crs)
    shapes = gpd.GeoSeries(moved, index=parcels.index, crs=CRS)
    records = dict(iter(found.records.groupby("place", sort=False)))
    gaps = {key: part["text"].tolist() for key, part in found.gaps.groupby("place", sort=False)}
    general = found.gaps.loc[found.gaps["place"].isna(), "text"].tolist()
    districts = dict(iter(found.districts.groupby("place", sort=False)))
    for number, (key, shape) in enumerate(shapes.items()):
        if number:
            sheet.add({"kind": "break"})
        name = str(parcels["name"][key]) if "name" in parcels else str(key)
        sheet.add(heading(f"What is recorded here: {name}", 1))
        sheet.add(para(f"{' '.join(CAUTIONS)} This is no statement of safety.", bold=True))
        sheet.add(outline_map(facts.dataset, shape, _MAP_MM, name, _room(shape, within_m)))
        own = districts.get(key)
        if own is not None and len(own):
            names = ", ".join(f"{r['district']} ({r['relation']})" for r in own.to_dict("records"))
            sheet.add(para(f"District, by the drawn border: {names}", size=7))
        sheet.add(*_records(records.get(key), within_m, cited))
        sheet.add(heading("What is not known"), bullets([*gaps.get(key, []), *general], size=6.5))
    sheet.add({"kind": "break"}, *cited.listed())
    return sheet


def _room(shape: Any, within_m: float) -> Any:
    """Return the shape, or around a point a little of its surroundings."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    return shape.buffer(max(within_m, 200.0) / 111_000 / 4)


def _records(found: pd.DataFrame | None, within_m: float, cited: Register) -> Iterator[Block]:
    yield heading(f"Records, within {within_m:,.0f} m")
    if found is None or found.empty:
        yield para("None. No record is not evidence of no contamination.")
        return
    rows = [
        (
            _WORDS[Relation(r["relation"])],
            LAYERS[r["layer"]].title,
            r["name"] if isinstance(r["name"], str) else r["feature_id"],
            what_label(r["what"]),
            r["date"],
            f"{r['distance_m']:,.0f} m",
            {"text": "", "cite": cited.cite((), split(r["sources"]))},
        )
        for r in found.head(_MOST).to_dict("records")
    ]
    head = ["Where", "Layer", "Name", "What", "Date", "Distance", "Sources"]
    yield table(head, rows, widths=[1, 1, 1.2, 1, 0.8, 0.7, 0.7], right=(5,), size=6.2)
    if len(found) > _MOST:
        yield para(f"{counted(len(found) - _MOST, 'more record')} not shown: atlas here lists all.")
