"""Checks of the syntax of .bib files: one check for each fault that their reader names."""

from __future__ import annotations

from functools import partial

from ..project import CONFIG
from ..records.bibliography import FAULTS
from ..records.book import Book
from ..records.places import Fault
from .registry import Check, Faults, check, register


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


def _faults_named(kind: str, book: Book) -> Faults:
    for name, bibliography in book.bibliographies.items():
        for fault in bibliography.faults:
            if fault.name == kind:
                yield name, fault


for _kind, _explanation in FAULTS.items():
    register(Check(_kind, _explanation, partial(_faults_named, _kind)))
