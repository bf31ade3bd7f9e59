"""Layers that offices deliver, with positions: hazardous areas, released land, events."""

from __future__ import annotations

from geo.model import terms
from geo.model.layers.shared import ACCURACY, DELIVERED, OPERATION, REPAIR, STATED, SUPPORT
from geo.model.schema import Column, KeyedLayer, Kind

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
        SUPPORT,
        Column("valid_from", Kind.DATE, "Hazardous from", hxl="#date+start"),
        Column("valid_to", Kind.DATE, "Hazardous until", hxl="#date+end"),
        Column("known_from", Kind.DATE, "Known from", "Day it was reported.", hxl="#date+reported"),
        *STATED,
        ACCURACY,
        Column("source_id", Kind.TEXT, "Source", refers_to="sources", hxl="#meta+source"),
        OPERATION,
        *REPAIR,
        *DELIVERED,
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
        SUPPORT,
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
        *STATED,
        ACCURACY,
        Column("source_id", Kind.TEXT, "Source", refers_to="sources", hxl="#meta+source"),
        OPERATION,
        *REPAIR,
        *DELIVERED,
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
        SUPPORT,
        ACCURACY,
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
        OPERATION,
        *DELIVERED,
    ),
    geometry="POINT",
)
