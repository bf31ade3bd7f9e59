"""The page as a reader uses it."""

import csv
import re
from dataclasses import replace

import pytest
import shapely
from playwright.sync_api import expect

from geo.intake.folder import read_dataset
from geo.maps import folium_map, render_map
from tests.browser.conftest import NARROW
from tests.browser.waits import address, still
from tests.conftest import KARABAKH
from tests.maps.unpack import payload_of


def ids_of_claims():
    with (KARABAKH / "claims.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


def click_on_map(page, latitude, longitude):
    x, y = page.evaluate(
        """([lat, lng]) => {
          const p = atlas.map.latLngToContainerPoint([lat, lng]);
          const box = atlas.map.getContainer().getBoundingClientRect();
          return [box.left + p.x, box.top + p.y];
        }""",
        [latitude, longitude],
    )
    page.mouse.click(x, y)


def open_ground(dataset, district):
    """A point in a district, far from its border and from every mark: latitude, longitude."""
    frame = dataset["districts"].set_index("district")
    marks = shapely.union_all(dataset["places"]["geometry"].dropna().to_numpy()).buffer(0.03)
    ground = shapely.difference(frame.loc[district, "geometry"], marks)
    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(ground))[0]
    return float(middle[1]), float(middle[0])


def test_everything_that_should_be_drawn_is_drawn(visit, karabakh_page):
    page = visit(karabakh_page)
    expected = payload_of(karabakh_page.read_text(encoding="utf-8"))["expected"]
    assert page.evaluate("atlas.drawn") == expected
    assert expected["districts"] == 78 + 11  # Azerbaijan's and Armenia's
    assert expected["accident"] > 40
    # Counted in the page itself, not as the page's own scripts count.
    pane = ".leaflet-atlas-districts-pane path.leaflet-interactive"
    assert page.locator(pane).count() == expected["districts"]
    assert page.locator(".mark-accident").count() == expected["accident"]
    assert page.locator(".mark-zone").count() == expected["zone"]
    assert page.locator(".mark-find").count() == expected["find"]
    assert page.locator(".mark-other").count() == expected["other"]
    shown = page.locator("tr[data-layer=districts] .value").inner_text()
    assert shown == str(expected["districts"])


def test_a_layer_that_lost_a_feature_says_so(visit, karabakh_page):
    html = karabakh_page.read_text(encoding="utf-8")
    # A country of the base map is taken out of folium's layer, not out of the payload.
    feature = re.search(
        r'\{"geometry": \{"coordinates": \[\[\[\[[^{}]*\}, '
        r'"properties": \{"i": 0\}, "type": "Feature"\}, ',
        html,
    )
    assert feature
    broken = html.replace(feature[0], "", 1)
    broken = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", broken)
    page = visit(broken)
    assert "base_land 8 of 9" in page.locator("#trouble").inner_text()


def test_figure_of_aghdam_with_its_citation_and_back(visit, karabakh, karabakh_page):
    ground = open_ground(karabakh, "Aghdam")
    page = visit(karabakh_page, view="#map=11/{:.4f}/{:.4f}".format(*ground))
    click_on_map(page, *ground)
    card = page.locator("#view-place")
    expect(card.locator(".card-name")).to_have_text("Aghdam")
    assert page.locator(".leaflet-popup").count() == 0  # nor a neighbour covered
    claim = card.locator("[data-claim=trend-2024-03-05-cabinet-d-aghdam]")
    assert "7,956.1 ha" in claim.inner_text()
    assert "Cabinet of Ministers of Azerbaijan · 2023" in claim.inner_text()
    mark = claim.locator(".cite")
    number = mark.inner_text().strip("[]")
    mark.click()
    source = page.locator(f"#source-{number}")
    expect(source).to_be_visible()
    expect(source).to_contain_text("Trend News Agency")
    expect(source).to_contain_text("5 Mar 2024")
    link = source.locator("a.outward").first
    assert link.get_attribute("href") == "https://en.trend.az/azerbaijan/society/3870489.html"
    assert link.get_attribute("rel") == "noopener noreferrer"
    # And back from the source to what cites it, and from there to the place.
    cited = source.locator("[data-claim=trend-2024-03-05-cabinet-d-jabrayil]")
    expect(cited).to_contain_text("14,016.7 ha")
    cited.get_by_role("button", name="Jabrayil district").click()
    expect(page.locator("#view-place .card-name")).to_have_text("Jabrayil")


def test_the_dispute_about_the_maps_shows_both_sides_alike(visit, karabakh_page):
    page = visit(karabakh_page)
    page.get_by_role("tab", name="Disputes").click()
    page.select_option("#dispute-subject", "record_accuracy")
    pair = page.locator(
        ".dispute:has([data-claim=turan-2024-01-26-mfa-acc25])"
        ":has([data-claim=armenianclub-2024-01-26-nss-best])"
    ).first
    sides = pair.locator(".side")
    expect(sides).to_have_count(2)
    still(page)
    texts = sides.all_inner_texts()
    assert any("Ministry of Foreign Affairs of Azerbaijan" in t and "25" in t for t in texts)
    assert any("National Security Service of Armenia" in t for t in texts)
    boxes = [sides.nth(k).bounding_box() for k in range(2)]
    assert abs(boxes[0]["width"] - boxes[1]["width"]) <= 1
    assert boxes[0]["height"] == boxes[1]["height"]
    fonts = [
        sides.nth(k)
        .locator(".claim-text")
        .evaluate(
            "e => { const s = getComputedStyle(e); return [s.fontSize, s.fontWeight, s.color]; }"
        )
        for k in range(2)
    ]
    assert fonts[0] == fonts[1]


def test_every_claim_can_be_reached(visit, karabakh_page):
    page = visit(karabakh_page)
    reached = page.evaluate(
        """() => {
          const ids = new Set();
          const collect = (node) => {
            for (let closed; (closed = [...node.querySelectorAll('details:not([open])')]).length;) {
              closed.forEach((d) => { d.fill?.(); d.open = true; });
            }
            node.querySelectorAll('[data-claim]').forEach((c) => ids.add(c.dataset.claim));
          };
          const drawn = [...atlas.data.districts.filter((d) => d.drawn), ...atlas.data.sites];
          drawn.forEach((item) => collect(atlas.card(item.key)));
          collect(atlas.show('undrawn'));
          return [...ids];
        }"""
    )
    assert set(reached) == ids_of_claims()


def test_cautions_stay_visible_whatever_is_open(visit, karabakh_page):
    page = visit(karabakh_page)
    cautions = page.locator("#cautions")
    for tab in ("Place", "Disputes", "Sources", "Not drawn", "Overview"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        expect(cautions).to_be_visible()
        text = cautions.inner_text()
        assert "No record is not evidence of no contamination." in text
        assert "Not for navigation or for judging that land is safe." in text
        assert "Data to 22 Feb 2026" in text
        assert "do not imply an opinion on the legal status" in text
        assert "Natural Earth" in text
        assert "GeoNames" in text
    assert cautions.get_by_role("button").count() == 0


def test_no_figure_is_never_the_colour_of_a_class(visit, karabakh_page):
    page = visit(karabakh_page)
    for figure in page.evaluate("atlas.data.figures.map((f) => f.id)"):
        page.select_option("#figure", figure)
        page.wait_for_function("id => atlas.figure.id === id", arg=figure)
        fills = page.evaluate(
            """() => atlas.layers.districts.getLayers().map((layer) => [
              atlas.figure.cells[layer.feature.properties.i] !== undefined,
              layer.getElement().getAttribute('fill')])"""
        )
        with_figure = {fill for has, fill in fills if has}
        without = {fill for has, fill in fills if not has}
        assert without == {"url(#hatch-none)"}
        assert not with_figure & without
        counts = page.locator("#legend .classes .count").all_inner_texts()
        assert sum(map(int, counts)) == len(fills)


def test_accuracy_is_shown_when_it_is_large_enough_to_see(visit, karabakh_page):
    page = visit(karabakh_page, view="#map=11/40.0/46.95")
    x, y = page.evaluate(
        """() => {
          const middle = atlas.map.getBounds().pad(-0.3);
          const site = atlas.data.sites.find((s) => s.accuracy_m && middle.contains(s.at));
          const p = atlas.map.latLngToContainerPoint(site.at);
          const box = atlas.map.getContainer().getBoundingClientRect();
          return [box.left + p.x, box.top + p.y];
        }"""
    )
    page.mouse.move(x, y)
    expect(page.locator(".leaflet-atlas-highlight-pane path[stroke-dasharray]")).to_have_count(1)


def test_a_link_brings_back_the_view(visit, karabakh_page):
    page = visit(karabakh_page)
    page.select_option("#figure", "share")
    page.get_by_role("tab", name="Overview").click()
    page.locator("#ranking").get_by_role("button", name="Fuzuli").click()
    page.wait_for_function("() => atlas.selected === 'district:Fuzuli'")
    still(page)
    again = visit(karabakh_page, view=address(page))
    expect(again.locator("#figure")).to_have_value("share")
    assert again.evaluate("atlas.selected") == "district:Fuzuli"
    assert again.evaluate("atlas.map.getZoom()") == page.evaluate("atlas.map.getZoom()")


def test_a_spoilt_link_is_ignored(visit, karabakh_page):
    page = visit(karabakh_page, view="#map=NaN/x/900&sel=%E0%A4%A&tab=__proto__&fig=constructor")
    assert page.get_by_role("tab", name="Overview").get_attribute("aria-selected") == "true"
    assert page.evaluate("atlas.selected") is None


def test_online_base_map_is_asked_for_only_when_turned_on(browser, karabakh_page):
    context = browser.new_context()
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.abort()

    context.route(re.compile("^https?:"), answer)
    page = context.new_page()
    page.goto(karabakh_page.as_uri())
    page.wait_for_selector("html[data-ready]")
    zoom = page.evaluate("atlas.map.getZoom()")
    page.locator(".folium-map").hover(position={"x": 600, "y": 300})
    page.mouse.wheel(0, -300)
    page.wait_for_function("zoom => atlas.map.getZoom() > zoom", arg=zoom)
    still(page)
    page.wait_for_timeout(300)  # for what must not happen there is nothing to wait for
    assert asked == []
    with page.expect_request("https://tile.openstreetmap.org/**"):
        page.locator("#mark-online-map").check()
    still(page)
    assert all(url.startswith("https://tile.openstreetmap.org/") for url in asked)
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    with page.expect_request("https://server.arcgisonline.com/**"):
        page.locator("#mark-online-imagery").check()
    expect(page.locator("#mark-online-map")).not_to_be_checked()
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("Esri")
    context.close()


def test_narrow_screen_reads_in_a_sheet(visit, karabakh_page):
    page = visit(karabakh_page, size=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.locator("#cautions").is_visible()
    click_on_map(page, *page.evaluate("atlas.data.sites.find((s) => s.name === 'Borsunlu').at"))
    page.wait_for_selector("#view-place .card")
    still(page)
    assert page.locator(".leaflet-popup").count() == 0
    panel = page.locator("#panel").bounding_box()
    assert panel["y"] + panel["height"] <= NARROW["height"] + 1
    assert panel["height"] > NARROW["height"] * 0.3


def test_in_jupyter_the_map_shows_inside_the_notebook(visit, small, tmp_path):
    inline = folium_map(read_dataset(small()))._repr_html_()
    notebook = (
        f"<!DOCTYPE html><html data-ready><title>notebook</title><body>{inline}</body></html>"
    )
    page = visit(notebook)
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.locator("#ranking button").first.click()
    name = frame.locator("#view-place .card-name")
    expect(name).to_have_text(re.compile("^(West|East)$"))
    # Another language builds the page anew: what was being read stays.
    chosen = name.text_content()
    frame.locator("#language").select_option("az")
    frame.locator("html[lang=az][data-ready]").wait_for()
    expect(name).to_have_text(chosen)
    assert page.url.endswith(".html")  # the notebook's own address is left alone


def test_a_range_of_casualties_is_read_as_a_range(visit, exercise):
    events = exercise["events"].copy()
    first = events.index[events["kind"] == "accident"][0]
    events.loc[first, ["killed", "killed_min", "killed_max"]] = [None, 2, 3]
    events.loc[first, ["injured", "injured_min", "injured_max"]] = [None, 5, None]
    page = visit(render_map(replace(exercise, tables={**exercise.tables, "events": events})))
    name = events.loc[first, "event_id"]
    page.evaluate(f"atlas.select('event:{name}')")
    expect(page.locator(".leaflet-popup .card")).to_contain_text("2–3 killed, at least 5 injured")


def test_a_link_put_into_the_address_of_the_open_page_is_followed(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.setTime('2023-04-05')")
    page.evaluate("document.documentElement.dataset.before = 'yes'")
    page.evaluate("location.hash = '#map=10/39.6/46.9&sel=district%3AFuzuli&tab=place'")
    page.wait_for_selector("html[data-ready]:not([data-before])")
    assert page.evaluate("[atlas.map.getZoom(), atlas.selected, atlas.tab, atlas.time()]") == [
        10, "district:Fuzuli", "place", None,
    ]  # fmt: skip
    page.go_back()  # the browser loads the page anew, or shows it as it was kept
    page.wait_for_function(
        "() => 'ready' in document.documentElement.dataset && (atlas.selected ?? null) === null"
    )


@pytest.mark.parametrize("motion", [False, True])
def test_a_link_gives_the_view_it_was_copied_from(visit, karabakh_page, motion):
    view = "#map=10/39.9/47.1&sel=site%3Aafatli-qarqar-aghdam"
    page = visit(karabakh_page, view=view, motion=motion)
    expect(page.locator(".leaflet-popup")).to_be_visible()
    link = address(page)  # the map was moved to make room for the popup, before it was ready
    assert not link.startswith("#map=10/39.9/47.1&")
    assert address(visit(karabakh_page, view=link, motion=motion)) == link
    page.wait_for_timeout(600)  # twice as long as the map would slide
    assert address(page) == link


@pytest.mark.parametrize("motion", [False, True])
def test_the_map_slides_only_for_readers_who_did_not_ask_for_less_motion(
    visit, karabakh_page, motion
):
    page = visit(karabakh_page, motion=motion)
    slides = """() => {
      atlas.map.panBy([150, 0]);
      return [Boolean(atlas.map._panAnim?._inProgress), atlas.map._zoomAnimated];
    }"""
    assert page.evaluate(slides) == [motion, motion]


def test_the_way_past_the_map_leaves_the_link_alone(visit, karabakh_page):
    page = visit(karabakh_page, view="#map=10/39.6/46.9&sel=district%3AFuzuli")
    before = address(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    assert address(page) == before


def test_a_choice_made_before_the_first_view_is_there_is_kept(visit, karabakh_page):
    page = visit(karabakh_page)
    page.add_init_script(
        """addEventListener('DOMContentLoaded', () => {
          if (!location.hash.includes('lang=hy')) return;
          window.early = atlas.ready === undefined;
          sessionStorage.setItem('early', String(early));
          const choice = document.getElementById('language');
          choice.value = 'ru';
          choice.dispatchEvent(new Event('change'));
        })"""
    )
    page.evaluate("location.hash = '#map=10/39.6/46.9&lang=hy&sel=district%3AFuzuli'")
    page.wait_for_selector("html[lang=ru][data-ready]")
    assert page.evaluate("sessionStorage.getItem('early')") == "true"
    assert page.evaluate("[atlas.map.getZoom(), atlas.selected]") == [10, "district:Fuzuli"]


def test_a_page_whose_scripts_do_not_run_says_so(browser, karabakh_page):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(karabakh_page.as_uri())
    note = page.locator("#waiting")
    expect(note).to_be_visible()  # after a while: most pages are there before
    expect(note).to_contain_text("An empty map does not mean that land is safe.")
    context.close()


def test_a_page_that_is_there_no_longer_says_that_it_comes(visit, karabakh_page):
    assert visit(karabakh_page).locator("#waiting").count() == 0


def test_what_went_wrong_is_also_printed(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.trouble('Not everything could be drawn')")
    page.emulate_media(media="print")
    expect(page.locator("#trouble")).to_be_visible()
