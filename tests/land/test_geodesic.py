"""The ledger's cross-check: geodesic edges beside edges that are straight in lon/lat."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from geo.geodesy.geodesic import area_m2
from geo.geodesy.planar_edges import straight_area_m2
from geo.land.ledger import ledger
from tests.land.test_ledger import EXERCISE, hazards, releases, zones

GEOD = Geod(ellps="WGS84")


def by_geod(polygon):
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(polygon))[0])


def check(hazard, release, zone, *dates):
    out = ledger(hazard, release, zone, *dates, geodesic=True)
    return out, out.geodesic.set_index(["row", "zone", "status"])


def test_a_reference_of_geographiclib():
    # GeographicLib's own test planimeter0, second polygon: a diamond round (0, 0) of 1°.
    diamond = shapely.Polygon([(-1, 0), (0, -1), (1, 0), (0, 1)])
    assert area_m2([diamond])[0] == pytest.approx(24_619_419_146, abs=1)
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": diamond})
    _, found = check(hazard, releases(), zones(shapely.box(-2, -2, 2, 2)), "2021-01-01")
    row = found.xs("total").xs("closing", level="status").iloc[0]
    assert row["geodesic_m2"] == pytest.approx(24_619_419_146, abs=1)
    assert row["area_m2"] == straight_area_m2([diamond])[0]
    assert row["difference"] == pytest.approx(row["geodesic_m2"] / row["area_m2"] - 1)
    assert row["difference"] != 0


@pytest.mark.parametrize("width", [0.01, 0.1, 0.5])
def test_an_edge_to_the_east_bulges_poleward_by_the_formula(width):
    # Meridians and the equator are geodesics: only the northern edge differs.
    box = shapely.box(46, 0, 46 + width, 40)
    side = GEOD.inv(46, 40, 46 + width, 40)[2]
    bulge = side**3 * np.tan(np.radians(40)) / (12 * 6_371_000)
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": box})
    _, found = check(hazard, releases(), zones(shapely.box(45, -1, 48, 41)), "2021-01-01")
    row = found.xs("total").xs("closing", level="status").iloc[0]
    assert row["geodesic_m2"] - row["area_m2"] == pytest.approx(bulge, rel=0.01)


def test_every_status_of_every_zone_is_there_and_nearly_the_same():
    layers = [
        gpd.read_file(EXERCISE / f"{name}.geojson")
        for name in ("hazard_areas", "land_release", "districts")
    ]
    out, found = check(*layers, "2023-12-31", "2022-12-31")
    statuses = found.index.unique("status")
    assert {"opening", "new", "cleared", "closing", "confirmed"} < set(statuses)
    assert len(found) == len(out.table) * len(statuses)
    for status in statuses:
        own = found.xs(status, level="status")["area_m2"].to_numpy()
        assert own == pytest.approx(out.table[f"{status}_m2"].to_numpy())
    # Edges of a kilometre at most, so 7 m² each at 35° S; outlines of 10,000 m² and more.
    assert found["difference"].abs().max() < 1e-5
    assert (found["difference"].isna() == (found["area_m2"] <= 0)).all()


def test_figures_are_those_of_geod_piece_by_piece():
    west, east = shapely.box(46.0, 39.0, 46.5, 39.4), shapely.box(46.5, 39.0, 47.0, 39.4)
    area = shapely.Polygon([(46.1, 39.1), (46.9, 39.15), (46.8, 39.3), (46.2, 39.35)])
    hazard = hazards({"classification": "suspected", "valid_from": None, "geometry": area})
    _, found = check(hazard, releases(), zones(west, east), "2021-01-01")
    rows = found.xs("zone").xs("suspected", level="status")
    assert rows["geodesic_m2"].tolist() == pytest.approx(
        [by_geod(area & west), by_geod(area & east)], rel=1e-12
    )


def test_nobody_who_does_not_ask_waits_for_it():
    nothing = hazards({"classification": "confirmed", "valid_from": None, "geometry": None})
    assert ledger(nothing, releases(), zones(), "2021-01-01").geodesic is None
    _, found = check(nothing, releases(), zones(), "2021-01-01")
    assert (found["geodesic_m2"] == 0).all()
    assert found["difference"].isna().all()
