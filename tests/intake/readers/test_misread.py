"""Positions that GDAL reads without a word as other ones, or as none."""

import json

import numpy as np
import pytest
import rasterio

from geo.errors import CrsError
from geo.intake.readers import read
from geo.intake.readers.picture import read_picture

KML = (
    '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    "{}</Document></kml>"
)
MARK = "<Placemark><name>{}</name><Point><coordinates>{}</coordinates></Point></Placemark>"


def codes(table):
    return {f.row: f.rule.code for f in table.findings if f.row is not None}


def test_decimal_commas_in_kml_are_listed_and_stand_nowhere(tmp_path):
    path = tmp_path / "a.kml"
    marks = ("46,9,39,9", "46,912,39,912", "46.9,39.9,0", "46.9,39.9")
    path.write_text(KML.format("".join(MARK.format(i, m) for i, m in enumerate(marks))))
    table = read(path)
    assert [g is None for g in table.geometry] == [True, True, False, False]
    assert codes(table) == {1: "unreadable-geometry", 2: "unreadable-geometry"}


def feature(number, coordinates):
    shape = coordinates and {"type": "Polygon", "coordinates": [coordinates]}
    return {"type": "Feature", "properties": {"id": number}, "geometry": shape}


RING = [[46.9, 39.9], [46.91, 39.9], [46.91, 39.91], [46.9, 39.9]]


@pytest.mark.parametrize(
    "broken", [[*RING[:3], [None, None]], [[str(x), str(y)] for x, y in RING], [[46.9], *RING[1:]]]
)
def test_a_geometry_whose_coordinates_are_no_numbers_is_not_called_missing(tmp_path, broken):
    path = tmp_path / "a.geojson"
    features = [feature(1, broken), feature(2, RING), feature(3, None)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    table = read(path)
    assert [g is None for g in table.geometry] == [True, False, True]
    assert codes(table) == {1: "unreadable-geometry"}


def test_a_picture_with_a_system_but_without_a_place_is_refused(tmp_path):
    path = tmp_path / "a.tif"
    profile = {"driver": "GTiff", "width": 4, "height": 4, "count": 1, "dtype": "uint8"}
    with (
        pytest.warns(rasterio.errors.NotGeoreferencedWarning),
        rasterio.open(path, "w", crs="EPSG:4326", **profile) as file,
    ):
        file.write(np.ones((1, 4, 4), np.uint8))
    with pytest.raises(CrsError, match="no position"):
        read_picture(path)
