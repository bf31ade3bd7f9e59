"""What offices really send: odd coordinates, sheets, headings and dates."""

import geopandas as gpd
import openpyxl
import pytest
from click.testing import CliRunner
from pyproj import Transformer

from geo.commands.init import init
from geo.imports.run import import_delivery

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
        "2020": [HEAD, ["a", "accident", "2020", 17, 44, "A"]],
        "2021": [HEAD, ["b", "accident", "2021", 17, 44, "A"]],
        "Empty": [],
    }
    file = workbook(tmp_path / "book.xlsx", sheets, hidden=["Old"])
    report = deliver(folder, file)
    assert report.merged.added == ["a"]
    [said] = [f.message for f in report.findings if f.rule.code == "sheets-not-read"]
    assert "'2021'" in said
    assert "'Old' (hidden)" in said
    assert "Empty" not in said
    assert "sheets-not-read" not in codes(deliver(folder, file, from_layer="2020"))


def test_cells_merged_over_rows_are_said(folder, tmp_path):
    rows = [HEAD, *([name, "accident", "2020", 17, 44, "A"] for name in "abc")]
    merged = [("S", "F2:F4"), ("Other", "A1:A9")]
    file = workbook(tmp_path / "book.xlsx", {"S": rows, "Other": [["note"]]}, merged)
    report = deliver(folder, file, from_layer="S")
    [said] = [f for f in report.findings if f.rule.code == "merged-cells"]
    assert "F2:F4" in said.message
    assert said.row == 2
    assert stored(folder)["district"].notna().tolist() == [True, False, False]
