"""The file that holds a delivered layer: GeoJSON, one feature a line, sorted by key."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from json.encoder import encode_basestring
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import InputUnreadable
from geo.files import replacing
from geo.intake.geometry import to_multi
from geo.intake.readers import read
from geo.intake.readers.delivered import FEATURE, FOOT, GEOMETRY, HEAD
from geo.model.schema import KeyedLayer

_AT_ONCE = 10_000  # rows written together, so that their text need not fit in memory


def read_stored(path: Path, layer: KeyedLayer) -> pd.DataFrame:
    """Return rows as they were stored, with exactly the layer's columns and `geometry`.

    Parameters
    ----------
    path : Path
        The file; an empty frame if it is not there.
    layer : KeyedLayer
        Whose rows they are.

    Raises
    ------
    InputUnreadable
        If the file was changed into something else.
    """
    columns = [*layer.names, "geometry"]
    if not path.exists():
        return pd.DataFrame(columns=columns, dtype=object)
    table = read(path)
    if table.geometry is None:
        raise InputUnreadable(
            f"{path}: not what `atlas import` wrote", "Restore it from version control."
        )
    shapes = to_multi(table.geometry) if layer.geometry == "MULTIPOLYGON" else table.geometry
    return table.frame.reindex(columns=layer.names).assign(geometry=shapes)[columns]


def write_stored(frame: pd.DataFrame, path: Path, layer: KeyedLayer) -> None:
    """Write the rows of a layer; the old file stays whole until the new one is.

    Raises
    ------
    WriteFailed
        If the folder cannot be written to or the disk is full.
    """
    names = [c.name for c in layer.columns if not c.derived]
    properties = json_objects({name: _plain(frame[name].tolist()) for name in names})
    geometry = frame["geometry"].to_numpy()
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        between = "\n"
        for at in range(0, len(geometry), _AT_ONCE):
            shapes = shapely.to_geojson(geometry[at : at + _AT_ONCE])
            features = zip(islice(properties, len(shapes)), shapes, strict=True)
            lines = [f"{FEATURE}{of}{GEOMETRY}{shape or 'null'}}}" for of, shape in features]
            file.write(between + ",\n".join(lines))
            between = ",\n"
        file.write(f"\n{FOOT}\n")


def json_objects(columns: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """Return a JSON object for each row; values that are None are left out.

    Parameters
    ----------
    columns : mapping of str to sequence, each of length n
        Values by name. What JSON does not know is written as text.

    Yields
    ------
    str
        n times.
    """
    length = max(map(len, columns.values()), default=0)
    for at in range(0, length, _AT_ONCE):
        # Members as they are where no row lacks them, so that a row is made by one call.
        row, members = "", []
        for name, values in columns.items():
            some = values[at : at + _AT_ONCE]
            start = f", {json.dumps(name, ensure_ascii=False)}: "
            texts = _json(some)
            if type(None) in set(map(type, some)):
                pairs = zip(some, texts, strict=True)
                texts = ["" if value is None else start + text for value, text in pairs]
                start = ""
            row += start.replace("%", "%%") + "%s"
            members.append(texts)
        for values in zip(*members, strict=True):
            yield f"{{{(row % values)[2:]}}}"


def _json(values: Sequence[object]) -> list[str]:
    """Return each value as JSON."""
    if set(map(type, values)) == {str}:
        return [encode_basestring(str(text)) for text in values]
    # One call for all is ten times faster; a raw line break stands in no JSON text but between.
    together = json.dumps(values, ensure_ascii=False, default=str, separators=("\n", ": "))
    texts = together[1:-1].split("\n")
    if len(texts) == len(values):
        return texts
    return [json.dumps(v, ensure_ascii=False, default=str) for v in values]


def _plain(values: list[Any]) -> list[Any]:
    """Return values as JSON can hold them; missing is None."""
    if set(map(type, values)) <= {str, int, bool, type(None)}:
        return values
    return [_known(value) for value in values]


def _known(value: object) -> object:
    if value is None or value is pd.NA or (isinstance(value, float) and not isfinite(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
