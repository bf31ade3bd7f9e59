"""Any bad input, in any combination, to everything that combines layers: no crash, nothing lost.

The answer is asked of two paths: of the compiled kernel and GEOS, and of the ledger and the pieces
that `remaining` leaves. What has no usable ground is counted and listed, every time.
"""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.geodesy.planar_edges import straight_area_m2
from geo.intake.derived.assignment import assign_districts
from geo.land.ledger import ledger
from geo.land.overlaps import outside_hazard, overlaps
from geo.land.remaining import remaining
from geo.land.shares import zone_shares
from geo.land.usable import make_usable

A, B, C = (shapely.box(46 + k / 200, 39, 46.01 + k / 200, 39.01) for k in range(3))
HALF = shapely.Polygon([(46, 39), (46.01, 39), (46.01, 39.01)])
RING = [(46, 39), (46.01, 39), (46.01, 39.01), (46, 39.01), (46, 39)]

with np.errstate(invalid="ignore"):
    NOT_A_NUMBER = shapely.Polygon([(46, 39), (46.01, 39), (np.nan, 39.01), (46, 39)])

# What has ground that can be told, with that ground.
SOUND = {
    "square": (A, A),
    "beside it": (B, B),
    "apart": (C, C),
    "clockwise": (shapely.reverse(A), A),
    "vertices twice": (shapely.Polygon([v for v in RING for _ in range(2)]), A),
    "Z": (shapely.force_3d(B, 5), B),
    "M": (shapely.from_wkt("POLYGON M ((46 39 1, 46.01 39 2, 46.01 39.01 3, 46 39 1))"), HALF),
    "ZM": (shapely.from_wkt("POLYGON ZM ((46 39 1 1, 46.01 39 2 1, 46.01 39.01 3 1, 46 39 1 1))"),
           HALF),
    "collection": (shapely.GeometryCollection([A, shapely.Point(46, 39)]), A),
    "nested collection": (
        shapely.GeometryCollection([shapely.GeometryCollection([B]), shapely.LineString(RING)]), B,
    ),
    "parts that touch": (shapely.MultiPolygon([A, shapely.box(46.01, 39, 46.02, 39.01)]),
                         shapely.box(46, 39, 46.02, 39.01)),
}  # fmt: skip
# What has not.
HOSTILE = {
    "missing": None,
    "empty": shapely.Polygon(),
    "empty collection": shapely.GeometryCollection(),
    "point": shapely.Point(46, 39),
    "line": shapely.LineString(RING),
    "no area": shapely.Polygon([(46, 39), (46.1, 39), (46.2, 39), (46, 39)]),
    "bow-tie": shapely.Polygon([(46, 39), (46.01, 39.01), (46.01, 39), (46, 39.01)]),
    "not a number": NOT_A_NUMBER,
    "off the globe": shapely.box(4_600_000, 3_900_000, 4_600_100, 3_900_100),
    "collection of points": shapely.GeometryCollection([shapely.Point(46, 39)]),
}
# By which code a row that has none is listed; otherwise as of another type.
CODES = {
    "missing": "no-geometry",
    "empty": "no-geometry",
    "empty collection": "no-geometry",
    "no area": "geometry-collapsed",
    "bow-tie": "geometry-quarantined",
    "not a number": "coordinates-out-of-range",
    "off the globe": "coordinates-out-of-range",
}
# Repaired by make_valid(method="structure"): a hole outside the shell and a part within a part.
REPAIRED = {
    "hole outside": shapely.Polygon(
        RING, [[(46.02, 39), (46.03, 39), (46.03, 39.01), (46.02, 39)]]
    ),
    "part in a part": shapely.MultiPolygon([A, shapely.box(46.002, 39.002, 46.004, 39.004)]),
}
KNOWN = {**{name: shape for name, (shape, _) in SOUND.items()}, **HOSTILE, **REPAIRED}
DATES = [None, "2019-01-01", "2020-06-01", "2021-12-31", "spring"]


def frame(names, starts, ends, extra, crs=4326):
    n = len(names)
    rows = {
        "valid_from": starts[:n], "valid_to": ends[:n], "stated_area_m2": [1.0] * n,
        **{k: v[:n] for k, v in extra.items()},
    }  # fmt: skip
    return gpd.GeoDataFrame(rows, geometry=[KNOWN[name] for name in names], crs=crs)


def hazard_areas(names, **other):
    n = len(names)
    some = {"starts": [None] * n, "ends": [None] * n, **other}
    classes = some.pop("classification", ["confirmed"] * n)
    ids = [f"h{k}" for k in range(n)]
    return frame(names, extra={"hazard_id": ids, "classification": classes}, **some)


def land_release(names, **other):
    n = len(names)
    some = {"starts": [None] * n, "ends": [None] * n, **other}
    product = some.pop("product", ["cleared"] * n)
    ids = [f"r{k}" for k in range(n)]
    return frame(names, extra={"release_id": ids, "product": product}, **some)


def districts(names):
    outlines = [KNOWN[name] for name in names]
    ids = [f"z{k}" for k in range(len(names))]
    return gpd.GeoDataFrame({"district": ids}, geometry=outlines, crs=4326)


def sums_hold(table):
    numbers = table.select_dtypes("number")
    parts = numbers.iloc[:-1].sum().to_numpy()
    assert numbers.iloc[-1].to_numpy() == pytest.approx(parts, rel=1e-9, abs=1e-3)
    flow = (
        table["opening_m2"]
        + table["new_m2"]
        - table[["cleared_m2", "reduced_m2", "cancelled_m2", "withdrawn_m2"]].sum(axis=1)
    )
    assert flow.to_numpy() == pytest.approx(table["closing_m2"].to_numpy(), abs=1e-2)


@pytest.mark.parametrize("name", SOUND)
def test_what_can_be_told_counts_everywhere(name):
    ground = SOUND[name][1]
    area = straight_area_m2([ground])[0]
    hazard, zone = hazard_areas([name]), districts(["square"])
    table = ledger(hazard, land_release([]), zone, "2021-01-01").table
    assert table["closing_m2"].iloc[-1] == pytest.approx(area)
    assert table["unmapped"].iloc[-1] == 0
    assert remaining(hazard, land_release([]), "2021-01-01")["area_m2"].sum() == pytest.approx(area)
    assert zone_shares(hazard, zone, key="hazard_id")["area_m2"].sum() == pytest.approx(area)
    assert overlaps(hazard_areas([name, name]), key="hazard_id")["overlap_m2"].tolist() == [
        pytest.approx(area)
    ]
    assert outside_hazard(land_release([name]), hazard).empty
    as_zone = ledger(hazard_areas(["square"]), land_release([]), districts([name]), "2021-01-01")
    inside = straight_area_m2([shapely.intersection(A, ground)])[0]
    assert as_zone.table["closing_m2"].iloc[0] == pytest.approx(inside, abs=1e-3)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_told_is_counted_and_listed_everywhere(name):
    bad = hazard_areas([name, "square"])
    for layer, key, rows in (
        ("hazard_areas", "hazard_id", bad),
        ("land_release", "release_id", land_release([name, "square"])),
        ("zones", "district", districts([name, "square"])),
    ):
        out = make_usable(rows, layer, key)
        assert out.geometry[0] is None
        assert out.findings["feature_id"].tolist() == [rows[key].iloc[0]]
        code = CODES.get(name, "wrong-geometry-type")
        if name == "point" and layer != "zones":
            code = "position-no-area"  # counted, but no ground
        assert out.findings["code"].tolist() == [code]
    done = land_release([name, "beside it"])
    out = ledger(bad, done, districts([name, "square"]), "2021-01-01")
    sums_hold(out.table)
    assert out.table["unmapped"].iloc[-1] == 2
    assert out.table["unmapped_stated_m2"].iloc[-1] == 2
    assert set(out.findings["feature_id"].dropna()) >= {"h0", "r0", "z0"}
    left = remaining(bad, done, "2021-01-01")
    assert left["hazard_id"].tolist() == ["h1"]
    assert left["area_m2"].sum() == pytest.approx(out.table["closing_m2"].iloc[-1])
    assert overlaps(bad, key="hazard_id").empty
    assert zone_shares(bad, districts([name, "square"]), key="hazard_id")["hazard_id"].tolist() == [
        "h1"
    ]
    assert outside_hazard(done, bad)["release_id"].tolist() == ["r1"]


@pytest.mark.parametrize("name", REPAIRED)
def test_what_is_repaired_is_listed_with_its_area_before_and_after(name):
    out = ledger(hazard_areas([name]), land_release([]), districts(["square"]), "2021-01-01")
    sums_hold(out.table)
    found = out.findings[out.findings["feature_id"] == "h0"].iloc[0]
    assert found["code"] in {"geometry-repaired", "geometry-quarantined"}
    assert "m² before" in found["message"]
    quarantined = found["code"] == "geometry-quarantined"
    assert out.table["unmapped"].iloc[-1] == quarantined
    assert (out.table["closing_m2"].iloc[-1] == 0) == quarantined


NAMES = st.sampled_from([*SOUND, *HOSTILE, *REPAIRED])
CRS = st.sampled_from([4326, 4326, 4326, 3857, 32638])


@st.composite
def layers(draw):
    out = []
    for make, terms in (
        (hazard_areas, ("classification", ["confirmed", "suspected", "mined", None])),
        (land_release, ("product", ["cleared", "reduced", "cancelled", "burnt", None])),
    ):
        names = draw(st.lists(NAMES, max_size=4))
        n = len(names)
        many = {"min_size": n, "max_size": n}
        rows = make(
            names,
            starts=draw(st.lists(st.sampled_from(DATES), **many)),
            ends=draw(st.lists(st.sampled_from(DATES), **many)),
            **{terms[0]: draw(st.lists(st.sampled_from(terms[1]), **many))},
        )
        if draw(st.booleans()) and n:
            rows["geometry"] = rows.geometry.map(_exchanged)
        crs = draw(CRS)
        # A layer off the globe cannot be told in metres either: it stays as it is.
        if crs != 4326 and not {"off the globe", "not a number"} & set(names):
            rows = rows.to_crs(crs)
        if draw(st.integers(0, 5)) == 0:
            rows = rows.set_crs(None, allow_override=True)
        out.append(rows)
    out.append(districts(draw(st.lists(NAMES, max_size=4))))
    return out


def _exchanged(geometry):
    if geometry is None:
        return None
    return shapely.transform(shapely.force_2d(geometry), lambda xy: xy[:, ::-1])


@given(
    layers(), st.sampled_from([None, "2019-06-01"]), st.sampled_from(["2020-12-31", "2022-01-01"])
)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_layers_together(made, opening, closing):
    hazards, releases, zones = made
    out = ledger(hazards, releases, zones, closing, opening, engine="kernel")
    sums_hold(out.table)
    plain = ledger(hazards, releases, zones, closing, opening, engine="geos")
    pd.testing.assert_frame_equal(out.table, plain.table, rtol=1e-6, atol=0.1)

    # Every feature that is on the ground in no way is listed, and those in force are counted.
    listed = set(out.findings["feature_id"].dropna())
    for layer, key, rows in (
        ("hazard_areas", "hazard_id", hazards),
        ("land_release", "release_id", releases),
    ):
        ready = make_usable(rows, layer, key)
        for name, shape in zip(rows[key], ready.geometry, strict=True):
            assert shape is not None or name in listed

    left = remaining(hazards, releases, closing)
    assert left["area_m2"].sum() == pytest.approx(
        out.table["closing_m2"].iloc[-1], rel=1e-6, abs=0.1
    )
    for rows, key, layer in (
        (hazards, "hazard_id", "hazard_areas"),
        (releases, "release_id", "land_release"),
    ):
        there = {
            name
            for name, shape in zip(rows[key], make_usable(rows, layer, key).geometry, strict=True)
            if shape is not None
        }
        pairs = overlaps(rows, key=key)
        assert {*pairs["first"], *pairs["second"]} <= there
        assert (pairs[["share_first", "share_second", "likeness"]] <= 1 + 1e-9).all(axis=None)
        shares = zone_shares(rows, zones, key=key)
        assert set(shares[key]) == there
        assert shares.groupby(key)["share"].sum().to_numpy() == pytest.approx(1.0)
    assert set(outside_hazard(releases, hazards)["release_id"]) <= set(releases["release_id"])


POINTS = {
    "inside": shapely.Point(46.003, 39.005),
    "outside": shapely.Point(47, 41),
    "missing": None,
    "empty": shapely.Point(),
    "on the border": shapely.Point(46, 39.005),
    "far away": shapely.Point(-179.9, -89),
    "Z": shapely.Point(46.003, 39.005, 7),
}
OUTLINES = ["square", "beside it", "clockwise", "vertices twice", "Z", "missing", "empty"]


@given(
    st.lists(st.sampled_from([*POINTS]), max_size=6),
    st.lists(st.sampled_from(OUTLINES), max_size=4),
    st.sampled_from([4326, 3857]),
)
@settings(max_examples=15, deadline=None)
def test_any_points_to_any_districts(names, outlines, crs):
    points = gpd.GeoDataFrame(geometry=[POINTS[name] for name in names], crs=4326)
    if crs != 4326 and "far away" not in names:
        points = points.to_crs(crs)
    zones = districts(outlines).assign(uncertainty_m=2000.0)
    found = assign_districts(points, zones)
    assert len(found) == len(names)
    drawn = [name not in {"missing", "empty"} for name in outlines]
    for name, row in zip(names, found.itertuples(), strict=True):
        if name in {"missing", "empty"}:
            assert pd.isna(row.district)
            assert pd.isna(row.uncertain)
        else:
            holds = [
                d and KNOWN[o].intersects(POINTS[name])
                for d, o in zip(drawn, outlines, strict=True)
            ]
            expected = {z for z, held in zip(zones["district"], holds, strict=True) if held}
            on_it = name == "on the border"  # a transformation may move it off
            assert row.district in expected or (pd.isna(row.district) and (on_it or not expected))


def test_heights_and_measures_do_not_stop_a_layer_in_metres():
    rows = hazard_areas(["ZM"]).to_crs(3857)
    out = ledger(rows, land_release([]), districts(["square"]), "2021-01-01").table
    assert out["closing_m2"].iloc[-1] == pytest.approx(straight_area_m2([HALF])[0], rel=1e-6)
