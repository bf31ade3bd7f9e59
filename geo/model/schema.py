"""The only definition of every layer and table.

Validation, GeoPackage columns and constraints, the data dictionary and export headers are all
derived from `LAYERS`. Layers carry geometry in WGS 84 (EPSG:4326, longitude/latitude);
tables do not. A missing value is ``None``/NA, never an empty string or a placeholder number.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from geo.errors import UnknownName
from geo.model import terms

CRS = "EPSG:4326"


class Kind(StrEnum):
    """What a column holds."""

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


def _support(description: str = "What the place really is; decides how it is drawn.") -> Column:
    return Column("support", Kind.TEXT, "Support", description, True, terms.Support)


_ACCURACY = Column(
    "horizontal_accuracy_m",
    Kind.REAL,
    "Horizontal accuracy",
    "Radius within which the place lies, as the coordinate's source gives it.",
    unit="m",
    minimum=0,
    hxl="#geo+precision",
)
_STATED = (
    Column(
        "stated_area_m2",
        Kind.REAL,
        "Stated area",
        "As the source gives it. It says nothing about where the ground lies and is never drawn.",
        unit="m2",
        minimum=0,
        hxl="#geo+area",
    ),
    Column(
        "stated_radius_m",
        Kind.REAL,
        "Stated radius",
        "How far the ground reaches round a position, as the source gives it. Never drawn as an "
        "area.",
        unit="m",
        minimum=0,
    ),
)
_OPERATION = Column(
    "coordinate_operation",
    Kind.TEXT,
    "Coordinate operation",
    "Datum its coordinates were delivered in, how they came to WGS 84, and how exact that is; "
    "empty where they were of WGS 84.",
)
_DISTRICTS = Column(
    "districts", Kind.LIST, "Districts", "Canonical district names.", hxl="#adm1+name"
)
_COUNTS = (
    Column("n_claims", Kind.INTEGER, "Claims", "Number of claims.", True, minimum=0),
    Column("n_sources", Kind.INTEGER, "Sources", "Number of sources.", True, minimum=0),
    Column("contested", Kind.BOOLEAN, "Contested", "Somebody contradicts one of the claims.", True),
)
_SPAN = (
    Column("valid_from", Kind.DATE, "From", "First day any of the claims speaks of."),
    Column("valid_to", Kind.DATE, "To", "Day after the last one (half-open)."),
    Column("newest", Kind.DATE, "Newest information", "Latest day any of the claims is as of."),
)

_DELIVERED = (
    Column(
        "source_values",
        Kind.TEXT,
        "Values as delivered",
        "JSON: what the source wrote, where a value was converted or has no column of its own.",
    ),
    Column("delivery", Kind.TEXT, "Delivery", "The import in the manifest that brought the row."),
    Column(
        "retired",
        Kind.DATE,
        "Retired",
        "Day of the first delivery that no longer had the row. It says nothing about the ground.",
    ),
)

_REPAIR = (
    Column(
        "repair",
        Kind.TEXT,
        "Repair of the outline",
        "What became of an outline that was invalid as delivered. Clear it when the outline has "
        "been corrected.",
        domain=terms.Repair,
    ),
    Column(
        "repair_m2",
        Kind.REAL,
        "Changed by repair",
        "Area after the repair less that of the outline as delivered.",
        unit="m2",
    ),
)

_RETIRED = Column(
    "retired",
    Kind.DATE,
    "Retired",
    "Day from which no row that it is made of was delivered any more.",
)

SOURCES = KeyedLayer(
    "sources",
    "Sources",
    "Who published what, when and where.",
    (
        Column("source_id", Kind.KEY, "Source id", hxl="#meta+id"),
        Column(
            "title",
            Kind.TEXT,
            "Title",
            "Round brackets: our own description.",
            True,
            hxl="#meta+source",
        ),
        Column("author", Kind.TEXT, "Author"),
        Column("publisher", Kind.TEXT, "Publisher", required=True),
        Column("published", Kind.PARTIAL_DATE, "Published", hxl="#date+published"),
        Column("date_note", Kind.TEXT, "Date note", "How an unstated date was inferred."),
        Column("url", Kind.URL, "Address", hxl="#meta+url"),
        Column("also_at", Kind.URL, "Also at"),
        Column("language", Kind.TEXT, "Language", "ISO 639-1 code."),
        Column("kind", Kind.TEXT, "Kind", "news, NGO, government, court, UN, analysis."),
        Column("affiliation", Kind.TEXT, "Affiliation", "How the publisher relates to a party."),
        Column(
            "grade",
            Kind.TEXT,
            "Source grade",
            "Admiralty code A–F; empty where nobody graded it.",
            domain=terms.SourceGrade,
        ),
        Column(
            "origin",
            Kind.TEXT,
            "Origin",
            "Where what it prints comes from; empty where nobody looked.",
            domain=terms.Origin,
        ),
        Column(
            "party",
            Kind.TEXT,
            "Party of the publisher",
            "Side of the conflict it belongs to, in the dataset's own words; 'none' for no side.",
        ),
        Column("method", Kind.TEXT, "Method", "Where it states how its figures were made."),
        Column("archived_at", Kind.URL, "Archived at", "Address of a lasting copy."),
        *_DELIVERED,
    ),
)

CLAIMANTS = KeyedLayer(
    "claimants",
    "Claimants",
    "Who speaks: one spelling each, with the side it belongs to.",
    (
        Column("claimant_id", Kind.KEY, "Claimant id"),
        Column("name", Kind.TEXT, "Name", "As claims spell it, without the person.", True),
        Column(
            "party",
            Kind.TEXT,
            "Party",
            "Side of the conflict, in the dataset's own words; 'none' for no side.",
        ),
        Column("kind", Kind.TEXT, "Kind", domain=terms.ClaimantKind),
        Column("aliases", Kind.LIST, "Other names", "As sources write it."),
        Column("note", Kind.TEXT, "Note"),
        *_DELIVERED,
    ),
)

CLAIMS = KeyedLayer(
    "claims",
    "Claims",
    "Who says what of which place and period. A claim is not a fact.",
    (
        Column("claim_id", Kind.KEY, "Claim id"),
        Column(
            "source_id",
            Kind.TEXT,
            "Source",
            "Who printed it.",
            True,
            refers_to="sources",
            hxl="#meta+source",
        ),
        Column("claimant", Kind.TEXT, "Claimant", "Who says so.", True),
        Column("subject", Kind.TEXT, "Subject", "", True, terms.Subject, hxl="#indicator+name"),
        Column("place", Kind.TEXT, "Place", "As written in the source.", hxl="#loc+name"),
        Column("place_level", Kind.TEXT, "Place level", "", True, terms.PlaceLevel),
        _DISTRICTS,
        Column("period_start", Kind.PARTIAL_DATE, "Period start", hxl="#date+start"),
        Column("period_end", Kind.PARTIAL_DATE, "Period end", hxl="#date+end"),
        Column("as_of", Kind.PARTIAL_DATE, "As of", hxl="#date+occurred"),
        Column("quantity", Kind.REAL, "Quantity", minimum=0, hxl="#indicator+value+num"),
        Column("quantity_min", Kind.REAL, "At least", minimum=0),
        Column("quantity_max", Kind.REAL, "At most", minimum=0),
        Column(
            "qualifier",
            Kind.TEXT,
            "Qualifier",
            "The source's hedge: about, nearly, over; empty if it prints the figure alone.",
            domain=terms.Qualifier,
        ),
        Column("unit", Kind.TEXT, "Unit"),
        Column("category", Kind.TEXT, "Category", "As written when the source was read."),
        Column("stance", Kind.TEXT, "Stance", "", True, terms.Stance),
        Column(
            "counterclaim_of",
            Kind.TEXT,
            "Counters",
            "The claim it contradicts.",
            refers_to="claims",
        ),
        Column("paraphrase", Kind.TEXT, "What is claimed", "In our own words.", True),
        Column("locator", Kind.TEXT, "Locator", "Where in the source."),
        Column("confidence_note", Kind.TEXT, "Note"),
        Column(
            "grade",
            Kind.TEXT,
            "Information grade",
            "Admiralty code 1–6; empty where nobody graded it.",
            domain=terms.InformationGrade,
        ),
        Column("event_id", Kind.TEXT, "Accident", "The accident it is about."),
        Column(
            "withheld",
            Kind.TEXT,
            "Withheld because",
            "Why the figure is kept as a claim but never plotted or added up.",
        ),
        Column(
            "operator", Kind.TEXT, "Operator", "Whose work the figure counts, from the category."
        ),
        Column("ordnance", Kind.TEXT, "Ordnance", "From the category.", domain=terms.Ordnance),
        Column("outcome", Kind.TEXT, "Outcome", "From the category.", domain=terms.Outcome),
        Column("victims", Kind.TEXT, "Victims", "From the category.", domain=terms.Victims),
        Column(
            "scope",
            Kind.TEXT,
            "Scope",
            "What narrows the figure beside operator and kind: farmland, road, a denominator.",
        ),
        *_DELIVERED,
        Column(
            "support",
            Kind.TEXT,
            "Support",
            "What the place really is.",
            domain=terms.Support,
            derived=True,
        ),
        Column(
            "footprint_id", Kind.TEXT, "Footprint", "The ground the claim speaks of.", derived=True
        ),
    ),
)

DISTRICTS = KeyedLayer(
    "districts",
    "Districts",
    "District boundaries. A name without polygon is kept with empty geometry.",
    (
        Column("district", Kind.KEY, "District", "Canonical name.", hxl="#adm1+name"),
        Column("code", Kind.TEXT, "Code", "Code in the boundary set.", hxl="#adm1+code"),
        Column("name_local", Kind.TEXT, "Name in the boundary set"),
        Column("name_az", Kind.TEXT, "Name (Azerbaijani)"),
        Column("name_hy", Kind.TEXT, "Name (Armenian)"),
        Column("name_ru", Kind.TEXT, "Name (Russian)"),
        Column("name_source", Kind.TEXT, "Source of the names"),
        Column("aliases", Kind.LIST, "Other names", "As rival sources write it."),
        Column("region", Kind.TEXT, "Region"),
        Column("boundary_set", Kind.TEXT, "Boundary set", "Which set the polygon is from."),
        Column(
            "uncertainty_m",
            Kind.REAL,
            "Boundary uncertainty",
            "How far the drawn border may be from the real one.",
            unit="m",
            minimum=0,
        ),
        Column("valid_from", Kind.PARTIAL_DATE, "Valid from"),
        Column("valid_to", Kind.PARTIAL_DATE, "Valid to"),
        Column("note", Kind.TEXT, "Note"),
        _OPERATION,
        *_REPAIR,
        *_DELIVERED,
    ),
    geometry="MULTIPOLYGON",
)

PLACES = KeyedLayer(
    "places",
    "Places",
    "Settlements and points that claims name. Without coordinates: empty geometry.",
    (
        Column("place_id", Kind.KEY, "Place id"),
        Column("name", Kind.TEXT, "Name", "As written in the source.", True, hxl="#loc+name"),
        Column("canonical_name", Kind.TEXT, "Canonical name"),
        Column("name_az", Kind.TEXT, "Name (Azerbaijani)"),
        Column("name_hy", Kind.TEXT, "Name (Armenian)"),
        Column("name_ru", Kind.TEXT, "Name (Russian)"),
        Column("name_source", Kind.TEXT, "Source of the names"),
        Column("other_names", Kind.LIST, "Other names"),
        Column("district", Kind.TEXT, "District", "As stated.", refers_to="districts"),
        Column(
            "latitude",
            Kind.REAL,
            "Latitude",
            unit="degree",
            minimum=-90,
            maximum=90,
            hxl="#geo+lat",
        ),
        Column(
            "longitude",
            Kind.REAL,
            "Longitude",
            unit="degree",
            minimum=-180,
            maximum=180,
            hxl="#geo+lon",
        ),
        _support(),
        _ACCURACY,
        Column("coordinate_source", Kind.TEXT, "Coordinate source"),
        Column("note", Kind.TEXT, "Note"),
        _OPERATION,
        *_DELIVERED,
        Column(
            "district_uncertain",
            Kind.BOOLEAN,
            "District uncertain",
            "Outside the stated district, or nearer to a border than the border is exact.",
            derived=True,
        ),
    ),
    geometry="POINT",
)

CLEARANCE_ZONES = KeyedLayer(
    "clearance_zones",
    "Clearance zones",
    "The ground that clearance claims speak of: 'somewhere in here', not an outline of cleared "
    "land, unless the support says surveyed or reconstructed.",
    (
        Column("zone_id", Kind.KEY, "Zone id"),
        Column("name", Kind.TEXT, "Name", required=True, hxl="#loc+name"),
        _support(),
        _ACCURACY,
        _DISTRICTS,
        *_SPAN,
        *_COUNTS,
        _RETIRED,
    ),
    geometry="GEOMETRY",
    derived=True,
)

ORDNANCE_FINDS = KeyedLayer(
    "ordnance_finds",
    "Ordnance finds",
    "Places where sources say that ordnance was found. District figures have no point.",
    (
        Column("find_id", Kind.KEY, "Find id"),
        Column("name", Kind.TEXT, "Name", required=True, hxl="#loc+name"),
        _support(),
        _ACCURACY,
        _DISTRICTS,
        Column("ordnance", Kind.LIST, "Kinds of ordnance", hxl="#item+type"),
        *_SPAN,
        *_COUNTS,
        _RETIRED,
    ),
    geometry="POINT",
    derived=True,
)

ACCIDENTS = KeyedLayer(
    "accidents",
    "Accidents",
    "Accidents, each once, with the range its sources give. Only a district known: no point.",
    (
        Column("event_id", Kind.KEY, "Accident id", hxl="#event+id"),
        Column("name", Kind.TEXT, "Place", required=True, hxl="#loc+name"),
        Column("occurred", Kind.PARTIAL_DATE, "Date", hxl="#date+occurred"),
        _support(),
        _ACCURACY,
        _DISTRICTS,
        Column("killed_min", Kind.INTEGER, "Killed, lowest claim", hxl="#affected+killed+min"),
        Column("killed_max", Kind.INTEGER, "Killed, highest claim", hxl="#affected+killed+max"),
        Column("injured_min", Kind.INTEGER, "Injured, lowest claim", hxl="#affected+injured+min"),
        Column("injured_max", Kind.INTEGER, "Injured, highest claim", hxl="#affected+injured+max"),
        *_SPAN,
        *_COUNTS,
        _RETIRED,
    ),
    geometry="POINT",
    derived=True,
)

HAZARD_AREAS = KeyedLayer(
    "hazard_areas",
    "Hazardous areas",
    "Suspected and confirmed hazardous areas with their own outline, or known by position only.",
    (
        Column("hazard_id", Kind.KEY, "Hazard id", hxl="#loc+id"),
        Column("name", Kind.TEXT, "Name", hxl="#loc+name"),
        Column(
            "classification",
            Kind.TEXT,
            "Classification",
            "",
            True,
            terms.Classification,
            hxl="#loc+type",
        ),
        Column("land_status", Kind.TEXT, "Land status", domain=terms.LandStatus, hxl="#status"),
        _support(),
        Column("valid_from", Kind.DATE, "Hazardous from", hxl="#date+start"),
        Column("valid_to", Kind.DATE, "Hazardous until", hxl="#date+end"),
        Column("known_from", Kind.DATE, "Known from", "Day it was reported.", hxl="#date+reported"),
        *_STATED,
        _ACCURACY,
        Column("source_id", Kind.TEXT, "Source", refers_to="sources", hxl="#meta+source"),
        _OPERATION,
        *_REPAIR,
        *_DELIVERED,
    ),
    geometry="MULTIPOLYGON",
    former=(("status", "classification"),),
    points=True,
)

LAND_RELEASE = KeyedLayer(
    "land_release",
    "Land release",
    "Released land with its own outline, or known by position only: cleared, reduced or cancelled.",
    (
        Column("release_id", Kind.KEY, "Release id", hxl="#activity+id"),
        Column(
            "hazard_id",
            Kind.TEXT,
            "Hazard",
            "The hazardous area released from.",
            refers_to="hazard_areas",
            hxl="#loc+id",
        ),
        Column("product", Kind.TEXT, "Product", "", True, terms.ReleaseProduct, hxl="#output+type"),
        _support(),
        Column(
            "valid_from",
            Kind.DATE,
            "Completed",
            "Day the release took effect.",
            hxl="#date+completed",
        ),
        Column("known_from", Kind.DATE, "Known from", "Day it was reported.", hxl="#date+reported"),
        Column("method", Kind.TEXT, "Method", domain=terms.Method, hxl="#activity+method"),
        Column("depth_m", Kind.REAL, "Depth", unit="m", minimum=0),
        *_STATED,
        _ACCURACY,
        Column("source_id", Kind.TEXT, "Source", refers_to="sources", hxl="#meta+source"),
        _OPERATION,
        *_REPAIR,
        *_DELIVERED,
    ),
    geometry="MULTIPOLYGON",
    points=True,
)

EVENTS = KeyedLayer(
    "events",
    "Events",
    "Accidents, finds and other events, each with its own position, as an office delivers them.",
    (
        Column("event_id", Kind.KEY, "Event id", hxl="#event+id"),
        Column("kind", Kind.TEXT, "Kind", "", True, terms.EventKind, hxl="#event+type"),
        Column("occurred", Kind.PARTIAL_DATE, "Date", hxl="#date+occurred"),
        Column("name", Kind.TEXT, "Place", "As written in the source.", hxl="#loc+name"),
        Column("district", Kind.TEXT, "District", "As stated.", hxl="#adm1+name"),
        _support(),
        _ACCURACY,
        Column("ordnance", Kind.TEXT, "Ordnance", domain=terms.Ordnance, hxl="#item+type"),
        Column("killed", Kind.INTEGER, "Killed", minimum=0, hxl="#affected+killed"),
        Column("injured", Kind.INTEGER, "Injured", minimum=0, hxl="#affected+injured"),
        *(
            Column(
                f"{outcome}_{end}",
                Kind.INTEGER,
                f"{outcome.capitalize()}, {words}",
                "Where the source gives a range instead of a number.",
                minimum=0,
                hxl=f"#affected+{outcome}+{end}",
            )
            for outcome in ("killed", "injured")
            for end, words in (("min", "at least"), ("max", "at most"))
        ),
        Column("source_id", Kind.TEXT, "Source", refers_to="sources", hxl="#meta+source"),
        _OPERATION,
        *_DELIVERED,
    ),
    geometry="POINT",
)

BASEMAP = KeyedLayer(
    "basemap",
    "Base map",
    "Neighbours, water and towns for orientation without a network.",
    (
        Column("basemap_id", Kind.KEY, "Base map id"),
        Column("kind", Kind.TEXT, "Kind", "", True, terms.BasemapKind),
        Column("name", Kind.TEXT, "Name"),
        Column("name_local", Kind.TEXT, "Local name"),
        Column("rank", Kind.INTEGER, "Rank", "1 shows first, 5 only when zoomed in."),
        Column("credit", Kind.TEXT, "Credit", "Origin and licence.", True),
    ),
    geometry="GEOMETRY",
)

MINEFIELD_RECORDS = KeyedLayer(
    "minefield_records",
    "Minefield records",
    "Minefields as paper records draw them: what whoever laid the mines wrote down, not what was "
    "found.",
    (
        Column("record_id", Kind.KEY, "Record id", hxl="#loc+id"),
        Column("record_number", Kind.TEXT, "Record number", "As written on the form."),
        Column("name", Kind.TEXT, "Name", hxl="#loc+name"),
        _support(),
        Column("laid_by", Kind.TEXT, "Laid by", "As the record says."),
        Column("laid_on", Kind.PARTIAL_DATE, "Laid on", "As the record says."),
        Column("handed_over", Kind.PARTIAL_DATE, "Handed over", "Day the record was handed over."),
        Column("mines_stated", Kind.INTEGER, "Mines stated", "In all.", minimum=0),
        Column("mines_by_type", Kind.LIST, "Mines stated by type", "Such as anti_personnel=120."),
        Column("perimeter_m", Kind.REAL, "Way round", "As walked.", unit="m", minimum=0),
        Column(
            "closure_m",
            Kind.REAL,
            "Closure error",
            "Between the start point and where the last leg ends: how carefully the record was "
            "made, not where it lies.",
            unit="m",
            minimum=0,
        ),
        Column(
            "ce95_m",
            Kind.REAL,
            "Error band (CE95)",
            "Radius within which a corner lies in 95 of 100 cases, from the errors stated for "
            "instruments, reference point and datum.",
            unit="m",
            minimum=0,
        ),
        Column("datum", Kind.TEXT, "Datum", "How the reference point came to WGS 84."),
        Column(
            "hazard_id",
            Kind.TEXT,
            "Hazard",
            "The hazardous area it is of.",
            refers_to="hazard_areas",
        ),
        Column(
            "claim_ids",
            Kind.LIST,
            "Claims about it",
            "Handovers, numbers of mines on maps, accuracy.",
            refers_to="claims",
        ),
        Column("source_id", Kind.TEXT, "Source", refers_to="sources", hxl="#meta+source"),
        *_DELIVERED,
    ),
    geometry="MULTIPOLYGON",
)

RECORDED_ITEMS = KeyedLayer(
    "recorded_items",
    "Recorded items",
    "Where minefield records say that mines lie: expected positions, not finds.",
    (
        Column("item_id", Kind.KEY, "Item id"),
        Column("record_id", Kind.TEXT, "Record", required=True, refers_to="minefield_records"),
        Column("row_number", Kind.INTEGER, "Row", "Of mines in the record.", minimum=1),
        Column("ordnance", Kind.TEXT, "Ordnance", domain=terms.Ordnance, hxl="#item+type"),
        _ACCURACY,
        *_DELIVERED,
    ),
    geometry="POINT",
)

RECORD_LEGS = Layer(
    "record_legs",
    "Legs of minefield records",
    "What was typed from the paper: bearings and distances, as written.",
    (
        Column("record_id", Kind.TEXT, "Record", required=True, refers_to="minefield_records"),
        Column("leg", Kind.INTEGER, "Leg", "1, 2, … within the record.", True, minimum=1),
        Column("to", Kind.TEXT, "Leads to", "", True, terms.RecordPoint),
        Column("bearing", Kind.REAL, "Bearing", "As written.", True, minimum=0, maximum=6400),
        Column("unit", Kind.TEXT, "Unit of the bearing", domain=terms.AngleUnit),
        Column("north", Kind.TEXT, "North of the bearing", domain=terms.North),
        Column("declination_deg", Kind.REAL, "Declination", "East positive.", unit="degree"),
        Column("grid", Kind.TEXT, "Grid", "CRS of the grid that north is counted from."),
        Column("distance_m", Kind.REAL, "Distance", "As written.", True, unit="m", minimum=0),
        Column(
            "longitude",
            Kind.REAL,
            "Longitude",
            "Of the reference point, on a first leg.",
            unit="degree",
            minimum=-180,
            maximum=180,
        ),
        Column(
            "latitude",
            Kind.REAL,
            "Latitude",
            "Of the reference point, on a first leg.",
            unit="degree",
            minimum=-90,
            maximum=90,
        ),
    ),
)

CLAIM_PLACES = Layer(
    "claim_places",
    "Places of claims",
    "Which places a claim's place name stands for.",
    (
        Column("place", Kind.TEXT, "Place", "As written in claims.", True),
        Column("place_id", Kind.TEXT, "Place id", "", True, refers_to="places"),
    ),
)

CITATIONS = Layer(
    "citations",
    "Citations",
    "Which source says so, for every feature: layer, feature, claim, source, locator.",
    (
        Column("layer", Kind.TEXT, "Layer", required=True),
        Column("feature_id", Kind.TEXT, "Feature", required=True),
        Column("claim_id", Kind.TEXT, "Claim", refers_to="claims"),
        Column("source_id", Kind.TEXT, "Source", "", True, refers_to="sources"),
        Column("locator", Kind.TEXT, "Locator"),
    ),
    derived=True,
)

FINDINGS = Layer(
    "findings",
    "Findings",
    "What was rejected, repaired, left unmapped or needs a look, with file and row.",
    (
        Column("code", Kind.TEXT, "Code", required=True),
        Column("level", Kind.TEXT, "Level", "", True, terms.Level),
        Column("layer", Kind.TEXT, "Layer"),
        Column("feature_id", Kind.TEXT, "Feature"),
        Column("file", Kind.TEXT, "File"),
        Column("row", Kind.INTEGER, "Row", "Line in a CSV, position in a GeoJSON, from 1."),
        Column("column", Kind.TEXT, "Column"),
        Column("value", Kind.TEXT, "Value", "As found."),
        Column("message", Kind.TEXT, "What is wrong", required=True),
        Column("hint", Kind.TEXT, "Hint"),
    ),
    derived=True,
)

LAYERS: Mapping[str, Layer] = {
    layer.name: layer
    for layer in (
        DISTRICTS,
        CLEARANCE_ZONES,
        ORDNANCE_FINDS,
        ACCIDENTS,
        PLACES,
        HAZARD_AREAS,
        LAND_RELEASE,
        EVENTS,
        MINEFIELD_RECORDS,
        RECORDED_ITEMS,
        RECORD_LEGS,
        BASEMAP,
        SOURCES,
        CLAIMANTS,
        CLAIMS,
        CITATIONS,
        CLAIM_PLACES,
        FINDINGS,
    )
}


KEYED: Mapping[str, KeyedLayer] = {
    name: layer for name, layer in LAYERS.items() if isinstance(layer, KeyedLayer)
}


def layer(name: str) -> Layer:
    """Return the layer of that name.

    Raises
    ------
    UnknownName
        With near names.
    """
    try:
        return LAYERS[name]
    except KeyError:
        raise UnknownName("layer", name, list(LAYERS)) from None


def keyed(name: str) -> KeyedLayer:
    """Return the layer of that name, which has a key.

    Raises
    ------
    UnknownName
        With near names.
    """
    try:
        return KEYED[name]
    except KeyError:
        raise UnknownName("layer", name, list(KEYED)) from None


def key_of(layer: Layer) -> str | None:
    """Return the name of a layer's key column, if it has one."""
    return layer.key if isinstance(layer, KeyedLayer) else None


_DTYPES: dict[Kind, Any] = {Kind.REAL: "float64", Kind.INTEGER: "Int64", Kind.BOOLEAN: "boolean"}


def typed(frame: pd.DataFrame, layer: Layer) -> pd.DataFrame:
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
