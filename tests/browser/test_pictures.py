"""How the page looks, compared with small reference pictures.

Whole screenshots are written to ``build/screenshots``. Pictures of the map alone have no text in
them, so they may differ in next to nothing: a missing layer shows. Pictures of the page hold text,
set in DejaVu for this, since lines break elsewhere in other fonts; they may differ in more.

After a wanted change of looks: ``ATLAS_NEW_PICTURES=1 pytest tests/browser/test_pictures.py``, then
look at the new references in ``tests/data/pictures`` before committing them.
"""

import os
import warnings

import numpy as np
import pytest
import rasterio
from rasterio.errors import NotGeoreferencedWarning

from tests.browser.conftest import NARROW, WIDE, missing
from tests.browser.waits import still
from tests.conftest import ROOT

PICTURES = ROOT / "tests" / "data" / "pictures"
SCREENSHOTS = ROOT / "build" / "screenshots"
SHRINK = 4  # pixels of the screen to one of the reference, each way
LEVELS = 16  # of 255: less is not seen as a difference
MAP, PAGE = 0.0003, 0.06  # share of pixels that may differ

FONTS = ":root { --sans: 'DejaVu Sans'; --serif: 'DejaVu Serif'; }"
# Whether letters are set in a font of the machine, or in what stands in for it.
HAS_FONTS = """() => ['DejaVu Sans', 'DejaVu Serif'].every((name) => {
  const pen = document.createElement('canvas').getContext('2d');
  const width = (font) => { pen.font = `40px ${font}`; return pen.measureText('mines').width; };
  return ['monospace', 'cursive'].some((other) => width(`'${name}', ${other}`) !== width(other));
})"""
BARE = """() => {
  atlas.showLabels(false);
  const covers = '.leaflet-control-container, #legend, #tools, #filter-note, #time-open';
  document.querySelectorAll(covers).forEach((e) => { e.hidden = true; });
}"""
# name: dataset, size, what is done first, the part shown, tolerance
STATES = {
    "karabakh-map": ("karabakh", WIDE, BARE, ".folium-map", MAP),
    "karabakh-filtered": (
        "karabakh",
        WIDE,
        f"() => {{ atlas.setFilter({{sub: 'casualties'}}); ({BARE})(); }}",
        ".folium-map",
        MAP,
    ),
    "exercise-map": ("exercise", WIDE, BARE, ".folium-map", MAP),
    "karabakh-page": (
        "karabakh",
        WIDE,
        "() => atlas.select('district:Aghdam', {fly: true})",
        "body",
        PAGE,
    ),
    "karabakh-narrow": ("karabakh", NARROW, "() => null", "body", PAGE),
    "karabakh-print": ("karabakh", {"width": 1046, "height": 718}, "print", "body", PAGE),
}


def shrunk(path):
    """A picture as means of squares, shape (rows, columns, 3)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path) as file:
            bands = file.read([1, 2, 3]).astype("float64")
    rows, columns = (n // SHRINK for n in bands.shape[1:])
    whole = bands[:, : rows * SHRINK, : columns * SHRINK]
    squares = whole.reshape(3, rows, SHRINK, columns, SHRINK)
    return squares.mean(axis=(2, 4)).transpose(1, 2, 0)


def read(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path) as file:
            return file.read().transpose(1, 2, 0).astype("float64")


def write(path, picture):
    """Write a small picture, in steps of 4 levels: it packs better, and nobody sees it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bands = (np.round(picture / 4) * 4).clip(0, 255).astype("uint8").transpose(2, 0, 1)
    profile = {"driver": "PNG", "dtype": "uint8", "count": 3, "zlevel": 9}
    size = {"height": bands.shape[1], "width": bands.shape[2]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(path, "w", **profile, **size) as file:
            file.write(bands)


def difference(one, other):
    """Share of the pixels that differ visibly in some colour."""
    if one.shape != other.shape:
        return 1.0
    return float((np.abs(one - other) > LEVELS).any(axis=2).mean())


def screenshot(page, name, act, part):
    if act == "print":
        page.emulate_media(media="print")
        page.wait_for_selector("html.printing")
    else:
        page.evaluate(act)
    still(page)
    path = SCREENSHOTS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    if part == "body":
        page.screenshot(path=path, animations="disabled")
    else:
        page.locator(part).screenshot(path=path, animations="disabled")
    return path


@pytest.mark.parametrize("name", STATES)
def test_the_page_looks_as_it_should(visit, request, name):
    dataset, size, act, part, tolerance = STATES[name]
    page = visit(request.getfixturevalue(f"{dataset}_page"), size=size)
    if part == "body":
        if not page.evaluate(HAS_FONTS):
            missing("no DejaVu fonts on this machine: how the page's text looks is not tested")
        page.add_style_tag(content=FONTS)
    now = shrunk(screenshot(page, name, act, part))
    reference = PICTURES / f"{name}.png"
    if os.environ.get("ATLAS_NEW_PICTURES"):
        write(reference, now)
    assert reference.stat().st_size < 60_000
    assert difference(now, read(reference)) <= tolerance


def test_a_map_without_one_of_its_layers_is_noticed(visit, karabakh_page, exercise_page):
    for file, name, layers in (
        (karabakh_page, "karabakh-map", ("find", "accident", "other")),
        (exercise_page, "exercise-map", ("hazards",)),
    ):
        page = visit(file)
        reference = read(PICTURES / f"{name}.png")
        page.evaluate(BARE)
        for layer in layers:
            page.evaluate("(name) => { atlas.layers[name].remove(); }", layer)
            now = shrunk(screenshot(page, f"{name}-without-{layer}", "() => null", ".folium-map"))
            assert difference(now, reference) > MAP, layer
            page.evaluate("(name) => { atlas.layers[name].addTo(atlas.map); }", layer)
