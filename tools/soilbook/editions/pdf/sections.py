"""Headings, with the numbers that Sphinx gave them."""

from __future__ import annotations

from docutils import nodes

from ...project import TOC
from ...records.tex import plain
from .markup import call, comment, content, escape, string
from .writer import Writer, renders

RANKS = ("chapter", "section", "subsection", "paragraph")


@renders("section")
def section(writer: Writer, node: nodes.Element) -> str:
    """Its title says the level; the label goes to the heading."""
    return writer.children(node)


@renders("title")
def title(writer: Writer, node: nodes.Element) -> str:
    """A heading where the parent is a section; the titles of other elements are set by those."""
    if not isinstance(node.parent, nodes.section):
        return f"{call('rubric', writer.block(node))}\n\n"
    rank = writer.depth + _depth(node.parent)
    # PDF/UA-1 refuses a heading that skips a level.
    level = min(writer.level + rank, writer.last_level + 1)
    writer.last_level = level
    number = ".".join(map(str, number_of(writer, node.parent)))
    writer.length = 0 if rank == 0 else writer.length
    start = f"#opening({string(_running(node))});\n" if rank == 0 else ""
    label = _label(writer, node.parent)
    options = [str(level), string(RANKS[min(rank, 3)]), string(number) if number else "none"]
    place = writer.place(node)
    return f"\n{start}{place}#titled({', '.join(options)}){writer.block(node)}{label}\n\n"


def _running(node: nodes.Element) -> str:
    """The title as the heads of pages repeat it: letters, without marks of notes."""
    if isinstance(node, nodes.math):
        return plain(node.astext())
    if isinstance(node, nodes.footnote_reference | nodes.raw):
        return ""
    parts = (_running(one) if isinstance(one, nodes.Element) else str(one) for one in node.children)
    return "".join(parts)


def part(writer: Writer, caption: str) -> str:
    """Return a page that opens a part."""
    writer.last_level = 1
    shown = content(escape(caption))
    return f'\n#part-opening();\n{comment(TOC)}#titled(1, "part", none){shown}\n\n'


def number_of(writer: Writer, node: nodes.Element) -> tuple[int, ...]:
    """Return the number of a section as Sphinx's own writers find it."""
    numbers = writer.builder.secnumbers
    anchor = f"#{node['ids'][0]}" if node["ids"] else ""
    return numbers.get(anchor if anchor in numbers else "") or ()


def _depth(node: nodes.Element) -> int:
    depth, parent = 0, node.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return depth


def _label(writer: Writer, node: nodes.Element) -> str:
    if own := writer.label(node):
        return own
    if _depth(node) == 0 and (page := writer.labels.page(writer.docname)):
        return f" <{page}>"
    return ""


@renders("subtitle", "rubric")
def rubric(writer: Writer, node: nodes.Element) -> str:
    """A heading outside the contents; with a level of its own it is one for screen readers too."""
    if not (given := node.get("heading-level")):
        return f"{writer.anchors(node)}{call('rubric', writer.block(node))}\n\n"
    level = min(writer.level + writer.depth + given - 1, writer.last_level + 1)
    rank = string(RANKS[min(max(given - 1, 2), 3)])
    made = f"#titled({level}, {rank}, none){writer.block(node)}"
    return f"{writer.place(node)}{writer.anchors(node)}{made}\n\n"


@renders("document", "start_of_file")
def document(writer: Writer, node: nodes.Element) -> str:
    """The page itself."""
    return writer.children(node)
