"""Lists in one text, and footprints: taken apart and put together again."""

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.errors import InvalidFootprint
from geo.model.footprints import Footprint, Ground, parse_all
from geo.model.lists import join, split, split_all, union

ROOT = Path(geo.__file__).parent
_names = st.text(st.characters(exclude_characters=";"), min_size=1).map(str.strip).filter(bool)


@given(st.lists(_names, min_size=1))
def test_a_list_comes_back(names):
    assert split(join(names)) == names


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", " ", " ; ;"])
def test_what_is_missing_is_an_empty_list(missing):
    assert split(missing) == []


def test_many_lists_at_once():
    texts = pd.Series(["b; a", None, "a"], index=[7, 8, 9])
    assert split_all(texts).to_dict() == {7: ["b", "a"], 8: None, 9: ["a"]}
    assert union(texts) == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "footprint"),
    [
        ("place:P1", Footprint(Ground.PLACE, ("P1",))),
        ("places:P1;P2", Footprint(Ground.PLACE, ("P1", "P2"))),
        ("district:Fuzuli", Footprint(Ground.DISTRICT, ("Fuzuli",))),
        ("districts:Fuzuli;Jabrayil", Footprint(Ground.DISTRICT, ("Fuzuli", "Jabrayil"))),
        ("region:five districts: A; B", Footprint(Ground.REGION, ("five districts: A; B",))),
        ("place:odd;id", Footprint(Ground.PLACE, ("odd;id",))),
    ],
)
def test_a_footprint_is_read_and_written(text, footprint):
    assert Footprint.parse(text) == footprint
    assert str(footprint) == text


@pytest.mark.parametrize("text", ["", "place:", "places:;", "regions:x", "Fuzuli", "zone:1"])
def test_what_is_no_footprint_is_refused_with_its_text(text):
    with pytest.raises(InvalidFootprint, match=re.escape(repr(text))):
        Footprint.parse(text)


def test_footprints_of_the_data_come_back_as_they_are(karabakh):
    claims = karabakh["claims"]
    texts = claims["footprint_id"].dropna().unique()
    assert len(texts) > 50
    assert [str(Footprint.parse(text)) for text in texts] == list(texts)
    feet = parse_all(claims["footprint_id"])
    assert (feet["n"] == 0).equals(claims["footprint_id"].isna())
    several = claims["support"] == "multi_district"
    assert (feet.loc[several, "n"] > 1).all()


def test_nobody_else_takes_lists_or_footprints_apart():
    own = {"model/lists.py", "model/footprints.py", "maps/disputes.py"}
    # Written coordinates and statements that hide in a file are no lists of names.
    own |= {"geodesy/angles.py", "geodesy/coordinates.py"}
    apart = re.compile(
        r"""split\(["'];|["'];["']\.join|count\(["'];|replace\(["'];|"""
        r"""["'f](place|places|district|districts|region):"""
    )
    found = [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for path in sorted(ROOT.rglob("*.py"))
        if str(path.relative_to(ROOT)) not in own
        for n, line in enumerate(path.read_text().splitlines(), 1)
        if apart.search(line)
    ]
    assert found == []
