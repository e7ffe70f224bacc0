"""What stands inside a run of MyST text: citations and images, never inside code spans."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from .places import Fault, Place

#: Where the character at an offset of a run stands in its file.
Locate = Callable[[int], Place]

_INLINE = re.compile(
    r"""
    (?P<escape>\\.)
  | <!--(?P<comment>.*?)-->
  | \{(?P<role>[A-Za-z_][\w:+.-]*)\}(?P<ticks>`+)(?!`)(?P<content>.*?)(?<!`)(?P=ticks)(?!`)
  | (?P<code>`+)(?!`).*?(?<!`)(?P=code)(?!`)
  | `+
  | !\[(?P<alt>(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)\]
    (?:\(\s*(?P<target><[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\))*)
       (?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)
      |\[(?P<reference>[^\[\]]+)\])
    (?P<attributes>\{[^{}\n]*\})?
  | <img(?P<html>\s(?:[^<>"']|"[^"]*"|'[^']*')*)>
    """,
    re.VERBOSE | re.DOTALL,
)
_CITATION_ROLE = re.compile(r"(?:foot)?cite(?::\w+)?\Z")
# As sphinxcontrib-bibtex reads it: an optional text in braces before and after each key.
_TARGET = re.compile(r"\s*(?:\{[^{}]+\})?\s*(?P<key>[^{}\s,]+)\s*(?:\{[^{}]+\})?\s*(?:,|\Z)")
_HTML_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")


@dataclass(frozen=True, slots=True)
class Citation:
    """One key in a citation role, and where the key stands."""

    key: str
    role: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Image:
    """One image in the text; `kind` is ``markdown``, ``html``, ``image`` or ``figure``.

    ``alt`` is None where the author gave none; ``target`` is None where it is given elsewhere.
    """

    kind: str
    target: str | None
    alt: str | None
    classes: tuple[str, ...]
    line: int
    column: int


@dataclass(slots=True)
class Marks:
    """What was found in the text of one page, in order."""

    citations: list[Citation] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    malformed_citations: list[Fault] = field(default_factory=list)


def scan_inline(text: str, locate: Locate, marks: Marks) -> None:
    """Add the citations and images of one run of text to `marks`."""
    if "`" not in text and "![" not in text and "<img" not in text:
        return
    for match in _INLINE.finditer(text):
        if match["role"] and _CITATION_ROLE.match(match["role"]):
            _scan_citation(match["role"], match["content"], match.start("content"), locate, marks)
        elif match["alt"] is not None:
            marks.images.append(_markdown_image(match, locate(match.start())))
        elif match["html"]:
            marks.images.append(_html_image(match["html"], locate(match.start())))


def scan_citations(text: str, locate: Locate, marks: Marks) -> None:
    """Add only the citations: for captions inside code, and for reStructuredText."""
    if "cite" not in text:
        return
    for match in re.finditer(r"[{:]((?:foot)?cite(?::\w+)?)[}:]`([^`]+)`", text):
        _scan_citation(match[1], match[2], match.start(2), locate, marks)


def _scan_citation(role: str, content: str, start: int, locate: Locate, marks: Marks) -> None:
    at = 0
    while at < len(content) or not content.strip():
        match = _TARGET.match(content, at)
        if match is None:
            message = (
                f'"{content}" is no list of keys: separate keys by commas, and put text before or '
                "after a key in braces: {see}key{p. 3}."
            )
            rest = content[at:]
            blanks = len(rest) - len(rest.lstrip()) if rest.strip() else 0
            marks.malformed_citations.append(Fault(*locate(start + at + blanks), message))
            return
        marks.citations.append(Citation(match["key"], role, *locate(start + match.start("key"))))
        at = match.end()


def _markdown_image(match: re.Match[str], place: Place) -> Image:
    target = match["target"]
    if target is not None:
        target = re.sub(r"\\(.)", r"\1", target.strip("<>"))
    attributes = match["attributes"] or ""
    classes = tuple(re.findall(r"(?<=\.)[\w-]+", re.sub(r'"[^"]*"', "", attributes)))
    written = re.search(r'\balt\s*=\s*"([^"]*)"', attributes)
    alt = match["alt"] or (written[1] if written else None)
    return Image("markdown", target, alt, classes, *place)


def _html_image(attributes: str, place: Place) -> Image:
    pairs: Iterator[tuple[str, str]] = (
        (m[1].lower(), m[2].strip("\"'")) for m in _HTML_ATTRIBUTE.finditer(attributes)
    )
    values = dict(pairs)
    classes = tuple(values.get("class", "").split())
    return Image("html", values.get("src"), values.get("alt"), classes, *place)
