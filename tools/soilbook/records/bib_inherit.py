"""What entries of a .bib file take from others, by ``crossref`` and ``xdata``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .bibliography import BibEntry, Field

# BibLaTeX's manual, appendix B. A chapter's book title is the title of its parent.
_VOLUMES = frozenset({"mvbook", "mvcollection", "mvproceedings", "mvreference"})
_WHOLES = frozenset({"book", "collection", "proceedings", "reference", "periodical"}) | _VOLUMES
_PARTS = frozenset(
    {"bookinbook", "conference", "inbook", "incollection", "inproceedings", "inreference"}
    | {"suppbook", "suppcollection"}
)
_IN_BOOK = {"title": "booktitle", "subtitle": "booksubtitle", "titleaddon": "booktitleaddon"}
_IN_VOLUMES = {"title": "maintitle", "subtitle": "mainsubtitle", "titleaddon": "maintitleaddon"}
_IN_JOURNAL = {"title": "journaltitle", "subtitle": "journalsubtitle"}
_IN_JOURNALS = frozenset({"article", "review", "suppperiodical"})
_OWN = frozenset(
    "crossref entryset entrysubtype execute ids keywords label options presort related "
    "relatedoptions relatedstring relatedtype shorthand shorthandintro shorttitle sortkey xdata "
    "xref".split()
)


def resolve(entries: Iterable[BibEntry]) -> list[BibEntry]:
    """Give each entry the fields that it inherits; what it has itself stays.

    By ``xdata`` an entry takes the fields of all entries named there. By ``crossref`` it takes
    those of its parent as BibTeX does, and the title of a whole (a book, proceedings, a journal)
    as the title of what its part stands in, as BibLaTeX does. A chapter never takes the title of
    its book for its own, except ``@inbook``, whose title is that of the book in BibTeX.
    Inherited fields keep their places. Circles end where they come round.

    Parameters
    ----------
    entries : Iterable[BibEntry]
        The entries of one file. Of two with the same key, the first is the parent; capitals do not
        count in the keys of parents.

    Returns
    -------
    list[BibEntry]
        The entries in the same order; one that inherits nothing is the same object.
    """
    return _Family(list(entries)).resolved()


@dataclass(slots=True)
class _Family:
    entries: list[BibEntry]
    known: dict[str, BibEntry] = field(default_factory=dict)
    done: dict[int, BibEntry] = field(default_factory=dict)

    def resolved(self) -> list[BibEntry]:
        if not any(_parents(entry) for entry in self.entries):
            return self.entries
        for entry in self.entries:
            self.known.setdefault(entry.key.lower(), entry)
        return [self.complete(entry) for entry in self.entries]

    def complete(self, entry: BibEntry) -> BibEntry:
        """Complete an entry, its ancestors first; a stack of our own, as lines may be long."""
        stack, begun = [entry], {id(entry)}
        while stack:
            top = stack[-1]
            waiting = (p for p in self.parents(top) if id(p) not in begun)
            parent = next((p for p in waiting if id(p) not in self.done), None)
            if parent:
                stack.append(parent)
                begun.add(id(parent))
            else:
                self.done.setdefault(id(top), self.heir(top))
                stack.pop()
        return self.done[id(entry)]

    def parents(self, entry: BibEntry) -> Iterator[BibEntry]:
        found = (self.known.get(key.lower()) for key in _parents(entry))
        return (parent for parent in found if parent)

    def heir(self, entry: BibEntry) -> BibEntry:
        fields = dict(entry.fields)
        for key in _xdata(entry):
            if parent := self.known.get(key.lower()):
                _add(fields, _without_own(self.done.get(id(parent), parent).fields))
        if (key := _crossref(entry)) and (parent := self.known.get(key.lower())):
            _add(fields, _inherited(entry, self.done.get(id(parent), parent)))
        return entry if len(fields) == len(entry.fields) else replace(entry, fields=fields)


def _add(fields: dict[str, Field], more: Mapping[str, Field]) -> None:
    for name, value in more.items():
        fields.setdefault(name, value)


def _xdata(entry: BibEntry) -> list[str]:
    names = entry.fields["xdata"].value.split(",") if "xdata" in entry.fields else []
    return [name.strip() for name in names if name.strip()]


def _crossref(entry: BibEntry) -> str:
    return entry.fields["crossref"].value.strip() if "crossref" in entry.fields else ""


def _parents(entry: BibEntry) -> list[str]:
    crossref = _crossref(entry)
    return [*_xdata(entry), crossref] if crossref else _xdata(entry)


def _without_own(fields: Mapping[str, Field]) -> dict[str, Field]:
    return {name: value for name, value in fields.items() if name not in _OWN}


def _inherited(child: BibEntry, parent: BibEntry) -> dict[str, Field]:
    names = _renamed(child.type, parent.type)
    given = _without_own(parent.fields)
    keeps_title = child.type == "inbook"
    kept = {name: value for name, value in given.items() if keeps_title or name not in names}
    return kept | {
        target: given[source]
        for source, target in names.items()
        # A parent that says itself what the title of the whole is, as BibTeX demands, is right.
        if source in given and target not in given
    }


def _renamed(child: str, parent: str) -> Mapping[str, str]:
    if child in _PARTS and parent in _WHOLES:
        return _IN_BOOK
    if child in _IN_JOURNALS and parent == "periodical":
        return _IN_JOURNAL
    return _IN_VOLUMES if parent in _VOLUMES and child in _WHOLES else {}
