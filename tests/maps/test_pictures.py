"""Images under the features: warped to where they belong, against control points of pyproj."""

import base64

import numpy as np
import pandas as pd
import pytest
import rasterio
from pyproj import Transformer
from rasterio import Affine
from rasterio.errors import NotGeoreferencedWarning
from rasterio.io import MemoryFile

import geo
from geo.errors import CrsError, InputUnreadable, OutOfRange, UnknownName
from geo.intake.folder import read_dataset
from geo.intake.readers.picture import read_picture
from geo.maps import render_map
from geo.maps.basemaps import list_base_maps, list_hosts
from geo.maps.overlays import Overlay, embed
from geo.raster import GeoImage, to_web_mercator
from tests.maps.unpack import payload_of

# A degree and more of latitude, so that an unwarped picture would be off by many pixels.
WEST, SOUTH, EAST, NORTH = 46.0, 38.5, 48.0, 41.5
SIZE = 900
MARKS = [(46.31, 38.77), (47.52, 39.4), (46.9, 40.1), (46.2, 41.31), (47.8, 41.02)]


def placed(left, bottom, right, top):
    return Affine((right - left) / SIZE, 0, left, 0, (bottom - top) / SIZE, top)


def control(crs):
    """A black picture with a white square of 5 × 5 pixels at each control point."""
    to = Transformer.from_crs(4326, crs, always_xy=True)
    left, bottom, right, top = to.transform_bounds(WEST, SOUTH, EAST, NORTH)
    transform = placed(left, bottom, right, top)
    image = np.zeros((3, SIZE, SIZE), np.uint8)
    for lon, lat in MARKS:
        column, row = (int(v) for v in ~transform @ to.transform(lon, lat))
        image[:, row - 2 : row + 3, column - 2 : column + 3] = 255
    return image, transform


def write(path, image, transform, crs, **more):
    with rasterio.open(
        path, "w", driver="GTiff", height=SIZE, width=SIZE, count=len(image), dtype=image.dtype,
        crs=crs, transform=transform, **more,
    ) as file:  # fmt: skip
        file.write(image)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32638", "EPSG:28408"])
def test_control_points_are_where_they_belong(tmp_path, crs):
    image, transform = control(crs)
    write(tmp_path / "scan.tif", image, transform, crs)
    warped, (south, west, north, east) = to_web_mercator(
        GeoImage(*read_picture(tmp_path / "scan.tif")), most=SIZE
    )
    _, rows, columns = warped.rgba.shape
    assert max(rows, columns) <= SIZE
    to_metres = Transformer.from_crs(4326, 3857, always_xy=True)
    left, bottom = to_metres.transform(west, south)
    right, top = to_metres.transform(east, north)
    white_row, white_column = np.nonzero((warped.rgba[0] > 0) & (warped.rgba[3] > 0))
    # Squares are read and warped to the nearest pixel: half a pixel each time.
    allowed = 0.5 * SIZE / max(rows, columns) + 1.0
    for lon, lat in MARKS:
        x, y = to_metres.transform(lon, lat)  # Leaflet stretches evenly between the corners
        column, row = (x - left) / (right - left) * columns, (top - y) / (top - bottom) * rows
        near = (abs(white_row + 0.5 - row) < 8) & (abs(white_column + 0.5 - column) < 8)
        assert near.any()
        assert abs(white_row[near].mean() + 0.5 - row) <= allowed
        assert abs(white_column[near].mean() + 0.5 - column) <= allowed


def test_the_page_holds_the_picture_with_its_source(tmp_path, small):
    dataset = read_dataset(small())
    image, transform = control("EPSG:4326")
    write(tmp_path / "{{7*7}}<b>scan.tif", image, transform, "EPSG:4326")
    path = tmp_path / "{{7*7}}<b>scan.tif"
    source = dataset["sources"]["source_id"].iloc[1]
    page = render_map(dataset, overlays=[Overlay(path, source)])
    assert "{{7*7}}" not in page
    (shown,) = payload_of(page)["overlays"]
    assert shown["title"] == "{{7*7}}<b>scan"
    data = base64.b64decode(shown["png"].removeprefix("data:image/png;base64,"))
    with pytest.warns(NotGeoreferencedWarning), MemoryFile(data) as file, file.open() as picture:
        assert (picture.driver, picture.count) == ("PNG", 4)
    assert embed(geo.Overlay(str(path), "S"), pd.Series({"S": 1}))["title"] == shown["title"]
    with pytest.raises(UnknownName):
        render_map(dataset, overlays=[Overlay(path, "nobody")])
    with pytest.raises(OutOfRange, match="60"):
        Overlay(path, source, opacity=60)


def test_palette_and_missing_data(tmp_path):
    values = np.zeros((1, SIZE, SIZE), np.uint8)
    values[0, :450] = 7
    transform = placed(WEST, SOUTH, EAST, NORTH)
    path = tmp_path / "palette.tif"
    with rasterio.open(
        path, "w", driver="GTiff", height=SIZE, width=SIZE, count=1, dtype="uint8",
        crs="EPSG:4326", transform=transform, nodata=0,
    ) as file:  # fmt: skip
        file.write(values)
        file.write_colormap(1, {0: (0, 0, 0, 255), 7: (200, 30, 40, 255)})
    rgba, _, _ = read_picture(path)
    assert rgba[:, 0, 0].tolist() == [200, 30, 40, 255]
    assert rgba[3, -1, 0] == 0


def test_pictures_that_cannot_be_placed_are_refused(tmp_path):
    image, transform = control("EPSG:4326")
    write(tmp_path / "nowhere.tif", image, transform, None)
    with pytest.raises(CrsError, match="coordinate reference system"):
        read_picture(tmp_path / "nowhere.tif")
    write(tmp_path / "heights.tif", image.astype("float32"), transform, "EPSG:4326")
    with pytest.raises(InputUnreadable, match="float32"):
        read_picture(tmp_path / "heights.tif")
    (tmp_path / "text.tif").write_text("not an image")
    with pytest.raises(InputUnreadable):
        read_picture(tmp_path / "text.tif")


def test_base_maps_are_credited_and_ask_known_hosts_only():
    assert {layer["id"] for layer in list_base_maps()} == {"map", "imagery"}
    for layer in list_base_maps():
        assert layer["url"].startswith("https://")
        assert all(part in layer["url"] for part in ("{x}", "{y}", "{z}"))
        assert "©" in layer["credit"]
    assert len(list_hosts()) == 2
