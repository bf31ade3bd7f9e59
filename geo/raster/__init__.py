"""Rasters: surfaces of a dataset, and who and what of others' rasters is near its hazards.

Frames, and GeoTIFFs of others, come in; tables and Cloud-Optimised GeoTIFFs go out. `opening` is
the only place that opens a raster of others. A new question to a raster is a module here; a new
reader of windows belongs into `band`.
"""

from geo.raster.band import Band, ValueKind, band_of
from geo.raster.exposure import Exposure, measure
from geo.raster.of_dataset import exposure, ground_of
from geo.raster.points_lines import PointsOrLines, points_or_lines
from geo.raster.warp import GeoImage, to_web_mercator
from geo.raster.zonal import zonal

__all__ = [
    "Band",
    "Exposure",
    "GeoImage",
    "PointsOrLines",
    "ValueKind",
    "band_of",
    "exposure",
    "ground_of",
    "measure",
    "points_or_lines",
    "to_web_mercator",
    "zonal",
]
