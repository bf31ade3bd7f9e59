"""Figures by district and year, against figures worked by hand from layers/karabakh/claims.csv."""

import pandas as pd
import pytest

from geo.claims.over_time import series
from geo.claims.summary import district_summary
from geo.intake.folder import read_dataset
from geo.model.dataset import current
from tests.conftest import CLAIMS


@pytest.fixture(scope="module")
def figures(karabakh):
    return pd.DataFrame(karabakh["district_figures"]).set_index("figure_id")


# Counted by reading the rows of claims.csv of that district whose period ends in that year; what
# is not named here is not recorded. Talish (3 killed, 2023) lies in Tartar and Goranboy: it is no
# accident of Tartar, and its claim that names Tartar alone is one of the ten.
BY_HAND = {
    "Tartar:2023": {
        "cleared_ha": 1286.9,
        "cleared_to_date_ha": 3010,  # to 17 April
        "cleared_share_pct": 27,  # to 5 December; 15, 15.1 and 16.7 are of earlier days
        "injured": 3,
        "n_accidents": 3,
        "n_claims": 10,
        "n_sources": 8,
        "contested": False,
    },
    "Jabrayil:2024": {
        "found_mines": 8913,  # 2020 to 2024; 12,304 'other' devices are a narrower scope
        "killed": 1,
        "injured": 1,
        "n_accidents": 2,
        "n_claims": 4,
        "n_sources": 3,
        "contested": False,
    },
    "Lachin:2022": {
        "killed": 2,  # Safiyan, Suarasi
        "injured": (4, 5),  # 1 at Safiyan, 1 or 2 at Suarasi, 2 soldiers
        "n_accidents": 3,
        "n_claims": 14,
        "n_sources": 13,
        "contested": True,  # the ministry denies that mines were laid
    },
}


@pytest.mark.parametrize("row", BY_HAND)
def test_rows_are_those_worked_by_hand(figures, row):
    found = figures.loc[row]
    stated = {}
    for name, value in BY_HAND[row].items():
        if name in figures:
            stated[name] = value
        else:
            low, high = value if isinstance(value, tuple) else (value, value)
            stated |= {f"{name}_low": low, f"{name}_high": high}
    assert {name: found[name] for name in stated} == stated
    ends = [c for c in figures if c.endswith(("_low", "_high"))]
    assert {c for c in ends if pd.notna(found[c])} == {c for c in stated if c in ends}


def test_what_belongs_to_no_district_has_counts_and_accidents_only(figures):
    rows = figures[figures["district"].isna()]
    assert rows["geometry"].isna().all()
    assert set(rows["name"]) == {"No single district"}
    assert rows[[c for c in rows if c.startswith(("cleared", "found"))]].isna().all(axis=None)
    assert rows.loc["none:2022", "n_accidents"] == 2  # one of Goranboy and Tartar, one of neither
    assert rows["year"].is_unique  # one of them missing: what is not dated


def test_every_claim_that_is_no_plan_and_every_accident_is_in_one_row(karabakh, figures):
    claims = current(karabakh)["claims"]
    assert figures["n_claims"].sum() == (claims["stance"] != "plans").sum()
    assert figures["n_accidents"].sum() == len(karabakh["accidents"])
    links = karabakh["citations"]
    links = links[links["layer"] == "district_figures"]
    assert links["claim_id"].is_unique
    assert links.groupby("feature_id").size().to_dict() == {
        key: n for key, n in figures["n_claims"].items() if n
    }


def test_figures_are_those_of_the_summary_that_the_page_shows(karabakh, figures):
    summary = district_summary(karabakh)
    of_district = figures.dropna(subset="district").set_index(["district", "year"])
    for year in (2023, 2025):
        mine = of_district.xs(year, level="year").reindex(summary.index)
        for end in ("low", "high"):
            theirs = summary[f"cleared_ha_{year}_{end}"]
            assert mine[f"cleared_ha_{end}"].equals(theirs.rename(f"cleared_ha_{end}"))
    share = of_district.dropna(subset=["cleared_share_pct_low"], how="all")
    newest = share.groupby(level="district").tail(1).reset_index("year", drop=True)
    for column in ("low", "high", "from", "to"):
        name = f"cleared_share_pct_{column}"
        own = newest[name if column in ("low", "high") else f"cleared_share_{column}"]
        expected = summary[name].dropna()
        assert own[expected.index].tolist() == expected.tolist()
    counts = of_district[["n_accidents", "killed_low", "killed_high", "injured_low"]]
    sums = counts.groupby(level="district").sum(min_count=1)
    for column in counts:
        theirs = summary[column][summary["n_accidents"] > 0]
        assert sums[column].reindex(theirs.index).equals(theirs)


def test_accidents_that_an_office_delivered_count_in_the_layer_as_in_the_summary(exercise):
    summary = district_summary(exercise)
    figures = exercise["district_figures"].dropna(subset="district")
    assert figures.groupby("district")["injured_low"].sum().to_dict() == {
        "Aldmoor": 4, "Brenwick": 3, "Corvale": 6,
    }  # fmt: skip
    assert summary["injured_low"].to_dict() == {"Aldmoor": 4, "Brenwick": 3, "Corvale": 6}
    assert summary["n_accidents"].sum() == figures["n_accidents"].sum() == 8


@pytest.mark.parametrize("place", ["Fuzuli", "Aghdam", "Lachin"])
def test_figures_are_points_of_the_series(karabakh, figures, place):
    said = series(karabakh, "area_cleared", place=place, scope=["all operators"]).table
    stated = {
        (row.unit, row.period_from, row.period_to, end, getattr(row, end))
        for row in said.itertuples()
        for end in ("low", "high")
    }
    rows = figures[figures["district"] == place]
    checked = 0
    for row in rows.itertuples():
        spans = {
            ("ha", "cleared_ha"): (f"{row.year}-01-01", f"{row.year}-12-31"),
            ("ha", "cleared_to_date_ha"): (row.cleared_to_date_from, row.cleared_to_date_to),
            ("percent", "cleared_share_pct"): (row.cleared_share_from, row.cleared_share_to),
        }
        for (unit, name), (first, last) in spans.items():
            for end in ("low", "high"):
                value = getattr(row, f"{name}_{end}")
                if pd.notna(value):
                    checked += 1
                    assert (unit, first, last, end, value) in stated
    assert checked


@pytest.fixture
def made(small):
    def make(*claims):
        rows = [
            {**CLAIMS[0], "operator": "all operators", "counterclaim_of": "", "claim_id": f"c{n}"}
            | claim
            for n, claim in enumerate(claims)
        ]
        return read_dataset(small(claims=rows))["district_figures"].set_index("figure_id")

    return make


SINCE = {"period_start": "2020-11-10", "period_end": "2023-06-30", "as_of": "2023-06-30"}


def test_figures_that_differ_are_a_range_and_an_open_end_stays_open(made):
    rows = made({"quantity": "10"}, {"quantity": "12"})
    assert rows.loc["West:2023", ["cleared_ha_low", "cleared_ha_high"]].tolist() == [10, 12]
    rows = made({"quantity": "10"}, {"quantity": "", "quantity_min": "12"})  # over 12 ha
    assert rows.loc["West:2023", "cleared_ha_low"] == 10
    assert pd.isna(rows.loc["West:2023", "cleared_ha_high"])


def test_square_kilometres_are_hectares_and_a_plan_or_part_is_none(made):
    rows = made(
        {"quantity": "0.07", "unit": "km2"},
        {"quantity": "500", "stance": "plans"},
        {"quantity": "3", "place": "West village", "place_level": "settlement"},
    )
    assert rows.loc["West:2023", ["cleared_ha_low", "cleared_ha_high"]].tolist() == [7, 7]
    assert rows.loc["West:2023", "n_claims"] == 2


def test_a_total_since_a_day_is_not_what_was_cleared_in_the_year(made):
    rows = made({**SINCE, "quantity": "40"}, {**SINCE, "quantity": "30", "period_end": "2023-03"})
    row = rows.loc["West:2023"]
    assert pd.isna(row["cleared_ha_low"])
    assert row["cleared_to_date_ha_low"] == row["cleared_to_date_ha_high"] == 40
    assert (row["cleared_to_date_from"], row["cleared_to_date_to"]) == ("2020-11-10", "2023-06-30")


def test_the_newest_year_has_a_row_for_every_district_and_nothing_is_0(made):
    rows = made({}, {"districts": "East", "as_of": "2021", "period_start": "2021",
                     "period_end": "2021"})  # fmt: skip
    assert {"West:2023", "East:2023", "East:2021"} <= set(rows.index)
    assert "West:2021" not in rows.index
    empty = rows.loc["East:2023"]
    assert empty["geometry"] is not None
    assert empty["n_claims"] == 0
    figures = [c for c in rows if c.endswith(("_low", "_high")) or c == "n_accidents"]
    assert empty[figures].isna().all()


def test_figures_of_two_districts_or_a_region_are_split_over_none(made):
    rows = made({"districts": "West;East", "place": "West and East"},
                {"districts": "", "place": "Country", "place_level": "country"})  # fmt: skip
    assert rows.index.tolist() == ["none:2023"]
    assert rows.loc["none:2023", "n_claims"] == 2
    assert pd.isna(rows.loc["none:2023", "cleared_ha_low"])


def test_contested_is_what_a_party_contests_or_a_figure_excludes(made):
    other = {"quantity": "99", "stance": "differs", "counterclaim_of": "c0"}
    earlier = {**other, "period_end": "2023-06-30"}
    assert not made({}, earlier).loc["West:2023", "contested"]  # the compiler's comparison
    assert made({}, {**earlier, "stance": "disputes"}).loc["West:2023", "contested"]
    assert made({}, other).loc["West:2023", "contested"]  # of the same period


def test_claims_without_a_day_have_a_row_without_year(made):
    rows = made({"period_start": "", "period_end": "", "as_of": ""})
    assert rows.index.tolist() == ["West:undated"]
    assert pd.isna(rows.loc["West:undated", "year"])
    assert rows.loc["West:undated", "n_claims"] == 1
    assert pd.isna(rows.loc["West:undated", "cleared_ha_low"])
