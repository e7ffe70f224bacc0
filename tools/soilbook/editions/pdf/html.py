"""A fragment of HTML as docutils nodes: the tables of pandas, and simple markup of authors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes
from lxml import etree, html

_DROPPED = {"script", "style", "template", "noscript", "link", "meta", "colgroup", "head"}
_LOST = {"iframe", "video", "audio", "object", "embed", "canvas", "form", "input", "button"}
_LOST |= {"select", "textarea", "svg", "math", "map"}
INLINE: dict[str, type[nodes.Element]] = {
    "em": nodes.emphasis,
    "i": nodes.emphasis,
    "cite": nodes.emphasis,
    "dfn": nodes.emphasis,
    "var": nodes.emphasis,
    "b": nodes.strong,
    "strong": nodes.strong,
    "code": nodes.literal,
    "tt": nodes.literal,
    "samp": nodes.literal,
    "sub": nodes.subscript,
    "sup": nodes.superscript,
}
CLASSED = {"kbd": "kbd", "s": "strike", "del": "strike", "strike": "strike"}
TRANSPARENT = {"span", "small", "mark", "u", "ins", "q", "abbr", "time", "font", "big", "label"}
_BLOCKS: dict[str, type[nodes.Element]] = {
    "ul": nodes.bullet_list,
    "ol": nodes.enumerated_list,
    "li": nodes.list_item,
    "blockquote": nodes.block_quote,
    "pre": nodes.literal_block,
}


class lost_html(nodes.General, nodes.Element):
    """HTML without a counterpart on paper; `what` says what it was."""


def nodes_of(source: str, *, is_inline: bool) -> tuple[list[nodes.Node], list[str]]:
    """Read a fragment of HTML.

    Parameters
    ----------
    source : str
        HTML, as an author or pandas writes it.
    is_inline : bool
        Whether it stands in a line of text.

    Returns
    -------
    nodes : list of docutils.nodes.Node
    lost : list of str
        The names of tags that have no counterpart, in order, each once.
    """
    if not re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL).strip():
        return [], []
    try:
        root = html.fragment_fromstring(source, create_parent="div")
    except etree.ParserError:
        return [], []
    reader = _Reader()
    found = reader.inline(root) if is_inline else reader.blocks(root)
    return found, list(dict.fromkeys(reader.lost))


class _Reader:
    def __init__(self) -> None:
        self.lost: list[str] = []

    def blocks(self, element: html.HtmlElement) -> list[nodes.Node]:
        """Read children; runs of text between blocks become paragraphs."""
        found: list[nodes.Node] = []
        line: list[nodes.Node] = _text(element.text)
        for child in element:
            block = self._block(child)
            if block is None:
                line += self._inline_element(child)
            else:
                found += [*_paragraph(line), *block]
                line = []
            line += _text(child.tail)
        return [*found, *_paragraph(line)]

    def inline(self, element: html.HtmlElement) -> list[nodes.Node]:
        found = _text(element.text)
        for child in element:
            found += [*self._inline_element(child), *_text(child.tail)]
        return found

    def _block(self, element: html.HtmlElement) -> list[nodes.Node] | None:
        name = _name(element)
        if name in _DROPPED or _is_icon(element):
            return []
        if name == "input" and element.get("type") == "checkbox":
            return None
        if name in _LOST:
            return [self._trace(element, is_block=True)]
        if name == "table":
            return [table(element, self)]
        if name == "p":
            return _paragraph(self.inline(element))
        if re.fullmatch(r"h[1-6]|summary|figcaption|caption|dt|legend", name):
            return [nodes.rubric("", "", *self.inline(element))]
        if name == "hr":
            return [nodes.transition()]
        if name == "pre":
            return [nodes.literal_block(element.text_content(), element.text_content())]
        if name in _BLOCKS:
            return [_BLOCKS[name]("", *self.blocks(element))]
        is_transparent = name in INLINE or name in CLASSED or name in TRANSPARENT
        if is_transparent or name in ("a", "img", "br", ""):
            return None
        return self.blocks(element)

    def _inline_element(self, element: html.HtmlElement) -> list[nodes.Node]:
        name = _name(element)
        if name in _DROPPED or not name or _is_icon(element):
            return []
        if name == "input" and element.get("type") == "checkbox":
            return [nodes.Text("☑ " if "checked" in element.attrib else "☐ ")]
        if name in _LOST:
            return [self._trace(element, is_block=False)]
        if name == "br":
            return [line_break()]
        if name == "img":
            source = element.get("src", "")
            return [nodes.image("", uri=source, alt=element.get("alt", ""), **_size(element))]
        inner = self.inline(element)
        if name == "a" and element.get("href"):
            return [nodes.reference("", "", *inner, refuri=element.get("href"))]
        if name in CLASSED:
            return [nodes.inline("", "", *inner, classes=[CLASSED[name]])]
        return [INLINE[name]("", "", *inner)] if name in INLINE else inner

    def _trace(self, element: html.HtmlElement, *, is_block: bool) -> lost_html:
        name = _name(element)
        self.lost.append(name)
        source = element.get("src") or element.get("data") or ""
        what = f"{name}: {source}" if source else f"{name}, shown in the online edition only"
        return lost_html(what=what, is_block=is_block)


class line_break(nodes.Inline, nodes.Element):
    """A line broken by the author."""


def table(element: html.HtmlElement, reader: _Reader) -> nodes.table:
    """Return an HTML table as a table of docutils; an empty corner stays an empty header cell."""
    head, body = nodes.thead(), nodes.tbody()
    width = 0
    for row in element.iter("tr"):
        cells = [cell for cell in row if _name(cell) in ("th", "td")]
        is_head = _name(row.getparent()) == "thead" or all(_name(cell) == "th" for cell in cells)
        in_head = is_head and not body.children
        made = nodes.row("", *(_entry(cell, row, reader) for cell in cells))
        width = max(width, sum(entry.get("morecols", 0) + 1 for entry in made.children))
        (head if in_head else body).append(made)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(width)), cols=width)
    if head.children:
        group += head
    group += body
    made_table = nodes.table("", classes=["colwidths-auto"])
    if (caption := element.find("caption")) is not None:
        made_table += nodes.title("", "", *reader.inline(caption))
    made_table += group
    return made_table


def _entry(cell: html.HtmlElement, row: html.HtmlElement, reader: _Reader) -> nodes.entry:
    inner = reader.blocks(cell)
    if _name(cell) == "th" and _name(row.getparent()) != "thead":
        for paragraph in (one for one in inner if isinstance(one, nodes.paragraph)):
            strong = nodes.strong("", "", *paragraph.children)
            paragraph.children = []
            paragraph += strong
    entry = nodes.entry("", *inner, classes=[f"text-{_side(cell, row)}"])
    for name, attribute in (("colspan", "morecols"), ("rowspan", "morerows")):
        count = re.match(r"\d+", cell.get(name, ""))
        if count and int(count[0]) > 1:
            entry[attribute] = int(count[0]) - 1
    return entry


def _side(cell: html.HtmlElement, row: html.HtmlElement) -> str:
    for one in (cell, row):
        style = f"{one.get('style', '')};text-align:{one.get('align', '')}"
        if match := re.search(r"text-align:\s*(left|right|center)", style):
            return match[1]
    is_number = re.fullmatch(r"[-+−–]?[\d.,\s]+(e[-+]?\d+)?%?|NaN|nan", cell.text_content().strip())
    return "right" if is_number else "left"


def _text(text: str | None) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []


def _paragraph(line: Iterable[nodes.Node]) -> list[nodes.Node]:
    line = list(line)
    is_empty = all(isinstance(one, nodes.Text) and not one.strip() for one in line)
    return [] if is_empty else [nodes.paragraph("", "", *line)]


def _name(element: html.HtmlElement | None) -> str:
    return element.tag.lower() if element is not None and isinstance(element.tag, str) else ""


def _is_icon(element: html.HtmlElement) -> bool:
    # The icons of sphinx-design decorate words that say the same.
    return _name(element) == "svg" and "sd-octicon" in element.get("class", "")


def _size(element: html.HtmlElement) -> dict[str, str]:
    return {name: element.get(name) for name in ("width", "height") if element.get(name)}
