"""The page in each of its languages, as a reader chooses them."""

import pytest
from playwright.sync_api import expect

from geo.model.languages import CODES, languages
from tests.browser.conftest import NARROW
from tests.browser.waits import address

KARABAKH = ("az", "hy", "ru")  # the languages that its page offers
CAUTION = "No record is not evidence of no contamination."


def read_everything(page):
    for view in ("overview", "disputes", "sources", "undrawn"):
        page.evaluate(f"atlas.show('{view}')")
    for key in ("district:Aghdam", "district:Aghdara"):
        page.evaluate(f"atlas.select('{key}', {{fly: true}})")
    page.evaluate("atlas.data.sites.slice(0, 20).forEach((s) => atlas.select(s.key, {fly: true}))")
    page.evaluate("atlas.setFilter({sub: 'area_cleared', from: '2022-01-01'})")
    # What opens is filled a moment later; filled here, nothing is left to come.
    page.evaluate(
        """() => {
          const closed = () => [...document.querySelectorAll('details:not([open])')];
          while (closed().length) closed().forEach((d) => { d.fill?.(); d.open = true; });
        }"""
    )


@pytest.mark.parametrize("code", KARABAKH)
def test_every_sentence_is_said_in_the_language(visit, karabakh_page, code):
    page = visit(karabakh_page, view=f"#lang={code}")
    assert page.evaluate("document.documentElement.lang") == code
    words = languages()[code].strings
    assert words[CAUTION] in page.locator("#cautions").inner_text()
    assert words["Legend"] in page.locator("#legend summary").inner_text()
    read_everything(page)
    assert page.evaluate("[...atlas.untranslated]") == []


# What is neither data nor marked as not translated must hold no English.
ENGLISH = """(mark) => {
  const closed = () => [...document.querySelectorAll('details:not([open])')];
  while (closed().length) closed().forEach((d) => { d.fill?.(); d.open = true; });
  const data = new Set();
  const gather = (value) => {
    if (typeof value === 'string') data.add(value.trim());
    else if (value && typeof value === 'object') Object.values(value).forEach(gather);
  };
  const { claims, sources, sites, accidents, areas, districts, findings, sides } = atlas.data;
  gather([claims, sources, sites, accidents, areas, districts, sides]);
  gather(findings.map((f) => [f.code, f.file, f.feature_id, f.column, f.value]));
  const names = [...data].filter((s) => /[A-Za-z]{3}/.test(s)).sort((a, b) => b.length - a.length);
  const english = 'the|of|and|is|are|not|with|from|which|there|what|where|this|that|by';
  const words = new RegExp('(?<!\\\\p{L})(' + english + ')(?!\\\\p{L})', 'iu');
  const wrong = [];
  const judge = (text) => {
    if (!words.test(text) || text.includes(mark)) return;
    let rest = text;
    for (const name of names) {
      if (!words.test(rest)) return;
      rest = rest.replaceAll(name, '');
    }
    if (words.test(rest)) wrong.push(rest.trim());
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement, data: text } = walk.currentNode;
    if (!parentElement.closest('script, style')) judge(text);
  }
  for (const node of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    for (const name of ['title', 'aria-label', 'placeholder']) judge(node.getAttribute(name) ?? '');
  return wrong;
}"""


@pytest.mark.parametrize("code", CODES)
def test_no_english_is_left_but_data_and_what_is_marked(visit, exercise_page, code):
    page = visit(exercise_page, view=f"#lang={code}")
    mark = f"[{languages()[code].strings['not translated']}]"
    assert page.evaluate("document.documentElement.dir") == ("rtl" if code == "ar" else "ltr")
    for view in ("overview", "claims", "disputes", "sources", "undrawn", "table"):
        page.evaluate(f"atlas.show('{view}')")
        assert page.evaluate(ENGLISH, mark) == [], view
    for key in page.evaluate("atlas.data.districts.map((d) => d.key)"):
        page.evaluate("(key) => atlas.select(key, {fly: true})", key)
        assert page.evaluate(ENGLISH, mark) == [], key
    assert page.evaluate("[...atlas.untranslated]") == []


def test_claims_stay_as_recorded(visit, karabakh_page):
    page = visit(karabakh_page, view="#lang=hy&sel=district:Aghdam")
    shown = page.locator("#view-place [data-claim]").first
    shown.wait_for()
    claim = page.evaluate(
        "(id) => atlas.data.claims.find((c) => c.claim_id === id)",
        shown.get_attribute("data-claim"),
    )
    assert claim["paraphrase"] in shown.locator(".claim-text").inner_text()
    assert shown.locator(".claimant").inner_text() == claim["claimant"]
    page.evaluate("atlas.show('overview')")
    said = languages()["hy"].strings
    note = next(text for english, text in said.items() if english.startswith("Claims are given as"))
    expect(page.locator("#view-overview")).to_contain_text(note)


@pytest.mark.parametrize(
    ("code", "name"), [("az", "Ağdam"), ("hy", "Աղդամի շրջան"), ("ru", "Агдамский район")]
)
def test_a_district_is_called_by_its_name_in_the_language_and_by_all_others(
    visit, karabakh_page, code, name
):
    page = visit(karabakh_page, view=f"#lang={code}")
    assert name in page.locator(".label-district").all_inner_texts()
    page.evaluate("atlas.select('district:Aghdam', {fly: true})")
    card = page.locator("#view-place")
    expect(card.locator(".card-name")).to_have_text(name)
    others = card.locator(".card-also").inner_text().split(" · ")
    assert {"Aghdam", "Ağdam", "Աղդամի շրջան", "Ակնա", "Агдамский район"} - {name} <= set(others)


def test_a_district_without_a_name_in_the_language_keeps_the_one_it_has(visit, karabakh_page):
    page = visit(karabakh_page, view="#lang=hy")
    assert page.evaluate("atlas.districtName('Gobustan')") == "Gobustan"


def test_choosing_keeps_the_view_and_is_kept_in_the_link(visit, karabakh_page):
    page = visit(karabakh_page, view="#map=9.5/39.9/46.8&sel=district:Fuzuli&tab=place")
    page.select_option("#language", "ru")
    page.wait_for_selector("html[lang=ru][data-ready]")
    assert "lang=ru" in address(page)
    assert "sel=district%3AFuzuli" in address(page)
    assert page.evaluate("atlas.map.getZoom()") == 9.5
    page.select_option("#language", "en")
    page.wait_for_selector("html[lang=en][data-ready]")
    assert "lang=" not in address(page)
    assert CAUTION in page.locator("#cautions").inner_text()


def test_an_unknown_language_is_english(visit, karabakh_page):
    for code in ("xx", "constructor", "__proto__", "<b>"):
        page = visit(karabakh_page, view=f"#lang={code}")
        assert page.evaluate("document.documentElement.lang") == "en"


def test_numbers_and_dates_of_the_language(visit, karabakh_page):
    page = visit(karabakh_page, view="#lang=ru")
    assert page.evaluate("atlas.words.number(12345.67)") == "12\u00a0345,67"
    assert page.evaluate("atlas.words.date('2023-04-05')") == "5 апр. 2023"
    forms = page.evaluate("[1, 3, 5, 21, 112].map((n) => atlas.words.count(n, 'claim'))")
    assert forms == [
        "1 утверждение", "3 утверждения", "5 утверждений", "21 утверждение", "112 утверждений",
    ]  # fmt: skip
    page = visit(karabakh_page, view="#lang=az")
    assert page.evaluate("atlas.words.number(12345.67)") == "12.345,67"
    assert page.evaluate("atlas.words.count(5, 'claim')") == "5 iddia"
    assert page.evaluate("atlas.lower('İLK')") == "ilk"


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_wider_than_a_narrow_screen(visit, exercise_page, code):
    page = visit(exercise_page, size=NARROW, view=f"#lang={code}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.locator("#cautions").is_visible()
    assert page.locator("#language").is_visible()


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("width", [1024, 1400])
def test_every_tab_is_in_sight(visit, exercise_page, code, width):
    page = visit(exercise_page, size={"width": width, "height": 900}, view=f"#lang={code}")
    for tab in page.get_by_role("tab").all():
        box = tab.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
