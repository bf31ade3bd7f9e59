"""Minefield records on the page: lines and rings, and a card that says what they are worth."""

import pytest

OPEN = """(id) => {
  const i = atlas.data.areas.findIndex((a) => a.layer === 'minefield_records' && a.id === id);
  atlas.layers.records.eachLayer((line) => {
    const latlng = line.getBounds().getSouthWest();
    if (line.feature.properties.i === i) line.fire('click', { latlng });
  });
}"""


@pytest.fixture
def near(visit, exercise_page):
    page = visit(exercise_page)
    page.evaluate("atlas.map.setView([-34.9689, -19.954], 16, { animate: false })")
    return page


def test_items_are_rings_from_zoom_16_on(near):
    rings = near.locator(".recorded-item")
    assert rings.count() > 20
    assert {ring.get_attribute("fill") for ring in rings.all()[:5]} == {"none"}
    assert near.locator(".uncertainty-band").count() >= 1
    near.evaluate("atlas.map.setZoom(15, { animate: false })")
    near.wait_for_function("document.querySelectorAll('.recorded-item').length === 0")
    near.uncheck("#mark-records")
    near.evaluate("atlas.map.setZoom(16, { animate: false })")
    near.wait_for_timeout(200)
    assert rings.count() == 0


def test_a_record_says_what_was_found_of_what_it_states(near):
    near.evaluate(OPEN, "EX-M03")
    card = near.locator(".leaflet-popup .card")
    text = card.inner_text()
    assert "not where mines are" in text
    assert "0 of 32 recorded items on searched ground" in text
    assert "95 % interval 0 % to 11 %" in text
    assert "66 more lie where nobody searched" in text
    assert "62.1 m east" in text
    card.get_by_text("Legs as written").click()
    assert "849.944 mils of 6000, true north" in card.inner_text()
    near.evaluate(OPEN, "EX-M05")
    text = near.locator(".leaflet-popup .card").inner_text()
    assert "None of its 16 recorded items lies on ground that was searched" in text
    assert "NaN" not in text


def test_claims_about_maps_lead_to_their_records(near):
    near.evaluate(OPEN, "EX-M03")
    links = near.locator(".leaflet-popup .claim-records").first
    assert "EX-M01, EX-M02, EX-M03" in links.inner_text()
    links.get_by_text("EX-M04").click()
    near.wait_for_selector(".card[data-key='area:EX-M04']")


def test_without_records_such_a_claim_says_that_it_cannot_be_checked(visit, karabakh_page):
    page = visit(karabakh_page)
    name = page.evaluate(
        """() => atlas.data.districts.find((d) => [...d.claims, ...d.loose].some(
          (c) => atlas.data.claims[c].subject === 'record_accuracy')).key"""
    )
    page = visit(karabakh_page, view=f"#sel={name}&tab=place")
    page.locator("#panel .fold-title").filter(
        has_text="Accuracy of minefield records"
    ).first.click()
    told = page.locator("#panel .claim-records").first
    assert "has no minefield record, so the claim cannot be checked" in told.inner_text()
