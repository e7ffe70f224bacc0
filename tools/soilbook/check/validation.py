"""`jb datasets --validate`: our own checks of the datasets, and those of a second reader.

frictionless knows more of Table Schema than our quick check (foreign keys, formats, every type),
and shares no code with it. It is imported only here, and only when asked for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..findings import Finding, SoilbookError
from ..project import Project
from ..records.book import Book
from ..records.descriptors import DESCRIPTOR, Dataset, Resource
from ..records.source import read_source
from .registry import CHECKS

if TYPE_CHECKING:
    from frictionless import Error, Report


def validate(project: Project) -> list[Finding]:
    """Check every dataset twice.

    Parameters
    ----------
    project : Project
        The repository.

    Returns
    -------
    list of Finding
        Sorted; those of frictionless are named ``frictionless-`` and its own name of the fault.
        A dataset whose descriptor cannot be read is left to our own checks.

    Raises
    ------
    SoilbookError
        frictionless is not installed.
    """
    book = Book(project)
    own = (check for name, check in CHECKS.items() if name.startswith("dataset-"))
    found = {finding for check in own for finding in check(book)}
    for dataset in book.datasets.values():
        if not dataset.faults:
            found |= set(_second_opinion(book, dataset))
    return sorted(found)


def _second_opinion(book: Book, dataset: Dataset) -> Iterator[Finding]:
    report = _report(dataset)
    descriptor = book.name_of(dataset.folder / DESCRIPTOR)
    for error in report.errors:
        yield Finding(descriptor, 0, 0, f"frictionless-{error.type}", _one_line(error))
    for table, task in zip(dataset.resources, report.tasks, strict=True):
        lines = _lines(table)
        for error in task.errors:
            row = getattr(error, "row_number", 0)
            line = lines[row - 1] if 0 < row <= len(lines) else 0
            name = f"frictionless-{error.type}"
            yield Finding(book.name_of(table.path), line, 0, name, _one_line(error))


def _report(dataset: Dataset) -> Report:
    try:
        from frictionless import Package
    except ImportError as error:
        raise SoilbookError(
            "frictionless is not installed.", "Run `pip install 'soilbook[datasets]'`."
        ) from error
    return Package(str(dataset.folder / DESCRIPTOR)).validate()


def _lines(table: Resource) -> list[int]:
    """The line where each row begins: rows are what frictionless counts, the header included."""
    reader = csv.reader(io.StringIO(read_source(table.path).text, newline=""))
    starts, line = [], 1
    for _ in reader:
        starts.append(line)
        line = reader.line_num + 1
    return starts


def _one_line(error: Error) -> str:
    return " ".join(error.message.split())
