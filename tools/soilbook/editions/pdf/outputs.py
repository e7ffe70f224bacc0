"""Cells of notebooks with their outputs, and raw HTML."""

from __future__ import annotations

import posixpath
import re

from docutils import nodes

from . import html
from .elsewhere import placeholder
from .html_inline import line_break
from .markup import call, string
from .writer import Writer, renders, renders_component

# Commands of LaTeX that lay a page out; the edition has its own layout.
_COMMAND = re.compile(r"\\\\|\\[a-zA-Z]+\*?\s*(?:\[[^]]*\]|\{[^{}]*\})*|[{}%]|\$")


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
    is_inline = isinstance(node.parent, nodes.TextElement)
    if "typst" in formats:
        return node.astext() if is_inline else f"{node.astext()}\n\n"
    if "html" in formats:
        return _html(writer, node, is_inline=is_inline)
    if "latex" in formats:
        return _latex(writer, node)
    return ""


def _html(writer: Writer, node: nodes.Element, *, is_inline: bool) -> str:
    found = html.read(node.astext(), is_inline=is_inline)
    if not found.nodes and found.scripts:
        return _script(writer, node)
    for one in found.nodes:
        _adopt(writer, one, node)
    # An icon of sphinx-design that stands before its words.
    space = "#h(0.4em);" if "sd-pr-2" in node["classes"] else ""
    return writer.each(found.nodes) + space


def _script(writer: Writer, node: nodes.Element) -> str:
    if "output" in node["classes"]:
        return placeholder(writer, node, "interactive", html.title_of(node.astext()))
    if not node.source:
        # An extension put it there, for the buttons of web pages.
        return ""
    message = (
        "The PDF cannot run this script; what it draws is missing there. Use a figure, or a "
        "code cell, whose output has a static picture."
    )
    writer.warn("pdf-script", message, node)
    return ""


def _adopt(writer: Writer, one: nodes.Node, node: nodes.Element) -> None:
    """Give what was read its place in the book; addresses are relative to the page."""
    one.parent = node.parent
    folder = posixpath.dirname(writer.docname)
    for each in one.findall(nodes.Element):
        each.source, each.line = node.source, node.line
        if isinstance(each, nodes.image) and not re.match(r"/|[a-z][a-z0-9+.-]*:", each["uri"]):
            each["uri"] = posixpath.normpath(posixpath.join(folder, each["uri"]))


def _latex(writer: Writer, node: nodes.Element) -> str:
    """Layout in LaTeX has no meaning here; what holds words is printed as it is."""
    if _COMMAND.sub("", node.astext()).strip():
        message = (
            "The PDF is not made by LaTeX: this raw LaTeX is printed as it is. Write it in "
            "Markdown, or as raw Typst."
        )
        writer.warn("pdf-raw-latex", message, node)
        source = string(node.astext().strip())
        is_inline = isinstance(node.parent, nodes.TextElement)
        name = "missing-inline" if is_inline else "missing"
        return call(name, source) + ("" if is_inline else "\n\n")
    return ""


@renders(line_break.__name__, "sd_line_break")
def broken_line(writer: Writer, node: nodes.Element) -> str:
    """A line broken by the author."""
    # The space is not printed, but parts two words where text is taken out of the PDF.
    return " #linebreak();"
