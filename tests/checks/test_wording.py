"""Words: whose they are, what they hedge, and names."""

import pytest

from tests.checks.made import claim, found

REGISTER = [
    {"claimant_id": "a", "name": "Agency", "aliases": "AGN"},
    {"claimant_id": "b", "name": "Ministry"},
]


def test_a_claimant_that_the_register_lacks_is_named_once():
    claims = [
        claim("a", claimant="agn (a person)"),
        claim("b", claimant="Stranger"),
        claim("c", claimant="Stranger"),
        claim("d", claimant="Ministry"),
    ]
    assert found("claimant-unknown", claims=claims, claimants=REGISTER) == {
        "b": "'Stranger' in 2 claim(s)"
    }
    assert not found("claimant-unknown", claims=claims)  # no register to keep to


def test_one_name_for_two_claimants():
    twice = [*REGISTER, {"claimant_id": "c", "name": "Office", "aliases": "agn;Bureau"}]
    assert found("claimant-twice", claimants=twice) == {"c": "also a: agn"}
    assert not found("claimant-twice", claimants=REGISTER)


def test_a_registered_claimant_that_never_speaks():
    assert found(
        "claimant-never-cited", claims=[claim("x", claimant="AGN")], claimants=REGISTER
    ) == {"b": "no claim"}


def book(**published):
    return [
        {"source_id": s, "title": "t", "publisher": "p", "published": day}
        for s, day in published.items()
    ]


def counter(stance, mine, other):
    claims = [
        claim("a", source_id="s1", stance=stance, counterclaim_of="b"),
        claim("b", source_id="s2"),
    ]
    return found("counters-a-later-claim", claims=claims, sources=book(s1=mine, s2=other))


@pytest.mark.parametrize("stance", ["disputes", "denies"])
def test_nobody_disputes_what_was_said_later(stance):
    assert counter(stance, "2022-10", "2024-04-05") == {
        "a": "published 2022-10, counters b, published 2024-04-05"
    }
    assert not counter(stance, "2024-04", "2024-04-05")  # as far as both are exact
    assert not counter(stance, "2024-05", "2024-04-05")


def test_a_remark_of_the_compiler_has_no_order():
    assert not counter("differs", "2022", "2024")


def test_mines_of_another_kind_are_no_counter_claim():
    def kinds(one, other):
        claims = [
            claim("a", subject="eo_found", ordnance=one, counterclaim_of="b", stance="differs"),
            claim("b", subject="eo_found", ordnance=other),
        ]
        return found("counters-another-kind", claims=claims)

    assert kinds("anti_vehicle", "anti_personnel") == {"a": "anti_vehicle against anti_personnel"}
    assert not kinds("anti_vehicle", "anti_vehicle")
    assert not kinds("anti_vehicle", "mines")
    assert not kinds("anti_vehicle", None)


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        ("About 50 mines found", "About"),
        ("Around three dozen people hurt", "Around"),
        ("Nearly 1,200 ha cleared", "Nearly"),
        ("cleared more than 7.5 km", "more than"),
        ("Over 90 mines", "Over"),
        ("50 mines found in about a month", None),
        ("Over 30 years 50 mines were laid", None),
        ("Maps handed over 50 mines", None),
        ("50 mines", None),
    ],
)
def test_a_hedge_in_words_needs_a_trace_in_the_data(words, lost):
    said = claim("a", quantity=50, unit="mines", paraphrase=words)
    expected = {"a": f"{lost!r} without a qualifier"} if lost else {}
    assert found("hedge-lost", claims=[said]) == expected
    assert not found("hedge-lost", claims=[{**said, "qualifier": "about"}])
    assert not found("hedge-lost", claims=[{**said, "quantity": None, "quantity_min": 50}])


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ("found in the liberated districts", "liberated"),
        ("A Separatist leader said", "Separatist"),
        ("Armenia withholds maps", "withholds"),
        ("found in the “liberated districts”", None),
        ('the "separatist" leader', None),
        ("see https://a.org/liberated-districts", None),
        ("preoccupied with maps", None),
    ],
)
def test_words_of_one_side_stand_in_quotation_marks(words, word):
    expected = {"a": f"{word!r}"} if word else {}
    assert found("loaded-word", claims=[claim("a", paraphrase=words)]) == expected


def test_only_our_own_titles_are_ours():
    def titled(title):
        return found("loaded-word", sources=[{"source_id": "s", "title": title, "publisher": "p"}])

    assert titled("(mines in liberated land)") == {"s": "'liberated'"}
    assert not titled("Mines in liberated land")


def test_names_missing_in_a_language_that_the_others_have():
    rows = [
        {"district": "A", "name_az": "A", "name_hy": "Ա"},
        {"district": "B", "name_az": "B"},
        {"district": "C", "name_az": "C", "name_hy": "Գ"},
    ]
    assert found("name-missing", districts=rows) == {"B": "1 of 3 have no name_hy"}
    assert not found("name-missing", districts=[{"district": "A"}])


def test_notes_that_were_cut_off():
    cut = [{"source_id": "s", "title": "t", "publisher": "p", "date_note": "undated (12 May, 2024"}]
    assert list(found("open-bracket", sources=cut)) == ["s"]
    whole = [{**cut[0], "date_note": "undated (12 May, 2024)"}]
    assert not found("open-bracket", sources=whole)
