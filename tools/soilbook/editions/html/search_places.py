"""The places of a page that a search may lead to, each with its words.

They are taken from the page as it was written, so that what is found is what stands there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree, html

#: What a place can be; scripts know a kind by its position.
KINDS = ("page", "section", "figure", "table", "term", "reference")

_NOT_READ = (
    ".//script | .//style | .//template | .//noscript | .//nav | .//button | .//form"
    " | .//annotation | .//math[@display='block'] | .//*[@data-pagefind-ignore]"
    " | .//a[@class='headerlink'] | .//details[contains(@class, 'passport')]"
    " | .//*[contains(@class, 'cell_input')] | .//details[contains(@class, 'hide')]/summary"
    " | .//*[contains(@class, 'toctree-wrapper')] | .//*[@class='eqno']"
    " | .//*[contains(@class, 'footnote-reference')] | .//*[@class='backrefs']"
    " | .//*[contains(@class, 'chart-data')] | .//*[@class='label'][*[@class='fn-bracket']]"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    "a abbr b cite code em i kbd mark q s samp small span strong sub sup time u var"
    " math mrow mi mn mo mtext msub msup msubsup mstyle semantics".split()
)


@dataclass
class Place:
    """Where a result leads: what it is, its fragment, its name, and the text that stands there."""

    kind: str
    anchor: str
    title: str = ""
    keys: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of the text on one line; what pictures show comes last."""
        return _on_one_line(" ".join(["".join(self.parts), *self.pictures]))


def places_in(page: str, entries: Mapping[str, Collection[str]]) -> list[Place]:
    """Return the places of a page in their order; the first is the page itself.

    Parameters
    ----------
    page : str
        The HTML of a page with Sphinx's markup.
    entries : mapping of str to collection of str
        The words under which the index of the book leads to an element, by its ``id``.
    """
    tree = html.document_fromstring(page)
    article = next(iter(tree.xpath("//article | //*[@role='main']")), None)
    if article is None:
        return []
    for part in article.xpath(_NOT_READ):
        part.drop_tree()
    reader = _Reader(entries)
    reader.read(article, reader.places[0])
    return reader.places


class _Reader:
    """Walks through a page and gives each piece of text to the place that it belongs to."""

    def __init__(self, entries: Mapping[str, Collection[str]]) -> None:
        self.entries = entries
        self.places = [Place("page", "")]

    def read(self, element: html.HtmlElement, place: Place) -> None:
        """Read an element and what is in it; of a picture, its description."""
        place.keys += self.entries.get(element.get("id") or "", ())
        place.pictures += filter(None, [element.get("alt")])
        place.parts += _gap(element), element.text or ""
        within = place
        for child in element.iterchildren(etree.Element):
            within = self._place_of(child, within if element.tag == "dl" else place)
            # The words of a title or a number are not read twice.
            if not _is_title(child):
                self.read(child, within)
            place.parts += _gap(child), child.tail or ""

    def _place_of(self, element: html.HtmlElement, place: Place) -> Place:
        found = _opened_by(element)
        if found is None:
            return place
        if found.kind == "section" and not self.places[0].title:
            self.places[0].title = found.title
            return self.places[0]
        if found.kind == "term" and place.kind == "term" and not place.text:
            place.title = f"{place.title}, {found.title}"
            return place
        self.places.append(found)
        return found


def _opened_by(element: html.HtmlElement) -> Place | None:
    """The place that begins with an element, if it is one."""
    name, classes = element.get("id") or "", (element.get("class") or "").split()
    if element.tag == "section" and (heading := _heading(element)):
        return Place("section", name, heading)
    if element.tag in ("figure", "table") and (number := _number(element)) is not None:
        return Place(element.tag, name, number)
    if element.tag == "dt" and "glossary" in (element.getparent().get("class") or ""):
        return Place("term", name, _words(element))
    if "citation" in classes and name:
        return Place("reference", name)
    return None


def _heading(section: html.HtmlElement) -> str:
    return next((_words(child) for child in section if child.tag in _HEADINGS), "")


def _number(element: html.HtmlElement) -> str | None:
    """“Figure 6.1” or nothing; None for what has no caption and so is no place."""
    caption = next(element.iterdescendants("figcaption", "caption"), None)
    if caption is None or not (element.get("id") or ""):
        return None
    return "".join(map(_words, caption.xpath(".//*[@class='caption-number']")))


def _is_title(element: html.HtmlElement) -> bool:
    return (
        element.tag in _HEADINGS
        or element.get("class") == "caption-number"
        or (element.tag == "dt" and "glossary" in (element.getparent().get("class") or ""))
    )


def _words(element: html.HtmlElement) -> str:
    return _on_one_line(element.text_content())


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _gap(element: html.HtmlElement) -> str:
    """Blocks are apart, also where no space stands between them."""
    return "" if element.tag in _INLINE else " "


def told(places: list[Place], page: int) -> Iterator[list[object]]:
    """Write places as the script reads them: page, kind, anchor, title, keys, text."""
    for place in places:
        keys = " ".join(dict.fromkeys(place.keys))
        yield [page, KINDS.index(place.kind), place.anchor, place.title, keys, place.text]
