"""Every sentence of the page stands in every language, once, with the same places for values."""

import re

import pytest

from geo.model.languages import CODES, languages
from tests.maps.sentences import counted, said, unreadable

_PLACES = re.compile(r"\{(\w+)\}")


@pytest.fixture(params=CODES)
def language(request):
    return languages()[request.param]


def test_every_sentence_is_a_plain_text():
    assert unreadable() == []
    assert len(said()) > 300, "the list of sentences is not read"
    assert {"claim", "district", "source"} <= counted()


def test_every_sentence_is_translated(language):
    assert sorted(said() - set(language.strings)) == []
    assert sorted(counted() - set(language.counts)) == []


def test_no_translation_is_unused(language):
    assert sorted(set(language.strings) - said()) == []
    assert sorted(set(language.counts) - counted()) == []


def test_places_for_values_agree(language):
    wrong = {
        english: text
        for english, text in language.strings.items()
        if sorted(_PLACES.findall(english)) != sorted(_PLACES.findall(text))
    }
    assert wrong == {}


def test_nothing_is_empty_and_nothing_runs(language):
    for text in language.strings.values():
        assert text.strip() == text != ""
        assert not set("<>&`") & set(text)


def test_each_language_says_its_own(language):
    """A sentence that reads as in English was not translated."""
    same = {e for e, text in language.strings.items() if e == text and len(e.split()) > 2}
    assert same == set()
    assert len(language.months) == len(set(language.months)) == 12
    assert all("other" in forms for forms in language.counts.values())


def test_russian_nouns_have_the_forms_of_russian_numbers():
    assert all(set(f) == {"one", "few", "many", "other"} for f in languages()["ru"].counts.values())
