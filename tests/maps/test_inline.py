"""Pages are ASCII, whatever is in them: text beyond Latin-1 costs a browser twice the memory."""

from dataclasses import replace
from html import unescape

import pytest
from shapely import Point

from geo.maps import render_map
from geo.maps.canvas import CanvasLayer, ClassStyle
from tests.maps.canvas import frame_of, rendered

WORDS = "Мины — Şuşa, Ծորակ, 地雷 𝟏 ≤ “é”"


@pytest.mark.parametrize("name", ["karabakh", "exercise"])
def test_pages_of_datasets(request, name):
    dataset = request.getfixturevalue(name)
    titled = replace(dataset, meta=dataset.meta.model_copy(update={"title": WORDS}))
    page = render_map(titled)
    assert page.isascii()
    assert f"<title>{WORDS}</title>" in unescape(page)


def test_a_canvas_layer_on_a_map_of_ones_own():
    layer = CanvasLayer(
        frame_of(Point(47, 40), status=[WORDS], id=[WORDS]), name=WORDS, class_column="status",
        styles={WORDS: ClassStyle(WORDS, "#F00000", 1)}, label_column="id",
    )  # fmt: skip
    assert rendered(layer).isascii()
