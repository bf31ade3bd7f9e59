"""Maps of claims: a self-contained page, and the same map for Jupyter.

A `Dataset` comes in, HTML goes out; the only room that knows folium. Python decides what is drawn
and says it as data (`payload`), scripts show it. A language is a file in `languages`, a large layer
is drawn by `canvas`.
"""

from geo.maps.page import PageFigure, folium_map, render_map

__all__ = ["PageFigure", "folium_map", "render_map"]
