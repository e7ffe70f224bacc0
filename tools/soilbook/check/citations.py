"""Checks of what the pages cite."""

from __future__ import annotations

from ..records.book import Book
from ..records.places import Fault
from .entries import known_keys
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
            hint = known_keys(book).hint(citation.key)
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
