"""Hostile text in the browser: it shows letter by letter and never runs."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from geo.intake.folder import read_dataset
from geo.maps import render_map
from tests.browser.waits import still
from tests.maps.hostile import ADDRESSES, HOSTILE, poisoned


def open_everything(page):
    """Show every card, tab and list, and hover and click what is drawn."""
    page.evaluate(
        """() => {
          const data = atlas.data;
          for (const list of [data.districts, data.sites, data.groups, data.areas]) {
            for (const item of list) atlas.select(item.key);
          }
          for (const tab of ['overview', 'place', 'disputes', 'undrawn', 'sources']) {
            atlas.show(tab);
          }
          const closed = () => [...document.querySelectorAll('details:not([open])')];
          while (closed().length) closed().forEach((d) => { d.fill?.(); d.open = true; });
          for (const layer of Object.values(atlas.layers)) {
            layer.eachLayer((one) => one.getTooltip() && one.openTooltip());
          }
          for (const figure of data.figures) atlas.chooseFigure(figure.id);
          const [south, west, north, east] = [false, true].flatMap((upper) => {
            const corner = upper ? atlas.extent().getNorthEast() : atlas.extent().getSouthWest();
            return [Math.max(-89, Math.min(89, corner.lat)), corner.lng];
          });
          atlas.askHere('in', [[south, west], [south, east], [north, east], [north, west]]);
        }"""
    )
    page.wait_for_function("() => !document.querySelector('.here-answer[aria-busy]')")


# Several in one page, to open fewer; `tests/maps` takes them one by one.
TEXTS = list(HOSTILE.values())
TOGETHER = [" ".join(TEXTS[k : k + 4]) for k in range(0, len(TEXTS), 4)]


@pytest.mark.parametrize("text", TOGETHER)
def test_hostile_text_is_shown_and_does_not_run(visit, small, text):
    page = visit(render_map(poisoned(read_dataset(small()), text)))
    open_everything(page)
    page.locator("#search-input").fill("Mill")
    expect(page.locator("#search-list [role=option]").first).to_contain_text("Mill")
    still(page)
    assert page.evaluate("window.pwned") is None
    assert page.locator("img, iframe, object, embed, base").count() == 0
    shown = page.evaluate("document.body.textContent")
    for known in ("10 ha cleared", "Weekly report", "Agency B", "West", "Mill", "Small"):
        assert known + text in shown, known
    assert page.title().startswith("Small")
    assert page.evaluate("document.getElementById('title').textContent") == "Small" + text
    handlers = page.evaluate(
        """[...document.querySelectorAll('*')].flatMap((e) => [...e.attributes])
          .filter((a) => a.name.startsWith('on')).length"""
    )
    assert handlers == 0


def test_no_link_leads_anywhere_but_the_web(visit, small):
    dataset = read_dataset(small())
    # A source for each address, each with a claim of its own that cites it.
    n = len(ADDRESSES)
    sources = (
        dataset["sources"]
        .iloc[[0] * n]
        .assign(
            source_id=[f"a{i}" for i in range(n)],
            title=[f"T{i}" for i in range(n)],
            url=ADDRESSES,
            also_at=ADDRESSES,
        )
    )
    claims = dataset["claims"]
    claims = claims[claims["claim_id"] == "c3"].iloc[[0] * n]
    claims = claims.assign(claim_id=[f"c{i}" for i in range(n)], source_id=[*sources["source_id"]])
    tables = {"sources": sources.reset_index(drop=True), "claims": claims.reset_index(drop=True)}
    page = visit(render_map(replace(dataset, tables={**dataset.tables, **tables})))
    open_everything(page)
    page.get_by_role("tab", name="Sources").click()
    shown = page.locator("#view-sources").inner_text()
    assert all(f"T{i}" in shown for i in range(len(ADDRESSES)))
    links = page.evaluate(
        "[...document.querySelectorAll('a')].map((a) => [a.protocol, a.rel, a.target])"
    )
    outward = [link for link in links if link[0] != "file:"]
    assert all(p in ("http:", "https:") for p, _, _ in outward)
    assert all(rel == "noopener noreferrer" and target for _, rel, target in outward)
    assert page.evaluate("window.pwned") is None


def test_synthetic_data_says_so(visit, small):
    page = visit(render_map(read_dataset(small())))
    assert page.locator("#synthetic").is_visible()
    assert "SYNTHETIC" in page.locator("#synthetic").inner_text()


def test_an_empty_dataset_opens(visit, small):
    folder = small(claims=[{"claim_id": "x"}], claim_places=[{"place": "x", "place_id": "y"}])
    page = visit(render_map(read_dataset(folder)))
    open_everything(page)
    assert page.locator("#cautions").is_visible()
