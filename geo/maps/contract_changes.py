"""Differences between two states of the data as the page is given them, as types."""

from __future__ import annotations

from typing import Any, NotRequired

from typing_extensions import TypedDict


class ChangedGround(TypedDict):
    """Ground that differs between two states."""

    code: str
    label: str
    n: int
    m2: int


class ChangedRow(TypedDict):
    """A row that differs; of a changed one, each column with its values before and after."""

    id: str
    change: str
    label: str
    values: NotRequired[list[list[Any]]]


class ChangedLayer(TypedDict):
    """The rows of a layer that differ."""

    layer: str
    title: str
    rows: list[ChangedRow]


class Was(TypedDict):
    """Things that only the earlier state drew, and things that only the later one does."""

    layers: dict[str, Any]
    areas: list[Any]
    sites: list[Any]
    own: dict[str, list[int]]
    cells: dict[str, dict[int, Any]]
    ownLarge: dict[str, list[str]]


class Comparison(TypedDict):
    """Differences between two states of the data."""

    names: list[str]
    note: str
    ground: list[ChangedGround]
    layers: list[ChangedLayer]
    was: NotRequired[Was]
