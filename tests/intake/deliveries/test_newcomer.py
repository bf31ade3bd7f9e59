"""An office with messy files gets its first map in one command a file. All values are synthetic."""

import json

import openpyxl
import pytest
import shapely
from click.testing import CliRunner
from pyproj import Transformer

from geo.cli.main import main
from geo.intake.folder import read_dataset

NEW = ("--title", "Register", "--publisher", "Office")


def square(x, y, side):
    return shapely.geometry.mapping(shapely.box(x, y, x + side, y + side))


def boundaries(path, features):
    rows = [{"type": "Feature", "properties": p, "geometry": square(*g)} for p, g in features]
    text = json.dumps({"type": "FeatureCollection", "features": rows}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def book(path, above, *rows):
    """A cover sheet, then a sheet with a title over all columns and a gap above the heading."""
    made = openpyxl.Workbook()
    made.active.title = "0"
    made.active.append(["…"])
    sheet = made.create_sheet("1")
    sheet["A1"] = above
    sheet.merge_cells("A1:G1")
    sheet.append([])
    for row in rows:
        sheet.append(row)
    made.save(path)
    return path


HEADING = (
    "Šifra",
    "Naziv lokacije",
    "Općina",
    "Status",
    "Površina (m2)",
    "Datum izvještaja",
    "MGRS",
)
AREAS = [
    ("MSP-001", "Brdo", "Doboj", "Sumnjiva", "12.500,50", "03.05.2021.", "33TYK 12345 54321"),
    ("MSP-002", "Polje", "Doboj", "Potvrđena", "4.200,00", "17.11.2022.", "33TYK 22345 44321"),
]
NEXT = ("MSP-003", "Rijeka", "Tuzla", "Potvrđena", "1.100,00", "20.2.2024.", "34TBP 73345 35321")
TOTAL = ("UKUPNO", None, None, None, "16.700,50", None, None)


def atlas(*arguments):
    done = CliRunner().invoke(main, [str(a) for a in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def office(tmp_path):
    atlas("init", "office", "--in", tmp_path)
    return tmp_path / "office"


def test_bosnian_workbook_boundaries_and_a_second_delivery(office, tmp_path):
    parts = [
        ({"OPSTINA": "Doboj", "SIFRA": "10201", "ENTITET": "RS"}, (17.5, 44.5, 0.4)),
        ({"OPSTINA": "Tuzla", "SIFRA": "20301", "ENTITET": "FBiH"}, (17.9, 44.5, 0.4)),
    ]
    file = boundaries(tmp_path / "opcine.geojson", parts)
    atlas("import", file, "--into", office, "--layer", "districts", "--source", "G", *NEW)
    title = "Pregled sumnjivih i potvrđenih površina (sintetički podaci)"
    one = book(tmp_path / "jan.xlsx", title, HEADING, *AREAS, TOTAL)
    atlas("import", one, "--into", office, "--layer", "hazard_areas", "--source", "U", *NEW)
    two = book(tmp_path / "feb.xlsx", title, HEADING, *AREAS, NEXT, TOTAL)
    said = atlas("import", two, "--into", office)
    assert said.endswith("3 rows: 1 added, 2 unchanged; 0 retired\n")

    dataset = read_dataset(office)
    assert dataset["districts"]["code"].tolist() == ["10201", "20301"]
    areas = dataset["hazard_areas"].set_index("hazard_id")
    assert areas["classification"].to_dict() == {
        "MSP-001": "suspected", "MSP-002": "confirmed", "MSP-003": "confirmed",
    }  # fmt: skip
    assert areas["stated_area_m2"].tolist() == [12500.5, 4200.0, 1100.0]
    assert areas["known_from"].astype(str).tolist() == ["2021-05-03", "2022-11-17", "2024-02-20"]
    # 33TYK is 700 to 800 km east, 4,900 to 5,000 km north in zone 33; the metre's middle.
    to_degrees = Transformer.from_crs("EPSG:32633", "EPSG:4326", always_xy=True)
    place = areas.geometry["MSP-001"]
    assert (place.x, place.y) == pytest.approx(to_degrees.transform(712345.5, 4954321.5), abs=1e-8)
    assert dataset.meta.data_date == "2024-02-20"


def test_spanish_table_with_decimal_commas_and_a_total(office, tmp_path):
    file = tmp_path / "accidentes.csv"
    lines = [
        "Registro de accidentes (datos sintéticos);;;;;;;",
        "Código;Fecha;Departamento;Municipio;Muertos;Heridos;Latitud;Longitud",
        "ACC-1;14/03/2019;Meta;Vistahermosa;1;2;3,1245;-73,7510",
        "ACC-2;02/11/2020;Meta;Uribe;0;1;3,2390;-74,3510",
        "TOTAL;;;;1;3;;",
    ]
    file.write_text("\n".join(lines), encoding="cp1252")
    atlas("import", file, "--into", office, "--layer", "accidents", "--source", "A", *NEW)
    events = read_dataset(office)["events"].set_index("event_id")
    assert events["killed"].to_dict() == {"ACC-1": 1, "ACC-2": 0}
    assert events["occurred"].to_dict() == {"ACC-1": "2019-03-14", "ACC-2": "2020-11-02"}
    assert events.geometry["ACC-2"].equals(shapely.Point(-74.351, 3.239))


def test_arabic_workbook_with_its_own_digits(office, tmp_path):
    parts = [({"الرمز": "YE1101", "المديرية": "المخا", "المحافظة": "تعز"}, (43.2, 13.2, 0.2))]
    file = boundaries(tmp_path / "hudud.geojson", parts)
    atlas("import", file, "--into", office, "--layer", "districts", "--source", "G", *NEW)
    heading = (
        "الرقم", "اسم المنطقة", "المديرية", "التصنيف", "المساحة (م2)", "تاريخ التقرير",
        "خط العرض", "خط الطول",
    )  # fmt: skip
    rows = [
        ("H-1", "وادي", "المخا", "منطقة مشتبه بها", "١٢٬٥٠٠", "٢٠٢٢/٠٥/٠٤", "١٣٫٣٢٤٥", "٤٣٫٢٥١٠"),
        ("H-2", "تل", "المخا", "منطقة مؤكدة", "٤٬٢٠٠", "٢٠٢٣/٠١/١٧", "١٣٫٣٣٤٥", "٤٣٫٢٦١٠"),
        ("المجموع", None, None, None, "١٦٬٧٠٠", None, None, None),
    ]
    file = book(tmp_path / "manatiq.xlsx", "قائمة المناطق الخطرة (بيانات اصطناعية)", heading, *rows)
    atlas("import", file, "--into", office, "--layer", "hazard_areas", "--source", "U", *NEW)
    dataset = read_dataset(office)
    assert dataset["districts"]["code"].tolist() == ["YE1101"]
    areas = dataset["hazard_areas"].set_index("hazard_id")
    assert areas["classification"].to_dict() == {"H-1": "suspected", "H-2": "confirmed"}
    assert areas["stated_area_m2"].tolist() == [12500, 4200]
    assert areas["name"].to_dict() == {"H-1": "وادي", "H-2": "تل"}
    assert areas.geometry["H-1"].equals(shapely.Point(43.251, 13.3245))


def test_times_of_a_database_are_no_dates_of_the_ground(office, tmp_path):
    parts = [({"name": "Doboj", "created_at": "2015-01-30T21:55:32Z"}, (17.5, 44.5, 0.4))]
    file = boundaries(tmp_path / "a.geojson", parts)
    said = atlas("import", file, "--into", office, "--layer", "districts", "--source", "G", *NEW)
    assert "info: created_at: 2015-01-30T21:55:32Z [record-times-beside]" in said
