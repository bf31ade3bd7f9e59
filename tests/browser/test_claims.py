"""The claims as a list: found by their words, gathered by question, saved and read back."""

import csv
import io
import json
from urllib.parse import unquote

import pandas as pd
import pytest
from playwright.sync_api import expect

from geo.claims.questions import Question, questions
from geo.maps.page import CAUTIONS
from geo.model.version import version
from tests.browser.conftest import NARROW
from tests.claims.test_questions import ABOUT_25

ACCURACY = "#view-claims [data-question=accuracy]"


def listed(page, within="#view-claims"):
    """Return ids of the rows shown, all of them."""
    while page.locator(f"{within} .more").count():
        page.locator(f"{within} .more").first.click()
    rows = page.locator(f"{within} [data-row]")
    return [row.get_attribute("data-row") for row in rows.all()]


@pytest.mark.parametrize("words", ["25", "25 accuracy", "25%"])
def test_all_claims_about_the_25_percent_are_found_by_typing(visit, karabakh_page, words):
    page = visit(karabakh_page)
    page.get_by_role("tab", name="Claims").click()
    page.fill("#claims-text", words)
    expect(page.locator(f"{ACCURACY} .claim-rows")).to_be_visible()  # open, and the first
    assert set(listed(page, ACCURACY)) == ABOUT_25
    # What others say of the same question is one step away.
    page.get_by_role("button", name="All 41 claims on this question").click()
    assert {"turan-2024-04-khojaly-maps-all-given", "armenianclub-2024-01-26-nss-best"} <= set(
        listed(page, ACCURACY)
    )


def test_the_box_at_the_top_leads_to_claims(visit, karabakh_page, karabakh):
    page = visit(karabakh_page)
    page.fill("#search-input", "accuracy")
    expect(page.locator(".search-claims")).to_contain_text("41")
    page.press("#search-input", "Enter")
    expect(page.locator("#view-claims [role=status]")).to_have_text("41 claims with “accuracy”")
    table = questions(karabakh).table
    said = table.loc[table["question"] == Question.ACCURACY, "claim_id"]
    assert sorted(listed(page, ACCURACY)) == sorted(said)
    assert "q=accuracy" in page.url
    again = visit(karabakh_page, view="#" + page.url.split("#")[1])
    expect(again.locator("#claims-text")).to_have_value("accuracy")
    expect(again.locator("#view-claims [role=status]")).to_have_text("41 claims with “accuracy”")


def test_headings_are_those_of_the_questions(visit, karabakh_page, karabakh):
    page = visit(karabakh_page, view="#tab=claims")
    heads = page.locator("#view-claims .fold.big")
    told = questions(karabakh).table.groupby("heading")["claim_id"].nunique()
    assert heads.count() == len(told)
    shown = heads.filter(has_text="How many people were harmed since 10 Nov 2020?")
    expect(shown.locator(".count").first).to_have_text(
        str(told["How many people were harmed since 10 November 2020?"])
    )


def test_a_row_opens_its_claim_by_keyboard(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=claims&q=accuracy&by=none&order=oldest")
    page.focus("#view-claims [data-row] >> nth=0 >> summary")
    page.keyboard.press("Enter")
    opened = page.locator("#view-claims [data-row]").first
    expect(opened.locator(".claim .cite").first).to_be_visible()
    days = [
        page.evaluate(
            "(id) => { const c = atlas.data.claims.find((c) => c.claim_id === id);"
            " return c.period_end ?? c.as_of ?? c.period_start ?? '~'; }",
            one,
        )
        for one in listed(page)
    ]
    assert days == sorted(days)


def test_the_filter_narrows_the_list(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=claims&q=accuracy&by=none&from=2024-01-01")
    expect(page.locator("#view-claims .hidden-note")).to_contain_text("Hidden by the filter")
    n = int(page.locator("#view-claims [role=status]").inner_text().split()[0])
    assert 0 < n < 41
    assert len(listed(page)) == n


def test_few_rows_are_made_at_once(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=claims&by=none")
    assert page.locator("#view-claims [data-row]").count() == 50
    assert len(listed(page)) == page.evaluate("atlas.data.claims.length")


def test_the_list_fits_a_phone(visit, karabakh_page):
    page = visit(karabakh_page, size=NARROW, view="#tab=claims&q=25")
    box = page.locator("#view-claims")
    assert box.evaluate("e => e.scrollWidth <= e.clientWidth")


def saved(page, name):
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value


def test_csv_holds_every_claim_as_the_dataset_does(visit, karabakh_page, karabakh):
    page = visit(karabakh_page, view="#tab=claims")
    download = saved(page, "Save the claims listed as CSV")
    edition = version(karabakh)
    assert download.suggested_filename == f"karabakh-claims-{edition}.csv"
    raw = download.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    claims = karabakh["claims"].set_index("claim_id")
    sources = karabakh["sources"].set_index("source_id")
    assert sorted(row["claim_id"] for row in rows) == sorted(claims.index)
    for row in rows:
        claim = claims.loc[row["claim_id"]]
        for name in ("claimant", "subject", "place", "districts", "as_of", "paraphrase", "unit"):
            given = "" if pd.isna(claim[name]) else str(claim[name])
            assert row[name].replace("'", "") == given.replace("'", ""), (row["claim_id"], name)
        for name in ("quantity", "quantity_min", "quantity_max"):
            assert (float(row[name]) if row[name] else None) == (
                None if pd.isna(claim[name]) else claim[name]
            )
        assert row["source_id"] == claim["source_id"]
        url = sources.loc[claim["source_id"], "url"]
        assert unquote(row["source_url"]) == ("" if pd.isna(url) else unquote(url))
        assert row["dataset_version"] == edition
        assert row["data_date"] == karabakh.meta.data_date
        assert all(caution in row["caution"] for caution in CAUTIONS)


def test_the_25_percent_are_in_the_file_of_what_is_listed(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=claims&q=25%20accuracy")
    text = saved(page, "Save the claims listed as CSV").path().read_text(encoding="utf-8-sig")
    assert {row["claim_id"] for row in csv.DictReader(io.StringIO(text, newline=""))} == ABOUT_25
    found = json.loads(saved(page, "Save the claims listed as GeoJSON").path().read_bytes())
    assert {feature["id"] for feature in found["features"]} == ABOUT_25
    assert {s["source_id"] for s in found["sources"]} == {
        f["properties"]["source_id"] for f in found["features"]
    }


def test_geojson_has_the_positions_of_the_dataset(visit, karabakh_page, karabakh):
    page = visit(karabakh_page, view="#tab=claims")
    found = json.loads(saved(page, "Save the claims listed as GeoJSON").path().read_bytes())
    assert len(found["features"]) == len(karabakh["claims"])
    places = karabakh["places"].set_index("place_id").geometry
    support = karabakh["claims"].set_index("claim_id")["support"]
    written = karabakh["claims"].set_index("claim_id")["place"]
    called = karabakh["claim_places"].groupby("place")["place_id"].agg(list)
    located = [f for f in found["features"] if f["geometry"]]
    assert len(located) > 100
    assert {support[f["id"]] for f in located} <= {"point", "settlement"}
    for feature in located:
        ids = called[written[feature["id"]]]
        spots = {(round(places[i].x, 5), round(places[i].y, 5)) for i in ids if places[i]}
        point = feature["geometry"]["coordinates"]
        points = [point] if feature["geometry"]["type"] == "Point" else point
        # Beside its place, a claim of an accident has the position of that.
        assert {(round(x, 5), round(y, 5)) for x, y in points} & spots, feature["id"]
    assert all(caution in found["caution"] for caution in CAUTIONS)
