"""Orders of work: a published example, a grid of weights, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.ranking.criteria import Criterion, read_criteria, write_criteria
from geo.ranking.order import grid_weights, intervals, net_flows, order, ranks, utilities

# Brans, Vincke & Mareschal (1986): six sites for a power plant, by manpower, power, cost of
# construction and of maintenance, villages to move and safety, with the same weights and one
# criterion of each form of preference; flows as printed, to three digits.
PLANTS = np.array(
    [
        [80, 90, 6, 5.4, 8, 5],
        [65, 58, 2, 9.7, 1, 1],
        [83, 60, 4, 7.2, 4, 7],
        [40, 80, 10, 7.5, 7, 10],
        [52, 72, 6, 2.0, 3, 8],
        [94, 96, 7, 3.6, 5, 6],
    ]
)
FORMS = [
    Criterion(name="f1", first="less", preference="u-shape", indifference=10),
    Criterion(name="f2", first="more", preference="v-shape", strict=30),
    Criterion(name="f3", first="less", preference="linear", indifference=0.5, strict=5),
    Criterion(name="f4", first="less", preference="level", indifference=1, strict=6),
    Criterion(name="f5", first="less", preference="usual"),
    Criterion(name="f6", first="more", preference="gaussian", strict=5),
]
LEAVING = np.array([0.220, 0.396, 0.247, 0.329, 0.455, 0.300])
ENTERING = np.array([0.366, 0.379, 0.336, 0.349, 0.162, 0.355])


def test_promethee_as_published():
    flows = net_flows(PLANTS, FORMS).mean(axis=1)
    assert np.abs(flows - (LEAVING - ENTERING)).max() <= 0.001  # two figures rounded to 0.0005
    assert (np.argsort(-flows) + 1).tolist() == [5, 2, 4, 6, 3, 1]  # the printed ranking


def test_flows_by_criterion_sum_to_nothing():
    assert np.abs(net_flows(PLANTS, FORMS).sum(axis=0)).max() < 1e-12


def sites(values):
    columns = {f"c{j}": column for j, column in enumerate(np.asarray(values, float).T)}
    return pd.DataFrame({"hazard_id": [f"h{i}" for i in range(len(values))], **columns})


def criteria(k, **more):
    return [Criterion(name=f"c{j}", **more) for j in range(k)]


def test_the_score_by_hand():
    made = [
        Criterion(name="c0", weight=3),
        Criterion(name="c1", weight=1, first="less"),
    ]
    table = order(sites([[0, 10], [50, 20], [100, 30]]), made).table.set_index("hazard_id")
    assert table["additive_score"].to_dict() == pytest.approx(
        {"h0": 0.25, "h1": 0.75 * 0.5 + 0.25 * 0.5, "h2": 0.75}
    )
    assert table["additive_rank"].to_dict() == {"h2": 1, "h1": 2, "h0": 3}


@settings(max_examples=6)
@given(st.integers(0, 2**32 - 1))
def test_rank_intervals_hold_all_weights(seed):
    """A grid finer than the one that is looked at finds little more, by another way of ranking."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 6, (9, 3))
    made = order(sites(values), criteria(3))
    assert made.exhaustive
    table = made.table.set_index("hazard_id").loc[[f"h{i}" for i in range(9)]]
    parts = utilities(values.astype(float), criteria(3))
    best, worst = np.full(9, 9), np.ones(9, int)
    for a in np.arange(0, 51) / 50:
        for b in np.arange(0, 51) / 50:
            if a + b <= 1 + 1e-9:
                score = parts @ [a, b, 1 - a - b]
                high = (score[None] > score[:, None] + 1e-9).sum(axis=1) + 1
                low = (score[None] >= score[:, None] - 1e-9).sum(axis=1)
                best, worst = np.minimum(best, high), np.maximum(worst, low)
    assert (table["additive_rank_best"].to_numpy() <= best).all()
    assert (table["additive_rank_worst"].to_numpy() >= worst).all()
    inside = table["additive_rank"].between(
        table["additive_rank_best"], table["additive_rank_worst"]
    )
    assert inside.all()


def test_a_sample_comes_near_a_grid_and_is_the_same_twice():
    rng = np.random.default_rng(7)
    values = rng.random((30, 4))
    parts = utilities(values, criteria(4))
    best, worst, first = intervals(parts, grid_weights(4, 40))
    sampled = np.random.default_rng(0).dirichlet(np.ones(4), 12_000)
    ours = intervals(parts, np.vstack([np.eye(4), sampled]))
    assert np.abs(ours[0] - best).max() <= 2
    assert np.abs(ours[1] - worst).max() <= 2
    assert np.abs(ours[2] - first).max() < 0.1
    many = [order(sites(rng.random((12, 7))), criteria(7), samples=500, seed=3) for _ in range(1)]
    again = order(sites(np.random.default_rng(9).random((12, 7))), criteria(7), samples=500, seed=3)
    same = order(sites(np.random.default_rng(9).random((12, 7))), criteria(7), samples=500, seed=3)
    assert not many[0].exhaustive
    assert again.table.equals(same.table)


def test_what_is_not_assessed_has_no_rank():
    made = [Criterion(name="c0"), Criterion(name="c1"), Criterion(name="c2", weight=0)]
    found = order(sites([[1, 2, np.nan], [np.nan, 9, 9], [3, 1, 1]]), made).table
    assert found["hazard_id"].tolist()[-1] == "h1"
    assert found["assessed"].tolist() == [True, True, False]
    assert found["missing"].tolist()[-1] == "c0"
    assert found.filter(like="rank").iloc[-1].isna().all()
    assert set(found["additive_rank"].dropna()) <= {1, 2}


def test_flips_are_where_the_first_five_change():
    rng = np.random.default_rng(4)
    values = rng.random((12, 3))
    made = criteria(3)
    found = order(sites(values), made)
    parts = utilities(values, made)
    flips = found.flips[found.flips["way"] == "additive"].dropna(subset=["flips_at"])
    assert len(flips)
    for one in flips.to_dict("records"):
        j, t = int(one["criterion"][1]), one["flips_at"]
        sets = []
        for at in (t - 1e-6, t + 1e-6):
            weight = np.full(3, (1 - at) / 2)
            weight[j] = at
            sets.append({f"h{i}" for i in np.argsort(-(parts @ weight))[:5]})
        assert sets[0] != sets[1]
        assert sets[0] ^ sets[1] == {one["leaves"], one["enters"]}


def test_equal_scores_share_a_rank():
    assert [r.tolist() for r in ranks(np.array([2.0, 1, 2, 0]))] == [[1, 3, 1, 4], [2, 3, 2, 4]]


def test_weights_are_a_file(tmp_path):
    path = tmp_path / "weights.toml"
    path.write_text(write_criteria(FORMS), "utf-8")
    assert read_criteria(path) == FORMS
    for text in (
        "[a]\nweight = -1\n[b]\nfirst = 'most'",
        "[a]\npreference = 'linear'\nindifference = 5\nstrict = 5",
        "a = 1",
        "[a]\nweight = 0",
        "no toml",
    ):
        path.write_text(text, "utf-8")
        with pytest.raises(GeoError):
            read_criteria(path)
    with pytest.raises(GeoError):
        read_criteria(tmp_path / "none.toml")


@pytest.mark.parametrize("bad", ["twice", "column", "infinite"])
def test_faults_are_refused(bad):
    made = criteria(2) + ([Criterion(name="c0")] if bad == "twice" else [])
    table = sites([[1, np.inf if bad == "infinite" else 2]])
    with pytest.raises(GeoError):
        order(table.drop(columns="c1") if bad == "column" else table, made)


def test_one_site_and_none():
    assert order(sites([[1, 2]]), criteria(2)).table["additive_rank"].tolist() == [1]
    assert order(sites(np.zeros((0, 2))), criteria(2)).table.empty
