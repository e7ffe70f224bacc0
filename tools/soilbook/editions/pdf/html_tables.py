"""Tables of HTML, such as those of pandas, as tables of docutils."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from lxml import html

from .html_tags import name_of, side_of
from .table_grid import width_of

if TYPE_CHECKING:
    from .html import Reader

_NUMBER = re.compile(r"[-+−–]?[\d.,\s]+(e[-+]?\d+)?\s?%?|NaN|nan|inf", re.IGNORECASE)


def table(element: html.HtmlElement, reader: Reader) -> nodes.table:
    """Return an HTML table as a table of docutils; an empty corner stays an empty header cell."""
    head, body = nodes.thead(), nodes.tbody()
    for row in _rows(element):
        made = nodes.row("", *(_entry(cell, row, reader) for cell in _cells(row)))
        if made.children:
            (head if not body.children and _is_head(row) else body).append(made)
    width = width_of([*head.children, *body.children])
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(width)), cols=width)
    if head.children:
        group += head
    group += body
    made_table = nodes.table("", classes=["colwidths-auto"])
    if (caption := element.find("caption")) is not None:
        made_table += nodes.title("", "", *reader.inline(caption))
    made_table += group
    return made_table


def _rows(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """The rows of this table, not those of tables in its cells; the foot comes last."""
    parts = sorted(element, key=lambda part: name_of(part) == "tfoot")
    for part in parts:
        if name_of(part) == "tr":
            yield part
        elif name_of(part) in ("thead", "tbody", "tfoot"):
            yield from (row for row in part if name_of(row) == "tr")


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if name_of(cell) in ("th", "td")]


def _is_head(row: html.HtmlElement) -> bool:
    return name_of(row.getparent()) == "thead" or all(name_of(one) == "th" for one in _cells(row))


def _entry(cell: html.HtmlElement, row: html.HtmlElement, reader: Reader) -> nodes.entry:
    inner = reader.blocks(cell)
    if name_of(cell) == "th" and name_of(row.getparent()) != "thead":
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
    is_number = name_of(cell) == "td" and _NUMBER.fullmatch(cell.text_content().strip())
    return side_of(cell, row) or ("right" if is_number else "left")
