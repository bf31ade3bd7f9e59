"""Small files that were once misread: what they hold is read, or it is said that it is not.

Each stands for a kind, which other tests go through; here each file comes in whole, as by command.
What is right was worked out by hand from the files.
"""

import json
from dataclasses import dataclass, field

import pytest

from geo.errors import GeoError
from tests.intake.deliveries.made import DATA, deliver, run

CASES = DATA / "cases"
SHA = {"defaults": {"classification": "suspected"}}
ACCIDENTS = {"defaults": {"kind": "accident"}}


@dataclass(frozen=True)
class Case:
    """A file, what is stated of it, and what becomes of its rows by their keys."""

    file: str
    layer: str
    given: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    codes: tuple = ()
    understood: bool = True


def at(lon, lat, **values):
    return {"at": (lon, lat), **values}


def gone(**values):
    return {"at": None, **values}


def events(file, rows=(), codes=(), given=None, understood=True):
    return Case(file, "events", given or {}, dict(rows), codes, understood)


def hazards(file, rows=(), codes=(), given=None, understood=True):
    return Case(file, "hazard_areas", given or {}, dict(rows), codes, understood)


WGS84 = {"crs": "EPSG:4326"}
CORNER = (46.9, 39.9)
READ = [
    events("01-dms-south-read-as-north.csv", {
        "1": at(35 + 10 / 60 + 5 / 3600, -15.5 - 20 / 3600),
        "2": at(35 + 11 / 60 + 5 / 3600, -15 - 31 / 60 - 20 / 3600),
        "3": at(35 + 12 / 60 + 5 / 3600, -15 - 32 / 60 - 20 / 3600),
        "4": at(35 + 13 / 60 + 5 / 3600, -15 - 33 / 60 - 20 / 3600),
    }),
    events("03-hemisphere-letter-of-other-axis.csv", {
        "1": at(46.93, 39 + 59 / 60 + 37 / 3600),
    }, ("axes-exchanged",)),
    events("05-sk42-x-is-north.csv", {"1": at(44.8988, 39.9147)},
           ("axes-exchanged", "reprojected"), {"crs": "EPSG:28408"}),
    Case("06-cod-province-becomes-local-name.geojson", "districts", {}, {
        "Lake": {"region": "North", "name_local": None},
    }),
    events("07-blank-and-total-rows.csv", {"1": {"killed": 2}, "2": {"killed": 3}},
           ("total-row-left-out",), ACCIDENTS),
    hazards("07b-blank-hazard-row.csv", {}, ("total-row-left-out",), {**WGS84, **SHA}),
    hazards("09c-networklink-ignored.kml", {}, ("link-not-followed",), SHA, understood=False),
    events("10b-comment-line.csv", {"1": {"name": "Alpha"}}, ("heading-found",)),
    hazards("11-curve-wkt.csv", {}, ("unreadable-coordinate",), WGS84, understood=False),
    hazards("12c-ewkt-says-crs.csv", {}, ("reprojected",)),
    events("13b-one-future-year.csv", {}, ("delivered-value-unread",), understood=False),
    hazards("14-arabic-digits.csv", {}, (), WGS84),
    events("15-mgrs-square-becomes-point.csv", {
        "1": {"horizontal_accuracy_m": 707.1}, "2": {"horizontal_accuracy_m": 70710.7},
    }),
    Case("16-geoboundaries-empty-iso.geojson", "districts", {}, {
        "Center (a1)": {"code": "a1"}, "Center (a3)": {"code": "a3"},
    }),
    Case("twin_districts.geojson", "districts", {}, {
        "Novi Grad (111B1)": {"code": "111B1"}, "Novi Grad (111B2)": {"code": "111B2"},
    }),
    Case("itos_codab.geojson", "districts", {}, {
        "Alpha": {"code": "UA01", "region": "Rayon"}, "Beta": {"code": "UA02"},
    }),
    hazards("17-integer-feature-id.geojson", {"101": {"name": "a"}, "102": {"name": "b"}}),
    hazards("18-array-property.geojson", {"x": {"name": "Alpha, Beta"}}),
    events("20-odk-geopoint.csv", {
        "1": at(69.2, 34.5, horizontal_accuracy_m=4.5), "2": at(69.2345, 34.5234),
    }, understood=False),
    hazards("20b-odk-geoshape.csv", {"1": at(*CORNER)}, (),
            {**WGS84, "columns": {"wkt": "outline"}}),
    events("20c-kobo-columns.csv", {
        "101": at(46.91, 39.91, horizontal_accuracy_m=4.5), "102": at(46.92, 39.92),
    }, ("dates-beside",), understood=False),
    hazards("22-no-dbf.shp", {}, ("dbf-missing", "keys-made"), SHA, understood=False),
    hazards("23-null-coordinate.geojson", {"g1": gone(), "g2": at(*CORNER)},
            ("unreadable-geometry",), understood=False),
    hazards("23c-text-coordinates.geojson", {"1": gone()}, ("unreadable-geometry",),
            understood=False),
    hazards("24-local-midnight-in-utc.geojson", {"g1": {"known_from": "2023-05-03"}},
            ("day-in-utc",), understood=False),
    hazards("24-local-midnight-in-utc.geojson", {"g1": {"known_from": "2023-05-04"}}, (),
            {"utc_offset": "+04:00"}),
    events("25-lon-lat-text.csv", {"1": gone(), "2": gone(), "3": gone()},
           ("position-order-unclear",), understood=False),
    events("27-russian-dms.csv", {
        "1": at(46.93, 39 + 59 / 60 + 37 / 3600), "4": at(46.93, 39 + 59 / 60 + 37 / 3600),
        "5": gone(),
    }, ("unreadable-coordinate",), understood=False),
    events("28-trailing-delimiter.csv", {
        "1": at(46.91, 39.91), "2": at(46.92, 39.92), "3": at(46.93, 39.93),
    }),
    events("29-one-bad-byte.csv", {
        "1": {"name": "Füzuli şəhəri"}, "2": {"name": "Ağdam rayonu"},
    }, ("letter-unread",), understood=False),
    events("31-decimal-comma.kml", {}, ("unreadable-geometry",),
           {"defaults": {"kind": "suspicion"}}, understood=False),
    events("signed_codes.csv", {
        "a": {"kind": "suspicion"}, "b": {"kind": "ordnance_found"}, "c": {"kind": "other"},
    }, (), {**WGS84, "columns": {"kind": "outcome"}, "values": {
        "kind": {"-1": "suspicion", "1": "ordnance_found", "0": "other"},
    }}),
    events("set_loses.csv", {"a": {"kind": "accident"}, "b": {"kind": "accident"}}, (),
           {**WGS84, **ACCIDENTS}),
    hazards("exit_zero.geojson", {}, ("wrong-geometry-type", "delivered-without-value"),
            understood=False),
    events("records.json", {
        "A1": at(38.9, 49.2, occurred="2022-02-24"), "A2": at(37.7, 48.0, occurred="2022-02-25"),
    }, (), {**WGS84, **ACCIDENTS}),
    hazards("ballpark_sk42.shp", {"H1": {"horizontal_accuracy_m": 5.9}},
            ("several-operations", "reprojected"), {**SHA, "crs": "EPSG:28408"}),
]  # fmt: skip


def features(folder, layer):
    text = (folder / f"{layer}.geojson").read_text(encoding="utf-8")
    return [{**f["properties"], "shape": f["geometry"]} for f in json.loads(text)["features"]]


def key_of(row):
    names = ("hazard_id", "event_id", "release_id", "district")
    return next(row[n] for n in names if n in row)


def first_position(shape):
    point = shape and shape["coordinates"]
    while point and not isinstance(point[0], float | int):
        point = point[0]
    return point and tuple(point[:2])


@pytest.mark.parametrize("case", READ, ids=lambda case: f"{case.file}-{bool(case.given)}")
def test_what_is_read(folder, case):
    report = deliver(folder, CASES / case.file, layer=case.layer, given=case.given)
    told = {f.rule.code for f in report.findings}
    assert told >= {*case.codes}
    assert report.understood is case.understood
    rows = {key_of(row): row for row in features(folder, case.layer)}
    for key, expected in case.rows.items():
        row = dict(rows[key])
        if "at" in expected:
            where = first_position(row["shape"])
            assert where == (expected["at"] and pytest.approx(expected["at"], abs=6e-5))
        for name, value in expected.items():
            assert name == "at" or row.get(name) == value, (key, name)


def test_numbers_of_rows(folder):
    report = deliver(folder, CASES / "07-blank-and-total-rows.csv", layer="events", given=ACCIDENTS)
    assert report.merged.added == ["1", "2"]


@pytest.mark.parametrize(
    ("file", "layer", "given", "said"),
    [
        ("09-networklink-only.kml", "hazard_areas", {}, "only links to"),
        ("10-empty.geojson", "events", {}, "holds no rows that can be read"),
        ("10d-header-only.csv", "events", {}, "columns: foo, bar"),
        ("10e-known-header-only.csv", "events", {}, "holds no rows that can be read"),
        ("ballpark_sk42.shp", "hazard_areas", SHA, "no operation from SK42_zone_8"),
        ("ballpark_gk6.shp", "hazard_areas", SHA, "no operation from MGI"),
        ("signed_codes.csv", "events", {
            **WGS84, "columns": {"kind": "outcome"}, "values": {"kind": {"suspicion": "-1"}},
        }, "unknown term of kind"),
    ],
)  # fmt: skip
def test_what_is_refused(folder, file, layer, given, said):
    with pytest.raises(GeoError, match=said):
        deliver(folder, CASES / file, layer=layer, given=given)
    assert not (folder / f"{layer}.geojson").exists()


def test_rows_by_the_system_that_each_names(folder):
    deliver(folder, CASES / "12-ewkt-srid-ignored.csv", given=WGS84)
    words = [row.get("coordinate_operation") for row in features(folder, "hazard_areas")]
    assert sum(word is not None and "EPSG:15865" in word for word in words) == 1


def test_the_next_delivery_of_integer_ids(folder):
    deliver(folder, CASES / "17-integer-feature-id.geojson", name="d")
    report = deliver(folder, CASES / "17-integer-feature-id-next.geojson", name="d")
    assert (len(report.merged.added), len(report.merged.updated), len(report.merged.retired)) == (
        0, 1, 0,
    )  # fmt: skip


def test_two_deliveries_in_two_systems_put_the_place_where_it_is(folder):
    given = {"defaults": {"kind": "other"}}
    deliver(folder, CASES / "crs_a.geojson", layer="events", given=given)
    deliver(folder, CASES / "crs_b.geojson", layer="events", given=given)
    for row in features(folder, "events"):
        assert first_position(row["shape"]) == pytest.approx((46.74, 39.76), abs=1e-6)


def test_partial_dates_of_kml(folder):
    given = {**ACCIDENTS, "columns": {"occurred": "timestamp"}}
    deliver(folder, CASES / "19-kml-partial-date.kml", layer="events", given=given)
    assert {row["occurred"] for row in features(folder, "events")} == {"2021", "2021-07"}


def test_the_command_says_by_its_exit_code_what_was_not_understood(folder):
    asked = ("--layer", "hazard_areas", "--source", "S", "--title", "x", "--publisher", "y")
    assert run("import", CASES / "23-null-coordinate.geojson", *asked).exit_code == 1
    assert run("import", CASES / "18-array-property.geojson", *asked).exit_code == 0
