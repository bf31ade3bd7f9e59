"""The ledger of a small national sample against figures that PostGIS worked out once.

`tests/golden/national.py` made them; it says how.
"""

import json

import geopandas as gpd
import numpy as np
import pytest

from geo.land.ledger import ledger
from tests.golden.national import FOLDER

GOLDEN = json.loads((FOLDER / "ledger.json").read_text())


@pytest.fixture(scope="module")
def national():
    return tuple(
        gpd.read_file(FOLDER / f"{name}.geojson")
        for name in ("hazard_areas", "land_release", "districts")
    )


@pytest.mark.parametrize("engine", ["kernel", "geos"])
@pytest.mark.parametrize("case", GOLDEN["ledgers"], ids=lambda case: case["closing"])
def test_every_figure_is_that_of_postgis(national, case, engine):
    table = ledger(*national, case["closing"], case["opening"], engine=engine).table
    names = table["zone"].fillna(table["row"])
    assert set(names) == set(case["zones"])
    for name, row in zip(names, table.to_dict("records"), strict=True):
        for column, area in case["zones"][name].items():
            # PostGIS measures edges of 11 m as geodesics: 1e-10 of them; stored to 1 cm².
            assert row[column] == pytest.approx(area, rel=1e-8, abs=0.01), (name, column)


def test_the_sample_is_worth_it(national):
    hazards, releases, districts = national
    assert len(hazards) > 30
    assert len(releases) > 60
    assert len(districts) == 3
    for case in GOLDEN["ledgers"]:
        figures = np.array([[*zone.values()] for zone in case["zones"].values()])
        assert (figures > 0).mean() > 0.8
        assert case["zones"]["outside"]["hazard_net_m2"] > 0
