"""Takes a synthesis note apart: its head, its summary, and the rest."""

from __future__ import annotations

from docutils import nodes

from .writer import Writer, renders

#: An admonition with one of these classes is the summary of a note; `important` is what
#: ``{admonition} Key messages`` mostly has.
CLASSES = {"summary", "key-messages", "important"}
# A character that no text keeps, for `markup.escape` takes it away.
_BORDER = "\0"


class border(nodes.Invisible, nodes.Element):
    """Stands between two parts of a note."""


@renders("border")
def _border(_writer: Writer, _node: nodes.Element) -> str:
    return _BORDER


def parts_of_note(writer: Writer, docname: str, tree: nodes.document) -> tuple[str, str, str]:
    """Return the source of a note in three parts.

    The summary is the first admonition with one of `CLASSES`, with the section that it stands in
    up to there; the head is what is before that section, and without a summary what is before the
    first section.

    Parameters
    ----------
    writer : Writer
    docname : str
        Sphinx's name of the note.
    tree : docutils.nodes.document
        The resolved page, which stays as it is.
    """
    tree = tree.deepcopy()
    summary = _summary(tree)
    start = _section_around(summary) if summary else _first_section(tree)
    if start is None:
        return writer.page(docname, tree, 1, 0), "", ""
    _insert(start, 0)
    _insert(summary or start, 1 if summary else 0)
    head, box, rest = writer.page(docname, tree, 1, 0).split(_BORDER)
    return head, box, rest


def _summary(tree: nodes.document) -> nodes.Element | None:
    for node in tree.findall(nodes.Admonition):
        is_plain = isinstance(node.parent, nodes.section | nodes.document)
        if is_plain and CLASSES & {*node["classes"], type(node).__name__}:
            return node
    return None


def _section_around(node: nodes.Element) -> nodes.Element:
    """The section below the chapter that `node` stands in, or `node` itself."""
    around = [node]
    while isinstance(around[-1].parent, nodes.section):
        around.append(around[-1].parent)
    # The outermost section is the chapter itself.
    return around[-2] if len(around) > 1 else node


def _first_section(tree: nodes.document) -> nodes.Element | None:
    return next((one for one in tree.findall(nodes.section) if one.parent is not tree), None)


def _insert(node: nodes.Element, after: int) -> None:
    node.parent.insert(node.parent.index(node) + after, border())
