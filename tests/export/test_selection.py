"""A part of a dataset by district and time, in the terms of the whole."""

import pytest

from geo.errors import UnknownName
from geo.export.selection import select
from tests.checks.made import district, hazard, made, release, square


def test_districts_are_named_as_rows_name_them():
    whole = made(
        districts=[
            district("Aghdam", square(47.0, 40.0, 0.1), aliases="Agdam;Akna", name_az="Ağdam"),
            district("Fuzuli", square(47.1, 40.0, 0.1), name_hy="Ֆիզուլի"),
        ],
        events=[
            {"event_id": str(n), "kind": "other", "district": name}
            for n, name in enumerate(["Aghdam", "AGDAM", "Fuzuli", None, "Nowhere"])
        ],
        hazard_areas=[hazard("in", square(47.01, 40.01)), hazard("out", square(47.15, 40.01))],
    )
    for name in ("Aghdam", "aghdam", "AĞDAM", "Ağdam rayonu", "akna", "agdam"):
        part, _ = select(whole, districts=[name])
        assert part["events"]["event_id"].tolist() == ["0", "1"], name
        assert part["hazard_areas"]["hazard_id"].tolist() == ["in"], name
    assert select(whole, districts=["Ֆիզուլի"])[0]["events"]["event_id"].tolist() == ["2"]
    assert select(whole, districts=["NOWHERE"])[0]["events"]["event_id"].tolist() == ["4"]
    for wrong in ("Agdham", "Ağdan"):
        with pytest.raises(UnknownName, match=f"unknown district '{wrong}'") as error:
            select(whole, districts=[wrong])
        assert error.value.hint == "Did you mean Aghdam?"
    with pytest.raises(UnknownName) as error:
        select(whole, districts=["Qx"])
    assert error.value.hint == "Known: AGDAM, Aghdam, Fuzuli, Nowhere"


def test_what_is_still_so_is_of_every_later_day():
    shape = square(47.01, 40.01)
    whole = made(
        hazard_areas=[
            hazard("open", shape, valid_from="2010-01-01"),
            hazard("ended", shape, valid_from="2010-01-01", valid_to="2020-01-01"),
            hazard("later", shape, valid_from="2021-05-01"),
            hazard("undated", shape),
        ],
        land_release=[release("r", shape, valid_from="2010-01-01")],
    )

    def ids(**days):
        return select(whole, **days)[0]["hazard_areas"]["hazard_id"].tolist()

    assert ids(since="2019-12-31") == ["open", "ended", "later"]
    assert ids(since="2020-01-01") == ["open", "later"]  # no longer so on the day it ended
    assert ids(since="2020", until="2020") == ["open"]
    assert ids(until="2019") == ["open", "ended"]
    # A release is of the day that it was completed on.
    assert len(select(whole, since="2011")[0]["land_release"]) == 0
    assert len(select(whole, since="2010")[0]["land_release"]) == 1
