"""Rasters and scans of another datum: by the one rule that outlines follow, and told."""

import numpy as np
import pandas as pd
import pytest
from affine import Affine

from geo.errors import CrsError
from geo.intake.readers.picture import read_picture
from geo.maps.overlays import Overlay, Surface, embed
from geo.raster import GeoImage, to_web_mercator
from geo.raster.band import band_of
from geo.raster.datum import lay_on_wgs84
from tests.raster.made import write

# A place near Aghdam on Pulkovo 1942, in degrees and in zone 8 of Gauss and Krüger; and where
# PROJ's cs2cs puts it by operation (16). By a ballpark offset it would lie 106 m away from there.
PLACES = {"EPSG:4284": (46.93, 39.99), "EPSG:28408": (8_664_842.433, 4_430_281.603)}
THERE = (46.9288040, 39.9899132)
ZONE_6 = (6_533_000, 4_857_000)  # near Sarajevo, Balkans zone 6 of MGI
BESSEL = (
    'PROJCS["zone 6",GEOGCS["mine",DATUM["unknown",SPHEROID["Bessel 1841",6377397.155,'
    '299.1528128]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],'
    'PARAMETER["central_meridian",18],PARAMETER["scale_factor",0.9999],'
    'PARAMETER["false_easting",6500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)
KRASSOWSKY = (
    'PROJCS["zone 8",GEOGCS["mine",DATUM["unknown",SPHEROID["Krassowsky 1940",6378245,298.3]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",45],'
    'PARAMETER["scale_factor",1],PARAMETER["false_easting",8500000],'
    'PARAMETER["false_northing",0],UNIT["metre",1]]'
)
SIZE = 41
NUMBERS = pd.Series({"S": 1})


def around(x, y, crs, values=1):
    """Cells of 2 m about a place, which lies in the middle of the middle one."""
    across, down = (2.0, 2.0) if crs != "EPSG:4284" else (2.35e-5, 1.8e-5)
    half = SIZE / 2
    image = np.full((SIZE, SIZE), values, np.uint8)
    image[SIZE // 2 - 1 : SIZE // 2 + 2, SIZE // 2 - 1 : SIZE // 2 + 2] = 200
    return image, Affine(across, 0, x - half * across, 0, -down, y + half * down)


@pytest.mark.parametrize("crs", PLACES)
def test_a_scan_and_a_raster_come_by_the_pinned_operation_and_say_so(tmp_path, crs):
    image, transform = around(*PLACES[crs], crs)
    path = write(tmp_path / "scan.tif", image, transform, crs)
    band = band_of(path)
    lon, lat = band.grid.degrees([SIZE / 2], [SIZE / 2])
    assert (lon[0], lat[0]) == pytest.approx(THERE, abs=1e-7)
    column, row = band.grid.cells(*THERE)
    assert (float(column), float(row)) == pytest.approx((SIZE / 2, SIZE / 2), abs=0.02)

    warped, (south, west, north, east) = to_web_mercator(GeoImage(*read_picture(path)))
    _, rows, columns = warped.rgba.shape
    bright = np.argwhere(warped.rgba[0] == 200).mean(axis=0) + 0.5
    at = (west + (east - west) * bright[1] / columns, north - (north - south) * bright[0] / rows)
    assert at == pytest.approx(THERE, abs=2e-5)  # a pixel

    said = "Pulkovo 1942 by Pulkovo 1942 to WGS 84 (16) (EPSG:15865), ± 4.5 m"
    assert said in embed(Overlay(path, "S", "Sheet"), NUMBERS)["title"]
    assert said in embed(Surface(path, "S"), NUMBERS)["credit"]


@pytest.mark.parametrize(("crs", "place"), [(BESSEL, ZONE_6), (KRASSOWSKY, PLACES["EPSG:28408"])])
def test_a_datum_without_a_known_way_is_refused_with_what_may_be_meant(tmp_path, crs, place):
    path = write(tmp_path / "scan.tif", *around(*place, crs), crs)
    for door in (
        band_of,
        lambda p: embed(Overlay(p, "S"), NUMBERS),
        lambda p: embed(Surface(p, "S"), NUMBERS),
    ):
        with pytest.raises(CrsError, match="no operation from") as error:
            door(path)
        assert "gdal_edit.py -a_srs" in error.value.hint
        assert "Candidates: " in error.value.hint


def test_what_is_on_wgs_84_is_left_as_it_is_and_what_is_too_wide_is_refused():
    utm = Affine(10, 0, 5e5, 0, -10, 44e5)
    laid = lay_on_wgs84("EPSG:32638", utm, 100, 100)
    assert laid.transform is utm
    assert laid.operation.words == ""
    wide = Affine(0.0001, 0, 30, 0, -0.0001, 60)
    with pytest.raises(CrsError, match="too wide"):
        lay_on_wgs84("EPSG:4284", wide, 200_000, 400_000)
