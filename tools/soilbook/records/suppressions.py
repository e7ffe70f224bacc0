"""Comments that allow a finding: ``% soilbook-allow: NAME because REASON until YYYY-MM-DD``.

Such a row stands directly above what it is for: an entry of a .bib file, or a block of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from .bibliography import Bibliography
from .markdown import MarkdownText, RowPlace

_ALLOW = re.compile(
    r"soilbook-allow\b\s*:?\s*(?P<names>.*?)"
    r"(?:(?<=[\s:])because\b\s*(?P<reason>.*?))?"
    r"(?:(?<=\s)until\s+(?P<until>\d{4}-\d\d-\d\d))?[.\s]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Suppression:
    """One such comment: where it stands, what it says, and the lines that it is for.

    `first` and `last` are 0 where nothing stands below it; `until` is as written.
    """

    line: int
    column: int
    names: tuple[str, ...]
    reason: str
    until: str
    first: int
    last: int

    def covers(self, line: int) -> bool:
        """Whether it is for a line of its file."""
        return bool(line) and self.first <= line <= self.last

    @property
    def last_day(self) -> date | None:
        """The day after which it holds no more; nothing if it has none, or no real one."""
        try:
            return date.fromisoformat(self.until) if self.until else None
        except ValueError:
            return None


def in_bibliography(bibliography: Bibliography) -> Iterator[Suppression]:
    """The suppressions of a .bib file, each for the entry below it."""
    below = _rows_below(comment.line for comment in bibliography.comments)
    ends = {entry.line: entry.end_line for entry in bibliography.entries} if below else {}
    for comment in bibliography.comments:
        first = below[comment.line]
        block = (first, ends[first]) if first in ends else (0, 0)
        yield from _read(comment.text, (comment.line, comment.column), block)


def in_text(text: MarkdownText, lines: Sequence[str], place: RowPlace) -> Iterator[Suppression]:
    """The suppressions of a page, or of a cell of a notebook, each for the block below it."""
    below = _rows_below(comment.row for comment in text.comments)
    ends = {directive.row: directive.body[1] for directive in text.directives}
    for comment in text.comments:
        if "soilbook-allow" not in comment.text:
            continue
        start = below[comment.row]
        end = min(ends.get(start, _end_of_block(lines, start, ends)), len(lines) - 1)
        block = (place(start, 0).line, place(end, 0).line) if end >= start else (0, 0)
        yield from _read(comment.text, (comment.line, comment.column), block)


def _rows_below(rows: Iterable[int]) -> dict[int, int]:
    """For the row of each comment, the row below it and all comments that follow it."""
    below: dict[int, int] = {}
    for row in sorted(rows, reverse=True):
        below[row] = below.get(row + 1, row + 1)
    return below


def _end_of_block(lines: Sequence[str], start: int, directives: Iterable[int]) -> int:
    """The last row of a block of text: an empty row ends it, and a directive does."""
    end = start
    while end < len(lines) and lines[end].strip(" \t>") and end not in directives:
        end += 1
    return end - 1


def _read(text: str, place: tuple[int, int], block: tuple[int, int]) -> Iterator[Suppression]:
    if found := _ALLOW.fullmatch(text):
        names = tuple(name for name in re.split(r"[\s,]+", found["names"]) if name)
        reason, until = found["reason"] or "", found["until"] or ""
        yield Suppression(*place, names, reason.strip(" ."), until, *block)
