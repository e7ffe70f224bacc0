"""Number the blocks of each page, so that two editions can say of the same place where it is.

The PDF tells on which page each block begins, and the EPUB marks the page there.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform

#: The attribute of a node that holds its number.
BLOCK = "block"

_BLOCKS = (
    nodes.figure,
    nodes.image,
    nodes.literal_block,
    nodes.math_block,
    nodes.paragraph,
    nodes.table,
)
# What stands in these moves with them, or is set elsewhere than where it was written.
_CLOSED = (
    nodes.Admonition,
    nodes.citation,
    nodes.figure,
    nodes.footnote,
    nodes.paragraph,
    nodes.sidebar,
    nodes.table,
    nodes.topic,
)


class NumberBlocks(SphinxTransform):
    """Give every block of the running text its number on the page."""

    # When the page stands as its author wrote it, with all that transforms add.
    default_priority = 880

    def apply(self, **kwargs: Any) -> None:
        """Number the blocks of one document in place."""
        for number, block in enumerate(_blocks(self.document), start=1):
            block[BLOCK] = number


class NumberEntries(SphinxPostTransform):
    """Number the references too, which come into the page when all pages were read."""

    # After sphinxcontrib-bibtex has written the lists (5).
    default_priority = 13

    def run(self, **kwargs: Any) -> None:
        """Continue where the numbers of this page end."""
        last = max((one.get(BLOCK, 0) for one in self.document.findall(nodes.Element)), default=0)
        entries = self.document.findall(is_entry)
        lines = (line for entry in entries for line in entry.findall(nodes.paragraph))
        for number, line in enumerate(lines, start=last + 1):
            line[BLOCK] = number


def is_entry(node: nodes.Node) -> bool:
    """Whether a node is an entry of a list of references."""
    return isinstance(node, nodes.citation | nodes.list_item) and "docname" in node


def _blocks(element: nodes.Element) -> list[nodes.Element]:
    found: list[nodes.Element] = []
    for child in element.children:
        if not isinstance(child, nodes.Element) or isinstance(child, nodes.Invisible):
            continue
        is_heading = isinstance(child, nodes.title) and isinstance(element, nodes.section)
        if is_heading or isinstance(child, _BLOCKS):
            found.append(child)
        if not isinstance(child, _CLOSED):
            found += _blocks(child)
    return found


def setup(app: Sphinx) -> None:
    """Register both for every page."""
    app.add_transform(NumberBlocks)
    app.add_post_transform(NumberEntries)
