"""The page of a comparison."""

from datetime import date

import pytest
import shapely
from click.testing import CliRunner
from playwright.sync_api import expect

from geo.cli.main import main
from geo.land.usable import usable_ground
from geo.maps.page import render_comparison
from tests.browser.test_reading import click_on_map
from tests.browser.waits import painted
from tests.conftest import ROOT
from tests.maps.hostile import HOSTILE

FIRST, SECOND = date(2020, 6, 1), date(2022, 6, 1)


@pytest.fixture(scope="module")
def page_of_days(exercise):
    return render_comparison(exercise, exercise, first=FIRST, second=SECOND)[0]


def new_releases(exercise):
    """Releases that took effect between the days, and the ground that none held before."""
    frame = exercise["land_release"]
    shapes = usable_ground(frame)
    old = (frame["valid_from"] <= str(FIRST)).to_numpy(bool)
    new = ~old & (frame["valid_from"] <= str(SECOND)).to_numpy(bool)
    ground = shapely.difference(shapely.union_all(shapes[new]), shapely.union_all(shapes[old]))
    return frame["release_id"][new].tolist(), ground


def opened(fold):
    """Open a fold that is closed: it is filled when it opens, a moment after the click."""
    fold.wait_for()
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.locator(".fold-body").wait_for()
    return fold


def test_what_is_newly_released_is_drawn_counted_and_listed(visit, exercise, page_of_days):
    page = visit(page_of_days)
    ids, ground = new_releases(exercise)
    assert ids
    shown = painted(page, "atlas.changeLayer")
    assert page.locator("#trouble").is_hidden()
    assert shown["painted"] == shown["inView"] > 0
    page.get_by_role("tab", name="Changes").click()
    listed = page.locator("#view-changes [data-layer=land_release] .change-added")
    opened(page.locator("#view-changes [data-layer=land_release]"))
    expect(listed).to_have_count(len(ids))
    assert sorted(listed.evaluate_all("all => all.map((one) => one.dataset.id)")) == sorted(ids)
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(ground))[0]
    page.evaluate("([x, y]) => atlas.map.setView([y, x], 15, {animate: false})", list(middle))
    click_on_map(page, float(middle[1]), float(middle[0]))
    card = page.locator(".leaflet-popup .canvas-card").first
    card.wait_for()
    expect(page.locator(".leaflet-popup")).to_contain_text("Newly released")


def test_a_kind_of_change_can_be_switched_off(visit, page_of_days):
    page = visit(page_of_days)
    before = page.evaluate("atlas.changeLayer.counts().shown")
    n = int(page.locator("#legend-changes [data-change=newly_released]").inner_text())
    page.uncheck("#change-newly_released")
    page.wait_for_function("n => atlas.changeLayer.counts().shown === n", arg=before - n)


def test_two_datasets_with_hostile_text(visit, karabakh):
    claims = karabakh["claims"].copy()
    texts = list(HOSTILE.values())
    claims.loc[: len(texts) - 1, "paraphrase"] = texts
    tables = {**karabakh.tables, "claims": claims}
    html, counts = render_comparison(karabakh, type(karabakh)(karabakh.meta, tables))
    assert counts == {"changed": len(texts)}
    page = visit(html)
    page.get_by_role("tab", name="Changes").click()
    fold = opened(page.locator("#view-changes [data-layer=claims]"))
    expect(fold.locator("ins")).to_have_count(len(texts))


def test_the_command_writes_the_page_and_says_what_differs(tmp_path):
    out = tmp_path / "changes.html"
    folder = str(ROOT / "layers" / "exercise")
    days = ["--from", str(FIRST), "--to", str(SECOND)]
    result = CliRunner().invoke(main, ["compare", folder, "-o", str(out), *days])
    assert result.exit_code == 0, result.output
    assert "added" in result.output
    assert out.stat().st_size > 100_000
    again = CliRunner().invoke(main, ["compare", folder, "-o", str(out), *days])
    assert again.exit_code == 3
    assert CliRunner().invoke(main, ["compare", folder, "-o", str(out)]).exit_code == 2
