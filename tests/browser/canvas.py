"""Pages with a canvas layer, for the tests."""

from pathlib import Path

import folium
import numpy as np
import shapely

from geo.maps.canvas import CanvasLayer
from geo.maps.leaflet import read_leaflet
from geo.maps.safety import content_security_policy, without_addresses
from tests.maps.canvas import STYLES, frame_of

OPTIONS = {"name": "Areas", "class_column": "status", "styles": STYLES, "label_column": "id"}
RED, AMBER, GREEN = [240, 0, 0], [240, 160, 0], [0, 160, 0]
START = Path(__file__).with_name("canvas.js").read_text(encoding="utf-8")


def page_of(*layers, location=(40.0, 47.0), zoom=12, control=False):
    """A self-contained page with folium's map, Leaflet inside, scripts allowed by hash only."""
    chart = folium.Map(list(location), zoom_start=zoom, tiles=None)
    chart.default_js, chart.default_css = [], []
    for layer in layers:
        layer.add_to(chart)
    if control:
        folium.LayerControl(collapsed=False).add_to(chart)
    html = chart.get_root().render()
    css = without_addresses(read_leaflet("leaflet.css").decode("utf-8"))
    code = read_leaflet("leaflet.js").decode("utf-8")
    head = f'<head><meta charset="utf-8"><style>{css}</style><script>{code}</script>'
    html = html.replace("<head>", head, 1)
    names = ", ".join(layer.get_name() for layer in layers)
    start = START.replace("MAP", chart.get_name()).replace("LAYERS", names)
    html = html.replace("</html>", f"<script>{start}</script></html>")
    policy = content_security_policy(html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace("<style>", f"{meta}<style>", 1)


def canvas(frame, **options):
    return CanvasLayer(frame, **(OPTIONS | options))


def click(page, lat, lng):
    x, y = page.evaluate(
        """([lat, lng]) => {
          const p = map.latLngToContainerPoint([lat, lng]);
          const box = map.getContainer().getBoundingClientRect();
          return [box.left + p.x, box.top + p.y];
        }""",
        [lat, lng],
    )
    page.mouse.click(x, y)


def scattered(n, seed=4):
    """Small octagons over two degrees, with every class."""
    rng = np.random.default_rng(seed)
    centres = shapely.points(rng.uniform([46, 39], [48, 41], (n, 2)))
    shapes = shapely.buffer(centres, rng.uniform(0.0005, 0.004, n), quad_segs=2)
    return frame_of(*shapes, status=rng.choice(list(STYLES), n))
