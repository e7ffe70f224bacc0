"""Checks of the files as such: their characters, front matter, notebooks."""

from __future__ import annotations

from ..records.book import Book
from ..records.places import Fault
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
def notebook_header_missing(book: Book) -> Faults:
    """A page has code cells, but does not say that it is a notebook, so they are left out."""
    for page in book.pages.values():
        if page.cells and not page.is_notebook and not page.front_matter_fault:
            message = (
                "The code cells of this page are neither run nor shown. Begin the page with the "
                "lines ---, file_format: mystnb, kernelspec: {name: python3}, ---."
            )
            yield page.name, Fault(page.cells[0].line, page.cells[0].column, message)


@check
def notebook_malformed(book: Book) -> Faults:
    """A notebook is no JSON with cells, or the options of a code cell are not YAML."""
    for page in book.pages.values():
        for fault in page.notebook_faults:
            yield page.name, fault
