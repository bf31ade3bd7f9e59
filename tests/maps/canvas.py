"""Read a canvas layer back as FORMAT.md describes it, without the package's own code.

Slow and literal on purpose: one value after the other.
"""

from __future__ import annotations

import base64
import gzip
import itertools
import json
import math
import re
import struct
from typing import Any

import folium
import geopandas as gpd
import shapely

from geo.maps.canvas import ClassStyle

STYLES = {
    "cleared": ClassStyle("Cleared", "#00A000", 1, draw_order=1, generalise="inward"),
    "suspected": ClassStyle("Suspected", "#F0A000", 1, draw_order=2),
    "confirmed": ClassStyle("Confirmed", "#F00000", 1, draw_order=3),
}


def frame_of(*shapes: Any, **columns: Any) -> gpd.GeoDataFrame:
    """Features 'f0', 'f1', … of class 'suspected', unless columns say otherwise."""
    n = len(shapes)
    data = {"id": [f"f{i}" for i in range(n)], "status": ["suspected"] * n} | columns
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(list(shapes), crs="EPSG:4326"))


def rendered(*layers: Any, **options: Any) -> str:
    chart = folium.Map(**({"location": [40, 47], "zoom_start": 10, "tiles": None} | options))
    chart.default_js, chart.default_css = [], []
    for layer in layers:
        layer.add_to(chart)
    page: str = chart.get_root().render()
    return page


def parts_of(page: str) -> list[bytes]:
    """Head, shapes and texts of the only layer of a page."""
    found = re.findall(
        r'<script type="text/plain" id="(\w+?)_(head|shapes_\d+|texts)">([A-Za-z0-9+/=]*)</script>',
        page,
    )
    assert len({name for name, _, _ in found}) == 1
    names = [part for _, part, _ in found]
    shapes = [f"shapes_{k}" for k in range(len(names) - 2)]
    assert names == ["head", *shapes, "texts"]
    parts = [base64.b64decode(text, validate=True) for _, _, text in found]
    head = json.loads(gzip.decompress(parts[0]))
    assert head["parts"] == len(shapes)
    return [parts[0], b"".join(parts[1:-1]), parts[-1]]


class Decoded:
    """A layer as read back: one entry for each feature, in the order of the page."""

    def __init__(self, head: bytes, shapes: bytes, texts: bytes) -> None:
        self.head = json.loads(gzip.decompress(head))
        self._bytes = gzip.decompress(shapes)
        assert len(self._bytes) == self.head["bytes"]
        self._at = 0
        n = self.head["features"]
        self.classes = [self.head["classes"][c] for c in self._take(n)]
        self.statuses = list(self._take(n))
        self.faults = list(self._take(n))
        if self.head["dated"]:
            self.first = struct.unpack(f"<{n}i", self._take(4 * n))
            self.end = struct.unpack(f"<{n}i", self._take(4 * n))
        kinds = list(self._take(self.head["rings"]))
        streams = [self._stream(self.head["planes"][s]) for s in ("rings", "points", "x", "y")]
        assert self._at == len(self._bytes)
        self.rings = self._shapes(kinds, *streams)
        self.rows = self._rows(texts)

    def _take(self, n: int) -> bytes:
        self._at += n
        return self._bytes[self._at - n : self._at]

    def _stream(self, lengths: list[int]) -> list[int]:
        planes = [iter(self._take(length)) for length in lengths]
        values = []
        for first in planes[0]:
            value, byte, shift = first & 127, first, 0
            while byte > 127:
                shift += 1
                byte = next(planes[shift])
                value |= (byte & 127) << (7 * shift)
            values.append(value)
        assert all(next(plane, None) is None for plane in planes)
        return values

    def _shapes(self, kinds, rings, points, xs, ys):
        out, ring, vertex = [], 0, 0
        start = (0, 0)
        for n_rings in rings:
            here, shape = start, []
            for nth in range(n_rings):
                run = []
                for _ in range(points[ring]):
                    here = tuple(
                        signed(at + (v >> 1 if v % 2 == 0 else -(v >> 1) - 1))
                        for at, v in zip(here, (xs[vertex], ys[vertex]), strict=True)
                    )
                    if nth == 0 and not run:
                        start = here
                    run.append(degrees(*here, self.head["bits"]))
                    vertex += 1
                shape.append((kinds[ring], run))
                ring += 1
            out.append(shape)
        assert vertex == self.head["vertices"]
        assert ring == self.head["rings"]
        return out

    def _rows(self, texts: bytes) -> list[dict[str, Any]]:
        rows = []
        offsets = self.head["offsets"]
        for begin, end in itertools.pairwise(offsets):
            columns = json.loads(gzip.decompress(texts[begin:end]))
            names = self.head["columns"]
            rows += [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
        return rows


def signed(value: int) -> int:
    """As a 32-bit number."""
    return (value + 2**31) % 2**32 - 2**31


def degrees(x: int, y: int, bits: int) -> tuple[float, float]:
    world = 2**bits
    return (x / world - 0.5) * 360, math.degrees(math.atan(math.sinh((0.5 - y / world) * math.tau)))


def runs(shape: Any) -> list[tuple[int, list[tuple[float, float]]]]:
    """Rings of a shapely geometry as FORMAT.md would have them."""
    if shape is None or shape.is_empty:
        return []
    if hasattr(shape, "geoms"):
        return [run for part in shape.geoms for run in runs(part)]
    if shape.geom_type == "Polygon":
        return [
            (0, list(shapely.force_2d(shape).exterior.coords)[:-1]),
            *((1, list(hole.coords)[:-1]) for hole in shapely.force_2d(shape).interiors),
        ]
    return [(3 if shape.geom_type == "Point" else 2, list(shapely.force_2d(shape).coords))]
