"""Figures in words: the same here and on the page (tests/web/words.test.js), by one table."""

import json
from pathlib import Path

import pytest

from geo.model.languages import languages
from geo.model.terms import Qualifier
from geo.model.wording import counted, number, word_figure

CASES = json.loads((Path(__file__).parent / "figures.json").read_text(encoding="utf-8"))
NAMES = ("quantity", "quantity_min", "quantity_max", "unit", "qualifier")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["words"] or "none")
def test_a_figure_is_worded_as_the_table_says(case):
    words = word_figure(*map(case["claim"].get, NAMES))
    assert words == (case["words"] or "no figure")


def test_the_table_has_every_hedge():
    assert {case["claim"].get("qualifier") for case in CASES} >= {
        str(q) for q in Qualifier if q != Qualifier.UP_TO
    }


def test_no_language_calls_a_bound_over():
    """'over 8,200' excludes 8,200; what is at least so much does not."""
    for code, language in languages().items():
        assert {"at least {figure}", "up to {figure}"} <= set(language.strings), code
        assert "over {figure}" not in language.strings, code


def test_counts_have_thousands_marks():
    assert [counted(1, "row"), counted(1653, "claim")] == ["1 row", "1,653 claims"]
    assert [number(v) for v in (0, 0.5, 1e6, 53081.8)] == ["0", "0.5", "1,000,000", "53,081.8"]
