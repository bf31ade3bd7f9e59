"""Small layers: plain folium GeoJSON with the same popups, legend and time filter."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import shapely
from branca.element import MacroElement
from jinja2 import Template

from geo.maps.canvas.layer import Packed, Styles, columns_of, disarm, themes_of
from geo.maps.canvas.payload import pack
from geo.maps.canvas.shapes import Fault, faults


class PlainLayer(Packed, folium.GeoJson):
    """A `folium.GeoJson` that holds geometry and running numbers only.

    Texts travel beside it, compressed, as with `CanvasLayer`; parameters and exceptions are the
    same. In the page the layer has the same functions: ``setAsOf``, ``setHidden``, ``counts``, …
    """

    def __init__(
        self,
        frame: gpd.GeoDataFrame,
        *,
        name: str,
        class_column: str,
        styles: Styles,
        label_column: str,
        from_column: str | None = None,
        to_column: str | None = None,
        known_column: str | None = None,
        popup_columns: Sequence[str] | None = None,
        status_column: str | None = None,
        legend: bool = True,
        popup: bool = True,
        walk: bool = True,
        overlay: bool = True,
        control: bool = True,
        show: bool = True,
    ) -> None:
        columns = columns_of(
            frame,
            class_column,
            label_column,
            popup_columns=popup_columns,
            status_column=status_column,
            from_column=from_column,
            to_column=to_column,
            known_column=known_column,
        )
        self._payload = pack(frame, columns, themes_of(styles), name, geometry=False)
        super().__init__(
            _numbered(frame),
            name=disarm(name),
            style=folium.JsCode("() => ({stroke: false, fill: false})"),
            point_to_layer=folium.JsCode(
                "(_, at) => L.marker(at, {keyboard: false, icon: L.divIcon({className: ''})})"
            ),
            overlay=overlay,
            control=control,
            show=show,
        )
        self.add_child(_Dress({"legend": legend, "popup": popup, "walk": walk}))


class _Dress(MacroElement):
    """Give the layer its styles and popups, once folium has made it."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            canvasTiles.plain({{ this._parent.get_name() }}, {{ this._parent.get_name()|tojson }},
                {{ this.options|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, options: dict[str, bool]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Dress"
        self.options = options


def _numbered(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return features that can be drawn, with their row number and nothing else."""
    shapes = np.asarray(frame.geometry.array, dtype=object)
    rows = np.flatnonzero(faults(shapes) == Fault.NONE)
    texts = shapely.to_geojson(shapely.force_2d(shapes[rows]))
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"i": int(i)}, "geometry": json.loads(text)}
            for i, text in zip(rows, texts, strict=True)
        ],
    }
