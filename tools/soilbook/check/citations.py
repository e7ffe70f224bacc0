"""Checks of what the pages cite."""

from __future__ import annotations

from ..findings import did_you_mean
from ..project import CONFIG
from ..records.book import Book
from ..records.places import Fault
from .registry import Faults, check


@check
def citation_unknown_key(book: Book) -> Faults:
    """A page cites a key that no bibliography has."""
    if any(not path.is_file() for path in book.project.bibliographies):
        return
    prefixes = ["", *_prefixes(book)]
    for page in book.pages.values():
        for citation in page.citations:
            if any(citation.key.removeprefix(prefix) in book.keys for prefix in prefixes):
                continue
            hint = did_you_mean(citation.key, book.keys)
            message = f'No bibliography has the key "{citation.key}".{hint}'
            yield page.name, Fault(citation.line, citation.column, message)


def _prefixes(book: Book) -> list[str]:
    found = (
        d.options["keyprefix"] for d in book.directives("bibliography") if "keyprefix" in d.options
    )
    return [option.value for option in found]


@check
def citation_malformed(book: Book) -> Faults:
    """The text of a citation is no list of keys with commas between them; the build stops there."""
    for page in book.pages.values():
        for fault in page.malformed_citations:
            yield page.name, fault


@check
def bibliography_missing(book: Book) -> Faults:
    """The configuration names a .bib file that does not exist."""
    lines = (book.root / CONFIG).read_text(encoding="utf-8").split("\n")
    for path in book.project.bibliographies:
        if not path.is_file():
            name = book.name_of(path)
            rows = (row for row, line in enumerate(lines, 1) if path.name in line)
            row = next(rows, 0)
            column = lines[row - 1].index(path.name) + 1 if row else 0
            yield CONFIG, Fault(row, column, f'There is no bibliography "{name}".')


@check
def bibliography_malformed(book: Book) -> Faults:
    """A .bib file breaks the rules of BibTeX; the build would drop every entry below that place."""
    for name, bibliography in book.bibliographies.items():
        for fault in bibliography.faults:
            yield name, fault
