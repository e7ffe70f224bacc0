"""What the readers of HTML ask a tag."""

from __future__ import annotations

import re

from lxml import html


def name_of(element: html.HtmlElement | None) -> str:
    """Return the name of a tag in small letters; nothing for a comment."""
    return element.tag.lower() if element is not None and isinstance(element.tag, str) else ""


def side_of(*elements: html.HtmlElement) -> str:
    """Return to which side the first element that says so sets its text."""
    for one in elements:
        style = f"{one.get('style', '')};text-align:{one.get('align', '')}"
        if match := re.search(r"text-align:\s*(left|right|center)", style):
            return match[1]
    return ""


def size_of(element: html.HtmlElement) -> dict[str, str]:
    """Return the width and height that a picture has in HTML, as attributes of a node."""
    return {name: element.get(name) for name in ("width", "height") if element.get(name)}
