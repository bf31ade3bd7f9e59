"""Positions that GDAL reads without a word as other ones, or as none."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from geo.intake.readers.raw import UNREADABLE_GEOMETRY, RawTable
from geo.model.findings import rule
from geo.model.terms import Level

FEATURES_LOST = rule(
    "features-lost",
    Level.ERROR,
    "Parts of a list of features are no features, so they were not read.",
    "The file was damaged, or made by hand: ask for it again, or look at each 'type'.",
)

_COORDINATES = re.compile(rb"<(?:\w+:)?coordinates>([^<]*)<")
_PLAIN = re.compile(rb"[+-]?\d+(?:\.\d+)?")
_NO_SHAPE = re.compile(rb'"geometry"\s*:\s*null')
# A reference system has properties, too, and is no feature.
_OF_CRS = re.compile(rb'"crs"\s*:\s*\{[^{}]{0,200}"properties"')
_HEAD = 1 << 16  # bytes


def drop_misread(path: Path, table: RawTable) -> RawTable:
    """Return a table without positions that the file does not hold, and with those it does listed.

    Parameters
    ----------
    path : Path
        KML or GeoJSON; of other formats the table is returned as it is.
    table : RawTable
        As GDAL read it.
    """
    match path.suffix.lower():
        case ".kml":
            return _without_comma_decimals(path, table)
        case ".json" | ".geojson":
            return _with_lost(path, table)
        case _:
            return table


def _without_comma_decimals(path: Path, table: RawTable) -> RawTable:
    """Take away positions in which commas mark decimals, which stand for other places in KML.

    '46,9,39,9' is read as 46° E 9° N at a height of 39 m.
    """
    wrong = {
        (float(x), float(y))
        for body in _COORDINATES.findall(path.read_bytes())
        for x, y in (part.split(b",")[:2] for part in body.split() if part.count(b",") > 2)
        if _PLAIN.fullmatch(x) and _PLAIN.fullmatch(y)
    }
    if not wrong or table.geometry is None:
        return table
    xy, owner = shapely.get_coordinates(table.geometry, return_index=True)
    hit = np.array([(x, y) in wrong for x, y in xy.tolist()], dtype=bool)
    lost = np.unique(owner[hit])
    geometry = table.geometry.copy()
    geometry[lost] = None
    message = "more than three numbers for a position: do commas mark decimals?"
    found = [table.finding(UNREADABLE_GEOMETRY, message, int(at)) for at in lost]
    return replace(table, geometry=geometry, findings=(*table.findings, *found))


def _with_lost(path: Path, table: RawTable) -> RawTable:
    """List what GDAL left out of a GeoJSON in silence: features, geometry it could not build."""
    text = path.read_bytes()
    others = len(_OF_CRS.findall(text, 0, _HEAD))
    named = max(text.count(b'"geometry"'), text.count(b'"properties"') - others)
    lost = np.array([], dtype=np.int64)
    if table.geometry is not None:
        lost = np.flatnonzero(shapely.is_missing(table.geometry))
    if named <= len(table.frame) and len(lost) <= len(_NO_SHAPE.findall(text)):
        return table  # as many as say so
    try:
        features = json.loads(text.decode("utf-8", "replace"), strict=False)["features"]
    except (ValueError, RecursionError) as error:  # GDAL takes what is no JSON, or one a line
        message = f"{named:,} features named, {len(table.frame):,} read, {len(lost):,} of them "
        message += f"without geometry; as a whole it is no JSON: {error}"
        return replace(table, findings=(*table.findings, table.finding(FEATURES_LOST, message)))
    except (KeyError, TypeError):  # a single feature
        return table
    if len(features) > len(table.frame):
        message = f"{len(features):,} features, of which {len(table.frame):,} could be read"
        return replace(table, findings=(*table.findings, table.finding(FEATURES_LOST, message)))
    known = {f.row for f in table.findings}
    if len(features) != len(table.frame):
        return table
    found = [
        table.finding(
            UNREADABLE_GEOMETRY, "coordinates are no numbers", at, value=json.dumps(shape)
        )
        for at in lost.tolist()
        if (shape := features[at].get("geometry", "no geometry"))
        and int(table.rows[at]) not in known
    ]
    return replace(table, findings=(*table.findings, *found))
