"""The search box: ids, positions in several notations, names in any script; and hostile words."""

import re

import pytest
from playwright.sync_api import expect

from geo.errors import ManifestError
from geo.intake.folder import read_dataset
from geo.maps import render_map
from geo.model.languages import sentences
from tests.browser.waits import still

AT = (39.99, 46.93)


@pytest.mark.parametrize(
    "typed",
    [
        "39.99 46.93",
        "46.93 E 39.99 N",
        "39,99; 46,93",
        "39°59'24\"N 46°55'48\"E",
        "N39 59.4 E46 55.8",
        "38S PK 64773 28431",
        "38SPK6477328431",
    ],
)
def test_a_position_is_found_however_it_is_written(visit, karabakh_page, typed):
    page = visit(karabakh_page)
    page.fill("#search-input", typed)
    options = page.locator("#search-list [role=option]")
    expect(options.first).to_contain_text("39.99")
    page.press("#search-input", "Enter")
    still(page)
    centre = page.evaluate("(({ lat, lng }) => [lat, lng])(atlas.map.getCenter())")
    assert centre == pytest.approx(AT, abs=0.02)


def test_claims_sources_districts_and_areas_are_found_by_their_ids(visit, exercise, exercise_page):
    page = visit(exercise_page)
    hazard = exercise["hazard_areas"]["hazard_id"].iloc[3]
    claim, source = exercise["claims"]["claim_id"].iloc[0], exercise["sources"]["source_id"].iloc[0]
    for typed in (hazard, hazard.lower(), claim, source.upper()):
        page.fill("#search-input", typed)
        option = page.locator("#search-list [role=option]").first
        expect(option).to_contain_text(typed, ignore_case=True)
    page.fill("#search-input", hazard)
    page.press("#search-input", "Enter")
    expect(page.locator(".claims-popup, #view-place").first).to_contain_text(hazard)


def test_names_are_found_in_every_script_they_have(visit, karabakh, karabakh_page):
    page = visit(karabakh_page)
    districts = karabakh["districts"].set_index("district")
    for name in ("Aghdam", "Kalbajar", "Lachin"):
        for column in ("name_az", "name_hy", "name_ru"):
            page.fill("#search-input", districts[column][name])
            expect(page.locator("#search-list [aria-selected=true] b")).to_have_text(name)


def test_a_name_in_arabic_script_is_found_and_opens(visit, exercise, exercise_page):
    frame = exercise["districts"].copy()
    first = frame.index[0]
    frame["aliases"] = frame["aliases"].astype(object)
    frame.loc[first, "aliases"] = "شوشا;شوشی"
    tables = {**exercise.tables, "districts": frame}
    page = visit(render_map(type(exercise)(exercise.meta, tables)))
    page.fill("#search-input", "شوشی")
    expect(page.locator("#search-list [aria-selected=true] b")).to_have_text(
        frame["district"][first]
    )
    page.press("#search-input", "Enter")
    expect(page.locator("#view-place .card-name")).to_have_text(frame["district"][first])


def test_words_of_a_dataset_s_own_language_stay_words(visit, small):
    folder = small()
    hostile = [
        "<img src=x onerror=alert(1)>",
        "</script><script>alert(2)</script>",
        "$7*7 %s constructor __proto__",
        "\u202etxet desrever\u202c \u200f\u2067",
        "long " * 1000,
        "javascript:alert(3)",
    ]
    lines = ['name = "<b>Tlhan</b>"', 'direction = "rtl"', "", "[strings]"]
    for k, text in enumerate(sentences()):
        said = hostile[k % len(hostile)].replace("\\", "\\\\").replace('"', '\\"')
        key = text.replace("\\", "\\\\").replace('"', '\\"')
        holds = "".join(f" {{{name}}}" for name in _places(text))
        lines.append(f'"{key}" = "{said}{holds}"')
    (folder / "language.tlh.toml").write_text("\n".join(lines), encoding="utf-8")
    page = visit(render_map(read_dataset(folder)), view="#lang=tlh")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    # No element came of the words, and what they say can be read as it was written.
    assert page.locator("img[src=x]").count() == 0
    assert page.locator("body script:not([type]):has-text('alert(2)')").count() == 0
    shown = page.evaluate("document.body.textContent")
    for text in hostile[:2]:
        assert text in shown
    for tab in page.get_by_role("tab").all():
        tab.evaluate("tab => tab.click()")
    still(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_sentence_with_places_of_its_own_is_refused(small):
    folder = small()
    text = 'name = "T"\n[strings]\n"Legend" = "{constructor} {{7*7}}"\n'
    (folder / "language.tlh.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestError, match="expected no places"):
        read_dataset(folder)


def _places(text):
    return re.findall(r"\{(\w+)\}", text)
