"""The types of layers and columns; `geo.model.layers` has those that there are.

Layers carry geometry in WGS 84 (EPSG:4326, longitude/latitude); tables do not. A missing value is
``None``/NA, never an empty string or a placeholder number.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from geo.errors import UnknownName
from geo.model import terms

CRS = "EPSG:4326"


class Kind(StrEnum):
    """Kind of value that a column holds."""

    TEXT = "text"
    KEY = "key"  # text that identifies the row: present, unique, trimmed
    LIST = "list"  # texts joined by ';'
    INTEGER = "integer"
    REAL = "real"
    BOOLEAN = "boolean"
    DATE = "date"  # a full day, ISO 8601
    PARTIAL_DATE = "partial_date"  # '2023', '2023-04' or '2023-04-05', as exact as the source
    URL = "url"  # http or https


@dataclass(frozen=True)
class Column:
    """One column: what it holds, in which unit, and what it may contain."""

    name: str
    kind: Kind
    title: str
    description: str = ""
    required: bool = False
    domain: type[terms.Term] | None = None
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    refers_to: str = ""  # the table whose key this column holds
    hxl: str = ""
    derived: bool = False  # computed when the dataset is built, not read from a file


@dataclass(frozen=True)
class Layer:
    """One layer (with geometry) or table (without)."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    geometry: str = ""  # GeoPackage geometry type, '' for a table
    derived: bool = False
    former: tuple[tuple[str, str], ...] = ()  # earlier names of columns, still read from files
    points: bool = False  # a position does where no outline is known: drawn as a mark, no area

    @property
    def names(self) -> list[str]:
        """Column names in order, without the geometry."""
        return [c.name for c in self.columns]

    @property
    def column_type(self) -> str:
        """GeoPackage type of its column of geometry."""
        return "GEOMETRY" if self.points else self.geometry

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise UnknownName(f"column of {self.name}", name, self.names)

    def renamed(self, columns: Iterable[Hashable]) -> dict[Hashable, str]:
        """Return the names of today for those columns that have an earlier name."""
        there = {*columns}
        return {old: new for old, new in self.former if old in there and new not in there}


class KeyedLayer(Layer):
    """A layer with a column that identifies each row."""

    @property
    def key(self) -> str:
        """Name of the key column."""
        return next(c.name for c in self.columns if c.kind is Kind.KEY)


def key_of(layer: Layer) -> str | None:
    """Return the name of a layer's key column, if it has one."""
    return layer.key if isinstance(layer, KeyedLayer) else None


_DTYPES: dict[Kind, Any] = {Kind.REAL: "float64", Kind.INTEGER: "Int64", Kind.BOOLEAN: "boolean"}


def give_types(frame: pd.DataFrame, layer: Layer) -> pd.DataFrame:
    """Give a frame the columns of its layer, in order, with the dtypes of their kinds.

    Parameters
    ----------
    frame : DataFrame, shape (n, any)
        Valid values; a column that is not there becomes missing.
    layer : Layer
        Whose columns the result has.

    Returns
    -------
    DataFrame, shape (n, columns of the layer)
    """
    columns = {}
    for column in layer.columns:
        given = frame[column.name] if column.name in frame else pd.Series(None, index=frame.index)
        columns[column.name] = given.astype(_DTYPES.get(column.kind, "str"))
    return pd.DataFrame(columns, index=frame.index)
