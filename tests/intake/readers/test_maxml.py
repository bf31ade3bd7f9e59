"""maXML, read as it comes. The sample is made up; positions by GeographicLib's own geodesics."""

import json
from pathlib import Path

import mgrs
import pytest
import shapely
from pyproj import Geod

from geo.errors import InputUnreadable
from geo.intake.readers import maxml, read
from tests.conftest import ROOT

SAMPLE = ROOT / "tests" / "data" / "hazards.maxml"


def codes(table):
    return [f.rule.code for f in table.findings]


def test_relative_points_become_the_outline_they_describe():
    table = read(SAMPLE, layer="Hazard")
    outline = table.geometry[0]
    geod = Geod(ellps="WGS84")
    lon, lat, expected = 46.93, 39.99, []
    for bearing, distance in ((60, 450), (90, 60), (0, 300), (270, 60)):
        lon, lat, _ = geod.fwd(lon, lat, bearing, distance)
        expected.append((lon, lat))
    # Sorted by number, the reference point left out, closed.
    got = list(outline.exterior.coords)
    assert got[:-1] == [pytest.approx(p, abs=1e-9) for p in expected]
    assert got[0] == got[-1]
    assert codes(table).count("maxml-bearing-as-true") >= 4


def test_mgrs_points():
    outline = read(SAMPLE, layer="Hazard").geometry[1]
    corners = [mgrs.MGRS().toLatLon(f"38SQK{e}{n}") for e, n in
               (("00110", "00220"), ("00310", "00220"), ("00310", "00420"))]  # fmt: skip
    assert list(outline.exterior.coords)[:-1] == [
        pytest.approx((lon, lat), abs=1e-6) for lat, lon in corners
    ]


def test_points_measured_from_each_other_leave_the_record_unmapped():
    table = read(SAMPLE, layer="Hazard")
    assert table.geometry[2] is None
    assert {"maxml-point-unknown", "maxml-too-few-points"} <= set(codes(table))


def test_points_measured_from_a_point_off_the_globe_are_unknown(tmp_path):
    """Found by fuzzing: a geodesic from 399° north leads nowhere."""
    text = SAMPLE.read_text(encoding="utf-8")
    assert text.count(">39.99<") >= 1
    path = tmp_path / "a.maxml"
    path.write_text(text.replace(">39.99<", ">399.9<"), encoding="utf-8")
    table = read(path, layer="Hazard")
    assert table.geometry[0] is None
    assert any("not on the globe" in str(f.value) + str(f) for f in table.findings)


def test_what_is_not_understood_is_kept_and_persons_are_not():
    table = read(SAMPLE, layer="Hazard")
    first = table.frame.iloc[0]
    assert first["hazard_localid"] == "MF-1"
    assert first["HazardClassification"] == "Minefield"
    assert first["CountrySpecific/Zone"] == "north"
    assert first["CountrySpecific/Zone/@code"] == "7"
    assert first["FieldReportInfo/DateOfReport"] == "2023-05-04"
    entered = json.loads(first["geospatial_info"])
    assert entered[0][1]["bearing"] == "60"
    assert entered[0][1]["frompointguid"] == "rp-1"
    everything = read(SAMPLE)
    assert everything.frame["record"].tolist() == ["Hazard", "Hazard", "Hazard", "Accident"]
    assert "Nobody" not in everything.frame.to_json()
    assert "maxml-persons-left-out" in codes(everything)


def test_an_accident_is_a_point():
    table = read(SAMPLE, layer="Accident")
    assert table.geometry[0].equals(shapely.Point(46.95, 39.98))


def test_a_record_that_is_not_there_is_named():
    with pytest.raises(InputUnreadable, match="Location") as error:
        read(SAMPLE, layer="Location")
    assert "Hazard" in error.value.hint


@pytest.mark.parametrize(
    "content",
    ["", "<a/>", "<MineActionFieldReport>", "<MineActionFieldReport/>", "\0", "no xml at all"],
)
def test_what_is_no_maxml_is_refused(tmp_path: Path, content):
    path = tmp_path / "a.maxml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputUnreadable) as error:
        read(path)
    assert error.value.hint


def written(*rings):
    infos = "".join(
        "<GeospatialInfo><shapeenum>Polygon</shapeenum>"
        + "".join(
            f"<GeoPoint><pointno>{n}</pointno><latitude>{y}</latitude>"
            f"<longitude>{x}</longitude></GeoPoint>"
            for n, (x, y) in enumerate(ring, start=1)
        )
        + "</GeospatialInfo>"
        for ring in rings
    )
    report = f"<FieldReport><Hazard>{infos}</Hazard></FieldReport>"
    return f"<MineActionFieldReport>{report}</MineActionFieldReport>"


def test_parts_that_meet_are_joined_and_parts_that_overlap_are_left_to_the_checks(tmp_path):
    path = tmp_path / "parts.maxml"
    west, east = [(0, 0), (1, 0), (1, 1), (0, 1)], [(1, 0), (2, 0), (2, 1), (1, 1)]
    path.write_text(written(west, east), encoding="utf-8")
    shape = read(path, layer="Hazard").geometry[0]
    assert (shape.is_valid, shape.geom_type, shape.area) == (True, "Polygon", 2)
    path.write_text(written(west, [(x - 0.5, y) for x, y in east]), encoding="utf-8")
    shape = read(path, layer="Hazard").geometry[0]
    assert (shape.is_valid, len(shape.geoms)) == (False, 2)


def test_work_grows_with_the_number_of_records_not_with_its_square(tmp_path, monkeypatch):
    looks = []
    real = maxml.local_name
    monkeypatch.setattr(maxml, "local_name", lambda element: looks.append(1) or real(element))

    def work(n):
        records = "".join(
            f"<Hazard><hazard_localid>H{k}</hazard_localid></Hazard>" for k in range(n)
        )
        path = tmp_path / f"{n}.maxml"
        path.write_text(
            f"<MineActionFieldReport><FieldReport>{records}</FieldReport></MineActionFieldReport>",
            encoding="utf-8",
        )
        looks.clear()
        assert len(read(path, layer="Hazard").frame) == n
        return len(looks)

    assert work(400) < 4.5 * work(100)
