"""The page list: where each page of the PDF begins, to the nearest block."""

import re
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from soilbook.editions.epub.names import elements
from soilbook.editions.epub.page import document, parse
from soilbook.editions.epub.page_list import PageList

ONE = (
    '<h1><span data-block="1"></span>A</h1><p><span data-block="2"></span>a</p>'
    '<span data-block="3"></span><figure></figure>'
)
TWO = '<h1><span data-block="1"></span>B</h1><p><span data-block="2"></span>b</p>'

CASES = {
    "no_pdf": ({}, "Aa", "Bb"),
    "with_a_heading": ({"one": [(1, "1"), (2, "1"), (3, "1")]}, "<1>Aa", "Bb"),
    "with_a_paragraph": ({"one": [(1, "1"), (2, "2"), (3, "2")]}, "<1>A<2>a", "Bb"),
    "with_a_figure": ({"one": [(1, "1"), (2, "1"), (3, "2")]}, "<1>Aa<2>", "Bb"),
    "where_a_block_runs_on": ({"one": [(1, "1"), (3, "3")]}, "<1>Aa<2><3>", "Bb"),
    "where_a_chapter_runs_on": ({"one": [(1, "1")], "two": [(1, "3")]}, "<1>Aa<2>", "<3>Bb"),
    "where_a_figure_floats_on": ({"one": [(1, "1"), (2, "2"), (3, "1")]}, "<1>A<2>a", "Bb"),
    "after_a_front_with_other_numbers": (
        {"one": [(1, "iv"), (2, "v")], "two": [(1, "1")]},
        "<iv>A<v>a",
        "<1>Bb",
    ),
}


def bound(places, *, opens_part=False):
    """Two documents with their page breaks, as text, and the links to these."""
    found = PageList(places)
    pages = [document(parse(markup), "T", "en", "") for markup in (ONE, TWO)]
    for name, page in zip(("one", "two"), pages, strict=True):
        found.bind(name, f"{name}.xhtml", page, opens_part=opens_part)
    texts = []
    for page in pages:
        assert not page.xpath("//@data-block")
        for span in elements(page, "span"):
            span.text = f"<{span.get('aria-label')}>"
        body = elements(page, "body")[0]
        texts.append("".join(body.itertext()))
    return texts, [link.get("href") for link in found.links]


@pytest.mark.parametrize("case", CASES)
def test_a_page_begins(case):
    places, one, two = CASES[case]
    texts, links = bound(places)
    assert texts == [one, two]
    numbers = re.findall("<(.*?)>", one + two)
    assert [link.partition("#page-")[2] for link in links] == numbers


def test_a_part_has_a_page_before_its_first_chapter():
    places = {"one": [(1, "1"), (2, "1")], "two": [(1, "4"), (2, "4")]}
    texts, _ = bound(places, opens_part=True)
    assert [re.findall("<(.*?)>", text) for text in texts] == [["1", "2"], ["3", "4"]]


@pytest.fixture(scope="module")
def both(built_tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The editions of the tiny book."""
    return Path(shutil.copytree(built_tiny, tmp_path_factory.mktemp("books") / "tiny"))


def test_each_page_of_the_pdf_begins_with_what_the_epub_says(both):
    pdf = PdfReader(next((both / "_build" / "pdf").glob("*.pdf")))
    texts = {
        label: letters(page.extract_text())
        for label, page in zip(pdf.page_labels, pdf.pages, strict=True)
    }
    breaks = dict(page_breaks(next((both / "_build" / "epub").glob("*.epub"))))
    assert len(breaks) >= 3
    for label, text in breaks.items():
        assert text in texts[label], f"page {label}"


def page_breaks(epub):
    """The number of each page, and the first letters of the paragraph or heading there."""
    with zipfile.ZipFile(epub) as archive:
        for name in archive.namelist():
            if not name.endswith(".xhtml"):
                continue
            page = etree.fromstring(archive.read(name))
            # Where two breaks stand together, no block begins on the first page: a part's own.
            single = "//*[@role='doc-pagebreak'][not(following::*[1][@role='doc-pagebreak'])]"
            for span in page.xpath(single):
                after = span.xpath("string(following::text()[string-length() > 5][1])")
                yield span.get("aria-label"), letters(after)[:12]


def letters(text):
    """Text without spaces, signs and what a line break adds."""
    return re.sub(r"[\W_]+", "", text)


def test_the_package_says_so(both, run_epubcheck):
    path = next((both / "_build" / "epub").glob("*.epub"))
    with zipfile.ZipFile(path) as archive:
        opf, nav = (archive.read(f"EPUB/{name}").decode() for name in ("content.opf", "nav.xhtml"))
    assert re.search('<meta property="pageBreakSource">.*, PDF edition', opf)
    assert "pageNavigation" in opf
    assert re.search(r'<nav id="page-list".*<a href="[^"]+#page-\w+">1</a>', nav)
    assert run_epubcheck(path) == []
