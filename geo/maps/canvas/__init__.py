"""A canvas tile layer for large layers, as an element for any folium map.

`CanvasLayer` draws hundreds of thousands of features; `layer_for` chooses between it and plain
folium by size. FORMAT.md describes how the data travels.
"""

from geo.maps.canvas.layer import CanvasLayer
from geo.maps.canvas.plain import PlainLayer
from geo.maps.canvas.style import COLOUR_BLIND, UN, ClassStyle, Outline, Theme
from geo.maps.canvas.switch import layer_for

__all__ = [
    "COLOUR_BLIND",
    "UN",
    "CanvasLayer",
    "ClassStyle",
    "Outline",
    "PlainLayer",
    "Theme",
    "layer_for",
]
