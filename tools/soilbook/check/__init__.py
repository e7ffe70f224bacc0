"""Stage 1: what can be said about the sources without building anything.

Each check is a function with the decorator ``check`` in a module of this folder; its name is the
public name of the fault. A new module is found by being here, and a new check needs a case in
``tests/check/cases/``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from ..findings import Finding, Report
from ..project import Project
from ..records.book import Book
from .registry import CHECKS, Check, check
from .selection import chosen
from .suppressions import without_allowed

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)

__all__ = ["CHECKS", "Check", "check", "report", "run"]


def report(
    project: Project, select: Iterable[str] | None = None, book: Book | None = None
) -> Report:
    """Check the sources of a book.

    Parameters
    ----------
    project : Project
        The repository.
    select : iterable of str, optional
        Names of the checks to run; by default those that are on.
    book : Book, optional
        The records of the project, where the caller wants to look at them afterwards.

    Returns
    -------
    Report
        The findings that nothing in the sources allows, sorted by file and place, without
        repetitions; and the checks that were run.

    Raises
    ------
    SoilbookError
        A name in `select` or in the settings is not the name of a check.
    """
    names = chosen(project, select)
    book = book or Book(project)
    found = (finding for name in names for finding in CHECKS[name](book))
    checks = {name: CHECKS[name].explanation for name in names}
    return Report(sorted(set(without_allowed(book, found))), checks)


def run(project: Project, select: Iterable[str] | None = None) -> list[Finding]:
    """The findings of `report` alone."""
    return list(report(project, select).findings)
