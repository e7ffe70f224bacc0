"""The words of an element of a web page, the way a reader of that page meets them."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from .outline import formula, plain

UNREAD = frozenset({"script", "style", "template", "annotation", "annotation-xml", "noscript"})
UNREAD_CLASSES = frozenset(
    {"headerlink", "label", "backrefs", "footnote-reference", "eqno", "fn-backref", "figure-files"}
)
UNREAD_ROLES = frozenset({"doc-noteref", "doc-backlink"})
BLOCKS = frozenset(
    "address article aside blockquote br caption dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6"
    " hr li ol p pre section table tbody td tfoot th thead tr ul".split()
)


def words(element: etree._Element, *, without: frozenset[str] = frozenset()) -> str:
    """The text of an element, an equation as its sentence; `without` names tags and classes."""
    return plain("".join(_pieces(element, without)))


def has_class(element: etree._Element, *names: str) -> bool:
    """Whether the element bears one of these classes."""
    return not set(names).isdisjoint((element.get("class") or "").split())


def role(element: etree._Element) -> str:
    """The role for assistive technology, from ``role`` or from ``epub:type``."""
    kind = element.get("{http://www.idpf.org/2007/ops}type") or ""
    return element.get("role") or (f"doc-{kind.split()[0]}" if kind else "")


def spoken(element: etree._Element) -> str:
    """The spoken sentence of an equation; of one that a script draws, its LaTeX with delimiters."""
    if element.tag == "math":
        return element.get("alttext") or ""
    if element.tag == "img":
        return element.get("alt") or ""
    return "".join(element.itertext()).strip()


def written(element: etree._Element) -> str:
    """The characters of an equation in MathML, without the source that is noted beside them."""
    return "".join(
        element.xpath(".//text()[not(ancestor::annotation or ancestor::annotation-xml)]")
    )


def is_mark(element: etree._Element) -> bool:
    """Whether the link is the mark of a note, leads back to one, or covers a whole card."""
    return role(element) in UNREAD_ROLES or has_class(element, "sd-stretched-link", *UNREAD_CLASSES)


def paragraph_of(element: etree._Element) -> etree._Element:
    """The nearest block around a piece of text."""
    return next((a for a in element.iterancestors() if a.tag in BLOCKS), element.getparent())


def is_formula(element: etree._Element) -> bool:
    """Whether the element is an equation: MathML, a picture of one, or LaTeX for a script."""
    if element.tag == "math" or (element.tag == "img" and has_class(element, "math")):
        return True
    if not has_class(element, "math") or element.find(".//math") is not None:
        return False
    return all(has_class(child, "eqno") for child in element)


def _pieces(element: etree._Element, without: frozenset[str]) -> Iterator[str]:
    if is_formula(element):
        yield formula(spoken(element) or written(element))
        return
    edge = " " if element.tag in BLOCKS else ""
    yield edge + (element.text or "")
    for child in element:
        if not _is_unread(child, without):
            yield from _pieces(child, without)
        yield child.tail or ""
    yield edge


def _is_unread(element: etree._Element, without: frozenset[str]) -> bool:
    if not isinstance(element.tag, str) or element.tag in UNREAD:
        return True
    names = set((element.get("class") or "").split())
    is_left_out = element.tag in without or bool(names & (UNREAD_CLASSES | without))
    return is_left_out or role(element) in UNREAD_ROLES
