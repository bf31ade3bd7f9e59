"""Zones that overlap or leave gaps: ground counts once, and what is shared is said."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.geodesy.planar_edges import straight_area_m2
from geo.geodesy.rings import keep_polygons
from geo.land.ledger import land, ledger
from geo.land.zones import counted_here_only, find_shared
from tests.land.test_ledger import SQUARE, WHOLE, hazards, releases, zones


def strip(west, east):
    """A part of the square, from west to east in thousandths of a degree."""
    return shapely.box(46 + west / 1000, 39.0, 46 + east / 1000, 39.01)


def confirmed(*geometries):
    return hazards(
        *[{"classification": "confirmed", "valid_from": None, "geometry": g} for g in geometries]
    )


@pytest.mark.parametrize("engine", ["kernel", "geos"])
def test_ground_in_two_zones_counts_in_the_first_and_is_said(engine):
    # z0 holds 0–6, z1 4–8: they share two tenths of the square; 8–10 is in none.
    out = ledger(
        confirmed(SQUARE), releases(), zones(strip(0, 6), strip(4, 8)), "2021-01-01", engine=engine
    )
    table = out.table
    assert (table["closing_m2"] / WHOLE).tolist() == pytest.approx([0.6, 0.2, 0.2, 1.0])
    assert (table["in_two_zones_m2"] / WHOLE).tolist() == pytest.approx([0.2, 0, 0, 0.2])
    found = out.findings.set_index("code")
    assert found.index.tolist() == ["zones-overlap", "ground-in-two-zones", "ground-in-no-zone"]
    values = found["value"].astype(float) / WHOLE
    assert values.tolist() == pytest.approx([0.2, 0.2, 0.2], rel=1e-4)
    assert found.loc["zones-overlap", "feature_id"] == "z0"
    assert (
        "with z1: what lies there counts in z0, which comes first"
        in (found.loc["zones-overlap", "message"])
    )


def test_the_order_of_zones_decides_and_the_total_does_not_change():
    both = zones(strip(0, 6), strip(4, 8))
    one = ledger(confirmed(SQUARE), releases(), both, "2021-01-01").table
    other = ledger(confirmed(SQUARE), releases(), both.iloc[::-1], "2021-01-01").table
    share = {z: v / WHOLE for z, v in zip(other["zone"][:2], other["closing_m2"][:2], strict=True)}
    assert share == pytest.approx({"z1": 0.4, "z0": 0.4})
    assert other["closing_m2"].iloc[-1] == pytest.approx(one["closing_m2"].iloc[-1], rel=1e-12)


def test_shared_ground_without_features_is_said_but_nothing_is_counted_twice():
    west = shapely.box(45.99, 39.0, 46.0, 39.01)
    out = ledger(confirmed(strip(5, 6)), releases(), zones(west, west, strip(0, 10)), "2021-01-01")
    assert out.findings["code"].tolist() == ["zones-overlap"]
    assert out.table["in_two_zones_m2"].sum() == 0


def test_ground_of_other_dates_is_not_said():
    late = confirmed(SQUARE).assign(valid_from="2022-01-01")
    made = land(late, releases(), zones(strip(0, 6), strip(4, 8)))
    assert made.ledger("2021-01-01").findings["code"].tolist() == ["zones-overlap"]
    assert len(made.ledger("2022-01-01").findings) == 3


def test_three_zones_over_one_place():
    pairs = find_shared(np.array([strip(0, 6), strip(2, 8), strip(4, 10), None]))
    assert list(zip(pairs.first, pairs.second, strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert (pairs.area_m2 / WHOLE).tolist() == pytest.approx([0.4, 0.2, 0.4])
    own = counted_here_only(pairs, 4)
    # 2–6 counts in the first; of 4–8, 4–6 counts there already and 6–8 in the second.
    assert (straight_area_m2(own) / WHOLE).tolist() == pytest.approx([0.4, 0.2, 0, 0])


def test_a_clean_division_shares_nothing():
    cells = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(5) for y in range(5)])
    assert len(find_shared(cells).first) == 0
    assert len(find_shared(np.array([None, shapely.Polygon()], dtype=object)).first) == 0


def test_zones_within_one_another_and_twins_are_seen():
    outer, inner = strip(0, 10), shapely.box(46.002, 39.002, 46.004, 39.004)
    pairs = find_shared(np.array([outer, inner, inner]))
    assert list(zip(pairs.first, pairs.second, strict=True)) == [(0, 1), (0, 2), (1, 2)]


BOXES = st.lists(
    st.tuples(*[st.integers(0, 5), st.integers(1, 3)] * 2).map(
        lambda b: (b[0], b[2], b[0] + b[1], b[2] + b[3])
    ),
    min_size=1,
    max_size=5,
)


@given(BOXES, BOXES, BOXES)
@settings(max_examples=8, deadline=None)
def test_any_zones_hold_any_ground_once(outlines, hazard, release):
    """Against GEOS: unions, and each place asked of the first zone that holds it."""

    def made(boxes):
        return [
            shapely.box(46 + w / 100, 39 + s / 100, 46 + e / 100, 39 + n / 100)
            for w, s, e, n in boxes
        ]

    areas = made(outlines)
    done = releases(
        *[{"product": "cleared", "valid_from": "2020-06-01", "geometry": g} for g in made(release)]
    )
    out = ledger(confirmed(*made(hazard)), done, zones(*areas), "2021-01-01")
    table = out.table
    numbers = table.select_dtypes("number")
    whole = numbers.iloc[:-1].sum()
    assert numbers.iloc[-1].to_numpy() == pytest.approx(whole.to_numpy(), abs=1e-3)

    ground = shapely.union_all([*made(hazard), *made(release)])
    twice = shapely.union_all([a & b for i, a in enumerate(areas) for b in areas[i + 1 :]])
    both = keep_polygons(np.array([ground & twice, ground - shapely.union_all(areas)]))
    expected = straight_area_m2(both)
    assert table["in_two_zones_m2"].iloc[-1] == pytest.approx(expected[0], rel=1e-9, abs=1e-3)
    said = dict(zip(out.findings["code"], out.findings["value"], strict=True))
    assert ("ground-in-no-zone" in said) == (expected[1] > 1)
    pairs = find_shared(np.array(areas))
    alone = {
        (i, j)
        for i in range(len(areas))
        for j in range(i + 1, len(areas))
        if (areas[i] & areas[j]).area > 0
    }
    assert set(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == alone
