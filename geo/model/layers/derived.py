"""Layers computed when a dataset is built: ground of claims, accidents, citations, findings."""

from __future__ import annotations

from geo.model import terms
from geo.model.layers.shared import ACCURACY, COUNTS, DISTRICT_NAMES, RETIRED, SPAN, SUPPORT
from geo.model.schema import Column, KeyedLayer, Kind, Layer

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
