"""What a printed figure stands for."""

import math

import pandas as pd
import pytest

from geo.claims.values import bounds, intervals
from geo.model.wording import number, word_figure

OPEN = math.inf


def figure(quantity=None, least=None, most=None, unit="ha"):
    columns = {"quantity": quantity, "quantity_min": least, "quantity_max": most, "unit": unit}
    return pd.DataFrame(
        {k: pd.Series([v], dtype="str" if k == "unit" else float) for k, v in columns.items()}
    )


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        ({"quantity": 7956.1}, 7956.1, 7956.1),
        ({"least": 16000}, 16000, None),  # over 16,000
        ({"most": 640}, None, 640),  # up to 640
        ({"least": 20, "most": 25}, 20, 25),
        ({"quantity": 35000, "most": 35000}, 35000, 35000),  # nearly 35,000
        ({"quantity": 22, "least": 20, "most": 25}, 20, 25),
        ({}, None, None),
    ],
)
def test_bounds_are_what_is_stated(given, low, high):
    row = bounds(figure(**given)).iloc[0]
    assert (None if math.isnan(row["low"]) else row["low"]) == low
    assert (None if math.isnan(row["high"]) else row["high"]) == high


@pytest.mark.parametrize(
    ("given", "low", "high"),
    [
        ({"quantity": 53081.8}, 53081.7, 53081.9),
        ({"quantity": 53081}, 53080, 53082),
        ({"quantity": 42000}, 41000, 43000),
        ({"quantity": 20000}, 19000, 21000),  # two digits at least are meant
        ({"quantity": 27.5, "unit": "percent"}, 27.4, 27.6),
        ({"quantity": 25, "unit": "percent"}, 24, 26),
        ({"quantity": 0.0955}, 0.0954, 0.0956),
        ({"quantity": 0}, 0, 0),
        ({"quantity": 0.5}, 0.4, 0.6),
        ({"quantity": 1}, 0, 2),
        # counts are exact, unless they are round
        ({"quantity": 345, "unit": "persons"}, 345, 345),
        ({"quantity": 280, "unit": "persons"}, 280, 280),
        ({"quantity": 31600, "unit": "devices"}, 31500, 31700),
        ({"quantity": 300, "unit": "mines"}, 290, 310),
        # open bounds, and bounds beside a figure
        ({"least": 16000, "unit": "devices"}, 16000, OPEN),
        ({"most": 640}, 0, 640),
        ({"least": 20, "most": 25}, 20, 25),
        ({"quantity": 35000, "most": 35000}, 34000, 35000),
        ({"quantity": 53081, "least": 53000}, 53080, 53082),
        ({"quantity": 22, "least": 20, "most": 25}, 20, 25),
        # a bound on the wrong side of its figure does not push the figure out
        ({"quantity": 1.5, "least": 50}, 1.5, 1.6),
        ({"quantity": 50.5, "most": 2}, 50.4, 50.5),
    ],
)
def test_a_printed_figure_stands_for_an_interval(given, low, high):
    row = intervals(figure(**given)).iloc[0]
    assert row["low"] == pytest.approx(low)
    assert row["high"] == pytest.approx(high)


def test_no_figure_is_no_interval():
    assert intervals(figure()).isna().all(axis=None)


def test_figures_are_worded_with_their_bounds():
    assert word_figure(7956.1, None, None, "ha") == "7,956.1 ha"
    assert word_figure(math.nan, 16000, math.nan, "devices") == "at least 16,000 devices"
    assert word_figure(None, None, 640.0, "ha") == "up to 640 ha"
    assert word_figure(None, 20, 25, "percent") == "20–25 percent"
    assert word_figure(1, None, None, "persons") == "1 person"
    assert word_figure(None, None, None, "ha") == "no figure"
    assert number(1e6) == "1,000,000"
    assert number(0.0955) == "0.0955"
