"""Letters behind the year, for works that would be cited alike: Lal (2004a) and Lal (2004b)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from pybtex.database import Entry
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

from .order import ByAuthor

NO_YEAR = "n.d."


def added(entries: Iterable[Entry], style: Any) -> dict[str, Entry]:
    """Give letters where author and year alone do not tell works apart.

    Parameters
    ----------
    entries : iterable of pybtex.database.Entry
        All that the book prints.
    style : sphinxcontrib.bibtex.style.referencing.BaseReferenceStyle
        How the book cites; only citations by author and year need letters.

    Returns
    -------
    dict
        By key, a copy of each entry whose ``year`` got a letter, in the order of a list by author.
    """
    if not isinstance(style, AuthorYearReferenceStyle):
        return {}
    alike: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        who = style.person.author_or_editor_or_title(full=False)
        name = str(who.format_data({"entry": entry, "style": style}))
        alike[name, entry.fields.get("year", NO_YEAR)].append(entry)
    by_author = ByAuthor().sorting_key
    lettered: dict[str, Entry] = {}
    for (_, year), group in alike.items():
        if len(group) > 1:
            in_order = sorted(group, key=lambda entry: (by_author(entry), entry.key))
            dash = "-" if year == NO_YEAR else ""
            for entry, letter in zip(in_order, _letters(), strict=False):
                lettered[entry.key] = _with_year(entry, f"{year}{dash}{letter}")
    return lettered


def _letters() -> Iterator[str]:
    """a … z, aa, ab …"""
    for number in count():
        first, last = divmod(number, 26)
        yield (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + last)


def _with_year(entry: Entry, year: str) -> Entry:
    copy = Entry(entry.original_type, entry.fields, entry.persons)
    copy.type, copy.key = entry.type, entry.key
    copy.fields["year"] = year
    return copy
