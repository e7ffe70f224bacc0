"""A fragment of HTML as docutils nodes: simple markup of authors, and outputs of notebooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import ClassVar

from docutils import nodes
from lxml import etree, html
from sphinx import addnodes

from . import html_embedded
from .html_inline import inline_element, line_break
from .html_tables import table
from .html_tags import name_of, side_of

# What a browser does not show either.
_UNSEEN = {"style", "template", "link", "meta", "colgroup", "head", "title", "datalist", "base"}
_BOXES = {"div", "section", "article", "main", "header", "footer", "nav", "aside", "address"}
_BOXES |= {"fieldset", "dialog", "hgroup", "search", "noscript", "picture", "center", "dd", "form"}
_LISTS: dict[str, type[nodes.Element]] = {
    "ul": nodes.bullet_list,
    "menu": nodes.bullet_list,
    "li": nodes.list_item,
}
_TITLES = {"summary", "figcaption", "caption", "legend", "dt"}
_HEADING = re.compile(r"h([1-6])")
_NAMED = [
    re.compile(r'"title":\s*\{\s*"text":\s*"([^"\\]+)"'),
    re.compile(r'"title":\s*"([^"\\]+)"'),
    re.compile(r"<title>([^<]+)</title>"),
]
_NUMBERING = {"a": "loweralpha", "A": "upperalpha", "i": "lowerroman", "I": "upperroman"}


@dataclass
class Found:
    """What a fragment of HTML holds.

    Parameters
    ----------
    nodes : list of docutils.nodes.Node
    scripts : bool
        Whether it has a script, which may draw what cannot be seen here.
    """

    nodes: list[nodes.Node] = field(default_factory=list)
    scripts: bool = False


def read(source: str, *, is_inline: bool) -> Found:
    """Read a fragment of HTML.

    Parameters
    ----------
    source : str
        HTML, as an author or pandas writes it.
    is_inline : bool
        Whether it stands in a line of text.
    """
    if not re.sub(r"<!--.*?-->", "", source, flags=re.DOTALL).strip():
        return Found()
    try:
        root = html.fragment_fromstring(source, create_parent="div")
    except etree.ParserError:
        return Found()
    scripts = [one for one in root.iter() if name_of(one) in ("script", "canvas")]
    for script in scripts:
        script.drop_tree()
    reader = Reader()
    return Found(reader.inline(root) if is_inline else reader.blocks(root), bool(scripts))


class Reader:
    """Reads the elements of a fragment, in lines or as blocks."""

    def blocks(self, element: html.HtmlElement) -> list[nodes.Node]:
        """Read children; runs of text between blocks become paragraphs."""
        found: list[nodes.Node] = []
        line: list[nodes.Node] = _text(element.text)
        for child in element:
            block = self._block(child)
            if block is None:
                line += self._in_line(child)
            else:
                found += [*_paragraph(line), *_in_its_language(child, block)]
                line = []
            line += _text(child.tail)
        return [*found, *_paragraph(line)]

    def inline(self, element: html.HtmlElement) -> list[nodes.Node]:
        """Read children as parts of a line."""
        found = _text(element.text)
        for child in element:
            found += [*self._in_line(child), *_text(child.tail)]
        return found

    def _block(self, element: html.HtmlElement) -> list[nodes.Node] | None:
        """Return the nodes of a block; None for what belongs into a line."""
        name = name_of(element)
        if name in _UNSEEN:
            return []
        if name in html_embedded.BLOCKS:
            return html_embedded.BLOCKS[name](element)
        if name in self._SPECIAL:
            return self._SPECIAL[name](self, element)
        if heading := _HEADING.fullmatch(name):
            level = {"heading-level": int(heading[1])}
            return [nodes.rubric("", "", *self.inline(element), **level)]
        if name in _TITLES:
            return [nodes.rubric("", "", *self.inline(element))]
        if name in _LISTS:
            return [_LISTS[name]("", *self.blocks(element))]
        if name in _BOXES or any(name_of(one) in _IN_BLOCKS for one in element.iterdescendants()):
            return self._centred(element) or self.blocks(element)
        return None

    def _in_line(self, element: html.HtmlElement) -> list[nodes.Node]:
        name = name_of(element)
        if name in _UNSEEN or not name:
            return []
        if name in html_embedded.IN_LINE:
            return html_embedded.IN_LINE[name](element)
        if name in html_embedded.BLOCKS:
            return [_made_inline(one) for one in html_embedded.BLOCKS[name](element)]
        if name in ("br", "wbr"):
            return [line_break()] if name == "br" else [nodes.Text("\u200b")]
        return inline_element(name, dict(element.attrib), self.inline(element))

    def _paragraph(self, element: html.HtmlElement) -> list[nodes.Node]:
        return self._centred(element) or _paragraph(self.inline(element))

    def _centred(self, element: html.HtmlElement) -> list[nodes.Node]:
        name = name_of(element)
        if name == "center" or (name == "p" and side_of(element) == "center"):
            return [addnodes.centered("", "", *self.inline(element))]
        return []

    def _list(self, element: html.HtmlElement) -> list[nodes.Node]:
        made = nodes.enumerated_list("", *self.blocks(element))
        made["enumtype"] = _NUMBERING.get(element.get("type", ""), "arabic")
        if element.get("start", "").isdecimal():
            made["start"] = int(element.get("start"))
        return [made]

    def _definitions(self, element: html.HtmlElement) -> list[nodes.Node]:
        made = nodes.definition_list()
        for child in element.iter("dt", "dd"):
            if name_of(child) == "dt":
                made += nodes.definition_list_item("", nodes.term("", "", *self.inline(child)))
            elif made.children:
                made.children[-1] += nodes.definition("", *self.blocks(child))
        return [made]

    def _quotation(self, element: html.HtmlElement) -> list[nodes.Node]:
        sources = [one for one in element if name_of(one) in ("footer", "figcaption")]
        said = [nodes.attribution("", "", *self.inline(one)) for one in sources]
        for one in sources:
            one.drop_tree()
        for one in said:
            if one.children and isinstance(one.children[0], nodes.Text):
                # The edition sets a dash of its own.
                one.children[0] = nodes.Text(one.children[0].lstrip("—– \n"))
        return [nodes.block_quote("", *self.blocks(element), *said)]

    def _code(self, element: html.HtmlElement) -> list[nodes.Node]:
        text = element.text_content().strip("\n")
        classes = " ".join(one.get("class", "") for one in element.iter())
        named = re.search(r"language-(\w+)", classes)
        return [nodes.literal_block(text, text, language=named[1] if named else "none")]

    def _figure(self, element: html.HtmlElement) -> list[nodes.Node]:
        captions = [one for one in element if name_of(one) == "figcaption"]
        said = [nodes.caption("", "", *self.inline(one)) for one in captions]
        for one in captions:
            one.drop_tree()
        return [nodes.figure("", *self.blocks(element), *said)]

    def _details(self, element: html.HtmlElement) -> list[nodes.Node]:
        return [nodes.container("", *self.blocks(element), design_component="dropdown")]

    _SPECIAL: ClassVar[dict[str, Callable[[Reader, html.HtmlElement], list[nodes.Node]]]] = {
        "p": _paragraph,
        "table": lambda self, element: [table(element, self)],
        "hr": lambda _self, _element: [nodes.transition()],
        "ol": _list,
        "dl": _definitions,
        "blockquote": _quotation,
        "pre": _code,
        "figure": _figure,
        "details": _details,
    }


_IN_BLOCKS = {*_BOXES, *_LISTS, *_TITLES, *Reader._SPECIAL, *html_embedded.BLOCKS}
_IN_BLOCKS |= {f"h{level}" for level in range(1, 7)}


def _text(text: str | None) -> list[nodes.Node]:
    return [nodes.Text(text)] if text else []


def _paragraph(line: Iterable[nodes.Node]) -> list[nodes.Node]:
    line = list(line)
    is_empty = all(isinstance(one, nodes.Text) and not one.strip() for one in line)
    return [] if is_empty else [nodes.paragraph("", "", *line)]


def _in_its_language(element: html.HtmlElement, made: list[nodes.Node]) -> list[nodes.Node]:
    if language := element.get("lang"):
        for one in made:
            if isinstance(one, nodes.Element):
                one["lang"] = language
    return made


def _made_inline(node: nodes.Node) -> nodes.Node:
    if isinstance(node, html_embedded.elsewhere):
        node["is_inline"] = True
    return node


def title_of(source: str) -> str:
    """Guess the title of what the scripts of a fragment draw, as plotting libraries write it."""
    for pattern in _NAMED:
        if match := pattern.search(source):
            return " ".join(html.fromstring(f"<p>{match[1]}</p>").text_content().split())
    return ""
