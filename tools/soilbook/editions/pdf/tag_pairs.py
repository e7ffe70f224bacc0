"""Tags of HTML that Markdown left apart are joined to one element again."""

from __future__ import annotations

import re
from html import unescape

from docutils import nodes

from .html_inline import PAIRED, inline_element

# What stands between these tags is HTML, too, and is read together with them.
_WHOLE = {"svg", "math", "select", "textarea", "video", "audio", "object", "iframe", "script"}
_WHOLE |= {"style", "noscript"}
_OPTION = re.compile(r"""([a-zA-Z-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_EMBEDDED = re.compile(r"\s*<(iframe|video|audio|object|embed|svg|img)\b", re.IGNORECASE)
_FOLD = re.compile(r"<details\b[^>]*>(?!.*</details>)", re.DOTALL | re.IGNORECASE)
_UNFOLD = re.compile(r"</details\s*>", re.IGNORECASE)


def pair_tags(doctree: nodes.document) -> None:
    """Join tags that Markdown left apart (raw ``<sub>``, text, raw ``</sub>``) to one element."""
    for parent in list(doctree.findall(nodes.TextElement)):
        if any(_is_html(child) for child in parent.children):
            _set_children(parent, _paired(parent.children))
    for paragraph in [one for one in doctree.findall(nodes.paragraph) if _is_embedding(one)]:
        paragraph.parent.replace(paragraph, [one for one in paragraph.children if _is_html(one)])
    for opening in [one for one in doctree.findall(nodes.raw) if _opens_fold(one)]:
        _join_fold(opening)


def _is_embedding(paragraph: nodes.paragraph) -> bool:
    """Tell whether a paragraph is nothing but a film or the like, which is a block of its own."""
    parts = [one for one in paragraph.children if one.astext().strip()]
    return bool(parts) and all(_EMBEDDED.match(one.astext()) and _is_html(one) for one in parts)


def _set_children(parent: nodes.Element, children: list[nodes.Node]) -> None:
    parent.children = children
    for child in children:
        child.parent = parent


def _paired(children: list[nodes.Node]) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    position = 0
    while position < len(children):
        child = children[position]
        name = _opens(child)
        end = _closing(children, position, name) if name else None
        if name and end:
            found += _joined(name, children[position : end + 1])
            position = end
        elif not _is_tag(child, r"</[a-zA-Z]+\s*>"):
            found.append(child)
        position += 1
    return found


def _joined(name: str, children: list[nodes.Node]) -> list[nodes.Node]:
    """Make one element of an opening tag, what it holds, and its closing tag."""
    opening = children[0]
    if name in _WHOLE:
        text = "".join(child.astext() for child in children)
        made = nodes.raw("", text, format="html")
        made.source, made.line = opening.source, opening.line
        return [made]
    return inline_element(name, _options(opening.astext()), _paired(children[1:-1]))


def _options(tag: str) -> dict[str, str]:
    found = _OPTION.findall(tag)
    return {name.lower(): unescape(one or other or bare) for name, one, other, bare in found}


def _opens(node: nodes.Node) -> str:
    match = re.fullmatch(r"<([a-zA-Z]+)(\s[^>]*)?>", node.astext()) if _is_html(node) else None
    name = match[1].lower() if match else ""
    return name if name in PAIRED or name in _WHOLE else ""


def _closing(children: list[nodes.Node], start: int, name: str) -> int | None:
    depth = 0
    for position in range(start, len(children)):
        depth += _opens(children[position]) == name
        if _is_tag(children[position], rf"</{name}\s*>"):
            depth -= 1
            if depth == 0:
                return position
    return None


def _opens_fold(node: nodes.raw) -> bool:
    is_block = not isinstance(node.parent, nodes.TextElement)
    return is_block and _is_html(node) and bool(_FOLD.search(node.astext()))


def _join_fold(opening: nodes.raw) -> None:
    """Make one box of ``<details>``, the Markdown after it, and ``</details>``."""
    siblings = opening.parent.children
    start = siblings.index(opening)
    after = enumerate(siblings[start + 1 :], start + 1)
    end = next((n for n, one in after if _is_html(one) and _UNFOLD.search(one.astext())), None)
    if end is None:
        return
    closing = siblings[end]
    box = nodes.container(design_component="dropdown")
    parts = [_without(opening, _FOLD), *siblings[start + 1 : end], _without(closing, _UNFOLD)]
    _set_children(box, [part for part in parts if part.astext().strip() or part.children])
    box.source, box.line = opening.source, opening.line
    _set_children(opening.parent, [*siblings[:start], box, *siblings[end + 1 :]])


def _without(node: nodes.Node, tag: re.Pattern[str]) -> nodes.raw:
    made = nodes.raw("", tag.sub("", node.astext()), format="html")
    made.source, made.line = node.source, node.line
    return made


def _is_html(node: nodes.Node) -> bool:
    return isinstance(node, nodes.raw) and "html" in str(node.get("format"))


def _is_tag(node: nodes.Node, pattern: str) -> bool:
    return _is_html(node) and bool(re.fullmatch(pattern, node.astext().strip(), re.IGNORECASE))
