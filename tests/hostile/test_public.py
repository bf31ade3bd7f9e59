"""What is published gives nothing back of what was left out of it, in any format, in any byte."""

import json
import re
import sqlite3
import zipfile
import zlib

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.export.formats import FORMATS
from geo.export.generalise import inward, outward
from geo.export.public import public
from geo.export.release import release
from geo.intake.deliveries.delivery import make_keys
from geo.intake.readers.raw import RawTable
from geo.model.layers import EVENTS
from geo.model.schema import CRS, give_types
from tests.export.test_round_trip import dataset

PLACE = shapely.Point(46.934517, 39.992163)
WORD = "7f3c-secret"


def fields(count=61):
    """Return outlines as surveyors draw them: belts, fields with some corners, one with a hole."""
    draw = np.random.default_rng(7)
    out = np.full(count, None, dtype=object)
    for at in range(count):
        long, wide = draw.uniform(250, 1500), draw.uniform(120, 500)
        corners = np.array([[0, 0], [long, 0], [long, wide], [0, wide]])
        if at % 3:
            ends = np.sort(draw.uniform(0, 2 * np.pi, 5 + at % 9))
            corners = np.column_stack([np.cos(ends) * long, np.sin(ends) * max(wide, long / 2)])
        turn = draw.uniform(0, np.pi)
        c, s = np.cos(turn), np.sin(turn)
        x, y = (corners @ np.array([[c, -s], [s, c]])).T
        lon, lat = draw.uniform(45.5, 48), draw.uniform(38.5, 40.5)
        ring = np.column_stack([lon + x / 85_400, lat + y / 111_000])
        hull = shapely.Polygon(ring).buffer(0)
        out[at] = shapely.MultiPolygon([hull.geoms[0] if hasattr(hull, "geoms") else hull])
    return out


def metres(shape):
    lon, lat = shape.centroid.coords[0]
    return shapely.transform(shape, lambda xy: (xy - [lon, lat]) * [85_400, 111_000])


@pytest.mark.parametrize("change", [outward, inward])
def test_no_outline_comes_back(change):
    """Not by moving edges back, though the attacker may choose the best of all distances."""
    exact = fields()
    left = []
    for before, after in zip(exact, change(exact, 50), strict=True):
        if after is None:
            continue
        lon, lat = before.centroid.coords[0]
        true, shown = (
            shapely.transform(g, lambda xy, o=(lon, lat): (xy - o) * [85_400, 111_000])
            for g in (before, after)
        )
        sign = -1 if change is outward else 1
        tries = [
            shown.buffer(sign * d, join_style="mitre", mitre_limit=5) for d in range(0, 140, 2)
        ]
        left.append(min(shapely.hausdorff_distance(t, true) for t in tries if not t.is_empty))
    assert len(left) > 20
    assert min(left) > 5
    assert np.median(left) > 20


def test_the_grid_is_that_of_everybody():
    """It hangs on whole degrees of latitude; else its width would tell the outline's middle."""
    for lat in (40.1, 40.34567, 40.987):
        shape = shapely.MultiPolygon([shapely.Point(46.3, lat).buffer(0.011)])
        x, y = shapely.get_coordinates(outward(np.array([shape]), 50)[0]).T
        east, north = 111_320 * np.cos(np.radians(40.5)) / 50, 110_540 / 50
        assert np.abs(x * east - np.round(x * east)).max() < 1e-6
        assert np.abs(y * north - np.round(y * north)).max() < 1e-6


def test_two_outlines_of_the_same_ground_look_the_same():
    """Corners some metres apart often meet on the grid, so that the grid, not they, is seen."""
    same = 0
    for lon in np.linspace(46.0, 46.01, 20):
        one, two = (
            shapely.MultiPolygon([shapely.box(lon + m / 85_400, 40, lon + 0.006, 40.004)])
            for m in (0, 9)
        )
        same += outward(np.array([one]), 50)[0].equals(outward(np.array([two]), 50)[0])
    assert same >= 10


def delivered():
    """Return rows as an office hands them in, with the keys that an import makes of them."""
    rows = pd.DataFrame({"date": ["2023-05-06"], "killed": ["2"], "place": ["by the mill"]})
    raw = RawTable("d.csv", rows, np.array([2]), np.array([PLACE], dtype=object), CRS)
    return raw, make_keys(raw, EVENTS, "office-2023").iloc[0]


@pytest.fixture(scope="module")
def secretive():
    """A dataset with a secret at each place where there may be one."""
    _, key = delivered()
    event = {
        "event_id": key, "kind": "accident", "occurred": "2023-05-06",
        "name": "2 killed by the mill",
        "support": "point", "horizontal_accuracy_m": 5.0, "killed": 2, "source_id": "S1",
        "source_values": json.dumps({"phone": WORD}), "delivery": "office-2023",
        "geometry": PLACE,
    }  # fmt: skip
    made = dataset("events", [event])
    tables = dict(made.tables)

    def put(name, rows):
        frame = pd.DataFrame(rows)
        full = give_types(frame, _layer(name))
        if "geometry" in frame:
            full = gpd.GeoDataFrame(full, geometry=list(frame["geometry"]), crs=CRS)
        tables[name] = full

    outline = shapely.MultiPolygon([shapely.box(46.912345, 39.954321, 46.923456, 39.965432)])
    hazard = f"office-2023-{'ab' * 6}"
    put("sources", [{"source_id": "S1", "title": "Register", "publisher": "Office",
                     "author": "A. Person", "delivery": "office-2023"}])  # fmt: skip
    put("hazard_areas", [{
        "hazard_id": hazard, "classification": "confirmed", "support": "surveyed_polygon",
        "stated_area_m2": 1_234_567.0, "repair_m2": 77.125, "source_id": "S1",
        "source_values": WORD, "geometry": outline,
    }])  # fmt: skip
    put("land_release", [{
        "release_id": f"office-2023-{'cd' * 6}", "hazard_id": hazard, "product": "cleared",
        "support": "surveyed_polygon", "stated_area_m2": 1_234_567.0, "source_id": "S1",
        "geometry": outline,
    }])  # fmt: skip
    put("minefield_records", [{
        "record_id": "R1", "support": "reconstructed_polygon", "perimeter_m": 4_321.987,
        "hazard_id": hazard, "source_id": "S1", "geometry": outline,
    }])  # fmt: skip
    put("record_legs", [{
        "record_id": "R1", "leg": 1, "to": "start_point", "bearing": 54.321, "distance_m": 456.789,
        "longitude": 46.912345, "latitude": 39.954321,
    }])  # fmt: skip
    put("recorded_items", [{"item_id": "R1-1", "record_id": "R1", "geometry": PLACE}])
    put("places", [{
        "place_id": "mill", "name": "the mill", "support": "point", "horizontal_accuracy_m": 5.0,
        "longitude": PLACE.x, "latitude": PLACE.y, "geometry": PLACE,
    }])  # fmt: skip
    put("claims", [{
        "claim_id": f"office-2023-{'ef' * 6}", "source_id": "S1", "claimant": "Office",
        "subject": "casualties", "place_level": "point", "place": "the mill", "quantity": 2.0,
        "stance": "asserts", "paraphrase": "2 killed", "confidence_note": "two dead men",
        "support": "point", "footprint_id": "place:mill",
    }])  # fmt: skip
    for name, key_name in (("clearance_zones", "zone_id"), ("ordnance_finds", "find_id")):
        put(name, [{
            key_name: "place:mill", "name": "the mill", "support": "point",
            "horizontal_accuracy_m": 5.0, "n_claims": 1, "n_sources": 1, "contested": False,
            "geometry": shapely.MultiPoint([PLACE]) if name == "clearance_zones" else PLACE,
        }])  # fmt: skip
    put("accidents", [{
        "event_id": f"event:{key}", "name": "2 killed by the mill", "support": "point",
        "horizontal_accuracy_m": 5.0, "killed_min": 2, "killed_max": 2, "n_claims": 0,
        "n_sources": 1, "contested": False, "geometry": PLACE,
    }])  # fmt: skip
    put("citations", [{"layer": "accidents", "feature_id": f"event:{key}", "source_id": "S1"}])
    put("findings", [{"code": "x", "level": "warning", "message": WORD, "value": WORD}])
    return type(made)(made.meta, tables)


def _layer(name):
    from geo.model.layers import LAYERS

    return LAYERS[name]


SECRETS = {
    "word": WORD, "digest": r"office-2023-[0-9a-f]{12}", "delivery": "office-2023",
    "longitude": r"46\.9345", "latitude": r"39\.9921",
    "corner": r"46\.9123|46\.9234|39\.9543|39\.9654",
    "area": r"1[.,]?234[.,]?567|123\.4567", "repair": r"77\.125", "way round": r"4[.,]?321\.98",
    "bearing": r"54\.321", "leg": r"456\.789", "count in words": r"2 killed|two dead",
}  # fmt: skip


def contents(path):
    """Yield all bytes of a file, and of what is packed or encoded in it."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                member = archive.read(name)
                yield member
                if member[:15] == b"SQLite format 3":
                    yield from rows(member, path)
    if data[:15] == b"SQLite format 3":
        yield from rows(data, path)
    for start in re.finditer(rb"\x1f\x8b\x08", data):
        try:
            yield zlib.decompressobj(31).decompress(data[start.start() :])
        except zlib.error:
            continue


def rows(data, near):
    copy = near.with_name("copy.gpkg")
    copy.write_bytes(data)
    with sqlite3.connect(copy) as connection:
        yield "\n".join(connection.iterdump()).encode()
    connection.close()
    copy.unlink()


def numbers(*values):
    """Return numbers as files hold them: little and big endian, double and single."""
    return [np.array(v, dtype=kind).tobytes() for v in values for kind in ("<f8", ">f8", "<f4")]


EXACT = numbers(PLACE.x, PLACE.y, 46.912345, 39.954321, 1_234_567.0, 77.125, 4_321.987, 54.321)


def told(path):
    for data in contents(path):
        text = data.decode("utf-8", "replace")
        yield from (name for name, pattern in SECRETS.items() if re.search(pattern, text))
        yield from ("a number" for one in EXACT if one in data)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_format_holds_a_secret(tmp_path, secretive, name):
    open_ = FORMATS[name].write(secretive, tmp_path / "open", overwrite=True)
    shown, _ = public(secretive, suppress=True)
    closed = FORMATS[name].write(shown, tmp_path / "public", overwrite=True)
    if name not in ("maxml", "pmtiles"):  # the search finds what is there
        assert {"digest"} <= {one for path in open_ for one in told(path)}
    for path in closed:
        assert sorted(set(told(path))) == [], path.name


def test_no_release_holds_a_secret(tmp_path, secretive):
    shown, notes = public(secretive, suppress=True)
    path = release(shown, tmp_path, day="2026-01-01", version="1", notes=notes)
    assert sorted(set(told(path))) == []
    said = " ".join(notes)
    for what in ("authors", "record_legs left out",
                 "recorded_items left out", "replaced by numbers"):  # fmt: skip
        assert what in said


def test_a_guess_at_a_row_cannot_be_confirmed(secretive):
    """Before, the digest of the right position and the suppressed count was the key."""
    raw, key = delivered()
    assert secretive["events"]["event_id"].tolist() == [key]
    for killed in range(1, 5):
        raw.frame["killed"] = str(killed)
        guess = make_keys(raw, EVENTS, "office-2023").iloc[0]
        assert (guess == key) is (killed == 2)
    shown, _ = public(secretive, suppress=True)
    assert shown["events"]["event_id"].tolist() == ["public-events-000001"]
    assert shown["accidents"]["event_id"].tolist() == ["event:public-events-000001"]
    assert shown["citations"]["feature_id"].tolist() == ["event:public-events-000001"]
    released = shown["land_release"]["hazard_id"].tolist()
    assert released == shown["hazard_areas"]["hazard_id"].tolist()
    assert released == shown["minefield_records"]["hazard_id"].tolist()


def test_the_order_of_rows_says_nothing_of_digests():
    """Which of two rows has the greater digest would halve what is left to guess."""
    places = [shapely.Point(46 + n / 10, 40) for n in range(6)]
    orders = set()
    for digits in ("0123456789ab", "ba9876543210"):
        keys = [f"d-{digits[n:]}{digits[:n]}" for n in range(6)]
        row = {"kind": "accident", "support": "settlement"}
        events = [row | {"event_id": k, "geometry": p} for k, p in zip(keys, places, strict=True)]
        shown, _ = public(dataset("events", sorted(events, key=lambda e: e["event_id"])))
        orders.add(tuple(shown["events"]["geometry"].to_wkt()))
    assert len(orders) == 1


def test_every_layer_is_as_coarse_as_the_place(secretive):
    shown, _ = public(secretive)
    for name in ("accidents", "events", "places", "clearance_zones", "ordnance_finds"):
        (row,) = shown[name].to_dict("records")
        assert row["horizontal_accuracy_m"] >= 1000, name
        assert not row["geometry"].dwithin(PLACE, 1e-4), name
    (place,) = shown["places"].to_dict("records")
    assert (place["longitude"], place["latitude"]) == place["geometry"].coords[0]


def test_texts_that_may_tell_are_named(secretive):
    sources = secretive["sources"].assign(title="One killed by a mine at 39.99216 N 46.93451 E")
    tables = dict(secretive.tables) | {"sources": sources}
    _, notes = public(type(secretive)(secretive.meta, tables), suppress=True)
    assert any("a position: sources S1 title" in note for note in notes)
    assert any("below 5: sources S1 title" in note for note in notes)
    _, notes = public(type(secretive)(secretive.meta, tables))
    assert not any("below 5" in note for note in notes)


def test_images_are_left_out(secretive):
    meta = secretive.meta.model_copy(update={"overlays": ({"file": "scan.tif", "source": "S1"},)})
    shown, notes = public(type(secretive)(meta, secretive.tables))
    assert shown.meta.overlays == ()
    assert any("1 image left out" in note for note in notes)
