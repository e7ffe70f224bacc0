"""Read pages of markup: what HTML pages and the XHTML documents of an EPUB have in common."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from lxml import etree

from .outline import (
    IN_CAPTION,
    IN_NOTE,
    IN_TEXT,
    Citation,
    DeadLink,
    Equation,
    Figure,
    Formula,
    Heading,
    Note,
    Outline,
    Place,
    Pointer,
    Reference,
    Table,
    is_pointer,
    plain,
    split_heading,
    split_number,
)
from .wording import has_class, is_formula, is_mark, paragraph_of, role, spoken, words, written

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NOTES = frozenset({"doc-footnote", "doc-endnote", "doc-footnotes", "doc-endnotes", "doc-rearnote"})
PLAIN = frozenset({"p", "em", "strong", "td", "th", "tr", "li", "span", "div", "dt", "dd"})
# Figures may stand in the legend of a figure; their captions are their own.
NESTED = frozenset({"figure"})
CAPTION_NUMBER = frozenset({"caption-number"})
CITATION = "bibtex-citation"
SECTION_NUMBER = frozenset({"section-number"})


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another place of the same edition."""

    place: Place
    text: str
    page: str
    fragment: str
    layer: int
    whole: str
    in_sentence: bool


@dataclass(slots=True)
class Pages:
    """What is collected page by page, until all targets of links are known."""

    outline: Outline
    place: Callable[[str, str], Place]
    targets: dict[str, set[str]] = field(default_factory=dict)
    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    images: list[tuple[Place, str]] = field(default_factory=list)
    formulas: list[tuple[int, Formula]] = field(default_factory=list)

    def add(self, page: str, content: etree._Element, whole: etree._Element) -> None:
        """Take in one page: `content` is what an author wrote, `whole` has every id."""
        self.targets[page] = set(whole.xpath("//@id | //a/@name"))
        for element in _written(content):
            self._take(page, element)

    def finish(self, exists: Callable[[str], bool]) -> Outline:
        """Sort the links into citations and dead links; `exists` knows the other files."""
        for link in sorted(self.links, key=lambda one: one.layer):
            entry = self.entries.get((link.page, link.fragment))
            if entry is not None:
                self.outline.citations.append(Citation(link.place, link.text, entry, link.whole))
            elif self._is_dead(link, exists):
                target = f"{link.page}#{link.fragment}" if link.fragment else link.page
                self.outline.dead_links.append(DeadLink(link.place, target))
            elif link.in_sentence and link.page in self.targets:
                self.outline.pointers.append(Pointer(link.place, link.text))
        for place, file in self.images:
            if not exists(file):
                self.outline.dead_links.append(DeadLink(place, file))
        layers = sorted(self.formulas, key=lambda one: one[0])
        self.outline.formulas += [equation for _, equation in layers]
        return self.outline

    def _is_dead(self, link: Link, exists: Callable[[str], bool]) -> bool:
        if link.page not in self.targets:
            return not exists(link.page)
        return bool(link.fragment) and link.fragment not in self.targets[link.page]

    def _take(self, page: str, element: etree._Element) -> None:
        if element.tag in PLAIN and not element.get("role") and not element.get("class"):
            return
        place = self.place(page, _nearest_id(element))
        if element.tag == "img" and (file := _file_of(element.get("src") or "", page)):
            self.images.append((place, file))
        if element.tag in HEADINGS:
            self.outline.headings.append(_heading(element, place))
        elif element.tag == "figure" or has_class(element, "literal-block-wrapper"):
            if not _own(element, "table", "figure") or _own(element, "img", "figure"):
                self.outline.figures.append(_figure(element, place))
        elif is_picture(element) and next(element.iterancestors("figure"), None) is None:
            self.outline.figures.append(Figure(place, "", "", (picture_text(element),)))
        elif element.tag == "table":
            # The data of a chart are told in words beside its picture, which print has alone.
            if not has_class(element, "hlist", "field-list", "chart-table"):
                self.outline.tables.append(_table(element, place))
        elif has_class(element, "eqno"):
            self.outline.equations.append(_equation(element, place))
        elif is_formula(element):
            said = Formula(place, plain(spoken(element)), plain(written(element)))
            self.formulas.append((_layer_of(element), said))
        elif role(element) in ("doc-footnote", "doc-endnote"):
            self.outline.notes.append(Note(place, words(element)))
        elif is_entry(element):
            self._take_entry(page, element, place)
        elif element.tag == "a" and element.get("href"):
            self._take_link(page, element, place)

    def _take_entry(self, page: str, element: etree._Element, place: Place) -> None:
        text = words(element)
        self.outline.references.append(Reference(place, text))
        for name in element.xpath("@id | .//@id"):
            self.entries[page, name] = text

    def _take_link(self, page: str, element: etree._Element, place: Place) -> None:
        parts = urlsplit(element.get("href"))
        if parts.scheme or parts.netloc or has_class(element, "headerlink"):
            return
        target = _file_of(element.get("href"), page) or page
        whole = next(
            (words(a) for a in element.iterancestors("span") if has_class(a, CITATION)), ""
        )
        text, fragment = words(element), unquote(parts.fragment)
        in_sentence = not is_mark(element) and is_pointer(text, words(paragraph_of(element)))
        self.links.append(
            Link(place, text, target, fragment, _layer_of(element), whole, in_sentence)
        )


def _file_of(address: str, page: str) -> str:
    """The file of this edition that an address on a page names, if it names one."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


def is_picture(element: etree._Element) -> bool:
    """Whether the element is an image that has something to say."""
    if is_formula(element) or role(element) in ("presentation", "none"):
        return False
    if element.tag == "img":
        return element.get("alt") != ""
    return element.tag in ("svg", "object") and role(element) == "img"


def picture_text(element: etree._Element) -> str:
    """The alternative text of an image."""
    text = element.get("alt") or element.get("aria-label") or element.findtext("title") or ""
    return " ".join(text.split())


def is_entry(element: etree._Element) -> bool:
    """Whether the element is one entry of a bibliography."""
    if role(element) == "doc-biblioentry":
        return True
    return has_class(element, "citation") and element.tag in ("div", "dd", "li", "p")


def _heading(element: etree._Element, place: Place) -> Heading:
    level = int(element.tag[1])
    printed = element.find(".//span[@class='section-number']")
    if printed is None:
        return Heading(place, *split_heading(words(element)), level)
    number = words(printed).rstrip(".")
    return Heading(place, number, words(element, without=SECTION_NUMBER), level)


def _figure(element: etree._Element, place: Place) -> Figure:
    number, caption = _caption(element, "figcaption", "*[@class='code-block-caption']")
    alts = [picture_text(one) for one in _own(element, etree.Element, "figure") if is_picture(one)]
    return Figure(place, number, caption, tuple(alts))


def _table(element: etree._Element, place: Place) -> Table:
    number, caption = _caption(element, "caption")
    if not number and not caption:
        around = next(element.iterancestors("figure", "table"), element)
        number, caption = _caption(around, "figcaption") if around.tag == "figure" else ("", "")
    rows = [row.xpath("./th | ./td") for row in _own(element, "tr", "table")]
    return Table(place, number, caption, tuple(tuple(map(words, cells)) for cells in rows))


def _own(element: etree._Element, wanted: str | type, *inner: str) -> list[etree._Element]:
    """What is wanted inside an element, in order, but not of others (`inner`) that stand in it."""
    return [part for part in element.iterdescendants(wanted) if _is_own(part, element, *inner)]


def _is_own(part: etree._Element, element: etree._Element, *inner: str) -> bool:
    around = next(part.iterancestors(*inner), None)
    return around is element or around is next(element.iterancestors(*inner), None)


def _caption(element: etree._Element, *paths: str) -> tuple[str, str]:
    hits = (hit for path in paths for hit in element.iterfind(f".//{path}"))
    own = (hit for hit in hits if _is_own(hit, element, "figure", "table"))
    found = next(own, None)
    if found is None:
        return "", ""
    printed = found.find(".//span[@class='caption-number']")
    if printed is None:
        return split_number(words(found, without=NESTED))
    return words(printed).rstrip(".:"), words(found, without=CAPTION_NUMBER | NESTED)


def _equation(element: etree._Element, place: Place) -> Equation:
    holder = next((a for a in element.iterancestors() if has_class(a, "math")), None)
    holder = element.getparent() if holder is None else holder
    said = [spoken(part) for part in holder.iter(etree.Element) if is_formula(part)]
    return Equation(place, words(element).strip("()"), " ".join(said))


def _nearest_id(element: etree._Element) -> str:
    for candidate in (element, *element.iterancestors()):
        if name := candidate.get("id"):
            return name
    return ""


def _layer_of(element: etree._Element) -> int:
    return max((_layer(parent) for parent in element.iterancestors()), default=IN_TEXT)


def _layer(element: etree._Element) -> int:
    if role(element) in NOTES or has_class(element, "footnote", "footnote-list"):
        return IN_NOTE
    return IN_CAPTION if element.tag in ("caption", "figcaption") else IN_TEXT


def _written(element: etree._Element) -> Iterator[etree._Element]:
    """Every element an author wrote, in order: the page without its navigation and the index."""
    yield element
    for child in element.iterchildren(etree.Element):
        is_made = child.tag == "nav" or role(child) == "doc-index" or _opens_contents(child)
        if not is_made and not has_class(child, "toctree-wrapper", "headerlink"):
            yield from _written(child)


def _opens_contents(heading: etree._Element) -> bool:
    """Whether nothing but the list of all pages stands below a heading; print has it in front."""
    if heading.tag not in HEADINGS - {"h1"}:
        return False
    below = list(heading.itersiblings(etree.Element))
    return bool(below) and all(has_class(one, "toctree-wrapper") for one in below)


def pages_in_order(start: str, following: Callable[[str], str | None]) -> Iterator[str]:
    """Follow a chain of pages, and stop where it bites its own tail."""
    seen: set[str] = set()
    page: str | None = start
    while page and page not in seen:
        seen.add(page)
        yield page
        page = following(page)


def without_namespaces(root: etree._Element) -> etree._Element:
    """Give XHTML the plain tag names of HTML."""
    for element in root.iter(etree.Element):
        element.tag = re.sub(r"^\{.*\}", "", element.tag)
    return root
