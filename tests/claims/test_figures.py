"""What is claimed of districts and of groups of districts."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.claims.figures import district_figures, group_figures, list_left_out
from tests.claims.made import KARABAKH, claims, districts, sources

YEAR = {"period_start": "2023-01-01", "period_end": "2023-12-31", "as_of": "2023-12-31"}


def book(said):
    return sources(*["2024"] * len(said))


def of_districts(said, **times):
    return district_figures(said, book(said), KARABAKH, **times)


def of_groups(said, **times):
    return group_figures(said, book(said), KARABAKH, **times)


def ids(frame):
    return {c for text in frame["claim_ids"] for c in text.split(";")}


def test_a_figure_comes_with_its_claim_and_source():
    row = of_districts(claims({"quantity": 7956.1, **YEAR})).iloc[0]
    assert row["district"] == "Aghdam"
    assert pd.isna(row["place"])
    assert (row["low"], row["high"]) == (7956.1, 7956.1)
    assert (row["period_from"], row["period_to"]) == ("2023-01-01", "2023-12-31")
    assert (row["claim_ids"], row["source_ids"], row["n_sources"]) == ("c0", "s0", 1)
    assert not row["contested"]


def test_equal_figures_share_a_row():
    said = claims(*[{"quantity": 7956.1, **YEAR}] * 3)
    said["source_id"] = ["s0", "s1", "s0"]
    found = of_districts(said)
    assert found["claim_ids"].tolist() == ["c0;c1;c2"]
    assert found["source_ids"].tolist() == ["s0;s1"]
    assert found["n_sources"].tolist() == [2]
    assert found["n_origins"].tolist() == [1]
    assert not found["contested"].any()


def test_different_figures_of_the_same_thing_stay_apart_and_are_contested():
    found = of_districts(claims({"quantity": 100.5, **YEAR}, {"quantity": 250.5, **YEAR}))
    assert found["low"].tolist() == [100.5, 250.5]
    assert found["contested"].all()


def test_a_rounded_figure_does_not_contest_the_exact_one():
    found = of_districts(claims({"quantity": 53081.8, **YEAR}, {"quantity": 53081, **YEAR}))
    assert len(found) == 2
    assert not found["contested"].any()


def test_an_express_counter_claim_contests_both():
    said = claims(
        {"quantity": 5, **YEAR},
        {"counterclaim_of": "c0", "stance": "disputes"},
        {"quantity": 9, "as_of": "2021"},
    )
    found = of_districts(said).set_index("claim_ids")["contested"]
    assert found.to_dict() == {"c0": True, "c2": False}


def test_a_claim_not_yet_known_contests_nothing():
    said = claims({"quantity": 100.5, **YEAR}, {"quantity": 250.5, **YEAR})
    found = district_figures(
        said, sources("2024-01-05", "2024-06-01"), KARABAKH, as_known="2024-02-01"
    )
    assert found["claim_ids"].tolist() == ["c0"]
    assert not found["contested"].any()


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "km"},
        {"operator": "ANAMA"},
        {"operator": None},  # unknown is not 'all operators'
        {"scope": "farmland"},
        {"period_end": "2023-06-30"},
        {"districts": "Fuzuli"},
        {"subject": "contaminated_area"},
        {"place": "Hill 123", "place_level": "point"},
    ],
)
def test_what_differs_in_kind_is_not_compared(other):
    found = of_districts(claims({"quantity": 1.5, **YEAR}, {"quantity": 99.5, **YEAR, **other}))
    assert len(found) == 2
    assert not found["contested"].any()


def test_categories_that_nobody_sorted_into_terms_are_kept_apart():
    said = claims(
        {"quantity": 10, "operator": None, "category": "roads", **YEAR},
        {"quantity": 99, "operator": None, "category": "gardens", **YEAR},
    )
    found = of_districts(said)
    assert set(found["scope"]) == {"roads", "gardens"}
    assert not found["contested"].any()


def test_open_bounds_stay_open():
    said = claims(
        {"quantity_min": 16000, **YEAR}, {"quantity_max": 640, "districts": "Fuzuli", **YEAR}
    )
    found = of_districts(said).set_index("district")
    assert found.loc["Aghdam", "low"] == 16000
    assert pd.isna(found.loc["Aghdam", "high"])
    assert pd.isna(found.loc["Fuzuli", "low"])
    assert found.loc["Fuzuli", "high"] == 640


def test_a_figure_of_several_districts_stays_with_the_group():
    said = claims({"quantity": 10, "districts": "Tartar;Aghdam", "place_level": "region", **YEAR})
    assert of_districts(said).empty
    found = of_groups(said)
    assert found["districts"].tolist() == ["Aghdam;Tartar"]
    assert found["low"].tolist() == [10]
    assert found["place"].isna().all()


def test_the_same_group_in_another_order_or_spelling_is_the_same_group():
    register = districts("Aghdam", "Tartar", aliases=["Agdam", "Terter"])
    said = claims(
        {"quantity": 10.5, "districts": "Tartar;Aghdam", "place_level": "region", **YEAR},
        {"quantity": 10.5, "districts": "Agdam;Terter", "place_level": "region", **YEAR},
    )
    found = group_figures(said, book(said), register)
    assert found["claim_ids"].tolist() == ["c0;c1"]


def test_a_region_without_districts_keeps_its_name():
    said = claims(
        {
            "quantity": 1,
            "districts": None,
            "place": "liberated territories",
            "place_level": "region",
        }
    )
    row = of_groups(said).iloc[0]
    assert pd.isna(row["districts"])
    assert row["place"] == "liberated territories"


def test_a_place_in_a_district_is_not_the_district():
    said = claims(
        {"quantity": 1, "place": "Aghdam", **YEAR},
        {"quantity": 2, "place": "Aghdam (four villages)", **YEAR},
        {"quantity": 3, "place": "Third farm", "place_level": "settlement", **YEAR},
        {"quantity": 4, "place": None, "place_level": "settlement", **YEAR},
    )
    found = of_districts(said).set_index("low")["place"]
    assert pd.isna(found[1])
    assert found[2] == "Aghdam (four villages)"
    assert found[3] == "Third farm"
    assert found[4] == "place not named"


def test_an_unknown_district_is_kept_as_written():
    said = claims({"quantity": 1, "districts": "Atlantis", **YEAR})
    assert of_districts(said)["district"].tolist() == ["Atlantis"]


def test_what_is_no_figure_is_listed_with_the_reason():
    said = claims(
        {"quantity": 1, "withheld": "a slip"},
        {},
        {"quantity": 1, "unit": None},
        {"quantity": 1, "as_of": "2025"},
        {"quantity": 1},
        {"quantity": 1, "as_of": "2020"},
    )
    reasons = list_left_out(said, book(said), KARABAKH, as_on="2024-01-01")
    assert reasons.set_index("claim_id")["reason"].to_dict() == {
        "c0": "undated",
        "c1": "undated",
        "c2": "undated",
        "c3": "later than 2024-01-01",
        "c4": "undated",
    }
    reasons = list_left_out(said, book(said), KARABAKH).set_index("claim_id")["reason"]
    assert reasons.to_dict() == {"c0": "withheld: a slip", "c1": "no figure", "c2": "no unit"}


def test_two_accidents_on_one_day_are_two_things():
    person = {
        "subject": "casualties",
        "unit": "persons",
        "outcome": "injured",
        "victims": "civilian",
        "as_of": "2023-05-06",
    }
    said = claims(
        {"quantity": 1, "event_id": "a", **person}, {"quantity": 2, "event_id": "b", **person}
    )
    found = of_districts(said)
    assert found["event_id"].tolist() == ["a", "b"]
    assert not found["contested"].any()


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "quantity": st.sampled_from([None, 1, 2.5]),
            "quantity_min": st.sampled_from([None, None, 1]),
            "districts": st.sampled_from([None, "Aghdam", "Fuzuli", "Aghdam;Fuzuli", "Nowhere"]),
            "place_level": st.sampled_from(["district", "region", "settlement"]),
            "place": st.sampled_from([None, "Aghdam", "some hill"]),
            "as_of": st.sampled_from([None, "2022", "2023-05-06"]),
            "unit": st.sampled_from([None, "ha"]),
            "withheld": st.sampled_from([None, None, "a slip"]),
        }
    ),
    max_size=12,
)


@settings(max_examples=8, deadline=None)
@given(ROWS, st.sampled_from([None, "2022-12-31"]))
def test_every_claim_is_in_exactly_one_frame(rows, as_on):
    said = claims(*rows)
    times = {"as_on": as_on}
    single, several = of_districts(said, **times), of_groups(said, **times)
    rest = list_left_out(said, book(said), KARABAKH, **times)
    counted = [*ids(single), *ids(several), *rest["claim_id"]]
    assert sorted(counted) == sorted(said["claim_id"])


@pytest.fixture(scope="module")
def real(karabakh):
    tables = (karabakh["claims"], karabakh["sources"], karabakh["districts"])
    return district_figures(*tables), group_figures(*tables), list_left_out(*tables)


def test_every_real_claim_is_in_exactly_one_frame(real, karabakh):
    single, several, rest = real
    counted = [*ids(single), *ids(several), *rest["claim_id"]]
    assert sorted(counted) == sorted(karabakh["claims"]["claim_id"])
    withheld = rest["reason"].str.startswith("withheld")
    assert withheld.sum() == karabakh["claims"]["withheld"].notna().sum()


def cleared(figures, year):
    return figures[
        (figures["measure"] == "area_cleared")
        & (figures["operator"] == "all operators")
        & (figures["unit"] == "ha")
        & figures["scope"].isna()
        & (figures["period_from"] == f"{year}-01-01")
        & (figures["period_to"] == f"{year}-12-31")
    ]


@pytest.mark.parametrize(
    ("year", "total", "rest"), [(2023, 53081.8, 217.6), (2025, 69205.7, 2269.5)]
)
def test_districts_and_other_districts_sum_to_the_year(real, year, total, rest):
    single, several, _ = real
    districts = cleared(single, year)
    assert districts["place"].isna().all()
    other = cleared(several, year)
    other = other[other["place"] == "other districts"]
    assert other["low"].tolist() == [rest]
    assert districts["low"].sum() + rest == pytest.approx(total)


def test_a_boundary_change_is_shown_as_it_is_claimed(real):
    single, _, _ = real
    tartar = {year: cleared(single, year).set_index("district")["low"] for year in (2023, 2025)}
    assert (tartar[2023]["Tartar"], tartar[2025]["Tartar"]) == (1286.9, 12.8)
    assert not {"Aghdara", "Khankendi"} & set(tartar[2023].index)
    assert {"Aghdara", "Khankendi"} <= set(tartar[2025].index)


def test_order_of_rows_does_not_matter(real, karabakh):
    shuffled = [
        karabakh[t].sample(frac=1, random_state=7) for t in ("claims", "sources", "districts")
    ]
    for function, expected in zip(
        (district_figures, group_figures, list_left_out), real, strict=True
    ):
        pd.testing.assert_frame_equal(function(*shuffled), expected)
