"""``jb cite fix``: repairs of a .bib file that lose nothing.

Never a name, a title or a year, and every byte that needs no repair stays as it is.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..records.answers import is_doi
from .fields import Span, entries

_NEVER = frozenset(
    "author editor translator title subtitle booktitle maintitle shorttitle year date".split()
)
_NO_COMMA = frozenset("doi isbn issn month number pages volume".split())
_ADDRESS = re.compile(r"https?://(?:www\.|dx\.)?doi\.org/", re.IGNORECASE)
_DOI_WORD = re.compile(r"\Adoi\s*:\s*", re.IGNORECASE)
_DASH = re.compile(r"(?<=[\w}])[ \t]*[–—−‒‐‑]+[ \t]*(?=[\w{])")
_STRAY = re.compile("[\udc80-\udcff]+")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH_NAMES = (
    "january february march april may june july august september october november december".split()
)
_Edit = tuple[int, int, str]


def fixed(content: bytes) -> bytes:
    """Return the repaired file; the very same bytes where there is nothing to repair."""
    text = _decoded(content)
    pieces, done = [], 0
    for start, end, new in (edit for spans in entries(text) for edit in _edits(text, spans)):
        pieces += [text[done:start], new]
        done = end
    return "".join([*pieces, text[done:]]).encode("utf-8")


def as_diff(before: bytes, after: bytes, name: str) -> str:
    """Return a unified diff of the two, empty if they are the same."""
    old = before.decode("utf-8", "replace").splitlines(keepends=True)
    new = after.decode("utf-8").splitlines(keepends=True)
    rows = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline\n" for row in rows)


def _decoded(content: bytes) -> str:
    """The text of UTF-8 without its mark; other bytes are Western European, as in old files."""
    text = content.decode("utf-8-sig", "surrogateescape")
    return _STRAY.sub(lambda stray: _western(stray[0].encode("utf-8", "surrogateescape")), text)


def _western(stray: bytes) -> str:
    try:
        return stray.decode("cp1252")
    except UnicodeDecodeError:
        return stray.decode("latin-1")


def _edits(text: str, spans: list[Span]) -> Iterator[_Edit]:
    seen: dict[str, str] = {}
    for span in spans:
        new = _new_value(span)
        value = new or text[span.value : span.value_end]
        if seen.get(span.name) == value:
            # The comma before stays, so the one behind goes with the field.
            yield span.start, span.end, ""
            continue
        seen.setdefault(span.name, value)
        if new:
            yield span.value, span.value_end, new
        if span.commas.count(",") > 1 or not (span.commas or span.is_last):
            yield span.value_end, span.end, ","


def _new_value(span: Span) -> str:
    """The repaired value with its braces; empty if it is sound, or not ours to touch."""
    if span.text is None or span.name in _NEVER:
        return ""
    text = span.text.strip()
    if span.name in _NO_COMMA:
        text = text.rstrip(",").rstrip()
    if span.name == "doi":
        text = _bare(text)
    elif span.name == "pages":
        text = _DASH.sub("--", text)
    elif span.name == "month" and (month := _month(text)):
        return month
    return f"{{{text}}}" if text != span.text else ""


def _bare(doi: str) -> str:
    """A DOI without its prefix; what is then no DOI stays as it is."""
    if address := _ADDRESS.match(doi):
        bare = unquote(doi[address.end() :])
    else:
        bare = _DOI_WORD.sub("", doi, count=1)
    return bare if is_doi(bare) else doi


def _month(text: str) -> str:
    word = text.lower().rstrip(".")
    if word in _MONTH_NAMES:
        return _MONTHS[_MONTH_NAMES.index(word)]
    return word if word in _MONTHS else ""
