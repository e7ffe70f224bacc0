"""Tags of HTML that stand in a line of text, as docutils nodes."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes

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
CLASSED = {
    "kbd": "kbd",
    "button": "kbd",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "mark": "mark",
    "u": "underline",
    "ins": "underline",
}
# They say nothing by themselves, but their classes or language may.
TRANSPARENT = {"span", "small", "time", "font", "big", "label", "bdi", "bdo", "nobr", "data"}
PAIRED = {*INLINE, *CLASSED, *TRANSPARENT, "a", "abbr", "q", "ruby", "rt", "rp"}
"""Tags that Markdown leaves apart in a line, and that have an end."""


class line_break(nodes.Inline, nodes.Element):
    """A line broken by the author."""


def inline_element(
    name: str, options: Mapping[str, str], inner: list[nodes.Node]
) -> list[nodes.Node]:
    """Return a tag with what it holds as nodes."""
    if name == "a" and options.get("href"):
        return [nodes.reference("", "", *inner, refuri=options["href"])]
    if name == "abbr" and options.get("title"):
        return [nodes.abbreviation("", "", *inner, explanation=options["title"])]
    if name == "q":
        return [nodes.Text("“"), *inner, nodes.Text("”")]
    if name == "rt":
        return [nodes.Text(" ("), *inner, nodes.Text(")")]
    if name == "rp":
        return []
    if name in INLINE:
        return [INLINE[name]("", "", *inner)]
    classes = [CLASSED[name]] if name in CLASSED else options.get("class", "").split()
    if classes or options.get("lang"):
        return [nodes.inline("", "", *inner, classes=classes, lang=options.get("lang", ""))]
    return inner
