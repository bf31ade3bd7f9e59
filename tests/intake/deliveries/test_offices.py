"""What offices really send: odd coordinates, sheets, headings and dates."""

import json

import geopandas as gpd
import openpyxl
import pytest
from click.testing import CliRunner
from pyproj import Transformer

from geo.cli.init import init
from geo.errors import InputUnreadable
from geo.intake.deliveries.run import import_delivery

NEW = {"title": "Register", "publisher": "Mine Action Office"}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(init, ["office"]).exit_code == 0
    return tmp_path / "layers" / "office"


def deliver(folder, file, layer="events", **given):
    return import_delivery(
        folder, [file], layer=layer, source="office", new_source=NEW, day="2024-01-01", given=given
    )


def table(path, *lines):
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def stored(folder, layer="events"):
    return gpd.read_file(folder / f"{layer}.geojson").set_index("event_id")


def codes(report):
    return [f.rule.code for f in report.findings]


def test_metres_are_read_as_people_write_them(folder, tmp_path):
    file = table(
        tmp_path / "utm.csv",
        "id;kind;easting;northing",
        "plain;accident;712345;4867890",
        "units;accident;712345 m E;N 4867890",
        "spaces;accident;712 345;4 867 890",
        "commas;accident;712,345;4,867,890",
        "none;accident;unknown;4867890",
    )
    report = deliver(folder, file, crs="EPSG:32633")
    there = stored(folder)
    expected = Transformer.from_crs(32633, 4326, always_xy=True).transform(712345, 4867890)
    for name in ("plain", "units", "spaces", "commas"):
        point = there.geometry[name]
        assert (point.x, point.y) == pytest.approx(expected, abs=1e-8), name
    assert there.geometry["none"] is None
    assert [f.row for f in report.findings if f.rule.code == "unreadable-coordinate"] == [6]
    assert "no-geometry" in codes(report)


def test_a_comma_in_metres_that_may_be_either_is_not_read(folder, tmp_path):
    file = table(tmp_path / "utm.csv", "id;kind;easting;northing", "a;accident;712,345;4867890")
    report = deliver(folder, file, crs="EPSG:32633")
    assert any("--decimals" in f.message for f in report.findings)
    assert stored(folder).geometry["a"] is None
    deliver(folder, file, decimals=".")
    expected = Transformer.from_crs(32633, 4326, always_xy=True).transform(712345, 4867890)
    point = stored(folder).geometry["a"]
    assert (point.x, point.y) == pytest.approx(expected, abs=1e-8)


def test_metres_taken_for_degrees_are_said_at_once(folder, tmp_path):
    file = table(tmp_path / "xy.csv", "id,kind,X,Y", "a,accident,712345,4867890")
    assert "coordinates-out-of-range" in codes(deliver(folder, file))
    assert "coordinates-out-of-range" not in codes(deliver(folder, file, crs="EPSG:32633"))


def workbook(path, sheets, merged=(), hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
    for title, cells in merged:
        book[title].merge_cells(cells)
    book.save(path)
    return path


HEAD = ["id", "kind", "date", "lon", "lat", "district"]


def test_sheets_that_are_not_read_are_named_and_hidden_ones_come_last(folder, tmp_path):
    sheets = {
        "Old": [HEAD, ["x", "accident", "1999", 17, 44, "A"]],
        "Read me": [["About this file"], ["Prepared by the office"]],
        "2020": [HEAD, ["a", "accident", "2020", 17, 44, "A"]],
        "Empty": [],
    }
    file = workbook(tmp_path / "book.xlsx", sheets, hidden=["Old"])
    report = deliver(folder, file)
    assert report.merged.added == ["a"]
    [said] = [f.message for f in report.findings if f.rule.code == "sheets-not-read"]
    assert said.startswith("sheet '2020' was read")
    assert "'Read me'" in said
    assert "'Old' (hidden)" in said
    assert "Empty" not in said
    assert "sheets-not-read" not in codes(deliver(folder, file, from_layer="2020"))


def test_sheets_that_look_alike_are_asked_for(folder, tmp_path):
    sheets = {
        year: [HEAD, [f"a{year}", "accident", year, 17, 44, "A"]] for year in ("2020", "2021")
    }
    file = workbook(tmp_path / "book.xlsx", sheets)
    with pytest.raises(InputUnreadable, match="sheets '2020', '2021' look alike"):
        deliver(folder, file)
    assert deliver(folder, file, from_layer="2021").merged.added == ["a2021"]


def test_cells_merged_over_rows_are_said(folder, tmp_path):
    rows = [HEAD, *([name, "accident", "2020", 17, 44, "A"] for name in "abc")]
    merged = [("S", "F2:F4"), ("Other", "A1:A9")]
    file = workbook(tmp_path / "book.xlsx", {"S": rows, "Other": [["note"]]}, merged)
    report = deliver(folder, file, from_layer="S")
    [said] = [f for f in report.findings if f.rule.code == "merged-cells"]
    assert "F2:F4" in said.message
    assert said.row == 2
    assert stored(folder)["district"].notna().tolist() == [True, False, False]


OUTLINE = "POLYGON((17 44,17.01 44,17.01 44.01,17 44))"


@pytest.mark.parametrize(
    ("heading", "square_metres"),
    [
        ("Area Size (m2)", 2),
        ("Area (sq km)", 2_000_000),
        ("Area [ha]", 20_000),
        ("Površina (m²)", 2),
        ("Площадь, кв. м", 2),
        ("Area in hectares", 20_000),
        ("Surface (km²)", 2_000_000),
        ("Area (acres)", 2 * 4046.8564224),
    ],
)
def test_the_unit_in_a_heading_is_read_and_does_not_hide_the_column(
    folder, tmp_path, heading, square_metres
):
    file = table(tmp_path / "a.csv", f"id;status;{heading};wkt", f"a;SHA;2;{OUTLINE}")
    deliver(folder, file, "hazard_areas", crs="EPSG:4326")
    [row] = gpd.read_file(folder / "hazard_areas.geojson").to_dict("records")
    assert row["stated_area_m2"] == pytest.approx(square_metres, rel=1e-12)


def test_a_column_mapped_by_hand_keeps_the_unit_of_its_heading(folder, tmp_path):
    file = table(tmp_path / "a.csv", "id;status;Contaminated (sq km);wkt", f"a;SHA;2;{OUTLINE}")
    given = {"crs": "EPSG:4326", "columns": {"stated_area_m2": "Contaminated (sq km)"}}
    deliver(folder, file, "hazard_areas", **given)
    [row] = gpd.read_file(folder / "hazard_areas.geojson").to_dict("records")
    assert row["stated_area_m2"] == 2_000_000


def test_where_type_has_the_class_status_says_whether_work_is_under_way(folder, tmp_path):
    rows = [f"{i};{t};{s};{OUTLINE}" for i, t, s in (("a", "SHA", "Open"), ("b", "CHA", "Closed"))]
    file = table(tmp_path / "a.csv", "id;Type;Status;wkt", *rows)
    report = deliver(folder, file, "hazard_areas", crs="EPSG:4326")
    assert {n: report.how.columns[n] for n in ("classification", "land_status")} == {
        "classification": "Type",
        "land_status": "Status",
    }
    assert not report.unknown


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("05.06.2020.", "2020-06-05"),
        ("5. 6. 2020", "2020-06-05"),
        ("05.06.2020 10:20", "2020-06-05"),
        ("13/06/2020 10:20:30 PM", "2020-06-13"),
        ("20200605", "2020-06-05"),
        ("06/2020", "2020-06"),
        ("5 May 2020", "2020-05-05"),
        ("5-May-2020", "2020-05-05"),
        ("May 5th, 2020", "2020-05-05"),
        ("May 2020", "2020-05"),
        ("5 мая 2020", "2020-05-05"),
        ("5 de mayo de 2020", "2020-05-05"),
        ("1er août 2020", None),  # not read, and said
        ("31 June 2020", None),
        ("05.06.20", None),
        ("Maybe 2020", None),
    ],
)
def test_dates_as_people_write_them(folder, tmp_path, written, iso):
    file = table(tmp_path / "d.csv", "id;kind;date;lon;lat", f"a;accident;{written};17;44")
    report = deliver(folder, file)
    [feature] = json.loads((folder / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["occurred"] == (iso or written)
    assert ("delivered-value-unread" in codes(report)) == (iso is None)


def test_days_of_a_spreadsheet_are_not_guessed(folder, tmp_path):
    rows = [["id", "kind", "date", "lon", "lat"], ["a", "accident", 43831, 17, 44]]
    report = deliver(folder, workbook(tmp_path / "s.xlsx", {"S": rows}))
    [said] = [f for f in report.findings if f.rule.code == "spreadsheet-days"]
    assert "2020-01-01" in said.message  # what Excel shows for 43831
    assert "delivered-value-unread" in codes(report)
