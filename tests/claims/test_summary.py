"""One row for each district."""

import pandas as pd
import pytest

from geo.claims.summary import district_summary
from geo.model.layers import ACCIDENTS
from geo.model.schema import give_types
from tests.claims.made import KARABAKH, claims, districts, sources

YEAR = {"period_start": "2023-01-01", "period_end": "2023-12-31", "as_of": "2023-12-31"}
SINCE = {"period_start": "2020-11-10"}


def accidents(*rows):
    return give_types(
        pd.DataFrame(list(rows), columns=None if rows else ACCIDENTS.names), ACCIDENTS
    )


def summary(said, *, book=None, events=(), register=KARABAKH, **times):
    book = sources(*["2024"] * len(said)) if book is None else book
    return district_summary(said, book, register, accidents(*events), **times)


def share(quantity, **other):
    return {"quantity": quantity, "unit": "percent", **SINCE, **other}


def find(quantity, ordnance, **other):
    unit = "mines" if ordnance in ("mines", "anti_personnel", "anti_vehicle") else "devices"
    return {
        "subject": "eo_found",
        "quantity": quantity,
        "ordnance": ordnance,
        "unit": unit,
        **other,
    }


def test_every_district_has_a_row_and_nothing_is_not_zero():
    found = summary(
        claims({"quantity": 7956.1, **YEAR}, {"quantity": 5.5, "districts": "Fuzuli", **YEAR})
    )
    assert found.index.tolist() == ["Aghdam", "Fuzuli", "Tartar", "Aghdara"]
    empty = found.loc["Aghdara"]
    assert (
        empty[["n_claims", "n_sources", "n_group_claims", "n_withheld", "n_accidents"]].eq(0).all()
    )
    assert not empty["contested"]
    assert (
        empty.drop(
            ["n_claims", "n_sources", "n_group_claims", "n_withheld", "n_accidents", "contested"]
        )
        .isna()
        .all()
    )


def test_no_claims_at_all():
    found = summary(claims())
    assert len(found) == 4
    assert found["n_claims"].eq(0).all()
    assert not [c for c in found if c.startswith("cleared_ha")]


def test_counts_of_claims_and_sources():
    said = claims(
        {"quantity": 1},
        {"quantity": 2},
        {},
        {"districts": "Aghdam;Fuzuli", "place_level": "region"},
        {"quantity": 9, "withheld": "a slip"},
        {"districts": None, "place": "region", "place_level": "region"},
    )
    said["source_id"] = ["s0", "s0", "s1", "s2", "s3", "s4"]
    found = summary(said)
    assert found.loc["Aghdam", ["n_claims", "n_sources"]].tolist() == [4, 3]
    assert found["n_group_claims"].tolist() == [1, 1, 0, 0]
    assert found["n_withheld"].tolist() == [1, 0, 0, 0]


def test_age_of_the_newest_information():
    said = claims(
        {"as_of": "2023-05-01"},
        {"as_of": "2023-05-21", "districts": "Aghdam;Fuzuli"},
        {"as_of": "2023-05-31", "districts": "Tartar"},
        {"as_of": "2024-01-01", "stance": "plans"},
        {
            "period_start": "2021",
            "period_end": "2021",
            "as_of": "2023-05-30",
            "districts": "Aghdara",
        },
    )
    found = summary(said)
    # A plan is no information on what is so; what is said of 2021 is not newer than 2021.
    assert found["newest"].tolist() == ["2023-05-21", "2023-05-21", "2023-05-31", "2021-12-31"]
    assert found["age_days"].tolist() == [10, 10, 0, 365 + 151]


def test_age_on_a_given_day():
    said = claims({"as_of": "2023-05-01"}, {"as_of": "2023-05-21"})
    found = summary(said, as_on="2023-05-11")
    assert found.loc["Aghdam", ["n_claims", "newest", "age_days"]].tolist() == [1, "2023-05-01", 10]


def test_land_cleared_by_year_comes_with_its_claims():
    said = claims(
        {"quantity": 7956.1, **YEAR},
        {"quantity": 7956.1, **YEAR},
        {"quantity": 5.5, "districts": "Fuzuli", **YEAR},
        {"quantity": 6.5, "districts": "Fuzuli", **YEAR},
        {"quantity_min": 9, "districts": "Tartar", **YEAR},
    )
    found = summary(said)
    assert found["cleared_ha_2023"].tolist()[0] == 7956.1
    # Two claims differ: no winner, but both ends and both claims.
    assert found.loc["Fuzuli"].filter(like="cleared_ha").isna().tolist() == [
        True,
        False,
        False,
        False,
    ]
    assert found["cleared_ha_2023_low"].tolist()[:3] == [7956.1, 5.5, 9]
    assert found["cleared_ha_2023_high"].tolist()[:2] == [7956.1, 6.5]
    assert pd.isna(found.loc["Tartar", "cleared_ha_2023_high"])  # 'over 9': the end stays open
    assert found["cleared_ha_2023_claims"].tolist()[:3] == ["c0;c1", "c2;c3", "c4"]
    assert found.loc["Fuzuli", "contested"]
    assert not found.loc["Aghdam", "contested"]


def test_square_kilometres_are_shown_in_hectares():
    found = summary(
        claims(
            {"quantity": 79.561, "unit": "km2", **YEAR},
            {"quantity": None, "quantity_min": 550, "districts": "Fuzuli", **YEAR},
        )
    )
    assert found.loc["Aghdam", "cleared_ha_2023"] == 7956.1
    assert found.loc["Fuzuli", "cleared_ha_2023_low"] == 550


def test_an_open_bound_stays_open_beside_a_closed_one():
    said = claims(
        {"quantity_min": 16000, **YEAR},
        {"quantity": 17597, **YEAR},
        {"quantity_max": 640, "districts": "Fuzuli", **YEAR},
        {"quantity": 630, "districts": "Fuzuli", **YEAR},
    )
    found = summary(said)
    assert found.loc["Aghdam", "cleared_ha_2023_low"] == 16000
    assert pd.isna(found.loc["Aghdam", "cleared_ha_2023_high"])
    assert pd.isna(found.loc["Fuzuli", "cleared_ha_2023_low"])
    assert found.loc["Fuzuli", "cleared_ha_2023_high"] == 640
    assert found["cleared_ha_2023"].isna().all()


@pytest.mark.parametrize(
    "other",
    [
        {"operator": "ANAMA"},
        {"operator": None},
        {"scope": "farmland"},
        {"unit": "km"},
        {"period_end": "2023-06-30"},
        {"withheld": "a slip"},
        {"place": "Aghdam (four villages)"},
        {"place": "a hill", "place_level": "point"},
        {"districts": "Aghdam;Fuzuli"},
    ],
)
def test_a_year_of_a_district_is_nothing_else(other):
    two = [{"quantity": 1.5, "districts": d, **YEAR} for d in ("Fuzuli", "Tartar")]
    found = summary(claims(*two, {"quantity": 99, **YEAR, **other}))
    assert pd.isna(found.loc["Aghdam", "cleared_ha_2023_low"])


def test_land_of_unstated_operators_is_a_figure_of_its_own_where_none_states_one():
    rows = [
        {"quantity": q, "districts": d, "operator": None, "category": None, **YEAR}
        for d, q in [("Aghdam", 5), ("Fuzuli", 7), ("Fuzuli", 8)]
    ]
    found = summary(claims(*rows))
    assert "cleared_ha_2023" not in found
    assert found["cleared_ha_unstated_2023_low"].tolist()[:2] == [5, 7]
    assert found["cleared_ha_unstated_2023_high"].tolist()[:2] == [5, 8]
    assert found["cleared_ha_unstated_2023_claims"].tolist()[:2] == ["c0", "c1;c2"]
    # One operator's name shows that figures may be of one of them.
    named = summary(claims(*rows, {"quantity": 1, "operator": "ANAMA", **YEAR}))
    assert not [c for c in named if c.startswith("cleared_ha")]


def test_a_year_known_for_one_district_only_is_no_column():
    found = summary(claims({"quantity": 1, **YEAR}))
    assert not [c for c in found if c.startswith("cleared_ha")]


def test_a_year_may_be_written_as_a_year():
    whole = {"period_start": "2023", "period_end": "2023"}
    found = summary(
        claims({"quantity": 1, **whole}, {"quantity": 2, "districts": "Fuzuli", **YEAR})
    )
    assert found["cleared_ha_2023"].tolist()[:2] == [1, 2]


def test_the_newest_share_comes_with_its_claim_and_period():
    said = claims(
        share(27.5, period_end="2023-04-17"),
        share(34.8, period_end="2023-12-05", scope="share of the area to be cleared"),
        share(90, period_end="2024-06-01", scope="share of the minefields"),
        share(99, period_end="2024-06-01", withheld="a slip"),
    )
    row = summary(said).loc["Aghdam"].filter(like="cleared_share_pct")
    assert row.tolist() == [34.8, 34.8, 34.8, "c1", "2020-11-10", "2023-12-05"]


def test_a_share_to_2025_is_not_surely_newer_than_one_to_april_2025():
    said = claims(share(50, period_end="2025-04-17"), share(54.24, as_of="2025"))
    assert summary(said).loc["Aghdam", "cleared_share_pct_claims"] == "c0"


def test_shares_of_one_day_that_differ_are_both_kept():
    said = claims(share(25, period_end="2023-02-28"), share(26.2, period_end="2023-02-28"))
    row = summary(said).loc["Aghdam"].filter(like="cleared_share_pct")
    assert pd.isna(row.iloc[0])
    assert row.tolist()[1:4] == [25, 26.2, "c0;c1"]


def test_ordnance_by_kind_is_of_one_period():
    old = {"period_start": "2024-04", "period_end": "2025-09-30"}
    new = {"period_start": "2024-04", "period_end": "2025-11-11"}
    said = claims(
        find(1054, "anti_personnel", **old),
        find(48, "unexploded_ordnance", **old),
        find(1059, "anti_personnel", **new),
        find(99, "anti_vehicle", **new),
        find(5, "all", period_start="2025-12-01", period_end="2025-12-31"),  # no kind
        find(7, "anti_personnel", scope="OZM-72", period_end="2025-12-31"),  # one model
    )
    row = summary(said).loc["Aghdam"]
    assert (row["eo_from"], row["eo_to"], row["eo_claims"]) == ("2024-04-01", "2025-11-11", "c2;c3")
    assert (row["eo_anti_personnel"], row["eo_anti_vehicle"]) == (1059, 99)
    assert "eo_unexploded_ordnance" not in row  # its figure is of another period


def test_accidents_are_added_up_as_a_range_apart_from_claimed_totals():
    person = {"subject": "casualties", "unit": "persons", "outcome": "killed", "victims": "all"}
    said = claims(
        {"event_id": "a", "quantity": 1, "as_of": "2022-05-06", **person},
        {"event_id": "b", "quantity": 1, "as_of": "2023-05-06", **person},
        {"event_id": "c", "quantity": 1, "districts": "Aghdam;Fuzuli", **person},
        {"quantity": 70, "as_of": "2023-12-31", **person},
    )
    events = [
        {
            "event_id": "a",
            "districts": "Aghdam",
            "occurred": "2022-05-06",
            "killed_min": 1,
            "killed_max": 2,
        },
        {
            "event_id": "b",
            "districts": "Aghdam",
            "occurred": "2023-05-06",
            "killed_min": 1,
            "killed_max": 1,
        },
        {"event_id": "c", "districts": "Aghdam;Fuzuli", "killed_min": 9, "killed_max": 9},
    ]
    columns = ["n_accidents", "killed_low", "killed_high"]
    assert summary(said, events=events).loc["Aghdam", columns].tolist() == [2, 2, 3]
    assert summary(said, events=events)["injured_low"].isna().all()  # nobody counted them: not 0
    assert summary(said, events=events).loc["Fuzuli", "n_accidents"] == 0
    before = summary(said, events=events, as_on="2022-12-31")
    assert before.loc["Aghdam", columns].tolist() == [1, 1, 2]


def test_accidents_not_yet_known_do_not_count():
    said = claims({"subject": "casualties", "event_id": "a", "as_of": "2022"})
    events = [{"event_id": "a", "districts": "Aghdam", "occurred": "2022-05-06"}]
    book = sources("2024-01-01")
    assert summary(said, book=book, events=events).loc["Aghdam", "n_accidents"] == 1
    unknown = summary(said, book=book, events=events, as_known="2023-01-01")
    assert unknown.loc["Aghdam", "n_accidents"] == 0


def test_another_name_of_a_district_counts_for_it():
    register = districts("Aghdam", aliases=["Agdam"])
    found = summary(claims({"quantity": 1, "districts": "Agdam"}), register=register)
    assert found.loc["Aghdam", "n_claims"] == 1


@pytest.fixture(scope="module")
def real(karabakh):
    return district_summary(
        *(karabakh[name] for name in ("claims", "sources", "districts", "accidents"))
    )


def test_known_figures_of_karabakh(real):
    assert real.index.is_unique
    assert len(real) == 90
    assert real.loc["Aghdam", "cleared_ha_2023"] == 7956.1
    assert real.loc["Aghdam", "cleared_ha_2023_claims"] == "trend-2024-03-05-cabinet-d-aghdam"
    assert real.loc["Tartar", ["cleared_ha_2023", "cleared_ha_2025"]].tolist() == [1286.9, 12.8]
    assert real.loc[["Aghdara", "Khankendi"], "cleared_ha_2023"].isna().all()
    assert [c for c in real if c.startswith("cleared_ha") and c[-4:].isdigit()] == [
        "cleared_ha_2023",
        "cleared_ha_2025",
    ]
    # The stated totals of the years, less what the tables give for 'other districts'.
    assert real["cleared_ha_2023"].sum() == pytest.approx(53081.8 - 217.6)
    assert real["cleared_ha_2025"].sum() == pytest.approx(69205.7 - 2269.5)
    # 57 percent is withheld as a slip for 7.56.
    assert real.loc["Khojavend", "cleared_share_pct_high"] == 7.56


def test_counts_of_karabakh_are_those_of_the_claims(real, karabakh):
    named = karabakh["claims"]["districts"].fillna("")
    for district in ("Aghdam", "Lachin", "Aghdara", "Baku"):
        row = real.loc[district]
        assert row["n_claims"] == (named == district).sum()
        assert row["n_group_claims"] == sum(
            ";" in text and district in text.split(";") for text in named
        )
    accidents = karabakh["accidents"]
    assert real.loc["Aghdam", "n_accidents"] == (accidents["districts"] == "Aghdam").sum()


def test_nothing_is_older_than_the_day_asked_for(karabakh):
    tables = [karabakh[name] for name in ("claims", "sources", "districts", "accidents")]
    then = district_summary(*tables, as_on="2022-01-01", as_known="2022-06-30")
    assert (then["age_days"].dropna() >= 0).all()
    assert (then["newest"].dropna() <= "2022-01-01").all()
    assert not [c for c in then if c.startswith("cleared_ha_2023")]
    assert then["n_claims"].sum() > 0
