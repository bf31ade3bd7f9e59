"""A layer for any folium map, drawn on canvas tiles instead of one object per feature."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import geopandas as gpd
import pandas as pd
from branca.element import Element, Figure
from folium.map import Layer
from jinja2 import Template

from geo.errors import InputUnreadable
from geo.maps.canvas.payload import Columns, Payload, pack
from geo.maps.canvas.style import ClassStyle, StyleError, Theme
from geo.maps.inline import markup, read_bundle
from geo.model.frames import expect_geometry

# Characters that mean something to Jinja, HTML or a template literal.
_ACTIVE = re.compile(r"[{}`$\\%#]")
_ARRIVED = "<script>canvasTiles.arrived(document.currentScript.previousElementSibling);</script>"
_PANE = re.compile(r"[A-Za-z][\w-]*")

Styles = Mapping[str, ClassStyle] | Theme | Sequence[Theme]


class Inert(Element):
    """Text that goes into the page as it is, without being rendered as a template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self, **_: Any) -> str:
        """Return the text."""
        return self._text


class Embedded(Element):
    """Bytes in a script element that does not run, as base64, and a script that hands them on."""

    def __init__(self, element_id: str, data: bytes) -> None:
        super().__init__()
        self._element_id = element_id
        self._data = data

    def render(self, **_: Any) -> str:
        """Return the script element."""
        text = base64.b64encode(self._data).decode("ascii")
        return f'<script type="text/plain" id="{self._element_id}">{text}</script>{_ARRIVED}'


class CanvasLayer(Layer):
    """Features drawn on canvas tiles, with popups, legend, keyboard access and a time filter.

    Geometry, classes and days go into the page as one compressed block, attributes as compressed
    chunks that are opened when a feature is asked for. No text of the frame passes through
    folium's templates, and the page shows it as text only. The layer needs no network (a plain
    ``folium.Map`` does: it loads Leaflet), works from ``file://`` and under a content security
    policy that allows the page's inline scripts by hash. Small layers gain as well: 1,000 polygons
    make a page of 0.28 MB where one element a feature took 0.72 MB.

    Parameters
    ----------
    frame : GeoDataFrame, shape (n, any)
        EPSG:4326; points, lines, polygons, collections, in any mixture. A feature without usable
        geometry is counted and listed in the legend, see also `undrawn`.
    name : str
        Of the layer, for legend and layer control.
    class_column : str
        Its value chooses the style: fill, hatch, symbol and draw order.
    styles : mapping of str to ClassStyle, Theme, or sequence of Theme
        A style for each value of `class_column`. Of several themes the reader can choose.
    label_column : str
        What a feature is called in lists and popups.
    from_column, to_column : str, optional
        First day, and day after the last one (half-open), as ISO text or datetime; a missing day
        leaves that end open.
    known_column : str, optional
        Day it was known from, for ``setTime``; a missing day was always known.
    popup_columns : str or sequence of str, optional
        Shown in popups; all but the geometry if not given.
    status_column : str, optional
        Its value chooses the outline, see `Theme.outlines`.
    legend, popup, walk : bool
        Show a legend with counts; open a popup on click; offer the features in view as a list
        for the keyboard.
    pane : str
        Leaflet pane to draw in.
    overlay, control, show : bool
        As for any folium layer.

    Raises
    ------
    TableInvalid, CrsError, UnknownTerm, InvalidDate, StyleError
        See `geo.maps.canvas.payload.pack`.

    Examples
    --------
    >>> import folium, geopandas
    >>> from geo.maps.canvas import COLOUR_BLIND, CanvasLayer
    >>> hazards = geopandas.read_file("hazards.gpkg")  # doctest: +SKIP
    >>> layer = CanvasLayer(  # doctest: +SKIP
    ...     hazards, name="Hazards", class_column="status", styles=COLOUR_BLIND,
    ...     label_column="hazard_id",
    ... ).add_to(folium.Map())
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = canvasTiles.layer({{ this.get_name()|tojson }},
                {{ this.options|tojson }});
        {% endmacro %}
        """
    )

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
        pane: str = "overlayPane",
        overlay: bool = True,
        control: bool = True,
        show: bool = True,
    ) -> None:
        super().__init__(name=_disarm(name), overlay=overlay, control=control, show=show)
        self._name = "CanvasLayer"
        columns = _name_columns(
            frame,
            class_column,
            label_column,
            popup_columns=popup_columns,
            status_column=status_column,
            from_column=from_column,
            to_column=to_column,
            known_column=known_column,
        )
        self._payload = pack(frame, columns, _list_themes(styles), name)
        if not _PANE.fullmatch(pane):
            raise InputUnreadable(f"pane {pane!r} is no name", "Expected letters, digits, - or _.")
        self.options: dict[str, Any] = {
            "pane": pane, "legend": legend, "popup": popup, "walk": walk,
        }  # fmt: skip

    @property
    def undrawn(self) -> pd.DataFrame:
        """``label`` and ``reason`` of each feature that is not on the map."""
        return self._payload.undrawn

    def render(self, **kwargs: Any) -> str:
        """Put data, style sheet and scripts into the figure; the element itself has no text."""
        _embed(self, self._payload)
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""

    def _get_self_bounds(self) -> list[list[float | None]]:
        return _find_corners(self._payload)


def _list_themes(styles: Styles) -> tuple[Theme, ...]:
    """Return the themes that a user's styles stand for."""
    if isinstance(styles, Theme):
        return (styles,)
    if isinstance(styles, Mapping):
        return (Theme("", styles),)
    themes = () if isinstance(styles, str) or styles is None else tuple(styles)
    if not themes or not all(isinstance(theme, Theme) for theme in themes):
        raise StyleError(
            f"styles {styles!r}",
            "Expected a mapping of ClassStyle, a Theme such as UN, or several.",
        )
    return themes


def _name_columns(
    frame: gpd.GeoDataFrame,
    class_column: str,
    label_column: str,
    *,
    popup_columns: Sequence[str] | None,
    status_column: str | None,
    from_column: str | None,
    to_column: str | None,
    known_column: str | None = None,
) -> Columns:
    """Tell what the columns mean; without `popup_columns` all but the geometry are shown."""
    expect_geometry("frame", frame)
    if isinstance(popup_columns, str):
        popup_columns = [popup_columns]
    if popup_columns is None:
        geometry = frame.active_geometry_name
        popup_columns = [column for column in frame.columns if column != geometry]
    return Columns(
        class_column, label_column, tuple(popup_columns), status_column, from_column, to_column,
        known_column,
    )  # fmt: skip


def _disarm(text: str) -> str:
    """Return text that neither a template nor a browser takes for anything but text.

    Leaflet's layer control puts names into the page as HTML, and folium renders them as Jinja.
    """
    safe = escape(text).replace("&#x27;", "&apos;")
    return markup(_ACTIVE.sub(lambda c: f"&#{ord(c[0])};", safe))


def _embed(element: Element, payload: Payload) -> None:
    """Put a payload and what reads it into the figure of an element.

    The script elements are called as the element, with ``_head``, ``_shapes_0``, ``_shapes_1``, …
    and ``_texts`` behind.
    """
    figure = element.get_root()
    if not isinstance(figure, Figure):
        raise InputUnreadable("the layer is in no figure", "Add it to a folium.Map.")
    name = element.get_name()
    early = (
        f"<style>{read_bundle('canvas-style.css')}</style>\n"
        f"<script>{read_bundle('canvas-early.js')}</script>"
    )
    figure.header.add_child(Inert(early), name="canvas_tiles")
    shapes = {f"shapes_{k}": part for k, part in enumerate(payload.shape_parts)}
    for part, data in {"head": payload.head, **shapes, "texts": payload.texts}.items():
        element_id = f"{name}_{part}"
        figure.html.add_child(Embedded(element_id, data), name=element_id)
    figure.script.add_child(Inert(read_bundle("canvas.js")), name="canvas_tiles")


def _find_corners(payload: Payload) -> list[list[float | None]]:
    """Return south-west and north-east corner as folium wants them: latitude before longitude."""
    west, south, east, north = payload.bounds
    if math.isnan(west):  # nothing on the map
        return [[None, None], [None, None]]
    return [[south, west], [north, east]]
