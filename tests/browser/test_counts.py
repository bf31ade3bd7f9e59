"""Counts agree wherever they appear, and with SQL on the GeoPackage."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace

import pandas as pd
import pytest
from playwright.sync_api import expect

from geo.maps import render_map
from geo.model.layers import FINDINGS
from geo.model.schema import give_types
from tests.browser.waits import still
from tests.conftest import ROOT


def sql(name, query):
    with closing(sqlite3.connect(ROOT / "layers" / f"{name}.gpkg")) as file:
        return file.execute(query).fetchall()


def count(name, query):
    return sql(name, query)[0][0]


def whole(text):
    """The first number in a text."""
    return int(re.sub(r"[,\s]", "", re.search(r"\d[\d,]*", text)[0]))


def last_day(text):
    return pd.Period(text).end_time.normalize() if isinstance(text, str) else pd.NaT


def newest_by_district(name):
    """Newest day that any claim tells of a district, by the rows alone."""
    found = {}
    for districts, stance, as_of, end, start in sql(
        name, "select districts, stance, as_of, period_end, period_start from claims"
    ):
        if stance == "plans" or as_of is None:
            continue
        day = min(last_day(as_of), last_day(end or as_of or start))
        for district in (districts or "").split(";"):
            found[district] = max(day, found.get(district, day))
    return found


@pytest.fixture
def pages(karabakh_page, exercise_page):
    return {"karabakh": karabakh_page, "exercise": exercise_page}


@pytest.mark.parametrize("name", ["karabakh", "exercise"])
def test_numbers_of_the_overview_are_those_of_the_geopackage(visit, pages, name):
    page = visit(pages[name])
    numbers = page.locator("#view-overview .numbers b").all_inner_texts()
    claims, sources, _, accidents = (whole(text) for text in numbers)
    assert claims == count(name, "select count(*) from claims")
    assert sources == count(name, "select count(*) from sources")
    assert accidents == count(
        name,
        """select (select count(*) from accidents where event_id in
             (select event_id from claims where event_id is not null))
           + (select count(*) from events where kind = 'accident')""",
    )
    page.get_by_role("button", name="Time").click()
    assert whole(page.locator("[data-total=claims] b").inner_text()) == claims
    filtered = page.locator("#filter summary").first.inner_text()
    assert f"all {claims:,}" in filtered


@pytest.mark.parametrize("name", ["karabakh", "exercise"])
def test_a_district_has_one_date_and_one_number_of_claims(visit, pages, name):
    page = visit(pages[name])
    newest = newest_by_district(name)
    only = dict(sql(name, "select districts, count(*) from claims group by districts"))
    shown = page.evaluate(
        """() => {
          const { data, card } = atlas;
          const figure = (id) => data.figures.find((f) => f.id === id);
          const [age, claims] = [figure('age'), figure('claims')];
          return data.districts.map((d, i) => {
            const note = card(d.key).querySelector('[data-naming]')?.textContent ?? '';
            const day = age ? (age.cells[i]?.day ?? null) : 'no figure';
            return [d.district, day, claims?.cells[i]?.at ?? 0, note];
          });
        }"""
    )
    assert (shown[0][1] == "no figure") == (name == "exercise")
    assert len(shown) == count(name, "select count(*) from districts")
    for district, day, n, note in shown:
        if day != "no figure":  # where it is known for too few districts to be a choice
            assert day == (str(newest[district].date()) if district in newest else None), district
        assert n == only.get(district, 0), district
        if note:
            total, *parts = (int(v.replace(",", "")) for v in re.findall(r"\d[\d,]*", note))
            assert (total, sum(parts[:3])) == (n, n), district
            among = [
                row for row in sql(name, "select districts from claims where districts like '%;%'")
                if district in row[0].split(";")
            ]  # fmt: skip
            assert parts[3] == len(among), district


def test_the_table_of_what_is_in_view_dates_districts_alike(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=table")
    page.locator("tr[data-key='district:Fuzuli']").wait_for()
    still(page)
    day = newest_by_district("karabakh")["Fuzuli"]
    row = page.locator("tr[data-key='district:Fuzuli']").inner_text()
    assert f"{day.day} {day:%b} {day.year}" in row
    page.select_option("#figure", "age")
    page.evaluate("atlas.select('district:Fuzuli')")
    expect(page.locator("#view-place .key-figures tr.current td b")).to_have_text(
        f"{day.day} {day:%b} {day.year}"
    )


def test_accidents_of_the_legend_follow_the_filter(visit, karabakh_page):
    page = visit(karabakh_page)
    rows = sql(
        "karabakh", "select event_id from accidents where geom is not null and event_id is not null"
    )
    cell = page.locator("#legend [data-count=accidents]")
    assert whole(cell.inner_text()) == len(rows)
    page.evaluate("atlas.setTime('2015-01-01')")
    text = cell.inner_text()
    shown = page.evaluate(
        "atlas.data.accidents.filter((a) => a.drawn && a.claims.some((c) => atlas.shows(c))).length"
    )
    assert text == f"{shown} of {len(rows)}"
    assert 0 < shown < len(rows)


def test_what_is_not_drawn_adds_up(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=undrawn")
    badge = whole(page.get_by_role("tab", name="Not drawn").inner_text())
    parts = page.locator("#undrawn-parts").inner_text()
    numbers = {k: whole(v) for k, v in (part.split(":") for part in parts.split(" · "))}
    assert badge == sum(numbers.values())
    assert numbers["Accidents"] == count(
        "karabakh", "select count(*) from accidents where geom is null"
    )
    assert numbers["Places"] == count("karabakh", "select count(*) from places where geom is null")


def rejected(dataset, rows):
    """A dataset of which some rows were rejected: two faults in the first of them."""
    faults = [
        {"code": "invalid-date", "level": "error", "layer": "claims", "file": "claims.csv",
         "row": row, "feature_id": f"lost-{row}", "message": "'2023-13-41' is no day"}
        for row in (rows[0], *rows)
    ]  # fmt: skip
    kept = {**faults[0], "feature_id": dataset["claims"]["claim_id"].iloc[0], "row": 9999}
    table = give_types(pd.DataFrame([*faults, kept], columns=FINDINGS.names), FINDINGS)
    return replace(dataset, tables={**dataset.tables, "findings": table})


def test_rejected_rows_count_as_not_drawn(visit, exercise, exercise_page):
    before = visit(exercise_page)
    without = whole(before.get_by_role("tab", name="Not drawn").inner_text())
    there = rejected(exercise, [5, 6, 300])
    page = visit(render_map(there))
    tab = page.get_by_role("tab", name="Not drawn")
    assert whole(tab.inner_text()) == without + 3
    tab.click()
    group = page.locator("[data-reason=rejected]")
    expect(group.locator(".count")).to_have_text("3")
    group.locator("summary").click()
    expect(group).to_contain_text("claims.csv:300")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_one_is_singular(visit, exercise, language):
    events = exercise["events"]
    one = events[events["kind"] == "accident"].iloc[:1]
    tables = {**exercise.tables, "events": one, "claims": exercise["claims"].iloc[:1]}
    one = one.assign(source_id=tables["claims"]["source_id"].iloc[0])
    tables["events"] = one
    cited = set(tables["claims"]["source_id"])
    tables["sources"] = exercise["sources"][exercise["sources"]["source_id"].isin(cited)]
    for layer in ("hazard_areas", "land_release", "minefield_records"):
        tables[layer] = exercise[layer].iloc[:0]
    tables["citations"] = exercise["citations"].iloc[:0]
    page = visit(render_map(replace(exercise, tables=tables)), view=f"#lang={language}")
    labels = page.locator("#view-overview .numbers").inner_text().split("\n")
    singular = {
        "en": {"claim", "source", "accident"}, "ru": {"утверждение", "источник", "происшествие"}
    }  # fmt: skip
    assert singular[language] <= set(labels)
    text = page.locator("body").inner_text()
    assert not re.search(r"\b1 (claims|sources|accidents|districts|disagreements)\b", text)
