"""Where the fields of a .bib file stand in its text, for edits that leave all else as it is.

Stricter than the reader in `soilbook.records`: an entry with anything unexpected in it is passed
over, because only what is certain is edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ENTRY = re.compile(r"^[ \t]*@[ \t]*([A-Za-z]\w*)[ \t]*\{", re.MULTILINE)
_KEY = re.compile(r"\s*[^\s,{}\"=#]+\s*,")
_NAME = re.compile(r"\s*([A-Za-z][\w:.+-]*)\s*=\s*")
_WORD = re.compile(r"[\w:.+-]+")
_JOIN = re.compile(r"\s*#\s*")
_COMMAS = re.compile(r"(?:\s*,)*")
_CLOSE = re.compile(r"\s*\}")
# A row that begins an entry ends the search: a value that holds one is a brace left open.
_BRACES = re.compile(r"[{}]|^[ \t]*@[ \t]*[A-Za-z]\w*[ \t]*\{", re.MULTILINE)
_SIGNS = re.compile(r'[{}"]|^[ \t]*@[ \t]*[A-Za-z]\w*[ \t]*\{', re.MULTILINE)
_NO_ENTRIES = ("comment", "preamble", "string")


@dataclass(frozen=True, slots=True)
class Span:
    """One field: its name, where its row and value begin and end, and what its commas are.

    ``start`` is behind the field before it; ``value`` to ``value_end`` holds the braces or quotes;
    ``end`` is behind the commas that follow. A value that is joined from parts has no text.
    """

    name: str
    start: int
    value: int
    value_end: int
    end: int
    text: str | None
    commas: str
    is_last: bool = False


def entries(text: str) -> Iterator[list[Span]]:
    """The fields of each entry that can be read to its end without doubt."""
    at = 0
    while entry := _ENTRY.search(text, at):
        at = entry.end()
        if entry[1].lower() in _NO_ENTRIES:
            at = _closing(text, at - 1) or at
            continue
        spans = _fields(text, at)
        if spans is not None:
            yield spans
            at = spans[-1].end if spans else at


def _fields(text: str, at: int) -> list[Span] | None:
    key = _KEY.match(text, at)
    if key is None:
        return None
    spans: list[Span] = []
    at = key.end()
    while name := _NAME.match(text, at):
        span = _field(text, name)
        if span is None:
            return None
        spans.append(span)
        at = span.end
    return spans if _CLOSE.match(text, at) else None


def _field(text: str, name: re.Match[str]) -> Span | None:
    end = _value(text, name.end())
    if end is None:
        return None
    is_joined = False
    while joint := _JOIN.match(text, end):
        is_joined = True
        end = _value(text, joint.end())
        if end is None:
            return None
    commas = _COMMAS.match(text, end)
    after = commas.end() if commas else end
    is_last = _CLOSE.match(text, after) is not None
    if not is_last and after == end and not _NAME.match(text, after):
        return None
    bare = text[name.end() : end]
    content = None if is_joined else bare[1:-1] if bare[:1] in ("{", '"') else None
    return Span(
        name[1].lower(), name.start(), name.end(), end, after, content, text[end:after], is_last
    )


def _value(text: str, at: int) -> int | None:
    """Where one value ends: in braces, in quotation marks, or a word."""
    if text.startswith("{", at):
        return _closing(text, at)
    if text.startswith('"', at):
        return _closing_mark(text, at)
    word = _WORD.match(text, at)
    return word.end() if word else None


def _closing(text: str, at: int) -> int | None:
    """Behind the brace that closes the one at `at`; BibTeX counts those after a backslash, too."""
    depth = 0
    for brace in _BRACES.finditer(text, at):
        if len(brace[0]) > 1:
            return None
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return None


def _closing_mark(text: str, at: int) -> int | None:
    depth = 0
    for sign in _SIGNS.finditer(text, at + 1):
        if sign[0] == '"' and depth == 0:
            return sign.end()
        depth += {"{": 1, "}": -1, '"': 0}.get(sign[0], -len(text))
        if depth < 0:
            return None
    return None
