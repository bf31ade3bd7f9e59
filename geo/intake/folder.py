"""A dataset: what it says of itself and its tables, one frame for each layer of the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.intake.derived.accidents import accidents
from geo.intake.derived.assignment import assign_districts
from geo.intake.derived.citations import citations
from geo.intake.derived.events import with_accidents, with_finds
from geo.intake.derived.footprints import clearance_zones, footprints, ordnance_finds
from geo.intake.derived.yearly import district_figures
from geo.intake.languages import page_languages
from geo.intake.layer import empty_layer, read_layer
from geo.intake.pictures import keep_usable, named_rasters
from geo.intake.typed_records import read_typed_records
from geo.intake.validation import DUPLICATE_KEY
from geo.model.dataset import Dataset, current
from geo.model.dates import earliest, latest, pinned_moment
from geo.model.findings import Finding, findings_frame, rule
from geo.model.layers import FINDINGS, KEYED, LAYERS
from geo.model.lists import split
from geo.model.manifest import Manifest, read_manifest
from geo.model.schema import CRS, Column, KeyedLayer, Kind, Layer, give_types, key_of
from geo.model.terms import Level

UNKNOWN_REFERENCE = rule(
    "unknown-reference",
    Level.ERROR,
    "A row names something that is in no other table, and cannot stand without it.",
    "Add the missing row, or correct the id.",
)
DANGLING_REFERENCE = rule(
    "dangling-reference",
    Level.WARNING,
    "A row names something that is in no other table; the row is kept.",
    "Correct the id, or see why the other row was rejected.",
)


def read_dataset(folder: Path | str) -> Dataset:
    """Read a dataset folder: rows as checked, derived layers, findings.

    Parameters
    ----------
    folder : path
        Folder with a `dataset.toml`.

    Returns
    -------
    Dataset
        Sorted by key, so that the order of rows in the files does not matter.

    Raises
    ------
    InputMissing, ManifestError, InputUnreadable, CrsError
        If a file is missing or unreadable. Faulty rows do not raise: they are in ``findings``.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    tables, findings = _read_tables(folder, manifest)
    overlays, found = keep_usable(folder, manifest.overlays, tables["sources"]["source_id"])
    rasters, lost = named_rasters(manifest.rasters, tables["sources"]["source_id"])
    own, unsaid = page_languages(folder, manifest.dataset, tables["districts"]["district"])
    meta = manifest.dataset.model_copy(
        update={"overlays": overlays, "rasters": rasters, "own_languages": own}
    )
    return derive(Dataset(meta, tables, folder), findings + found + lost + unsaid)


def derive(dataset: Dataset, findings: Iterable[Finding]) -> Dataset:
    """Work out what follows from the rows of a dataset: references, derived layers, data date.

    Parameters
    ----------
    dataset : Dataset
        Rows as checked. What its derived layers and columns hold is not used.
    findings : iterable of Finding
        What was found about the rows.

    Returns
    -------
    Dataset
        Sorted by key.
    """
    tables = dict(dataset.tables)
    found = [*findings, *_references(tables)]
    tables["places"]["district_uncertain"] = _uncertain(tables["places"], tables["districts"])
    tables["claims"] = footprints(tables["claims"], tables["claim_places"], tables["places"])
    tables["clearance_zones"] = clearance_zones(tables)
    tables["ordnance_finds"] = with_finds(ordnance_finds(tables), tables["events"])
    tables["accidents"] = with_accidents(accidents(tables), tables["events"])
    figures, cited = district_figures(current(replace(dataset, tables=tables)))
    tables["district_figures"] = figures
    tables["citations"] = citations(tables, cited)
    tables["findings"] = findings_frame(found)
    meta = dataset.meta.model_copy(update={"data_date": _data_date(tables)})
    return Dataset(meta, {n: _sorted(tables[n], LAYERS[n]) for n in LAYERS}, dataset.folder)


def _read_tables(folder: Path, manifest: Manifest) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    tables = {name: empty_layer(layer) for name, layer in LAYERS.items()}
    findings: list[Finding] = []
    extent = None
    # Districts first: their extent shows where other layers have their axes swapped.
    for name in sorted(manifest.layers, key=lambda n: n != "districts"):
        near = None if name == "basemap" else extent
        tables[name], found = read_layer(folder, LAYERS[name], manifest.layers[name], near)
        findings += found
        if name == "districts":
            bounds = shapely.total_bounds(tables[name]["geometry"].to_numpy())
            extent = None if np.isnan(bounds).any() else bounds
    if manifest.records is not None:
        followed, found = read_typed_records(folder, manifest.records)
        findings += found
        for name, frame in followed.items():
            tables[name], found = _added(name, tables[name], frame)
            findings += found
    return tables, findings


def _added(name: str, rows: pd.DataFrame, more: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Add rows whose key is not there yet."""
    if rows.empty:
        return more, []
    layer = LAYERS[name]
    key = key_of(layer) or "record_id"
    twice = more[key].isin(rows[key]).to_numpy(bool)
    findings = [
        Finding(DUPLICATE_KEY, "is in a file of the layer, too; that is kept", name, str(one))
        for one in more.loc[twice, key].unique()
    ]
    together = pd.concat([pd.DataFrame(rows), pd.DataFrame(more[~twice])], ignore_index=True)
    if not layer.geometry:
        return give_types(together, layer), findings
    shapes = np.concatenate([rows["geometry"].to_numpy(), more["geometry"].to_numpy()[~twice]])
    plain = give_types(together.drop(columns="geometry"), layer)
    return gpd.GeoDataFrame(plain, geometry=shapes, crs=CRS), findings


def _references(tables: dict[str, pd.DataFrame]) -> list[Finding]:
    """Find references to rows that are not there; drop rows that cannot stand without them."""
    findings: list[Finding] = []
    for name, layer in LAYERS.items():
        for column in layer.columns:
            if column.refers_to and not layer.derived and not column.derived and len(tables[name]):
                tables[name], found = _resolve(tables[name], layer, column, tables)
                findings += found
    return findings


def _resolve(
    frame: pd.DataFrame, layer: Layer, column: Column, tables: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, list[Finding]]:
    key = KEYED[column.refers_to].key
    known = set(tables[column.refers_to][key])
    texts = frame[column.name]
    many = column.kind is Kind.LIST
    missing = {
        text: [n for n in (split(text) if many else [text]) if n not in known]
        for text in texts.dropna().unique()
    }
    bad = texts.isin([text for text, names in missing.items() if names]).to_numpy()
    found = UNKNOWN_REFERENCE if column.required else DANGLING_REFERENCE
    own = key_of(layer)
    findings = [
        Finding(
            found,
            f"{', '.join(map(repr, missing[texts.iloc[at]]))}: not in {column.refers_to}",
            layer=layer.name,
            feature_id=None if own is None else frame[own].iloc[at],
            column=column.name,
            value=texts.iloc[at],
        )
        for at in np.flatnonzero(bad)
    ]
    return (frame[~bad].reset_index(drop=True) if column.required else frame), findings


def _uncertain(places: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Tell whether a place may lie in another district than the one stated.

    It may if a border is nearer than borders are exact, or if it lies outside the district
    stated; also if that district has no polygon to lie in.
    """
    found = assign_districts(places, districts)
    elsewhere = places["district"].notna() & (found["district"] != places["district"])
    uncertain: pd.Series[bool] = (found["uncertain"] | elsewhere).mask(found["uncertain"].isna())
    return uncertain


def _data_date(tables: Mapping[str, pd.DataFrame]) -> str | None:
    """Return the newest day anything is as of; what lies in the future is a plan or a slip.

    Where nothing says when it was so, it is the newest day of a report.
    """
    claims = tables["claims"]
    said = [claims.loc[claims["stance"] != "plans", "as_of"], tables["events"]["occurred"]]
    said += [tables[layer]["valid_from"] for layer in ("hazard_areas", "land_release")]
    told = [tables[layer]["known_from"] for layer in ("hazard_areas", "land_release")]
    for columns in (said, told):
        days = pd.concat([texts.astype("object") for texts in columns]).dropna().unique()
        if past := [text for text in days if earliest(text) <= _today()]:
            return max(map(latest, past)).isoformat()
    return None


def _today() -> date:
    """Return today, or the day that `SOURCE_DATE_EPOCH` pins (reproducible-builds.org)."""
    pinned = pinned_moment()
    return date.today() if pinned is None else pinned.date()


def _sorted(frame: pd.DataFrame, layer: Layer) -> pd.DataFrame:
    if layer is FINDINGS:
        return frame  # gravest first
    if frame.empty:
        return frame.reset_index(drop=True)
    by = [layer.key] if isinstance(layer, KeyedLayer) else layer.names
    order = frame[by].astype("str").sort_values(by, kind="stable").index
    return frame.loc[order].reset_index(drop=True)
