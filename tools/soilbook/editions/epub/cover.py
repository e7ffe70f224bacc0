"""Cover and title page, made of the metadata."""

from __future__ import annotations

from functools import cache

import typst
from lxml import etree

from .metadata import Book
from .names import EPUB_TYPE, make, tag

COVER_IMAGE = "cover.png"

# Colours of a soil profile, from litter to parent material, below a plain field for the words.
_COVER = """
#set page(width: 120mm, height: 180mm, margin: 0pt, fill: rgb("#f6f1e7"))
#set text(font: ("Libertinus Serif", "New Computer Modern"), fill: rgb("#2e2118"), hyphenate: false)
#set par(justify: false, leading: 0.45em)
#let inputs = sys.inputs
#place(bottom, stack(
  rect(width: 100%, height: 3mm, fill: rgb("#4d5a2a")),
  rect(width: 100%, height: 15mm, fill: rgb("#3b2a1e")),
  rect(width: 100%, height: 17mm, fill: rgb("#6b4a30")),
  rect(width: 100%, height: 16mm, fill: rgb("#a0744a")),
  rect(width: 100%, height: 11mm, fill: rgb("#cfae80")),
))
#pad(x: 12mm, top: 16mm, block(height: 92mm, width: 100%, {
  text(size: if inputs.title.len() > 60 { 21pt } else { 27pt }, weight: "bold", inputs.title)
  if inputs.subtitle != "" {
    v(5mm)
    text(size: 14pt, style: "italic", inputs.subtitle)
  }
  v(1fr)
  text(size: 10.5pt, inputs.authors)
}))
"""


@cache
def cover_image(title: str, subtitle: str, authors: str) -> bytes:
    """Draw the cover as a PNG of 960 by 1440 pixels."""
    inputs = {"title": title, "subtitle": subtitle, "authors": authors}
    made = typst.compile(_COVER.encode(), format="png", ppi=203.2, sys_inputs=inputs)
    assert isinstance(made, bytes)
    return made


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
