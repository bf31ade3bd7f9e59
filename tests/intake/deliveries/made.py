"""Deliveries for the tests of imports."""

import click
import geopandas as gpd
import shapely
from click.testing import CliRunner

from geo.cli.import_ import import_
from geo.cli.init import init
from geo.intake.deliveries.run import import_delivery
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data"
NEW = {"title": "Register", "publisher": "Mine Action Office"}
atlas = click.Group("atlas", {"init": init, "import": import_})


def run(*arguments):
    result = CliRunner().invoke(atlas, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    return result


def hazards(path, rows):
    lines = ["ID;Type;Площадь, га;Фамилия;Широта;Долгота;Comment"]
    path.write_bytes("\n".join([*lines, *(";".join(r) for r in rows)]).encode("cp1251"))
    return path


def deliver(folder, file, **options):
    given = {"layer": "hazard_areas", "source": "office", "new_source": NEW, "day": "2024-01-01"}
    return import_delivery(folder, [file], **{**given, **options})


def polygons(path, ids, size=0.01, status="SHA"):
    frame = gpd.GeoDataFrame(
        {"ID": ids, "Type": [status] * len(ids), "Team": [f"T{i}" for i in ids]},
        geometry=[
            shapely.box(46 + n / 10, 39, 46 + n / 10 + size, 39 + size) for n in range(len(ids))
        ],
        crs=4326,
    )
    frame.to_file(path, driver="GeoJSON")
    return path
