"""The page list: where each page of the PDF begins, to the nearest block of text.

Both editions are written from pages whose blocks were numbered when they were read
(`soilbook.read.blocks`). The PDF tells on which of its pages each block begins.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docutils import nodes
from lxml import etree

from ...read.blocks import BLOCK
from .names import EPUB_TYPE, drop, elements, make, tag, xml_id

#: Pairs of a block and the number of the page it begins on, by the name of the document.
Places = Mapping[str, Sequence[tuple[int, str]]]

_MARK = "data-block"
_HEADINGS = frozenset(tag(f"h{level}") for level in range(1, 7))


def mark(doctree: nodes.document) -> None:
    """Put a mark at every block that the HTML writer will leave in the page."""
    for block in list(doctree.findall(lambda node: isinstance(node, nodes.Element))):
        if not block.get(BLOCK):
            continue
        span = nodes.raw("", f'<span {_MARK}="{block[BLOCK]}"></span>', format="html")
        if isinstance(block, nodes.paragraph | nodes.title):
            block.insert(0, span)
            continue
        # A link around a picture may hold nothing else.
        while isinstance(block.parent, nodes.TextElement):
            block = block.parent
        block.parent.insert(block.parent.index(block), span)


def wait_for(path: str) -> Places:
    """Return what the PDF tells in the file at `path`, which it may still be about to write."""
    if not path:
        return {}
    while not Path(path).is_file():
        time.sleep(0.1)
    return json.loads(Path(path).read_text(encoding="utf-8"))


@dataclass
class PageList:
    """Changes marks to page breaks where a page begins, and collects the links to them.

    Parameters
    ----------
    places : mapping
        What the PDF tells.
    links : list of element
        To the pages, in order.
    """

    places: Places
    links: list[etree._Element] = field(default_factory=list)
    _begun: dict[str, None] = field(default_factory=dict)
    _before: tuple[str, etree._Element] | None = None

    def bind(self, docname: str, address: str, page: etree._Element, *, opens_part: bool) -> None:
        """Take the next document in reading order; its marks that are no page break go."""
        marks = {int(span.get(_MARK)): span for span in _marks(page)}
        told = [(block, number) for block, number in self.places.get(docname, ()) if block in marks]
        for place, (block, number) in enumerate(told):
            if number in self._begun:
                continue
            run_over = list(_between(next(reversed(self._begun), ""), number))
            if place == 0:
                run_over = self._end_before(run_over, opens_part)
            for begun in [*run_over, number]:
                self._link(begun, address)
                _place(_break(begun), marks[block])
        for span in marks.values():
            drop(span)
        self._before = (address, elements(page, "body")[0])

    def _end_before(self, run_over: list[str], opens_part: bool) -> list[str]:
        """Put pages on which no block begins behind the document before; return what is left.

        In the PDF a part begins with a page of its own.
        """
        if self._before is None:
            return run_over
        address, body = self._before
        count = len(run_over) - opens_part
        for begun in run_over[: max(count, 0)]:
            self._link(begun, address)
            body.append(_break(begun))
        return run_over[max(count, 0) :]

    def _link(self, number: str, address: str) -> None:
        self._begun[number] = None
        self.links.append(make("a", number, href=f"{address}#{_id(number)}"))


def _marks(page: etree._Element) -> list[etree._Element]:
    return [span for span in elements(page, "span") if _MARK in span.attrib]


def _between(last: str, number: str) -> Iterator[str]:
    """Yield the pages on which no block begins, for one runs on over them."""
    if last.isdecimal() and number.isdecimal():
        yield from map(str, range(int(last) + 1, int(number)))


def _id(number: str) -> str:
    return xml_id(f"page-{number}")


def _break(number: str) -> etree._Element:
    made = make("span", id=_id(number), role="doc-pagebreak")
    made.set("aria-label", number)
    made.set(EPUB_TYPE, "pagebreak")
    return made


def _place(page_break: etree._Element, mark: etree._Element) -> None:
    """Put a page break before a mark, or before the heading that the mark is in."""
    before = next((one for one in mark.iterancestors() if one.tag in _HEADINGS), mark)
    before.addprevious(page_break)
