"""How right records are: planted truth, closed forms, and other programs' answers."""

import json
import math
import re

import geopandas as gpd
import numpy as np
import pytest
import shapely
from click.testing import CliRunner

import geo
from geo.cli.main import main
from geo.errors import CrsError, OutOfRange, TableInvalid
from geo.records.claimed import meanings
from geo.records.scores import kappa, wilson
from tests.records.planted import LOCAL, datum_slip, frame, ground, planted

# The set made for each verdict.
SETS = {
    "agrees": {},
    "displaced": {"slip": datum_slip},
    "wrong": {"wrong": True},
    "does_not_cover": {"count": 4, "find_elsewhere": 8},
    "undecided": {"missing": 0.47},
}


@pytest.fixture(scope="module")
def scored():
    return {name: geo.record_accuracy(*planted(1, **how), shifts=99) for name, how in SETS.items()}


@pytest.mark.parametrize("name", SETS)
def test_each_verdict_is_reached_by_the_set_made_for_it(scored, name):
    result = scored[name]
    assert result["verdict"] == name
    assert "free of mines" in result["verdict_sentence"]
    text = json.dumps(result.results, allow_nan=False)
    assert json.loads(text) == result.results


def row(result, tolerance, table="tolerances"):
    return next(r for r in result[table] if r["tolerance_m"] == tolerance)


def test_a_datum_slip_is_found_and_named():
    result = geo.record_accuracy(*planted(2, slip=datum_slip, count=16, per_row=10), shifts=99)
    assert result["verdict"] == "displaced"
    assert row(result, 10)["precision"] < 0.1
    assert row(result, 10, "after_offset")["precision"] > 0.85
    # (46.93, 39.99) on Pulkovo 1942 is (46.9288040, 39.9899132) on WGS 84: 102.1 m west, 9.6 south.
    assert math.hypot(result["offset"]["east_m"] + 102.14, result["offset"]["north_m"] + 9.64) < 3
    first = result["offset_hypotheses"][0]
    assert first["name"] == "Pulkovo 1942 read as WGS 84"
    assert first["detail"] == "Pulkovo 1942 to WGS 84 (16)"
    assert first["remaining_m"] < 3
    assert result["ce50_m"]["after"] < 4 < result["ce50_m"]["before"]


def test_a_declination_left_out_turns_each_record_about_its_reference_point():
    result = geo.record_accuracy(*planted(1, turn=-6), shifts=99)
    assert result["verdict"] == "displaced"
    turns = [one["turn_deg"] for one in result["offset"]["per_record"]]
    # The records were turned by 6° one way; they go back by as much.
    assert np.median(turns) == pytest.approx(-6, abs=0.5)


def test_omissions_false_items_and_cover_are_told_apart(scored):
    agrees, gaps = scored["agrees"], scored["does_not_cover"]
    assert agrees["kappa"] > 0.95
    assert row(agrees, 10)["recall"] > 0.9
    assert row(gaps, 10)["precision"] > 0.85
    assert row(gaps, 10)["recall"] < 0.5
    within = row(gaps, 10, "covered")
    assert within["share"] < 0.4
    assert within["lift"] > 5
    assert [one["found"] for one in gaps["accountability"]] == [
        one["found"] for one in sorted(gaps["accountability"], key=lambda one: one["record_id"])
    ]


def test_closed_forms_of_a_grid():
    """A hundred items 100 m apart, each with a find 8 m east; half the ground searched."""
    x, y = (a.ravel() for a in np.meshgrid(np.arange(10) * 100.0, np.arange(10) * 100.0))
    items = frame(x, y, record_id=["A"] * 100)
    finds = frame(x + 8, y)
    lon, lat = (
        frame(np.array([-50.0, 450]), np.array([-50.0, 950])).geometry.get_coordinates().T.values
    )
    west, south, east, north = lon[0], lat[0], lon[1], lat[1]
    searched = gpd.GeoDataFrame(geometry=[shapely.box(west, south, east, north)], crs="EPSG:4326")
    result = geo.record_accuracy(items, finds, searched, shifts=0)
    assert result["items_outside_searched"] == 50
    assert result["finds_outside_searched"] == 50
    assert row(result, 5)["matched"] == 0
    assert row(result, 10)["matched"] == 50
    assert row(result, 10)["precision"] == row(result, 10)["recall"] == 1.0
    assert row(result, 10)["expected_by_chance"] is None
    assert result["offset"]["east_m"] == pytest.approx(8, abs=0.01)
    assert result["ce50_m"] == {
        "before": pytest.approx(8, abs=0.01),
        "after": pytest.approx(0, abs=0.01),
    }
    # The hull of all items, 900 m by 900 m, grown by 25 m: a square with round corners.
    share = row(result, 25, "covered")["ground_share"]
    inside = (450 + 25) * (900 + 50) - (2 - math.pi / 2) * 25**2  # two corners lie inside
    assert share == pytest.approx(inside / (500 * 1000), rel=2e-3)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    # Newcombe (1998), table I: Wilson's score interval without continuity correction.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(part, whole, low, high):
    share, *bounds = wilson(part, whole)
    assert share == part / whole
    assert bounds == [pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5)]
    assert wilson(0, 0) == (None, None, None)


def test_kappa_by_hand():
    import pandas as pd

    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: agreement 0.7, by chance 0.5.
    one = pd.Series(["y"] * 25 + ["n"] * 25)
    other = pd.Series(["y"] * 20 + ["n"] * 5 + ["y"] * 10 + ["n"] * 15)
    assert kappa(one, other)["kappa"] == pytest.approx(0.4)
    assert kappa(one[:5], one[:5])["kappa"] is None  # one type alone: agreement says nothing


def test_scores_do_not_depend_on_order_or_on_place():
    items, finds, searched = planted(4, count=6)
    plain = geo.record_accuracy(items, finds, searched, shifts=49, seed=5)
    turned = geo.record_accuracy(
        items.sample(frac=1, random_state=1), finds.sample(frac=1, random_state=2), searched,
        shifts=49, seed=5,
    )  # fmt: skip
    assert plain.results == turned.results
    moved = [f.set_geometry(f.translate(0.01, 0)) for f in (items, finds, searched)]
    east = geo.record_accuracy(*moved, shifts=49, seed=5)
    for one, other in zip(plain["tolerances"], east["tolerances"], strict=True):
        assert one["matched"] == other["matched"]
        assert one["expected_by_chance"] == pytest.approx(other["expected_by_chance"], abs=2e-3)


def test_any_crs_will_do_and_gives_the_same():
    items, finds, searched = planted(4, count=6)
    plain = geo.record_accuracy(items, finds, searched, shifts=0)
    other = geo.record_accuracy(
        items.to_crs("EPSG:32638"), finds.to_crs(LOCAL), searched.to_crs("EPSG:3857"), shifts=0
    )
    for one, two in zip(plain["tolerances"], other["tolerances"], strict=True):
        assert one["matched"] == two["matched"]


def test_what_cannot_be_scored_is_refused_or_told():
    items, finds, searched = planted(4, count=4)
    with pytest.raises(CrsError, match="items"):
        geo.record_accuracy(items.set_crs(None, allow_override=True), finds, searched)
    with pytest.raises(TableInvalid, match="no searched ground"):
        geo.record_accuracy(items, finds, searched.iloc[:0])
    with pytest.raises(TableInvalid, match="expected points"):
        geo.record_accuracy(searched, finds, searched)
    with pytest.raises(OutOfRange, match="tolerances"):
        geo.record_accuracy(items, finds, searched, tolerances=[0])
    nothing = geo.record_accuracy(items, finds.iloc[:0], searched, shifts=9)
    assert nothing["verdict"] == "undecided"
    assert row(nothing, 10)["recall"] is None
    assert row(nothing, 10)["precision"] == 0
    assert "records-nothing-to-score" in " ".join(nothing["notes"])
    away = searched.set_geometry(searched.translate(3, 0))
    elsewhere = geo.record_accuracy(items, finds, away, shifts=9)
    assert elsewhere["items_outside_searched"] == len(items)
    assert row(elsewhere, 10)["precision"] is None
    json.dumps(elsewhere.results, allow_nan=False)
    bow = shapely.Polygon([(46.9, 39.97), (46.96, 40.01), (46.96, 39.97), (46.9, 40.01)])
    crossed = gpd.GeoDataFrame(geometry=[bow], crs="EPSG:4326")
    import pandas as pd

    # Nobody knows which ground a bow-tie means: it is told, and nothing is scored on it.
    alone = geo.record_accuracy(items, finds, searched, shifts=0)
    both = geo.record_accuracy(items, finds, pd.concat([searched, crossed]), shifts=0)
    assert "geometry-quarantined" in " ".join(both["notes"])
    assert both["tolerances"] == alone["tolerances"]
    with pytest.raises(TableInvalid):
        geo.record_accuracy(items, finds, crossed, shifts=0)
    twice = pd.concat([items, items.iloc[:3]])
    assert "6 items on 3 spots" in " ".join(
        geo.record_accuracy(twice, finds, searched, shifts=0)["notes"]
    )


def test_what_a_percentage_may_mean(scored):
    claimed = 100 * row(scored["displaced"], 25)["precision"]
    told = meanings(scored["displaced"], claimed)
    given = [(m["measure"], m["tolerance_m"], m["datum"]) for m in told["measures"] if m["gives"]]
    assert told["gives_it"] == len(given)
    assert ("precision", 25.0, "as drawn") in given
    assert not any(datum == "after the offset" and t >= 10 for _, t, datum in given if t)
    with pytest.raises(OutOfRange):
        meanings(scored["displaced"], 250)


def test_of_all_recorded_items_those_that_nobody_looked_for_count_too():
    """Of 442 items 124 lie on searched ground, and 112 of those have their find: 90 % or 25 %."""
    x = np.arange(442) * 30.0
    items, finds = frame(x, 0 * x), frame(x[:112] + 3, 0 * x[:112])
    corners = frame(np.array([-15.0, 124 * 30 - 15]), np.array([-50.0, 50]))
    (west, south), (east, north) = corners.geometry.get_coordinates().to_numpy()
    searched = gpd.GeoDataFrame(geometry=[shapely.box(west, south, east, north)], crs="EPSG:4326")
    result = geo.record_accuracy(items, finds, searched, shifts=0)
    assert row(result, 10)["items"] == 124
    assert row(result, 10)["matched"] == 112
    told = {
        m["measure"]: m
        for m in meanings(result, 25)["measures"]
        if m["tolerance_m"] == 10 and m["datum"] == "as drawn"
    }
    assert told["precision"]["value"] == pytest.approx(112 / 124)  # 90.3 %
    anywhere = told["matched, of all recorded"]
    assert anywhere["value"] == pytest.approx(112 / 442)  # 25.3 %
    # Wilson by hand: (0.25339 + 0.00435 ± 1.96 √(0.000428 + 0.0000049)) / 1.00869.
    assert (anywhere["low"], anywhere["high"]) == (
        pytest.approx(0.215, abs=1e-3), pytest.approx(0.296, abs=1e-3)
    )  # fmt: skip
    assert anywhere["gives"]
    assert not told["precision"]["gives"]


def test_claims_that_state_another_measure_are_told_apart():
    from geo.store import open_dataset
    from tests.conftest import ROOT

    claims = open_dataset(ROOT / "layers" / "karabakh.gpkg")["claims"]
    items, finds, searched = planted(1, count=4)
    result = geo.record_accuracy(items, finds, searched, shifts=0)
    told = {c["claim_id"]: c for c in meanings(result, 25, claims=claims)["other_claims"]}
    assert told["newsaz-2022-huseynov-accuracy-25"]["states"] == (
        "accuracy in percent, of what and within how many metres is not said"
    )
    assert told["jamnews-2021-12-maps-doubt"]["states"] == "accuracy in words, without a figure"
    mapped = told["trend-2021-06-12-mfa-aghdam-97k"]
    assert mapped["another_measure"]
    assert mapped["states"] == "another measure: mines on the maps, in mines"
    given_up = told["turan-2024-04-khojaly-maps-all-given"]
    assert given_up["states"] == "another measure: what was handed over, without a figure"


def test_a_bow_tie_of_searched_ground_is_told_with_its_square_metres():
    items, finds, _ = planted(4, count=4)
    bow = shapely.Polygon([(46.9, 39.97), (46.96, 40.01), (46.96, 39.97), (46.9, 40.01)])
    crossed = gpd.GeoDataFrame(geometry=[bow], crs="EPSG:4326")
    with pytest.raises(TableInvalid) as told:
        geo.record_accuracy(items, finds, crossed, shifts=0)
    # Two triangles, half of a cell of 0.06° by 0.04° together; as written they cancel out.
    text = str(told.value)
    assert "no searched ground" in text
    assert "1 of 1 polygons of searched ground left out, the first (row 1): Self-inter" in text
    from geo.geodesy.geodesic import area_m2

    half = area_m2(np.array([shapely.box(46.9, 39.97, 46.96, 40.01)]))[0] / 2
    said = float(re.search(r"before, ([\d,]+) m²", text)[1].replace(",", ""))
    assert said == pytest.approx(half, rel=1e-3)


def test_the_command(tmp_path):
    items, finds, searched = planted(1, slip=datum_slip)
    names = {}
    for name, f in (("items", items), ("finds", finds), ("searched", searched)):
        names[name] = tmp_path / f"{name}.geojson"
        f.assign(synthetic=True).to_file(names[name])
    options = [f"--{name}={path}" for name, path in names.items()]
    run = CliRunner().invoke(
        main,
        ["records", "accuracy", *options, "--tolerance", "10", "--tolerance", "25",
         "--shifts", "19", "--seed", "3", "--format", "json", "--claimed", "25",
         "-o", str(tmp_path / "report.html")],
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    result = json.loads(run.stdout)
    assert [r["tolerance_m"] for r in result["tolerances"]] == [10, 25]
    assert result["verdict"] == "displaced"
    assert result["synthetic"] is True
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "Synthetic data" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    lower = (run.stdout + page).lower()
    assert "is safe" not in lower.replace("that land is safe", "")
    text = CliRunner().invoke(main, ["records", "accuracy", *options, "--shifts", "0"])
    assert text.exit_code == 0
    assert text.stdout.startswith("SYNTHETIC DATA")
    assert CliRunner().invoke(main, ["records", "accuracy", options[0]]).exit_code == 2


def test_what_stands_in_files_is_only_text_on_the_page(tmp_path):
    from geo.export.record_report import accuracy_html

    items, finds, searched = planted(1, count=4)
    items["record_id"] = '<img src=x onerror="alert(1)">'
    scored = geo.record_accuracy(items, finds, searched, shifts=0)
    page = accuracy_html(scored, scored)
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_the_ground_around_is_used():
    """The ground of the planted sets is a square of 3,200 m."""
    from geo.geodesy.geodesic import area_m2

    assert area_m2(ground().geometry.to_numpy())[0] == pytest.approx(3200**2, rel=1e-3)
