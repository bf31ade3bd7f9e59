"""Escapes mean to a browser what the letters mean."""

import json

from geo.maps.inline import markup, script, style

WORDS = "Мины — Şuşa, Ծորակ, 地雷 𝟏 ≤ “é” \u2028 \x7f"


def test_a_browser_reads_the_same(browser):
    said = json.dumps(WORDS, ensure_ascii=False)
    code = f"""// {WORDS.replace(chr(0x2028), "")}
      const words = {said};
      window.read = [words, `${{words}}…`, /^[^а-я…]…$/u.test('›…'), {{ 'Ծ': words }}['Ծ']];"""
    sheet = 'p::before { content: "›1 Ծ𝟏"; }'
    page = browser.new_page()
    page.set_content(
        f"<style>{style(sheet)}</style><p>{markup(WORDS)}</p><script>{script(code)}</script>"
    )
    assert page.evaluate("read") == [WORDS, WORDS + "…", True, WORDS]
    assert page.locator("p").text_content() == WORDS
    shown = page.evaluate("getComputedStyle(document.querySelector('p'), '::before').content")
    assert shown == '"›1 Ծ𝟏"'
    page.close()
