"""Checks of the entries of the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..findings import did_you_mean
from ..records.bibliography import BibEntry
from ..records.book import Book
from ..records.calls import quoted
from ..records.places import Fault
from .registry import Faults, check

#: What a printed reference cannot do without, by type; "author|editor" asks for one of the two.
REQUIRED = {
    "article": "author title journal year",
    "book": "author|editor title publisher year",
    "booklet": "author title year",
    "dataset": "author|title title|howpublished year",
    "inbook": "author|editor title publisher year",
    "incollection": "author title booktitle year",
    "inproceedings": "author title booktitle year",
    "manual": "title",
    "mastersthesis": "author title school year",
    "misc": "title|howpublished|url|doi",
    "online": "title url",
    "patent": "title",
    "phdthesis": "author title school year",
    "proceedings": "title year",
    "software": "title",
    "techreport": "author title institution year",
    "unpublished": "author title note",
}
_INSTEAD = {
    "collection": "proceedings",
    "conference": "inproceedings",
    "electronic": "online",
    "report": "techreport",
    "thesis": "phdthesis",
    "www": "online",
}
_PYBTEX_STYLES = ("alpha", "plain", "unsrt", "unsrtalpha")
_ALSO_CALLED = {"year": "date", "journal": "journaltitle", "school": "institution"}
# 10.1000/x, and the short form 10/x; suffixes may hold nearly everything, also < > ; and ( ).
_DOI = re.compile(r"10(?:\.\d{4,9}(?:\.\d+)*)?/\S+")
_PREFIX = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*", re.IGNORECASE)


def _entries(book: Book) -> Iterator[tuple[str, BibEntry]]:
    for name, bibliography in book.bibliographies.items():
        for entry in bibliography.entries:
            yield name, entry


def _used_keys(book: Book) -> set[str]:
    """Keys that a page cites, that its code holds in quotes, or that a dataset names."""
    keys = {citation.key for page in book.pages.values() for citation in page.citations}
    keys |= set().union(*(quoted(page) for page in book.pages.values()))
    for directive in book.directives("bibliography"):
        if option := directive.options.get("keyprefix"):
            keys |= {key.removeprefix(option.value) for key in keys}
    return keys | {source.key for data in book.datasets.values() for source in data.sources}


def _prints_uncited(book: Book) -> bool:
    """Whether some list of references holds entries that nobody cites, on purpose."""
    lists = book.directives("bibliography")
    return any({"all", "notcited", "filter"} & directive.options.keys() for directive in lists)


def _printed(book: Book) -> Iterator[tuple[str, BibEntry]]:
    used, everything = _used_keys(book), _prints_uncited(book)
    return (item for item in _entries(book) if everything or item[1].key in used)


@check
def reference_unused(book: Book) -> Faults:
    """Nobody cites this entry, and no dataset names it as its source.

    Silent where a bibliography directive prints more than what is cited (all, notcited, filter).
    """
    if _prints_uncited(book):
        return
    used = _used_keys(book)
    for name, entry in _entries(book):
        if entry.key not in used:
            message = f'Nothing cites "{entry.key}". Cite it, or take it out of the bibliography.'
            yield name, Fault(entry.line, entry.column, message)


@check
def reference_field_missing(book: Book) -> Faults:
    """An entry that is printed lacks a field that a reference of its type cannot do without."""
    for name, entry in _printed(book):
        for wanted in REQUIRED.get(entry.type, "").split():
            names = wanted.split("|")
            if not any(n in entry.fields and entry.fields[n].value.strip() for n in names):
                message = f'"{entry.key}" has no {" or ".join(names)}.{_hint(entry, names)}'
                yield name, Fault(entry.line, entry.column, message)


def _hint(entry: BibEntry, names: list[str]) -> str:
    other = _ALSO_CALLED.get(names[0], "")
    if other in entry.fields:
        return f' It has "{other}": Jupyter Book reads "{names[0]}".'
    unknown = set(entry.fields) - {word for line in REQUIRED.values() for word in line.split()}
    return did_you_mean(names[0], unknown)


@check
def reference_type_unknown(book: Book) -> Faults:
    """An entry that is printed has a type that Jupyter Book cannot print; the build stops there.

    Silent where the configuration names a style that is not one of pybtex: it may know more types.
    """
    if book.project.sphinx_options.get("bibtex_default_style", "alpha") not in _PYBTEX_STYLES:
        return
    for name, entry in _printed(book):
        if entry.type not in REQUIRED:
            instead = _INSTEAD.get(entry.type)
            hint = f" Write @{instead}." if instead else did_you_mean(entry.type, REQUIRED)
            message = f'"@{entry.type}" is no type that can be printed.{hint or " Write @misc."}'
            yield name, Fault(entry.line, entry.column, message)


@check
def reference_doi_malformed(book: Book) -> Faults:
    """The doi field is not a DOI (10.…/…), so its link leads nowhere."""
    for name, entry in _entries(book):
        doi = entry.fields.get("doi")
        if doi and (reason := _doi_fault(doi.value.strip())):
            yield name, Fault(doi.line, doi.column, f'"{doi.value.strip()}" {reason}')


def _doi_fault(doi: str) -> str:
    """What is wrong with a DOI; empty if nothing is."""
    bare = _PREFIX.sub("", doi)
    if bare != doi:
        return f"is an address: write only the DOI, {bare}."
    if not _DOI.fullmatch(doi):
        return "is no DOI: it must look like 10.1038/s41586-018-0328-3."
    if doi[-1] in ".,":
        return f"ends in a {'full stop' if doi[-1] == '.' else 'comma'}: delete that."
    return ""


@check
def reference_doi_repeated(book: Book) -> Faults:
    """Two entries have the same DOI: one work would stand twice in the list."""
    first: dict[str, BibEntry] = {}
    for name, entry in _entries(book):
        doi = entry.fields.get("doi")
        if doi is None or not doi.value.strip():
            continue
        known = first.setdefault(_PREFIX.sub("", doi.value.strip()).lower(), entry)
        if known.key.lower() != entry.key.lower():
            message = f'"{entry.key}" has the DOI of "{known.key}" (line {known.line}).'
            yield name, Fault(doi.line, doi.column, message)


@check
def reference_duplicate_key(book: Book) -> Faults:
    """Two entries have the same key (capitals do not count); all below the second are lost."""
    first: dict[str, str] = {}
    for name, entry in _entries(book):
        place = first.setdefault(entry.key.lower(), f"{name}:{entry.line}")
        if place != f"{name}:{entry.line}":
            message = f'The key "{entry.key}" is taken at {place}. Rename or delete one.'
            yield name, Fault(entry.line, entry.column, message)
