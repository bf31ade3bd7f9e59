"""Sheets of single areas: completion and handover of a release, and the dossier of a hazard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import UnknownName
from geo.model.dataset import Dataset
from geo.model.layers import KEYED, LAYERS
from geo.model.lists import split
from geo.model.schema import CRS
from geo.model.terms import Classification, LandStatus, Method, Ordnance, ReleaseProduct, Support
from geo.model.wording import counted
from geo.places.recorded import Relation, recorded
from geo.report.blocks import (
    NOT_RECORDED,
    Block,
    Register,
    Sheet,
    columns,
    heading,
    para,
    signatures,
    table,
    what_label,
)
from geo.report.facts import Facts
from geo.report.perimeter import outline_map, perimeter

_MAP_MM = (88.0, 78.0)
_NEAR_M = 1000.0
_MOST = 25


def completion(dataset: Dataset | Facts, release: str, *, crs: str | None = None) -> Sheet:
    """Make the completion and handover sheet of a release (IMAS 07.11 and 08.30, by content).

    Parameters
    ----------
    dataset : Dataset or Facts
    release : str
        Key in ``land_release``.
    crs : str, optional
        The office's CRS for turning points; default the UTM zone.

    Raises
    ------
    UnknownName
        With near names.
    CrsError
    """
    facts = dataset if isinstance(dataset, Facts) else Facts(dataset)
    row = _row(facts.dataset, "land_release", release)
    cited = Register(facts.dataset)
    product = ReleaseProduct(row["product"])
    sheet = Sheet(f"{release}: completion and handover", facts.footer)
    sheet.add(heading(f"Completion and handover: {release}", 1))
    depth = NOT_RECORDED if pd.isna(row["depth_m"]) else f"{row['depth_m']:g} m"
    rows = [
        ("Product", f"{product.label}: {product.description}"),
        ("Hazardous area released from", row["hazard_id"]),
        ("Completed on", row["valid_from"]),
        ("Reported on", row["known_from"]),
        ("Method", _label(Method, row["method"])),
        ("Depth", depth),
        *_common(row),
        ("Devices found and destroyed", _devices(facts.dataset, row["geometry"])),
        ("Quality checks", NOT_RECORDED),
        ("Residual risk", NOT_RECORDED),
        ("Source", {"text": "", "cite": cited.cite((), [str(row["source_id"])])}),
    ]
    _fill(sheet, facts, row, rows, crs)
    sheet.add(
        para(
            "This sheet repeats what is recorded. Only the signed certificate of the authority "
            "hands land over; what is not recorded must be filled in by hand.",
            size=7,
        ),
        signatures("Operator, name and date", "Quality control, name and date",
                   "Authority, name and date", "Received by, name and date"),
    )  # fmt: skip
    sheet.add(*cited.listed())
    return sheet


def dossier(dataset: Dataset | Facts, hazard: str, *, crs: str | None = None) -> Sheet:
    """Make the task dossier of a hazardous area: outline, evidence near it, work done in it.

    Parameters
    ----------
    dataset : Dataset or Facts
    hazard : str
        Key in ``hazard_areas``.
    crs : str, optional
        The office's CRS for turning points; default the UTM zone.

    Raises
    ------
    UnknownName
        With near names.
    CrsError
    """
    facts = dataset if isinstance(dataset, Facts) else Facts(dataset)
    row = _row(facts.dataset, "hazard_areas", hazard)
    cited = Register(facts.dataset)
    term = Classification(row["classification"])
    sheet = Sheet(f"{hazard}: task dossier", facts.footer)
    title = hazard if pd.isna(row["name"]) else f"{hazard}, {row['name']}"
    sheet.add(heading(f"Task dossier: {title}", 1))
    rows = [
        ("Classification", f"{term.label}: {term.description}"),
        ("State of work", _label(LandStatus, row["land_status"])),
        ("Hazardous from", row["valid_from"]),
        ("Hazardous until", row["valid_to"]),
        ("Reported on", row["known_from"]),
        *_common(row),
        ("Devices expected", NOT_RECORDED),
        ("Direct evidence", NOT_RECORDED),
        ("Beneficiaries", NOT_RECORDED),
        ("Source", {"text": "", "cite": cited.cite((), [str(row["source_id"])])}),
    ]
    _fill(sheet, facts, row, rows, crs)
    sheet.add(*_near(facts.dataset, row["geometry"], hazard, cited))
    sheet.add(*_releases(facts.dataset, hazard, cited))
    sheet.add(signatures("Task ordered by, name and date", "Task received by, name and date"))
    sheet.add(*cited.listed())
    return sheet


def _row(dataset: Dataset, layer: str, key: str) -> Any:
    described = KEYED[layer]
    frame = dataset[layer]
    found = frame[frame[described.key] == key]
    if found.empty:
        what = "release" if layer == "land_release" else "hazardous area"
        raise UnknownName(what, key, frame[described.key].astype(str).tolist() or ["none"])
    return found.iloc[0]


def _fill(
    sheet: Sheet, facts: Facts, row: Any, rows: Sequence[tuple[str, Any]], crs: str | None
) -> None:
    shape = row["geometry"]
    listed = table(["What", "As recorded"], rows, widths=[0.8, 1.2], size=7)
    if shape is None or shape.is_empty:
        sheet.add(para("No map: no outline is recorded.", bold=True), listed)
    else:
        drawn = outline_map(facts.dataset, shape, _MAP_MM, sheet.title)
        sheet.add(columns([drawn], [listed], widths=[1, 1.05]))
    sheet.add(*perimeter(shape, crs))


def _common(row: Any) -> Iterator[tuple[str, Any]]:
    area = row["stated_area_m2"]
    yield "Stated area", NOT_RECORDED if pd.isna(area) else f"{area:,.0f} m²"
    yield "Outline from", _label(Support, row["support"])


def _label(terms: Any, value: Any) -> str:
    return NOT_RECORDED if pd.isna(value) else str(terms(value).label)


def _devices(dataset: Dataset, shape: Any) -> str:
    """Count the finds that are recorded inside an outline, by kind; never 0 without a record."""
    events = dataset["events"]
    finds = events[(events["kind"] == "ordnance_found") & events["geometry"].notna()]
    if shape is None or finds.empty:
        return NOT_RECORDED
    inside = finds[shapely.intersects(shape, finds["geometry"].to_numpy())]
    if inside.empty:
        return NOT_RECORDED
    kinds = inside["ordnance"].fillna(str(Ordnance.UNSPECIFIED)).value_counts().sort_index()
    told = ", ".join(f"{n} {Ordnance(str(kind)).label.lower()}" for kind, n in kinds.items())
    return f"{told} (finds recorded inside the outline)"


def _near(dataset: Dataset, shape: Any, hazard: str, cited: Register) -> Iterator[Block]:
    yield heading(f"Recorded in it and within {_NEAR_M:,.0f} m")
    if shape is None or shape.is_empty:
        yield para("Not known: no outline is recorded.")
        return
    place = gpd.GeoDataFrame({"name": [hazard]}, geometry=[shape], crs=CRS)
    found = recorded(dataset, place, _NEAR_M).records
    found = found[~((found["layer"] == "hazard_areas") & (found["feature_id"] == hazard))]
    if found.empty:
        yield para("Nothing. That is no evidence that there is nothing.")
        return
    words = {Relation.HERE: "here", Relation.PERHAPS: "perhaps here", Relation.NEAR: "near"}
    rows = [
        (
            LAYERS[r["layer"]].title,
            r["feature_id"],
            what_label(r["what"]),
            r["date"],
            words[Relation(r["relation"])],
            f"{r['distance_m']:,.0f} m",
            {"text": "", "cite": cited.cite((), split(r["sources"]))},
        )
        for r in found.head(_MOST).to_dict("records")
    ]
    head = ["Layer", "Id", "What", "Date", "Where", "Distance", "Sources"]
    yield table(head, rows, widths=[1, 1, 1, 0.8, 0.8, 0.7, 0.7], right=(5,), size=6)
    if len(found) > _MOST:
        yield para(f"{counted(len(found) - _MOST, 'more record')} farther away, not shown.", size=6)


def _releases(dataset: Dataset, hazard: str, cited: Register) -> Iterator[Block]:
    release = dataset["land_release"]
    own = release[release["hazard_id"] == hazard].sort_values("valid_from")
    yield heading("Released from it")
    if own.empty:
        yield para(f"{NOT_RECORDED.capitalize()}.")
        return
    rows = [
        (
            r["release_id"],
            ReleaseProduct(r["product"]).label,
            r["valid_from"],
            _label(Method, r["method"]),
            None if pd.isna(r["depth_m"]) else f"{r['depth_m']:g} m",
            {"text": "", "cite": cited.cite((), [str(r["source_id"])])},
        )
        for r in own.to_dict("records")
    ]
    head = ["Release", "Product", "Completed", "Method", "Depth", "Source"]
    yield table(head, rows, widths=[1, 1, 1, 1, 0.7, 0.7], size=6.2)
