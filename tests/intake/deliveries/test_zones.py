"""Rows of several UTM zones, checked against pyproj with the EPSG code of each zone."""

import geopandas as gpd
import pytest
from click.testing import CliRunner
from pyproj import Transformer

from geo.cli.import_ import import_
from geo.errors import CrsError
from geo.model.manifest import read_manifest
from tests.intake.deliveries.test_corners import hazards
from tests.intake.deliveries.test_offices import codes, deliver, folder, stored, table

__all__ = ["folder"]
HEAD = "id;kind;zone;easting;northing"


def bring(folder, path, *rows, head=HEAD, **given):
    file = table(path, head, *(f"{key};accident;{rest}" for key, rest in rows))
    return deliver(folder, file, **given)


def degrees(code, east, north):
    return Transformer.from_crs(code, 4326, always_xy=True).transform(east, north)


def unclear(report):
    return {f.value: f for f in report.findings if f.rule.code == "utm-zone-unclear"}


def said(report):
    [found] = [f for f in report.findings if f.rule.code == "read-in-utm-zones"]
    return found.message


def place(folder, key):
    point = stored(folder).geometry[key]
    return None if point is None else (point.x, point.y)


def test_the_meridian_between_two_zones_is_the_same_place_in_both(folder, tmp_path):
    # Zones 38 and 39 meet at 48° E, 3° from both middle meridians: eastings there are as far
    # from 500 km to the east as to the west, at the same northing.
    east, north = Transformer.from_crs(4326, 32638, always_xy=True).transform(48, 40)
    rows = [("w", f"38N;{east:.4f};{north:.4f}"), ("e", f"39 T;{1e6 - east:.4f};{north:.4f}")]
    report = bring(folder, tmp_path / "az.csv", *rows, crs="EPSG:32638")
    for key in "we":
        assert place(folder, key) == pytest.approx((48, 40), abs=1e-8)
    assert said(report) == "1 row in zone 38N, 1 row in zone 39N"
    assert "zone-contradicts-crs" not in codes(report)
    assert report.how.columns["zone"] == "zone"
    assert report.how.crs == "EPSG:32638"


def test_a_country_in_the_south(folder, tmp_path):
    rows = [("a", "32S;500000;9000000"), ("b", "33 S;500000;9000000"), ("c", "34L;500000;9000000")]
    bring(folder, tmp_path / "ao.csv", *rows, crs="EPSG:32733")
    for key, code in (("a", 32732), ("b", 32733), ("c", 32734)):
        assert place(folder, key) == pytest.approx(degrees(code, 500000, 9000000), abs=1e-8)


def test_s_is_the_band_in_the_north_and_what_cannot_be_it_is_not_guessed(folder, tmp_path):
    rows = [("band", "33S;500000;3900000"), ("south", "33S;500000;9000000")]
    report = bring(folder, tmp_path / "s.csv", *rows, crs="EPSG:32633")
    assert place(folder, "band") == pytest.approx(degrees(32633, 500000, 3900000), abs=1e-8)
    assert place(folder, "south") is None
    found = unclear(report)["33S"]
    assert (found.row, found.column) == (3, "zone")
    assert "is S meant as 'south'?" in found.message
    # The same with degrees stated, for the datum alone.
    report = bring(folder, tmp_path / "s.csv", *rows, crs="EPSG:4326")
    assert place(folder, "south") is None
    assert said(report) == "1 row in zone 33N"


def test_the_import_may_say_what_a_letter_means(folder, tmp_path):
    rows = [("n", "18N;500000;300000"), ("s", "18S;500000;9700000"), ("m", "19M;500000;9700000")]
    values = {"zone": {"18S": "18 south"}}
    bring(folder, tmp_path / "co.csv", *rows, crs="EPSG:32618", values=values)
    for key, code, north in (("n", 32618, 300000), ("s", 32718, 9700000), ("m", 32719, 9700000)):
        assert place(folder, key) == pytest.approx(degrees(code, 500000, north), abs=1e-8)
    # Kept for the next delivery.
    report = bring(folder, tmp_path / "co.csv", *rows)
    assert sorted(report.merged.unchanged) == ["m", "n", "s"]


def test_a_number_alone_needs_the_hemisphere_of_the_crs(folder, tmp_path):
    rows = [("a", "17;500000;300000"), ("b", "18.0;500000;300000")]
    report = bring(folder, tmp_path / "n.csv", *rows, crs="EPSG:4326")
    assert place(folder, "a") is None
    assert {f.message for f in unclear(report).values()} == {
        "'17': north or south?",
        "'18.0': north or south?",
    }
    bring(folder, tmp_path / "n.csv", *rows, crs="EPSG:32617")
    assert place(folder, "a") == pytest.approx(degrees(32617, 500000, 300000), abs=1e-8)
    assert place(folder, "b") == pytest.approx(degrees(32618, 500000, 300000), abs=1e-8)


def test_a_row_without_zone_is_of_the_crs_only_if_no_row_is_of_another(folder, tmp_path):
    rows = [("a", "38N;500000;4400000"), ("b", ";500000;4400000"), ("c", "39N;500000;4400000")]
    report = bring(folder, tmp_path / "a.csv", *rows[:2], crs="EPSG:32638")
    assert place(folder, "b") == pytest.approx((45, degrees(32638, 500000, 4400000)[1]), abs=1e-8)
    assert not unclear(report)
    report = bring(folder, tmp_path / "a.csv", *rows)
    assert place(folder, "b") is None
    assert unclear(report)[""].message == "'': no zone, and rows are of several"


@pytest.mark.parametrize("zone", ["38/39", "61N", "38I", "0", "Baku", "38TQK"])
def test_what_is_no_zone_is_listed_and_unmapped(folder, tmp_path, zone):
    rows = [*((f"a{i}", "38N;500000;4400000") for i in range(3)), ("x", f"{zone};500000;4400000")]
    report = bring(folder, tmp_path / "x.csv", *rows, crs="EPSG:32638")
    assert unclear(report)[zone].message == f"{zone!r}: not a UTM zone"
    assert place(folder, "x") is None
    assert said(report) == "3 rows in zone 38N"


def test_metres_beyond_the_grid_of_a_zone_are_listed(folder, tmp_path):
    rows = [("a", "38N;500000;4400000"), ("x", "38N;4400000;500000"), ("y", "38N;50000;4400000")]
    report = bring(folder, tmp_path / "x.csv", *rows, crs="EPSG:32638")
    assert unclear(report)["38N"].message.startswith("'38N', 2 rows (3, 4): expected an east")
    assert place(folder, "x") is None


def test_the_datum_is_that_of_the_crs_for_all_zones(folder, tmp_path):
    # ED50 in two zones, each against the EPSG zone of that datum by the same operation.
    rows = [("a", "37S;500000;4100000"), ("b", "38S;500000;4100000")]
    report = bring(folder, tmp_path / "ed.csv", *rows, crs="EPSG:23037")
    name = report.how.operations["ED50"]
    assert "ED50 to WGS 84" in name
    assert "zone" not in name
    for key, code in (("a", 23037), ("b", 23038)):
        geographic = Transformer.from_crs(code, 4230, always_xy=True).transform(500000, 4100000)
        found = place(folder, key)
        assert found[0] == pytest.approx(geographic[0], abs=0.003)
        assert 5e-4 < abs(found[1] - geographic[1]) < 2e-3  # ED50 lies some 100 m off
    second = bring(folder, tmp_path / "ed.csv", *rows)
    assert second.how.operations == {"ED50": name}
    assert second.merged.unchanged == ["a", "b"]


def test_the_next_delivery_reads_its_zones_and_retires(folder, tmp_path):
    rows = [("a", "38N;500000;4400000"), ("b", "39N;500000;4400000")]
    bring(folder, tmp_path / "1.csv", *rows, crs="EPSG:32638")
    assert read_manifest(folder).imports["office-events"].columns["zone"] == "zone"
    rows = [("b", "39N;500100;4400000"), ("c", "40R;300000;3000000")]
    report = bring(folder, tmp_path / "2.csv", *rows)
    assert (report.merged.added, report.merged.retired) == (["c"], ["a"])
    assert report.merged.updated == {"b": ["source_values", "geometry"]}
    assert place(folder, "b") == pytest.approx(degrees(32639, 500100, 4400000), abs=1e-8)
    assert str(stored(folder).retired["a"])[:10] == "2024-01-01"  # a date, as GDAL reads it


def test_an_import_of_before_is_compared_and_can_take_up_the_column(folder, tmp_path):
    head = "id;kind;gitter;easting;northing"  # a name that is not known, so it is not guessed
    rows = [("a", "37S;500000;4100000"), ("b", "38S;500000;4100000")]
    bring(folder, tmp_path / "1.csv", *rows, head=head, crs="EPSG:23037")
    before = place(folder, "a")
    assert place(folder, "b") == before
    kept = read_manifest(folder).imports["office-events"].operations
    assert list(kept) == ["ED50"]
    report = bring(folder, tmp_path / "1.csv", *rows, head=head, columns={"zone": "gitter"})
    assert place(folder, "a") == pytest.approx(before, abs=1e-8)
    assert place(folder, "b")[0] == pytest.approx(before[0] + 6, abs=1e-3)
    assert report.merged.unchanged == ["a"]
    assert read_manifest(folder).imports["office-events"].operations == kept


def test_zones_of_another_kind_are_not_taken_for_those_of_utm(folder, tmp_path):
    # Parts of a country are called zones, too: none of them is 37.
    rows = [("a", "1;500000;900000"), ("b", "2;500000;900000"), ("c", "3;500000;900000")]
    report = bring(folder, tmp_path / "et.csv", *rows, crs="EPSG:32637")
    assert "zone" not in report.how.columns
    assert place(folder, "a") == pytest.approx(degrees(32637, 500000, 900000), abs=1e-8)
    found = [f for f in report.findings if f.rule.code == "zone-contradicts-crs"]
    assert found[0].message == "1 rows are of zone 1, but were read in zone 37"


def test_zones_without_a_datum_are_refused(folder, tmp_path):
    rows = [("a", "38N;500000;4400000"), ("b", "39N;500000;4400000")]
    with pytest.raises(CrsError) as fault:
        bring(folder, tmp_path / "x.csv", *rows)
    assert "Of rows in several zones, that of one" in fault.value.hint
    with pytest.raises(CrsError, match="neither a UTM zone nor degrees"):
        bring(folder, tmp_path / "x.csv", *rows, crs="EPSG:28408", columns={"zone": "zone"})


def test_an_outline_across_two_zones(folder, tmp_path):
    # 1' around 48° E; western corners in zone 38, eastern ones in 39.
    corners = [(48 - 1 / 60, 40), (48 + 1 / 60, 40), (48 + 1 / 60, 40 + 1 / 60), (48 - 1 / 60, 40)]
    lines = ["Hazard ID;Type;Point No;UTM Zone;Easting;Northing"]
    for n, (lon, lat) in enumerate(corners[:3]):
        zone = 38 if lon < 48 else 39
        move = Transformer.from_crs(4326, 32600 + zone, always_xy=True)
        lines.append("h1;CHA;{};{}T;{:.4f};{:.4f}".format(n, zone, *move.transform(lon, lat)))
    file = table(tmp_path / "h.csv", *lines)
    deliver(folder, file, "hazard_areas", crs="EPSG:32638")
    found = hazards(folder).geometry["h1"].geoms[0].exterior.coords
    for got, expected in zip(found, corners, strict=True):
        assert got == pytest.approx(expected, abs=1e-8)
    beside = gpd.read_file(folder / "hazard_areas.geojson").source_values[0]
    assert "39T" in beside


def test_the_command_says_how_many_rows_are_of_which_zone(folder, tmp_path):
    lines = ["id;kind;zone;easting;northing", "a;accident;38N;500000;4400000"]
    lines += [f"b{i};accident;39N;500000;440000{i}" for i in range(4)]
    file = table(tmp_path / "x.csv", *lines)
    arguments = [str(file), "--into", str(folder), "--layer", "events", "--source", "office"]
    arguments += ["--title", "Register", "--publisher", "Office", "--crs", "EPSG:32638"]
    result = CliRunner().invoke(import_, arguments, catch_exceptions=False)
    assert "info: 1 row in zone 38N, 4 rows in zone 39N [read-in-utm-zones]" in result.output
    assert "zone      ← zone" in result.output
