"""The website of a book that is read on a screen: first page, heads of pages, what is around."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree, html

from soilbook.editions.html.moved import faults
from soilbook.editions.html.social import LENGTH, shortened
from soilbook.editions.html.words import language_name, words_of, written_date
from soilbook.editions.sizes import size_mark, tell_sizes


@pytest.fixture(scope="module")
def site(built_reading) -> Path:
    return built_reading / "_build" / "html"


def tree(site: Path, page: str) -> html.HtmlElement:
    return html.document_fromstring((site / page).read_text(encoding="utf-8"))


def text(element) -> str:
    return " ".join(element.text_content().split())


def test_the_head_of_a_chapter(site):
    page = tree(site, "soil/index.html")
    facts = page.find_class("fact")

    assert text(page.find_class("page-summary")[0]) == "What soil is, and why its <carbon> counts."
    assert [text(fact) for fact in facts] == [
        "By Jane Doe, Max van Dam",
        "Changed 5 April 2023",
        "PDF",
    ]
    assert page.find_class("page-facts")[0].getparent().find("h1") is not None


def test_a_page_inside_a_chapter_leads_to_the_pdf_of_its_chapter(site):
    for page, address in [
        ("soil/index.html", "../_editions/chapters/soil.pdf"),
        ("soil/depth.html", "../_editions/chapters/soil.pdf"),
        ("glossary.html", "_editions/chapters/glossary.pdf"),
    ]:
        (link,) = tree(site, page).xpath("//*[@class='fact']/a")
        assert link.get("href") == address


def test_the_first_page_has_the_cover_and_the_editions(site):
    panel = tree(site, "index.html").find_class("book-cover")[0]

    assert text(panel.find_class("subtitle")[0]) == "A book to read on a screen"
    assert [(a.text, a.get("href")) for a in panel.xpath(".//*[@class='editions']//a")] == [
        ("Read online", "soil/index.html"),
        ("PDF", "_editions/soils-people.pdf"),
        ("EPUB", "_editions/soils-people.epub"),
    ]
    picture = site / panel.find("img").get("src")
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.stat().st_size < 40_000


def test_sizes_are_told_when_the_other_editions_are_there(site, tmp_path):
    page = tmp_path / "index.html"
    marks = [size_mark(f"_editions/a.{name}", "%s Mo", ",", "%s p.") for name in ("epub", "pdf")]
    page.write_text("".join(marks), encoding="utf-8")
    (tmp_path / "_editions").mkdir()
    (tmp_path / "_editions" / "a.epub").write_bytes(b"\0" * 1_260_000)

    tell_sizes(tmp_path)
    first = html.fragments_fromstring(page.read_text(encoding="utf-8"))
    (tmp_path / "_editions" / "a.epub").write_bytes(b"\0" * 2_000_000)
    tell_sizes(tmp_path)
    then = html.fragments_fromstring(page.read_text(encoding="utf-8"))

    assert [text(mark) for mark in first] == [", 1,3 Mo", ""]
    assert [text(mark) for mark in then] == [", 2,0 Mo", ""]
    assert 'class="edition-size"' in (site / "index.html").read_text(encoding="utf-8")


def test_every_page_can_be_cited(site):
    for page in ("index.html", "soil/index.html", "soil/depth.html"):
        found = tree(site, page)
        links = found.xpath("//*[@class='citing']//li/a")
        files = [(site / page).parent / link.get("href") for link in links]
        about = json.loads(found.get_element_by_id("soilbook-page").text)

        assert [link.text for link in links] == ["BibTeX", "RIS", "CSL JSON"]
        assert [file.suffix for file in files if file.is_file()] == [".bib", ".ris", ".json"]
        assert files[0].read_text(encoding="utf-8") == about["BibTeX"]


def test_the_book_is_cited_by_its_identifier_and_a_page_by_its_address(site):
    book = (site / "_static/cite/soils-people.bib").read_text(encoding="utf-8")
    page = (site / "_static/cite/soil-depth.bib").read_text(encoding="utf-8")

    assert "doi = {10.1234/soils}" in book
    assert "doi" not in page
    assert "url = {https://example.org/books/soils/soil/depth.html}" in page
    assert r"booktitle = {{Soils \& people}}" in page


def test_the_foot_tells_language_edition_and_commit(site):
    foot = text(tree(site, "soil/index.html").find_class("edition")[-1])

    # The edition is dated by SOURCE_DATE_EPOCH, the page by its commit.
    assert re.fullmatch(r"English · Edition of 14 November 2023 · commit [0-9a-f]{7}", foot)


def test_each_page_has_its_previews(site):
    program = (site / "_static/previews/soil/index.js").read_text(encoding="utf-8")
    page, shown = json.loads("[" + program.partition("...[")[2].removesuffix(");\n"))

    assert page == "soil/index.html"
    assert {
        "",
        "ch-soil",
        "sec-depth",
        "fig-profile",
        "tab-layers",
        "equation-eq-stock",
        "note",
    } <= {*shown}
    assert "why its &lt;carbon&gt; counts" in shown[""]
    assert '"cite_doe2020"' in (site / "_static/previews/references.js").read_text(encoding="utf-8")


def test_a_figure_has_a_link_to_its_full_size(site):
    page = tree(site, "soil/index.html")
    (link,) = page.find_class("figure-full")

    assert link.getparent().getprevious().tag == "figure"
    assert (site / "soil" / link.get("href")).resolve().is_file()


def test_an_equation_keeps_its_source(site):
    (equation,) = tree(site, "soil/index.html").xpath("//div[@data-tex]")

    assert equation.get("data-tex") == r"S = c \, \rho \, d"


def metas(page: html.HtmlElement) -> dict[str, str]:
    tags = page.xpath("//meta[@content]")
    return {tag.get("name") or tag.get("property"): tag.get("content") for tag in tags}


def test_other_websites_are_told_what_a_page_is(site):
    book, page = (metas(tree(site, name)) for name in ("index.html", "soil/index.html"))

    assert (
        page["description"]
        == page["og:description"]
        == "What soil is, and why its <carbon> counts."
    )
    assert page["og:title"] == "Soil"
    assert page["og:url"] == "https://example.org/books/soils/soil/index.html"
    assert page["article:modified_time"] == "2023-04-05"
    assert book["og:type"] == "book"
    assert book["og:image"] == "https://example.org/books/soils/_static/cover.png"
    assert book["description"] == "The first page of a book that is read on a screen."
    (canonical,) = tree(site, "soil/index.html").xpath("//link[@rel='canonical']/@href")
    assert canonical == page["og:url"]


def test_the_icon_comes_as_a_drawing_and_as_dots(site):
    page = tree(site, "soil/index.html")

    for kind, name in (("icon", "icon.svg"), ("apple-touch-icon", "icon.png")):
        (address,) = page.xpath(f"//link[@rel='{kind}']/@href")
        assert Path(address.partition("?")[0]).name == name
        assert (site / "soil" / address.partition("?")[0]).resolve().is_file()


def test_a_missing_page_leads_on_from_any_depth(site):
    page = tree(site, "404.html")

    assert page.find(".//base").get("href") == "/books/soils/"
    for link in page.iterfind(".//a"):
        assert (site / link.get("href")).exists()
    assert not page.xpath("//script | //link[@rel='stylesheet'] | //img")


def test_the_map_of_the_site(site):
    urls = etree.parse(site / "sitemap.xml").getroot()
    pages = {url[0].text: url[1].text for url in urls}

    assert pages["https://example.org/books/soils/soil/depth.html"] == "2023-04-05"
    assert len(pages) == 5
    robots = (site / "robots.txt").read_text(encoding="utf-8")
    assert "Sitemap: https://example.org/books/soils/sitemap.xml" in robots


@pytest.mark.parametrize(
    ("old", "new"),
    [("ground.html", "soil/index.html#sec-depth"), ("old/ground.html", "../soil/depth.html")],
)
def test_a_page_that_moved_leads_to_its_new_place(site, old, new):
    page = tree(site, old)

    assert page.xpath("//meta[@http-equiv='refresh']/@content") == [f"0; url={new}"]
    assert page.xpath("//a/@href") == [new]


def test_redirects_that_cannot_be(site):
    found = faults({"a": "b", "soil": "c#d", "../e": "soil", "search": "b"}, {"b", "soil"})

    assert found == [
        ("redirect-hides-page", 'The page "soil" still exists, so it cannot lead to "c#d".'),
        ("redirect-target-unknown", '"soil" leads to "c#d", and the book has no such page.'),
        ("redirect-outside", '"../e" lies outside of the website.'),
        ("redirect-hides-page", 'The page "search" still exists, so it cannot lead to "b".'),
    ]


def test_a_description_ends_with_a_sentence_or_with_a_word():
    sentence = "Twenty-two letters say." * 4 + " " + "More words follow this. " * 9

    assert shortened("Short.") == "Short."
    assert shortened(sentence).endswith("this.")
    assert shortened("word " * 60) == "word " * 39 + "word…"
    assert len(shortened(sentence)) <= LENGTH


@pytest.mark.parametrize(
    ("language", "name", "day"),
    [
        ("en", "English", "5 April 2023"),
        ("en-US", "English (United States)", "April 5, 2023"),
        ("fr", "français", "5 avril 2023"),
        ("es", "español", "5 de abril de 2023"),
        ("xx-nowhere", "xx_nowhere", "2023-04-05"),
    ],
)
def test_languages_and_days_are_written_out(language, name, day):

    assert language_name(language) == name
    assert written_date(date(2023, 4, 5), language) == day


def test_every_language_has_the_same_places_in_its_words():
    english = vars(words_of("en"))

    for language in ("fr", "es"):
        for name, phrase in vars(words_of(language)).items():
            assert phrase.count("%s") == english[name].count("%s"), (language, name)
