"""What compares with what, checked against plain searches of all pairs."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims.comparison import comparable, ground, join_texts, overlapping, pair_nearest
from geo.claims.differences import contested_claims
from tests.claims.made import claims

ENDS = st.sampled_from([0.0, 1.0, 1.5, 2.0, 5.0, np.inf])
INTERVALS = st.lists(
    st.tuples(ENDS, ENDS, st.integers(0, 2)).map(lambda t: (*sorted(t[:2]), t[2])), max_size=9
)


def frame(rows):
    table = pd.DataFrame(rows, columns=["low", "high", "by"])
    table = table.astype({"low": "float64", "high": "float64", "by": "int64"})
    return table.set_axis(range(100, 100 + len(table)))


@settings(max_examples=60, deadline=None)
@given(INTERVALS, INTERVALS)
def test_the_nearest_below_and_above_is_what_a_search_finds(ours, theirs):
    figures, others = frame(ours), frame(theirs)
    below = pair_nearest(figures, others, "by", below=True).set_index("figure")["other"]
    above = pair_nearest(figures, others, "by", below=False).set_index("figure")["other"]
    for figure in figures.itertuples():
        same = others[others["by"] == figure.by]
        lower, upper = same[same["high"] < figure.low], same[same["low"] > figure.high]
        assert (figure.Index in below.index) == (len(lower) > 0)
        assert (figure.Index in above.index) == (len(upper) > 0)
        if len(lower):
            assert others.loc[below[figure.Index], "high"] == lower["high"].max()
            assert others.loc[below[figure.Index], "by"] == figure.by
        if len(upper):
            assert others.loc[above[figure.Index], "low"] == upper["low"].min()
            assert others.loc[above[figure.Index], "by"] == figure.by


@settings(max_examples=60, deadline=None)
@given(INTERVALS, INTERVALS)
def test_overlaps_are_what_a_search_finds(ours, theirs):
    figures, others = frame(ours), frame(theirs)
    expected = [
        any(low <= other[1] and high >= other[0] and by == other[2] for other in theirs)
        for low, high, by in ours
    ]
    assert overlapping(figures, others, "by").tolist() == expected


YEAR = {"period_start": "2023", "period_end": "2023"}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([1.5, 1.6, 2.5, 9.5]), max_size=6))
def test_contested_is_what_some_other_figure_excludes(quantities):
    said = claims(*[{"quantity": q, **YEAR} for q in quantities])
    # 1.5 and 1.6 are both within one unit of the last digit of the other
    expected = {
        f"c{i}" for i, one in enumerate(quantities) if any(abs(one - o) > 0.21 for o in quantities)
    }
    assert contested_claims(said) == expected


def test_a_spot_in_a_district_is_not_the_district():
    said = claims(
        {"quantity": 1, "place": "Aghdam"},
        {"quantity": 1, "place": "A farm", "place_level": "settlement"},
        {"quantity": 1, "place": "Lachin Corridor", "place_level": "region"},
        {"quantity": 1, "districts": None, "place": None, "place_level": "region"},
        {"subject": "casualties", "event_id": "mill"},
    )
    assert ground(said).tolist() == [
        "district:Aghdam",
        "district:Aghdam/a farm",
        "region:lachin corridor",
        "",
        "accident:mill",
    ]


def test_only_figures_that_may_be_used_compare():
    said = claims(
        {"quantity": 1}, {}, {"quantity": 1, "unit": None}, {"quantity": 1, "withheld": "x"}
    )
    assert comparable(said)["claim_id"].tolist() == ["c0"]


def test_texts_are_joined_once_and_sorted():
    texts = pd.Series(["b", "a;c", "b", "z"])
    assert join_texts(texts, np.array([0, 0, 0, 1])) == ["a;b;c", "z"]
    assert join_texts(pd.Series([], dtype="str"), np.array([], dtype=np.int64)) == []
