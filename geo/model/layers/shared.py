"""Columns that several layers have."""

from __future__ import annotations

from geo.model import terms
from geo.model.schema import Column, Kind

SUPPORT = Column(
    "support",
    Kind.TEXT,
    "Support",
    "What the place really is; decides how it is drawn.",
    True,
    terms.Support,
)


ACCURACY = Column(
    "horizontal_accuracy_m",
    Kind.REAL,
    "Horizontal accuracy",
    "Radius within which the place lies, as the coordinate's source gives it.",
    unit="m",
    minimum=0,
    hxl="#geo+precision",
)

STATED = (
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

OPERATION = Column(
    "coordinate_operation",
    Kind.TEXT,
    "Coordinate operation",
    "Datum its coordinates were delivered in, how they came to WGS 84, and how exact that is; "
    "empty where they were of WGS 84.",
)

DISTRICT_NAMES = Column(
    "districts", Kind.LIST, "Districts", "Canonical district names.", hxl="#adm1+name"
)

COUNTS = (
    Column("n_claims", Kind.INTEGER, "Claims", "Number of claims.", True, minimum=0),
    Column("n_sources", Kind.INTEGER, "Sources", "Number of sources.", True, minimum=0),
    Column(
        "contested",
        Kind.BOOLEAN,
        "Contested",
        "A party contests one of the claims, or a figure of the same thing excludes one.",
        True,
    ),
)

SPAN = (
    Column("valid_from", Kind.DATE, "From", "First day any of the claims speaks of."),
    Column("valid_to", Kind.DATE, "To", "Day after the last one (half-open)."),
    Column("newest", Kind.DATE, "Newest information", "Latest day any of the claims is as of."),
)

DELIVERED = (
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

REPAIR = (
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

RETIRED = Column(
    "retired",
    Kind.DATE,
    "Retired",
    "Day from which no row that it is made of was delivered any more.",
)
