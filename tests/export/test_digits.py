"""Digits of coordinates: no export makes an outline invalid, or takes ground from a hazard."""

import json

import numpy as np
import pytest
import shapely

from geo.export.formats import FORMATS
from geo.geodesy.digits import round_coordinates, round_points
from geo.intake.readers import read
from tests.checks.made import hazard, made

# Valid; with six decimals each crosses or touches itself (found in 16,186 outlines of an office).
NARROW = (
    "MULTIPOLYGON (((18.388283645642147 43.85139012848038, 18.388122071 43.851386433, "
    "18.388283646 43.851390129, 18.388445222 43.851393824, 18.38820175 43.851271212, "
    "18.388283645642147 43.85139012848038)))",
    "MULTIPOLYGON (((18.122775322 45.077314717, 18.122786611 45.077089956, "
    "18.12277532193574 45.077314716972545, 18.122775322 45.077314717)), "
    "((18.122772161 45.07737765, 18.12277532193574 45.077314716972545, "
    "18.122215611 45.077075558, 18.122772161 45.07737765)))",
)


@pytest.fixture
def dataset():
    shapes = [shapely.from_wkt(text) for text in NARROW]
    shapes += [shapely.MultiPolygon([shapely.box(46.1234567891, 39.9, 46.2, 39.95)])]
    assert shapely.is_valid(shapes).all()
    rows = [hazard(f"h{i}", shape, source_id=None) for i, shape in enumerate(shapes)]
    release = [
        {"release_id": r["hazard_id"], "product": "cleared", "support": r["support"],
         "geometry": r["geometry"]}
        for r in rows
    ]  # fmt: skip
    return made(hazard_areas=rows, land_release=release)


@pytest.mark.parametrize("form", ["geojson", "geojsonl", "fgb", "parquet", "gpkg", "csv"])
def test_outlines_stay_valid_and_hazards_keep_their_ground(dataset, tmp_path, form):
    files = FORMATS[form].write(dataset, tmp_path, layers=["hazard_areas", "land_release"])
    for layer, key in (("hazard_areas", "hazard_id"), ("land_release", "release_id")):
        file = next(f for f in files if form == "gpkg" or f.name.startswith(layer))
        table = read(file, layer=layer if form == "gpkg" else None)
        shapes = table.geometry
        if shapes is None:
            shapes = shapely.from_wkt(table.frame["wkt"].to_numpy())
        assert shapely.is_valid(shapes).all()
        shapes = shapely.normalize(shapes[np.argsort(table.frame[key].astype(str))])
        given = shapely.normalize(dataset[layer]["geometry"].to_numpy())
        assert shapely.equals_exact(shapes, given, 1e-14).all()


def test_points_lose_digits_and_outlines_do_not():
    shapes = np.array([shapely.Point(1.23456789, 2), shapely.from_wkt(NARROW[0]), None])
    out = round_points(shapes, 6)
    assert (out[0].x, out[2]) == (1.234568, None)
    assert out[1] is shapes[1]


def test_what_is_rounded_stays_valid():
    shapes = np.array([*map(shapely.from_wkt, NARROW), shapely.box(0, 0, 1.23456789, 1)])
    assert not shapely.is_valid(shapely.transform(shapes, lambda xy: xy.round(6))).all()
    out = round_coordinates(shapes, 6)
    assert shapely.is_valid(out).all()
    assert out[2].bounds[2] == 1.234568


def test_the_file_says_how_exact_it_is_written(dataset, tmp_path):
    (file,) = FORMATS["geojson"].write(dataset, tmp_path, layers=["hazard_areas"])
    text = file.read_text(encoding="utf-8")
    assert "1e-06" not in text[:500]
    assert len(json.loads(text)["features"]) == 3
