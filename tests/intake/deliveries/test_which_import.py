"""Which import a second delivery means: names to choose from, and the option that chooses."""

import re

import pytest

from geo.intake.deliveries.entry import ImportUnclear, find_entry
from geo.model.manifest import Import

KNOWN = {
    "office-events": Import(layer="events", source="office"),
    "office-hazard_areas": Import(layer="hazard_areas", source="office"),
}


def test_the_hint_can_be_followed_as_it_stands():
    with pytest.raises(ImportUnclear, match=r"office-events \(events\)") as error:
        find_entry(KNOWN, None, None, None, {})
    named = re.findall(r"--name (\S+?)(?= |\.$)", error.value.hint)
    assert named == list(KNOWN)
    for name in named:
        assert find_entry(KNOWN, None, None, name, {})[0] == name


def test_a_name_that_is_not_there_lists_those_that_are():
    with pytest.raises(ImportUnclear) as error:
        find_entry(KNOWN, None, None, "office", {})
    for name in KNOWN:
        assert name in error.value.hint
    with pytest.raises(ImportUnclear) as error:
        find_entry({}, None, None, None, {})
    assert error.value.hint.endswith("a new one.")
