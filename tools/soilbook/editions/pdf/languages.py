"""The language of a passage, for hyphenation and for those who listen."""

from __future__ import annotations

import re

from docutils import nodes

from .markup import call, content, string

_CLASS = re.compile(r"lang(?:uage)?-([a-zA-Z]{2,3})(?:-([a-zA-Z]{2}))?")
# What calls a programming language its language.
_CODE = (nodes.literal, nodes.literal_block)


def in_language(node: nodes.Node, markup: str) -> str:
    """Return the source of a node, in its own language when it says that it has one."""
    found = _language_of(node) if isinstance(node, nodes.Element) else None
    if not found or not markup.strip():
        return markup
    language, region = found
    told = {"lang": string(language), "region": string(region.upper()) if region else None}
    end = "\n\n" if markup.endswith("\n\n") else ""
    return call("text", content(markup), **told) + end


def _language_of(node: nodes.Element) -> tuple[str, str] | None:
    """Return language and region, which may be empty."""
    if isinstance(node, _CODE):
        return None
    for given in (node.get("lang", ""), node.get("language", "")):
        if given:
            language, _, region = str(given).replace("_", "-").partition("-")
            return language.lower(), region if len(region) == 2 else ""
    for name in node.get("classes", ()):
        if match := _CLASS.fullmatch(name):
            return match[1].lower(), match[2] or ""
    return None
