"""Five small hazards, each half covered by released land: nothing of a hazard may be hidden."""

from dataclasses import replace

import geopandas as gpd
from shapely import box
from shapely.affinity import translate

from geo.intake.folder import read_dataset
from tests.conftest import KARABAKH

CENTRES = [(-20.02 + 0.02 * k, -34.98 + 0.012 * (k % 2)) for k in range(5)]
STATUS = ["confirmed", "suspected", "confirmed", "suspected", "confirmed"]
SIZE = 0.002  # degrees, about 200 m


def halves():
    """Return the exercise with five hazards and releases, and a suspected area over the first."""
    exercise = read_dataset(KARABAKH.parent / "exercise")
    squares = [box(x - SIZE / 2, y - SIZE / 2, x + SIZE / 2, y + SIZE / 2) for x, y in CENTRES]
    hazards, releases = exercise["hazard_areas"], exercise["land_release"]
    first, cleared = hazards.iloc[0].to_dict(), releases.iloc[0].to_dict()
    always = {"valid_from": None, "valid_to": None, "known_from": None}
    areas = [
        first | always | {"hazard_id": f"H{k}", "classification": status, "geometry": square}
        for k, (status, square) in enumerate(zip(STATUS, squares, strict=True))
    ]
    areas.append(
        areas[0]
        | {"hazard_id": "H5", "classification": "suspected"}
        | {"geometry": translate(squares[0], 0, SIZE / 2)}
    )
    land = [
        cleared
        | always
        | {"release_id": f"R{k}", "product": "cleared", "geometry": translate(square, SIZE / 2)}
        for k, square in enumerate(squares)
    ]
    tables = dict(exercise.tables)
    tables["hazard_areas"] = gpd.GeoDataFrame(areas, crs=4326, columns=hazards.columns)
    tables["land_release"] = gpd.GeoDataFrame(land, crs=4326, columns=releases.columns)
    tables["events"] = exercise["events"].iloc[:0]
    return replace(exercise, tables=tables)
