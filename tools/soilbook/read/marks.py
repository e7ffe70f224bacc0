"""The marks in printed references become what they stand for: lowered text, links, maths, signs.

The values of entries carry them through pybtex (`soilbook.records.marked`), so that every style
prints them. Links of references are made whole here too: a DOI may hold any sign, an address not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..records.marked import END, MARK, MARKS, SAYS, shown, unhidden

_KIND_OF = {mark: kind for kind, mark in MARKS.items()}
_SPLIT = re.compile(f"([{''.join(MARKS.values())}{END}{SAYS}])")
_NODES = {
    "sub": nodes.subscript,
    "sup": nodes.superscript,
    "em": nodes.emphasis,
    "strong": nodes.strong,
    "math": nodes.inline,
    "link": nodes.reference,
}
_DOI = "https://doi.org/"


class ShowMarks(SphinxPostTransform):
    """Put nodes in the place of the marks, in lists of references and in citations."""

    # After sphinxcontrib-bibtex has written the lists (5), and Sphinx the citations (10).
    default_priority = 12

    def run(self, **kwargs: Any) -> None:
        """Change every text of this document that has marks."""
        show_marks(self.document)
        for link in self.document.findall(nodes.reference):
            if MARK.search(link.get("reftitle", "")):
                link["reftitle"] = shown(link["reftitle"])
        for entry in self.document.findall(_is_entry):
            for link in entry.findall(_leads_out):
                link["refuri"] = whole(link["refuri"])
        for note in self.document.findall(nodes.footnote):
            for link in note.findall(_leads_to_doi):
                link["refuri"] = whole(link["refuri"])


def show_marks(element: nodes.Element) -> None:
    """Put nodes in the place of the marks in all texts of an element."""
    texts = [text for text in element.findall(nodes.Text) if MARK.search(text)]
    for parent in dict.fromkeys(text.parent for text in texts):
        parent.children = _with_nodes(parent.children)
        for child in parent.children:
            child.parent = parent


def _is_entry(node: nodes.Node) -> bool:
    """Whether a node is an entry of a list: those of sphinxcontrib-bibtex know their page."""
    return isinstance(node, nodes.citation | nodes.list_item) and "docname" in node


def _leads_out(node: nodes.Node) -> bool:
    return isinstance(node, nodes.reference) and bool(node.get("refuri"))


def _leads_to_doi(node: nodes.Node) -> bool:
    return _leads_out(node) and node["refuri"].startswith(_DOI)  # type: ignore[index]


def whole(address: str) -> str:
    """An address in which every sign that an address may not hold is percent-encoded."""
    if address.startswith(_DOI):
        return _DOI + quote(address.removeprefix(_DOI), safe="/:;()!*'+,=@$&~")
    return quote(address, safe="%/:;?#[]()!*'+,=@$&~")


def _with_nodes(children: Iterable[nodes.Node]) -> list[nodes.Node]:
    """The children of one element; stretches may begin in one text and end in another."""
    root = nodes.inline()
    open_elements: list[nodes.Element] = [root]
    for child in children:
        if not isinstance(child, nodes.Text):
            open_elements[-1].append(child)
            continue
        for piece in _SPLIT.split(str(child)):
            _take(piece, open_elements)
    while len(open_elements) > 1:
        _close(open_elements)
    return root.children


def _take(piece: str, open_elements: list[nodes.Element]) -> None:
    if kind := _KIND_OF.get(piece):
        element = _NODES[kind](classes=[]) if kind != "math" else _Maths()
        open_elements[-1].append(element)
        open_elements.append(element)
    elif piece == SAYS:
        link = open_elements[-1]
        link["refuri"] = link.astext()
        link.clear()
    elif piece == END:
        _close(open_elements)
    elif piece:
        open_elements[-1].append(nodes.Text(unhidden(piece)))


class _Maths(nodes.inline):
    """A stretch of maths while its text is collected."""


def _close(open_elements: list[nodes.Element]) -> None:
    if len(open_elements) == 1:
        return
    element = open_elements.pop()
    if isinstance(element, _Maths):
        latex = element.astext()
        element.replace_self(nodes.math(latex, latex))
