"""Dates as deliveries have them: counts, calendars, parts, other digits, times in UTC."""

import json
from datetime import date

import pandas as pd
import pytest

from geo.intake.deliveries.dates import read_dates
from geo.intake.folder import read_dataset
from geo.model.layers import EVENTS
from geo.model.manifest import Import
from tests.intake.deliveries.made import deliver, run

OCCURRED = EVENTS.column("occurred")


def read(*texts, **how):
    given = Import(layer="events", **how)
    values, findings = read_dates(pd.Series(texts, dtype=object), OCCURRED, given, "f")
    return values.tolist(), [f.rule.code for f in findings]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("٢٠٢٣-٠٥-٠٤", "2023-05-04"), ("۲۰۲۳/۰۵/۰۴", "2023-05-04"), ("०४.०५.२०२३", "2023-05-04"),
        ("2,006", "2006"), ("2.006", "2006"), ("2 006", "2006"), ("2006.0", "2006"),
        (2006.0, "2006"),
        ("Thu May 04 2023", "2023-05-04"),
        ("Thu May 04 2023 00:00:00 GMT+0400 (AZT)", "2023-05-04"),
        ("четверг, 4 мая 2023", "2023-05-04"), ("2023-05-04T23:30:00.000+04:30", "2023-05-04"),
        ("2023-05-04 00:00:00", "2023-05-04"), ("2023-05-04T00:00:00Z", "2023-05-04"),
        ("04/05/2023 13:00", "04/05/2023 13:00"), ("12.2022", "2022-12"), ("2022/12", "2022-12"),
        ("31.04.2023", "31.04.2023"), ("04.05.23", "04.05.23"), ("Q1 2023", "Q1 2023"),
        ("2022/23", "2022/23"),
    ],
)  # fmt: skip
def test_what_is_clear_is_read_and_the_rest_stays(written, expected):
    assert read(written)[0] == [expected]


def test_counts_of_seconds_are_days_in_utc_unless_an_offset_is_stated():
    # 1683158400 s are 2023-05-04 00:00 UTC; 1683230400 20:00 of that day.
    assert read("1683158400000", "1683158400") == (["2023-05-04"] * 2, ["times-in-seconds"])
    values, codes = read("1683230400000")
    assert values == ["2023-05-04"]
    assert "day-in-utc" in codes
    assert read("1683230400000", utc_offset="+04:00")[0] == ["2023-05-05"]
    assert read("-86400000000")[0] == ["1967-04-07"]  # 1,000 days before 1970


def test_midnight_of_a_place_east_of_greenwich_is_the_day_before_in_utc():
    assert read("2023-05-03T20:00:00Z") == (["2023-05-03"], ["day-in-utc"])
    assert read("2023-05-03T20:00:00Z", utc_offset="+04:00") == (["2023-05-04"], [])
    assert read("2023-05-04T05:00:00+00:00", utc_offset="-05:00") == (["2023-05-04"], [])
    assert read("2023-05-04T04:00:00Z", utc_offset="-05:00") == (["2023-05-03"], [])


def test_days_of_spreadsheets_count_from_where_is_stated():
    assert read("45050")[1] == ["spreadsheet-days"]
    assert read("45050", serial_days="1900")[0] == ["2023-05-04"]
    assert read("43588", serial_days="1904")[0] == ["2023-05-04"]  # 1,462 days fewer


def test_other_calendars_are_read_where_they_are_stated():
    # Nowruz of 1402 was 21 March 2023; 1403 began on 20 March 2024.
    said = ("1402-02-14", "1402/1/1", "14.02.1402", "1403-01-01", "2023-05-04")
    assert read(*said, calendar="persian")[0] == [
        "2023-05-04", "2023-03-21", "2023-05-04", "2024-03-20", "2023-05-04",
    ]  # fmt: skip
    assert read("1402", "1402-02", "1402-13-01", calendar="persian")[0] == [
        "1402", "1402-02", "1402-13-01",
    ]  # fmt: skip
    assert read("2566-05-04", "2566", "4 May 2566", calendar="buddhist")[0] == [
        "2023-05-04", "2023", "2023-05-04",
    ]  # fmt: skip


def table(path, *rows):
    path.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def test_a_year_of_no_stated_calendar_is_listed_and_shown_nowhere(folder, tmp_path):
    years = ("1402-02-14", "2566-05-04", "0023-05-04", "2203-05-04", "2023-05-04")
    rows = [(f"e{n}", "accident", day, "39", "46") for n, day in enumerate(years)]
    file = table(tmp_path / "e.csv", ("id", "kind", "date", "lat", "lon"), *rows)
    report = deliver(folder, file, layer="events")
    found = [f.row for f in report.findings if f.rule.code == "delivered-value-unread"]
    assert found == [2, 3, 4, 5]
    dataset = read_dataset(folder)
    assert dataset["events"]["occurred"].dropna().tolist() == ["2023-05-04"]
    assert dataset.meta.data_date == "2023-05-04"
    assert json.loads(dataset["events"]["source_values"][0])["date"] == "1402-02-14"


def test_what_lies_in_the_future_does_not_set_the_day_of_the_data(folder, tmp_path):
    later = str(date.today().year + 5)
    rows = [("a", "other", later, "39", "46"), ("b", "other", "2022", "39", "46")]
    file = table(tmp_path / "e.csv", ("id", "kind", "date", "lat", "lon"), *rows)
    deliver(folder, file, layer="events")
    assert read_dataset(folder).meta.data_date == "2022-12-31"


def test_land_released_in_a_year_of_no_calendar_is_told_at_once(folder, tmp_path):
    area = '"POLYGON((46 39,46.01 39,46.01 39.01,46 39))"'
    rows = [("id", "product", "completion date", "wkt"), ("r", "cleared", "1402-02-14", area)]
    file = table(tmp_path / "r.csv", *rows)
    report = deliver(folder, file, layer="land_release", given={"crs": "EPSG:4326"})
    assert "invalid-date" in [f.rule.code for f in report.findings]
    assert not report.understood


@pytest.mark.parametrize(
    "name", ["datetime", "start_date", "MSNDATE", "Event Date", "Дата события"]
)
def test_dates_by_the_names_that_files_give_them(folder, tmp_path, name):
    rows = [("id", "kind", name, "lat", "lon"), ("a", "other", "2023-05-04", "39", "46")]
    report = deliver(folder, table(tmp_path / "e.csv", *rows), layer="events")
    assert report.how.columns["occurred"] == name


@pytest.mark.parametrize(
    ("head", "cells", "expected"),
    [
        (("YEAR", "MONTH", "DAY"), ("1968", "3", "7"), "1968-03-07"),
        (("year", "month"), ("1968", "Mar"), "1968-03"),
        (("Año", "Mes"), ("2.006", "12"), "2006-12"),
        (("год", "месяц"), ("2006", "май"), "2006-05"),
        (("year", "month", "day"), ("2006", "0", "0"), "2006"),
        (("year",), ("2006",), "2006"),
    ],
)
def test_a_date_in_columns_of_its_parts(folder, tmp_path, head, cells, expected):
    rows = [("id", "kind", *head, "lat", "lon"), ("a", "other", *cells, "39", "46")]
    deliver(folder, table(tmp_path / "e.csv", *rows), layer="events")
    row = read_dataset(folder)["events"].iloc[0]
    assert row["occurred"] == expected
    assert json.loads(row["source_values"]).get(head[0], cells[0]) == cells[0]


def test_dates_that_are_taken_for_nothing_are_listed(folder, tmp_path):
    head = ("id", "kind", "Poslednja izmjena", "lat", "lon", "killed")
    rows = [(f"{n}", "other", f"0{n + 1}.05.2023", "39", "46", "1") for n in range(5)]
    report = deliver(folder, table(tmp_path / "e.csv", head, *rows), layer="events")
    [found] = [f for f in report.findings if f.rule.code == "dates-beside"]
    assert found.column == "Poslednja izmjena"


@pytest.mark.parametrize(
    ("head", "cell", "code"),
    [("date", "2023-05-03T20:00:00Z", "day-in-utc"), ("signed", "2023-05-03", "dates-beside")],
)
def test_a_day_that_may_be_another_or_is_left_beside_is_a_finding(
    folder, tmp_path, head, cell, code
):
    file = tmp_path / "e.csv"
    file.write_text(f"id,lat,lon,{head}\na,39.9,46.9,{cell}\nb,39.8,46.8,{cell}\n", "utf-8")
    for dry in (["--dry-run"], []):
        result = run(
            "import", file, "--layer", "events", "--source", "x", "--title", "t",
            "--publisher", "p", "--set", "kind=accident", *dry,
        )  # fmt: skip
        assert (result.exit_code, code in result.output) == (1, True)
