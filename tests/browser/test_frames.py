"""The page where a host puts it: under Trusted Types, in a hidden frame, on the lowest screen."""

import pytest

from tests.browser.waits import still

HOST = "http://atlas.test/"
TRUSTED = "require-trusted-types-for 'script'"


@pytest.fixture
def served(browser):
    """Serve pages of a host that is not there; what goes wrong fails the test."""
    contexts, wrong = [], []

    def open_page(pages, headers=None, size=(1024, 768)):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(m.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))

        def answer(route):
            body = pages.get(route.request.url.removeprefix(HOST))
            if body is None:
                route.fulfill(status=204)
            else:
                kind = {"Content-Type": "text/html; charset=utf-8"}
                route.fulfill(body=body, headers=kind | (headers or {}))

        context.route("**/*", answer)
        page.goto(HOST)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def test_a_page_under_trusted_types_opens_and_no_markup_passes(served, exercise_page):
    html = exercise_page.read_text(encoding="utf-8")
    page = served({"": html}, {"Content-Security-Policy": TRUSTED})
    page.wait_for_selector("html[data-ready]")
    assert page.locator(".leaflet-control-zoom-in").inner_text() == "+"
    assert "Leaflet" in page.locator(".leaflet-control-attribution").inner_text()
    assert page.locator(".mark").count() > 0
    for hostile in (
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">a</a>',
        '<span onclick="alert(1)">a</span>',
        "<b><iframe srcdoc='<script>alert(1)</script>'></iframe></b>",
    ):
        made = page.evaluate(
            """text => {
              const box = document.createElement('div');
              box.innerHTML = text;
              return [box.childElementCount, box.textContent];
            }""",
            hostile,
        )
        assert made == [0, hostile]


def test_a_page_in_a_hidden_frame_opens_when_it_is_shown(served, exercise_page):
    html = exercise_page.read_text(encoding="utf-8")
    outer = (
        "<!doctype html><body><div id=box style='display:none'>"
        "<iframe src='/map' style='border:0;width:900px;height:700px'></iframe></div>"
    )
    page = served({"": outer, "map": html})
    page.wait_for_function("() => document.querySelector('iframe').contentWindow.atlas?.start")
    frame = page.frames[1]
    page.evaluate("document.getElementById('box').style.display = 'block'")
    frame.wait_for_selector("html[data-ready]")
    assert frame.evaluate("atlas.map.getBounds().contains(atlas.extent())")
    assert frame.evaluate("atlas.map.getSize().x") > 400
    assert frame.locator("#trouble").is_hidden()


def test_the_lowest_screen_has_a_map_and_a_larger_one_makes_it_whole(visit, exercise_page):
    page = visit(exercise_page, size={"width": 320, "height": 256})
    still(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate("document.querySelector('.stage').scrollIntoView()")
    box = page.locator(".stage").bounding_box()
    assert box["height"] >= 250
    assert page.evaluate("atlas.map.getSize().y") >= 250
    page.get_by_role("tab", name="Place").click()  # the sheet is within reach, too
    page.set_viewport_size({"width": 1024, "height": 768})
    still(page)
    page.get_by_role("button", name="Whole map").click()
    still(page)
    assert page.evaluate("atlas.map.getBounds().contains(atlas.extent())")
    assert page.evaluate("document.documentElement.scrollHeight") <= 768
