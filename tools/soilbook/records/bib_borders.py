"""Where entries of a .bib file seem to begin, before anything of them is read."""

from __future__ import annotations

import re
from bisect import bisect_right

from .bib_region import NAME
from .bibtypes import TYPE_ALIASES, TYPES

#: What begins with an ``@`` and is no entry.
COMMANDS = frozenset({"comment", "preamble", "string"})
_KNOWN = COMMANDS | TYPES.keys() | TYPE_ALIASES.keys()
#: An @ that begins its row, or follows the end of something; then its type, and what follows.
_BORDER = re.compile(
    rf"[\n}})][^\w\n{{}}()@=\"]*+(?=@\s*+({NAME})?+(\s*+[{{(]|(?:[^\S\n]++[^\s,{{}}()=@]++)?,)?)"
)
_BRACE = re.compile(r"[{}]")
#: How many rows that look like entries the values of an entry may hold.
_MOST_ROWS = 8


class Borders:
    """The offsets of every ``@`` that seems to begin an entry, counted from 0."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offsets: list[int] = []
        self._is_known: list[bool] = []
        # The first row has no end of a row before it.
        if first := _BORDER.match(f"\n{text[:200]}"):
            self._add(first.end() - 1, first)
        for match in _BORDER.finditer(text):
            self._add(match.end(), match)

    def _add(self, at: int, match: re.Match[str]) -> None:
        kind = (match[1] or "").lower()
        opening = (match[2] or "").lstrip()[:1]
        # The brace may be missing where the type is known.
        if (opening and (opening in "{(" or glued_type(kind))) or kind in COMMANDS:
            self.offsets.append(at)
            self._is_known.append(kind in _KNOWN)

    def at(self, index: int) -> int:
        """The offset of one border; behind the last, the end of the file."""
        return self.offsets[index] if index < len(self.offsets) else len(self.text)

    def next_after(self, at: int) -> int:
        """The number of the first border behind an offset."""
        return bisect_right(self.offsets, at)

    def is_one(self, at: int) -> bool:
        """Whether a border stands at an offset."""
        index = self.next_after(at) - 1
        return index >= 0 and self.offsets[index] == at

    def closing(self, index: int, last: int, depth: int) -> int | None:
        """The border behind the place where braces that are open before `index` are closed.

        Nothing if they are still open at the border `last`.
        """
        for border in range(index, min(last, len(self.offsets))):
            for match in _BRACE.finditer(self.text, self.at(border), self.at(border + 1)):
                depth += 1 if match[0] == "{" else -1
                if depth == 0:
                    return border + 1
        return None

    def last_in_values(self, index: int) -> int:
        """How far the values of the entry before `index` may reach, as the number of a border."""
        return index + _MOST_ROWS

    def entries_between(self, index: int, end: int) -> list[int]:
        """The borders of entries of a known type from one on, before an offset."""
        numbers = range(index, bisect_right(self.offsets, end))
        return [self.offsets[number] for number in numbers if self._is_known[number]]


def glued_type(name: str) -> str:
    """The type in ``@articlesmith2010,``, where the brace between type and key is missing."""
    return max((known for known in _KNOWN if name.startswith(known)), key=len, default="")
