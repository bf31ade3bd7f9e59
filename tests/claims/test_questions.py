"""Claims by question, and what is a dispute and what only differs."""

import pandas as pd
import pytest

from geo.claims.contradictions import contradictions
from geo.claims.differences import Difference, contested_claims, differences
from geo.claims.questions import Question, questions
from tests.claims.made import claims

# Read off layers/karabakh/claims.csv: every claim with "25" or "20-25" percent accuracy.
ABOUT_25 = {
    "caspiannews-2021-08-16-acc25",
    "newsaz-2022-huseynov-accuracy-25",
    "trend-2022-10-05-poladov-acc25",
    "trend-2023-02-21-safikhanov-acc",
    "trend-2024-06-24-acc-acc25",
    "turan-2024-01-26-mfa-acc25",
    "turan-2024-02-12-maps-acc25",
}


@pytest.fixture(scope="module")
def asked(karabakh):
    return questions(karabakh)


def test_all_claims_about_the_25_percent_are_found_by_typing(asked):
    found = asked.find("25 accuracy")
    assert set(found["claim_id"]) == ABOUT_25
    assert set(found["question"]) == {Question.ACCURACY}
    # Usefulness and accuracy, four districts and the contact line: each with its own words.
    assert found["place"].nunique() > 3
    assert found["claimant"].nunique() > 3


def test_the_statements_that_all_maps_were_given_are_with_them(asked):
    said = asked.table[asked.table["question"] == Question.ACCURACY]
    assert {"turan-2024-04-khojaly-maps-all-given", "armenianclub-2024-01-26-nss-best"} <= set(
        said["claim_id"]
    )


def test_every_claim_answers_a_question(asked, karabakh):
    assert set(asked.table["claim_id"]) == set(karabakh["claims"]["claim_id"])
    assert not asked.table.duplicated(["question", "claim_id"]).any()


def test_one_number_of_disputes(asked, karabakh):
    rows = contradictions(karabakh["claims"], karabakh["sources"])
    kinds = rows["kind"].map(lambda kind: Difference(kind).is_dispute)
    pairs = rows[kinds & rows["claim_b"].notna()]
    distinct = {frozenset(pair) for pair in zip(pairs["claim_a"], pairs["claim_b"], strict=True)}
    sums = rows[kinds & rows["claim_b"].isna()]
    assert asked.disputes["dispute"].sum() == len(distinct) + sums["claims"].nunique()
    assert asked.counts.sum() == len(asked.disputes)
    assert (asked.counts > 0).all()


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"quantity": 100}, {"quantity": 150}, Difference.EXCLUDING),
        ({"quantity": 100}, {"quantity": 150, "stance": "disputes"}, Difference.CONTESTED),
        ({"quantity": 100}, {"quantity": 150, "as_of": "2024-01-01"}, Difference.LATER),
        ({"quantity": 53081.8}, {"quantity": 53081}, Difference.ROUNDING),
        ({"quantity": 53081.8}, {"quantity": 53000}, Difference.ROUNDING),
        ({"quantity": 341, "unit": "persons"}, {"quantity": 340, "unit": "persons"},
         Difference.ROUNDING),  # 0.3 %
        ({"quantity": 3, "unit": "persons"}, {"quantity": 2, "unit": "persons"},
         Difference.EXCLUDING),  # counted, not rounded
        ({"quantity": 100, "operator": "ANAMA"}, {"quantity": 150}, Difference.SCOPE),
        ({"quantity": 100, "districts": "Fuzuli"}, {"quantity": 150}, Difference.SCOPE),
        ({"quantity": 100}, {"quantity": 20, "unit": "percent"}, Difference.MEASURE),
        ({"quantity": 100}, {"paraphrase": "work goes on"}, Difference.MEASURE),
        ({"quantity_min": 100}, {"quantity": 150}, Difference.ROUNDING),  # both may be right
        ({"quantity": 1, "unit": "km2"}, {"quantity": 100}, Difference.ROUNDING),  # the same
    ],
)  # fmt: skip
def test_kinds_of_difference(one, other, kind):
    day = {"as_of": "2023-01-01", "period_start": "2020-11-10"}
    table = claims(day | one, day | other)
    assert differences(table, [0], [1]) == [kind]
    assert differences(table, [1], [0]) == [kind]


def test_only_disputes_make_a_claim_contested():
    day = {"as_of": "2023-01-01", "period_start": "2020-11-10"}
    table = claims(
        day | {"quantity": 100},
        day | {"quantity": 900, "operator": "ANAMA", "counterclaim_of": "c0", "stance": "differs"},
        day | {"quantity": 100, "districts": "Fuzuli"},
        day | {"quantity": 50, "districts": "Fuzuli"},
        day | {"quantity": 7, "districts": "Tartar"},
        day | {"stance": "denies", "counterclaim_of": "c4", "paraphrase": "no"},
    )
    assert contested_claims(table) == {"c2", "c3", "c4", "c5"}


def test_no_claims_no_questions(small):
    from dataclasses import replace

    from geo.intake.folder import read_dataset

    dataset = read_dataset(small())
    empty = {"claims": dataset["claims"].iloc[:0]}
    found = questions(replace(dataset, tables={**dataset.tables, **empty}))
    assert found.table.empty
    assert found.counts.sum() == 0
    assert found.find("25").empty
    assert isinstance(found.counts, pd.Series)


def test_a_day_that_several_count_from_is_a_question_of_its_own(asked):
    heading = "How many people were harmed since 10 November 2020?"
    found = asked.table[asked.table["heading"] == heading]
    assert set(found["question"]) == {Question.HARMED}
    assert set(found["since"]) == {"2020-11-10"}
    # Read off claims.csv: both rounds of the count of March 2021, and the answer given then.
    assert {"8 persons", "139 persons", "over 140 persons"} <= set(found["figure"])
    assert found["claimant"].nunique() > 3
    # A year, a month or a week is no such day.
    assert not asked.table["heading"].str.contains("since 1 January 2023").any()
    assert set(found["claim_id"]) <= set(asked.find(heading.rstrip("?"))["claim_id"])
