"""A canvas tile layer for layers of any size, as an element for any folium map.

`CanvasLayer` draws hundreds of thousands of features, and a few as well. FORMAT.md describes how
the data travels.
"""

from geo.maps.canvas.layer import CanvasLayer
from geo.maps.canvas.style import COLOUR_BLIND, UN, ClassStyle, Outline, Theme

__all__ = ["COLOUR_BLIND", "UN", "CanvasLayer", "ClassStyle", "Outline", "Theme"]
