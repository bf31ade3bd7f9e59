"""Questions and curves, as `geo.maps.contract` gives them to the page."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

Claims = list[int]  # positions in `Payload.claims`


class Heading(TypedDict):
    """A question, for figures that several count from one day with that day: who answers it."""

    question: str
    since: NotRequired[str]
    claims: Claims


class Point(TypedDict):
    """A figure of a curve, of its first to its last day; without a bound where it is open."""

    claims: Claims
    to: str
    since: NotRequired[str]
    reached: NotRequired[str]
    low: NotRequired[float]
    high: NotRequired[float]
    contested: NotRequired[bool]
    fell_from: NotRequired[int]
    ground: NotRequired[str]


class Curve(TypedDict):
    """Figures that one organisation states of one measure and ground, over time."""

    subject: str
    kind: str
    unit: str
    place: str
    claimant: str
    district: NotRequired[str]
    members: list[str]
    scope: list[str]
    points: list[Point]
