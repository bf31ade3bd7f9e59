"""Districts: delivered ones of any country, and the names by which events call them."""

import json

import geopandas as gpd
import pytest
import shapely

from geo.intake.folder import read_dataset
from tests.intake.deliveries.made import deliver


@pytest.mark.parametrize(
    ("names", "key", "code"),
    [
        (("ADM2_EN", "ADM2_PCODE", "ADM1_EN"), "ADM2_EN", "ADM2_PCODE"),
        (("shapeName", "shapeID", "shapeType"), "shapeName", "shapeID"),
        (("name", "adm1_code", "region"), "name", "adm1_code"),
        (("Район", "Код", "x"), "Район", "Код"),
    ],
)
def test_district_boundaries_of_any_country(folder, tmp_path, names, key, code):
    frame = gpd.GeoDataFrame(
        {names[0]: ["West", "East", "East"], names[1]: ["W", "E1", "E2"], names[2]: ["r"] * 3},
        geometry=[shapely.box(x, 1, x + 1, 2) for x in (10, 11, 12)],
        crs=4326,
    )
    frame.to_file(tmp_path / "d.geojson", driver="GeoJSON")
    report = deliver(folder, tmp_path / "d.geojson", layer="districts")
    assert report.how.columns["district"] == key
    assert report.how.columns["code"] == code
    districts = read_dataset(folder)["districts"]
    # Two districts of one name are different ground: the code tells them apart.
    assert districts["district"].tolist() == ["East (E1)", "East (E2)", "West"]
    assert (districts["boundary_set"] == "office").all()


def test_districts_of_events_get_their_canonical_name_and_keep_their_own(folder, tmp_path):
    office = {"layer": "districts", "source": "office"}
    frame = gpd.GeoDataFrame(
        {"name": ["Nariño", "Bolívar", "Bolivia"], "alt_name": [None, "Cauca", "Cauca"]},
        geometry=[shapely.box(n, 1, n + 1, 2) for n in (-78, -77, -76)],
        crs=4326,
    )
    frame.to_file(tmp_path / "d.geojson")
    deliver(folder, tmp_path / "d.geojson", **office)
    path = tmp_path / "e.csv"
    path.write_text("id,kind,departamento\n1,other,NARIÑO\n2,other,bolivar\n3,other,Cauca\n")
    deliver(folder, path, layer="events")
    events = read_dataset(folder)["events"]
    # A name that two districts share stands for neither.
    assert events["district"].tolist() == ["Nariño", "Bolívar", "Cauca"]
    assert json.loads(events["source_values"][0]) == {"departamento": "NARIÑO"}
