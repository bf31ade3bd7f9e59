"""Rasters: scanned maps and images, brought to where they belong.

Arrays of pixels with their CRS come in, arrays and figures go out. A new product is a module here.
"""

from geo.raster.warp import Picture, to_web_mercator

__all__ = ["Picture", "to_web_mercator"]
