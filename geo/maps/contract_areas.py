"""Types of what the page is given of some areas only: events and minefield records."""

from __future__ import annotations

from typing import Annotated, NotRequired

from typing_extensions import TypedDict


class Leg(TypedDict):
    """A leg of a minefield record, as written."""

    to: str
    bearing: float
    unit: NotRequired[str]
    north: NotRequired[str]
    declination_deg: NotRequired[float]
    grid: NotRequired[str]
    distance: NotRequired[float]
    distance_unit: NotRequired[str]
    distance_m: float
    reference: NotRequired[str]
    longitude: NotRequired[float]
    latitude: NotRequired[float]


class Scored(TypedDict):
    """Finds of a record's items on searched ground, and where they lie, seen from it."""

    tolerance_m: float
    recorded: int
    recorded_anywhere: int
    found: int
    low: NotRequired[float]
    high: NotRequired[float]
    east_m: NotRequired[float]
    north_m: NotRequired[float]
    pairs: NotRequired[int]


class OfEvent(TypedDict):
    """Keys that only events have among areas."""

    occurred: NotRequired[str]
    ordnance: NotRequired[str]
    killed: NotRequired[int]
    killed_min: NotRequired[int]
    killed_max: NotRequired[int]
    injured: NotRequired[int]
    injured_min: NotRequired[int]
    injured_max: NotRequired[int]


class OfRecord(TypedDict):
    """Keys that only minefield records have among areas."""

    hazard_id: NotRequired[str]
    record_number: NotRequired[str]
    laid_by: NotRequired[str]
    laid_on: NotRequired[str]
    handed_over: NotRequired[str]
    mines_stated: NotRequired[int]
    mines_by_type: NotRequired[str]
    perimeter_m: NotRequired[float]
    closure_m: NotRequired[float]
    ce50_m: NotRequired[float]
    ce95_m: NotRequired[float]
    datum: NotRequired[str]
    legs: NotRequired[list[Leg]]
    items: NotRequired[list[Annotated[list[float], "[number, number]"]]]
    scored: NotRequired[Scored]
