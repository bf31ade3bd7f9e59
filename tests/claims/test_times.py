"""Two times: as on a day, as known on a day."""

from datetime import date

import pandas as pd

from geo.claims.times import find_out_of_view, periods
from tests.claims.made import claims, sources


def iso(values):
    return [None if pd.isna(v) else v.date().isoformat() for v in values]


def test_a_partial_date_stands_for_its_whole_span():
    spans = periods(
        claims(
            {"period_start": "2020-11", "period_end": "2023"},
            {"period_start": "2023", "as_of": "2024-02"},
            {"period_end": "2021-05-06", "as_of": "2021-08"},
            {},
        )
    )
    assert iso(spans["first"]) == ["2020-11-01", "2023-01-01", None, None]
    assert iso(spans["last"]) == ["2023-12-31", "2024-02-29", "2021-05-06", None]
    assert iso(spans["reached"]) == ["2023-01-01", "2024-02-01", "2021-05-06", None]


def test_as_on_keeps_what_was_surely_so_by_then():
    said = claims({"as_of": "2023-06-30"}, {"as_of": "2023-07-01"}, {"as_of": "2023"}, {})
    reasons = find_out_of_view(said, sources(*["2023"] * 4), as_on="2023-06-30")
    assert reasons.isna().tolist() == [True, False, False, False]
    assert reasons[1] == "later than 2023-06-30"
    assert reasons[3] == "undated"


def test_as_known_keeps_what_was_surely_published_by_then():
    said = claims(*[{"as_of": "2020"}] * 4)
    book = sources("2023-06-30", "2023-07-01", "2023-06", None)
    reasons = find_out_of_view(said, book, as_known=date(2023, 6, 30))
    assert reasons.isna().tolist() == [True, False, True, False]
    assert reasons[3] == "publication undated"


def test_without_a_day_everything_is_seen():
    said = claims({}, {"as_of": "2999"})
    assert find_out_of_view(said, sources(None, "2999")).isna().all()


def test_both_times_are_independent():
    # So in 2021, but not known before 2024.
    said, book = claims({"as_of": "2021-05-01"}), sources("2024-03-05")
    assert find_out_of_view(said, book, as_on="2021-12-31").isna().all()
    assert find_out_of_view(said, book, as_on="2021-12-31", as_known="2021-12-31").notna().all()
