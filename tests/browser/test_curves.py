"""Curves on the page: the figures of `geo.series`, each leading to its claim."""

import pytest
from playwright.sync_api import expect

from geo.claims.over_time import series
from tests.browser.conftest import NARROW


def shown(page, within):
    points = page.locator(f"{within} .curve-point")
    return sorted(p.get_attribute("data-claims") for p in points.all())


@pytest.mark.parametrize("district", ["Aghdam", "Tartar"])
def test_the_curve_of_a_district_is_the_series(visit, karabakh_page, karabakh, district):
    page = visit(karabakh_page, view=f"#tab=place&sel=district:{district}")
    table = series(karabakh, "area_cleared", place=district).table
    assert shown(page, "#view-place") == sorted(table["claim_ids"])
    changed = table["boundary_change"].notna()
    assert changed.any()  # Aghdara was formed of parts of both
    expect(page.locator("#view-place .curve-ground").first).to_contain_text("other ground")
    told = [p.get_attribute("aria-label") for p in page.locator("#view-place .curve-point").all()]
    assert sum("other ground than before" in text for text in told) == changed.sum()
    assert sum("contested" in text for text in told) == table["contested"].sum()
    assert sum("lower than an earlier" in text for text in told) == table["fell_from"].notna().sum()


def test_a_point_opens_its_claim_by_keyboard(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=place&sel=district:Fuzuli")
    point = page.locator("#view-place .curve-point").first
    claim = point.get_attribute("data-claims").split(";")[0]
    point.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#view-place .curve-claims [data-claim='{claim}']")).to_be_visible()


def test_the_table_says_the_same_as_the_drawing(visit, karabakh_page):
    page = visit(karabakh_page, view="#tab=place&sel=district:Aghdam")
    page.get_by_text("The figures as a table").first.click()
    rows = page.locator("#view-place .curve-table tbody tr")
    assert rows.count() == page.locator("#view-place .curve-point").count()
    rows.first.get_by_role("button").first.click()
    expect(page.locator("#view-place .curve-claims .claim").first).to_be_visible()


def test_the_whole_has_curves_by_the_words_of_the_sources(visit, karabakh_page, karabakh):
    page = visit(karabakh_page)
    page.select_option("#curve-whole-subject", "area_cleared")
    page.select_option("#curve-whole-place", "liberated territories")
    table = series(karabakh, "area_cleared", place="liberated territories").table
    wanted = table[table["place"] == "liberated territories"]
    assert shown(page, "#view-overview") == sorted(wanted["claim_ids"])


def test_hidden_claims_are_not_drawn(visit, karabakh_page):
    whole = visit(karabakh_page, view="#tab=place&sel=district:Aghdam")
    n = whole.locator("#view-place .curve-point").count()
    page = visit(karabakh_page, view="#tab=place&sel=district:Aghdam&to=2023-06-30")
    assert 0 < page.locator("#view-place .curve-point").count() < n


def test_curves_fit_a_phone(visit, karabakh_page):
    page = visit(karabakh_page, size=NARROW, view="#tab=place&sel=district:Aghdam")
    assert page.locator("#view-place").evaluate("e => e.scrollWidth <= e.clientWidth")
