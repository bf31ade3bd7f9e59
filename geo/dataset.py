"""A dataset: what it says of itself and its tables, one frame for each layer of the schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo import schema
from geo.accidents import accidents
from geo.assignment import assign_districts
from geo.citations import citations
from geo.dates import Day, day, latest
from geo.errors import NotADataset, TableInvalid
from geo.events import with_accidents, with_finds
from geo.findings import Finding, findings_frame, rule
from geo.footprints import clearance_zones, footprints, ordnance_finds
from geo.intake import empty, read_layer
from geo.manifest import Manifest, Meta, read_manifest
from geo.overlays import usable
from geo.schema import CRS, FINDINGS, LAYERS, Column, Kind, Layer
from geo.terms import Level

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


@dataclass(frozen=True, eq=False)  # frames compare cell by cell, not as a whole
class Dataset:
    """Claims, their sources and the ground they speak of.

    ``dataset["claims"]`` is a layer; iterating gives their names.

    Attributes
    ----------
    meta : Meta
        Title, licence, credits, notes.
    tables : mapping of str to DataFrame
        One frame for each layer in `geo.schema.LAYERS`; GeoDataFrame in EPSG:4326 where the
        layer has geometry. Columns are exactly the layer's.
    folder : Path, optional
        Where the images of ``meta.overlays`` lie.

    Raises
    ------
    TableInvalid
        If a layer is missing, or its geometry, or is not in EPSG:4326; all faults together.
    """

    meta: Meta
    tables: Mapping[str, pd.DataFrame]
    folder: Path | None = None

    def __post_init__(self) -> None:
        """Refuse tables that would be drawn in a wrong place without a word."""
        faults = [f"no layer {name!r}" for name in LAYERS if name not in self.tables]
        faults += [f"{name!r} is no layer" for name in self.tables if name not in LAYERS]
        for name, frame in self.tables.items():
            if name in LAYERS and LAYERS[name].geometry:
                crs: Any = frame.crs if "geometry" in frame and hasattr(frame, "crs") else None
                if crs is None or not crs.equals(CRS, ignore_axis_order=True):
                    stated = "no CRS" if crs is None else crs.to_string()
                    faults.append(f"{name} has {stated}; expected geometry in {CRS}")
        if faults:
            raise TableInvalid(
                f"dataset {self.meta.name!r}", faults, f"frame.to_crs({CRS!r}) brings it there."
            )

    def __getitem__(self, layer: str) -> pd.DataFrame:
        """The frame of a layer; `UnknownName` with near names if there is none."""
        return self.tables[schema.layer(layer).name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def _ipython_key_completions_(self) -> list[str]:
        """What Jupyter offers after ``dataset["``."""
        return list(self)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables.items())
        return f"<Dataset {self.meta.name!r}: {counts}>"

    def _repr_html_(self) -> str:
        """A summary for Jupyter: layers, rows, unmapped."""
        rows = "".join(
            f"<tr><td><code>{name}</code></td><td>{escape(LAYERS[name].title)}</td>"
            f"<td style='text-align:right'>{len(frame):,}</td>"
            f"<td style='text-align:right'>{unmapped(frame) or ''}</td></tr>"
            for name, frame in self.tables.items()
        )
        synthetic = " <b>(synthetic)</b>" if self.meta.synthetic else ""
        return (
            f"<h4>{escape(self.meta.title)}{synthetic}</h4>"
            f"<p>{escape(self.meta.description)}</p>"
            "<table><thead><tr><th>layer</th><th></th><th>rows</th><th>unmapped</th></tr></thead>"
            f"<tbody>{rows}</tbody></table>"
            f"<p>Data to {escape(self.meta.data_date or 'unknown')}. "
            "Claims, not truths: no record is not evidence of no contamination.</p>"
        )


def current(dataset: Dataset, known: Day | None = None) -> Dataset:
    """The dataset without what later deliveries no longer have.

    What was retired stays in the dataset and in exports, with its day; maps, sums and balances
    take this view. It says nothing about the ground.

    Parameters
    ----------
    dataset : Dataset
        The whole.
    known : date or ISO text, optional
        By what was known on that day: what was retired later is still there. Default: now.

    Returns
    -------
    Dataset
        A retired district stays as a name without outline, for the claims that speak of it; a
        place stays as it is, for it is only a position, and a source, for what cites it.
    """
    tables = dict(dataset.tables)
    for name, frame in dataset.tables.items():
        gone = retired(frame, known)
        if name in ("places", "sources") or not gone.any():
            continue
        if name == "districts":
            outlines = frame["geometry"].to_numpy(copy=True)
            outlines[gone] = None
            tables[name] = gpd.GeoDataFrame(frame.assign(geometry=None), geometry=outlines, crs=CRS)
        else:
            tables[name] = frame[~gone].reset_index(drop=True)
    return replace(dataset, tables=tables)


def expect_dataset(given: object) -> None:
    """Raise `NotADataset` if it is none: users give its path, or arguments in another order."""
    if not isinstance(given, Dataset):
        raise NotADataset(given)


def retired(frame: pd.DataFrame, known: Day | None = None) -> npt.NDArray[np.bool_]:
    """Which rows a delivery up to `known` (default: any) no longer had."""
    if "retired" not in frame:
        return np.zeros(len(frame), dtype=bool)
    since = frame["retired"]
    gone = since.notna() if known is None else since.fillna("9999") <= day(known).isoformat()
    return gone.to_numpy(dtype=bool)


def unmapped(frame: pd.DataFrame) -> int:
    """Number of features without geometry."""
    if "geometry" not in frame:
        return 0
    return int(shapely.is_missing(frame["geometry"].to_numpy()).sum())


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
    overlays, found = usable(folder, manifest.overlays, tables["sources"]["source_id"])
    meta = manifest.dataset.model_copy(update={"overlays": overlays})
    return derive(Dataset(meta, tables, folder), findings + found)


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
    tables["citations"] = citations(tables)
    tables["findings"] = findings_frame(found)
    meta = dataset.meta.model_copy(update={"data_date": _data_date(tables)})
    return Dataset(meta, {n: _sorted(tables[n], LAYERS[n]) for n in LAYERS}, dataset.folder)


def _read_tables(folder: Path, manifest: Manifest) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    tables = {name: empty(layer) for name, layer in LAYERS.items()}
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
    return tables, findings


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
    key = LAYERS[column.refers_to].key
    assert key is not None  # the schema only refers to layers with a key
    known = set(tables[column.refers_to][key])
    texts = frame[column.name]
    many = column.kind is Kind.LIST
    missing = {
        text: [n for n in (text.split(";") if many else [text]) if n not in known]
        for text in texts.dropna().unique()
    }
    bad = texts.isin([text for text, names in missing.items() if names]).to_numpy()
    found = UNKNOWN_REFERENCE if column.required else DANGLING_REFERENCE
    findings = [
        Finding(
            found,
            f"{', '.join(map(repr, missing[texts.iloc[at]]))}: not in {column.refers_to}",
            layer=layer.name,
            feature_id=None if layer.key is None else frame[layer.key].iloc[at],
            column=column.name,
            value=texts.iloc[at],
        )
        for at in np.flatnonzero(bad)
    ]
    return (frame[~bad].reset_index(drop=True) if column.required else frame), findings


def _uncertain(places: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> pd.Series[bool]:
    """Whether a place may lie in another district than the one stated.

    It may if a border is nearer than borders are exact, or if it lies outside the district
    stated; also if that district has no polygon to lie in.
    """
    found = assign_districts(places, districts)
    elsewhere = places["district"].notna() & (found["district"] != places["district"])
    uncertain: pd.Series[bool] = (found["uncertain"] | elsewhere).mask(found["uncertain"].isna())
    return uncertain


def _data_date(tables: Mapping[str, pd.DataFrame]) -> str | None:
    """The newest day anything is as of; plans speak of the future and do not count."""
    claims = tables["claims"]
    said = [claims.loc[claims["stance"] != "plans", "as_of"], tables["events"]["occurred"]]
    said += [tables[layer]["valid_from"] for layer in ("hazard_areas", "land_release")]
    days = pd.concat([texts.astype("object") for texts in said]).dropna().unique()
    return max(map(latest, days)).isoformat() if len(days) else None


def _sorted(frame: pd.DataFrame, layer: Layer) -> pd.DataFrame:
    if layer is FINDINGS:
        return frame  # gravest first
    by = [layer.key] if layer.key else layer.names
    order = frame[by].astype("str").sort_values(by, kind="stable").index
    return frame.loc[order].reset_index(drop=True)
