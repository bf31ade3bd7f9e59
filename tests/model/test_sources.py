import pandas as pd
import pytest

from geo.model.sources import citation, number_sources, web_address


def test_a_citation_says_who_published_what_when_and_where():
    row = {
        "title": "Mines found",
        "author": "A. Author",
        "publisher": "Turan",
        "published": "2024-02",
        "url": "https://turan.az/1",
        "date_note": "inferred",
    }
    assert citation(row) == (
        "A. Author, “Mines found”, Turan, 2024-02 (date inferred). https://turan.az/1"
    )


def test_our_own_description_is_not_quoted_and_gaps_are_named():
    assert citation({"title": "(on maps)", "publisher": "X"}) == "(on maps), X, undated."


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        " https://a.b",
        "//a.b",
        "https://",
        "https:///x",
        "java\nscript:x",
        "https://a b",
        "ftp://a.b",
        "file:///etc/passwd",
        None,
        5,
        "http://[::1",
        "",
    ],
)
def test_only_absolute_web_addresses_are_links(text):
    assert web_address(text) is None


def test_numbers_follow_the_date_then_the_id_and_the_undated_come_last():
    sources = pd.DataFrame(
        {
            "source_id": ["late", "b", "a", "undated"],
            "published": ["2024-05-01", "2023", "2023", None],
        }
    )
    assert number_sources(sources).to_dict() == {"a": 1, "b": 2, "late": 3, "undated": 4}
    shuffled = number_sources(sources.sample(frac=1, random_state=3))
    assert shuffled.to_dict() == number_sources(sources).to_dict()
