"""Previews, pictures in full size, copying and the kept place, by pointer and by keyboard."""

from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from walk import AXE, CHROMIUM, open_browser  # noqa: E402

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


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    yield context
    context.close()


@pytest.fixture
def site(built_reading) -> Path:
    return built_reading / "_build" / "html"


@pytest.fixture
def chapter(context, site):
    """The chapter, which must say nothing in the console."""
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((site / "soil" / "index.html").as_uri())
    yield page
    assert said == []


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("a[href*='cite_doe2020']", "Carbon in soil."),
        ("a[href='#note']", "The note below the page."),
        ("a[href*='term-carbon']", "An element. Soil holds it in humus."),
        ("p a[href='#fig-profile']", "A soil profile."),
        ("p a[href='#tab-layers']", "Topsoil"),
        ("p a[href='#sec-depth']", "A stock is that of a depth."),
        ("p a[href*='ch-depth']", "Below the topsoil there is carbon as well"),
    ],
)
def test_a_link_shows_where_it_leads(chapter, link, shown):
    chapter.hover(link)
    sync_api.expect(chapter.locator("#preview")).to_contain_text(shown)


def test_an_equation_is_shown_as_one(chapter):
    chapter.hover("p a[href='#equation-eq-stock']")
    sync_api.expect(chapter.locator("#preview math")).to_be_visible()


def test_a_preview_stays_under_the_pointer_and_goes_on_escape(chapter):
    preview = chapter.locator("#preview")
    chapter.hover("a[href*='term-carbon']")
    preview.hover()
    chapter.wait_for_timeout(500)
    assert preview.is_visible()

    chapter.keyboard.press("Escape")
    assert preview.is_hidden()


def test_a_preview_goes_when_the_pointer_leaves(chapter):
    chapter.hover("a[href*='term-carbon']")
    sync_api.expect(chapter.locator("#preview")).to_be_visible()
    chapter.mouse.move(1000, 650)
    sync_api.expect(chapter.locator("#preview")).to_be_hidden()


def test_the_keyboard_gets_previews_and_screen_readers_hear_them(chapter):
    link = chapter.locator("a[href*='term-carbon']")
    # Only a focus that the keyboard gave is visible.
    chapter.locator(".citing summary").focus()
    for _ in range(4):
        chapter.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    sync_api.expect(chapter.locator("#preview")).to_be_visible()
    assert link.get_attribute("aria-describedby") == "preview"
    assert link.get_attribute("title") is None

    # On the next link it is about that one.
    chapter.keyboard.press("Tab")
    sync_api.expect(chapter.locator("#preview")).to_contain_text("Carbon in soil")
    assert link.get_attribute("aria-describedby") is None


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed")
def test_what_opens_is_accessible(chapter, mode):
    chapter.emulate_media(color_scheme=mode)
    chapter.add_script_tag(path=AXE)
    faults = (
        "() => axe.run({ preload: false }).then(found => found.violations.map(fault => fault.id))"
    )

    chapter.click(".citing summary")
    chapter.hover("p a[href='#tab-layers']")
    sync_api.expect(chapter.locator("#preview")).to_be_visible()
    assert chapter.evaluate(faults) == []
    chapter.click("a.figure-full")
    assert chapter.evaluate(faults) == []


@pytest.mark.parametrize("opener", ["a.figure-full", "figure img"])
def test_a_picture_opens_in_full_size_and_closes_without_a_trap(chapter, opener):
    chapter.click(opener)
    dialog = chapter.locator("dialog.full-size")
    assert dialog.locator("img").get_attribute("alt") == "Three layers, the uppermost dark."
    assert dialog.locator("img").bounding_box()["width"] > 300

    chapter.keyboard.press("Escape")
    sync_api.expect(dialog).to_have_count(0)
    if opener.startswith("a"):
        assert chapter.locator(opener).evaluate("link => link === document.activeElement")


def test_a_preview_fits_a_narrow_screen(chapter):
    chapter.set_viewport_size({"width": 320, "height": 600})
    chapter.hover("a[href*='cite_doe2020']")
    sync_api.expect(chapter.locator("#preview")).to_be_visible()
    box = chapter.locator("#preview").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert chapter.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(
    ("button", "text"),
    [
        (".equation .copier", r"S = c \, \rho \, d"),
        (".citing-line .copier", "Jane Doe, Max van Dam (2023). Soil. In: Soils & people."),
        (".citing li:nth-child(1) .copier", "@incollection{soils-people-soil-2023,"),
    ],
)
def test_what_the_buttons_copy(context, chapter, button, text):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    chapter.click(".citing summary")
    chapter.click(button)

    sync_api.expect(chapter.locator(button)).to_have_text("Copied")
    assert chapter.evaluate("navigator.clipboard.readText()").startswith(text)


def test_reading_goes_on_where_it_stopped(context, chapter, site):
    chapter.set_viewport_size({"width": 1280, "height": 300})
    # The test book is short, and who reached the end of a page need not go on there.
    chapter.evaluate("document.querySelector('#depth').style.paddingBottom = '200vh'")
    to_depth = "document.querySelector('#depth').scrollIntoView({ behavior: 'instant' })"
    chapter.evaluate(to_depth)
    chapter.goto((site / "index.html").as_uri())
    link = chapter.locator("a.resume")
    assert link.text_content() == "Continue reading: Soil – 1.1. Depth"

    again = context.new_page()
    again.goto((site / "soil" / "index.html").as_uri())
    assert again.locator("a.resume").text_content() == "Continue at 1.1. Depth"
    link.click()
    assert chapter.url.endswith("soil/index.html#depth")


def test_without_a_script_nothing_is_missing_but_the_comforts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "soil" / "index.html").as_uri())

    assert page.locator(".citing li > a").count() == 3
    assert page.locator("button:visible", has_text="Copy").count() == 0
    page.click("a.figure-full")
    assert page.url.endswith(".svg")
    context.close()


def test_all_scripts_for_reading_are_small(site):
    assert (site / "_static" / "reading.js").stat().st_size < 20_000
