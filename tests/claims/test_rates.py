"""A series that holds, and its break in rate."""

import pytest

from geo.claims.contradictions import ContradictionRule, contradictions
from geo.claims.rates import BREAK
from tests.claims.made import claims

REGION = {"place": "Karabakh", "place_level": "region", "districts": None}
PEACEKEEPERS = {
    "period_start": "2020-11-23",
    "claimant": "Russian Ministry of Defence",
    "operator": "Russian peacekeepers",
    **REGION,
}


def rules(said, book=None):
    return contradictions(said, book)["rule"].tolist()


def series(days, hectares, items, **other):
    area = [
        {**PEACEKEEPERS, "as_of": day, **figure, **other}
        for day, figure in zip(days, hectares, strict=True)
    ]
    found = [
        {
            **PEACEKEEPERS,
            "as_of": day,
            "quantity": q,
            "subject": "eo_found",
            "unit": "devices",
            "ordnance": "unspecified",
            **other,
        }
        for day, q in zip(days, items, strict=True)
    ]
    return claims(*area, *found)


MOD_DAYS = ("2020-12-21", "2020-12-25", "2021-01-04", "2021-01-11", "2021-02-28")
MOD_HA = (
    {"quantity": 238},
    {"quantity": 280},
    {"quantity": 414},
    {"quantity": 479.2},
    {"quantity_min": 1500, "quantity": None},
)
MOD_EO = (8300, 9000, 19000, 23000, 24962)


def test_the_russian_series_holds_and_its_rate_breaks_after_11_january():
    rows = contradictions(series(MOD_DAYS, MOD_HA, MOD_EO))
    assert rows["rule"].tolist() == [ContradictionRule.RATE]
    row = rows.iloc[0]
    # c0-c4 are the areas, c5-c9 the items: 11 January and 28 February.
    assert (row["claim_a"], row["claim_b"], row["claims"]) == ("c8", "c9", "c3;c4;c8;c9")
    assert row["unit"] == "items per ha"
    # By hand: 23,000 ± 1,000 items on 479.2 ± 0.1 ha; then 962 to 2,962 more on 1,020.7 ha or more.
    assert row["value_a_low"] == pytest.approx(22000 / 479.3)
    assert row["value_a_high"] == pytest.approx(24000 / 479.1)
    assert row["value_b_low"] == 0
    assert row["value_b_high"] == pytest.approx((24962 - 22000) / (1500 - 479.3))
    assert row["value_a_low"] > BREAK * row["value_b_high"]
    assert "Worth a look; no error in itself." in row["message"]
    assert (
        "45.9–50.1 items per ha up to 2021-01-11 according to Russian Ministry of Defence (s8)"
        in row["message"]
    )
    assert "then 0–2.9 up to 2021-02-28 according to Russian Ministry" in row["message"]
    assert "479.2 ha to 2021-01-11; at least 1,500 ha to 2021-02-28" in row["message"]


def test_without_the_last_day_nothing_breaks():
    assert contradictions(series(MOD_DAYS[:4], MOD_HA[:4], MOD_EO[:4])).empty


def test_a_rate_may_break_upwards_and_goes_on_from_there():
    days = [f"2021-0{m}-01" for m in range(1, 7)]
    hectares = [{"quantity": q} for q in (101.5, 201.5, 301.5, 401.5, 501.5, 601.5)]
    rows = contradictions(series(days, hectares, (101, 201, 1201, 2201, 3201, 3211)))
    assert rows["rule"].tolist() == [ContradictionRule.RATE] * 2
    assert rows["claim_a"].tolist() == ["c7", "c10"]  # 1 February, 1 May
    assert rows["value_a_low"].gt(rows["value_b_high"]).tolist() == [False, True]


@pytest.mark.parametrize(
    "items",
    [
        (8300, 9000, 19000, 23000, 23000 * 2),  # as before
        (3, 9, 19, 23, 24),  # too few to say
        (8300, 9000, 19000, 23000, 9000),  # that is a falling series
    ],
)
def test_what_is_no_break(items):
    assert ContradictionRule.RATE not in rules(series(MOD_DAYS, MOD_HA, items))


def test_rates_of_other_ground_claimants_or_days_do_not_mix():
    said = series(MOD_DAYS, MOD_HA, MOD_EO)
    assert contradictions(said.assign(claimant=["A"] * 5 + ["B"] * 5)).empty
    late = said.copy()
    late.loc[9, ["as_of", "period_end"]] = ["2021-03-01", None]
    assert contradictions(late).empty
