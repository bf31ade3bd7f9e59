"""Small layers stay plain folium."""

import folium
import pytest
import shapely
from shapely import Point, Polygon, box

from geo.maps.canvas import CanvasLayer, PlainLayer, layer_for
from tests.maps.canvas import STYLES, Decoded, frame_of, parts_of, rendered
from tests.maps.hostile import HOSTILE

OPTIONS = {"name": "Areas", "class_column": "status", "styles": STYLES, "label_column": "id"}


@pytest.mark.parametrize(("n", "kind"), [(0, PlainLayer), (4999, PlainLayer), (5000, CanvasLayer)])
def test_the_size_decides(n, kind):
    frame = frame_of(*shapely.points([47.0] * n, [40.0] * n))
    chosen = layer_for(frame, **OPTIONS)
    assert type(chosen) is kind
    assert isinstance(chosen, folium.GeoJson) == (kind is PlainLayer)


@pytest.mark.parametrize("n", [1, 5000])
def test_a_slip_in_a_keyword_is_refused_at_any_size(n):
    frame = frame_of(*shapely.points([47.0] * n, [40.0] * n))
    with pytest.raises(TypeError, match="clas_column"):
        layer_for(frame, clas_column="status", **OPTIONS)


def test_a_shape_across_the_antimeridian_is_for_the_canvas():
    shape = Polygon([(179, 10), (-179, 10), (-179, 11), (179, 11)])
    assert type(layer_for(frame_of(shape), **OPTIONS)) is CanvasLayer


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_plain_layer_hands_folium_numbers_only(text):
    frame = frame_of(Point(47, 40), box(1, 2, 3, 4), None, id=[text] * 3, **{text: [text] * 3})
    plain = layer_for(frame, **(OPTIONS | {"name": text}))
    assert [f["properties"] for f in plain.data["features"]] == [{"i": 0}, {"i": 1}]
    read = Decoded(*parts_of(rendered(plain)))
    assert [row["id"] for row in read.rows] == [text] * 3
    assert read.faults == [0, 0, 1]
    assert len(plain.undrawn) == 1
