"""Checks of the entries of the bibliography as wholes: keys, types, fields, and who cites them."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from ..findings import did_you_mean
from ..records.bibliography import BibEntry
from ..records.bibtypes import (
    BIBLATEX_FIELDS,
    BIBLATEX_TYPES,
    BIBTEX_FIELDS,
    TYPES,
    bibtex_field,
    type_named,
)
from ..records.book import Book
from ..records.places import Fault
from ..records.source import read_source
from .entries import at_field, entries, known_keys, own, printed, prints_uncited, used_keys
from .registry import Faults, check

_PYBTEX_STYLES = ("alpha", "plain", "unsrt", "unsrtalpha")
# A citation in any text, also where it is no citation: in comments and in code.
_ANY_CITATION = re.compile(r"[{:](?:foot)?cite(?::\w+)?[}:]`+([^`]+)`")
_CITABLE = re.compile(r"[^\s{},]+").fullmatch
#: Entries of these types are for other entries, not for readers.
_FOR_OTHERS = frozenset({"set", "xdata"})


@check
def reference_unused(book: Book) -> Faults:
    """Nobody cites this entry, and no dataset names it as its source.

    Silent where a list of references prints more than what is cited (all, notcited, filter), and
    for entries from which others inherit.
    """
    for path, entry in _unused(book):
        if entry.key not in _cited_in_vain(book):
            message = f'Nothing cites "{entry.key}". Cite it, or take it out of the bibliography.'
            yield path, Fault(entry.line, entry.column, message)


@check
def reference_cited_in_comment_only(book: Book) -> Faults:
    """The only citation of this entry stands in a comment or in code, so it is not printed."""
    for path, entry in _unused(book):
        if place := _cited_in_vain(book).get(entry.key):
            message = (
                f'Only a comment or code cites "{entry.key}" ({place}). Cite it in the text, or '
                "take it out of the bibliography."
            )
            yield path, Fault(entry.line, entry.column, message)


def _unused(book: Book) -> list[tuple[str, BibEntry]]:
    if prints_uncited(book):
        return []
    found = entries(book)
    parents = {key.lower() for _, entry in found for key in _parents(entry, "crossref", "xdata")}
    times = Counter(entry.key.lower() for _, entry in found)
    used = used_keys(book)
    return [
        (path, entry)
        for path, entry in found
        if entry.key not in used and entry.key.lower() not in parents
        # A key that is taken, or has a blank in it, cannot be cited: that must be mended first.
        if times[entry.key.lower()] == 1 and _CITABLE(entry.key)
    ]


def _parents(entry: BibEntry, *names: str) -> list[str]:
    """The entries from which one inherits by these fields; "xdata" may name several."""
    values = [entry.fields[name].value for name in names if name in entry.fields]
    return [key.strip() for value in values for key in value.split(",") if key.strip()]


@lru_cache(maxsize=1)
def _cited_in_vain(book: Book) -> dict[str, str]:
    """Keys in anything that looks like a citation, and the first place of each."""
    found: dict[str, str] = {}
    for name in book.pages:
        text = read_source(book.root / name).text
        line, last = 1, 0
        for match in _ANY_CITATION.finditer(text):
            line, last = line + text.count("\n", last, match.start()), match.start()
            for key in re.split(r"[,\s]+", re.sub(r"\{[^{}]*\}", "", match[1])):
                found.setdefault(key, f"{name}:{line}")
    return found


@check
def reference_parent_unknown(book: Book) -> Faults:
    """The field "crossref" or "xdata" names an entry that does not exist, so fields are lost."""
    known = {(path, entry.key.lower()) for path, entry in entries(book)}
    for path, entry, name, field in own(book, "crossref", "xdata"):
        for key in _parents(entry, name):
            if (path, key.lower()) not in known:
                message = f'This file has no entry "{key}".{known_keys(book).hint(key)}'
                yield path, at_field(field, message)


@check
def reference_field_missing(book: Book) -> Faults:
    """An entry that is printed lacks a field that a reference of its type cannot do without.

    The names of BibLaTeX count as those of BibTeX (date, journaltitle, location), and what an entry
    inherits counts as its own.
    """
    for path, entry in printed(book):
        for names in _missing(entry):
            message = f'"{entry.key}" has no {" or ".join(names)}.{_hint(entry, names)}'
            yield path, Fault(entry.line, entry.column, message)


def _missing(entry: BibEntry) -> list[tuple[str, ...]]:
    """The groups of fields of which an entry has none; it may follow either dialect."""
    kind = type_named(entry.type)
    if kind is None or entry.type in _FOR_OTHERS:
        return []
    filled = {name for name, field in entry.fields.items() if field.value.strip()}
    filled |= {bibtex_field(name, entry.type) for name in filled}
    classic = [group for group in kind.needs_bibtex if not filled.intersection(group)]
    if entry.type not in BIBLATEX_TYPES and not filled & (BIBLATEX_FIELDS - _IN_BOTH):
        return classic
    modern = [group for group in kind.needs_biblatex if not filled.intersection(group)]
    return min(classic, modern, key=len)


# These do not tell which dialect an entry is in: they are in wide use in both.
_IN_BOTH = frozenset(
    "abstract archiveprefix eid file issue keywords langid language pagetotal primaryclass urldate "
    "version volumes".split()
)


def _hint(entry: BibEntry, names: tuple[str, ...]) -> str:
    return did_you_mean(names[0], set(entry.fields) - BIBTEX_FIELDS - BIBLATEX_FIELDS)


@check
def reference_type_unknown(book: Book) -> Faults:
    """An entry that is printed has a type that neither BibTeX nor BibLaTeX knows.

    Silent where the configuration names a style that is not one of pybtex: it may know more types.
    """
    if book.project.sphinx_options.get("bibtex_default_style", "alpha") not in _PYBTEX_STYLES:
        return
    for path, entry in printed(book):
        # Where no type stands at all, the reader of the file says so.
        if entry.type and type_named(entry.type) is None:
            hint = did_you_mean(entry.type, TYPES) or " Write @misc."
            message = f'"@{entry.type}" is no type that can be printed.{hint}'
            yield path, Fault(entry.line, entry.column, message)


@check
def reference_duplicate_key(book: Book) -> Faults:
    """Two entries have the same key (capitals do not count), so one of them is never printed."""
    first: dict[str, str] = {}
    for path, entry in entries(book):
        place = first.setdefault(entry.key.lower(), f"{path}:{entry.line}")
        if place != f"{path}:{entry.line}":
            message = f'The key "{entry.key}" is taken at {place}. Rename or delete one.'
            yield path, Fault(entry.line, entry.column, message)
