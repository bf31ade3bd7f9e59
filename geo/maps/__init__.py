"""Maps of claims: a self-contained page, and the same map for Jupyter."""

from geo.maps.page import PageFigure, folium_map, render_map

__all__ = ["PageFigure", "folium_map", "render_map"]
