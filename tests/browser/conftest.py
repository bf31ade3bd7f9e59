"""A browser without network. A request, a console message or a page error fails the test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.browser.waits import LONGEST
from tests.conftest import KARABAKH

WIDE = {"width": 1400, "height": 900}
NARROW = {"width": 390, "height": 844}
LAYERS = KARABAKH.parent
# Times slower than this machine, to find tests that race: ATLAS_SLOW=6 pytest tests/browser
SLOW = int(os.environ.get("ATLAS_SLOW", "1"))


def missing(what: str) -> NoReturn:
    """What a test needs and the machine lacks: in CI an error, elsewhere a skip."""
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium from the machine."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("no chromium on this machine: the page is not tested in a browser")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=LONGEST)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open HTML as a file, offline; afterwards nothing may have gone wrong."""
    contexts, wrong = [], []

    def open_page(
        html: str | Path, *, size: dict[str, int] = WIDE, view: str = "", motion: bool = False
    ) -> Any:
        if isinstance(html, Path):
            path = html
        else:
            path = tmp_path / f"page-{len(contexts)}.html"
            path.write_text(html, encoding="utf-8")
        context = browser.new_context(
            viewport=size, reduced_motion="no-preference" if motion else "reduce"
        )
        contexts.append(context)
        context.set_offline(True)

        def judge(route: Any) -> None:
            if route.request.url.startswith(path.as_uri()):
                route.continue_()
            else:
                wrong.append(f"request: {route.request.url}")
                route.abort()

        context.route("**/*", judge)
        page = context.new_page()
        page.set_default_timeout(LONGEST)
        if SLOW > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW})
        page.on("request", lambda r: r.url.startswith(path.as_uri()) or wrong.append(r.url))
        page.on("console", lambda m: wrong.append(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda d: (wrong.append(f"dialog: {d.message}"), d.dismiss()))
        page.goto(path.as_uri() + view)
        page.wait_for_selector("html[data-ready]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
