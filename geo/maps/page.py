"""The page: folium's map in a shell of our own, self-contained, no request to the network.

folium draws the geometry and nothing else: features carry a running number. Everything readable
is in one packed payload that the page's scripts unpack (see `geo.maps.safety`).
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from importlib.resources import files
from typing import Any

import folium
import pandas as pd
from branca.element import Element, Figure
from folium.map import CustomPane
from jinja2 import Template

from geo.claims.analysis import Analysis
from geo.claims.contradictions import contradictions
from geo.claims.times import find_out_of_view
from geo.intake.derived.events import date_events
from geo.land.changes import changes
from geo.land.validity import select_in_force as in_force_on
from geo.land.validity import select_known as known_by
from geo.maps import safety
from geo.maps.added import needs
from geo.maps.basemaps import list_base_maps, list_hosts
from geo.maps.compare import ChangeLayer, describe_comparison
from geo.maps.drawing import Drawing, draw
from geo.maps.earlier import compare_earlier
from geo.maps.figures import compare_figures, figures
from geo.maps.inline import markup, read_bundle, read_inline
from geo.maps.large import SOURCE, LargeLayer
from geo.maps.leaflet import read_leaflet
from geo.maps.locale import spoken
from geo.maps.overlays import Overlay, Surface, embed, read_brought
from geo.maps.payload import payload
from geo.maps.style import CLASSES, PANES, themes
from geo.maps.undrawn import no_longer_delivered
from geo.model.dataset import Dataset, current, expect_dataset
from geo.model.dates import Day, day
from geo.model.manifest import Meta
from geo.model.sources import number_sources
from geo.model.terms import CAUTIONS

_WEB = files("geo.maps") / "web"
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
    "records": "atlas-records",
    "other": "atlas-other",
    "events": "atlas-finds",
    "zone": "atlas-zones",
    "find": "atlas-finds",
    "accident": "atlas-accidents",
    "base_town": "atlas-labels",
}


_OUTLINED = ("hazards", "released")  # layers that districts lie under


class PageFigure(Figure):
    """A folium figure that renders as the whole page.

    ``render()``, ``save()`` and Jupyter's display all give the same self-contained page. Markers,
    popups and shapes may be added to its map; what loads scripts from elsewhere is refused with
    `NeedsNetwork`, since the page's policy forbids it.
    """

    _template = Template(read_inline(_WEB / "shell.html"))

    def __init__(self, data: dict[str, Any], meta: Meta, *, outlined: bool) -> None:
        super().__init__(height="720px")
        self.data = data
        self._page_title = meta.title
        self._settings = {
            "themes": themes(pale=outlined), "classes": CLASSES, **spoken(meta)
        }  # fmt: skip
        # What every render starts from: elements put more there, and again at each render.
        self._bare = [(part, dict(part._children)) for part in self._parts()]
        self.start = ""

    def render(self, **kwargs: Any) -> str:
        """Render the page; the same bytes for the same data, however often."""
        for part, children in self._bare:
            part._children = OrderedDict(children)
        safety.renumber(self)
        added = needs(safety.tree(self), read_bundle("popups.js"))
        scripts = [f"window.atlas = {_inert(self._settings)};", read_bundle("page.js"), *added]
        page = _FOLIUM_VIEWPORT.sub(_VIEWPORT, super().render(**kwargs))
        parts = {
            "title": markup(escape(self._page_title)),
            "cautions": " ".join(markup(escape(caution)) for caution in CAUTIONS),
            # After the line that says what a file cut short is: it has to come before all else.
            "styles": f"<style>{safety.without_addresses(_leaflet('leaflet.css'))}</style>\n"
            f"<style>{read_bundle('page-style.css')}</style>",
            "scripts": "\n".join(
                f"<script>{code}</script>"
                for code in (read_bundle("trusted.js"), _leaflet("leaflet.js"), *scripts)
            ),
            "payload": f'<script type="text/plain" id="payload">{safety.pack(self.data)}</script>',
            "start": f"<script>{self._handles()}</script>",
        }
        # One pass: what is put in is never searched for marks again.
        page = re.sub(r"<!--@(\w+)-->", lambda mark: parts.get(mark[1], mark[0]), page)
        policy = safety.content_security_policy(page, list_hosts())
        return page.replace(
            "<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{policy}">', 1
        )

    def _parts(self) -> tuple[Element, ...]:
        return self.header, self.html, self.script

    def _handles(self) -> str:
        """Tell the page's scripts the names folium gave to the map and its layers."""
        maps = [child for child in self._children.values() if isinstance(child, folium.Map)]
        lines = [f"atlas.map = {m.get_name()};" for m in maps]
        for m in maps:
            lines += [
                f"atlas.{_kept_in(child)}[{child.atlas_layer!r}] = {child.get_name()};"
                for child in m._children.values()
                if isinstance(child, _Layer | LargeLayer)
            ]
            lines += [
                f"atlas.changeLayer = {child.get_name()};"
                for child in m._children.values()
                if isinstance(child, ChangeLayer)
            ]
        return "'use strict';\n" + "\n".join([*lines, "atlas.start();"])


def _kept_in(child: _Layer | LargeLayer) -> str:
    if isinstance(child, _Layer):
        return "layers"
    return "wasLarge" if child.earlier else "large"


class _Layer(folium.GeoJson):
    """A plain GeoJSON layer of running numbers, styled by the page's scripts."""

    def __init__(self, name: str, data: dict[str, Any]) -> None:
        super().__init__(
            data,
            name=name,
            show=False,  # added once the view is known, so that nothing is drawn twice
            pane=_LAYERS[name],
            smooth_factor=0 if name in SOURCE else None,  # outlines as they are given
            style=folium.JsCode(f"atlas.styles.{name}"),
            point_to_layer=folium.JsCode(f"atlas.points.{name}"),
            on_each_feature=folium.JsCode(f"atlas.onEach('{name}')"),
        )
        self.atlas_layer = name


def folium_map(
    dataset: Dataset,
    *,
    as_on: Day | None = None,
    as_known: Day | None = None,
    overlays: Sequence[Overlay | Surface] = (),
) -> folium.Map:
    """Map of a dataset as a folium map; in Jupyter it shows inline, without network.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.
    as_on, as_known : date or ISO text, optional
        Show claims as on a day, as known on a day (see `geo.claims.times.find_out_of_view`); all if
        not given.
    overlays : sequence of Overlay or Surface
        Images and rasters to put under the features beside those of the dataset.

    Returns
    -------
    folium.Map
        Its figure is a `PageFigure`: ``map.save(path)`` writes the whole page.

    Raises
    ------
    NotADataset, InvalidDate
    InputMissing, InputUnreadable, CrsError, UnknownName
        If an overlay is not there, cannot be drawn, or has no known source.
    """
    state = _at(dataset, as_on, as_known)
    return _chart(state, draw(state, state["claims"]), dataset, as_known, overlays)[0]


def _chart(
    dataset: Dataset,
    drawing: Drawing,
    everything: Dataset,
    as_known: Day | None = None,
    overlays: Sequence[Overlay | Surface] = (),
) -> tuple[folium.Map, PageFigure]:
    """Return the map of a state of a dataset, and the figure that it stands in."""
    analysis = Analysis(dataset["claims"])
    found = contradictions(analysis, dataset["sources"])
    data = payload(dataset, drawing, analysis, found, everything)
    data["undrawn"] += no_longer_delivered(everything, as_known)
    numbers = number_sources(dataset["sources"])
    data["online"] = list_base_maps()
    data["overlays"] = [embed(one, numbers) for one in (*read_brought(dataset), *overlays)]
    outlined = any(layer in drawing.large or _drawn(drawing, layer) for layer in _OUTLINED)
    figure = PageFigure(data, dataset.meta, outlined=outlined)
    chart = _plain_map(drawing, numbers)
    figure.add_child(chart)
    return chart, figure


def _drawn(drawing: Drawing, layer: str) -> bool:
    return bool(drawing.layers[layer]["features"])


def _at(dataset: Dataset, as_on: Day | None, as_known: Day | None) -> Dataset:
    """Tell what is so on a day, by what was known on another."""
    expect_dataset(dataset)
    out = dict(current(dataset, as_known).tables)
    unseen = find_out_of_view(out["claims"], out["sources"], as_on, as_known)
    out["claims"] = out["claims"][unseen.isna()].reset_index(drop=True)
    out["events"] = date_events(out["events"], out["sources"])
    for layer, _ in SOURCE.values():
        if as_on is not None:
            out[layer] = in_force_on(out[layer], as_on, as_known)
        if as_known is not None:
            out[layer] = known_by(out[layer], as_known)
    return replace(dataset, tables=out)


def render_comparison(
    before: Dataset,
    after: Dataset,
    *,
    first: Day | None = None,
    second: Day | None = None,
    files: tuple[str, str] = ("before", "after"),
) -> tuple[str, dict[str, int]]:
    """Return HTML of the page of `after`, with what differs from `before` drawn and listed.

    Parameters
    ----------
    before, after : Dataset
        Layers in EPSG:4326; the same one twice to compare two days.
    first, second : date or ISO text, optional
        Take `before` and `after` as on these days.
    files : tuple of str
        What tells the two apart where their titles and days do not.

    Returns
    -------
    tuple of str and dict
        UTF-8 text; and the number of rows by change.
    """
    states = _at(before, first, None), _at(after, second, None)
    found = changes(states[0].tables, states[1].tables)
    drawing = draw(states[1], states[1]["claims"])
    chart, figure = _chart(states[1], drawing, after)
    was = compare_earlier(states[0], drawing, found)
    drawn = draw(states[0], states[0]["claims"])
    earlier = figures(states[0], Analysis(states[0]["claims"]), drawn)
    was.cells = compare_figures(figure.data["figures"], drawing, earlier, drawn)
    names = _names(before, after, first, second, files)
    figure.data["changes"] = {**describe_comparison(found, *states, names), "was": was.payload()}
    ChangeLayer(found).add_to(chart)
    for name, frame in was.large.items():
        nowhere = pd.Series(dtype="int64")  # its sources are not those that the page numbers
        LargeLayer(name, frame, nowhere, _LAYERS[name], earlier=True).add_to(chart)
    page: str = figure.render()
    return page, {str(k): int(n) for k, n in found.rows["change"].value_counts().items()}


def _names(
    before: Dataset,
    after: Dataset,
    first: Day | None,
    second: Day | None,
    files: tuple[str, str],
) -> tuple[str, str]:
    """Tell what to call the two states: by their days if that is all that differs."""
    if before is after and first is not None and second is not None:
        return f"as on {day(first)}", f"as on {day(second)}"

    def name(dataset: Dataset, on: Day | None) -> str:
        said = f"data to {dataset.meta.data_date or 'an unknown day'}"
        return f"{dataset.meta.title} ({said if on is None else f'as on {day(on)}'})"

    names = name(before, first), name(after, second)
    if names[0] == names[1]:
        return f"{files[0]}: {names[0]}", f"{files[1]}: {names[1]}"
    return names


def render_map(
    dataset: Dataset,
    *,
    as_on: Day | None = None,
    as_known: Day | None = None,
    overlays: Sequence[Overlay | Surface] = (),
) -> str:
    """Return HTML of the self-contained map page.

    Parameters
    ----------
    dataset : Dataset
        Layers in EPSG:4326.
    as_on, as_known : date or ISO text, optional
        Show claims as on a day, as known on a day (see `geo.claims.times.find_out_of_view`); all if
        not given.
    overlays : sequence of Overlay or Surface
        Images and rasters to put under the features beside those of the dataset.

    Returns
    -------
    str
        UTF-8 text; the same for the same input.

    Raises
    ------
    GeoError
        As `folium_map`.
    """
    chart = folium_map(dataset, as_on=as_on, as_known=as_known, overlays=overlays)
    page: str = chart.get_root().render()
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


def _inert(settings: dict[str, Any]) -> str:
    """Return JSON that ends no script, whatever names the languages of a dataset have."""
    return json.dumps(settings, sort_keys=True).replace("<", "\\u003c")


def _leaflet(name: str) -> str:
    # As a browser reads it, whatever ends its lines, so that hashes and saved pages agree.
    return read_leaflet(name).decode("utf-8").replace("\r\n", "\n").strip()
