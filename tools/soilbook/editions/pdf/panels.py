"""What stands apart from the text: admonitions, cards, tabs, sidebars, exercises."""

from __future__ import annotations

import re

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
@renders("danger", "error", "admonition", "todo_node", "proof_node", "exercise_node")
@renders("exercise_enumerable_node", "solution_node")
def admonition(writer: Writer, node: nodes.Element) -> str:
    """A block with a coloured rule and a title in words."""
    name = type(node).__name__
    title = next((one for one in node.children if isinstance(one, nodes.title)), None)
    body = writer.each(one for one in node.children if one is not title)
    family = next(
        (_FAMILIES[kind] for kind in (name, *node["classes"]) if kind in _FAMILIES), "note"
    )
    if title is not None:
        head = writer.children(title)
    else:
        head = escape(str(admonitionlabels.get(name, name.removesuffix("_node").capitalize())))
    made = call("admonition", string(family), content(head), content(body.strip()))
    return f"{writer.place(node)}{writer.anchors(node)}{made}\n\n"


@renders("versionmodified")
def version(writer: Writer, node: nodes.Element) -> str:
    """A note about a version, as Sphinx words it."""
    return f"{writer.anchors(node)}{writer.children(node)}\n\n"


@renders("topic", "sidebar")
@renders_component("margin", "sidebar", "aside", "popout", "dropdown", "tab-item")
def aside(writer: Writer, node: nodes.Element) -> str:
    """A box in the text: it stays on the page, where a margin would be too narrow."""
    titles = [one for one in node.children if isinstance(one, nodes.title | nodes.rubric)][:1]
    if "contents" in node["classes"]:
        return ""
    body = writer.each(one for one in node.children if one not in titles)
    title = content(writer.children(titles[0])) if titles and titles[0].astext() else None
    anchors = "".join(map(writer.anchors, (node, *titles)))
    return f"{writer.place(node)}{anchors}{call('aside', content(body.strip()), title=title)}\n\n"


@renders_component("tab-set", "tab-content", "accordion")
def plain(writer: Writer, node: nodes.Element) -> str:
    """On paper every tab is open, one below the other."""
    return writer.anchors(node) + writer.children(node)


@renders_component("grid-container", "card-carousel")
def grid(writer: Writer, node: nodes.Element) -> str:
    """Cards side by side."""
    rows = [one for one in node.children if "grid-row" in str(one.get("design_component", ""))]
    found = [item for row in rows for item in row.children] if rows else list(node.children)
    cells = [content(writer.render(item).strip()) for item in found]
    classes = [name for row in rows for name in row["classes"]]
    counts = [
        int(m[1]) for name in classes if (m := re.fullmatch(r"sd-row-cols(?:-\w+)?-(\d+)", name))
    ]
    columns = min(max(counts, default=2), len(cells), 3) or 1
    return f"{writer.anchors(node)}{call('cards', str(columns), *cells)}\n\n"


@renders_component("grid-item", "grid-row")
def grid_item(writer: Writer, node: nodes.Element) -> str:
    """What it holds."""
    return writer.anchors(node) + writer.children(node)


@renders_component("card")
def card(writer: Writer, node: nodes.Element) -> str:
    """A frame with header, pictures, body, footer; a card that is a link becomes one."""
    outer: dict[str, str | None] = {"header": None, "footer": None}
    inner = []
    for child in node.children:
        name = str(child.get("design_component", "")) if isinstance(child, nodes.Element) else ""
        part = name.removeprefix("card-")
        if part in outer and isinstance(child, nodes.Element):
            outer[part] = content(writer.children(child).strip())
        else:
            inner.append(writer.render(child))
    made = call("card", content("".join(inner).strip()), **outer)
    return f"{writer.anchors(node)}{made}\n\n"


@renders_component("card-body", "card-overlay")
def card_body(writer: Writer, node: nodes.Element) -> str:
    """What it holds."""
    return writer.children(node)


@renders_component("card-title")
def card_title(writer: Writer, node: nodes.Element) -> str:
    """The title of a card, in bold."""
    return f"{call('strong', content(writer.children(node).strip()))}\n\n"


@renders("PassthroughTextElement")
def passthrough(writer: Writer, node: nodes.Element) -> str:
    """An element without meaning of its own."""
    return writer.children(node)
