"""Names of districts and places."""

from tests.checks.made import claim, district, found, hazard, place, square

DISTRICTS = [
    district("Aghdam", square(47.0, 40.0, 0.1), aliases="Agdam;Akna", name_az="Ağdam"),
    district("Fuzuli", square(47.1, 40.0, 0.1), aliases="Fizuli"),
    district("Lachin", square(47.2, 40.0, 0.1)),
]


def test_district_names_that_are_not_canonical():
    claims = [
        claim("good", districts="Aghdam;Fuzuli"),
        claim("alias", districts="Fuzuli;Ağdam"),
        claim("typo", districts="Lachim"),
        claim("none", districts=None),
    ]
    assert found("unknown-district", claims=claims, districts=DISTRICTS) == {
        "alias": "'Ağdam' is another name of Aghdam",
        "typo": "'Lachim' is no known district; near: Lachin",
    }
    assert not found("unknown-district", claims=claims)


def test_district_names_of_events_are_counted_by_name():
    names = {"a": "AGHDAM", "b": "AGHDAM", "c": "Aghdam", "d": "Lachim", "e": None}
    events = [{"event_id": i, "kind": "other", "district": name} for i, name in names.items()]
    assert found("unknown-district", events=events, districts=DISTRICTS) == {
        "a": "'AGHDAM' is another name of Aghdam: 2 events",
        "d": "'Lachim' is no known district; near: Lachin: 1 events",
    }


def test_a_district_figure_without_district():
    claims = [
        claim("lost", districts=None),
        claim("region", districts=None, place_level="region"),
        claim("good"),
    ]
    assert set(found("district-missing", claims=claims)) == {"lost"}


def test_a_settlement_that_no_place_stands_for():
    spot = {"place_level": "settlement"}
    tables = {
        "claims": [
            claim("linked", place="Mill", **spot),
            claim("unlinked", place="Mull", **spot),
            claim("unnamed", place=None, place_level="point"),
            claim("district", place="Mull"),
        ],
        "places": [place("mill", 47, 40)],
        "claim_places": [{"place": "Mill", "place_id": "mill"}],
    }
    assert found("place-unlinked", **tables) == {
        "unlinked": "'Mull' is linked to no place",
        "unnamed": "no place",
    }


def test_a_claim_linked_to_a_place_in_another_district():
    spot = {"place_level": "settlement", "place": "Mill"}
    tables = {
        "claims": [
            claim("good", districts="Aghdam", **spot),
            claim("group", districts="Fuzuli;Aghdam", **spot),
            claim("other", districts="Fuzuli;Lachin", **spot),
            claim("unstated", districts=None, **spot),
            claim("level", districts="Fuzuli", place="Mill"),
            claim("either", districts="Lachin", place="Road", place_level="point"),
        ],
        "places": [
            place("mill", 47, 40, district="Aghdam"),
            place("end", 47, 40, district="Lachin"),
            place("free", 47, 40),
        ],
        "claim_places": [
            {"place": "Mill", "place_id": "mill"},
            {"place": "Mill", "place_id": "free"},
            {"place": "Road", "place_id": "mill"},
            {"place": "Road", "place_id": "end"},
        ],
    }
    assert found("place-elsewhere", **tables) == {
        "other": "said to be in Fuzuli, Lachin, but mill is in Aghdam"
    }


def test_one_name_in_three_districts():
    def places(name, *districts):
        return [place(f"{name}{i}", 47, 40, name=name, district=d) for i, d in enumerate(districts)]

    tables = {
        "districts": DISTRICTS,
        "places": [
            *places("Field", "Aghdam", "Fuzuli", "Lachin", "Lachin"),
            *places("Mill", "Aghdam", "Fuzuli", "Fuzuli"),
            *places("Well", "Aghdam", "Fuzuli", None),
            *places("Dağ", "Aghdam"),
            *places("DAG", "Fuzuli"),
            *places("dag", "Lachin"),
        ],
        # The outlines lie in three districts; the fourth in none.
        "hazard_areas": [
            *(hazard(f"h{i}", square(47.0 + i / 10, 40), name="Area 1") for i in range(4)),
            *(hazard(f"g{i}", square(47.0 + i / 100, 40), name="Area 2") for i in range(4)),
        ],
    }
    assert found("overused-label", **tables) == {
        "Field0": "'Field' stands for 4 features in 3 districts",
        "DAG0": "'DAG' stands for 3 features in 3 districts",
        "h0": "'Area 1' stands for 3 features in 3 districts",
    }
