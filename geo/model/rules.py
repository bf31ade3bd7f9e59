"""Rules that rows are held to wherever they are looked at: in files, and in combining layers."""

from __future__ import annotations

from geo.model.findings import rule
from geo.model.terms import Level

UNKNOWN_VALUE = rule(
    "unknown-value",
    Level.ERROR,
    "A value is not a member of its enumeration.",
    "Use one of the terms in the message.",
)
INVALID_DATE = rule(
    "invalid-date",
    Level.ERROR,
    "A value is not a date, or not one that exists.",
    "Use YYYY, YYYY-MM or YYYY-MM-DD.",
)
END_BEFORE_START = rule(
    "end-before-start", Level.ERROR, "A period ends before it starts.", "Swap or correct the dates."
)
NO_GEOMETRY = rule(
    "no-geometry",
    Level.WARNING,
    "A feature has no geometry, so it is unmapped: kept and counted.",
    "Add its position if a source gives one.",
)
WRONG_TYPE = rule(
    "wrong-geometry-type",
    Level.ERROR,
    "A geometry is not of the layer's type; it is unmapped.",
    "Points belong into point layers, outlines into polygon layers.",
)
PARTS_LEFT_OUT = rule(
    "parts-left-out",
    Level.WARNING,
    "A collection holds points or lines beside its polygons; only the polygons are kept.",
    "Look at the original: such leftovers come from cutting and repairing outlines.",
)
OUT_OF_RANGE = rule(
    "coordinates-out-of-range",
    Level.ERROR,
    "A coordinate is not a longitude/latitude in degrees; the feature is unmapped.",
    'Metres? State the file\'s CRS in the manifest: crs = "EPSG:…". Or are longitude and latitude '
    "exchanged?",
)
REPAIRED = rule(
    "geometry-repaired",
    Level.WARNING,
    "An invalid polygon was repaired; the areas are given.",
    "Compare it with the original outline.",
)
QUARANTINED = rule(
    "geometry-quarantined",
    Level.ERROR,
    "An invalid polygon cannot be repaired without changing its area by more than 0.1 %, so nobody "
    "knows which ground was meant: it takes no part in any figure of area.",
    "Correct the outline at its source.",
)
COLLAPSED = rule(
    "geometry-collapsed",
    Level.ERROR,
    "A polygon has no area (fewer than three distinct corners, or all on one line); it is "
    "unmapped.",
    "Look at the original outline; a line belongs into another layer.",
)
REPROJECTED = rule(
    "reprojected",
    Level.INFO,
    "Coordinates were in another CRS and were transformed to WGS 84.",
    "Nothing to do if the declared CRS is right.",
)
