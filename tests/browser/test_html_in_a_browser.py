"""The HTML edition in a real browser, from a folder on disk, the way a reader opens it offline."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from walk import AXE, CHROMIUM, open_browser, pages_below, walk  # noqa: E402

BOOKS = Path(__file__).parents[1] / "books"
JB = "from jupyter_book.cli.main import main; main()"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = open_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The website of the book with every kind of markup, by ``jb build`` alone."""
    root = tmp_path_factory.mktemp("books") / "every-markup"
    shutil.copytree(BOOKS / "every-markup", root)
    command = [sys.executable, "-c", JB, "build", str(root)]
    answer = subprocess.run(command, capture_output=True, text=True, env={**os.environ})
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return root / "_build" / "html"


@pytest.fixture
def visit(browser, site):
    """Open a page of the site in a context of its own."""
    contexts = []

    def open_page(name="markup/blocks.html", width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto((site / name).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()


def come_back(page) -> None:
    """Load the page again, after the browser had time to write down what it was told to keep."""
    page.wait_for_timeout(500)
    page.reload()


def focused(page) -> str:
    """What has the focus: its name, or its text."""
    return page.evaluate(
        "(e => e.getAttribute('aria-label') || e.textContent.trim())(document.activeElement)"
    )


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: npm ci in tests/browser")
def test_every_page_is_accessible_quiet_and_light(browser, site):
    visits = walk(browser, pages_below(site))
    assert {str(v.path.relative_to(site)): v.faults for v in visits if v.faults} == {}
    pages = [v for v in visits if v.path.name != "search.html"]
    assert max(v.sizes.get(".js", 0) for v in pages) < 60_000
    assert max(sum(v.sizes.values()) for v in pages) < 350_000


def test_all_can_be_read_without_scripts(visit):
    page = visit("ch1.html", java_script_enabled=False)
    assert page.get_by_role("link", name="Models in a notebook").first.is_visible()
    assert page.locator("math mfrac").first.is_visible()
    assert page.locator("#pst-primary-sidebar").is_visible()
    assert not page.locator(".theme-switch-button").is_visible()


def test_chapters_open_on_a_phone_without_scripts(visit):
    page = visit(width=360, java_script_enabled=False)
    chapters = page.locator("#pst-primary-sidebar")
    assert not chapters.is_visible()
    page.get_by_role("button", name="Site navigation").click()
    assert chapters.is_visible()
    page.keyboard.press("Escape")
    assert not chapters.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_those_of_the_system_without_scripts(scheme, visit):
    page = visit(java_script_enabled=False, color_scheme=scheme)
    ground = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 20, 18)"}[scheme]


def test_colours_can_be_chosen_and_are_remembered(visit):
    page = visit(color_scheme="light")
    page.locator(".theme-switch-button").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator(".theme-switch-button").get_attribute("aria-label") == "Color mode: Dark"
    come_back(page)
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_way_of_the_keyboard(visit):
    page = visit(width=360)
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to main content"
    page.keyboard.press("Tab")
    assert focused(page) == "Site navigation"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Close"
    page.keyboard.press("Escape")
    assert focused(page) == "Site navigation"
    page.keyboard.press("Tab")
    assert focused(page) == "Download this page"
    page.keyboard.press("Enter")
    assert page.locator(".soil-menu").first.get_attribute("open") is not None
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".soil-menu").first.get_attribute("open") is None
    assert focused(page) == "Download this page"


def test_the_column_of_chapters_folds_on_a_wide_screen(visit):
    page = visit()
    toggle = page.get_by_role("button", name="Site navigation")
    assert toggle.get_attribute("aria-expanded") == "true"
    toggle.click()
    assert not page.locator("#pst-primary-sidebar").is_visible()
    come_back(page)
    assert not page.locator("#pst-primary-sidebar").is_visible()


def test_search_is_asked_where_one_is(visit):
    page = visit()
    page.keyboard.press("Control+k")
    assert page.locator("#pst-search-dialog input").evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    assert not page.locator("#pst-search-dialog").is_visible()


def test_a_folded_block_opens_by_keyboard(visit):
    page = visit()
    block = page.locator("details.admonition.dropdown").first
    assert not block.locator("p").first.is_visible()
    block.locator("summary").focus()
    page.keyboard.press("Enter")
    assert block.locator("p").first.is_visible()


def test_code_is_copied(visit):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy").first
    code = button.locator("xpath=preceding-sibling::pre").text_content()
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_on_paper_there_is_the_text_alone_and_all_of_it(visit):
    page = visit(color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for gone in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".bd-header-article"):
        assert not page.locator(gone).is_visible(), gone
    assert all(tab.is_visible() for tab in page.locator(".sd-tab-content").all())
    assert page.locator("details.admonition.dropdown p").first.is_visible()
    assert page.locator("html").get_attribute("data-theme") == "light"
