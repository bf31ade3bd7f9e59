"""SARIF 2.1.0: the members that the standard requires, and where each finding is said to be."""

import json
from urllib.parse import unquote, urlsplit

import pytest

from geo.export.sarif import sarif
from geo.model.findings import RULES, Finding, findings_frame

FOUND = [
    Finding(RULES["unknown-value"], "'x'", "claims", "c1", "my claims é.csv", 5, "stance", "x"),
    Finding(RULES["no-geometry"], "none", "places", file="p.geojson", row=3),
    Finding(RULES["undated-source"], "no date", "sources", "s1"),
    Finding(RULES["reader-note"], "GDAL <says> {}"),
]


@pytest.fixture
def log():
    # Through JSON: what is no JSON must not be in it.
    return json.loads(json.dumps(sarif(findings_frame(FOUND), "layers/my set"), allow_nan=False))


def by_rule(log):
    return {r["ruleId"]: r for r in log["runs"][0]["results"]}


def test_the_members_that_the_standard_requires(log):
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert len(run["results"]) == len(FOUND)
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        for location in result["locations"]:
            assert location
            physical = location.get("physicalLocation")
            if physical:
                uri = physical["artifactLocation"]["uri"]
                assert uri.isascii()
                assert " " not in uri
                assert not urlsplit(uri).scheme
                assert physical.get("region", {"startLine": 1})["startLine"] >= 1
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] == RULES[rule["id"]].meaning
        assert RULES[rule["id"]].hint == rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in {"note", "warning", "error"}


def test_levels_and_places(log):
    found = by_rule(log)
    assert {code: r["level"] for code, r in found.items()} == {
        "unknown-value": "error",
        "no-geometry": "warning",
        "undated-source": "note",
        "reader-note": "warning",
    }
    (place,) = found["unknown-value"]["locations"]
    physical = place["physicalLocation"]
    assert unquote(physical["artifactLocation"]["uri"]) == "layers/my set/my claims é.csv"
    assert physical["region"] == {"startLine": 5}
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "claims/c1"
    # The third feature of a GeoJSON file is not on its third line.
    (place,) = found["no-geometry"]["locations"]
    assert "region" not in place["physicalLocation"]
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "places/row 3"
    assert "physicalLocation" not in found["undated-source"]["locations"][0]


def test_nothing_found_is_a_log_too():
    (run,) = sarif(findings_frame([]))["runs"]
    assert run["results"] == []
