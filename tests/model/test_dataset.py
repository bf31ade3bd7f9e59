"""Functions of frames that take a dataset in their place."""

from dataclasses import replace

import pandas as pd
import pytest

import geo
from geo.intake.folder import read_dataset
from tests.conftest import CLAIMS


def test_a_dataset_stands_for_the_frames_of_its_layers(karabakh):
    whole = geo.contradictions(karabakh)
    pd.testing.assert_frame_equal(
        whole, geo.contradictions(karabakh["claims"], karabakh["sources"])
    )


def test_what_was_retired_does_not_count(small):
    both = read_dataset(small())
    assert set(geo.contradictions(both)["rule"]) == {"counter-claim", "same-thing"}
    claims = both["claims"].assign(retired=["2024-06-01", None, None])
    later = replace(both, tables={**both.tables, "claims": claims})
    assert len(CLAIMS) == len(later["claims"])
    assert geo.contradictions(later).empty


@pytest.mark.parametrize(("known", "expected"), [("2024-05-31", 1), ("2024-06-01", 0)])
def test_what_was_retired_later_was_known_on_the_day(small, known, expected):
    dataset = read_dataset(small())
    claims = dataset["claims"].assign(retired=["2024-06-01", None, None])
    dataset = replace(dataset, tables={**dataset.tables, "claims": claims})
    found = geo.district_figures(dataset, as_known=known)
    assert found["claim_ids"].str.contains("c1").sum() == expected
