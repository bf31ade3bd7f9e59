"""Figures over time, against figures worked by hand from layers/karabakh/claims.csv."""

import pandas as pd
import pytest

from geo.claims.over_time import series
from geo.claims.scopes import boundary_changes, scope_name
from geo.claims.spans import Span
from geo.errors import AmbiguousName, UnknownName, UnknownTerm
from geo.intake.folder import read_dataset
from tests.conftest import CLAIMS, PLACES


def figures(found, **where):
    rows = found.table
    for column, value in where.items():
        rows = rows[rows[column] == value]
    return [(row.period_to, row.low, row.high) for row in rows.itertuples()]


def test_the_peacekeepers_hectares_are_one_cumulative_line(karabakh):
    found = series(karabakh, "area_cleared", claimant="Russian Ministry of Defence", scope=["ha"])
    line = found.table[found.table["kind"] == Span.CUMULATIVE]
    # One place of its own, two villages, is another line.
    assert line.groupby("line")["place"].unique().map(list).tolist() == [
        ["Nagorno-Karabakh"], ["Machkalashen, Herhan and Herher, Martuni"],
    ]  # fmt: skip
    exact = line[(line["low"] == line["high"]) & (line["line"] == 1)]
    assert list(zip(exact["period_to"], exact["low"], strict=True)) == [
        ("2020-12-21", 238),
        ("2020-12-25", 280),
        ("2021-01-04", 414),
        ("2021-01-11", 479.2),
        ("2021-01-31", 414.6),  # to January 2021: not surely later than the 11th, so no fall
        ("2021-05-16", 2121),
        ("2021-06-29", 2148),
        ("2021-12-20", 2326.6),
    ]
    assert line["fell_from"].isna().all()


def test_tartar_does_not_collapse_its_ground_changed(karabakh):
    found = series(karabakh, "area_cleared", place="Tərtər rayonu", scope=["ha", "all operators"])
    years = found.table[found.table["kind"] == Span.PERIOD]
    assert figures(found, kind=Span.PERIOD) == [
        ("2023-12-31", 1286.9, 1286.9),
        ("2025-12-31", 12.8, 12.8),
    ]
    assert years["boundary_change"].str.contains("2023-12: Aghdara formed").all()
    # Fuzuli gave no ground to Aghdara.
    other = series(karabakh, "area_cleared", place="Fuzuli").table
    assert other["boundary_change"].isna().all()


def test_named_scopes_with_other_members_are_other_lines(karabakh):
    found = series(karabakh, "area_cleared", place="liberated territories", scope=["ANAMA", "ha"])
    assert found.table["members"].nunique() > 1
    assert (found.table.groupby("line")["members"].nunique() == 1).all()
    assert (found.table.groupby("line")["kind"].nunique() == 1).all()
    assert "not defined" in set(found.table["members"])
    # 8,373 ha of ANAMA alone and 32,000 ha of all operators are not one curve.
    both = series(karabakh, "area_cleared", place="liberated territories", scope="ha").table
    assert (both.groupby("line")["operator"].nunique() == 1).all()


def test_every_claim_of_the_subject_is_a_point_or_is_left_out(karabakh):
    for subject in ("area_cleared", "eo_found", "casualties", "record_accuracy", "statement"):
        found = series(karabakh, subject)
        shown = set(found.table["claim_ids"].str.split(";").explode())
        claims = karabakh["claims"]
        asked = set(claims.loc[claims["subject"] == subject, "claim_id"])
        assert shown | set(found.left_out["claim_id"]) == asked
        assert not shown & set(found.left_out["claim_id"])


def test_withheld_misprints_are_no_points(karabakh):
    found = series(karabakh, "area_cleared")
    out = found.left_out.set_index("claim_id")["reason"]
    assert "decimal comma" in out["today-2023-08-22-week-ha-error"]
    assert found.table["high"].max() < 300_000


def row(number, **values):
    return {**CLAIMS[0], "claim_id": f"n{number}", "period_start": "2020-11-10", **values}


def test_reprints_are_one_point_and_falls_are_marked(small):
    claims = [
        row(1, as_of="2021-06-01", period_end="2021-06-01", quantity="100"),
        row(2, as_of="2021-06-01", period_end="2021-06-01", quantity="100", source_id="s2"),
        row(3, as_of="2022-06-01", period_end="2022-06-01", quantity="80"),
        row(4, as_of="2023", period_end="", quantity="", quantity_min="300"),
        row(5, as_of="2021-06-01", period_end="2021-06-01", quantity="70", claimant="Agency B"),
    ]
    table = series(read_dataset(small(claims=claims)), "area_cleared").table
    assert table["claim_ids"].tolist() == ["n1;n2", "n3", "n4", "n5"]
    assert table["n_sources"].tolist() == [2, 1, 1, 1]
    assert table["line"].tolist() == [1, 1, 1, 2]
    assert table["fell_from"].tolist()[1] in ("n1", "n2")
    assert table["contested"].tolist() == [True, False, False, True]
    last = table.iloc[2]
    assert (last["figure"], last["end_earliest"], last["period_to"]) == (
        "at least 300 ha",
        "2023-01-01",
        "2023-12-31",
    )
    assert pd.isna(last["high"])


def test_a_year_and_the_year_to_date_are_not_joined(small):
    claims = [
        row(1, period_start="2023-01-01", period_end="2023-12-31", as_of="2023-12-31"),
        row(2, period_start="2023-01-01", period_end="2023-09-14", as_of="2023-09-14"),
        row(3, period_start="2023-01-01", period_end="2023-11-20", as_of="2023-11-20"),
        row(4, period_start="", period_end="", as_of="2023-11-20"),
        row(5, stance="plans", period_end="2024-12-31", as_of="2024-12-31"),
        row(6, period_start="", period_end="", as_of=""),
    ]
    found = series(read_dataset(small(claims=claims)), "area_cleared")
    kinds = dict(zip(found.table["claim_ids"], found.table["kind"], strict=True))
    assert kinds == {
        "n1": "period", "n2": "cumulative", "n3": "cumulative", "n4": "open", "n5": "plan"
    }  # fmt: skip
    assert found.left_out["reason"].tolist() == ["no date"]


def test_square_kilometres_and_hectares_are_one_line(small):
    claims = [
        row(1, as_of="2021-06-01", period_end="2021-06-01", quantity="100"),
        row(2, as_of="2022-06-01", period_end="2022-06-01", quantity="1.5", unit="km2"),
    ]
    table = series(read_dataset(small(claims=claims)), "area_cleared").table
    assert table["line"].tolist() == [1, 1]
    assert table["figure"].tolist() == ["100 ha", "150 ha"]


def test_a_name_that_fits_several_places_asks_back(small):
    places = [{**PLACES[0], "place_id": f"mill{i}"} for i in range(5)]
    dataset = read_dataset(small(places=places))
    with pytest.raises(AmbiguousName, match="5 places") as error:
        series(dataset, "casualties", place="Mill")
    assert "mill3" in error.value.hint


def test_unknown_names_get_near_ones(karabakh):
    with pytest.raises(UnknownName) as error:
        series(karabakh, "area_cleared", claimant="ANAMMA")
    assert "ANAMA" in error.value.hint
    with pytest.raises(UnknownName):
        series(karabakh, "area_cleared", place="Atlantis")
    with pytest.raises(UnknownTerm):
        series(karabakh, "area")


def test_names_of_scopes():
    assert scope_name("“liberated territories” (7 districts listed)") == "liberated territories"
    assert scope_name("(unnamed)") == "(unnamed)"


def test_districts_formed_from_others(karabakh):
    [(day, text, parts)] = boundary_changes(karabakh["districts"])
    assert day == "2023-12-01"
    assert text == "2023-12: Aghdara formed, with Aghdam, Kalbajar, Tartar"
    assert parts == {"Aghdara", "Aghdam", "Kalbajar", "Tartar"}


@pytest.mark.parametrize(
    "asked",
    [
        {"subject": "area_cleared", "place": "Tartar"},  # few points, a changed border
        {"subject": "mines_estimated"},  # many lines
        {"subject": "statement"},  # none
        {"subject": "record_accuracy"},  # bounds only, one point a line
    ],
)
def test_a_curve_is_drawn_of_whatever_there_is(karabakh, asked, tmp_path):
    from geo.claims.curve import save

    found = series(karabakh, **asked)
    for name in ("a.svg", "b.svg"):
        save(found.plot(), tmp_path / name, "svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert text == (tmp_path / "b.svg").read_text(encoding="utf-8")
    assert "No record is not evidence of no contamination." in text
