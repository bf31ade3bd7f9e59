"""Readers meet garbage: a table or a clear error, never anything else.

A few examples of each format; `python -m tests.fuzz` goes on for as long as one likes.
"""

import random

import pytest

from geo.intake.readers import read
from tests.fuzz.attempt import attempt, written
from tests.fuzz.corpus import FORMATS, corpus
from tests.fuzz.mutation import mutated

EXAMPLES = 25


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_gives_a_table_or_a_clear_error(name, tmp_path):
    seeds = corpus(name)
    changed = 0
    for number in range(EXAMPLES):
        files = mutated(seeds, random.Random(f"{name} test {number}"))
        changed += files not in seeds
        attempt(written(tmp_path / "now", files))
    assert changed > EXAMPLES / 2


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "manifest"])
def test_what_fuzzing_starts_from_is_read(name, tmp_path):
    for seed in corpus(name):
        table = read(written(tmp_path / "seed", seed))
        assert len(table.frame) == len(table.rows)


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_number_gives_the_same_damage(name):
    seeds = corpus(name)
    assert all(
        mutated(seeds, random.Random(i)) == mutated(seeds, random.Random(i)) for i in range(5)
    )
