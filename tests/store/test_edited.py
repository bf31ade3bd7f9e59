"""A GeoPackage edited with another tool: its rows are checked again when it is opened."""

import shutil
import sqlite3

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from pandas.testing import assert_frame_equal

from geo.model.layers import LAYERS
from geo.store import open_dataset, write_dataset


@pytest.fixture(scope="module")
def built(exercise, tmp_path_factory):
    return write_dataset(exercise, tmp_path_factory.mktemp("edited") / "exercise.gpkg")


@pytest.fixture
def copy(built, tmp_path):
    return shutil.copy(built, tmp_path / "exercise.gpkg")


def append(path, layer, **values):
    """Add a row with GDAL, which knows nothing of this project, as QGIS would."""
    row = pyogrio.read_dataframe(path, layer=layer, max_features=1)
    for column, value in values.items():
        row[column] = value
    pyogrio.write_dataframe(row, path, layer=layer, append=True)


def codes(dataset, layer):
    found = dataset["findings"]
    return dict(found.loc[found["layer"] == layer, ["feature_id", "code"]].dropna().to_numpy())


def test_rows_added_with_gdal_are_checked_as_those_of_a_file(built, copy):
    bow = shapely.MultiPolygon([shapely.Polygon([(50, 41), (51, 42), (51, 41), (50, 42)])])
    append(copy, "hazard_areas", hazard_id="X-1", geometry=gpd.GeoSeries([bow], crs=4326))
    append(copy, "hazard_areas", hazard_id="X-2", valid_from="2021-02-30")
    append(copy, "hazard_areas", hazard_id="X-3", source_id="nobody")
    before, after = open_dataset(built), open_dataset(copy)
    found = codes(after, "hazard_areas")
    assert found["X-1"] == "geometry-quarantined"
    assert found["X-2"] == "invalid-date"
    assert found["X-3"] == "dangling-reference"
    new = set(after["hazard_areas"]["hazard_id"]) - set(before["hazard_areas"]["hazard_id"])
    assert new == {"X-1", "X-3"}
    assert shapely.is_valid(after["hazard_areas"]["geometry"].to_numpy()).all()
    # What the build found is still there, and what nobody touched is as it was.
    both = pd.concat([before["findings"], after["findings"]]).duplicated()
    assert both.sum() == len(before["findings"])
    for name in set(LAYERS) - {"hazard_areas", "findings", "citations"}:
        assert_frame_equal(after[name], before[name])


def test_an_edit_of_what_is_worked_out_is_said_and_not_kept(built, copy):
    append(copy, "accidents", event_id="X-1")
    after = open_dataset(copy)
    found = after["findings"]
    assert found.loc[found["layer"] == "accidents", "code"].tolist() == ["edited-derived-layer"]
    assert_frame_equal(after["accidents"], open_dataset(built)["accidents"])


def test_a_file_of_an_earlier_version_is_opened_and_said(built, copy):
    with sqlite3.connect(copy) as connection:  # the version before had no such column
        connection.execute("ALTER TABLE hazard_areas DROP COLUMN repair_m2")
    before, after = open_dataset(built), open_dataset(copy)
    assert_frame_equal(after["hazard_areas"], before["hazard_areas"])
    found = after["findings"].set_index("code").loc["written-by-earlier-version"]
    assert (found["layer"], found["message"]) == ("hazard_areas", "without repair_m2")


def test_a_file_that_nobody_edited_is_taken_as_it_is(built):
    found = open_dataset(built)["findings"]
    assert not found["code"].str.startswith("edited").any()
