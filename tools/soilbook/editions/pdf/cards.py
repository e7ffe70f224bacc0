"""The components of sphinx-design: grids, cards, tabs."""

from __future__ import annotations

import re

from docutils import nodes

from .markup import array, call, content
from .writer import Writer, renders, renders_component


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
    if any("sd-col-auto" in item["classes"] for item in found):
        widths = ("auto" if "sd-col-auto" in item["classes"] else "1fr" for item in found)
        return f"{writer.anchors(node)}{call('cards', array(widths), *cells)}\n\n"
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
    for child in _opened(node):
        name = str(child.get("design_component", "")) if isinstance(child, nodes.Element) else ""
        part = name.removeprefix("card-")
        if part in outer and isinstance(child, nodes.Element):
            outer[part] = content(writer.children(child).strip())
        else:
            inner.append(writer.render(child))
    made = call("card", content("".join(inner).strip()), **outer)
    return f"{writer.anchors(node)}{made}\n\n"


def _opened(node: nodes.Element) -> list[nodes.Node]:
    """The parts of a card; on a card with a picture behind it they lie in an overlay."""
    found: list[nodes.Node] = []
    for child in node.children:
        is_overlay = isinstance(child, nodes.Element) and (
            child.get("design_component") == "card-overlay"
        )
        found += child.children if is_overlay else [child]
    return found


@renders_component("card-body")
def card_body(writer: Writer, node: nodes.Element) -> str:
    """What it holds."""
    return writer.children(node)


@renders_component("card-title")
def card_title(writer: Writer, node: nodes.Element) -> str:
    """The title of a card, in bold."""
    return f"{call('card-title', content(writer.children(node).strip()))}\n\n"


@renders("PassthroughTextElement")
def passthrough(writer: Writer, node: nodes.Element) -> str:
    """An element without meaning of its own."""
    return f"{writer.children(node)}\n\n" if _is_block(node) else writer.children(node)


def _is_block(node: nodes.Element) -> bool:
    return node.parent is not None and node.parent.get("design_component") == "card"
