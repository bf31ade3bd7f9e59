"""Sources."""

from tests.checks.made import claim, found, hazard, source


def test_a_source_that_nothing_cites():
    tables = {
        "sources": [source("claimed"), source("drawn"), source("idle")],
        "claims": [claim("c", source_id="claimed")],
        "hazard_areas": [hazard("h", None, source_id="drawn")],
    }
    assert set(found("source-never-cited", **tables)) == {"idle"}


def test_a_claim_without_locator():
    claims = [claim("a"), claim("b", locator=None)]
    assert set(found("claim-without-locator", claims=claims)) == {"b"}


def test_a_source_without_address():
    sources = [
        source("a"),
        source("b", url=None),
        source("c", url=None, also_at="https://archive.example/c"),
    ]
    assert set(found("source-without-address", sources=sources)) == {"b"}


def test_one_address_for_two_sources():
    sources = [
        source("b", url="http://www.example.org/page/#top"),
        source("a", url="https://example.org/page"),
        source("c", url="https://example.org/page?id=2"),
        source("d", url="https://example.org/Page"),
        source("g", url="https://example.org/page#!/2"),
        source("e", url=None),
        source("f", url=None),
    ]
    assert found("same-address", sources=sources) == {"b": "same address as a"}
