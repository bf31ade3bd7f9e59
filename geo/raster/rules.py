"""Rules of findings about a raster and the zones it is asked about."""

from __future__ import annotations

from geo.model.findings import rule
from geo.model.terms import Level

ZONE_WITHOUT_OUTLINE = rule(
    "zone-without-outline",
    Level.INFO,
    "A zone has no outline: what is there counts in other zones or outside.",
    "Add its outline, if there is one.",
)
BESIDE_RASTER = rule(
    "beside-raster",
    Level.INFO,
    "A file lies beside a raster that other programs would read with it; it was not read.",
    "A mask or a nodata stated there is not known here: --nodata states one.",
)
ZONE_NOT_COVERED = rule(
    "zone-not-covered",
    Level.INFO,
    "The raster has no data for a part of a zone: what lies there is in no figure.",
    "Take a raster that covers it, or read the figures as of the part.",
)
NODATA_UNSTATED = rule(
    "nodata-unstated",
    Level.INFO,
    "The raster does not say which number stands for no data: all of its cells count.",
    "--nodata states it.",
)
FEATURE_WITHOUT_POSITION = rule(
    "feature-without-position",
    Level.WARNING,
    "Points or lines that exposure was asked for have no position: they are in no figure.",
    "Add their positions, or read the figures as of the others.",
)
