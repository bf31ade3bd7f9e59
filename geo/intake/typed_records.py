"""From minefield records as people typed them to legs, outlines with error bands, and items."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import TableInvalid
from geo.intake.geometry import locate
from geo.intake.readers import RawTable, read
from geo.intake.validation import UNKNOWN_COLUMN, validate
from geo.model.findings import Finding, rule
from geo.model.layers import LAYERS
from geo.model.manifest import RecordForm
from geo.model.schema import CRS
from geo.model.terms import Level
from geo.records.bands import Instruments
from geo.records.form import FORM, renamed, traverse_form
from geo.records.layers import record_layer
from geo.records.rows import expected_items
from geo.records.traverse import Traverse

RECORD_REJECTED = rule(
    "record-not-followed",
    Level.ERROR,
    "A leg of a minefield record as typed cannot be followed, so the record is left out.",
    "Compare the leg with the paper.",
)
LAYERS_OF_FORMS = ("minefield_records", "record_legs", "recorded_items")
_LINE = "line in the file"
_READ = {name for name, _, _ in FORM} | {*LAYERS["minefield_records"].names, "synthetic", _LINE}


def read_typed_records(
    folder: Path, given: RecordForm
) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Read a form of minefield records and work out what follows from it.

    Parameters
    ----------
    folder : Path
        The dataset's folder.
    given : RecordForm
        The file, and the errors of the instruments.

    Returns
    -------
    tables : dict of str to DataFrame
        `record_legs` as typed; `minefield_records`, outlines with closure and error bands;
        `recorded_items`, expected positions where rows of mines are stated.
    findings : list of Finding
        Each fault of a record that is left out, and what the paper states otherwise than follows
        from it.
    """
    raw = read(folder / given.file)
    # A form of `atlas records template` has a sheet that explains its columns.
    findings = [f for f in raw.findings if "was read, not 'columns'" not in f.message]
    typed = renamed(raw.frame)
    typed[_LINE] = raw.rows[typed.index]
    typed = typed.reset_index(drop=True)
    findings += [
        raw.finding(UNKNOWN_COLUMN, f"column {name!r} is not used", column=name)
        for name in sorted({*map(str, typed)} - _READ)
    ]
    done = _followed(typed, given, raw, findings)
    if done is None:
        return {}, findings
    outlines = record_layer(done, typed, Instruments(**given.instruments))
    items, found = expected_items(done)
    findings += [replace(f, file=raw.file) for f in (*done.findings, *found)]
    line = done.points.groupby("record_id")[_LINE].first()
    legs = pd.DataFrame(done.points.drop(columns="geometry"))
    tables = {}
    for name, frame in zip(LAYERS_OF_FORMS, (outlines, legs, items), strict=True):
        rows = frame[_LINE] if _LINE in frame else frame["record_id"].map(line)
        tables[name], found = _checked(name, frame, rows.to_numpy(np.int64), raw.file)
        findings += found
    return tables, findings


def _followed(
    typed: pd.DataFrame, given: RecordForm, raw: RawTable, findings: list[Finding]
) -> Traverse | None:
    """Work out all records that can be followed; those with a fault are found by halves."""
    faults: list[str] = []
    ids = list(pd.unique(typed["record_id"])) if "record_id" in typed else []
    good: list[Hashable] = []
    parts = [ids]
    while parts:
        some = parts.pop()
        these = typed[typed["record_id"].isin(some)] if ids else typed
        try:
            done = traverse_form(these, correct=given.correct)
        except TableInvalid as error:
            if len(some) < 2:
                faults += map(str, error.faults)
            else:
                parts += [some[len(some) // 2 :], some[: len(some) // 2]]
            continue
        if some == ids:
            return done
        good += some
    findings += [raw.finding(RECORD_REJECTED, fault, layer="record_legs") for fault in faults]
    kept = typed[typed["record_id"].isin(good)] if good else None
    return None if kept is None else traverse_form(kept, correct=given.correct)


def _checked(
    name: str, frame: pd.DataFrame, rows: np.ndarray, file: str
) -> tuple[pd.DataFrame, list[Finding]]:
    """Check rows as those of any file are."""
    layer = LAYERS[name]
    table = pd.DataFrame(frame.reindex(columns=[n for n in layer.names if n in frame]))
    table = table.astype(object).where(table.notna(), None).reset_index(drop=True)
    geometry = frame.geometry.to_numpy() if isinstance(frame, gpd.GeoDataFrame) else None
    raw = RawTable(file, table, rows, geometry, CRS)
    checked = validate(raw, layer)
    if geometry is None:
        return checked.frame, list(checked.findings)
    return locate(checked, raw, layer, geometry, CRS)
