"""The clean-up: what the HTML writer and notebooks give becomes what an EPUB may hold.

A rule is a function that changes the ``body`` of one page; the order of `RULES` matters. A rule
that takes something from the reader says so by a `Notice`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from .allowed import (
    BLOCKS,
    DROPPED,
    INLINE_ONLY,
    MEDIA,
    OBSOLETE,
    is_allowed,
)
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
    unwrap,
    xml_id,
)


@dataclass(frozen=True)
class Notice:
    """Something that this edition cannot show; becomes a warning of the build."""

    check: str
    message: str


Rule = Callable[[etree._Element], Iterator[Notice]]


def clean(body: etree._Element) -> list[Notice]:
    """Apply every rule to the ``body`` of a page, in place."""
    return [notice for rule in RULES for notice in rule(body)]


def _hidden_code(body: etree._Element) -> Iterator[Notice]:
    """Code that a reader of the HTML must unfold is left out; its results are shown."""
    for box in elements(body, "details"):
        if "hide" not in classes(box):
            continue
        for part in elements(box, "div", "summary"):
            if local(part) == "summary" or "cell_input" in classes(part):
                drop(part)
        unwrap(box)
    for cell in elements(body, "div"):
        if "cell" in classes(cell) and len(cell) == 0 and not text_of(cell):
            drop(cell)
    yield from ()


def _tabs(body: etree._Element) -> Iterator[Notice]:
    """Tabs become headed passages one below the other."""
    for label in elements(body, "label"):
        if "sd-tab-label" in classes(label):
            title = make("p", class_="tab-label")
            strong = etree.SubElement(title, tag("strong"))
            strong.text = text_of(label)
            replace(label, title)
    yield from ()


def _folds(body: etree._Element) -> Iterator[Notice]:
    """What unfolds is shown unfolded, with its summary as a title."""
    for box in elements(body, "details"):
        box.tag = tag("div")
        box.set("class", "fold")
        for summary in box.findall(tag("summary")):
            title = make("p", class_="fold-title")
            etree.SubElement(title, tag("strong")).text = text_of(summary)
            replace(summary, title)
    yield from ()


def _active_parts(body: etree._Element) -> Iterator[Notice]:
    """No scripts, no forms, no styles of their own, nothing that plays or embeds."""
    for element in elements(body, *MEDIA):
        yield Notice("epub-media", f"This edition cannot play {_address(element) or 'media'}.")
        replace(element, _link_to(element))
    for element in elements(body, *DROPPED):
        if element.getparent() is None:
            continue
        if local(element) == "script" and any(
            "output" in classes(parent) for parent in element.iterancestors()
        ):
            message = "An output of a notebook is drawn by a script, which this edition leaves out."
            yield Notice("epub-script", message + " Give it an image as well.")
        drop(element)
    for comment in list(body.iter(etree.Comment, etree.ProcessingInstruction)):
        drop(comment)


def _address(element: etree._Element) -> str:
    source = element.find(tag("source"))
    inner = source.get("src") if source is not None else None
    return element.get("src") or element.get("data") or inner or ""


def _link_to(element: etree._Element) -> etree._Element:
    address = _address(element)
    link = make("a", element.get("title") or address, class_="media", href=address)
    return link if address.startswith(("http:", "https:")) else make("span", class_="media")


def _obsolete(body: etree._Element) -> Iterator[Notice]:
    """Elements of older HTML, and elements that no HTML has."""
    for element in elements(body):
        name = local(element)
        if name in OBSOLETE:
            element.tag = tag(OBSOLETE[name])
        elif not is_allowed(name):
            holds_blocks = any(descendants(element, BLOCKS))
            element.tag = tag("div" if holds_blocks else "span")
    yield from ()


def _attributes(body: etree._Element) -> Iterator[Notice]:
    """Only attributes that XHTML allows and that ask for nothing from outside."""
    for element in elements(body):
        _sizes_to_style(element)
        for key, value in list(element.attrib.items()):
            if not is_allowed(local(element), key, value):
                del element.attrib[key]
        if language := element.get("lang"):
            element.set(f"{{{XML}}}lang", language)
    yield from ()


def _sizes_to_style(element: etree._Element) -> None:
    """``width="300px"`` is no XHTML, but it is a style."""
    for key in ("width", "height"):
        value = element.get(key, "")
        if local(element) == "img" and value and not value.isdecimal():
            if re.fullmatch(r"[\d.]+\s*(px|em|rem|%|cm|mm|in|pt)", value):
                style = element.get("style", "").rstrip("; ")
                element.set("style", f"{style}; {key}: {value}".lstrip("; "))
            del element.attrib[key]


def _tables(body: etree._Element) -> Iterator[Notice]:
    """Header cells say what they head; an empty one is an ordinary cell."""
    for cell in elements(body, "th"):
        if not text_of(cell) and not any(elements(cell, "img")):
            cell.tag = tag("td")
            cell.attrib.pop("scope", None)
        elif "scope" not in cell.attrib:
            heads_column = any(local(parent) == "thead" for parent in cell.iterancestors())
            cell.set("scope", "col" if heads_column else "row")
    yield from ()


def _roles(body: etree._Element) -> Iterator[Notice]:
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
    yield from ()


def _alternatives(body: etree._Element) -> Iterator[Notice]:
    """A file name is no description; the caption is a better one."""
    for image in elements(body, "img"):
        alt = image.get("alt")
        if alt is not None and alt != image.get("src"):
            continue
        figure = next((p for p in image.iterancestors(tag("figure"))), None)
        caption = figure.find(f".//{tag('figcaption')}") if figure is not None else None
        image.set("alt", text_of(caption) if caption is not None else "")
    yield from ()


def _blocks_in_lines(body: etree._Element) -> Iterator[Notice]:
    """A paragraph or a run of text holds no blocks: then it is a block itself."""
    for element in reversed(elements(body)):
        name = local(element)
        if name not in INLINE_ONLY:
            continue
        blocks = list(descendants(element, BLOCKS))
        if not blocks:
            continue
        if name in INLINE_ONLY - {"pre", "h1", "h2", "h3", "h4", "h5", "h6"}:
            element.tag = tag("div")
        else:
            for block in blocks:
                block.tag = tag("span")
    yield from ()


def _empty_parts(body: etree._Element) -> Iterator[Notice]:
    """Paragraphs and headings without content are left-overs."""
    for element in elements(body, "p", "h1", "h2", "h3", "h4", "h5", "h6"):
        if len(element) == 0 and not text_of(element) and not element.get("id"):
            drop(element)
    yield from ()


def _ids(body: etree._Element) -> Iterator[Notice]:
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
    yield from ()


RULES: tuple[Rule, ...] = (
    _hidden_code,
    _tabs,
    _folds,
    _active_parts,
    _obsolete,
    _alternatives,
    _roles,
    _attributes,
    _tables,
    _blocks_in_lines,
    _empty_parts,
    _ids,
)
