"""What a style prints of an entry, held against what the entry says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pybtex.database import Entry

from ..records.marked import shown

_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}


def lost(entry: Entry, printed: str) -> Iterator[str]:
    """Name what every reference must say and this one does not.

    Parameters
    ----------
    entry : pybtex.database.Entry
        The entry, as styles get it.
    printed : str
        The text that a style made of it.

    Yields
    ------
    str
        The name of the field and its words that are not there, for a message.
    """
    there = _words(printed)
    for name, text in _said(entry).items():
        if missing := [word for word in _words(text) if word not in there]:
            yield f"{name} (“{' '.join(missing)}”)"


def _said(entry: Entry) -> dict[str, str]:
    """The first person, the year, the title and what it stands in; what an entry has of these."""
    names = ("title", "year", _CONTAINERS.get(entry.type, "title"))
    said = {name: entry.fields[name] for name in names if name in entry.fields}
    for role in ("author", "editor"):
        if role in entry.persons:
            return said | {role: " ".join(entry.persons[role][0].last_names)}
    return said


def _words(text: str) -> dict[str, None]:
    return dict.fromkeys(re.findall(r"\w+", shown(text).casefold()))
