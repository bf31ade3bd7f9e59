"""A dataset full of faults: every one is found in one run, with its place; the rest is kept."""

import json

import numpy as np
import pandas as pd
import pytest

from geo.errors import CrsError, InputMissing, InputUnreadable, ManifestError, UnknownName
from geo.intake.folder import read_dataset
from geo.intake.readers import RawTable
from geo.intake.validation import validate
from geo.model.layers import LAYERS
from tests.conftest import BOUNDARIES, CLAIMS, DISTRICTS, PLACES, SOURCES, square

HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% x %} {# y #} `z` \\ \u2028 é Ağdərə"


def with_(row, **changes):
    return {**row, **changes}


def found(dataset, code):
    findings = dataset["findings"]
    return findings[findings["code"] == code]


def test_all_faults_of_all_rows_in_one_run(small):
    claims = [
        *CLAIMS,
        with_(CLAIMS[0], claim_id="bad-subject", subject="area_clared"),
        with_(CLAIMS[0], claim_id="bad-number", quantity="1,5"),
        with_(CLAIMS[0], claim_id="nan", quantity="NaN"),
        with_(CLAIMS[0], claim_id="infinite", quantity="inf"),
        with_(CLAIMS[0], claim_id="negative", quantity="-1"),
        with_(CLAIMS[0], claim_id="bad-date", as_of="2023-02-30"),
        with_(CLAIMS[0], claim_id="backwards", period_start="2024-01-01"),
        with_(CLAIMS[0], claim_id="bounds", quantity_min="5", quantity_max="4"),
        with_(CLAIMS[0], claim_id="no-source", source_id="nobody"),
        with_(CLAIMS[0], claim_id=" C1 "),
        with_(CLAIMS[0], claim_id="", quantity="3"),
        with_(CLAIMS[0], claim_id="no-claimant", claimant="  "),
    ]
    dataset = read_dataset(small(claims=claims))
    assert set(dataset["claims"]["claim_id"]) == {"c1", "c2", "c3"}
    expected = {
        "unknown-value": {("claims.csv", 5, "subject", "area_clared")},
        "invalid-number": {
            ("claims.csv", 6, "quantity", "1,5"),
            ("claims.csv", 7, "quantity", "NaN"),
            ("claims.csv", 8, "quantity", "inf"),
            ("claims.csv", 9, "quantity", "-1"),
        },
        "invalid-date": {("claims.csv", 10, "as_of", "2023-02-30")},
        "end-before-start": {("claims.csv", 11, "period_end", "2023-12-31")},
        "bounds-swapped": {("claims.csv", 12, "quantity_max", "4.0")},
        "duplicate-key": {("claims.csv", 14, "claim_id", " C1 ")},
    }
    for code, places in expected.items():
        rows = found(dataset, code)
        got = {tuple(r) for r in rows[["file", "row", "column", "value"]].itertuples(index=False)}
        assert got == places, code
        assert (rows["hint"].str.len() > 0).all()
        assert (rows["level"] == "error").all()
    assert set(found(dataset, "missing-value")["row"]) == {15, 16}
    assert found(dataset, "unknown-reference")["value"].tolist() == ["nobody"]


def test_a_row_with_too_many_or_too_few_cells_is_rejected_with_its_line(small):
    folder = small()
    path = folder / "sources.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + 's3,"two\nlines",P,2024\ns4,T,P,2024,more,cells\ns5,T\n', encoding="utf-8"
    )
    dataset = read_dataset(folder)
    # The quoted line break makes s3 span lines 4 and 5.
    assert found(dataset, "too-many-columns")["row"].tolist() == [6]
    assert found(dataset, "too-few-columns")["row"].tolist() == [7]
    assert set(dataset["sources"]["source_id"]) == {"s1", "s2", "s3"}


def test_rejecting_a_source_rejects_and_lists_its_claims(small):
    sources = [with_(SOURCES[0], published="yesterday"), SOURCES[1]]
    dataset = read_dataset(small(sources=sources))
    assert dataset["claims"]["claim_id"].tolist() == ["c2"]
    assert set(found(dataset, "unknown-reference")["feature_id"]) == {"c1", "c3"}
    assert found(dataset, "dangling-reference")["feature_id"].tolist() == ["c2"]


def test_a_script_address_is_no_link(small):
    sources = [with_(SOURCES[0], url="javascript:alert(1)"), SOURCES[1]]
    dataset = read_dataset(small(sources=sources))
    assert dataset["sources"]["url"].isna().all()
    assert found(dataset, "invalid-address")["value"].tolist() == ["javascript:alert(1)"]


def test_hostile_text_stays_letter_by_letter(small):
    claims = [with_(CLAIMS[0], paraphrase=HOSTILE, claimant=HOSTILE)]
    dataset = read_dataset(small(claims=claims))
    row = dataset["claims"].iloc[0]
    assert row["paraphrase"] == row["claimant"] == HOSTILE


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        ("47.15", "40.05", "swapped-coordinates"),
        ("0", "0", "placeholder-coordinates"),
        ("90", "180", "placeholder-coordinates"),
        ("", "", "no-geometry"),
    ],
)
def test_a_position_that_cannot_be_right_leaves_the_place_unmapped_but_kept(small, lat, lon, code):
    places = [with_(PLACES[0], latitude=lat, longitude=lon)]
    dataset = read_dataset(small(places=places))
    assert found(dataset, code)["feature_id"].tolist() == ["mill"]
    assert dataset["places"]["geometry"].tolist() == [None]
    assert dataset["accidents"]["event_id"].tolist() == ["mill"]
    assert dataset["accidents"]["geometry"].tolist() == [None]


def test_a_latitude_out_of_range_and_a_nan_reject_the_row(small):
    places = [
        with_(PLACES[0], latitude="400500"),
        with_(PLACES[0], place_id="nan", latitude="nan"),
    ]
    dataset = read_dataset(small(places=places))
    assert dataset["places"].empty
    assert set(found(dataset, "invalid-number")["value"]) == {"400500", "nan"}


def boundary(geometry, code="W"):
    feature = {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
    return {**BOUNDARIES, "features": [feature, BOUNDARIES["features"][1]]}


def test_a_bow_tie_is_quarantined_and_listed(small):
    ring = [[47.0, 40.0], [47.1, 40.1], [47.1, 40.0], [47.0, 40.1], [47.0, 40.0]]
    dataset = read_dataset(small(boundaries=boundary({"type": "Polygon", "coordinates": [ring]})))
    assert found(dataset, "geometry-quarantined")["feature_id"].tolist() == ["West"]
    row = dataset["districts"].set_index("district").loc["West"]
    assert row["repair"] == "quarantined"
    # The rings as written have no area; see below for what they became.
    assert row["repair_m2"] == pytest.approx(0.005 * 111_030 * 85_300, rel=0.01)
    west = dataset["districts"].set_index("district").loc["West", "geometry"]
    assert west.is_valid
    # Two triangles that meet in the middle: half of the 0.1 × 0.1 degree square.
    assert west.area == pytest.approx(0.005)


def test_a_ring_that_does_not_close_is_unmapped(small):
    shape = {"type": "Polygon", "coordinates": [[[47.0, 40.0], [47.1, 40.1]]]}
    dataset = read_dataset(small(boundaries=boundary(shape)))
    assert "West" in found(dataset, "no-geometry")["feature_id"].tolist()
    assert set(dataset["districts"]["district"]) == {"West", "East"}


def test_a_polygon_without_area_is_unmapped(small):
    ring = [[47.0, 40.0], [47.1, 40.1], [47.05, 40.05], [47.0, 40.0]]
    dataset = read_dataset(small(boundaries=boundary({"type": "Polygon", "coordinates": [ring]})))
    assert found(dataset, "geometry-collapsed")["feature_id"].tolist() == ["West"]


def test_a_point_is_no_district(small):
    dataset = read_dataset(small(boundaries=boundary({"type": "Point", "coordinates": [47, 40]})))
    assert found(dataset, "wrong-geometry-type")["feature_id"].tolist() == ["West"]


def test_another_crs_is_transformed_and_said(small):
    # The corners of West in UTM zone 38N, worked out with `cs2cs EPSG:4326 EPSG:32638`.
    corners = [
        [670725.49, 4429672.97],
        [679262.42, 4429869.39],
        [679000.52, 4440969.81],
        [670476.07, 4440773.27],
        [670725.49, 4429672.97],
    ]
    shapes = boundary({"type": "Polygon", "coordinates": [corners]})
    shapes["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32638"}}
    shapes["features"] = shapes["features"][:1]
    dataset = read_dataset(small(boundaries=shapes, districts=DISTRICTS[:1]))
    assert len(found(dataset, "reprojected")) == 1
    assert dataset["districts"].geometry.total_bounds == pytest.approx(
        [47.0, 40.0, 47.1, 40.1], abs=2e-7
    )


def test_metres_without_a_crs_are_out_of_range(small):
    shapes = boundary({"type": "Polygon", "coordinates": square(500000, 4400000, 1000)})
    dataset = read_dataset(small(boundaries=shapes))
    assert found(dataset, "coordinates-out-of-range")["feature_id"].tolist() == ["West"]


def test_an_unknown_crs_stops(small):
    folder = small()
    manifest = folder / "dataset.toml"
    text = manifest.read_text().replace("geometry = true", 'geometry = true\ncrs = "EPSG:999999"')
    manifest.write_text(text)
    with pytest.raises(CrsError, match="999999"):
        read_dataset(folder)


def test_missing_things_are_named(small, tmp_path):
    with pytest.raises(InputMissing, match=r"dataset\.toml"):
        read_dataset(tmp_path / "nothing")
    folder = small()
    (folder / "places.csv").unlink()
    (folder / "claims.csv").unlink()
    with pytest.raises(ManifestError) as error:
        read_dataset(folder)
    assert "places.csv" in str(error.value)
    assert "claims.csv" in str(error.value)


def test_manifest_faults_come_together(small):
    folder = small()
    manifest = folder / "dataset.toml"
    text = manifest.read_text().replace("licence =", "license =")
    manifest.write_text(text + '\n[layers.wells]\nfile = "wells.csv"\n')
    with pytest.raises(ManifestError) as error:
        read_dataset(folder)
    assert "licence" in str(error.value)
    assert "license" in str(error.value)


def test_a_manifest_cannot_reach_outside_its_folder(small):
    folder = small()
    manifest = folder / "dataset.toml"
    manifest.write_text(manifest.read_text().replace('"places.csv"', '"../../etc/passwd"'))
    with pytest.raises(ManifestError, match="outside"):
        read_dataset(folder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"source_id,title,title\n", "twice"),
        (b"", "header"),
        (b'source_id,title\na,"unclosed\n', "line"),
    ],
)
def test_an_unreadable_table_stops_with_its_name(small, content, message):
    folder = small()
    (folder / "sources.csv").write_bytes(content)
    with pytest.raises(InputUnreadable, match=message) as error:
        read_dataset(folder)
    assert "sources.csv" in str(error.value)


def test_a_truncated_geojson_stops_with_its_name(small):
    folder = small()
    path = folder / "districts.geojson"
    path.write_text(json.dumps(BOUNDARIES)[:200])
    with pytest.raises(InputUnreadable, match=r"districts\.geojson"):
        read_dataset(folder)


def test_a_byte_order_mark_is_no_part_of_the_first_name(small):
    folder = small()
    path = folder / "sources.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_dataset(folder)["sources"]) == 2


def test_a_column_that_is_not_in_the_schema_is_said(small):
    dataset = read_dataset(small(sources=[with_(SOURCES[0], colour="red"), SOURCES[1]]))
    assert found(dataset, "unknown-column")["column"].tolist() == ["colour"]


def test_a_join_that_fits_nothing_or_fits_twice_is_said(small):
    folder = small()
    (folder / "events.csv").write_text("claim_id,event_id\nc1,e1\nc1,e2\nnobody,e3\n")
    manifest = folder / "dataset.toml"
    text = manifest.read_text().replace(
        'file = "claims.csv"',
        'file = "claims.csv"\n[[layers.claims.join]]\nfile = "events.csv"\n'
        'on = { claim_id = "claim_id" }',
    )
    manifest.write_text(text)
    dataset = read_dataset(folder)
    assert found(dataset, "join-ambiguous")["row"].tolist() == [3]
    assert found(dataset, "join-unmatched")["row"].tolist() == [4]
    claims = dataset["claims"].set_index("claim_id")
    assert claims.loc["c1", "event_id"] == "e1"


def test_a_wrong_layer_name_suggests_a_near_one(small):
    dataset = read_dataset(small())
    with pytest.raises(UnknownName, match="claims"):
        dataset["claim"]


def test_numbers_stay_as_they_are_written_where_others_in_their_column_are_missing():
    columns = {
        "place_id": [1, None, 2**60 + 1],
        "name": [5, "b", 2.5],
        "latitude": [39, 1000, None],
        "support": ["point", "point", "point"],
    }
    raw = RawTable("p.gpkg", pd.DataFrame(columns, dtype=object), np.arange(1, 4))
    checked = validate(raw, LAYERS["places"])
    assert checked.frame["place_id"].tolist() == ["1", "1152921504606846977"]
    assert checked.frame["name"].tolist() == ["5", "2.5"]
    said = [f.message for f in checked.findings if f.rule.code == "invalid-number"]
    assert said == ["1000: expected a number from -90 to 90"]
