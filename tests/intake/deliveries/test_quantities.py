"""Figures as people write them, each worked out by hand."""

import pytest

from geo.intake.deliveries.quantities import Quantity, decimal_mark, read_quantity
from geo.model.wording import word_figure

READ = [
    ("12", ".", (12, None, None, None)),
    ("1,500", ".", (1500, None, None, None)),
    ("over 1,500", ".", (None, 1500, None, None)),
    ("More than 1 500 ha", ".", (None, 1500, None, "ha")),
    ("> 1500", ".", (None, 1500, None, None)),
    ("1,500+", ".", (None, 1500, None, None)),
    ("at least 16,000 devices", ".", (None, 16000, None, "devices")),
    ("up to 5", ".", (None, None, 5, None)),
    ("≤5 %", ".", (None, None, 5, "percent")),
    ("nearly 35,000 ha", ".", (35000, None, 35000, "ha")),
    ("about 500", ".", (500, None, None, None)),
    ("20–25", ".", (None, 20, 25, None)),
    ("20-25", ".", (None, 20, 25, None)),
    ("20 to 25 mines", ".", (None, 20, 25, "mines")),
    ("between 20 and 25", ".", (None, 20, 25, None)),
    ("1.2 million", ".", (1_200_000, None, None, None)),
    ("20–25 thousand", ".", (None, 20_000, 25_000, None)),
    ("0.07 km²", ".", (0.07, None, None, "km2")),
    ("5 m2", ".", (5, None, None, "m2")),
    ("17,6 га", ",", (17.6, None, None, "ha")),
    ("1.500,5", ",", (1500.5, None, None, None)),
    ("более 1 500 человек", ",", (None, 1500, None, "persons")),
    ("1,5 млн", ",", (1_500_000, None, None, None)),
    ("ən azı 12", ".", (None, 12, None, None)),
]
UNREAD = [
    *(
        "dozens",
        "12 of 40",
        "-5",
        "3/4",
        "2023-04-05",
        "25–20",
        "over 20 to 25",
        "12 or so",
        "1,50",
    ),
    *("12 hectares of farmland", "reportedly 12", "1,2345", "", "20–25–30", "1.2.3"),
]


@pytest.mark.parametrize(("text", "decimal", "expected"), READ)
def test_read_as_written(text, decimal, expected):
    assert read_quantity(text, decimal) == Quantity(*expected)


@pytest.mark.parametrize("text", UNREAD)
def test_what_is_not_understood_whole_is_not_read(text):
    assert read_quantity(text, ".") is None


def test_a_comma_that_may_be_either_is_not_read():
    assert decimal_mark(["1,500", "12"]) is None
    assert read_quantity("1,500", None) is None
    assert read_quantity("15", None) == Quantity(15)
    assert decimal_mark(["over 1,500"]) == "."  # English
    assert decimal_mark(["более 1,500"]) is None
    assert decimal_mark(["1,500", "2,5"]) == ","
    assert decimal_mark(["1,500", "12,345,678"]) == "."


def test_a_qualifier_of_its_own():
    assert read_quantity("1500", ".", "over") == Quantity(None, 1500)
    assert read_quantity("1500", ".", "reportedly") is None


@pytest.mark.parametrize(
    "bounds", [(7956.1, None, None), (None, 16000, None), (None, None, 25), (None, 20, 25)]
)
def test_what_the_map_words_is_read_back(bounds):
    assert read_quantity(word_figure(*bounds, "ha"), ".") == Quantity(*bounds, "ha")
