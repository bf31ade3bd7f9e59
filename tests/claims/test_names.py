"""District names, matched through aliases."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims.names import DistrictNames, fold
from tests.claims.made import districts


@pytest.fixture(scope="module")
def names(karabakh):
    return DistrictNames(karabakh["districts"])


@pytest.mark.parametrize(
    ("written", "district"),
    [
        ("Aghdam", "Aghdam"),
        ("  AGHDAM \t district ", "Aghdam"),
        ("Ağdam", "Aghdam"),
        ("Agdam region", "Aghdam"),
        ("AĞDAM RAYONU", "Aghdam"),
        ("Ａｇｈｄａｍ", "Aghdam"),  # full-width: the same after NFKC
        ("Ag\u0306dam", "Aghdam"),  # ğ as g and a combining breve
        ("Агдамский район", "Aghdam"),
        ("Stepanakert", "Khankendi"),
        ("Xankəndi şəhəri", "Khankendi"),
        ("Martakert", "Aghdara"),  # a known name without polygon
        ("Ağdərə rayonu", "Aghdara"),
        ("İSMAYILLI", "Ismayilli"),
        ("Shusha", "Shusha"),
        ("Shusha city", "Shusha city"),  # the word is part of this name
        ("Şuşa şəhəri", "Shusha city"),
        ("Lankaran", "Lankaran"),  # the layer calls two polygons so; the canonical name wins
        ("Kelbajar", "Kalbajar"),
    ],
)
def test_a_district_is_known_by_the_names_of_rival_sources(names, written, district):
    assert names.canonical(written) == district


@pytest.mark.parametrize(
    "written", ["", " ", "district", "Lachin corridor", "Atlantis", "Aghdam, Fuzuli"]
)
def test_an_unknown_name_is_no_district(names, written):
    assert names.canonical(written) is None


def test_every_canonical_name_stands_for_itself(names, karabakh):
    canonical = karabakh["districts"]["district"]
    assert names.canonical_all(canonical).tolist() == canonical.tolist()


def test_every_name_used_in_the_claims_is_known(names, karabakh):
    used = karabakh["claims"]["districts"].dropna().str.split(";").explode()
    assert names.canonical_all(used).notna().all()


def test_a_name_of_two_districts_stands_for_neither():
    names = DistrictNames(districts("North", "South", aliases=["Old Town;Up", "old town"]))
    assert names.canonical("Old Town") is None
    assert names.canonical("Up") == "North"
    assert names.suggestions("Old Town") == ["North", "South"]


def test_a_canonical_name_is_not_taken_away_by_an_alias():
    names = DistrictNames(districts("North", "South", aliases=[None, "North"]))
    assert names.canonical("north district") == "North"


def test_many_names_keep_their_index():
    names = DistrictNames(districts("Aghdam", aliases=["Agdam"]))
    texts = pd.Series(["Agdam", None, "Atlantis"], index=[7, 7, 3])
    found = names.canonical_all(texts)
    assert found.index.tolist() == [7, 7, 3]
    assert found.isna().tolist() == [False, True, True]


def test_near_names_are_suggested(names):
    assert names.suggestions("Aghdm")[0] == "Aghdam"
    assert names.suggestions("Fizulli rayonu")[0] == "Fuzuli"
    assert names.suggestions("Zzzz") == []


@given(st.text(max_size=30))
def test_any_text_folds_once_and_for_all(text):
    assert fold(fold(text)) == fold(text)
    assert DistrictNames(districts("Aghdam")).canonical(text) in (None, "Aghdam")
