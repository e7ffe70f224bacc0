"""The search in a real browser, from a folder: what it finds, by which keys, and what is heard."""

import json
import re
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from walk import AXE, CHROMIUM, open_browser  # noqa: E402

from soilbook.editions.html.defaults import STATIC  # noqa: E402
from soilbook.editions.html.search_places import KINDS  # noqa: E402
from soilbook.editions.html.search_words import search_words  # noqa: E402

expect = sync_api.expect

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
def page(browser):
    """A page that must say nothing in the console."""
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


@pytest.fixture
def chapter(page, built_reading):
    page.goto((built_reading / "_build" / "html" / "soil" / "index.html").as_uri())
    return page


def titles(page) -> list[str]:
    return page.locator("ol.found .found-title").all_text_contents()


def look_for(page, words: str) -> list[str]:
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator("dialog ol.found")).to_have_attribute("data-query", words)
    return titles(page)


def marked(page) -> set[str]:
    return set(page.evaluate("[...CSS.highlights.get('found')].map(String)"))


@pytest.mark.parametrize("keys", ["/", "Control+k"])
def test_it_opens_by_a_key_and_closes_by_escape(chapter, keys):
    chapter.keyboard.press(keys)
    expect(chapter.locator("#pst-search-dialog input")).to_be_focused()
    chapter.keyboard.press("Escape")
    expect(chapter.locator("#pst-search-dialog")).to_be_hidden()


def test_it_finds_chapters_sections_figures_tables_terms_and_references(chapter):
    assert look_for(chapter, "carbon")[0] == "carbon"
    assert {"1. Soil", "1.2. Deeper", "Table 1.1", "Reference"} <= set(titles(chapter))
    expect(chapter.locator("dialog [role=status]")).to_have_text("5 results")
    about = chapter.locator("li.found-table .found-about")
    expect(about).to_have_text("1. Soil")
    expect(chapter.locator("li.found-table mark").first).to_have_text("Carbon")


def test_arrows_and_enter_lead_to_the_section_and_mark_the_words(chapter):
    assert look_for(chapter, "stock depth")[0] == "1.1. Depth"
    chapter.keyboard.press("ArrowDown")
    expect(chapter.locator("ol.found a").first).to_be_focused()
    chapter.keyboard.press("ArrowUp")
    expect(chapter.locator("#pst-search-dialog input")).to_be_focused()

    chapter.keyboard.press("ArrowDown")
    chapter.keyboard.press("Enter")
    expect(chapter.locator("#pst-search-dialog")).to_be_hidden()
    assert chapter.url.endswith("soil/index.html#depth")
    chapter.wait_for_function("CSS.highlights.has('found')")
    assert {"stock", "depth"} <= marked(chapter)


def test_on_another_page_the_words_are_marked_until_escape(chapter):
    look_for(chapter, "humus")
    chapter.click("ol.found a >> nth=0")
    chapter.wait_for_function("CSS.highlights.has('found')")
    assert marked(chapter) == {"humus"}
    chapter.keyboard.press("Escape")
    assert chapter.evaluate("CSS.highlights.has('found')") is False


def test_what_is_not_there_is_said(chapter):
    assert look_for(chapter, "xyzzy") == []
    expect(chapter.locator("dialog [role=status]")).to_have_text("No results")


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: npm ci in tests/browser")
def test_its_dialog_and_its_page_are_accessible(page, built_reading, mode):
    page.emulate_media(color_scheme=mode)
    site = built_reading / "_build" / "html"
    for name in ("soil/index.html", "search.html?q=carbon"):
        page.goto(f"{site.as_uri()}/{name}")
        if "?" not in name:
            look_for(page, "carbon")
        expect(page.locator("ol.found a:visible").first).to_be_visible()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults = "axe.run({ preload: false }).then(found => found.violations.map(v => v.id))"
        assert page.evaluate(faults) == [], name


def test_without_a_script_the_field_leads_to_words_that_help(browser, built_reading):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_reading / "_build" / "html" / "soil" / "index.html").as_uri())
    page.click(".search-button__button:visible >> nth=0")
    assert "The search needs JavaScript." in page.inner_text("main")
    page.click("main noscript + form >> xpath=.. >> a:visible")
    assert page.url.endswith("/index.html")
    context.close()


@pytest.fixture
def asked(page, tmp_path):
    """Ask the search of a book with these sections; get the numbers of those found."""

    def ask(language: str, query: str, *sections: str) -> list[int]:
        for name in ("search.js", "minisearch.js"):
            (tmp_path / name).write_bytes((STATIC / name).read_bytes())
        index = {
            "language": language,
            "words": search_words(language),
            "pages": [["", "P"]],
            "places": [
                [0, KINDS.index("section"), str(n), "", "", s] for n, s in enumerate(sections)
            ],
        }
        (tmp_path / "search-index.js").write_text(f"soilbookSearch({json.dumps(index)})", "utf-8")
        (tmp_path / "search.html").write_text(
            '<!doctype html><meta charset="utf-8"><div class="bd-search-container"><form>'
            '<input name="q"></form></div><div id="search-results"></div>'
            '<script src="search.js"></script>',
            "utf-8",
        )
        page.goto((tmp_path / "search.html").as_uri())
        page.fill("input", query)
        expect(page.locator("ol.found")).to_have_attribute("data-query", query)
        links = page.eval_on_selector_all("ol.found a", "links => links.map(a => a.hash.slice(1))")
        return [int(number) for number in links]

    return ask


@pytest.mark.parametrize(
    ("language", "query", "right", "wrong"),
    [
        ("en", "SAMPLES", "How soils are sampled.", "How soils are tilled."),
        ("en", "no-till", "What no-till does.", "No reason until then."),
        ("en", "notill", "What no-till does.", "What ploughs do."),
        ("en", "co2", "A tonne of CO₂.", "A tonne of lime."),
        ("en", "0.4", "It is 0.4 per cent.", "It is 4 of 10."),
        ("en", "permafrots", "Permafrost thaws.", "Peat is drained."),
        ("en", "biodiv", "Biodiversity of soils.", "Biology."),
        ("fr", "sequestrations", "La séquestration du carbone.", "La perte du carbone."),
        ("fr", "sols régionaux", "Un sol régional.", "Une eau salée."),
        ("fr", "l'azote", "Azote et œufs.", "La chaux."),
        ("fr", "oeuf", "Azote et œufs.", "La chaux."),
        ("es", "suelo degradada", "Los suelos degradados.", "Las aguas."),
        ("es", "raices", "La raíz de la planta.", "La hoja."),
        ("de", "Böden", "Die Böden.", "Das Wasser."),
    ],
)
def test_forms_of_a_word_are_one_word(asked, language, query, right, wrong):
    assert asked(language, query, wrong, right) == [1]


def test_more_of_the_words_is_better_than_one_of_them_often(asked):
    often = "Carbon, carbon, carbon and carbon again."
    found = asked("en", "how does erosion move carbon", often, "Erosion moves carbon downhill.")
    assert found[0] == 1


def test_the_engine_names_its_version_and_licence():
    head = (STATIC / "minisearch.js").read_text(encoding="utf-8")[:1500]
    assert re.match(r"/\*! MiniSearch \d+\.\d+\.\d+, https://github.com/lucaong/minisearch", head)
    assert "Permission is hereby granted, free of charge" in head
    assert (Path(STATIC) / "minisearch.js").stat().st_size < 25_000
