"""The payload of the page, as types: Python puts it together, the page's scripts read it.

``geo/maps/web/payload.d.ts`` says the same in TypeScript, made from here by `geo.maps.typescript`.
Rows of layers hold more columns than are listed: here are those that the scripts read.
"""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from typing_extensions import TypedDict

from geo.maps.contract_answers import Curve, Heading
from geo.maps.contract_areas import OfEvent, OfRecord
from geo.maps.contract_changes import Comparison

# The second part is what TypeScript says, which knows lists of two.
LatLng = Annotated[list[float], "[number, number]"]
Box = Annotated[list[LatLng], "[[number, number], [number, number]]"]  # south-west, north-east
Claims = list[int]  # positions in `Payload.claims`


class Credit(TypedDict):
    """Whose data it is."""

    text: str
    licence: str
    url: str | None


class Meta(TypedDict):
    """The dataset itself."""

    name: str
    title: str
    description: str
    licence: str
    boundaries_note: str
    data_date: str | None
    version: str
    synthetic: bool
    credits: list[Credit]


class Source(TypedDict):
    """Who published what; source ``[n]`` is number ``n - 1`` of the list."""

    source_id: str
    title: NotRequired[str]
    publisher: NotRequired[str]
    author: NotRequired[str]
    published: NotRequired[str]
    url: NotRequired[str]
    also_at: NotRequired[str]
    not_a_link: NotRequired[str]
    language: NotRequired[str]
    kind: NotRequired[str]
    affiliation: NotRequired[str]
    date_note: NotRequired[str]
    archived_at: NotRequired[str]
    grade: NotRequired[str]
    grade_reason: NotRequired[str]
    grade_given: NotRequired[bool]


class Claim(TypedDict):
    """Who says what; ``source`` is a source's number, ``counters`` a position of a claim."""

    claim_id: str
    claimant: str
    subject: str
    stance: str
    paraphrase: str
    support: str
    source: int
    category: NotRequired[str]
    place: NotRequired[str]
    districts: NotRequired[str]
    period_start: NotRequired[str]
    period_end: NotRequired[str]
    as_of: NotRequired[str]
    quantity: NotRequired[float]
    quantity_min: NotRequired[float]
    quantity_max: NotRequired[float]
    unit: NotRequired[str]
    qualifier: NotRequired[str]
    origin: int
    printed: NotRequired[list[int]]
    grade: NotRequired[str]
    grade_reason: NotRequired[str]
    grade_given: NotRequired[bool]
    locator: NotRequired[str]
    confidence_note: NotRequired[str]
    withheld: NotRequired[str]
    counters: NotRequired[int]
    counters_missing: NotRequired[str]


class Within(TypedDict):
    """Features of a class inside a district, ``points`` of them known by position only."""

    layer: str
    status: str
    n: int
    points: NotRequired[int]
    m2: NotRequired[float]


class District(TypedDict):
    """A district, drawn if its outline is known."""

    district: str
    claims: Claims
    drawn: bool
    aliases: list[str]
    within: list[Within]
    at: NotRequired[LatLng]
    box: NotRequired[Box]
    name_local: NotRequired[str]
    name_az: NotRequired[str]
    name_hy: NotRequired[str]
    name_ru: NotRequired[str]
    note: NotRequired[str]
    boundary_set: NotRequired[str]
    uncertainty_m: NotRequired[float]


class Place(TypedDict):
    """A named place of a site."""

    id: str
    name: str
    also: list[str]
    districts: list[str]
    support: str
    uncertain: bool
    accuracy_m: float | None
    origin: str | None
    note: str | None


class Site(TypedDict):
    """A position with all that is recorded there; ``accidents`` are positions in their list."""

    id: str
    name: str
    at: LatLng
    support: str
    accuracy_m: float | None
    places: list[Place]
    districts: list[str]
    kinds: list[str]
    claims: Claims
    accidents: list[int]
    marked: dict[str, Claims]


class Area(OfEvent, OfRecord):
    """An outline, a line, a delivered event or a record; ``layer`` says of what layer."""

    layer: str
    id: str
    status: str
    claims: Claims
    box: Box
    at: LatLng
    support: str
    name: NotRequired[str]
    district: NotRequired[str]
    land_status: NotRequired[str]
    method: NotRequired[str]
    depth_m: NotRequired[float]
    stated_area_m2: NotRequired[float]
    stated_radius_m: NotRequired[float]
    horizontal_accuracy_m: NotRequired[float]
    coordinate_operation: NotRequired[str]
    repair: NotRequired[str]
    repair_m2: NotRequired[float]
    valid_from: NotRequired[str]
    valid_to: NotRequired[str]
    known_from: NotRequired[str]
    source: NotRequired[int]


class Group(TypedDict):
    """Districts that share figures."""

    id: str
    districts: list[str]
    claims: Claims


class Accident(TypedDict):
    """An accident that claims tell of."""

    event_id: str
    name: str
    claims: Claims
    contested: bool
    drawn: NotRequired[bool]
    occurred: NotRequired[str]
    districts: NotRequired[str]
    killed_min: NotRequired[int]
    killed_max: NotRequired[int]
    injured_min: NotRequired[int]
    injured_max: NotRequired[int]


class Orientation(TypedDict):
    """A feature of the base map."""

    name: NotRequired[str]
    name_local: NotRequired[str]
    rank: NotRequired[int]


class Cell(TypedDict):
    """The figure of one district: ``at`` is the lowest bound stated."""

    at: float
    claims: Claims
    low: NotRequired[float]
    high: NotRequired[float]
    day: NotRequired[str]


class Figure(TypedDict):
    """A choice of figures to colour districts by; ``cells`` by position of the district."""

    id: str
    title: str
    what: str
    unit: str
    note: str
    by: list[str]
    breaks: list[float]
    cells: dict[int, Cell]
    year: NotRequired[str]


class Dispute(TypedDict):
    """Claims that differ: a pair ``a`` and ``b``, or a set. Only some are a dispute."""

    kind: str
    dispute: bool
    rules: list[str]
    subject: str
    messages: list[str]
    a: NotRequired[int]
    b: NotRequired[int]
    also: NotRequired[Claims]
    claims: NotRequired[Claims]


class Series(TypedDict):
    """Released land added up from day to day (since 1970-01-01)."""

    days: list[int]
    m2: list[float]
    unstated: list[int]


class UndrawnPlace(TypedDict):
    """A place without position."""

    name: str
    district: NotRequired[str]
    note: NotRequired[str]


class UndrawnItem(TypedDict):
    """A feature that nothing on the map stands for."""

    layer: NotRequired[str]
    id: NotRequired[str]
    name: NotRequired[str]
    why: NotRequired[str]
    day: NotRequired[str]


class Undrawn(TypedDict):
    """Things that are not drawn, and why; ``n`` where `items` are not all."""

    reason: str
    title: str
    why: str
    claims: Claims
    accidents: NotRequired[list[int]]
    places: NotRequired[list[UndrawnPlace]]
    items: NotRequired[list[UndrawnItem]]
    n: NotRequired[int]


class Finding(TypedDict):
    """A thing that was rejected, repaired or needs a look when files were read."""

    code: str
    level: str
    message: str
    layer: NotRequired[str]
    feature_id: NotRequired[str]
    file: NotRequired[str]
    row: NotRequired[int]
    column: NotRequired[str]
    value: NotRequired[str]
    hint: NotRequired[str]


class BaseMap(TypedDict):
    """A base map that the reader may turn on."""

    id: str
    url: str
    host: str
    credit: str
    max_zoom: int


class LegendClass(TypedDict):
    """A class of a raster."""

    colour: str
    label: str


class OverlayImage(TypedDict):
    """An image in the page; one of a raster has a legend. Without a source it has a credit."""

    title: str
    source: int | None
    box: Box
    opacity: float
    png: str
    credit: NotRequired[str]
    legend: NotRequired[list[LegendClass]]
    unit: NotRequired[str]
    cell_m: NotRequired[float]
    reduced: NotRequired[bool]


class Silence(TypedDict):
    """A side that says nothing of ``n`` of ``of`` districts: of which."""

    party: str
    n: int
    of: int
    districts: list[str]


class Sides(TypedDict):
    """Claims by side, and sources by origin; ``counts`` by district, '' for all, then by what."""

    counts: dict[str, dict[str, list[Any]]]
    silent: list[Silence]


class Payload(TypedDict):
    """Everything the page shows."""

    meta: Meta
    cautions: list[str]
    terms: dict[str, dict[str, list[str]]]
    sources: list[Source]
    claims: list[Claim]
    sides: Sides
    districts: list[District]
    sites: list[Site]
    areas: list[Area]
    groups: list[Group]
    accidents: list[Accident]
    delivered_accidents: int
    basemap: dict[str, list[Orientation]]
    figures: list[Figure]
    disputes: list[Dispute]
    units: dict[str, list[Any]]
    competing: list[Claims]
    questions: list[Heading]
    curves: list[Curve]
    released: dict[str, dict[str, Series]]
    undrawn: list[Undrawn]
    findings: list[Finding]
    expected: dict[str, int]
    large: dict[str, Box]
    large_accuracy: dict[str, float]
    online: NotRequired[list[BaseMap]]
    overlays: NotRequired[list[OverlayImage]]
    changes: NotRequired[Comparison]
