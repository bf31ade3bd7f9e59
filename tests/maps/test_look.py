"""The two themes: classes that anybody can tell apart, and outlines that stay where they are."""

from itertools import combinations

import numpy as np
import pytest
import shapely

from geo.maps import drawing
from geo.maps.canvas import COLOUR_BLIND, UN
from geo.maps.drawing import draw
from geo.maps.style import THEMES, themes
from geo.store import open_dataset
from tests.conftest import KARABAKH

# Machado, Oliveira and Fernandes, 'A Physiologically-based Model for Simulation of Color Vision
# Deficiency', IEEE TVCG 15(6), 2009, severity 1.0; for linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
# Linear sRGB to XYZ (IEC 61966-2-1), and its white, D65.
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = _XYZ.sum(axis=1)


def lab(colour, sight):
    """CIE 1976 L*a*b* of '#RRGGBB' as somebody sees it."""
    coded = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)
    t = _XYZ @ np.clip(SIGHT[sight] @ linear, 0, 1) / _WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(a, b, sight):
    return float(np.linalg.norm(lab(a, sight) - lab(b, sight)))


def test_the_oracle_knows_white_black_and_the_confusion_of_red_and_green():
    assert lab("#FFFFFF", "full") == pytest.approx([100, 0, 0], abs=0.05)
    assert lab("#000000", "full") == pytest.approx([0, 0, 0], abs=0.05)
    seen = {sight: distance("#FF0000", "#00A651", sight) for sight in SIGHT}
    assert seen["deuteranopia"] < seen["full"] / 2


@pytest.mark.parametrize("sight", SIGHT)
def test_classes_of_the_safe_theme_are_told_apart(sight):
    """ΔE*ab of 10 is seen at a glance; hatch or dash is the second cue."""
    areas = themes()["safe"]["areas"]
    near = {
        (a, b): round(distance(areas[a]["colour"], areas[b]["colour"], sight), 1)
        for a, b in combinations(areas, 2)
        if distance(areas[a]["colour"], areas[b]["colour"], sight) < 10
    }
    assert near == {}
    cues = [(area["hatch"], area["dash"]) for area in areas.values()]
    assert len(set(cues)) == len(cues)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("pale", [False, True])
def test_the_ramp_darkens_in_steps_that_can_be_seen(theme, sight, pale):
    lightness = [lab(colour, sight)[0] for colour in themes(pale=pale)[theme]["ramp"]]
    assert max(np.diff(lightness)) < -7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("pale", [False, True])
def test_no_figure_looks_like_hazard_or_release(theme, pale):
    page = themes(pale=pale)[theme]
    assert all(
        distance(step, area["colour"], "full") > 15
        for step in page["ramp"]
        for status, area in page["areas"].items()
        if status in ("suspected", "confirmed", "cleared")
    )


def test_un_colours_are_those_of_the_field_and_small_and_large_layers_agree():
    areas = themes()["un"]["areas"]
    assert (areas["confirmed"]["colour"], areas["confirmed"]["opacity"]) == ("#FF0000", 0.5)
    assert (areas["suspected"]["colour"], areas["suspected"]["opacity"]) == ("#F4A718", 0.5)
    assert themes()["un"]["outlines"]["open"]["colour"] == "#FF0000"
    for code, theme in (("safe", COLOUR_BLIND), ("un", UN)):
        for status, area in themes()[code]["areas"].items():
            assert area["colour"] == theme.classes[status].fill
            assert area["hatch"] == theme.classes[status].hatch


def test_outlines_are_drawn_as_given():
    """Nothing is generalised: vertex for vertex, within the rounding to 6 decimals."""
    dataset = open_dataset(KARABAKH.parent / "exercise.gpkg")
    drawing = draw(dataset, dataset["claims"])
    for layer, name in (("hazard_areas", "hazards"), ("land_release", "released")):
        frame = dataset[layer]
        given = dict(zip(frame.iloc[:, 0], frame["geometry"], strict=True))
        features = drawing.layers[name]["features"]
        assert len(features) == len(given) > 0
        for feature in features:
            drawn = shapely.geometry.shape(feature["geometry"])
            original = given[drawing.areas[feature["properties"]["i"]]["id"]]
            assert shapely.get_num_coordinates(drawn) == shapely.get_num_coordinates(original)
            offsets = shapely.get_coordinates(drawn) - shapely.get_coordinates(original)
            assert np.abs(offsets).max() <= 0.5e-6 + 1e-12  # 0.06 m


BENT = {
    "horseshoe": "POLYGON ((0 0, 10 0, 10 10, 9 10, 9 1, 1 1, 1 10, 0 10, 0 0))",
    "ring": "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 1 8, 8 8, 8 1, 1 1))",
    "two parts": "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 1, 0 0)), ((8 8, 10 8, 10 10, 8 10, 8 8)))",
    "needle": "POLYGON ((0 0, 10 10, 10 10.00002, 0 0.00002, 0 0))",
}


@pytest.mark.parametrize("name", BENT)
def test_a_symbol_for_an_area_stands_in_it(name):
    """Far out a symbol stands for the area; in the middle of its extent is other ground."""
    shape = shapely.from_wkt(BENT[name])
    latitude, longitude = drawing._place(shape)["at"]
    assert shape.covers(shapely.Point(longitude, latitude))
    if name != "needle":
        assert not shape.covers(shapely.box(*shape.bounds).centroid)
