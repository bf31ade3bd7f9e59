"""Boxes that meet, against every pair compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.land.overlay import boxes
from geo.land.overlay.boxes import pair_meeting

ends = st.tuples(st.integers(-6, 6), st.integers(-6, 6)).map(sorted)
box = st.tuples(ends, ends).map(lambda b: (b[0][0], b[1][0], b[0][1], b[1][1]))
nowhere = st.just((np.nan,) * 4)
scale = st.sampled_from([1.0, 1e-9, 30.0])


def every_pair(box):
    """All pairs (i < j), by the definition: each begins before the other ends, on both axes."""
    with np.errstate(invalid="ignore"):
        meets = (box[:, None, :2] <= box[None, :, 2:]).all(axis=2)
    return {(i, j) for i, j in np.argwhere(meets & meets.T).tolist() if i < j}


def as_set(pairs):
    found = [tuple(sorted(pair)) for pair in zip(*(end.tolist() for end in pairs), strict=True)]
    assert len(set(found)) == len(found), "a pair twice"
    return set(found)


@given(st.lists(st.one_of(box, box, box, nowhere), max_size=25), scale)
def test_the_pairs_are_those_of_the_definition(given_boxes, size):
    array = np.array(given_boxes, dtype=float).reshape(-1, 4) * size
    assert as_set(pair_meeting(array)) == every_pair(array)


@given(st.lists(st.one_of(box, nowhere), max_size=12))
def test_without_numba_too(given_boxes):
    array = np.array(given_boxes, dtype=float).reshape(-1, 4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boxes, "AVAILABLE", False)
        assert as_set(pair_meeting(array)) == every_pair(array)


def test_one_very_tall_box_among_many_small_ones():
    corner = np.random.default_rng(3).uniform(0, 10, (400, 2))
    array = np.vstack([np.c_[corner, corner + 0.05], [[4, -50, 5, 50]], [[0, 0, 10, 10]]])
    assert as_set(pair_meeting(array)) == every_pair(array)
