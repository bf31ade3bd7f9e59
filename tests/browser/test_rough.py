"""Geometry that breaks maps, on the whole page: each thing is drawn or listed, and in view."""

import shutil
import tomllib

import pytest
from playwright.sync_api import expect
from shapely import Point

from geo.intake.folder import read_dataset
from geo.maps import drawing, render_map
from geo.model.dataset import Dataset
from tests.browser.conftest import LAYERS
from tests.browser.test_hostile import open_everything
from tests.browser.waits import painted, still
from tests.maps.rough import ACROSS, NOWHERE, POINTS, POLES, areas, rough


def listed(page):
    """Ids in the list of what is not drawn."""
    view = page.locator("#view-undrawn")
    page.get_by_role("tab", name="Not drawn").click()
    for fold in view.locator("details[data-reason]").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.click()
        fold.locator(".fold-body").first.wait_for()
    reasons = ("features", "beyond_map")
    return sorted(
        name
        for reason in reasons
        for name in view.locator(f"[data-reason={reason}] li b").all_inner_texts()
    )


def fly_to(page, key):
    page.evaluate(
        "key => atlas.seek(key).then(() => atlas.select(key, {fly: true}))", f"area:{key}"
    )
    expect(page.locator("#view-place .card-name")).to_have_text(key)
    still(page)


def in_view(page):
    """Least and greatest longitude on the screen."""
    return page.evaluate("[atlas.map.getBounds().getWest(), atlas.map.getBounds().getEast()]")


@pytest.mark.parametrize("size", ["small", "large"])
def test_across_the_antimeridian_and_nowhere(visit, exercise, size, monkeypatch):
    if size == "large":
        monkeypatch.setattr(drawing, "LARGE", 2)
    page = visit(render_map(rough(exercise, ACROSS | NOWHERE, POINTS)))
    assert page.evaluate("[atlas.drawn.hazards, atlas.drawn.events]") == [len(ACROSS), 2]
    assert listed(page) == sorted([*NOWHERE, "pole", "nowhere", "nothing"])
    still(page)
    west, east = in_view(page)
    assert 170 < west % 360 < 179  # the map may count from either side
    assert 181 < east % 360 < 190
    if size == "large":
        assert painted(page, "atlas.large.hazards") == {"inView": 4, "painted": 4}
        assert painted(page, "atlas.large.events") == {"inView": 2, "painted": 2}
    else:
        boxes = page.evaluate(
            """() => atlas.layers.hazards.getLayers().map((layer) => {
              const { left, right, width } = layer.getElement().getBoundingClientRect();
              const map = atlas.map.getContainer().getBoundingClientRect();
              return [width, left >= map.left && right <= map.right];
            })"""
        )
        whole = page.evaluate("atlas.map.getSize().x")
        assert all(inside and 2 < width < whole / 2 for width, inside in boxes)
    assert page.locator("#trouble").is_hidden()
    open_everything(page)
    fly_to(page, "cut")
    west, east = in_view(page)
    assert west % 360 < 180 < east % 360
    assert east - west < 20


@pytest.mark.parametrize("size", ["small", "large"])
def test_at_the_poles(visit, exercise, size, monkeypatch):
    if size == "large":
        monkeypatch.setattr(drawing, "LARGE", 2)
    page = visit(render_map(rough(exercise, POLES, POINTS)))
    assert page.evaluate("[atlas.drawn.hazards, atlas.drawn.events]") == [len(POLES), 2]
    assert listed(page) == sorted(["pole", "nowhere", "nothing"])
    assert page.evaluate("[atlas.map.getZoom(), atlas.map.getCenter().lat].every(Number.isFinite)")
    if size == "large":
        counts = painted(page, "atlas.large.hazards")
        assert counts["inView"] == counts["painted"] > 0
    open_everything(page)
    for key in POLES:
        fly_to(page, key)
    assert page.locator("#trouble").is_hidden()


def test_all_over_the_world_nothing_moves(visit, exercise):
    shapes = POLES | ACROSS
    page = visit(render_map(rough(exercise, shapes, POINTS)))
    assert page.evaluate("atlas.drawn.hazards") == len(shapes)
    west, east = in_view(page)
    assert east - west > 100


def test_no_layer_has_a_feature(visit, exercise):
    page = visit(render_map(rough(exercise, {}, {})))
    assert page.evaluate("Object.values(atlas.drawn).every((n) => n === 0)")
    open_everything(page)
    expect(page.locator("#cautions")).to_be_visible()


def test_a_claim_without_place_and_a_place_at_the_pole(visit, small):
    claims = [
        {"claim_id": "c1", "source_id": "s1", "claimant": "A", "subject": "area_cleared",
         "place_level": "country", "stance": "asserts", "paraphrase": "no place, no date"},
        {"claim_id": "c2", "source_id": "s1", "claimant": "A", "subject": "area_cleared",
         "place": "Mill village", "place_level": "settlement", "districts": "East",
         "stance": "asserts", "paraphrase": "at the pole"},
    ]  # fmt: skip
    places = [
        {"place_id": "mill", "name": "Mill village", "latitude": "89.9", "longitude": "47.15",
         "support": "settlement", "horizontal_accuracy_m": "1000", "district": "East"},
    ]  # fmt: skip
    page = visit(render_map(read_dataset(small(claims=claims, places=places))))
    assert page.evaluate("atlas.data.sites.length") == 0
    page.get_by_role("tab", name="Not drawn").click()
    fold = page.locator("#view-undrawn [data-reason=beyond_map]")
    fold.locator("summary").first.click()
    expect(fold.locator("[data-claim=c2]").first).to_contain_text("at the pole")
    expect(fold.locator("li b").first).to_have_text("Mill village")
    reached = page.evaluate("atlas.data.undrawn.flatMap((g) => g.claims)")
    assert set(reached) == {0, 1}
    page.evaluate("atlas.setTime('2020-01-01', 'on')")
    open_everything(page)


def test_claims_about_one_place_and_no_boundary_at_all(visit, tmp_path):
    """The page opens round the only position there is, and groups of districts have no ground."""
    folder = tmp_path / "claims"
    shutil.copytree(LAYERS / "exercise", folder)
    manifest = tomllib.loads((folder / "dataset.toml").read_text("utf-8"))
    for layer in ("districts", "hazard_areas", "land_release", "events"):
        file = manifest["layers"][layer]["file"]
        entry = f'[layers.{layer}]\nfile = "{file}"\n'
        text = (folder / "dataset.toml").read_text("utf-8")
        assert entry in text
        (folder / "dataset.toml").write_text(text.replace(entry, ""), "utf-8")
    page = visit(render_map(read_dataset(folder)))
    west, east = in_view(page)
    assert west < -19.976 < east
    assert east - west < 2
    assert page.evaluate("atlas.data.districts.length") == 0
    open_everything(page)
    assert page.locator("#trouble").is_hidden()


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_mistyped_sign_does_not_set_the_first_view(visit, exercise, size, monkeypatch):
    if size == "large":
        monkeypatch.setattr(drawing, "LARGE", 2)
    west, south, east, north = exercise["districts"].total_bounds
    tables = dict(exercise.tables)
    points = {"in": Point((west + east) / 2, (south + north) / 2), "away": Point(-west, south)}
    tables["events"] = areas(tables["events"], {**points, "edge": Point(east + 0.5, north)})
    page = visit(render_map(Dataset(exercise.meta, tables)))
    seen = in_view(page)
    assert west - 3 < seen[0] < west
    assert east + 0.5 < seen[1] < east + 3
    assert page.evaluate("atlas.drawn.events") == 3
