"""Checks of the files as such: their characters, front matter, notebooks."""

from __future__ import annotations

from ..records.book import Book
from .registry import Faults, check


@check
def file_not_utf8(book: Book) -> Faults:
    """A file holds bytes that are not UTF-8, so letters in it come out wrong or stop the build."""
    yield from book.utf8_faults()


@check
def front_matter_malformed(book: Book) -> Faults:
    """The lines between `---` at the top of a page are not YAML, so all of them are ignored."""
    for page in book.pages.values():
        if page.front_matter_fault:
            yield page.name, page.front_matter_fault


@check
def notebook_malformed(book: Book) -> Faults:
    """A notebook is no JSON with cells, or the options of a code cell are not YAML."""
    for page in book.pages.values():
        for fault in page.notebook_faults:
            yield page.name, fault
