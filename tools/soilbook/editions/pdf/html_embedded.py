"""What HTML embeds: films, frames, drawings, equations, parts of forms."""

from __future__ import annotations

import re
from collections.abc import Callable

from docutils import nodes
from lxml import etree, html

from .html_tags import name_of, size_of

# What lxml writes in small letters, and SVG does not know so.
_CAMELS = "viewBox preserveAspectRatio linearGradient radialGradient clipPath clipPathUnits "
_CAMELS += "gradientUnits gradientTransform patternUnits patternTransform patternContentUnits "
_CAMELS += "textPath textLength lengthAdjust markerWidth markerHeight markerUnits refX refY "
_CAMELS += "spreadMethod startOffset stdDeviation feGaussianBlur feOffset feBlend foreignObject"
_CAMEL = {name.lower(): name for name in _CAMELS.split()}
_SVG = "http://www.w3.org/2000/svg"
_PICTURE = re.compile(r"\.(png|jpe?g|gif|svg|webp)\Z", re.IGNORECASE)
_FILMS = re.compile(r"youtu\.?be|vimeo|dailymotion|peertube|/videos?/|\.mp4|\.webm")


class elsewhere(nodes.General, nodes.Element):
    """What only a screen shows: its `kind`, its `title`, its `address` if it has one."""


def source_of(element: html.HtmlElement) -> str:
    """Return the address of what an element embeds; nothing when it holds the content itself."""
    given = [element, *(one for one in element.iter() if name_of(one) == "source")]
    found = (one.get("src") or one.get("data") or one.get("srcset") or "" for one in given)
    address = next(filter(None, found), "").strip()
    if address.startswith("//"):
        return f"https:{address}"
    return "" if address.startswith(("data:", "blob:", "about:")) else address


def _title(element: html.HtmlElement) -> str:
    inside = re.search(r"<title>(.*?)</title>", element.get("srcdoc", ""), re.DOTALL)
    given = element.get("title") or element.get("aria-label") or (inside[1] if inside else "")
    return " ".join(given.split())


def _frame(element: html.HtmlElement) -> list[nodes.Node]:
    address = source_of(element)
    kind = "video" if _FILMS.search(address) else "frame"
    kind = kind if address else "interactive"
    return [elsewhere(kind=kind, title=_title(element), address=address)]


def _media(element: html.HtmlElement) -> list[nodes.Node]:
    """A film or a sound; the still picture of a film is shown."""
    kind = "video" if name_of(element) == "video" else "audio"
    card = elsewhere(kind=kind, title=_title(element), address=source_of(element))
    still = element.get("poster")
    return [nodes.image("", uri=still, alt=_title(element), width="60%"), card] if still else [card]


def _object(element: html.HtmlElement) -> list[nodes.Node]:
    address = source_of(element)
    title = _title(element) or " ".join(element.text_content().split())
    if _PICTURE.search(address):
        return [nodes.image("", uri=address, alt=title, **size_of(element))]
    return [elsewhere(kind="frame", title=title, address=address)]


def _picture(element: html.HtmlElement) -> list[nodes.Node]:
    uri = element.get("src", "")
    return [nodes.image("", uri=uri, alt=element.get("alt", ""), **size_of(element))]


def _drawing(element: html.HtmlElement) -> list[nodes.Node]:
    """An SVG in the page; one that is hidden from screen readers decorates."""
    title = next((one.text for one in element.iter() if name_of(one) == "title"), None)
    alt = element.get("aria-label") or title or ""
    size = size_of(element)
    for one in element.iter():
        if isinstance(one.tag, str):
            one.tag = _CAMEL.get(one.tag, one.tag)
            for name in [name for name in one.attrib if name in _CAMEL]:
                one.set(_CAMEL[name], one.attrib.pop(name))
    element.set("xmlns", _SVG)
    element.attrib.pop("width", None)
    element.attrib.pop("height", None)
    if "viewBox" not in element.attrib and {"width", "height"} <= size.keys():
        element.set("viewBox", f"0 0 {_number(size['width'])} {_number(size['height'])}")
    drawn = etree.tostring(element, encoding="unicode", with_tail=False)
    return [nodes.image("", uri="drawing.svg", drawing=drawn, alt=alt, **size)]


def _number(size: str) -> str:
    found = re.match(r"[\d.]+", size)
    return found[0] if found else "100"


def _equation(element: html.HtmlElement) -> list[nodes.Node]:
    """MathML: its TeX when it brings that, else its characters."""
    for one in element.iter():
        if name_of(one) == "annotation" and "tex" in one.get("encoding", ""):
            return [nodes.math("", (one.text or "").strip())]
    text = " ".join(element.text_content().split())
    return [elsewhere(kind="formula", title=text, address="", is_inline=True)]


def _box(element: html.HtmlElement) -> list[nodes.Node]:
    """A field of a form: a box to tick, a button, or space to write."""
    kind = element.get("type", "text")
    if kind in ("checkbox", "radio"):
        return [nodes.Text("☑ " if "checked" in element.attrib else "☐ ")]
    if kind in ("hidden", "file"):
        return []
    shown = element.get("value") or element.get("placeholder") or element.text_content().strip()
    is_button = kind in ("button", "submit", "reset")
    text = nodes.inline("", shown or "…", classes=["kbd" if is_button else "field"])
    return [text, elsewhere(kind="form", title="", address="", is_inline=True)]


def _choice(element: html.HtmlElement) -> list[nodes.Node]:
    options = [" ".join(one.text_content().split()) for one in element.iter("option")]
    text = nodes.inline("", " / ".join(options), classes=["field"])
    return [text, elsewhere(kind="form", title="", address="", is_inline=True)]


BLOCKS: dict[str, Callable[[html.HtmlElement], list[nodes.Node]]] = {
    "iframe": _frame,
    "embed": _frame,
    "video": _media,
    "audio": _media,
    "object": _object,
}
IN_LINE: dict[str, Callable[[html.HtmlElement], list[nodes.Node]]] = {
    "img": _picture,
    "svg": _drawing,
    "math": _equation,
    "input": _box,
    "textarea": _box,
    "select": _choice,
}
