"""What the page will say, against the files the facts stand in."""

import csv
import json
from dataclasses import replace

import geopandas as gpd
import pytest
import shapely

from geo.intake.folder import read_dataset
from geo.maps import render_map
from geo.maps.rows import to_plain
from geo.model.classes import class_breaks
from tests.conftest import KARABAKH
from tests.maps.unpack import payload_of


@pytest.fixture(scope="module")
def data(karabakh_page):
    return payload_of(karabakh_page.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def written():
    with (KARABAKH / "claims.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def claims_of(data, item):
    return {data["claims"][i]["claim_id"] for i in item["claims"]}


def test_every_claim_is_on_the_map_or_in_the_list_of_what_is_not(data, written):
    drawn = [d for d in data["districts"] if d["drawn"]] + data["sites"] + data["areas"]
    found = set().union(*(claims_of(data, item) for item in drawn))
    listed = set().union(*(claims_of(data, group) for group in data["undrawn"]))
    assert found | listed == set(written)


def test_claims_say_what_the_file_says(data, written):
    for claim in data["claims"]:
        row = written[claim["claim_id"]]
        assert claim["paraphrase"] == row["paraphrase"].strip()
        assert claim["claimant"] == row["claimant"]
        assert data["sources"][claim["source"] - 1]["source_id"] == row["source_id"]
        for name in ("quantity", "quantity_min", "quantity_max"):
            assert (float(row[name]) if row[name] else None) == claim.get(name)


def test_district_figure_of_2023(data):
    names = [d["district"] for d in data["districts"]]
    figure = next(f for f in data["figures"] if f["id"] == "cleared_ha_2023")
    cells = {names[int(i)]: cell for i, cell in figure["cells"].items()}
    assert figure["unit"] == "ha"
    assert figure["by"] == ["Cabinet of Ministers of Azerbaijan"]
    assert cells["Aghdam"]["at"] == cells["Aghdam"]["low"] == cells["Aghdam"]["high"] == 7956.1
    assert "Aghdara" not in cells
    assert "Khankendi" not in cells
    # The districts and the 217.6 ha 'elsewhere' of the same table make the year's stated total.
    assert sum(c["at"] for c in cells.values()) + 217.6 == pytest.approx(53081.8)


def test_a_missing_figure_is_not_zero(data):
    for figure in data["figures"]:
        assert len(figure["cells"]) < len(data["districts"])


def test_withheld_figures_colour_no_district(data):
    with (KARABAKH / "withheld.csv").open(encoding="utf-8", newline="") as file:
        reasons = {row["claim_id"]: row["reason"] for row in csv.DictReader(file)}
    withheld = {i for i, c in enumerate(data["claims"]) if c["claim_id"] in reasons}
    assert len(withheld) == len(reasons) > 0
    assert all(data["claims"][i]["withheld"] in reasons.values() for i in withheld)
    used = {i for f in data["figures"] for cell in f["cells"].values() for i in cell["claims"]}
    assert not used & withheld
    assert set(next(g for g in data["undrawn"] if g["reason"] == "withheld")["claims"]) == withheld


def test_figures_of_several_districts_stay_with_the_group(data):
    for group in data["groups"]:
        assert len(group["districts"]) > 1
        for i in group["claims"]:
            assert all(i not in d["claims"] for d in data["districts"])
    reasons = {g["reason"]: set(g["claims"]) for g in data["undrawn"]}
    assert reasons["multi_district"] == {i for g in data["groups"] for i in g["claims"]}


def test_aghdara_is_known_but_not_drawn(data):
    aghdara = next(d for d in data["districts"] if d["district"] == "Aghdara")
    assert not aghdara["drawn"]
    listed = next(g for g in data["undrawn"] if g["reason"] == "district_without_polygon")
    assert set(aghdara["claims"]) <= set(listed["claims"])


def test_no_area_is_drawn_where_nobody_gave_an_outline(data):
    assert data["areas"] == []
    assert data["expected"]["hazards"] == data["expected"]["released"] == 0


def test_the_accuracy_of_the_maps_is_disputed_by_both_sides(data):
    pairs = [
        {data["claims"][d["a"]]["claim_id"], data["claims"][d["b"]]["claim_id"]}
        for d in data["disputes"]
        if "a" in d
    ]
    assert {"turan-2024-01-26-mfa-acc25", "armenianclub-2024-01-26-nss-best"} in pairs


def test_every_explicit_counter_claim_is_a_pair(data, written):
    pairs = [
        {data["claims"][i]["claim_id"] for i in (d["a"], d["b"], *d.get("also", []))}
        for d in data["disputes"]
        if "a" in d
    ]
    stated = [{i, r["counterclaim_of"]} for i, r in written.items() if r["counterclaim_of"]]
    assert all(any(two <= pair for pair in pairs) for two in stated)


def test_sites_stand_where_the_gazetteer_says(data):
    with (KARABAKH / "places.csv").open(encoding="utf-8", newline="") as file:
        places = {r["place_id"]: r for r in csv.DictReader(file)}
    for site in data["sites"]:
        for place in site["places"]:
            written = places[place["id"]]
            stated = [float(written["latitude"]), float(written["longitude"])]
            assert site["at"] == pytest.approx(stated, abs=1e-6)
            assert place["accuracy_m"] == float(written["horizontal_accuracy_m"])


def test_same_position_is_one_site(data):
    positions = [tuple(site["at"]) for site in data["sites"]]
    assert len(positions) == len(set(positions))


def test_accidents_are_each_drawn_once_or_listed(data):
    at_sites = [a for site in data["sites"] for a in site["accidents"]]
    hidden = next(g for g in data["undrawn"] if g["reason"] == "accidents")["accidents"]
    assert sorted({*at_sites, *hidden}) == list(range(len(data["accidents"])))
    assert not {*at_sites} & {*hidden}


def test_findings_are_listed_in_full(karabakh, data):
    assert len(data["findings"]) == len(karabakh["findings"])


def test_an_outline_is_drawn_only_where_its_support_is_an_area(small):
    dataset = read_dataset(small())
    square = shapely.box(47.02, 40.02, 47.04, 40.04)
    rows = [
        ("h1", "confirmed", "surveyed_polygon", square),
        ("h2", "suspected", "reconstructed_polygon", square),
        ("h3", "suspected", "settlement", square),
        ("h4", "suspected", "surveyed_polygon", None),
    ]
    hazards = gpd.GeoDataFrame(
        {
            **{c: [None] * 4 for c in dataset["hazard_areas"].columns if c != "geometry"},
            "hazard_id": [r[0] for r in rows],
            "classification": [r[1] for r in rows],
            "support": [r[2] for r in rows],
        },
        geometry=[r[3] for r in rows],
        crs="EPSG:4326",
    )
    tables = {**dataset.tables, "hazard_areas": hazards}
    data = payload_of(render_map(replace(dataset, tables=tables)))
    # What is confirmed is drawn last, over what is suspected.
    assert [a["id"] for a in data["areas"]] == ["h2", "h1"]
    assert data["expected"]["hazards"] == 2


def test_an_empty_dataset_makes_a_page(small):
    folder = small(claims=[{"claim_id": "x"}], claim_places=[{"place": "x", "place_id": "y"}])
    data = payload_of(render_map(read_dataset(folder)))
    assert data["claims"] == []
    assert data["undrawn"] == []
    assert data["figures"] == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([0.0], []),
        ([7.0, 7.0], []),
        # The district figures of 2023.
        ([7956.1, 14016.7, 6025.1, 174.5, 585.4, 1286.9], [1000, 2000, 5000, 10000]),
        ([0.0, 3.0], [1, 2]),  # counts have no classes between whole numbers
        ([0.3, 2.5], [0.5, 1, 2]),
        ([1.0, 33.0], [2, 5, 10, 20]),
    ],
)
def test_class_bounds_are_round(values, expected):
    assert class_breaks(values) == pytest.approx(expected)


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf")])
def test_missing_and_endless_numbers_are_left_out(missing):
    assert to_plain(missing) is None
    json.dumps(to_plain(missing), allow_nan=False)


def test_places_without_coordinates_are_listed_with_the_reason(data):
    with (KARABAKH / "places.csv").open(encoding="utf-8", newline="") as file:
        lost = {r["name"] for r in csv.DictReader(file) if not r["latitude"]}
    listed = next(g for g in data["undrawn"] if g["reason"] == "places")
    assert {place["name"] for place in listed["places"]} == lost
    assert all(place["note"] for place in listed["places"])
    assert listed["claims"]


def test_a_figure_of_few_districts_is_a_choice_where_there_is_no_other(karabakh):
    claims = karabakh["claims"]
    few = claims[claims["districts"].isin(["Jabrayil", "Fuzuli"])]
    made = replace(karabakh, tables={**karabakh.tables, "claims": few.reset_index(drop=True)})
    data = payload_of(render_map(made))
    named = {data["districts"][int(i)]["district"] for i in data["figures"][0]["cells"]}
    assert data["figures"][0]["id"] == "cleared_ha_2023"
    assert named == {"Jabrayil", "Fuzuli"}


def test_claims_that_state_no_operator_colour_their_districts_and_say_so(karabakh, data):
    claims = karabakh["claims"]
    whole = claims["operator"] == "all operators"
    claims = claims[whole].assign(operator=None, category=None).reset_index(drop=True)
    made = replace(karabakh, tables={**karabakh.tables, "claims": claims})
    figures = {f["id"]: f for f in payload_of(render_map(made))["figures"]}
    assert "cleared_ha_2023" not in figures
    assert figures["cleared_ha_unstated_2023"]["what"] == "operator not stated"
    assert len(figures["cleared_ha_unstated_2023"]["cells"]) >= 3
    real = {f["id"]: f for f in data["figures"]}
    assert real["cleared_ha_2023"]["what"] == "all operators"


def test_years_of_one_figure_share_their_classes(data):
    figures = data["figures"]
    years = [f for f in figures if f["id"].startswith("cleared_ha_")]
    assert len({tuple(f["breaks"]) for f in years}) == 1 < len(years)
    values = [cell["at"] for f in years for cell in f["cells"].values()]
    assert years[0]["breaks"] == class_breaks(values)
    # A class means the same in each year, however little was claimed in one of them.
    assert max(years[0]["breaks"]) <= max(values)
