"""Hazards on one sheet and their turning points on another; the corners are worked by hand."""

import zipfile

import pytest

from geo.errors import InputUnreadable
from geo.model.manifest import read_manifest
from tests.intake.deliveries.test_corners import corners, hazards
from tests.intake.deliveries.test_offices import codes, deliver, folder, workbook
from tests.intake.readers.test_archived import POINT

__all__ = ["folder"]
A, B, C, D = (17.0, 43.0), (17.01, 43.0), (17.01, 43.01), (17.0, 43.01)
VALUES = [["ID", "Type", "Area (ha)", "Remarks"], ["h1", "CHA", 50, "one"], ["h2", "SHA", 60, None]]
HEAD = ["Hazard ID", "Point No", "Longitude", "Latitude", "Remarks"]
PAIR = {"from_layer": "Hazards", "points": "Points"}


def points(key, *places):
    return [[key, n, *place, f"tree {n}"] for n, place in enumerate(places, 1)]


def book(path, *rows, values=VALUES):
    return workbook(path, {"Hazards": values, "Points": [HEAD, *rows]})


def test_hazards_get_the_outlines_of_the_other_sheet(folder, tmp_path):
    file = book(tmp_path / "a.xlsx", *points("h2", A, B, C, D), *points("h1", A, B, C))
    report = deliver(folder, file, "hazard_areas", **PAIR)
    there = hazards(folder)
    assert corners(there.geometry["h1"]) == [A, B, C, A]
    assert corners(there.geometry["h2"]) == [A, B, C, D, A]
    assert there.classification.to_dict() == {"h1": "confirmed", "h2": "suspected"}
    assert there.stated_area_m2.to_dict() == {"h1": 500_000, "h2": 600_000}
    assert "outline-values-differ" in codes(report)  # the remarks on the points
    assert (len(report.merged.added), report.keys_made) == (2, 0)
    assert '"Remarks": "one"' in there.source_values["h1"].replace('"Remarks":"', '"Remarks": "')
    assert "tree 3" in there.source_values["h1"]


def test_the_next_delivery_needs_only_the_file(folder, tmp_path):
    square = points("h1", A, B, C, D)
    deliver(
        folder, book(tmp_path / "a.xlsx", *square, *points("h2", A, B, C)), "hazard_areas", **PAIR
    )
    assert read_manifest(folder).imports["office-hazard_areas"].points == "Points"
    second = book(tmp_path / "b.xlsx", *square, *points("h2", A, B, D))
    report = deliver(folder, second, "hazard_areas")
    assert report.merged.unchanged == ["h1"]
    assert "geometry" in report.merged.updated["h2"]
    report = deliver(folder, book(tmp_path / "c.xlsx", *square, values=VALUES[:2]), "hazard_areas")
    assert report.merged.retired == ["h2"]


def test_hazards_without_points_and_points_without_hazard_are_said(folder, tmp_path):
    rows = [*points("h1", A, B, C), *points("h9", A, B, D)]
    report = deliver(folder, book(tmp_path / "a.xlsx", *rows), "hazard_areas", **PAIR)
    there = hazards(folder)
    assert there.geometry["h2"] is None
    assert corners(there.geometry["h9"]) == [A, B, D, A]
    [said] = [f for f in report.findings if f.rule.code == "points-of-no-row"]
    assert said.message == "3 points of 1 key: 'h9'"
    assert "outline-too-few-corners" in codes(report)
    assert "delivered-without-value" in codes(report)  # h9 has no status


def test_a_hazard_that_stands_twice_has_its_points_once(folder, tmp_path):
    values = [*VALUES, ["h1", "CHA", 50, "again"]]
    file = book(tmp_path / "a.xlsx", *points("h1", A, B, C), *points("h2", A, B, C), values=values)
    deliver(folder, file, "hazard_areas", **PAIR)
    assert corners(hazards(folder).geometry["h1"]) == [A, B, C, A]


@pytest.mark.parametrize("names", [("Longitude", "Latitude"), ("Lon", "Lat"), ("X", "Y")])
def test_a_centre_among_the_values_is_no_point_of_the_outline(folder, tmp_path, names):
    values = [["ID", *names, "Type"], ["h1", 5, 6, "CHA"], ["h2", 7, 8, "SHA"]]
    file = book(tmp_path / "a.xlsx", *points("h1", A, B, C), *points("h2", A, B, D), values=values)
    report = deliver(folder, file, "hazard_areas", **PAIR)
    assert corners(hazards(folder).geometry["h1"]) == [A, B, C, A]
    assert f"{names[0]} (Hazards)" in report.beside
    assert deliver(folder, file, "hazard_areas").merged.unchanged == ["h1", "h2"]


def test_two_tables_of_an_archive(folder, tmp_path):
    def text(rows):
        return "\n".join(",".join("" if v is None else str(v) for v in row) for row in rows)

    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("hazards.csv", text(VALUES))
        out.writestr("points.csv", text([HEAD, *points("h1", A, B, C), *points("h2", A, B, D)]))
    given = {"from_layer": "hazards.csv", "points": "points.csv"}
    deliver(folder, path, "hazard_areas", **given)
    assert corners(hazards(folder).geometry["h2"]) == [A, B, D, A]


def test_what_is_missing_is_said(folder, tmp_path):
    file = book(tmp_path / "a.xlsx", *points("h1", A, B, C))
    with pytest.raises(InputUnreadable) as fault:
        deliver(folder, file, "hazard_areas", points="Points")
    assert "--from-layer" in fault.value.hint
    path = tmp_path / "g.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("hazards.csv", "ID,Type\nh1,CHA\n")
        out.writestr("points.geojson", POINT)
    with pytest.raises(InputUnreadable, match="geometry of its own"):
        deliver(folder, path, "hazard_areas", from_layer="hazards.csv", points="points")
    nameless = workbook(tmp_path / "b.xlsx", {"Hazards": VALUES, "Points": [["x", "y"], [17, 43]]})
    with pytest.raises(InputUnreadable, match="no column with the hazard_id, found x, y"):
        deliver(folder, nameless, "hazard_areas", **PAIR)
