"""What needs a browser or a finger: folded cells, tabs, boxes to tick, scripts, films.

Each becomes what can be read from top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from .allowed import BLOCKS, DROPPED, MEDIA
from .names import (
    SVG,
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
)

#: The class of an empty paragraph that will say that something is only in the web edition.
MISSING = "missing"


@dataclass(frozen=True)
class Notice:
    """Something that this edition cannot show; becomes a warning of the build."""

    check: str
    message: str


def hidden_cells(body: etree._Element) -> None:
    """What a reader of the HTML must unfold is left out, but not what the text may refer to."""
    for box in elements(body, "details"):
        if "hide" not in classes(box):
            continue
        captioned = [part for part in elements(box, "figure", "table") if _has_caption(part)]
        for part in captioned:
            part.tail = None
        box[:] = captioned
        box.text = None
        unwrap(box)
    for cell in elements(body, "div"):
        if "cell" in classes(cell) and len(cell) == 0 and not text_of(cell):
            drop(cell)


def _has_caption(part: etree._Element) -> bool:
    return any(local(child) in ("figcaption", "caption") for child in part)


def task_lists(body: etree._Element) -> None:
    """A box to tick becomes a character."""
    for box in elements(body, "input"):
        if box.get("type") == "checkbox":
            sign = "☑" if "checked" in box.attrib else "☐"
            replace(box, make("span", sign, class_="task"))


def tabs(body: etree._Element) -> None:
    """Tabs become headed passages one below the other."""
    for label in elements(body, "label"):
        if "sd-tab-label" in classes(label):
            _become_title(label, "tab-label")


def folds(body: etree._Element) -> None:
    """What unfolds is shown unfolded, with its summary as a title."""
    for box in elements(body, "details"):
        box.tag = tag("div")
        box.set("class", "fold")
        for summary in box.findall(tag("summary")):
            _become_title(summary, "fold-title")


def _become_title(handle: etree._Element, kind: str) -> None:
    """What one takes hold of to unfold becomes a title in one line, without arrows and icons."""
    for part in list(handle.iter(f"{{{SVG}}}svg")):
        drop(part)
    for part in elements(handle, "span"):
        if any(name.startswith("sd-") for name in classes(part)):
            unwrap(part)
    if not text_of(handle) and not elements(handle, "img"):
        drop(handle)
        return
    for block in descendants(handle, BLOCKS):
        block.tag = tag("span")
    title = make("p", class_=kind)
    if name := handle.get("id"):
        title.set("id", name)
    strong = etree.SubElement(title, tag("strong"))
    strong.text = (handle.text or "").lstrip()
    strong.extend(list(handle))
    replace(handle, title)


def active_parts(body: etree._Element) -> Iterator[Notice]:
    """No scripts, no forms, no styles of their own, nothing that plays or embeds."""
    for element in elements(body, *MEDIA):
        yield Notice("epub-media", f"This edition cannot play {_address(element) or 'media'}.")
        replace(element, _link_to(element))
    yield from _drawn_outputs(body)
    foreign = body.iter(f"{{{SVG}}}script")
    for element in [*elements(body, *DROPPED), *foreign]:
        if element.getparent() is not None:
            drop(element)
    for comment in list(body.iter(etree.Comment, etree.ProcessingInstruction)):
        drop(comment)


def _drawn_outputs(body: etree._Element) -> Iterator[Notice]:
    """Say on the page, too, where a script of a notebook would have drawn something."""
    for output in elements(body, "div"):
        if "output" not in classes(output) or not elements(output, "script"):
            continue
        message = "An output of a notebook is drawn by a script, which this edition leaves out."
        yield Notice("epub-script", message + " Give it an image as well.")
        if not elements(output, "img", "table"):
            output.append(make("p", class_=MISSING))


def _address(element: etree._Element) -> str:
    source = element.find(tag("source"))
    inner = source.get("src") if source is not None else None
    return element.get("src") or element.get("data") or inner or ""


def _link_to(element: etree._Element) -> etree._Element:
    address = _address(element)
    if address.startswith(("http:", "https:")):
        return make("a", element.get("title") or address, class_="media", href=address)
    return make("p", class_=MISSING)
