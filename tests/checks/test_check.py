"""All checks together: the table they return, their documentation, and the real dataset."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import geo.checks
from geo.checks import CHECKS, check
from geo.errors import UnknownName
from geo.export.codes import explain
from geo.intake.derived.assignment import assign_districts
from geo.model.dataset import Dataset
from geo.model.findings import RULES, Finding, findings_frame
from geo.model.layers import FINDINGS
from geo.model.schema import give_types
from geo.store import open_dataset
from tests.checks.made import claim, hazard, made, place, source, square
from tests.conftest import KARABAKH


@pytest.fixture(scope="module")
def findings(karabakh):
    return check(karabakh)


def of(findings, code):
    rows = findings[findings["code"] == code]
    return dict(zip(rows["feature_id"], rows["message"], strict=True))


def test_nothing_is_found_in_nothing():
    empty = check(made())
    assert list(empty.columns) == FINDINGS.names
    assert empty.empty


def test_what_reading_found_stands_beside_what_checks_find(karabakh, findings):
    read = karabakh["findings"]
    assert len(read) > 0
    kept = findings[~findings["code"].isin(CHECKS)]
    by = FINDINGS.names
    pd.testing.assert_frame_equal(
        kept.sort_values(by, ignore_index=True), read.sort_values(by, ignore_index=True)
    )


def test_the_table_is_typed_and_ordered_as_reading_does_it(findings):
    pd.testing.assert_frame_equal(findings, give_types(findings, FINDINGS))
    again = []
    for row in findings.to_dict("records"):
        known = {k: None if pd.isna(v) else v for k, v in row.items()}
        code, _, _ = known.pop("code"), known.pop("level"), known.pop("hint")
        again.append(Finding(RULES[code], **known))
    pd.testing.assert_frame_equal(findings, findings_frame(reversed(again)))


def test_checking_a_checked_dataset_finds_nothing_new(karabakh, findings):
    checked = Dataset(karabakh.meta, {**karabakh.tables, "findings": findings})
    pd.testing.assert_frame_equal(check(checked), findings)


def test_the_order_of_rows_does_not_matter(karabakh, findings):
    shuffled = {
        name: frame.sample(frac=1, random_state=7).reset_index(drop=True)
        for name, frame in karabakh.tables.items()
    }
    pd.testing.assert_frame_equal(check(Dataset(karabakh.meta, shuffled)), findings)


def test_a_stored_dataset_has_the_same_findings(karabakh_gpkg, findings):
    pd.testing.assert_frame_equal(check(open_dataset(karabakh_gpkg)), findings)


def test_a_long_value_is_cut():
    dataset = made(claims=[claim("c", place="x" * 1000, place_level="settlement")])
    assert check(dataset)["value"].dropna().str.len().max() == 200


def test_hostile_text_is_only_text():
    text = "<script>{{ 7*7 }} {% x %} {#`\\ \u2028 Ağdərə;;,\n"
    dataset = made(
        claims=[claim(text, place=text, place_level="point", unit=text, districts=text)],
        sources=[source(text, url=text)],
        places=[place(text, 47, 40, name=text, district=text), place("p", 47, 40)],
        hazard_areas=[hazard(text, square(47, 40), name=text, support=text)],
    )
    assert text in set(check(dataset)["feature_id"])


# Documentation


@pytest.mark.parametrize("code", list(CHECKS))
def test_every_check_is_documented(code):
    rule = CHECKS[code].rule
    text = explain(code)
    assert RULES[code] is rule
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)
    for part in (code, rule.level.label.lower(), rule.meaning, rule.hint):
        assert part in text
    documentation = " ".join(CHECKS[code].run.__doc__.split())
    assert documentation.startswith("Find ")
    assert documentation in " ".join(text.split())


@pytest.mark.parametrize("code", list(CHECKS))
def test_every_check_has_a_test_of_its_own(code):
    files = [p for p in Path(__file__).parent.glob("test_*.py") if p.name != "test_check.py"]
    assert any(re.search(rf'found\(\s*"{code}"', p.read_text(encoding="utf-8")) for p in files)


def test_faults_found_in_reading_are_explained_too():
    assert "occurs twice" in explain("duplicate-key")
    with pytest.raises(UnknownName, match="duplicate-key"):
        explain("duplicate-keys")


def test_the_table_of_rules_names_every_check_and_no_other_code():
    named = set(re.findall(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])", geo.checks.__doc__))
    assert set(CHECKS) <= named
    in_table = [line for line in geo.checks.__doc__.splitlines() if line.endswith(" check")]
    assert len(in_table) > 15
    for line in in_table:
        assert set(line[46:89].replace(",", " ").split()) <= set(CHECKS), line


# The real dataset. Each list was read through row by row against the files and their notes.


def test_counts_in_the_real_dataset(findings):
    assert Counter(findings["code"]) == {
        "no-geometry": 12,
        "outside-boundaries": 1,
        "outside-stated-district": 4,
        "near-border": 51,
        "shared-position": 16,
        "undated-source": 27,
        "undated-claim": 21,
        "unit-without-number": 10,
        "name-missing": 4,
    }
    assert "error" not in set(findings["level"])


def test_distances_to_borders_agree_with_those_noted_when_the_places_were_compiled(findings):
    # Whoever compiled the places measured them with another tool and wrote the result down.
    places = pd.read_csv(KARABAKH / "places.csv").set_index("place_id")
    pattern = r"District check: ([\d.]+) km outside the (\w+) polygon"
    noted = places["note"].str.extract(pattern).dropna()
    assert len(noted) == 14
    said = of(findings, "outside-stated-district") | of(findings, "near-border")
    for place_id, (km, name) in noted.iterrows():
        ours = re.match(r"([\d,]+) m outside (\w+),", said[place_id])
        assert ours[2] == name
        assert float(ours[1].replace(",", "")) / 1000 == pytest.approx(float(km), abs=0.05)


def test_borders_agree_with_the_assignment_of_points(karabakh, findings):
    # Looked for there in another way.
    places, districts = karabakh["places"], karabakh["districts"]
    drawn = districts.loc[~districts.geometry.isna(), "district"]
    places = places[~places.geometry.isna() & places["district"].isin(drawn)]
    assigned = assign_districts(places, districts)
    same = assigned["district"] == places["district"]
    ids = places["place_id"]
    near = set(of(findings, "near-border"))
    off = set(of(findings, "outside-stated-district"))
    assert set(ids[~same]) == off | {
        i for i in near if " outside " in of(findings, "near-border")[i]
    }
    assert set(ids[same & assigned["uncertain"]]) == near - set(ids[~same])


def test_places_outside_their_district(findings):
    outside = of(findings, "outside-stated-district")
    assert set(outside) == {
        "saribaba-height",
        "saribaba-north",
        "saribaba-north-west",
        "sirkhavand-aghdam",
    }
    # 4,548 m outside Jabrayil by these outlines, which are exact to 5 km there and say so.
    assert "jojug-marjanli-railway-jabrayil" in of(findings, "near-border")


def test_no_claim_is_younger_than_its_source(findings):
    assert of(findings, "later-than-source") == {}


def test_claims_in_words_only(karabakh, findings):
    ids = set(of(findings, "unit-without-number"))
    said = karabakh["claims"].set_index("claim_id").loc[sorted(ids), "paraphrase"]
    # None of them hides a figure, except the year in which mines are said to have been made.
    assert set(" ".join(said.str.findall(r"\d+").explode().dropna()).split()) == {"2021", "2023"}
