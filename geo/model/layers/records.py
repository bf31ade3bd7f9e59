"""Layers of minefield records: outlines, items, and the legs typed from the paper."""

from __future__ import annotations

from geo.model import terms
from geo.model.layers.shared import ACCURACY, DELIVERED, SUPPORT
from geo.model.schema import Column, KeyedLayer, Kind, Layer

MINEFIELD_RECORDS = KeyedLayer(
    "minefield_records",
    "Minefield records",
    "Minefields as paper records draw them: what whoever laid the mines wrote down, not what was "
    "found.",
    (
        Column("record_id", Kind.KEY, "Record id", hxl="#loc+id"),
        Column("record_number", Kind.TEXT, "Record number", "As written on the form."),
        Column("name", Kind.TEXT, "Name", hxl="#loc+name"),
        SUPPORT,
        Column("laid_by", Kind.TEXT, "Laid by", "As the record says."),
        Column("laid_on", Kind.PARTIAL_DATE, "Laid on", "As the record says."),
        Column("handed_over", Kind.PARTIAL_DATE, "Handed over", "Day the record was handed over."),
        Column("mines_stated", Kind.INTEGER, "Mines stated", "In all.", minimum=0),
        Column("rows", Kind.INTEGER, "Rows of mines", "As the record says.", minimum=0),
        Column("row_spacing_m", Kind.REAL, "Between rows", "As written.", unit="m", minimum=0),
        Column("mine_spacing_m", Kind.REAL, "Between mines", "Of a row.", unit="m", minimum=0),
        Column("mines_per_row", Kind.INTEGER, "Mines in a row", "As stated.", minimum=0),
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
            "ce50_m",
            Kind.REAL,
            "Error band (CE50)",
            "The same radius for 50 of 100 cases.",
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
        *DELIVERED,
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
        ACCURACY,
        *DELIVERED,
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
        Column("distance", Kind.REAL, "Distance", "As written.", minimum=0),
        Column("distance_unit", Kind.TEXT, "Unit of the distance", domain=terms.DistanceUnit),
        Column("pace_m", Kind.REAL, "Length of a pace", "As stated.", unit="m", minimum=0),
        Column("distance_m", Kind.REAL, "Distance in metres", "", True, unit="m", minimum=0),
        Column(
            "longitude",
            Kind.REAL,
            "Longitude",
            "Of the reference point on WGS 84, on a first leg.",
            unit="degree",
            minimum=-180,
            maximum=180,
        ),
        Column(
            "latitude",
            Kind.REAL,
            "Latitude",
            "Of the reference point on WGS 84, on a first leg.",
            unit="degree",
            minimum=-90,
            maximum=90,
        ),
        Column("reference", Kind.TEXT, "Reference point", "As written, with its CRS."),
    ),
)
