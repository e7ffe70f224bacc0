"""Cells of notebooks with their outputs, and raw HTML."""

from __future__ import annotations

from docutils import nodes

from .html import nodes_of
from .markup import call
from .writer import Writer, renders, renders_component


@renders_component("cell_code")
def cell(writer: Writer, node: nodes.Element) -> str:
    """Source and output, less what the author hides.

    What has a caption is printed even from a hidden output, for the text may refer to it.
    """
    hidden = node.get("hide_mode", "")
    parts = [writer.anchors(node)]
    for child in node.children:
        is_source = isinstance(child, nodes.Element) and child.get("nb_element") == (
            "cell_code_source"
        )
        if is_source and hidden not in ("input", "all"):
            parts.append(writer.render(child))
        elif not is_source:
            parts.append(_captioned(writer, child) if hidden in ("output", "all") else "")
            parts.append("" if hidden in ("output", "all") else writer.render(child))
    return "".join(parts)


def _captioned(writer: Writer, node: nodes.Node) -> str:
    found = [one for one in node.findall(nodes.Element) if _has_caption(one)]
    return writer.each(found)


def _has_caption(node: nodes.Element) -> bool:
    if isinstance(node, nodes.figure):
        return True
    return isinstance(node, nodes.table) and isinstance(node.children[0], nodes.title)


@renders_component("cell_code_source", "cell_code_output", "mime_bundle", "cell_markdown")
def plain(writer: Writer, node: nodes.Element) -> str:
    """What it holds."""
    return writer.anchors(node) + writer.children(node)


@renders("raw")
def raw(writer: Writer, node: nodes.Element) -> str:
    """HTML is read into the elements of a book; what has none leaves a visible trace."""
    formats = str(node.get("format", "")).split()
    if "typst" in formats:
        return (
            node.astext() if isinstance(node.parent, nodes.TextElement) else f"{node.astext()}\n\n"
        )
    if "html" not in formats:
        return ""
    found, lost = nodes_of(node.astext(), is_inline=isinstance(node.parent, nodes.TextElement))
    if lost:
        names = ", ".join(f"<{name}>" for name in lost)
        message = (
            f"The PDF cannot show the raw HTML {names}; a note stands in its place. "
            "Use a figure, a table or a link instead."
        )
        writer.warn("pdf-raw-html", message, node)
    for one in found:
        _adopt(one, node)
    return writer.each(found)


def _adopt(one: nodes.Node, node: nodes.Element) -> None:
    one.parent = node.parent
    for each in one.findall(nodes.Element):
        each.source, each.line = node.source, node.line


@renders("lost_html")
def lost_html(writer: Writer, node: nodes.Element) -> str:
    """The visible trace of what cannot be printed."""
    text = writer.code(f"[{node['what']}]", node)
    return f"{call('missing', text)}\n\n" if node.get("is_block") else call("missing-inline", text)
