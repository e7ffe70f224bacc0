"""What stands apart from the text: admonitions, sidebars, boxes."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import admonitionlabels

from .markup import call, content, escape, string
from .writer import Writer, renders, renders_component

# Three families of colour; what they mean is said by the title, never by the colour alone.
_FAMILIES = {
    "danger": "danger",
    "error": "danger",
    "warning": "warning",
    "caution": "warning",
    "attention": "warning",
    "important": "warning",
    "tip": "tip",
    "hint": "tip",
    "seealso": "tip",
}


@renders("note", "tip", "hint", "seealso", "warning", "caution", "attention", "important")
@renders("danger", "error", "admonition", "todo_node")
def admonition(writer: Writer, node: nodes.Element) -> str:
    """A block with a coloured rule and a title in words."""
    name = type(node).__name__
    title = title_node(node)
    if title is not None:
        head = writer.children(title)
    else:
        head = escape(str(admonitionlabels.get(name, name.removesuffix("_node").capitalize())))
    return panel(writer, node, head)


def panel(writer: Writer, node: nodes.Element, head: str) -> str:
    """Set a node with a heading that is written already."""
    title = title_node(node)
    body = writer.each(one for one in node.children if one is not title)
    kinds = (type(node).__name__, *node["classes"])
    family = next((_FAMILIES[kind] for kind in kinds if kind in _FAMILIES), "note")
    made = call("admonition", string(family), content(head), content(body.strip()))
    own = title is not None and writer.anchors(title)
    return f"{writer.place(node)}{writer.anchors(node)}{own or ''}{made}\n\n"


def title_node(node: nodes.Element) -> nodes.Element | None:
    """Return the title of a node, if it has one."""
    return next((one for one in node.children if isinstance(one, nodes.title)), None)


@renders("versionmodified")
def version(writer: Writer, node: nodes.Element) -> str:
    """A note about a version, as Sphinx words it."""
    return f"{writer.anchors(node)}{writer.children(node)}\n\n"


@renders("topic", "sidebar")
@renders_component("margin", "sidebar", "aside", "popout", "dropdown", "tab-item")
def aside(writer: Writer, node: nodes.Element) -> str:
    """A box in the text, or a note to it, which a theme may set in the margin."""
    titles = [one for one in node.children if isinstance(one, nodes.title | nodes.rubric)][:1]
    body = writer.each(one for one in node.children if one not in titles)
    title = content(writer.children(titles[0])) if titles and titles[0].astext() else None
    anchors = "".join(map(writer.anchors, (node, *titles)))
    name = "margin-note" if "margin" in node["classes"] else "aside"
    return f"{writer.place(node)}{anchors}{call(name, content(body.strip()), title=title)}\n\n"
