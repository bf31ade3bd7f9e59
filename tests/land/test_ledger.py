"""The ledger against counted cells, hand-worked cases, properties and hostile input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import InvalidDate, TableInvalid, UnknownName
from geo.geodesy.planar_edges import straight_area_m2
from geo.land.balance import balance
from geo.land.ledger import land, ledger
from geo.land.overlaps import outside_hazard, overlaps
from geo.land.remaining import remaining, remaining_by_date

EXERCISE = Path(__file__).parents[2] / "layers" / "exercise"
TRUTH = json.loads((EXERCISE / "truth.json").read_text())


@pytest.fixture(scope="module")
def exercise():
    return tuple(
        gpd.read_file(EXERCISE / f"{name}.geojson")
        for name in ("hazard_areas", "land_release", "districts")
    )


def hazards(*rows, crs="EPSG:4326"):
    frame = gpd.GeoDataFrame(list(rows), crs=crs)
    frame["hazard_id"] = [f"h{i}" for i in range(len(frame))]
    return frame


def releases(*rows, crs="EPSG:4326"):
    columns = ["product", "valid_from", "geometry"]
    frame = gpd.GeoDataFrame(list(rows), columns=columns, geometry="geometry", crs=crs)
    frame["release_id"] = [f"r{i}" for i in range(len(frame))]
    return frame


def zones(*geometries):
    return gpd.GeoDataFrame(
        {"district": [f"z{i}" for i in range(len(geometries))]}, geometry=list(geometries), crs=4326
    )


@pytest.mark.parametrize("engine", ["kernel", "geos"])
@pytest.mark.parametrize("case", TRUTH["ledgers"], ids=lambda case: case["closing"])
def test_exercise(exercise, case, engine):
    table = ledger(*exercise, case["closing"], case["opening"], engine=engine).table
    names = [*table["zone"][:-2], "outside", "total"]
    for name, row in zip(names, table.to_dict("records"), strict=True):
        for column, value in case["zones"][name].items():
            assert row[column] == pytest.approx(value, rel=1e-9, abs=1e-3), (name, column)
        assert row["epsilon_m2"] == pytest.approx(0, abs=1e-3)


def test_exercise_is_what_its_script_makes(tmp_path):
    (tmp_path / "generate.py").write_bytes((EXERCISE / "generate.py").read_bytes())
    subprocess.run([sys.executable, tmp_path / "generate.py"], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    kept = {path.name: path.read_bytes() for path in EXERCISE.iterdir() if path.name in made}
    assert made == kept


def test_exercise_duplicate(exercise):
    found = overlaps(exercise[0], key="hazard_id", least_likeness=0.5)
    exact = found[found["kind"] == "exact duplicate"]
    assert exact[["first", "second"]].to_numpy().tolist() == TRUTH["exact_duplicates"]


def test_remaining_is_the_closing(exercise):
    hazard, release, district = exercise
    dates = [case["closing"] for case in TRUTH["ledgers"]]
    for date, left in zip(dates, remaining_by_date(hazard, release, dates), strict=True):
        table = ledger(hazard, release, district, date).table
        assert left["area_m2"].sum() == pytest.approx(table["closing_m2"].iloc[-1], rel=1e-9)
        alone = remaining(hazard, release, date, threads=2)
        pd.testing.assert_frame_equal(pd.DataFrame(left), pd.DataFrame(alone))
        ready = land(hazard, release, district).remaining(date)
        pd.testing.assert_frame_equal(pd.DataFrame(left), pd.DataFrame(ready))
        # The pieces do not overlap: nothing is lost when they are put together.
        assert straight_area_m2([left.union_all()])[0] == pytest.approx(left["area_m2"].sum())


STATED = pd.DataFrame(
    [  # FIELD.md §3: Afghanistan, quarter to March 2015 and July–December 2015
        {"opening": 4235, "cleared": 49, "new": 130, "closing": 4271},
        {"opening": 524.6, "cleared": 4.7, "new": 29.8, "closing": 535.6},
        {"opening": 4322, "cleared": 277, "new": 242, "closing": 4287},
        {"opening": 542.6, "cleared": 17.3, "new": 63.7, "closing": 589.0},
    ]
)


def test_stated_ledgers():
    out = balance(STATED)
    assert out["computed_closing"].tolist() == [4316, 549.7, 4287, 589.0]
    assert out["epsilon"].tolist() == [-45, -14.1, 0, 0]


def test_stated_ledger_faults():
    with pytest.raises(TableInvalid, match="opening"):
        balance(pd.DataFrame({"closing": [1.0]}))
    with pytest.raises(TableInvalid, match="-3"):
        balance(pd.DataFrame({"opening": [1.0], "closing": [1.0], "new": [-3.0]}))


SQUARE = shapely.box(46.0, 39.0, 46.01, 39.01)
LEFT = shapely.box(46.0, 39.0, 46.005, 39.01)
WHOLE = straight_area_m2([SQUARE])[0]


def one_row(*args, **kwargs):
    return ledger(*args, **kwargs).table.iloc[-1]


@pytest.mark.parametrize("engine", ["kernel", "geos"])
def test_precedence_and_two_times(engine):
    hazard = hazards(
        {
            "classification": "confirmed",
            "valid_from": "2020-01-01",
            "known_from": "2020-06-01",
            "geometry": SQUARE,
        }
    )
    release = releases(
        {"product": "cancelled", "valid_from": "2021-01-01", "geometry": SQUARE},
        {"product": "cleared", "valid_from": "2021-02-01", "geometry": LEFT},
    )
    args = (hazard, release, zones(SQUARE))
    total = one_row(*args, "2021-12-31", engine=engine)
    assert total["cleared_m2"] == pytest.approx(WHOLE / 2)
    assert total["cancelled_m2"] == pytest.approx(WHOLE / 2)
    assert total["release_double_m2"] == pytest.approx(WHOLE / 2)
    assert total["closing_m2"] == pytest.approx(0, abs=1e-6)
    # Released already at the opening: clearing it again releases nothing, but it is shown.
    total = one_row(*args, "2021-12-31", "2021-01-15", engine=engine)
    assert total["cleared_m2"] == pytest.approx(0, abs=1e-6)
    assert total["released_again_m2"] == pytest.approx(WHOLE / 2)
    # The day of the release counts; the day before does not.
    assert one_row(*args, "2021-01-01", engine=engine)["closing_m2"] == pytest.approx(0, abs=1e-6)
    assert one_row(*args, "2020-12-31", engine=engine)["closing_m2"] == pytest.approx(WHOLE)
    # Not known yet.
    assert one_row(*args, "2020-12-31", known="2020-05-31", engine=engine)["closing_m2"] == 0


def test_hazard_withdrawn_without_release():
    hazard = hazards(
        {
            "classification": "suspected",
            "valid_from": None,
            "valid_to": "2021-06-01",
            "geometry": SQUARE,
        }
    )
    total = one_row(hazard, releases(), zones(SQUARE), "2021-06-01", "2021-05-31")
    assert total["opening_m2"] == pytest.approx(WHOLE)
    assert total["withdrawn_m2"] == pytest.approx(WHOLE)
    assert total["closing_m2"] == 0


def polygon(*vertices):
    with np.errstate(invalid="ignore"):
        return shapely.Polygon(vertices)


HOSTILE = {
    "missing": None,
    "empty": shapely.Polygon(),
    "point": shapely.Point(46, 39),
    "line as polygon": shapely.Polygon([(46, 39), (46.1, 39), (46.2, 39), (46, 39)]),
    "bow-tie": shapely.Polygon([(46, 39), (46.01, 39.01), (46.01, 39), (46, 39.01)]),
    "NaN": polygon((46, 39), (46.01, 39), (np.nan, 39.01), (46, 39)),
    "infinite": polygon((46, 39), (46.01, 39), (np.inf, 39.01), (46, 39)),
    "off the globe": shapely.box(4_600_000, 3_900_000, 4_600_100, 3_900_100),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_unusable_geometry_is_counted_and_listed(name):
    hazard = hazards(
        {
            "classification": "confirmed",
            "valid_from": None,
            "stated_area_m2": 7.0,
            "geometry": HOSTILE[name],
        },
        {
            "classification": "confirmed",
            "valid_from": None,
            "stated_area_m2": 1.0,
            "geometry": SQUARE,
        },
    )
    out = ledger(hazard, releases(), zones(SQUARE), "2021-01-01")
    total = out.table.iloc[-1]
    assert total["unmapped"] == 1
    assert total["unmapped_stated_m2"] == 7
    assert total["closing_m2"] == pytest.approx(WHOLE)
    assert out.findings["feature_id"].tolist() == ["h0"]


SOUND = {
    "Z": shapely.force_3d(SQUARE, 5),
    "repeated vertex": shapely.Polygon(
        [(46, 39), (46.01, 39), (46.01, 39), (46.01, 39.01), (46, 39.01)]
    ),
    "spike": shapely.Polygon(
        [(46, 39), (46.01, 39), (46.01, 39.01), (46.02, 39.01), (46.01, 39.01), (46, 39.01)]
    ),
    "collection": shapely.GeometryCollection([SQUARE, shapely.Point(1, 1)]),
    "clockwise": shapely.reverse(shapely.normalize(SQUARE)),
    "part twice": shapely.MultiPolygon([LEFT, shapely.box(46.005, 39, 46.01, 39.01)]),
}


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("engine", ["kernel", "geos"])
def test_odd_but_clear_geometry_counts_whole(name, engine):
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": SOUND[name]})
    total = one_row(hazard, releases(), zones(LEFT), "2021-01-01", engine=engine)
    assert total["closing_m2"] == pytest.approx(WHOLE, rel=1e-9)


def test_zones_that_overlap_leave_gaps_or_have_no_outline():
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": SQUARE})
    inner = shapely.box(46.002, 39.0, 46.004, 39.02)
    table = ledger(hazard, releases(), zones(inner, LEFT, None), "2021-01-01").table
    share = table["closing_m2"] / WHOLE
    assert share.tolist() == pytest.approx([0.2, 0.3, 0.0, 0.5, 1.0])


def test_only_surveyed_ground_counts():
    hazard = hazards(
        {
            "classification": "confirmed",
            "support": "district",
            "valid_from": None,
            "geometry": SQUARE,
        }
    )
    out = ledger(hazard, releases(), zones(SQUARE), "2021-01-01")
    assert out.table["closing_m2"].iloc[-1] == 0
    assert out.table["unmapped"].iloc[-1] == 1
    assert out.findings["code"].tolist() == ["support-no-area"]


def test_other_crs_swapped_axes_and_wrong_dates_are_found():
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": SQUARE})
    mercator = ledger(hazard.to_crs(3857), releases(), zones(SQUARE), "2021-01-01")
    assert mercator.table["closing_m2"].iloc[0] == pytest.approx(WHOLE, rel=1e-6)
    assert mercator.findings["code"].tolist() == ["reprojected"]
    swapped = hazard.set_geometry(shapely.transform(hazard.geometry.values, lambda xy: xy[:, ::-1]))
    out = ledger(swapped.set_crs(4326), releases(), zones(SQUARE), "2021-01-01")
    assert out.findings["code"].tolist() == ["axes-swapped", "ground-in-no-zone"]
    late = hazard.assign(valid_from="2021-05-01", valid_to="2020-01-01")
    assert ledger(late, releases(), zones(SQUARE), "2021-06-01").findings["code"].tolist() == [
        "end-before-start"
    ]
    odd = hazard.assign(valid_from="spring", classification="mined")
    assert set(ledger(odd, releases(), zones(SQUARE), "2021-06-01").findings["code"]) == {
        "invalid-date",
        "unknown-value",
    }


def test_what_was_released_stays_so():
    """The closing is the same whether or not the ledger has an opening, and with `remaining`."""
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": SQUARE})
    half = shapely.box(46, 39, 46.005, 39.01)
    release = releases({"product": "cleared", "valid_from": "2019-01-01", "geometry": half})
    release = release.assign(valid_to="2021-01-01")  # not a column of the layer
    state = ledger(hazard, release, zones(SQUARE), "2022-01-01")
    flow = ledger(hazard, release, zones(SQUARE), "2022-01-01", opening="2020-01-01")
    assert flow.table["closing_m2"].iloc[-1] == pytest.approx(WHOLE / 2, rel=1e-9)
    assert state.table["closing_m2"].iloc[-1] == pytest.approx(WHOLE / 2, rel=1e-9)
    assert (flow.findings["code"] == "release-with-end").sum() == 1
    left = remaining(hazard, release, "2022-01-01")
    assert left["area_m2"].sum() == pytest.approx(WHOLE / 2, rel=1e-9)


@pytest.mark.parametrize("closing", ["tomorrow", "today", "2021", "2021-01", 2021])
def test_a_ledger_is_for_one_day(closing):
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": SQUARE})
    with pytest.raises(InvalidDate, match=str(closing)):
        ledger(hazard, releases(), zones(SQUARE), closing)
    with pytest.raises(InvalidDate, match=str(closing)):
        remaining(hazard, releases(), "2021-01-01", known=closing)


def test_a_ledger_does_not_run_backwards_nor_on_an_unknown_engine():
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": SQUARE})
    with pytest.raises(InvalidDate, match="2022-12-31 is after the closing 2021-12-31"):
        ledger(hazard, releases(), zones(SQUARE), "2021-12-31", opening="2022-12-31")
    same = ledger(hazard, releases(), zones(SQUARE), "2021-12-31", opening="2021-12-31")
    assert same.table[["new_m2", "cleared_m2"]].to_numpy().sum() == 0
    with pytest.raises(UnknownName, match="kernal"):
        ledger(hazard, releases(), zones(SQUARE), "2021-12-31", engine="kernal")


def test_nothing_at_all():
    empty = hazards({"classification": "confirmed", "valid_from": None, "geometry": SQUARE}).iloc[
        :0
    ]
    table = ledger(empty, releases(), zones(SQUARE), "2021-01-01").table
    assert (table.select_dtypes("number") == 0).all(axis=None)
    assert len(remaining(empty, releases(), "2021-01-01")) == 0


def test_as_of_is_monotone_and_release_idempotent(exercise):
    hazard, release, district = exercise
    hazard = hazard.drop(columns="valid_to")
    made = land(hazard, release, district)
    dates = pd.date_range("2020-12-31", "2024-01-01", periods=6).strftime("%Y-%m-%d")
    released = [
        made.ledger(d).table[["release_net_m2", "hazard_net_m2"]].iloc[-1].to_numpy() for d in dates
    ]
    assert (np.diff(released, axis=0) >= -1e-6).all()
    twice = pd.concat([release, release.assign(release_id=release["release_id"] + "-2")])
    once = made.ledger("2023-12-31").table
    again = ledger(hazard, twice, district, "2023-12-31").table
    assert again["closing_m2"].to_numpy() == pytest.approx(once["closing_m2"].to_numpy())
    assert again["release_net_m2"].to_numpy() == pytest.approx(once["release_net_m2"].to_numpy())
    assert again["release_gross_m2"].iloc[-1] == pytest.approx(
        2 * once["release_gross_m2"].iloc[-1]
    )


def test_overlap_kinds():
    frame = releases(
        {"product": "cleared", "valid_from": "2021-01-01", "geometry": SQUARE},
        {"product": "cleared", "valid_from": "2021-01-01", "geometry": shapely.reverse(SQUARE)},
        {
            "product": "cleared",
            "valid_from": "2022-01-01",
            "geometry": shapely.box(46, 39, 46.004, 39.01),
        },
        {
            "product": "reduced",
            "valid_from": "2022-01-01",
            "geometry": shapely.box(46, 39, 46.01, 39.009),
        },
        {"product": "reduced", "valid_from": "2022-01-01", "geometry": None},
    )
    found = overlaps(frame, key="release_id").set_index(["first", "second"])
    assert found["kind"].to_dict() == {
        ("r0", "r1"): "exact duplicate",
        ("r0", "r2"): "re-clearance",
        ("r0", "r3"): "near duplicate",
        ("r1", "r2"): "re-clearance",
        ("r1", "r3"): "near duplicate",
        ("r2", "r3"): "overlap",
    }
    assert found.loc[("r0", "r2"), "share_first"] == pytest.approx(0.4)
    assert found.loc[("r0", "r2"), "likeness"] == pytest.approx(0.4)
    hazard = hazards({"classification": "confirmed", "valid_from": None, "geometry": LEFT})
    out = outside_hazard(frame, hazard).set_index("release_id")["share"]
    assert out.to_dict() == pytest.approx({"r0": 0.5, "r1": 0.5, "r3": 0.5})

    # What a later delivery did not have any more overlaps nothing, and covers nothing.
    frame["retired"] = ["2024-01-01", None, None, None, None]
    still = found.drop(index=[("r0", "r1"), ("r0", "r2"), ("r0", "r3")])
    again = overlaps(frame, key="release_id").set_index(["first", "second"])
    assert again["kind"].to_dict() == still["kind"].to_dict()
    gone = hazard.assign(retired="2024-01-01")
    out = outside_hazard(frame, gone).set_index("release_id")["share"]
    assert out.to_dict() == {"r1": 1.0, "r2": 1.0, "r3": 1.0}
