"""On which page of the PDF each block of the text begins, for the page list of the EPUB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ...read.blocks import BLOCK
from .markup import string

if TYPE_CHECKING:
    from .builder import PdfBuilder
    from .compile import Compiled
    from .writer import Writer

#: Written beside the PDF: for each page of the sources, pairs of block and printed page number.
PAGES = "pages.json"

# In Typst: all blocks with the page number that is printed there.
_BLOCKS = """
query(<soilbook-block>).map(one => {
  let place = one.location()
  let numbers = place.page-numbering()
  let shown = if numbers == none { str(place.page()) } else {
    numbering(numbers, ..counter(page).at(place))
  }
  (..one.value, shown)
})
"""


def are_wanted(builder: PdfBuilder) -> bool:
    """Whether an EPUB is made beside this PDF."""
    return "epub" in builder.config.soilbook_editions


def marked(writer: Writer, node: nodes.Node, source: str) -> str:
    """Return the source of a node with the mark of its block, which nobody sees."""
    number = node.get(BLOCK) if isinstance(node, nodes.Element) else None
    if not number or not source.strip() or not are_wanted(writer.builder):
        return source
    mark = f"#metadata(({string(writer.docname)}, {number}))<soilbook-block>"
    # A chapter begins with a new page, and what stands in a heading stands in the contents too.
    if isinstance(node, nodes.title):
        return f"{source.rstrip()}\n{mark}\n\n"
    return mark + source


def pages_of(compiled: Compiled) -> dict[str, list[tuple[int, str]]]:
    """Ask Typst, which has just set the book, where its blocks are.

    Returns
    -------
    dict of str to list of (int, str)
        For each page of the sources, pairs of block and printed page number.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for docname, block, shown in compiled.evaluate(_BLOCKS):
        found.setdefault(docname, []).append((block, shown))
    return found
