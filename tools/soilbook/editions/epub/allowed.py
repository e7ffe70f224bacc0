"""What an EPUB content document may hold (HTML's own vocabulary, less what needs a browser)."""

from __future__ import annotations

import re

from .names import OPS, XML

BLOCKS = frozenset(
    """
    address article aside blockquote dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table ul
    """.split()
)

INLINE_ONLY = frozenset(
    """
    abbr b bdi bdo cite code data dfn em h1 h2 h3 h4 h5 h6 i kbd label mark p pre q s samp small
    span strong sub summary sup time u var
    """.split()
)

OTHERS = frozenset(
    """
    a area body br caption col colgroup del img ins map picture rp rt ruby tbody td tfoot th thead
    tr wbr
    """.split()
)

DROPPED = tuple(
    """
    base button canvas datalist input link meta meter noscript option output param progress script
    select source style template textarea track
    """.split()
)

MEDIA = ("audio", "embed", "iframe", "object", "video")

OBSOLETE = {
    "acronym": "abbr",
    "big": "span",
    "center": "div",
    "dir": "ul",
    "fieldset": "div",
    "font": "span",
    "form": "div",
    "label": "span",
    "legend": "p",
    "main": "div",
    "nobr": "span",
    "strike": "s",
    "tt": "code",
}

_GLOBAL = frozenset(
    ["class", "dir", "id", "lang", "role", "style", "title", f"{{{OPS}}}type", f"{{{XML}}}lang"]
)

_OF_ELEMENT = {
    "a": {"href", "hreflang", "rel"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "td": {"colspan", "headers", "rowspan"},
    "th": {"abbr", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
}

_ROLES = frozenset(
    """
    doc-backlink doc-footnote doc-index doc-noteref doc-pagebreak group img list listitem math note
    presentation
    """.split()
)


def is_allowed(element: str, attribute: str | None = None, value: str = "") -> bool:
    """Tell whether an XHTML element, or an attribute with a value on it, may stand in a page."""
    if attribute is None:
        return element in BLOCKS | INLINE_ONLY | OTHERS
    if attribute == "role":
        return value in _ROLES
    if attribute == "style":
        return not re.search(r"url\(|expression\(|@import|position\s*:\s*(fixed|absolute)", value)
    if attribute in _GLOBAL or attribute in _OF_ELEMENT.get(element, ()):
        return True
    return re.fullmatch(r"(aria|data)-[a-z][a-z0-9\-]*", attribute) is not None
