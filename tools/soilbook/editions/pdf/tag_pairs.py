"""Tags of HTML that Markdown left apart in a line are joined to one element again."""

from __future__ import annotations

import re

from docutils import nodes

from .html import CLASSED, INLINE, TRANSPARENT


def pair_tags(doctree: nodes.document) -> None:
    """Join tags that Markdown left apart (raw ``<sub>``, text, raw ``</sub>``) to one element."""
    for parent in list(doctree.findall(nodes.TextElement)):
        if any(isinstance(child, nodes.raw) for child in parent.children):
            parent.children = _paired(parent.children)
            for child in parent.children:
                child.parent = parent


def _paired(children: list[nodes.Node]) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    position = 0
    while position < len(children):
        child = children[position]
        name = _opens(child)
        end = _closing(children, position, name) if name else None
        if name and end:
            found.append(_joined(child, name, _paired(children[position + 1 : end])))
            position = end
        elif not _is_tag(child, r"</[a-zA-Z]+\s*>"):
            found.append(child)
        position += 1
    return found


def _joined(opening: nodes.Node, name: str, inner: list[nodes.Node]) -> nodes.Element:
    if name == "a":
        address = re.search(r"""href=["']?([^"'\s>]+)""", opening.astext())
        return nodes.reference("", "", *inner, refuri=address[1] if address else "")
    if name in INLINE:
        return INLINE[name]("", "", *inner)
    language = re.search(r"""\blang=["']?([A-Za-z-]+)""", opening.astext())
    made = nodes.inline("", "", *inner, classes=[CLASSED[name]] if name in CLASSED else [])
    if language:
        made["lang"] = language[1]
    return made


def _opens(node: nodes.Node) -> str:
    match = re.fullmatch(r"<([a-zA-Z]+)(\s[^>]*)?>", node.astext()) if _is_html(node) else None
    name = match[1].lower() if match else ""
    return name if name in INLINE or name in CLASSED or name in (*TRANSPARENT, "a") else ""


def _closing(children: list[nodes.Node], start: int, name: str) -> int | None:
    depth = 0
    for position in range(start, len(children)):
        depth += _opens(children[position]) == name
        if _is_tag(children[position], rf"</{name}\s*>"):
            depth -= 1
            if depth == 0:
                return position
    return None


def _is_html(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and "html" in str(node.get("format"))


def _is_tag(node: nodes.Node, pattern: str) -> bool:
    return _is_html(node) and bool(re.fullmatch(pattern, node.astext().strip(), re.IGNORECASE))
