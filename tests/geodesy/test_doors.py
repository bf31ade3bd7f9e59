"""Each way in, and each way of looking at frames of others, brings a datum by the one rule."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo.cli.here import places
from geo.errors import CrsError
from geo.geodesy.operations import from_wgs84
from geo.intake.derived.assignment import assign_districts
from geo.land.crs import in_wgs84
from geo.model.manifest import Import
from geo.places.recorded import recorded
from geo.report.parcels import extract
from tests.intake.deliveries.made import deliver, run
from tests.raster.test_datum import BESSEL, KRASSOWSKY, PLACES, THERE, ZONE_6

GRID = PLACES["EPSG:28408"]
SIDE = 20  # metres
CASES = {
    "pulkovo": ("EPSG:28408", GRID, None),
    "unknown Bessel": (BESSEL, ZONE_6, "MGI 1901 to WGS 84"),
    "unknown Krassowsky": (KRASSOWSKY, GRID, "Pulkovo 1942 to WGS 84 (16) (EPSG:15865), ± 4.5 m"),
    "of one country": ("EPSG:31276", ZONE_6, "MGI 1901 to WGS 84"),
}


def frame(crs, place):
    x, y = place
    plot = shapely.box(x - SIDE / 2, y - SIDE / 2, x + SIDE / 2, y + SIDE / 2)
    return gpd.GeoDataFrame(
        {"id": ["H1"], "status": ["SHA"], "name": ["One"]}, geometry=[plot], crs=CRS(crs)
    )


def shapefile(folder, crs, place):
    """Write the system by hand: GDAL knows better, and puts another in the place of some."""
    (folder / "in").mkdir()
    frame(crs, place).set_crs(32638, allow_override=True).to_file(folder / "in" / "a.shp")
    known = CRS(crs)
    text = known.to_wkt("WKT1_ESRI") if crs.startswith("EPSG") else crs
    (folder / "in" / "a.prj").write_text(text)
    return folder / "in" / "a.shp"


def of_shapefile(folder, crs, place, layer="hazard_areas"):
    return imported(folder, shapefile(folder, crs, place), layer)


def imported(folder, file, layer="hazard_areas", **given):
    run("init", "d", "--in", folder)
    deliver(folder / "d", file, layer=layer, given=given)
    feature = json.loads((folder / "d" / f"{layer}.geojson").read_text())["features"][0]
    return shapely.geometry.shape(feature["geometry"]).centroid


def of_districts(folder, crs, place):
    return of_shapefile(folder, crs, place, "districts")


def of_columns(folder, crs, place):
    file = folder / "a.csv"
    file.write_text(f"id,kind,Easting,Northing\n1,suspicion,{place[0]},{place[1]}\n")
    columns = {"easting": "Easting", "northing": "Northing"}
    return imported(folder, file, "events", crs=crs, columns=columns)


def of_wkt(folder, crs, place):
    file = folder / "a.csv"
    file.write_text(f'id,status,wkt\n1,SHA,"{frame(crs, place).geometry[0].wkt}"\n')
    return imported(folder, file, crs=crs)


def asked_in_words(folder, crs, place):
    return places(f"{place[0]} {place[1]}", Import(layer="places", crs=crs)).geometry.iloc[0]


def asked_by_file(folder, crs, place):
    file = shapefile(folder, crs, place)
    return places(str(file), Import(layer="places")).geometry.iloc[0].centroid


def of_frames(folder, crs, place):
    return in_wgs84(frame(crs, place))[0].geometry.iloc[0].centroid


DOORS = [
    of_shapefile, of_districts, of_columns, of_wkt, asked_in_words, asked_by_file, of_frames,
]  # fmt: skip


@pytest.mark.parametrize("case", [*CASES][:3])
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_ways_in(tmp_path, door, case):
    crs, place, candidates = CASES[case]
    if candidates is None:
        where = door(tmp_path, crs, place)
        assert (where.x, where.y) == pytest.approx(THERE, abs=2e-7)
        return
    with pytest.raises(CrsError) as error:
        door(tmp_path, crs, place)
    assert "no operation from" in error.value.message
    assert candidates in error.value.hint


@pytest.mark.parametrize("case", CASES)
def test_questions_of_frames_of_others(karabakh, case):
    crs, place, candidates = CASES[case]
    asked = frame(crs, place)
    doors = (
        lambda: recorded(karabakh, asked),
        lambda: extract(karabakh, asked),
        lambda: assign_districts(asked.set_geometry(asked.centroid), karabakh["districts"]),
        lambda: from_wgs84(np.array([shapely.Point(*THERE)]), crs),
    )
    for door in doors:
        if candidates is None:
            door()
            continue
        with pytest.raises(CrsError, match="no operation from"):
            door()


def test_corners_for_the_office_go_back_by_the_same_operation():
    moved, by = from_wgs84(np.array([shapely.Point(*THERE)]), "EPSG:28408")
    assert (moved[0].x, moved[0].y) == pytest.approx(GRID, abs=0.02)
    assert "Pulkovo 1942 to WGS 84 (16)" in by.words
