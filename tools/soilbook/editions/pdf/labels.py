"""Which places of the book are linked to, and the Typst label of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from docutils import nodes

_RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

INTERNAL = "%"
"""What the address of a page of this book begins with while the book is resolved."""


class Labels:
    """One Typst label a place, unique in the book.

    Parameters
    ----------
    pages : mapping of str to docutils.nodes.document
        The resolved pages by name.
    """

    def __init__(self, pages: Mapping[str, nodes.document]) -> None:
        self._labels: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set()
        self._placed: set[str] = set()
        self._asked: dict[str, str] = {}
        for docname, doctree in pages.items():
            self._read_page(docname, doctree)
        self._wanted = {
            label
            for docname, doctree in pages.items()
            for address in _addresses(doctree)
            if (label := self._find(docname, address))
        }

    def _read_page(self, docname: str, doctree: nodes.document) -> None:
        self._labels[docname, ""] = self._unique(docname)
        first = next(doctree.findall(nodes.section), None)
        for node in doctree.findall(nodes.Element):
            if ids := node.get("ids"):
                page = self._labels[docname, ""] if node is first else self._unique(docname, ids[0])
                for one in ids:
                    self._labels.setdefault((docname, one), page)
        for target in doctree.findall(nodes.target):
            self._alias(docname, target)

    def _alias(self, docname: str, target: nodes.target) -> None:
        known = self._labels.get((docname, target.get("refid", "")))
        if known:
            for one in target["ids"]:
                self._labels[docname, one] = known

    def _unique(self, docname: str, one: str = "") -> str:
        # MyST names an equation without label at random; the PDF must not differ for that.
        one = _RANDOM.sub("unnamed", one)
        name = re.sub(r"[^A-Za-z0-9_.:-]", "-", f"{docname}:{one}" if one else docname)
        name = f"x{name}" if not name[0].isalpha() else name.rstrip(".:") or "x"
        label, number = name, 2
        while label in self._taken:
            label, number = f"{name}.{number}", number + 1
        self._taken.add(label)
        return label

    def of(self, docname: str, address: str) -> str | None:
        """Return the label that an internal address means, or None if the book has no such place.

        Parameters
        ----------
        docname : str
            The page on which the address stands.
        address : str
            ``%page``, ``%page#id`` or ``#id``.
        """
        label = self._find(docname, address)
        if label:
            page = address.removeprefix(INTERNAL).partition("#")[0]
            self._asked[label] = unquote(page) or docname
        return label

    def _find(self, docname: str, address: str) -> str | None:
        page, _, one = address.removeprefix(INTERNAL).partition("#")
        page = unquote(page) or docname
        return self._labels.get((page, one)) or self._labels.get((page, unquote(one)))

    def place(self, docname: str, node: nodes.Element, *, always: bool = True) -> str | None:
        """Return the label of `node` the first time it is asked for; None without an id.

        Parameters
        ----------
        docname : str
            The page of `node`.
        node : docutils.nodes.Element
        always : bool
            Whether to return it even when nothing in the book leads there.
        """
        for one in node.get("ids", ()):
            label = self._labels.get((docname, one))
            if label and label not in self._placed and (always or label in self._wanted):
                self._placed.add(label)
                return label
        return None

    def note(self, docname: str, note: nodes.Element) -> str:
        """Return the label of a footnote, which several references share."""
        label = self._labels[docname, note["ids"][0]]
        self._placed.add(label)
        return label

    def page(self, docname: str) -> str | None:
        """Return the label of a whole page if it has not been placed yet."""
        label = self._labels[docname, ""]
        if label in self._placed:
            return None
        self._placed.add(label)
        return label

    def lost(self) -> dict[str, str]:
        """Return labels that are linked to but stand nowhere, with their pages."""
        return {label: page for label, page in self._asked.items() if label not in self._placed}


def _addresses(doctree: nodes.document) -> Iterator[str]:
    for node in doctree.findall(nodes.Element):
        if refid := node.get("refid"):
            yield f"#{refid}"
        elif str(node.get("refuri", "")).startswith((INTERNAL, "#")):
            yield node["refuri"]
        for entry in node.get("entries", ()) if node.tagname == "index" else ():
            yield f"#{entry[2]}"
