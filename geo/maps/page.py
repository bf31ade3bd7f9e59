"""The page: folium's map in a shell of our own, self-contained, no request to the network.

folium draws the geometry and nothing else: features carry a running number. Everything readable
is in one packed payload that the page's scripts unpack (see `geo.maps.safety`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

import folium
import pandas as pd
from branca.element import Figure
from folium.map import CustomPane
from jinja2 import Template
from xstatic.pkg import leaflet

from geo.combine.contradictions import contradictions
from geo.combine.times import out_of_view
from geo.combine.validity import as_known as known_by
from geo.combine.validity import as_on as in_force_on
from geo.dataset import Dataset
from geo.events import dated
from geo.maps import safety
from geo.maps.drawing import Drawing, draw
from geo.maps.languages import languages
from geo.maps.large import SOURCE, LargeLayer
from geo.maps.payload import CAUTIONS, payload
from geo.maps.style import PANES, themes
from geo.sources import numbered

_ASSETS = files("geo.maps") / "assets"
_STYLES = (
    "page.css", "panel.css", "claim.css", "filter.css", "timeline.css", "map.css", "tools.css",
    "print.css",
)  # fmt: skip
# In this order, before folium's own script; `start.js` comes after it.
_SCRIPTS = (
    "words.js", "data.js", "filter.js", "cells.js", "claim.js", "bars.js", "timeline.js",
    "symbols.js", "layers.js", "large.js", "labels.js", "figures.js", "place.js", "panel.js",
    "overview.js", "disputes.js", "sources.js", "undrawn.js", "search.js", "link.js",
    "scale.js", "geodesy.js", "grid.js", "tools.js", "marks.js", "table.js", "print.js",
)  # fmt: skip
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_FOLIUM_VIEWPORT = re.compile(r'<meta name="viewport"[^>]*>')

# Drawn layer -> pane and the function of the page's scripts that styles it.
_LAYERS = {
    "base_land": "atlas-land",
    "base_lake": "atlas-water",
    "base_river": "atlas-water",
    "base_boundary": "atlas-boundaries",
    "districts": "atlas-districts",
    "outlines": "atlas-outlines",
    "released": "atlas-released",
    "hazards": "atlas-hazards",
    "lines": "atlas-released",
    "other": "atlas-other",
    "events": "atlas-finds",
    "zone": "atlas-zones",
    "find": "atlas-finds",
    "accident": "atlas-accidents",
    "base_town": "atlas-labels",
}


class PageFigure(Figure):
    """A folium figure that renders as the whole page.

    ``render()``, ``save()`` and Jupyter's display all give the same self-contained page. A
    plugin that loads scripts from elsewhere stays without effect: the page's policy forbids it.
    """

    _template = Template(_ASSETS.joinpath("shell.html").read_text(encoding="utf-8"))

    def __init__(self, data: dict[str, Any], title: str) -> None:
        super().__init__(height="720px")
        self._data = data
        self._page_title = title
        self.start = ""

    def render(self, **kwargs: Any) -> str:
        """Render the page; the same bytes for the same data."""
        safety.renumber(self)
        page = _FOLIUM_VIEWPORT.sub(_VIEWPORT, super().render(**kwargs))
        parts = {
            "title": escape(self._page_title),
            "cautions": " ".join(escape(caution) for caution in CAUTIONS),
            "styles": "\n".join(f"<style>{_asset(name)}</style>" for name in _STYLES),
            "leaflet": f"<style>{safety.without_addresses(_leaflet('leaflet.css'))}</style>\n"
            f"<script>{_leaflet('leaflet.js')}</script>",
            "scripts": "\n".join(f"<script>{code}</script>" for code in _scripts()),
            "payload": '<script type="text/plain" id="payload">'
            f"{safety.packed(self._data)}</script>",
            "start": f"<script>{self._handles()}</script>\n<script>{_asset('start.js')}</script>",
        }
        # One pass: what is put in is never searched for marks again.
        page = re.sub(r"<!--@(\w+)-->", lambda mark: parts.get(mark[1], mark[0]), page)
        policy = safety.content_security_policy(page)
        return page.replace(
            "<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1
        )

    def _handles(self) -> str:
        """Tell the page's scripts the names folium gave to the map and its layers."""
        maps = [child for child in self._children.values() if isinstance(child, folium.Map)]
        lines = [f"atlas.map = {m.get_name()};" for m in maps]
        for m in maps:
            lines += [
                f"atlas.{'large' if isinstance(child, LargeLayer) else 'layers'}"
                f"[{child.atlas_layer!r}] = {child.get_name()};"
                for child in m._children.values()
                if isinstance(child, _Layer | LargeLayer)
            ]
        return "'use strict';\n" + "\n".join(lines)


class _Layer(folium.GeoJson):
    """A plain GeoJSON layer of running numbers, styled by the page's scripts."""

    def __init__(self, name: str, data: dict[str, Any]) -> None:
        super().__init__(
            data,
            name=name,
            show=False,  # added once the view is known, so that nothing is drawn twice
            pane=_LAYERS[name],
            style=folium.JsCode(f"atlas.styles.{name}"),
            point_to_layer=folium.JsCode(f"atlas.points.{name}"),
            on_each_feature=folium.JsCode(f"atlas.onEach('{name}')"),
        )
        self.atlas_layer = name


def folium_map(
    dataset: Dataset, *, as_on: date | None = None, as_known: date | None = None
) -> folium.Map:
    """Map of a dataset as a folium map; in Jupyter it shows inline, without network.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.
    as_on, as_known : date, optional
        Show claims as on a day, as known on a day (see `geo.combine.times.out_of_view`); all if
        not given.

    Returns
    -------
    folium.Map
        Its figure is a `PageFigure`: ``map.save(path)`` writes the whole page.
    """
    claims = dataset["claims"]
    unseen = out_of_view(claims, dataset["sources"], as_on, as_known)
    claims = claims[unseen.isna()].reset_index(drop=True)
    dataset = replace(dataset, tables=_at(dataset.tables, as_on, as_known))
    drawing = draw(dataset, claims)
    data = payload(dataset, drawing, claims, contradictions(claims, dataset["sources"]))
    figure = PageFigure(data, dataset.meta.title)
    chart = _plain_map(drawing, numbered(dataset["sources"]))
    figure.add_child(chart)
    return chart


def _at(
    tables: Mapping[str, pd.DataFrame], as_on: date | None, as_known: date | None
) -> dict[str, pd.DataFrame]:
    """Tables with what is so on a day, by what was known on another."""
    out = {**tables, "events": dated(tables["events"], tables["sources"])}
    for layer, _ in SOURCE.values():
        if as_on is not None:
            out[layer] = in_force_on(out[layer], as_on)
        if as_known is not None:
            out[layer] = known_by(out[layer], as_known)
    return out


def render_map(dataset: Dataset, *, as_on: date | None = None, as_known: date | None = None) -> str:
    """HTML of the self-contained map page.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.
    as_on, as_known : date, optional
        Show claims as on a day, as known on a day (see `geo.combine.times.out_of_view`); all if
        not given.

    Returns
    -------
    str
        UTF-8 text; the same for the same input.
    """
    page: str = folium_map(dataset, as_on=as_on, as_known=as_known).get_root().render()
    return page


def _plain_map(drawing: Drawing, numbers: pd.Series[int]) -> folium.Map:
    """Map with the geometry only; nothing of it comes from a network."""
    chart = folium.Map(
        location=[0, 0], zoom_start=3, tiles=None, zoom_control=False, zoom_snap=0.25,
        min_zoom=3, max_zoom=17, wheel_px_per_zoom_level=110,
    )  # fmt: skip
    chart.default_js, chart.default_css = [], []
    for pane, z_index in PANES:
        CustomPane(pane, z_index=z_index, pointer_events=True).add_to(chart)
    for name in _LAYERS:
        _Layer(name, drawing.layers[name]).add_to(chart)
    for name, frame in drawing.large.items():
        LargeLayer(name, frame, numbers, _LAYERS[name]).add_to(chart)
    return chart


def _scripts() -> Iterator[str]:
    """The name space, what the rest needs to know of colours and languages, and the rest."""
    yield _asset("dom.js")
    known = {"themes": themes(), "languages": languages()}
    yield "'use strict';\n" + "\n".join(
        f"atlas.{name} = {json.dumps(value, ensure_ascii=False, sort_keys=True)};"
        for name, value in known.items()
    )
    yield _asset("language.js")
    yield _asset("theme.js")
    yield from map(_asset, _SCRIPTS)


def _asset(name: str) -> str:
    return _ASSETS.joinpath(name).read_text(encoding="utf-8").strip()


def _leaflet(name: str) -> str:
    return Path(leaflet.BASE_DIR, name).read_text(encoding="utf-8").strip()
