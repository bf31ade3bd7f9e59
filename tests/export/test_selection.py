"""A part of a dataset by district and time, in the terms of the whole."""

import pytest

from geo.errors import UnknownName
from geo.export.selection import select
from geo.land.validity import select_in_force
from geo.model.terms import BasemapKind, Classification, LandStatus, Support
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

    assert ids(since="2019-12-31") == ["open", "ended", "later", "undated"]
    assert ids(since="2020-01-01") == [
        "open",
        "later",
        "undated",
    ]  # no longer so on the day it ended
    assert ids(since="2020", until="2020") == ["open", "undated"]
    assert ids(until="2019") == ["open", "ended", "undated"]
    # A release is of the day that it was completed on.
    assert len(select(whole, since="2011")[0]["land_release"]) == 0
    assert len(select(whole, since="2010")[0]["land_release"]) == 1


def test_a_district_without_dates_is_always_one_and_an_undated_event_is_counted():
    whole = made(
        districts=[district("Aghdam", square(47.0, 40.0, 0.1))],
        hazard_areas=[hazard("h", square(47.01, 40.01), known_from="2022-01-01")],
        events=[
            {"event_id": "dated", "kind": "other", "district": "Aghdam", "occurred": "2019-05"},
            {"event_id": "undated", "kind": "other", "district": "Aghdam"},
        ],
    )
    for days in ({"until": "2020"}, {"since": "2018"}, {"since": "2018", "until": "2020"}):
        part, left_out = select(whole, districts=["Aghdam"], **days)
        assert part["districts"]["district"].tolist() == ["Aghdam"]
        # The day it was reported is not the day it began.
        assert part["hazard_areas"]["hazard_id"].tolist() == ["h"]
        assert part["events"]["event_id"].tolist() == ["dated"]
        assert left_out == {"events": 1}


@pytest.mark.parametrize("on", ["2009-12-31", "2010-01-01", "2019-12-31", "2020-01-01"])
def test_one_day_is_selected_as_the_map_takes_it(on):
    shape = square(47.01, 40.01)
    dates = [None, "2010-01-01", "2020-01-01"]
    rows = [
        hazard(f"{start} {end}", shape, valid_from=start, valid_to=end)
        for start in dates
        for end in dates[1:] + dates[:1]
        if start is None or end is None or start < end
    ]
    whole = made(hazard_areas=rows)
    part, _ = select(whole, since=on, until=on)
    expected = select_in_force(whole["hazard_areas"], on)["hazard_id"].tolist()
    assert part["hazard_areas"]["hazard_id"].tolist() == expected


def test_only_terms_of_what_is_selected_are_suggested():
    with pytest.raises(UnknownName) as error:
        select(made(), status=["vegetation"])  # near no term, and none of the base map's
    of_basemap = {str(term) for term in BasemapKind}
    assert not of_basemap & set(error.value.hint.removeprefix("Known: ").split(", "))
    with pytest.raises(UnknownName) as error:
        select(made(hazard_areas=[hazard("h", square(47, 40))]), status=["bla"])
    of_hazards = error.value.hint
    with pytest.raises(UnknownName) as error:
        select(made(), layers=["hazard_areas"], status=["bla"])
    assert error.value.hint == of_hazards
    named = set(error.value.hint.removeprefix("Known: ").split(", "))
    terms = {str(t) for kind in (Classification, LandStatus, Support) for t in kind}
    assert named <= terms
