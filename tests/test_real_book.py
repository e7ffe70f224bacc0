"""The "4 per 1000" book of this repository: built whole, valid, and the same in three editions.

Every page of the website is opened in a real browser, from the folder. All of this is one file, for
the suite gives whole files to its workers, and the book takes a minute to build.
"""

import page as page_validation
import pytest
from benchmarks.tampering import SEEDS, WAYS, Book, tampered

from soilbook.project import Project
from soilbook.verify.chain import broken_links
from soilbook.verify.published import changed_files

sync_api = pytest.importorskip("playwright.sync_api")

from search import ask, judged_queries, rank  # noqa: E402
from walk import AXE, CHROMIUM, open_browser, pages_below, walk  # noqa: E402

expect = sync_api.expect
CHAPTER = "book/practices/index.html"


def in_a_browser(test):
    """Mark a test that needs Chromium."""
    skipped = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
    return pytest.mark.browser(skipped(test))


@pytest.fixture(scope="module")
def book(real_book):
    """The book of this repository with its three editions."""
    return real_book


def test_its_epub_is_valid(book, run_epubcheck):
    assert run_epubcheck(book / "_build" / "epub" / "4per1000-book.epub") == []


@pytest.mark.slow
def test_its_epub_is_accessible(book, run_ace):
    assert run_ace(book / "_build" / "epub" / "4per1000-book.epub") == []


def test_its_pdf_is_accessible(book):
    pdf = book / "_build" / "pdf" / "4per1000-book.pdf"
    profile = page_validation.ValidationProfile.PDF_UA_1

    assert "Checks: 0 failed" in str(page_validation.validate_pdf(str(pdf), profile=profile))


@pytest.mark.slow
def test_the_reference_validator_agrees(book, run_verapdf):
    """The whole book; one chapter and one note stand for the others."""
    folder = book / "_build" / "pdf"
    parts = [next(iter(sorted((folder / kind).glob("*.pdf")))) for kind in ("chapters", "notes")]
    told = run_verapdf(folder / "4per1000-book.pdf", *parts)

    assert len(told) == 3
    assert {name: faults for name, faults in told.items() if faults} == {}


def test_its_title_page_says_what_it_is(book):
    page = (book / "_build" / "html" / "book" / "index.html").read_text(encoding="utf-8")

    assert "It has not been endorsed by the Committee" in " ".join(page.split())


@pytest.fixture(scope="module")
def site(book):
    return book / "_build" / "html"


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        browser = open_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture
def chapter(browser, site):
    """A chapter that may say nothing in the console and ask no other host."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto((site / CHAPTER).as_uri())
    yield page
    page.close()
    assert said == []


@in_a_browser
@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is missing: npm ci in tests/browser")
def test_every_page_is_accessible_quiet_at_home_and_light(browser, site):
    visits = walk(browser, pages_below(site))

    assert len(visits) > 50
    assert {str(v.path.relative_to(site)): v.faults for v in visits if v.faults} == {}
    sizes = {v.path.relative_to(site).as_posix(): v.sizes for v in visits}
    chapters = {name: s for name, s in sizes.items() if name.startswith(("book/", "syntheses/"))}
    assert {n: s for n, s in chapters.items() if s.get(".js", 0) > 60_000} == {}
    assert {n: s for n, s in chapters.items() if sum(s.values()) > 350_000} == {}


@in_a_browser
def test_the_search_finds_what_readers_ask(browser, site):
    page = browser.new_page()
    start = f"{site.as_uri()}/"
    ranks = [rank(ask(page, start, query), query, site) for query in judged_queries()]
    page.close()

    assert len(ranks) == 40
    assert sum(1 / position for position in ranks if position) / len(ranks) >= 0.8


def test_the_answers_to_the_questions_exist(site):
    for query in judged_queries():
        for answer in query.answers:
            docname, _, section = answer.partition("#")
            page = (site / f"{docname}.html").read_text(encoding="utf-8")
            assert not section or f'id="{section}"' in page, answer


@in_a_browser
def test_a_reader_at_the_keyboard_gets_everywhere(chapter):
    chapter.keyboard.press("Tab")
    expect(chapter.locator(":focus")).to_have_attribute("href", "#main-content")
    chapter.keyboard.press("Enter")
    chapter.keyboard.press("Tab")
    inside = "document.querySelector('.bd-main').contains(document.activeElement)"
    assert chapter.evaluate(inside)

    chapter.keyboard.press("Control+k")
    chapter.keyboard.type("rewetting peat")
    expect(chapter.locator("ol.found")).to_have_attribute("data-query", "rewetting peat")
    chapter.keyboard.press("ArrowDown")
    expect(chapter.locator("ol.found a").first).to_be_focused()
    chapter.keyboard.press("Escape")
    expect(chapter.locator("dialog[open]")).to_have_count(0)

    chapter.set_viewport_size({"width": 320, "height": 640})
    toggle = chapter.locator(".primary-toggle:visible")
    toggle.focus()
    chapter.keyboard.press("Enter")
    expect(chapter.locator("#pst-primary-sidebar")).to_be_visible()
    chapter.keyboard.press("Escape")
    expect(chapter.locator("#pst-primary-sidebar")).to_be_hidden()
    expect(toggle).to_be_focused()


@in_a_browser
@pytest.mark.parametrize(
    "link", ["a[href*='references.html#cite_']", "p a[href*='#fig-']", "p a[href*='#tab-']"]
)
def test_a_link_shows_where_it_leads(chapter, link):
    chapter.locator(f".bd-article {link}").first.hover()
    expect(chapter.locator("#preview")).to_be_visible()


def test_every_tampering_with_its_figures_is_found(book):
    """In every way once; ``tests/benchmarks/tampering.py`` has the hundred."""
    told = Book(Project.at(book))
    tried, missed = set(), []
    for seed, kind, way in tampered(told, SEEDS[: len(WAYS) * max(map(len, WAYS.values()))]):
        tried.add(way)
        if not changed_files(told.project) and not broken_links(told.project):
            missed.append(f"seed {seed}, {kind}: {way}")

    assert missed == []
    assert tried == {way.__name__ for ways in WAYS.values() for way in ways}
    assert [*changed_files(told.project), *broken_links(told.project)] == []
