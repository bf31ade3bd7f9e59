"""Layers to find the way by: districts, named places, the base map."""

from __future__ import annotations

from geo.model import terms
from geo.model.layers.shared import ACCURACY, DELIVERED, OPERATION, REPAIR, SUPPORT
from geo.model.schema import Column, KeyedLayer, Kind

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
        OPERATION,
        *REPAIR,
        *DELIVERED,
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
        SUPPORT,
        ACCURACY,
        Column("coordinate_source", Kind.TEXT, "Coordinate source"),
        Column("note", Kind.TEXT, "Note"),
        OPERATION,
        *DELIVERED,
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
