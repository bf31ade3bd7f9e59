"""Outlines in the page are those of the data: none moves, none crosses itself by rounding."""

import json
from dataclasses import replace

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from geo.maps.drawing import draw


def drawn(dataset, name):
    features = json.loads(json.dumps(draw(dataset, dataset["claims"]).layers[name]))["features"]
    return np.array([shape(one["geometry"]) for one in features])


def stars(n):
    """Random stars of all digits, from a metre to a kilometre across; most are bent inwards."""
    random = np.random.default_rng(7)
    found = []
    while len(found) < n:
        turns = np.sort(random.uniform(0, 2 * np.pi, random.integers(5, 40)))
        far = random.uniform(0.1, 1, len(turns)) * 10 ** random.uniform(-5, -2)
        middle = random.uniform((-20.1, -35.1), (-19.9, -34.9))
        star = shapely.Polygon(middle + far[:, None] * np.c_[np.cos(turns), np.sin(turns)])
        found += [star] if star.is_valid and star.area > 0 else []
    return found


@pytest.mark.parametrize(
    ("layer", "name"), [("hazard_areas", "hazards"), ("land_release", "released")]
)
def test_outlines_are_drawn_as_given(exercise, layer, name):
    given = stars(1000)
    # Six decimals would have made some of them cross themselves, and moved all of them.
    broken = ~shapely.is_valid(shapely.transform(given, lambda xy: np.round(xy, 6)))
    assert broken.sum() > 10
    frame = exercise[layer].iloc[np.zeros(len(given), int)].reset_index(drop=True)
    frame["geometry"] = given
    frame["support"] = "surveyed_polygon"
    found = drawn(replace(exercise, tables={**exercise.tables, layer: frame}), name)
    assert shapely.is_valid(found).all()
    assert sorted(shapely.to_wkb(found)) == sorted(shapely.to_wkb(given))


def test_districts_stay_valid(exercise):
    given = stars(200)
    districts = exercise["districts"].iloc[np.zeros(len(given), int)].reset_index(drop=True)
    districts["district"] = [f"District {k}" for k in range(len(given))]
    districts["geometry"] = given
    found = drawn(
        replace(exercise, tables={**exercise.tables, "districts": districts}), "districts"
    )
    assert shapely.is_valid(found).all()
    assert shapely.hausdorff_distance(found, given).max() < 1e-6
