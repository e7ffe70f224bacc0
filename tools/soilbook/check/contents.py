"""Checks of the table of contents."""

from __future__ import annotations

from pathlib import PurePosixPath

from ..findings import did_you_mean
from ..project import TOC
from ..records.book import Book
from ..records.pages import Page
from ..records.places import Fault
from .registry import Faults, check


@check
def toc_malformed(book: Book) -> Faults:
    """The table of contents is no YAML, or has keys or values that Jupyter Book does not know."""
    for fault in book.toc.faults:
        yield TOC, fault


@check
def toc_file_missing(book: Book) -> Faults:
    """An entry of the table of contents names a page that does not exist, or matches none."""
    for entry in book.toc.entries:
        if entry.kind == "glob" and not book.matches(entry.target):
            message = f'The pattern "{entry.target}" matches no page.'
            yield TOC, Fault(entry.line, entry.column, message)
        elif entry.kind in ("root", "file") and book.file_of(entry) is None:
            known = [str(PurePosixPath(name).with_suffix("")) for name in book.unlisted]
            hint = did_you_mean(entry.target, known)
            message = f'There is no page "{entry.target}" (.md or .ipynb).{hint}'
            yield TOC, Fault(entry.line, entry.column, message)


@check
def toc_file_repeated(book: Book) -> Faults:
    """A page stands twice in the table of contents; Jupyter Book stops at that."""
    first: dict[str, int] = {}
    for entry in book.toc.entries:
        if entry.kind in ("root", "file"):
            name = book.file_of(entry) or entry.target
            if name in first:
                message = f'"{entry.target}" stands in line {first[name]} already.'
                yield TOC, Fault(entry.line, entry.column, message)
            first.setdefault(name, entry.line)


@check
def page_not_in_toc(book: Book) -> Faults:
    """A page of the book is not in the table of contents, so no reader will find it.

    Which pages are meant is told by `Book.unlisted`. A page that another one includes, or that
    says ``orphan: true`` in its front matter, stands outside on purpose.
    """
    if book.toc.faults:
        return
    for name in book.unlisted:
        if name not in book.included and not _is_orphan(book.pages[name]):
            message = (
                f"This page is not in {TOC}. Add `- file: {PurePosixPath(name).with_suffix('')}`, "
                "or exclude_patterns in _config.yml if it is no page of the book."
            )
            yield name, Fault(0, 0, message)


def _is_orphan(page: Page) -> bool:
    value = page.front_matter.get("orphan") if page.front_matter else None
    return value is not None and value.content is not False
