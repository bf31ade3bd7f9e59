"""Reads one layer of a dataset folder: file, joins, values, geometry."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.intake.geometry import locate
from geo.intake.readers import RawTable, read
from geo.intake.validation import validate
from geo.model.findings import Finding, Rule, rule
from geo.model.manifest import Join, LayerInput
from geo.model.schema import CRS, Layer, give_types
from geo.model.terms import Level

JOIN_UNMATCHED = rule(
    "join-unmatched",
    Level.WARNING,
    "A row of a joined file fits no row of the layer, so it is not used.",
    "Check the key for a spelling difference.",
)
JOIN_AMBIGUOUS = rule(
    "join-ambiguous",
    Level.ERROR,
    "A key occurs twice in a joined file; the first is used.",
    "Keep one row for each key.",
)


FORMER_NAME = rule(
    "former-name",
    Level.INFO,
    "A column has the name that an earlier version gave it; it is read as the one of today.",
    "Rename it when you next write the file. Nothing is lost.",
)


def with_names_of_today(raw: RawTable, layer: Layer) -> tuple[RawTable, list[Finding]]:
    """Read columns by their earlier names, too, and say so."""
    names = layer.renamed(raw.frame.columns)
    if not names:
        return raw, []
    told = [
        Finding(
            FORMER_NAME,
            f"column {old!r} is called {new!r} now",
            layer=layer.name,
            file=raw.file,
            column=new,
        )
        for old, new in names.items()
    ]
    return replace(raw, frame=raw.frame.rename(columns=names)), told


def empty_layer(layer: Layer) -> pd.DataFrame:
    """Return the layer without rows; the caller may change it."""
    return _without_rows(layer).copy()


@cache
def _without_rows(layer: Layer) -> pd.DataFrame:
    frame = give_types(pd.DataFrame(index=pd.RangeIndex(0)), layer)
    return gpd.GeoDataFrame(frame, geometry=[], crs=CRS) if layer.geometry else frame


def read_layer(
    folder: Path,
    layer: Layer,
    given: LayerInput,
    extent: npt.NDArray[np.float64] | None = None,
) -> tuple[pd.DataFrame, list[Finding]]:
    """Read, join and check the rows of one layer.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    layer : Layer
        What the rows should be.
    given : LayerInput
        Where they come from.
    extent : ndarray of float, shape (4,), optional
        west, south, east, north of the district boundaries in degrees, to tell swapped axes.

    Returns
    -------
    frame : DataFrame or GeoDataFrame (EPSG:4326)
        Good rows with exactly the layer's columns, in file order.
    findings : list of Finding
        Rejected rows and everything else worth a look.
    """
    raw, found = with_names_of_today(_renamed(read(folder / given.file), given.columns), layer)
    crs, operation = given.crs or raw.crs, given.operation
    findings: list[Finding] = [*found]
    for join in given.join:
        raw, join_crs, found = _joined(raw, folder, layer, join)
        crs = join_crs or crs
        operation = join.operation or operation
        findings += found
    for name, value in given.defaults.items():
        column = raw.frame.get(name)
        filled = value if column is None else column.where(column.notna(), value)
        raw.frame[name] = filled
    checked = validate(raw, layer)
    if not layer.geometry:
        return checked.frame, [*findings, *checked.findings]
    geometry = raw.geometry
    if geometry is None:
        geometry, crs = _points(raw.frame), crs or CRS
    frame, found = locate(checked, raw, layer, geometry, crs, operation=operation, extent=extent)
    return frame, [*findings, *found]


def _renamed(raw: RawTable, columns: dict[str, str]) -> RawTable:
    missing = sorted(set(columns.values()) - set(raw.frame.columns))
    if missing:
        raise InputUnreadable(
            f"{raw.file}: no column {', '.join(map(repr, missing))}, which the manifest maps",
            f"The file has: {', '.join(map(str, raw.frame.columns))}",
        )
    names = {file: schema for schema, file in columns.items()}
    return replace(raw, frame=raw.frame.rename(columns=names))


def _joined(
    raw: RawTable, folder: Path, layer: Layer, join: Join
) -> tuple[RawTable, str | None, list[Finding]]:
    other = read(folder / join.file)
    if not join.columns and not join.geometry:
        wanted = {n: n for n in layer.names if n in other.frame and n not in join.on}
    else:
        wanted = join.columns
    other = _renamed(other, {**wanted, **join.on})
    on = list(join.on)
    findings = list(other.findings)

    def note(found: Rule, at: int, message: str) -> None:
        findings.append(
            other.finding(
                found,
                message,
                at,
                layer=layer.name,
                column="+".join(join.on.values()),
                value=" / ".join(str(v) for v in other.frame[on].iloc[at]),
            )
        )

    keys = pd.MultiIndex.from_frame(other.frame[on].astype("str"))
    ours = pd.MultiIndex.from_frame(raw.frame[on].astype("str"))
    twice = keys.duplicated()
    for at in np.flatnonzero(twice).tolist():
        note(JOIN_AMBIGUOUS, at, "occurs twice; the first is used")
    for at in np.flatnonzero(~keys.isin(ours)).tolist():
        note(JOIN_UNMATCHED, at, f"fits no row of {layer.name}")
    first = np.flatnonzero(~twice)
    match = keys[first].get_indexer(ours)
    present = (match >= 0) & raw.frame[on].notna().all(axis=1).to_numpy()
    frame = raw.frame.copy()
    for name in wanted:
        values = np.full(len(frame), None, dtype=object)
        values[present] = other.frame[name].to_numpy(dtype=object)[first][match[present]]
        frame[name] = values
    geometry = raw.geometry
    if join.geometry:
        if other.geometry is None:
            raise InputUnreadable(f"{other.file} has no geometry", "Name a vector file.")
        geometry = np.full(len(frame), None, dtype=object)
        geometry[present] = other.geometry[first][match[present]]
    crs = (join.crs or other.crs) if join.geometry else None
    return replace(raw, frame=frame, geometry=geometry), crs, findings


def _points(frame: pd.DataFrame) -> np.ndarray:
    """Return points from the columns longitude and latitude; None where either is missing."""
    out = np.full(len(frame), None, dtype=object)
    if {"longitude", "latitude"} <= set(frame.columns):
        x = pd.to_numeric(frame["longitude"], errors="coerce").to_numpy(dtype="float64")
        y = pd.to_numeric(frame["latitude"], errors="coerce").to_numpy(dtype="float64")
        there = np.isfinite(x) & np.isfinite(y)
        out[there] = shapely.points(x[there], y[there])
    return out
