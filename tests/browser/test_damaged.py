"""A page that was cut off or damaged on its way says so, first of all."""

import re

import pytest

LINE = "the file is incomplete"


def cut(page, share):
    text = page.read_text(encoding="utf-8")
    return text[: int(len(text) * share)]


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.9, 0.999])
def test_a_page_cut_short_says_so(karabakh_page, browser, tmp_path, share):
    path = tmp_path / "cut.html"
    path.write_text(cut(karabakh_page, share), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    line = page.locator("#incomplete")
    line.wait_for(state="visible")
    assert LINE in line.inner_text()
    assert "No record is not evidence" in line.inner_text()
    page.close()


def test_a_whole_page_does_not(karabakh_page, visit):
    assert visit(karabakh_page).locator("#incomplete").count() == 0


def test_damaged_data_says_what_happened(karabakh_page, browser, tmp_path):
    text = karabakh_page.read_text(encoding="utf-8")
    start = text.index('id="payload">') + 5_000
    for damage in (text[:start] + "AAAA" + text[start + 4 :], text[:start] + "!" + text[start:]):
        path = tmp_path / "damaged.html"
        path.write_text(damage, encoding="utf-8")
        page = browser.new_page()
        page.goto(path.as_uri())
        trouble = page.locator("#trouble")
        trouble.wait_for(state="visible")
        assert re.search(
            "damaged or incomplete.*does not mean that land is safe", trouble.inner_text()
        )
        page.locator("#incomplete").wait_for(state="visible")
        page.close()
