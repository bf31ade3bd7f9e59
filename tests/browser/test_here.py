"""What is recorded at a place, asked on the page: the same answer as that of the package."""

import re

import geopandas as gpd
import pytest
from playwright.sync_api import expect
from shapely import LineString, Point, Polygon

from geo.maps import render_map
from geo.places.recorded import recorded
from tests.browser.waits import address, still
from tests.maps.rough import ACROSS, POINTS, rough

# Positions in the exercise, as [lat, lng].
QUESTIONS = {
    "in two areas": ("at", [[-34.9715, -19.9585]]),
    "beside the settlement": ("at", [[-34.9752, -19.9774]]),
    "through many": ("along", [[-34.98, -20.0], [-34.97, -19.9], [-34.96, -19.87]]),
    "round some": ("in", [[-34.98, -19.98], [-34.98, -19.96], [-34.955, -19.95], [-34.96, -20.0]]),
    "within one": ("in", [[-34.9702, -19.9598], [-34.9702, -19.9597], [-34.9701, -19.9598]]),
    "in the sea": ("at", [[-34.5, -19.0]]),
}  # fmt: skip


def asked(form, points):
    corners = [(lng, lat) for lat, lng in points]
    shape = {"at": lambda c: Point(c[0]), "along": LineString, "in": Polygon}[form](corners)
    return gpd.GeoDataFrame(geometry=[shape], crs="EPSG:4326")


def answered(page, form, points):
    return page.evaluate(
        """([form, points]) => atlas.hereRecords(atlas.hereAsked(
          `here:1000:${form}:${points.map((p) => p.join(',')).join(';')}`)).then((found) =>
            Promise.all(found.map(async ({ item, relation, metres }) => {
              const area = item.key ? item : await atlas.largeArea(...item.of);
              return [area.key, relation, metres];
            })))""",
        [form, points],
    )


def told(found):
    """The package's answer under the page's keys; accidents and finds are events there."""
    rows = found.records
    kinds = {"hazard_areas": "area", "land_release": "area", "minefield_records": "area"}
    rows = rows[rows["layer"].isin([*kinds, "accidents", "ordnance_finds"])]
    return {
        f"{kinds.get(row.layer, 'event')}:{row.feature_id.removeprefix('event:')}": row
        for row in rows.itertuples()
    }


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_page_and_the_package_say_the_same(
    visit, exercise, exercise_page, exercise_on_canvas, size
):
    page = visit(exercise_page if size == "small" else exercise_on_canvas)
    total = 0
    for name, (form, points) in QUESTIONS.items():
        wanted = told(recorded(exercise, asked(form, points), 1000))
        answer = [row for row in answered(page, form, points) if not row[0].startswith("site:")]
        assert {key for key, _, _ in answer} == set(wanted), name
        total += len(answer)
        for key, relation, metres in answer:
            # Outlines of large layers are stored to a tenth of a metre.
            assert metres == pytest.approx(wanted[key].distance_m, abs=0.2), (name, key)
            if abs(metres) > 0.2:
                assert relation == wanted[key].relation, (name, key)
    assert total > 60


def test_sites_are_as_far_as_the_package_says(visit, karabakh, karabakh_page):
    page, total = visit(karabakh_page), 0
    for lat, lng in ((39.99, 46.93), (39.605, 47.38), (40.22, 46.81)):
        found = recorded(karabakh, asked("at", [[lat, lng]]), 1000).records
        wanted = found.loc[found["support"] == "settlement", ["relation", "distance_m"]]
        answer = answered(page, "at", [[lat, lng]])
        total += len(answer)
        assert {relation for _, relation, _ in answer} <= {"perhaps", "near"}
        # Several records may share a site, but each distance is that of one of them.
        metres = {round(m) for m in wanted["distance_m"]}
        assert {round(m) for _, _, m in answer} == metres
    assert total >= 3


def test_across_the_antimeridian(visit, exercise):
    dataset = rough(exercise, ACROSS, POINTS)
    page = visit(render_map(dataset))
    for lng in (179.99, -180.01, 180.01, -179.99):
        keys = {
            key for key, relation, _ in answered(page, "at", [[-16.7, lng]]) if relation == "here"
        }
        assert keys == {"area:jumping"}
        keys = {
            key for key, relation, _ in answered(page, "at", [[-17.7, lng]]) if relation == "here"
        }
        assert keys == {"area:cut"}


def test_asked_with_the_pointer(visit, exercise_page):
    page = visit(exercise_page)
    page.evaluate("atlas.map.setView([-34.9715, -19.9585], 14, {animate: false})")
    still(page)
    page.get_by_role("button", name="What is recorded at a place?").click()
    expect(page.locator("#measured")).to_contain_text("Click a place on the map")
    spot = page.evaluate(
        """() => {
          const { left, top } = atlas.map.getContainer().getBoundingClientRect();
          const { x, y } = atlas.map.latLngToContainerPoint([-34.9715, -19.9585]);
          return [left + x, top + y];
        }"""
    )
    page.mouse.click(*spot)
    card = page.locator("#view-place .card")
    expect(card.locator(".card-kind")).to_have_text("What is recorded here?")
    expect(card.locator("[data-relation=here]")).to_have_text("2")
    expect(card.locator(".here-records").first).to_contain_text("Exercise area 55")
    expect(card.locator(".card-caution")).to_contain_text("No record is not evidence")
    expect(card.locator(".here-gaps")).to_contain_text("about Aldmoor as a whole")
    assert page.locator("#measured").count() == 0  # one click, and the pointer selects again
    # Each record leads to its card.
    card.get_by_role("button", name="Exercise area 55").click()
    expect(page.locator("#view-place .card-name")).to_have_text("Exercise area 55")


def test_asked_by_keyboard_and_left_with_escape(visit, exercise_page):
    page = visit(exercise_page)
    page.get_by_role("button", name="What is recorded at a place?").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#view-place .card-kind")).to_have_text("What is recorded here?")
    page.get_by_role("button", name="What is recorded at a place?").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#measured")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#measured")).to_have_count(0)


def test_a_measured_route_and_a_measured_parcel(visit, exercise_page):
    page = visit(exercise_page)
    page.evaluate("atlas.measure(true)")
    page.evaluate("atlas.measureAt({lat: -34.98, lng: -20.0})")
    expect(page.locator("[data-ask=at]")).to_be_visible()
    expect(page.locator("[data-ask=along]")).to_be_hidden()
    page.evaluate("atlas.measureAt({lat: -34.97, lng: -19.9})")
    expect(page.locator("[data-ask=in]")).to_be_hidden()
    page.evaluate("atlas.measureAt({lat: -34.99, lng: -19.9})")
    page.locator("[data-ask=in]").click()
    expect(page.locator("#view-place .card-name")).to_have_text(re.compile(r"^In [\d.,]+ ha$"))
    expect(page.locator(".leaflet-atlas-highlight-pane path").first).to_be_attached()


def test_the_link_holds_the_question_and_no_filter_changes_the_answer(
    visit, exercise, exercise_page
):
    page = visit(exercise_page)
    page.evaluate("atlas.askHere('at', [[-34.9715, -19.9585]])")
    shown = page.locator("#view-place [data-relation]")
    expect(shown).to_have_count(3)
    counts = shown.all_inner_texts()
    page.locator("#here-within").select_option("100")
    near = (
        recorded(exercise, asked("at", [[-34.9715, -19.9585]]), 100).records["relation"] == "near"
    )
    assert near.sum() != int(counts[2])
    expect(page.locator("#view-place [data-relation=near]")).to_have_text(str(near.sum()))
    expect(page.locator("#here-within")).to_be_focused()
    page.locator("#here-within").select_option("1000")
    expect(page.locator("#view-place [data-relation=near]")).to_have_text(counts[2])
    assert "here%3A1000%3Aat%3A-34.971500%2C-19.958500" in address(page)
    page.reload()
    expect(page.locator("#view-place [data-relation=near]")).to_have_text(counts[2])
    page.evaluate("atlas.setTime('1990-01-01', 'on')")
    page.evaluate("atlas.askHere('at', [[-34.9715, -19.9585]])")
    expect(page.locator("#view-place [data-relation=near]")).to_have_text(counts[2])


def test_a_link_that_asks_nothing_sensible_is_not_followed(visit, exercise_page):
    page = visit(exercise_page, view="#sel=here:1000:constructor:1,2&tab=place")
    expect(page.locator("#view-place")).to_contain_text("Click a district")
    assert page.locator("#trouble").is_hidden()
    for key in (
        *("here:", "here:1000:at:", "here:1000:in:1,2;3,4", "here:7:at:1,2", "here:1000:at:95,1"),
        *("here:1000:at:<b>,1", "here:1000:at:1,2,3", "here:1000:along:" + "1,2;" * 99 + "1,2"),
    ):
        assert page.evaluate("(key) => atlas.find(key)", key) is None, key
    assert page.evaluate("atlas.find('here:1000:at:1,2').kind") == "here"


def test_nothing_recorded_is_not_called_safe(visit, exercise_page):
    page = visit(exercise_page)
    page.evaluate("atlas.askHere('at', [[-34.5, -19.0]])")
    answer = page.locator("#view-place .here-answer")
    expect(answer).to_contain_text("No record. That is not evidence of no contamination.")
    expect(page.locator(".here-gaps")).to_contain_text("Outside all districts that are drawn.")
