"""A GeoPackage that somebody edited: its rows are checked as those of a file are.

GDAL, and with it QGIS, sets ``gpkg_contents.last_change`` of a layer that it changed; as built,
all layers carry the day of the dataset's metadata. An edit that leaves no such trace (plain SQL)
still meets the CHECK constraints of the tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from geo.intake.folder import derive
from geo.intake.geometry import locate
from geo.intake.readers import RawTable
from geo.intake.validation import validate
from geo.model.dataset import Dataset
from geo.model.findings import Finding, rule
from geo.model.layers import FINDINGS, LAYERS
from geo.model.schema import CRS, Layer
from geo.model.terms import Level

EDITED = rule(
    "edited-layer",
    Level.INFO,
    "A layer was edited since the dataset was built; its rows were checked again.",
    "Bring what should last into the files of the dataset's folder: the next build starts there.",
)
EDITED_DERIVED = rule(
    "edited-derived-layer",
    Level.WARNING,
    "A layer that is worked out from others was edited; what it says is worked out again, without "
    "the edit.",
    "Edit the rows it comes from: claims, places, events, sources.",
)


def edited_layers(connection: sqlite3.Connection) -> list[str]:
    """Return names of the layers that were changed since the GeoPackage was built.

    What was found while building stays as it is.
    """
    rows = connection.execute(
        "SELECT table_name FROM gpkg_contents WHERE last_change NOT IN "
        "(SELECT timestamp FROM gpkg_metadata_reference WHERE reference_scope = 'geopackage')"
    )
    return [name for (name,) in rows if name in LAYERS and name != FINDINGS.name]


def recheck(
    dataset: Dataset, layers: Mapping[str, RawTable], *, edited: Collection[str]
) -> Dataset:
    """Check the rows of edited or damaged layers, and work out again what follows from them.

    Parameters
    ----------
    dataset : Dataset
        The layers that nobody edited.
    layers : mapping of str to RawTable
        The others, as they are in the file.
    edited : collection of str
        Which of these were edited.

    Returns
    -------
    Dataset
        Rows with a fault are rejected and listed, beside the findings of the build.
    """
    tables = dict(dataset.tables)
    findings: list[Finding] = []
    for name, raw in layers.items():
        layer = LAYERS[name]
        told = EDITED_DERIVED if layer.derived else EDITED
        if name in edited:
            findings.append(Finding(told, f"{layer.title} ({name})", layer=name, file=raw.file))
        if not layer.derived:
            tables[name], found = _checked(raw, layer)
            findings += found
    out = derive(replace(dataset, tables=tables), findings)
    both = pd.concat([out["findings"], dataset["findings"]], ignore_index=True)
    return replace(out, tables={**out.tables, "findings": both.drop_duplicates(ignore_index=True)})


def _checked(raw: RawTable, layer: Layer) -> tuple[pd.DataFrame, list[Finding]]:
    checked = validate(raw, layer)
    if raw.geometry is None:
        return checked.frame, list(checked.findings)
    return locate(checked, raw, layer, raw.geometry, CRS)
