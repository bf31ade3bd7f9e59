"""Accidents counted: each once, ranges kept, what is not stated a class of its own."""

import sqlite3
from contextlib import closing

import pytest

from geo.claims.accidents import DIMENSIONS, NOT_STATED, accident_table
from geo.errors import UnknownName
from geo.intake.folder import read_dataset
from tests.conftest import CLAIMS


@pytest.mark.parametrize("by", [*DIMENSIONS, ["year", "victims"], []])
def test_every_accident_is_in_one_row_and_sums_stay(karabakh, by):
    table = accident_table(karabakh, by=by)
    ids = table["event_ids"].str.split(";").explode()
    accidents = karabakh["accidents"]
    assert sorted(ids) == sorted(accidents["event_id"])
    assert table["accidents"].sum() == len(accidents)
    for outcome in ("killed", "injured"):
        for end, bound in (("low", "min"), ("high", "max")):
            assert table[f"{outcome}_{end}"].sum() == accidents[f"{outcome}_{bound}"].sum()
        assert table[f"{outcome}_not_counted"].sum() == accidents[f"{outcome}_min"].isna().sum()


def test_classes_come_from_terms_and_words(small):
    said = [
        {**CLAIMS[2], "claim_id": "a", "event_id": "e1",
         "paraphrase": "Herdsman lost a leg to an AP mine"},
        {**CLAIMS[2], "claim_id": "b", "event_id": "e2", "victims": "deminer",
         "paraphrase": "Two women hurt when a tractor hit an anti-tank mine"},
        {**CLAIMS[2], "claim_id": "c", "event_id": "e2", "victims": "civilian",
         "paraphrase": "again"},
        {**CLAIMS[2], "claim_id": "d", "event_id": "e3", "victims": "",
         "paraphrase": "One person injured"},
    ]  # fmt: skip
    dataset = read_dataset(small(claims=said))
    by = ["activity", "device", "victims", "vehicle", "sex"]
    rows = {r["event_ids"]: r for r in accident_table(dataset, by=by).to_dict("records")}
    told = {key: tuple(row[c] for c in by) for key, row in rows.items()}
    assert told == {
        "e1": ("herding", "anti_personnel", "civilian", NOT_STATED, "male"),
        "e2": ("farming", "anti_vehicle", "civilian;deminer", "tractor", "female"),
        "e3": (NOT_STATED,) * 5,
    }


def test_unknown_dimensions_are_asked_back(karabakh):
    with pytest.raises(UnknownName):
        accident_table(karabakh, by="colour")


def test_delivered_accidents_are_counted(exercise):
    table = accident_table(exercise, by="year")
    assert table["accidents"].sum() == 8


@pytest.mark.parametrize("by", [["year"], ["district"], ["victims", "device"]])
def test_each_cross_table_sums_to_the_geopackage(karabakh, karabakh_gpkg, by):
    table = accident_table(karabakh, by=by)
    columns = "count(*), sum(killed_min), sum(killed_max), sum(injured_min), sum(injured_max)"
    with closing(sqlite3.connect(karabakh_gpkg)) as connection:
        (whole,) = connection.execute(f"SELECT {columns} FROM accidents").fetchall()
        years = dict(
            connection.execute("SELECT substr(occurred, 1, 4), count(*) FROM accidents GROUP BY 1")
        )
    sums = ["accidents", "killed_low", "killed_high", "injured_low", "injured_high"]
    assert tuple(table[sums].sum()) == whole
    if by == ["year"]:
        assert table["accidents"].tolist() == [n for _, n in sorted(years.items(), key=str)]
