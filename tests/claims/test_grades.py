"""Grades: made-up cases by the table, thirty real claims reckoned by hand."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims.grades import (
    DIGITS,
    LETTERS,
    Reason,
    claim_grades,
    count_printings,
    source_grades,
)
from geo.model.layers import CLAIMANTS, CLAIMS, SOURCES
from geo.model.schema import give_types
from tests.claims.made import claims, sources

YEAR = {"period_start": "2023-01-01", "period_end": "2023-12-31", "locator": "page 2"}
REGISTER = give_types(
    pd.DataFrame(
        [
            {"claimant_id": "a", "name": "Agency", "party": "North", "kind": "mine_action"},
            {"claimant_id": "b", "name": "Ministry", "party": "North", "kind": "government"},
            {"claimant_id": "c", "name": "Monitor", "party": "none", "kind": "organisation"},
            {"claimant_id": "d", "name": "Gazette", "party": "South", "kind": "media"},
            {"claimant_id": "e", "name": "Author", "party": "South", "kind": "person"},
        ]
    ),
    CLAIMANTS,
)


def letter(**facts):
    row = {"source_id": "s0", "title": "t", "publisher": "p", "author": "x", **facts}
    return source_grades(give_types(pd.DataFrame([row]), SOURCES), claims()).iloc[0]


def digits(*rows, register=REGISTER, origin="names_primary"):
    said = claims(*[{"claimant": "Agency", **YEAR, **row} for row in rows])
    book = sources(*["2024"] * len(rows)).assign(origin=origin)
    return claim_grades(said, book, register)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"origin": "primary", "published": "2023", "method": "m", "party": "none"}, "A"),
        ({"origin": "primary", "published": "2023", "method": "m", "party": "North"}, "B"),
        ({"origin": "primary", "published": "2023", "party": "none"}, "B"),
        ({"origin": "names_primary", "published": "2023", "party": "North"}, "B"),
        ({"origin": "unknown", "published": "2023", "party": "North"}, "C"),
        ({"origin": "opinion", "published": "2023", "party": "North"}, "C"),
        ({"origin": "reprint", "published": "2023", "party": "North"}, "D"),
        ({"origin": "primary", "party": "none", "method": "m", "url": "https://a.org"}, "D"),
        (
            {
                "origin": "primary",
                "published": "2023",
                "party": "none",
                "method": "m",
                "date_note": "inferred: x",
            },
            "D",
        ),
        ({"origin": "unknown", "published": "2023", "author": None}, "E"),
        ({"origin": "names_primary", "party": "North"}, "F"),
    ],
)
def test_the_lowest_line_that_applies_is_the_letter(facts, expected):
    grade = letter(**facts)
    assert grade["grade"] == expected
    assert grade["reason"]
    assert not grade["own"]


def test_a_source_of_which_nothing_is_recorded_has_no_grade():
    grade = letter(published="2023", url="https://a.org")
    assert pd.isna(grade["grade"])
    assert pd.isna(grade["reason"])


def test_a_persons_grade_wins_and_is_marked():
    grade = letter(origin="reprint", published="2023", party="North", grade="B")
    assert (grade["grade"], grade["reason"], bool(grade["own"])) == ("B", Reason.GIVEN, True)
    graded = digits({"quantity": 5, "grade": "1"}).iloc[0]
    assert (graded["grade"], graded["reason"], bool(graded["own"])) == ("1", Reason.GIVEN, True)


def test_two_misprints_lower_the_source():
    said = claims(*[{"source_id": "s0", "quantity": 9, "withheld": "misprint"}] * 2)
    book = sources("2023").assign(origin="names_primary", party="North")
    assert source_grades(book, said)["grade"].tolist() == ["E"]
    assert source_grades(book, said.head(1))["grade"].tolist() == ["B"]


def test_the_side_of_the_publisher_never_lowers_the_letter():
    for origin in ("names_primary", "unknown", "reprint"):
        facts = {"origin": origin, "published": "2023"}
        sides = {letter(**facts, party=p)["grade"] for p in ("North", "South", "none")}
        assert len(sides) == 1


@pytest.mark.parametrize(
    ("row", "expected", "reason"),
    [
        ({"quantity": 5}, "3", "one origin; complete"),
        ({"quantity": 5, "qualifier": "about"}, "4", "one origin; hedged"),
        ({"quantity_min": 5}, "4", "one origin; hedged"),
        ({"quantity": 5, "locator": None}, "4", "one origin; no locator"),
        ({"quantity": 5, "unit": None}, "4", "one origin; no unit"),
        (
            {"quantity": 5, "period_start": None, "period_end": None},
            "4",
            "one origin; no period",
        ),
        ({"quantity": 5, "withheld": "a slip"}, "5", "withheld: a slip"),
        ({"quantity": 5, "quantity_min": 6, "quantity_max": 7}, "5", "outside its own bounds"),
        ({"quantity": 120, "unit": "percent"}, "5", "more than the whole"),
        ({}, "6", "no figure"),
    ],
)
def test_one_origin(row, expected, reason):
    graded = digits(row).iloc[0]
    assert (graded["grade"], graded["reason"]) == (expected, reason)


def test_who_is_not_in_the_register_is_not_graded():
    assert digits({"quantity": 5, "claimant": "Somebody"})["grade"].isna().all()
    assert digits({"quantity": 5}, register=REGISTER.head(0))["grade"].isna().all()


def test_two_sides_that_agree_confirm_each_other():
    graded = digits({"quantity": 5}, {"quantity": 5, "claimant": "Monitor (of mines)"})
    assert graded["grade"].tolist() == ["1", "1"]
    assert graded["reason"].tolist() == ["agreed by North and no side"] * 2


def test_two_bodies_of_one_side_do_not():
    graded = digits({"quantity": 5}, {"quantity": 5, "claimant": "Ministry"})
    assert graded["grade"].tolist() == ["2", "2"]
    assert graded["reason"].tolist() == ["2 origins agree"] * 2


def test_reprints_and_papers_that_say_it_themselves_are_no_witnesses():
    assert digits({"quantity": 5}, {"quantity": 5})["grade"].tolist() == ["3", "3"]
    graded = digits({"quantity": 5}, {"quantity": 5, "claimant": "Gazette"})
    assert graded["grade"].tolist() == ["3", "3"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"quantity": 5}], [(1, 1)]),
        # Twelve papers print the agency's figure, one of them as its own, and so does the ministry.
        (
            [{"quantity": 5}] * 10
            + [{"quantity": 5, "claimant": w} for w in ("Gazette", "Ministry")],
            [(12, 2)] * 12,
        ),
        ([{"quantity": 5}, {"quantity": 6}, {"quantity": 5, "unit": "km2"}], [(1, 1)] * 3),
        # Papers that name nobody: printed twice, counted by nobody we know of.
        (
            [{"quantity": 5, "claimant": "Gazette"}, {"quantity": 5, "claimant": "Paper"}],
            [(2, 0)] * 2,
        ),
        ([{}, {}], [(1, 1)] * 2),
    ],
)
def test_how_many_sources_print_a_figure_and_how_many_origins_they_have(rows, expected):
    said = claims(*[{"claimant": "Agency", **YEAR, **row} for row in rows])
    book = sources(*["2024"] * len(rows)).assign(origin="names_primary")
    counted = count_printings(said, book, REGISTER)
    assert list(counted.itertuples(index=False, name=None)) == expected


def test_a_monitor_that_repeats_the_press_is_no_witness():
    said = claims(
        {"claimant": "Agency", "quantity": 5, **YEAR},
        {"claimant": "Monitor", "quantity": 5, **YEAR},
    )
    book = sources("2024", "2024").assign(
        origin=["names_primary", "reprint"], publisher=["Paper", "Monitor"]
    )
    assert claim_grades(said, book, REGISTER)["grade"].tolist() == ["3", "3"]
    book["origin"] = ["names_primary", "primary"]
    assert claim_grades(said, book, REGISTER)["grade"].tolist() == ["1", "1"]


def test_parts_that_sum_to_the_total_agree():
    people = {"subject": "casualties", "unit": "persons", "victims": "all", "source_id": "s0"}
    rows = [
        {**people, "outcome": "killed_or_injured", "quantity": 10},
        {**people, "outcome": "killed", "quantity": 3},
        {**people, "outcome": "injured", "quantity": 7},
    ]
    assert digits(*rows)["reason"].tolist() == ["one origin; its sums agree"] * 3
    rows[2]["quantity"] = 6
    assert set(digits(*rows)["grade"]) == {"3"}


def test_another_figure_opposes():
    graded = digits({"quantity": 5}, {"quantity": 500, "claimant": "Monitor"})
    assert graded["grade"].tolist() == ["4", "4"]
    assert graded["reason"].tolist() == ["one origin; opposed"] * 2


def test_an_authors_own_figure_in_an_opinion_is_an_opinion():
    graded = digits({"quantity": 5, "claimant": "Author"}, {"quantity": 9}, origin="opinion")
    assert graded["reason"].tolist()[0] == "opinion"
    assert graded["grade"].tolist()[0] == "6"


@settings(max_examples=40)
@given(st.permutations(range(6)))
def test_grades_do_not_depend_on_the_order_of_rows(order):
    rows = [
        {"quantity": 5},
        {"quantity": 5, "claimant": "Monitor"},
        {"quantity": 7, "claimant": "Ministry"},
        {"quantity": 5, "qualifier": "about"},
        {"claimant": "Somebody", "quantity": 4},
        {},
    ]
    said = claims(*[{"claimant": "Agency", **YEAR, **row} for row in rows])
    book = sources(*["2024"] * 6).assign(origin="names_primary")
    plain = claim_grades(said, book, REGISTER)
    mixed = claim_grades(said.iloc[list(order)], book, REGISTER)
    pd.testing.assert_frame_equal(mixed.sort_index(), plain)


def test_reasons_are_made_of_the_words_that_are_translated(karabakh):
    book, said = karabakh["sources"], karabakh["claims"]
    letters = source_grades(book, said)["reason"]
    digits_ = claim_grades(said, book, karabakh["claimants"])["reason"]
    parts = {p for text in [*letters, *digits_] for p in text.split("; ")}
    free = {p for p in parts if not p.startswith(("withheld: ", "agreed by ")) and p[0].isalpha()}
    assert free <= {str(word) for word in Reason} | set(said["withheld"].str.split("; ").explode())


def test_no_claims_no_grades():
    empty = claim_grades(
        give_types(pd.DataFrame(columns=CLAIMS.names), CLAIMS), sources(), REGISTER
    )
    assert empty.empty
    assert list(empty) == ["grade", "reason", "own"]


def test_the_tables_name_every_grade():
    assert {str(line.grade) for line in LETTERS} == set("ABCDEF")
    assert {str(line.grade) for line in DIGITS} == set("123456")


# Reckoned by hand from the CSV files, claim by claim, with the tables of the README in hand.
BY_HAND = {
    # Landmine Monitor: primary, dated, method stated, of no side; 74 + 256 = 330.
    "monitor-2011-nk-cas-i": "A2",
    # 3 killed + 21 injured = 24.
    "monitor-2015-am-cas-y14i": "A2",
    "mar-2016-nk-cmr-area": "A3",
    "monitor-2014-am-cas-sold": "A3",
    # 'over'
    "monitor-2005-az-mined": "A4",
    # 'at least'
    "monitor-2015-nk-cas-sub": "A4",
    # words only
    "hrw-2020-12-11-cm": "A6",
    "monitor-2011-nk-worst-aghdara": "A6",
    # A dated agency quotes the mine agency; nobody else counts.
    "newsaz-2023-05-02-month-at": "B3",
    "1lurer-2022-01-19-krkjan-bomb": "B3",
    # Report prints 139.5 ha for the same week.
    "apa-2021-05-17-week-ha": "B4",
    # 'about 1.5 million'
    "newsaz-2023-11-04-anama-mines1.5m": "B4",
    # withheld
    "regnum-2024-04-04-died350": "B5",
    "trend-2023-09-11-week-ha": "B5",
    "a1plus-2025-04-21-tatoyan-land": "B6",
    "newsaz-2021-05-06-sites": "B6",
    # The agency names nobody; 44 + 213 = 257.
    "agenzianova-2022-11-24-i": "C2",
    "agenzianova-2022-11-24-ch": "C3",
    # A signed opinion: the author's own number, and one that he cites.
    "azemedia-2021-03-29-apc": "C6",
    "azemedia-2021-03-29-undp-1m": "C3",
    "azemedia-2021-03-29-losses": "C6",
    # Printed again by another outlet; 35,338 anti-personnel + anti-vehicle = the mines.
    "azernews-2025-12-25-stat-ap-5y": "D2",
    "menafn-2024-10-14-week-ap": "D3",
    # It differs from a figure of mines alone: another measure, so nothing opposes it.
    "1news-2021-04-02-eo": "D3",
    # No date is printed.
    "mediamax-2018-04-manukyan-k": "D4",
    "azernews-2023-02-icj-died282": "D5",
    "newsaz-2022-huseynov-maps-189k": "D6",
    "anama-scale-high-aghdam": "D6",
    # An outlet of which nothing is known, without byline.
    "rigthnews-2024-withdrawal-handover-local": "E6",
    "rigthnews-2024-withdrawal-deployment-length": "E6",
}


def test_thirty_real_claims_as_reckoned_by_hand(karabakh):
    assert len(BY_HAND) == 30
    book, said = karabakh["sources"], karabakh["claims"]
    letters = source_grades(book, said).set_index(book["source_id"])["grade"]
    numbers = claim_grades(said, book, karabakh["claimants"]).set_index(said["claim_id"])["grade"]
    whose = said.set_index("claim_id")["source_id"]
    assert {c: letters[whose[c]] + numbers[c] for c in BY_HAND} == BY_HAND


def test_nothing_in_the_first_dataset_is_ungraded_or_confirmed_by_its_own_side(karabakh):
    book, said = karabakh["sources"], karabakh["claims"]
    graded = claim_grades(said, book, karabakh["claimants"])
    assert graded["grade"].notna().all()
    confirmed = graded.loc[graded["grade"] == "1", "reason"]
    assert confirmed.str.contains(" and ").all()
