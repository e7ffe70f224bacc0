"""The check of one work that stands twice in the bibliography under two keys."""

from __future__ import annotations

import re
from functools import cache

from ..records.bibliography import BibEntry
from ..records.bibtypes import type_named
from ..records.book import Book
from ..records.names import read_names
from ..records.places import Fault
from ..records.tex import plain
from .entries import entries, text_of
from .identifiers import doi_of
from .issued import year_of
from .letters import letters_of
from .registry import Faults, check

#: Works share such titles without being the same.
_GENERIC = re.compile(
    r"(?:editorial|preface|foreword|introduction|conclusions?|summary|overview|discussion"
    r"|abstracts?|index|erratum|errata|correction|corrigendum|addendum|retraction|reply|response"
    r"|comments?|letter|obituary|bookreviews?|announcement|news|appendix|glossary|bibliography"
    r"|soils?|soilcarbon|personalcommunication|unpublisheddata)"
)
_ABOUT = re.compile(
    r"(?:author|publisher)?(?:erratum|correction|corrigendum|addendum|retraction|reply|response"
    r"|comment)(?:to|on|for)"
)
#: Where both entries have one of these and they differ, they are two works.
_TELLING = ("volume", "number", "edition", "chapter", "version", "part", "language", "langid")


@check
def reference_work_repeated(book: Book) -> Faults:
    """Two entries have the same title, year and first author: one work would stand twice.

    Parts, editions, volumes and versions are works of their own, and so are a preprint and its
    article, and whatever has another DOI.
    """
    first: dict[tuple[str, str, str], list[tuple[str, BibEntry]]] = {}
    for path, entry in entries(book):
        identity = _identity(entry)
        if not all(identity):
            continue
        same = first.setdefault(identity, [])
        known = next((item for item in same if _is_same(item[1], entry)), None)
        if known is None:
            same.append((path, entry))
            continue
        place = f"{known[0]}:{known[1].line}"
        message = f'"{entry.key}" looks like the work of "{known[1].key}" ({place}): keep one.'
        yield path, Fault(entry.line, entry.column, message)


@cache
def _family(authors: str) -> str:
    names = read_names(authors)
    return letters_of(plain(f"{names[0].von} {names[0].last}")) if names else ""


def _identity(entry: BibEntry) -> tuple[str, str, str]:
    """The letters of title, year and first author; none of a title that says too little."""
    title = letters_of(text_of(entry, "title") + text_of(entry, "subtitle"))
    persons = entry.fields.get("author") or entry.fields.get("editor")
    is_telling = len(title) > 12 and not _GENERIC.fullmatch(title) and not _ABOUT.match(title)
    return title if is_telling else "", year_of(entry), _family(persons.value) if persons else ""


def _is_same(one: BibEntry, other: BibEntry) -> bool:
    """Whether nothing but the key keeps two entries apart that agree in title, year and author."""
    if one.key.lower() == other.key.lower() or _kind(one) != _kind(other):
        return False
    # With the same DOI, `reference-doi-repeated` speaks; with another one, it is another work.
    if doi_of(one) and doi_of(other):
        return False
    pairs = ((text_of(one, name), text_of(other, name)) for name in _TELLING)
    if any(a and b and letters_of(a) != letters_of(b) for a, b in pairs):
        return False
    return _agree(_first_page(one), _first_page(other)) and _same_name(_where(one), _where(other))


def _kind(entry: BibEntry) -> str:
    kind = type_named(entry.type)
    return kind.bibtex if kind else entry.type


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def _first_page(entry: BibEntry) -> str:
    found = re.match(r"\W*(\w+)", text_of(entry, "pages", "eid"))
    return found[1] if found else ""


def _where(entry: BibEntry) -> list[str]:
    """The words of the journal or book in which a work came out, without the small ones."""
    words = re.findall(r"\w+", text_of(entry, "journal", "journaltitle", "booktitle").casefold())
    return [word for word in words if word not in _SMALL]


_SMALL = frozenset("a and de der des die et for für in la le of on the und".split())


def _same_name(one: list[str], other: list[str]) -> bool:
    """Whether two names of journals are the same, one of them perhaps abbreviated."""
    if not one or not other:
        return True
    pairs = zip(one, other, strict=False)
    return len(one) == len(other) and all(a.startswith(b) or b.startswith(a) for a, b in pairs)
