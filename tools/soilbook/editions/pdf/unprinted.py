"""Nodes that print nothing, each with the reason why nothing of the book is lost by that."""

from __future__ import annotations

from docutils import nodes

from .writer import RENDERERS, Writer

UNPRINTED = {
    "comment": "authors write it for themselves",
    "system_message": "Sphinx has reported it as a warning",
    "pending": "docutils has resolved it, or has reported that it could not",
    "substitution_definition": "the text stands where it is used",
    "meta": "data about the page for search engines",
    "index": "its words stand in the index",
    "decoration": "a header or footer of a web page, which HTML leaves out as well",
    "header": "part of a decoration",
    "footer": "part of a decoration",
    "toctree": "the contents at the front of the book; one that a page shows is a list by now",
    "autosummary_toc": "the pages it names stand in the book",
    "highlightlang": "says how code is coloured",
    "tabular_col_spec": "widths of columns for LaTeX",
    "colspec": "read by the table",
    "footnote": "stands at the foot of the page that refers to it",
    "label": "the mark of a note, which the page sets itself",
    "HiddenCellNode": "the author hides the cell",
    "ThebeButtonNode": "a button that starts a kernel",
    "viewcode_anchor": "a link to a listing that only the web has",
    "todolist": "sphinx.ext.todo has replaced it",
}


def nothing(_writer: Writer, _node: nodes.Element) -> str:
    """Print nothing."""
    return ""


RENDERERS.update(dict.fromkeys(UNPRINTED, nothing))
