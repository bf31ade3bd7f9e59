"""Boundary files in the forms of those who publish them: the finest division, and its own name."""

import json

import geopandas as gpd
import pytest
import shapely

from geo.errors import InputUnreadable
from geo.intake.folder import read_dataset
from tests.intake.deliveries.made import deliver


def bring(folder, tmp_path, columns, given=None):
    """Import three districts with these columns; the report and the rows by name."""
    path = tmp_path / "d.geojson"
    shapes = [shapely.box(x, 1, x + 1, 2) for x in (10, 11, 12)]
    gpd.GeoDataFrame(columns, geometry=shapes, crs=4326).to_file(path)
    report = deliver(folder, path, layer="districts", given=given or {})
    rows = read_dataset(folder)["districts"]
    return report, rows


A, B, C, P, Q = ["Ay", "Be", "Ce"], ["b1", "b2", "b3"], [1, 2, 3], ["Po", "Po", "Qu"], ["X"] * 3


# Columns as the publishers have them; which of them are name, code and region, by hand.
@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (
            {"ADM1_EN": P, "ADM2_EN": A, "ADM2_PCODE": B, "ADM0_EN": Q},
            ("ADM2_EN", "ADM2_PCODE", "ADM1_EN"),
        ),
        ({"ADM2_FR": A, "ADM2_PCODE": B, "ADM1_FR": P}, ("ADM2_FR", "ADM2_PCODE", "ADM1_FR")),
        (
            {"adm2_name": A, "adm2_pcode": B, "adm1_name": P},
            ("adm2_name", "adm2_pcode", "adm1_name"),
        ),
        (
            {"admin3Name": A, "admin3Pcod": B, "admin2Name": P, "admin1Name": Q},
            ("admin3Name", "admin3Pcod", "admin2Name"),
        ),
        (
            {"admin2Name_en": A, "admin2Pcode": B, "admin1Name_en": P},
            ("admin2Name_en", "admin2Pcode", "admin1Name_en"),
        ),
        (
            {"GID_2": B, "COUNTRY": Q, "NAME_1": P, "NAME_2": A, "TYPE_2": Q},
            ("NAME_2", "GID_2", "NAME_1"),
        ),
        ({"ADM1_NAME": P, "ADM2_NAME": A, "ADM2_CODE": C}, ("ADM2_NAME", "ADM2_CODE", "ADM1_NAME")),
        ({"ISO3CD": Q, "ADM1NM": P, "ADM2NM": A, "ADM2CD": B}, ("ADM2NM", "ADM2CD", "ADM1NM")),
        (
            {"shapeName": A, "shapeISO": ["", "", ""], "shapeID": B, "shapeType": Q},
            ("shapeName", "shapeID", None),
        ),
        (
            {"name": A, "name_en": ["E1", "E2", "E3"], "adm1_code": B, "region": P, "admin": Q},
            ("name", "adm1_code", "region"),
        ),
        ({"COUNTRY": Q, "NAME": A, "ISO_SUB": B, "ADMINTYPE": Q}, ("NAME", "ISO_SUB", None)),
        ({"FIPS_ADMIN": B, "ADMIN_NAME": A, "CNTRY_NAME": Q}, ("ADMIN_NAME", "FIPS_ADMIN", None)),
        (
            {"osm_id": C, "name": A, "name:en": ["E1", "E2", "E3"], "admin_level": C},
            ("name", "osm_id", None),
        ),
        ({"NUTS_ID": B, "LEVL_CODE": C, "NUTS_NAME": A}, ("NUTS_NAME", "NUTS_ID", None)),
        ({"OPSTINA": A, "KANTON": P}, ("OPSTINA", None, "KANTON")),
        ({"NAZIV_OPSTINE": A, "MB_OPSTINE": B}, ("NAZIV_OPSTINE", "MB_OPSTINE", None)),
        ({"MUNICIPIO": A, "DEPARTAMENTO": P}, ("MUNICIPIO", None, "DEPARTAMENTO")),
        (
            {"DPTO_CNMBR": P, "MPIO_CNMBR": A, "MPIO_CDPMP": B},
            ("MPIO_CNMBR", "MPIO_CDPMP", "DPTO_CNMBR"),
        ),
        ({"RAION": A, "OBLAST": P}, ("RAION", None, "OBLAST")),
        ({"HROMADA": A, "RAION": P, "OBLAST": Q}, ("HROMADA", None, "RAION")),
        ({"SROK": A, "KHET": P}, ("SROK", None, "KHET")),
        ({"KHUM": A, "SROK": P, "KHET": Q}, ("KHUM", None, "SROK")),
        ({"KOMMUNENAVN": A, "KOMMUNENR": C, "FYLKE": P}, ("KOMMUNENAVN", "KOMMUNENR", "FYLKE")),
        ({"PROVINCE": Q, "DISTRICT": P, "COMMUNE": A}, ("COMMUNE", None, "DISTRICT")),
        ({"DIST_NAME": A, "DIST_ID": B, "PROV_NAME": P}, ("DIST_NAME", "DIST_ID", "PROV_NAME")),
        ({"Район": A, "Область": P, "Код": B}, ("Район", "Код", "Область")),
        ({"WOREDA_NAME": A, "REGION": P}, ("WOREDA_NAME", None, "REGION")),
    ],
)
def test_the_finest_division_of_a_boundary_schema(folder, tmp_path, columns, found):
    report, rows = bring(folder, tmp_path, columns)
    taken = report.how.columns
    assert (taken["district"], taken.get("code"), taken.get("region")) == found
    assert rows["district"].tolist() == A


def test_a_name_of_the_province_is_no_other_name_of_its_districts(folder, tmp_path):
    columns = {"ADM2_EN": A, "ADM1_EN": ["North", "North", "South"]}
    _, rows = bring(folder, tmp_path, columns)
    assert rows["name_local"].isna().all()
    assert rows["region"].tolist() == ["North", "North", "South"]
    path = tmp_path / "c.csv"
    path.write_text("claim,subject,place,value\nx,casualties,North,1\n", encoding="utf-8")
    given = {
        "columns": {"claim_id": "claim", "quantity": "value"},
        "defaults": {"claimant": "Office", "unit": "people"},
    }
    report = deliver(folder, path, layer="claims", given=given)
    (claim,) = read_dataset(folder)["claims"].to_dict("records")
    assert claim["support"] == "none"
    assert "place-unknown" in [f.rule.code for f in report.findings]


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ({"shapeISO": ["", "", ""], "shapeID": B}, ["Olovo", "Novi Grad (b1)", "Novi Grad (b2)"]),
        ({"shapeISO": ["X-1", "X-2", None]}, ["Olovo", "Novi Grad (X-1)", "Novi Grad (X-2)"]),
        ({"KANTON": ["East", "West", "West"]}, ["Olovo", "Novi Grad (East)", "Novi Grad (West)"]),
        ({"note": ["p", "q", "r"]}, ["Olovo", "Novi Grad (1)", "Novi Grad (2)"]),
    ],
)
def test_neither_of_two_districts_of_one_name_is_lost(folder, tmp_path, columns, names):
    columns = {"shapeName": ["Novi Grad", "Novi Grad", "Olovo"], **columns}
    report, rows = bring(folder, tmp_path, columns)
    assert sorted(rows["district"]) == sorted(names)
    assert rows["geometry"].notna().all()
    assert "districts-told-apart" in [f.rule.code for f in report.findings]


def test_a_district_without_a_name_is_an_error_and_no_hash(folder, tmp_path):
    report, rows = bring(folder, tmp_path, {"ADM2_EN": ["Ay", None, " "], "ADM2_PCODE": B},
                         {"columns": {"district": "ADM2_EN"}})  # fmt: skip
    assert rows["district"].tolist() == ["Ay"]
    assert [f.row for f in report.findings if f.rule.code == "district-without-name"] == [2, 3]
    assert not report.understood


def test_names_that_match_nothing_are_listed_with_those_that_may_be_meant(folder, tmp_path):
    bring(folder, tmp_path, {"name": ["Antioquia", "Arauca", "Bogota"]})
    path = tmp_path / "c.csv"
    path.write_text(
        "id,department,year,victims\nV1,ANTIOQUIA,1991,6\nV2,ARAUCA,1991,8\nV3,BOGOTA DC,1991,1\n"
        "V4,Nowhere,1991,1\n",
        encoding="utf-8",
    )
    given = {
        "columns": {"quantity": "victims", "place": "department", "period_start": "year"},
        "defaults": {"subject": "casualties", "claimant": "Office", "unit": "people"},
    }
    report = deliver(folder, path, layer="claims", given=given)
    said = {f.value: f.message for f in report.findings if f.rule.code == "place-unknown"}
    assert said == {
        "BOGOTA DC": "'BOGOTA DC', 1 row: no such district; Bogota?",
        "Nowhere": "'Nowhere', 1 row: no such district",
    }
    assert not report.understood
    claims = read_dataset(folder)["claims"].set_index("claim_id")
    assert claims["support"].tolist() == ["district", "district", "none", "none"]
    assert claims["footprint_id"].isna().tolist() == [False, False, True, True]
    path = tmp_path / "e.csv"
    path.write_text("id,kind,departamento\n1,other,Bogota D.C.\n", encoding="utf-8")
    report = deliver(folder, path, layer="events")
    assert [f.value for f in report.findings if f.rule.code == "place-unknown"] == ["Bogota D.C."]


def test_a_file_that_names_no_district_stops_and_shows_what_it_has(folder, tmp_path):
    path = tmp_path / "d.geojson"
    feature = {
        "type": "Feature",
        "properties": {"AREA": 1.5, "FID": 1},
        "geometry": shapely.box(10, 1, 11, 2).__geo_interface__,
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with pytest.raises(InputUnreadable, match="names of districts") as error:
        deliver(folder, path, layer="districts")
    assert "--column district=COLUMN" in error.value.hint
    assert "AREA ('1.5')" in error.value.hint
    assert not (folder / "districts.geojson").exists()
