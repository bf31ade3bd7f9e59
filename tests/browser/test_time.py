"""The map on one day, against pandas on the rows and against the map made for that day."""

import pandas as pd
import pytest
from playwright.sync_api import expect

from geo.maps import render_map
from tests.browser.waits import address


@pytest.fixture(scope="module")
def exercise_pages(exercise_page, exercise_on_canvas):
    return {"small": exercise_page, "large": exercise_on_canvas}


def last_day(text):
    """Last day of a partial date, worked out by pandas' own periods."""
    return pd.Period(text).end_time.normalize() if isinstance(text, str) else pd.NaT


def claims_in_view(dataset, day, mode):
    claims = dataset["claims"]
    so = claims["period_end"].fillna(claims["as_of"]).map(last_day)
    published = dataset["sources"].set_index("source_id")["published"].map(last_day)
    known = claims["source_id"].map(published)
    day = pd.Timestamp(day)
    return set(
        claims["claim_id"][((so <= day) | (mode == "known")) & ((known <= day) | (mode == "on"))]
    )


def shown_claims(page):
    return set(
        page.evaluate("atlas.data.claims.filter((c, i) => atlas.shows(i)).map((c) => c.claim_id)")
    )


def number(page, total):
    return page.locator(f"#timeline [data-total={total}] b").inner_text()


@pytest.mark.parametrize("mode", ["on", "known", "both"])
def test_claims_of_a_day_are_those_that_pandas_finds(visit, karabakh, karabakh_page, mode):
    page = visit(karabakh_page)
    for day in ("2020-12-31", "2022-06-30", "2023-12-31", "2024-02-29"):
        page.evaluate("([day, mode]) => atlas.setTime(day, mode)", [day, mode])
        wanted = claims_in_view(karabakh, day, mode)
        assert shown_claims(page) == wanted
        n = len(karabakh["claims"])
        assert number(page, "claims") == f"{len(wanted):,} of {n:,}"
    assert 0 < len(wanted) < n


def marks(page):
    """What stands on the map: name of the layer and position of each mark."""
    return page.evaluate(
        """() => {
          const found = [];
          atlas.map.eachLayer((layer) => {
            const icon = layer.getElement?.();
            if (!(layer instanceof L.Marker) || getComputedStyle(icon).display === 'none') return;
            const kind = /mark-(zone|find|accident|other)/.exec(icon.className)?.[1];
            const { lat, lng } = layer.getLatLng();
            if (kind) found.push([kind, lat.toFixed(4), lng.toFixed(4)].join(' '));
          });
          return found.sort();
        }"""
    )


def counted(page):
    """Numbers of the legend, of what is shown."""
    return page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('#legend [data-count]')]
          .map((cell) => [cell.dataset.count, cell.textContent.split(' ')[0]]))"""
    )


@pytest.mark.parametrize("day", ["2020-12-31", "2022-06-30"])
def test_the_marks_are_those_of_the_map_made_for_that_day(visit, karabakh, karabakh_page, day):
    page = visit(karabakh_page)
    page.check("#mark-outlines")
    outlines = page.locator(".leaflet-atlas-outlines-pane path:visible")
    for mode, asked in (("on", "as_on"), ("known", "as_known")):
        page.evaluate("(when) => atlas.setTime(...when)", [day, mode])
        made = visit(render_map(karabakh, **{asked: pd.Timestamp(day).date()}))
        assert marks(page) == marks(made)
        expected = dict.fromkeys(counted(page), "0") | counted(made)
        assert counted(page) == expected
        expect(outlines).to_have_count(int(expected["outlines"]))


def test_places_without_a_mark_of_their_own_yet_are_like_the_others(visit, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.setTime('2021-01-01')")
    shown = page.locator(".mark-other:visible")
    expect(shown).to_have_count(5)
    assert page.evaluate("atlas.plainPlaces().length") == 1
    labels = [mark.get_attribute("aria-label").split(":")[0] for mark in shown.all()]
    assert sorted(labels) == [
        "Barda",
        "Kazanchi",
        "Khojavend (Martuni) / Khojavend, farm building by the winery",  # a find only later
        "Kornidzor",
        "Lachin / Lachin, field near the town",
    ]
    page.uncheck("#mark-other")
    expect(shown).to_have_count(0)
    page.evaluate("atlas.setTime('2021-01-02')")
    expect(shown).to_have_count(0)
    page.check("#mark-other")
    expect(shown).to_have_count(5)
    page.evaluate("atlas.setTime(null)")
    expect(shown).to_have_count(24)


def areas_in_force(frame, day, mode):
    day = pd.Timestamp(day)
    start, known = (pd.to_datetime(frame[c]) for c in ("valid_from", "known_from"))
    end = (
        pd.to_datetime(frame["valid_to"]) if "valid_to" in frame else pd.Series(pd.NaT, frame.index)
    )
    so = (start.isna() | (start <= day)) & (end.isna() | (day < end))
    told = known.isna() | (known <= day)
    return frame[(so | (mode == "known")) & (told | (mode == "on"))]


@pytest.mark.parametrize("size", ["small", "large"])
def test_areas_and_totals_of_a_day(visit, exercise, exercise_pages, size):
    page = visit(exercise_pages[size])
    hazards, releases = exercise["hazard_areas"], exercise["land_release"]
    edges = [*hazards["valid_from"].dropna(), *releases["valid_from"].dropna()]
    first, middle = min(edges), sorted(edges)[len(edges) // 2]
    before = str((pd.Timestamp(middle) - pd.Timedelta(days=1)).date())
    for mode in ("on", "known", "both"):
        for day in (first, before, middle):  # the day before a change, and the day of it
            page.evaluate("([day, mode]) => atlas.setTime(day, mode)", [day, mode])
            found = areas_in_force(hazards, day, mode)["classification"].value_counts()
            for status in ("confirmed", "suspected"):
                assert number(page, status) == str(found.get(status, 0))
            released = areas_in_force(releases, day, mode)
            for product, total in released.groupby("product")["stated_area_m2"].sum().items():
                text = number(page, product)
                if total:
                    shown = float(text.removesuffix(" ha").replace(",", ""))
                    assert shown == pytest.approx(total / 10_000, abs=0.0051)
                else:  # no report states an area: a number of reports, never 0 ha
                    assert text == str((released["product"] == product).sum())
            counts = released["product"].value_counts()
            for product in releases["product"].unique():
                cell = page.locator(f"#legend [data-count=released-{product}]").inner_text()
                assert cell.split(" of ")[0] == str(counts.get(product, 0))


def test_an_area_ends_on_the_day_it_ends(visit, exercise):
    frame = exercise["hazard_areas"].copy()
    frame["valid_from"], frame["valid_to"], frame["known_from"] = "2021-03-01", "2021-06-01", None
    tables = dict(exercise.tables) | {"hazard_areas": frame}
    page = visit(render_map(type(exercise)(exercise.meta, tables)))
    panes = ".leaflet-atlas-hazards-pane path, .leaflet-atlas-confirmed-pane path"
    paths = f"[...document.querySelectorAll('{panes}')]"
    drawn = f"{paths}.filter((p) => p.style.display !== 'none').length"
    for day, there in (
        ("2021-02-28", False),
        ("2021-03-01", True),
        ("2021-05-31", True),
        ("2021-06-01", False),
    ):
        page.evaluate("day => atlas.setTime(day, 'on')", day)
        assert page.evaluate(drawn) == len(frame) * there


def test_undated_claims_are_counted_and_can_be_shown(visit, karabakh, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.setTime('2024-02-29', 'on')")
    claims = karabakh["claims"]
    undated = set(claims["claim_id"][claims["period_end"].fillna(claims["as_of"]).isna()])
    assert undated
    expect(page.locator("[data-total=undated-claims]")).to_have_text(str(len(undated)))
    assert not undated & shown_claims(page)
    page.check("#time-undated")
    page.wait_for_function("() => location.hash.includes('tu=1')")
    assert undated <= shown_claims(page)


def test_keyboard_link_and_back_to_everything(visit, karabakh, karabakh_page):
    page = visit(karabakh_page)
    assert page.locator("#timeline").is_hidden()
    page.click("#time-open")
    expect(page.locator("#time-range")).to_be_focused()
    # Opened, it changes nothing: the slider is at the newest day, and everything stays.
    assert page.evaluate("atlas.time()") is None
    assert len(shown_claims(page)) == len(karabakh["claims"])
    last = page.locator("#time-date").input_value()
    assert last == karabakh.meta.data_date  # plans reach beyond it
    assert last < page.locator("#time-date").get_attribute("max")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "last => Date.parse(last) - Date.parse(atlas.time()?.day ?? last) >= 2 * 86400000", arg=last
    )
    day = page.evaluate("atlas.time().day")
    assert pd.Timestamp(last) - pd.Timestamp(day) == pd.Timedelta(days=2)
    page.select_option("#time-mode", "known")
    page.fill("#time-date", "2023-04-05")
    page.locator("#time-date").blur()
    page.wait_for_function("() => location.hash.includes('t=2023-04-05')")
    assert "tm=known" in address(page)
    again = visit(karabakh_page, view=address(page))
    assert again.evaluate("atlas.time()") == {"day": "2023-04-05", "mode": "known"}
    assert shown_claims(again) == claims_in_view(karabakh, "2023-04-05", "known")
    again.click("#time-close")
    expect(again.locator("#timeline")).to_be_hidden()
    assert len(shown_claims(again)) == len(karabakh["claims"])


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_class_that_is_switched_off_is_counted_all_the_same(
    visit, exercise, exercise_pages, size
):
    page = visit(exercise_pages[size])
    page.evaluate("atlas.setTime('2022-06-01')")
    page.uncheck("#mark-hazards-confirmed")
    page.evaluate("atlas.setTime('2022-07-01')")
    hazards = exercise["hazard_areas"]
    in_force = areas_in_force(hazards, "2022-07-01", "on")
    n = int((in_force["classification"] == "confirmed").sum())
    every = int((hazards["classification"] == "confirmed").sum())
    assert number(page, "confirmed") == str(n)
    count = page.locator("#legend [data-count=hazards-confirmed]")
    expect(count).to_have_text(f"{n} of {every}")
    page.check("#mark-hazards-confirmed")
    expect(count).to_have_text(f"{n} of {every}")
    assert number(page, "confirmed") == str(n)


def test_the_totals_are_those_of_the_filter(visit, karabakh, karabakh_page):
    page = visit(karabakh_page)
    page.evaluate("atlas.setFilter({sub: 'casualties'})")
    page.evaluate("atlas.setTime('2023-06-01')")
    claims = karabakh["claims"]
    casualties = set(claims["claim_id"][claims["subject"] == "casualties"])
    expected = claims_in_view(karabakh, "2023-06-01", "on") & casualties
    assert number(page, "claims") == f"{len(expected)} of {len(claims):,}"
    page.evaluate("atlas.setFilter({sub: 'funding'})")
    assert number(page, "accidents") == "0"


def test_playing_moves_on_and_stops_at_the_end(visit, exercise_pages):
    page = visit(exercise_pages["small"])
    page.click("#time-open")
    page.click("#time-play")
    page.wait_for_function(
        """() => {
          const { value, min } = document.getElementById('time-range');
          return Number(value) > Number(min);
        }"""
    )
    page.click("#time-play")
    expect(page.locator("#time-play")).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("size", ["small", "large"])
def test_an_earlier_day_to_the_left_of_a_line(visit, exercise, exercise_pages, size):
    page = visit(exercise_pages[size])
    page.click("#time-open")
    page.fill("#time-date", "2022-12-01")
    page.check("#swipe-on")
    expect(page.locator("#swipe-day")).to_have_value("2021-12-01")
    page.fill("#swipe-day", "2020-06-01")
    page.locator("#swipe-day").blur()
    expect(page.locator(".swipe-was")).to_have_text("1 June 2020")
    expect(page.locator(".swipe-now")).to_have_text("1 Dec 2022")
    wanted = areas_in_force(exercise["hazard_areas"], "2020-06-01", "on")
    if size == "small":
        panes = (f".leaflet-atlas-{pane}-was-pane path" for pane in ("hazards", "confirmed"))
        drawn = page.locator(", ".join(panes)).count()
    else:
        drawn = page.evaluate(
            """async () => {
              let twin = null;
              atlas.map.eachLayer((one) => {
                if (one.options.pane === 'atlas-hazards-was' && one.options.of) twin = one;
              });
              await twin.ready;
              return twin.counts().shown;
            }"""
        )
    assert drawn == len(wanted) > 0

    def edges():
        """Right edge of the earlier day, left edge of the later one, in pixels of the map."""
        return page.evaluate(
            r"""() => ['-was', ''].map((was, k) => {
              const clip = atlas.map.getPane(`atlas-hazards${was}`).style.clip;
              const at = Number(clip.match(/-?[\d.]+/g)[k ? 3 : 1]);
              return atlas.map.layerPointToContainerPoint([at, 0]).x;
            })"""
        )

    left, right = edges()
    assert left == right
    share = int(page.input_value("#swipe"))
    assert 50 <= share < 80  # the middle of what the legend leaves
    assert left == pytest.approx(page.evaluate("atlas.map.getSize().x") * share / 100, abs=1)
    page.focus("#swipe")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#swipe")).to_have_value(str(share + 1))
    assert edges()[0] > left
    page.click("#time-close")
    expect(page.locator("#swipe")).to_have_count(0)
    assert page.evaluate("atlas.map.getPane('atlas-hazards').style.clip") in ("", "auto")
