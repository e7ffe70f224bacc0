"""One page: from the HTML that Sphinx writes to an XHTML content document."""

from __future__ import annotations

import re
import warnings
from html import unescape
from pathlib import Path

import html5lib
from html5lib.constants import DataLossWarning
from lxml import etree

from .allowed import BLOCKS
from .names import EPUB_TYPE, OPS, XHTML, XML, descendants, elements, make, tag

STYLESHEET = "book.css"

_XMLNS = "{http://www.w3.org/2000/xmlns/}"

_STRICT = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)

# Names of HTML that XML does not know.
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]*;")

# Where HTML and XML mean different things by the same letters: names in capitals, elements that
# are closed by a slash, scripts, drawings. Paragraphs with blocks in them, which a browser cuts in
# two, are found when the page is read.
_NOT_XHTML = re.compile(
    r"<[A-Z]|<(?!(?:area|br|col|hr|img|input|link|meta|wbr|m[a-z]+|none)\b)[a-z][^<>]*/>"
    r"|<(?:script|style|svg|title|textarea|template|iframe|xmp)\b|<math(?![^>]*xmlns)"
)

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(markup: str) -> etree._Element:
    """Parse a piece of HTML, however broken, the way browsers do; return its ``body``.

    What is XML already, as most pages that Sphinx writes, is read as such, ten times as fast.
    """
    body = _parsed_as_xml(_NOT_XML.sub("", markup))
    return _parsed_as_html(markup) if body is None else body


def _parsed_as_xml(markup: str) -> etree._Element | None:
    if _NOT_XHTML.search(markup):
        return None
    named = _ENTITY.sub(lambda match: unescape(match[0]), markup)
    try:
        body = etree.fromstring(f'<body xmlns="{XHTML}">{named}</body>', _STRICT)
    except etree.XMLSyntaxError:
        return None
    is_mended = any(
        next(descendants(line, BLOCKS), None) is not None for line in elements(body, "p")
    )
    return None if is_mended else body


def _parsed_as_html(markup: str) -> etree._Element:
    builder = html5lib.getTreeBuilder("lxml")
    parser = html5lib.HTMLParser(tree=builder, namespaceHTMLElements=True)
    with warnings.catch_warnings():
        # Attributes such as `@click` are no XML names; the clean-up drops them anyway.
        warnings.simplefilter("ignore", DataLossWarning)
        tree = parser.parse("<!DOCTYPE html><body>" + _NOT_XML.sub("", markup))
    return elements(tree.getroot(), "body")[0]


def document(body: etree._Element, title: str, language: str, root: str) -> etree._Element:
    """Wrap a clean ``body`` as a whole page.

    Parameters
    ----------
    body : element
    title : str
        Plain text, never empty in what is written.
    language : str
        BCP 47 tag.
    root : str
        The way from the page to the top folder of the package, such as ``../``.
    """
    page = etree.Element(tag("html"), nsmap={None: XHTML, "epub": OPS})
    page.set("lang", language)
    page.set(f"{{{XML}}}lang", language)
    head = etree.SubElement(page, tag("head"))
    head.append(make("meta", charset="utf-8"))
    head.append(make("title", title or "Page"))
    head.append(make("link", rel="stylesheet", type="text/css", href=root + STYLESHEET))
    if EPUB_TYPE not in body.attrib:
        body.set(EPUB_TYPE, "bodymatter")
    _copy(body, page)
    return page


def _copy(element: etree._Element, parent: etree._Element) -> None:
    """Copy a tree so that MathML and SVG are written without prefixes, which old readers want."""
    namespace = etree.QName(element).namespace
    known = etree.QName(parent).namespace == namespace
    nsmap = None if known else {None: namespace}
    # What HTML parsers take for an attribute is the binding itself.
    attributes = {key: value for key, value in element.attrib.items() if _XMLNS not in key}
    made = etree.SubElement(parent, element.tag, attributes, nsmap)
    made.text, made.tail = element.text, element.tail
    for child in element:
        _copy(child, made)


def serialise(page: etree._Element) -> bytes:
    """Write a page as XHTML: void elements closed, all others with an end tag."""
    for element in elements(page):
        if len(element) == 0 and element.text is None and element.tag not in _VOID:
            element.text = ""
    return (
        etree.tostring(page, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
        + b"\n"
    )


_VOID = {tag(name) for name in ("br", "col", "hr", "img", "link", "meta", "wbr")}


def read(path: Path) -> etree._Element:
    """Read back a page that `serialise` wrote."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.parse(path, parser).getroot()
