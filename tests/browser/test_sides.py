"""Who speaks, by side; grades with their reason; what repeats another is no origin of its own."""

import re

from playwright.sync_api import expect

from tests.maps.unpack import payload_of


def read(path):
    return payload_of(path.read_text(encoding="utf-8"))


def test_the_overview_counts_claims_by_side_and_names_the_gaps(visit, karabakh_page):
    sides = read(karabakh_page)["sides"]
    page = visit(karabakh_page)
    for party, n in sides["counts"][""]["claimant"]:
        row = page.locator(f"#sides tr[data-side='{party or ''}'] td").first
        expect(row).to_have_text(f"{n:,}")
    gaps = page.locator("#gaps details")
    expect(gaps).to_have_count(len(sides["silent"]))
    gaps.first.locator("summary").click()
    expect(gaps.first.locator("p")).to_have_text(", ".join(sides["silent"][0]["districts"]))


def test_a_district_says_who_is_silent(visit, karabakh_page):
    silent = read(karabakh_page)["sides"]["silent"]
    district = next(d for gap in silent for d in gap["districts"])
    page = visit(karabakh_page, view=f"#sel=district:{district}")
    line = page.locator(f"[data-sides='{district}']").first
    for gap in silent:
        if district in gap["districts"]:
            expect(line).to_contain_text(gap["party"])


def test_a_district_says_who_speaks_who_prints_and_from_where(visit, karabakh, karabakh_page):
    # Counted from the tables by themselves: the claims that name Fuzuli, alone or with others.
    said, book = karabakh["claims"], karabakh["sources"].set_index("source_id")
    named = said[said["districts"].fillna("").str.split(";").map(lambda names: "Fuzuli" in names)]
    printed = named["source_id"].map(book["party"]).value_counts()
    origins = book.loc[named["source_id"].unique(), "origin"].value_counts()
    page = visit(karabakh_page, view="#sel=district:Fuzuli")
    line = page.locator("[data-sides='Fuzuli']").first
    expect(line).to_contain_text(f"printed by: Azerbaijan {printed['Azerbaijan']}")
    expect(line).to_contain_text(f"names its primary source {origins['names_primary']}")
    expect(line).to_contain_text(f"reprint {origins['reprint']}")


def test_a_figure_says_in_how_many_sources_it_is_and_from_how_many_origins(visit, karabakh_page):
    claims = read(karabakh_page)["claims"]
    claim = max((c for c in claims if "printed" in c), key=lambda c: c["printed"])
    sources, origins = claim["printed"]
    assert sources > origins
    page = visit(karabakh_page, view="#tab=sources")
    source = page.locator(f"#source-{claim['source']}")
    source.locator("summary").click()
    shown = source.locator(f"[data-claim='{claim['claim_id']}']")
    origins = f"{origins} origin" + ("s" if origins > 1 else "")
    expect(shown).to_contain_text(f"this figure: {sources} sources, {origins}")


def test_an_archived_copy_is_beside_the_link(visit, karabakh_page):
    book = read(karabakh_page)["sources"]
    n, kept = next((n, s) for n, s in enumerate(book, 1) if "archived_at" in s)
    page = visit(karabakh_page, view="#tab=sources")
    links = page.locator(f"#source-{n}").locator("a")
    expect(links.filter(has_text="archived copy")).to_have_attribute("href", kept["archived_at"])
    expect(links.first).to_have_attribute("href", kept["url"])
    without = next(n for n, s in enumerate(book, 1) if "archived_at" not in s)
    expect(page.locator(f"#source-{without}")).not_to_contain_text("archived copy")


def test_a_grade_says_why_and_none_says_so(visit, karabakh_page, exercise_page):
    page = visit(karabakh_page, view="#tab=sources")
    reprint = re.compile(r"Source grade D: .* \(.*reprint.*\)")
    expect(page.locator(".source-facts", has_text=reprint).first).to_be_visible()
    sources = read(exercise_page)["sources"]
    page = visit(exercise_page, view="#tab=sources")
    ungraded = page.locator(".source-facts", has_text="Source not graded")
    expect(ungraded).to_have_count(sum("grade" not in s for s in sources))


def test_a_difference_the_compiler_notes_is_not_called_a_contradiction(visit, karabakh_page):
    claims = read(karabakh_page)["claims"]
    claim = next(c for c in claims if c["stance"] == "differs" and "counters" in c)
    page = visit(karabakh_page, view="#tab=sources")
    source = page.locator(f"#source-{claim['source']}")
    source.locator("summary").click()
    shown = source.locator(f"[data-claim='{claim['claim_id']}']")
    expect(shown.locator(".claim-counter").first).to_contain_text("Differs from:")
    expect(shown).to_contain_text("information grade")
