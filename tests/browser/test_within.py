"""What a district's panel tells of what is recorded inside it."""

from playwright.sync_api import expect


def test_a_district_tells_what_is_recorded_inside_it(visit, exercise_page):
    page = visit(exercise_page, view="#sel=district:Brenwick")
    table = page.locator("#view-place table.within")
    # Counted and measured with geopandas in tests/maps/test_within.py.
    expect(table.locator("[data-within=confirmed]")).to_contain_text("8")
    expect(table.locator("[data-within=confirmed] td").last).to_have_text("169.19 ha")
    expect(table.locator("[data-within=suspected] td").first).to_have_text("14")
    expect(table.locator("[data-within=cleared] td").first).to_have_text("30")
    expect(table.locator("[data-within=accident] td").first).to_have_text("2")
    card = page.locator("#view-place")
    expect(card).to_contain_text("No record here does not mean that land is safe.")


def test_a_district_with_nothing_recorded_is_not_called_safe(visit, karabakh_page):
    page = visit(karabakh_page, view="#sel=district:Baku")
    card = page.locator("#view-place")
    expect(card).to_contain_text("No outline or position of a hazardous area")
    expect(card).to_contain_text("No record here does not mean that land is safe.")
