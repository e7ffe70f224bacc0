"""The HTML edition in a real browser, from a folder on disk, the way a reader opens it offline."""

import os
import shutil
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Open a page at a width; return it with the requests it made and the errors it had."""
    opened = []

    def open_page(path: Path, width: int = 1280):
        page = browser.new_page(viewport={"width": width, "height": 900})
        opened.append(page)
        page.requests, page.errors = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(path.as_uri(), wait_until="load")
        return page

    yield open_page
    for page in opened:
        page.close()


def pages_of(root: Path) -> list[Path]:
    return sorted(p for p in (root / "_build" / "html").glob("*.html") if p.stem != "genindex")


def test_no_page_asks_another_host_or_fails(built_tiny, visit):
    for path in pages_of(built_tiny):
        page = visit(path)
        outside = [url for url in page.requests if not url.startswith(("file:", "data:"))]
        assert outside == [], path.name
        assert page.errors == [], path.name


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_scrolls_sideways(width, built_tiny, visit):
    for path in pages_of(built_tiny):
        page = visit(path, width)
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path.name


def test_a_browser_draws_the_equation_without_a_script(built_tiny, visit):
    page = visit(built_tiny / "_build" / "html" / "rain.html")

    fraction = page.locator("math mfrac").first.bounding_box()

    assert fraction is not None
    assert fraction["height"] > fraction["width"] > 0
