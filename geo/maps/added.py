"""Additions to the map with folium, and what they need without a network.

folium's popups ask for jQuery and its markers for pictures beside Leaflet; both come with the page
if there is a popup or marker. What needs more scripts cannot work there, and would stop what is
added after it as well.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator

import folium
from branca.element import Element
from folium.elements import JSCSSMixin

from geo.errors import NeedsNetwork
from geo.maps.leaflet import read_leaflet

_PICTURES = {
    "iconUrl": "marker-icon.png",
    "iconRetinaUrl": "marker-icon-2x.png",
    "shadowUrl": "marker-shadow.png",
}


def needs(elements: Iterable[Element], popups: str) -> Iterator[str]:
    """Return scripts that elements of a map need.

    Parameters
    ----------
    elements : iterable of Element
        All of the map.
    popups : str
        The script for popups.

    Yields
    ------
    str

    Raises
    ------
    NeedsNetwork
        If elements load scripts from a network; all of them are named.
    """
    elements = list(elements)
    lost = [_called(element) for element in elements if _loads_scripts(element)]
    if lost:
        raise NeedsNetwork(lost)
    if any(isinstance(element, folium.Popup) for element in elements):
        yield popups
    if any(isinstance(element, folium.Marker) for element in elements):
        pictures = {name: _inline(picture) for name, picture in _PICTURES.items()}
        yield f"L.Icon.Default.mergeOptions({json.dumps({'imagePath': ' ', **pictures})});"


def _loads_scripts(element: Element) -> bool:
    if isinstance(element, folium.Icon):  # of Leaflet.awesome-markers, which folium.Map brings
        return True
    return isinstance(element, JSCSSMixin) and bool(element.default_js)


def _called(element: Element) -> str:
    return f"{type(element).__module__.split('.')[0]}.{type(element).__name__}"


def _inline(picture: str) -> str:
    data = read_leaflet(f"images/{picture}")
    return f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"
