"""The part of a .bib file that belongs to one entry, before it is read.

It goes from the ``@`` of the entry to where the next one begins. In it every place where a field
seems to begin is known (a stop), and which braces pair.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from .bibtypes import BIBLATEX_FIELDS, BIBTEX_FIELDS

#: The name of a type, a field or an abbreviation.
NAME = r"[^\s\"#%'(),={}@\d\0-\x1f][^\s\"#%'(),={}@\0-\x1f]*+"
CLOSERS = {"{": "}", "(": ")"}
FIELD_NAMES = BIBTEX_FIELDS | BIBLATEX_FIELDS

#: Where a field seems to begin: at the start of a row, or after a comma.
_STOP = re.compile(rf"(?:\n[^\S\n]*|,\s*)(?=({NAME})[^\S\n]*=[^\S\n]*[{{\"\w])")
_BRACE = re.compile(r"[{}]")


class Region:
    """What is known of the text from `start` to `end` before it is read."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.stops = stops_in(text, start, end)
        self.last = {closer: text.rfind(closer, start, end) for closer in CLOSERS.values()}
        #: The closing brace for each opening one that has one, and those that have none.
        self.pairs: dict[int, int] = {}
        self.unclosed: list[int] = []
        for match in _BRACE.finditer(text, start, end):
            if match[0] == "{":
                self.unclosed.append(match.start())
            elif self.unclosed:
                self.pairs[self.unclosed.pop()] = match.start()

    def unclosed_after(self, at: int) -> int:
        """The number of braces that open behind an offset and do not close."""
        return len(self.unclosed) - bisect_left(self.unclosed, at)


def stops_in(text: str, start: int, end: int) -> list[int]:
    """Where fields seem to begin; behind a comma in a row, only those of a known name."""
    found = _STOP.finditer(text, start, end)
    return [m.end() for m in found if m[0][0] == "\n" or m[1].lower() in FIELD_NAMES]
