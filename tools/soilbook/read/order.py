"""The order of a list of references: by who stands at the beginning of an entry, year and title."""

from __future__ import annotations

import unicodedata

from pybtex.database import Entry
from pybtex.style.sorting.author_year_title import SortingStyle

from ..records.marked import shown

#: The fields that stand for an author who is not known, the first one that an entry has.
BODIES = ("organization", "institution", "key")
NOBODY = "Anonymous"


class ByAuthor(SortingStyle):
    """As readers look names up: accents, capitals, braces and marks do not count."""

    def sorting_key(self, entry: Entry) -> tuple[str, ...]:
        """Return what an entry is sorted by."""
        year, title = (entry.fields.get(name, "") for name in ("year", "title"))
        return tuple(_plain(part) for part in (self._who(entry), year, title))

    def _who(self, entry: Entry) -> str:
        if "author" in entry.persons or "editor" in entry.persons:
            return str(self.author_editor_key(entry))
        bodies = (entry.fields[name] for name in BODIES if name in entry.fields)
        return next(bodies, NOBODY)


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", shown(text).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
