"""Pictures of ground: scanned maps and images, brought to where they belong."""

from geo.raster.warp import Picture, to_web_mercator

__all__ = ["Picture", "to_web_mercator"]
