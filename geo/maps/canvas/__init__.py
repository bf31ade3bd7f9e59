"""A canvas tile layer for large layers, as an element for any folium map."""

from geo.maps.canvas.layer import CanvasLayer
from geo.maps.canvas.style import COLOUR_BLIND, UN, ClassStyle, Outline, Theme

__all__ = ["COLOUR_BLIND", "UN", "CanvasLayer", "ClassStyle", "Outline", "Theme"]
