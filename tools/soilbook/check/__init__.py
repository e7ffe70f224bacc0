"""Stage 1: what can be said about the sources without building anything.

Each check is a function with the decorator ``check`` in a module of this folder; its name is the
public name of the fault. A new module is found by being here, and a new check needs a case in
``tests/check/cases/``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from ..findings import Finding, SoilbookError, did_you_mean
from ..project import Project
from ..records.book import Book
from .registry import CHECKS, Check, check

for _module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(_module.name)

__all__ = ["CHECKS", "Check", "check", "run"]


def run(project: Project, select: Iterable[str] | None = None) -> list[Finding]:
    """Check the sources of a book.

    Parameters
    ----------
    project : Project
        The repository.
    select : iterable of str, optional
        Names of the checks to run; all of them by default.

    Returns
    -------
    list of Finding
        Sorted by file and place, without repetitions.

    Raises
    ------
    SoilbookError
        A name in `select` is not the name of a check.
    """
    names = list(select or CHECKS)
    for name in names:
        if name not in CHECKS:
            raise SoilbookError(
                f'There is no check "{name}".{did_you_mean(name, CHECKS)}',
                "The option --list shows them all.",
            )
    book = Book(project)
    return sorted({finding for name in names for finding in CHECKS[name](book)})
