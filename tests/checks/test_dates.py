"""Dates."""

from datetime import date

from geo.checks import check
from tests.checks.made import claim, found, hazard, made, place, release, source

TODAY = date(2024, 6, 30)


def test_dates_in_the_future():
    tables = {
        "sources": [
            source("this year", published="2024"),
            source("this month", published="2024-06"),
            source("next month", published="2024-07"),
        ],
        "claims": [
            claim("today", as_of="2024-06-30"),
            claim("tomorrow", as_of="2024-07-01"),
            claim("plan", period_start="2025", stance="plans", as_of="2024-07-01"),
            claim("deadline", period_end="2030-01-01"),
            claim("undated", as_of=None, period_start=None, period_end=None),
        ],
        "hazard_areas": [hazard("h", None, valid_from="2042-06-01")],
        "land_release": [release("r", known_from="2024-06-30")],
        "events": [{"event_id": "e", "kind": "accident", "occurred": "2042", "support": "none"}],
    }
    messages = found("future-date", today=TODAY, **tables)
    assert set(messages) == {"next month", "tomorrow", "h", "e"}
    assert messages["h"] == "2042-06-01 is after 2024-06-30"


def test_today_is_the_newest_publication_unless_it_is_given():
    dataset = made(
        sources=[source("a", published="2024-03"), source("b", published="2024-01-01")],
        claims=[claim("march", as_of="2024-03-31"), claim("april", as_of="2024-04-01")],
    )

    def future(**today):
        findings = check(dataset, **today)
        return set(findings.loc[findings["code"] == "future-date", "feature_id"])

    assert future() == {"april"}
    assert future(today=date(2024, 4, 1)) == set()
    assert future(today=date(2024, 3, 1)) == {"march", "april"}
    no_dates = made(sources=[source("a", published=None)], claims=[claim("c", as_of="2999")])
    assert "future-date" not in set(check(no_dates)["code"])


def test_a_claim_cannot_be_younger_than_its_source():
    tables = {
        "sources": [source("day", published="2024-01-15"), source("month", published="2024-01")],
        "claims": [
            claim("same day", source_id="day", as_of="2024-01-15"),
            claim("day after", source_id="day", as_of="2024-01-16"),
            claim("that year", source_id="day", as_of="2024"),
            claim("end of month", source_id="month", as_of="2024-01-31"),
            claim("next month", source_id="month", as_of="2024-02"),
            claim("no source", source_id="gone", as_of="2025"),
        ],
    }
    assert found("later-than-source", **tables) == {
        "day after": "as of 2024-01-16, but its source was published 2024-01-15",
        "next month": "as of 2024-02, but its source was published 2024-01",
    }


def test_reported_before_it_was_so():
    tables = {
        "hazard_areas": [
            hazard("h1", None, valid_from="1992-01-01", known_from="1999-05-01"),
            hazard("h2", None, valid_from="1999-05-02", known_from="1999-05-01"),
            hazard("h3", None, valid_from="1999-05-02"),
        ],
        "land_release": [release("r1", valid_from="2020-02-01", known_from="2020-01-01")],
    }
    assert set(found("reported-too-early", **tables)) == {"h2", "r1"}


def test_dates_that_stand_for_no_date():
    tables = {
        "sources": [source("excel", published="1900-01-01"), source("real", published="1970")],
        "claims": [claim("unix", as_of="1970-01-01")],
        "hazard_areas": [
            hazard("epoch", None, known_from="1899-12-30"),
            hazard("laid", None, valid_from="1992-05-08"),
        ],
    }
    assert set(found("placeholder-date", **tables)) == {"excel", "unix", "epoch"}


def test_undated_sources_and_claims():
    undated = {"period_start": None, "period_end": None, "as_of": None}
    tables = {
        "sources": [source("a", published=None), source("b", published="2020")],
        "claims": [
            claim("none", **undated),
            claim("some", **{**undated, "period_end": "2020"}),
        ],
    }
    assert set(found("undated-source", **tables)) == {"a"}
    assert set(found("undated-claim", **tables)) == {"none"}


def test_accounts_of_one_accident_a_month_apart():
    def told(event, *days):
        return [
            claim(f"{event}{i}", event_id=event, period_start=day) for i, day in enumerate(days)
        ]

    claims = [
        *told("a", "2023-05-01", "2023-05-08"),
        *told("b", "2023-05-01", "2023-05-09"),
        *told("c", "2023-05-20", "2023-05", "2023"),
        *told("d", "2023-05-20", "2022"),
        *told("e", "2023-05-20", None),
    ]
    assert found("accident-dates-differ", claims=claims) == {
        "b": "told of 2023-05-01 and of 2023-05-09",
        "d": "told of 2022-12-31 and of 2023-05-20",
    }


def test_a_text_that_is_no_date_stops_nothing():
    # Reading lets none through; a GeoPackage edited by hand may hold one.
    tables = {"sources": [source(published="yesterday")], "claims": [claim("c", as_of="soon")]}
    assert not found("later-than-source", **tables)
    check(made(**tables, places=[place("p", 47, 40)]))
