"""Layers computed when a dataset is built: ground of claims, accidents, citations, findings."""

from __future__ import annotations

from geo.model import terms
from geo.model.layers.shared import ACCURACY, COUNTS, DISTRICT_NAMES, RETIRED, SPAN, SUPPORT
from geo.model.schema import Column, KeyedLayer, Kind, Layer

# Keeps the ids of accidents and finds that an office delivered apart from those of claims.
DELIVERED_EVENT = "event:"

CLEARANCE_ZONES = KeyedLayer(
    "clearance_zones",
    "Clearance zones",
    "The ground that clearance claims speak of: 'somewhere in here', not an outline of cleared "
    "land, unless the support says surveyed or reconstructed.",
    (
        Column("zone_id", Kind.KEY, "Zone id"),
        Column("name", Kind.TEXT, "Name", required=True, hxl="#loc+name"),
        SUPPORT,
        ACCURACY,
        DISTRICT_NAMES,
        *SPAN,
        *COUNTS,
        RETIRED,
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
        SUPPORT,
        ACCURACY,
        DISTRICT_NAMES,
        Column("ordnance", Kind.LIST, "Kinds of ordnance", hxl="#item+type"),
        *SPAN,
        *COUNTS,
        RETIRED,
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
        SUPPORT,
        ACCURACY,
        DISTRICT_NAMES,
        Column("killed_min", Kind.INTEGER, "Killed, lowest claim", hxl="#affected+killed+min"),
        Column("killed_max", Kind.INTEGER, "Killed, highest claim", hxl="#affected+killed+max"),
        Column("injured_min", Kind.INTEGER, "Injured, lowest claim", hxl="#affected+injured+min"),
        Column("injured_max", Kind.INTEGER, "Injured, highest claim", hxl="#affected+injured+max"),
        *SPAN,
        *COUNTS,
        RETIRED,
    ),
    geometry="POINT",
    derived=True,
)

_HIGHEST_LOWEST = (("low", "lowest claim"), ("high", "highest claim"))


def _bounds(name: str, title: str, kind: Kind, about: str = "", unit: str = "") -> list[Column]:
    """Return the two columns of a figure."""
    return [
        Column(f"{name}_{end}", kind, f"{title}, {word}", about, unit=unit, minimum=0)
        for end, word in _HIGHEST_LOWEST
    ]


def _period(name: str, title: str) -> list[Column]:
    """Return the first and last day of what a figure counts."""
    return [
        Column(f"{name}_from", Kind.DATE, f"{title}, from", "Empty: nobody says from when."),
        Column(f"{name}_to", Kind.DATE, f"{title}, to", "Last day that it counts."),
    ]


DISTRICT_FIGURES = KeyedLayer(
    "district_figures",
    "Figures by district and year",
    "What is claimed of each district as a whole in each year, as lowest and highest claim; once a "
    "year what belongs to no single district; and what is not dated. A figure that is missing is "
    "not recorded, never 0. Nothing is split over districts or years; only single accidents are "
    "added up. The sources of a row are in the citations.",
    (
        Column("figure_id", Kind.KEY, "Figure id"),
        Column("name", Kind.TEXT, "Name", required=True, hxl="#loc+name"),
        Column(
            "district",
            Kind.TEXT,
            "District",
            "Empty in the rows of what is of several districts, a region, or no known one.",
            refers_to="districts",
            hxl="#adm1+name",
        ),
        Column(
            "year",
            Kind.INTEGER,
            "Year",
            "In which the period of a figure ends; empty in the rows of what is not dated.",
        ),
        Column("valid_from", Kind.DATE, "From", "First day of the year."),
        Column("valid_to", Kind.DATE, "To", "Day after the last one (half-open)."),
        *_bounds(
            "cleared_ha",
            "Cleared in the year",
            Kind.REAL,
            "By all operators, in the calendar year.",
            "ha",
        ),
        *_bounds(
            "cleared_to_date_ha",
            "Cleared to date",
            Kind.REAL,
            "Counted on from a first day; the newest of the year.",
            "ha",
        ),
        *_period("cleared_to_date", "Cleared to date"),
        *_bounds(
            "cleared_share_pct",
            "Share cleared",
            Kind.REAL,
            "Of the land to be cleared, not of the district; the newest of the year.",
            "%",
        ),
        *_period("cleared_share", "Share cleared"),
        *(
            column
            for ordnance in terms.Ordnance
            if ordnance is not terms.Ordnance.UNSPECIFIED
            for column in _bounds(f"found_{ordnance}", f"{ordnance.label} found", Kind.REAL)
        ),
        *_period("found", "Ordnance found"),
        Column(
            "n_accidents",
            Kind.INTEGER,
            "Accidents",
            "Recorded one by one; not comparable with claimed totals.",
            minimum=0,
        ),
        *_bounds("killed", "Killed in these accidents", Kind.INTEGER),
        *_bounds("injured", "Injured in these accidents", Kind.INTEGER),
        Column("newest", Kind.DATE, "Newest information", "Latest day any of the claims is as of."),
        *COUNTS,
    ),
    geometry="MULTIPOLYGON",
    derived=True,
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
