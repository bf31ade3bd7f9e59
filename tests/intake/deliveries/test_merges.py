"""Keys that are merged over the rows of a spreadsheet; the corners are worked by hand."""

import geopandas as gpd
import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from geo.intake.deliveries.reading import read_files
from geo.model.manifest import Import
from tests.intake.deliveries.test_corners import corners, hazards
from tests.intake.deliveries.test_offices import HEAD, codes, deliver, folder, stored, workbook

__all__ = ["folder"]
POINTS = ["Hazard ID", "Type", "Point No", "Longitude", "Latitude"]
A, B, C, D = (17.0, 43.0), (17.01, 43.0), (17.01, 43.01), (17.0, 43.01)
SQUARE = [*A], [*B], [*C], [*D]


def rows_of(key, *places, kind="CHA"):
    return [[key, kind, n, *place] for n, place in enumerate(places, 1)]


def merged(path, rows, *cells):
    """A workbook whose cells are merged as a spreadsheet program does: the others are blank."""
    return workbook(path, {"S": rows}, [("S", c) for c in cells])


def said(report, code):
    return [f.message for f in report.findings if f.rule.code == code]


def test_a_key_merged_over_its_points_is_that_of_all(folder, tmp_path):
    rows = [POINTS, *rows_of("h1", A, B, C), *rows_of("h2", *SQUARE)]
    # The type of h1 is merged like its key, that of h2 is not.
    file = merged(tmp_path / "a.xlsx", rows, "A2:A4", "B2:B4", "A5:A8")
    report = deliver(folder, file, "hazard_areas")
    assert (report.rows, report.joined, report.keys_made) == (7, 5, 0)
    assert said(report, "merged-keys-filled") == [
        "Hazard ID: the value of 2 merges was read for 5 more rows"
    ]
    assert "merged-cells" not in codes(report)
    assert "outline-values-differ" not in codes(report)
    there = hazards(folder)
    assert corners(there.geometry["h1"]) == [A, B, C, A]
    assert corners(there.geometry["h2"]) == [A, B, C, D, A]
    assert there.classification.to_dict() == {"h1": "confirmed", "h2": "confirmed"}
    # The next delivery is understood in the same way.
    again = deliver(folder, file, "hazard_areas")
    assert again.merged.unchanged == ["h1", "h2"]


def test_without_numbers_the_merges_alone_make_outlines(folder, tmp_path):
    head = ["Hazard ID", "Type", "Longitude", "Latitude"]
    rows = [head, *([key, "SHA", *place] for key in ("h1", "h2") for place in (A, B, C))]
    file = merged(tmp_path / "a.xlsx", rows, "A2:A4", "B2:B4", "A5:A7", "B5:B7")
    deliver(folder, file, "hazard_areas")
    assert corners(hazards(folder).geometry["h2"]) == [A, B, C, A]


def test_two_polygons_merged_within_the_rows_of_one_key(folder, tmp_path):
    head = [*POINTS[:2], "Polygon No", *POINTS[2:]]
    other = [(x + 1, y) for x, y in (A, B, C)]
    rows = [head]
    for number, places in ((1, (A, B, C)), (2, other)):
        rows += [["h1", "CHA", number, n, *place] for n, place in enumerate(places, 1)]
    file = merged(tmp_path / "a.xlsx", rows, "A2:A7", "C2:C4", "C5:C7")
    deliver(folder, file, "hazard_areas")
    parts = hazards(folder).geometry["h1"].geoms
    assert [list(p.exterior.coords) for p in parts] == [
        [A, B, C, A], [*other, other[0]]
    ]  # fmt: skip


def test_where_rows_are_no_points_of_outlines_nothing_is_filled(folder, tmp_path):
    rows = [HEAD, *([name, "accident", "2020", 17, 44, "A"] for name in "abc")]
    report = deliver(folder, merged(tmp_path / "a.xlsx", rows, "A2:A4"))
    assert "merged-keys-filled" not in codes(report)
    assert "A2:A4" in said(report, "merged-cells")[0]
    assert report.keys_made == 2
    assert len(stored(folder)) == 3


@pytest.mark.parametrize("cells", ["A1:A3", "A2:B4"])
def test_merges_of_other_shape_are_only_said(folder, tmp_path, cells):
    file = merged(tmp_path / "a.xlsx", [POINTS, *rows_of("h1", A, B, C)], cells)
    report = deliver(folder, file, "hazard_areas")
    assert len(said(report, "merged-cells")) == 1
    assert "merged-keys-filled" not in codes(report)


def test_blank_rows_within_a_merge_and_columns_far_to_the_right(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for column in range(1, 31):
        sheet.cell(1, column, f"c{column}")
    for row in (2, 4, 6):  # 3 and 5 are blank but for the merge
        sheet.cell(row, 1, row)
    sheet.cell(2, 28, "x")
    sheet.merge_cells(f"{get_column_letter(28)}2:{get_column_letter(28)}5")
    book.save(tmp_path / "a.xlsx")
    how = Import(layer="hazard_areas")
    [found] = read_files([tmp_path / "a.xlsx"], how).merges
    assert (found.column, found.first, found.last, found.cells) == ("c28", 0, 1, "AB2:AB5")
    [first, second] = read_files([tmp_path / "a.xlsx"] * 2, how).merges
    assert (first.first, second.first, second.last) == (0, 3, 4)


def test_the_points_stay_beside_as_delivered(folder, tmp_path):
    file = merged(tmp_path / "a.xlsx", [POINTS, *rows_of("h1", A, B, C)], "A2:A4")
    deliver(folder, file, "hazard_areas")
    beside = gpd.read_file(folder / "hazard_areas.geojson").source_values[0]
    assert "17.01" in str(beside)
