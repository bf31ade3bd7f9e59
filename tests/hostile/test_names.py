"""Names that mean something to a program on the way."""

from dataclasses import replace

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geo.export.answer import answer_text
from geo.intake.folder import read_dataset
from geo.places.recorded import recorded
from tests.conftest import KARABAKH


@pytest.mark.parametrize("name", ["{", "{0.__class__}", "West {}", "%s", "$x", "}"])
def test_a_district_may_be_called_anything(name):
    dataset = read_dataset(KARABAKH.parent / "exercise")
    tables = dict(dataset.tables)
    place = tables["districts"].loc[0, "geometry"].representative_point()
    tables["districts"].loc[0, "district"] = name
    claims = tables["claims"]
    claims.loc[claims.index[0], ["footprint_id", "retired"]] = [f"district:{name}", None]
    changed = replace(dataset, tables=tables)
    places = gpd.GeoDataFrame({"name": ["{here}"]}, geometry=[Point(place)], crs=4326)
    found = recorded(changed, places, within_m=100)
    said = answer_text(changed, places, found, within_m=100)
    assert f"about {name} as a whole: nobody says where in it" in said
    assert "{here}: in " in said
