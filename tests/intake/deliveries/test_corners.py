"""Tables with one row for each turning point; the corners here are worked by hand."""

import json

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner
from pyproj import Transformer

from geo.cli.init import init
from geo.intake.readers.corners import kind_of_point, order_of_corners
from geo.model.manifest import read_manifest
from tests.intake.deliveries.test_offices import codes, deliver, table

HEAD = "Hazard ID;Type;Point Type;Point No;Longitude;Latitude"
# A square of a hundredth of a degree, anticlockwise.
A, B, C, D = (17.0, 43.0), (17.01, 43.0), (17.01, 43.01), (17.0, 43.01)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(init, ["office"]).exit_code == 0
    return tmp_path / "layers" / "office"


def point(key, kind, number, place, status="CHA"):
    return f"{key};{status};{kind};{number};{place[0]};{place[1]}"


def square(key):
    kinds = ("Start Point", "Turning Point", "Turning Point", "Turning Point")
    return [point(key, k, n, p) for n, (k, p) in enumerate(zip(kinds, (A, B, C, D), strict=True))]


def hazards(folder):
    return gpd.read_file(folder / "hazard_areas.geojson").set_index("hazard_id")


def bring(folder, path, *lines, **given):
    return deliver(folder, table(path, *lines), "hazard_areas", **given)


def corners(shape):
    assert len(shape.geoms) == 1
    return list(shape.geoms[0].exterior.coords)


def test_points_become_outlines_and_all_rows_are_accounted_for(folder, tmp_path):
    file = tmp_path / "rows.csv"
    lines = [
        HEAD,
        point("h1", "Reference Point", 1, (16.9, 42.9)),
        point("h1", "Benchmark", 2, (16.95, 42.95)),
        *square("h1"),
        *square("h2"),
    ]
    report = bring(folder, file, *lines)
    assert (report.rows, report.joined, len(report.merged.added)) == (10, 8, 2)
    there = hazards(folder)
    for key in ("h1", "h2"):
        assert corners(there.geometry[key]) == [A, B, C, D, A]
    left = [f.message for f in report.findings if f.rule.code == "outline-landmarks-left-out"]
    assert left == [
        "Reference Point: 1 points left out of outlines",
        "Benchmark: 1 points left out of outlines",
    ]
    # All six points stand beside, as delivered.
    points = json.loads(json.loads(there.source_values["h1"])["geospatial_info"])
    assert [p["Point Type"] for p in points[:3]] == ["Reference Point", "Benchmark", "Start Point"]
    assert points[1]["Longitude"] == "16.95"
    # The mapping is kept, and the next delivery is the same.
    how = read_manifest(folder).imports["office-hazard_areas"]
    assert (how.columns["point_type"], how.columns["point_number"]) == ("Point Type", "Point No")
    again = bring(folder, file, *lines)
    assert sorted(again.merged.unchanged) == ["h1", "h2"]


def test_points_are_ordered_by_number_also_apart_in_the_file(folder, tmp_path):
    bring(
        folder,
        tmp_path / "mixed.csv",
        HEAD,
        point("h1", "TP", 3, C),
        point("h2", "TP", 10, D),
        point("h1", "TP", 1, A),
        point("h2", "TP", 9, C),
        point("h1", "TP", 4, D),
        point("h2", "TP", 2, A),
        point("h1", "TP", 2, B),
    )
    there = hazards(folder)
    assert corners(there.geometry["h1"]) == [A, B, C, D, A]
    assert corners(there.geometry["h2"]) == [A, C, D, A]  # 2, 9, 10 as numbers


def test_a_closing_point_is_no_further_corner(folder, tmp_path):
    lines = [*square("h1"), point("h1", "End Point", 4, A)]
    bring(folder, tmp_path / "closed.csv", HEAD, *lines)
    assert corners(hazards(folder).geometry["h1"]) == [A, B, C, D, A]


def test_without_numbers_the_order_is_that_of_the_file_and_may_cross(folder, tmp_path):
    lines = [f"h1;CHA;Turning Point;{x};{y}" for x, y in (A, C, B, D)]
    bring(folder, tmp_path / "bow.csv", "Hazard ID;Type;Point Type;Longitude;Latitude", *lines)
    shape = hazards(folder).geometry["h1"]
    assert corners(shape) == [A, C, B, D, A]
    assert not shapely.is_valid(shape)  # a build repairs and lists it


def test_fewer_than_three_corners_and_missing_ones_leave_it_unmapped(folder, tmp_path):
    report = bring(
        folder,
        tmp_path / "few.csv",
        HEAD,
        *[point("two", "TP", n, p) for n, p in enumerate((A, B, A))],
        *square("lost")[:3],
        "lost;CHA;TP;3;;43.01",
        *square("good"),
    )
    there = hazards(folder)
    assert there.geometry.isna().to_dict() == {"good": False, "lost": True, "two": True}
    found = {f.rule.code: f for f in report.findings}
    assert found["outline-too-few-corners"].message == "two: 2 distinct corners"
    assert found["outline-too-few-corners"].row == 2
    assert found["outline-corner-missing"].message == "lost: no position in rows 8"
    assert report.rows == 11


def test_two_outlines_of_one_hazard(folder, tmp_path):
    def lines(numbered):
        for part, shift in (("1", 0), ("2", 0.1)):
            for n, (x, y) in enumerate((A, B, C)):
                yield f"h1;CHA;{part if numbered else ''};{n};{x + shift:.2f};{y}"

    head = "Hazard ID;Type;Polygon No;Point No;Longitude;Latitude"
    bring(folder, tmp_path / "parts.csv", head, *lines(True))
    shape = hazards(folder).geometry["h1"]
    assert [p.exterior.coords[0] for p in shape.geoms] == [(17.0, 43.0), (17.1, 43.0)]
    report = bring(folder, tmp_path / "parts.csv", head, *lines(False))
    assert hazards(folder).geometry["h1"] is None  # nobody knows which point is whose
    assert "outline-order-unclear" in codes(report)


def test_values_that_differ_are_listed_and_the_first_is_kept(folder, tmp_path):
    lines = square("h1")
    lines[2] = lines[2].replace("CHA", "SHA")
    report = bring(folder, tmp_path / "differ.csv", HEAD, *lines)
    said = [f.message for f in report.findings if f.rule.code == "outline-values-differ"]
    assert said == ["h1: Type is 'CHA', 'SHA'"]
    assert hazards(folder).classification["h1"] == "confirmed"


def test_metres_are_transformed_as_outlines(folder, tmp_path):
    metres = [(712000, 4867000), (712100, 4867000), (712100, 4867100)]
    lines = [f"h1;CHA;{n};{x};{y}" for n, (x, y) in enumerate(metres)]
    head = "Hazard ID;Type;Point No;Easting;Northing"
    bring(folder, tmp_path / "utm.csv", head, *lines, crs="EPSG:32633")
    to_degrees = Transformer.from_crs(32633, 4326, always_xy=True)
    found = corners(hazards(folder).geometry["h1"])
    for place, (x, y) in zip(found, metres, strict=False):
        assert place == pytest.approx(to_degrees.transform(x, y), abs=1e-8)


def test_repeated_keys_alone_are_enough_only_if_nothing_else_differs(folder, tmp_path):
    head = "Hazard ID;Type;Name;Longitude;Latitude"
    centres = [f"h1;CHA;{n};{x};{y}" for n, (x, y) in zip("abcd", (A, B, C, D), strict=True)]
    report = bring(folder, tmp_path / "centres.csv", head, *centres)
    assert report.joined == 0
    lines = [f"h2;CHA;a;{x};{y}" for x, y in (A, B, C, D)]
    report = bring(folder, tmp_path / "rows.csv", head, *lines)
    assert report.joined == 3
    assert corners(hazards(folder).geometry["h2"]) == [A, B, C, D, A]


def test_a_centre_for_each_hazard_is_no_outline(folder, tmp_path):
    lines = [HEAD, point("h1", "Centre", 1, A), point("h2", "Centre", 2, B)]
    report = bring(folder, tmp_path / "centres.csv", *lines)
    assert report.joined == 0
    assert "outlines-from-points" not in codes(report)


def test_rows_without_key_stay_by_themselves(folder, tmp_path):
    report = bring(folder, tmp_path / "keyless.csv", HEAD, *square("h1"), point("", "TP", 5, C))
    assert (report.rows, report.joined, report.keys_made) == (5, 3, 1)
    assert "outline-too-few-corners" in codes(report)


@pytest.mark.parametrize(
    ("kinds", "numbers", "expected"),
    [
        # The start point may be any number of a round.
        (["corner", "corner", "start"], [1, 2, 3], [0, 1, 2]),
        # Numbers anew for each kind of point.
        (["corner", "end", "corner", "start"], [2, 1, 1, 1], [3, 2, 0, 1]),
        # Start and end need none.
        (["end", "corner", "corner", "start"], [None, 2, 1, None], [3, 2, 1, 0]),
        (["corner", "corner", "corner"], [1, 1, 2], None),
    ],
)
def test_order_of_corners(kinds, numbers, expected):
    places = [(float(n), 0.0) for n in range(len(kinds))]
    assert order_of_corners(kinds, numbers, places) == expected


def test_kinds_of_points_in_other_languages():
    said = {
        "landmark": ("Reference Point", "BM 1", "Punto de referencia", "Ориентир", "Репер"),
        "start": ("Start Point", "SP", "Point de départ", "Начальная точка", "Početna tačka"),
        "corner": ("Turning Point", "TP12", "Поворотная точка", "Intermediate Point"),
        "end": ("End Point", "EP", "Конечная точка", "Punto final"),
    }
    for kind, words in said.items():
        assert {w: kind_of_point(w) for w in words} == dict.fromkeys(words, kind)
