"""Disagreements on the page: what is only worth a look, reprints, units on one scale."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from geo.cli.main import main
from geo.maps import render_map

LAYERS = Path(__file__).parents[2] / "layers"


def of_kind(page, kind):
    page.get_by_role("tab", name="Disputes").click()
    page.select_option("#dispute-kind", kind)
    return page.locator(f"#view-disputes .dispute[data-kind={kind}]")


def test_a_break_in_rate_is_worth_a_look_and_no_error(visit, karabakh_page):
    page = visit(karabakh_page)
    found = of_kind(page, "review")
    first = found.first
    expect(page.locator("#view-disputes h3")).to_contain_text(["To be looked at"])
    expect(first).to_contain_text("Worth a look; no error in itself.")
    expect(page.locator("#view-disputes [role=status]")).to_have_text(
        f"0 disputes, and {found.count()} that only differ."
    )
    expect(page.get_by_role("tab", name="Disputes")).to_contain_text(
        str(page.evaluate("atlas.data.disputes.filter((d) => d.dispute).length"))
    )
    expect(first.locator(".side")).to_have_count(0)  # nobody contradicts anybody
    first.get_by_text("Claims concerned").click()
    expect(first.locator(".claim")).to_have_count(4)
    rules = {node.get_attribute("data-rules") for node in found.all()}
    assert rules == {"break-in-rate"}


@pytest.mark.parametrize("name", ["karabakh", "exercise"])
def test_the_page_shows_the_number_that_the_command_counts(visit, request, name):
    """The tab, the overview and the payload against `atlas questions --format json`."""
    told = CliRunner().invoke(main, ["questions", str(LAYERS / name), "--format", "json"])
    rows = json.loads(told.stdout)["disputes"]
    expected = sum(row["dispute"] for row in rows)
    assert expected > 0
    page = visit(request.getfixturevalue(f"{name}_page"))
    assert page.evaluate("atlas.data.disputes.filter((d) => d.dispute).length") == expected
    expect(page.get_by_role("tab", name="Disputes")).to_contain_text(str(expected))
    expect(page.locator("#view-overview .numbers")).to_contain_text(f"{expected}disputes")
    page.get_by_role("tab", name="Disputes").click()
    apart = len(rows) - expected
    expect(page.locator("#view-disputes [role=status]")).to_contain_text(
        f"{expected} disputes" + (f", and {apart} that only differ" if apart else ".")
    )


def test_a_reprint_stands_with_the_pair_and_leads_to_it(visit, karabakh_page):
    page = visit(karabakh_page)
    at = page.evaluate(
        "atlas.data.claims.findIndex((c) => c.claim_id === 'primeministeram-2020-11-10-term')"
    )
    other = page.evaluate(
        "atlas.data.claims.findIndex((c) => c.claim_id === 'rigthnews-2024-withdrawal-timeframe')"
    )
    page.evaluate("([a, b]) => atlas.showDispute(a, b)", [at, other])
    pair = page.locator(
        "#view-disputes .dispute:has(.side [data-claim=rigthnews-2024-withdrawal-timeframe])"
        ":has(.side [data-claim=commonspace-2020-11-10-text-term])"
    )
    expect(pair).to_have_count(1)
    expect(pair).to_be_in_viewport()
    also = pair.locator("[data-claim=primeministeram-2020-11-10-term]")
    pair.get_by_text("Also stated by").click()
    expect(also).to_be_visible()


@pytest.fixture(scope="module")
def mixed_page(karabakh, tmp_path_factory):
    """Two figures in km² instead of hectares: 12 against 600 ha, and Aghdam's of 2023."""
    claims = karabakh["claims"].copy()
    rows = claims.index[(claims["districts"] == "Aghdam") & (claims["unit"] == "ha")][:2]
    same = {
        "subject": "area_cleared", "place": "Aghdam", "period_start": "2022-01-01",
        "period_end": "2022-12-31", "as_of": None, "quantity_min": None, "quantity_max": None,
        "operator": "all operators", "scope": None, "category": "all operators",
        "footprint_id": "district:Aghdam", "counterclaim_of": None, "withheld": None,
    }  # fmt: skip
    for column, value in same.items():
        claims.loc[rows, column] = value
    claims.loc[rows, "claimant"] = ["One agency", "Another agency"]
    claims.loc[rows, "quantity"] = [12.0, 600.0]
    claims.loc[rows, "unit"] = ["km2", "ha"]
    year = claims["claim_id"] == "trend-2024-03-05-cabinet-d-aghdam"
    assert claims.loc[year, "quantity"].tolist() == [7956.1]
    claims.loc[year, ["quantity", "unit"]] = [79.561, "km2"]
    tables = {**karabakh.tables, "claims": claims}
    path = tmp_path_factory.mktemp("mixed") / "map.html"
    path.write_text(render_map(replace(karabakh, tables=tables)), encoding="utf-8")
    return path


def test_hectares_and_square_kilometres_stand_on_one_scale(visit, mixed_page):
    page = visit(mixed_page)
    page.get_by_role("tab", name="Disputes").click()
    page.fill("#dispute-text", "another agency")
    pair = page.locator("#view-disputes .dispute")
    expect(pair).to_have_count(1)
    expect(pair).to_contain_text("12 km²")
    bars = pair.locator(".bar-least")
    expect(bars).to_have_count(2)
    widths = sorted(float(b.evaluate("e => parseFloat(e.style.width)")) for b in bars.all())
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.1)


def test_a_district_has_hectares_whatever_was_printed(visit, mixed_page):
    page = visit(mixed_page)
    whole, again = page.evaluate(
        """() => {
          const figure = atlas.data.figures.find((f) => f.id === 'cleared_ha_2023');
          const at = atlas.data.districts.findIndex((d) => d.district === 'Aghdam');
          return [figure.whole[at].at, atlas.cellsAgain(figure)[at].at];
        }"""
    )
    assert whole == again == pytest.approx(7956.1)


def test_what_is_looked_for_stays_when_the_day_changes(visit, karabakh_page):
    page = visit(karabakh_page)
    page.get_by_role("tab", name="Disputes").click()
    page.fill("#dispute-text", "Aghdam")
    page.select_option("#dispute-order", "newest")
    status = page.locator("#view-disputes [role=status]")
    before = status.inner_text()
    page.evaluate("atlas.setTime('2023-01-01')")
    expect(status).to_contain_text("Hidden by the day chosen")
    assert page.input_value("#dispute-text") == "Aghdam"
    assert page.input_value("#dispute-order") == "newest"
    page.evaluate("atlas.setTime(null)")
    expect(status).to_have_text(before)
