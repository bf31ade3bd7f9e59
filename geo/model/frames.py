"""Refuses what a user hands over if it is no frame, or lacks columns that are needed."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.errors import TableInvalid
from geo.model.schema import Layer

Needed = tuple[Any, Iterable[Hashable]]


def expect(hint: str = "", **needed: Needed) -> None:
    """Raise if an argument is no frame, or lacks a column.

    Parameters
    ----------
    hint : str
        What the user can do about it.
    **needed : tuple of DataFrame and iterable
        By the name of the argument: what was given, and the columns it must have, each once.

    Raises
    ------
    TableInvalid
        With all faults of all frames.
    """
    faults = [f for name, (frame, columns) in needed.items() for f in _faults(name, frame, columns)]
    if faults:
        raise TableInvalid(", ".join(needed), faults, hint)


def _faults(name: str, frame: Any, columns: Iterable[Hashable]) -> Iterator[str]:
    if not isinstance(frame, pd.DataFrame):
        shown = repr(frame) if isinstance(frame, str) else ""
        yield f"{name} is of type {type(frame).__name__} {shown}".rstrip() + "; expected a frame"
        return
    there: Sequence[Hashable] = frame.columns.tolist()
    for column in dict.fromkeys(columns):
        if column not in there:
            near = get_close_matches(str(column), map(str, there), n=3, cutoff=0.5)
            like = f"did you mean {', '.join(near)}?" if near else f"there are {_some(there)}"
            yield f"{name} has no column {column!r}: {like}"
        elif there.count(column) > 1:
            yield f"{name} has {there.count(column)} columns {column!r}; expected one"


def _some(there: Sequence[Hashable]) -> str:
    more = f" and {len(there) - 12} more" if len(there) > 12 else ""
    return (", ".join(map(str, there[:12])) or "none") + more


def with_names_of_today(frame: Any, layer: Layer) -> Any:
    """Return a frame whose columns have the names that the layer gives them today.

    Files of earlier versions may have former names. What is no frame comes back as it is: `expect`
    says so.
    """
    if not isinstance(frame, pd.DataFrame):
        return frame
    return frame.rename(columns=layer.renamed(frame.columns))


def expect_geometry(name: str, frame: Any) -> None:
    """Raise if an argument is no frame with geometry.

    Parameters
    ----------
    name : str
        Of the argument.
    frame : GeoDataFrame
        What was given.

    Raises
    ------
    TableInvalid
    """
    if isinstance(frame, gpd.GeoDataFrame) and frame.active_geometry_name is not None:
        return
    fault = next(_faults(name, frame, ()), f"{name} has no geometry; expected a GeoDataFrame")
    raise TableInvalid(
        name, [fault], "geopandas.GeoDataFrame(frame, geometry=…, crs=…) makes one of a table."
    )
