"""What cannot be right is an error or a finding: never an outline, never NaN in JSON."""

import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.errors import GeoError
from geo.records.control_points import fit
from geo.records.form import traverse_form
from tests.records.planted import planted
from tests.records.test_form import oracle
from tests.records.test_georeference import affine, points_of

MILS = {"unit": "mils_6000", "bearing": [54, 84, 6100, 264, 174]}
FORMS = {
    "bearing of 400°": ({"bearing": [400, 84, 354, 264, 174]}, "bearing is 400"),
    "mils that cannot be": (MILS, "bearing is 6100"),
    "no reference point": ({"longitude": ""}, "longitude is missing"),
    "leg of 0 m": ({"distance": [450, 0, 300, 60, 298.5]}, "distance is 0"),
    "leg of 50 km": ({"distance": [450, 60, 50_000, 60, 298.5]}, "distance is 50000"),
    "day before the model": (
        {"declination_deg": "", "laid_on": ["1850-01-01", *[""] * 4]},
        "laid_on is '1850",
    ),
    "day after the model": (
        {"declination_deg": "", "laid_on": ["2031-01-01", *[""] * 4]},
        "laid_on is '2031",
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_cannot_be_is_an_error(name):
    changed, told = FORMS[name]
    with pytest.raises(GeoError) as caught:
        traverse_form(oracle(**changed))
    assert told in str(caught.value)


def test_a_closure_worse_than_1_in_20_is_a_finding_and_no_outline():
    done = traverse_form(oracle(distance=[450, 60, 300, 60, 250]))
    assert [f.rule.code for f in done.findings] == ["record-closes-poorly"]
    assert done.records.geometry.isna().all()


POINTS = {
    "on one line": (lambda p: p.assign(pixel_y=p["pixel_x"] * 0.5), "one line on the scan"),
    "twice": (lambda p: pd.concat([p, p.iloc[:1]]), "have the same pixel"),
    "east and north swapped": (
        lambda p: p.rename(columns={"map_x": "map_y", "map_y": "map_x"}),
        "mirrored",
    ),
    "too few": (lambda p: p.iloc[:2], "2 points"),
    "a number missing": (lambda p: p.assign(map_x=[np.nan, *p["map_x"][1:]]), "missing"),
}


@pytest.mark.parametrize("name", POINTS)
def test_control_points_that_cannot_be_are_an_error(name):
    change, told = POINTS[name]
    with pytest.raises(GeoError) as caught:
        fit(change(points_of(affine())), "affine")
    assert told in str(caught.value)


def test_two_control_points_swapped_look_wrong():
    places = affine()
    places[[1, 6]] = places[[6, 1]]
    assert fit(points_of(places), "affine").points["suspicious"].any()


def bow_tie():
    ring = [(46.9, 39.97), (46.96, 40.01), (46.96, 39.97), (46.9, 40.01)]
    return gpd.GeoDataFrame(geometry=[shapely.Polygon(ring)], crs="EPSG:4326")


def away(frame):
    return frame.set_geometry(frame.translate(400, 0))


SETS = {
    "no searched ground": (lambda i, f, s: (i, f, s.iloc[:0]), None, "no searched ground"),
    "searched ground that crosses itself": (
        lambda i, f, s: (i, f, bow_tie()), None, "m² after",
    ),
    "searched ground, one part of it crossed": (
        lambda i, f, s: (i, f, pd.concat([s, bow_tie()])), "geometry-quarantined", "m² after",
    ),
    "searched ground elsewhere": (
        lambda i, f, s: (i, f, s.set_geometry(s.translate(3, 0))),
        "records-nothing-to-score", "no items on searched ground",
    ),
    "no finds": (lambda i, f, s: (i, f.iloc[:0], s), "records-nothing-to-score", "no finds"),
    "no items": (lambda i, f, s: (i.iloc[:0], f, s), "records-nothing-to-score", "no items"),
    "items without CRS": (
        lambda i, f, s: (i.set_crs(None, allow_override=True), f, s), None, "items: no coordinate",
    ),
    "items twice on a spot": (
        lambda i, f, s: (pd.concat([i, i.iloc[:3]]), f, s),
        "record-items-on-one-spot", "6 items on 3 spots",
    ),
    "items off the globe": (
        lambda i, f, s: (pd.concat([i, away(i.iloc[:2])]), f, s),
        "accuracy-without-position", "2 of",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_a_set_that_cannot_be_scored_is_an_error_or_a_finding(name):
    change, code, told = SETS[name]
    given = change(*planted(4, count=4))
    if code is None:
        with pytest.raises(GeoError) as caught:
            geo.record_accuracy(*given, shifts=19)
        assert told in str(caught.value)
        return
    scored = geo.record_accuracy(*given, shifts=19)
    assert code in {finding.rule.code for finding in scored.findings}
    assert told in " ".join(scored["notes"])
    json.dumps(scored.results, allow_nan=False)  # None where there is no percentage
    for table in ("tolerances", "after_offset"):
        for row in scored[table]:
            assert (row["precision"] is None) == (row["items"] == 0)
            assert (row["recall"] is None) == (row["finds"] == 0)
