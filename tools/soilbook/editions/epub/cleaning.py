"""The clean-up: what the HTML writer and notebooks give becomes what an EPUB may hold.

A rule is a function that changes the ``body`` of one page; the order of `RULES` matters. A rule
that takes something from the reader says so by a `Notice`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import etree

from .allowed import BLOCKS, INLINE_ONLY, OBSOLETE, is_allowed
from .equations import wide_equations
from .names import (
    EPUB_TYPE,
    XML,
    classes,
    descendants,
    drop,
    elements,
    local,
    make,
    replace,
    tag,
    text_of,
    xml_id,
)
from .unfolding import MISSING, Notice, active_parts, folds, hidden_cells, tabs, task_lists

# A table with more columns is set smaller, for nobody scrolls sideways on paper-like screens; one
# with far more cannot be read there in any size, and scrolls where a screen can.
WIDE, WIDEST = 6, 10

_COLOUR = re.compile(r"\s*(color|background(-color|-image)?)\s*:")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

Rule = Callable[[etree._Element], Iterable[Notice] | None]


def clean(body: etree._Element) -> list[Notice]:
    """Apply every rule to the ``body`` of a page, in place."""
    return [notice for rule in RULES for notice in rule(body) or ()]


def _obsolete(body: etree._Element) -> None:
    """Elements of older HTML, and elements that no HTML has."""
    for element in elements(body):
        name = local(element)
        if name in OBSOLETE:
            element.tag = tag(OBSOLETE[name])
        elif not is_allowed(name):
            holds_blocks = any(descendants(element, BLOCKS))
            element.tag = tag("div" if holds_blocks else "span")


def _attributes(body: etree._Element) -> None:
    """Only attributes that XHTML allows and that ask for nothing from outside."""
    for element in elements(body):
        _sizes_to_style(element)
        for key, value in list(element.attrib.items()):
            if not is_allowed(local(element), key, value):
                del element.attrib[key]
        if language := element.get("lang"):
            element.set(f"{{{XML}}}lang", language)


def _sizes_to_style(element: etree._Element) -> None:
    """``width="300px"`` is no XHTML, but it is a style."""
    for key in ("width", "height"):
        value = element.get(key, "")
        if local(element) == "img" and value and not value.isdecimal():
            if re.fullmatch(r"[\d.]+\s*(px|em|rem|%|cm|mm|in|pt)", value):
                style = element.get("style", "").rstrip("; ")
                element.set("style", f"{style}; {key}: {value}".lstrip("; "))
            del element.attrib[key]


def _colours(body: etree._Element) -> None:
    """Colours behind and of text are the reader's: by night, others would not be seen."""
    for element in elements(body):
        style = element.get("style", "")
        if "color" not in style and "background" not in style:
            continue
        is_text = bool(text_of(element))
        kept = [one.strip() for one in style.split(";") if not (is_text and _COLOUR.match(one))]
        element.attrib.pop("style")
        if any(kept):
            element.set("style", "; ".join(filter(None, kept)))


def _headings(body: etree._Element) -> None:
    """No level is left out on the way down."""
    last = 0
    for heading in elements(body, *_HEADINGS):
        last = min(int(local(heading)[1]), last + 1)
        heading.tag = tag(f"h{last}")


def _tables(body: etree._Element) -> None:
    """Header cells say what they head; an empty one is an ordinary cell."""
    for cell in elements(body, "th"):
        if not text_of(cell) and not any(elements(cell, "img")):
            cell.tag = tag("td")
            cell.attrib.pop("scope", None)
        elif "scope" not in cell.attrib:
            heads_column = any(local(parent) == "thead" for parent in cell.iterancestors())
            cell.set("scope", "col" if heads_column else "row")
    for table in elements(body, "table"):
        columns = max((len(row) for row in elements(table, "tr")), default=0)
        if table.find(tag("caption")) is not None:
            _add_class(table, "captioned")
        if columns > WIDE:
            _add_class(table, "wide")
        if columns > WIDEST:
            box = make("div", class_="scroll", tabindex="0")
            replace(table, box)
            table.tail = None
            box.append(table)


def _add_class(element: etree._Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".strip())


def _roles(body: etree._Element) -> None:
    """Entries of a bibliography are items of a list; footnotes are told to reading systems."""
    for element in elements(body):
        role = element.get("role")
        if role == "doc-biblioentry":
            element.set("role", "listitem")
        elif role == "doc-footnote":
            element.set(EPUB_TYPE, "footnote")
        elif role == "doc-noteref":
            element.set(EPUB_TYPE, "noteref")
        if "footnote-list" in classes(element):
            element.tag = tag("section")
            element.set(EPUB_TYPE, "footnotes")
    for element in elements(body):
        if element.get("role") == "list":
            for child in element:
                child.set("role", "listitem")
    for element in elements(body):
        parent = element.getparent()
        if element.get("role") == "listitem" and parent.get("role") != "list":
            del element.attrib["role"]


def _alternatives(body: etree._Element) -> None:
    """A file name is no description; the caption is a better one."""
    for image in elements(body, "img"):
        alt = image.get("alt")
        if alt is not None and alt != image.get("src"):
            continue
        figure = next((p for p in image.iterancestors(tag("figure"))), None)
        caption = figure.find(f".//{tag('figcaption')}") if figure is not None else None
        image.set("alt", text_of(caption) if caption is not None else "")


def _blocks_in_lines(body: etree._Element) -> None:
    """A paragraph or a run of text holds no blocks: then it is a block itself."""
    for element in reversed(elements(body)):
        name = local(element)
        if name not in INLINE_ONLY:
            continue
        blocks = list(descendants(element, BLOCKS))
        if not blocks:
            continue
        if name in INLINE_ONLY - {"pre", *_HEADINGS}:
            element.tag = tag("div")
        else:
            for block in blocks:
                block.tag = tag("span")


def _empty_parts(body: etree._Element) -> None:
    """Paragraphs and headings without content are left-overs."""
    for element in elements(body, "p", *_HEADINGS):
        is_empty = len(element) == 0 and not text_of(element) and not element.get("id")
        if is_empty and MISSING not in classes(element):
            drop(element)


def _ids(body: etree._Element) -> None:
    """Ids are XML names, each used once; what points to an id that is not there goes."""
    seen: set[str] = set()
    for element in body.iter():
        if not isinstance(element.tag, str) or "id" not in element.attrib:
            continue
        name = xml_id(element.get("id", ""))
        if name in seen or not element.get("id"):
            del element.attrib["id"]
        else:
            element.set("id", name)
            seen.add(name)
    for element in elements(body):
        for key in ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "for"):
            if key in element.attrib:
                names = [xml_id(name) for name in element.get(key, "").split()]
                element.set(key, " ".join(name for name in names if name in seen))
                if not element.get(key):
                    del element.attrib[key]


RULES: tuple[Rule, ...] = (
    hidden_cells,
    task_lists,
    tabs,
    folds,
    active_parts,
    _obsolete,
    _alternatives,
    _roles,
    _attributes,
    _colours,
    _headings,
    _tables,
    wide_equations,
    _blocks_in_lines,
    _empty_parts,
    _ids,
)
