"""Totals of released land by day, against sums over the rows."""

import pandas as pd
import pytest

from geo.maps.timeline import release_totals


def rows(*given):
    columns = ["product", "valid_from", "known_from", "stated_area_m2"]
    return pd.DataFrame(given, columns=columns)


def test_totals_add_up_from_day_to_day_by_product():
    found = release_totals(
        rows(
            ("cleared", "2021-03-01", "2021-05-01", 100.0),
            ("cleared", "2021-03-01", "2021-04-01", None),
            ("cleared", "1970-01-02", None, 50.0),
            ("reduced", None, None, 7.0),
        )
    )
    day = (pd.Timestamp("2021-03-01") - pd.Timestamp("1970-01-01")).days
    assert found["on"]["cleared"] == {"days": [1, day], "m2": [50, 150], "unstated": [0, 1]}
    assert found["on"]["reduced"] == {"days": [-1_000_000], "m2": [7], "unstated": [0]}
    assert "cancelled" not in found["on"]
    assert found["known"]["cleared"]["days"] == [-1_000_000, day + 31, day + 61]
    assert found["known"]["cleared"]["m2"] == [50, 50, 150]
    assert found["both"]["cleared"]["days"] == [1, day + 31, day + 61]


@pytest.mark.parametrize("mode", ["on", "known", "both"])
def test_nothing_released_has_no_totals(mode):
    assert release_totals(rows())[mode] == {}
