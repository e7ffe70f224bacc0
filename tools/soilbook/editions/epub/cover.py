"""Cover and title page, made of the metadata."""

from __future__ import annotations

from lxml import etree

from .metadata import Book
from .names import EPUB_TYPE, make, tag

COVER_IMAGE = "cover.png"
COVER_PAGE = "cover.xhtml"
TITLE_PAGE = "titlepage.xhtml"


def cover_page(book: Book) -> etree._Element:
    """Make the ``body`` that shows the cover."""
    body = etree.Element(tag("body"))
    body.set(EPUB_TYPE, "cover")
    box = etree.SubElement(body, tag("div"))
    box.set("class", "cover")
    words = ". ".join(part for part in (book.title, book.subtitle, book.authors) if part)
    box.append(make("img", src=COVER_IMAGE, alt=f"{book.words.cover}: {words}"))
    return body


def title_page(book: Book) -> etree._Element:
    """Make the ``body`` of the title page, with the notice and the imprint."""
    body = etree.Element(tag("body"))
    body.set(EPUB_TYPE, "frontmatter")
    page = etree.SubElement(body, tag("section"))
    page.set(EPUB_TYPE, "titlepage")
    page.set("class", "titlepage")
    page.append(make("h1", book.title))
    for kind, text in (("subtitle", book.subtitle), ("authors", book.authors)):
        if text:
            page.append(make("p", text, class_=kind))
    if book.notice:
        box = etree.SubElement(page, tag("aside"))
        box.set("class", "notice")
        box.append(make("p", book.notice))
    imprint = [
        book.publisher,
        f"{book.words.edition} {book.date}" if book.date else "",
        f"© {book.copyright}" if book.copyright else "",
        f"{book.words.licence}: {book.licence}" if book.licence else "",
        f"{book.words.identifier}: {book.identifier}",
    ]
    for line in imprint:
        if line:
            page.append(make("p", line, class_="imprint"))
    return body
